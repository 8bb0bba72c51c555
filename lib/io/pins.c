/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/pins.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include "io/slurp.h"

#define RSA_BITS_MIN 2048
#define RSA_BITS_MAX 16384 /* more takes longer than it is worth */

struct pin {
	X509 *cert;
	unsigned char *der;
	size_t len;
};

struct pins {
	struct pin pin[PINS_MAX];
	size_t n;
	STACK_OF(X509_CRL) * crls;
};

enum outcome
pins_new(struct pins **pins, struct why *why)
{
	/* No configuration file, and the C library's /etc/localtime at once:
	 * a worker loses sight of files later. */
	tzset();
	if (OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, NULL) != 1 ||
	    (*pins = calloc(1, sizeof(**pins))) == NULL)
		return why_retry(why, "out of memory");
	if (((*pins)->crls = sk_X509_CRL_new_null()) == NULL) {
		free(*pins);
		*pins = NULL;
		return why_retry(why, "out of memory");
	}
	return OUT_OK;
}

void
pins_free(struct pins *pins)
{
	size_t i;

	if (pins == NULL)
		return;
	for (i = 0; i < pins->n; i++) {
		X509_free(pins->pin[i].cert);
		OPENSSL_free(pins->pin[i].der);
	}
	sk_X509_CRL_pop_free(pins->crls, X509_CRL_free);
	free(pins);
}

static enum outcome
add_cert(struct pins *pins, const X509 *cert, struct why *why)
{
	struct pin *p = &pins->pin[pins->n];
	int len;

	if (pins->n == PINS_MAX)
		return why_reject(why, "PIN-FORM", "too many certificates");
	p->der = NULL;
	if ((len = i2d_X509(cert, &p->der)) <= 0)
		return why_retry(why, "out of memory");
	p->len = (size_t)len;
	if (pins_find(pins, p->der, p->len) != NULL) {
		OPENSSL_free(p->der);
		return OUT_OK;
	}
	if ((p->cert = X509_dup(cert)) == NULL) {
		OPENSSL_free(p->der);
		return why_retry(why, "out of memory");
	}
	pins->n++;
	return OUT_OK;
}

static enum outcome
add_crl(struct pins *pins, const X509_CRL *crl, struct why *why)
{
	X509_CRL *copy = X509_CRL_dup(crl);

	if (copy == NULL || sk_X509_CRL_push(pins->crls, copy) == 0) {
		X509_CRL_free(copy);
		return why_retry(why, "out of memory");
	}
	return OUT_OK;
}

static enum outcome
add_pem(struct pins *pins, BIO *bio, size_t *found, struct why *why)
{
	STACK_OF(X509_INFO) * all;
	enum outcome out = OUT_OK;
	X509_INFO *info;
	int i;

	if ((all = PEM_X509_INFO_read_bio(bio, NULL, NULL, NULL)) == NULL)
		return OUT_OK;
	for (i = 0; i < sk_X509_INFO_num(all) && out == OUT_OK; i++) {
		info = sk_X509_INFO_value(all, i);
		if (info->x509 != NULL) {
			out = add_cert(pins, info->x509, why);
			++*found;
		}
		if (out == OUT_OK && info->crl != NULL) {
			out = add_crl(pins, info->crl, why);
			++*found;
		}
	}
	sk_X509_INFO_pop_free(all, X509_INFO_free);
	return out;
}

static enum outcome
add_der(struct pins *pins, const unsigned char *data, size_t len, size_t *found,
    struct why *why)
{
	const unsigned char *p = data, *q = data;
	X509 *cert = d2i_X509(NULL, &p, (long)len);
	X509_CRL *crl = NULL;
	enum outcome out = OUT_OK;

	if (cert == NULL)
		crl = d2i_X509_CRL(NULL, &q, (long)len);
	*found = cert != NULL || crl != NULL;
	if (cert != NULL)
		out = add_cert(pins, cert, why);
	else if (crl != NULL)
		out = add_crl(pins, crl, why);
	X509_free(cert);
	X509_CRL_free(crl);
	return out;
}

enum outcome
pins_add(struct pins *pins, const void *data, size_t len, struct why *why)
{
	enum outcome out;
	size_t found = 0;
	BIO *bio;

	if (len == 0 || len > PINS_FILE_MAX)
		return why_reject(why, "PIN-FORM", "no certificate");
	if ((bio = BIO_new_mem_buf(data, (int)len)) == NULL)
		return why_retry(why, "out of memory");
	out = add_pem(pins, bio, &found, why);
	BIO_free(bio);
	if (out == OUT_OK && found == 0)
		out = add_der(pins, data, len, &found, why);
	ERR_clear_error();
	if (out == OUT_OK && found == 0)
		return why_reject(why, "PIN-FORM",
		    "neither a certificate nor a revocation list");
	return out;
}

