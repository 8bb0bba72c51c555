/* SPDX-License-Identifier: EUPL-1.2 */
/* The bare loop's hashes, seals and store. */
#include <endian.h>
#include <err.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include <lmdb.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include "bare.h"

#define MAPSIZE ((size_t)8 << 30)
#define NONCE 12
#define TAG 16

static EVP_CIPHER_CTX *seal, *unseal;
static EVP_CIPHER *aes;
static EVP_MD *md;
static unsigned char key[32];
static struct bytes sealed; /* nonce, text, tag */

static MDB_env *env;
static MDB_txn *txn;
static MDB_dbi dbi;
static uint64_t count;

static void
start(void)
{
	md = EVP_MD_fetch(NULL, "SHA2-256", NULL);
	aes = EVP_CIPHER_fetch(NULL, "AES-256-GCM", NULL);
	seal = EVP_CIPHER_CTX_new();
	unseal = EVP_CIPHER_CTX_new();
	if (md == NULL || aes == NULL || seal == NULL || unseal == NULL ||
	    RAND_bytes(key, sizeof(key)) != 1)
		errx(1, "OpenSSL");
}

void
bare_hash(const struct bytes *b)
{
	unsigned char digest[32];

	if (EVP_Digest(b->data, b->len, digest, NULL, md, NULL) != 1)
		errx(1, "SHA-256");
}

void
bare_seal(const struct bytes *b)
{
	unsigned char *nonce, *tag;
	int n;

	bare_room(&sealed, b->len + NONCE + TAG);
	sealed.len = b->len + NONCE + TAG;
	nonce = sealed.data;
	tag = sealed.data + sealed.len - TAG;
	if (RAND_bytes(nonce, NONCE) != 1 ||
	    EVP_EncryptInit_ex2(seal, aes, key, nonce, NULL) != 1 ||
	    EVP_EncryptUpdate(seal, nonce + NONCE, &n, b->data, (int)b->len) !=
		1 ||
	    EVP_EncryptFinal_ex(seal, tag, &n) != 1 ||
	    EVP_CIPHER_CTX_ctrl(seal, EVP_CTRL_AEAD_GET_TAG, TAG, tag) != 1)
		errx(1, "AES-256-GCM");
}

void
bare_open_sealed(void)
{
	static struct bytes text;
	unsigned char *tag = sealed.data + sealed.len - TAG;
	int n;

	bare_room(&text, sealed.len);
	if (EVP_DecryptInit_ex2(unseal, aes, key, sealed.data, NULL) != 1 ||
	    EVP_CIPHER_CTX_ctrl(unseal, EVP_CTRL_AEAD_SET_TAG, TAG, tag) != 1 ||
	    EVP_DecryptUpdate(unseal, text.data, &n, sealed.data + NONCE,
		(int)(sealed.len - NONCE - TAG)) != 1 ||
	    EVP_DecryptFinal_ex(unseal, text.data, &n) != 1)
		errx(1, "AES-256-GCM");
}

static void
begin(void)
{
	if (mdb_txn_begin(env, NULL, 0, &txn) != 0)
		errx(1, "store");
}

void
bare_store(const char *dir)
{
	char path[PATH_MAX];

	start();
	(void)snprintf(path, sizeof(path), "%s/store", dir);
	if (mkdir(path, 0700) == -1 || mdb_env_create(&env) != 0 ||
	    mdb_env_set_mapsize(env, MAPSIZE) != 0 ||
	    mdb_env_open(env, path, MDB_NORDAHEAD, 0600) != 0)
		errx(1, "%s: no store", path);
	begin();
	if (mdb_dbi_open(txn, NULL, 0, &dbi) != 0)
		errx(1, "store");
}

void
bare_put(const struct bytes *b)
{
	uint64_t be = htobe64(++count);
	MDB_val k = { sizeof(be), &be }, v;

	bare_seal(b);
	v.mv_size = sealed.len;
	v.mv_data = sealed.data;
	if (mdb_put(txn, dbi, &k, &v, MDB_APPEND) != 0)
		errx(1, "store");
}

void
bare_commit(void)
{
	if (mdb_txn_commit(txn) != 0)
		errx(1, "store");
	begin();
}
