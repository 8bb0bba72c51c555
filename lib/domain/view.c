/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/view.h"

#include <stdlib.h>
#include <string.h>

#include "domain/index.h"
#include "domain/payrow.h"
#include "domain/state.h"
#include "io/record.h"

#define SHOWN_MAX ((size_t)10000) /* rows of one page */

/* Load each of the names into the repeated field at array and n. */
static enum outcome
gather(struct store_txn *txn, char **names, size_t count, enum store_db db,
    void *array, size_t *n, struct why *why)
{
	enum outcome out = OUT_OK;
	ProtobufCMessage *m;
	void **slot;
	size_t i;

	for (i = 0; out == OUT_OK && i < count && i < SHOWN_MAX; i++) {
		if ((out = state_named(txn, db, names[i], &m, why)) != OUT_OK ||
		    m == NULL)
			continue;
		if ((slot = record_add(array, n)) == NULL) {
			record_free(m);
			return why_sys(why, "view");
		}
		*slot = m;
	}
	return out;
}

static enum outcome
gather_links(struct store_txn *txn, const char *kind, uint64_t number,
    enum store_db db, void *array, size_t *n, struct why *why)
{
	enum outcome out;
	size_t count;
	char **names;

	if ((out = link_list(txn, kind, number, &names, &count, why)) != OUT_OK)
		return out;
	out = gather(txn, names, count, db, array, n, why);
	names_free(names, count);
	return out;
}

static enum outcome
gather_queue(struct store_txn *txn, const char *kind, enum store_db db,
    void *array, size_t *n, struct why *why)
{
	enum outcome out;
	size_t count;
	char **names;

	if ((out = queue_list(txn, kind, &names, &count, why)) != OUT_OK)
		return out;
	out = gather(txn, names, count, db, array, n, why);
	names_free(names, count);
	return out;
}

static enum outcome
add_entry(const void *key, size_t keylen, const void *data, size_t len,
    void *ctx, struct why *why)
{
	Rec__Dossier *d = ctx;
	ProtobufCMessage *m;
	enum outcome out;
	void **slot;

	(void)key;
	(void)keylen;
	if ((out = record_unpack(
		 &rec__ledger_entry__descriptor, data, len, &m, why)) != OUT_OK)
		return out;
	if ((slot = record_add(&d->entries, &d->n_entries)) == NULL)
		return why_sys(why, "view");
	*slot = m;
	return OUT_OK;
}

/* The documents of the dossier's messages, without their bytes. */
static enum outcome
add_documents(struct store_txn *txn, Rec__Dossier *d, struct why *why)
{
	enum outcome out = OUT_OK;
	Rec__Document *doc;
	void **slot;
	size_t i, j;

	for (i = 0; i < d->n_messages; i++)
		for (j = 0; out == OUT_OK && j < d->messages[i]->n_documents;
		     j++) {
			out = document_get(
			    txn, d->messages[i]->documents[j], &doc, why);
			if (out != OUT_OK || doc == NULL)
				continue;
			doc->bytes.len = 0;
			if ((slot = record_add(
				 &d->documents, &d->n_documents)) == NULL) {
				record_free(doc);
				return why_sys(why, "view");
			}
			*slot = doc;
		}
	return out;
}

/* Batch states show through: a payment in a batch is where the batch is. */
static enum outcome
show_batch_state(
    struct store_txn *txn, Rec__Payment **p, size_t n, struct why *why)
{
	enum outcome out = OUT_OK;
	Rec__Batch *b;
	size_t i;

	for (i = 0; out == OUT_OK && i < n; i++) {
		if (strcmp(p[i]->state, "in batch") != 0)
			continue;
		out = batch_get(txn, p[i]->batch, &b, why);
		if (out == OUT_OK && b != NULL &&
		    record_set(&p[i]->state,
			strcmp(b->state, "written") == 0 ? "in-file" :
							   b->state) == -1)
			out = why_sys(why, "view");
		record_free(b);
	}
	return out;
}

