/* SPDX-License-Identifier: EUPL-1.2 */
/* What events do to items: money collected, monitored, announced, received. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/case/casefile.h"
#include "domain/case/index.h"
#include "domain/case/ledger.h"
#include "domain/case/left_events.h"
#include "domain/case/money_events.h"
#include "domain/case/state.h"
#include "io/record.h"

typedef enum outcome case_item_fn(struct store_txn *, const Rec__Event *,
    Rec__Case *, const Rec__Item *, struct why *);

/* Put the item; link it to its case and to what its transfer is called. */
static enum outcome
item_index(struct store_txn *txn, const Rec__Event *ev, const Rec__Item *item,
    struct why *why)
{
	enum outcome out;

	out = item->case_number == 0 ? item_put_under(txn, item, ev->key, why) :
				       item_put(txn, item, why);
	if (out != OUT_OK ||
	    (out = link_put(txn, "item", item->case_number, item->id, why)) !=
		OUT_OK ||
	    item->end_to_end_id[0] == '\0')
		return out;
	return queue_put_under(txn, "e2e", item->end_to_end_id, item->id, why);
}

/* Load the case of ${item}, let ${fn} book in it, and put it. */
static enum outcome
with_case(struct store_txn *txn, const Rec__Event *ev, const Rec__Item *item,
    case_item_fn *fn, struct why *why)
{
	enum outcome out;
	Rec__Case *c;

	if ((out = case_get(txn, item->case_number, &c, why)) != OUT_OK)
		return out;
	if (c == NULL)
		return why_retry(why, "store: case of an item is missing");
	if ((out = fn(txn, ev, c, item, why)) == OUT_OK)
		out = case_put(txn, c, why);
	record_free(c);
	return out;
}

static enum outcome
book(struct store_txn *txn, const Rec__Event *ev, Rec__Case *c,
    const Rec__Item *item, struct why *why)
{
	return ledger_book_item(txn, c, item, ev->at, why);
}

static enum outcome
item_task(struct store_txn *txn, const Rec__Event *ev, const Rec__Item *item,
    const char *kind, const char *rule, struct why *why)
{
	struct task_about a = { item->case_number, item->case_id, kind, rule,
		NULL, NULL, item->id, NULL, NULL, "task" };

	if (strcmp(ev->kind, "collection") == 0)
		a.text = ev->text;
	return task_open(txn, ev, &a, why);
}

/*
 * A row of a collections sheet, new or freed from a hold: held for a person,
 * or booked and in the queue that the settings chose.
 */
enum outcome
apply_collection(struct store_txn *txn, const Rec__Event *ev, struct why *why)
{
	const char *queue = outcome_value(ev, "queue");
	const Rec__Item *item = ev->item;
	enum outcome out;

	if ((out = item_index(txn, ev, item, why)) != OUT_OK)
		return out;
	/* Of an erased case there is none any more. */
	if (item->reference[0] != '\0' &&
	    (out = index_put_token(txn, "collection", item->reference,
		 ev->number, why)) != OUT_OK)
		return out;
	/* What was asked before, perhaps of no known case, is asked no more. */
	if ((out = task_close(txn, ev, item->case_number, "collection-held",
		 item->id, why)) != OUT_OK ||
	    (out = task_close(txn, ev, 0, "collection-held", item->id, why)) !=
		OUT_OK)
		return out;
	if (strcmp(item->state, "held") == 0) {
		if ((out = queue_put(txn, "held", item->id, why)) != OUT_OK)
			return out;
		return item_task(
		    txn, ev, item, "collection-held", item->held_for, why);
	}
	if ((out = queue_del(txn, "held", item->id, why)) != OUT_OK ||
	    (out = with_case(txn, ev, item, book, why)) != OUT_OK ||
	    (out = left_book(txn, ev, item, why)) != OUT_OK || queue[0] == '\0')
		return out;
	return queue_put(txn, queue, item->id, why);
}

/* What will not be paid leaves no payment that is due. */
static enum outcome
cancel(struct store_txn *txn, const Rec__Item *item, struct why *why)
{
	enum outcome out;
	Rec__Payment *p;

	if ((out = payment_get(txn, item->payment, &p, why)) == OUT_OK &&
	    p != NULL && strcmp(p->state, "due") == 0)
		out = record_set(&p->state, "cancelled") == -1 ?
		    why_sys(why, "payment") :
		    payment_put(txn, p, why);
	record_free(p);
	return out;
}

