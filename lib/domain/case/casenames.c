/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/case/casenames.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/case/index.h"
#include "domain/case/journal.h"
#include "domain/case/state.h"
#include "io/record.h"

/* Strings, sorted once all are there. */
struct set {
	char **s;
	size_t n;
};

struct casenames {
	const Rec__Case *c;
	struct set names, tasks, rows, replaced;
	struct casenames_events events;
};

static int
compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static enum outcome
add(struct set *k, const char *s, struct why *why)
{
	char **slot;

	if (s == NULL || s[0] == '\0')
		return OUT_OK;
	if ((slot = (char **)record_add(&k->s, &k->n)) == NULL ||
	    (*slot = strdup(s)) == NULL)
		return why_sys(why, "case");
	return OUT_OK;
}

static void
sort(struct set *k)
{
	size_t i, n = 0;

	if (k->n > 1)
		qsort(k->s, k->n, sizeof(*k->s), compare);
	for (i = 0; i < k->n; i++)
		if (n > 0 && strcmp(k->s[n - 1], k->s[i]) == 0)
			free(k->s[i]);
		else
			k->s[n++] = k->s[i];
	k->n = n;
}

static bool
has(const struct set *k, const char *s)
{
	return k->n > 0 &&
	    bsearch(&s, k->s, k->n, sizeof(*k->s), compare) != NULL;
}

/* ---- from the state ------------------------------------------------------ */

/* The name of a transfer, unless it carries other cases too. */
static enum outcome
add_transfer(
    struct store_txn *txn, struct casenames *k, const char *id, struct why *why)
{
	bool ours = true;
	enum outcome out;
	Rec__Item *item;
	char **names;
	size_t i, n;

	if (id[0] == '\0')
		return OUT_OK;
	if ((out = queue_list_under(txn, "e2e", id, &names, &n, why)) != OUT_OK)
		return out;
	for (i = 0; out == OUT_OK && i < n; i++) {
		out = item_get(txn, names[i], &item, why);
		ours =
		    ours && item != NULL && item->case_number == k->c->number;
		record_free(item);
	}
	names_free(names, n);
	return out == OUT_OK && ours ? add(&k->names, id, why) : out;
}

static enum outcome
add_item(
    struct store_txn *txn, struct casenames *k, const char *id, struct why *why)
{
	enum outcome out;
	Rec__Item *item;

	if ((out = add(&k->names, id, why)) != OUT_OK ||
	    (out = item_get(txn, id, &item, why)) != OUT_OK || item == NULL)
		return out;
	if ((out = add(&k->names, item->reference, why)) == OUT_OK &&
	    !item->ours)
		out = add_transfer(txn, k, item->end_to_end_id, why);
	record_free(item);
	return out;
}

static enum outcome
add_payment(
    struct store_txn *txn, struct casenames *k, const char *id, struct why *why)
{
	enum outcome out;
	Rec__Payment *p;

	if ((out = payment_get(txn, id, &p, why)) != OUT_OK || p == NULL)
		return out;
	if (p->case_number == k->c->number)
		out = add(&k->names, id, why);
	record_free(p);
	return out;
}

static enum outcome
add_message(struct store_txn *txn, struct casenames *k, const char *name,
    struct why *why)
{
	enum outcome out;
	Rec__Message *m;

	if ((out = message_get(txn, strtoull(name, NULL, 10), &m, why)) !=
		OUT_OK ||
	    m == NULL)
		return out;
	if ((out = add(&k->names, m->msg_id, why)) == OUT_OK)
		out = add(&k->names, m->folder, why);
	record_free(m);
	return out;
}

static enum outcome
add_task(struct store_txn *txn, struct casenames *k, const char *name,
    struct why *why)
{
	(void)txn;
	return add(&k->tasks, name + strspn(name, "0"), why);
}

static enum outcome
add_links(struct store_txn *txn, struct casenames *k, const char *kind,
    enum outcome (*fn)(
	struct store_txn *, struct casenames *, const char *, struct why *),
    struct why *why)
{
	enum outcome out;
	char **names;
	size_t i, n;

	if ((out = link_list(txn, kind, k->c->number, &names, &n, why)) !=
	    OUT_OK)
		return out;
	for (i = 0; out == OUT_OK && i < n; i++)
		out = fn(txn, k, names[i], why);
	names_free(names, n);
	return out;
}

static enum outcome
from_state(struct store_txn *txn, struct casenames *k, struct why *why)
{
	enum outcome out;

	if ((out = add(&k->names, k->c->id, why)) != OUT_OK ||
	    (out = add(&k->names, k->c->reference, why)) != OUT_OK ||
	    (out = add(&k->names, k->c->other_reference, why)) != OUT_OK ||
	    (out = add(&k->names, k->c->thread, why)) != OUT_OK ||
	    (out = add_links(txn, k, "item", add_item, why)) != OUT_OK ||
	    (out = add_links(txn, k, "payment", add_payment, why)) != OUT_OK ||
	    (out = add_links(txn, k, "message", add_message, why)) != OUT_OK)
		return out;
	return add_links(txn, k, "task", add_task, why);
}

/* ---- from the events ----------------------------------------------------- */

