/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/ring_impl.h"

#include <assert.h>
#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "io/locked.h"
#include "io/mdbenv.h"

#define RING_MAPSIZE ((size_t)1 << 30)

/* Small enough for the 64 KiB that any process may lock. */
#define CACHE_SLOTS ((size_t)1024)

#define LOCK_TRIES 30 /* a tenth of a second each */

static enum outcome
open_dbi(struct ring *r, struct why *why)
{
	MDB_txn *txn;
	int rc;

	if ((rc = mdb_txn_begin(r->env, NULL, MDB_RDONLY, &txn)) != 0)
		return mdbenv_why(rc, "ring", why);
	if ((rc = mdb_dbi_open(txn, NULL, 0, &r->dbi)) != 0) {
		mdb_txn_abort(txn);
		return mdbenv_why(rc, "ring", why);
	}
	if ((rc = mdb_txn_commit(txn)) != 0)
		return mdbenv_why(rc, "ring", why);
	return OUT_OK;
}

enum outcome
ring_lock(const char *keys, int how, int *fd, struct why *why)
{
	static const struct timespec nap = { 0, 100000000 };
	int i;

	*fd = open(keys, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (*fd == -1 && errno == ENOENT)
		return why_reject(why, "KEYS", "there is no folder keys");
	if (*fd == -1)
		return why_sys(why, "%s", keys);
	for (i = 0; flock(*fd, how | LOCK_NB) == -1; i++) {
		if (errno != EWOULDBLOCK && errno != EINTR)
			(void)why_sys(why, "keys");
		else if (i == LOCK_TRIES)
			(void)why_retry(why,
			    how == LOCK_EX ?
				"another process has the keys open" :
				"the keys are being changed");
		else {
			(void)nanosleep(&nap, NULL);
			continue;
		}
		(void)close(*fd);
		*fd = -1;
		return OUT_RETRY;
	}
	return OUT_OK;
}

enum outcome
ring_load(const char *keys, const char *folder, bool fresh, struct gcm *gcm,
    struct ring **ring, struct why *why)
{
	char path[PATH_MAX];
	struct ring *r;
	enum outcome out;
	struct stat st;
	void *master;

	*ring = NULL;
	(void)snprintf(path, sizeof(path), "%s/%s/data.mdb", keys, folder);
	if (!fresh && stat(path, &st) == -1 && errno == ENOENT)
		return why_reject(why, "KEYS", "there is no keys/%s", folder);
	(void)snprintf(path, sizeof(path), "%s/%s", keys, folder);
	if ((r = calloc(1, sizeof(*r))) == NULL)
		return why_sys(why, "ring");
	r->gcm = gcm;
	r->lockfd = -1;
	out = locked_new(GCM_KEY_LEN, &master, why);
	r->master = master;
	if (out != OUT_OK ||
	    (out = mdbenv_open(path, RING_MAPSIZE, 0, false, "RING", &r->env,
		 why)) != OUT_OK ||
	    (out = open_dbi(r, why)) != OUT_OK) {
		ring_close(r);
		return out;
	}
	*ring = r;
	return OUT_OK;
}

static void
try_to_settle(struct ring *r, const char *keys)
{
	struct why why = WHY_INIT;

	if (ring_settle(r, keys, &why) != OUT_OK)
		return; /* no right to write here: the next one has it */
}

static enum outcome
open_ring(const char *keys, bool fresh, struct gcm *gcm, struct ring **ring,
    struct why *why)
{
	struct ring *r = NULL;
	enum outcome out;
	void *cache = NULL;
	int fd;

	*ring = NULL;
	if ((out = ring_lock(keys, LOCK_SH, &fd, why)) != OUT_OK)
		return out;
	if ((out = ring_load(keys, RING_NOW, fresh, gcm, &r, why)) == OUT_OK &&
	    (out = ring_find_master(r, keys, why)) == OUT_OK)
		out = locked_new(CACHE_SLOTS * sizeof(*r->cache), &cache, why);
	if (r == NULL) {
		(void)close(fd);
		return out;
	}
	r->lockfd = fd;
	r->cache = cache;
	if (out == OUT_OK) {
		try_to_settle(r, keys);
		*ring = r;
	} else
		ring_close(r);
	return out;
}

/* Make the folder of the ring; a ring without a master key stays as it is. */
static enum outcome
make_folders(const char *keys, struct why *why)
{
	char path[PATH_MAX];
	enum outcome out;

	if (mkdir(keys, 0700) == -1 && errno != EEXIST)
		return why_sys(why, "%s", keys);
	(void)snprintf(path, sizeof(path), "%s/ring/data.mdb", keys);
	if (access(path, F_OK) == -1 &&
	    (out = master_make(keys, MASTER, why)) != OUT_OK)
		return out;
	(void)snprintf(path, sizeof(path), "%s/ring", keys);
	if (mkdir(path, 0700) == -1 && errno != EEXIST)
		return why_sys(why, "%s", path);
	return OUT_OK;
}

enum outcome
ring_open(
    const char *keys, struct gcm *gcm, struct ring **ring, struct why *why)
{
	return open_ring(keys, false, gcm, ring, why);
}

void
ring_close(struct ring *r)
{
	if (r == NULL)
		return;
	if (r->env != NULL)
		mdb_env_close(r->env);
	locked_free(r->master, GCM_KEY_LEN);
	locked_free(r->cache, CACHE_SLOTS * sizeof(*r->cache));
	if (r->lockfd != -1)
		(void)close(r->lockfd);
	free(r);
}

void
ring_master(const struct ring *r, unsigned char *key)
{
	memcpy(key, r->master, GCM_KEY_LEN);
}

enum outcome
ring_key(
    struct ring *r, uint64_t id, const unsigned char **key, struct why *why)
{
	struct slot *slot = &r->cache[id % CACHE_SLOTS];
	unsigned char ad[RING_AD_LEN], fresh[GCM_KEY_LEN];
	MDB_val k = { sizeof(id), ad + RING_AD_ID }, v;
	enum outcome out;
	MDB_txn *txn;
	int rc;

	assert(id != 0);
	*key = slot->key;
	if (slot->id == id)
		return OUT_OK;
	ring_bind(id, ad);
	if ((rc = mdb_txn_begin(r->env, NULL, MDB_RDONLY, &txn)) != 0)
		return mdbenv_why(rc, "ring", why);
	if ((rc = mdb_get(txn, r->dbi, &k, &v)) == MDB_NOTFOUND)
		out = why_reject(why, "KEYS", "there is no key %llu",
		    (unsigned long long)id);
	else if (rc != 0)
		out = mdbenv_why(rc, "ring", why);
	else
		out = ring_unwrap(r, &k, &v, fresh, why);
	mdb_txn_abort(txn);
	if (out == OUT_OK) {
		memcpy(slot->key, fresh, sizeof(fresh));
		slot->id = id;
	}
	explicit_bzero(fresh, sizeof(fresh));
	return out;
}

enum outcome
ring_next(struct ring *r, uint64_t *id, bool *found, struct why *why)
{
	uint64_t be = htobe64(*id + 1), next = 0;
	MDB_val k = { sizeof(be), &be }, v;
	MDB_cursor *cursor;
	MDB_txn *txn;
	int rc;

	*found = false;
	if ((rc = mdb_txn_begin(r->env, NULL, MDB_RDONLY, &txn)) != 0)
		return mdbenv_why(rc, "ring", why);
	if ((rc = mdb_cursor_open(txn, r->dbi, &cursor)) == 0) {
		rc = mdb_cursor_get(cursor, &k, &v, MDB_SET_RANGE);
		mdb_cursor_close(cursor);
	}
	if (rc == 0 && k.mv_size == sizeof(next)) {
		memcpy(&next, k.mv_data, sizeof(next));
		*found = be64toh(next) > *id;
	}
	mdb_txn_abort(txn);
	if (rc == MDB_NOTFOUND)
		return OUT_OK;
	if (rc != 0 || !*found)
		return mdbenv_why(rc != 0 ? rc : MDB_CORRUPTED, "ring", why);
	*id = be64toh(next);
	return OUT_OK;
}

/* Put a new key for id at the end of the ring, or where it belongs. */
static enum outcome
put_new(struct ring *r, MDB_txn *txn, uint64_t id, struct why *why)
{
	unsigned char key[GCM_KEY_LEN];
	enum outcome out;

	if ((out = gcm_random(key, sizeof(key), why)) == OUT_OK)
		out = ring_wrap(r, txn, id, key, why);
	explicit_bzero(key, sizeof(key));
	return out;
}

static enum outcome
put_missing(
    struct ring *r, MDB_txn *txn, uint64_t first, uint64_t end, struct why *why)
{
	unsigned char ad[RING_AD_LEN];
	MDB_val k = { sizeof(first), ad + RING_AD_ID }, v;
	enum outcome out;
	uint64_t id;
	int rc;

	for (id = first; id < end; id++) {
		ring_bind(id, ad);
		if ((rc = mdb_get(txn, r->dbi, &k, &v)) == 0)
			continue;
		if (rc != MDB_NOTFOUND)
			return mdbenv_why(rc, "ring", why);
		if ((out = put_new(r, txn, id, why)) != OUT_OK)
			return out;
	}
	return OUT_OK;
}

/* Move to the last entry below RING_APART. */
static int
seek_last(MDB_cursor *cursor, MDB_val *k, MDB_val *v)
{
	uint64_t apart = htobe64(RING_APART);
	MDB_val at = { sizeof(apart), &apart };
	int rc;

	rc = mdb_cursor_get(cursor, &at, v, MDB_SET_RANGE);
	if (rc != 0 && rc != MDB_NOTFOUND)
		return rc;
	return mdb_cursor_get(cursor, k, v, rc == 0 ? MDB_PREV : MDB_LAST);
}

/* Set next to the id after the last of the ring. */
static enum outcome
after_last(struct ring *r, MDB_txn *txn, uint64_t *next, struct why *why)
{
	MDB_cursor *cursor;
	MDB_val k, v;
	uint64_t be = 0;
	int rc;

	if ((rc = mdb_cursor_open(txn, r->dbi, &cursor)) != 0)
		return mdbenv_why(rc, "ring", why);
	rc = seek_last(cursor, &k, &v);
	if (rc == 0 && k.mv_size == sizeof(be))
		memcpy(&be, k.mv_data, sizeof(be));
	mdb_cursor_close(cursor);
	if (rc != 0 && rc != MDB_NOTFOUND)
		return mdbenv_why(rc, "ring", why);
	*next = be64toh(be) + 1;
	return OUT_OK;
}

/* One transaction: with last, only ids after the last are made, so that no
 * erased one comes back. */
static enum outcome
fill(struct ring *r, uint64_t first, uint64_t end, bool last, struct why *why)
{
	uint64_t next = first;
	enum outcome out = OUT_OK;
	MDB_txn *txn;
	int rc;

	if ((rc = mdb_txn_begin(r->env, NULL, 0, &txn)) != 0)
		return mdbenv_why(rc, "ring", why);
	if (last)
		out = after_last(r, txn, &next, why);
	if (next < first)
		next = first;
	if (out != OUT_OK ||
	    (out = put_missing(r, txn, next, end, why)) != OUT_OK) {
		mdb_txn_abort(txn);
		return out;
	}
	if ((rc = mdb_txn_commit(txn)) != 0)
		return mdbenv_why(rc, "ring", why);
	return OUT_OK;
}

enum outcome
ring_reserve(struct ring *r, uint64_t first, uint64_t end, struct why *why)
{
	enum outcome out;
	uint64_t next = first;
	MDB_txn *txn;
	int rc;

	/* Mostly there is nothing to do, and no writer to wait for. */
	if ((rc = mdb_txn_begin(r->env, NULL, MDB_RDONLY, &txn)) != 0)
		return mdbenv_why(rc, "ring", why);
	out = after_last(r, txn, &next, why);
	mdb_txn_abort(txn);
	if (out != OUT_OK || next >= end)
		return out;
	return fill(r, first, end, true, why);
}

enum outcome
ring_make(struct ring *r, uint64_t id, struct why *why)
{
	return fill(r, id, id + 1, false, why);
}

enum outcome
ring_init(const char *keys, uint64_t first, uint64_t last, struct gcm *gcm,
    struct why *why)
{
	const unsigned char *key;
	struct ring *r;
	enum outcome out;

	if ((out = make_folders(keys, why)) != OUT_OK ||
	    (out = open_ring(keys, true, gcm, &r, why)) != OUT_OK)
		return out;
	assert(r != NULL);
	if ((out = fill(r, first, last + 1, false, why)) == OUT_OK &&
	    (out = ring_key(r, first, &key, why)) == OUT_OK)
		/* It syncs keys, in which the folder ring may be new. */
		out = master_make(keys, MASTER, why);
	ring_close(r);
	return out;
}
