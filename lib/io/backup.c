/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/backup.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/audit.h"
#include "io/copy.h"
#include "io/dirfile.h"
#include "io/manifest.h"
#include "io/queue.h"

struct backup {
	struct unit *u;
	char part[PATH_MAX]; /* where it is built */
	struct manifest m;
	uint64_t documents; /* the highest number of the snapshot */
};

/* Where the walk is: the folder, and whether what was there has moved on. */
struct walk {
	struct backup *b;
	const char *rel;
	bool gone;
	bool (*takes)(const struct backup *, const char *name); /* or NULL */
};

static queue_fn see;

static enum outcome
copy_one(struct walk *w, const char *rel, const char *from, const char *to,
    struct why *why)
{
	unsigned char digest[DIGEST_LEN];
	enum outcome out;
	uint64_t size;
	bool gone;

	out = copy_file(from, to, &size, digest, &gone, why);
	w->gone |= gone;
	return out != OUT_OK || gone ?
	    out :
	    manifest_add(&w->b->m, rel, size, digest, why);
}

static enum outcome
copy_folder(struct walk *w, const char *rel, const char *from, const char *to,
    mode_t mode, struct why *why)
{
	struct walk inner = { .b = w->b, .rel = rel };
	enum outcome out;
	size_t n;

	if (mkdir(to, 0700) == -1 && errno != EEXIST)
		return why_sys(why, "%s", to);
	out = queue_each(w->b->u, rel, 0, see, &inner, &n, why);
	w->gone |= inner.gone;
	if (out != OUT_OK && access(from, F_OK) == -1 && errno == ENOENT) {
		w->gone = true;
		out = OUT_OK;
	}
	if (out == OUT_OK && chmod(to, mode & 0777) == -1)
		out = why_sys(why, "%s", to);
	return out;
}

/* An entry of a folder, with all that it holds.  A parcel of which something
 * is gone has moved on: nothing of it is kept. */
static enum outcome
see(struct unit *u, const char *name, void *ctx, struct why *why)
{
	struct walk *w = ctx;
	char rel[PATH_MAX], from[PATH_MAX], to[PATH_MAX];
	size_t before = w->b->m.n;
	enum outcome out = OUT_OK;
	struct stat st;

	if ((w->takes != NULL && !w->takes(w->b, name)) ||
	    strchr(name, '\n') != NULL) /* nothing of ours */
		return OUT_OK;
	if (snprintf(rel, sizeof(rel), "%s/%s", w->rel, name) >=
		(int)sizeof(rel) ||
	    snprintf(to, sizeof(to), "%s/%s", w->b->part, rel) >=
		(int)sizeof(to))
		return why_retry(why, "backup: the path is too long");
	(void)unit_path(u, rel, from, sizeof(from));
	if (lstat(from, &st) == -1) {
		w->gone |= errno == ENOENT;
		return errno == ENOENT ? OUT_OK : why_sys(why, "%s", rel);
	}
	if (S_ISDIR(st.st_mode))
		out = copy_folder(w, rel, from, to, st.st_mode, why);
	else if (S_ISREG(st.st_mode))
		out = copy_one(w, rel, from, to, why);
	if (out == OUT_OK && w->gone && S_ISDIR(st.st_mode)) {
		manifest_cut(&w->b->m, before);
		if (dirfile_remove(AT_FDCWD, to) == -1)
			out = why_sys(why, "%s", to);
	}
	return out == OUT_REJECT ? OUT_RETRY : out;
}

/* ---- the parts -----------------------------------------------------------*/

static enum outcome
make_folder(const struct backup *b, const char *rel, struct why *why)
{
	char path[PATH_MAX];

	if (snprintf(path, sizeof(path), "%s/%s", b->part, rel) >=
	    (int)sizeof(path))
		return why_retry(why, "backup: the path is too long");
	if (mkdir(path, 0700) == -1 && errno != EEXIST)
		return why_sys(why, "%s", path);
	return OUT_OK;
}

