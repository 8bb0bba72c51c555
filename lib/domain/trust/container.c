/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/trust/container.h"

#include <string.h>

#include "domain/trust/container_parts.h"
#include "domain/trust/token.h"
#include "io/record.h"
#include "io/zipin.h"

#define MIMETYPE "application/vnd.etsi.asic-s+zip"
#define SIGNATURES "META-INF/signatures.xml"
#define CONTENT "SignedContent.zip"
#define META "META-INF/"

static enum outcome
warn(struct looking *l, const char *rule, const char *text, struct why *why)
{
	return finding_add(&l->list, rule, "warn", "", 0, text, NULL, why);
}

/* ---- what is inside SignedContent.zip ---- */

static enum outcome
add_file(
    struct looking *l, const char *name, const struct buf *b, struct why *why)
{
	unsigned char digest[DIGEST_LEN];
	Rec__ParcelFile *f;
	enum outcome out;
	void **slot;

	if ((out = digest_sha256(b->data == NULL ? (const void *)"" : b->data,
		 b->len, digest, why)) != OUT_OK)
		return out;
	if ((f = record_new(&rec__parcel_file__descriptor)) == NULL)
		return why_retry(why, "out of memory");
	f->size = b->len;
	if (record_set(&f->name, name) == -1 ||
	    record_set_bytes(&f->sha256, digest, sizeof(digest)) == -1 ||
	    (slot = record_add(&l->checked->files, &l->checked->n_files)) ==
		NULL) {
		record_free(f);
		return why_retry(why, "out of memory");
	}
	*slot = f;
	return OUT_OK;
}

/* Is it the document that the token, if any, is about? */
static enum outcome
compare(
    struct looking *l, const char *name, const struct buf *b, struct why *why)
{
	Rec__Token *t = l->checked->token;
	struct why reason = WHY_INIT;
	enum outcome out;

	if (t == NULL || strcmp(name, t->file) != 0)
		return OUT_OK;
	out = token_is_of(
	    t, b->data == NULL ? (const void *)"" : b->data, b->len, &reason);
	if (out != OUT_RETRY &&
	    record_set(&t->document,
		out == OUT_OK				       ? "same" :
		    strcmp(reason.rule, "TOKEN-DOCUMENT") == 0 ? "other" :
								 "") == -1)
		return why_retry(why, "out of memory");
	return looking_settle(l, out, &reason, why);
}

static enum outcome
read_files(
    struct looking *l, struct zipin *z, struct why *reason, struct why *why)
{
	struct buf b = BUF_INIT;
	enum outcome out = OUT_OK;
	size_t i;

	for (i = 0; i < z->n && out == OUT_OK; i++) {
		buf_reset(&b);
		if ((out = zipin_read(z, i, &b, reason)) == OUT_OK &&
		    (out = add_file(l, z->entry[i].name, &b, reason)) ==
			OUT_OK &&
		    (out = compare(l, z->entry[i].name, &b, why)) != OUT_OK)
			*reason = *why;
	}
	buf_free(&b);
	return out;
}

static enum outcome
look_inside(struct looking *l, const struct buf *content, struct why *why)
{
	const Rec__Token *t = l->checked->token;
	struct why reason = WHY_INIT;
	struct zipin z;
	enum outcome out;

	out = zipin_open(content->data, content->len, &z, &reason);
	if (out == OUT_OK)
		out = read_files(l, &z, &reason, why);
	if (out == OUT_OK && zipin_find(&z, "TrustOkToken.pdf") == -1)
		out = warn(l, "CONTAINER-TOKEN",
		    "there is no TrustOkToken.pdf in it", &reason);
	if (out == OUT_OK && t != NULL && zipin_find(&z, t->file) == -1)
		out = why_reject(&reason, "TOKEN-DOCUMENT",
		    "the document that the token is about is not in it");
	zipin_close(&z);
	return looking_settle(l, out, &reason, why);
}

/* ---- the container ---- */

static enum outcome
look_at_signature(struct looking *l, const struct buf *xml,
    const struct buf *content, struct why *why)
{
	const struct container_tools *t = l->tools;
	struct xmlsig_detached d = { CONTENT,
		content->data == NULL ? (const void *)"" : content->data,
		content->len };
	struct why reason = WHY_INIT;
	struct xmlsig_result r = { .state = XMLSIG_NONE };
	enum outcome out;

	out = xmlsig_check(
	    t->xmlsig, xml->data, xml->len, &d, t->pins, t->now, &r, &reason);
	if (out == OUT_OK) {
		out = looking_signature(
		    l, xmlsig_state_name(r.state), r.signer, &reason);
		if (out == OUT_OK && r.state == XMLSIG_NONE)
			out = why_reject(
			    &reason, "XMLSIG-FORM", "there is no signature");
		else if (out == OUT_OK && r.state != XMLSIG_VALID) {
			reason = r.why;
			out = OUT_REJECT;
		}
	} else if (out == OUT_REJECT &&
	    looking_signature(l, "refused", "", why) != OUT_OK)
		out = OUT_RETRY;
	xmlsig_result_free(&r);
	return looking_settle(l, out, &reason, why);
}

