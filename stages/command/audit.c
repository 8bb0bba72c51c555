/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * isupport audit verify: the chain of all changes, link by link, and the heads
 * of it that were kept in sent/audit, and the number of the restore in
 * keys/epoch.
 */
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command/command.h"
#include "io/audit.h"
#include "io/digest.h"
#include "io/epoch.h"
#include "io/heads.h"

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
	grown[k->n++] = *head; /* its numbers are not looked at */
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
read_epoch(struct store_txn *txn, void *ctx, struct why *why)
{
	return store_counter(txn, STORE_EPOCH, ctx, why);
}

static enum outcome
check_epoch(struct unit *u, struct why *why)
{
	char path[PATH_MAX];
	struct epoch epoch;
	enum outcome out;
	uint64_t ours;

	if ((out = epoch_read(unit_path(u, "keys/epoch", path, sizeof(path)),
		 &epoch, why)) != OUT_OK ||
	    (out = store_view(u->store, read_epoch, &ours, why)) != OUT_OK)
		return out;
	return ours == epoch.number ?
	    OUT_OK :
	    why_reject(why, "STORE-RESTORED",
		"the store was put back %" PRIu64 " times, keys/epoch says "
		"%" PRIu64,
		ours, epoch.number);
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
		else
			out = check_epoch(u, why);
	}
	free(k.head);
	return out;
}

int
command_audit(const struct call *call)
{
	struct why why = WHY_INIT;
	enum outcome out;
	struct unit u;

	if (call->argc != 2 || strcmp(call->argv[1], "verify") != 0)
		return command_usage("audit verify [--json]");
	if ((out = command_open(call, STAGE_READ, &u, &why)) == OUT_OK)
		out = verify(call, &u, &why);
	unit_close(&u);
	return command_fail(out, &why);
}
