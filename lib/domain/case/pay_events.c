/* SPDX-License-Identifier: EUPL-1.2 */
/* What events do to payments: held, released, answered by the bank. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/case/casefile.h"
#include "domain/case/index.h"
#include "domain/case/left_events.h"
#include "domain/case/money_events.h"
#include "domain/case/state.h"
#include "io/record.h"

/* Waits for a person's release; the pages show it with the rest of such. */
static enum outcome
hold(struct store_txn *txn, const Rec__Payment *p, struct why *why)
{
	enum outcome out;

	if ((out = queue_del(txn, "reissue", p->id, why)) != OUT_OK)
		return out;
	return queue_put(txn, "payment-held", p->id, why);
}

/* Decided: the tasks about it, and about the attempt before it, are done. */
static enum outcome
decided(struct store_txn *txn, const Rec__Event *ev, const Rec__Payment *p,
    struct why *why)
{
	enum outcome out;

	if ((out = queue_del(txn, "payment-held", p->id, why)) != OUT_OK ||
	    (out = task_close(txn, ev, p->case_number, "payment-held", p->id,
		 why)) != OUT_OK ||
	    (out = task_close(txn, ev, p->case_number, "payment-rejected",
		 p->previous, why)) != OUT_OK)
		return out;
	if (strcmp(p->state, "due") == 0)
		return queue_put(txn, "reissue", p->id, why);
	return payment_return(txn, p, "PAYMENT-CANCELLED", why);
}

/* A rejected payment is taken back out of the ledgers of its parts. */
static enum outcome
reject(struct store_txn *txn, const Rec__Event *ev, const Rec__Payment *p,
    struct why *why)
{
	struct task_about a = { p->case_number, NULL, "payment-rejected",
		p->reason, NULL, NULL, p->id, NULL, NULL, "task" };
	enum outcome out;

	if ((out = payment_book(txn, ev, p, -1, why)) != OUT_OK)
		return out;
	return task_open(txn, ev, &a, why);
}

static enum outcome
one_payment(struct store_txn *txn, const Rec__Event *ev, Rec__Payment *p,
    struct why *why)
{
	enum outcome out;

	if ((out = payment_put(txn, p, why)) != OUT_OK)
		return out;
	if (strcmp(p->state, "rejected") == 0)
		return reject(txn, ev, p, why);
	if (strcmp(p->state, "held") == 0) /* the next attempt */
		return hold(txn, p, why);
	if (strcmp(p->state, "due") == 0 || strcmp(p->state, "cancelled") == 0)
		return decided(txn, ev, p, why);
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
one_correction(struct store_txn *txn, const Rec__Event *ev,
    const Rec__Item *item, struct why *why)
{
	enum outcome out;

	if ((out = item_put(txn, item, why)) != OUT_OK ||
	    (out = link_put(txn, "item", item->case_number, item->id, why)) !=
		OUT_OK ||
	    (out = link_put(txn, "payment", item->case_number, item->payment,
		 why)) != OUT_OK)
		return out;
	if (strcmp(item->state, "in payment") == 0) /* it left before */
		return left_book(txn, ev, item, why);
	if (strcmp(item->state, "correction") != 0)
		return OUT_OK; /* a reissue is announced when it is paid */
	if ((out = mark_failed(txn, item, why)) != OUT_OK ||
	    item->notice[0] != '\0')
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
		if ((out = one_correction(txn, ev, ev->items[i], why)) !=
		    OUT_OK)
			return out;
	return OUT_OK;
}

/* An item that breaks a rule of the bank's format waits for a person, as does
 * a payment that was to be made again. */
enum outcome
apply_payment_held(struct store_txn *txn, const Rec__Event *ev, struct why *why)
{
	const Rec__Item *item = ev->item;
	const Rec__Payment *p = ev->payment;
	struct task_about a = { ev->case_number,
		item == NULL ? NULL : item->case_id, "payment-held",
		outcome_value(ev, "rule"), NULL, NULL,
		item == NULL ? p->id : item->id, outcome_value(ev, "place"),
		ev->text, "task" };
	enum outcome out;

	if (item == NULL)
		out = (out = payment_put(txn, p, why)) == OUT_OK ?
		    hold(txn, p, why) :
		    out;
	else if ((out = item_put(txn, item, why)) == OUT_OK &&
	    (out = queue_del(txn, "topay", item->id, why)) == OUT_OK)
		out = queue_put(txn, "review", item->id, why);
	return out == OUT_OK ? task_open(txn, ev, &a, why) : out;
}
