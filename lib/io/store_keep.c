/* SPDX-License-Identifier: EUPL-1.2 */
/* The head of the audit chain and what is kept of it outside the store. */
#include <endian.h>
#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "io/mdbenv.h"
#include "io/store_impl.h"

/* All counters, as a line of the file has them. */
static enum outcome
add_number(const void *key, size_t keylen, const void *data, size_t len,
    void *ctx, struct why *why)
{
	if (len == sizeof(uint64_t))
		(void)buf_printf(ctx, " %.*s=%" PRIu64, (int)keylen,
		    (const char *)key, store_number(data));
	return buf_ok(ctx, why);
}

static enum outcome
read_numbers(struct store_txn *t, void *ctx, struct why *why)
{
	buf_reset(ctx);
	return store_each(t, DB_META, "", 0, add_number, ctx, why);
}

/* What stood in the file before this process came is known to be there, once
 * it is on disk: the store then notices if it is cut. */
enum outcome
store_note_kept(struct store_txn *t, struct why *why)
{
	struct store *s = t->store;
	enum outcome out;

	if (s->heads == NULL || s->kept <= t->state.kept)
		return OUT_OK;
	if ((out = heads_sync(s->heads, why)) == OUT_OK)
		t->state.kept = s->kept;
	return out;
}

/* Under the lock of the file, so that the lines are in the order of the
 * commits: LMDB's own lock is gone once the transaction is. */
enum outcome
store_commit(struct store_txn *t, struct why *why)
{
	struct store *s = t->store;
	struct head head = { .count = t->state.number };
	bool keep = s->heads != NULL && t->state.changed;
	struct buf numbers = BUF_INIT;
	enum outcome out = OUT_OK;
	int rc;

	if (keep && (out = read_numbers(t, &numbers, why)) != OUT_OK) {
		mdb_txn_abort(t->txn);
		buf_free(&numbers);
		return out;
	}
	memcpy(head.digest, t->state.digest, sizeof(head.digest));
	head.numbers = (const char *)numbers.data;
	if (keep)
		heads_lock(s->heads);
	if ((rc = mdb_txn_commit(t->txn)) != 0)
		out = mdbenv_why(rc, "store", why);
	/* The change is there, whatever becomes of the line. */
	else if (keep && head.count > 0)
		s->broken =
		    heads_add(s->heads, &head, t->at, &s->unkept) != OUT_OK;
	if (keep)
		heads_unlock(s->heads);
	buf_free(&numbers);
	return out;
}

/* Whether the record of that number is the one that was its head. */
struct look {
	const struct head *head;
	bool same;
};

static enum outcome
look_up(struct store_txn *txn, void *ctx, struct why *why)
{
	uint64_t be = htobe64(((struct look *)ctx)->head->count);
	struct look *l = ctx;
	unsigned char digest[DIGEST_LEN] = { 0 };
	struct buf b = BUF_INIT;
	enum outcome out;
	bool found;

	out = store_get(txn, DB_AUDIT, &be, sizeof(be), &b, &found, why);
	if (out == OUT_OK && found)
		out = digest_sha256(b.data, b.len, digest, why);
	l->same = out == OUT_OK && found &&
	    memcmp(digest, l->head->digest, DIGEST_LEN) == 0;
	buf_free(&b);
	return out;
}

/* What the store says of what is kept elsewhere. */
struct own {
	uint64_t epoch, kept;
};

static enum outcome
read_own(struct store_txn *txn, void *ctx, struct why *why)
{
	struct own *own = ctx;

	own->kept = store_kept(txn);
	return store_counter(txn, STORE_EPOCH, &own->epoch, why);
}

/* Append the head as it is. */
static enum outcome
add_now(struct store *s, struct heads *h, struct head *now, const char *at,
    struct why *why)
{
	struct buf numbers = BUF_INIT;
	enum outcome out;

	if ((out = store_view(s, read_numbers, &numbers, why)) == OUT_OK) {
		now->numbers = (const char *)numbers.data;
		out = heads_add(h, now, at, why);
		now->numbers = NULL;
	}
	buf_free(&numbers);
	return out;
}

/* With the lock held, nobody commits. */
static enum outcome
compare(struct store *s, struct heads *h, uint64_t epoch, const char *at,
    enum store_keeping *kept, struct why *why)
{
	struct head last, now = { .accepted = false };
	struct look look = { &last, true };
	enum outcome out;
	struct own own;

	if ((out = heads_last(h, &last, why)) != OUT_OK ||
	    (out = store_head(s, &now.count, now.digest, why)) != OUT_OK ||
	    (out = store_view(s, read_own, &own, why)) != OUT_OK)
		return out;
	if (last.count > now.count || last.count < own.kept ||
	    own.epoch != epoch)
		return OUT_OK;
	if (last.count > 0 &&
	    (out = store_view(s, look_up, &look, why)) != OUT_OK)
		return out;
	if (!look.same)
		return OUT_OK;
	*kept = STORE_KEPT;
	s->kept = last.count;
	return last.count == now.count ? OUT_OK : add_now(s, h, &now, at, why);
}

/* A new store's file is made with its first records: one that is not there
 * any more knew more than an empty one. */
static enum outcome
is_lost(struct store *s, const char *path, bool *lost, struct why *why)
{
	unsigned char digest[DIGEST_LEN];
	enum outcome out;
	uint64_t count;

	*lost = false;
	if (access(path, F_OK) == 0 || errno != ENOENT)
		return OUT_OK;
	if ((out = store_head(s, &count, digest, why)) == OUT_OK)
		*lost = count > 0;
	return out;
}

enum outcome
store_keep(struct store *s, const char *path, uint64_t epoch, const char *at,
    enum store_keeping *kept, struct why *why)
{
	struct heads *h;
	enum outcome out;
	bool lost;

	*kept = STORE_RESTORED;
	if ((out = is_lost(s, path, &lost, why)) != OUT_OK || lost ||
	    (out = heads_open(path, &h, why)) != OUT_OK)
		return out;
	heads_lock(h);
	out = compare(s, h, epoch, at, kept, why);
	heads_unlock(h);
	if (out == OUT_OK && *kept == STORE_KEPT)
		s->heads = h;
	else
		heads_close(h);
	return out;
}

enum outcome
store_adopt(struct store *s, const char *path, const char *at, struct why *why)
{
	struct head now = { .accepted = true };
	struct heads *h;
	enum outcome out;

	if ((out = heads_open(path, &h, why)) != OUT_OK)
		return out;
	heads_lock(h);
	if ((out = store_head(s, &now.count, now.digest, why)) == OUT_OK &&
	    now.count > 0)
		out = add_now(s, h, &now, at, why);
	heads_unlock(h);
	heads_close(h);
	return out;
}

enum outcome
store_copy(struct store *s, const char *dir, struct why *why)
{
	return mdbenv_copy(s->env, dir, why);
}
