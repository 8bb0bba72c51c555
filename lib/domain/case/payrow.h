/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_PAYROW_H
#define DOMAIN_PAYROW_H

#include <stdint.h>

#include "base/record.pb-c.h"
#include "base/why.h"
#include "io/store.h"

/*
 * payrow -- the snapshot a payment file is made of: one row a payment, in the
 * order of the file, with the payee as the file prints it.  A row is sealed
 * under the restricted key of its payee's case; under the unit's where the
 * payee is an authority.  Who reads rows for their payees puts that on record
 * (store_note_read(), the batch for all of it); others go by the payment alone.
 */

/** payrow_put(txn, batch, n, row, why): put row ${n} (from 1). */
MUST_CHECK enum outcome payrow_put(struct store_txn *, const char *, uint32_t,
    const Rec__BatchRow *, struct why *);

/** payrow_put_left(txn, batch, n, row, why): the same without a payee, of a
 * batch that left before the store forgot it. */
MUST_CHECK enum outcome payrow_put_left(struct store_txn *, const char *,
    uint32_t, const Rec__BatchRow *, struct why *);

/** payrow_get(txn, batch, n, row, why): set ${row}, which the caller frees with
 * record_free(), or NULL if there is none. */
MUST_CHECK enum outcome payrow_get(
    struct store_txn *, const char *, uint32_t, Rec__BatchRow **, struct why *);

/** payrow_fn(row, ctx, why): one row. */
typedef enum outcome payrow_fn(const Rec__BatchRow *, void *, struct why *);

/**
 * payrow_each(txn, batch, fn, ctx, why):
 * Call ${fn} for each row of the ${batch}, in order.  It may write, but not
 * rows.
 */
MUST_CHECK enum outcome payrow_each(
    struct store_txn *, const char *, payrow_fn *, void *, struct why *);

/**
 * payrow_tranche(txn, case, payee, period, tranche, why):
 * Set ${tranche} to the number of payments made so far for that ${case},
 * ${payee} and ${period}.
 * payrow_note_tranche(txn, payment, why): that of ${payment} was made.
 */
MUST_CHECK enum outcome payrow_tranche(struct store_txn *, uint64_t,
    const char *, const char *, uint32_t *, struct why *);
MUST_CHECK enum outcome
payrow_note_tranche(struct store_txn *, const Rec__Payment *, struct why *);

#endif /* !DOMAIN_PAYROW_H */
