/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/case/erase.h"

#include <stdlib.h>
#include <string.h>

#include "domain/case/caseref.h"
#include "domain/case/decide.h"
#include "domain/case/erase_impl.h"
#include "domain/case/erased.h"
#include "domain/case/index.h"
#include "domain/case/redact.h"
#include "domain/case/resend.h"
#include "domain/case/state.h"
#include "io/record.h"

int
erase_add_number(uint64_t **array, size_t *n, uint64_t number)
{
	uint64_t *grown = realloc(*array, (*n + 1) * sizeof(*grown));

	if (grown == NULL)
		return -1;
	*array = grown;
	grown[(*n)++] = number;
	return 0;
}

bool
erase_goes(const struct erasing *k, uint64_t key)
{
	const Rec__Erasure *e = k->proof;
	size_t i;

	for (i = 0; i < e->n_keys; i++)
		if (e->keys[i] == key)
			return true;
	return false;
}

static int
add_pair(Rec__Erasure *e, uint64_t key)
{
	return erase_add_number(&e->keys, &e->n_keys, key) == -1 ||
		erase_add_number(&e->keys, &e->n_keys, key + 1) == -1 ?
	    -1 :
	    0;
}

enum outcome
erase_add_key(struct erasing *k, uint64_t key, struct why *why)
{
	if (erase_goes(k, key))
		return OUT_OK;
	return add_pair(k->proof, key) == -1 ? why_sys(why, "erase") : OUT_OK;
}

/* ---- the index ----------------------------------------------------------- */

/* An entry that stands for the number ${value}. */
static enum outcome
del_token(struct erasing *k, const char *kind, const char *s, struct why *why)
{
	unsigned char token[SEAL_TOKEN_LEN];
	enum outcome out;

	out = seal_token(store_seal(k->txn), kind, s, strlen(s), token, why);
	if (out != OUT_OK)
		return out;
	return index_del(k->txn, kind, token, sizeof(token), why);
}

/* Whether the event a token stands for is about the case, or was. */
static enum outcome
its_event(struct erasing *k, uint64_t number, bool *its, struct why *why)
{
	enum outcome out;
	Rec__Event *ev;

	*its = false;
	if (number == 0 ||
	    (out = journal_get(k->txn, number, &ev, why)) != OUT_OK)
		return number == 0 ? OUT_OK : out;
	*its = ev != NULL &&
	    (ev->case_number == k->c->number ||
		(ev->item != NULL && casenames_is(ev->item->id, k->names)));
	record_free(ev);
	return OUT_OK;
}

/* By its number the case is still found. */
static enum outcome
forget_name(const char *s, void *ctx, struct why *why)
{
	static const char *const kinds[] = { "collection", "receipt" };
	struct erasing *k = ctx;
	enum outcome out;
	uint64_t number;
	size_t i;
	bool its;

	if (strcmp(s, k->c->id) != 0 &&
	    (out = caseref_del(k->txn, s, k->c->number, why)) != OUT_OK)
		return out;
	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if ((out = index_get_token(
			 k->txn, kinds[i], s, &number, why)) != OUT_OK ||
		    (out = its_event(k, number, &its, why)) != OUT_OK)
			return out;
		if (its && (out = del_token(k, kinds[i], s, why)) != OUT_OK)
			return out;
	}
	return OUT_OK;
}

/* ---- what left ----------------------------------------------------------- */

static enum outcome
add_folders(struct erasing *k, Rec__Message *m, struct why *why)
{
	uint32_t resent = m->resent;
	char name[64], **slot;

	for (m->resent = 0; m->resent <= resent; m->resent++) {
		slot = (char **)record_add(
		    &k->proof->folders, &k->proof->n_folders);
		if (slot == NULL ||
		    (*slot = strdup(resend_folder(
			 k->o->code, m, name, sizeof(name)))) == NULL)
			return why_sys(why, "erase");
	}
	return OUT_OK;
}

