/* SPDX-License-Identifier: EUPL-1.2 */
/* What the events of an erasure do to the state. */
#include <stdlib.h>
#include <string.h>

#include "domain/case/casefile.h"
#include "domain/case/erase.h"
#include "domain/case/index.h"
#include "domain/case/redact.h"
#include "domain/case/state.h"
#include "io/record.h"

bool
erase_done(const Rec__Case *c)
{
	return c != NULL && c->erasure != NULL && c->erasure->at[0] != '\0';
}

static enum outcome
load(
    struct store_txn *txn, const Rec__Event *ev, Rec__Case **c, struct why *why)
{
	enum outcome out;

	if ((out = case_get(txn, ev->case_number, c, why)) == OUT_OK &&
	    *c == NULL)
		return why_retry(why, "store: case of an event is missing");
	return out;
}

/* A person's word: a later one of the same person takes its place. */
static int
add_word(Rec__Case *c, const Rec__EraseWord *word)
{
	Rec__EraseWord **slot = NULL;
	size_t i;

	if (c->erasure == NULL &&
	    (c->erasure = record_new(&rec__erasure__descriptor)) == NULL)
		return -1;
	for (i = 0; i < c->erasure->n_words; i++)
		if (strcmp(c->erasure->words[i]->person, word->person) == 0)
			slot = &c->erasure->words[i];
	if (slot == NULL &&
	    (slot = (Rec__EraseWord **)record_add(
		 &c->erasure->words, &c->erasure->n_words)) == NULL)
		return -1;
	record_free(*slot);
	return (*slot = record_copy(&word->base)) == NULL ? -1 : 0;
}

enum outcome
apply_erase_word(struct store_txn *txn, const Rec__Event *ev, struct why *why)
{
	enum outcome out;
	Rec__Case *c;

	if ((out = load(txn, ev, &c, why)) != OUT_OK)
		return out;
	out = add_word(c, ev->erasure->words[0]) == -1 ? why_sys(why, "case") :
							 case_put(txn, c, why);
	record_free(c);
	return out;
}

static enum outcome
redact_item(struct store_txn *txn, const char *id, struct why *why)
{
	enum outcome out;
	Rec__Item *item;

	if ((out = item_get(txn, id, &item, why)) == OUT_OK && item != NULL &&
	    (out = redact_record(&item->base, why)) == OUT_OK)
		out = item_put(txn, item, why);
	record_free(item);
	return out;
}

/* One that is for the case alone. */
static enum outcome
redact_payment(struct store_txn *txn, const char *id, struct why *why)
{
	enum outcome out;
	Rec__Payment *p;

	if ((out = payment_get(txn, id, &p, why)) == OUT_OK && p != NULL &&
	    p->case_number != 0 &&
	    (out = redact_record(&p->base, why)) == OUT_OK)
		out = payment_put(txn, p, why);
	record_free(p);
	return out;
}

static enum outcome
redact_message(struct store_txn *txn, const char *name, struct why *why)
{
	enum outcome out;
	Rec__Message *m;

	if ((out = message_get(txn, strtoull(name, NULL, 10), &m, why)) ==
		OUT_OK &&
	    m != NULL && (out = redact_record(&m->base, why)) == OUT_OK &&
	    (out = message_put(txn, m, why)) == OUT_OK)
		out = queue_del(txn, "await-evidence", name, why);
	record_free(m);
	return out;
}

static enum outcome
redact_state(struct store_txn *txn, const Rec__Event *ev, struct why *why)
{
	char name[21];
	enum outcome out;
	size_t i;

	if ((out = link_each(txn, ev->case_number, "item", redact_item, why)) !=
		OUT_OK ||
	    (out = link_each(txn, ev->case_number, "payment", redact_payment,
		 why)) != OUT_OK ||
	    (out = link_each(txn, ev->case_number, "message", redact_message,
		 why)) != OUT_OK)
		return out;
	for (i = 0; out == OUT_OK && i < ev->erasure->n_messages; i++)
		out = redact_message(
		    txn, number_name(ev->erasure->messages[i], name), why);
	return out;
}

/*
 * What the state has of the case goes under the unit's key and is redacted:
 * after a rebuild, from events that were, it is the same.
 */
enum outcome
apply_erased(struct store_txn *txn, const Rec__Event *ev, struct why *why)
{
	enum outcome out;
	Rec__Case *c;

	if ((out = load(txn, ev, &c, why)) != OUT_OK)
		return out;
	c->key = SEAL_UNIT;
	record_free(c->erasure);
	if ((c->erasure = record_copy(&ev->erasure->base)) == NULL ||
	    record_set(&c->status, "erased") == -1)
		out = why_sys(why, "case");
	if (out == OUT_OK && (out = redact_record(&c->base, why)) == OUT_OK &&
	    (out = state_case_key_put(txn, c->number, c->key, why)) == OUT_OK &&
	    (out = case_put(txn, c, why)) == OUT_OK &&
	    (out = redact_state(txn, ev, why)) == OUT_OK &&
	    (out = task_close(txn, ev, c->number, NULL, NULL, why)) == OUT_OK)
		out = queue_put(txn, "erase", c->id, why);
	record_free(c);
	return out;
}

enum outcome
apply_erase_finished(
    struct store_txn *txn, const Rec__Event *ev, struct why *why)
{
	enum outcome out;
	Rec__Case *c;

	if ((out = load(txn, ev, &c, why)) != OUT_OK)
		return out;
	if (record_set(&c->erasure->finished_at, ev->at) == -1)
		out = why_sys(why, "case");
	else if ((out = case_put(txn, c, why)) == OUT_OK)
		out = queue_del(txn, "erase", c->id, why);
	record_free(c);
	return out;
}
