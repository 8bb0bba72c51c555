/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/publish.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/dirfile.h"
#include "io/publish_impl.h"

static bool
is_there(const struct publish *pub, const struct item *it)
{
	struct stat st;

	return fstatat(publish_fd(pub, it->dest), it->destname, &st,
		   AT_SYMLINK_NOFOLLOW) == 0;
}

/* The name is taken: fine if it was taken by an earlier run of ours. */
static enum outcome
put_again(const struct publish *pub, const struct item *it, struct why *why)
{
	int src = publish_fd(pub, it->src);

	if (!it->by_name &&
	    !dirfile_same(
		src, it->name, publish_fd(pub, it->dest), it->destname))
		return why_reject(why, "PUBLISH-TAKEN",
		    "the name is taken by something else");
	if (dirfile_remove(src, it->name) == -1)
		return why_sys(why, "publish: remove");
	return OUT_OK;
}

static enum outcome
put_in_place(struct publish *pub, const struct item *it, struct why *why)
{
	unsigned int flags =
	    it->kind == NEW || it->kind == MOVE ? RENAME_NOREPLACE : 0;

	/* Even if it fails: an earlier run may not have synced them. */
	pub->folders[it->dest].changed = true;
	if (it->src != -1)
		pub->folders[it->src].changed = true;
	if (renameat2(publish_fd(pub, it->src), it->name,
		publish_fd(pub, it->dest), it->destname, flags) == 0)
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
		one = put_in_place(
		    pub, &pub->items[i], out == OUT_OK ? why : &other);
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
sync_each(const struct publish *pub, struct why *why)
{
	size_t i;

	for (i = 0; i < pub->nfolders; i++)
		if (pub->folders[i].changed && fsync(pub->folders[i].fd) == -1)
			return why_sys(why, "%s", pub->folders[i].path);
	if (pub->written && fsync(pub->tmpfd) == -1)
		return why_sys(why, "%s", pub->tmpdir);
	return OUT_OK;
}

/* A rename does not leave a file system: of three folders and more, one syncfs
 * says as much as all of their fsyncs. */
static enum outcome
sync_folders(struct publish *pub, struct why *why)
{
	size_t i, n = pub->written ? 1 : 0;
	enum outcome out;

	for (i = 0; i < pub->nfolders; i++)
		n += pub->folders[i].changed;
	out = n > 2 ? sync_contents(pub, why) : sync_each(pub, why);
	for (i = 0; out == OUT_OK && i < pub->nfolders; i++)
		pub->folders[i].changed = false;
	return out;
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

enum outcome
publish_commit(struct publish *pub, struct why *why)
{
	enum outcome out;

	out = commit(pub, why);
	if (out != OUT_OK)
		publish_empty(pub);
	pub->nitems = 0;
	pub->written = false;
	if (out == OUT_RETRY) {
		/* A sync that failed is never tried on that descriptor. */
		publish_close_folders(pub);
		(void)close(pub->tmpfd);
		pub->tmpfd = open(pub->tmpdir, PUBLISH_OPEN);
	}
	return out;
}
