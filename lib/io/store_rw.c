/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/store.h"

#include <assert.h>
#include <endian.h>
#include <string.h>

#include "io/mdbenv.h"
#include "io/store_impl.h"

void
store_key8(uint64_t n, unsigned char key[8])
{
	size_t i;

	for (i = 8; i-- > 0; n >>= 8)
		key[i] = n & 0xff;
}

void
store_key12(uint64_t n, uint32_t m, unsigned char key[12])
{
	size_t i;

	store_key8(n, key);
	for (i = 12; i-- > 8; m >>= 8)
		key[i] = m & 0xff;
}

uint64_t
store_number(const void *data)
{
	const unsigned char *p = data;
	uint64_t n = 0;
	size_t i;

	for (i = 0; i < 8; i++)
		n = n << 8 | p[i];
	return n;
}

MDB_val
store_val(const void *data, size_t len)
{
	MDB_val v = { .mv_size = len };

	memcpy(&v.mv_data, &data, sizeof(data));
	return v;
}

bool
store_is_own(enum store_db db, const void *key, size_t keylen)
{
	size_t n = strlen(STORE_OWN);

	return db == DB_META && keylen >= n && memcmp(key, STORE_OWN, n) == 0;
}

enum outcome
store_read(struct store_txn *t, enum store_db db, const void *key,
    size_t keylen, MDB_val *value, bool *found, struct why *why)
{
	MDB_val k = store_val(key, keylen);
	int rc;

	assert(keylen > 0 && keylen <= STORE_KEY_MAX && !t->busy);
	*found = false;
	rc = mdb_get(t->txn, t->store->dbi[db], &k, value);
	if (rc == MDB_NOTFOUND)
		return OUT_OK;
	if (rc != 0)
		return mdbenv_why(rc, "store", why);
	*found = true;
	return OUT_OK;
}

enum outcome
store_write(struct store_txn *t, enum store_db db, const void *key,
    size_t keylen, uint64_t id, uint32_t revision, const void *data, size_t len,
    struct why *why)
{
	struct buf *sealed = &t->store->sealed;
	MDB_val k = store_val(key, keylen), v;
	enum outcome out;
	int rc;

	assert(keylen > 0 && keylen <= STORE_KEY_MAX && t->writes && !t->busy);
	buf_reset(sealed);
	if ((out = seal_value(t->store->seal, id, store_db_name[db], key,
		 keylen, revision, data, len, sealed, why)) != OUT_OK)
		return out;
	v = store_val(sealed->data, sealed->len);
	if ((rc = mdb_put(t->txn, t->store->dbi[db], &k, &v, 0)) != 0)
		return mdbenv_why(rc, "store", why);
	return OUT_OK;
}

/* Set id, revision and tag to those of the value under a key. */
static enum outcome
about(struct store_txn *t, enum store_db db, const void *key, size_t keylen,
    uint64_t *id, uint32_t *revision, const unsigned char **tag, bool *found,
    struct why *why)
{
	enum outcome out;
	MDB_val v;

	if ((out = store_read(t, db, key, keylen, &v, found, why)) != OUT_OK ||
	    !*found)
		return out;
	if (!seal_about(v.mv_data, v.mv_size, id, revision, tag))
		return why_reject(
		    why, "SEAL", "%s: not a sealed value", store_db_name[db]);
	return OUT_OK;
}

enum outcome
store_put(struct store_txn *t, enum store_db db, const void *key, size_t keylen,
    uint64_t id, const void *data, size_t len, struct why *why)
{
	struct buf *sealed = &t->store->sealed;
	const unsigned char *tag;
	uint32_t revision;
	enum outcome out;
	uint64_t old;
	bool found;

	assert(!store_is_own(db, key, keylen) && db != DB_AUDIT);
	if ((out = about(t, db, key, keylen, &old, &revision, &tag, &found,
		 why)) != OUT_OK)
		return out;
	if (!found)
		revision = t->state.floor[db];
	if (revision == UINT32_MAX)
		return why_retry(why, "store: revisions are used up");
	revision++;
	if ((out = store_write(
		 t, db, key, keylen, id, revision, data, len, why)) != OUT_OK)
		return out;
	return store_note(t, db, key, keylen, revision,
	    sealed->data + sealed->len - SEAL_TAG_LEN, why);
}

