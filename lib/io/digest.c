/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/digest.h"

#include <string.h>

#include <openssl/evp.h>

enum outcome
digest_sha256(
    const void *data, size_t len, unsigned char *digest, struct why *why)
{
	/* Looked up once: a look-up costs more than hashing a form. */
	static EVP_MD *md;

	if (md == NULL)
		md = EVP_MD_fetch(NULL, "SHA2-256", NULL);
	if (md == NULL || EVP_Digest(data, len, digest, NULL, md, NULL) != 1)
		return why_retry(why, "SHA-256: out of memory");
	return OUT_OK;
}

char *
digest_hex(const unsigned char *digest, char *buf)
{
	static const char digits[] = "0123456789abcdef";
	size_t i;

	for (i = 0; i < DIGEST_LEN; i++) {
		buf[2 * i] = digits[digest[i] >> 4];
		buf[2 * i + 1] = digits[digest[i] & 15];
	}
	buf[2 * DIGEST_LEN] = '\0';
	return buf;
}

char *
digest_base64(const unsigned char *digest, char *buf)
{
	(void)EVP_EncodeBlock((unsigned char *)buf, digest, (int)DIGEST_LEN);
	return buf;
}

bool
digest_hex_ok(const char *s)
{
	return strlen(s) == DIGEST_HEX - 1 &&
	    strspn(s, "0123456789abcdef") == DIGEST_HEX - 1;
}
