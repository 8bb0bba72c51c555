/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/store.h"

#include <endian.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <criterion/criterion.h>
#include <lmdb.h>

#include "domain/case/index.h"
#include "io/audit.h"
#include "io/digest.h"
#include "io/record.h"
#include "tmpdir.h"

#define MAP ((size_t)64 << 20)
#define AT "2026-03-02T09:00:00Z"

static struct why why;
static struct seal *seal;
static struct store *store;
static struct buf got;
static bool found;
static unsigned char digest[DIGEST_LEN];

static void
open_store(size_t mapsize)
{
	cr_assert_eq(store_open(tmpdir_path("store"), mapsize, false, seal,
			 &store, &why),
	    OUT_OK, "%s: %s", why.rule, why.text);
}

static void
make(void)
{
	tmpdir_make();
	(void)tmpdir_dir("store");
	cr_assert_eq(seal_init(tmpdir_path("keys"), &why), OUT_OK);
	cr_assert_eq(seal_open(tmpdir_path("keys"), &seal, &why), OUT_OK);
	open_store(MAP);
}

static void
unmake(void)
{
	store_close(store);
	seal_close(seal);
	buf_free(&got);
	tmpdir_remove();
}

TestSuite(store, .init = make, .fini = unmake);
TestSuite(audit, .init = make, .fini = unmake);

/*
 * A transaction as a text: each word is a step, "put KEY VALUE", "del KEY",
 * "read KEY", "clear", "count", "reject", "item[" ... "]" with a nested one in brackets.
 */
struct script {
	const char *p;
};

static enum outcome play(struct store_txn *, void *, struct why *);

static const char *
word(struct script *s, char *buf)
{
	int n = 0;

	(void)sscanf(s->p, " %63s%n", buf, &n);
	if (n == 0)
		buf[0] = '\0';
	s->p += n;
	return buf;
}

static enum outcome
nested(struct store_txn *txn, struct script *s)
{
	struct why inner;
	struct script sub = *s;
	enum outcome out;
	char w[64];
	int depth = 1;

	out = store_item(txn, "anna", "item", play, &sub, &inner);
	while (depth > 0) {
		(void)word(s, w);
		depth += strcmp(w, "item[") == 0;
		depth -= strcmp(w, "]") == 0;
	}
	return out == OUT_RETRY ? out : OUT_OK;
}

static enum outcome
play(struct store_txn *txn, void *ctx, struct why *w)
{
	struct script *s = ctx;
	char verb[64], key[64], value[64];
	enum outcome out = OUT_OK;
	uint64_t n;

	while (
	    out == OUT_OK && *word(s, verb) != '\0' && strcmp(verb, "]") != 0) {
		if (strcmp(verb, "put") == 0) {
			(void)word(s, key);
			(void)word(s, value);
			out = store_put(txn, DB_CASE, key, strlen(key),
			    SEAL_UNIT, value, strlen(value), w);
		} else if (strcmp(verb, "del") == 0) {
			(void)word(s, key);
			out = store_del(txn, DB_CASE, key, strlen(key), w);
		} else if (strcmp(verb, "read") == 0) {
			(void)word(s, key);
			out =
			    store_note_read(txn, DB_CASE, key, strlen(key), w);
		} else if (strcmp(verb, "clear") == 0)
			out = store_clear(txn, DB_CASE, w);
		else if (strcmp(verb, "count") == 0)
			out = store_count(txn, "cases", &n, w);
		else if (strcmp(verb, "item[") == 0)
			out = nested(txn, s);
		else
			out = why_reject(w, "TEST", "%s", verb);
	}
	return out;
}

static enum outcome
run(const char *text)
{
	struct script s = { text };

	return store_update(store, AT, "anna", "test", play, &s, &why);
}

static enum outcome
join(const void *key, size_t keylen, const void *data, size_t len, void *ctx,
    struct why *w)
{
	struct buf *b = ctx;

	(void)w;
	(void)buf_printf(b, "%.*s=", (int)keylen, (const char *)key);
	(void)buf_add(b, data, len);
	(void)buf_puts(b, " ");
	return OUT_OK;
}

static enum outcome
join_all(struct store_txn *txn, void *ctx, struct why *w)
{
	buf_reset(ctx);
	(void)buf_add(ctx, "", 0);
	return store_each(txn, DB_CASE, "", 0, join, ctx, w);
}

/* All of DB_CASE as "key=value key=value ". */
static const char *
all(void)
{
	cr_assert_eq(store_view(store, join_all, &got, &why), OUT_OK, "%s: %s",
	    why.rule, why.text);
	return (const char *)got.data;
}

static uint64_t
head(unsigned char *sha256)
{
	uint64_t n;

	cr_assert_eq(store_head(store, &n, sha256, &why), OUT_OK);
	return n;
}

static enum outcome
get_k(struct store_txn *txn, void *ctx, struct why *w)
{
	return store_get(txn, DB_CASE, ctx, strlen(ctx), &got, &found, w);
}

