/* SPDX-License-Identifier: EUPL-1.2 */
/* What events do to payments, batches and their files. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/casefile.h"
#include "domain/index.h"
#include "domain/ledger.h"
#include "domain/money_events.h"
#include "domain/payrow.h"
#include "domain/state.h"
#include "io/record.h"

/* The items a payment carries belong to it from now on. */
static enum outcome
bind_item(struct store_txn *txn, const Rec__Payment *p, const Rec__Part *part,
    struct why *why)
{
	enum outcome out;
	Rec__Item *item;

	if ((out = item_get(txn, part->item, &item, why)) != OUT_OK ||
	    item == NULL)
		return out;
	if (record_set(&item->payment, p->id) == -1 ||
	    record_set(&item->end_to_end_id, p->id) == -1 ||
	    record_set(&item->state, "in payment") == -1)
		out = why_sys(why, "item");
	if (out == OUT_OK && (out = item_put(txn, item, why)) == OUT_OK &&
	    (out = queue_del(txn, "topay", item->id, why)) == OUT_OK)
		out = link_put(txn, "payment", item->case_number, p->id, why);
	record_free(item);
	return out;
}

static enum outcome
take_row(const Rec__BatchRow *row, void *ctx, struct why *why)
{
	struct store_txn *txn = ctx;
	const Rec__Payment *p = row->payment;
	enum outcome out;
	size_t i;

	if ((out = payment_put(txn, p, why)) != OUT_OK ||
	    (out = queue_del(txn, "reissue", p->id, why)) != OUT_OK ||
	    (out = payrow_note_tranche(txn, p, why)) != OUT_OK)
		return out;
	for (i = 0; i < p->n_parts; i++)
		if ((out = bind_item(txn, p, p->parts[i], why)) != OUT_OK)
			return out;
	return OUT_OK;
}

/* A batch was made: its rows stand in DB_PAYROW. */
enum outcome
apply_batch(struct store_txn *txn, const Rec__Event *ev, struct why *why)
{
	const Rec__Batch *b = ev->batch;
	enum outcome out;

	if ((out = batch_put(txn, b, why)) != OUT_OK ||
	    (out = queue_put(txn, "batch", b->id, why)) != OUT_OK ||
	    (out = index_put(txn, "batch-msg", b->msg_id, strlen(b->msg_id),
		 ev->number, why)) != OUT_OK)
		return out;
	return payrow_each(txn, b->id, take_row, txn, why);
}

static int
add_approval(Rec__Batch *b, const char *who)
{
	char **slot = (char **)record_add(&b->approvals, &b->n_approvals);

	return slot == NULL || (*slot = strdup(who)) == NULL ? -1 : 0;
}

enum outcome
apply_approve_batch(
    struct store_txn *txn, const Rec__Event *ev, struct why *why)
{
	enum outcome out;
	Rec__Batch *b;

	if ((out = batch_get(txn, ev->subject, &b, why)) != OUT_OK)
		return out;
	if (b == NULL)
		return why_retry(why, "store: batch of an event is missing");
	if (add_approval(b, ev->actor) == -1 ||
	    record_set(&b->state, ev->state) == -1)
		out = why_sys(why, "batch");
	else
		out = batch_put(txn, b, why);
	record_free(b);
	return out;
}

/* The transfer of each part stands in the ledger of its case. */
static enum outcome
book_row(const Rec__BatchRow *row, void *ctx, struct why *why)
{
	const struct booking {
		struct store_txn *txn;
		const Rec__Event *ev;
		int sign;
	} *k = ctx;
	const Rec__Payment *p = row->payment;
	enum outcome out = OUT_OK;
	size_t i;

	for (i = 0; out == OUT_OK && i < p->n_parts; i++) {
		Rec__Money m = REC__MONEY__INIT;
		Rec__Item *item = NULL;
		Rec__Case *c = NULL;

		m.minor = p->parts[i]->minor;
		m.currency = p->amount->currency;
		out = item_get(k->txn, p->parts[i]->item, &item, why);
		if (out == OUT_OK)
			out =
			    case_get(k->txn, p->parts[i]->case_number, &c, why);
		if (out == OUT_OK && c != NULL &&
		    (out = ledger_move(k->txn, c, "transferred", &m, k->sign,
			 "transfer", item, p->id, k->ev->at, why)) == OUT_OK)
			out = case_put(k->txn, c, why);
		if (out == OUT_OK && item != NULL && k->sign > 0)
			out = queue_put(k->txn, "announce", item->id, why);
		record_free(item);
		record_free(c);
	}
	return out;
}

/*
 * The file of the batch ev->subject is written, delivered, uncertain or held.
 * Delivered, it is booked, and what it carries is to be announced.
 */
