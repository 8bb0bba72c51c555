/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * signxml KEY [CONTENT] <TEMPLATE >SIGNED -- sign an XML document whose first
 * Signature says how, without a library that we verify with.
 *
 * Each empty DigestValue of the first SignedInfo is filled: of the document
 * without the first Signature (URI ""), of the first element with that Id,
 * or of the bytes of the file CONTENT; canonical as the last Transform says,
 * bytes as they are without one.  Then an empty SignatureValue, with KEY: PEM
 * of a private key, or for HMAC any bytes.
 */
#include <err.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include <libxml/c14n.h>
#include <libxml/parser.h>
#include <openssl/bn.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>

#include "io/slurp.h"

#define FILE_MAX ((size_t)16 << 20)

static struct buf content, key;

/* ---- finding ---- */

static xmlNode *
below(xmlNode *node, const char *name)
{
	xmlNode *n, *found;

	for (n = node; n != NULL; n = n->next) {
		if (n->type != XML_ELEMENT_NODE)
			continue;
		if (strcmp((const char *)n->name, name) == 0)
			return n;
		if ((found = below(n->children, name)) != NULL)
			return found;
	}
	return NULL;
}

static xmlNode *
with_id(xmlNode *node, const char *id)
{
	xmlNode *n, *found;
	xmlChar *s;
	bool same;

	for (n = node; n != NULL; n = n->next) {
		if (n->type != XML_ELEMENT_NODE)
			continue;
		s = xmlGetNoNsProp(n, (const xmlChar *)"Id");
		same = s != NULL && strcmp((char *)s, id) == 0;
		xmlFree(s);
		if (same)
			return n;
		if ((found = with_id(n->children, id)) != NULL)
			return found;
	}
	return NULL;
}

/* The part of the algorithm's URI behind '#', "" if there is none. */
static void
algorithm(xmlNode *node, char *buf, size_t size)
{
	xmlChar *s = node == NULL ?
	    NULL :
	    xmlGetNoNsProp(node, (const xmlChar *)"Algorithm");
	const char *hash = s == NULL ? NULL : strrchr((char *)s, '#');

	(void)snprintf(buf, size, "%s%s",
	    s != NULL && strstr((char *)s, "exc-c14n") != NULL ? "exc" : "",
	    hash == NULL ? "" : hash + 1);
	xmlFree(s);
}

static const EVP_MD *
digest_for(const char *name)
{
	static const char *const all[] = { "sha512", "sha384", "sha256",
		"sha224", "sha1", "md5" };
	size_t i;

	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (strstr(name, all[i]) != NULL)
			return EVP_get_digestbyname(all[i]);
	return EVP_sha256();
}

/* ---- canonical bytes ---- */

struct part {
	const xmlNode *only;	/* this and what it holds */
	const xmlNode *without; /* but not this */
};

static int
visible(void *ctx, xmlNode *node, xmlNode *parent)
{
	const struct part *p = ctx;
	const xmlNode *n = node;
	bool in = p->only == NULL;

	if (node->type == XML_NAMESPACE_DECL)
		n = parent;
	for (; n != NULL; n = n->parent) {
		if (n == p->without)
			return 0;
		if (n == p->only)
			in = true;
	}
	return in;
}

static void
canonical(xmlDoc *doc, struct part *p, bool exclusive, struct buf *out)
{
	xmlOutputBuffer *b = xmlAllocOutputBuffer(NULL);

	if (b == NULL ||
	    xmlC14NExecute(doc, visible, p,
		exclusive ? XML_C14N_EXCLUSIVE_1_0 : XML_C14N_1_0, NULL, 0,
		b) < 0)
		errx(EX_SOFTWARE, "c14n");
	(void)buf_add(
	    out, xmlOutputBufferGetContent(b), xmlOutputBufferGetSize(b));
	(void)xmlOutputBufferClose(b);
}

static void
fill(xmlNode *node, const unsigned char *data, size_t len)
{
	char *text = calloc(1, 2 * len + 8);

	if (text == NULL)
		err(EX_OSERR, "calloc");
	(void)EVP_EncodeBlock((unsigned char *)text, data, (int)len);
	xmlNodeSetContent(node, (const xmlChar *)text);
	free(text);
}

static void
do_reference(xmlDoc *doc, xmlNode *ref, xmlNode *signature)
{
	xmlNode *value = below(ref->children, "DigestValue"), *t;
	xmlChar *uri = xmlGetNoNsProp(ref, (const xmlChar *)"URI");
	unsigned char md[EVP_MAX_MD_SIZE];
	struct part p = { NULL, NULL };
	struct buf b = BUF_INIT;
	unsigned int n;
	char name[64];

	if (value == NULL || value->children != NULL)
		goto done;
	t = below(ref->children, "Transform");
	while (t != NULL && xmlNextElementSibling(t) != NULL)
		t = xmlNextElementSibling(t);
	algorithm(t, name, sizeof(name));
	if (uri != NULL && uri[0] == '#') {
		p.only = with_id(xmlDocGetRootElement(doc), (char *)uri + 1);
		if (p.only == xmlDocGetRootElement(doc))
			p.without = signature;
	} else
		p.without = signature;
	if (uri != NULL && uri[0] != '#' && uri[0] != '\0')
		(void)buf_add(&b, content.data, content.len);
	else
		canonical(doc, &p, strncmp(name, "exc", 3) == 0, &b);
	algorithm(below(ref->children, "DigestMethod"), name, sizeof(name));
	if (EVP_Digest(b.data, b.len, md, &n, digest_for(name), NULL) != 1)
		errx(EX_SOFTWARE, "digest");
	fill(value, md, n);
done:
	buf_free(&b);
	xmlFree(uri);
}

