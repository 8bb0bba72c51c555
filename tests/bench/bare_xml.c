/* SPDX-License-Identifier: EUPL-1.2 */
/* The bare loop's XML: one parser context, one schema, the stylesheets. */
#include <err.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <libxml/parser.h>
#include <libxml/xmlschemas.h>
#include <libxslt/transform.h>
#include <libxslt/xsltutils.h>

#include "bare.h"

#define OPTIONS                                                      \
	(XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | \
	    XML_PARSE_NOCDATA)

static xmlParserCtxt *parser;
static xmlSchemaValidCtxt *valid;
static xsltStylesheet *style[BARE_PAGES];
static int child = -1;

void
bare_room(struct bytes *b, size_t n)
{
	if (n <= b->cap)
		return;
	if ((b->data = realloc(b->data, n)) == NULL)
		err(1, "memory");
	b->cap = n;
}

static void
silent(void *ctx, const char *fmt, ...)
{
	(void)ctx;
	(void)fmt;
}

void
bare_load(const char *path)
{
	xmlSchemaParserCtxt *p = xmlSchemaNewParserCtxt(path);
	xmlSchema *schema = p == NULL ? NULL : xmlSchemaParse(p);

	xmlSchemaFreeParserCtxt(p);
	if (schema == NULL || (valid = xmlSchemaNewValidCtxt(schema)) == NULL ||
	    (parser = xmlNewParserCtxt()) == NULL)
		errx(1, "%s: no schema", path);
	xmlSchemaSetValidErrors(valid, silent, silent, NULL);
}

void
bare_style(size_t page, const char *path)
{
	style[page] = xsltParseStylesheetFile((const xmlChar *)path);
	if (style[page] == NULL)
		errx(1, "%s: no stylesheet", path);
}

static xmlDoc *
parse(const struct bytes *b)
{
	xmlDoc *doc = xmlCtxtReadMemory(
	    parser, (const char *)b->data, (int)b->len, NULL, NULL, OPTIONS);

	if (doc == NULL)
		errx(1, "a file is no XML");
	return doc;
}

static void
transform(size_t page, xmlDoc *doc, struct bytes *html)
{
	xmlDoc *result = xsltApplyStylesheet(style[page], doc, NULL);
	xmlChar *text = NULL;
	int len = 0;

	if (result == NULL ||
	    xsltSaveResultToString(&text, &len, result, style[page]) == -1)
		errx(1, "no page");
	bare_room(html, (size_t)len);
	memcpy(html->data, text, (size_t)len);
	html->len = (size_t)len;
	xmlFree(text);
	xmlFreeDoc(result);
}

void
bare_work(char task, size_t page, const struct bytes *header,
    const struct bytes *form, struct bytes *html)
{
	xmlDoc *doc;

	html->len = 0;
	if (task != 't')
		xmlFreeDoc(parse(header));
	doc = parse(form);
	if (task != 't' && xmlSchemaValidateDoc(valid, doc) != 0)
		errx(1, "a form is not valid");
	if (task != 'v')
		transform(page, doc, html);
	xmlFreeDoc(doc);
}

/* ---- in a process of its own ---- */

struct head {
	uint64_t task, page, header, form;
};

static bool
get(int fd, void *data, size_t len)
{
	unsigned char *p = data;
	ssize_t n;

	for (; len > 0; p += n, len -= (size_t)n)
		if ((n = read(fd, p, len)) <= 0)
			return false;
	return true;
}

static bool
put(int fd, const void *data, size_t len)
{
	const unsigned char *p = data;
	ssize_t n;

	for (; len > 0; p += n, len -= (size_t)n)
		if ((n = write(fd, p, len)) <= 0)
			return false;
	return true;
}

static void
serve(int fd)
{
	struct bytes header = { 0 }, form = { 0 }, html = { 0 };
	struct head h;
	uint64_t len;

	while (get(fd, &h, sizeof(h))) {
		bare_room(&header, (size_t)h.header);
		bare_room(&form, (size_t)h.form);
		header.len = (size_t)h.header;
		form.len = (size_t)h.form;
		if (!get(fd, header.data, header.len) ||
		    !get(fd, form.data, form.len))
			break;
		bare_work((char)h.task, (size_t)h.page, &header, &form, &html);
		len = html.len;
		if (!put(fd, &len, sizeof(len)) ||
		    !put(fd, html.data, html.len))
			break;
	}
	_exit(0);
}

void
bare_fork(void)
{
	int fd[2];
	pid_t pid;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fd) == -1 ||
	    (pid = fork()) == -1)
		err(1, "fork");
	if (pid == 0) {
		(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
		(void)close(fd[0]);
		serve(fd[1]);
	}
	(void)close(fd[1]);
	child = fd[0];
}

void
bare_ask(char task, size_t page, const struct bytes *header,
    const struct bytes *form, struct bytes *html)
{
	struct head h = { (uint64_t)task, page,
		header == NULL ? 0 : header->len, form->len };
	uint64_t len;

	if (!put(child, &h, sizeof(h)) ||
	    (header != NULL && !put(child, header->data, header->len)) ||
	    !put(child, form->data, form->len) ||
	    !get(child, &len, sizeof(len)))
		errx(1, "the other process is gone");
	bare_room(html, (size_t)len);
	html->len = (size_t)len;
	if (!get(child, html->data, html->len))
		errx(1, "the other process is gone");
}
