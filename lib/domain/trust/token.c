/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/trust/token.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>

#include "domain/form/formxml.h"
#include "io/base64.h"
#include "io/record.h"

#define SHA_MAX 64 /* bytes of a digest */

/* What connectors write, and the URIs of XMLDSig. */
static const struct {
	const char *says;
	const char *name; /* as OpenSSL has it */
	size_t len;
} methods[] = {
	{ "SHA-256", "SHA2-256", 32 },
	{ "SHA256", "SHA2-256", 32 },
	{ "http://www.w3.org/2001/04/xmlenc#sha256", "SHA2-256", 32 },
	{ "SHA-384", "SHA2-384", 48 },
	{ "SHA384", "SHA2-384", 48 },
	{ "http://www.w3.org/2001/04/xmldsig-more#sha384", "SHA2-384", 48 },
	{ "SHA-512", "SHA2-512", 64 },
	{ "SHA512", "SHA2-512", 64 },
	{ "http://www.w3.org/2001/04/xmlenc#sha512", "SHA2-512", 64 },
	{ "SHA-1", "SHA1", 20 },
	{ "SHA1", "SHA1", 20 },
	{ "http://www.w3.org/2000/09/xmldsig#sha1", "SHA1", 20 },
	{ "MD5", "MD5", 16 },
};
#define NMETHODS (sizeof(methods) / sizeof(methods[0]))

/* ---- reading ---- */

/* "name:hex" of a digest that is base64 twice. */
static enum outcome
decode(const char *method, const char *text, struct buf *out, struct why *why)
{
	struct buf once = BUF_INIT, twice = BUF_INIT;
	enum outcome rc;
	size_t i, j;

	for (i = 0; i < NMETHODS; i++)
		if (strcmp(methods[i].says, method) == 0)
			break;
	if (i == NMETHODS)
		return why_reject(
		    why, "TOKEN-DIGEST", "a digest method that is not known");
	rc = base64_read(text, strlen(text), &once, why);
	if (rc == OUT_OK)
		rc = base64_read(once.data == NULL ? "" : (char *)once.data,
		    once.len, &twice, why);
	if (rc == OUT_REJECT || (rc == OUT_OK && twice.len != methods[i].len))
		rc = why_reject(why, "TOKEN-DIGEST",
		    "the digest is not what its method makes, base64 twice");
	if (rc == OUT_OK) {
		(void)buf_printf(out, "%s:", methods[i].name);
		for (j = 0; j < twice.len; j++)
			(void)buf_printf(out, "%02x", twice.data[j]);
		rc = buf_ok(out, why);
	}
	buf_free(&once);
	buf_free(&twice);
	return rc;
}

static void
read_digest(struct formxml *fx, const xmlNode *document, Rec__Token *t)
{
	char *method = NULL, *value = xmlin_text(document, "DigestValue");
	const xmlNode *node = xmlin_child(document, "DigestMethod");
	struct why reason = WHY_INIT;
	struct buf b = BUF_INIT;

	method = node == NULL ? strdup("") : xmlin_attr(node, "Algorithm");
	if (method == NULL || value == NULL)
		formxml_memory(fx);
	else
		switch (decode(method, value, &b, &reason)) {
		case OUT_OK:
			if (record_set(&t->digest, (char *)b.data) == -1)
				formxml_memory(fx);
			break;
		case OUT_REJECT:
			formxml_reject(
			    fx, document, reason.rule, reason.text, NULL);
			break;
		case OUT_RETRY:
			formxml_memory(fx);
		}
	buf_free(&b);
	free(method);
	free(value);
}

/* Which of the words stands at TrustLevel, or n. */
static size_t
level(struct formxml *fx, const xmlNode *root, const char *path,
    const char *const *words, size_t n)
{
	char *s = xmlin_text(root, path);
	size_t i;

	if (s == NULL) {
		formxml_memory(fx);
		return n;
	}
	for (i = 0; i < n; i++)
		if (strcmp(words[i], s) == 0)
			break;
	if (i == n)
		formxml_reject(
		    fx, root, "TOKEN-RESULT", "a result that is none", s);
	free(s);
	return i;
}

static void
read_results(struct formxml *fx, const xmlNode *root, Rec__Token *t)
{
	static const char *const technical[] = { "FAIL", "SUFFICIENT",
		"SUCCESSFUL" };
	static const char *const legal[] = { "NOT_SUCCESSFUL", "SUCCESSFUL" };
	size_t i;

	i = level(
	    fx, root, "Validation/TechnicalResult/TrustLevel", technical, 3);
	if (i < 3)
		t->technical = (Rec__Token__Technical)(i + 1);
	i = level(fx, root, "Validation/LegalResult/TrustLevel", legal, 2);
	if (i < 2)
		t->legal = (Rec__Token__Legal)(i + 1);
	formxml_text(fx, root, "Validation/TechnicalResult/Comments",
	    &t->technical_comment);
	formxml_text(
	    fx, root, "Validation/LegalResult/Disclaimer", &t->legal_comment);
	formxml_text(fx, root, "Validation/VerificationTime", &t->verified_at);
}

