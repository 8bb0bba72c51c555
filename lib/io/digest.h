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

/** digest_hex(digest, buf): write a digest as 64 lower-case hex digits and
 * NUL to the DIGEST_HEX bytes at ${buf}; return ${buf}. */
char *digest_hex(const unsigned char *, char *);

/** digest_base64(digest, buf): write a digest as 44 characters of base64 (RFC
 * 4648, section 4) and NUL to the DIGEST_BASE64 bytes at ${buf}; return
 * ${buf}. */
char *digest_base64(const unsigned char *, char *);

/** digest_hex_ok(s): whether ${s} is 64 lower-case hex digits. */
bool digest_hex_ok(const char *);

#endif /* !IO_DIGEST_H */
