/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_RECONCILE_IMPL_H
#define DOMAIN_RECONCILE_IMPL_H

#include "domain/case/erased.h"
#include "domain/case/left.h"
#include "domain/case/reconcile.h"

/*
 * What the files reconcile*.c share; no one else includes it.
 */

/** reconcile_see(txn, r, why): all that left, payment files first. */
MUST_CHECK enum outcome
reconcile_see(struct store_txn *, struct reconcile *, struct why *);

/** Keys in whose place others came. */
struct moved {
	struct move {
		uint64_t from, to;
	} * move;
	size_t n;
};

/** moved_learn(note, moved, why): an erased_fn: those of the note.
 * moved_leads(moved, id, from): whether what is under the key ${id} was under
 * ${from} later.
 * moved_free(moved). */
enum outcome moved_learn(const Rec__Erased *, void *, struct why *);
bool moved_leads(const struct moved *, uint64_t, uint64_t);
void moved_free(struct moved *);

/** reconcile_erased(txn, r, why): cases were erased. */
MUST_CHECK enum outcome
reconcile_erased(struct store_txn *, struct reconcile *, struct why *);

/** reconcile_waits(txn, r, why): what waits of them, and did not leave, is
 * refused; after reconcile_message() has seen all that left. */
MUST_CHECK enum outcome
reconcile_waits(struct store_txn *, struct reconcile *, struct why *);

/** reconcile_money(txn, r, why): what was collected for them since and has left
 * is recorded again; after reconcile_batch(), too. */
MUST_CHECK enum outcome
reconcile_money(struct store_txn *, struct reconcile *, struct why *);

/** reconcile_message(txn, r, left, why): a folder left. */
MUST_CHECK enum outcome reconcile_message(
    struct store_txn *, struct reconcile *, const struct left *, struct why *);

/** reconcile_batch(txn, r, left, why): a payment file left. */
MUST_CHECK enum outcome reconcile_batch(
    struct store_txn *, struct reconcile *, const struct left *, struct why *);

/** reconcile_item(txn, r, item, msg_id, why): one that left, and that the
 * store does not have; announced by ${msg_id}, unless that is "". */
MUST_CHECK enum outcome reconcile_item(struct store_txn *, struct reconcile *,
    const Rec__Item *, const char *, struct why *);

/** reconcile_numbers(txn, r, why): the counters, but for that of tasks, whose
 * value for the event is set. */
MUST_CHECK enum outcome reconcile_numbers(
    struct store_txn *, struct reconcile *, uint64_t *, struct why *);

/** reconcile_skip(r, counter, now, n): the numbers behind ${now}, up to ${n},
 * stay without a record, which the event says. */
void reconcile_skip(struct reconcile *, const char *, uint64_t, uint64_t);

/** reconcile_name(txn, r, name, why): ${name} is that of a folder or file that
 * is out; its number is not given again. */
MUST_CHECK enum outcome reconcile_name(
    struct store_txn *, struct reconcile *, const char *, struct why *);

/** reconcile_lost(txn, r, why): what may have been paid waits for a person. */
MUST_CHECK enum outcome
reconcile_lost(struct store_txn *, struct reconcile *, struct why *);

#endif /* !DOMAIN_RECONCILE_IMPL_H */
