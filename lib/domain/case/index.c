/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/case/index.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/digest.h"

#define UNDER_MAX ((size_t)200) /* bytes of what names stand under */

/* Append to a key of n bytes, below half of what it takes.  Our own ids fit;
 * what does not ends in its hash.  0, which is no key, if there is no memory
 * for that. */
static size_t
append(unsigned char *key, size_t n, const void *data, size_t len)
{
	size_t room = INDEX_KEY_MAX - n - DIGEST_LEN;
	struct why why = WHY_INIT;

	if (n + len <= INDEX_KEY_MAX) {
		memcpy(key + n, data, len);
		return n + len;
	}
	memcpy(key + n, data, room);
	return digest_sha256(data, len, key + n + room, &why) == OUT_OK ?
	    INDEX_KEY_MAX :
	    0;
}

/* An index entry: kind NUL data, for a number. */
static size_t
index_key(const char *kind, const void *data, size_t len, unsigned char *key)
{
	return append(key, append(key, 0, kind, strlen(kind) + 1), data, len);
}

enum outcome
index_put(struct store_txn *txn, const char *kind, const void *data, size_t len,
    uint64_t value, struct why *why)
{
	unsigned char key[INDEX_KEY_MAX], number[8];
	size_t n = index_key(kind, data, len, key);

	store_key8(value, number);
	return store_put(
	    txn, DB_INDEX, key, n, SEAL_UNIT, number, sizeof(number), why);
}

enum outcome
index_get(struct store_txn *txn, const char *kind, const void *data, size_t len,
    uint64_t *value, struct why *why)
{
	unsigned char key[INDEX_KEY_MAX];
	struct buf b = BUF_INIT;
	enum outcome out;
	bool found;

	*value = 0;
	out = store_get(txn, DB_INDEX, key, index_key(kind, data, len, key), &b,
	    &found, why);
	if (out == OUT_OK && found && b.len == 8)
		*value = store_number(b.data);
	buf_free(&b);
	return out;
}

enum outcome
index_del(struct store_txn *txn, const char *kind, const void *data, size_t len,
    struct why *why)
{
	unsigned char key[INDEX_KEY_MAX];

	return store_del(
	    txn, DB_INDEX, key, index_key(kind, data, len, key), why);
}

enum outcome
index_each(struct store_txn *txn, const char *kind, const void *data,
    size_t len, store_each_fn *fn, void *ctx, struct why *why)
{
	unsigned char key[INDEX_KEY_MAX];

	return store_each(
	    txn, DB_INDEX, key, index_key(kind, data, len, key), fn, ctx, why);
}

enum outcome
index_put_token(struct store_txn *txn, const char *kind, const char *s,
    uint64_t value, struct why *why)
{
	unsigned char token[SEAL_TOKEN_LEN];
	enum outcome out;

	out = seal_token(store_seal(txn), kind, s, strlen(s), token, why);
	if (out != OUT_OK)
		return out;
	return index_put(txn, kind, token, sizeof(token), value, why);
}

enum outcome
index_get_token(struct store_txn *txn, const char *kind, const char *s,
    uint64_t *value, struct why *why)
{
	unsigned char token[SEAL_TOKEN_LEN];
	enum outcome out;

	*value = 0;
	out = seal_token(store_seal(txn), kind, s, strlen(s), token, why);
	if (out != OUT_OK)
		return out;
	return index_get(txn, kind, token, sizeof(token), value, why);
}

enum outcome
queue_put(
    struct store_txn *txn, const char *kind, const char *name, struct why *why)
{
	unsigned char key[INDEX_KEY_MAX];
	size_t n = index_key(kind, name, strlen(name), key);

	return store_put(txn, DB_QUEUE, key, n, SEAL_UNIT, "", 0, why);
}

enum outcome
queue_del(
    struct store_txn *txn, const char *kind, const char *name, struct why *why)
{
	unsigned char key[INDEX_KEY_MAX];

	return store_del(
	    txn, DB_QUEUE, key, index_key(kind, name, strlen(name), key), why);
}

static size_t
link_key(
    const char *kind, uint64_t number, const char *name, unsigned char *key)
{
	unsigned char n8[8];

	store_key8(number, n8);
	return append(
	    key, index_key(kind, n8, sizeof(n8), key), name, strlen(name));
}

enum outcome
link_put(struct store_txn *txn, const char *kind, uint64_t number,
    const char *name, struct why *why)
{
	unsigned char key[INDEX_KEY_MAX];

	return store_put(txn, DB_INDEX, key, link_key(kind, number, name, key),
	    SEAL_UNIT, "", 0, why);
}

