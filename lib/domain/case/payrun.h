/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_PAYRUN_H
#define DOMAIN_PAYRUN_H

#include <stdbool.h>

#include "base/why.h"
#include "domain/case/office.h"
#include "io/store.h"

/*
 * payrun -- what may be paid, batch by batch.
 *
 * A run lists what waits in the queues "topay" (items) and "reissue"
 * (payments), by the authority whose cases they belong to, and makes batches
 * for one after the other, each in a transaction of its own and as large as
 * its bank allows.  Killed in between, the next run goes on with what still
 * waits.
 */
struct payrun;

/** payrun_open(txn, office, run, why): list what waits; payrun_close(run)
 * frees it and takes NULL. */
MUST_CHECK enum outcome payrun_open(
    struct store_txn *, const struct office *, struct payrun **, struct why *);
void payrun_close(struct payrun *);

/** payrun_more(run): whether there is something to make a batch of. */
bool payrun_more(const struct payrun *);

/**
 * payrun_batch(txn, run, why):
 * A store_fn: make the next batch.  What cannot be paid as it is, is held, also
 * where no bank is set for the authority (PAYRUN-BANK), or none in the currency
 * (PAYRUN-CURRENCY).
 * OUT_REJECT: nothing is to be committed: because there was nothing to pay or
 * hold (payrun_nothing()), or for the bank profile of this authority.
 */
enum outcome payrun_batch(struct store_txn *, void *, struct why *);
bool payrun_nothing(const struct payrun *);

/** payrun_next(run): what payrun_batch() did is committed, or there was
 * nothing: go on behind it.  payrun_skip(run): pass over the authority at
 * hand, and return its code. */
void payrun_next(struct payrun *);
const char *payrun_skip(struct payrun *);

#endif /* !DOMAIN_PAYRUN_H */