static enum outcome
look_at_mimetype(struct looking *l, struct zipin *z, struct why *why)
{
	struct why reason = WHY_INIT;
	struct buf b = BUF_INIT;
	long i = zipin_find(z, "mimetype");
	enum outcome out;

	if (i == -1)
		out = why_reject(
		    &reason, "CONTAINER-MIMETYPE", "there is no mimetype");
	else if (!z->entry[i].stored || z->entry[i].size > 100)
		out = why_reject(
		    &reason, "CONTAINER-MIMETYPE", "mimetype is not stored");
	else if ((out = zipin_read(z, (size_t)i, &b, &reason)) == OUT_OK &&
	    (b.len != sizeof(MIMETYPE) - 1 ||
		memcmp(b.data, MIMETYPE, b.len) != 0))
		out = why_reject(&reason, "CONTAINER-MIMETYPE",
		    "mimetype is not that of ASiC-S");
	buf_free(&b);
	if (out == OUT_OK && i != 0)
		out = warn(l, "CONTAINER-FIRST",
		    "mimetype is not the first entry", &reason);
	return looking_settle(l, out, &reason, why);
}

/* What is not signed has no business beside what is. */
static enum outcome
look_at_entries(struct looking *l, const struct zipin *z, struct why *why)
{
	struct why reason = WHY_INIT;
	enum outcome out = OUT_OK;
	const char *name;
	size_t i;

	for (i = 0; i < z->n && out == OUT_OK; i++) {
		name = z->entry[i].name;
		if (strcmp(name, "mimetype") == 0 ||
		    strcmp(name, CONTENT) == 0 ||
		    strcmp(name, SIGNATURES) == 0 ||
		    (strcmp(name, META) == 0 && z->entry[i].size == 0))
			continue;
		(void)why_reject(&reason, "CONTAINER-ENTRY",
		    "an entry that has no place in a container");
		why_value(&reason, name);
		out = finding_why(&l->list, "block", &reason, why);
	}
	return out;
}

static enum outcome
read_parts(struct looking *l, struct zipin *z, struct buf *xml,
    struct buf *content, struct why *why)
{
	struct why reason = WHY_INIT;
	long at = zipin_find(z, SIGNATURES), of = zipin_find(z, CONTENT);
	enum outcome out;

	if (at == -1 || of == -1)
		out = why_reject(&reason, "CONTAINER-ENTRY",
		    at == -1 ? "there is no META-INF/signatures.xml" :
			       "there is no SignedContent.zip");
	else if (z->entry[at].size > XMLSIG_MAX)
		out = why_reject(&reason, "XML-SIZE",
		    "META-INF/signatures.xml is over %zu bytes", XMLSIG_MAX);
	else if ((out = zipin_read(z, (size_t)at, xml, &reason)) == OUT_OK)
		out = zipin_read(z, (size_t)of, content, &reason);
	if (out == OUT_OK)
		out = look_at_signature(l, xml, content, &reason);
	if (out == OUT_OK && (out = look_at_mimetype(l, z, &reason)) == OUT_OK)
		out = look_at_entries(l, z, &reason);
	if (out == OUT_OK)
		return look_inside(l, content, why);
	return looking_settle(l, out, &reason, why);
}

static enum outcome
look_at_container(
    struct looking *l, const void *data, size_t len, struct why *why)
{
	struct buf xml = BUF_INIT, content = BUF_INIT;
	struct zipin z;
	enum outcome out;

	out = zipin_open(data, len, &z, why);
	if (out == OUT_OK)
		out = read_parts(l, &z, &xml, &content, why);
	buf_free(&xml);
	buf_free(&content);
	zipin_close(&z);
	return out;
}

static bool
is_zip(const void *data, size_t len)
{
	return len > 1 && memcmp(data, "PK", 2) == 0;
}

static enum outcome
look(struct looking *l, const void *data, size_t len, const void *token,
    size_t tokenlen, struct why *why)
{
	struct why reason = WHY_INIT;
	enum outcome out = OUT_OK;

	if (!is_zip(data, len))
		return looking_xml(l, data, len, why);
	if (record_set(&l->checked->kind, "container") == -1)
		return why_retry(why, "out of memory");
	if (token != NULL) {
		out = looking_token(l, token, tokenlen, true, &reason);
		if ((out = looking_settle(l, out, &reason, why)) != OUT_OK)
			return out;
	}
	return look_at_container(l, data, len, why);
}

enum outcome
container_check(const struct container_tools *tools, const void *data,
    size_t len, const void *token, size_t tokenlen, Rec__Checked **checked,
    struct why *why)
{
	struct looking l = { .tools = tools };
	enum outcome out;

	*checked = NULL;
	if ((l.checked = record_new(&rec__checked__descriptor)) == NULL)
		return why_retry(why, "out of memory");
	out = look(&l, data, len, token, tokenlen, why);
	l.checked->findings = l.list.item;
	l.checked->n_findings = l.list.n;
	if (out != OUT_OK) {
		record_free(l.checked);
		return out;
	}
	*checked = l.checked;
	return OUT_OK;
}

bool
container_good(const Rec__Checked *c)
{
	return strcmp(c->signature, "valid") == 0 &&
	    finding_blocks(c->findings, c->n_findings) == NULL;
}
