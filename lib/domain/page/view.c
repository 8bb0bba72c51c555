/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/page/view.h"

#include <stdlib.h>
#include <string.h>

#include "domain/case/index.h"
#include "domain/case/journal.h"
#include "domain/case/payrow.h"
#include "domain/page/proof.h"
#include "domain/case/state.h"
#include "io/record.h"

#define VIEW_ENTRIES (3 * VIEW_ROWS) /* in the ledger of one case */

/* Load each of the names into the repeated field at array and n. */
static enum outcome
gather(struct store_txn *txn, char **names, size_t count, enum store_db db,
    void *array, size_t *n, struct why *why)
{
	enum outcome out = OUT_OK;
	ProtobufCMessage *m;
	void **slot;
	size_t i;

	for (i = 0; out == OUT_OK && i < count; i++) {
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

/* What belongs to a case, the newest of it if it is more than a page shows. */
static enum outcome
gather_links(struct store_txn *txn, const char *kind, Rec__Dossier *d,
    enum store_db db, void *array, size_t *n, struct why *why)
{
	enum outcome out;
	size_t count, over;
	char **names;

	if ((out = link_list(
		 txn, kind, d->case_->number, &names, &count, why)) != OUT_OK)
		return out;
	over = count > VIEW_ROWS ? count - VIEW_ROWS : 0;
	d->more += (uint32_t)over;
	out = gather(txn, names + over, count - over, db, array, n, why);
	names_free(names, count);
	return out;
}

/* What waits in a queue, as many as ${rows}. */
static enum outcome
gather_queue(struct store_txn *txn, const char *kind, enum store_db db,
    size_t rows, void *array, size_t *n, struct why *why)
{
	enum outcome out;
	size_t count;
	char **names;

	if ((out = queue_list(txn, kind, &names, &count, why)) != OUT_OK)
		return out;
	out =
	    gather(txn, names, count < rows ? count : rows, db, array, n, why);
	names_free(names, count);
	return out;
}

static enum outcome
add_entry(const void *key, size_t keylen, const void *data, size_t len,
    void *ctx, struct why *why)
{
	Rec__Dossier *d = ctx;
	const unsigned char *k = key;
	ProtobufCMessage *m;
	enum outcome out;
	uint32_t number;
	void **slot;

	if (keylen != 12)
		return OUT_OK;
	number = (uint32_t)k[8] << 24 | (uint32_t)k[9] << 16 |
	    (uint32_t)k[10] << 8 | k[11];
	if (number + VIEW_ENTRIES <= d->case_->entries) {
		d->more++;
		return OUT_OK;
	}
	if ((out = record_unpack(
		 &rec__ledger_entry__descriptor, data, len, &m, why)) != OUT_OK)
		return out;
	if ((slot = record_add(&d->entries, &d->n_entries)) == NULL)
		return why_sys(why, "view");
	*slot = m;
	return OUT_OK;
}

/* A document of the message, without its bytes; with ${k}, an evidence. */
static enum outcome
add_document(struct store_txn *txn, Rec__Dossier *d, Rec__Message *m,
    uint64_t number, const Rec__EvidenceMark *k, struct why *why)
{
	enum outcome out;
	Rec__Document *doc;
	void **slot;

	if ((out = document_get(txn, number, &doc, why)) != OUT_OK ||
	    doc == NULL)
		return out;
	doc->bytes.len = 0;
	if ((slot = record_add(&d->documents, &d->n_documents)) == NULL) {
		record_free(doc);
		return why_sys(why, "view");
	}
	*slot = doc;
	return proof_add(m, doc, k, why);
}

/* The documents of the dossier's messages, and what they prove. */
static enum outcome
add_documents(struct store_txn *txn, Rec__Dossier *d, struct why *why)
{
	enum outcome out = OUT_OK;
	Rec__Message *m;
	size_t i, j;

	for (i = 0; i < d->n_messages; i++) {
		m = d->messages[i];
		for (j = 0; out == OUT_OK && j < m->n_documents; j++)
			out =
			    add_document(txn, d, m, m->documents[j], NULL, why);
		for (j = 0; out == OUT_OK && j < m->n_evidences; j++)
			out = add_document(txn, d, m, m->evidences[j]->document,
			    m->evidences[j], why);
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
	if ((out = gather_links(txn, "message", d, DB_MESSAGE, &d->messages,
		 &d->n_messages, why)) != OUT_OK ||
	    (out = gather_links(txn, "task", d, DB_TASK, &d->tasks, &d->n_tasks,
		 why)) != OUT_OK ||
	    (out = gather_links(txn, "item", d, DB_ITEM, &d->items, &d->n_items,
		 why)) != OUT_OK ||
	    (out = gather_links(txn, "payment", d, DB_PAYMENT, &d->payments,
		 &d->n_payments, why)) != OUT_OK ||
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
view_worklist(struct store_txn *txn, const struct office *o, size_t rows,
    Rec__Worklist **wp, struct why *why)
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
		out = gather_queue(txn, "task", DB_TASK, SIZE_MAX, &w->tasks,
		    &w->n_tasks, why);
	if (out == OUT_OK)
		out = gather_queue(
		    txn, "held", DB_ITEM, VIEW_ROWS, &w->held, &w->n_held, why);
	if (out != OUT_OK) {
		record_free(w);
		return out;
	}
	if (w->n_tasks > 1)
		qsort(w->tasks, w->n_tasks, sizeof(*w->tasks), by_urgency);
	for (; w->n_tasks > rows; w->more++)
		record_free(w->tasks[--w->n_tasks]);
	*wp = w;
	return OUT_OK;
}

/* Add the item to the sum of its mode and currency. */
static enum outcome
sum_up(Rec__Review *r, const Rec__Item *item, struct why *why)
{
	Rec__Sum *s = NULL;
	void **slot;
	size_t i;

	for (i = 0; i < r->n_sums; i++)
		if (strcmp(r->sums[i]->mode, item->mode) == 0 &&
		    strcmp(r->sums[i]->money->currency,
			item->amount->currency) == 0)
			s = r->sums[i];
	if (s == NULL) {
		if ((slot = record_add(&r->sums, &r->n_sums)) == NULL ||
		    (*slot = s = record_new(&rec__sum__descriptor)) == NULL ||
		    (s->money = record_new(&rec__money__descriptor)) == NULL ||
		    record_set(&s->mode, item->mode) == -1 ||
		    record_set(&s->money->currency, item->amount->currency) ==
			-1)
			return why_sys(why, "view");
	}
	s->count++;
	s->money->minor += item->amount->minor;
	return OUT_OK;
}

/* The first items are kept, all are counted. */
static enum outcome
review_items(
    struct store_txn *txn, Rec__Review *r, size_t rows, struct why *why)
{
	enum outcome out;
	Rec__Item *item;
	char **names;
	void **slot;
	size_t i, n;

	out = queue_list(txn,
	    strcmp(r->kind, "release") == 0 ? "review" : "accept", &names, &n,
	    why);
	for (i = 0; out == OUT_OK && i < n; i++) {
		if ((out = item_get(txn, names[i], &item, why)) != OUT_OK ||
		    item == NULL)
			continue;
		out = sum_up(r, item, why);
		if (r->n_items < rows &&
		    (slot = record_add(&r->items, &r->n_items)) != NULL) {
			*slot = item;
			continue;
		}
		r->more++;
		record_free(item);
	}
	names_free(names, n);
	return out;
}

enum outcome
view_review(struct store_txn *txn, const struct office *o, const char *kind,
    size_t rows, Rec__Review **rp, struct why *why)
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
	else if ((out = journal_last(txn, &r->asked, why)) == OUT_OK)
		out = review_items(txn, r, rows, why);
	if (out == OUT_OK && strcmp(kind, "release") == 0)
		out = gather_queue(txn, "payment-held", DB_PAYMENT, rows,
		    &r->payments, &r->n_payments, why);
	if (out != OUT_OK) {
		record_free(r);
		return out;
	}
	*rp = r;
	return OUT_OK;
}

/* Of the others the program, or the bank, has the word. */
static bool
asks(const Rec__Batch *b)
{
	return strcmp(b->state, "prepared") == 0 ||
	    strcmp(b->state, "held") == 0 || strcmp(b->state, "uncertain") == 0;
}

/* A batch that people must decide on. */
static void
keep_asking(Rec__Approval *a)
{
	size_t i, n = 0;

	for (i = 0; i < a->n_batches; i++)
		if (asks(a->batches[i]))
			a->batches[n++] = a->batches[i];
		else
			record_free(a->batches[i]);
	a->n_batches = n;
}

/* The first payments of the batch, as many as its part of the page shows. */
static enum outcome
add_payments(
    struct store_txn *txn, Rec__Approval *a, const char *batch, struct why *why)
{
	size_t rows = VIEW_ROWS / a->n_batches + 1;
	enum outcome out;
	Rec__BatchRow *row;
	void **slot;
	uint32_t i;

	for (i = 1; i <= rows; i++) {
		if ((out = payrow_get(txn, batch, i, &row, why)) != OUT_OK ||
		    row == NULL)
			return out;
		slot = record_add(&a->payments, &a->n_payments);
		if (slot != NULL) {
			*slot = row->payment;
			row->payment = NULL;
		}
		record_free(row);
		if (slot == NULL)
			return why_sys(why, "view");
	}
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
	else if ((out = journal_last(txn, &a->asked, why)) == OUT_OK)
		out = gather_queue(txn, "batch", DB_BATCH, VIEW_ROWS,
		    &a->batches, &a->n_batches, why);
	if (out == OUT_OK)
		out = gather_queue(txn, "approve-message", DB_MESSAGE,
		    VIEW_ROWS, &a->messages, &a->n_messages, why);
	keep_asking(a);
	for (i = 0; out == OUT_OK && i < a->n_batches; i++)
		out = add_payments(txn, a, a->batches[i]->id, why);
	if (out != OUT_OK) {
		record_free(a);
		return out;
	}
	*ap = a;
	return OUT_OK;
}