static enum outcome
get(const char *key)
{
	char k[64];

	(void)snprintf(k, sizeof(k), "%s", key);
	return store_view(store, get_k, k, &why);
}

/* ---- the environment, behind the store's back ---- */

static MDB_env *raw_env;
static MDB_txn *raw_txn;
static MDB_dbi raw_dbi;

static void
raw_open(const char *db)
{
	store_close(store);
	store = NULL;
	cr_assert_eq(mdb_env_create(&raw_env), 0);
	cr_assert_eq(mdb_env_set_mapsize(raw_env, MAP), 0);
	cr_assert_eq(mdb_env_set_maxdbs(raw_env, DB_COUNT), 0);
	cr_assert_eq(mdb_env_open(raw_env, tmpdir_path("store"), 0, 0600), 0);
	cr_assert_eq(mdb_txn_begin(raw_env, NULL, 0, &raw_txn), 0);
	cr_assert_eq(mdb_dbi_open(raw_txn, db, 0, &raw_dbi), 0);
}

static void
raw_close(void)
{
	cr_assert_eq(mdb_txn_commit(raw_txn), 0);
	mdb_env_close(raw_env);
	open_store(MAP);
}

static void
raw_get(const char *key, size_t keylen, struct buf *out)
{
	char copy[64];
	MDB_val k = { keylen, copy }, v;

	memcpy(copy, key, keylen);
	cr_assert_eq(mdb_get(raw_txn, raw_dbi, &k, &v), 0);
	buf_reset(out);
	cr_assert_eq(buf_add(out, v.mv_data, v.mv_size), 0);
}

static void
raw_put(const char *key, size_t keylen, const struct buf *value)
{
	char copy[64];
	MDB_val k = { keylen, copy }, v = { value->len, value->data };

	memcpy(copy, key, keylen);
	cr_assert_eq(mdb_put(raw_txn, raw_dbi, &k, &v, 0), 0);
}

static void
raw_del(const char *key, size_t keylen)
{
	char copy[64];
	MDB_val k = { keylen, copy };

	memcpy(copy, key, keylen);
	cr_assert_eq(mdb_del(raw_txn, raw_dbi, &k, NULL), 0);
}

/* ---- reading and writing ---- */

Test(store, what_was_put_is_there_after_reopen)
{
	cr_assert_eq(run("put b 2 put a 1 put b 3"), OUT_OK);
	store_close(store);
	open_store(MAP);
	cr_assert_str_eq(all(), "a=1 b=3 ");
	cr_assert_eq(get("a"), OUT_OK);
	cr_assert(found);
	cr_assert_str_eq((char *)got.data, "1");
	cr_assert_eq(get("c"), OUT_OK);
	cr_assert_not(found);
	cr_assert_eq(run("del a del a del c"), OUT_OK);
	cr_assert_str_eq(all(), "b=3 ");
}

Test(store, values_are_not_in_the_file)
{
	char command[256];

	cr_assert_eq(run("put a Exemplo-Canary"), OUT_OK);
	(void)snprintf(command, sizeof(command), "grep -raqF Canary %s",
	    tmpdir_path("store"));
	cr_assert_neq(system(command), 0);
}

Test(store, reject_leaves_no_trace)
{
	unsigned char a[DIGEST_LEN], b[DIGEST_LEN];
	uint64_t n;

	cr_assert_eq(run("put a 1"), OUT_OK);
	n = head(a);
	cr_assert_eq(
	    run("put a 2 del a put b 1 item[ put c 1 ] reject"), OUT_REJECT);
	cr_assert_str_eq(why.rule, "TEST");
	cr_assert_str_eq(all(), "a=1 ");
	cr_assert_eq(head(b), n);
	cr_assert_eq(memcmp(a, b, sizeof(a)), 0);
}

Test(store, rejected_item_leaves_no_trace)
{
	cr_assert_eq(
	    run("put a 1 item[ put b 2 ] item[ put a 9 put c 3 "
		"item[ put d 4 ] reject ] item[ item[ put e 5 reject ] put f 6 ] "
		"put g 7"),
	    OUT_OK);
	cr_assert_str_eq(all(), "a=1 b=2 f=6 g=7 ");
	/* Two items that stayed, and the outer one. */
	cr_assert_eq(head(digest), 3);
	cr_assert_eq(audit_verify(store, NULL, NULL, &why), OUT_OK);
}

Test(store, nothing_put_writes_nothing)
{
	MDB_envinfo before, after;

	cr_assert_eq(run("put a 1"), OUT_OK);
	raw_open("case");
	cr_assert_eq(mdb_env_info(raw_env, &before), 0);
	raw_close();
	cr_assert_eq(run("del b item[ del c ] item[ put d 1 reject ]"), OUT_OK);
	raw_open("case");
	cr_assert_eq(mdb_env_info(raw_env, &after), 0);
	raw_close();
	cr_assert_eq(before.me_last_txnid, after.me_last_txnid);
	cr_assert_eq(head(digest), 1);
}

