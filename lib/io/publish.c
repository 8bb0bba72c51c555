/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/publish.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/dirfile.h"

#define OPEN_DIR	(O_RDONLY | O_DIRECTORY | O_CLOEXEC)

enum kind { NEW, REPLACE, INSIDE, MOVE };

struct item {
	enum kind kind;
	bool by_name;
	int src;		/* folder it is in; -1: the staging folder */
	int dest;		/* folder it goes to */
	char name[NAME_MAX + 1];
	char destname[2 * NAME_MAX + 2];	/* INSIDE: "folder/file" */
};

/* A folder that is opened once. */
struct folder {
	char *path;
	int fd;
	bool changed;		/* to be synced */
};

struct publish {
	char *tmpdir;
	int tmpfd;		/* also what syncfs(2) is called with */
	bool written;		/* since the last commit */
	struct item *items;
	size_t nitems, room;
	struct folder *folders;
	size_t nfolders;
};

/* ---- folders ---- */

static void
close_folders(struct publish *pub)
{
	while (pub->nfolders > 0) {
		pub->nfolders--;
		if (pub->folders[pub->nfolders].fd != -1)
			(void)close(pub->folders[pub->nfolders].fd);
		free(pub->folders[pub->nfolders].path);
	}
}

/* The index of the folder path, opened if it is not yet; -1 and errno. */
static int
folder_of(struct publish *pub, const char *path)
{
	struct folder *grown, *f;
	size_t i;

	for (i = 0; i < pub->nfolders; i++)
		if (strcmp(pub->folders[i].path, path) == 0)
			return (int)i;
	grown = realloc(pub->folders, (i + 1) * sizeof(*grown));
	if (grown == NULL)
		return -1;
	pub->folders = grown;
	f = &grown[i];
	f->changed = false;
	if ((f->path = strdup(path)) == NULL)
		return -1;
	if ((f->fd = open(path, OPEN_DIR)) == -1) {
		free(f->path);
		return -1;
	}
	pub->nfolders++;
	return (int)i;
}

static int
fd_of(const struct publish *pub, int folder)
{
	return folder == -1 ? pub->tmpfd : pub->folders[folder].fd;
}

/* ---- filling a group ---- */

static enum outcome
check_name(const char *name, struct why *why)
{
	if (dirfile_name_ok(name))
		return OUT_OK;
	return why_reject(why, "PUBLISH-NAME", "a name that is no file name");
}

/* Make a new item, not yet counted; NULL if memory is short. */
static struct item *
next_item(struct publish *pub)
{
	size_t room = pub->room == 0 ? 16 : pub->room * 2;
	struct item *grown;

	if (pub->nitems == pub->room) {
		grown = realloc(pub->items, room * sizeof(*grown));
		if (grown == NULL)
			return NULL;
		pub->items = grown;
		pub->room = room;
	}
	memset(&pub->items[pub->nitems], 0, sizeof(*pub->items));
	return &pub->items[pub->nitems];
}

/* Prepare an item from srcdir (NULL: staged) to destdir; count it later. */
static enum outcome
prepare(struct publish *pub, enum kind kind, const char *srcdir,
    const char *name, const char *destdir, const char *destname,
    struct item **itp, struct why *why)
{
	enum outcome out;
	struct item *it;

	if ((out = check_name(name, why)) != OUT_OK ||
	    (out = check_name(destname, why)) != OUT_OK)
		return out;
	if ((it = next_item(pub)) == NULL)
		return why_retry(why, "publish: out of memory");
	it->kind = kind;
	it->src = -1;
	if (srcdir != NULL && (it->src = folder_of(pub, srcdir)) == -1)
		return why_sys(why, "%s", srcdir);
	if ((it->dest = folder_of(pub, destdir)) == -1)
		return why_sys(why, "%s", destdir);
	(void)snprintf(it->name, sizeof(it->name), "%s", name);
	(void)snprintf(it->destname, sizeof(it->destname), "%s", destname);
	*itp = it;
	return OUT_OK;
}

static enum outcome
stage(struct publish *pub, const char *name, mode_t mode, const void *data,
    size_t len, struct why *why)
{
	if (dirfile_write(pub->tmpfd, name, mode, data, len) == -1)
		return why_sys(why, "%s", pub->tmpdir);
	pub->written = true;
	pub->nitems++;
	return OUT_OK;
}

enum outcome
publish_file(struct publish *pub, const char *name, mode_t mode,
    const void *data, size_t len, const char *destdir, const char *destname,
    struct why *why)
{
	enum outcome out;
	struct item *it;

