/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/xmlsig_form.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "io/base64.h"
#include "io/xmlin.h"
#include "io/xmlsig_reference.h"
#include "io/xmlsig_transform.h"

static bool
is(const xmlNode *node, const char *name)
{
	return xmlsig_element(node, XMLSIG_NS, name);
}

static xmlNode *
first(const xmlNode *node)
{
	return xmlFirstElementChild((xmlNode *)(uintptr_t)node);
}

bool
xmlsig_signed(xmlDoc *doc)
{
	xmlNode *n;

	for (n = xmlDocGetRootElement(doc); n != NULL; n = xmlsig_following(n))
		if (is(n, "Signature"))
			return true;
	return false;
}

bool
xmlsig_weak(xmlDoc *doc)
{
	const struct xmlsig_algorithm *a;
	xmlNode *n;

	for (n = xmlDocGetRootElement(doc); n != NULL;
	     n = xmlsig_following(n)) {
		if (!(is(n, "SignatureMethod") &&
			is(n->parent, "SignedInfo")) &&
		    !(is(n, "DigestMethod") && is(n->parent, "Reference") &&
			is(n->parent->parent, "SignedInfo")))
			continue;
		if ((a = xmlsig_algorithm(n)) != NULL && a->weak)
			return true;
	}
	return false;
}

/* The namespaces that are declared on an element and around it. */
static size_t
namespaces(const xmlNode *node)
{
	const xmlNs *ns;
	size_t n = 0;

	for (; node != NULL && node->type == XML_ELEMENT_NODE;
	     node = node->parent)
		for (ns = node->nsDef; ns != NULL; ns = ns->next)
			n++;
	return n;
}

enum outcome
xmlsig_bounded(xmlDoc *doc, struct why *why)
{
	const xmlAttr *a;
	size_t n, work = 0;
	xmlNode *node;

	for (node = xmlDocGetRootElement(doc); node != NULL;
	     node = xmlsig_following(node)) {
		n = 1;
		for (a = node->properties; a != NULL; a = a->next)
			n++;
		work += n * (1 + namespaces(node));
		if (work > XMLSIG_WORK_MAX)
			return why_reject(why, "XMLSIG-FORM",
			    "more elements, attributes and namespaces than a "
			    "signed document may have");
	}
	return OUT_OK;
}

void
xmlsig_form_pack(xmlDoc *doc)
{
	xmlNode *n, *child, *next;

	for (n = xmlDocGetRootElement(doc); n != NULL;
	     n = xmlsig_following(n)) {
		if (first(n) == NULL)
			continue;
		for (child = n->children; child != NULL; child = next) {
			next = child->next;
			if (xmlIsBlankNode(child) != 1)
				continue;
			xmlUnlinkNode(child);
			xmlFreeNode(child);
		}
	}
}

/* ---- the parts of a signature ---- */

static enum outcome
read_signed_info(xmlDoc *doc, xmlNode *info, const char *detached,
    struct xmlsig_form *f, struct why *why)
{
	xmlNode *n = first(info);
	enum outcome out;
	const struct xmlsig_algorithm *a;

	if (!is(n, "CanonicalizationMethod") ||
	    !is(xmlNextElementSibling(n), "SignatureMethod"))
		return why_reject(why, "XMLSIG-FORM",
		    "SignedInfo has other parts than it may");
	if ((out = xmlsig_canonical(n, why)) != OUT_OK)
		return out;
	n = xmlNextElementSibling(n);
	a = xmlsig_algorithm(n);
	if (a == NULL || a->digest != NULL || first(n) != NULL)
		return why_reject(why, "XMLSIG-ALGORITHM",
		    "a signature method that is not allowed");
	while ((n = xmlNextElementSibling(n)) != NULL) {
		if (!is(n, "Reference"))
			return why_reject(why, "XMLSIG-FORM",
			    "SignedInfo has other parts than it may");
		if ((out = xmlsig_reference(doc, n, detached, f, why)) !=
		    OUT_OK)
			return out;
	}
	if (f->content == SIZE_MAX)
		return why_reject(why, "XMLSIG-REFERENCE",
		    "no reference to what should be signed");
	return OUT_OK;
}

static enum outcome
read_certificate(xmlNode *n, struct xmlsig_form *f, struct why *why)
{
	enum outcome out;
	char *s;

	if (f->certs == XMLSIG_CERTIFICATES_MAX)
		return why_reject(why, "XMLSIG-KEY", "too many certificates");
	if ((s = xmlin_text(n, "")) == NULL)
		return why_retry(why, "out of memory");
	out = base64_read(s, strlen(s), &f->cert[f->certs++], why);
	if (out == OUT_REJECT)
		(void)why_reject(
		    why, "XMLSIG-KEY", "a certificate that is not base64");
	free(s);
	return out;
}

static enum outcome
read_key_info(xmlNode *info, struct xmlsig_form *f, struct why *why)
{
	xmlNode *data, *n;
	enum outcome out;

	for (data = first(info); data != NULL;
	     data = xmlNextElementSibling(data)) {
		if (!is(data, "X509Data"))
			return why_reject(why, "XMLSIG-KEY",
			    "KeyInfo has something else than X509Data");
		for (n = first(data); n != NULL; n = xmlNextElementSibling(n))
			if (is(n, "X509Certificate") &&
			    (out = read_certificate(n, f, why)) != OUT_OK)
				return out;
	}
	if (f->certs == 0)
		return why_reject(
		    why, "XMLSIG-KEY", "KeyInfo has no certificate");
	return OUT_OK;
}

/* The one Signature, where it must be. */
static enum outcome
find_signature(xmlDoc *doc, struct xmlsig_form *f, struct why *why)
{
	xmlNode *root = xmlDocGetRootElement(doc), *n;

	for (n = root; n != NULL; n = xmlsig_following(n)) {
		if (!is(n, "Signature"))
			continue;
		if (f->signature != NULL)
			return why_reject(
			    why, "XMLSIG-FORM", "more than one signature");
		f->signature = n;
	}
	if (f->signature == NULL || f->signature->parent != root)
		return why_reject(why, "XMLSIG-FORM",
		    "the signature does not stand where it must");
	return OUT_OK;
}

enum outcome
xmlsig_form_read(
    xmlDoc *doc, const char *detached, struct xmlsig_form *f, struct why *why)
{
	xmlNode *info, *value, *key, *n;
	enum outcome out;

	memset(f, 0, sizeof(*f));
	f->content = SIZE_MAX;
	if ((out = find_signature(doc, f, why)) != OUT_OK)
		return out;
	info = first(f->signature);
	value = info == NULL ? NULL : xmlNextElementSibling(info);
	key = value == NULL ? NULL : xmlNextElementSibling(value);
	if (!is(info, "SignedInfo") || !is(value, "SignatureValue") ||
	    first(value) != NULL)
		return why_reject(why, "XMLSIG-FORM",
		    "the signature has other parts than it may");
	if (!is(key, "KeyInfo"))
		return why_reject(why, "XMLSIG-KEY", "no KeyInfo");
	for (n = xmlNextElementSibling(key); n != NULL;
	     n = xmlNextElementSibling(n))
		if (!is(n, "Object"))
			return why_reject(why, "XMLSIG-FORM",
			    "the signature has other parts than it may");
	if ((out = read_signed_info(doc, info, detached, f, why)) != OUT_OK)
		return out;
	return read_key_info(key, f, why);
}

void
xmlsig_form_free(struct xmlsig_form *f)
{
	size_t i;

	buf_free(&f->value);
	for (i = 0; i < f->certs; i++)
		buf_free(&f->cert[i]);
}
