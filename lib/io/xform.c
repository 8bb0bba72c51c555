/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/xform.h"

#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libxml/parser.h>
#include <libxslt/security.h>
#include <libxslt/transform.h>
#include <libxslt/xsltInternals.h>
#include <libxslt/xsltutils.h>

#include "io/slurp.h"
#include "io/xform_html.h"

/* A form takes some thousands of steps, a long dossier some hundred
 * thousand; what takes more than these is an attack. */
#define OP_LIMIT 20000000	    /* XPath operations */
#define DEPTH_LIMIT 200		    /* templates within templates */
#define STYLE_MAX ((size_t)4 << 20) /* bytes of a stylesheet */

struct xform {
	xsltStylesheet *style;
	xsltSecurityPrefs *sec;
};

/* The stylesheet's own words, as xsl:message and libxslt give them. */
struct words {
	char text[160];
};

static void PRINTF_LIKE(2, 3) on_message(void *ctx, const char *fmt, ...)
{
	struct words *w = ctx;
	size_t used = strlen(w->text);
	va_list ap;
	char *p;

	va_start(ap, fmt);
	(void)vsnprintf(w->text + used, sizeof(w->text) - used, fmt, ap);
	va_end(ap);
	for (p = w->text + used; *p != '\0'; p++)
		if (*p == '\n')
			*p = ' ';
}

/* What the libraries would print besides: ours is silent. */
static void PRINTF_LIKE(2, 3) on_chatter(void *ctx, const char *fmt, ...)
{
	(void)ctx;
	(void)fmt;
}

/* Forbid a stylesheet everything outside the document it is given. */
static xsltSecurityPrefs *
forbid_all(void)
{
	static const xsltSecurityOption all[] = {
		XSLT_SECPREF_READ_FILE,
		XSLT_SECPREF_WRITE_FILE,
		XSLT_SECPREF_CREATE_DIRECTORY,
		XSLT_SECPREF_READ_NETWORK,
		XSLT_SECPREF_WRITE_NETWORK,
	};
	xsltSecurityPrefs *sec;
	size_t i;

	if ((sec = xsltNewSecurityPrefs()) == NULL)
		return NULL;
	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (xsltSetSecurityPrefs(sec, all[i], xsltSecurityForbid) !=
		    0) {
			xsltFreeSecurityPrefs(sec);
			return NULL;
		}
	return sec;
}

/* The default is for what asks no context, as xsl:import does.  It is made
 * once, and lasts as long as the process. */
static bool
forbid_by_default(void)
{
	static xsltSecurityPrefs *sec;

	if (sec == NULL && (sec = forbid_all()) == NULL)
		return false;
	xsltSetDefaultSecurityPrefs(sec);
	return true;
}

