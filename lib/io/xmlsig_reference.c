/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/xmlsig_reference.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <libxml/valid.h>

#include "io/base64.h"
#include "io/xmlin.h"
#include "io/xmlsig_transform.h"

#define ID_MAX ((size_t)256) /* characters */

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

/* ---- ids ---- */

static bool
is_name(const char *s)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "abcdefghijklmnopqrstuvwxyz_";
	static const char more[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				   "abcdefghijklmnopqrstuvwxyz_0123456789.-";
	size_t n = strlen(s);

	return n > 0 && n <= ID_MAX && strchr(letters, s[0]) != NULL &&
	    strspn(s, more) == n;
}

/* xml:id, Id, ID and id: whatever a reader may take for an id. */
static bool
is_id(const xmlAttr *a)
{
	return xmlStrcasecmp(a->name, (const xmlChar *)"id") == 0;
}

/* The one attribute that is that id; ${n}: how many there are. */
static xmlAttr *
find_id(xmlDoc *doc, const char *id, size_t *n)
{
	xmlAttr *a, *found = NULL;
	xmlNode *node;
	xmlChar *s;

	*n = 0;
	for (node = xmlDocGetRootElement(doc); node != NULL;
	     node = xmlsig_following(node))
		for (a = node->properties; a != NULL; a = a->next) {
			if (!is_id(a))
				continue;
			s = xmlNodeListGetString(doc, a->children, 1);
			if (s != NULL && strcmp((char *)s, id) == 0) {
				found = a;
				++*n;
			}
			xmlFree(s);
		}
	return found;
}

/* The element that "#id" leads to. */
static enum outcome
resolve(xmlDoc *doc, const char *id, xmlNode **target, struct why *why)
{
	const xmlChar *name = (const xmlChar *)id;
	xmlAttr *a;
	size_t n;

	if (!is_name(id))
		return why_reject(
		    why, "XMLSIG-REFERENCE", "a reference to no plain id");
	a = find_id(doc, id, &n);
	if (n == 0)
		return why_reject(
		    why, "XMLSIG-REFERENCE", "a reference that leads nowhere");
	if (n > 1)
		return why_reject(why, "XMLSIG-ID", "an id is given twice");
	if (xmlGetID(doc, name) == NULL)
		(void)xmlAddID(NULL, doc, name, a);
	if (xmlGetID(doc, name) != a)
		return why_retry(why, "out of memory");
	*target = a->parent;
	return OUT_OK;
}

static bool
inside(const xmlNode *node, const xmlNode *outer)
{
	for (node = node->parent; node != NULL; node = node->parent)
		if (node == outer)
			return true;
	return false;
}

/* ---- one reference ---- */

static enum outcome
read_digest(xmlNode *n, struct xmlsig_form *f, bool content, struct why *why)
{
	enum outcome out;
	const struct xmlsig_algorithm *a;
	char *s;

	if (!is(n, "DigestMethod") || first(n) != NULL ||
	    !is(xmlNextElementSibling(n), "DigestValue") ||
	    xmlNextElementSibling(xmlNextElementSibling(n)) != NULL)
		return why_reject(why, "XMLSIG-FORM",
		    "a reference has other parts than it may");
	a = xmlsig_algorithm(n);
	if (a == NULL || a->digest == NULL)
		return why_reject(why, "XMLSIG-ALGORITHM",
		    "a digest method that is not allowed");
	if (!content)
		return OUT_OK;
	f->digest = a->digest;
	if ((s = xmlin_text(xmlNextElementSibling(n), "")) == NULL)
		return why_retry(why, "out of memory");
	if ((out = base64_read(s, strlen(s), &f->value, why)) == OUT_REJECT)
		(void)why_reject(
		    why, "XMLSIG-DIGEST", "a digest that is not base64");
	free(s);
	return out;
}

/* Where a reference leads: to what is signed, or into the Signature. */
static enum outcome
read_uri(xmlDoc *doc, xmlNode *ref, const char *detached,
    const struct xmlsig_form *f, bool *content, struct why *why)
{
	xmlNode *root = xmlDocGetRootElement(doc), *target = root;
	enum outcome out = OUT_OK;
	char *uri;

	*content = false;
	if (xmlHasProp(ref, (const xmlChar *)"URI") == NULL)
		return why_reject(
		    why, "XMLSIG-REFERENCE", "a reference without URI");
	if ((uri = xmlin_attr(ref, "URI")) == NULL)
		return why_retry(why, "out of memory");
	if (detached != NULL && strcmp(uri, detached) == 0)
		target = NULL;
	else if (uri[0] == '#')
		out = resolve(doc, uri + 1, &target, why);
	else if (uri[0] != '\0')
		out = why_reject(why, "XMLSIG-REFERENCE",
		    "a reference to something outside");
	free(uri);
	if (out != OUT_OK)
		return out;
	*content = target == (detached == NULL ? root : NULL);
	if (!*content && (target == NULL || !inside(target, f->signature)))
		return why_reject(why, "XMLSIG-REFERENCE",
		    "a reference to something else than the whole document");
	return OUT_OK;
}

enum outcome
xmlsig_reference(xmlDoc *doc, xmlNode *ref, const char *detached,
    struct xmlsig_form *f, struct why *why)
{
	xmlNode *n = first(ref);
	enum outcome out;
	bool content;

	if (f->references == XMLSIG_REFERENCES_MAX)
		return why_reject(why, "XMLSIG-FORM", "too many references");
	if ((out = read_uri(doc, ref, detached, f, &content, why)) != OUT_OK)
		return out;
	if (content && f->content != SIZE_MAX)
		return why_reject(
		    why, "XMLSIG-FORM", "the same is signed twice");
	if (content)
		f->content = f->references;
	f->references++;
	if ((out = xmlsig_transforms(is(n, "Transforms") ? n : NULL,
		 content && detached == NULL, content && detached != NULL,
		 why)) != OUT_OK)
		return out;
	if (is(n, "Transforms"))
		n = xmlNextElementSibling(n);
	return read_digest(n, f, content, why);
}
