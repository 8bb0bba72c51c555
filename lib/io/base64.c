/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/base64.h"

#include <stdint.h>
#include <string.h>

/* What a character counts, or -1. */
static int
worth(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* Each group of four as up to three bytes; bits left over must be zero. */
static int
add_group(struct buf *out, const int *v, size_t n)
{
	unsigned char b[3];
	uint32_t w = 0;
	size_t i;

	for (i = 0; i < 4; i++)
		w = w << 6 | (i < n ? (uint32_t)v[i] : 0);
	if ((n == 2 && (w & 0xffff) != 0) || (n == 3 && (w & 0xff) != 0))
		return -1;
	b[0] = (unsigned char)(w >> 16);
	b[1] = (unsigned char)(w >> 8);
	b[2] = (unsigned char)w;
	(void)buf_add(out, b, n - 1);
	return 0;
}

static int
read_all(const char *text, size_t len, struct buf *out)
{
	size_t i, n = 0, pad = 0;
	int v[4];

	for (i = 0; i < len; i++) {
		if (text[i] != '\0' && strchr(" \t\r\n", text[i]) != NULL)
			continue;
		if (text[i] == '=') {
			pad++;
			continue;
		}
		if (pad > 0 || (v[n] = worth(text[i])) == -1)
			return -1;
		if (++n == 4) {
			(void)add_group(out, v, 4);
			n = 0;
		}
	}
	if (n == 0)
		return pad == 0 ? 0 : -1;
	if (n == 1 || n + pad != 4)
		return -1;
	return add_group(out, v, n);
}

enum outcome
base64_read(const char *text, size_t len, struct buf *out, struct why *why)
{
	if (read_all(text, len, out) == -1)
		return why_reject(why, "BASE64", "not base64");
	return buf_ok(out, why);
}