enum outcome
store_get(struct store_txn *t, enum store_db db, const void *key, size_t keylen,
    struct buf *out, bool *found, struct why *why)
{
	enum outcome o;
	MDB_val v;

	buf_reset(out);
	if ((o = store_read(t, db, key, keylen, &v, found, why)) != OUT_OK ||
	    !*found)
		return o;
	return seal_open_value(t->store->seal, store_db_name[db], key, keylen,
	    v.mv_data, v.mv_size, out, why);
}

enum outcome
store_key_of(struct store_txn *t, enum store_db db, const void *key,
    size_t keylen, uint64_t *id, bool *found, struct why *why)
{
	const unsigned char *tag;
	uint32_t revision;

	return about(t, db, key, keylen, id, &revision, &tag, found, why);
}

enum outcome
store_tag_of(struct store_txn *t, enum store_db db, const void *key,
    size_t keylen, unsigned char *tag, bool *found, struct why *why)
{
	const unsigned char *at;
	uint32_t revision;
	enum outcome out;
	uint64_t id;

	if ((out = about(t, db, key, keylen, &id, &revision, &at, found,
		 why)) == OUT_OK &&
	    *found)
		memcpy(tag, at, SEAL_TAG_LEN);
	return out;
}

void
store_raise_floor(struct store_txn *t, enum store_db db, uint32_t revision)
{
	if (t->state.floor[db] < revision) {
		t->state.floor[db] = revision;
		t->state.changed = true;
	}
}

enum outcome
store_del(struct store_txn *t, enum store_db db, const void *key, size_t keylen,
    struct why *why)
{
	MDB_val k = store_val(key, keylen);
	const unsigned char *tag;
	uint32_t revision;
	enum outcome out;
	uint64_t id;
	bool found;
	int rc;

	assert(!store_is_own(db, key, keylen) && db != DB_AUDIT && t->writes);
	if ((out = about(t, db, key, keylen, &id, &revision, &tag, &found,
		 why)) != OUT_OK ||
	    !found)
		return out;
	if ((rc = mdb_del(t->txn, t->store->dbi[db], &k, NULL)) != 0)
		return mdbenv_why(rc, "store", why);
	store_raise_floor(t, db, revision);
	return store_note(t, db, key, keylen, revision, NULL, why);
}

enum outcome
store_counter(
    struct store_txn *t, const char *counter, uint64_t *n, struct why *why)
{
	struct buf b = BUF_INIT;
	uint64_t be = 0;
	enum outcome out;
	bool found;

	out = store_get(t, DB_META, counter, strlen(counter), &b, &found, why);
	if (out == OUT_OK && found && b.len != sizeof(be))
		out = why_reject(
		    why, "STORE-FORMAT", "%s is no counter", counter);
	else if (out == OUT_OK && found)
		memcpy(&be, b.data, sizeof(be));
	*n = be64toh(be);
	buf_free(&b);
	return out;
}

enum outcome
store_count(
    struct store_txn *t, const char *counter, uint64_t *n, struct why *why)
{
	enum outcome out;
	uint64_t be;

	if ((out = store_counter(t, counter, n, why)) != OUT_OK)
		return out;
	be = htobe64(++*n);
	return store_put(t, DB_META, counter, strlen(counter), SEAL_UNIT, &be,
	    sizeof(be), why);
}

enum outcome
store_raise(
    struct store_txn *t, const char *counter, uint64_t n, struct why *why)
{
	uint64_t now, be = htobe64(n);
	enum outcome out;

	if ((out = store_counter(t, counter, &now, why)) != OUT_OK || now >= n)
		return out;
	return store_put(t, DB_META, counter, strlen(counter), SEAL_UNIT, &be,
	    sizeof(be), why);
}

enum outcome
store_counter_reset(struct store_txn *t, const char *counter, struct why *why)
{
	return store_del(t, DB_META, counter, strlen(counter), why);
}

struct seal *
store_seal(struct store_txn *t)
{
	return t->store->seal;
}
