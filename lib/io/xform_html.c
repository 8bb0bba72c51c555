/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * A result tree as HTML.  libxml2's own writer looks up each element and
 * attribute in tables of HTML 4, and escapes what is a link as libxslt then
 * cannot undo; what our stylesheets make needs none of that.
 */
#include "io/xform_html.h"

#include <string.h>

static bool
is_one_of(const xmlNode *n, const char *const *names)
{
	for (; *names != NULL; names++)
		if (strcmp((const char *)n->name, *names) == 0)
			return true;
	return false;
}

/* Elements without an end tag, and those whose text stands as it is. */
static bool
is_void(const xmlNode *n)
{
	static const char *const names[] = { "br", "meta", "col", "hr", "img",
		"input", "link", "area", "base", "embed", "source", "track",
		"wbr", NULL };

	return n->children == NULL && is_one_of(n, names);
}

static bool
is_raw(const xmlNode *n)
{
	static const char *const names[] = { "style", "script", NULL };

	return n != NULL && n->type == XML_ELEMENT_NODE && is_one_of(n, names);
}

/* The text with what has a meaning in HTML escaped. */
static void
escaped(struct buf *out, const xmlChar *text, bool attribute)
{
	const char *s = (const char *)text, *set = attribute ? "&<>\"" : "&<>";
	const char *instead;
	size_t n;

	if (s == NULL)
		return;
	for (;;) {
		n = strcspn(s, set);
		(void)buf_add(out, s, n);
		if (s[n] == '\0')
			return;
		instead = s[n] == '&' ? "&amp;" :
		    s[n] == '<'	      ? "&lt;" :
		    s[n] == '>'	      ? "&gt;" :
					"&quot;";
		(void)buf_puts(out, instead);
		s += n + 1;
	}
}

static void
start_tag(struct buf *out, const xmlNode *n)
{
	const xmlAttr *a;
	const xmlNode *t;

	(void)buf_puts(out, "<");
	(void)buf_puts(out, (const char *)n->name);
	for (a = n->properties; a != NULL; a = a->next) {
		(void)buf_puts(out, " ");
		if (a->ns != NULL && a->ns->prefix != NULL) {
			(void)buf_puts(out, (const char *)a->ns->prefix);
			(void)buf_puts(out, ":");
		}
		(void)buf_puts(out, (const char *)a->name);
		(void)buf_puts(out, "=\"");
		for (t = a->children; t != NULL; t = t->next)
			if (t->type == XML_TEXT_NODE)
				escaped(out, t->content, true);
		(void)buf_puts(out, "\"");
	}
	(void)buf_puts(out, ">");
	if (strcmp((const char *)n->name, "head") == 0)
		(void)buf_puts(out, "<meta charset=\"utf-8\">");
}

static void
end_tag(struct buf *out, const xmlNode *n)
{
	(void)buf_puts(out, "</");
	(void)buf_puts(out, (const char *)n->name);
	(void)buf_puts(out, ">");
}

/* What stands at a node before its children. */
static void
enter(struct buf *out, const xmlNode *n)
{
	if (n->type == XML_ELEMENT_NODE)
		start_tag(out, n);
	else if (n->type != XML_TEXT_NODE && n->type != XML_CDATA_SECTION_NODE)
		return;
	else if (is_raw(n->parent))
		(void)buf_puts(out, (const char *)n->content);
	else
		escaped(out, n->content, false);
}

void
xform_html(const xmlDoc *doc, struct buf *out)
{
	const xmlNode *n = doc->children;

	while (n != NULL) {
		enter(out, n);
		if (n->type == XML_ELEMENT_NODE && n->children != NULL) {
			n = n->children;
			continue;
		}
		if (n->type == XML_ELEMENT_NODE && !is_void(n))
			end_tag(out, n);
		while (n->next == NULL && n->parent != NULL &&
		    n->parent->type == XML_ELEMENT_NODE) {
			n = n->parent;
			end_tag(out, n);
		}
		n = n->next;
	}
	(void)buf_puts(out, "\n");
}
