/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_FSCK_H
#define DOMAIN_FSCK_H

#include "base/record.pb-c.h"
#include "base/why.h"

/*
 * fsck -- whether all that a unit holds is what was put there, and fits
 * together: every value of the store against its seal and the audit chain,
 * indexes, ledgers, payments and numbers; documents, parcels, payment files
 * and what stands in sent/; the keys, and room.
 *
 * Nothing is written.  A store that is in use may be looked at: of what the
 * store says one moment is looked at, and what moves between folders
 * meanwhile is no fault.  It takes a table of some 60 to 120 bytes of memory
 * for each key that was ever put.
 */

/** fsck_hear_fn(said, ctx): a fault, or at the end what was looked at. */
typedef void fsck_hear_fn(const Rec__Said *, void *);

/**
 * fsck_unit(root, hear, ctx, why):
 * Look at the unit in ${root}, in a process of its own: a damaged file can make
 * LMDB crash or go round in circles, which is a fault like others (STORE-CRASH,
 * STORE-HANGS).  The caller has neither keys nor store open.
 * OUT_REJECT: there is no unit, or not for this user (CONFIG, PERMISSION,
 * CLOCK, TIMEZONE).  OUT_RETRY: it could not be looked at to the end.
 */
MUST_CHECK enum outcome
fsck_unit(const char *, fsck_hear_fn *, void *, struct why *);

#endif /* !DOMAIN_FSCK_H */
