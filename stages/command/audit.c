/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * isupport audit verify: the chain of all changes, link by link, the heads of
 * it that were kept in sent/audit, those in files that were kept elsewhere, and
 * the number of the restore in keys/epoch.
 * isupport audit head: the head, signed, to be kept elsewhere.
 */
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command/command.h"
#include "io/audit_heads.h"
#include "io/digest.h"
#include "io/epoch.h"
#include "io/headfile.h"

#define FILES_MAX 1000 /* heads kept elsewhere */

/* ---- verify ---- */

static void
put(const struct call *call, const struct head *now, uint64_t kept, int files)
{
	char hex[DIGEST_HEX];

	(void)printf(call->json ?
		"{\"records\":%" PRIu64 ",\"head\":\"%s\",\"kept\":%" PRIu64
		",\"files\":%d}\n" :
		"records %" PRIu64 "\nhead    %s\nkept    %" PRIu64
		"\nfiles   %d\n",
	    now->count, digest_hex(now->digest, hex), kept, files);
}

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
verify(const struct call *call, struct unit *u, struct why *why)
{
	struct audit_heads k = { .kept = NULL };
	struct head now = { 0 };
	char path[PATH_MAX];
	enum outcome out;

	(void)unit_path(u, "sent/audit", path, sizeof(path));
	if ((out = audit_heads_file(&k, path, why)) == OUT_OK &&
	    (out = read_files(call, u, &k, why)) == OUT_OK &&
	    (out = store_view(u->store, walk, &k, why)) == OUT_OK &&
	    (out = store_head(u->store, &now.count, now.digest, why)) == OUT_OK)
		put(call, &now, k.last, call->argc - 2);
	audit_heads_free(&k);
	return out == OUT_OK ? check_epoch(u, why) : out;
}

static int
audit_verify_command(const struct call *call)
{
	struct why why = WHY_INIT;
	enum outcome out;
	struct unit u;

	if ((out = command_open(call, STAGE_READ, &u, &why)) == OUT_OK)
		out = verify(call, &u, &why);
	unit_close(&u);
	return command_fail(out, &why);
}

/* ---- head ---- */

/* What the head is, and where the keys are: nothing else stays open. */
struct heading {
	struct head head;
	char unit[16], now[24], keys[PATH_MAX];
};

static enum outcome
look(const struct call *call, struct heading *h, struct why *why)
{
	enum outcome out;
	struct unit u;

	if ((out = command_open(call, STAGE_READ, &u, why)) == OUT_OK &&
	    (out = store_head(u.store, &h->head.count, h->head.digest, why)) ==
		OUT_OK) {
		(void)snprintf(h->unit, sizeof(h->unit), "%s", u.code);
		(void)snprintf(h->now, sizeof(h->now), "%s", u.now);
		(void)unit_path(&u, "keys", h->keys, sizeof(h->keys));
	}
	unit_close(&u);
	return out;
}

static enum outcome
put_head(const struct call *call, const struct headfile *f, struct why *why)
{
	const char *dir = call->argc == 4 ? call->argv[3] : NULL;
	char hex[DIGEST_HEX];
	enum outcome out;

	if (dir != NULL && (out = headfile_put(f, dir, why)) != OUT_OK)
		return out;
	/* The text alone is what is kept; each hour nobody listens. */
	if (f->signature.len == 0 && !call->json)
		(void)fprintf(dir == NULL ? stderr : stdout,
		    "isupport: not signed: there is no message key that is "
		    "valid now (isupport key init)\n");
	if (call->json)
		(void)printf(
		    "{\"unit\":\"%s\",\"records\":%" PRIu64
		    ",\"head\":\"%s\",\"time\":\"%s\",\"signed\":%s}\n",
		    f->unit, f->head.count, digest_hex(f->head.digest, hex),
		    f->at, f->signature.len == 0 ? "false" : "true");
	else if (dir == NULL)
		(void)fwrite(f->text.data, 1, f->text.len, stdout);
	return OUT_OK;
}

static int
audit_head_command(const struct call *call)
{
	struct why why = WHY_INIT;
	struct mailkeys *mk = NULL;
	struct headfile f = { .text = BUF_INIT };
	struct heading h;
	enum outcome out;

	memset(&h, 0, sizeof(h));
	if ((out = look(call, &h, &why)) == OUT_OK && mailkeys_there(h.keys))
		out = mailkeys_open(h.keys, true, &mk, &why);
	if (out == OUT_OK &&
	    (out = headfile_make(mk, h.unit, &h.head, h.now, &f, &why)) ==
		OUT_OK)
		out = put_head(call, &f, &why);
	mailkeys_close(mk);
	headfile_free(&f);
	return command_fail(out, &why);
}

int
command_audit(const struct call *call)
{
	const char *what = call->argc > 1 ? call->argv[1] : "";

	if (strcmp(what, "verify") == 0 && call->argc - 2 <= FILES_MAX)
		return audit_verify_command(call);
	if (strcmp(what, "head") == 0 &&
	    (call->argc == 2 ||
		(call->argc == 4 && strcmp(call->argv[2], "-o") == 0)))
		return audit_head_command(call);
	return command_usage("audit head [-o FOLDER] | verify [HEADFILE ...]");
}
