/* SPDX-License-Identifier: EUPL-1.2 */
/* What events do to batches of payments and their files. */
#include <stdlib.h>
#include <string.h>

#include "domain/case/casefile.h"
#include "domain/case/index.h"
#include "domain/case/ledger.h"
#include "domain/case/left_events.h"
#include "domain/case/money_events.h"
#include "domain/case/payrow.h"
#include "domain/case/state.h"
#include "io/record.h"

/* ---- made --------------------------------------------------------------- */

/* The payment the item was in before, if it is another: it stays undone. */
static enum outcome
replace(struct store_txn *txn, const char *id, const char *by, struct why *why)
{
	enum outcome out;
	Rec__Payment *old;

	if (strcmp(id, by) == 0)
		return OUT_OK;
	if ((out = payment_get(txn, id, &old, why)) == OUT_OK && old != NULL &&
	    strcmp(old->state, "due") == 0)
		out = record_set(&old->state, "replaced") == -1 ?
		    why_sys(why, "payment") :
		    payment_put(txn, old, why);
	record_free(old);
	return out;
}

/* The items a payment carries belong to it from now on; what is not booked
 * stays held. */
static enum outcome
bind_item(struct store_txn *txn, const Rec__Payment *p, const Rec__Part *part,
    struct why *why)
{
	enum outcome out;
	Rec__Item *item;

	if ((out = item_get(txn, part->item, &item, why)) != OUT_OK ||
	    item == NULL)
		return out;
	if ((out = replace(txn, item->payment, p->id, why)) == OUT_OK &&
	    (record_set(&item->payment, p->id) == -1 ||
		record_set(&item->end_to_end_id, p->id) == -1 ||
		(strcmp(item->state, "held") != 0 &&
		    record_set(&item->state, "in payment") == -1)))
		out = why_sys(why, "item");
	if (out == OUT_OK && (out = item_put(txn, item, why)) == OUT_OK &&
	    (out = queue_del(txn, "topay", item->id, why)) == OUT_OK &&
	    (out = queue_del(txn, "review", item->id, why)) == OUT_OK)
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

/* ---- refused ------------------------------------------------------------ */

static enum outcome
return_item(
    struct store_txn *txn, const char *id, const char *rule, struct why *why)
{
	enum outcome out;
	Rec__Item *item;

	if ((out = item_get(txn, id, &item, why)) != OUT_OK || item == NULL)
		return out;
	if (record_set(&item->state, "set aside") == -1 ||
	    record_set(&item->held_for, rule) == -1)
		out = why_sys(why, "item");
	else if ((out = item_put(txn, item, why)) == OUT_OK)
		out = queue_put(txn, "review", item->id, why);
	record_free(item);
	return out;
}

enum outcome
payment_return(struct store_txn *txn, const Rec__Payment *p, const char *rule,
    struct why *why)
{
	enum outcome out = OUT_OK;
	size_t i;

	for (i = 0; out == OUT_OK && i < p->n_parts; i++)
		out = return_item(txn, p->parts[i]->item, rule, why);
	return out;
}

/* The payment is as before the batch; the same money keeps its id. */
static enum outcome
return_row(const Rec__BatchRow *row, void *ctx, struct why *why)
{
	struct store_txn *txn = ctx;
	enum outcome out;
	Rec__Payment *p;

	if ((out = payment_get(txn, row->payment->id, &p, why)) != OUT_OK ||
	    p == NULL)
		return out;
	if (record_set(&p->state, "due") == -1 ||
	    record_set(&p->batch, "") == -1)
		out = why_sys(why, "payment");
	else if ((out = payment_put(txn, p, why)) == OUT_OK)
		out = payment_return(txn, p, "BATCH-REFUSED", why);
	record_free(p);
	return out;
}

/* Of a refused batch no file will leave. */
static enum outcome
refuse(struct store_txn *txn, const Rec__Event *ev, const char *id,
    struct why *why)
{
	struct task_about a = { 0, NULL, "batch-refused", "BATCH-REFUSED", NULL,
		NULL, id, NULL, NULL, "task" };
	enum outcome out;

