/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/base64.h"

#include <stdbool.h>
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

/* Read four letters, the last ones perhaps '='; how many bytes, or 0. */
static size_t
read_four(const char *s, unsigned char *bytes)
{
	const char *at;
	uint32_t v = 0;
	size_t k, n = 0;

	for (k = 0; k < 4; k++) {
		at = s[k] == '\0' ? NULL : strchr(letters, s[k]);
		if (at != NULL && n == k) {
			v |= (uint32_t)(at - letters) << (18 - 6 * k);
			n++;
		} else if (s[k] != '=' || k < 2) {
			return 0;
		}
	}
	bytes[0] = (unsigned char)(v >> 16);
	bytes[1] = (unsigned char)(v >> 8);
	bytes[2] = (unsigned char)v;
	/* Bits that stand for nothing must be zero. */
	if ((n == 2 && (v & 0xffff) != 0) || (n == 3 && (v & 0xff) != 0))
		return 0;
	return n - 1;
}

enum outcome
base64_read(const char *text, struct buf *out, struct why *why)
{
	size_t i, n = 0, len = strlen(text), before = out->len;
	unsigned char bytes[3];
	bool ok = len % 4 == 0;

	for (i = 0; ok && i < len; i += 4) {
		n = read_four(text + i, bytes);
		ok = n == 3 || (n > 0 && i + 4 == len);
		if (ok)
			(void)buf_add(out, bytes, n);
	}
	if (!ok) {
		out->len = before;
		return why_reject(why, "BASE64", "not base64");
	}
	return buf_ok(out, why);
}
