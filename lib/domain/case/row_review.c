/* SPDX-License-Identifier: EUPL-1.2 */
/* A caseworker's word: released, accepted, held, refused. */
#include <string.h>

#include "domain/case/announced.h"
#include "domain/case/casefile.h"
#include "domain/case/decide.h"
#include "domain/case/ledger.h"
#include "domain/case/sheet_rows.h"
#include "domain/case/state.h"
#include "io/record.h"

static enum outcome
append_item(struct store_txn *txn, const struct office *o, struct arrival *a,
    const char *kind, Rec__Item *item, const char *queue,
    const Rec__SheetRow *row, struct why *why)
{
	struct outcomes outs = { .n = 0 };
	enum outcome out;
	Rec__Event ev;
	bool last = false;

	if ((!item->ours &&
		(out = announced_last(txn, item, &last, why)) != OUT_OK) ||
	    (out = arrival_begin(txn, o, a, kind, &ev, why)) != OUT_OK)
		return out;
	ev.case_number = item->case_number;
	ev.subject = item->id;
	ev.item = item;
	ev.row = (Rec__SheetRow *)(uintptr_t)row;
	outcome_add(&outs, "queue", queue);
	if (last) /* else its task waits for the others */
		outcome_add(&outs, "notice", item->notice);
	outcome_lend(&outs, &ev);
	return journal_append(txn, &ev, why);
}

/* Money that was not booked: is what kept it from that mended? */
static enum outcome
look_again(struct store_txn *txn, const struct office *o, struct arrival *a,
    const Rec__Item *item, const Rec__SheetRow *row, struct why *why)
{
	const char *held;
	enum outcome out;

	if (strcmp(row->decision, "release") != 0)
		return row_held(txn, o, a, row, "REVIEW-DECISION", "decision",
		    "money that is not booked can only be released", why);
	if ((out = collection_again(txn, o, a, item, &held, why)) != OUT_OK ||
	    held[0] == '\0')
		return out;
	return row_held(txn, o, a, row, held, "item",
	    "what it is held for is as before", why);
}

static bool
waits(const Rec__Item *item)
{
	return strcmp(item->state, "recorded") == 0 ||
	    strcmp(item->state, "set aside") == 0 ||
	    strcmp(item->state, "payment held") == 0;
}

/* Our own item: it may be paid and announced, or it may not. */
static enum outcome
release(struct store_txn *txn, const struct office *o, struct arrival *a,
    Rec__Item *item, const Rec__SheetRow *row, struct why *why)
{
	bool yes = strcmp(row->decision, "release") == 0;
	bool hold = strcmp(row->decision, "hold") == 0;

	if (strcmp(item->state, "held") == 0)
		return look_again(txn, o, a, item, row, why);
	if (!waits(item))
		return row_held(txn, o, a, row, "REVIEW-STATE", "item",
		    "the item does not wait for a release", why);
	if (strcmp(item->recorder, a->actor) == 0)
		return row_held(txn, o, a, row, "REVIEW-PERSON", "item",
		    "who recorded the item may not release it", why);
	if (record_set(&item->state,
		yes	 ? "released" :
		    hold ? "set aside" :
			   "refused") == -1 ||
	    (!hold && record_set(&item->held_for, "") == -1) ||
	    record_set(&item->released_by, a->actor) == -1)
		return why_sys(why, "item");
	return append_item(txn, o, a, "release", item,
	    hold				     ? "review" :
		!yes				     ? "" :
		strcmp(item->mode, "monitored") == 0 ? "announce" :
						       "topay",
	    row, why);
}

/* Whether the case has room for what was announced (R-1001). */
static enum outcome
fits(struct store_txn *txn, const Rec__Item *item, bool *yes, struct why *why)
{
	enum outcome out;
	Rec__Case *c;

	out = case_get(txn, item->case_number, &c, why);
	*yes = out == OUT_OK && (c == NULL || ledger_item_fits(c, item));
	record_free(c);
	return out;
}

static enum outcome
settle(struct store_txn *txn, const struct office *o, struct arrival *a,
    Rec__Item *item, const char *state, const Rec__SheetRow *row,
    struct why *why)
{

	if (record_set(&item->state, state) == -1 ||
	    record_set(&item->debt_falls, debt_falls(o, item)) == -1)
		return why_sys(why, "item");
	return append_item(txn, o, a, "accept", item, "", row, why);
}