static enum outcome
from_row(struct casenames *k, const Rec__Event *ev, struct why *why)
{
	const Rec__SheetRow *row = ev->row;
	char place[64];
	enum outcome out;

	(void)snprintf(place, sizeof(place), "%.40s:%u", ev->parcel, row->line);
	if ((out = add(&k->rows, place, why)) != OUT_OK ||
	    (out = add(&k->names, row->case_reference, why)) != OUT_OK)
		return out;
	return strcmp(ev->kind, "receipt") == 0 ?
	    OUT_OK : /* of a transfer, perhaps for several */
	    add(&k->names, row->reference, why);
}

static enum outcome
from_verdict(struct casenames *k, const Rec__Verdict *v, struct why *why)
{
	const Rec__Authority *a[4] = { NULL };
	enum outcome out = OUT_OK;
	size_t i;

	if (v->application != NULL) {
		a[0] = v->application->requesting;
		a[1] = v->application->requested;
	}
	if (v->acknowledgement != NULL) {
		a[2] = v->acknowledgement->requesting;
		a[3] = v->acknowledgement->requested;
	}
	for (i = 0; out == OUT_OK && i < sizeof(a) / sizeof(a[0]); i++)
		if (a[i] != NULL)
			out = add(&k->names, a[i]->reference, why);
	return out;
}

/* What asks for the end of the case does not put it off. */
static bool
counts(const Rec__Event *ev)
{
	return strcmp(ev->kind, "erase-word") != 0 &&
	    strcmp(ev->kind, "erased") != 0 &&
	    strcmp(ev->kind, "erase-finished") != 0;
}

static enum outcome
from_event(struct casenames *k, const Rec__Event *ev, struct why *why)
{
	const Rec__Outcome *o = outcome_of(ev, "replaces");
	enum outcome out = OUT_OK;

	k->events.n++;
	if (counts(ev))
		(void)snprintf(
		    k->events.last, sizeof(k->events.last), "%.20s", ev->at);
	if (ev->row != NULL)
		out = from_row(k, ev, why);
	if (out == OUT_OK && ev->item != NULL)
		out = add(&k->names, ev->item->reference, why);
	if (out == OUT_OK && ev->verdict != NULL)
		out = from_verdict(k, ev->verdict, why);
	if (out == OUT_OK && o != NULL)
		out = add(&k->replaced, o->value, why);
	return out;
}

static enum outcome
from_events(struct store_txn *txn, struct casenames *k, struct why *why)
{
	enum outcome out;
	Rec__Event *ev;
	uint64_t last, n;

	out = journal_last(txn, &last, why);
	for (n = 1; out == OUT_OK && n <= last; n++) {
		out = journal_get(txn, n, &ev, why);
		if (out == OUT_OK && ev != NULL &&
		    ev->case_number == k->c->number)
			out = from_event(k, ev, why);
		record_free(ev);
	}
	return out;
}

enum outcome
casenames_make(struct store_txn *txn, const Rec__Case *c,
    struct casenames **names, struct why *why)
{
	struct casenames *k = calloc(1, sizeof(*k));
	enum outcome out;

	*names = NULL;
	if (k == NULL)
		return why_sys(why, "case");
	k->c = c;
	if ((out = from_state(txn, k, why)) != OUT_OK ||
	    (out = from_events(txn, k, why)) != OUT_OK) {
		casenames_free(k);
		return out;
	}
	sort(&k->names);
	sort(&k->tasks);
	sort(&k->rows);
	sort(&k->replaced);
	*names = k;
	return OUT_OK;
}

void
casenames_free(struct casenames *k)
{
	if (k == NULL)
		return;
	names_free(k->names.s, k->names.n);
	names_free(k->tasks.s, k->tasks.n);
	names_free(k->rows.s, k->rows.n);
	names_free(k->replaced.s, k->replaced.n);
	free(k);
}

/* ---- asked --------------------------------------------------------------- */

bool
casenames_is(const char *s, const void *names)
{
	return has(&((const struct casenames *)names)->names, s);
}

bool
casenames_task(const struct casenames *k, const char *s)
{
	return has(&k->tasks, s + strspn(s, "0"));
}

bool
casenames_row(const struct casenames *k, const char *parcel, unsigned int line)
{
	char place[64];

	(void)snprintf(place, sizeof(place), "%.40s:%u", parcel, line);
	return has(&k->rows, place);
}

bool
casenames_replaced(const struct casenames *k, uint64_t message)
{
	char name[21];

	return has(&k->replaced, number_name(message, name));
}

/* Whether the s stands there as a word: nothing of a word around it. */
static bool
stands(const char *s, const unsigned char *data, size_t len)
{
	const unsigned char *p = data, *end = data + len;
	size_t n = strlen(s);

	while ((p = memmem(p, (size_t)(end - p), s, n)) != NULL) {
		if ((p == data || !isalnum(p[-1])) &&
		    (p + n == end || !isalnum(p[n])))
			return true;
		p++;
	}
	return false;
}

bool
casenames_in(const struct casenames *k, const void *data, size_t len)
{
	size_t i;

	for (i = 0; i < k->names.n; i++)
		if (stands(k->names.s[i], data, len))
			return true;
	return false;
}

enum outcome
casenames_each(
    const struct casenames *k, casenames_fn *fn, void *ctx, struct why *why)
{
	enum outcome out = OUT_OK;
	size_t i;

	for (i = 0; out == OUT_OK && i < k->names.n; i++)
		out = fn(k->names.s[i], ctx, why);
	return out;
}

void
casenames_events(const struct casenames *k, struct casenames_events *e)
{
	*e = k->events;
}
