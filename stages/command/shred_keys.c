/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Which keys go with a case.  What came for it waited in the spool before it
 * was recorded, and a backup that was made then has the parcel: so the key of
 * the spool goes with the case's own, and another takes its place.
 */
#include <limits.h>
#include <stdlib.h>

#include "command/shred.h"
#include "io/parcel.h"
#include "io/queue.h"

struct renewal {
	struct publish *pub;
	char dir[PATH_MAX];
};

static enum outcome
renew_one(struct unit *u, const char *name, void *ctx, struct why *why)
{
	const struct renewal *k = ctx;

	return parcel_renew(k->pub, u->seal, k->dir, name, why);
}

/* No stage runs, and nothing waits but what is in quarantine. */
static enum outcome
renew_quarantine(struct unit *u, struct why *why)
{
	struct renewal k = { .pub = NULL };
	char tmp[PATH_MAX];
	enum outcome out;
	size_t n;

	(void)unit_path(u, "spool/quarantine", k.dir, sizeof(k.dir));
	(void)unit_path(u, "spool/tmp/dispatch", tmp, sizeof(tmp));
	if ((out = publish_begin(tmp, &k.pub, why)) == OUT_OK &&
	    (out = queue_each(
		 u, "spool/quarantine", 0, renew_one, &k, &n, why)) == OUT_OK)
		out = publish_commit(k.pub, why);
	publish_free(k.pub);
	return out;
}

static enum outcome
add_all(const Rec__Case *c, const struct erased_keys *ring,
    struct erased_keys *keys, struct why *why)
{
	enum outcome out = OUT_OK;
	size_t i;

	for (i = 0; out == OUT_OK && i < c->erasure->n_keys; i++)
		out = erased_add_key(keys, c->erasure->keys[i], why);
	for (i = 0; out == OUT_OK && i < ring->n; i++)
		if (ring->id[i] == SEAL_SPOOL || ring->id[i] >= SEAL_SPOOLS)
			out = erased_add_key(keys, ring->id[i], why);
	erased_sort(keys);
	return out;
}

enum outcome
shred_keys(struct unit *u, const Rec__Case *c, struct erased_keys *keys,
    struct why *why)
{
	struct erased_keys ring = { NULL, 0 };
	enum outcome out;

	if ((out = erased_ring(u->seal, &ring, why)) == OUT_OK) {
		if (c->erasure->n_keys == 0 ||
		    !erased_has(&ring, c->erasure->keys[0]))
			ring.n = 0;
		else if ((out = seal_spool_next(u->seal, why)) == OUT_OK)
			out = renew_quarantine(u, why);
	}
	if (out == OUT_OK)
		out = add_all(c, &ring, keys, why);
	free(ring.id);
	return out;
}
