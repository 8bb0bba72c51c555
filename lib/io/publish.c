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
#include "io/publish_impl.h"

/* ---- folders ---- */

void
publish_close_folders(struct publish *pub)
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
	if ((f->fd = open(path, PUBLISH_OPEN)) == -1) {
		free(f->path);
		return -1;
	}
	pub->nfolders++;
	return (int)i;
}

int
publish_fd(const struct publish *pub, int folder)
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
	if (dirfile_holds(publish_fd(pub, it->dest), destname, data, len)) {
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
	(void)snprintf(
	    it->destname, sizeof(it->destname), "%s/%s", folder, file);
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

void
publish_empty(struct publish *pub)
{
	size_t i;

	for (i = 0; i < pub->nitems; i++)
		if (pub->items[i].src == -1 && pub->tmpfd != -1)
			(void)dirfile_remove(pub->tmpfd, pub->items[i].name);
	pub->nitems = 0;
	pub->written = false;
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
	    (pub->tmpfd = open(tmpdir, PUBLISH_OPEN)) == -1 ||
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
	publish_empty(pub);
	publish_close_folders(pub);
	if (pub->tmpfd != -1)
		(void)close(pub->tmpfd);
	free(pub->folders);
	free(pub->items);
	free(pub->tmpdir);
	free(pub);
}
