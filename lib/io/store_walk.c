/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/store.h"

#include <assert.h>
#include <string.h>

#include "io/mdbenv.h"
#include "io/store_impl.h"

int
store_compare(const MDB_val *a, const MDB_val *b)
{
	size_t n = a->mv_size < b->mv_size ? a->mv_size : b->mv_size;
	int d = memcmp(a->mv_data, b->mv_data, n);

	return d != 0		     ? d :
	    a->mv_size == b->mv_size ? 0 :
	    a->mv_size < b->mv_size  ? -1 :
				       1;
}

/* Find the first record at or, if after is set, after a key. */
static int
seek(struct store_txn *t, enum store_db db, bool after, MDB_val *k, MDB_val *v)
{
	MDB_val from = *k;
	MDB_cursor *cursor;
	int rc;

	if ((rc = mdb_cursor_open(t->txn, t->store->dbi[db], &cursor)) != 0)
		return rc;
	rc = mdb_cursor_get(
	    cursor, k, v, from.mv_size == 0 ? MDB_FIRST : MDB_SET_RANGE);
	if (rc == 0 && after && k->mv_size == from.mv_size &&
	    memcmp(k->mv_data, from.mv_data, from.mv_size) == 0)
		rc = mdb_cursor_get(cursor, k, v, MDB_NEXT);
	/* In a damaged tree it may lead back, and a walk would never end. */
	if (rc == 0 && after && store_compare(k, &from) <= 0)
		rc = MDB_CORRUPTED;
	mdb_cursor_close(cursor);
	return rc;
}

enum outcome
store_next(struct store_txn *t, enum store_db db, const void *prefix,
    size_t prefixlen, void *key, size_t *keylen, struct buf *out, bool *found,
    struct why *why)
{
	MDB_val k, v;
	int rc;

	assert(!t->busy);
	*found = false;
	k = *keylen == 0 ? store_val(prefix, prefixlen) :
			   store_val(key, *keylen);
	rc = seek(t, db, *keylen > 0, &k, &v);
	/* The store's own names follow one another. */
	while (rc == 0 && store_is_own(db, k.mv_data, k.mv_size))
		rc = seek(t, db, true, &k, &v);
	if (rc == MDB_NOTFOUND)
		return OUT_OK;
	if (rc != 0)
		return mdbenv_why(rc, "store", why);
	if (k.mv_size < prefixlen || k.mv_size > STORE_KEY_MAX ||
	    (prefixlen > 0 && memcmp(k.mv_data, prefix, prefixlen) != 0))
		return OUT_OK;
	*found = true;
	memcpy(key, k.mv_data, k.mv_size);
	*keylen = k.mv_size;
	if (out == NULL)
		return OUT_OK;
	buf_reset(out);
	return seal_open_value(t->store->seal, store_db_name[db], key, *keylen,
	    v.mv_data, v.mv_size, out, why);
}

enum outcome
store_each(struct store_txn *t, enum store_db db, const void *prefix,
    size_t prefixlen, store_each_fn *fn, void *ctx, struct why *why)
{
	unsigned char key[STORE_KEY_MAX];
	struct buf value = BUF_INIT;
	size_t keylen = 0;
	enum outcome out;
	bool found;

	while ((out = store_next(t, db, prefix, prefixlen, key, &keylen, &value,
		    &found, why)) == OUT_OK &&
	    found)
		if ((out = fn(key, keylen, value.data, value.len, ctx, why)) !=
		    OUT_OK)
			break;
	buf_wipe(&value);
	return out;
}

/* Remove the records of DB_META one by one: the store's own stay. */
static enum outcome
clear_meta(struct store_txn *t, struct why *why)
{
	unsigned char key[STORE_KEY_MAX];
	size_t keylen = 0;
	enum outcome out;
	bool found;

	while ((out = store_next(t, DB_META, "", 0, key, &keylen, NULL, &found,
		    why)) == OUT_OK &&
	    found)
		if ((out = store_del(t, DB_META, key, keylen, why)) != OUT_OK)
			break;
	return out;
}

enum outcome
store_clear(struct store_txn *t, enum store_db db, struct why *why)
{
	const unsigned char *tag;
	MDB_cursor *cursor;
	uint32_t revision;
	bool any = false;
	uint64_t id;
	MDB_val k, v;
	int rc;

	assert(db != DB_AUDIT && t->writes && !t->busy);
	if (db == DB_META)
		return clear_meta(t, why);
	if ((rc = mdb_cursor_open(t->txn, t->store->dbi[db], &cursor)) != 0)
		return mdbenv_why(rc, "store", why);
	while ((rc = mdb_cursor_get(cursor, &k, &v, MDB_NEXT)) == 0) {
		any = true;
		if (seal_about(v.mv_data, v.mv_size, &id, &revision, &tag))
			store_raise_floor(t, db, revision);
	}
	mdb_cursor_close(cursor);
	if (rc != MDB_NOTFOUND ||
	    (rc = mdb_drop(t->txn, t->store->dbi[db], 0)) != 0)
		return mdbenv_why(rc, "store", why);
	return any ? store_note(t, db, "", 0, 0, NULL, why) : OUT_OK;
}
