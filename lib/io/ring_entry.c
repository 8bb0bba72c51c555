/* SPDX-License-Identifier: EUPL-1.2 */
/* The entries of the ring: keys, each wrapped by the master key. */
#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "io/digest.h"
#include "io/mdbenv.h"
#include "io/ring_impl.h"

#define RING_VERSION 1
#define ENTRY_LEN (1 + GCM_NONCE_LEN + GCM_KEY_LEN + GCM_TAG_LEN)

void
ring_bind(uint64_t id, unsigned char *ad)
{
	uint64_t be = htobe64(id);

	memcpy(ad, "ring", RING_AD_ID);
	memcpy(ad + RING_AD_ID, &be, sizeof(be));
}

/* 0, which is no id, if it is no key of the ring. */
static uint64_t
id_of(const MDB_val *k)
{
	uint64_t be = 0;

	if (k->mv_size == sizeof(be))
		memcpy(&be, k->mv_data, sizeof(be));
	return be64toh(be);
}

enum outcome
ring_wrap(struct ring *r, MDB_txn *txn, uint64_t id, const unsigned char *key,
    struct why *why)
{
	unsigned char ad[RING_AD_LEN], entry[ENTRY_LEN];
	unsigned char *wrapped = entry + 1 + GCM_NONCE_LEN;
	MDB_val k = { sizeof(id), ad + RING_AD_ID }, v = { ENTRY_LEN, entry };
	enum outcome out;
	int rc;

	ring_bind(id, ad);
	entry[0] = RING_VERSION;
	if ((out = gcm_seal(r->gcm, r->master, ad, sizeof(ad), key, GCM_KEY_LEN,
		 entry + 1, wrapped, wrapped + GCM_KEY_LEN, why)) != OUT_OK)
		return out;
	rc = mdb_put(txn, r->dbi, &k, &v, MDB_APPEND);
	if (rc == MDB_KEYEXIST)
		rc = mdb_put(txn, r->dbi, &k, &v, MDB_NOOVERWRITE);
	if (rc != 0)
		return mdbenv_why(rc, "ring", why);
	return OUT_OK;
}

enum outcome
ring_unwrap(struct ring *r, const MDB_val *k, const MDB_val *v,
    unsigned char *key, struct why *why)
{
	const unsigned char *e = v->mv_data;
	const unsigned char *nonce = e + 1;
	const unsigned char *wrapped = nonce + GCM_NONCE_LEN;
	unsigned char ad[RING_AD_LEN];

	ring_bind(id_of(k), ad);
	if (v->mv_size == ENTRY_LEN && e[0] == RING_VERSION &&
	    gcm_open(r->gcm, r->master, ad, sizeof(ad), nonce, wrapped,
		GCM_KEY_LEN, wrapped + GCM_KEY_LEN, key))
		return OUT_OK;
	return why_reject(why, "KEYS",
	    "key %llu of the ring does not open with the master key",
	    (unsigned long long)id_of(k));
}

static int
by_id(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

static enum outcome
walk(struct ring *r, MDB_cursor *cursor, const uint64_t *leave, size_t n,
    ring_fn *fn, void *ctx, struct why *why)
{
	unsigned char key[GCM_KEY_LEN];
	enum outcome out = OUT_OK;
	MDB_val k, v;
	uint64_t id;
	int rc = 0;

	while (out == OUT_OK &&
	    (rc = mdb_cursor_get(cursor, &k, &v, MDB_NEXT)) == 0) {
		id = id_of(&k);
		if (n > 0 && bsearch(&id, leave, n, sizeof(id), by_id) != NULL)
			continue;
		if ((out = ring_unwrap(r, &k, &v, key, why)) == OUT_OK)
			out = fn(id, key, ctx, why);
	}
	explicit_bzero(key, sizeof(key));
	if (out == OUT_OK && rc != MDB_NOTFOUND)
		return mdbenv_why(rc, "ring", why);
	return out;
}

enum outcome
ring_walk(struct ring *r, const uint64_t *leave, size_t n, ring_fn *fn,
    void *ctx, struct why *why)
{
	MDB_cursor *cursor;
	enum outcome out;
	MDB_txn *txn;
	int rc;

	if ((rc = mdb_txn_begin(r->env, NULL, MDB_RDONLY, &txn)) != 0)
		return mdbenv_why(rc, "ring", why);
	if ((rc = mdb_cursor_open(txn, r->dbi, &cursor)) == 0) {
		out = walk(r, cursor, leave, n, fn, ctx, why);
		mdb_cursor_close(cursor);
	} else
		out = mdbenv_why(rc, "ring", why);
	mdb_txn_abort(txn);
	return out;
}

enum outcome
ring_each(struct ring *r, ring_fn *fn, void *ctx, struct why *why)
{
	return ring_walk(r, NULL, 0, fn, ctx, why);
}

enum outcome
ring_add(uint64_t id, const unsigned char *key, void *sum, struct why *why)
{
	uint64_t be = htobe64(id);

	(void)why;
	digest_add(sum, &be, sizeof(be));
	digest_add(sum, key, GCM_KEY_LEN);
	return OUT_OK;
}

enum outcome
ring_digest(struct ring *r, unsigned char *digest, struct why *why)
{
	struct digest_sum *sum;
	enum outcome out;

	if ((out = digest_begin(&sum, why)) == OUT_OK &&
	    (out = ring_each(r, ring_add, sum, why)) == OUT_OK)
		return digest_end(sum, digest, why);
	digest_drop(sum);
	return out;
}

enum outcome
ring_count(struct ring *r, size_t *n, struct why *why)
{
	MDB_stat st;
	int rc;

	if ((rc = mdb_env_stat(r->env, &st)) != 0)
		return mdbenv_why(rc, "ring", why);
	*n = st.ms_entries;
	return OUT_OK;
}

static enum outcome
read_ids(
    struct ring *r, MDB_txn *txn, uint64_t **ids, size_t *n, struct why *why)
{
	MDB_cursor *cursor;
	MDB_val k, v;
	MDB_stat st;
	int rc;

	if ((rc = mdb_stat(txn, r->dbi, &st)) != 0 ||
	    (rc = mdb_cursor_open(txn, r->dbi, &cursor)) != 0)
		return mdbenv_why(rc, "ring", why);
	*ids = calloc(st.ms_entries + 1, sizeof(**ids));
	while (*ids != NULL && *n < st.ms_entries &&
	    (rc = mdb_cursor_get(cursor, &k, &v, MDB_NEXT)) == 0)
		(*ids)[(*n)++] = id_of(&k);
	mdb_cursor_close(cursor);
	if (*ids == NULL)
		return why_sys(why, "ring");
	return *n == st.ms_entries ? OUT_OK : mdbenv_why(rc, "ring", why);
}

enum outcome
ring_ids(struct ring *r, uint64_t **ids, size_t *n, struct why *why)
{
	enum outcome out;
	MDB_txn *txn;
	int rc;

	*ids = NULL;
	*n = 0;
	if ((rc = mdb_txn_begin(r->env, NULL, MDB_RDONLY, &txn)) != 0)
		return mdbenv_why(rc, "ring", why);
	out = read_ids(r, txn, ids, n, why);
	mdb_txn_abort(txn);
	return out;
}
