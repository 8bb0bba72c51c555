/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/xmlsig_transform.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/xmlin.h"
#include "io/xmlsig_form.h"

#define ENVELOPED XMLSIG_NS "enveloped-signature"
#define EXCLUSIVE "http://www.w3.org/2001/10/xml-exc-c14n#"
#define PREFIXES_MAX ((size_t)256) /* bytes */

/* None "WithComments": the parser drops comments, so a signature over them
 * would hold whatever became of them. */
static const char *const canonical[] = { EXCLUSIVE,
	"http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
	"http://www.w3.org/2006/12/xml-c14n11" };

/* What a Signature is made with; weak ones prove nothing. */
static const struct xmlsig_algorithm algorithms[] = {
	{ "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", NULL, false },
	{ "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384", NULL, false },
	{ "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512", NULL, false },
	{ "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256", NULL, false },
	{ "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384", NULL, false },
	{ "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512", NULL, false },
	{ "http://www.w3.org/2001/04/xmlenc#sha256", "SHA2-256", false },
	{ "http://www.w3.org/2001/04/xmldsig-more#sha384", "SHA2-384", false },
	{ "http://www.w3.org/2001/04/xmlenc#sha512", "SHA2-512", false },
	{ "http://www.w3.org/2000/09/xmldsig#rsa-sha1", NULL, true },
	{ "http://www.w3.org/2000/09/xmldsig#dsa-sha1", NULL, true },
	{ "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha1", NULL, true },
	{ "http://www.w3.org/2001/04/xmldsig-more#rsa-md5", NULL, true },
	{ "http://www.w3.org/2000/09/xmldsig#sha1", "SHA1", true },
	{ "http://www.w3.org/2001/04/xmldsig-more#md5", "MD5", true },
};
#define NALGORITHMS (sizeof(algorithms) / sizeof(algorithms[0]))

static enum outcome
refuse(struct why *why)
{
	return why_reject(
	    why, "XMLSIG-TRANSFORM", "a transform that is not allowed");
}

bool
xmlsig_element(const xmlNode *node, const char *ns, const char *name)
{
	return node != NULL && node->type == XML_ELEMENT_NODE &&
	    node->ns != NULL && strcmp((const char *)node->name, name) == 0 &&
	    strcmp((const char *)node->ns->href, ns) == 0;
}

static xmlNode *
first(const xmlNode *node)
{
	return xmlFirstElementChild((xmlNode *)(uintptr_t)node);
}

xmlNode *
xmlsig_following(xmlNode *node)
{
	xmlNode *next = first(node);

	while (next == NULL && node != NULL) {
		next = xmlNextElementSibling(node);
		node = node->parent;
		if (node != NULL && node->type != XML_ELEMENT_NODE)
			node = NULL;
	}
	return next;
}

const struct xmlsig_algorithm *
xmlsig_algorithm(const xmlNode *node)
{
	char *uri = xmlin_attr(node, "Algorithm");
	size_t i;

	for (i = 0; uri != NULL && i < NALGORITHMS; i++)
		if (strcmp(algorithms[i].uri, uri) == 0)
			break;
	i = uri == NULL ? NALGORITHMS : i;
	free(uri);
	return i == NALGORITHMS ? NULL : &algorithms[i];
}

static bool
has_attr(const xmlNode *node, const char *name, const char *value)
{
	char *s = xmlin_attr(node, name);
	bool same = s != NULL && strcmp(s, value) == 0;

	free(s);
	return same;
}

static bool
is_canonical(const xmlNode *method)
{
	size_t i;

	for (i = 0; i < sizeof(canonical) / sizeof(canonical[0]); i++)
		if (has_attr(method, "Algorithm", canonical[i]))
			return true;
	return false;
}

static bool
prefixes_ok(const xmlNode *method)
{
	const xmlNode *n = first(method);
	char *s;
	bool ok;

	if (n == NULL)
		return true;
	if (!xmlsig_element(n, EXCLUSIVE, "InclusiveNamespaces") ||
	    xmlNextElementSibling((xmlNode *)(uintptr_t)n) != NULL ||
	    first(n) != NULL)
		return false;
	s = xmlin_attr(n, "PrefixList");
	ok = s != NULL && strlen(s) <= PREFIXES_MAX;
	free(s);
	return ok;
}

enum outcome
xmlsig_canonical(const xmlNode *method, struct why *why)
{
	if (!is_canonical(method) || !prefixes_ok(method))
		return refuse(why);
	return OUT_OK;
}

/* Whether the expression is ${before}, a prefix of XMLDSig's, and ${after}:
 * then it says the same as enveloped-signature, where there is one Signature
 * in the document. */
static bool
is_expression(const xmlNode *node, const char *before, const char *after)
{
	char *s = xmlin_text(node, "");
	size_t n = strlen(before), len = s == NULL ? 0 : strlen(s);
	xmlNs *ns = NULL;
	char *colon;

	if (len > n && strncmp(s, before, n) == 0 &&
	    (colon = strchr(s + n, ':')) != NULL &&
	    strcmp(colon + 1, after) == 0) {
		*colon = '\0';
		ns = xmlSearchNs(node->doc, (xmlNode *)(uintptr_t)node,
		    (const xmlChar *)s + n);
	}
	free(s);
	return ns != NULL && strcmp((const char *)ns->href, XMLSIG_NS) == 0;
}

/* Does it take the Signature out of the document, and nothing else? */
static bool
takes_out(const xmlNode *t)
{
	const xmlNode *x = first(t);

	if (has_attr(t, "Algorithm", ENVELOPED))
		return x == NULL;
	if (x == NULL || xmlNextElementSibling((xmlNode *)(uintptr_t)x) != NULL)
		return false;
	if (has_attr(t, "Algorithm", XMLSIG_XPATH))
		return xmlsig_element(x, XMLSIG_NS, "XPath") &&
		    is_expression(x, "not(ancestor-or-self::", "Signature)");
	if (has_attr(t, "Algorithm", XMLSIG_XPATH2))
		return xmlsig_element(x, XMLSIG_XPATH2, "XPath") &&
		    has_attr(x, "Filter", "subtract") &&
		    is_expression(x, "/descendant::", "Signature");
	return false;
}

enum outcome
xmlsig_transforms(
    const xmlNode *transforms, bool whole, bool bytes, struct why *why)
{
	xmlNode *t = transforms == NULL ? NULL : first(transforms);

	if (bytes)
		return transforms == NULL ? OUT_OK : refuse(why);
	if (whole) {
		if (!xmlsig_element(t, XMLSIG_NS, "Transform") || !takes_out(t))
			return refuse(why);
		t = xmlNextElementSibling(t);
	}
	if (t == NULL)
		return OUT_OK;
	if (!xmlsig_element(t, XMLSIG_NS, "Transform") ||
	    xmlNextElementSibling(t) != NULL)
		return refuse(why);
	return xmlsig_canonical(t, why);
}
