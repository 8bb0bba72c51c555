/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_RING_H
#define IO_RING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/why.h"
#include "io/gcm.h"

/*
 * ring -- the master key and the data keys that it wraps.  Of seal and keycopy
 * alone.
 *
 * An entry is
 *	version (1) | nonce (12) | wrapped key (32) | tag (16)
 * under the key id (8, big-endian), with the associated data "ring NUL id".
 * Keys in memory are locked, left out of core dumps and of children, and
 * wiped at the end.  OpenSSL's own schedule of the key last used is not: the
 * process is to be undumpable besides.
 *
 * Rotation.  A process that has the ring open holds a shared flock on the
 * directory keys/ until it closes it; ring_rotate() holds it exclusively.  So
 * no process ever has the older ring open: either it keeps the rotation out,
 * or it is kept out until that has ended.  The steps, each durable before the
 * next:
 *	1. keys/master.next is made: a new random key
 *	2. keys/ring.next is made: a new environment with the entries that
 *	   stay, under that key; it is read again and compared
 *	3. keys/ring and keys/ring.next change places (RENAME_EXCHANGE)
 *	4. keys/master.next becomes keys/master; the older one is overwritten
 *	5. keys/ring.next, now the older ring, is removed
 * The ring at keys/ring is whole at any time, and the key it opens with is
 * there: before step 3 it is master, then master.next, after step 4 master.
 * ring_open() tries both, so that there is no moment at which it fails.  What
 * a death has left is known by which of them opens the ring: if master.next
 * does, steps 4 and 5 are missing, and the next to open the ring does them; if
 * master does, anything called ".next" is rubbish, and goes.  (Both hold for
 * whoever has any lock: it keeps rotations out.)
 * An erased entry is never written to the new environment, not even to a page
 * that is free.  What the disk may keep of the older one, and every older copy
 * of it, opens with the older master key alone, of which nothing is left but
 * in a backup of keys.
 * Where the master key is a credential we cannot make one: the next has to be
 * there before step 1, and is not renamed in step 4.
 */
struct ring;

/**
 * ring_init(keys, first, last, gcm, why):
 * Make in the directory ${keys} what is not there yet, durably: master key,
 * ring, and the keys ${first} to ${last}.
 * OUT_REJECT (rule KEYS): there is a ring, but no master key that opens it.
 */
MUST_CHECK enum outcome
ring_init(const char *, uint64_t, uint64_t, struct gcm *, struct why *);

/** ring_open(keys, gcm, ring, why): as seal_open(); what an earlier rotation
 * left is settled, if the disk lets us. */
MUST_CHECK enum outcome
ring_open(const char *, struct gcm *, struct ring **, struct why *);

/** ring_close(ring): behaves consistently with free(NULL). */
void ring_close(struct ring *);

/**
 * ring_key(ring, id, key, why):
 * Point ${key} at the GCM_KEY_LEN bytes of the key ${id}, which live until
 * the next call.  OUT_REJECT (rule KEYS): there is none, or its entry was
 * changed.
 */
MUST_CHECK enum outcome
ring_key(struct ring *, uint64_t, const unsigned char **, struct why *);

/** ring_next(ring, id, found, why): set ${id} to the lowest of the ring that
 * is above it, and ${found} to whether there is one. */
MUST_CHECK enum outcome
ring_next(struct ring *, uint64_t *, bool *, struct why *);

#define RING_APART (UINT64_C(1) << 63)

/**
 * ring_reserve(ring, first, end, why):
 * Make the keys ${first} up to ${end} (excluded) that come after the last one
 * of the ring below RING_APART, in one durable commit: one that was erased
 * stays erased.
 */
MUST_CHECK enum outcome
ring_reserve(struct ring *, uint64_t, uint64_t, struct why *);

/** ring_make(ring, id, why): durably make the key ${id}, if there is none. */
MUST_CHECK enum outcome ring_make(struct ring *, uint64_t, struct why *);

/**
 * ring_each(ring, fn, ctx, why):
 * Call ${fn} for each key in the order of the ids; the key lives until it
 * returns.  OUT_REJECT (rule KEYS): an entry was changed, and which.
 */
typedef enum outcome
ring_fn(uint64_t, const unsigned char *, void *, struct why *);
MUST_CHECK enum outcome
ring_each(struct ring *, ring_fn *, void *, struct why *);

/** ring_master(ring, key): copy the master key to the GCM_KEY_LEN bytes at
 * ${key}. */
void ring_master(const struct ring *, unsigned char *);

/** ring_ids(ring, ids, n, why): set ${ids}, which the caller frees, to the ${n}
 * ids of the ring in ascending order. */
MUST_CHECK enum outcome
ring_ids(struct ring *, uint64_t **, size_t *, struct why *);

/** ring_count(ring, n, why): set ${n} to how many keys there are. */
MUST_CHECK enum outcome ring_count(struct ring *, size_t *, struct why *);

/** ring_rotate(keys, erase, n, gcm, why): as seal_rotate(). */
MUST_CHECK enum outcome
ring_rotate(const char *, const uint64_t *, size_t, struct gcm *, struct why *);

/*
 * Restoring keys from a copy.  All comes before anything is decided, and is
 * then put in place in one step:
 */
enum ring_restored {
	RING_MADE,     /* there were none */
	RING_SAME,     /* there were the same */
	RING_REOPENED, /* there was one without its master key, now back */
};

/**
 * ring_restore_begin(keys, master, gcm, restore, why),
 * ring_restore_put(id, key, restore, why), ring_restore_ready(restore, why),
 * ring_restore_done(restore, how, why), ring_restore_free(restore):
 * Make the ring in the directory ${keys}, which is made if it is not there, of
 * keys in the order of their ids, under the key ${master} (a credential comes
 * before it).  ring_restore_ready() says whether it can be, with all that is
 * needed durably on disk; nothing else has changed until then.
 * ring_restore_done() does it and says ${how}.  Killed before, there is
 * nothing, and all can be done again; killed after its step, ring_open() ends
 * it.
 * OUT_REJECT (rule KEYS): there are keys that are not these; or a master key
 * or a ring that does not belong to them: they stay.
 */
struct ring_restore;
MUST_CHECK enum outcome ring_restore_begin(const char *, const unsigned char *,
    struct gcm *, struct ring_restore **, struct why *);
ring_fn ring_restore_put;
MUST_CHECK enum outcome ring_restore_ready(struct ring_restore *, struct why *);
MUST_CHECK enum outcome
ring_restore_done(struct ring_restore *, enum ring_restored *, struct why *);
void ring_restore_free(struct ring_restore *);

#endif /* !IO_RING_H */