	if ((out = queue_del(txn, "batch", id, why)) != OUT_OK ||
	    (out = payrow_each(txn, id, return_row, txn, why)) != OUT_OK)
		return out;
	return task_open(txn, ev, &a, why);
}

/* ---- approved, or not ----------------------------------------------------*/

/* Each name once. */
static int
add_name(char ***names, size_t *n, const char *who)
{
	char **slot;
	size_t i;

	for (i = 0; i < *n; i++)
		if (strcmp((*names)[i], who) == 0)
			return 0;
	slot = (char **)record_add(names, n);
	return slot == NULL || (*slot = strdup(who)) == NULL ? -1 : 0;
}

/* Somebody said it of a batch that is prepared, or held by our own check. */
enum outcome
apply_approve_batch(
    struct store_txn *txn, const Rec__Event *ev, struct why *why)
{
	bool refused = strcmp(ev->state, "refused") == 0;
	enum outcome out;
	Rec__Batch *b;

	if ((out = batch_get(txn, ev->subject, &b, why)) != OUT_OK)
		return out;
	if (b == NULL)
		return why_retry(why, "store: batch of an event is missing");
	if ((!refused &&
		add_name(&b->approvals, &b->n_approvals, ev->actor) == -1) ||
	    record_set(&b->state, ev->state) == -1 ||
	    record_set(&b->rule, refused ? "BATCH-REFUSED" : "") == -1)
		out = why_sys(why, "batch");
	else if ((out = batch_put(txn, b, why)) == OUT_OK &&
	    (out = task_close(txn, ev, 0, "batch-held", b->id, why)) ==
		OUT_OK &&
	    refused)
		out = refuse(txn, ev, b->id, why);
	record_free(b);
	return out;
}

/* ---- written, delivered, uncertain --------------------------------------*/

/* The transfer of each part stands in the ledger of its case; of an item that
 * is not recorded, or not booked, yet, when it is (left_book()). */
struct booking {
	struct store_txn *txn;
	const Rec__Event *ev;
	int sign;
};

static enum outcome
book_part(const struct booking *k, const Rec__Payment *p, const Rec__Part *part,
    struct why *why)
{
	Rec__Money m = REC__MONEY__INIT;
	Rec__Item *item = NULL;
	Rec__Case *c = NULL;
	enum outcome out;

	m.minor = part->minor;
	m.currency = p->amount->currency;
	out = item_get(k->txn, part->item, &item, why);
	if (out == OUT_OK &&
	    (item == NULL || strcmp(item->state, "held") == 0)) {
		record_free(item);
		return OUT_OK;
	}
	if (out == OUT_OK)
		out = case_get(k->txn, part->case_number, &c, why);
	if (out == OUT_OK && c != NULL &&
	    (out = ledger_move(k->txn, c, "transferred", &m, k->sign,
		 "transfer", item, p->id, k->ev->at, why)) == OUT_OK)
		out = case_put(k->txn, c, why);
	if (out == OUT_OK && k->sign > 0)
		out = queue_put(k->txn, "announce", item->id, why);
	record_free(item);
	record_free(c);
	return out;
}

enum outcome
payment_book(struct store_txn *txn, const Rec__Event *ev, const Rec__Payment *p,
    int sign, struct why *why)
{
	struct booking k = { txn, ev, sign };
	enum outcome out = OUT_OK;
	size_t i;

	for (i = 0; out == OUT_OK && i < p->n_parts; i++)
		out = book_part(&k, p, p->parts[i], why);
	return out;
}

static enum outcome
book_row(const Rec__BatchRow *row, void *ctx, struct why *why)
{
	const struct booking *k = ctx;

	return payment_book(k->txn, k->ev, row->payment, k->sign, why);
}

/* Delivered, a batch is booked, and what it carries is to be announced. */
static enum outcome
deliver(struct store_txn *txn, const Rec__Event *ev, const char *id,
    struct why *why)
{
	struct booking k = { txn, ev, 1 };
	enum outcome out;

