/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/store_scan.h"

#include <string.h>

#include "io/mdbenv.h"
#include "io/store_impl.h"

/* A walk over one database. */
struct scan {
	struct store_txn *txn;
	enum store_db db;
	struct store_found found;
	MDB_val key, value;
	unsigned char last[STORE_KEY_MAX]; /* the key before */
	size_t lastlen, n;
	uint64_t used; /* bytes of the file that may be in use */
	struct buf text;
};

enum outcome
store_room(struct store_txn *t, uint64_t *used, uint64_t *all, struct why *why)
{
	MDB_envinfo info;
	MDB_stat st;
	int rc;

	if ((rc = mdb_env_info(t->store->env, &info)) != 0 ||
	    (rc = mdb_env_stat(t->store->env, &st)) != 0)
		return mdbenv_why(rc, "store", why);
	*used = (info.me_last_pgno + 1) * (uint64_t)st.ms_psize;
	*all = info.me_mapsize;
	return OUT_OK;
}

/* Whether the tree leads to it, too: its key comes next, and finds it. */
static enum outcome
check_tree(struct scan *s, struct why *why)
{
	MDB_val last = store_val(s->last, s->lastlen), again;
	MDB_val key = s->key;
	int rc;

	if (s->n > 1 && store_compare(&s->key, &last) <= 0)
		return why_reject(
		    why, "STORE-ORDER", "its key is out of its order");
	rc = mdb_get(s->txn->txn, s->txn->store->dbi[s->db], &key, &again);
	if (rc == MDB_NOTFOUND ||
	    (rc == 0 && again.mv_data != s->value.mv_data))
		return why_reject(
		    why, "STORE-LOST", "it is not found by its key");
	return rc == 0 ? OUT_OK : mdbenv_why(rc, "store", why);
}

static enum outcome
open_value(struct scan *s, struct why *why)
{
	struct store_found *f = &s->found;
	enum outcome out;

	buf_reset(&s->text);
	out = seal_open_value(s->txn->store->seal, store_db_name[s->db], f->key,
	    f->keylen, s->value.mv_data, s->value.mv_size, &s->text, why);
	if (out == OUT_OK) {
		f->data = s->text.data;
		f->len = s->text.len;
	}
	return out;
}

/* Look at the record under the cursor. */
static enum outcome
look(struct scan *s, struct why *why)
{
	struct store_found *f = &s->found;

	memset(f, 0, sizeof(*f));
	f->key = s->key.mv_data;
	f->keylen = s->key.mv_size;
	if (f->keylen == 0 || f->keylen > STORE_KEY_MAX ||
	    s->value.mv_size > s->used)
		return mdbenv_why(MDB_CORRUPTED, "store", why);
	s->n++;
	if ((f->out = check_tree(s, &f->why)) == OUT_OK &&
	    !seal_about(s->value.mv_data, s->value.mv_size, &f->id,
		&f->revision, &f->tag))
		f->out = why_reject(&f->why, "SEAL", "not a sealed value");
	if (f->out == OUT_OK)
		f->out = open_value(s, &f->why);
	if (f->out == OUT_RETRY)
		*why = f->why;
	memcpy(s->last, f->key, f->keylen);
	s->lastlen = f->keylen;
	return f->out == OUT_RETRY ? OUT_RETRY : OUT_OK;
}

/* LMDB's own count, which is the record of another tree. */
static enum outcome
check_count(struct scan *s, store_scan_fn *fn, void *ctx, struct why *why)
{
	MDB_stat st;
	int rc;

	rc = mdb_stat(s->txn->txn, s->txn->store->dbi[s->db], &st);
	if (rc != 0)
		return mdbenv_why(rc, "store", why);
	if (st.ms_entries == s->n)
		return OUT_OK;
	memset(&s->found, 0, sizeof(s->found));
	s->found.key = "";
	s->found.out = why_reject(&s->found.why, "STORE-COUNT",
	    "%zu records are found, %zu are counted", s->n, st.ms_entries);
	return fn(&s->found, ctx, why);
}

static enum outcome
walk(struct scan *s, MDB_cursor *cursor, store_scan_fn *fn, void *ctx,
    struct why *why)
{
	enum outcome out = OUT_OK;
	int rc;

	while (out == OUT_OK &&
	    (rc = mdb_cursor_get(cursor, &s->key, &s->value, MDB_NEXT)) == 0)
		if ((out = look(s, why)) == OUT_OK)
			out = fn(&s->found, ctx, why);
	if (out != OUT_OK)
		return out;
	if (rc != MDB_NOTFOUND)
		return mdbenv_why(rc, "store", why);
	return check_count(s, fn, ctx, why);
}

enum outcome
store_scan(struct store_txn *t, enum store_db db, store_scan_fn *fn, void *ctx,
    struct why *why)
{
	struct scan s = { .txn = t, .db = db };
	MDB_cursor *cursor;
	enum outcome out;
	uint64_t all;
	int rc;

	if ((out = store_room(t, &s.used, &all, why)) != OUT_OK)
		return out;
	rc = mdb_cursor_open(t->txn, t->store->dbi[db], &cursor);
	if (rc != 0)
		return mdbenv_why(rc, "store", why);
	out = walk(&s, cursor, fn, ctx, why);
	mdb_cursor_close(cursor);
	buf_wipe(&s.text);
	return out;
}
