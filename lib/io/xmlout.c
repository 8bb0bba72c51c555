/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/xmlout.h"

#include <stdint.h>
#include <string.h>

#include "base/utf8.h"

/* What stands for a byte that cannot stand for itself, or NULL. */
static const char *
escape(unsigned char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\t':
		return "&#9;";
	case '\n':
		return "&#10;";
	case '\r':
		return "&#13;";
	default:
		return c < ' ' ? UTF8_REPLACEMENT : NULL;
	}
}

void
xmlout_text(struct buf *b, const char *s)
{
	const char *plain = s, *instead;
	size_t n;

	while (*s != '\0') {
		n = utf8_next(s);
		instead = n == 0 ? UTF8_REPLACEMENT : escape((uint8_t)*s);
		/* U+FFFE and U+FFFF are no characters of XML. */
		if (n == 3 &&
		    (memcmp(s, "\xef\xbf\xbe", 3) == 0 ||
			memcmp(s, "\xef\xbf\xbf", 3) == 0))
			instead = UTF8_REPLACEMENT;
		if (instead != NULL) {
			(void)buf_add(b, plain, (size_t)(s - plain));
			(void)buf_puts(b, instead);
			plain = s + (n == 0 ? 1 : n);
		}
		s += n == 0 ? 1 : n;
	}
	(void)buf_add(b, plain, (size_t)(s - plain));
}

void
xmlout_open(struct buf *b, const char *name)
{
	(void)buf_puts(b, "<");
	(void)buf_puts(b, name);
	(void)buf_puts(b, ">");
}

void
xmlout_close(struct buf *b, const char *name)
{
	(void)buf_puts(b, "</");
	(void)buf_add(b, name, strcspn(name, " \t\n"));
	(void)buf_puts(b, ">");
}

void
xmlout_elem(struct buf *b, const char *name, const char *s)
{
	xmlout_open(b, name);
	xmlout_text(b, s);
	xmlout_close(b, name);
}

void
xmlout_opt(struct buf *b, const char *name, const char *s)
{
	if (s != NULL && s[0] != '\0')
		xmlout_elem(b, name, s);
}