static enum outcome
note_folders(struct erasing *k, struct why *why)
{
	enum outcome out;
	Rec__Message *m;
	char **names;
	size_t i, n;

	if ((out = link_list(
		 k->txn, "message", k->c->number, &names, &n, why)) != OUT_OK)
		return out;
	for (i = 0; out == OUT_OK && i < n; i++) {
		out =
		    message_get(k->txn, strtoull(names[i], NULL, 10), &m, why);
		if (out == OUT_OK && m != NULL && m->outgoing)
			out = add_folders(k, m, why);
		record_free(m);
	}
	names_free(names, n);
	return out;
}

/* ---- all of it ----------------------------------------------------------- */

static enum outcome
begin(struct erasing *k, struct why *why)
{
	struct casenames_events e;
	unsigned char digest[32];
	enum outcome out;

	casenames_events(k->names, &e);
	if ((k->proof = record_copy(&k->c->erasure->base)) == NULL ||
	    (k->note = record_new(&rec__erased__descriptor)) == NULL ||
	    record_set(&k->proof->at, k->o->now) == -1 ||
	    record_set(&k->proof->by, k->o->actor) == -1 ||
	    record_set(&k->proof->last_event, e.last) == -1)
		return why_sys(why, "erase");
	k->note->case_number = k->c->number;
	if ((out = store_head_of(k->txn, &k->proof->audit, digest, why)) !=
	    OUT_OK)
		return out;
	if (record_set_bytes(&k->proof->audit_sha256, digest, sizeof(digest)) ==
	    -1)
		return why_sys(why, "erase");
	return erase_add_key(k, k->c->key, why);
}

int
erase_by_number(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

static enum outcome
append(struct erasing *k, struct why *why)
{
	enum outcome out;
	Rec__Event ev;

	qsort(k->proof->keys, k->proof->n_keys, sizeof(*k->proof->keys),
	    erase_by_number);
	out = journal_begin(k->txn, k->o, "erased", &ev, why);
	if (out != OUT_OK)
		return out;
	ev.case_number = k->c->number;
	ev.subject = k->c->id;
	ev.key = SEAL_UNIT;
	ev.erasure = k->proof;
	return journal_append(k->txn, &ev, why);
}

enum outcome
erase_case(struct store_txn *txn, const struct office *o, const Rec__Case *c,
    const struct casenames *names, struct why *why)
{
	struct erasing k = { .txn = txn, .o = o, .c = c, .names = names };
	enum outcome out;

	if ((out = begin(&k, why)) == OUT_OK &&
	    (out = erase_find(&k, why)) == OUT_OK &&
	    (out = note_folders(&k, why)) == OUT_OK &&
	    (out = erase_events(&k, why)) == OUT_OK &&
	    (out = erase_records(&k, why)) == OUT_OK &&
	    (out = casenames_each(names, forget_name, &k, why)) == OUT_OK &&
	    (out = append(&k, why)) == OUT_OK &&
	    (out = erased_keep(txn, k.note, why)) == OUT_OK &&
	    (out = erase_nothing_left(&k, why)) == OUT_OK)
		out = blob_commit(o->blobs, why);
	record_free(k.proof);
	record_free(k.note);
	free(k.moved);
	free(k.sheets);
	return out;
}

/* ---- afterwards ---------------------------------------------------------- */

enum outcome
erase_next(struct store_txn *txn, Rec__Case **c, struct why *why)
{
	enum outcome out;
	char **names;
	size_t n;

	*c = NULL;
	if ((out = queue_list(txn, "erase", &names, &n, why)) == OUT_OK &&
	    n > 0)
		out = case_find(txn, names[0], c, why);
	names_free(names, n);
	return out;
}

enum outcome
erase_finished(struct store_txn *txn, const struct office *o,
    const Rec__Case *c, struct why *why)
{
	enum outcome out;
	Rec__Event ev;

	if ((out = erased_drop(txn, c->number, why)) != OUT_OK ||
	    (out = journal_begin(txn, o, "erase-finished", &ev, why)) != OUT_OK)
		return out;
	ev.case_number = c->number;
	ev.subject = c->id;
	ev.key = SEAL_UNIT;
	return journal_append(txn, &ev, why);
}
