/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * isupport audit verify: the chain of all changes, link by link, and the heads
 * of it that were kept in sent/audit.
 * isupport audit accept: the store is right although it is not the one that
 * sent/audit knows (a backup was restored), and things may leave again.
 */
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command/command.h"
#include "domain/journal.h"
#include "io/audit.h"
#include "io/digest.h"
#include "io/heads.h"
#include "io/record.h"

/* The heads that were kept, since a store was accepted. */
struct kept {
	struct head *head;
	size_t n, at; /* at: the next to be compared */
};

static enum outcome
keep(const struct head *head, void *ctx, struct why *why)
{
	struct kept *k = ctx;
	struct head *grown;

	if (head->accepted)
		k->n = 0;
	grown = realloc(k->head, (k->n + 1) * sizeof(*grown));
	if (grown == NULL)
		return why_sys(why, "sent/audit");
	k->head = grown;
	grown[k->n++] = *head;
	return OUT_OK;
}

static enum outcome
compare(const Rec__AuditEntry *e, const unsigned char *digest, void *ctx,
    struct why *why)
{
	struct kept *k = ctx;

	if (k->at == k->n || k->head[k->at].count != e->number)
		return OUT_OK;
	if (memcmp(k->head[k->at].digest, digest, DIGEST_LEN) != 0)
		return why_reject(why, "STORE-RESTORED",
		    "record %" PRIu64 " is not the one that was the head",
		    e->number);
	k->at++;
	return OUT_OK;
}

static void
put(const struct call *call, const struct head *now, uint64_t kept)
{
	char hex[DIGEST_HEX];

	(void)printf(call->json ? "{\"records\":%" PRIu64
				  ",\"head\":\"%s\",\"kept\":%" PRIu64 "}\n" :
				  "records %" PRIu64
				  "\nhead    %s\nkept    %" PRIu64 "\n",
	    now->count, digest_hex(now->digest, hex), kept);
}

static enum outcome
verify(const struct call *call, struct unit *u, struct why *why)
{
	struct kept k = { NULL, 0, 0 };
	char path[PATH_MAX];
	enum outcome out;
	struct head now = { 0 };

	(void)unit_path(u, "sent/audit", path, sizeof(path));
	if ((out = heads_each(path, keep, &k, why)) == OUT_OK &&
	    (out = audit_verify(u->store, compare, &k, why)) == OUT_OK &&
	    (out = store_head(u->store, &now.count, now.digest, why)) ==
		OUT_OK) {
		put(call, &now, k.n == 0 ? 0 : k.head[k.n - 1].count);
		if (k.at < k.n)
			out = why_reject(why, "STORE-RESTORED",
			    "the store ends before record %" PRIu64
			    " that was the head",
			    k.head[k.at].count);
	}
	free(k.head);
	return out;
}

struct accepting {
	const struct unit *u;
	const char *reason;
};

static enum outcome
note(struct store_txn *txn, void *ctx, struct why *why)
{
	const struct accepting *a = ctx;
	struct office o = { .conf = a->u->conf,
		.code = a->u->code,
		.now = a->u->now,
		.today = a->u->today,
		.actor = command_person() };
	enum outcome out;
	Rec__Event ev;

	if ((out = journal_begin(txn, &o, "store-accepted", &ev, why)) !=
	    OUT_OK)
		return out;
	ev.text = lend(a->reason);
	return journal_append(txn, &ev, why);
}

static enum outcome
accept(struct unit *u, const char *reason, struct why *why)
{
	struct accepting a = { u, reason };
	char path[PATH_MAX];
	enum outcome out;

	if (!u->restored)
		return why_reject(
		    why, "AUDIT", "the store is the one that sent/audit knows");
	if ((out = store_update(u->store, u->now, command_person(),
		 "store-accepted", note, &a, why)) != OUT_OK)
		return out;
	return store_adopt(u->store,
	    unit_path(u, "sent/audit", path, sizeof(path)), u->now, why);
}

int
command_audit(const struct call *call)
{
	const char *what = call->argc > 1 ? call->argv[1] : "";
	bool accepts = call->argc == 3 && strcmp(what, "accept") == 0;
	struct why why = WHY_INIT;
	enum outcome out;
	struct unit u;

	if (!accepts && (call->argc != 2 || strcmp(what, "verify") != 0))
		return command_usage("audit verify [--json] | accept REASON");
	if ((out = command_open(
		 call, accepts ? STAGE_WRITE : STAGE_READ, &u, &why)) == OUT_OK)
		out = accepts ? accept(&u, call->argv[2], &why) :
				verify(call, &u, &why);
	unit_close(&u);
	return command_fail(out, &why);
}