/* From bytes: the entity loader of this process may deny every file. */
static xsltStylesheet *
compile(const char *path, struct why *why)
{
	struct buf text = BUF_INIT;
	xsltStylesheet *style;
	xmlDoc *doc;

	if (slurp_file(path, STYLE_MAX, &text, why) != OUT_OK) {
		buf_free(&text);
		return NULL;
	}
	doc = xmlReadMemory((const char *)text.data, (int)text.len, NULL, NULL,
	    XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
	buf_free(&text);
	if (doc == NULL) {
		(void)why_retry(why, "%s: no XML", path);
		return NULL;
	}
	if ((style = xsltParseStylesheetDoc(doc)) == NULL ||
	    style->errors != 0) {
		(void)why_retry(why, "%s: no stylesheet", path);
		if (style == NULL)
			xmlFreeDoc(doc);
		xsltFreeStylesheet(style);
		return NULL;
	}
	return style;
}

enum outcome
xform_load(const char *path, struct xform **xfp, struct why *why)
{
	struct xform *xf;

	*xfp = NULL;
	xsltSetGenericErrorFunc(NULL, on_chatter);
	xmlSetGenericErrorFunc(NULL, on_chatter);
	if (!forbid_by_default() || (xf = calloc(1, sizeof(*xf))) == NULL)
		return why_retry(why, "out of memory");
	if ((xf->sec = forbid_all()) == NULL) {
		xform_free(xf);
		return why_retry(why, "out of memory");
	}
	if ((xf->style = compile(path, why)) == NULL) {
		xform_free(xf);
		return OUT_RETRY;
	}

	*xfp = xf;
	return OUT_OK;
}

void
xform_free(struct xform *xf)
{
	if (xf == NULL)
		return;
	xsltFreeStylesheet(xf->style);
	xsltFreeSecurityPrefs(xf->sec);
	free(xf);
}

/* Whether U+E000 to U+F8FF stands at p: EE 80 80 to EF A3 BF. */
static bool
private_use(const xmlChar *p)
{
	return p[0] == 0xee || (p[0] == 0xef && p[1] >= 0x80 && p[1] <= 0xa3);
}

/* The text node's content may belong to a dictionary: copy, never patch. */
static bool
scrub_text(xmlNode *node)
{
	xmlChar *copy, *p;

	for (p = node->content; p != NULL && *p != '\0'; p++)
		if (private_use(p))
			break;
	if (p == NULL || *p == '\0')
		return true;

	if ((copy = xmlStrdup(node->content)) == NULL)
		return false;
	for (p = copy; *p != '\0'; p++)
		if (private_use(p))
			memcpy(p, "\xef\xbf\xbd", 3);
	xmlNodeSetContent(node, copy);
	xmlFree(copy);
	return node->content != NULL;
}

static bool
scrub_attributes(const xmlNode *elem)
{
	const xmlAttr *attr;
	xmlNode *text;

	for (attr = elem->properties; attr != NULL; attr = attr->next)
		for (text = attr->children; text != NULL; text = text->next)
			if (text->type == XML_TEXT_NODE && !scrub_text(text))
				return false;
	return true;
}

enum outcome
xform_scrub(xmlDoc *doc, struct why *why)
{
	xmlNode *node = xmlDocGetRootElement(doc);
	bool ok = true;

	while (node != NULL && ok) {
		if (node->type == XML_ELEMENT_NODE)
			ok = scrub_attributes(node);
		else if (node->type == XML_TEXT_NODE ||
		    node->type == XML_CDATA_SECTION_NODE)
			ok = scrub_text(node);

		if (node->type == XML_ELEMENT_NODE && node->children != NULL) {
			node = node->children;
			continue;
		}
		while (node != NULL && node->next == NULL)
			node = node->parent->type == XML_DOCUMENT_NODE ?
			    NULL :
			    node->parent;
		if (node != NULL)
			node = node->next;
	}
	return ok ? OUT_OK : why_retry(why, "out of memory");
}

enum outcome
xform_apply(struct xform *xf, xmlDoc *doc, struct buf *out, struct why *why)
{
	struct words words = { "" };
	size_t before = out->len;
	enum outcome outcome;
	xsltTransformContext *ctxt;
	xmlDoc *result = NULL;

	if ((ctxt = xsltNewTransformContext(xf->style, doc)) == NULL)
		return why_retry(why, "out of memory");
	ctxt->opLimit = OP_LIMIT;
	ctxt->xpathCtxt->opLimit = OP_LIMIT;
	ctxt->maxTemplateDepth = DEPTH_LIMIT;
	xsltSetTransformErrorFunc(ctxt, &words, on_message);
	if (xsltSetCtxtSecurityPrefs(xf->sec, ctxt) != 0) {
		outcome = why_retry(why, "out of memory");
		goto done;
	}

	result =
	    xsltApplyStylesheetUser(xf->style, doc, NULL, NULL, NULL, ctxt);
	if (result == NULL || ctxt->state != XSLT_STATE_OK) {
		outcome = why_reject(why, "PAGE-XSLT", "%s", words.text);
	} else {
		xform_html(result, out);
		if ((outcome = buf_ok(out, why)) != OUT_OK)
			out->len = before;
	}

done:
	xmlFreeDoc(result);
	xsltFreeTransformContext(ctxt);
	return outcome;
}
