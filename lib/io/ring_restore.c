/* SPDX-License-Identifier: EUPL-1.2 */
/* A ring from a copy of its keys. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/digest.h"
#include "io/ring_impl.h"

struct ring_restore {
	char keys[PATH_MAX];
	unsigned char master[GCM_KEY_LEN];
	struct gcm *gcm;
	int lockfd;
	struct ring_next *next; /* where there is no ring */
	struct digest_sum *sum; /* of the keys, where there is one */
	enum ring_restored how;
};

static bool
there(const char *keys, const char *rel)
{
	char path[PATH_MAX];
	struct stat st;

	(void)snprintf(path, sizeof(path), "%s/%s", keys, rel);
	return lstat(path, &st) == 0 || errno != ENOENT;
}

/* A master key without its ring may be all that is left of something. */
static enum outcome
same_master(const struct ring_restore *r, enum master which, const char *rel,
    struct why *why)
{
	unsigned char key[GCM_KEY_LEN];
	enum outcome out = OUT_OK;

	if (!there(r->keys, rel))
		return OUT_OK;
	if ((out = master_read(r->keys, which, key, why)) == OUT_OK &&
	    memcmp(key, r->master, sizeof(key)) != 0)
		out = why_reject(why, "KEYS",
		    "there is another %s: move it away, then do this again",
		    master_name(which));
	explicit_bzero(key, sizeof(key));
	return out;
}

static enum outcome
begin_ring(struct ring_restore *r, struct why *why)
{
	enum outcome out;

	if (master_given()) {
		if ((out = master_read(r->keys, MASTER, r->master, why)) !=
		    OUT_OK)
			return out;
	} else if ((out = same_master(r, MASTER, "master", why)) != OUT_OK ||
	    (out = same_master(r, MASTER_NEXT, "master.next", why)) != OUT_OK)
		return out;
	if ((out = ring_next_remove(r->keys, RING_NEXT, why)) != OUT_OK)
		return out;
	return ring_next_begin(r->keys, r->master, r->gcm, &r->next, why);
}

enum outcome
ring_restore_begin(const char *keys, const unsigned char *master,
    struct gcm *gcm, struct ring_restore **restore, struct why *why)
{
	struct ring_restore *r;
	enum outcome out;

	*restore = NULL;
	if (mkdir(keys, 0700) == -1 && errno != EEXIST)
		return why_sys(why, "%s", keys);
	if ((r = calloc(1, sizeof(*r))) == NULL)
		return why_sys(why, "keys");
	(void)snprintf(r->keys, sizeof(r->keys), "%s", keys);
	memcpy(r->master, master, sizeof(r->master));
	r->gcm = gcm;
	if ((out = ring_lock(keys, LOCK_EX, &r->lockfd, why)) == OUT_OK)
		out = there(keys, RING_NOW "/data.mdb") ?
		    digest_begin(&r->sum, why) :
		    begin_ring(r, why);
	if (out == OUT_OK)
		*restore = r;
	else
		ring_restore_free(r);
	return out;
}

enum outcome
ring_restore_put(
    uint64_t id, const unsigned char *key, void *restore, struct why *why)
{
	struct ring_restore *r = restore;

	return r->next != NULL ? ring_next_put(id, key, r->next, why) :
				 ring_add(id, key, r->sum, why);
}

/* The ring that is there: does it open, and is it the same? */
static enum outcome
compare(struct ring_restore *r, struct ring *now, struct why *why)
{
	unsigned char ours[DIGEST_LEN], theirs[DIGEST_LEN];
	struct digest_sum *sum = r->sum;
	enum outcome out;

	r->sum = NULL;
	if ((out = digest_end(sum, theirs, why)) != OUT_OK)
		return out;
	r->how = RING_SAME;
	out = ring_find_master(now, r->keys, why);
	if (out == OUT_REJECT && !master_given() && !there(r->keys, "master") &&
	    !there(r->keys, "master.next")) {
		r->how = RING_REOPENED;
		memcpy(now->master, r->master, sizeof(r->master));
		return ring_opens(now, why);
	}
	if (out != OUT_OK || (out = ring_settle(now, r->keys, why)) != OUT_OK ||
	    (out = ring_digest(now, ours, why)) != OUT_OK)
		return out;
	if (memcmp(ours, theirs, sizeof(ours)) != 0)
		return why_reject(why, "KEYS",
		    "there are keys, they open, and they are not these: "
		    "nothing is replaced");
	return OUT_OK;
}

enum outcome
ring_restore_ready(struct ring_restore *r, struct why *why)
{
	struct ring *now = NULL;
	enum outcome out;

	if (r->next != NULL) {
		r->how = RING_MADE;
		return ring_next_end(r->next, why);
	}
	if ((out = ring_load(r->keys, RING_NOW, false, r->gcm, &now, why)) ==
	    OUT_OK)
		out = compare(r, now, why);
	ring_close(now);
	return out;
}

/* The folder of the keys may be new in its own folder. */
static enum outcome
sync_above(const char *keys, struct why *why)
{
	enum outcome out = OUT_OK;
	char path[PATH_MAX];
	int dir;

	if (snprintf(path, sizeof(path), "%s/..", keys) >= (int)sizeof(path) ||
	    (dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) == -1)
		return why_sys(why, "%s", keys);
	if (fsync(dir) == -1)
		out = why_sys(why, "%s", keys);
	(void)close(dir);
	return out;
}

static enum outcome
place(struct ring_restore *r, struct why *why)
{
	enum outcome out;

	/* Whatever made a folder for a ring has died before there was one. */
	if ((out = ring_next_remove(r->keys, RING_NOW, why)) != OUT_OK ||
	    (out = sync_above(r->keys, why)) != OUT_OK ||
	    (out = master_put(r->keys, MASTER_NEXT, r->master, why)) !=
		OUT_OK ||
	    (out = ring_place(r->keys, RENAME_NOREPLACE, why)) != OUT_OK)
		return out;
	/* It syncs the folder, too. */
	return master_given() ? master_make(r->keys, MASTER, why) :
				master_switch(r->keys, why);
}

enum outcome
ring_restore_done(
    struct ring_restore *r, enum ring_restored *how, struct why *why)
{
	*how = r->how;
	switch (r->how) {
	case RING_MADE:
		return place(r, why);
	case RING_REOPENED:
		return master_put(r->keys, MASTER, r->master, why);
	case RING_SAME:
		break;
	}
	return OUT_OK;
}

void
ring_restore_free(struct ring_restore *r)
{
	if (r == NULL)
		return;
	ring_next_free(r->next);
	digest_drop(r->sum);
	if (r->lockfd != -1)
		(void)close(r->lockfd);
	explicit_bzero(r->master, sizeof(r->master));
	free(r);
}
