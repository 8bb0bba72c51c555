/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_KEYCOPY_H
#define IO_KEYCOPY_H

#include <stddef.h>

#include "base/why.h"
#include "io/cms.h"
#include "io/ring.h"

/*
 * keycopy -- all keys of a unit in one file that is sealed (AuthEnvelopedData)
 * for a certificate whose private key lies elsewhere.  What that key opens is
 * text, a line each:
 *
 *	isupport-keys 1 CODE TIME
 *	master BASE64
 *	file NAME BASE64	of keys/message, as they lie there
 *	key ID BASE64		of the ring, ids ascending
 *	end BYTES SHA256	length and digest of all before this line
 *
 * Whoever has this text reads everything; what is written here is sealed
 * before it leaves the process.
 */
#define KEYCOPY_CODE_MAX ((size_t)41)
#define KEYCOPY_TIME_MAX ((size_t)24)

struct keycopy {
	char code[KEYCOPY_CODE_MAX]; /* of the unit */
	char at[KEYCOPY_TIME_MAX];   /* when it was made, UTC */
	size_t keys;		     /* in the ring */
	size_t files;		     /* of message keys */
	enum ring_restored how;	     /* what keycopy_restore() found and did */
};

/**
 * keycopy_write(keys, to, path, copy, why):
 * Write the keys in the directory ${keys} to the new file ${path} (mode 0400),
 * sealed for ${to}; ${copy} has code and time, and gets the numbers.  The file
 * is durable and whole before it has its name.  No seal is open on ${keys} in
 * this process.
 * OUT_REJECT: as seal_open(); (rule PUBLISH-TAKEN): there is such a file,
 * which stays.  OUT_RETRY: a system call failed.  Killed, it may leave
 * ".NAME.part", which the next call replaces.
 */
MUST_CHECK enum outcome keycopy_write(const char *, const struct cms_cert *,
    const char *, struct keycopy *, struct why *);

/**
 * keycopy_restore(keys, fd, copy, why):
 * Read the opened text from ${fd} and put the keys where they were; set
 * ${copy}, whose code is that of the unit beforehand, or "" if nobody knows.
 * Keys that are there are never replaced: the same ones are OUT_OK, and so is
 * a ring whose master key is gone and which opens with that of the text.
 * Where there is a credential, it is the master key (master.h).
 * Killed at any instruction, there are no keys or all of them, and to do it
 * again ends it.  No seal is open on ${keys} in any process.
 * OUT_REJECT (rule KEYCOPY): the text is not whole, none, or of another unit;
 * (KEYS, PUBLISH-TAKEN): there are other keys.  OUT_RETRY: a system call
 * failed.
 */
MUST_CHECK enum outcome
keycopy_restore(const char *, int, struct keycopy *, struct why *);

#endif /* !IO_KEYCOPY_H */