static enum outcome
copy_tree(struct backup *b, const char *rel,
    bool (*takes)(const struct backup *, const char *), struct why *why)
{
	struct walk w = { .b = b, .rel = rel, .takes = takes };
	char path[PATH_MAX];
	enum outcome out;
	size_t n;

	if ((out = make_folder(b, rel, why)) != OUT_OK ||
	    access(unit_path(b->u, rel, path, sizeof(path)), F_OK) == -1)
		return out;
	return queue_each(b->u, rel, 0, see, &w, &n, why);
}

static bool
is_new(const struct backup *b, const char *name)
{
	char path[PATH_MAX];

	return snprintf(path, sizeof(path), "%s/spool/quarantine/%s", b->part,
		   name) < (int)sizeof(path) &&
	    access(path, F_OK) == -1;
}

/* A file of the store is called by the number of its document, and durable
 * before the commit that names it; so the snapshot names none above its last
 * number, and those below stand there for good. */
static bool
is_named(const struct backup *b, const char *name)
{
	return strtoull(name, NULL, 16) <= b->documents;
}

static enum outcome
read_counters(struct store_txn *txn, void *ctx, struct why *why)
{
	struct backup *b = ctx;
	enum outcome out;

	if ((out = store_counter(txn, STORE_EPOCH, &b->m.epoch, why)) != OUT_OK)
		return out;
	return store_counter(txn, "document", &b->documents, why);
}

/* Opened again, the copy has its whole chain. */
static enum outcome
check_store(struct backup *b, const char *dir, struct why *why)
{
	size_t size = (size_t)config_size(b->u->conf, "unit", "map_size");
	struct store *copy = NULL;
	char lock[PATH_MAX];
	enum outcome out;

	if ((out = store_open(dir, size, true, b->u->seal, &copy, why)) ==
		OUT_OK &&
	    (out = audit_verify(copy, NULL, NULL, why)) == OUT_OK &&
	    (out = store_head(copy, &b->m.count, b->m.head, why)) == OUT_OK)
		out = store_view(copy, read_counters, b, why);
	store_close(copy);
	(void)snprintf(lock, sizeof(lock), "%.4000s/lock.mdb", dir);
	if (out == OUT_OK && unlink(lock) == -1 && errno != ENOENT)
		out = why_sys(why, "%s", lock);
	return out;
}

static enum outcome
copy_store(struct backup *b, struct why *why)
{
	char dir[PATH_MAX], path[PATH_MAX];
	unsigned char digest[DIGEST_LEN];
	enum outcome out;
	uint64_t size;

	(void)snprintf(dir, sizeof(dir), "%.3900s/store", b->part);
	(void)snprintf(path, sizeof(path), "%.4000s/data.mdb", dir);
	if ((out = make_folder(b, "store", why)) != OUT_OK ||
	    (out = store_copy(b->u->store, dir, why)) != OUT_OK ||
	    (out = check_store(b, dir, why)) != OUT_OK ||
	    (out = copy_digest(path, &size, digest, why)) != OUT_OK)
		return out;
	return manifest_add(&b->m, "store/data.mdb", size, digest, why);
}

static enum outcome
copy_settings(struct backup *b, struct why *why)
{
	struct walk w = { .b = b };
	char from[PATH_MAX], to[PATH_MAX];

	(void)snprintf(to, sizeof(to), "%.4000s/isupport.conf", b->part);
	return copy_one(&w, "isupport.conf",
	    unit_path(b->u, "isupport.conf", from, sizeof(from)), to, why);
}

/*
 * What moves meanwhile is in at least one place.  A parcel goes from quarantine
 * (when somebody puts it back) to received, from there to valid, from there
 * into the store: each is copied after those from which something comes into
 * it, so that what has left one before it was copied is met further on.  What
 * was refused goes the other way, from received or valid to quarantine: that is
 * looked at once more at the end.  A parcel that is met twice is what a crash
 * leaves, too, and comes to nothing.  sent/ is copied after the store, so that
 * it knows at least of what the store says has left.
 */
