/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * record -- from validated parcels to the case store.
 *
 * A group of parcels is one transaction, each parcel nested in it: what cannot
 * be recorded goes to quarantine alone.  Large documents are durable in
 * store/files before the commit that names them; the parcels are removed
 * after it.
 *
 * Killed before the commit: nothing has happened, but for files that no record
 * names and that the next run replaces.  After it: the next run knows the
 * parcels by name and content, records nothing twice, and removes them.
 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/case/decide.h"
#include "domain/case/office_open.h"
#include "domain/case/receive.h"
#include "domain/rule/rule.h"
#include "io/blob.h"
#include "io/parcel.h"
#include "io/publish.h"
#include "io/share.h"
#include "io/stage.h"

#define GROUP_MAX 500 /* parcels of one transaction */

struct run {
	struct unit *u;
	struct office office;
	struct rules *rules;
	char valid[PATH_MAX], files[PATH_MAX], tmp[PATH_MAX], sent[PATH_MAX];
	char quarantine[PATH_MAX];
	char **name; /* of the group, in order */
	size_t n;
	bool *refused;
	struct why *reason; /* of each that was refused */
};

/* One parcel, nested in the group's transaction. */
struct one {
	struct run *r;
	const char *name;
};

static enum outcome
load_files(
    struct run *r, const struct parcel *p, struct buf *files, struct why *why)
{
	enum outcome out = OUT_OK;
	size_t i;

	for (i = 0; out == OUT_OK && i < p->manifest->n_files; i++)
		out = parcel_file(r->valid, p, i, r->u->seal, &files[i], why);
	return out;
}

/* What was sealed in them; of a place in the manifest at most once. */
static enum outcome
load_opened(
    struct run *r, const struct parcel *p, struct buf *opened, struct why *why)
{
	const Rec__Verdict *v = p->verdict;
	enum outcome out = OUT_OK;
	size_t i;

	for (i = 0; out == OUT_OK && i < v->n_opened; i++) {
		if (v->opened[i]->file >= p->manifest->n_files)
			return why_reject(
			    why, "PARCEL", "there is no such file");
		out = parcel_opened(r->valid, p, v->opened[i], r->u->seal,
		    &opened[v->opened[i]->file], why);
	}
	return out;
}

static enum outcome
record_one(struct store_txn *txn, void *ctx, struct why *why)
{
	const struct one *one = ctx;
	struct run *r = one->r;
	struct parcel p;
	struct arrival a = { .parcel = &p };
	struct buf *files, *opened;
	enum outcome out;
	size_t i;

	if ((out = parcel_open(r->valid, one->name, r->u->seal, &p, why)) !=
	    OUT_OK)
		return out;
	/* One after the other. */
	files = calloc(2 * p.manifest->n_files + 1, sizeof(*files));
	opened = files == NULL ? NULL : files + p.manifest->n_files;
	if (files == NULL)
		out = why_sys(why, "record");
	else if (p.verdict == NULL)
		out = why_reject(why, "PARCEL", "parcel without a verdict");
	else if ((out = load_files(r, &p, files, why)) == OUT_OK)
		out = load_opened(r, &p, opened, why);
	a.files = files;
	a.opened = opened;
	if (out == OUT_OK)
		out = receive_parcel(txn, &r->office, &a, why);
	for (i = 0; files != NULL && i < 2 * p.manifest->n_files; i++)
		buf_wipe(&files[i]);
	free(files);
	parcel_close(&p);
	return out;
}

static enum outcome
record_group(struct store_txn *txn, void *ctx, struct why *why)
{
	struct run *r = ctx;
	enum outcome out;
	size_t i;

	for (i = 0; i < r->n; i++) {
		struct one one = { r, r->name[i] };

		out = store_item(
		    txn, "record", r->name[i], record_one, &one, &r->reason[i]);
		r->refused[i] = out == OUT_REJECT;
		if (out == OUT_RETRY) {
			*why = r->reason[i];
			return out;
		}
	}
	if ((out = blob_commit(r->office.blobs, why)) != OUT_OK)
		return out;
	/* -n: everything was done, and is undone. */
	return r->u->dry ? OUT_RETRY : OUT_OK;
}

static enum outcome
set_aside(struct run *r, struct why *why)
{
	struct publish *pub;
	enum outcome out;
	size_t i;

	if ((out = publish_begin(r->tmp, &pub, why)) != OUT_OK)
		return out;
	for (i = 0; out == OUT_OK && i < r->n; i++) {
		if (!r->refused[i])
			continue;
		unit_log(r->u, "%s to quarantine: %s", r->name[i],
		    r->reason[i].rule);
		r->u->rejected++;
		out = parcel_quarantine(pub, r->u->seal, r->valid, r->name[i],
		    "record", r->u->now, &r->reason[i],
		    rule_next(r->rules, r->reason[i].rule), r->quarantine, why);
	}
	if (out == OUT_OK)
		out = publish_commit(pub, why);
	publish_free(pub);
	return out;
}

