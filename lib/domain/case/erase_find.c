/* SPDX-License-Identifier: EUPL-1.2 */
/* What is about a case and not under its key: messages that could not be told
 * to be of it, and sheets and bank answers that are about several. */
#include <stdlib.h>
#include <string.h>

#include "domain/case/decide.h"
#include "domain/case/erase_impl.h"
#include "domain/case/redact.h"
#include "domain/case/state.h"
#include "io/record.h"

static bool
is_its_message(const struct erasing *k, const Rec__Message *m)
{
	return m != NULL &&
	    ((m->thread[0] != '\0' && strcmp(m->thread, k->c->thread) == 0) ||
		casenames_replaced(k->names, m->number));
}

static enum outcome
add_message(
    struct erasing *k, const Rec__Event *ev, uint64_t key, struct why *why)
{
	Rec__Erasure *e = k->proof;

	if (erase_add_number(
		&e->messages, &e->n_messages, ev->message->number) == -1)
		return why_sys(why, "erase");
	return erase_add_key(k, key, why);
}

/* One for all of it, since the pool may hold fewer than there are sheets; but
 * a message may turn out to be of a case, and go with its key. */
static enum outcome
next_key(struct erasing *k, const Rec__Event *ev, uint64_t *to, struct why *why)
{
	enum outcome out = OUT_OK;

	if (ev->message != NULL)
		return new_key(k->txn, to, why);
	if (k->shared == 0)
		out = new_key(k->txn, &k->shared, why);
	*to = k->shared;
	return out;
}

/* What stays of all that is under the key of the event gets another one. */
static enum outcome
move_key(
    struct erasing *k, const Rec__Event *ev, uint64_t from, struct why *why)
{
	void *grown = realloc(k->moved, (k->n_moved + 1) * sizeof(*k->moved));
	uint64_t to;
	enum outcome out;

	if (grown == NULL)
		return why_sys(why, "erase");
	k->moved = grown;
	if ((out = next_key(k, ev, &to, why)) != OUT_OK)
		return out;
	k->moved[k->n_moved].from = from;
	k->moved[k->n_moved++].to = to;
	return erase_add_key(k, from, why);
}

static enum outcome
in_document(struct erasing *k, const Rec__Event *ev, uint64_t number,
    bool *named, struct why *why)
{
	struct buf b = BUF_INIT, rest = BUF_INIT;
	struct erase_sheet sheet;
	enum outcome out;
	Rec__Document *d;

	erase_sheet_of(ev, &sheet);
	if ((out = document_get(k->txn, number, &d, why)) != OUT_OK ||
	    d == NULL)
		return out;
	if ((out = document_bytes(k->o, store_seal(k->txn), d, &b, why)) ==
	    OUT_OK)
		out = erase_cut(k, &sheet, d, b.data, b.len, &rest, named, why);
	record_free(d);
	buf_wipe(&b);
	buf_wipe(&rest);
	return out;
}

/* Also rows that had no effect, and are no event, stand in the bytes. */
static enum outcome
in_documents(
    struct erasing *k, const Rec__Event *ev, bool *named, struct why *why)
{
	size_t i, n = ev->manifest == NULL ? 0 : ev->manifest->n_files;
	enum outcome out = OUT_OK;

	if (ev->document == 0)
		return OUT_OK;
	if (strcmp(ev->kind, "sheet") != 0)
		n = 1;
	for (i = 0; out == OUT_OK && !*named && i < n; i++)
		out = in_document(k, ev, ev->document + i, named, why);
	return out;
}

static enum outcome
look_at(struct erasing *k, Rec__Event *ev, uint64_t key, struct why *why)
{
	enum outcome out;
	bool named;

	if (ev->case_number != 0)
		return OUT_OK;
	if (is_its_message(k, ev->message))
		return add_message(k, ev, key, why);
	if ((out = redact_named(
		 &ev->base, casenames_is, k->names, &named, why)) != OUT_OK)
		return out;
	if (!named && (out = in_documents(k, ev, &named, why)) != OUT_OK)
		return out;
	return named ? move_key(k, ev, key, why) : OUT_OK;
}

enum outcome
erase_find(struct erasing *k, struct why *why)
{
	unsigned char key[8];
	enum outcome out;
	uint64_t last, n, id;
	Rec__Event *ev;
	bool found;

	out = journal_last(k->txn, &last, why);
	for (n = 1; out == OUT_OK && n <= last; n++) {
		store_key8(n, key);
		out = store_key_of(
		    k->txn, DB_JOURNAL, key, sizeof(key), &id, &found, why);
		if (out != OUT_OK || !found || id < SEAL_POOL ||
		    erase_goes(k, id))
			continue;
		if ((out = journal_get(k->txn, n, &ev, why)) == OUT_OK)
			out = look_at(k, ev, id, why);
		record_free(ev);
	}
	return out;
}
