/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/case/silence.h"

#include <stdlib.h>
#include <string.h>

#include "domain/case/decide.h"
#include "domain/form/evidence.h"
#include "domain/case/index.h"
#include "domain/case/journal.h"
#include "domain/case/state.h"
#include "io/record.h"
#include "value/date.h"

#define NTIMERS (sizeof(timers) / sizeof(timers[0]))

/* In the order of their priority. */
static const struct {
	const char *type, *setting;
	int64_t unit; /* seconds */
} timers[] = {
	{ "SUBMISSION_ACCEPTANCE", "submission_minutes", 60 },
	{ "RELAY_REMMD_ACCEPTANCE", "relay_hours", 3600 },
	{ "DELIVERY", "delivery_hours", 3600 },
	{ "RETRIEVAL", "retrieval_hours", 3600 },
};

/* Seconds in which that evidence must come; 0: it need not. */
static int64_t
time_of(const struct office *o, const Rec__Message *m, size_t i)
{
	if (strcmp(timers[i].type, "RETRIEVAL") == 0 &&
	    strcmp(party_get(o, m->other, "retrieval"), "no") == 0)
		return 0;
	return config_number(o->conf, "unit", timers[i].setting) *
	    timers[i].unit;
}

bool
silence_awaits(const struct office *o, const Rec__Message *m, const char *have)
{
	size_t i;

	if (evidence_negative(have))
		return false;
	for (i = 0; i < NTIMERS; i++)
		if (evidence_rank(timers[i].type) > evidence_rank(have) &&
		    time_of(o, m, i) > 0)
			return true;
	return false;
}

/* Whether it is over time, and nobody was told of it or of a later one. */
static bool
overdue(const struct office *o, const Rec__Message *m, size_t i)
{
	const char *have = evidence_highest(m, m->folder);
	int64_t sent, now, limit = time_of(o, m, i);

	return limit > 0 && !evidence_negative(have) &&
	    evidence_rank(timers[i].type) > evidence_rank(have) &&
	    evidence_rank(timers[i].type) > evidence_rank(m->missing) &&
	    time_parse(m->sent_at, &sent) && time_parse(o->now, &now) &&
	    now - sent > limit;
}

static enum outcome
mark(struct store_txn *txn, const struct office *o, const Rec__Message *m,
    const char *name, size_t i, struct why *why)
{
	struct outcomes outs = { .n = 0 };
	enum outcome out;
	Rec__Event ev;

	if ((out = journal_begin(txn, o, "evidence-missing", &ev, why)) !=
	    OUT_OK)
		return out;
	ev.case_number = m->case_number;
	ev.subject = lend(name);
	ev.text = lend(timers[i].type);
	if (!silence_awaits(o, m, timers[i].type))
		outcome_add(&outs, "await", "no");
	outcome_lend(&outs, &ev);
	return journal_append(txn, &ev, why);
}

/* All that are over time; with any, the first is enough. */
static enum outcome
look(struct store_txn *txn, const struct office *o, const Rec__Message *m,
    const char *name, bool *any, int *n, struct why *why)
{
	enum outcome out = OUT_OK;
	size_t i;

	for (i = 0; out == OUT_OK && i < NTIMERS; i++) {
		if (!overdue(o, m, i))
			continue;
		if (any != NULL) {
			*any = true;
			break;
		}
		out = mark(txn, o, m, name, i, why);
		(*n)++;
	}
	return out;
}

static enum outcome
walk(struct store_txn *txn, const struct office *o, bool *any, int *n,
    struct why *why)
{
	enum outcome out;
	Rec__Message *m;
	size_t i, count;
	char **name;

	out = queue_list(txn, "await-evidence", &name, &count, why);
	for (i = 0; out == OUT_OK && i < count && (any == NULL || !*any); i++) {
		out = message_get(txn, strtoull(name[i], NULL, 10), &m, why);
		if (out == OUT_OK && m != NULL)
			out = look(txn, o, m, name[i], any, n, why);
		record_free(m);
	}
	names_free(name, count);
	return out;
}

enum outcome
silence_any(
    struct store_txn *txn, const struct office *o, bool *any, struct why *why)
{
	*any = false;
	return walk(txn, o, any, NULL, why);
}

enum outcome
silence_mark(
    struct store_txn *txn, const struct office *o, int *n, struct why *why)
{
	return walk(txn, o, NULL, n, why);
}
