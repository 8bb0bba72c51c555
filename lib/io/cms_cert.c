/* SPDX-License-Identifier: EUPL-1.2 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "io/cms_impl.h"

#define RSA_BITS_MIN 2048
#define RSA_BITS_MAX 8192 /* a verification stays within milliseconds */
#define EC_BITS_MIN 256

enum outcome
cms_library(struct why *why)
{
	/* No configuration file: a worker loses sight of files later. */
	if (OPENSSL_init_crypto(
		OPENSSL_INIT_NO_LOAD_CONFIG | OPENSSL_INIT_ADD_ALL_DIGESTS,
		NULL) != 1)
		return why_retry(why, "OpenSSL cannot be used");
	return OUT_OK;
}

BIO *
cms_reader(const void *data, size_t len)
{
	if (len > INT_MAX)
		return NULL;
	return BIO_new_mem_buf(data == NULL ? "" : data, (int)len);
}

bool
cms_is_pem(const void *data, size_t len)
{
	static const char mark[] = "-----BEGIN ";

	return len > sizeof(mark) && memcmp(data, mark, sizeof(mark) - 1) == 0;
}

enum outcome
cms_take(BIO *bio, struct buf *out, struct why *why)
{
	char *p = NULL;
	long n = BIO_get_mem_data(bio, &p);

	if (n > 0)
		(void)buf_add(out, p, (size_t)n);
	return buf_ok(out, why);
}

enum outcome
cms_failed(const char *what, struct why *why)
{
	ERR_clear_error();
	return why_retry(why, "OpenSSL: %s", what);
}

static bool
key_ok(const X509 *x)
{
	EVP_PKEY *key = X509_get0_pubkey(x);
	int bits;

	if (key == NULL)
		return false;
	bits = EVP_PKEY_get_bits(key);
	switch (EVP_PKEY_get_base_id(key)) {
	case EVP_PKEY_RSA:
		return bits >= RSA_BITS_MIN && bits <= RSA_BITS_MAX;
	case EVP_PKEY_EC:
		return bits >= EC_BITS_MIN;
	default:
		return false;
	}
}

static X509 *
read_x509(const void *data, size_t len)
{
	BIO *bio = cms_reader(data, len);
	X509 *x = NULL;

	if (bio != NULL && cms_is_pem(data, len))
		x = PEM_read_bio_X509(bio, NULL, NULL, NULL);
	else if (bio != NULL)
		x = d2i_X509_bio(bio, NULL);
	BIO_free(bio);
	ERR_clear_error();
	return x;
}

enum outcome
cms_cert_read(
    const void *data, size_t len, struct cms_cert **cert, struct why *why)
{
	X509 *x = read_x509(data, len);

	*cert = NULL;
	if (x == NULL)
		return why_reject(why, "CERT-KEY", "not a certificate");
	if (!key_ok(x)) {
		X509_free(x);
		ERR_clear_error();
		return why_reject(why, "CERT-KEY",
		    "key of another kind than RSA or EC, or of a size that "
		    "is not allowed");
	}
	if ((*cert = calloc(1, sizeof(**cert))) == NULL) {
		X509_free(x);
		return why_retry(why, "out of memory");
	}
	(*cert)->x = x;
	return OUT_OK;
}

void
cms_cert_free(struct cms_cert *cert)
{
	if (cert == NULL)
		return;
	X509_free(cert->x);
	free(cert);
}

bool
cms_cert_same(const struct cms_cert *a, const struct cms_cert *b)
{
	return X509_cmp(a->x, b->x) == 0;
}

enum cms_state
cms_cert_state(const struct cms_cert *cert, int64_t at)
{
	time_t t = (time_t)at;

	if (cert->revoked)
		return CMS_REVOKED;
	if (X509_cmp_time(X509_get0_notBefore(cert->x), &t) != -1)
		return CMS_EARLY;
	if (X509_cmp_time(X509_get0_notAfter(cert->x), &t) != 1)
		return CMS_EXPIRED;
	return CMS_VALID;
}

static int64_t
seconds(const ASN1_TIME *t)
{
	struct tm tm;

	return ASN1_TIME_to_tm(t, &tm) == 1 ? (int64_t)timegm(&tm) : 0;
}

