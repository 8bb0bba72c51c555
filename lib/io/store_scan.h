/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_STORE_SCAN_H
#define IO_STORE_SCAN_H

#include <stddef.h>
#include <stdint.h>

#include "base/why.h"
#include "io/store.h"

/*
 * store_scan -- the store as it lies there, for somebody who doubts it.
 *
 * store_each() trusts the tree of LMDB and stops at what does not open; this
 * trusts nothing and goes on.
 */
struct store_found {
	const void *key;
	size_t keylen;
	uint64_t id; /* of the key it is sealed with; 0: not sealed */
	uint32_t revision;
	const unsigned char *tag; /* SEAL_TAG_LEN bytes; NULL: not sealed */
	const void *data;	  /* opened; NULL unless out is OUT_OK */
	size_t len;
	enum outcome out; /* OUT_REJECT: why says what is wrong with it */
	struct why why;
};

/** store_scan_fn(found, ctx, why): one record; anything but OUT_OK ends the
 * scan. */
typedef enum outcome
store_scan_fn(const struct store_found *, void *, struct why *);

/**
 * store_scan(txn, db, fn, ctx, why):
 * Call ${fn} for each record of ${db}, those of the store's own among them,
 * right or not: rules SEAL and KEYS as seal_open_value(); STORE-ORDER (its key
 * does not come after the one before), STORE-LOST (it is not found by its
 * key); STORE-COUNT (last, with a key of length 0): there are more or fewer
 * records than LMDB counts.
 * OUT_RETRY: rule STORE-DAMAGED: LMDB can walk no further; or a call failed.
 * A damaged file may also end the process (SIGSEGV, SIGBUS, SIGABRT).
 */
MUST_CHECK enum outcome store_scan(
    struct store_txn *, enum store_db, store_scan_fn *, void *, struct why *);

/**
 * store_room(store, used, all, why):
 * Set ${used} to the bytes of the map that are in use or were, ${all} to its
 * size.
 */
MUST_CHECK enum outcome
store_room(struct store_txn *, uint64_t *, uint64_t *, struct why *);

#endif /* !IO_STORE_SCAN_H */
