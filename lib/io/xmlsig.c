/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/xmlsig.h"

#include <stdlib.h>
#include <string.h>

#include <libxml/tree.h>
#include <openssl/err.h>
#include <openssl/evp.h>

#include "io/xmlin.h"
#include "io/xmlsig_form.h"
#include "io/xmlsig_verify.h"

struct xmlsig {
	struct xmlin *xmlin;
};

enum outcome
xmlsig_open(struct xmlsig **xp, struct why *why)
{
	struct xmlsig *x;
	enum outcome out;

	*xp = NULL;
	if ((out = xmlsig_verify_init(why)) != OUT_OK)
		return out;
	if ((x = calloc(1, sizeof(*x))) == NULL)
		return why_retry(why, "out of memory");
	if ((out = xmlin_open(&x->xmlin, why)) != OUT_OK) {
		free(x);
		return out;
	}
	*xp = x;
	return OUT_OK;
}

void
xmlsig_close(struct xmlsig *x)
{
	if (x == NULL)
		return;
	xmlin_close(x->xmlin);
	free(x);
}

/* What is asked of one document. */
struct asked {
	const struct xmlsig_detached *detached;
	const struct pins *pins;
	const char *now;
	struct xmlsig_result *result;
};

/* Whether the bytes outside are those that were signed. */
static enum outcome
check_bytes(const struct asked *a, const struct xmlsig_form *f, struct why *why)
{
	const struct xmlsig_detached *d = a->detached;
	unsigned char md[EVP_MAX_MD_SIZE];
	size_t len;
	int rc;

	rc = EVP_Q_digest(NULL, f->digest, NULL, d->data, d->len, md, &len);
	ERR_clear_error();
	if (rc != 1)
		return why_retry(why, "no digest %s", f->digest);
	if (len != f->value.len || memcmp(md, f->value.data, len) != 0)
		return why_reject(why, "XMLSIG-DIGEST",
		    "the file was altered: its digest is not the signed one");
	return OUT_OK;
}

/* The pin of the first certificate that is pinned. */
static enum outcome
find_signer(const struct asked *a, const struct xmlsig_form *f,
    const struct pin **pin, struct why *why)
{
	unsigned char digest[DIGEST_LEN];
	const unsigned char *der;
	enum outcome out;
	size_t i, len;

	*pin = NULL;
	for (i = 0; i < f->certs && *pin == NULL; i++)
		*pin = pins_find(a->pins, f->cert[i].data, f->cert[i].len);
	if (*pin == NULL)
		return why_reject(why, "XMLSIG-SIGNER",
		    "the signer's certificate is not pinned");
	der = pin_der(*pin, &len);
	if ((out = digest_sha256(der, len, digest, why)) != OUT_OK)
		return out;
	(void)digest_hex(digest, a->result->signer);
	return pins_good(a->pins, *pin, a->now, why);
}

static enum outcome
check_form(xmlDoc *doc, const struct asked *a, struct xmlsig_form *f,
    struct buf *content, struct why *why)
{
	const struct pin *pin;
	enum outcome out;

	memset(f, 0, sizeof(*f));
	if ((out = xmlsig_bounded(doc, why)) != OUT_OK ||
	    (out = xmlsig_form_read(doc,
		 a->detached == NULL ? NULL : a->detached->name, f, why)) !=
		OUT_OK)
		return out;
	if (a->detached != NULL && (out = check_bytes(a, f, why)) != OUT_OK)
		return out;
	if (xmlsig_weak(doc))
		return why_reject(why, "XMLSIG-SHA1",
		    "signed with SHA-1 or MD5, which prove nothing");
	if (pins_count(a->pins) == 0)
		return why_reject(
		    why, "XMLSIG-UNPINNED", "no certificate is pinned");
	if ((out = find_signer(a, f, &pin, why)) != OUT_OK)
		return out;
	return xmlsig_verify(f, pin_key(pin), a->detached, content, why);
}

static enum outcome
check(xmlDoc *doc, const struct asked *a, struct buf *content, struct why *why)
{
	struct xmlsig_form f;
	enum outcome out;

	/* Nothing that is made with these is proved, whatever its form. */
	if (a->detached == NULL && xmlsig_weak(doc))
		return why_reject(why, "XMLSIG-SHA1",
		    "signed with SHA-1 or MD5, which prove nothing");
	out = check_form(doc, a, &f, content, why);
	xmlsig_form_free(&f);
	return out;
}

static bool
is_rule(const struct why *why, const char *rule)
{
	return strcmp(why->rule, rule) == 0;
}

/* Would it be valid without the blanks that a connector puts in? */
static enum outcome
try_packed(xmlDoc *doc, const struct asked *a, struct why *why)
{
	struct why reason = WHY_INIT;
	struct buf content = BUF_INIT;
	xmlDoc *copy = xmlCopyDoc(doc, 1);
	enum outcome out;

	if (copy == NULL)
		return why_retry(why, "out of memory");
	xmlsig_form_pack(copy);
	out = check(copy, a, &content, &reason);
	buf_free(&content);
	xmlFreeDoc(copy);
	if (out == OUT_RETRY)
		*why = reason;
	else if (out == OUT_OK)
		(void)why_reject(why, "XMLSIG-LAYOUT",
		    "laid out anew since it was signed, by a connector");
	return out == OUT_RETRY ? out : OUT_OK;
}

static enum outcome
judge(xmlDoc *doc, const struct asked *a, struct why *why)
{
	struct xmlsig_result *r = a->result;
	enum outcome out;

	if (!xmlsig_signed(doc))
		return OUT_OK;
	out = check(doc, a, &r->content, why);
	if (out == OUT_REJECT && a->detached == NULL &&
	    (is_rule(why, "XMLSIG-DIGEST") || is_rule(why, "XMLSIG-VALUE")) &&
	    try_packed(doc, a, why) == OUT_RETRY)
		out = OUT_RETRY;
	if (out == OUT_RETRY)
		return out;
	r->state = out == OUT_OK ? XMLSIG_VALID :
	    is_rule(why, "XMLSIG-SHA1") || is_rule(why, "XMLSIG-LAYOUT") ||
		is_rule(why, "XMLSIG-UNPINNED") ?
				   XMLSIG_UNVERIFIABLE :
				   XMLSIG_REFUSED;
	if (out == OUT_REJECT)
		r->why = *why;
	return OUT_OK;
}

enum outcome
xmlsig_check(struct xmlsig *x, const void *data, size_t len,
    const struct xmlsig_detached *detached, const struct pins *pins,
    const char *now, struct xmlsig_result *result, struct why *why)
{
	struct asked a = { detached, pins, now, result };
	enum outcome out;
	xmlDoc *doc;

	memset(result, 0, sizeof(*result));
	if (len > XMLSIG_MAX)
		return why_reject(why, "XML-SIZE",
		    "the document is over %zu bytes", XMLSIG_MAX);
	if ((out = xmlin_parse(x->xmlin, data, len, &doc, why)) != OUT_OK)
		return out;
	out = judge(doc, &a, why);
	xmlFreeDoc(doc);
	return out;
}

void
xmlsig_result_free(struct xmlsig_result *result)
{
	buf_free(&result->content);
}

const char *
xmlsig_state_name(enum xmlsig_state state)
{
	switch (state) {
	case XMLSIG_VALID:
		return "valid";
	case XMLSIG_UNVERIFIABLE:
		return "not verifiable";
	case XMLSIG_REFUSED:
		return "refused";
	case XMLSIG_NONE:
		break;
	}
	return "none";
}