static enum outcome
has(struct store_txn *txn, enum store_db db, const void *key, size_t len,
    bool *found, struct why *why)
{
	uint64_t id;

	return store_key_of(txn, db, key, len, &id, found, why);
}

enum outcome
link_has(struct store_txn *txn, const char *kind, uint64_t number,
    const char *name, bool *found, struct why *why)
{
	unsigned char key[INDEX_KEY_MAX];

	return has(
	    txn, DB_INDEX, key, link_key(kind, number, name, key), found, why);
}

enum outcome
queue_has(struct store_txn *txn, const char *kind, const char *name,
    bool *found, struct why *why)
{
	unsigned char key[INDEX_KEY_MAX];

	return has(txn, DB_QUEUE, key, index_key(kind, name, strlen(name), key),
	    found, why);
}

struct names {
	char **name;
	size_t n, skip; /* skip: length of the prefix */
};

static enum outcome
add_name(const void *key, size_t keylen, const void *data, size_t len,
    void *ctx, struct why *why)
{
	struct names *a = ctx;
	char **grown;

	(void)data;
	(void)len;
	if (a->n % 64 == 0) {
		grown = realloc(a->name, (a->n + 64) * sizeof(*a->name));
		if (grown == NULL)
			return why_sys(why, "queue");
		a->name = grown;
	}
	a->name[a->n] = strndup((const char *)key + a->skip, keylen - a->skip);
	if (a->name[a->n] == NULL)
		return why_sys(why, "queue");
	a->n++;
	return OUT_OK;
}

static enum outcome
list(struct store_txn *txn, enum store_db db, const void *prefix, size_t len,
    char ***names, size_t *n, struct why *why)
{
	struct names a = { NULL, 0, len };
	enum outcome out;

	out = store_each(txn, db, prefix, len, add_name, &a, why);
	if (out != OUT_OK) {
		names_free(a.name, a.n);
		a.name = NULL;
		a.n = 0;
	}
	*names = a.name;
	*n = a.n;
	return out;
}

enum outcome
queue_list(struct store_txn *txn, const char *kind, char ***names, size_t *n,
    struct why *why)
{
	return list(txn, DB_QUEUE, kind, strlen(kind) + 1, names, n, why);
}

enum outcome
link_list(struct store_txn *txn, const char *kind, uint64_t number,
    char ***names, size_t *n, struct why *why)
{
	unsigned char key[INDEX_KEY_MAX];

	return list(
	    txn, DB_INDEX, key, link_key(kind, number, "", key), names, n, why);
}

enum outcome
link_each(struct store_txn *txn, uint64_t number, const char *kind,
    enum outcome (*fn)(struct store_txn *, const char *, struct why *),
    struct why *why)
{
	enum outcome out;
	char **names;
	size_t i, n;

	if ((out = link_list(txn, kind, number, &names, &n, why)) != OUT_OK)
		return out;
	for (i = 0; out == OUT_OK && i < n; i++)
		out = fn(txn, names[i], why);
	names_free(names, n);
	return out;
}

/* Under DB_INDEX: kind NUL of '|' name; of an ${of} that is too long, its
 * hash. */
static size_t
under_key(
    const char *kind, const char *of, const char *name, unsigned char *key)
{
	size_t n = index_key(kind, "", 0, key), len = strlen(of);
	struct why why = WHY_INIT;

	if (len <= UNDER_MAX)
		n = append(key, n, of, len);
	else if (digest_sha256(of, len, key + n, &why) == OUT_OK)
		n += DIGEST_LEN;
	else
		return 0;
	n = append(key, n, "|", 1);
	return append(key, n, name, strlen(name));
}

enum outcome
queue_put_under(struct store_txn *txn, const char *kind, const char *of,
    const char *name, struct why *why)
{
	unsigned char key[INDEX_KEY_MAX];

	return store_put(txn, DB_INDEX, key, under_key(kind, of, name, key),
	    SEAL_UNIT, "", 0, why);
}

enum outcome
queue_list_under(struct store_txn *txn, const char *kind, const char *of,
    char ***names, size_t *n, struct why *why)
{
	unsigned char key[INDEX_KEY_MAX];

	return list(
	    txn, DB_INDEX, key, under_key(kind, of, "", key), names, n, why);
}

void
names_free(char **names, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		free(names[i]);
	free(names);
}

char *
number_name(uint64_t n, char *buf)
{
	(void)snprintf(buf, 21, "%020" PRIu64, n);
	return buf;
}