static enum outcome
prefixes(struct store_txn *txn, void *ctx, struct why *w)
{
	enum outcome out;

	(void)ctx;
	if ((out = store_put(txn, DB_QUEUE, "b\0\xff", 3, SEAL_UNIT, "3", 1,
		 w)) != OUT_OK ||
	    (out = store_put(txn, DB_QUEUE, "b", 1, SEAL_UNIT, "1", 1, w)) !=
		OUT_OK ||
	    (out = store_put(txn, DB_QUEUE, "b\0", 2, SEAL_UNIT, "2", 1, w)) !=
		OUT_OK ||
	    (out = store_put(txn, DB_QUEUE, "a", 1, SEAL_UNIT, "0", 1, w)) !=
		OUT_OK ||
	    (out = store_put(txn, DB_QUEUE, "c", 1, SEAL_UNIT, "4", 1, w)) !=
		OUT_OK)
		return out;
	buf_reset(&got);
	if ((out = store_each(txn, DB_QUEUE, "b\0", 2, join, &got, w)) !=
	    OUT_OK)
		return out;
	cr_assert_str_eq((char *)got.data, "b=2 b=3 "); /* cut at NUL */
	buf_reset(&got);
	(void)buf_add(&got, "", 0);
	if ((out = store_each(txn, DB_QUEUE, "d", 1, join, &got, w)) != OUT_OK)
		return out;
	cr_assert_eq(got.len, 0);
	return OUT_OK;
}

Test(store, each_keeps_to_its_prefix)
{
	cr_assert_eq(
	    store_update(store, AT, "", "", prefixes, NULL, &why), OUT_OK);
}

/* Take each record of the queue and put one more behind it, up to 9. */
static enum outcome
work_off(struct store_txn *txn, void *ctx, struct why *w)
{
	unsigned char key[STORE_KEY_MAX];
	size_t keylen = 0;
	enum outcome out;
	bool more;
	int *n = ctx;

	*n = 0;
	while ((out = store_next(txn, DB_QUEUE, "q", 1, key, &keylen, &got,
		    &more, w)) == OUT_OK &&
	    more) {
		cr_assert_eq(keylen, 2);
		cr_assert_eq(key[1], '0' + *n);
		cr_assert_eq(got.data[0], '0' + *n);
		if ((out = store_del(txn, DB_QUEUE, key, keylen, w)) != OUT_OK)
			return out;
		(*n)++;
		key[1]++;
		if (*n < 9 &&
		    (out = store_put(txn, DB_QUEUE, key, keylen, SEAL_UNIT,
			 key + 1, 1, w)) != OUT_OK)
			return out;
		key[1]--;
	}
	return out;
}

static enum outcome
first_of_queue(struct store_txn *txn, void *ctx, struct why *w)
{
	enum outcome out;

	(void)ctx;
	if ((out = store_put(txn, DB_QUEUE, "r", 1, SEAL_UNIT, "x", 1, w)) !=
	    OUT_OK)
		return out;
	return store_put(txn, DB_QUEUE, "q0", 2, SEAL_UNIT, "0", 1, w);
}

/* Two names that differ in their last byte alone, far behind what a key
 * takes. */
static enum outcome
long_names(struct store_txn *txn, void *ctx, struct why *w)
{
	static char x[701], y[701];
	char **names;
	uint64_t one, two, none;
	size_t n, other;

	(void)ctx;
	memset(x, 'x', 700);
	memset(y, 'x', 699);
	y[699] = 'y';
	cr_assert_eq(index_put(txn, "k", x, 700, 1, w), OUT_OK);
	cr_assert_eq(index_get(txn, "k", y, 700, &none, w), OUT_OK);
	cr_expect_eq(none, 0);
	cr_assert_eq(index_put(txn, "k", y, 700, 2, w), OUT_OK);
	cr_assert_eq(index_get(txn, "k", x, 700, &one, w), OUT_OK);
	cr_assert_eq(index_get(txn, "k", y, 700, &two, w), OUT_OK);
	cr_expect(one == 1 && two == 2);
	cr_assert_eq(queue_put_under(txn, "u", x, "name", w), OUT_OK);
	cr_assert_eq(queue_list_under(txn, "u", y, &names, &other, w), OUT_OK);
	names_free(names, other);
	cr_assert_eq(queue_list_under(txn, "u", x, &names, &n, w), OUT_OK);
	cr_expect(n == 1 && other == 0);
	cr_expect(n == 1 && strcmp(names[0], "name") == 0);
	names_free(names, n);
	return OUT_OK;
}

Test(store, index_names_stay_apart_however_long)
{
	cr_assert_eq(store_update(store, AT, "t", "t", long_names, NULL, &why),
	    OUT_OK, "%s", why.text);
}

