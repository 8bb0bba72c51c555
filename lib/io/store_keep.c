/* SPDX-License-Identifier: EUPL-1.2 */
/* The head of the audit chain and what is kept of it outside the store. */
#include <endian.h>
#include <string.h>

#include "io/mdbenv.h"
#include "io/store_impl.h"

/* Under the lock of the file, so that the lines are in the order of the
 * commits: LMDB's own lock is gone once the transaction is. */
enum outcome
store_commit(struct store_txn *t, struct why *why)
{
	struct store *s = t->store;
	struct head head = { .count = t->state.number };
	bool keep = s->heads != NULL && t->state.changed;
	enum outcome out = OUT_OK;
	int rc;

	memcpy(head.digest, t->state.digest, sizeof(head.digest));
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

/* With the lock held, nobody commits. */
static enum outcome
compare(struct store *s, struct heads *h, const char *at, enum store_kept *kept,
    struct why *why)
{
	struct head last, now = { .accepted = false };
	struct look look = { &last, true };
	enum outcome out;

	*kept = STORE_RESTORED;
	if ((out = heads_last(h, &last, why)) != OUT_OK ||
	    (out = store_head(s, &now.count, now.digest, why)) != OUT_OK)
		return out;
	if (last.count > now.count)
		return OUT_OK;
	if (last.count > 0 &&
	    (out = store_view(s, look_up, &look, why)) != OUT_OK)
		return out;
	if (!look.same)
		return OUT_OK;
	*kept = STORE_KEPT;
	return last.count == now.count ? OUT_OK : heads_add(h, &now, at, why);
}

enum outcome
store_keep(struct store *s, const char *path, const char *at,
    enum store_kept *kept, struct why *why)
{
	struct heads *h;
	enum outcome out;

	if ((out = heads_open(path, &h, why)) != OUT_OK)
		return out;
	heads_lock(h);
	out = compare(s, h, at, kept, why);
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
		out = heads_add(h, &now, at, why);
	heads_unlock(h);
	heads_close(h);
	return out;
}
