/* SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include <openssl/obj_mac.h>
#include <openssl/objects.h>

#include "io/cms_impl.h"

/* ---- bare signatures ---- */

enum outcome
cms_sign(const struct cms_key *key, const void *data, size_t len,
    struct buf *out, struct why *why)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	enum outcome rc = OUT_RETRY;
	size_t n = 0;

	if (ctx == NULL ||
	    EVP_DigestSignInit(ctx, NULL, EVP_sha256(), NULL, key->pkey) != 1 ||
	    EVP_DigestSign(ctx, NULL, &n, data, len) != 1 ||
	    buf_room(out, n) == -1 ||
	    EVP_DigestSign(ctx, out->data + out->len, &n, data, len) != 1) {
		rc = cms_failed("signature", why);
	} else {
		out->len += n;
		out->data[out->len] = '\0';
		rc = OUT_OK;
	}
	EVP_MD_CTX_free(ctx);
	return rc;
}

bool
cms_signed(const struct cms_cert *cert, const void *data, size_t len,
    const void *sig, size_t siglen)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	bool ok;

	ok = ctx != NULL &&
	    EVP_DigestVerifyInit(ctx, NULL, EVP_sha256(), NULL,
		X509_get0_pubkey(cert->x)) == 1 &&
	    EVP_DigestVerify(ctx, sig, siglen, data, len) == 1;
	EVP_MD_CTX_free(ctx);
	ERR_clear_error();
	return ok;
}

/* ---- signatures in CMS ---- */

static bool
digest_ok(int nid)
{
	return nid == NID_sha256 || nid == NID_sha384 || nid == NID_sha512;
}

/* Listed algorithms only; what an unlisted one hashes with is not asked. */
bool
cms_algorithms_ok(CMS_SignerInfo *si)
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

CMS_SignerInfo *
cms_signer(CMS_ContentInfo *cms)
{
	STACK_OF(CMS_SignerInfo) * all;

	if (OBJ_obj2nid(CMS_get0_type(cms)) != NID_pkcs7_signed ||
	    (all = CMS_get0_SignerInfos(cms)) == NULL ||
	    sk_CMS_SignerInfo_num(all) != 1)
		return NULL;
	return sk_CMS_SignerInfo_value(all, 0);
}

size_t
cms_signer_of(CMS_SignerInfo *si, struct cms_cert *const *certs, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (CMS_SignerInfo_cert_cmp(si, certs[i]->x) == 0)
			break;
	return i;
}

/* Only the pinned certificate is given, and none is taken from the message. */
bool
cms_verified(CMS_ContentInfo *cms, X509 *x, BIO *content, BIO *out)
{
	STACK_OF(X509) *certs = sk_X509_new_null();
	bool ok;

	ok = certs != NULL && sk_X509_push(certs, x) != 0 &&
	    CMS_verify(cms, certs, NULL, content, out,
		CMS_NOINTERN | CMS_NO_SIGNER_CERT_VERIFY | CMS_BINARY) == 1;
	ERR_clear_error();
	sk_X509_free(certs);
	return ok;
}

enum outcome
cms_sign_detached(const struct cms_key *key, const void *data, size_t len,
    struct buf *out, struct why *why)
{
	static const unsigned int flags =
	    CMS_DETACHED | CMS_BINARY | CMS_NOSMIMECAP;
	BIO *in = cms_reader(data, len), *der = BIO_new(BIO_s_mem());
	CMS_ContentInfo *cms =
	    CMS_sign(NULL, NULL, NULL, NULL, flags | CMS_PARTIAL);
	enum outcome rc;

	if (in == NULL || der == NULL || cms == NULL ||
	    CMS_add1_signer(
		cms, key->cert->x, key->pkey, EVP_sha256(), flags) == NULL ||
	    CMS_final(cms, in, NULL, flags) != 1 || i2d_CMS_bio(der, cms) != 1)
		rc = cms_failed("signature", why);
	else
		rc = cms_take(der, out, why);
	CMS_ContentInfo_free(cms);
	BIO_free(der);
	BIO_free(in);
	return rc;
}

static CMS_ContentInfo *
read_signature(const void *sig, size_t len)
{
	BIO *bio = cms_reader(sig, len);
	CMS_ContentInfo *cms = NULL;

	if (bio != NULL && cms_is_pem(sig, len))
		cms = PEM_read_bio_CMS(bio, NULL, NULL, NULL);
	else if (bio != NULL)
		cms = d2i_CMS_bio(bio, NULL);
	BIO_free(bio);
	ERR_clear_error();
	return cms;
}

static enum outcome
verify(CMS_ContentInfo *cms, X509 *x, const void *data, size_t len,
    struct why *why)
{
	BIO *bio = cms_reader(data, len), *sink = BIO_new(BIO_s_null());
	enum outcome out;

	if (bio == NULL || sink == NULL)
		out = why_retry(why, "out of memory");
	else if (cms_verified(cms, x, bio, sink))
		out = OUT_OK;
	else
		out = why_reject(
		    why, "SIGNATURE", "the signature does not verify");
	BIO_free(sink);
	BIO_free(bio);
	return out;
}

enum outcome
cms_detached(struct cms_cert *const *certs, size_t n, const void *data,
    size_t len, const void *sig, size_t siglen, int64_t at, size_t *which,
    struct why *why)
{
	CMS_ContentInfo *cms = read_signature(sig, siglen);
	CMS_SignerInfo *si;
	enum outcome out;

	*which = n;
	if (cms == NULL)
		return why_reject(why, "SIGNATURE-FORM", "not CMS");
	if ((si = cms_signer(cms)) == NULL || CMS_is_detached(cms) != 1)
		out = why_reject(why, "SIGNATURE-FORM",
		    "not a detached signature by one signer");
	else if ((*which = cms_signer_of(si, certs, n)) == n)
		out = why_reject(why, "SIGNER-UNKNOWN",
		    "the certificate is pinned for nobody");
	else if (cms_cert_state(certs[*which], at) != CMS_VALID)
		out = why_reject(
		    why, "SIGNER-EXPIRED", "the certificate is not valid now");
	else if (!cms_algorithms_ok(si))
		out = why_reject(why, "SIGNATURE-WEAK",
		    "digest or signature algorithm is not allowed");
	else
		out = verify(cms, certs[*which]->x, data, len, why);
	CMS_ContentInfo_free(cms);
	return out;
}
