/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Money of a case that was erased since, which was collected after the backup
 * and has left: nobody can drop it again, for the case takes nothing any more.
 * The note of the erasure has how it was recorded, without names.
 */
#include <string.h>

#include "domain/case/decide.h"
#include "domain/case/erase.h"
#include "domain/case/erased.h"
#include "domain/case/index.h"
#include "domain/case/journal.h"
#include "domain/case/reconcile_impl.h"
#include "domain/case/state.h"
#include "io/record.h"

struct money {
	struct store_txn *txn;
	struct reconcile *r;
	const Rec__Case *c;
};

/* ---- what left of it ----------------------------------------------------- */

struct search {
	struct store_txn *txn;
	const char *id;
	Rec__Item *found;
};

static enum outcome
look(const void *key, size_t keylen, const void *data, size_t len, void *ctx,
    struct why *why)
{
	struct search *s = ctx;
	enum outcome out;
	Rec__Event *ev;

	(void)key;
	(void)keylen;
	if (len != 8 || s->found != NULL)
		return OUT_OK;
	if ((out = journal_get(s->txn, store_number(data), &ev, why)) ==
		OUT_OK &&
	    ev != NULL && ev->item != NULL &&
	    strcmp(ev->item->id, s->id) == 0) {
		s->found = ev->item;
		ev->item = NULL;
	}
	record_free(ev);
	return out;
}

/* As it was recorded, with the payment and the notice in which it left. */
static enum outcome
set_left(Rec__Item *item, const Rec__Item *left, struct why *why)
{
	const char *state =
	    left->notice[0] != '\0' ? "announced" : "in payment";

	return record_set(&item->payment, left->payment) == -1 ||
		record_set(&item->end_to_end_id, left->end_to_end_id) == -1 ||
		record_set(&item->notice, left->notice) == -1 ||
		record_set(&item->state, state) == -1 ?
	    why_sys(why, "item") :
	    OUT_OK;
}

/* ---- recorded again ------------------------------------------------------ */

static enum outcome
append(const struct money *k, Rec__Item *item, struct why *why)
{
	enum outcome out;
	Rec__Event ev;

	out = journal_begin(k->txn, k->r->office, "collection", &ev, why);
	if (out != OUT_OK)
		return out;
	ev.case_number = k->c->number;
	ev.subject = k->c->id;
	ev.key = SEAL_UNIT;
	ev.item = item;
	(void)buf_printf(&k->r->report,
	    "item %s of an erased case has left: recorded again\n", item->id);
	return journal_append(k->txn, &ev, why);
}

/* One that the store has of no case yet, and holds, knows what it left in. */
static enum outcome
one_item(const struct money *k, Rec__Item *item, struct why *why)
{
	struct search s = { k->txn, item->id, NULL };
	enum outcome out;
	Rec__Item *have;

	if ((out = item_get(k->txn, item->id, &have, why)) != OUT_OK)
		return out;
	if (have == NULL)
		out = index_each(k->txn, "left", "", 0, look, &s, why);
	else if (have->case_number == 0 && have->payment[0] != '\0')
		s.found = have;
	if (out == OUT_OK && s.found != NULL &&
	    (out = set_left(item, s.found, why)) == OUT_OK)
		out = append(k, item, why);
	if (s.found != have)
		record_free(s.found);
	record_free(have);
	return out;
}

static enum outcome
one_event(const struct money *k, const Rec__Replaced *rec, struct why *why)
{
	struct buf b = BUF_INIT;
	ProtobufCMessage *m = NULL;
	enum outcome out;
	Rec__Event *ev;

	if ((out = erased_value(store_seal(k->txn), rec, &b, why)) == OUT_OK)
		out = record_unpack(
		    &rec__event__descriptor, b.data, b.len, &m, why);
	ev = RECORD_OF(Rec__Event, m);
	if (out == OUT_OK && strcmp(ev->kind, "collection") == 0 &&
	    ev->case_number == k->c->number && ev->item != NULL &&
	    strcmp(ev->item->state, "held") != 0)
		out = one_item(k, ev->item, why);
	buf_wipe(&b);
	record_free(m);
	return out;
}

static enum outcome
one_note(const Rec__Erased *note, void *ctx, struct why *why)
{
	struct money *k = ctx;
	enum outcome out;
	Rec__Case *c;
	size_t i;

	if ((out = case_get(k->txn, note->case_number, &c, why)) != OUT_OK)
		return out;
	k->c = c;
	if (erase_done(c) && c->erasure->finished_at[0] == '\0')
		for (i = 0; out == OUT_OK && i < note->n_records; i++)
			if (note->records[i]->to == SEAL_UNIT &&
			    note->records[i]->value.len > 0 &&
			    store_db(note->records[i]->db) == DB_JOURNAL)
				out = one_event(k, note->records[i], why);
	record_free(c);
	return out;
}

/* Where no case was erased again, no note is read. */
enum outcome
reconcile_money(struct store_txn *txn, struct reconcile *r, struct why *why)
{
	struct money k = { txn, r, NULL };
	enum outcome out;
	Rec__Case *c;

	if ((out = erase_next(txn, &c, why)) != OUT_OK || c == NULL)
		return out;
	record_free(c);
	return erased_each(r->u, one_note, &k, NULL, why);
}
