/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/signer.h"

#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <openssl/pem.h> /* first: cms.h then declares its PEM reader */
#include <openssl/bio.h>
#include <openssl/cms.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/obj_mac.h>
#include <openssl/objects.h>
#include <openssl/x509.h>

#include "value/date.h"

#define RSA_BITS_MIN 2048
#define EC_BITS_MIN 256

struct pinned {
	X509 *cert;
	char *person;
};

struct signers {
	struct pinned *pinned;
	size_t n;
};

enum outcome
signers_new(struct signers **signers, struct why *why)
{

	/* No configuration file: a worker loses sight of files later. */
	if (OPENSSL_init_crypto(
		OPENSSL_INIT_NO_LOAD_CONFIG | OPENSSL_INIT_ADD_ALL_DIGESTS,
		NULL) != 1 ||
	    (*signers = calloc(1, sizeof(**signers))) == NULL)
		return why_retry(why, "out of memory");
	return OUT_OK;
}

void
signers_free(struct signers *signers)
{
	size_t i;

	if (signers == NULL)
		return;
	for (i = 0; i < signers->n; i++) {
		X509_free(signers->pinned[i].cert);
		free(signers->pinned[i].person);
	}
	free(signers->pinned);
	free(signers);
}

static bool
is_pem(const void *data, size_t len)
{
	static const char mark[] = "-----BEGIN ";

	return len > sizeof(mark) && memcmp(data, mark, sizeof(mark) - 1) == 0;
}

static BIO *
reader(const void *data, size_t len)
{

	return len > INT_MAX ? NULL : BIO_new_mem_buf(data, (int)len);
}

static X509 *
cert_read(const void *data, size_t len)
{
	BIO *bio = reader(data, len);
	X509 *cert = NULL;

	if (bio != NULL && is_pem(data, len))
		cert = PEM_read_bio_X509(bio, NULL, NULL, NULL);
	else if (bio != NULL)
		cert = d2i_X509_bio(bio, NULL);
	BIO_free(bio);
	ERR_clear_error();
	return cert;
}

static bool
key_ok(const X509 *cert)
{
	EVP_PKEY *key = X509_get0_pubkey(cert);

	if (key == NULL)
		return false;
	switch (EVP_PKEY_get_base_id(key)) {
	case EVP_PKEY_RSA:
		return EVP_PKEY_get_bits(key) >= RSA_BITS_MIN;
	case EVP_PKEY_EC:
		return EVP_PKEY_get_bits(key) >= EC_BITS_MIN;
	default:
		return false;
	}
}

/* Who has the certificate pinned, or NULL. */
static const char *
pinned_for(const struct signers *signers, const X509 *cert)
{
	size_t i;

	for (i = 0; i < signers->n; i++)
		if (X509_cmp(signers->pinned[i].cert, cert) == 0)
			return signers->pinned[i].person;
	return NULL;
}

enum outcome
signers_pin(struct signers *signers, const char *person, const void *data,
    size_t len, struct why *why)
{
	struct pinned *p;
	const char *other;
	X509 *cert;

	if ((cert = cert_read(data, len)) == NULL)
		return why_reject(why, "SIGNER-KEY", "not a certificate");
	if (!key_ok(cert)) {
		X509_free(cert);
		return why_reject(why, "SIGNER-KEY",
		    "key of another kind than RSA or EC, or too short");
	}
	if ((other = pinned_for(signers, cert)) != NULL) {
		X509_free(cert);
		if (strcmp(other, person) == 0)
			return OUT_OK;
		return why_reject(
		    why, "SIGNER-KEY", "one certificate for two people");
	}
	if ((p = realloc(signers->pinned, (signers->n + 1) * sizeof(*p))) ==
	    NULL)
		goto err;
	signers->pinned = p;
	if ((p[signers->n].person = strdup(person)) == NULL)
		goto err;
	p[signers->n++].cert = cert;
	return OUT_OK;

err:
	X509_free(cert);
	return why_retry(why, "out of memory");
}

static CMS_ContentInfo *
cms_read(const void *sig, size_t len)
{
	BIO *bio = reader(sig, len);
	CMS_ContentInfo *cms = NULL;

	if (bio != NULL && is_pem(sig, len))
		cms = PEM_read_bio_CMS(bio, NULL, NULL, NULL);
	else if (bio != NULL)
		cms = d2i_CMS_bio(bio, NULL);
	BIO_free(bio);
	ERR_clear_error();
	return cms;
}

