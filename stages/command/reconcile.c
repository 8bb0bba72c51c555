/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * isupport reconcile: after a restore, what the store has forgotten; then
 * things may leave again.
 *
 * The transaction first, then what is left of cases that were erased since the
 * backup, then the head in sent/audit, then keys/epoch.  Killed in between,
 * nothing leaves yet, and a second run finds nothing forgotten.
 */
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command/command.h"
#include "command/shred.h"
#include "domain/case/erase.h"
#include "domain/case/erased.h"
#include "domain/case/office_open.h"
#include "domain/case/reconcile.h"
#include "io/epoch.h"
#include "io/record.h"

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

/* ---- cases that were erased since ---------------------------------------- */

static enum outcome
begin_files(struct unit *u, struct office *office, char *files, size_t size,
    struct why *why)
{
	char path[PATH_MAX];
	enum outcome out;

	if (access(unit_path(u, ERASED_DIR, path, sizeof(path)), F_OK) == -1)
		return OUT_OK;
	if ((out = shred_lock(u, why)) != OUT_OK)
		return out;
	office->files = unit_path(u, "store/files", files, size);
	return blob_begin(unit_path(u, "spool/tmp/record", path, sizeof(path)),
	    office->files, u->seal, &office->blobs, why);
}

static enum outcome
read_next(struct store_txn *txn, void *ctx, struct why *why)
{
	Rec__Case **c = ctx;

	record_free(*c);
	return erase_next(txn, c, why);
}

/* One whose keys are there is for key shred. */
static enum outcome
is_erased(struct unit *u, const Rec__Case *c, bool *is, struct why *why)
{
	struct erased_keys ring = { NULL, 0 };
	enum outcome out;

	out = erased_ring(u->seal, &ring, why);
	*is = c->erasure->n_keys > 0 && !erased_has(&ring, c->erasure->keys[0]);
	free(ring.id);
	return out;
}

static enum outcome
finish(struct unit *u, const struct office *office, struct why *why)
{
	Rec__Case *c = NULL;
	enum outcome out;
	bool is = true;

	if (office->blobs == NULL)
		return OUT_OK;
	while ((out = store_view(u->store, read_next, &c, why)) == OUT_OK &&
	    c != NULL && (out = is_erased(u, c, &is, why)) == OUT_OK && is &&
	    (out = shred_rest(u, office, c, why)) == OUT_OK)
		;
	record_free(c);
	return out;
}

/* ---- all of it ----------------------------------------------------------- */

static enum outcome
reconcile(struct unit *u, const char *reason, bool lost, struct why *why)
{
	struct reconcile r = { .u = u, .reason = reason };
	struct office office = { .conf = NULL };
	char files[PATH_MAX];
	enum outcome out;

	if (!u->restored)
		return why_reject(why, "RECONCILE",
		    "nothing to do: the store is the one that sent/audit "
		    "knows");
	if ((out = look(&r, lost, why)) == OUT_OK &&
	    (out = office_open(u, command_person(), &office, why)) == OUT_OK &&
	    (out = begin_files(u, &office, files, sizeof(files), why)) ==
		OUT_OK) {
		r.office = &office;
		out = store_update(u->store, u->now, command_person(),
		    "reconcile", reconcile_store, &r, why);
	}
	if (out == OUT_OK && (out = finish(u, &office, why)) == OUT_OK &&
	    (out = adopt(&r, why)) == OUT_OK)
		(void)fputs(r.report.len == 0 ?
			"nothing had left that the store did not know\n" :
			(const char *)r.report.data,
		    stdout);
	buf_free(&r.report);
	buf_free(&r.skipped);
	blob_free(office.blobs);
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
