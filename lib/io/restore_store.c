/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The store of a backup: beside the unit's, then in its place.
 *
 * store.restored is the new store as long as the file NEW stands in it.  The
 * exchange makes it the old one, which has none; so a run that finds it knows
 * which of the two it is.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/copy.h"
#include "io/dirfile.h"
#include "io/restore_impl.h"
#include "io/store.h"

#define STAGED "store.restored"
#define NEW "restored" /* in a store that is not in place yet */

char *
restore_path(const struct restore *r, const char *rel, char *buf)
{
	(void)snprintf(buf, PATH_MAX, "%.2000s/%.2000s", r->root, rel);
	return buf;
}

static enum outcome
make_folder(const struct restore *r, const char *rel, struct why *why)
{
	char path[PATH_MAX];

	if (mkdir(restore_path(r, rel, path), 0700) == -1 && errno != EEXIST)
		return why_sys(why, "%s", rel);
	return OUT_OK;
}

static enum outcome
mark_new(const struct restore *r, struct why *why)
{
	char path[PATH_MAX];
	int fd;

	fd = open(restore_path(r, STAGED "/" NEW, path),
	    O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	if (fd == -1)
		return why_sys(why, "%s", path);
	(void)close(fd);
	return OUT_OK;
}

/* The file as the MANIFEST has it: it was checked, and is now once more. */
static enum outcome
copy_one(
    const struct restore *r, const struct manifest_file *f, struct why *why)
{
	char from[PATH_MAX], to[PATH_MAX], rel[PATH_MAX];
	unsigned char digest[DIGEST_LEN];
	enum outcome out;
	uint64_t size;
	bool gone;

	(void)snprintf(rel, sizeof(rel), STAGED "%.2000s", f->path + 5);
	(void)snprintf(from, sizeof(from), "%.2000s/%.2000s", r->dir, f->path);
	if ((out = copy_file(from, restore_path(r, rel, to), &size, digest,
		 &gone, why)) != OUT_OK)
		return out;
	if (gone || memcmp(digest, f->digest, DIGEST_LEN) != 0) {
		(void)why_reject(
		    why, "BACKUP-DAMAGED", "a file changes while it is read");
		why_at(why, 0, f->path);
		return OUT_REJECT;
	}
	return OUT_OK;
}

/* These keys open it, and it is the one that the MANIFEST speaks of. */
static enum outcome
check_store(const struct restore *r, const struct manifest *m, size_t size,
    struct seal *seal, struct why *why)
{
	unsigned char digest[DIGEST_LEN];
	struct store *store = NULL;
	char path[PATH_MAX];
	enum outcome out;
	uint64_t count;

	if ((out = store_open(restore_path(r, STAGED, path), size, true, seal,
		 &store, why)) == OUT_OK &&
	    (out = store_head(store, &count, digest, why)) == OUT_OK &&
	    (count != m->count || memcmp(digest, m->head, DIGEST_LEN) != 0))
		out = why_reject(why, "BACKUP-DAMAGED",
		    "the store is not the one of the MANIFEST");
	store_close(store);
	if (out == OUT_OK &&
	    unlink(restore_path(r, STAGED "/lock.mdb", path)) == -1 &&
	    errno != ENOENT)
		out = why_sys(why, "%s", path);
	return out;
}

static enum outcome
copy_all(const struct restore *r, const struct manifest *m, struct why *why)
{
	enum outcome out;
	size_t i;

	if ((out = make_folder(r, STAGED, why)) != OUT_OK ||
	    (out = mark_new(r, why)) != OUT_OK ||
	    (out = make_folder(r, STAGED "/files", why)) != OUT_OK ||
	    (out = make_folder(r, STAGED "/tmp", why)) != OUT_OK)
		return out;
	for (i = 0; out == OUT_OK && i < m->n; i++)
		if (strncmp(m->file[i].path, "store/", 6) == 0)
			out = copy_one(r, &m->file[i], why);
	return out;
}

enum outcome
restore_stage(const struct restore *r, const struct manifest *m, size_t size,
    struct seal *seal, struct why *why)
{
	enum outcome out;
	int fd;

	/* Older than the first write, so that no error is lost. */
	if ((fd = open(r->root, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) == -1)
		return why_sys(why, "%s", r->root);
	if ((out = copy_all(r, m, why)) == OUT_OK &&
	    (out = check_store(r, m, size, seal, why)) == OUT_OK &&
	    syncfs(fd) == -1)
		out = why_sys(why, "%s", r->root);
	(void)close(fd);
	return out;
}

/* Under a name that nothing has. */
static enum outcome
keep_old(struct restore *r, struct why *why)
{
	char path[PATH_MAX], to[PATH_MAX];
	int i, rc = -1;

	errno = EEXIST;
	for (i = 0; rc == -1 && errno == EEXIST && i < 100; i++) {
		(void)snprintf(r->replaced, sizeof(r->replaced),
		    i == 0 ? "store.before-%.40s" : "store.before-%.40s-%d",
		    r->at, i);
		rc =
		    renameat2(AT_FDCWD, restore_path(r, STAGED, path), AT_FDCWD,
			restore_path(r, r->replaced, to), RENAME_NOREPLACE);
	}
	return rc == -1 ? why_sys(why, "%s", r->replaced) : OUT_OK;
}

/* What is not in place any more is kept; an empty folder is not. */
static enum outcome
set_aside(struct restore *r, struct why *why)
{
	char path[PATH_MAX];
	enum outcome out;

	r->replaced[0] = '\0';
	if (access(restore_path(r, STAGED "/data.mdb", path), F_OK) == 0) {
		if ((out = keep_old(r, why)) != OUT_OK)
			return out;
	} else if (dirfile_remove(AT_FDCWD, restore_path(r, STAGED, path)) ==
	    -1) {
		return why_sys(why, STAGED);
	}
	if (unlink(restore_path(r, "store/" NEW, path)) == -1 &&
	    errno != ENOENT)
		return why_sys(why, "store/" NEW);
	if ((out = copy_sync(restore_path(r, "store", path), why)) != OUT_OK)
		return out;
	return copy_sync(r->root, why);
}

enum outcome
restore_switch(struct restore *r, struct why *why)
{
	char from[PATH_MAX], to[PATH_MAX];
	enum outcome out;

	if (renameat2(AT_FDCWD, restore_path(r, STAGED, from), AT_FDCWD,
		restore_path(r, "store", to), RENAME_EXCHANGE) == -1)
		return why_sys(why, "store");
	if ((out = copy_sync(r->root, why)) != OUT_OK)
		return out;
	return set_aside(r, why);
}

enum outcome
restore_sweep(struct restore *r, struct why *why)
{
	char path[PATH_MAX];

	/* In place, it is new no more. */
	if (unlink(restore_path(r, "store/" NEW, path)) == -1 &&
	    errno != ENOENT)
		return why_sys(why, "store/" NEW);
	if (access(restore_path(r, STAGED, path), F_OK) == -1)
		return OUT_OK;
	if (access(restore_path(r, STAGED "/" NEW, path), F_OK) == -1)
		return set_aside(r, why);
	/* NEW goes last: what lacks it would be taken for an old store. */
	if (dirfile_remove(
		AT_FDCWD, restore_path(r, STAGED "/data.mdb", path)) == -1 ||
	    dirfile_remove(AT_FDCWD, restore_path(r, STAGED, path)) == -1)
		return why_sys(why, STAGED);
	return OUT_OK;
}
