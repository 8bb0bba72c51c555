/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/audit.h"

#include <endian.h>
#include <inttypes.h>
#include <string.h>

#include "io/digest.h"
#include "io/record.h"

struct walk {
	audit_fn *fn;
	void *ctx;
	uint64_t number;		  /* of the last right one */
	unsigned char digest[DIGEST_LEN]; /* of its bytes; or zeros */
};

static enum outcome
broken(const struct walk *w, const char *what, struct why *why)
{
	return why_reject(
	    why, "AUDIT", "record %" PRIu64 " %s", w->number + 1, what);
}

/* Check that the record in b is the one that comes next. */
static enum outcome
check_one(struct walk *w, const struct buf *b, struct why *why)
{
	Rec__AuditEntry *e;
	ProtobufCMessage *m;
	enum outcome out;

	out = record_unpack(
	    &rec__audit_entry__descriptor, b->data, b->len, &m, why);
	if (out == OUT_REJECT)
		return broken(w, "is no record", why);
	if (out != OUT_OK)
		return out;
	e = RECORD_OF(Rec__AuditEntry, m);
	if (e->number != w->number + 1)
		out = broken(w, "has another number", why);
	else if (e->previous.len != DIGEST_LEN ||
	    memcmp(e->previous.data, w->digest, DIGEST_LEN) != 0)
		out = broken(w, "does not follow from the one before", why);
	else if ((out = digest_sha256(b->data, b->len, w->digest, why)) ==
	    OUT_OK) {
		w->number++;
		if (w->fn != NULL)
			out = w->fn(e, w->digest, w->ctx, why);
	}
	record_free(e);
	return out;
}

/* The key that comes next in the database must be that of the next record. */
static enum outcome
next_one(struct store_txn *txn, struct walk *w, struct buf *b, bool *found,
    struct why *why)
{
	unsigned char key[STORE_KEY_MAX];
	uint64_t be = htobe64(w->number);
	size_t keylen = w->number == 0 ? 0 : sizeof(be);
	enum outcome out;

	memcpy(key, &be, sizeof(be));
	out = store_next(txn, DB_AUDIT, "", 0, key, &keylen, b, found, why);
	be = htobe64(w->number + 1);
	if ((out == OUT_REJECT || (out == OUT_OK && *found)) &&
	    (keylen != sizeof(be) || memcmp(key, &be, sizeof(be)) != 0))
		return broken(w, "is missing", why);
	if (out == OUT_REJECT)
		return broken(w, "does not open", why);
	return out;
}

static enum outcome
walk_all(struct store_txn *txn, void *ctx, struct why *why)
{
	unsigned char head[DIGEST_LEN];
	struct buf b = BUF_INIT;
	struct walk *w = ctx;
	enum outcome out;
	uint64_t last;
	bool found;

	if ((out = store_head_of(txn, &last, head, why)) != OUT_OK)
		return out;
	while ((out = next_one(txn, w, &b, &found, why)) == OUT_OK && found) {
		if (w->number == last)
			out = broken(w, "comes after the head", why);
		else
			out = check_one(w, &b, why);
		if (out != OUT_OK)
			break;
	}
	buf_free(&b);
	if (out != OUT_OK)
		return out;
	if (w->number != last)
		return broken(w, "is missing", why);
	if (memcmp(w->digest, head, DIGEST_LEN) != 0)
		return why_reject(
		    why, "AUDIT", "record %" PRIu64 " is not the head", last);
	return OUT_OK;
}

enum outcome
audit_walk(struct store_txn *txn, audit_fn *fn, void *ctx, struct why *why)
{
	struct walk w = { .fn = fn, .ctx = ctx };

	return walk_all(txn, &w, why);
}

enum outcome
audit_verify(struct store *store, audit_fn *fn, void *ctx, struct why *why)
{
	struct walk w = { .fn = fn, .ctx = ctx };

	return store_view(store, walk_all, &w, why);
}
