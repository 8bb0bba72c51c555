/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_ROW_APPROVAL_H
#define DOMAIN_ROW_APPROVAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/case/receive.h"

/*
 * row_approval -- what a row of an approval sheet says of a message, and of a
 * batch of payments.
 */

/** approval_among(names, n, name): whether ${name} is one of the ${n}. */
bool approval_among(char *const *, size_t, const char *);

/** approval_refuses(row): whether it refuses.  One refusal is enough, also of
 * who approved before, or recorded it. */
bool approval_refuses(const Rec__SheetRow *);

/** approval_late(txn, office, arrival, row, why): it refuses what has left:
 * put that before a person. */
MUST_CHECK enum outcome approval_late(struct store_txn *, const struct office *,
    struct arrival *, const Rec__SheetRow *, struct why *);

/**
 * approval_weigh(office, row, actor, recorder, have, gate, fault):
 * Return what the word of ${actor}, after ${have} others, leads to: "approved",
 * "refused", or "waiting" for another person's, as many as the setting ${gate}
 * wants; NULL, and set ${fault} to the reason, if it does not count.
 */
const char *approval_weigh(const struct office *, const Rec__SheetRow *,
    const char *, const char *, size_t, const char *, const char **);

/**
 * approval_append(txn, office, arrival, kind, case, subject, state, outcome,
 * value, row, why):
 * Append the event: ${subject} is now in ${state}, with one ${outcome}.
 */
MUST_CHECK enum outcome
approval_append(struct store_txn *, const struct office *, struct arrival *,
    const char *, uint64_t, const char *, const char *, const char *,
    const char *, const Rec__SheetRow *, struct why *);

/** row_batch(txn, office, arrival, batch, row, why): what it says of one. */
MUST_CHECK enum outcome row_batch(struct store_txn *, const struct office *,
    struct arrival *, const Rec__Batch *, const Rec__SheetRow *, struct why *);

#endif /* !DOMAIN_ROW_APPROVAL_H */
