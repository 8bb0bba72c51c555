/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/gcm.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/rand.h>

struct gcm {
	EVP_CIPHER *aes;
	EVP_CIPHER_CTX *seal;
	EVP_CIPHER_CTX *open;
	EVP_MAC *hmac;
	EVP_MAC_CTX *mac;
};

struct gcm *
gcm_new(void)
{
	struct gcm *g;

	if ((g = calloc(1, sizeof(*g))) == NULL)
		return NULL;
	g->aes = EVP_CIPHER_fetch(NULL, "AES-256-GCM", NULL);
	g->hmac = EVP_MAC_fetch(NULL, "HMAC", NULL);
	g->seal = EVP_CIPHER_CTX_new();
	g->open = EVP_CIPHER_CTX_new();
	if (g->hmac != NULL)
		g->mac = EVP_MAC_CTX_new(g->hmac);
	if (g->aes != NULL && g->seal != NULL && g->open != NULL &&
	    g->mac != NULL)
		return g;
	gcm_free(g);
	return NULL;
}

void
gcm_free(struct gcm *g)
{
	if (g == NULL)
		return;
	EVP_MAC_CTX_free(g->mac);
	EVP_CIPHER_CTX_free(g->seal);
	EVP_CIPHER_CTX_free(g->open);
	EVP_MAC_free(g->hmac);
	EVP_CIPHER_free(g->aes);
	free(g);
}

enum outcome
gcm_random(unsigned char *out, size_t len, struct why *why)
{
	if (len > INT_MAX || RAND_priv_bytes(out, (int)len) != 1)
		return why_retry(why, "no random numbers");
	return OUT_OK;
}

enum outcome
gcm_seal(struct gcm *g, const unsigned char *key, const void *ad, size_t adlen,
    const void *data, size_t len, unsigned char *nonce, unsigned char *out,
    unsigned char *tag, struct why *why)
{
	int n;

	if (len > INT_MAX || adlen > INT_MAX)
		return why_retry(why, "too long to be sealed");
	if (RAND_bytes(nonce, (int)GCM_NONCE_LEN) != 1)
		return why_retry(why, "no random numbers");
	if (EVP_EncryptInit_ex2(g->seal, g->aes, key, nonce, NULL) != 1 ||
	    EVP_EncryptUpdate(g->seal, NULL, &n, ad, (int)adlen) != 1 ||
	    (len > 0 &&
		EVP_EncryptUpdate(g->seal, out, &n, data, (int)len) != 1) ||
	    EVP_EncryptFinal_ex(g->seal, out + len, &n) != 1 ||
	    EVP_CIPHER_CTX_ctrl(
		g->seal, EVP_CTRL_AEAD_GET_TAG, (int)GCM_TAG_LEN, tag) != 1)
		return why_retry(why, "encryption failed");
	return OUT_OK;
}

bool
gcm_open(struct gcm *g, const unsigned char *key, const void *ad, size_t adlen,
    const unsigned char *nonce, const void *data, size_t len,
    const unsigned char *tag, unsigned char *out)
{
	unsigned char right[GCM_TAG_LEN];
	int n;

	if (len > INT_MAX || adlen > INT_MAX)
		return false;
	memcpy(right, tag, sizeof(right)); /* the ctrl takes no const */
	if (EVP_DecryptInit_ex2(g->open, g->aes, key, nonce, NULL) == 1 &&
	    EVP_CIPHER_CTX_ctrl(
		g->open, EVP_CTRL_AEAD_SET_TAG, (int)GCM_TAG_LEN, right) == 1 &&
	    EVP_DecryptUpdate(g->open, NULL, &n, ad, (int)adlen) == 1 &&
	    (len == 0 ||
		EVP_DecryptUpdate(g->open, out, &n, data, (int)len) == 1) &&
	    EVP_DecryptFinal_ex(g->open, out + len, &n) == 1)
		return true;
	OPENSSL_cleanse(out, len);
	return false;
}

enum outcome
gcm_mac(struct gcm *g, const unsigned char *key, const void *const *parts,
    const size_t *lens, size_t n, unsigned char *mac, struct why *why)
{
	char sha256[] = "SHA256";
	OSSL_PARAM params[2] = { OSSL_PARAM_construct_utf8_string(
				     OSSL_MAC_PARAM_DIGEST, sha256, 0),
		OSSL_PARAM_construct_end() };
	size_t i, len;
	int ok;

	ok = EVP_MAC_init(g->mac, key, GCM_KEY_LEN, params);
	for (i = 0; ok == 1 && i < n; i++)
		ok = EVP_MAC_update(g->mac, parts[i], lens[i]);
	if (ok != 1 || EVP_MAC_final(g->mac, mac, &len, GCM_MAC_LEN) != 1)
		return why_retry(why, "HMAC failed");
	return OUT_OK;
}
