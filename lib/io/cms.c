/* SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include <openssl/obj_mac.h>
#include <openssl/objects.h>

#include "io/cms_impl.h"

#define SIGN_FLAGS (CMS_BINARY | CMS_NOSMIMECAP)

/* ---- to seal ---- */

static enum outcome
write_der(const CMS_ContentInfo *cms, BIO *out, struct why *why)
{
	if (i2d_CMS_bio(out, (CMS_ContentInfo *)(uintptr_t)cms) != 1)
		return cms_failed("encoding", why);
	return OUT_OK;
}

static enum outcome
sign(const struct cms_key *key, BIO *in, BIO *out, struct why *why)
{
	CMS_ContentInfo *cms = CMS_sign(
	    NULL, NULL, NULL, NULL, SIGN_FLAGS | CMS_PARTIAL | CMS_STREAM);
	enum outcome rc;

	if (cms == NULL ||
	    CMS_add1_signer(cms, key->cert->x, key->pkey, EVP_sha256(),
		SIGN_FLAGS) == NULL ||
	    CMS_final(cms, in, NULL, SIGN_FLAGS) != 1)
		rc = cms_failed("signed data", why);
	else
		rc = write_der(cms, out, why);
	CMS_ContentInfo_free(cms);
	return rc;
}

static enum outcome
envelop(const struct cms_cert *to, BIO *in, BIO *out, struct why *why)
{
	CMS_ContentInfo *cms = cms_envelop(to, why);
	enum outcome rc;

	if (cms == NULL)
		return OUT_RETRY;
	if (CMS_final(cms, in, NULL, CMS_BINARY) != 1)
		rc = cms_failed("enveloped data", why);
	else
		rc = write_der(cms, out, why);
	CMS_ContentInfo_free(cms);
	return rc;
}

enum outcome
cms_seal(const struct cms_key *key, const struct cms_cert *to, const void *data,
    size_t len, struct buf *out, struct why *why)
{
	BIO *in = cms_reader(data, len);
	BIO *signed_data = BIO_new(BIO_s_mem()), *sealed = NULL;
	enum outcome rc;

	sealed = BIO_new(BIO_s_mem());
	if (in == NULL || signed_data == NULL || sealed == NULL)
		rc = cms_failed("memory", why);
	else if ((rc = sign(key, in, signed_data, why)) == OUT_OK &&
	    (rc = envelop(to, signed_data, sealed, why)) == OUT_OK)
		rc = cms_take(sealed, out, why);
	BIO_free(in);
	BIO_free(signed_data);
	BIO_free(sealed);
	return rc;
}

/* ---- to open ---- */

static bool
is_for(CMS_RecipientInfo *ri, X509 *x)
{
	STACK_OF(CMS_RecipientEncryptedKey) * keys;
	int i;

	switch (CMS_RecipientInfo_type(ri)) {
	case CMS_RECIPINFO_TRANS:
		return CMS_RecipientInfo_ktri_cert_cmp(ri, x) == 0;
	case CMS_RECIPINFO_AGREE:
		keys = CMS_RecipientInfo_kari_get0_reks(ri);
		for (i = 0; i < sk_CMS_RecipientEncryptedKey_num(keys); i++)
			if (CMS_RecipientEncryptedKey_cert_cmp(
				sk_CMS_RecipientEncryptedKey_value(keys, i),
				x) == 0)
				return true;
		return false;
	default:
		return false;
	}
}

static const struct cms_key *
key_for(CMS_ContentInfo *cms, struct cms_key *const *keys, size_t n)
{
	STACK_OF(CMS_RecipientInfo) *all = CMS_get0_RecipientInfos(cms);
	size_t k;
	int i;

	for (k = 0; k < n; k++)
		for (i = 0; i < sk_CMS_RecipientInfo_num(all); i++)
			if (is_for(sk_CMS_RecipientInfo_value(all, i),
				keys[k]->cert->x))
				return keys[k];
	return NULL;
}

/* How the content's key is wrapped for who agrees on a key. */
static int
wrap_of(CMS_RecipientInfo *ri)
{
	X509_ALGOR *scheme, *wrap;
	const unsigned char *der;
	const void *value;
	int type, nid = NID_undef;

	if (CMS_RecipientInfo_kari_get0_alg(ri, &scheme, NULL) != 1)
		return nid;
	X509_ALGOR_get0(NULL, &type, &value, scheme);
	if (type != V_ASN1_SEQUENCE)
		return nid;
	der = ASN1_STRING_get0_data(value);
	wrap = d2i_X509_ALGOR(NULL, &der, ASN1_STRING_length(value));
	if (wrap != NULL)
		nid = OBJ_obj2nid(wrap->algorithm);
	X509_ALGOR_free(wrap);
	return nid;
}

/* For all of them, since any may be tried: that of RFC 3394, and no other.
 * With that of RFC 5649 (padded) OpenSSL, at least up to 3.0.19, writes past
 * its memory where the key does not fit. */