static enum outcome
fill_dossier(
    struct store_txn *txn, Rec__Dossier *d, uint64_t number, struct why *why)
{
	unsigned char key[8];
	enum outcome out;

	store_key8(number, key);
	if ((out = gather_links(txn, "message", number, DB_MESSAGE,
		 &d->messages, &d->n_messages, why)) != OUT_OK ||
	    (out = gather_links(txn, "task", number, DB_TASK, &d->tasks,
		 &d->n_tasks, why)) != OUT_OK ||
	    (out = gather_links(txn, "item", number, DB_ITEM, &d->items,
		 &d->n_items, why)) != OUT_OK ||
	    (out = gather_links(txn, "payment", number, DB_PAYMENT,
		 &d->payments, &d->n_payments, why)) != OUT_OK ||
	    (out = show_batch_state(txn, d->payments, d->n_payments, why)) !=
		OUT_OK ||
	    (out = store_each(txn, DB_LEDGER, key, sizeof(key), add_entry, d,
		 why)) != OUT_OK)
		return out;
	return add_documents(txn, d, why);
}

enum outcome
view_dossier(struct store_txn *txn, const struct office *o, uint64_t number,
    Rec__Dossier **dp, struct why *why)
{
	enum outcome out;
	Rec__Dossier *d;

	*dp = NULL;
	if ((d = malloc(sizeof(*d))) == NULL)
		return why_sys(why, "view");
	rec__dossier__init(d);
	out = case_get(txn, number, &d->case_, why);
	if (out == OUT_OK && d->case_ != NULL) {
		if (record_set(&d->unit, o->code) == -1 ||
		    record_set(&d->printed_at, o->now) == -1)
			out = why_sys(why, "view");
		else
			out = fill_dossier(txn, d, number, why);
	}
	if (out != OUT_OK || d->case_ == NULL) {
		record_free(d);
		return out;
	}
	*dp = d;
	return OUT_OK;
}

/* Leave of the application who applied. */
static enum outcome
cut_application(Rec__Case *c, struct why *why)
{
	Rec__Application *all = c->application, *cut;
	char *body;

	if (all == NULL)
		return OUT_OK;
	if ((cut = record_new(&rec__application__descriptor)) == NULL)
		return why_sys(why, "view");
	cut->applicant = all->applicant;
	all->applicant = NULL;
	body = cut->public_body;
	cut->public_body = all->public_body;
	all->public_body = body;
	c->application = cut;
	record_free(all);
	return OUT_OK;
}

enum outcome
view_restricted(
    struct store_txn *txn, uint64_t number, Rec__Dossier **dp, struct why *why)
{
	enum outcome out;
	Rec__Dossier *d;

	*dp = NULL;
	if ((d = record_new(&rec__dossier__descriptor)) == NULL)
		return why_sys(why, "view");
	out = restricted_get(txn, number, &d->restricted, why);
	if (out == OUT_OK && d->restricted != NULL &&
	    (out = case_get(txn, number, &d->case_, why)) == OUT_OK &&
	    d->case_ != NULL &&
	    (out = cut_application(d->case_, why)) == OUT_OK) {
		*dp = d;
		return OUT_OK;
	}
	record_free(d);
	return out;
}

/* Overdue first, then by due day (none last), then by number. */
static int
by_urgency(const void *a, const void *b)
{
	const Rec__Task *x = *(Rec__Task *const *)a;
	const Rec__Task *y = *(Rec__Task *const *)b;
	int d;

	if (x->overdue != y->overdue)
		return x->overdue ? -1 : 1;
	if ((x->due[0] == '\0') != (y->due[0] == '\0'))
		return x->due[0] != '\0' ? -1 : 1;
	if ((d = strcmp(x->due, y->due)) != 0)
		return d;
	return x->number < y->number ? -1 : x->number > y->number;
}

enum outcome
view_worklist(struct store_txn *txn, const struct office *o, Rec__Worklist **wp,
    struct why *why)
{
	enum outcome out;
	Rec__Worklist *w;

