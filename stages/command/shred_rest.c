/* SPDX-License-Identifier: EUPL-1.2 */
/* An erasure that is in the store is noted outside it, and finished; also one
 * that reconcile has told a store that was put back. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "command/command.h"
#include "command/shred.h"
#include "domain/case/erase.h"
#include "domain/case/erased.h"
#include "io/copy.h"
#include "io/publish.h"

/* The locks end with the process. */
enum outcome
shred_lock(const struct unit *u, struct why *why)
{
	char path[PATH_MAX], rel[64];
	size_t i;
	int fd;

	for (i = 0; i < COMMAND_STAGES; i++) {
		(void)snprintf(
		    rel, sizeof(rel), "spool/tmp/%s", command_stages[i]);
		fd = open(unit_path(u, rel, path, sizeof(path)),
		    O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		if (fd == -1)
			return why_sys(why, "%s", rel);
		if (flock(fd, LOCK_EX | LOCK_NB) == -1)
			return errno == EWOULDBLOCK ?
			    why_retry(why,
				"%s is running: try again when it "
				"has ended",
				command_stages[i]) :
			    why_sys(why, "%s", rel);
	}
	return OUT_OK;
}

/* ---- the note ------------------------------------------------------------ */

struct noting {
	const struct office *office;
	const Rec__Case *c;
	struct buf note;
};

static enum outcome
make_note(struct store_txn *txn, void *ctx, struct why *why)
{
	struct noting *n = ctx;

	return erased_note(txn, n->office, n->c, &n->note, why);
}

static enum outcome
make_folder(const struct unit *u, const char *dir, struct why *why)
{
	char path[PATH_MAX];

	if (mkdir(dir, 0700) == -1 && errno != EEXIST)
		return why_sys(why, ERASED_DIR);
	return copy_sync(unit_path(u, "sent", path, sizeof(path)), why);
}

/* Sealed anew it has other bytes: the one that is there stays. */
static enum outcome
put_note(const struct unit *u, const struct noting *n, struct why *why)
{
	char tmp[PATH_MAX], dir[PATH_MAX], name[ERASED_NAME];
	struct publish *pub = NULL;
	enum outcome out;

	(void)unit_path(u, ERASED_DIR, dir, sizeof(dir));
	(void)unit_path(u, "spool/tmp/dispatch", tmp, sizeof(tmp));
	if ((out = make_folder(u, dir, why)) != OUT_OK ||
	    (out = publish_begin(tmp, &pub, why)) != OUT_OK)
		return out;
	if ((out = publish_file(pub, "erased", 0440, n->note.data, n->note.len,
		 dir, erased_name(n->c, name), why)) == OUT_OK) {
		publish_by_name(pub);
		out = publish_commit(pub, why);
	}
	publish_free(pub);
	return out;
}

enum outcome
shred_note(const struct unit *u, const struct office *office,
    const Rec__Case *c, struct why *why)
{
	struct noting n = { office, c, BUF_INIT };
	enum outcome out;

	if ((out = store_view(u->store, make_note, &n, why)) == OUT_OK &&
	    n.note.len > 0)
		out = put_note(u, &n, why);
	buf_free(&n.note);
	return out;
}

/* ---- the rest ------------------------------------------------------------ */

struct ending {
	const struct office *office;
	const Rec__Case *c;
};

static enum outcome
finished(struct store_txn *txn, void *ctx, struct why *why)
{
	struct ending *e = ctx;

	return erase_finished(txn, e->office, e->c, why);
}

enum outcome
shred_rest(struct unit *u, const struct office *office, const Rec__Case *c,
    struct why *why)
{
	struct ending e = { office, c };
	enum outcome out;

	if ((out = shred_files(u, c, why)) != OUT_OK ||
	    (out = store_update(u->store, u->now, command_person(),
		 "erase-finished", finished, &e, why)) != OUT_OK)
		return out;
	(void)printf("%s erased\n", c->id);
	return shred_left(u, c, why);
}
