/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * isupport reconcile: after a restore, what the store has forgotten; then
 * things may leave again.
 *
 * The transaction first, then the head in sent/audit, then keys/epoch.  Killed
 * in between, nothing leaves yet, and a second run finds nothing forgotten.
 */
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "command/command.h"
#include "domain/case/office_open.h"
#include "domain/case/reconcile.h"
#include "io/epoch.h"

static enum outcome
read_own(struct store_txn *txn, void *ctx, struct why *why)
{
	return store_counter(txn, STORE_EPOCH, ctx, why);
}

/* The higher of the two numbers, and whether sent/ tells what left. */
static enum outcome
look(struct reconcile *r, bool says_lost, struct why *why)
{
	char path[PATH_MAX];
	struct epoch epoch;
	enum outcome out;
	bool lost;

	if ((out = epoch_read(unit_path(r->u, "keys/epoch", path, sizeof(path)),
		 &epoch, why)) != OUT_OK ||
	    (out = store_view(r->u->store, read_own, &r->epoch, why)) != OUT_OK)
		return out;
	if (r->epoch < epoch.number)
		r->epoch = epoch.number;
	lost = epoch.sent_lost ||
	    access(unit_path(r->u, "sent/audit", path, sizeof(path)), F_OK) ==
		-1;
	r->lost = says_lost;
	if (lost && (!says_lost || r->reason[0] == '\0'))
		return why_reject(why, "SENT-LOST",
		    "sent/ was lost, too: nobody knows what left since the "
		    "backup; look at the bank and the connector, then say "
		    "isupport reconcile --sent-lost REASON");
	return OUT_OK;
}

static enum outcome
adopt(const struct reconcile *r, struct why *why)
{
	struct epoch epoch = { .number = r->epoch };
	char path[PATH_MAX];
	enum outcome out;

	if ((out = store_adopt(r->u->store,
		 unit_path(r->u, "sent/audit", path, sizeof(path)), r->u->now,
		 why)) != OUT_OK ||
	    r->epoch == 0)
		return out;
	return epoch_write(
	    unit_path(r->u, "keys", path, sizeof(path)), &epoch, why);
}

static enum outcome
reconcile(struct unit *u, const char *reason, bool lost, struct why *why)
{
	struct reconcile r = { .u = u, .reason = reason };
	struct office office = { .conf = NULL };
	enum outcome out;

	if (!u->restored)
		return why_reject(why, "RECONCILE",
		    "nothing to do: the store is the one that sent/audit "
		    "knows");
	if ((out = look(&r, lost, why)) == OUT_OK &&
	    (out = office_open(u, command_person(), &office, why)) == OUT_OK) {
		r.office = &office;
		out = store_update(u->store, u->now, command_person(),
		    "reconcile", reconcile_store, &r, why);
	}
	if (out == OUT_OK && (out = adopt(&r, why)) == OUT_OK)
		(void)fputs(r.report.len == 0 ?
			"nothing had left that the store did not know\n" :
			(const char *)r.report.data,
		    stdout);
	buf_free(&r.report);
	buf_free(&r.skipped);
	office_close(&office);
	return out;
}

int
command_reconcile(const struct call *call)
{
	static const struct option longs[] = {
		{ "sent-lost", no_argument, NULL, 'l' }, { NULL, 0, NULL, 0 }
	};
	struct why why = WHY_INIT;
	enum outcome out;
	bool lost = false;
	struct unit u;
	int ch;

	while (
	    (ch = getopt_long(call->argc, call->argv, "", longs, NULL)) != -1) {
		if (ch != 'l')
			return command_usage(
			    "reconcile [--sent-lost] [REASON]");
		lost = true;
	}
	if (call->argc - optind > 1)
		return command_usage("reconcile [--sent-lost] [REASON]");
	if ((out = command_open(call, STAGE_WRITE, &u, &why)) == OUT_OK)
		out = reconcile(&u,
		    optind < call->argc ? call->argv[optind] : "", lost, &why);
	unit_close(&u);
	return command_fail(out, &why);
}
