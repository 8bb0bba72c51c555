/* SPDX-License-Identifier: EUPL-1.2 */
/* The bytes of a payment CSV: RFC 4180, every field quoted. */
#include <string.h>

#include "domain/bank/paycheck_impl.h"

/* The end of the quoted field at p, behind its closing quote; NULL: none. */
static const char *
field_end(const char *p, const char *end)
{

	if (p == end || *p++ != '"')
		return NULL;
	while ((p = memchr(p, '"', (size_t)(end - p))) != NULL) {
		if (p + 1 == end || p[1] != '"')
			return p + 1;
		p += 2;
	}
	return NULL;
}

static size_t
newlines(const char *p, const char *end)
{
	size_t n = 0;

	for (; p < end; p++)
		n += *p == '\n';
	return n;
}

/* The quoted field from p to end; reading it will take its blanks away. */
static void
check_ends(struct paycheck *c, int line, const char *p, const char *end)
{
	p++;
	end--;
	if (p == end)
		return;
	if (*p == '\t' || *p == '\r' || *p == '\n')
		paycheck_tell_at(c, line, true, "CSV-INJECTION", "CH16",
		    "a field begins with a tab or the end of a line", NULL);
	else if (*p == ' ' || strchr(" \t\r\n", end[-1]) != NULL)
		paycheck_tell_at(c, line, true, "PAY-CHARACTERS", "CH16",
		    "blanks at an end of a field", NULL);
}

void
paycheck_bytes(struct paycheck *c, const char *p, size_t len, size_t columns,
    char sep, bool bom)
{
	const char *end = p + len;
	bool marked = len >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0;
	const char *field;
	size_t n = 0;
	int line = 1;

	if (marked != bom)
		paycheck_tell_at(c, 1, true, "PAY-BOM", "FF01",
		    marked ? "begins with a byte order mark" :
			     "lacks the byte order mark that this bank wants",
		    NULL);
	if (marked)
		p += 3;
	while (p < end) {
		field = p;
		if ((p = field_end(p, end)) == NULL) {
			paycheck_tell_at(c, line, true, "PAY-QUOTES", "FF01",
			    "a field that is not quoted, or not to its end",
			    NULL);
			return;
		}
		n++;
		check_ends(c, line, field, p);
		line += (int)newlines(field, p);
		if (p < end && *p == sep) {
			p++;
		} else if (end - p >= 2 && memcmp(p, "\r\n", 2) == 0) {
			if (n != columns)
				paycheck_tell_at(c, line, true, "PAY-COLUMNS",
				    "FF01",
				    "a row with another number of fields",
				    NULL);
			n = 0;
			p += 2;
			line++;
		} else {
			paycheck_tell_at(c, line, true, "PAY-QUOTES", "FF01",
			    "neither separator nor CRLF after a field", NULL);
			return;
		}
	}
	if (n != 0)
		paycheck_tell_at(c, line, true, "PAY-QUOTES", "FF01",
		    "the last row does not end", NULL);
}
