/* SPDX-License-Identifier: EUPL-1.2 */
/* A new ring, made beside the one that is in use. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/digest.h"
#include "io/mdbenv.h"
#include "io/ring_impl.h"

/* Entries of one transaction: what it holds of memory is bounded by them. */
#define BATCH ((size_t)8192)

struct ring_next {
	struct ring *r;
	MDB_txn *txn;
	size_t put;		/* in this transaction */
	struct digest_sum *sum; /* of all that was put */
};

enum outcome
ring_next_remove(const char *keys, const char *folder, struct why *why)
{
	static const char *const files[] = { "data.mdb", "lock.mdb", ".new" };
	char path[PATH_MAX];
	size_t i;

	for (i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		(void)snprintf(
		    path, sizeof(path), "%s/%s/%s", keys, folder, files[i]);
		if (unlink(path) == -1 && errno != ENOENT)
			return why_sys(why, "keys/%s", folder);
	}
	(void)snprintf(path, sizeof(path), "%s/%s", keys, folder);
	if (rmdir(path) == -1 && errno != ENOENT)
		return why_sys(why, "keys/%s", folder);
	return OUT_OK;
}

enum outcome
ring_sweep(const char *keys, struct why *why)
{
	enum outcome out;

	if ((out = ring_next_remove(keys, RING_NEXT, why)) != OUT_OK)
		return out;
	return master_drop_next(keys, why);
}

enum outcome
ring_next_begin(const char *keys, const unsigned char *master, struct gcm *gcm,
    struct ring_next **next, struct why *why)
{
	char path[PATH_MAX];
	struct ring_next *n;
	enum outcome out;

	*next = NULL;
	(void)snprintf(path, sizeof(path), "%s/" RING_NEXT, keys);
	if (mkdir(path, 0700) == -1)
		return why_sys(why, "keys/" RING_NEXT);
	if ((n = calloc(1, sizeof(*n))) == NULL)
		return why_sys(why, "ring");
	if ((out = digest_begin(&n->sum, why)) != OUT_OK ||
	    (out = ring_load(keys, RING_NEXT, true, gcm, &n->r, why)) !=
		OUT_OK) {
		ring_next_free(n);
		return out;
	}
	memcpy(n->r->master, master, GCM_KEY_LEN);
	*next = n;
	return OUT_OK;
}

static enum outcome
commit(struct ring_next *n, struct why *why)
{
	int rc = 0;

	if (n->txn != NULL)
		rc = mdb_txn_commit(n->txn);
	n->txn = NULL;
	n->put = 0;
	return rc == 0 ? OUT_OK : mdbenv_why(rc, "keys/" RING_NEXT, why);
}

enum outcome
ring_next_put(uint64_t id, const unsigned char *key, void *ctx, struct why *why)
{
	struct ring_next *n = ctx;
	enum outcome out;
	int rc;

	if (n->txn == NULL &&
	    (rc = mdb_txn_begin(n->r->env, NULL, 0, &n->txn)) != 0)
		return mdbenv_why(rc, "keys/" RING_NEXT, why);
	if ((out = ring_wrap(n->r, n->txn, id, key, why)) != OUT_OK)
		return out;
	(void)ring_add(id, key, n->sum, why);
	return ++n->put < BATCH ? OUT_OK : commit(n, why);
}

enum outcome
ring_next_end(struct ring_next *n, struct why *why)
{
	unsigned char was[DIGEST_LEN], is[DIGEST_LEN];
	struct digest_sum *sum = n->sum;
	enum outcome out;

	n->sum = NULL;
	if ((out = digest_end(sum, was, why)) != OUT_OK ||
	    (out = commit(n, why)) != OUT_OK ||
	    (out = ring_digest(n->r, is, why)) == OUT_RETRY)
		return out;
	if (out == OUT_REJECT || memcmp(was, is, sizeof(is)) != 0)
		return why_retry(
		    why, "keys/" RING_NEXT " is not as it was written");
	return OUT_OK;
}

void
ring_next_free(struct ring_next *n)
{
	if (n == NULL)
		return;
	if (n->txn != NULL)
		mdb_txn_abort(n->txn);
	digest_drop(n->sum);
	ring_close(n->r);
	free(n);
}
