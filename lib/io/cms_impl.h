/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_CMS_IMPL_H
#define IO_CMS_IMPL_H

#include <openssl/pem.h> /* first: cms.h then declares its PEM reader */
#include <openssl/bio.h>
#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include "io/cms.h"

/*
 * cms_impl -- what the files of cms.h share, and no other.
 */
struct cms_cert {
	X509 *x;
	bool revoked;
};

struct cms_key {
	EVP_PKEY *pkey;
	struct cms_cert *cert;
};

/** cms_envelop(to, why): AuthEnvelopedData for ${to} that has no content yet,
 * which ends with CMS_ContentInfo_free(), or NULL. */
CMS_ContentInfo *cms_envelop(const struct cms_cert *, struct why *);

/** cms_reader(data, len): a BIO on these bytes, or NULL. */
BIO *cms_reader(const void *, size_t);

/** cms_is_pem(data, len) */
bool cms_is_pem(const void *, size_t);

/** cms_take(bio, out, why): append what was written to the memory ${bio}. */
MUST_CHECK enum outcome cms_take(BIO *, struct buf *, struct why *);

/** cms_failed(what, why): OUT_RETRY: OpenSSL failed at ${what}. */
MUST_CHECK enum outcome cms_failed(const char *, struct why *);

/** cms_algorithms_ok(si): whether digest and signature are of the list. */
bool cms_algorithms_ok(CMS_SignerInfo *);

/** cms_signer(cms): its one signer, or NULL. */
CMS_SignerInfo *cms_signer(CMS_ContentInfo *);

/** cms_signer_of(si, certs, n): the index of its certificate, or ${n}. */
size_t cms_signer_of(CMS_SignerInfo *, struct cms_cert *const *, size_t);

/** cms_verified(cms, cert, content, out): whether the signature verifies under
 * that certificate and no other; ${content} is NULL unless it is detached,
 * and the signed bytes go to ${out}. */
bool cms_verified(CMS_ContentInfo *, X509 *, BIO *, BIO *);

#endif /* !IO_CMS_IMPL_H */