	out = prepare(pub, NEW, NULL, name, destdir, destname, &it, why);
	if (out != OUT_OK)
		return out;
	return stage(pub, name, mode, data, len, why);
}

enum outcome
publish_replace(struct publish *pub, const char *name, mode_t mode,
    const void *data, size_t len, const char *destdir, const char *destname,
    struct why *why)
{
	enum outcome out;
	struct item *it;

	out = prepare(pub, REPLACE, NULL, name, destdir, destname, &it, why);
	if (out != OUT_OK)
		return out;
	if (dirfile_holds(fd_of(pub, it->dest), destname, data, len)) {
		/* An earlier run may have died before it synced the name. */
		pub->folders[it->dest].changed = true;
		return OUT_OK;
	}
	return stage(pub, name, mode, data, len, why);
}

enum outcome
publish_add(struct publish *pub, const char *name, mode_t mode,
    const void *data, size_t len, const char *dir, const char *folder,
    const char *file, struct why *why)
{
	enum outcome out;
	struct item *it;

	if ((out = check_name(file, why)) != OUT_OK ||
	    (out = prepare(pub, INSIDE, NULL, name, dir, folder, &it, why)) !=
	    OUT_OK)
		return out;
	(void)snprintf(it->destname, sizeof(it->destname), "%s/%s", folder,
	    file);
	return stage(pub, name, mode, data, len, why);
}

enum outcome
publish_folder(struct publish *pub, const char *name, mode_t mode,
    const char *destdir, const char *destname, struct why *why)
{
	enum outcome out;
	struct item *it;

	out = prepare(pub, NEW, NULL, name, destdir, destname, &it, why);
	if (out != OUT_OK)
		return out;
	if (mkdirat(pub->tmpfd, name, 0700) == -1)
		return why_sys(why, "%s", pub->tmpdir);
	pub->nitems++;
	pub->written = true;
	if (fchmodat(pub->tmpfd, name, mode, 0) == -1) {
		out = why_sys(why, "%s", pub->tmpdir);
		pub->nitems--;
		(void)unlinkat(pub->tmpfd, name, AT_REMOVEDIR);
	}
	return out;
}

enum outcome
publish_into(struct publish *pub, const char *name, const char *file,
    mode_t mode, const void *data, size_t len, struct why *why)
{
	char path[2 * NAME_MAX + 2];
	enum outcome out;

	if ((out = check_name(name, why)) != OUT_OK ||
	    (out = check_name(file, why)) != OUT_OK)
		return out;
	(void)snprintf(path, sizeof(path), "%s/%s", name, file);
	if (dirfile_write(pub->tmpfd, path, mode, data, len) == -1)
		return why_sys(why, "%s", pub->tmpdir);
	return OUT_OK;
}

enum outcome
publish_move(struct publish *pub, const char *srcdir, const char *name,
    const char *destdir, const char *destname, struct why *why)
{
	enum outcome out;
	struct item *it;

	out = prepare(pub, MOVE, srcdir, name, destdir, destname, &it, why);
	if (out == OUT_OK)
		pub->nitems++;
	return out;
}

void
publish_by_name(struct publish *pub)
{
	if (pub->nitems > 0)
		pub->items[pub->nitems - 1].by_name = true;
}

void
publish_withdraw(struct publish *pub)
{
	const struct item *it;

	if (pub->nitems == 0)
		return;
	it = &pub->items[--pub->nitems];
	if (it->src == -1)
		(void)dirfile_remove(pub->tmpfd, it->name);
}

/* ---- the commit ---- */

static bool
is_there(const struct publish *pub, const struct item *it)
{
	struct stat st;

	return fstatat(fd_of(pub, it->dest), it->destname, &st,
	    AT_SYMLINK_NOFOLLOW) == 0;
}

/* The name is taken: fine if it was taken by an earlier run of ours. */
static enum outcome
put_again(const struct publish *pub, const struct item *it, struct why *why)
{
	int src = fd_of(pub, it->src);

	if (!it->by_name && !dirfile_same(src, it->name,
	    fd_of(pub, it->dest), it->destname))
		return why_reject(why, "PUBLISH-TAKEN",
		    "the name is taken by something else");
	if (dirfile_remove(src, it->name) == -1)
		return why_sys(why, "publish: remove");
	return OUT_OK;
}

