/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/base64.h"

#include <stdint.h>
#include <string.h>

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
			      "abcdefghijklmnopqrstuvwxyz0123456789+/";

int
base64_write(const void *data, size_t len, struct buf *out)
{
	const unsigned char *p = data;
	size_t i, k, n;
	uint32_t v;

	for (i = 0; i < len; i += 3) {
		char four[4] = { '=', '=', '=', '=' };

		n = len - i < 3 ? len - i : 3;
		v = (uint32_t)p[i] << 16;
		v |= n > 1 ? (uint32_t)p[i + 1] << 8 : 0;
		v |= n > 2 ? (uint32_t)p[i + 2] : 0;
		for (k = 0; k <= n; k++)
			four[k] = letters[v >> (18 - 6 * k) & 63];
		if (buf_add(out, four, sizeof(four)) == -1)
			return -1;
	}
	return 0;
}

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

enum outcome
base64_read_exact(const char *text, struct buf *out, struct why *why)
{
	struct buf again = BUF_INIT;
	size_t before = out->len;
	enum outcome rc;

	if ((rc = base64_read(text, strlen(text), out, why)) != OUT_OK)
		goto done;
	if (out->len > before)
		(void)base64_write(
		    out->data + before, out->len - before, &again);
	if ((rc = buf_ok(&again, why)) == OUT_OK &&
	    (again.len != strlen(text) ||
		(again.len > 0 && memcmp(again.data, text, again.len) != 0)))
		rc = why_reject(why, "BASE64", "not base64");
done:
	if (rc != OUT_OK)
		out->len = before;
	buf_free(&again);
	return rc;
}
