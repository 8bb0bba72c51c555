/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/xmlsig_verify.h"

#include <stdbool.h>
#include <string.h>

#include <openssl/err.h>
#include <openssl/evp.h>

#include <xmlsec/xmlsec.h> /* first: the others need it */
#include <xmlsec/buffer.h>
#include <xmlsec/crypto.h>
#include <xmlsec/errors.h>
#include <xmlsec/io.h>
#include <xmlsec/keyinfo.h>
#include <xmlsec/keys.h>
#include <xmlsec/keysdata.h>
#include <xmlsec/list.h>
#include <xmlsec/nodeset.h>
#include <xmlsec/openssl/evp.h>
#include <xmlsec/strings.h>
#include <xmlsec/transforms.h>
#include <xmlsec/xmldsig.h>
#include <xmlsec/xmltree.h>

static bool memory_short; /* at the present signature */

/* It would print what it finds, with bytes of the input. */
static void
on_error(const char *file, int line, const char *func, const char *object,
    const char *subject, int reason, const char *msg)
{
	(void)file;
	(void)line;
	(void)func;
	(void)object;
	(void)subject;
	(void)msg;
	if (reason == XMLSEC_ERRORS_R_MALLOC_FAILED)
		memory_short = true;
}

/* ---- the bytes outside: all that is ever "opened" ---- */

static const struct xmlsig_detached *outside;
static size_t outside_at; /* bytes read of it */

static int
outside_match(const char *uri)
{
	return outside != NULL && strcmp(uri, outside->name) == 0;
}

static void *
outside_open(const char *uri)
{
	static char open;

	outside_at = 0;
	return outside_match(uri) ? &open : NULL;
}

static int
outside_read(void *ctx, char *buf, int len)
{
	size_t n = outside->len - outside_at;

	(void)ctx;
	if (n > (size_t)len)
		n = (size_t)len;
	if (n > 0)
		memcpy(buf, (const char *)outside->data + outside_at, n);
	outside_at += n;
	return (int)n;
}

static int
outside_close(void *ctx)
{
	(void)ctx;
	return 0;
}

/* ---- the two spellings in XPath ---- */

/* What enveloped-signature does: xmlsig_form has seen that the expression
 * says the same.  To compute it as XPath would take time without bounds. */
static int
take_out(xmlSecTransformPtr t, int last, xmlSecTransformCtxPtr ctx)
{
	xmlSecNodeSetPtr others;
	xmlNode *signature;

	(void)last;
	(void)ctx;
	signature =
	    xmlSecFindParent(t->hereNode, xmlSecNodeSignature, xmlSecDSigNs);
	if (signature == NULL)
		return -1;
	others = xmlSecNodeSetGetChildren(signature->doc, signature, 1, 1);
	if (others == NULL)
		return -1;
	t->outNodes =
	    xmlSecNodeSetAdd(t->inNodes, others, xmlSecNodeSetIntersection);
	if (t->outNodes == NULL) {
		xmlSecNodeSetDestroy(others);
		return -1;
	}
	return 0;
}

#define TAKE_OUT(the_name, the_href)                                        \
	{                                                                   \
		.klassSize = sizeof(struct _xmlSecTransformKlass),          \
		.objSize = sizeof(struct _xmlSecTransform),                 \
		.name = (const xmlChar *)(the_name),                        \
		.href = (const xmlChar *)(the_href),                        \
		.usage = xmlSecTransformUsageDSigTransform,                 \
		.getDataType = xmlSecTransformDefaultGetDataType,           \
		.pushXml = xmlSecTransformDefaultPushXml,                   \
		.popXml = xmlSecTransformDefaultPopXml, .execute = take_out \
	}

static const struct _xmlSecTransformKlass by_xpath =
    TAKE_OUT("xpath", XMLSIG_XPATH);
static const struct _xmlSecTransformKlass by_filter =
    TAKE_OUT("xpath2", XMLSIG_XPATH2);

/* ---- ready ---- */

/* All that libxmlsec knows from now on; of two that have one URI it would take
 * the first. */
static int
know_only_these(void)
{
	const xmlSecTransformId all[] = { &by_xpath, &by_filter,
		xmlSecTransformEnvelopedId, xmlSecTransformExclC14NId,
		xmlSecTransformInclC14NId, xmlSecTransformInclC14N11Id,
		xmlSecTransformSha256Id, xmlSecTransformSha384Id,
		xmlSecTransformSha512Id, xmlSecTransformRsaSha256Id,
		xmlSecTransformRsaSha384Id, xmlSecTransformRsaSha512Id,
		xmlSecTransformEcdsaSha256Id, xmlSecTransformEcdsaSha384Id,
		xmlSecTransformEcdsaSha512Id };
	size_t i;

	xmlSecPtrListEmpty(xmlSecTransformIdsGet());
	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (xmlSecTransformIdsRegister(all[i]) < 0)
			return -1;
	xmlSecPtrListEmpty(xmlSecKeyDataIdsGet());
	return xmlSecKeyDataIdsRegister(xmlSecKeyDataX509Id);
}

