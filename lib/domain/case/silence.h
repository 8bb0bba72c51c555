/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_SILENCE_H
#define DOMAIN_SILENCE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/record.pb-c.h"
#include "base/why.h"
#include "domain/case/office.h"
#include "io/store.h"

/*
 * silence -- messages of ours whose evidences stay away: SUBMISSION_ACCEPTANCE,
 * RELAY_REMMD_ACCEPTANCE, DELIVERY and RETRIEVAL have a time each, by the
 * settings, from when the message left; 0 is none.  A connector marks a folder
 * when it has read it, before it submits it; if it fails then, no trace of
 * that is left but that the first evidence stays away.
 */

/**
 * silence_awaits(office, message, have):
 * Whether, once ${message} has evidence of the type ${have}, the settings make
 * us wait for a higher one.  Of ${office} conf counts.
 */
bool silence_awaits(const struct office *, const Rec__Message *, const char *);

/**
 * silence_any(txn, office, any, why):
 * Set ${any} to whether an evidence has not come in its time of which nobody
 * was told.  Of ${office} conf and now count.
 */
MUST_CHECK enum outcome
silence_any(struct store_txn *, const struct office *, bool *, struct why *);

/**
 * silence_mark(txn, office, n, why):
 * Put each of them before a person, once; add their number to ${n}.
 */
MUST_CHECK enum outcome
silence_mark(struct store_txn *, const struct office *, int *, struct why *);

#endif /* !DOMAIN_SILENCE_H */