int64_t
cms_cert_from(const struct cms_cert *cert)
{
	return seconds(X509_get0_notBefore(cert->x));
}

bool
cms_cert_seals(const struct cms_cert *cert)
{
	bool ec =
	    EVP_PKEY_get_base_id(X509_get0_pubkey(cert->x)) == EVP_PKEY_EC;

	return (X509_get_key_usage(cert->x) &
		   (ec ? KU_KEY_AGREEMENT : KU_KEY_ENCIPHERMENT)) != 0;
}

bool
cms_cert_signs(const struct cms_cert *cert)
{
	return (X509_get_key_usage(cert->x) & KU_DIGITAL_SIGNATURE) != 0;
}

static X509_CRL *
read_crl(const void *data, size_t len)
{
	BIO *bio = cms_reader(data, len);
	X509_CRL *crl = NULL;

	if (bio != NULL && cms_is_pem(data, len))
		crl = PEM_read_bio_X509_CRL(bio, NULL, NULL, NULL);
	else if (bio != NULL)
		crl = d2i_X509_CRL_bio(bio, NULL);
	BIO_free(bio);
	ERR_clear_error();
	return crl;
}

/* Signed by a certificate that is there and of the issuer's name; if none
 * is, it is not asked. */
static bool
crl_believed(X509_CRL *crl, struct cms_cert *const *certs, size_t n)
{
	bool any = false;
	size_t i;

	for (i = 0; i < n; i++) {
		if (X509_NAME_cmp(X509_CRL_get_issuer(crl),
			X509_get_subject_name(certs[i]->x)) != 0)
			continue;
		any = true;
		if (X509_CRL_verify(crl, X509_get0_pubkey(certs[i]->x)) == 1)
			return true;
	}
	ERR_clear_error();
	return !any;
}

enum outcome
cms_cert_revoke(struct cms_cert *const *certs, size_t n, const void *data,
    size_t len, struct why *why)
{
	X509_CRL *crl = read_crl(data, len);
	X509_REVOKED *entry;
	size_t i;

	if (crl == NULL)
		return why_reject(why, "CERT-CRL", "not a revocation list");
	if (!crl_believed(crl, certs, n)) {
		X509_CRL_free(crl);
		return why_reject(why, "CERT-CRL",
		    "the revocation list is not signed by its issuer");
	}
	for (i = 0; i < n; i++)
		if (X509_NAME_cmp(X509_CRL_get_issuer(crl),
			X509_get_issuer_name(certs[i]->x)) == 0 &&
		    X509_CRL_get0_by_cert(crl, &entry, certs[i]->x) == 1)
			certs[i]->revoked = true;
	X509_CRL_free(crl);
	ERR_clear_error();
	return OUT_OK;
}

static void
fingerprint(const X509 *x, char *buf, size_t size)
{
	unsigned char md[EVP_MAX_MD_SIZE];
	unsigned int i, n = 0;
	size_t at = 0;

	buf[0] = '\0';
	if (X509_digest(x, EVP_sha256(), md, &n) != 1)
		return;
	for (i = 0; i < n && at + 4 <= size; i++)
		at += (size_t)snprintf(buf + at, size - at, "%s%02X",
		    i == 0 ? "" : ":", (unsigned int)md[i]);
}

void
cms_cert_about(const struct cms_cert *cert, struct cms_about *a)
{
	EVP_PKEY *key = X509_get0_pubkey(cert->x);
	char *p;

	memset(a, 0, sizeof(*a));
	fingerprint(cert->x, a->fingerprint, sizeof(a->fingerprint));
	(void)snprintf(a->key, sizeof(a->key), "%s %d",
	    EVP_PKEY_get_base_id(key) == EVP_PKEY_EC ? "EC" : "RSA",
	    EVP_PKEY_get_bits(key));
	(void)X509_NAME_oneline(X509_get_subject_name(cert->x), a->subject,
	    (int)sizeof(a->subject));
	for (p = a->subject; *p != '\0'; p++)
		if (*p < ' ' || *p > '~')
			*p = '?';
	a->from = seconds(X509_get0_notBefore(cert->x));
	a->until = seconds(X509_get0_notAfter(cert->x));
	ERR_clear_error();
}