/* Released, held or refused by a caseworker. */
enum outcome
apply_release(struct store_txn *txn, const Rec__Event *ev, struct why *why)
{
	const char *queue = outcome_value(ev, "queue");
	enum outcome out;

	if ((out = item_put(txn, ev->item, why)) != OUT_OK ||
	    (out = queue_del(txn, "review", ev->item->id, why)) != OUT_OK ||
	    (out = queue_del(txn, "held", ev->item->id, why)) != OUT_OK ||
	    (out = task_close(txn, ev, ev->case_number, "payment-held",
		 ev->item->id, why)) != OUT_OK)
		return out;
	if (strcmp(ev->item->state, "refused") == 0)
		out = cancel(txn, ev->item, why);
	if (out != OUT_OK || queue[0] == '\0')
		return out;
	return queue_put(txn, queue, ev->item->id, why);
}

/* The other authority announces: each item waits until it is accepted. */
enum outcome
apply_notice_in(struct store_txn *txn, const Rec__Event *ev, struct why *why)
{
	struct task_about a = { ev->case_number, ev->subject, "validate-notice",
		"", NULL, NULL, ev->message->msg_id, NULL, NULL, "task" };
	enum outcome out;
	size_t i;

	if ((out = message_index(txn, ev->message, why)) != OUT_OK)
		return out;
	for (i = 0; i < ev->n_items; i++)
		if ((out = item_index(txn, ev, ev->items[i], why)) != OUT_OK ||
		    (out = queue_put(txn, "accept", ev->items[i]->id, why)) !=
			OUT_OK)
			return out;
	return ev->n_items == 0 ? OUT_OK : task_open(txn, ev, &a, why);
}

static enum outcome
set_item_state(struct store_txn *txn, const char *id, const char *state,
    const char *reason, struct why *why)
{
	enum outcome out;
	Rec__Item *item;

	if ((out = item_get(txn, id, &item, why)) != OUT_OK || item == NULL)
		return out;
	if (record_set(&item->state, state) == -1 ||
	    (reason[0] != '\0' && record_set(&item->reason, reason) == -1))
		out = why_sys(why, "item");
	else
		out = item_put(txn, item, why);
	record_free(item);
	return out;
}

/*
 * Accepted: the debt falls by what was collected (R-1010), and the transfer
 * stands as announced.  A correction takes the announcement back; what the
 * debtor has paid he has paid.
 */
static enum outcome
book_accepted(struct store_txn *txn, const Rec__Event *ev, Rec__Case *c,
    const Rec__Item *item, struct why *why)
{
	enum outcome out;

	if (item->correction_of[0] != '\0')
		return ledger_move(txn, c, "announced", item->amount, 1,
		    "correction", item, "", ev->at, why);
	if ((out = ledger_book_item(txn, c, item, ev->at, why)) != OUT_OK ||
	    strcmp(item->mode, "monitored") == 0)
		return out;
	return ledger_move(txn, c, "announced", ledger_transfer(item), 1,
	    "notice", item, item->end_to_end_id, ev->at, why);
}

enum outcome
apply_accept(struct store_txn *txn, const Rec__Event *ev, struct why *why)
{
	const Rec__Item *item = ev->item;
	enum outcome out;

	if ((out = item_put(txn, item, why)) != OUT_OK ||
	    (out = queue_del(txn, "accept", item->id, why)) != OUT_OK ||
	    (out = task_close(txn, ev, item->case_number, "validate-notice",
		 outcome_value(ev, "notice"), why)) != OUT_OK)
		return out;
	if (strcmp(item->state, "accepted") != 0)
		return item_task(txn, ev, item, "item-refused", "", why);
	if (item->correction_of[0] != '\0' &&
	    (out = set_item_state(txn, item->correction_of, "corrected",
		 item->reason, why)) != OUT_OK)
		return out;
	return with_case(txn, ev, item, book_accepted, why);
}

static enum outcome
book_arrived(struct store_txn *txn, const Rec__Event *ev, Rec__Case *c,
    const Rec__Item *item, struct why *why)
{
	return ledger_book_received(txn, c, item, ev->at, why);
}