Test(store, queue_is_walked_while_it_changes)
{
	int n;

	cr_assert_eq(
	    store_update(store, AT, "", "", first_of_queue, NULL, &why),
	    OUT_OK);
	cr_assert_eq(
	    store_update(store, AT, "", "", work_off, &n, &why), OUT_OK);
	cr_assert_eq(n, 9);
}

static enum outcome
count_twice(struct store_txn *txn, void *ctx, struct why *w)
{
	uint64_t *n = ctx;
	enum outcome out;

	if ((out = store_count(txn, "a", &n[0], w)) != OUT_OK ||
	    (out = store_count(txn, "b", &n[1], w)) != OUT_OK)
		return out;
	return store_count(txn, "a", &n[2], w);
}

static enum outcome
meta_names(struct store_txn *txn, void *ctx, struct why *w)
{
	return store_each(txn, DB_META, "", 0, join, ctx, w);
}

static enum outcome
clear_meta(struct store_txn *txn, void *ctx, struct why *w)
{
	(void)ctx;
	return store_clear(txn, DB_META, w);
}

Test(store, counters_begin_at_one_and_own_names_are_hidden)
{
	uint64_t n[3];

	cr_assert_eq(
	    store_update(store, AT, "", "", count_twice, n, &why), OUT_OK);
	cr_assert_eq(n[0], 1);
	cr_assert_eq(n[1], 1);
	cr_assert_eq(n[2], 2);
	cr_assert_eq(store_view(store, meta_names, &got, &why), OUT_OK);
	cr_assert_eq(got.len, 2 * (2 + 8 + 1));
	cr_assert_eq(
	    store_update(store, AT, "", "", clear_meta, NULL, &why), OUT_OK);
	cr_assert_eq(head(digest), 2);
	cr_assert_eq(
	    store_update(store, AT, "", "", count_twice, n, &why), OUT_OK);
	cr_assert_eq(n[0], 1);
	cr_assert_eq(audit_verify(store, NULL, NULL, &why), OUT_OK);
}

static enum outcome
key_ids(struct store_txn *txn, void *ctx, struct why *w)
{
	enum outcome out;
	uint64_t id;
	bool there;

	(void)ctx;
	if ((out = store_put(txn, DB_CASE, "k", 1, SEAL_SPOOL, "x", 1, w)) !=
		OUT_OK ||
	    (out = store_key_of(txn, DB_CASE, "k", 1, &id, &there, w)) !=
		OUT_OK)
		return out;
	cr_assert(there);
	cr_assert_eq(id, SEAL_SPOOL);
	if ((out = store_key_of(txn, DB_CASE, "l", 1, &id, &there, w)) !=
	    OUT_OK)
		return out;
	cr_assert_not(there);
	return store_put(txn, DB_CASE, "l", 1, SEAL_POOL, "x", 1, w);
}

Test(store, key_id_is_told_and_an_unknown_one_rejected)
{
	cr_assert_eq(
	    store_update(store, AT, "", "", key_ids, NULL, &why), OUT_REJECT);
	cr_assert_str_eq(why.rule, "KEYS");
	cr_assert_str_eq(all(), "");
}

/* ---- what must be noticed ---- */

Test(store, flipped_bits_are_noticed)
{
	struct buf b = BUF_INIT;
	size_t bit, bits;

	cr_assert_eq(run("put a 12"), OUT_OK);
	raw_open("case");
	raw_get("a", 1, &b);
	raw_close();
	bits = 8 * b.len;
	for (bit = 0; bit < bits; bit += 3) {
		b.data[bit / 8] ^= (unsigned char)(1 << bit % 8);
		raw_open("case");
		raw_put("a", 1, &b);
		raw_close();
		cr_assert_eq(get("a"), OUT_REJECT, "bit %zu", bit);
		b.data[bit / 8] ^= (unsigned char)(1 << bit % 8);
	}
	buf_free(&b);
}

Test(store, swapped_values_are_noticed)
{
	struct buf a = BUF_INIT, b = BUF_INIT;

	cr_assert_eq(run("put a 1 put b 2"), OUT_OK);
	raw_open("case");
	raw_get("a", 1, &a);
	raw_get("b", 1, &b);
	raw_put("a", 1, &b);
	raw_put("b", 1, &a);
	raw_close();
	cr_assert_eq(get("a"), OUT_REJECT);
	cr_assert_str_eq(why.rule, "SEAL");
	cr_assert_eq(get("b"), OUT_REJECT);
	cr_assert_eq(store_view(store, join_all, &got, &why), OUT_REJECT);
	buf_free(&a);
	buf_free(&b);
}

static enum outcome
skip_bad(struct store_txn *txn, void *ctx, struct why *w)
{
	unsigned char key[STORE_KEY_MAX];
	size_t keylen = 0;
	enum outcome out;
	bool more = true;
	int *n = ctx;

	*n = 0;
	while ((out = store_next(txn, DB_CASE, "", 0, key, &keylen, &got, &more,
		    w)) != OUT_RETRY &&
	    more)
		(*n) += out == OUT_OK ? 1 : 100;
	return out;
}