/* The one signer of a detached signature, or NULL. */
static CMS_SignerInfo *
only_signer(CMS_ContentInfo *cms)
{
	STACK_OF(CMS_SignerInfo) * all;

	if (OBJ_obj2nid(CMS_get0_type(cms)) != NID_pkcs7_signed ||
	    CMS_is_detached(cms) != 1 ||
	    (all = CMS_get0_SignerInfos(cms)) == NULL ||
	    sk_CMS_SignerInfo_num(all) != 1)
		return NULL;
	return sk_CMS_SignerInfo_value(all, 0);
}

static bool
digest_ok(int nid)
{

	return nid == NID_sha256 || nid == NID_sha384 || nid == NID_sha512;
}

/* Listed algorithms only; what an unlisted one hashes with is not asked. */
static bool
algorithms_ok(CMS_SignerInfo *si)
{
	X509_ALGOR *digest, *signature;
	int sig, md = NID_undef, pk = NID_undef;

	CMS_SignerInfo_get0_algs(si, NULL, NULL, &digest, &signature);
	if (!digest_ok(OBJ_obj2nid(digest->algorithm)))
		return false;
	sig = OBJ_obj2nid(signature->algorithm);
	if (sig == NID_rsaEncryption)
		return true;
	return OBJ_find_sigid_algs(sig, &md, &pk) == 1 && digest_ok(md) &&
	    (pk == NID_rsaEncryption || pk == NID_X9_62_id_ecPublicKey);
}

static bool
valid_at(const X509 *cert, const char *now)
{
	int64_t t;
	time_t at;

	if (!time_parse(now, &t))
		return false;
	at = (time_t)t;
	return X509_cmp_time(X509_get0_notBefore(cert), &at) == -1 &&
	    X509_cmp_time(X509_get0_notAfter(cert), &at) == 1;
}

/* Only the pinned certificate is given, and none is taken from the message. */
static enum outcome
verify(CMS_ContentInfo *cms, X509 *cert, const void *data, size_t len,
    struct why *why)
{
	STACK_OF(X509) *certs = sk_X509_new_null();
	BIO *bio = reader(data, len), *sink = BIO_new(BIO_s_null());
	enum outcome out;

	if (certs == NULL || bio == NULL || sink == NULL ||
	    sk_X509_push(certs, cert) == 0)
		out = why_retry(why, "out of memory");
	else if (CMS_verify(cms, certs, NULL, bio, sink,
		     CMS_NOINTERN | CMS_NO_SIGNER_CERT_VERIFY | CMS_BINARY) ==
	    1)
		out = OUT_OK;
	else
		out = why_reject(
		    why, "SIGNATURE", "the signature does not verify");
	ERR_clear_error();
	BIO_free(sink);
	BIO_free(bio);
	sk_X509_free(certs);
	return out;
}

static const struct pinned *
find_pinned(const struct signers *signers, CMS_SignerInfo *si)
{
	size_t i;

	for (i = 0; i < signers->n; i++)
		if (CMS_SignerInfo_cert_cmp(si, signers->pinned[i].cert) == 0)
			return &signers->pinned[i];
	return NULL;
}

enum outcome
signer_verify(const struct signers *signers, const void *data, size_t len,
    const void *sig, size_t siglen, const char *now, const char **person,
    struct why *why)
{
	const struct pinned *p;
	CMS_ContentInfo *cms;
	CMS_SignerInfo *si;
	enum outcome out;

	if (len > INT_MAX)
		return why_reject(why, "SIGNATURE", "the content is too long");
	if ((cms = cms_read(sig, siglen)) == NULL)
		return why_reject(why, "SIGNATURE-FORM", "not CMS");
	if ((si = only_signer(cms)) == NULL)
		out = why_reject(why, "SIGNATURE-FORM",
		    "not a detached signature by one signer");
	else if ((p = find_pinned(signers, si)) == NULL)
		out = why_reject(why, "SIGNER-UNKNOWN",
		    "the certificate is pinned for nobody");
	else if (!valid_at(p->cert, now))
		out = why_reject(
		    why, "SIGNER-EXPIRED", "the certificate is not valid now");
	else if (!algorithms_ok(si))
		out = why_reject(why, "SIGNATURE-WEAK",
		    "digest or signature algorithm is not allowed");
	else if ((out = verify(cms, p->cert, data, len, why)) == OUT_OK)
		*person = p->person;
	CMS_ContentInfo_free(cms);
	return out;
}
