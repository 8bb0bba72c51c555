/* SPDX-License-Identifier: EUPL-1.2 */
/* sent/ is lost or not believed: whatever may have left waits for a person. */
#include <string.h>

#include "domain/case/index.h"
#include "domain/case/paybatch.h"
#include "domain/case/payfile.h"
#include "domain/case/reconcile_impl.h"
#include "domain/case/state.h"
#include "io/record.h"

typedef enum outcome
one_fn(struct store_txn *, struct reconcile *, const char *, struct why *);

static void
set_reason(struct why *reason)
{
	(void)why_reject(reason, "SENT-LOST",
	    "it may have left before the restore: look at the bank");
}

static enum outcome
one_batch(
    struct store_txn *txn, struct reconcile *r, const char *id, struct why *why)
{
	enum outcome out;
	Rec__Batch *b;

	if ((out = batch_get(txn, id, &b, why)) != OUT_OK || b == NULL)
		return out;
	if (strcmp(b->state, "uncertain") != 0) {
		(void)buf_printf(&r->report,
		    "uncertain: batch %s may have left: does the bank have "
		    "it?\n",
		    id);
		out = batch_state(
		    txn, r->office, id, "uncertain", NULL, NULL, why);
	}
	record_free(b);
	return out;
}

static enum outcome
one_item(
    struct store_txn *txn, struct reconcile *r, const char *id, struct why *why)
{
	struct paybatch k = { .txn = txn, .o = r->office };
	struct why reason = WHY_INIT;
	enum outcome out;
	Rec__Item *item;

	set_reason(&reason);
	if ((out = item_get(txn, id, &item, why)) == OUT_OK && item != NULL) {
		(void)buf_printf(&r->report, "held: item %s\n", id);
		out = paybatch_hold_item(&k, item, &reason, why);
	}
	record_free(item);
	return out;
}

static enum outcome
one_payment(
    struct store_txn *txn, struct reconcile *r, const char *id, struct why *why)
{
	struct paybatch k = { .txn = txn, .o = r->office };
	struct why reason = WHY_INIT;
	enum outcome out;
	Rec__Payment *p;

	set_reason(&reason);
	if ((out = payment_get(txn, id, &p, why)) == OUT_OK && p != NULL) {
		(void)buf_printf(&r->report, "held: payment %s\n", id);
		out = paybatch_hold_payment(&k, p, &reason, why);
	}
	record_free(p);
	return out;
}

static enum outcome
each(struct store_txn *txn, struct reconcile *r, const char *queue, one_fn *fn,
    struct why *why)
{
	enum outcome out;
	char **name;
	size_t i, n;

	out = queue_list(txn, queue, &name, &n, why);
	for (i = 0; out == OUT_OK && i < n; i++)
		out = fn(txn, r, name[i], why);
	names_free(name, n);
	return out;
}

enum outcome
reconcile_lost(struct store_txn *txn, struct reconcile *r, struct why *why)
{
	enum outcome out;

	if ((out = each(txn, r, "batch", one_batch, why)) != OUT_OK ||
	    (out = each(txn, r, "topay", one_item, why)) != OUT_OK)
		return out;
	return each(txn, r, "reissue", one_payment, why);
}
