/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/ring.h"

#include <assert.h>
#include <endian.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <lmdb.h>

#include "io/locked.h"
#include "io/master.h"
#include "io/mdbenv.h"

#define RING_MAPSIZE ((size_t)1 << 30)
#define RING_VERSION 1
#define ENTRY_LEN (1 + GCM_NONCE_LEN + GCM_KEY_LEN + GCM_TAG_LEN)
#define AD_LEN ((size_t)13) /* "ring NUL id" */

/* Small enough for the 64 KiB that any process may lock. */
#define CACHE_SLOTS ((size_t)1024)

struct secrets {
	unsigned char master[GCM_KEY_LEN];
	struct {
		uint64_t id; /* 0: empty */
		unsigned char key[GCM_KEY_LEN];
	} cache[CACHE_SLOTS]; /* by the low bits of the id */
};

struct ring {
	MDB_env *env;
	MDB_dbi dbi;
	struct gcm *gcm; /* not ours */
	struct secrets *secrets;
};

/* The associated data of an entry; its last 8 bytes are also its key. */
static void
bind_id(uint64_t id, unsigned char *ad)
{
	uint64_t be = htobe64(id);

	memcpy(ad, "ring", 5);
	memcpy(ad + 5, &be, sizeof(be));
}

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

static enum outcome
open_ring(const char *keys, bool make, struct gcm *gcm, struct ring **ring,
    struct why *why)
{
	char path[4096];
	struct ring *r;
	enum outcome out;
	struct stat st;
	void *secrets;

	*ring = NULL;
	(void)snprintf(path, sizeof(path), "%s/ring/data.mdb", keys);
	if (!make && stat(path, &st) == -1 && errno == ENOENT)
		return why_reject(why, "KEYS", "there is no keys/ring");
	(void)snprintf(path, sizeof(path), "%s/ring", keys);
	if ((r = calloc(1, sizeof(*r))) == NULL)
		return why_sys(why, "ring");
	r->gcm = gcm;
	out = locked_new(sizeof(*r->secrets), &secrets, why);
	r->secrets = secrets;
	if (out != OUT_OK ||
	    (out = master_read(keys, r->secrets->master, why)) != OUT_OK ||
	    (out = mdbenv_open(path, RING_MAPSIZE, 0, false, "RING", &r->env,
		 why)) != OUT_OK ||
	    (out = open_dbi(r, why)) != OUT_OK) {
		ring_close(r);
		return out;
	}
	*ring = r;
	return OUT_OK;
}

/* Make the folder of the ring; a ring without a master key stays as it is. */
static enum outcome
make_folders(const char *keys, struct why *why)
{
	char path[4096];
	enum outcome out;

	if (mkdir(keys, 0700) == -1 && errno != EEXIST)
		return why_sys(why, "%s", keys);
	(void)snprintf(path, sizeof(path), "%s/ring/data.mdb", keys);
	if (access(path, F_OK) == -1 &&
	    (out = master_make(keys, why)) != OUT_OK)
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
	locked_free(r->secrets, sizeof(*r->secrets));
	free(r);
}

static enum outcome
unwrap(struct ring *r, const MDB_val *entry, const unsigned char *ad,
    unsigned char *key, struct why *why)
{
	const unsigned char *e = entry->mv_data;
	const unsigned char *nonce = e + 1;
	const unsigned char *wrapped = nonce + GCM_NONCE_LEN;

	if (entry->mv_size != ENTRY_LEN || e[0] != RING_VERSION ||
	    !gcm_open(r->gcm, r->secrets->master, ad, AD_LEN, nonce, wrapped,
		GCM_KEY_LEN, wrapped + GCM_KEY_LEN, key))
		return why_reject(why, "KEYS",
		    "an entry of the ring does not "
		    "open with the master key");
	return OUT_OK;
}

enum outcome
ring_key(
    struct ring *r, uint64_t id, const unsigned char **key, struct why *why)
{
	unsigned char ad[AD_LEN], fresh[GCM_KEY_LEN];
	size_t slot = (size_t)id % CACHE_SLOTS;
	MDB_val k = { sizeof(id), ad + 5 }, v;
	enum outcome out;
	MDB_txn *txn;
	int rc;

	assert(id != 0);
	*key = r->secrets->cache[slot].key;
	if (r->secrets->cache[slot].id == id)
		return OUT_OK;
	bind_id(id, ad);
	if ((rc = mdb_txn_begin(r->env, NULL, MDB_RDONLY, &txn)) != 0)
		return mdbenv_why(rc, "ring", why);
	if ((rc = mdb_get(txn, r->dbi, &k, &v)) == MDB_NOTFOUND)
		out = why_reject(why, "KEYS", "there is no key %llu",
		    (unsigned long long)id);
	else if (rc != 0)
		out = mdbenv_why(rc, "ring", why);
	else
		out = unwrap(r, &v, ad, fresh, why);
	mdb_txn_abort(txn);
	if (out == OUT_OK) {
		memcpy(r->secrets->cache[slot].key, fresh, sizeof(fresh));
		r->secrets->cache[slot].id = id;
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
	unsigned char ad[AD_LEN], key[GCM_KEY_LEN], entry[ENTRY_LEN];
	unsigned char *wrapped = entry + 1 + GCM_NONCE_LEN;
	MDB_val k = { sizeof(id), ad + 5 }, v = { ENTRY_LEN, entry };
	enum outcome out;
	int rc;

	bind_id(id, ad);
	if ((out = gcm_random(key, sizeof(key), why)) != OUT_OK)
		return out;
	entry[0] = RING_VERSION;
	out = gcm_seal(r->gcm, r->secrets->master, ad, sizeof(ad), key,
	    sizeof(key), entry + 1, wrapped, wrapped + GCM_KEY_LEN, why);
	explicit_bzero(key, sizeof(key));
	if (out != OUT_OK)
		return out;
	rc = mdb_put(txn, r->dbi, &k, &v, MDB_APPEND);
	if (rc == MDB_KEYEXIST)
		rc = mdb_put(txn, r->dbi, &k, &v, MDB_NOOVERWRITE);
	if (rc != 0)
		return mdbenv_why(rc, "ring", why);
	return OUT_OK;
}

static enum outcome
put_missing(
    struct ring *r, MDB_txn *txn, uint64_t first, uint64_t end, struct why *why)
{
	unsigned char ad[AD_LEN];
	MDB_val k = { sizeof(first), ad + 5 }, v;
	enum outcome out;
	uint64_t id;
	int rc;

	for (id = first; id < end; id++) {
		bind_id(id, ad);
		if ((rc = mdb_get(txn, r->dbi, &k, &v)) == 0)
			continue;
		if (rc != MDB_NOTFOUND)
			return mdbenv_why(rc, "ring", why);
		if ((out = put_new(r, txn, id, why)) != OUT_OK)
			return out;
	}
	return OUT_OK;
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
	rc = mdb_cursor_get(cursor, &k, &v, MDB_LAST);
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
		out = master_make(keys, why);
	ring_close(r);
	return out;
}
