/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/digest.h"

#include <stdlib.h>
#include <stdio.h>
#include <string.h>

#include <openssl/evp.h>

struct digest_sum {
	EVP_MD_CTX *ctx;
	bool failed;
};

/* Looked up once: a look-up costs more than hashing a form. */
static EVP_MD *
sha256(void)
{
	static EVP_MD *md;

	if (md == NULL)
		md = EVP_MD_fetch(NULL, "SHA2-256", NULL);
	return md;
}

enum outcome
digest_sha256(
    const void *data, size_t len, unsigned char *digest, struct why *why)
{
	EVP_MD *md = sha256();

	if (md == NULL || EVP_Digest(data, len, digest, NULL, md, NULL) != 1)
		return why_retry(why, "SHA-256: out of memory");
	return OUT_OK;
}

enum outcome
digest_begin(struct digest_sum **sum, struct why *why)
{
	struct digest_sum *s = calloc(1, sizeof(*s));
	EVP_MD *md = sha256();

	*sum = NULL;
	if (s == NULL || md == NULL || (s->ctx = EVP_MD_CTX_new()) == NULL ||
	    EVP_DigestInit_ex(s->ctx, md, NULL) != 1) {
		digest_drop(s);
		return why_retry(why, "SHA-256: out of memory");
	}
	*sum = s;
	return OUT_OK;
}

void
digest_add(struct digest_sum *s, const void *data, size_t len)
{
	if (EVP_DigestUpdate(s->ctx, data, len) != 1)
		s->failed = true;
}

enum outcome
digest_end(struct digest_sum *s, unsigned char *digest, struct why *why)
{
	bool ok = !s->failed && EVP_DigestFinal_ex(s->ctx, digest, NULL) == 1;

	digest_drop(s);
	return ok ? OUT_OK : why_retry(why, "SHA-256: out of memory");
}

void
digest_drop(struct digest_sum *s)
{
	if (s == NULL)
		return;
	EVP_MD_CTX_free(s->ctx);
	free(s);
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

bool
digest_read_hex(const char *s, unsigned char *digest)
{
	unsigned int byte;
	size_t i;

	if (!digest_hex_ok(s))
		return false;
	for (i = 0; i < DIGEST_LEN; i++) {
		(void)sscanf(s + 2 * i, "%2x", &byte);
		digest[i] = (unsigned char)byte;
	}
	return true;
}
