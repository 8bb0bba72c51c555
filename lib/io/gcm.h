/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_GCM_H
#define IO_GCM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/why.h"

/*
 * gcm -- AES-256-GCM and HMAC-SHA-256 by OpenSSL, with algorithms fetched
 * and contexts made once.  Of seal, ring and keycopy
 * alone.
 */
#define GCM_KEY_LEN ((size_t)32)
#define GCM_NONCE_LEN ((size_t)12)
#define GCM_TAG_LEN ((size_t)16)
#define GCM_MAC_LEN ((size_t)32)

struct gcm;

/** gcm_new(): a new one, which ends with gcm_free(), or NULL. */
struct gcm *gcm_new(void);

/** gcm_free(gcm): behaves consistently with free(NULL). */
void gcm_free(struct gcm *);

/**
 * gcm_seal(gcm, key, ad, adlen, data, len, nonce, out, tag, why):
 * Set the GCM_NONCE_LEN bytes at ${nonce} at random, then encrypt the ${len}
 * bytes at ${data} to ${out} under ${key} with the associated data ${ad} and
 * set ${tag}.  OUT_RETRY: OpenSSL failed.
 */
MUST_CHECK enum outcome gcm_seal(struct gcm *, const unsigned char *,
    const void *, size_t, const void *, size_t, unsigned char *,
    unsigned char *, unsigned char *, struct why *);

/**
 * gcm_open(gcm, key, ad, adlen, nonce, data, len, tag, out):
 * Decrypt ${data} to the ${len} bytes at ${out}; return false, and ${out}
 * wiped, unless the ${tag} is right.
 */
bool gcm_open(struct gcm *, const unsigned char *, const void *, size_t,
    const unsigned char *, const void *, size_t, const unsigned char *,
    unsigned char *);

/**
 * gcm_mac(gcm, key, parts, lens, n, mac, why):
 * Set the GCM_MAC_LEN bytes at ${mac} to the HMAC-SHA-256 under ${key} of
 * the ${n} ${parts} one after the other.  OUT_RETRY: OpenSSL failed.
 */
MUST_CHECK enum outcome gcm_mac(struct gcm *, const unsigned char *,
    const void *const *, const size_t *, size_t, unsigned char *, struct why *);

/** gcm_random(out, len, why): ${len} random bytes fit for keys. */
MUST_CHECK enum outcome gcm_random(unsigned char *, size_t, struct why *);

#endif /* !IO_GCM_H */