static bool
wraps_ok(CMS_ContentInfo *cms)
{
	STACK_OF(CMS_RecipientInfo) *all = CMS_get0_RecipientInfos(cms);
	CMS_RecipientInfo *ri;
	int i, nid;

	for (i = 0; i < sk_CMS_RecipientInfo_num(all); i++) {
		ri = sk_CMS_RecipientInfo_value(all, i);
		if (CMS_RecipientInfo_type(ri) != CMS_RECIPINFO_AGREE)
			continue;
		nid = wrap_of(ri);
		if (nid != NID_id_aes128_wrap && nid != NID_id_aes192_wrap &&
		    nid != NID_id_aes256_wrap)
			return false;
	}
	return true;
}

static CMS_ContentInfo *
read_of_type(BIO *in, int nid)
{
	CMS_ContentInfo *cms = in == NULL ? NULL : d2i_CMS_bio(in, NULL);

	if (cms != NULL && OBJ_obj2nid(CMS_get0_type(cms)) != nid) {
		CMS_ContentInfo_free(cms);
		cms = NULL;
	}
	ERR_clear_error();
	return cms;
}

static enum outcome
decrypt(
    struct cms_key *const *keys, size_t n, BIO *in, BIO *out, struct why *why)
{
	CMS_ContentInfo *cms =
	    read_of_type(in, NID_id_smime_ct_authEnvelopedData);
	const struct cms_key *key;
	enum outcome rc = OUT_OK;

	if (cms == NULL)
		return why_reject(
		    why, "SEAL-FORM", "a document is not sealed as it must be");
	if (!wraps_ok(cms))
		rc = why_reject(why, "SEAL-FORM",
		    "the key of a document is wrapped otherwise than by AES "
		    "(RFC 3394)");
	else if ((key = key_for(cms, keys, n)) == NULL)
		rc = why_reject(why, "SEAL-RECIPIENT",
		    "a document is sealed for another key than ours");
	else if (CMS_decrypt(
		     cms, key->pkey, key->cert->x, NULL, out, CMS_BINARY) != 1)
		rc = why_reject(why, "SEAL-BROKEN",
		    "a document does not open: it was changed");
	ERR_clear_error();
	CMS_ContentInfo_free(cms);
	return rc;
}

static enum outcome
check_signed(
    struct cms_cert *const *certs, size_t n, BIO *in, BIO *out, struct why *why)
{
	CMS_ContentInfo *cms = read_of_type(in, NID_pkcs7_signed);
	CMS_SignerInfo *si;
	enum outcome rc = OUT_OK;
	size_t i;

	if (cms == NULL)
		return why_reject(why, "SEAL-FORM",
		    "what is sealed is not signed as it must be");
	if ((si = cms_signer(cms)) == NULL || CMS_is_detached(cms) != 0)
		rc = why_reject(why, "SEAL-FORM",
		    "what is sealed is not signed by one signer");
	else if ((i = cms_signer_of(si, certs, n)) == n)
		rc = why_reject(why, "SEAL-SIGNER",
		    "what is sealed is signed by another than the sender");
	else if (!cms_algorithms_ok(si))
		rc = why_reject(why, "SIGNATURE-WEAK",
		    "digest or signature algorithm is not allowed");
	else if (!cms_verified(cms, certs[i]->x, NULL, out))
		rc = why_reject(why, "SEAL-SIGNATURE",
		    "the signature in a sealed document does not verify");
	CMS_ContentInfo_free(cms);
	return rc;
}

enum outcome
cms_open(struct cms_key *const *keys, size_t nkeys,
    struct cms_cert *const *certs, size_t ncerts, const void *data, size_t len,
    struct buf *out, struct why *why)
{
	BIO *in = cms_reader(data, len);
	BIO *signed_data = BIO_new(BIO_s_mem()), *plain = NULL;
	enum outcome rc;

	plain = BIO_new(BIO_s_mem());
	if (in == NULL || signed_data == NULL || plain == NULL)
		rc = cms_failed("memory", why);
	else if ((rc = decrypt(keys, nkeys, in, signed_data, why)) == OUT_OK &&
	    (rc = check_signed(certs, ncerts, signed_data, plain, why)) ==
		OUT_OK)
		rc = cms_take(plain, out, why);
	BIO_free(in);
	BIO_free(signed_data);
	BIO_free(plain);
	return rc;
}

size_t
cms_length(const void *data, size_t len)
{
	const unsigned char *p = data;
	size_t n, i, value = 0;

	if (len < 2 || p[0] != 0x30)
		return 0;
	if (p[1] < 0x80)
		return (size_t)p[1] + 2;
	n = p[1] & 0x7f;
	if (n == 0 || n > 4 || len < 2 + n)
		return 0;
	for (i = 0; i < n; i++)
		value = value << 8 | p[2 + i];
	return value + 2 + n;
}
