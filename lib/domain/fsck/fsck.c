/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/fsck/fsck.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "domain/fsck/fsck_impl.h"
#include "domain/case/index.h"
#include "io/record.h"
#include "io/stage.h"
#include "io/store_apart.h"

/* In this order: what the others lean on comes first. */
static const struct {
	const char *name;
	fsck_check *fn;
} checks[] = {
	{ "keys", fsck_keys },
	{ "audit", fsck_chain },
	{ "values", fsck_values },
	{ "audit", fsck_gone },
	{ "index", fsck_index },
	{ "records", fsck_records },
	{ "queues", fsck_queues },
	{ "ledger", fsck_ledger },
	{ "payments", fsck_money },
	{ "batches", fsck_batches },
	{ "numbers", fsck_numbers },
	{ "documents", fsck_documents },
	{ "parcels", fsck_parcels },
	{ "payment files", fsck_payment_files },
	{ "sent", fsck_sent },
	{ "room", fsck_room },
};

/* ---- in the process that looks ---- */

static enum outcome
run_checks(struct store_txn *txn, void *ctx, struct why *why)
{
	struct why reason = WHY_INIT;
	struct fsck *f = ctx;
	enum outcome out = OUT_OK;
	size_t i;

	f->txn = txn;
	for (i = 0; out == OUT_OK && i < sizeof(checks) / sizeof(checks[0]);
	     i++) {
		out = checks[i].fn(f, &reason);
		if (out != OUT_OK)
			out = fsck_why(f, checks[i].name, out, &reason, why);
	}
	digtab_free(f->last);
	return out;
}

static enum outcome
add_name(struct unit *u, const char *name, void *ctx, struct why *why)
{
	struct fsck *f = ctx;
	char **grown;

	(void)u;
	grown = realloc(f->sent, (f->nsent + 1) * sizeof(*grown));
	if (grown == NULL)
		return why_sys(why, "sent");
	f->sent = grown;
	if ((f->sent[f->nsent] = strdup(name)) == NULL)
		return why_sys(why, "sent");
	f->nsent++;
	return OUT_OK;
}

/* What is not a fault of the unit, but that there is none to look at. */
static bool
no_unit(const struct why *why)
{
	static const char *const rules[] = { "CONFIG", "PERMISSION", "CLOCK",
		"TIMEZONE" };
	size_t i;

	for (i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		if (strcmp(rules[i], why->rule) == 0)
			return true;
	return false;
}

static void
tell_checks(struct fsck *f)
{
	Rec__Said said = REC__SAID__INIT;
	struct buf b = BUF_INIT;
	struct why why = WHY_INIT;

	said.checks = &f->checks;
	if (record_pack(&said.base, &b, &why) == OUT_OK)
		apart_say(f->apart, b.data, b.len);
	buf_free(&b);
}

/* What stands in sent/ first: it is older than what the store then says, and
 * so none of it can be unknown there only because it is new. */
static enum outcome
look_at(struct fsck *f, struct why *why)
{
	char path[PATH_MAX];
	enum outcome out;
	size_t n;

	(void)unit_path(f->u, "sent/audit", path, sizeof(path));
	if ((out = audit_heads_file(&f->heads, path, why)) == OUT_OK &&
	    (out = queue_each(f->u, "sent", 0, add_name, f, &n, why)) == OUT_OK)
		out = store_view(f->u->store, run_checks, f, why);
	audit_heads_free(&f->heads);
	names_free(f->sent, f->nsent);
	free(f->erased.id);
	digtab_free(f->left);
	return out;
}

static enum outcome
look(struct apart *apart, void *ctx, struct why *why)
{
	static const struct stage stage = {
		.name = "isupport",
		.store = STAGE_READ,
	};
	struct fsck f = { .apart = apart };
	struct why reason = WHY_INIT;
	struct unit u;
	enum outcome out;

	f.u = &u;
	rec__checks__init(&f.checks);
	out = unit_open(ctx, &stage, &u, &reason);
	if (out == OUT_OK)
		out = look_at(&f, &reason);
	if (out == OUT_REJECT && no_unit(&reason))
		*why = reason;
	else
		out = fsck_why(&f, "store", out, &reason, why);
	if (out == OUT_OK)
		tell_checks(&f);
	unit_close(&u);
	return out;
}

/* ---- in the one that hears ---- */

struct hearing {
	fsck_hear_fn *hear;
	void *ctx;
	uint64_t faults;
	bool ended;
};

static void
hear(const void *data, size_t len, void *ctx)
{
	struct hearing *h = ctx;
	struct why why = WHY_INIT;
	ProtobufCMessage *m;
	const Rec__Said *said;

	if (record_unpack(&rec__said__descriptor, data, len, &m, &why) !=
	    OUT_OK)
		return;
	said = RECORD_OF(Rec__Said, m);
	h->faults += said->fault != NULL && !said->fault->note;
	h->ended = h->ended || said->checks != NULL;
	h->hear(said, h->ctx);
	record_free(m);
}

/* It died of what it looked at. */
static void
tell_crash(struct hearing *h, const struct why *reason)
{
	Rec__Said said = REC__SAID__INIT;
	Rec__Fault fault = REC__FAULT__INIT;
	Rec__Checks counts = REC__CHECKS__INIT;

	fault.rule = lend(reason->rule);
	fault.place = lend("store");
	fault.text = lend(reason->text);
	fault.next = lend(
	    "keep a copy of store and keys, then restore the newest backup");
	said.fault = &fault;
	h->hear(&said, h->ctx);
	counts.faults = h->faults + 1;
	said.fault = NULL;
	said.checks = &counts;
	h->hear(&said, h->ctx);
}

enum outcome
fsck_unit(const char *root, fsck_hear_fn *fn, void *ctx, struct why *why)
{
	struct hearing h = { fn, ctx, 0, false };
	enum outcome out;

	out = store_apart(look, lend(root), hear, &h, why);
	if (out != OUT_REJECT ||
	    (strcmp(why->rule, STORE_CRASH) != 0 &&
		strcmp(why->rule, STORE_HANGS) != 0))
		return out;
	tell_crash(&h, why);
	return OUT_OK;
}
