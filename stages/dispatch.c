/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * dispatch -- put messages that may leave where the connector takes them.
 *
 * Folders are built in staging and renamed in, complete; what left is noted
 * in sent/; then the store says so.
 *
 * Killed before the rename: nothing has happened.  Between it and the commit:
 * the next run builds the same folder with the same bytes, finds it there
 * (with what the connector has put into it meanwhile), and commits.  A folder
 * is never moved or removed: evidences come back into it.
 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "domain/dispatch.h"
#include "domain/index.h"
#include "domain/office_open.h"
#include "domain/state.h"
#include "io/publish.h"
#include "io/stage.h"

#define GROUP_MAX 100	  /* messages of one group */
#define FOLDER_MODE 02770 /* the connector's group reads and writes */
#define FILE_MODE 0660

struct run {
	struct unit *u;
	struct office office;
	struct publish *pub;
	char files[PATH_MAX], outgoing[PATH_MAX], sent[PATH_MAX];
	char **name;	      /* the queue */
	size_t n, from, upto; /* the group within it */
	struct gone {
		char folder[64];
		struct buf header;
	} * gone; /* of the group */
};

static enum outcome
list_queue(struct store_txn *txn, void *ctx, struct why *why)
{
	struct run *r = ctx;

	return queue_list(txn, "out", &r->name, &r->n, why);
}

static enum outcome
publish_message(struct run *r, const struct outgoing *g, struct why *why)
{
	char note[160], name[80];
	enum outcome out;
	size_t i;
	int n;

	if ((out = publish_folder(r->pub, g->folder, FOLDER_MODE, r->outgoing,
		 g->folder, why)) != OUT_OK)
		return out;
	for (i = 0; i < g->n; i++)
		if ((out = publish_into(r->pub, g->folder, g->file[i].name,
			 FILE_MODE, g->file[i].data.data, g->file[i].data.len,
			 why)) != OUT_OK)
			return out;
	n = snprintf(note, sizeof(note), "%s %s\n", g->folder, g->sha256);
	(void)snprintf(name, sizeof(name), "%s.sent", g->folder);
	return publish_file(
	    r->pub, name, 0440, note, (size_t)n, r->sent, g->folder, why);
}

/* What its record will say; the header is taken over. */
static void
note_gone(struct gone *gone, struct outgoing *g)
{
	buf_free(&gone->header);
	gone->header = g->file[0].data;
	g->file[0].data = (struct buf)BUF_INIT;
	(void)memcpy(gone->folder, g->folder, sizeof(gone->folder));
}

static enum outcome
build_group(struct store_txn *txn, void *ctx, struct why *why)
{
	struct run *r = ctx;
	struct outgoing *g;
	enum outcome out = OUT_OK;
	size_t i;

	if ((g = malloc(sizeof(*g))) == NULL)
		return why_sys(why, "dispatch");
	for (i = r->from; out == OUT_OK && i < r->upto; i++) {
		out = dispatch_build(
		    txn, &r->office, strtoull(r->name[i], NULL, 10), g, why);
		if (out != OUT_OK)
			break;
		out = publish_message(r, g, why);
		note_gone(&r->gone[i - r->from], g);
		dispatch_free(g);
	}
	free(g);
	return out;
}

static enum outcome
mark_group(struct store_txn *txn, void *ctx, struct why *why)
{
	struct run *r = ctx;
	enum outcome out = OUT_OK;
	size_t i;

	for (i = r->from; out == OUT_OK && i < r->upto; i++)
		out = dispatch_done(txn, &r->office,
		    strtoull(r->name[i], NULL, 10), r->gone[i - r->from].folder,
		    &r->gone[i - r->from].header, why);
	return out;
}

static enum outcome
do_group(struct run *r, struct why *why)
{
	enum outcome out;

	if ((out = store_view(r->u->store, build_group, r, why)) != OUT_OK ||
	    r->u->dry)
		return out;
	if ((out = publish_commit(r->pub, why)) != OUT_OK)
		return out;
	return store_update(r->u->store, r->u->now, "dispatch", "dispatched",
	    mark_group, r, why);
}

static enum outcome
do_queue(struct run *r, struct why *why)
{
	char tmp[PATH_MAX];
	enum outcome out;

	(void)unit_path(r->u, "outgoing", r->outgoing, sizeof(r->outgoing));
	(void)unit_path(r->u, "sent", r->sent, sizeof(r->sent));
	r->office.files =
	    unit_path(r->u, "store/files", r->files, sizeof(r->files));
	if ((out = publish_begin(
		 unit_path(r->u, "spool/tmp/dispatch", tmp, sizeof(tmp)),
		 &r->pub, why)) != OUT_OK)
		return out;
	for (r->from = 0; out == OUT_OK && r->from < r->n; r->from = r->upto) {
		r->upto =
		    r->from + GROUP_MAX < r->n ? r->from + GROUP_MAX : r->n;
		if ((out = do_group(r, why)) == OUT_OK)
			r->u->done += (int)(r->upto - r->from);
	}
	publish_free(r->pub);
	return out;
}

static enum outcome
run(struct unit *u, struct why *why)
{
	struct run r;
	enum outcome out;
	size_t i;

	memset(&r, 0, sizeof(r));
	r.u = u;
	if ((out = store_view(u->store, list_queue, &r, why)) != OUT_OK)
		return out;
	if (r.n > 0) {
		if ((r.gone = calloc(GROUP_MAX, sizeof(*r.gone))) == NULL)
			out = why_sys(why, "dispatch");
		else if ((out = office_open(u, "dispatch", &r.office, why)) ==
		    OUT_OK)
			out = do_queue(&r, why);
		office_close(&r.office);
		for (i = 0; r.gone != NULL && i < GROUP_MAX; i++)
			buf_free(&r.gone[i].header);
		free(r.gone);
	}
	names_free(r.name, r.n);
	return out;
}

int
main(int argc, char *argv[])
{
	static const struct stage stage = {
		.name = "dispatch",
		.store = STAGE_WRITE,
		.leaves = true,
		.run = run,
	};

	return stage_main(&stage, argc, argv);
}
