/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * isupport why: the reason of a parcel in quarantine, with the value that was
 * at fault.  isupport requeue: put it back into received/, mended if a file is
 * given; the parcel in quarantine goes once the new one is durable.
 */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "command/command.h"
#include "command/why_words.h"
#include "io/digest.h"
#include "io/parcel.h"
#include "io/pickup.h"
#include "io/publish.h"
#include "io/record.h"
#include "io/slurp.h"
#include "io/xmlout.h"

#define REASON_MAX ((size_t)16384) /* bytes of a reason file */

/* The parcel of that name, which is the caller's and may be none. */
static enum outcome
open_parcel(struct unit *u, const char *name, char dir[PATH_MAX],
    struct parcel *p, struct why *why)
{
	char path[PATH_MAX];

	memset(p, 0, sizeof(*p));
	(void)unit_path(u, "spool/quarantine", dir, PATH_MAX);
	(void)snprintf(path, sizeof(path), "%.3000s/%.100s", dir, name);
	if (strlen(name) == PARCEL_NAME_LEN && access(path, F_OK) == -1 &&
	    errno == ENOENT)
		return why_reject(why, "PARCEL",
		    "there is nothing of that name in quarantine");
	return parcel_open(dir, name, u->seal, p, why);
}

/* Behind the plain words of the reason, or all of it as JSON. */
static enum outcome
print_reason(
    struct buf *text, const Rec__Reason *reason, bool json, struct why *why)
{
	enum outcome out = OUT_OK;

	if (json) {
		buf_reset(text);
		out = xmlout_json(text, &reason->base, why);
		(void)buf_puts(text, "\n");
	} else {
		why_came(text, reason);
	}
	if (out == OUT_OK && (out = buf_ok(text, why)) == OUT_OK)
		(void)printf("%s", (const char *)text->data);
	return out;
}

static enum outcome
show_reason(struct unit *u, const char *name, bool json, struct why *why)
{
	char dir[PATH_MAX], path[PATH_MAX];
	struct buf text = BUF_INIT;
	Rec__Reason *reason = NULL;
	struct parcel p;
	enum outcome out;

	if ((out = open_parcel(u, name, dir, &p, why)) != OUT_OK)
		return out;
	(void)snprintf(path, sizeof(path), "%.3000s/%.100s/reason", dir, name);
	if ((out = slurp_file(path, REASON_MAX, &text, why)) == OUT_OK &&
	    (out = parcel_reason(dir, name, u->seal, &reason, why)) == OUT_OK &&
	    (out = parcel_came(p.manifest, reason, why)) == OUT_OK &&
	    (out = why_next(reason, why)) == OUT_OK)
		out = print_reason(&text, reason, json, why);
	buf_wipe(&text);
	record_free(reason);
	parcel_close(&p);
	return out;
}

static bool
is_parcel(const char *name)
{
	return strlen(name) == PARCEL_NAME_LEN &&
	    strspn(name, "0123456789") == 8 && name[8] == 'T';
}

int
command_why(const struct call *call)
{
	struct why why = WHY_INIT;
	struct unit u;
	enum outcome out;

	if (call->argc != 2)
		return command_usage("why PARCEL|PARCEL:LINE|FOLDER [--json]");
	if (!is_parcel(call->argv[1]))
		return command_why_row(call);
	if ((out = command_open(call, STAGE_NO_STORE, &u, &why)) == OUT_OK)
		out = show_reason(&u, call->argv[1], call->json, &why);
	unit_close(&u);
	return command_fail(out, &why);
}

/* Replace the file of that name in the parcel by what stands in ${path}. */
static enum outcome
mend(Rec__Manifest *m, struct buf *files, const char *path, struct why *why)
{
	const char *base = strrchr(path, '/');
	size_t i;
	enum outcome out;

	base = base == NULL ? path : base + 1;
	for (i = 0; i < m->n_files; i++)
		if (strcmp(m->files[i]->name, base) == 0)
			break;
	if (i == m->n_files)
		return why_reject(
		    why, "REQUEUE", "the parcel has no file of that name");
	buf_reset(&files[i]);
	if ((out = slurp_file(path, PICKUP_FILE_MAX, &files[i], why)) != OUT_OK)
		return out;
	m->files[i]->size = files[i].len;
	return digest_sha256(
	    files[i].data, files[i].len, m->files[i]->sha256.data, why);
}

static enum outcome
publish_again(struct unit *u, const Rec__Manifest *m, const struct buf *files,
    struct why *why)
{
	char received[PATH_MAX], tmp[PATH_MAX], name[PARCEL_NAME_LEN + 1];
	struct publish *pub;
	enum outcome out;

	/* In a staging folder of its own: no stage empties it meanwhile. */
	(void)unit_path(u, "spool/received", received, sizeof(received));
	(void)unit_path(u, "spool/tmp/requeue", tmp, sizeof(tmp));
	if ((out = publish_begin(tmp, &pub, why)) != OUT_OK)
		return out;
	if ((out = parcel_name(u->seal, m, name, why)) == OUT_OK &&
	    (out = parcel_create(
		 pub, u->seal, name, m, files, received, why)) == OUT_OK)
		out = publish_commit(pub, why);
	if (out == OUT_OK)
		(void)printf("%s\n", name);
	publish_free(pub);
	return out;
}

static enum outcome
requeue(struct unit *u, const char *name, char **paths, int n, struct why *why)
{
	char dir[PATH_MAX];
	struct parcel p;
	struct buf *files;
	enum outcome out;
	size_t i;
	int k;

	if ((out = open_parcel(u, name, dir, &p, why)) != OUT_OK)
		return out;
	files = calloc(p.manifest->n_files + 1, sizeof(*files));
	if (files == NULL)
		out = why_sys(why, "requeue");
	for (i = 0; out == OUT_OK && i < p.manifest->n_files; i++)
		out = parcel_file(dir, &p, i, u->seal, &files[i], why);
	for (k = 0; out == OUT_OK && k < n; k++)
		out = mend(p.manifest, files, paths[k], why);
	if (out == OUT_OK &&
	    (out = publish_again(u, p.manifest, files, why)) == OUT_OK)
		out = publish_remove(dir, name, why);
	for (i = 0; files != NULL && i < p.manifest->n_files; i++)
		buf_wipe(&files[i]);
	free(files);
	parcel_close(&p);
	return out;
}

static enum outcome
requeue_one(struct unit *u, const char *name, void *ctx, struct why *why)
{
	(void)ctx;
	return requeue(u, name, NULL, 0, why);
}

int
command_requeue(const struct call *call)
{
	struct why why = WHY_INIT;
	struct unit u;
	enum outcome out;
	size_t n;
	int i;

	if (call->argc < 2)
		return command_usage("requeue --all | NAME [FILE ...]");
	for (i = 2; i < call->argc; i++)
		if (!slurp_readable(call->argv[i]))
			return EX_NOINPUT;
	if ((out = command_open(call, STAGE_NO_STORE, &u, &why)) == OUT_OK) {
		if (strcmp(call->argv[1], "--all") == 0)
			out = queue_each(&u, "spool/quarantine", 0, requeue_one,
			    NULL, &n, &why);
		else
			out = requeue(&u, call->argv[1], call->argv + 2,
			    call->argc - 2, &why);
	}
	unit_close(&u);
	return command_fail(out, &why);
}