static enum outcome
put_in_place(struct publish *pub, const struct item *it, struct why *why)
{
	unsigned int flags = it->kind == NEW || it->kind == MOVE ?
	    RENAME_NOREPLACE : 0;

	/* Even if it fails: an earlier run may not have synced them. */
	pub->folders[it->dest].changed = true;
	if (it->src != -1)
		pub->folders[it->src].changed = true;
	if (renameat2(fd_of(pub, it->src), it->name, fd_of(pub, it->dest),
	    it->destname, flags) == 0)
		return OUT_OK;
	if (errno == EEXIST)
		return put_again(pub, it, why);
	if (errno == ENOENT && it->kind == MOVE && is_there(pub, it))
		return OUT_OK;
	return why_sys(why, "publish: %s", pub->folders[it->dest].path);
}

/* Put all items in place that go inside a folder, or all others. */
static enum outcome
put_all(struct publish *pub, bool inside, struct why *why)
{
	enum outcome out = OUT_OK, one;
	struct why other;
	size_t i;

	for (i = 0; i < pub->nitems; i++) {
		if ((pub->items[i].kind == INSIDE) != inside)
			continue;
		one = put_in_place(pub, &pub->items[i],
		    out == OUT_OK ? why : &other);
		if (one == OUT_RETRY) {
			if (out != OUT_OK)
				*why = other;
			return OUT_RETRY;
		}
		if (out == OUT_OK)
			out = one;
	}
	return out;
}

static bool
has_inside(const struct publish *pub)
{
	size_t i;

	for (i = 0; i < pub->nitems; i++)
		if (pub->items[i].kind == INSIDE)
			return true;
	return false;
}

static enum outcome
sync_contents(const struct publish *pub, struct why *why)
{
	if (syncfs(pub->tmpfd) == -1)
		return why_sys(why, "publish: syncfs");
	return OUT_OK;
}

static enum outcome
sync_folders(struct publish *pub, struct why *why)
{
	size_t i;

	for (i = 0; i < pub->nfolders; i++) {
		if (!pub->folders[i].changed)
			continue;
		if (fsync(pub->folders[i].fd) == -1)
			return why_sys(why, "%s", pub->folders[i].path);
		pub->folders[i].changed = false;
	}
	if (pub->written && fsync(pub->tmpfd) == -1)
		return why_sys(why, "%s", pub->tmpdir);
	return OUT_OK;
}

static enum outcome
commit(struct publish *pub, struct why *why)
{
	struct why unsynced;
	enum outcome out, put;

	if (pub->written && (out = sync_contents(pub, why)) != OUT_OK)
		return out;
	if (has_inside(pub) &&
	    ((out = put_all(pub, true, why)) != OUT_OK ||
	    (out = sync_contents(pub, why)) != OUT_OK))
		return out;
	put = put_all(pub, false, why);
	if ((out = sync_folders(pub, &unsynced)) != OUT_OK)
		*why = unsynced;
	return out == OUT_OK ? put : out;
}

/* Remove what is staged still. */
static void
empty(struct publish *pub)
{
	size_t i;

	for (i = 0; i < pub->nitems; i++)
		if (pub->items[i].src == -1 && pub->tmpfd != -1)
			(void)dirfile_remove(pub->tmpfd, pub->items[i].name);
	pub->nitems = 0;
	pub->written = false;
}

enum outcome
publish_commit(struct publish *pub, struct why *why)
{
	enum outcome out;

	out = commit(pub, why);
	if (out != OUT_OK)
		empty(pub);
	pub->nitems = 0;
	pub->written = false;
	if (out == OUT_RETRY) {
		/* A sync that failed is never tried on that descriptor. */
		close_folders(pub);
		(void)close(pub->tmpfd);
		pub->tmpfd = open(pub->tmpdir, OPEN_DIR);
	}
	return out;
}

enum outcome
publish_begin(const char *tmpdir, struct publish **pp, struct why *why)
{
	struct publish *pub;
	enum outcome out;

	*pp = NULL;
	if ((pub = calloc(1, sizeof(*pub))) == NULL)
		return why_sys(why, "%s", tmpdir);
	pub->tmpfd = -1;
	if ((pub->tmpdir = strdup(tmpdir)) == NULL ||
	    (pub->tmpfd = open(tmpdir, OPEN_DIR)) == -1 ||
	    dirfile_remove_all(pub->tmpfd, "") == -1) {
		out = why_sys(why, "%s", tmpdir);
		publish_free(pub);
		return out;
	}
	*pp = pub;
	return OUT_OK;
}

void
publish_free(struct publish *pub)
{
	if (pub == NULL)
		return;
	empty(pub);
	close_folders(pub);
	if (pub->tmpfd != -1)
		(void)close(pub->tmpfd);
	free(pub->folders);
	free(pub->items);
	free(pub->tmpdir);
	free(pub);
}