Test(store, walk_can_go_on_behind_a_bad_value)
{
	struct buf b = BUF_INIT;
	int n;

	cr_assert_eq(run("put a 1 put b 2 put c 3"), OUT_OK);
	raw_open("case");
	raw_get("a", 1, &b);
	raw_put("b", 1, &b);
	raw_close();
	cr_assert_eq(store_view(store, skip_bad, &n, &why), OUT_OK);
	cr_assert_eq(n, 102);
	buf_free(&b);
}

static void
refused(const char *rule)
{
	struct store *s;

	cr_assert_eq(
	    store_open(tmpdir_path("store"), MAP, false, seal, &s, &why),
	    OUT_REJECT);
	cr_assert_str_eq(why.rule, rule, "%s: %s", why.rule, why.text);
	cr_assert_null(s);
}

static void
fill(int n, int size)
{
	struct buf b = BUF_INIT;
	int i;

	for (i = 0; i < n; i++)
		(void)buf_printf(&b, "put k%d %0*d ", i, size, i);
	cr_assert_eq(run((const char *)b.data), OUT_OK);
	buf_free(&b);
}

Test(store, cut_file_is_refused)
{
	char data[256];

	(void)snprintf(data, sizeof(data), "%s", tmpdir_path("store/data.mdb"));
	fill(4000, 60);
	store_close(store);
	store = NULL;
	cr_assert_eq(truncate(data, 200 * 4096), 0);
	refused("STORE-TRUNCATED");
	cr_assert_eq(truncate(data, 2 * 4096), 0);
	refused("STORE-TRUNCATED");
	cr_assert_eq(truncate(data, 0), 0);
	refused("STORE-TRUNCATED");
	tmpdir_write("store/data.mdb", "not a store", 11);
	refused("STORE-FORMAT");
}

/* Pages taken and given back in one transaction are never written, and LMDB
 * leaves the file shorter than its last page: that is no damage. */
Test(store, short_but_whole_file_is_opened)
{
	MDB_val k, v;
	MDB_envinfo info;
	struct stat st;
	char *big = calloc(1, 400000);
	unsigned int seed = 1;
	bool was_short = false;
	int i, r;

	for (r = 0; r < 60 && !was_short; r++) {
		raw_open("case");
		for (i = 0; i < 30; i++) {
			int key = rand_r(&seed) % 50;

			k = (MDB_val){ sizeof(key), &key };
			v = (MDB_val){ (size_t)(rand_r(&seed) % 400000), big };
			if (rand_r(&seed) % 2 == 0)
				(void)mdb_put(raw_txn, raw_dbi, &k, &v, 0);
			else
				(void)mdb_del(raw_txn, raw_dbi, &k, NULL);
		}
		cr_assert_eq(mdb_txn_commit(raw_txn), 0);
		cr_assert_eq(mdb_env_info(raw_env, &info), 0);
		mdb_env_close(raw_env);
		cr_assert_eq(stat(tmpdir_path("store/data.mdb"), &st), 0);
		was_short = (size_t)st.st_size < (info.me_last_pgno + 1) * 4096;
		open_store(MAP);
	}
	cr_assert(was_short, "the case did not come up");
	free(big);
}

Test(store, other_keys_are_refused)
{
	struct seal *other;

	cr_assert_eq(seal_init(tmpdir_path("keys2"), &why), OUT_OK);
	cr_assert_eq(run("put a 1"), OUT_OK);
	store_close(store);
	store = NULL;
	seal_close(seal);
	cr_assert_eq(seal_open(tmpdir_path("keys2"), &other, &why), OUT_OK);
	seal = other;
	refused("SEAL");
}

/* ---- limits and company ---- */

Test(store, full_map_is_tried_again_and_harms_nothing)
{
	struct buf b = BUF_INIT;
	int i;

	cr_assert_eq(run("put a 1"), OUT_OK);
	store_close(store);
	open_store((size_t)512 << 10);
	for (i = 0; i < 20000; i++)
		(void)buf_printf(&b, "put k%d %060d ", i, i);
	cr_assert_eq(run((const char *)b.data), OUT_RETRY);
	cr_assert_not_null(strstr(why.text, "MDB_MAP_FULL"), "%s", why.text);
	cr_assert_str_eq(all(), "a=1 ");
	/* In an item too it fails the whole. */
	buf_reset(&b);
	(void)buf_puts(&b, "put b 1 item[ ");
	for (i = 0; i < 20000; i++)
		(void)buf_printf(&b, "put k%d %060d ", i, i);
	(void)buf_puts(&b, "]");
	cr_assert_eq(run((const char *)b.data), OUT_RETRY);
	cr_assert_str_eq(all(), "a=1 ");
	cr_assert_eq(run("put b 2"), OUT_OK);
	cr_assert_eq(audit_verify(store, NULL, NULL, &why), OUT_OK);
	buf_free(&b);
}

