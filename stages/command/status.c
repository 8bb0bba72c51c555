/* SPDX-License-Identifier: EUPL-1.2 */
/* isupport status: what waits where, since when, and what stays (stays.c).
 * isupport hold. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "command/command.h"
#include "command/stays.h"
#include "domain/case/caseref.h"
#include "domain/case/decide.h"
#include "domain/case/erase.h"
#include "domain/case/index.h"
#include "domain/case/state.h"
#include "io/record.h"
#include "value/date.h"

struct count {
	const char *rel;
	int64_t oldest; /* 0: none */
};

static enum outcome
see(struct unit *u, const char *name, void *ctx, struct why *why)
{
	struct count *c = ctx;
	char rel[400], path[PATH_MAX];
	struct stat st;

	(void)why;
	(void)snprintf(rel, sizeof(rel), "%s/%s", c->rel, name);
	if (lstat(unit_path(u, rel, path, sizeof(path)), &st) == 0 &&
	    (c->oldest == 0 || st.st_ctime < c->oldest))
		c->oldest = st.st_ctime;
	return OUT_OK;
}

static enum outcome
put_folder(struct unit *u, const char *label, const char *rel, bool json,
    struct why *why)
{
	struct count c = { rel, 0 };
	char since[TIME_TEXT] = "";
	enum outcome out;
	size_t n;

	if ((out = queue_each(u, rel, 0, see, &c, &n, why)) != OUT_OK)
		return out;
	if (c.oldest != 0)
		(void)time_format(c.oldest, since);
	if (json)
		(void)printf(
		    ",\"%s\":{\"n\":%zu,\"oldest\":\"%s\"}", label, n, since);
	else
		(void)printf("%-12s %6zu%s%s\n", label, n,
		    n > 0 ? "  oldest " : "", since);
	return OUT_OK;
}

struct queues {
	bool json;
	struct unit *u;
};

static enum outcome
put_queue(struct store_txn *txn, const char *label, const char *kind, bool json,
    struct why *why)
{
	enum outcome out;
	char **names;
	size_t n;

	if ((out = queue_list(txn, kind, &names, &n, why)) != OUT_OK)
		return out;
	names_free(names, n);
	if (json)
		(void)printf(",\"%s\":%zu", label, n);
	else
		(void)printf("%-12s %6zu\n", label, n);
	return OUT_OK;
}

static enum outcome
put_overdue(struct store_txn *txn, bool json, struct why *why)
{
	enum outcome out;
	size_t i, n, late = 0;
	char **names;
	Rec__Task *t;

	if ((out = queue_list(txn, "task", &names, &n, why)) != OUT_OK)
		return out;
	for (i = 0; out == OUT_OK && i < n; i++) {
		out = task_get(txn, strtoull(names[i], NULL, 10), &t, why);
		late += out == OUT_OK && t != NULL && t->overdue;
		record_free(t);
	}
	names_free(names, n);
	if (json)
		(void)printf(",\"overdue\":%zu", late);
	else
		(void)printf("%-12s %6zu\n", "overdue", late);
	return out;
}

static enum outcome
put_queues(struct store_txn *txn, void *ctx, struct why *why)
{
	static const struct {
		const char *label, *kind;
	} all[] = {
		{ "tasks", "task" },
		{ "held", "held" },
		{ "to-approve", "approve-message" },
		{ "batches", "batch" },
		{ "to-release", "review" },
		{ "to-accept", "accept" },
		{ "to-send", "out" },
	};
	struct queues *q = ctx;
	enum outcome out;
	uint64_t last;
	size_t i;

	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if ((out = put_queue(txn, all[i].label, all[i].kind, q->json,
			 why)) != OUT_OK)
			return out;
	if ((out = put_overdue(txn, q->json, why)) != OUT_OK ||
	    (out = journal_last(txn, &last, why)) != OUT_OK)
		return out;
	if (q->json)
		(void)printf(",\"events\":%llu", (unsigned long long)last);
	else
		(void)printf(
		    "%-12s %6llu\n", "events", (unsigned long long)last);
	return OUT_OK;
}

int
command_status(const struct call *call)
{
	static const char *const dirs[][2] = {
		{ "drop", "spool/drop" },
		{ "received", "spool/received" },
		{ "valid", "spool/valid" },
		{ "quarantine", "spool/quarantine" },
		{ "bank", "spool/bank" },
	};
	struct why why = WHY_INIT;
	struct queues q = { call->json, NULL };
	struct unit u;
	enum outcome out;
	size_t i;

	if (call->argc != 1)
		return command_usage("status [--json]");
	out = command_open(call, STAGE_READ, &u, &why);
	q.u = &u;
	if (out == OUT_OK)
		(void)printf(
		    call->json ? "{\"unit\":\"%s\"" : "unit %s\n", u.code);
	for (i = 0; out == OUT_OK && i < sizeof(dirs) / sizeof(dirs[0]); i++)
		out = put_folder(&u, dirs[i][0], dirs[i][1], call->json, &why);
	if (out == OUT_OK)
		out = store_view(u.store, put_queues, &q, &why);
	if (out == OUT_OK)
		out = stays_put(&u, call->json, &why);
	if (out == OUT_OK && call->json)
		(void)printf("}\n");
	unit_close(&u);
	return command_fail(out, &why);
}

struct holding {
	const struct unit *u;
	const char *id, *reason;
};

static enum outcome
hold(struct store_txn *txn, void *ctx, struct why *why)
{
	const struct holding *h = ctx;
	struct office o = { .conf = h->u->conf,
		.code = h->u->code,
		.now = h->u->now,
		.today = h->u->today,
		.actor = command_person() };
	enum outcome out;
	Rec__Event ev;
	Rec__Case *c;

	if ((out = case_find(txn, h->id, &c, why)) != OUT_OK)
		return out;
	if (c == NULL)
		return why_reject(why, "SHEET-CASE", "no such case");
	if (erase_done(c)) {
		record_free(c);
		return why_reject(why, "ERASED", "the case was erased");
	}
	if ((out = journal_begin(txn, &o, "hold", &ev, why)) == OUT_OK) {
		ev.case_number = c->number;
		ev.subject = c->id;
		ev.text = lend(h->reason);
		out = journal_append(txn, &ev, why);
	}
	record_free(c);
	return out;
}

int
command_hold(const struct call *call)
{
	struct why why = WHY_INIT;
	struct holding h = { NULL, NULL, "" };
	struct unit u;
	enum outcome out;
	bool release;

	release = call->argc == 3 && strcmp(call->argv[1], "--release") == 0;
	if (call->argc != 3 || (!release && call->argv[2][0] == '\0'))
		return command_usage("hold CASE REASON | --release CASE");
	h.u = &u;
	h.id = call->argv[release ? 2 : 1];
	if (!release)
		h.reason = call->argv[2];
	if ((out = command_open(call, STAGE_WRITE, &u, &why)) == OUT_OK)
		out = store_update(
		    u.store, u.now, command_person(), "hold", hold, &h, &why);
	if (out == OUT_OK)
		(void)printf("%s: its money %s\n", h.id,
		    release ? "goes on" : "is stopped");
	unit_close(&u);
	return command_fail(out, &why);
}
