/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_SHEET_ROWS_H
#define DOMAIN_SHEET_ROWS_H

#include "domain/case/receive.h"

/*
 * sheet_rows -- what each row of a dropped sheet decides.  A row that cannot
 * be done is held alone, as a task with its line and rule; the others go on.
 */
typedef enum outcome row_fn(struct store_txn *, const struct office *,
    struct arrival *, const Rec__SheetRow *, struct why *);

row_fn row_answer, row_collection, row_rate, row_review, row_approval,
    row_receipt, row_task, row_disclosure, row_rectification, row_erase;

/**
 * row_held(txn, office, arrival, row, rule, place, text, why):
 * Put the ${row} before a person.
 */
MUST_CHECK enum outcome row_held(struct store_txn *, const struct office *,
    struct arrival *, const Rec__SheetRow *, const char *, const char *,
    const char *, struct why *);

/**
 * row_case(txn, office, arrival, row, place, c, why):
 * Set ${c} to the case that the ${row} names in its column ${place}, which the
 * caller frees with record_free(); or to NULL, and the row is held: there is
 * none (SHEET-CASE), or there are several (CASE-SEVERAL).
 */
MUST_CHECK enum outcome
row_case(struct store_txn *, const struct office *, struct arrival *,
    const Rec__SheetRow *, const char *, Rec__Case **, struct why *);

/** debt_falls(office, item): "received" if the debt falls only when the money
 * of ${item} has arrived (R-1010, a setting), "" if it falls now. */
const char *debt_falls(const struct office *, const Rec__Item *);

/**
 * announcements_accept(txn, office, arrival, items, n, why):
 * Accept the ${n} announced ${items} as they stand: the setting [gates] accept
 * wants no caseworker's word.  One for which the case has no room (R-1001)
 * goes on waiting for that.
 */
MUST_CHECK enum outcome
announcements_accept(struct store_txn *, const struct office *,
    struct arrival *, Rec__Item *const *, size_t, struct why *);

/**
 * collection_again(txn, office, arrival, item, held, why):
 * Judge the ${item}, which is held and not booked, again; book it if it can
 * be.  Set ${held} to the rule for which it is still held, "" if it is not.
 */
MUST_CHECK enum outcome
collection_again(struct store_txn *, const struct office *, struct arrival *,
    const Rec__Item *, const char **, struct why *);

/**
 * collections_retry(txn, office, arrival, why):
 * Rates have come: book what was held for want of one.
 */
MUST_CHECK enum outcome collections_retry(
    struct store_txn *, const struct office *, struct arrival *, struct why *);

/**
 * confirmations_send(txn, office, arrival, why):
 * For each case with items that have arrived: a payment confirmation.
 */
MUST_CHECK enum outcome confirmations_send(
    struct store_txn *, const struct office *, struct arrival *, struct why *);

#endif /* !DOMAIN_SHEET_ROWS_H */