Test(store, full_disk_is_tried_again_and_harms_nothing)
{
	struct rlimit limit, unlimited;
	struct buf b = BUF_INIT;
	int i;

	cr_assert_eq(run("put a 1"), OUT_OK);
	for (i = 0; i < 3000; i++)
		(void)buf_printf(&b, "put k%d %060d ", i, i);
	(void)signal(SIGXFSZ, SIG_IGN);
	cr_assert_eq(getrlimit(RLIMIT_FSIZE, &unlimited), 0);
	limit = unlimited;
	limit.rlim_cur = 256 << 10;
	cr_assert_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
	cr_assert_eq(run((const char *)b.data), OUT_RETRY);
	cr_assert_eq(setrlimit(RLIMIT_FSIZE, &unlimited), 0);
	store_close(store);
	open_store(MAP);
	cr_assert_str_eq(all(), "a=1 ");
	cr_assert_eq(run((const char *)b.data), OUT_OK);
	buf_free(&b);
}

static enum outcome
hold(struct store_txn *txn, void *ctx, struct why *w)
{
	int *fds = ctx;
	char c;

	if (store_put(txn, DB_CASE, "a", 1, SEAL_UNIT, "2", 1, w) != OUT_OK ||
	    write(fds[1], "x", 1) != 1 || read(fds[2], &c, 1) < 0)
		return OUT_RETRY;
	return OUT_OK;
}

Test(store, readers_do_not_wait_for_a_writer)
{
	int fds[4], status;
	pid_t pid;
	char c;

	cr_assert_eq(run("put a 1"), OUT_OK);
	store_close(store);
	seal_close(seal);
	store = NULL;
	cr_assert_eq(pipe(fds), 0);
	cr_assert_eq(pipe(fds + 2), 0);
	cr_assert_neq(pid = fork(), -1);
	cr_assert_eq(seal_open(tmpdir_path("keys"), &seal, &why), OUT_OK);
	if (pid == 0) {
		(void)close(fds[3]);
		open_store(MAP);
		_exit((int)store_update(store, AT, "", "", hold, fds, &why));
	}
	cr_assert_eq(read(fds[0], &c, 1), 1);
	cr_assert_eq(
	    store_open(tmpdir_path("store"), MAP, true, seal, &store, &why),
	    OUT_OK);
	cr_assert_str_eq(all(), "a=1 ");
	(void)close(fds[3]);
	cr_assert_eq(waitpid(pid, &status, 0), pid);
	cr_assert_eq(status, 0);
	cr_assert_str_eq(all(), "a=2 ");
}

Test(store, a_store_that_is_not_there_is_not_made_by_a_reader)
{
	struct store *s;

	(void)tmpdir_dir("none");
	cr_assert_eq(store_open(tmpdir_path("none"), MAP, true, seal, &s, &why),
	    OUT_RETRY);
	cr_assert_eq(access(tmpdir_path("none/data.mdb"), F_OK), -1);
	cr_assert_eq(
	    store_open(tmpdir_path("nowhere"), MAP, false, seal, &s, &why),
	    OUT_RETRY);
	store_close(NULL);
}

Test(store, other_clients_can_read_the_environment)
{
	char command[512];

	if (system("command -v mdb_stat >/dev/null") != 0)
		cr_skip_test("mdb_stat (lmdb-utils) is absent");
	cr_assert_eq(run("put a 1"), OUT_OK);
	(void)snprintf(command, sizeof(command),
	    "mdb_stat -a %s | grep -c '^Status of' | grep -qx %d",
	    tmpdir_path("store"), DB_COUNT + 1);
	cr_assert_eq(system(command), 0);
}

/* ---- revisions ---- */

static uint32_t
revision_of(const char *key)
{
	struct buf b = BUF_INIT;
	const unsigned char *tag;
	uint32_t revision;
	uint64_t id;

	raw_open("case");
	raw_get(key, strlen(key), &b);
	raw_close();
	cr_assert(seal_about(b.data, b.len, &id, &revision, &tag));
	buf_free(&b);
	return revision;
}

Test(store, revision_never_comes_twice_for_a_key)
{
	cr_assert_eq(run("put a 1"), OUT_OK);
	cr_assert_eq(revision_of("a"), 1);
	cr_assert_eq(run("put a 1 put a 1"), OUT_OK);
	cr_assert_eq(revision_of("a"), 3);
	cr_assert_eq(run("del a"), OUT_OK);
	cr_assert_eq(run("put a 1"), OUT_OK);
	cr_assert_eq(revision_of("a"), 4);
	cr_assert_eq(run("del a put a 1 del a put a 1"), OUT_OK);
	cr_assert_eq(revision_of("a"), 6);
	cr_assert_eq(run("item[ del a put a 1 ]"), OUT_OK);
	cr_assert_eq(revision_of("a"), 7);
	cr_assert_eq(run("clear put a 1"), OUT_OK);
	cr_assert_eq(revision_of("a"), 8);
	/* What was undone was never there. */
	cr_assert_eq(run("item[ del a put a 1 reject ] put a 1"), OUT_OK);
	cr_assert_eq(revision_of("a"), 9);
	cr_assert_str_eq(all(), "a=1 ");
}

