/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_RING_H
#define IO_RING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/why.h"
#include "io/gcm.h"

/*
 * ring -- the master key and the data keys that it wraps.  Of seal alone.
 *
 * An entry is
 *	version (1) | nonce (12) | wrapped key (32) | tag (16)
 * under the key id (8, big-endian), with the associated data "ring NUL id".
 * Keys in memory are locked, left out of core dumps and of children, and
 * wiped at the end.  OpenSSL's own schedule of the key last used is not: the
 * process is to be undumpable besides.
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

/** ring_open(keys, gcm, ring, why): as seal_open(). */
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

/**
 * ring_reserve(ring, first, end, why):
 * Make the keys ${first} up to ${end} (excluded) that come after the last one
 * of the ring, in one durable commit: one that was erased stays erased.
 */
MUST_CHECK enum outcome
ring_reserve(struct ring *, uint64_t, uint64_t, struct why *);

#endif /* !IO_RING_H */