/* Their announcement: it counts from now on, or it is disputed. */
static enum outcome
accept(struct store_txn *txn, const struct office *o, struct arrival *a,
    Rec__Item *item, const Rec__SheetRow *row, struct why *why)
{
	bool yes = strcmp(row->decision, "accept") == 0, room, right;
	enum outcome out;

	if (strcmp(item->state, "announced") != 0)
		return row_held(txn, o, a, row, "REVIEW-STATE", "item",
		    "the item does not wait to be accepted", why);
	if (strcmp(row->decision, "hold") == 0)
		return OUT_OK; /* it goes on waiting */
	if (!yes && strcmp(row->decision, "reject") != 0)
		return row_held(txn, o, a, row, "REVIEW-DECISION", "decision",
		    "an announcement is accepted or rejected", why);
	if ((out = fits(txn, item, &room, why)) != OUT_OK ||
	    (out = announced_fits(txn, item, &right, why)) != OUT_OK)
		return out;
	if (yes && !right)
		return row_held(txn, o, a, row, "CORRECTION-STATE", "item",
		    "what it corrects is not accepted, or not outstanding",
		    why);
	if (yes && !room)
		return row_held(txn, o, a, row, "R-1001", "item",
		    "with it, a total of the case is more than an amount can be",
		    why);
	if (record_set(&item->released_by, a->actor) == -1)
		return why_sys(why, "item");
	return settle(txn, o, a, item, yes ? "accepted" : "refused", row, why);
}

enum outcome
announcements_accept(struct store_txn *txn, const struct office *o,
    struct arrival *a, Rec__Item *const *items, size_t n, struct why *why)
{
	enum outcome out = OUT_OK;
	Rec__Item *item;
	bool room, right;
	size_t i;

	for (i = 0; out == OUT_OK && i < n; i++) {
		out = item_get(txn, items[i]->id, &item, why);
		if (out != OUT_OK || item == NULL)
			continue;
		if ((out = fits(txn, item, &room, why)) == OUT_OK &&
		    (out = announced_fits(txn, item, &right, why)) == OUT_OK &&
		    room && right)
			out = settle(txn, o, a, item, "accepted", NULL, why);
		record_free(item);
	}
	return out;
}

/* Whether the person recorded the money that the payment is made of. */
static enum outcome
recorded_by(struct store_txn *txn, const Rec__Payment *p, const char *actor,
    bool *yes, struct why *why)
{
	enum outcome out = OUT_OK;
	Rec__Item *item;
	size_t i;

	*yes = false;
	for (i = 0; out == OUT_OK && !*yes && i < p->n_parts; i++) {
		out = item_get(txn, p->parts[i]->item, &item, why);
		if (out == OUT_OK && item != NULL)
			*yes = strcmp(item->recorder, actor) == 0;
		record_free(item);
	}
	return out;
}

static enum outcome
append_payment(struct store_txn *txn, const struct office *o, struct arrival *a,
    Rec__Payment *p, const Rec__SheetRow *row, struct why *why)
{
	Rec__Payment *payments[1] = { p };
	enum outcome out;
	Rec__Event ev;

	if ((out = arrival_begin(txn, o, a, "reissue", &ev, why)) != OUT_OK ||
	    (out = arrival_key(txn, a, &ev.key, why)) != OUT_OK)
		return out;
	ev.subject = p->id;
	ev.payments = payments;
	ev.n_payments = 1;
	ev.row = (Rec__SheetRow *)(uintptr_t)row;
	return journal_append(txn, &ev, why);
}

/* A payment that is held may go, or is given up: then its items wait again. */
static enum outcome
reissue(struct store_txn *txn, const struct office *o, struct arrival *a,
    Rec__Payment *p, const Rec__SheetRow *row, struct why *why)
{
	bool yes = strcmp(row->decision, "release") == 0, own;
	enum outcome out;

	if (strcmp(p->state, "held") != 0)
		return row_held(txn, o, a, row, "REVIEW-STATE", "item",
		    "the payment does not wait for a release", why);
	if (strcmp(row->decision, "hold") == 0)
		return OUT_OK; /* it goes on waiting */
	if (!yes && strcmp(row->decision, "reject") != 0)
		return row_held(txn, o, a, row, "REVIEW-DECISION", "decision",
		    "a payment is released, held or rejected", why);
	if ((out = recorded_by(txn, p, a->actor, &own, why)) != OUT_OK)
		return out;
	if (own)
		return row_held(txn, o, a, row, "REVIEW-PERSON", "item",
		    "who recorded the item may not release it", why);
	if (record_set(&p->state, yes ? "due" : "cancelled") == -1 ||
	    record_set(&p->reason, "") == -1)
		return why_sys(why, "payment");
	return append_payment(txn, o, a, p, row, why);
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
