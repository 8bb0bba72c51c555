/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_AUDIT_H
#define IO_AUDIT_H

#include "base/record.pb-c.h"
#include "base/why.h"
#include "io/store.h"

/**
 * audit_fn(entry, digest, ctx, why):
 * One record of the chain and the SHA-256 of its bytes.  Anything but OUT_OK
 * ends the walk.
 */
typedef enum outcome
audit_fn(const Rec__AuditEntry *, const unsigned char *, void *, struct why *);

/**
 * audit_verify(store, fn, ctx, why):
 * Walk the audit chain of ${store} from its first record to the head,
 * recompute each digest and link, and call ${fn} (NULL: nothing) with ${ctx}
 * for each record that is right.
 * OUT_REJECT (rule AUDIT): the first break: a record is missing, does not
 * open, is out of its place, does not follow from the one before, or comes
 * after the head; its number is in the reason.  A chain that was cut together
 * with its head is right in itself: compare store_head() with a head that was
 * kept elsewhere.
 */
MUST_CHECK enum outcome
audit_verify(struct store *, audit_fn *, void *, struct why *);

/** audit_walk(txn, fn, ctx, why): the same within a transaction. */
MUST_CHECK enum outcome
audit_walk(struct store_txn *, audit_fn *, void *, struct why *);

#endif /* !IO_AUDIT_H */