	if ((out = queue_del(txn, "batch", id, why)) != OUT_OK)
		return out;
	return payrow_each(txn, id, book_row, &k, why);
}

static int
set_file(Rec__Batch *b, const char *file, const char *sha256, const char *boot)
{
	return record_set(&b->file, file) == -1 ||
		record_set(&b->file_sha256, sha256) == -1 ||
		record_set(&b->boot, boot) == -1 ?
	    -1 :
	    0;
}

static int
set_state(Rec__Batch *b, const Rec__Event *ev)
{
	bool held = strcmp(ev->state, "held") == 0;

	if (record_set(&b->state, ev->state) == -1)
		return -1;
	if (held)
		return record_set(&b->rule, outcome_value(ev, "rule")) == -1 ||
			record_set(&b->reason, ev->text) == -1 ?
		    -1 :
		    0;
	return ev->sha256[0] == '\0' ?
	    0 :
	    set_file(b, ev->text, ev->sha256, ev->boot);
}

/* The file of the batch ev->subject is written, delivered, uncertain or held:
 * of the last two a person decides. */
enum outcome
apply_batch_state(struct store_txn *txn, const Rec__Event *ev, struct why *why)
{
	bool held = strcmp(ev->state, "held") == 0;
	bool before;
	struct task_about a = { 0, NULL,
		held ? "batch-held" : "payment-uncertain",
		held ? outcome_value(ev, "rule") : "BATCH-UNCERTAIN", NULL,
		NULL, ev->subject, NULL, ev->text, "task" };
	enum outcome out;
	Rec__Batch *b;

	if ((out = batch_get(txn, ev->subject, &b, why)) != OUT_OK)
		return out;
	if (b == NULL)
		return why_retry(why, "store: batch of an event is missing");
	before =
	    strcmp(b->state, "held") == 0 || strcmp(b->state, "uncertain") == 0;
	out = set_state(b, ev) == -1 ? why_sys(why, "batch") :
				       batch_put(txn, b, why);
	if (out == OUT_OK && before &&
	    (out = task_close(txn, ev, 0, "batch-held", b->id, why)) == OUT_OK)
		out = task_close(txn, ev, 0, "payment-uncertain", b->id, why);
	if (out == OUT_OK && strcmp(ev->state, "delivered") == 0)
		out = deliver(txn, ev, b->id, why);
	else if (out == OUT_OK && (held || strcmp(ev->state, "uncertain") == 0))
		out = task_open(txn, ev, &a, why);
	record_free(b);
	return out;
}

/* A batch that left before the store forgot it: its rows stand in DB_PAYROW,
 * without payees. */
enum outcome
apply_batch_left(struct store_txn *txn, const Rec__Event *ev, struct why *why)
{
	struct task_about a = { 0, NULL, "payment-uncertain", "BATCH-UNCERTAIN",
		NULL, NULL, ev->batch->id, NULL, NULL, "task" };
	enum outcome out;

	if ((out = apply_batch(txn, ev, why)) != OUT_OK)
		return out;
	return strcmp(ev->batch->state, "delivered") == 0 ?
	    deliver(txn, ev, ev->batch->id, why) :
	    task_open(txn, ev, &a, why);
}

/* ---- what people say of an uncertain one ---------------------------------*/

static void
drop_name(char **names, size_t *n, const char *who)
{
	size_t i, k = 0;

	for (i = 0; i < *n; i++)
		if (strcmp(names[i], who) == 0)
			free(names[i]);
		else
			names[k++] = names[i];
	*n = k;
}

static void
drop_names(char **names, size_t *n)
{
	while (*n > 0)
		free(names[--*n]);
}

/* A later word of the same person takes the place of the earlier one. */
static int
note_word(Rec__Batch *b, const Rec__Event *ev)
{
	drop_name(b->delivered_by, &b->n_delivered_by, ev->actor);
	drop_name(b->missing_by, &b->n_missing_by, ev->actor);
	return strcmp(ev->state, "delivered") == 0 ?
	    add_name(&b->delivered_by, &b->n_delivered_by, ev->actor) :
	    add_name(&b->missing_by, &b->n_missing_by, ev->actor);
}

/* The bank has not got it: the same bytes are written again, under the same
 * ids, so that a bank that has it after all knows them. */
static int
write_again(Rec__Batch *b)
{
	drop_names(b->missing_by, &b->n_missing_by);
	return set_file(b, "", "", "");
}

/*
 * Of the uncertain batch ev->subject somebody says ev->state: "delivered" or
 * "not-delivered".  The outcome "decided" is the batch's new state: delivered
 * or approved, or "" as long as others have not said the same.
 */
enum outcome
apply_batch_word(struct store_txn *txn, const Rec__Event *ev, struct why *why)
{
	const char *decided = outcome_value(ev, "decided");
	bool again = strcmp(decided, "approved") == 0;
	enum outcome out;
	Rec__Batch *b;

	if ((out = batch_get(txn, ev->subject, &b, why)) != OUT_OK)
		return out;
	if (b == NULL)
		return why_retry(why, "store: batch of an event is missing");
	if (note_word(b, ev) == -1 || (again && write_again(b) == -1) ||
	    (decided[0] != '\0' && record_set(&b->state, decided) == -1))
		out = why_sys(why, "batch");
	else
		out = batch_put(txn, b, why);
	if (out == OUT_OK && decided[0] != '\0')
		out = task_close(txn, ev, 0, "payment-uncertain", b->id, why);
	if (out == OUT_OK && strcmp(decided, "delivered") == 0)
		out = deliver(txn, ev, b->id, why);
	record_free(b);
	return out;
}