enum outcome
token_read(xmlDoc *doc, Rec__Token **token, struct why *why)
{
	struct formxml fx = { OUT_OK, why };
	const xmlNode *root = xmlDocGetRootElement(doc), *document;
	Rec__Token *t;

	*token = NULL;
	if (root == NULL ||
	    strcmp((const char *)root->name, "TrustOkToken") != 0 ||
	    (document = xmlin_child(root, "Document")) == NULL)
		return why_reject(why, "TOKEN-ROOT", "no Trust-OK token");
	if ((t = record_new(&rec__token__descriptor)) == NULL)
		return why_retry(why, "out of memory");
	formxml_text(&fx, root, "Issuer/ServiceProvider", &t->provider);
	formxml_text(&fx, root, "Issuer/Country", &t->country);
	formxml_text(&fx, root, "Issuer/AdvancedElectronicSystem", &t->system);
	formxml_text(&fx, document, "Filename", &t->file);
	formxml_text(&fx, document, "Type", &t->mime);
	formxml_text(&fx, document, "SignatureFilename", &t->signature_file);
	read_digest(&fx, document, t);
	read_results(&fx, root, t);
	if (fx.out != OUT_OK) {
		record_free(t);
		return fx.out;
	}
	*token = t;
	return OUT_OK;
}

/* ---- checking ---- */

enum outcome
token_check(struct xmlsig *xmlsig, struct xmlin *xmlin, const void *data,
    size_t len, const struct pins *pins, const char *now, Rec__Token **token,
    struct why *why)
{
	struct xmlsig_result r = { .state = XMLSIG_NONE };
	xmlDoc *doc = NULL;
	enum outcome out;

	*token = NULL;
	out = xmlsig_check(xmlsig, data, len, NULL, pins, now, &r, why);
	if (out == OUT_OK && r.state == XMLSIG_VALID) {
		data = r.content.data;
		len = r.content.len;
	}
	if (out == OUT_OK)
		out = xmlin_parse(xmlin, data, len, &doc, why);
	if (out == OUT_OK)
		out = token_read(doc, token, why);
	if (out == OUT_OK &&
	    (record_set(&(*token)->signature, xmlsig_state_name(r.state)) ==
		    -1 ||
		record_set(&(*token)->signature_rule, r.why.rule) == -1 ||
		record_set(&(*token)->signer, r.signer) == -1)) {
		record_free(*token);
		*token = NULL;
		out = why_retry(why, "out of memory");
	}
	xmlFreeDoc(doc);
	xmlsig_result_free(&r);
	return out;
}

static bool
is_weak(const Rec__Token *t)
{
	return strncmp(t->digest, "SHA2-", 5) != 0;
}

enum outcome
token_is_of(const Rec__Token *t, const void *data, size_t len, struct why *why)
{
	char name[16], hex[2 * SHA_MAX + 1];
	unsigned char md[EVP_MAX_MD_SIZE];
	size_t i, n = 0;

	if (is_weak(t))
		return why_reject(why, "TOKEN-WEAK",
		    "its digest is of a kind that proves nothing");
	(void)snprintf(name, sizeof(name), "%.*s", (int)strcspn(t->digest, ":"),
	    t->digest);
	if (EVP_Q_digest(NULL, name, NULL, data, len, md, &n) != 1 ||
	    n > SHA_MAX)
		return why_retry(why, "no digest %s", name);
	for (i = 0; i < n; i++)
		(void)snprintf(hex + 2 * i, 3, "%02x", md[i]);
	if (strcmp(t->digest + strlen(name) + 1, hex) != 0)
		return why_reject(why, "TOKEN-DOCUMENT",
		    "the document is not the one that the token is about");
	return OUT_OK;
}

/* ---- what it means for a message ---- */

enum token_policy
token_policy(const struct config *conf, const char *party)
{
	char section[64];
	const char *s;

	(void)snprintf(section, sizeof(section), "party.%.40s", party);
	s = config_get(conf, section, "token");
	return strcmp(s, "required") == 0 ? TOKEN_REQUIRED :
	    strcmp(s, "ignored") == 0	  ? TOKEN_IGNORED :
					    TOKEN_IF_PRESENT;
}

const char *
token_fault(enum token_policy policy, const Rec__Token *t)
{
	if (policy == TOKEN_IGNORED)
		return NULL;
	if (t == NULL)
		return policy == TOKEN_REQUIRED ? "TOKEN-MISSING" : NULL;
	if (strcmp(t->signature, "refused") == 0)
		return "TOKEN-SIGNATURE";
	if (strcmp(t->document, "other") == 0)
		return "TOKEN-DOCUMENT";
	if (t->technical == REC__TOKEN__TECHNICAL__TECHNICAL_FAIL ||
	    t->legal == REC__TOKEN__LEGAL__LEGAL_NOT_SUCCESSFUL)
		return "TOKEN-RESULT";
	if (policy == TOKEN_REQUIRED &&
	    (strcmp(t->signature, "valid") != 0 ||
		strcmp(t->document, "same") != 0))
		return "TOKEN-UNPROVED";
	return NULL;
}
