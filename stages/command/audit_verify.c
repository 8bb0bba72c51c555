/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * isupport audit verify: the chain of all changes, link by link, the heads of
 * it that were kept in sent/audit, those in files that were kept elsewhere, and
 * the number of the restore in keys/epoch.  The store is read in a process of
 * its own: a damaged one kills it.
 */
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "command/command.h"
#include "io/audit_heads.h"
#include "io/digest.h"
#include "io/epoch.h"
#include "io/headfile.h"
#include "io/slurp.h"
#include "io/store_apart.h"

#define FILES_MAX 1000	 /* heads kept elsewhere */
#define SIGN_EVERY 1000u /* records between two signs of life */

/* What was seen, told by the one that reads. */
struct seen {
	struct head now;
	uint64_t kept;
};

/* ---- in the process that reads ---- */

struct reading {
	const struct call *call;
	struct apart *apart;
	unsigned int busy; /* records since the last sign of life */
};

/* The heads in the files that were named. */
static enum outcome
read_files(const struct call *call, struct unit *u, struct audit_heads *k,
    struct why *why)
{
	char keys[PATH_MAX];
	struct mailkeys *mk = NULL;
	struct headfile f;
	enum outcome out = OUT_OK;
	int i;

	if (call->argc > 2)
		out = mailkeys_open(
		    unit_path(u, "keys", keys, sizeof(keys)), false, &mk, why);
	for (i = 2; out == OUT_OK && i < call->argc; i++) {
		out = headfile_read(call->argv[i], mk, u->code, &f, why);
		if (out == OUT_OK)
			out = audit_heads_add(k, &f.head, call->argv[i], why);
		if (out == OUT_OK && f.signature.len == 0)
			(void)fprintf(stderr, "isupport: %s: not signed\n",
			    call->argv[i]);
		headfile_free(&f);
	}
	mailkeys_close(mk);
	return out;
}

static enum outcome
alive(const Rec__AuditEntry *entry, const unsigned char *digest, void *ctx,
    struct why *why)
{
	struct reading *r = ctx;

	(void)entry;
	(void)digest;
	(void)why;
	if (++r->busy % SIGN_EVERY == 0)
		apart_say(r->apart, NULL, 0);
	return OUT_OK;
}

static enum outcome
walk(struct store_txn *txn, void *ctx, struct why *why)
{
	return audit_heads_verify(ctx, txn, why);
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
verify(struct reading *r, struct unit *u, struct why *why)
{
	struct audit_heads k = { .also = alive, .ctx = r };
	char path[PATH_MAX];
	enum outcome out;
	struct seen seen;

	memset(&seen, 0, sizeof(seen));
	(void)unit_path(u, "sent/audit", path, sizeof(path));
	if ((out = audit_heads_file(&k, path, why)) == OUT_OK &&
	    (out = read_files(r->call, u, &k, why)) == OUT_OK &&
	    (out = store_view(u->store, walk, &k, why)) == OUT_OK)
		out =
		    store_head(u->store, &seen.now.count, seen.now.digest, why);
	seen.kept = k.last;
	audit_heads_free(&k);
	if (out != OUT_OK)
		return out;
	apart_say(r->apart, &seen, sizeof(seen));
	return check_epoch(u, why);
}

static enum outcome
look(struct apart *apart, void *ctx, struct why *why)
{
	struct reading r = { ctx, apart, 0 };
	enum outcome out;
	struct unit u;

	if ((out = command_open(r.call, STAGE_READ, &u, why)) == OUT_OK)
		out = verify(&r, &u, why);
	unit_close(&u);
	return out;
}

/* ---- in the one that tells ---- */

static void
put(const void *data, size_t len, void *ctx)
{
	const struct call *call = ctx;
	char hex[DIGEST_HEX];
	struct seen s;

	if (len != sizeof(s))
		return;
	memcpy(&s, data, sizeof(s));
	(void)printf(call->json ?
		"{\"records\":%" PRIu64 ",\"head\":\"%s\",\"kept\":%" PRIu64
		",\"files\":%d}\n" :
		"records %" PRIu64 "\nhead    %s\nkept    %" PRIu64
		"\nfiles   %d\n",
	    s.now.count, digest_hex(s.now.digest, hex), s.kept, call->argc - 2);
}

int
command_audit_verify(const struct call *call)
{
	struct call copy = *call;
	struct why why = WHY_INIT;
	int i;

	if (call->argc - 2 > FILES_MAX)
		return command_usage("audit verify [HEADFILE ...]");
	for (i = 2; i < call->argc; i++)
		if (!slurp_readable(call->argv[i]))
			return EX_NOINPUT;
	return command_fail(store_apart(look, &copy, put, &copy, &why), &why);
}
