/* SPDX-License-Identifier: EUPL-1.2 */
/* What is sealed for one certificate: at once, or piece by piece. */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>

#include <openssl/rsa.h>

#include "io/cms_impl.h"

#define SEAL_FLAGS (CMS_BINARY | CMS_PARTIAL)

struct cms_envelope {
	CMS_ContentInfo *cms;
	BIO *out;   /* the file */
	BIO *chain; /* what encrypts and encodes; it ends in the file */
};

/* OAEP and the key derivation with SHA-256; OpenSSL's defaults are older. */
static bool
set_parameters(CMS_RecipientInfo *ri)
{
	EVP_PKEY_CTX *ctx = CMS_RecipientInfo_get0_pkey_ctx(ri);

	if (ctx == NULL)
		return false;
	if (CMS_RecipientInfo_type(ri) == CMS_RECIPINFO_AGREE)
		return EVP_PKEY_CTX_set_ecdh_kdf_md(ctx, EVP_sha256()) == 1;
	return EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_OAEP_PADDING) == 1 &&
	    EVP_PKEY_CTX_set_rsa_oaep_md(ctx, EVP_sha256()) == 1 &&
	    EVP_PKEY_CTX_set_rsa_mgf1_md(ctx, EVP_sha256()) == 1;
}

CMS_ContentInfo *
cms_envelop(const struct cms_cert *to, struct why *why)
{
	CMS_ContentInfo *cms = CMS_AuthEnvelopedData_create(EVP_aes_256_gcm());
	CMS_RecipientInfo *ri = NULL;

	if (cms != NULL)
		ri = CMS_add1_recipient_cert(
		    cms, to->x, SEAL_FLAGS | CMS_KEY_PARAM);
	if (ri != NULL && set_parameters(ri) && CMS_set_detached(cms, 0) == 1)
		return cms;
	CMS_ContentInfo_free(cms);
	ERR_clear_error();
	(void)why_retry(why, "OpenSSL: enveloped data");
	return NULL;
}

/* What the system said, or else OpenSSL. */
static enum outcome
failed(struct why *why)
{
	int saved = errno;

	ERR_clear_error();
	if (saved == 0)
		return cms_failed("enveloped data", why);
	errno = saved;
	return why_sys(why, "sealed file");
}

enum outcome
cms_envelope_begin(const struct cms_cert *to, int fd,
    struct cms_envelope **envelope, struct why *why)
{
	unsigned char **boundary;
	struct cms_envelope *e;
	enum outcome out;

	*envelope = NULL;
	if ((e = calloc(1, sizeof(*e))) == NULL)
		return why_sys(why, "sealed file");
	if ((e->cms = cms_envelop(to, why)) == NULL) {
		free(e);
		return OUT_RETRY;
	}
	errno = 0;
	if ((e->out = BIO_new_fd(fd, BIO_NOCLOSE)) == NULL ||
	    CMS_stream(&boundary, e->cms) != 1 ||
	    (e->chain = BIO_new_CMS(e->out, e->cms)) == NULL) {
		out = failed(why);
		cms_envelope_drop(e);
		return out;
	}
	*envelope = e;
	return OUT_OK;
}

enum outcome
cms_envelope_add(
    struct cms_envelope *e, const void *data, size_t len, struct why *why)
{
	errno = 0;
	if (len > INT_MAX || BIO_write(e->chain, data, (int)len) != (int)len)
		return failed(why);
	return OUT_OK;
}

enum outcome
cms_envelope_end(struct cms_envelope *e, struct why *why)
{
	enum outcome out = OUT_OK;

	errno = 0;
	if (BIO_flush(e->chain) != 1)
		out = failed(why);
	cms_envelope_drop(e);
	return out;
}

void
cms_envelope_drop(struct cms_envelope *e)
{
	BIO *bio, *next;

	if (e == NULL)
		return;
	for (bio = e->chain; bio != NULL && bio != e->out; bio = next) {
		next = BIO_pop(bio);
		BIO_free(bio);
	}
	BIO_free(e->out);
	CMS_ContentInfo_free(e->cms);
	free(e);
}