/* ---- audit ---- */

struct seen {
	struct buf text;
	unsigned char last[DIGEST_LEN];
};

static enum outcome
see(const Rec__AuditEntry *e, const unsigned char *sha256, void *ctx,
    struct why *w)
{
	struct seen *s = ctx;
	size_t i;

	(void)w;
	(void)buf_printf(
	    &s->text, "%d %s %s %s:", (int)e->number, e->at, e->actor, e->what);
	for (i = 0; i < e->n_writes; i++)
		(void)buf_printf(&s->text, " %s%s/%.*s@%u",
		    e->writes[i]->removed  ? "-" :
			e->writes[i]->read ? "?" :
					     "",
		    e->writes[i]->db, (int)e->writes[i]->key.len,
		    (char *)e->writes[i]->key.data, e->writes[i]->version);
	(void)buf_puts(&s->text, "\n");
	memcpy(s->last, sha256, DIGEST_LEN);
	return OUT_OK;
}

Test(audit, tells_what_was_written_by_whom)
{
	struct seen s = { .text = BUF_INIT };

	cr_assert_eq(run("put a 1 item[ put b 1 count ] del a"), OUT_OK);
	cr_assert_eq(run("clear"), OUT_OK);
	cr_assert_eq(run("reject"), OUT_REJECT);
	cr_assert_eq(audit_verify(store, see, &s, &why), OUT_OK);
	cr_assert_str_eq((char *)s.text.data,
	    "1 " AT " anna item: case/b@1 meta/cases@1\n"
	    "2 " AT " anna test: case/a@1 -case/a@1\n"
	    "3 " AT " anna test: -case/@0\n");
	cr_assert_eq(head(digest), 3);
	cr_assert_eq(memcmp(digest, s.last, DIGEST_LEN), 0);
	buf_free(&s.text);
}

static enum outcome
look(const char *text)
{
	struct script s = { text };

	return store_view(store, play, &s, &why);
}

Test(audit, tells_what_was_read)
{
	struct seen s = { .text = BUF_INIT };

	cr_assert_eq(run("read a put b 1"), OUT_OK);
	cr_assert_eq(run("read c"), OUT_OK);
	/* What is undone leaves nothing; what a view saw waits. */
	cr_assert_eq(run("read d reject"), OUT_REJECT);
	cr_assert_eq(look("read e read f"), OUT_OK);
	cr_assert_eq(look("read g reject"), OUT_REJECT);
	cr_assert_eq(head(digest), 2);
	cr_assert_eq(run("reject"), OUT_REJECT);
	cr_assert_eq(run("put h 1"), OUT_OK);
	cr_assert_eq(look("read i"), OUT_OK);
	cr_assert_eq(store_reads(store, AT, "ben", "pages", &why), OUT_OK);
	cr_assert_eq(store_reads(store, AT, "ben", "pages", &why), OUT_OK);
	cr_assert_eq(audit_verify(store, see, &s, &why), OUT_OK);
	cr_assert_str_eq((char *)s.text.data,
	    "1 " AT " anna test: ?case/a@0 case/b@1\n"
	    "2 " AT " anna test: ?case/c@0\n"
	    "3 " AT " anna test: ?case/e@0 ?case/f@0 ?case/g@0 case/h@1\n"
	    "4 " AT " ben pages: ?case/i@0\n");
	buf_free(&s.text);
}

static enum outcome
raw_chain(struct store_txn *txn, void *ctx, struct why *w)
{
	unsigned char key[STORE_KEY_MAX], previous[DIGEST_LEN] = { 0 };
	size_t keylen = 0;
	enum outcome out;
	ProtobufCMessage *m;
	bool more;

	while ((out = store_next(txn, DB_AUDIT, "", 0, key, &keylen, &got,
		    &more, w)) == OUT_OK &&
	    more) {
		cr_assert_eq(record_unpack(&rec__audit_entry__descriptor,
				 got.data, got.len, &m, w),
		    OUT_OK);
		cr_assert_eq(
		    memcmp(RECORD_OF(Rec__AuditEntry, m)->previous.data,
			previous, DIGEST_LEN),
		    0);
		cr_assert_eq(
		    digest_sha256(got.data, got.len, previous, w), OUT_OK);
		record_free(m);
	}
	memcpy(ctx, previous, DIGEST_LEN);
	return out;
}

Test(audit, chain_can_be_recomputed_by_others)
{
	unsigned char mine[DIGEST_LEN];

	cr_assert_eq(run("put a 1 item[ put b 2 ]"), OUT_OK);
	cr_assert_eq(run("put c 3"), OUT_OK);
	cr_assert_eq(store_view(store, raw_chain, mine, &why), OUT_OK);
	cr_assert_eq(head(digest), 3);
	cr_assert_eq(memcmp(mine, digest, DIGEST_LEN), 0);
}