static enum outcome
remove_recorded(struct run *r, struct why *why)
{
	const char **names;
	enum outcome out;
	size_t i, n = 0;

	if ((names = calloc(r->n, sizeof(*names))) == NULL)
		return why_sys(why, "record");
	for (i = 0; i < r->n; i++)
		if (!r->refused[i])
			names[n++] = r->name[i];
	out = n == 0 ? OUT_OK : publish_remove_many(r->valid, names, n, why);
	free(names);
	return out;
}

static enum outcome
do_group(struct run *r, struct why *why)
{
	enum outcome out;
	size_t i, n = r->n;
	char **name = r->name;

	out = store_update(
	    r->u->store, r->u->now, "record", "group", record_group, r, why);
	if (out == OUT_RETRY && r->u->dry) {
		r->u->done += (int)n;
		return OUT_OK;
	}
	if (out == OUT_OK && (out = set_aside(r, why)) == OUT_OK &&
	    (out = remove_recorded(r, why)) == OUT_OK)
		r->u->done += (int)n;
	if (out != OUT_RETRY || n == 1)
		return out;
	/* The group failed as a whole: one by one, so that one cannot stop
	 * the others. */
	out = OUT_OK;
	for (i = 0; i < n; i++) {
		enum outcome single;

		r->name = name + i;
		r->n = 1;
		if ((single = do_group(r, why)) != OUT_OK)
			out = single;
	}
	r->name = name;
	r->n = n;
	return out;
}

static enum outcome
add_name(struct unit *u, const char *name, void *ctx, struct why *why)
{
	struct run *r = ctx;

	(void)u;
	if ((r->name[r->n] = strdup(name)) == NULL)
		return why_sys(why, "record");
	r->n++;
	return OUT_OK;
}

static enum outcome
one_group(struct run *r, size_t *found, struct why *why)
{
	char *names[GROUP_MAX];
	bool refused[GROUP_MAX] = { false };
	enum outcome out;
	size_t i;

	r->name = names;
	r->refused = refused;
	r->n = 0;
	out =
	    queue_each(r->u, "spool/valid", GROUP_MAX, add_name, r, found, why);
	if (out == OUT_OK && r->n > 0 &&
	    (out = reserve_keys(r->u->store, r->u->seal, why)) == OUT_OK)
		out = do_group(r, why);
	for (i = 0; i < r->n; i++)
		free(names[i]);
	return out;
}

static enum outcome
run_groups(struct run *r, struct why *why)
{
	char path[PATH_MAX];
	enum outcome out;
	size_t found;

	r->office.files =
	    unit_path(r->u, "store/files", r->files, sizeof(r->files));
	r->office.sent = unit_path(r->u, "sent", r->sent, sizeof(r->sent));
	(void)unit_path(r->u, "spool/valid", r->valid, sizeof(r->valid));
	(void)unit_path(
	    r->u, "spool/quarantine", r->quarantine, sizeof(r->quarantine));
	(void)unit_path(r->u, "spool/tmp/record", r->tmp, sizeof(r->tmp));
	if ((out = publish_sweep(r->valid, why)) != OUT_OK ||
	    (out = blob_begin(unit_path(r->u, "store/tmp", path, sizeof(path)),
		 r->files, r->u->seal, &r->office.blobs, why)) != OUT_OK)
		return out;
	do {
		out = one_group(r, &found, why);
	} while (out == OUT_OK && found == GROUP_MAX && !r->u->dry);
	blob_free(r->office.blobs);
	return out;
}

static enum outcome
run(struct unit *u, struct why *why)
{
	struct run r;
	char share[PATH_MAX];
	enum outcome out;

	memset(&r, 0, sizeof(r));
	r.u = u;
	if ((r.reason = calloc(GROUP_MAX, sizeof(*r.reason))) == NULL)
		return why_sys(why, "record");
	if ((out = office_open(u, "record", &r.office, why)) == OUT_OK &&
	    (out = rules_load(share_path("", share, sizeof(share)), &r.rules,
		 why)) == OUT_OK)
		out = run_groups(&r, why);
	rules_free(r.rules);
	office_close(&r.office);
	free(r.reason);
	return out;
}

int
main(int argc, char *argv[])
{
	static const struct sandbox_path paths[] = { { "spool/valid",
							 SANDBOX_WRITE },
		{ "spool/tmp/record", SANDBOX_WRITE },
		{ "spool/quarantine", SANDBOX_ADD },
		{ "store/tmp", SANDBOX_WRITE },
		{ "store/files", SANDBOX_WRITE }, { NULL, SANDBOX_READ } };
	static const struct stage stage = {
		.name = "record",
		.store = STAGE_WRITE,
		.leaves = true,
		.paths = paths,
		.run = run,
	};

	return stage_main(&stage, argc, argv);
}
