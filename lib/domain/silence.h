/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_SILENCE_H
#define DOMAIN_SILENCE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/why.h"
#include "domain/office.h"
#include "io/store.h"

/*
 * silence -- messages of which the connector says nothing.  It marks a folder
 * when it has read it, before it submits it; if it fails then, no trace of
 * that is left but that the first evidence stays away.
 */

/**
 * silence_any(txn, office, any, why):
 * Set ${any} to whether a message left longer ago than the setting [unit]
 * evidence_minutes and has no evidence yet.  Of ${office} conf and now count.
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
