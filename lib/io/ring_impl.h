/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_RING_IMPL_H
#define IO_RING_IMPL_H

#include <stdbool.h>
#include <stddef.h>

#include <lmdb.h>

#include "io/master.h"
#include "io/ring.h"

/*
 * ring_impl -- what the files of ring.h share, and no other.
 */
#define RING_NOW "ring" /* folders below keys/ */
#define RING_NEXT "ring.next"

/* The associated data of an entry, "ring NUL id"; from RING_AD_ID on it is
 * also the key in the ring. */
#define RING_AD_ID ((size_t)5)
#define RING_AD_LEN ((size_t)13)

struct slot {
	uint64_t id; /* 0: empty */
	unsigned char key[GCM_KEY_LEN];
};

struct ring {
	MDB_env *env;
	MDB_dbi dbi;
	struct gcm *gcm;       /* not ours */
	unsigned char *master; /* locked; all zero until one is found */
	enum master which;     /* what the ring opens with */
	struct slot *cache;    /* locked, by the low bits of the id; or NULL */
	int lockfd;	       /* of keys/, or -1 */
};

/**
 * ring_lock(keys, how, fd, why):
 * Take the flock(2) ${how} on the directory ${keys}; closing ${fd} ends it.
 * OUT_RETRY: another process holds one against it for longer than we wait.
 */
MUST_CHECK enum outcome ring_lock(const char *, int, int *, struct why *);

/**
 * ring_load(keys, folder, make, gcm, ring, why):
 * Open the environment in that ${folder} of ${keys}; the master key is not
 * known yet, and nothing locked.  The ring ends with ring_close().
 */
MUST_CHECK enum outcome ring_load(const char *, const char *, bool,
    struct gcm *, struct ring **, struct why *);

/**
 * ring_opens(ring, why):
 * Whether the ring opens with the key in ring->master, so far as its first
 * entry tells; one without entries opens with any.
 * OUT_REJECT (rule KEYS): it does not.
 */
MUST_CHECK enum outcome ring_opens(struct ring *, struct why *);

/**
 * ring_find_master(ring, keys, why):
 * Find the master key that the ring opens with.  OUT_REJECT: as ring_open().
 */
MUST_CHECK enum outcome
ring_find_master(struct ring *, const char *, struct why *);

/**
 * ring_settle(ring, keys, why):
 * After that, do what a rotation that was cut short has left undone, and
 * remove what it has left over.
 */
MUST_CHECK enum outcome ring_settle(struct ring *, const char *, struct why *);

/** ring_bind(id, ad): set the RING_AD_LEN bytes at ${ad}. */
void ring_bind(uint64_t, unsigned char *);

/**
 * ring_wrap(ring, txn, id, key, why), ring_unwrap(ring, k, v, key, why):
 * Put an entry into the ring; open the entry ${v} under the key ${k} of it.
 */
MUST_CHECK enum outcome ring_wrap(
    struct ring *, MDB_txn *, uint64_t, const unsigned char *, struct why *);
MUST_CHECK enum outcome ring_unwrap(struct ring *, const MDB_val *,
    const MDB_val *, unsigned char *, struct why *);

/**
 * ring_walk(ring, leave, n, fn, ctx, why):
 * As ring_each(), without the ${n} keys ${leave}, which are sorted.
 */
MUST_CHECK enum outcome ring_walk(
    struct ring *, const uint64_t *, size_t, ring_fn *, void *, struct why *);

/**
 * ring_add(id, key, sum, why), ring_digest(ring, digest, why):
 * Add a key to a digest_sum; set the DIGEST_LEN bytes at ${digest} to that of
 * all keys of the ring, one after the other.
 */
ring_fn ring_add;
MUST_CHECK enum outcome
ring_digest(struct ring *, unsigned char *, struct why *);

/**
 * ring_sweep(keys, why):
 * Remove what a rotation that was cut short has left.  The ring is the one
 * that opens with the master key.
 */
MUST_CHECK enum outcome ring_sweep(const char *, struct why *);

/**
 * ring_next_begin(keys, master, gcm, next, why),
 * ring_next_put(id, key, next, why), ring_next_end(next, why):
 * Make a ring in RING_NEXT, under that master key, of the keys that come in
 * the order of their ids; ${next}, which ends with ring_next_free(), is the
 * ctx of ring_next_put().  After ring_next_end() it is durable, and was read
 * again: it holds what was put.
 * ring_next_remove(keys, folder, why): remove a folder that holds a ring, or
 * parts of one.
 */
struct ring_next;
MUST_CHECK enum outcome ring_next_begin(const char *, const unsigned char *,
    struct gcm *, struct ring_next **, struct why *);
ring_fn ring_next_put;
MUST_CHECK enum outcome ring_next_end(struct ring_next *, struct why *);
void ring_next_free(struct ring_next *);
MUST_CHECK enum outcome
ring_next_remove(const char *, const char *, struct why *);

/**
 * ring_place(keys, how, why):
 * Rename RING_NEXT to RING_NOW with the flag ${how} of renameat2(2); all that
 * stood in ${keys} is durable before.
 */
MUST_CHECK enum outcome ring_place(const char *, unsigned int, struct why *);

#endif /* !IO_RING_IMPL_H */
