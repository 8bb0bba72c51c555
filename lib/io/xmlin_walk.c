/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/xmlin.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

/* The first element ${name}, of ${len} bytes, from ${n} on. */
static xmlNode *
element_from(xmlNode *n, const char *name, size_t len)
{
	for (; n != NULL; n = n->next)
		if (n->type == XML_ELEMENT_NODE &&
		    strncmp((const char *)n->name, name, len) == 0 &&
		    n->name[len] == '\0')
			return n;
	return NULL;
}

xmlNode *
xmlin_child(const xmlNode *node, const char *name)
{
	if (node == NULL)
		return NULL;
	return element_from(node->children, name, strlen(name));
}

xmlNode *
xmlin_next(const xmlNode *node)
{
	if (node == NULL)
		return NULL;
	return element_from(node->next, (const char *)node->name,
	    strlen((const char *)node->name));
}

xmlNode *
xmlin_find(const xmlNode *node, const char *path)
{
	xmlNode *found = NULL;
	size_t len;

	for (; node != NULL && *path != '\0'; node = found) {
		len = strcspn(path, "/");
		found = element_from(node->children, path, len);
		path += len;
		path += *path == '/';
	}
	return found;
}

/* A malloc'd copy of s, which may be NULL, without blanks at its ends. */
static char *
trimmed(const char *s)
{
	static const char blanks[] = " \t\r\n";
	const char *p = s == NULL ? "" : s;
	size_t len;

	p += strspn(p, blanks);
	for (len = strlen(p); len > 0; len--)
		if (strchr(blanks, p[len - 1]) == NULL)
			break;
	return strndup(p, len);
}

static void
gather(const xmlNode *n, struct buf *b)
{
	for (; n != NULL; n = n->next) {
		if ((n->type == XML_TEXT_NODE ||
			n->type == XML_CDATA_SECTION_NODE) &&
		    n->content != NULL)
			(void)buf_puts(b, (const char *)n->content);
		else if (n->type == XML_ELEMENT_NODE)
			gather(n->children, b);
	}
}

/* The text of these nodes.  Not by xmlNodeGetContent(), which leaves out
 * without a word what it has no memory for. */
static char *
text_of(const xmlNode *first)
{
	struct buf b = BUF_INIT;
	struct why why;
	char *text = NULL;

	gather(first, &b);
	if (buf_ok(&b, &why) == OUT_OK)
		text = trimmed((const char *)b.data);
	buf_free(&b);
	return text;
}

char *
xmlin_text(const xmlNode *node, const char *path)
{
	if (*path != '\0')
		node = xmlin_find(node, path);
	return node == NULL ? strdup("") : text_of(node->children);
}

char *
xmlin_attr(const xmlNode *node, const char *name)
{
	const xmlAttr *a, *found = NULL;

	for (a = node == NULL ? NULL : node->properties; a != NULL; a = a->next)
		if (strcmp((const char *)a->name, name) == 0 &&
		    (found == NULL || a->ns == NULL))
			found = a;
	return found == NULL ? strdup("") : text_of(found->children);
}

/* The place among the siblings of that name, from 1; 0 if it is the only. */
static unsigned int
place_of(const xmlNode *node)
{
	const xmlNode *n;
	unsigned int before = 0;

	for (n = node->prev; n != NULL; n = n->prev)
		before += n->type == XML_ELEMENT_NODE &&
		    strcmp((const char *)n->name, (const char *)node->name) ==
			0;
	return before == 0 && xmlin_next(node) == NULL ? 0 : before + 1;
}

/* "/name" or "/name[2]", printable, cut to fit. */
static void
step_of(const xmlNode *node, char *step, size_t size)
{
	unsigned int place = place_of(node);
	char *p;

	if (place == 0)
		(void)snprintf(step, size, "/%.60s", (const char *)node->name);
	else
		(void)snprintf(
		    step, size, "/%.60s[%u]", (const char *)node->name, place);
	for (p = step; *p != '\0'; p++)
		if (*p < ' ' || *p > '~')
			*p = '?';
}

char *
xmlin_path(const xmlNode *node, char *buf, size_t size)
{
	char step[80];
	size_t at = size - 1, len;

	buf[at] = '\0';
	for (; node != NULL && node->type == XML_ELEMENT_NODE;
	     node = node->parent) {
		step_of(node, step, sizeof(step));
		len = strlen(step);
		if (len + 3 > at) {
			/* No room: what is nearest the place says most. */
			if (at >= 3)
				memcpy(buf + (at -= 3), "...", 3);
			break;
		}
		memcpy(buf + (at -= len), step, len);
	}
	memmove(buf, buf + at, size - at);
	return buf;
}
