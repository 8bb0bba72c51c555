/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/plain.h"

#include <stdbool.h>
#include <stdint.h>

#include "base/utf8.h"

/* What steers a terminal, ends a line, turns what stands around it, or is
 * not seen; from first to last.  Joiners (U+200C, U+200D) are of letters. */
static const struct {
	uint32_t first, last;
} steering[] = {
	{ 0x01, 0x1f },	      /* C0: escape, newline, tab ... */
	{ 0x7f, 0x9f },	      /* delete, C1 */
	{ 0x061c, 0x061c },   /* Arabic letter mark */
	{ 0x200b, 0x200b },   /* zero width space */
	{ 0x200e, 0x200f },   /* marks of direction */
	{ 0x2028, 0x202e },   /* separators; embeddings and overrides */
	{ 0x2060, 0x206f },   /* word joiner, isolates, deprecated ones */
	{ 0xfeff, 0xfeff },   /* byte order mark */
	{ 0xfff9, 0xfffb },   /* interlinear annotation */
	{ 0xe0000, 0xe007f }, /* tags */
};

void
plain_ascii(char *s)
{
	for (; *s != '\0'; s++) /* no isprint(3): it asks the locale */
		if (*s < ' ' || *s > '~')
			*s = '?';
}

/* The character of ${n} bytes, well-formed. */
static uint32_t
character(const char *s, size_t n)
{
	static const unsigned char lead[] = { 0, 0x7f, 0x1f, 0x0f, 0x07 };
	uint32_t c = (unsigned char)s[0] & lead[n];
	size_t i;

	for (i = 1; i < n; i++)
		c = c << 6 | ((unsigned char)s[i] & 0x3f);
	return c;
}

static bool
steers(uint32_t c)
{
	size_t i;

	for (i = 0; i < sizeof(steering) / sizeof(steering[0]); i++)
		if (c >= steering[i].first && c <= steering[i].last)
			return true;
	return false;
}

void
plain_text(struct buf *b, const char *s)
{
	uint32_t c;
	size_t n;

	for (; *s != '\0'; s += n == 0 ? 1 : n) {
		if ((n = utf8_next(s)) == 0) {
			(void)buf_printf(
			    b, "\\x%02x", (unsigned int)(unsigned char)*s);
			continue;
		}
		c = character(s, n);
		if (steers(c))
			(void)buf_printf(b, c > 0xffff ? "\\U%08x" : "\\u%04x",
			    (unsigned int)c);
		else
			(void)buf_add(b, s, n);
	}
}
