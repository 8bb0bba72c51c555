/* SPDX-License-Identifier: EUPL-1.2 */
/* From one master key to the next; ring.h says why no step can be lost. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "io/mdbenv.h"
#include "io/ring_impl.h"

enum outcome
ring_opens(struct ring *r, struct why *why)
{
	unsigned char key[GCM_KEY_LEN];
	enum outcome out = OUT_OK;
	MDB_cursor *cursor;
	MDB_txn *txn;
	MDB_val k, v;
	int rc;

	if ((rc = mdb_txn_begin(r->env, NULL, MDB_RDONLY, &txn)) != 0)
		return mdbenv_why(rc, "ring", why);
	if ((rc = mdb_cursor_open(txn, r->dbi, &cursor)) == 0) {
		rc = mdb_cursor_get(cursor, &k, &v, MDB_FIRST);
		if (rc == 0)
			out = ring_unwrap(r, &k, &v, key, why);
		mdb_cursor_close(cursor);
	}
	mdb_txn_abort(txn);
	explicit_bzero(key, sizeof(key));
	return rc == 0 || rc == MDB_NOTFOUND ? out :
					       mdbenv_why(rc, "ring", why);
}

static enum outcome
try_master(struct ring *r, const char *keys, enum master which, struct why *why)
{
	enum outcome out;

	r->which = which;
	out = master_read(keys, which, r->master, why);
	return out == OUT_OK ? ring_opens(r, why) : out;
}

static bool
left_over(const char *keys)
{
	static const char *const names[] = { RING_NEXT, "master.next",
		".master" };
	char path[PATH_MAX];
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		(void)snprintf(path, sizeof(path), "%s/%s", keys, names[i]);
		if (access(path, F_OK) == 0)
			return true;
	}
	return false;
}

/* The next master key is never dropped where it is the one that is used. */
enum outcome
ring_settle(struct ring *r, const char *keys, struct why *why)
{
	enum outcome out;

	if (r->which == MASTER_NEXT &&
	    (out = master_switch(keys, why)) != OUT_OK)
		return out;
	return left_over(keys) ? ring_sweep(keys, why) : OUT_OK;
}

enum outcome
ring_find_master(struct ring *r, const char *keys, struct why *why)
{
	struct why second = WHY_INIT;
	enum outcome out;

	out = try_master(r, keys, MASTER, why);
	if (out == OUT_REJECT &&
	    try_master(r, keys, MASTER_NEXT, &second) == OUT_OK)
		return OUT_OK;
	/* Another may have ended the switch between the two. */
	return out == OUT_REJECT ? try_master(r, keys, MASTER, why) : out;
}

/* ---- to rotate ---- */

enum outcome
ring_place(const char *keys, unsigned int how, struct why *why)
{
	enum outcome out = OUT_OK;
	int dir;

	if ((dir = open(keys, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) == -1)
		return why_sys(why, "%s", keys);
	if (fsync(dir) == -1)
		out = why_sys(why, "%s", keys);
	else if (renameat2(dir, RING_NEXT, dir, RING_NOW, how) == -1)
		out = why_sys(why, "keys/" RING_NEXT);
	(void)close(dir);
	return out;
}

/* The new ring, whole and read again, but not in its place. */
static enum outcome
prepare(struct ring *from, const char *keys, const uint64_t *erase, size_t n,
    struct why *why)
{
	struct ring_next *next = NULL;
	unsigned char master[GCM_KEY_LEN];
	enum outcome out;

	if ((out = master_make(keys, MASTER_NEXT, why)) == OUT_OK &&
	    (out = master_read(keys, MASTER_NEXT, master, why)) == OUT_OK &&
	    (out = ring_next_begin(keys, master, from->gcm, &next, why)) ==
		OUT_OK &&
	    (out = ring_walk(from, erase, n, ring_next_put, next, why)) ==
		OUT_OK)
		out = ring_next_end(next, why);
	ring_next_free(next);
	explicit_bzero(master, sizeof(master));
	return out;
}

/* How many of those keys there are. */
static enum outcome
count_there(struct ring *r, const uint64_t *ids, size_t n, size_t *there,
    struct why *why)
{
	unsigned char ad[RING_AD_LEN];
	MDB_val k = { sizeof(*ids), ad + RING_AD_ID }, v;
	MDB_txn *txn;
	size_t i;
	int rc;

	*there = 0;
	if ((rc = mdb_txn_begin(r->env, NULL, MDB_RDONLY, &txn)) != 0)
		return mdbenv_why(rc, "ring", why);
	for (i = 0; i < n && (rc == 0 || rc == MDB_NOTFOUND); i++) {
		ring_bind(ids[i], ad);
		if ((rc = mdb_get(txn, r->dbi, &k, &v)) == 0)
			(*there)++;
	}
	mdb_txn_abort(txn);
	return rc == 0 || rc == MDB_NOTFOUND ? OUT_OK :
					       mdbenv_why(rc, "ring", why);
}

/* With credentials both are there from the start, or there is no rotation. */
static enum outcome
may_rotate(const struct ring *r, const char *keys, struct why *why)
{
	unsigned char next[GCM_KEY_LEN];
	enum outcome out;
	bool same;

	if (!master_given())
		return OUT_OK;
	if (r->which == MASTER_NEXT)
		return why_reject(why, "KEYS",
		    "the keys are under the credential isupport-master.next "
		    "already: make it isupport-master, and a new next one");
	if ((out = master_read(keys, MASTER_NEXT, next, why)) == OUT_RETRY)
		return out;
	same = out == OUT_OK && memcmp(next, r->master, sizeof(next)) == 0;
	explicit_bzero(next, sizeof(next));
	if (out != OUT_OK || same)
		return why_reject(why, "KEYS",
		    "the master key is a credential: give a new one as the "
		    "credential isupport-master.next, and do this again");
	return OUT_OK;
}

static enum outcome
rotate(struct ring *from, const char *keys, const uint64_t *erase, size_t n,
    struct why *why)
{
	struct why later = WHY_INIT;
	enum outcome out;
	size_t there;

	if ((out = ring_find_master(from, keys, why)) != OUT_OK ||
	    (out = ring_settle(from, keys, why)) != OUT_OK ||
	    (out = count_there(from, erase, n, &there, why)) != OUT_OK)
		return out;
	if (n > 0 && there == 0)
		return OUT_OK; /* an earlier one has erased them */
	if ((out = may_rotate(from, keys, why)) != OUT_OK)
		return out;
	if ((out = prepare(from, keys, erase, n, why)) == OUT_OK &&
	    (out = ring_place(keys, RENAME_EXCHANGE, why)) == OUT_OK) {
		if ((out = master_switch(keys, why)) == OUT_OK)
			out = ring_sweep(keys, why);
	} else if (ring_sweep(keys, &later) != OUT_OK)
		/* A full disk gets its space back at once, if it can. */
		return out;
	return out;
}

enum outcome
ring_rotate(const char *keys, const uint64_t *erase, size_t n, struct gcm *gcm,
    struct why *why)
{
	struct ring *from = NULL;
	enum outcome out;
	int fd;

	if ((out = ring_lock(keys, LOCK_EX, &fd, why)) != OUT_OK)
		return out;
	if ((out = ring_load(keys, RING_NOW, false, gcm, &from, why)) == OUT_OK)
		out = rotate(from, keys, erase, n, why);
	ring_close(from);
	(void)close(fd);
	return out;
}
