/* SPDX-License-Identifier: EUPL-1.2 */
/* A caseworker's word: released, accepted, held, refused. */
#include <string.h>

#include "domain/casefile.h"
#include "domain/decide.h"
#include "domain/sheet_rows.h"
#include "domain/state.h"
#include "io/record.h"

static enum outcome
append_item(struct store_txn *txn, const struct office *o, struct arrival *a,
    const char *kind, Rec__Item *item, const char *queue,
    const Rec__SheetRow *row, struct why *why)
{
	struct outcomes outs = { .n = 0 };
	enum outcome out;
	Rec__Event ev;

	if ((out = arrival_begin(txn, o, a, kind, &ev, why)) != OUT_OK)
		return out;
	ev.case_number = item->case_number;
	ev.subject = item->id;
	ev.item = item;
	ev.row = (Rec__SheetRow *)(uintptr_t)row;
	outcome_add(&outs, "queue", queue);
	outcome_add(&outs, "notice", item->notice);
	outcome_lend(&outs, &ev);
	return journal_append(txn, &ev, why);
}

/* Our own item: it may be paid and announced, or it may not. */
static enum outcome
release(struct store_txn *txn, const struct office *o, struct arrival *a,
    Rec__Item *item, const Rec__SheetRow *row, struct why *why)
{
	const char *queue = "";

	if (strcmp(item->state, "recorded") != 0 &&
	    strcmp(item->state, "set aside") != 0)
		return row_held(txn, o, a, row, "REVIEW-STATE", "item",
		    "the item does not wait for a release", why);
	if (strcmp(item->recorder, a->actor) == 0)
		return row_held(txn, o, a, row, "REVIEW-PERSON", "item",
		    "who recorded the item may not release it", why);
	if (strcmp(row->decision, "release") == 0)
		queue =
		    strcmp(item->mode, "monitored") == 0 ? "announce" : "topay";
	else if (strcmp(row->decision, "hold") == 0)
		queue = "review";
	if (record_set(&item->state,
		strcmp(row->decision, "release") == 0  ? "released" :
		    strcmp(row->decision, "hold") == 0 ? "set aside" :
							 "refused") == -1 ||
	    record_set(&item->released_by, a->actor) == -1)
		return why_sys(why, "item");
	return append_item(txn, o, a, "release", item, queue, row, why);
}

/* Their announcement: it counts from now on, or it is disputed. */
static enum outcome
accept(struct store_txn *txn, const struct office *o, struct arrival *a,
    Rec__Item *item, const Rec__SheetRow *row, struct why *why)
{
	bool yes = strcmp(row->decision, "accept") == 0;

	if (strcmp(item->state, "announced") != 0)
		return row_held(txn, o, a, row, "REVIEW-STATE", "item",
		    "the item does not wait to be accepted", why);
	if (strcmp(row->decision, "hold") == 0)
		return OUT_OK; /* it goes on waiting */
	if (!yes && strcmp(row->decision, "reject") != 0)
		return row_held(txn, o, a, row, "REVIEW-DECISION", "decision",
		    "an announcement is accepted or rejected", why);
	if (record_set(&item->state, yes ? "accepted" : "refused") == -1 ||
	    record_set(&item->debt_falls, debt_falls(o, item)) == -1 ||
	    record_set(&item->released_by, a->actor) == -1)
		return why_sys(why, "item");
	return append_item(txn, o, a, "accept", item, "", row, why);
}

enum outcome
announcements_accept(struct store_txn *txn, const struct office *o,
    struct arrival *a, Rec__Item *const *items, size_t n, struct why *why)
{
	enum outcome out = OUT_OK;
	Rec__Item *item;
	size_t i;

	for (i = 0; out == OUT_OK && i < n; i++) {
		out = item_get(txn, items[i]->id, &item, why);
		if (out != OUT_OK || item == NULL)
			continue;
		if (record_set(&item->state, "accepted") == -1 ||
		    record_set(&item->debt_falls, debt_falls(o, item)) == -1)
			out = why_sys(why, "item");
		else
			out = append_item(
			    txn, o, a, "accept", item, "", NULL, why);
		record_free(item);
	}
	return out;
}

/* A rejected payment's next attempt may go. */
static enum outcome
reissue(struct store_txn *txn, const struct office *o, struct arrival *a,
    Rec__Payment *p, const Rec__SheetRow *row, struct why *why)
{
	Rec__Payment *payments[1] = { p };
	enum outcome out;
	Rec__Event ev;

	if (strcmp(p->state, "held") != 0 ||
	    strcmp(row->decision, "release") != 0)
		return row_held(txn, o, a, row, "REVIEW-STATE", "item",
		    "the payment does not wait for a release", why);
	if (record_set(&p->state, "due") == -1)
		return why_sys(why, "payment");
	if ((out = arrival_begin(txn, o, a, "reissue", &ev, why)) != OUT_OK)
		return out;
	ev.subject = p->id;
	ev.payments = payments;
	ev.n_payments = 1;
	ev.row = (Rec__SheetRow *)(uintptr_t)row;
	if ((out = new_key(txn, &ev.key, why)) != OUT_OK)
		return out;
	return journal_append(txn, &ev, why);
}

enum outcome
row_review(struct store_txn *txn, const struct office *o, struct arrival *a,
    const Rec__SheetRow *row, struct why *why)
{
	Rec__Payment *p = NULL;
	Rec__Item *item;
	enum outcome out;

	if ((out = item_get(txn, row->subject, &item, why)) != OUT_OK)
		return out;
	if (item == NULL &&
	    (out = payment_get(txn, row->subject, &p, why)) != OUT_OK)
		return out;
	if (item != NULL && item->ours)
		out = release(txn, o, a, item, row, why);
	else if (item != NULL)
		out = accept(txn, o, a, item, row, why);
	else if (p != NULL)
		out = reissue(txn, o, a, p, row, why);
	else
		out = row_held(txn, o, a, row, "REVIEW-ITEM", "item",
		    "no item of that id", why);
	record_free(item);
	record_free(p);
	return out;
}
