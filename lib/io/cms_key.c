/* SPDX-License-Identifier: EUPL-1.2 */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <openssl/ec.h>
#include <openssl/rsa.h>

#include "io/cms_impl.h"

#define RSA_BITS 3072u
#define SERIAL_BITS 127

static EVP_PKEY *
make_pair(const char *kind)
{
	if (strcmp(kind, "ec") == 0)
		return EVP_EC_gen("P-256");
	return EVP_RSA_gen(RSA_BITS);
}

static bool
set_name(X509_NAME *name, const char *cn)
{
	return name != NULL &&
	    X509_NAME_add_entry_by_NID(name, NID_commonName, MBSTRING_UTF8,
		(const unsigned char *)cn, -1, -1, 0) == 1;
}

static bool
set_serial(X509 *x)
{
	BIGNUM *n = BN_new();
	bool ok;

	ok = n != NULL &&
	    BN_rand(n, SERIAL_BITS, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) == 1 &&
	    BN_to_ASN1_INTEGER(n, X509_get_serialNumber(x)) != NULL;
	BN_free(n);
	return ok;
}

static bool
add_extension(X509 *x, int nid, const char *value)
{
	X509V3_CTX ctx;
	X509_EXTENSION *e;
	bool ok;

	X509V3_set_ctx(&ctx, x, x, NULL, NULL, 0);
	e = X509V3_EXT_conf_nid(NULL, &ctx, nid, value);
	ok = e != NULL && X509_add_ext(x, e, -1) == 1;
	X509_EXTENSION_free(e);
	return ok;
}

static X509 *
self_signed(EVP_PKEY *pkey, const char *cn, int64_t from, int64_t until)
{
	bool ec = EVP_PKEY_get_base_id(pkey) == EVP_PKEY_EC;
	X509 *x = X509_new();

	if (x != NULL && X509_set_version(x, X509_VERSION_3) == 1 &&
	    set_serial(x) &&
	    ASN1_TIME_set(X509_getm_notBefore(x), (time_t)from) != NULL &&
	    ASN1_TIME_set(X509_getm_notAfter(x), (time_t)until) != NULL &&
	    set_name(X509_get_subject_name(x), cn) &&
	    X509_set_issuer_name(x, X509_get_subject_name(x)) == 1 &&
	    X509_set_pubkey(x, pkey) == 1 &&
	    add_extension(x, NID_basic_constraints, "critical,CA:FALSE") &&
	    add_extension(x, NID_key_usage,
		ec ? "critical,digitalSignature,keyAgreement" :
		     "critical,digitalSignature,keyEncipherment") &&
	    add_extension(x, NID_subject_key_identifier, "hash") &&
	    X509_sign(x, pkey, EVP_sha256()) > 0)
		return x;
	X509_free(x);
	return NULL;
}

static X509_REQ *
request_for(EVP_PKEY *pkey, const char *cn)
{
	X509_REQ *r = X509_REQ_new();

	if (r != NULL && set_name(X509_REQ_get_subject_name(r), cn) &&
	    X509_REQ_set_pubkey(r, pkey) == 1 &&
	    X509_REQ_sign(r, pkey, EVP_sha256()) > 0)
		return r;
	X509_REQ_free(r);
	return NULL;
}

/* The private key, and its copies, are wiped where they were. */
static enum outcome
write_private(EVP_PKEY *pkey, struct buf *out, struct why *why)
{
	PKCS8_PRIV_KEY_INFO *p8 = EVP_PKEY2PKCS8(pkey);
	unsigned char *der = NULL;
	enum outcome rc;
	int n = -1;

	if (p8 != NULL)
		n = i2d_PKCS8_PRIV_KEY_INFO(p8, &der);
	if (n <= 0) {
		rc = cms_failed("private key", why);
	} else {
		(void)buf_add(out, der, (size_t)n);
		rc = buf_ok(out, why);
		OPENSSL_clear_free(der, (size_t)n);
	}
	PKCS8_PRIV_KEY_INFO_free(p8);
	return rc;
}

static enum outcome
write_pem(X509 *x, X509_REQ *r, struct buf *out, struct why *why)
{
	BIO *bio = BIO_new(BIO_s_mem());
	enum outcome rc;

	if (bio == NULL || (x != NULL && PEM_write_bio_X509(bio, x) != 1) ||
	    (r != NULL && PEM_write_bio_X509_REQ(bio, r) != 1))
		rc = cms_failed("certificate", why);
	else
		rc = cms_take(bio, out, why);
	BIO_free(bio);
	return rc;
}

enum outcome
cms_key_make(const char *kind, const char *name, int64_t from, int64_t until,
    struct buf *key, struct buf *cert, struct buf *request, struct why *why)
{
	EVP_PKEY *pkey;
	X509 *x = NULL;
	X509_REQ *r = NULL;
	enum outcome rc;

	if (strcmp(kind, "ec") != 0 && strcmp(kind, "rsa") != 0)
		return why_reject(why, "CERT-KEY", "a key is ec or rsa");
	pkey = make_pair(kind);
	if (pkey == NULL ||
	    (x = self_signed(pkey, name, from, until)) == NULL ||
	    (r = request_for(pkey, name)) == NULL)
		rc = cms_failed("key pair", why);
	else if ((rc = write_private(pkey, key, why)) == OUT_OK &&
	    (rc = write_pem(x, NULL, cert, why)) == OUT_OK)
		rc = write_pem(NULL, r, request, why);
	X509_REQ_free(r);
	X509_free(x);
	EVP_PKEY_free(pkey);
	return rc;
}

enum outcome
cms_key_read(const void *data, size_t len, struct cms_cert *cert,
    struct cms_key **key, struct why *why)
{
	const unsigned char *p = data;
	PKCS8_PRIV_KEY_INFO *p8 = d2i_PKCS8_PRIV_KEY_INFO(NULL, &p, (long)len);
	EVP_PKEY *pkey = p8 == NULL ? NULL : EVP_PKCS82PKEY(p8);

	*key = NULL;
	PKCS8_PRIV_KEY_INFO_free(p8);
	if (pkey == NULL || X509_check_private_key(cert->x, pkey) != 1) {
		EVP_PKEY_free(pkey);
		cms_cert_free(cert);
		ERR_clear_error();
		return why_reject(why, "CERT-KEY",
		    "the private key is not that of the certificate");
	}
	if ((*key = calloc(1, sizeof(**key))) == NULL) {
		EVP_PKEY_free(pkey);
		cms_cert_free(cert);
		return why_retry(why, "out of memory");
	}
	(*key)->pkey = pkey;
	(*key)->cert = cert;
	return OUT_OK;
}

void
cms_key_free(struct cms_key *key)
{
	if (key == NULL)
		return;
	EVP_PKEY_free(key->pkey);
	cms_cert_free(key->cert);
	free(key);
}

const struct cms_cert *
cms_key_cert(const struct cms_key *key)
{
	return key->cert;
}
