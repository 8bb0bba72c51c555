/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_LEFT_EVENTS_H
#define DOMAIN_LEFT_EVENTS_H

#include <stdbool.h>

#include "base/record.pb-c.h"
#include "domain/case/journal.h"

/*
 * left_events -- what a store is told of things that left when it had
 * forgotten them, and what then becomes of them when they come up again.
 *
 * "message-left": ev.message left in its folder.  "batch-left": ev.batch did,
 * with its rows.  "item-left": ev.item, which nobody has recorded again yet, is
 * in a payment or was announced: recorded again it is that item, and is neither
 * paid nor announced again.  "store-accepted": a person has compared;
 * its outcome "skipped" says which numbers stay without a record, as
 * " COUNTER=FROM-TO" for each.
 *
 * Indexes: "left" items by left_key(), "left-sha" messages without documents,
 * "left-thread" and "left-ref" numbers of cases by thread and by token of our
 * reference, "left-nn" the last MSG-nn of a thread.
 */
apply_fn apply_message_left, apply_batch_left, apply_item_left,
    apply_store_accepted;

#define LEFT_KEY 128 /* bytes */

/** left_key(item, buf): what it is found by when it is recorded again: the
 * token in its reference; of a correction, what it corrects and its payment;
 * ${buf}, "" if there is none. */
char *left_key(const Rec__Item *, char *);

/** left_find(txn, key, item, why): set ${item}, which the caller frees with
 * record_free(), to the item under ${key}, or NULL. */
MUST_CHECK enum outcome
left_find(struct store_txn *, const char *, Rec__Item **, struct why *);

/** left_number(txn, index, key, number, why): 0 if there is none. */
MUST_CHECK enum outcome left_number(
    struct store_txn *, const char *, const char *, uint64_t *, struct why *);

/** left_book(txn, event, item, why): the ${item} is recorded again: if it is
 * in a payment that was delivered, that is booked, and it is announced unless
 * it was. */
MUST_CHECK enum outcome left_book(
    struct store_txn *, const Rec__Event *, const Rec__Item *, struct why *);

/** left_is_lost(txn, day, lost, why): whether nobody knows what left of money
 * of that ${day}. */
MUST_CHECK enum outcome
left_is_lost(struct store_txn *, const char *, bool *, struct why *);

#endif /* !DOMAIN_LEFT_EVENTS_H */
