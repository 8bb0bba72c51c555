/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * dispatch -- put messages that may leave where the connector takes them.
 *
 * Folders are built in staging and renamed in, complete, and what leaves is
 * noted in sent/; then the store says so.  Documents are sealed for the other
 * authority by a worker that holds the message key; a message that cannot be
 * sealed stays in the queue, and does not stop the others.
 *
 * Killed before the rename: nothing has happened.  Between it and the commit:
 * the next run builds the same folder, finds it there (with what the connector
 * has put into it meanwhile), and commits.  Sealed bytes differ each time: that
 * the folder is the same, the note in sent/ tells, which names what was sealed.
 * A folder is never moved or removed: evidences come back into it.
 */
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "domain/case/dispatch.h"
#include "domain/trust/envelope.h"
#include "domain/form/header.h"
#include "domain/case/index.h"
#include "domain/case/left.h"
#include "domain/case/office_open.h"
#include "domain/case/state.h"
#include "io/foreign.h"
#include "io/mailkeys.h"
#include "io/publish.h"
#include "io/slurp.h"
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
		char folder[64]; /* "": it is held */
		bool sealed;
		struct buf header;
	} * gone; /* of the group */
	struct {
		uint64_t number;
		struct why reason;
	} held[GROUP_MAX]; /* of the group, and nobody knows yet */
	size_t nheld;
};

static enum outcome
list_queue(struct store_txn *txn, void *ctx, struct why *why)
{
	struct run *r = ctx;

	return queue_list(txn, "out", &r->name, &r->n, why);
}

/* What left under that name before was something else: a store that was put
 * back gives its numbers again.  Else the note that stands there stays. */
static enum outcome
check_before(const struct run *r, struct outgoing *g, struct why *why)
{
	char path[PATH_MAX];
	struct buf b = BUF_INIT;
	enum outcome out;

	if (snprintf(path, sizeof(path), "%s/%s", r->sent, g->folder) >=
	    (int)sizeof(path))
		return why_retry(why, "dispatch: the path is too long");
	if (access(path, F_OK) == -1)
		return OUT_OK;
	if ((out = slurp_file(path, LEFT_MAX, &b, why)) == OUT_OK &&
	    !left_same(&b, &g->note))
		out = why_reject(why, "PUBLISH-TAKEN",
		    "another message left under the name of this one");
	if (out != OUT_OK) {
		buf_free(&b);
		return out;
	}
	buf_free(&g->note);
	g->note = b;
	return OUT_OK;
}

static enum outcome
publish_message(struct run *r, const struct outgoing *g, struct why *why)
{
	char name[80];
	enum outcome out;
	size_t i;

	(void)snprintf(name, sizeof(name), "%s.sent", g->folder);
	if ((out = publish_file(r->pub, name, 0440, g->note.data, g->note.len,
		 r->sent, g->folder, why)) != OUT_OK)
		return out;
	if ((out = publish_folder(r->pub, g->folder, FOLDER_MODE, r->outgoing,
		 g->folder, why)) != OUT_OK)
		return out;
	if (g->sealed)
		publish_by_name(r->pub); /* the note says that it is the same */
	for (i = 0; i < g->n; i++)
		if ((out = publish_into(r->pub, g->folder, g->file[i].name,
			 FILE_MODE, g->file[i].data.data, g->file[i].data.len,
			 why)) != OUT_OK)
			return out;
	return OUT_OK;
}

/* It cannot leave: it stays in the queue, and a person is told once. */
static enum outcome
hold(struct store_txn *txn, struct run *r, size_t i, const struct outgoing *g,
    const struct why *reason, struct why *why)
{
	uint64_t number = strtoull(r->name[i], NULL, 10);
	enum outcome out;
	bool told;

	if ((out = dispatch_is_held(txn, number, reason, &told, why)) !=
		OUT_OK ||
	    told)
		return out;
	unit_log(r->u, "%s to %s waits: %s", g->msg_id, g->party, reason->rule);
	r->held[r->nheld].number = number;
	r->held[r->nheld++].reason = *reason;
	return OUT_OK;
}

