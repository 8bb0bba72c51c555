/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * remind -- deadlines that have passed, and messages that nobody speaks of.
 *
 * Looks at every open task with a date; one whose day is over is marked, once,
 * in the journal; and the other authority is reminded, if it is late.  Then at
 * every message that left and has no evidence in time.  Killed at any point:
 * the transaction is there or not.
 */
#include <stdlib.h>
#include <string.h>

#include "domain/case/index.h"
#include "domain/case/journal.h"
#include "domain/case/office_open.h"
#include "domain/case/reminder.h"
#include "domain/case/silence.h"
#include "domain/case/state.h"
#include "io/record.h"
#include "io/stage.h"

struct run {
	struct unit *u;
	struct office office;
	bool any;
};

/* Past: the last day has ended (Regulation 1182/71, art. 3(2)). */
static bool
passed(const struct unit *u, const Rec__Task *t)
{
	return t != NULL && strcmp(t->state, "open") == 0 && !t->overdue &&
	    t->due[0] != '\0' && strcmp(t->due, u->today) < 0;
}

static enum outcome
mark(struct store_txn *txn, struct run *r, const Rec__Task *t, struct why *why)
{
	char subject[21];
	enum outcome out;
	Rec__Event ev;

	if ((out = journal_begin(txn, &r->office, "overdue", &ev, why)) !=
	    OUT_OK)
		return out;
	ev.case_number = t->case_number;
	ev.subject = number_name(t->number, subject);
	r->u->done++;
	if ((out = journal_append(txn, &ev, why)) != OUT_OK)
		return out;
	return reminder_make(txn, &r->office, t, why);
}

static enum outcome
mark_all(struct store_txn *txn, void *ctx, struct why *why)
{
	struct run *r = ctx;
	enum outcome out;
	Rec__Task *t;
	char **name;
	size_t i, n;

	r->u->done = 0;
	out = queue_list(txn, "task", &name, &n, why);
	for (i = 0; out == OUT_OK && i < n; i++) {
		out = task_get(txn, strtoull(name[i], NULL, 10), &t, why);
		if (out == OUT_OK && passed(r->u, t))
			out = mark(txn, r, t, why);
		record_free(t);
	}
	names_free(name, n);
	if (out == OUT_OK)
		out = silence_mark(txn, &r->office, &r->u->done, why);
	return out == OUT_OK && r->u->dry ? OUT_REJECT : out;
}

/* A look without the writers' lock, so that a quiet day costs nothing. */
static enum outcome
look(struct store_txn *txn, void *ctx, struct why *why)
{
	struct run *r = ctx;
	struct office o = { .conf = r->u->conf, .now = r->u->now };
	enum outcome out;
	Rec__Task *t;
	char **name;
	size_t i, n;

	if ((out = silence_any(txn, &o, &r->any, why)) != OUT_OK || r->any)
		return out;
	out = queue_list(txn, "task", &name, &n, why);
	for (i = 0; out == OUT_OK && i < n && !r->any; i++) {
		out = task_get(txn, strtoull(name[i], NULL, 10), &t, why);
		r->any = out == OUT_OK && passed(r->u, t);
		record_free(t);
	}
	names_free(name, n);
	return out;
}

static enum outcome
run(struct unit *u, struct why *why)
{
	struct run r = { u, { .conf = NULL }, false };
	enum outcome out;

	if ((out = store_view(u->store, look, &r, why)) != OUT_OK || !r.any)
		return out;
	if ((out = office_open(u, "remind", &r.office, why)) == OUT_OK)
		out = store_update(
		    u->store, u->now, "remind", "overdue", mark_all, &r, why);
	office_close(&r.office);
	return out == OUT_REJECT && u->dry ? OUT_OK : out;
}

int
main(int argc, char *argv[])
{
	static const struct sandbox_path paths[] = { { NULL, SANDBOX_READ } };
	static const struct stage stage = {
		.name = "remind",
		.store = STAGE_WRITE,
		.leaves = true,
		.paths = paths,
		.run = run,
	};

	return stage_main(&stage, argc, argv);
}
