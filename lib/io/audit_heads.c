/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/audit_heads.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define SENT "sent/audit"

enum outcome
audit_heads_add(struct audit_heads *k, const struct head *head,
    const char *from, struct why *why)
{
	struct kept_head *grown;

	/* Room for twice as many whenever their number is a power of two. */
	if ((k->n & (k->n - 1)) == 0) {
		grown = realloc(
		    k->kept, (k->n == 0 ? 1 : 2 * k->n) * sizeof(*grown));
		if (grown == NULL)
			return why_sys(why, "%s", from);
		k->kept = grown;
	}
	k->kept[k->n].head = *head;
	k->kept[k->n++].from = from;
	return OUT_OK;
}

static enum outcome
add_line(const struct head *head, void *ctx, struct why *why)
{
	struct audit_heads *k = ctx;

	if (head->accepted)
		k->n = 0;
	k->last = head->count;
	return audit_heads_add(k, head, SENT, why);
}

enum outcome
audit_heads_file(struct audit_heads *k, const char *path, struct why *why)
{
	k->path = path;
	return heads_each(path, add_line, k, why);
}

static enum outcome
last_line(const struct head *head, void *ctx, struct why *why)
{
	(void)why;
	*(uint64_t *)ctx = head->count;
	return OUT_OK;
}

/* Whoever writes may have come between the file and the store: so it is read
 * again, and is then newer than what the store says. */
static enum outcome
is_whole(const struct audit_heads *k, struct store_txn *txn, struct why *why)
{
	uint64_t kept = store_kept(txn), last = k->last;
	enum outcome out;

	if (k->path == NULL || last >= kept)
		return OUT_OK;
	last = 0;
	if ((out = heads_each(k->path, last_line, &last, why)) != OUT_OK ||
	    last >= kept)
		return out;
	return why_reject(why, "AUDIT-HEADS",
	    SENT " ends with record %" PRIu64 ", and had a line of record "
		 "%" PRIu64,
	    last, kept);
}

static enum outcome
meet(const Rec__AuditEntry *e, const unsigned char *digest, void *ctx,
    struct why *why)
{
	struct audit_heads *k = ctx;
	const struct kept_head *h;

	for (; k->at < k->n && k->kept[k->at].head.count == e->number;
	     k->at++) {
		h = &k->kept[k->at];
		if (memcmp(h->head.digest, digest, DIGEST_LEN) != 0)
			return why_reject(why, "STORE-RESTORED",
			    "record %" PRIu64
			    " is not the one that was the head (%s)",
			    e->number, h->from);
	}
	return k->also == NULL ? OUT_OK : k->also(e, digest, k->ctx, why);
}

static int
by_count(const void *a, const void *b)
{
	const struct kept_head *x = a, *y = b;

	return x->head.count < y->head.count ? -1 :
	    x->head.count > y->head.count    ? 1 :
					       0;
}

enum outcome
audit_heads_verify(
    struct audit_heads *k, struct store_txn *txn, struct why *why)
{
	enum outcome out;

	k->at = 0;
	if (k->n > 0)
		qsort(k->kept, k->n, sizeof(*k->kept), by_count);
	while (k->at < k->n && k->kept[k->at].head.count == 0)
		k->at++;
	if ((out = audit_walk(txn, meet, k, why)) != OUT_OK)
		return out;
	if (k->at == k->n)
		return is_whole(k, txn, why);
	return why_reject(why, "STORE-RESTORED",
	    "the store ends before record %" PRIu64 " that was the head (%s)",
	    k->kept[k->at].head.count, k->kept[k->at].from);
}

void
audit_heads_free(struct audit_heads *k)
{
	free(k->kept);
	memset(k, 0, sizeof(*k));
}