static enum outcome
book_received(struct store_txn *txn, const Rec__Event *ev, Rec__Case *c,
    const Rec__Item *item, struct why *why)
{
	enum outcome out;

	if ((out = ledger_move(txn, c, "received", item->received, 1, "receipt",
		 item, item->end_to_end_id, ev->at, why)) != OUT_OK ||
	    (out = ledger_book_received(txn, c, item, ev->at, why)) != OUT_OK)
		return out;
	return ledger_move(txn, c, "announced", ledger_transfer(item), -1,
	    "receipt", item, item->end_to_end_id, ev->at, why);
}

/* Our bank shows the money: it is received, and waits to be confirmed. */
enum outcome
apply_receipt(struct store_txn *txn, const Rec__Event *ev, struct why *why)
{
	enum outcome out;
	size_t i;

	if (ev->row->reference[0] != '\0' &&
	    (out = index_put_token(txn, "receipt", ev->row->reference,
		 ev->number, why)) != OUT_OK)
		return out;
	for (i = 0; i < ev->n_items; i++) {
		const Rec__Item *item = ev->items[i];

		if ((out = item_put(txn, item, why)) != OUT_OK ||
		    (out = with_case(txn, ev, item, book_received, why)) !=
			OUT_OK ||
		    (out = queue_put(txn, "confirm", item->id, why)) != OUT_OK)
			return out;
	}
	return OUT_OK;
}

/* The items ev->items were announced, or confirmed, by the message. */
static enum outcome
told(struct store_txn *txn, const Rec__Event *ev, const char *queue,
    struct why *why)
{
	enum outcome out;
	size_t i;

	if ((out = apply_message_out(txn, ev, why)) != OUT_OK ||
	    (out = task_close(txn, ev, ev->case_number, "message-held",
		 ev->message->form, why)) != OUT_OK)
		return out;
	for (i = 0; i < ev->n_items; i++)
		if ((out = queue_del(txn, queue, ev->items[i]->id, why)) !=
			OUT_OK ||
		    (out = item_put(txn, ev->items[i], why)) != OUT_OK)
			return out;
	return OUT_OK;
}

enum outcome
apply_notice_out(struct store_txn *txn, const Rec__Event *ev, struct why *why)
{
	return told(txn, ev, "announce", why);
}

enum outcome
apply_confirm_out(struct store_txn *txn, const Rec__Event *ev, struct why *why)
{
	return told(txn, ev, "confirm", why);
}

/* Not what was to be transferred, whatever the other authority calls it. */
static bool
differs(const Rec__Item *item)
{
	const Rec__Money *due = ledger_transfer(item), *got = item->received;

	return due != NULL && got != NULL &&
	    (got->minor != due->minor ||
		strcmp(got->currency, due->currency) != 0);
}

/* It has arrived there: said again, it has arrived once. */
static enum outcome
confirmed(struct store_txn *txn, const Rec__Event *ev, const Rec__Item *item,
    struct why *why)
{
	bool before;
	enum outcome out;
	Rec__Item *old;

	if ((out = item_get(txn, item->id, &old, why)) != OUT_OK)
		return out;
	before = old == NULL || strcmp(old->state, "confirmed") == 0;
	record_free(old);
	return before ? OUT_OK : with_case(txn, ev, item, book_arrived, why);
}

/* The other authority says what arrived. */
enum outcome
apply_confirmation_in(
    struct store_txn *txn, const Rec__Event *ev, struct why *why)
{
	enum outcome out;
	size_t i;

	if ((out = message_index(txn, ev->message, why)) != OUT_OK)
		return out;
	for (i = 0; i < ev->n_items; i++) {
		const Rec__Item *item = ev->items[i];

		if ((out = confirmed(txn, ev, item, why)) != OUT_OK ||
		    (out = item_put(txn, item, why)) != OUT_OK)
			return out;
		if (differs(item) &&
		    (out = item_task(txn, ev, item, "answer-difference",
			 "PC-DIFFERENCE", why)) != OUT_OK)
			return out;
	}
	return OUT_OK;
}

/* A rate of exchange, found by its currencies and day. */
enum outcome
apply_rate(struct store_txn *txn, const Rec__Event *ev, struct why *why)
{
	char key[32];
	int n = snprintf(key, sizeof(key), "%s|%s|%s", ev->row->from_currency,
	    ev->row->to_currency, ev->row->date);

	return index_put(txn, "rate", key, (size_t)n, ev->number, why);
}