/* What its record will say; the header is taken over. */
static void
note_gone(struct gone *gone, struct outgoing *g)
{
	buf_free(&gone->header);
	gone->header = g->file[0].data;
	g->file[0].data = (struct buf)BUF_INIT;
	(void)memcpy(gone->folder, g->folder, sizeof(gone->folder));
	gone->sealed = g->sealed;
}

static enum outcome
build_one(struct store_txn *txn, struct run *r, size_t i, struct outgoing *g,
    struct why *why)
{
	struct gone *gone = &r->gone[i - r->from];
	struct why reason = WHY_INIT;
	enum outcome out;

	gone->folder[0] = '\0';
	out = dispatch_build(txn, &r->office, strtoull(r->name[i], NULL, 10),
	    r->u->second, g, &reason);
	if (out == OUT_OK)
		out = check_before(r, g, &reason);
	if (out == OUT_OK) {
		out = publish_message(r, g, why);
		note_gone(gone, g);
	} else if (out == OUT_REJECT) {
		out = hold(txn, r, i, g, &reason, why);
	} else {
		*why = reason;
	}
	dispatch_free(g);
	return out;
}

static enum outcome
build_group(struct store_txn *txn, void *ctx, struct why *why)
{
	struct run *r = ctx;
	struct outgoing *g;
	enum outcome out = OUT_OK;
	size_t i;

	r->nheld = 0;
	if ((g = malloc(sizeof(*g))) == NULL)
		return why_sys(why, "dispatch");
	for (i = r->from; out == OUT_OK && i < r->upto; i++)
		out = build_one(txn, r, i, g, why);
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
		if (r->gone[i - r->from].folder[0] != '\0')
			out = dispatch_done(txn, &r->office,
			    strtoull(r->name[i], NULL, 10),
			    r->gone[i - r->from].folder,
			    &r->gone[i - r->from].header, why);
	for (i = 0; out == OUT_OK && i < r->nheld; i++)
		out = dispatch_held(txn, &r->office, r->held[i].number,
		    &r->held[i].reason, why);
	return out;
}

/* The header that stands there, sealed by this run or by one that was killed:
 * that is the one to be recorded. */
static void
read_back(struct run *r)
{
	struct why why = WHY_INIT;
	struct buf b = BUF_INIT;
	struct foreign st;
	size_t i;
	int fd;

	fd = open(r->outgoing, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	for (i = 0; fd != -1 && i < r->upto - r->from; i++) {
		struct gone *gone = &r->gone[i];

		if (gone->folder[0] == '\0' || !gone->sealed ||
		    foreign_read(fd, gone->folder, HEADER_FILE, HEADER_MAX, &b,
			&st, &why) != OUT_OK)
			continue;
		buf_free(&gone->header);
		gone->header = b;
		b = (struct buf)BUF_INIT;
	}
	if (fd != -1)
		(void)close(fd);
}

static enum outcome
do_group(struct run *r, struct why *why)
{
	enum outcome out;
	size_t i, n;

	if ((out = store_view(r->u->store, build_group, r, why)) != OUT_OK ||
	    r->u->dry)
		return out;
	if ((out = publish_commit(r->pub, why)) != OUT_OK)
		return out;
	read_back(r);
	for (i = r->from, n = r->nheld; i < r->upto; i++)
		n += r->gone[i - r->from].folder[0] != '\0';
	if (n == 0)
		return OUT_OK;
	r->u->done += (int)(n - r->nheld);
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
		out = do_group(r, why);
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

/* Only where there is a message key. */
static const void *
envelope_argument(const struct unit *u)
{
	static char keys[PATH_MAX];

	(void)unit_path(u, "keys", keys, sizeof(keys));
	return mailkeys_there(keys) ? keys : NULL;
}

int
main(int argc, char *argv[])
{
	static const struct sandbox_path paths[] = { { "store/files",
							 SANDBOX_READ },
		{ "spool/tmp/dispatch", SANDBOX_WRITE },
		{ "outgoing", SANDBOX_ADD }, { "sent", SANDBOX_ADD },
		{ NULL, SANDBOX_READ } };
	static const struct stage stage = {
		.name = "dispatch",
		.second = &envelope_worker,
		.second_arg = envelope_argument,
		.store = STAGE_WRITE,
		.leaves = true,
		.paths = paths,
		.run = run,
	};

	return stage_main(&stage, argc, argv);
}
