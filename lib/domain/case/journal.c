/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/case/journal.h"

#include <string.h>

#include "domain/case/state.h"
#include "io/record.h"

#define COUNTER "event"

enum outcome
journal_begin(struct store_txn *txn, const struct office *o, const char *kind,
    Rec__Event *ev, struct why *why)
{
	rec__event__init(ev);
	ev->at = lend(o->now);
	ev->actor = lend(o->actor);
	ev->kind = lend(kind);
	return store_count(txn, COUNTER, &ev->number, why);
}

enum outcome
journal_append(struct store_txn *txn, Rec__Event *ev, struct why *why)
{
	unsigned char key[8];
	enum outcome out;

	if (ev->key == 0 &&
	    (out = state_case_key(txn, ev->case_number, &ev->key, why)) !=
		OUT_OK)
		return out;
	store_key8(ev->number, key);
	if ((out = state_save(txn, DB_JOURNAL, key, sizeof(key), ev->key,
		 &ev->base, why)) != OUT_OK)
		return out;
	return apply_event(txn, ev, why);
}

enum outcome
journal_get(
    struct store_txn *txn, uint64_t number, Rec__Event **ev, struct why *why)
{
	ProtobufCMessage *m;
	unsigned char key[8];
	enum outcome out;

	store_key8(number, key);
	out = state_load(txn, DB_JOURNAL, key, sizeof(key),
	    &rec__event__descriptor, &m, why);
	*ev = RECORD_OF(Rec__Event, m);
	return out;
}

enum outcome
journal_last(struct store_txn *txn, uint64_t *number, struct why *why)
{
	return store_counter(txn, COUNTER, number, why);
}

const Rec__Outcome *
outcome_of(const Rec__Event *ev, const char *name)
{
	size_t i;

	for (i = 0; i < ev->n_outcomes; i++)
		if (strcmp(ev->outcomes[i]->name, name) == 0)
			return ev->outcomes[i];
	return NULL;
}

enum outcome
journal_rebuild(struct store_txn *txn, struct why *why)
{
	static const enum store_db state[] = { DB_CASE, DB_MESSAGE, DB_TASK,
		DB_LEDGER, DB_ITEM, DB_PAYMENT, DB_BATCH, DB_INDEX, DB_QUEUE };
	enum outcome out;
	Rec__Event *ev;
	uint64_t last, n;
	size_t i;

	for (i = 0; i < sizeof(state) / sizeof(state[0]); i++)
		if ((out = store_clear(txn, state[i], why)) != OUT_OK)
			return out;
	if ((out = store_counter_reset(txn, "task", why)) != OUT_OK ||
	    (out = journal_last(txn, &last, why)) != OUT_OK)
		return out;
	for (n = 1; n <= last; n++) {
		if ((out = journal_get(txn, n, &ev, why)) != OUT_OK)
			return out;
		if (ev == NULL)
			return why_reject(why, "JOURNAL", "event missing");
		out = apply_event(txn, ev, why);
		record_free(ev);
		if (out != OUT_OK)
			return out;
	}
	return OUT_OK;
}
