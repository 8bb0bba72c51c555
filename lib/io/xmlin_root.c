/* SPDX-License-Identifier: EUPL-1.2 */
/* Whether bytes are XML, and its root: what can be told without reading on. */
#include "io/xmlin.h"

#include <string.h>

#include "base/buf.h"
#include "io/xmlscan.h"

static bool
begins(const unsigned char *p, size_t len, const char *with, size_t n)
{
	return len >= n && memcmp(p, with, n) == 0;
}

static size_t
skip_blanks(const unsigned char *p, size_t len, size_t at)
{
	while (at < len &&
	    (p[at] == ' ' || p[at] == '\t' || p[at] == '\r' || p[at] == '\n'))
		at++;
	return at;
}

bool
xmlin_markup(const void *buf, size_t len)
{
	const unsigned char *p = buf;
	size_t at = 0;

	if (len == 0)
		return false;
	if (begins(p, len, "\xff\xfe", 2) || begins(p, len, "\xfe\xff", 2))
		at = 2;
	if (begins(p + at, len - at, "\0<", 2) ||
	    begins(p + at, len - at, "<\0", 2))
		return true; /* UTF-16 */
	if (begins(p, len, "\xef\xbb\xbf", 3))
		at = 3;
	at = skip_blanks(p, len, at);
	return at < len && p[at] == '<';
}

/* Behind the next word from ${at} on, or the end. */
static size_t
behind(const unsigned char *p, size_t len, size_t at, const char *word)
{
	const unsigned char *q = memmem(p + at, len - at, word, strlen(word));

	return q == NULL ? len : (size_t)(q - p) + strlen(word);
}

/* Where the root's start tag begins, or the end where none can be seen. */
static size_t
root_at(const unsigned char *p, size_t len)
{
	size_t at = begins(p, len, "\xef\xbb\xbf", 3) ? 3 : 0;

	for (;;) {
		at = skip_blanks(p, len, at);
		if (begins(p + at, len - at, "<?", 2))
			at = behind(p, len, at, "?>");
		else if (begins(p + at, len - at, "<!--", 4))
			at = behind(p, len, at + 4, "-->");
		else
			break;
	}
	return at + 1 < len && p[at] == '<' && p[at + 1] != '!' ? at : len;
}

/* The length of the start tag at p without its '>', or 0. */
static size_t
tag_length(const unsigned char *p, size_t len)
{
	unsigned char quote = '\0';
	size_t i;

	for (i = 0; i < len && i <= XMLSCAN_TAG; i++) {
		if (quote != '\0')
			quote = p[i] == quote ? '\0' : quote;
		else if (p[i] == '"' || p[i] == '\'')
			quote = p[i];
		else if (p[i] == '>')
			return i;
	}
	return 0;
}

enum outcome
xmlin_root(
    struct xmlin *x, const void *buf, size_t len, xmlDoc **doc, struct why *why)
{
	const unsigned char *p = buf;
	struct buf b = BUF_INIT;
	struct why reason = WHY_INIT;
	enum outcome out;
	size_t at, n;

	*doc = NULL;
	if (len == 0 || (at = root_at(p, len)) == len ||
	    (n = tag_length(p + at, len - at)) == 0)
		return OUT_OK;
	(void)buf_add(&b, p + at, p[at + n - 1] == '/' ? n - 1 : n);
	(void)buf_puts(&b, "/>");
	if ((out = buf_ok(&b, &reason)) == OUT_OK)
		out = xmlin_parse(x, b.data, b.len, doc, &reason);
	buf_free(&b);
	if (out == OUT_RETRY)
		*why = reason;
	return out == OUT_RETRY ? out : OUT_OK;
}
