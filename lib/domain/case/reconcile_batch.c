/* SPDX-License-Identifier: EUPL-1.2 */
/* A payment file left: does the store know it, and what it paid? */
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "domain/case/decide.h"
#include "domain/case/index.h"
#include "domain/case/journal.h"
#include "domain/case/left_events.h"
#include "domain/case/payfile.h"
#include "domain/case/payrow.h"
#include "domain/case/reconcile_impl.h"
#include "domain/case/state.h"
#include "io/record.h"

/* Its note comes before the file: still in pay-ready, nobody knows whether a
 * power cut took back the name that the bank has seen. */
static const char *
state_of(const struct reconcile *r, const char *file)
{
	char dir[PATH_MAX], path[PATH_MAX + 80];

	(void)snprintf(path, sizeof(path), "%s/%s",
	    unit_path(r->u, "spool/tmp/pay-ready", dir, sizeof(dir)), file);
	return access(path, F_OK) == 0 ? "uncertain" : "delivered";
}

static bool
is_finished(const Rec__Batch *b)
{
	return strcmp(b->state, "delivered") == 0 ||
	    strcmp(b->state, "refused") == 0;
}

/* ---- one that the store has ----------------------------------------------*/

static enum outcome
known(struct store_txn *txn, struct reconcile *r, const struct left *left,
    const Rec__Batch *b, struct why *why)
{
	struct batch_file file = { left->file, left->sha256, "" };
	const char *state = state_of(r, left->file);

	if (is_finished(b) ||
	    (strcmp(b->state, "uncertain") == 0 && b->file_sha256[0] != '\0'))
		return OUT_OK;
	if (left->batch != NULL && strcmp(left->batch->sha256, b->sha256) != 0)
		state = "uncertain"; /* other payments than the store has */
	(void)buf_printf(&r->report,
	    "payment file %s (%u payments, %" PRId64 " minor %s) has left: the "
	    "store did not know that; now %s\n",
	    left->file, b->count, b->sum, b->currency, state);
	return batch_state(txn, r->office, b->id, state, &file, NULL, why);
}

/* ---- one that it does not have -------------------------------------------*/

/* The batch in which the payment stands in the store is not what became of it:
 * it is refused, so that the payment is in no second file. */
static enum outcome
give_up(struct store_txn *txn, struct reconcile *r, const char *payment,
    const char *batch, struct why *why)
{
	Rec__Payment *p = NULL;
	Rec__Batch *b = NULL;
	enum outcome out;
	Rec__Event ev;

	if ((out = payment_get(txn, payment, &p, why)) == OUT_OK && p != NULL &&
	    strcmp(p->batch, batch) != 0)
		out = batch_get(txn, p->batch, &b, why);
	if (out == OUT_OK && b != NULL && !is_finished(b)) {
		(void)buf_printf(&r->report,
		    "batch %s is given up: payment %s of it has left in %s\n",
		    b->id, payment, batch);
		out = journal_begin(txn, r->office, "approve-batch", &ev, why);
		ev.subject = b->id;
		ev.state = lend("refused");
		if (out == OUT_OK)
			out = journal_append(txn, &ev, why);
	}
	record_free(p);
	record_free(b);
	return out;
}

/* An item of it: bound by the event if the store has it. */
static enum outcome
see_item(struct store_txn *txn, struct reconcile *r, const Rec__Item *item,
    const char *batch, struct why *why)
{
	enum outcome out;
	Rec__Item *have;

	if ((out = item_get(txn, item->id, &have, why)) != OUT_OK)
		return out;
	out = have == NULL ? reconcile_item(txn, r, item, "", why) :
			     give_up(txn, r, have->payment, batch, why);
	record_free(have);
	return out;
}

static enum outcome
put_rows(struct store_txn *txn, struct reconcile *r, const struct left *left,
    struct why *why)
{
	Rec__BatchRow row = REC__BATCH_ROW__INIT;
	enum outcome out = OUT_OK;
	uint32_t i;

	for (i = 0; out == OUT_OK && i < left->n_payments; i++) {
		row.payment = left->payment[i];
		(void)buf_printf(&r->report,
		    "payment %s (%" PRId64 " minor %s) has left in %s\n",
		    row.payment->id, row.payment->amount->minor,
		    row.payment->amount->currency, left->file);
		if ((out = give_up(txn, r, row.payment->id, left->name, why)) ==
		    OUT_OK)
			out =
			    payrow_put_left(txn, left->name, i + 1, &row, why);
	}
	for (i = 0; out == OUT_OK && i < left->n_items; i++)
		out = see_item(txn, r, left->item[i], left->name, why);
	return out;
}

static enum outcome
forgotten(struct store_txn *txn, struct reconcile *r, const struct left *left,
    struct why *why)
{
	enum outcome out;
	Rec__Event ev;

	if (left->batch == NULL || left->batch->count != left->n_payments) {
		(void)buf_printf(&r->report,
		    "uncertain: payment file %s has left, and the note does "
		    "not say what it paid: hold its money until that is seen\n",
		    left->file);
		return reconcile_name(txn, r, left->name, why);
	}
	if (record_set(&left->batch->state, state_of(r, left->file)) == -1)
		return why_sys(why, "batch");
	(void)buf_printf(&r->report,
	    "payment file %s (%u payments, %" PRId64 " minor %s) has left: the "
	    "store did not know it; now %s\n",
	    left->file, left->batch->count, left->batch->sum,
	    left->batch->currency, left->batch->state);
	if ((out = put_rows(txn, r, left, why)) != OUT_OK ||
	    (out = journal_begin(txn, r->office, "batch-left", &ev, why)) !=
		OUT_OK)
		return out;
	ev.subject = left->batch->id;
	ev.batch = left->batch;
	return journal_append(txn, &ev, why);
}

enum outcome
reconcile_batch(struct store_txn *txn, struct reconcile *r,
    const struct left *left, struct why *why)
{
	enum outcome out;
	Rec__Batch *b;

	if ((out = batch_get(txn, left->name, &b, why)) != OUT_OK)
		return out;
	out = b != NULL ? known(txn, r, left, b, why) :
			  forgotten(txn, r, left, why);
	record_free(b);
	return out;
}

/* ---- items that are not recorded -----------------------------------------*/

enum outcome
reconcile_item(struct store_txn *txn, struct reconcile *r,
    const Rec__Item *item, const char *msg_id, struct why *why)
{
	Rec__Item now = *item, *before;
	char key[LEFT_KEY];
	enum outcome out;
	Rec__Event ev;

	if (left_key(item, key)[0] == '\0')
		return OUT_OK;
	if ((out = left_find(txn, key, &before, why)) != OUT_OK)
		return out;
	if (before != NULL && now.payment[0] == '\0')
		now.payment = before->payment;
	now.notice = lend(msg_id);
	if (before != NULL && msg_id[0] == '\0')
		now.notice = before->notice;
	if (before != NULL && strcmp(before->payment, now.payment) == 0 &&
	    strcmp(before->notice, now.notice) == 0) {
		record_free(before);
		return OUT_OK; /* it was told before */
	}
	if (before == NULL)
		(void)buf_printf(&r->report,
		    "item %s has left: recorded again, it is not paid or "
		    "announced again\n",
		    item->id);
	if ((out = journal_begin(txn, r->office, "item-left", &ev, why)) ==
	    OUT_OK) {
		ev.subject = now.id;
		ev.item = &now;
		out = journal_append(txn, &ev, why);
	}
	record_free(before);
	return out;
}