Test(audit, very_many_changes_are_several_records)
{
	struct seen s = { .text = BUF_INIT };

	fill(8000, 4);
	cr_assert_gt(head(digest), 1);
	cr_assert_lt(head(digest), 8);
	cr_assert_eq(audit_verify(store, see, &s, &why), OUT_OK);
	cr_assert_not_null(strstr((char *)s.text.data, "case/k0@1"));
	cr_assert_not_null(strstr((char *)s.text.data, "case/k7999@1"));
	buf_free(&s.text);
}

static void
number_key(uint64_t n, char *key)
{
	n = htobe64(n);
	memcpy(key, &n, sizeof(n));
}

static void
broken(const char *what)
{
	cr_assert_eq(audit_verify(store, NULL, NULL, &why), OUT_REJECT);
	cr_assert_str_eq(why.rule, "AUDIT");
	cr_assert_str_eq(why.text, what);
}

Test(audit, every_kind_of_break_is_found)
{
	struct buf two = BUF_INIT, three = BUF_INIT;
	char k0[8], k2[8], k3[8], k4[8];

	number_key(0, k0);
	number_key(2, k2);
	number_key(3, k3);
	number_key(4, k4);
	cr_assert_eq(run("put a 1"), OUT_OK);
	cr_assert_eq(run("put b 2"), OUT_OK);
	cr_assert_eq(run("put c 3"), OUT_OK);
	cr_assert_eq(audit_verify(store, NULL, NULL, &why), OUT_OK);
	raw_open("audit");
	raw_get(k2, 8, &two);
	raw_get(k3, 8, &three);
	raw_put(k2, 8, &three);
	raw_put(k3, 8, &two);
	raw_close();
	broken("record 2 does not open");
	raw_open("audit");
	raw_put(k3, 8, &three);
	raw_del(k2, 8);
	raw_close();
	broken("record 2 is missing");
	raw_open("audit");
	raw_put(k2, 8, &two);
	raw_del(k3, 8);
	raw_close();
	broken("record 3 is missing");
	raw_open("audit");
	raw_put(k3, 8, &three);
	raw_put(k4, 8, &three);
	raw_close();
	broken("record 4 does not open");
	raw_open("audit");
	raw_del(k4, 8);
	raw_put(k0, 8, &three);
	raw_close();
	broken("record 1 is missing");
	raw_open("audit");
	raw_del(k0, 8);
	raw_close();
	cr_assert_eq(audit_verify(store, NULL, NULL, &why), OUT_OK);
	buf_free(&two);
	buf_free(&three);
}

/* With the unit's key one can seal anything; the digests still tell. */
static void
forge(uint64_t number, const char *what, const unsigned char *previous)
{
	Rec__AuditEntry e = REC__AUDIT_ENTRY__INIT;
	struct buf plain = BUF_INIT, sealed = BUF_INIT;
	unsigned char copy[DIGEST_LEN];
	char key[8], text[32];

	memcpy(copy, previous, sizeof(copy));
	(void)snprintf(text, sizeof(text), "%s", what);
	e.number = number;
	e.previous.data = copy;
	e.previous.len = sizeof(copy);
	e.what = text;
	number_key(number, key);
	cr_assert_eq(record_pack(&e.base, &plain, &why), OUT_OK);
	cr_assert_eq(seal_value(seal, SEAL_UNIT, "audit", key, 8, 1, plain.data,
			 plain.len, &sealed, &why),
	    OUT_OK);
	raw_open("audit");
	raw_put(key, 8, &sealed);
	raw_close();
	buf_free(&plain);
	buf_free(&sealed);
}

Test(audit, well_sealed_forgeries_are_found)
{
	unsigned char zeros[DIGEST_LEN] = { 0 };

	cr_assert_eq(run("put a 1"), OUT_OK);
	(void)head(digest);
	cr_assert_eq(run("put b 2"), OUT_OK);
	forge(1, "another", zeros);
	broken("record 2 does not follow from the one before");
	forge(2, "another", digest);
	broken("record 2 does not follow from the one before");
	forge(3, "more", digest);
	broken("record 2 does not follow from the one before");
}

Test(audit, last_record_and_what_follows_are_compared_with_the_head)
{
	unsigned char one[DIGEST_LEN], two[DIGEST_LEN];

	cr_assert_eq(run("put a 1"), OUT_OK);
	(void)head(one);
	cr_assert_eq(run("put b 2"), OUT_OK);
	(void)head(two);
	forge(3, "more", two);
	broken("record 3 comes after the head");
	forge(2, "another", one);
	raw_open("audit");
	number_key(3, (char *)one);
	raw_del((char *)one, 8);
	raw_close();
	broken("record 2 is not the head");
}
