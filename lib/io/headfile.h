/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_HEADFILE_H
#define IO_HEADFILE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/why.h"
#include "io/heads.h"
#include "io/mailkeys.h"

/*
 * headfile -- a head of the audit chain to be kept elsewhere: a small text
 *
 *	isupport audit head 1
 *	unit DE
 *	records 1234
 *	head HEX
 *	time 2026-11-21T03:00:00Z
 *
 * and beside it, in a file of its name with ".p7s", a detached signature
 * (CMS, DER) by the unit's message key, which holds the certificate.
 */
struct headfile {
	struct buf text, signature; /* signature: empty if there is none */
	struct head head;
	char unit[16], at[24];
};

/**
 * headfile_make(mk, unit, head, at, file, why):
 * Fill ${file} for the ${head} of the ${unit} at that time, signed by the key
 * of ${mk} that is valid then; without one, or if ${mk} is NULL, unsigned.
 */
MUST_CHECK enum outcome headfile_make(const struct mailkeys *, const char *,
    const struct head *, const char *, struct headfile *, struct why *);

/**
 * headfile_put(file, dir, why):
 * Write it to ${dir}, which is made if it is not there, as audit-head-TIME and
 * audit-head-TIME.p7s: durable, the signature first, and never over another.
 */
MUST_CHECK enum outcome
headfile_put(const struct headfile *, const char *, struct why *);

/**
 * headfile_read(path, mk, unit, file, why):
 * Read the file ${path}, and its signature if there is one, which must be by
 * one of our own certificates in ${mk} that was valid at its time.
 * OUT_REJECT (rule AUDIT-HEAD): it is no such file, or of another unit; or as
 * cms_detached().
 */
MUST_CHECK enum outcome headfile_read(const char *, const struct mailkeys *,
    const char *, struct headfile *, struct why *);

/** headfile_free(file) */
void headfile_free(struct headfile *);

#endif /* !IO_HEADFILE_H */