enum outcome
apply_batch_state(struct store_txn *txn, const Rec__Event *ev, struct why *why)
{
	struct {
		struct store_txn *txn;
		const Rec__Event *ev;
		int sign;
	} k = { txn, ev, 1 };
	struct task_about a = { 0, NULL, "payment-uncertain", "", NULL, NULL,
		ev->subject, NULL, ev->text, "task" };
	enum outcome out;
	Rec__Batch *b;

	if ((out = batch_get(txn, ev->subject, &b, why)) != OUT_OK)
		return out;
	if (b == NULL)
		return why_retry(why, "store: batch of an event is missing");
	if (record_set(&b->state, ev->state) == -1 ||
	    (ev->sha256[0] != '\0' &&
		(record_set(&b->file_sha256, ev->sha256) == -1 ||
		    record_set(&b->file, ev->text) == -1 ||
		    record_set(&b->boot, ev->boot) == -1)))
		out = why_sys(why, "batch");
	if (out == OUT_OK)
		out = batch_put(txn, b, why);
	if (out == OUT_OK && strcmp(ev->state, "delivered") == 0 &&
	    (out = queue_del(txn, "batch", b->id, why)) == OUT_OK)
		out = payrow_each(txn, b->id, book_row, &k, why);
	if (out == OUT_OK &&
	    (strcmp(ev->state, "uncertain") == 0 ||
		strcmp(ev->state, "held") == 0))
		out = task_open(txn, ev, &a, why);
	record_free(b);
	return out;
}

/* A rejected payment is taken back out of the ledgers of its parts. */
static enum outcome
unbook(struct store_txn *txn, const Rec__Event *ev, Rec__Payment *p,
    struct why *why)
{
	struct {
		struct store_txn *txn;
		const Rec__Event *ev;
		int sign;
	} k = { txn, ev, -1 };
	Rec__BatchRow row = REC__BATCH_ROW__INIT;

	row.payment = p;
	return book_row(&row, &k, why);
}

static enum outcome
one_payment(struct store_txn *txn, const Rec__Event *ev, Rec__Payment *p,
    struct why *why)
{
	struct task_about a = { p->case_number, NULL, "payment-rejected",
		p->reason, NULL, NULL, p->id, NULL, NULL, "task" };
	enum outcome out;

	if ((out = payment_put(txn, p, why)) != OUT_OK)
		return out;
	if (strcmp(p->state, "rejected") == 0) {
		if ((out = unbook(txn, ev, p, why)) != OUT_OK)
			return out;
		return task_open(txn, ev, &a, why);
	}
	if (strcmp(p->state, "held") == 0) /* the next attempt */
		return queue_put(txn, "reissue", p->id, why);
	return OUT_OK;
}

/* The transfer of the item that ${correction} takes back has failed. */
static enum outcome
mark_failed(struct store_txn *txn, const Rec__Item *correction, struct why *why)
{
	enum outcome out;
	Rec__Item *of;

	out = item_get(txn, correction->correction_of, &of, why);
	if (out == OUT_OK && of != NULL) {
		if (record_set(&of->state, "transfer failed") == -1 ||
		    record_set(&of->reason, correction->reason) == -1)
			out = why_sys(why, "item");
		else
			out = item_put(txn, of, why);
	}
	record_free(of);
	return out;
}

static enum outcome
one_correction(struct store_txn *txn, const Rec__Item *item, struct why *why)
{
	enum outcome out;

	if ((out = item_put(txn, item, why)) != OUT_OK ||
	    (out = link_put(txn, "item", item->case_number, item->id, why)) !=
		OUT_OK ||
	    strcmp(item->state, "correction") != 0)
		return out; /* a reissue is announced when it is paid */
	if ((out = mark_failed(txn, item, why)) != OUT_OK)
		return out;
	return queue_put(txn, "announce", item->id, why);
}

/* The bank's answer: payments in their new states, corrections to tell. */
enum outcome
apply_bank_status(struct store_txn *txn, const Rec__Event *ev, struct why *why)
{
	enum outcome out;
	size_t i;

	for (i = 0; i < ev->n_payments; i++)
		if ((out = one_payment(txn, ev, ev->payments[i], why)) !=
		    OUT_OK)
			return out;
	for (i = 0; i < ev->n_items; i++)
		if ((out = one_correction(txn, ev->items[i], why)) != OUT_OK)
			return out;
	return OUT_OK;
}

/* A payment that breaks a rule of the bank's format waits for a person. */
enum outcome
apply_payment_held(struct store_txn *txn, const Rec__Event *ev, struct why *why)
{
	struct task_about a = { ev->item->case_number, ev->item->case_id,
		"payment-held", outcome_value(ev, "rule"), NULL, NULL,
		ev->item->id, outcome_value(ev, "place"), ev->text, "task" };
	enum outcome out;

	if ((out = item_put(txn, ev->item, why)) != OUT_OK ||
	    (out = queue_del(txn, "topay", ev->item->id, why)) != OUT_OK ||
	    (out = queue_put(txn, "held", ev->item->id, why)) != OUT_OK)
		return out;
	return task_open(txn, ev, &a, why);
}
