/* SPDX-License-Identifier: EUPL-1.2 */
#include "intake/intake.h"

#include <string.h>

#include "io/store.h"

enum outcome
seen_put(struct store_txn *txn, void *ctx, struct why *why)
{
	struct run *r = ctx;
	enum outcome out = OUT_OK;
	size_t i;

	for (i = 0; out == OUT_OK && i < r->n; i++)
		if (r->taken[i].folder[0] != '\0')
			out = store_put(txn, DB_SEEN, r->taken[i].folder,
			    strlen(r->taken[i].folder), SEAL_UNIT,
			    r->taken[i].digest, sizeof(r->taken[i].digest),
			    why);
	return out;
}

/* Whether the listing of that folder was seen as it is now. */
struct look {
	const struct taken *t;
	bool same, before;
};

static enum outcome
look_up(struct store_txn *txn, void *ctx, struct why *why)
{
	struct look *l = ctx;
	struct buf b = BUF_INIT;
	enum outcome out;
	bool found;

	out = store_get(
	    txn, DB_SEEN, l->t->folder, strlen(l->t->folder), &b, &found, why);
	l->before = out == OUT_OK && found;
	l->same =
	    l->before && b.len == 32 && memcmp(b.data, l->t->digest, 32) == 0;
	buf_free(&b);
	return out;
}

enum outcome
seen_look(struct run *r, const struct taken *t, bool *before, bool *same,
    struct why *why)
{
	struct look l = { t, false, false };
	enum outcome out;

	out = store_view(r->u->store, look_up, &l, why);
	*before = l.before;
	*same = l.same;
	return out;
}