/* Files, HTTP and FTP go; what is left to open is in memory. */
static int
open_only_this(void)
{
	xmlSecIOCleanupCallbacks();
	return xmlSecIORegisterCallbacks(
	    outside_match, outside_open, outside_read, outside_close);
}

enum outcome
xmlsig_verify_init(struct why *why)
{
	static bool ready;

	if (ready)
		return OUT_OK;
	if (OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, NULL) != 1)
		return why_retry(why, "xmlsec: no OpenSSL");
	if (xmlSecInit() < 0 || xmlSecCheckVersion() != 1 ||
	    xmlSecCryptoInit() < 0)
		return why_retry(why, "xmlsec: it does not start");
	xmlSecErrorsSetCallback(on_error);
	if (know_only_these() < 0 || open_only_this() < 0)
		return why_retry(why, "xmlsec: it does not start");
	ready = true;
	return OUT_OK;
}

static xmlSecKeyPtr
make_key(EVP_PKEY *pkey)
{
	xmlSecKeyDataPtr data;
	xmlSecKeyPtr key;

	if (EVP_PKEY_up_ref(pkey) != 1)
		return NULL;
	if ((data = xmlSecOpenSSLEvpKeyAdopt(pkey)) == NULL) {
		EVP_PKEY_free(pkey);
		return NULL;
	}
	if ((key = xmlSecKeyCreate()) == NULL ||
	    xmlSecKeySetValue(key, data) < 0) {
		xmlSecKeyDestroy(key);
		xmlSecKeyDataDestroy(data);
		return NULL;
	}
	return key;
}

static xmlSecDSigCtxPtr
make_ctx(EVP_PKEY *pkey, const struct xmlsig_detached *detached)
{
	xmlSecDSigCtxPtr ctx = xmlSecDSigCtxCreate(NULL);

	if (ctx == NULL)
		return NULL;
	ctx->flags = XMLSEC_DSIG_FLAGS_IGNORE_MANIFESTS |
	    XMLSEC_DSIG_FLAGS_USE_VISA3D_HACK; /* ids without XPointer */
	if (detached == NULL)
		ctx->flags |= XMLSEC_DSIG_FLAGS_STORE_SIGNEDINFO_REFERENCES;
	ctx->enabledReferenceUris =
	    xmlSecTransformUriTypeEmpty | xmlSecTransformUriTypeSameDocument;
	/* To xmlsec anything without "file:" is remote; none is: see above. */
	if (detached != NULL)
		ctx->enabledReferenceUris |= xmlSecTransformUriTypeRemote;
	/* With a key that is set, KeyInfo is not looked at. */
	if ((ctx->signKey = make_key(pkey)) == NULL) {
		xmlSecDSigCtxDestroy(ctx);
		return NULL;
	}
	return ctx;
}

/* ---- the verdict ---- */

/* Whether all references have been checked, and which are the same. */
static bool
references_ok(xmlSecDSigCtxPtr ctx, size_t n)
{
	xmlSecDSigReferenceCtxPtr ref;
	xmlSecSize i;

	if (xmlSecPtrListGetSize(&ctx->signedInfoReferences) != n)
		return false;
	for (i = 0; i < n; i++) {
		ref = xmlSecPtrListGetItem(&ctx->signedInfoReferences, i);
		if (ref == NULL || ref->status != xmlSecDSigStatusSucceeded)
			return false;
	}
	return true;
}

static enum outcome
take_content(
    xmlSecDSigCtxPtr ctx, size_t at, struct buf *content, struct why *why)
{
	xmlSecDSigReferenceCtxPtr ref;
	xmlSecBufferPtr b;

	ref = xmlSecPtrListGetItem(&ctx->signedInfoReferences, (xmlSecSize)at);
	if (ref == NULL ||
	    (b = xmlSecDSigReferenceCtxGetPreDigestBuffer(ref)) == NULL)
		return why_retry(why, "xmlsec: out of memory");
	(void)buf_add(content, xmlSecBufferGetData(b), xmlSecBufferGetSize(b));
	return buf_ok(content, why);
}

enum outcome
xmlsig_verify(const struct xmlsig_form *f, EVP_PKEY *pkey,
    const struct xmlsig_detached *detached, struct buf *content,
    struct why *why)
{
	xmlSecDSigCtxPtr ctx = make_ctx(pkey, detached);
	enum outcome out = OUT_OK;
	int rc;

	if (ctx == NULL)
		return why_retry(why, "xmlsec: out of memory");
	memory_short = false;
	outside = detached;
	rc = xmlSecDSigCtxVerify(ctx, f->signature);
	outside = NULL;
	ERR_clear_error();
	if (memory_short)
		out = why_retry(why, "xmlsec: out of memory");
	else if (!references_ok(ctx, f->references))
		out = why_reject(why, "XMLSIG-DIGEST",
		    "what is signed was altered: its digest differs");
	else if (rc < 0 || ctx->status != xmlSecDSigStatusSucceeded)
		out = why_reject(why, "XMLSIG-VALUE",
		    "the pinned key has not made this signature");
	else if (detached == NULL)
		out = take_content(ctx, f->content, content, why);
	xmlSecDSigCtxDestroy(ctx);
	return out;
}