/* ---- the signature's value ---- */

/* r and s, each as long as the curve's order. */
static void
fill_ecdsa(xmlNode *value, const unsigned char *der, size_t len, int bits)
{
	const unsigned char *p = der;
	unsigned char raw[2 * 66];
	int half = (bits + 7) / 8;
	ECDSA_SIG *sig = d2i_ECDSA_SIG(NULL, &p, (long)len);

	if (sig == NULL ||
	    BN_bn2binpad(ECDSA_SIG_get0_r(sig), raw, half) != half ||
	    BN_bn2binpad(ECDSA_SIG_get0_s(sig), raw + half, half) != half)
		errx(EX_SOFTWARE, "ecdsa");
	fill(value, raw, 2 * (size_t)half);
	ECDSA_SIG_free(sig);
}

static void
sign(xmlNode *value, const char *name, const struct buf *b)
{
	BIO *bio = BIO_new_mem_buf(key.data, (int)key.len);
	EVP_PKEY *pkey = PEM_read_bio_PrivateKey(bio, NULL, NULL, NULL);
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	unsigned char sig[2048];
	size_t len = sizeof(sig);

	if (pkey == NULL || ctx == NULL ||
	    EVP_DigestSignInit(ctx, NULL, digest_for(name), NULL, pkey) != 1 ||
	    EVP_DigestSign(ctx, sig, &len, b->data, b->len) != 1)
		errx(EX_SOFTWARE, "sign");
	if (EVP_PKEY_get_base_id(pkey) == EVP_PKEY_EC)
		fill_ecdsa(value, sig, len, EVP_PKEY_get_bits(pkey));
	else
		fill(value, sig, len);
	EVP_MD_CTX_free(ctx);
	EVP_PKEY_free(pkey);
	BIO_free(bio);
}

static void
do_signature(xmlDoc *doc, xmlNode *signature)
{
	xmlNode *info = below(signature->children, "SignedInfo");
	xmlNode *value = below(signature->children, "SignatureValue");
	unsigned char md[EVP_MAX_MD_SIZE];
	struct part p = { info, NULL };
	struct buf b = BUF_INIT;
	unsigned int n;
	char name[64];

	if (info == NULL || value == NULL || value->children != NULL)
		return;
	algorithm(below(info->children, "CanonicalizationMethod"), name,
	    sizeof(name));
	canonical(doc, &p, strncmp(name, "exc", 3) == 0, &b);
	algorithm(below(info->children, "SignatureMethod"), name, sizeof(name));
	if (strncmp(name, "hmac", 4) != 0)
		sign(value, name, &b);
	else if (HMAC(digest_for(name), key.data, (int)key.len, b.data, b.len,
		     md, &n) != NULL)
		fill(value, md, n);
	buf_free(&b);
}

int
main(int argc, char *argv[])
{
	struct buf in = BUF_INIT;
	struct why why = WHY_INIT;
	xmlNode *signature, *info, *ref;
	xmlDoc *doc;

	if (argc < 2 || argc > 3 ||
	    slurp_file(argv[1], FILE_MAX, &key, &why) != OUT_OK ||
	    (argc == 3 &&
		slurp_file(argv[2], FILE_MAX, &content, &why) != OUT_OK) ||
	    slurp_fd(STDIN_FILENO, FILE_MAX, &in, &why) != OUT_OK)
		errx(EX_USAGE, "usage: signxml KEY [CONTENT] %s", why.text);
	doc = xmlReadMemory(
	    (const char *)in.data, (int)in.len, NULL, NULL, XML_PARSE_NONET);
	if (doc == NULL ||
	    (signature = below(xmlDocGetRootElement(doc), "Signature")) == NULL)
		errx(EX_DATAERR, "no Signature");
	info = below(signature->children, "SignedInfo");
	for (ref = info == NULL ? NULL : info->children; ref != NULL;
	     ref = ref->next)
		if (ref->type == XML_ELEMENT_NODE &&
		    strcmp((const char *)ref->name, "Reference") == 0)
			do_reference(doc, ref, signature);
	do_signature(doc, signature);
	if (xmlDocDump(stdout, doc) == -1 || fflush(stdout) == EOF)
		err(EX_IOERR, "stdout");
	xmlFreeDoc(doc);
	buf_free(&in);
	buf_free(&content);
	buf_free(&key);
	return 0;
}
