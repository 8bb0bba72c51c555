/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_DIGEST_H
#define IO_DIGEST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/why.h"

/*
 * digest -- SHA-256, and bytes as text.
 */
#define DIGEST_LEN ((size_t)32)
#define DIGEST_HEX ((size_t)65)	   /* bytes of hex text, with its NUL */
#define DIGEST_BASE64 ((size_t)45) /* bytes of base64 text, with its NUL */

/**
 * digest_sha256(data, len, digest, why):
 * Set the DIGEST_LEN bytes at ${digest} to the SHA-256 of the ${len} bytes
 * at ${data}.  OUT_RETRY: the library has no memory for it.
 */
MUST_CHECK enum outcome
digest_sha256(const void *, size_t, unsigned char *, struct why *);

/**
 * digest_begin(sum, why), digest_add(sum, data, len), digest_end(sum, digest,
 * why):
 * The same of bytes that come one after the other.  ${sum} ends with
 * digest_end(), which frees it and, if anything failed since, says so, or with
 * digest_drop(), which takes NULL.
 */
struct digest_sum;
MUST_CHECK enum outcome digest_begin(struct digest_sum **, struct why *);
void digest_add(struct digest_sum *, const void *, size_t);
MUST_CHECK enum outcome
digest_end(struct digest_sum *, unsigned char *, struct why *);
void digest_drop(struct digest_sum *);

/** digest_hex(digest, buf): write a digest as 64 lower-case hex digits and
 * NUL to the DIGEST_HEX bytes at ${buf}; return ${buf}. */
char *digest_hex(const unsigned char *, char *);

/** digest_base64(digest, buf): write a digest as 44 characters of base64 (RFC
 * 4648, section 4) and NUL to the DIGEST_BASE64 bytes at ${buf}; return
 * ${buf}. */
char *digest_base64(const unsigned char *, char *);

/** digest_hex_ok(s): whether ${s} is 64 lower-case hex digits. */
bool digest_hex_ok(const char *);

/** digest_read_hex(s, digest): set ${digest} to what 64 lower-case hex digits
 * say; false if ${s} is none. */
bool digest_read_hex(const char *, unsigned char *);

#endif /* !IO_DIGEST_H */
