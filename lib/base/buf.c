/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/buf.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BUF_FAILED SIZE_MAX /* in cap: memory ran out */
#define BUF_MIN ((size_t)256)

int
buf_room(struct buf *b, size_t n)
{
	size_t cap = b->cap, need;
	unsigned char *grown;

	if (b->cap == BUF_FAILED || n >= SIZE_MAX / 4 - b->len)
		goto fail;
	need = b->len + n + 1;
	if (b->data != NULL && need <= b->cap)
		return 0;
	if (cap < BUF_MIN)
		cap = BUF_MIN;
	while (cap < need)
		cap *= 2;
	if ((grown = realloc(b->data, cap)) == NULL)
		goto fail;
	b->data = grown;
	b->cap = cap;
	b->data[b->len] = '\0';
	return 0;
fail:
	b->cap = BUF_FAILED;
	return -1;
}

int
buf_add(struct buf *b, const void *data, size_t len)
{
	if (buf_room(b, len) == -1)
		return -1;
	if (len > 0)
		memcpy(b->data + b->len, data, len);
	b->len += len;
	b->data[b->len] = '\0';
	return 0;
}

int
buf_puts(struct buf *b, const char *s)
{
	return buf_add(b, s, strlen(s));
}

int
buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0 || buf_room(b, (size_t)n) == -1)
		return -1;
	va_start(ap, fmt);
	(void)vsnprintf((char *)b->data + b->len, (size_t)n + 1, fmt, ap);
	va_end(ap);
	b->len += (size_t)n;
	return 0;
}

enum outcome
buf_ok(const struct buf *b, struct why *why)
{
	if (b->cap == BUF_FAILED)
		return why_retry(why, "out of memory");
	return OUT_OK;
}

void
buf_reset(struct buf *b)
{
	if (b->cap == BUF_FAILED)
		buf_free(b);
	b->len = 0;
	if (b->data != NULL)
		b->data[0] = '\0';
}

void
buf_wipe(struct buf *b)
{
	if (b->data != NULL)
		explicit_bzero(b->data, b->cap == BUF_FAILED ? b->len : b->cap);
	buf_free(b);
}

void
buf_free(struct buf *b)
{
	free(b->data);
	memset(b, 0, sizeof(*b));
}