static enum outcome
copy_all(struct backup *b, struct why *why)
{
	static const char *const before[] = { "keys/people", "keys/authorities",
		"keys/connectors", "spool/quarantine", "spool/received",
		"spool/valid" };
	enum outcome out;
	size_t i;

	if ((out = copy_settings(b, why)) != OUT_OK ||
	    (out = make_folder(b, "keys", why)) != OUT_OK ||
	    (out = make_folder(b, "spool", why)) != OUT_OK)
		return out;
	for (i = 0; i < sizeof(before) / sizeof(before[0]); i++)
		if ((out = copy_tree(b, before[i], NULL, why)) != OUT_OK)
			return out;
	if ((out = copy_store(b, why)) != OUT_OK ||
	    (out = copy_tree(b, "store/files", is_named, why)) != OUT_OK ||
	    (out = copy_tree(b, "sent", NULL, why)) != OUT_OK)
		return out;
	return copy_tree(b, "spool/quarantine", is_new, why);
}

/* ---- whole ---------------------------------------------------------------*/

static enum outcome
put_manifest(struct backup *b, int dir, struct why *why)
{
	struct buf text = BUF_INIT;
	enum outcome out;

	(void)snprintf(b->m.unit, sizeof(b->m.unit), "%.15s", b->u->code);
	(void)snprintf(b->m.time, sizeof(b->m.time), "%.23s", b->u->now);
	out = manifest_write(&b->m, &text, why);
	if (out == OUT_OK &&
	    dirfile_write(dir, MANIFEST_NAME, 0600, text.data, text.len) == -1)
		out = why_sys(why, MANIFEST_NAME);
	buf_free(&text);
	return out;
}

/* The folder that the backup is to stand in. */
static enum outcome
sync_above(const char *dir, struct why *why)
{
	char path[PATH_MAX];
	char *slash;

	(void)snprintf(path, sizeof(path), "%s", dir);
	if ((slash = strrchr(path, '/')) == NULL)
		return copy_sync(".", why);
	slash[slash == path ? 1 : 0] = '\0';
	return copy_sync(path, why);
}

/* One syncfs for all, whose descriptor is older than the first write. */
static enum outcome
fill(struct backup *b, const char *dir, struct why *why)
{
	enum outcome out;
	int fd;

	fd = open(b->part, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd == -1)
		return why_sys(why, "%s", b->part);
	if ((out = copy_all(b, why)) == OUT_OK &&
	    (out = put_manifest(b, fd, why)) == OUT_OK) {
		if (syncfs(fd) == -1 || fsync(fd) == -1)
			out = why_sys(why, "%s", b->part);
		else if (renameat2(AT_FDCWD, b->part, AT_FDCWD, dir,
			     RENAME_NOREPLACE) == -1)
			out = why_sys(why, "%s", dir);
	}
	(void)close(fd);
	return out == OUT_OK ? sync_above(dir, why) : out;
}

enum outcome
backup_make(struct unit *u, const char *dir, struct why *why)
{
	struct backup *b;
	enum outcome out;

	if (access(dir, F_OK) == 0)
		return why_reject(why, "BACKUP-TAKEN",
		    "%s is there already: give another name", dir);
	if (strlen(dir) > PATH_MAX - 300 || dir[0] == '\0' ||
	    dir[strlen(dir) - 1] == '/')
		return why_reject(why, "BACKUP-TAKEN", "no name of a folder");
	if ((b = calloc(1, sizeof(*b))) == NULL)
		return why_sys(why, "backup");
	b->u = u;
	(void)snprintf(b->part, sizeof(b->part), "%.3800s.part", dir);
	if (dirfile_remove(AT_FDCWD, b->part) == -1 ||
	    mkdir(b->part, 0700) == -1)
		out = why_sys(why, "%s", b->part);
	else
		out = fill(b, dir, why);
	manifest_free(&b->m);
	free(b);
	return out;
}
