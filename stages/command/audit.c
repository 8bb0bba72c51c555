/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * isupport audit head: the head of the chain of all changes, signed, to be kept
 * elsewhere.  (isupport audit verify: audit_verify.c.)
 */
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "command/command.h"
#include "io/digest.h"
#include "io/headfile.h"
#include "io/store_apart.h"

/* What the head is, and where the keys are: nothing else stays open. */
struct heading {
	struct head head;
	char unit[16], now[24], keys[PATH_MAX];
};

/* In a process of its own: a damaged store kills it. */
static enum outcome
look(struct apart *apart, void *ctx, struct why *why)
{
	struct heading h;
	enum outcome out;
	struct unit u;

	memset(&h, 0, sizeof(h));
	if ((out = command_open(ctx, STAGE_READ, &u, why)) == OUT_OK &&
	    (out = store_head(u.store, &h.head.count, h.head.digest, why)) ==
		OUT_OK) {
		(void)snprintf(h.unit, sizeof(h.unit), "%s", u.code);
		(void)snprintf(h.now, sizeof(h.now), "%s", u.now);
		(void)unit_path(&u, "keys", h.keys, sizeof(h.keys));
		apart_say(apart, &h, sizeof(h));
	}
	unit_close(&u);
	return out;
}

static void
hear(const void *data, size_t len, void *ctx)
{
	if (len == sizeof(struct heading))
		memcpy(ctx, data, len);
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
	struct call copy = *call;
	struct why why = WHY_INIT;
	struct mailkeys *mk = NULL;
	struct headfile f = { .text = BUF_INIT };
	struct heading h;
	enum outcome out;

	memset(&h, 0, sizeof(h));
	if ((out = store_apart(look, &copy, hear, &h, &why)) == OUT_OK &&
	    mailkeys_there(h.keys))
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

	if (strcmp(what, "verify") == 0)
		return command_audit_verify(call);
	if (strcmp(what, "head") == 0 &&
	    (call->argc == 2 ||
		(call->argc == 4 && strcmp(call->argv[2], "-o") == 0)))
		return audit_head_command(call);
	return command_usage("audit head [-o FOLDER] | verify [HEADFILE ...]");
}
