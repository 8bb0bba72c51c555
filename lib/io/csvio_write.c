/* SPDX-License-Identifier: EUPL-1.2 */
#include <csv.h>
#include <string.h>

#include "io/csvio.h"

/* "-12.50" is a number to a spreadsheet, and "-12.50+A1" is not. */
static bool
plain_number(const char *s)
{
	size_t whole, decimals = 0;

	if (*s == '+' || *s == '-')
		s++;
	whole = strspn(s, "0123456789");
	s += whole;
	if (*s == '.') {
		decimals = strspn(s + 1, "0123456789");
		s += 1 + decimals;
	}
	return *s == '\0' && whole + decimals > 0;
}

enum outcome
csvio_field(struct buf *b, char sep, const char *s, bool last,
    enum csvio_guard guard, struct why *why)
{
	size_t len = strlen(s), room = 2 * len + 2, n;
	unsigned char *start;
	const char tail[] = { sep, '\0' };
	bool runs;

	runs =
	    *s != '\0' && strchr("=+-@\t\r\n", *s) != NULL && !plain_number(s);
	if (runs && guard == CSVIO_BANK) {
		(void)why_reject(why, "CSV-INJECTION",
		    "a spreadsheet would "
		    "run this as a formula");
		why_value(why, s);
		return OUT_REJECT;
	}
	if (buf_room(b, room + 1) == 0) {
		start = b->data + b->len;
		n = csv_write(start, room, s, len);
		if (runs) {
			memmove(start + 2, start + 1, n++ - 1);
			start[1] = '\'';
		}
		start[n] = '\0';
		b->len += n;
	}
	(void)buf_puts(b, last ? "\r\n" : tail);
	return buf_ok(b, why);
}
