/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/silence.h"

#include <stdlib.h>
#include <string.h>

#include "domain/casefile.h"
#include "domain/index.h"
#include "domain/journal.h"
#include "domain/state.h"
#include "io/record.h"
#include "value/date.h"

static bool
too_long(const struct office *o, const Rec__Message *m)
{
	long minutes = config_number(o->conf, "unit", "evidence_minutes");
	int64_t sent, now;

	return minutes > 0 && m != NULL && time_parse(m->sent_at, &sent) &&
	    time_parse(o->now, &now) && now - sent > minutes * 60;
}

static enum outcome
mark(struct store_txn *txn, const struct office *o, const Rec__Message *m,
    const char *name, struct why *why)
{
	enum outcome out;
	Rec__Event ev;

	if ((out = journal_begin(txn, o, "evidence-missing", &ev, why)) !=
	    OUT_OK)
		return out;
	ev.case_number = m->case_number;
	ev.subject = lend(name);
	return journal_append(txn, &ev, why);
}

/* Each one that waits too long; with any, the first is enough. */
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
		if (out == OUT_OK && too_long(o, m)) {
			if (any != NULL)
				*any = true;
			else if ((out = mark(txn, o, m, name[i], why)) ==
			    OUT_OK)
				(*n)++;
		}
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
