/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_MASTER_H
#define IO_MASTER_H

#include <stdbool.h>

#include "base/why.h"

/*
 * master -- the master key, and the next one: 64 hex digits each, and perhaps
 * a newline.  Of ring alone.
 *
 * They are the files keys/master and keys/master.next; or, where systemd
 * gives this process a credential "isupport-master", that and
 * "isupport-master.next", and keys/ is not asked.
 */
enum master {
	MASTER,
	MASTER_NEXT
};

/** master_given(): whether the keys are credentials, which we cannot make. */
bool master_given(void);

/** master_name(which): what it is called, for people. */
const char *master_name(enum master);

/**
 * master_read(keys, which, key, why):
 * Set the GCM_KEY_LEN bytes at ${key} to that master key.
 * OUT_REJECT (rule KEYS): there is none, it is no regular file with one name
 * that belongs to us, others have access to it, or it is not 64 hex digits
 * and at most a newline.  (A credential may belong to root, and a list of
 * access rights may let us read it.)
 */
MUST_CHECK enum outcome
master_read(const char *, enum master, unsigned char *, struct why *);

/**
 * master_make(keys, which, why):
 * Make that file with a new random key unless it is there, or a credential;
 * in any case what stands in the directory ${keys} is then durable.
 * master_put(keys, which, key, why): the same with that ${key}.
 */
MUST_CHECK enum outcome master_make(const char *, enum master, struct why *);
MUST_CHECK enum outcome
master_put(const char *, enum master, const unsigned char *, struct why *);

/**
 * master_switch(keys, why):
 * Make keys/master.next the master key, durably; then overwrite the older one,
 * as far as the disk lets us.  What stood in the directory before is durable
 * before.  Several processes may do so at once; OUT_OK also if another did.
 * Credentials stay as they are.
 */
MUST_CHECK enum outcome master_switch(const char *, struct why *);

/** master_drop_next(keys, why): overwrite and remove keys/master.next, and
 * what master_make() leaves when it is killed. */
MUST_CHECK enum outcome master_drop_next(const char *, struct why *);

#endif /* !IO_MASTER_H */