static bool
is_wanted(const char *name)
{
	static const char ends[][5] = { ".pem", ".crt", ".cer", ".der",
		".crl" };
	size_t i, n = strlen(name);

	for (i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (n > 4 && name[0] != '.' &&
		    strcmp(name + n - 4, ends[i]) == 0)
			return true;
	return false;
}

enum outcome
pins_add_folder(struct pins *pins, const char *path, struct why *why)
{
	struct buf b = BUF_INIT;
	enum outcome out = OUT_OK;
	char file[PATH_MAX];
	struct dirent *e;
	DIR *dir;

	if ((dir = opendir(path)) == NULL)
		return errno == ENOENT ? OUT_OK : why_sys(why, "%s", path);
	while (out == OUT_OK && (e = readdir(dir)) != NULL) {
		if (!is_wanted(e->d_name))
			continue;
		buf_reset(&b);
		(void)snprintf(file, sizeof(file), "%s/%s", path, e->d_name);
		out = slurp_file(file, PINS_FILE_MAX, &b, why);
		if (out == OUT_OK)
			out = pins_add(pins, b.data, b.len, why);
		if (out == OUT_REJECT)
			why_at(why, 0, e->d_name);
	}
	buf_free(&b);
	(void)closedir(dir);
	return out;
}

size_t
pins_count(const struct pins *pins)
{
	return pins->n;
}

const struct pin *
pins_find(const struct pins *pins, const void *der, size_t len)
{
	size_t i;

	for (i = 0; i < pins->n; i++)
		if (pins->pin[i].len == len &&
		    memcmp(pins->pin[i].der, der, len) == 0)
			return &pins->pin[i];
	return NULL;
}

static bool
curve_ok(EVP_PKEY *key)
{
	static const char names[][16] = { "prime256v1", "secp384r1",
		"secp521r1", "brainpoolP256r1", "brainpoolP384r1",
		"brainpoolP512r1" };
	char name[64];
	size_t i, len;

	if (EVP_PKEY_get_group_name(key, name, sizeof(name), &len) != 1)
		return false;
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return false;
}

static bool
key_ok(X509 *cert)
{
	EVP_PKEY *key = X509_get0_pubkey(cert);
	uint32_t use = X509_get_key_usage(cert);

	if (key == NULL ||
	    (use & (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)) == 0)
		return false;
	switch (EVP_PKEY_get_base_id(key)) {
	case EVP_PKEY_RSA:
		return EVP_PKEY_get_bits(key) >= RSA_BITS_MIN &&
		    EVP_PKEY_get_bits(key) <= RSA_BITS_MAX;
	case EVP_PKEY_EC:
		return curve_ok(key);
	default:
		return false;
	}
}

static bool
valid_at(const X509 *cert, const char *now)
{
	struct tm tm;
	time_t at;

	memset(&tm, 0, sizeof(tm));
	if (strptime(now, "%Y-%m-%dT%H:%M:%SZ", &tm) == NULL)
		return false;
	at = timegm(&tm);
	return X509_cmp_time(X509_get0_notBefore(cert), &at) == -1 &&
	    X509_cmp_time(X509_get0_notAfter(cert), &at) == 1;
}

static bool
revoked(const struct pins *pins, X509 *cert)
{
	X509_REVOKED *entry;
	X509_CRL *crl;
	int i;

	for (i = 0; i < sk_X509_CRL_num(pins->crls); i++) {
		crl = sk_X509_CRL_value(pins->crls, i);
		/* 2 is "removeFromCRL": not revoked any more. */
		if (X509_NAME_cmp(X509_CRL_get_issuer(crl),
			X509_get_issuer_name(cert)) == 0 &&
		    X509_CRL_get0_by_cert(crl, &entry, cert) == 1)
			return true;
	}
	return false;
}

enum outcome
pins_good(const struct pins *pins, const struct pin *pin, const char *now,
    struct why *why)
{
	if (!key_ok(pin->cert))
		return why_reject(why, "PIN-KEY",
		    "the signer's key is too weak, of another kind, "
		    "or not for signing");
	if (!valid_at(pin->cert, now))
		return why_reject(why, "PIN-EXPIRED",
		    "the signer's certificate is not valid at this time");
	if (revoked(pins, pin->cert))
		return why_reject(why, "PIN-REVOKED",
		    "the signer's certificate has been revoked");
	return OUT_OK;
}

EVP_PKEY *
pin_key(const struct pin *pin)
{
	return X509_get0_pubkey(pin->cert);
}

const unsigned char *
pin_der(const struct pin *pin, size_t *len)
{
	*len = pin->len;
	return pin->der;
}
