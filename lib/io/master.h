/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_MASTER_H
#define IO_MASTER_H

#include "base/why.h"

/*
 * master -- the file keys/master: a key as 64 hex digits.  Of ring alone.
 */

/**
 * master_make(keys, why):
 * Make keys/master with a new random key unless it is there; in either
 * case what stands in the directory ${keys} is then durable.
 */
MUST_CHECK enum outcome master_make(const char *, struct why *);

/**
 * master_read(keys, key, why):
 * Set the GCM_KEY_LEN bytes at ${key} to the master key.
 * OUT_REJECT (rule KEYS): there is none, it is no regular file with one name
 * that belongs to us, others have access to it, or it is not 64 hex digits
 * and at most a newline.
 */
MUST_CHECK enum outcome
master_read(const char *, unsigned char *, struct why *);

#endif /* !IO_MASTER_H */