	*wp = NULL;
	if ((w = malloc(sizeof(*w))) == NULL)
		return why_sys(why, "view");
	rec__worklist__init(w);
	if (record_set(&w->unit, o->code) == -1 ||
	    record_set(&w->today, o->today) == -1)
		out = why_sys(why, "view");
	else
		out = gather_queue(
		    txn, "task", DB_TASK, &w->tasks, &w->n_tasks, why);
	if (out == OUT_OK)
		out = gather_queue(
		    txn, "held", DB_ITEM, &w->held, &w->n_held, why);
	if (out != OUT_OK) {
		record_free(w);
		return out;
	}
	if (w->n_tasks > 1)
		qsort(w->tasks, w->n_tasks, sizeof(*w->tasks), by_urgency);
	*wp = w;
	return OUT_OK;
}

enum outcome
view_review(struct store_txn *txn, const struct office *o, const char *kind,
    Rec__Review **rp, struct why *why)
{
	enum outcome out;
	Rec__Review *r;

	*rp = NULL;
	if ((r = malloc(sizeof(*r))) == NULL)
		return why_sys(why, "view");
	rec__review__init(r);
	if (record_set(&r->unit, o->code) == -1 ||
	    record_set(&r->today, o->today) == -1 ||
	    record_set(&r->kind, kind) == -1)
		out = why_sys(why, "view");
	else
		out = gather_queue(txn,
		    strcmp(kind, "release") == 0 ? "review" : "accept", DB_ITEM,
		    &r->items, &r->n_items, why);
	if (out != OUT_OK) {
		record_free(r);
		return out;
	}
	*rp = r;
	return OUT_OK;
}

/* A batch waits for approvers while it is prepared. */
static void
keep_prepared(Rec__Approval *a)
{
	size_t i, n = 0;

	for (i = 0; i < a->n_batches; i++)
		if (strcmp(a->batches[i]->state, "prepared") == 0)
			a->batches[n++] = a->batches[i];
		else
			record_free(a->batches[i]);
	a->n_batches = n;
}

static enum outcome
add_payment(const Rec__BatchRow *row, void *ctx, struct why *why)
{
	Rec__Approval *a = ctx;
	struct buf b = BUF_INIT;
	ProtobufCMessage *m;
	enum outcome out;
	void **slot;

	if (a->n_payments >= SHOWN_MAX)
		return OUT_OK;
	if ((out = record_pack(&row->payment->base, &b, why)) != OUT_OK ||
	    (out = record_unpack(&rec__payment__descriptor, b.data, b.len, &m,
		 why)) != OUT_OK) {
		buf_free(&b);
		return out;
	}
	buf_free(&b);
	if ((slot = record_add(&a->payments, &a->n_payments)) == NULL) {
		record_free(m);
		return why_sys(why, "view");
	}
	*slot = m;
	return OUT_OK;
}

enum outcome
view_approval(struct store_txn *txn, const struct office *o, Rec__Approval **ap,
    struct why *why)
{
	enum outcome out;
	Rec__Approval *a;
	size_t i;

	*ap = NULL;
	if ((a = malloc(sizeof(*a))) == NULL)
		return why_sys(why, "view");
	rec__approval__init(a);
	if (record_set(&a->unit, o->code) == -1 ||
	    record_set(&a->today, o->today) == -1)
		out = why_sys(why, "view");
	else
		out = gather_queue(
		    txn, "batch", DB_BATCH, &a->batches, &a->n_batches, why);
	if (out == OUT_OK)
		out = gather_queue(txn, "approve-message", DB_MESSAGE,
		    &a->messages, &a->n_messages, why);
	keep_prepared(a);
	for (i = 0; out == OUT_OK && i < a->n_batches; i++)
		out = payrow_each(txn, a->batches[i]->id, add_payment, a, why);
	if (out != OUT_OK) {
		record_free(a);
		return out;
	}
	*ap = a;
	return OUT_OK;
}
