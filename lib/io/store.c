/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/store.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "io/mdbenv.h"
#include "io/store_impl.h"

const char *const store_db_name[DB_COUNT] = {
	[DB_META] = "meta",
	[DB_JOURNAL] = "journal",
	[DB_DOCUMENT] = "document",
	[DB_CASE] = "case",
	[DB_RESTRICTED] = "restricted",
	[DB_MESSAGE] = "message",
	[DB_TASK] = "task",
	[DB_LEDGER] = "ledger",
	[DB_ITEM] = "item",
	[DB_PAYMENT] = "payment",
	[DB_BATCH] = "batch",
	[DB_INDEX] = "index",
	[DB_QUEUE] = "queue",
	[DB_PAYROW] = "payrow",
	[DB_SEEN] = "seen",
	[DB_AUDIT] = "audit",
};

enum store_db
store_db(const char *name)
{
	int db = 0;

	while (db < DB_COUNT && strcmp(store_db_name[db], name) != 0)
		db++;
	return (enum store_db)db;
}

/* Open the databases with or without making them; 0 or what LMDB said. */
static int
open_dbis(struct store *s, unsigned int txnflags, unsigned int dbiflags)
{
	MDB_txn *txn;
	int i, rc;

	if ((rc = mdb_txn_begin(s->env, NULL, txnflags, &txn)) != 0)
		return rc;
	for (i = 0; i < DB_COUNT; i++)
		if ((rc = mdb_dbi_open(
			 txn, store_db_name[i], dbiflags, &s->dbi[i])) != 0) {
			mdb_txn_abort(txn);
			return rc;
		}
	return mdb_txn_commit(txn);
}

static enum outcome
check_version(struct store_txn *txn, void *ctx, struct why *why)
{
	return store_version(txn, ctx, why);
}

static enum outcome
open_all(struct store *s, struct why *why)
{
	enum outcome out;
	bool found = false;
	int rc;

	/* A reader's transaction first: it waits for no writer. */
	rc = open_dbis(s, MDB_RDONLY, 0);
	if (rc == 0 &&
	    ((out = store_view(s, check_version, &found, why)) != OUT_OK ||
		found))
		return out;
	if (s->readonly && (rc == MDB_NOTFOUND || rc == 0)) {
		(void)why_reject(why, "STORE-NONE", "it is not made yet");
		return OUT_RETRY;
	}
	if (rc == MDB_NOTFOUND)
		rc = open_dbis(s, 0, MDB_CREATE);
	if (rc != 0)
		return mdbenv_why(rc, "store", why);
	return store_update(s, "", "", "", check_version, &found, why);
}

enum outcome
store_open(const char *dir, size_t mapsize, bool readonly, struct seal *seal,
    struct store **store, struct why *why)
{
	struct store *s;
	enum outcome out;

	*store = NULL;
	if ((s = calloc(1, sizeof(*s))) == NULL)
		return why_sys(why, "store");
	s->seal = seal;
	s->readonly = readonly;
	if ((out = mdbenv_open(dir, mapsize, DB_COUNT, readonly, "STORE",
		 &s->env, why)) != OUT_OK ||
	    (out = open_all(s, why)) != OUT_OK) {
		store_close(s);
		return out;
	}
	*store = s;
	return OUT_OK;
}

void
store_close(struct store *s)
{
	if (s == NULL)
		return;
	assert(!s->busy);
	heads_close(s->heads);
	if (s->env != NULL)
		mdb_env_close(s->env);
	buf_free(&s->sealed);
	buf_free(&s->reads);
	free(s);
}

/* What is left to do in the outer transaction once its body has ended. */
static enum outcome
finish(struct store_txn *t, struct why *why)
{
	enum outcome out;

	if ((out = store_audit(t, why)) != OUT_OK || !t->state.changed ||
	    (out = store_note_kept(t, why)) != OUT_OK)
		return out;
	return store_save(t, why);
}

enum outcome
store_update(struct store *s, const char *at, const char *actor,
    const char *what, store_fn *fn, void *ctx, struct why *why)
{
	struct store_txn t = { .store = s,
		.writes = true,
		.at = at,
		.actor = actor,
		.what = what };
	enum outcome out;
	int rc;

	assert(!s->busy && !s->readonly);
	if (s->broken) {
		*why = s->unkept;
		return OUT_RETRY;
	}
	if ((rc = mdb_txn_begin(s->env, NULL, 0, &t.txn)) != 0)
		return mdbenv_why(rc, "store", why);
	s->busy = true;
	if (s->reads.len > 0)
		(void)buf_add(&t.noted, s->reads.data, s->reads.len);
	if ((out = store_load(&t, why)) == OUT_OK &&
	    (out = fn(&t, ctx, why)) == OUT_OK)
		out = finish(&t, why);
	if (out != OUT_OK)
		mdb_txn_abort(t.txn);
	else if ((out = store_commit(&t, why)) == OUT_OK)
		buf_reset(&s->reads);
	s->busy = false;
	buf_free(&t.noted);
	return out;
}

enum outcome
store_view(struct store *s, store_fn *fn, void *ctx, struct why *why)
{
	struct store_txn t = { .store = s };
	enum outcome out;
	int rc;

	assert(!s->busy);
	if ((rc = mdb_txn_begin(s->env, NULL, MDB_RDONLY, &t.txn)) != 0)
		return mdbenv_why(rc, "store", why);
	s->busy = true;
	if ((out = store_load(&t, why)) == OUT_OK)
		out = fn(&t, ctx, why);
	mdb_txn_abort(t.txn);
	s->busy = false;
	/* On record even where the view failed: something was seen. */
	if (t.noted.len > 0) {
		(void)buf_add(&s->reads, t.noted.data, t.noted.len);
		if (out == OUT_OK)
			out = buf_ok(&s->reads, why);
	}
	buf_free(&t.noted);
	return out;
}

enum outcome
store_item(struct store_txn *outer, const char *actor, const char *what,
    store_fn *fn, void *ctx, struct why *why)
{
	struct store_txn t = { .store = outer->store,
		.writes = true,
		.at = outer->at,
		.actor = actor,
		.what = what,
		.state = outer->state };
	enum outcome out;
	int rc;

	assert(outer->writes && !outer->busy);
	if ((rc = mdb_txn_begin(outer->store->env, outer->txn, 0, &t.txn)) != 0)
		return mdbenv_why(rc, "store", why);
	outer->busy = true;
	if ((out = fn(&t, ctx, why)) == OUT_OK)
		out = store_audit(&t, why);
	if (out != OUT_OK)
		mdb_txn_abort(t.txn);
	else if ((rc = mdb_txn_commit(t.txn)) != 0)
		out = mdbenv_why(rc, "store", why);
	else
		outer->state = t.state;
	outer->busy = false;
	buf_free(&t.noted);
	return out;
}
