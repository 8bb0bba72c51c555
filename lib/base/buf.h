/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stddef.h>

#include "base/why.h"

/*
 * buf -- bytes that grow.  A struct buf that is all zero is empty.  One NUL,
 * not counted in len, follows the bytes whenever data is not NULL, so that
 * text can be used as a string.
 */
struct buf {
	unsigned char *data; /* malloc'd; NULL while empty */
	size_t len;	     /* bytes in use */
	size_t cap;	     /* bytes allocated */
};

#define BUF_INIT           \
	{                  \
		NULL, 0, 0 \
	}

/**
 * buf_add(b, data, len):
 * Append the ${len} bytes at ${data} to ${b}.  Return 0, or -1 if memory is
 * short; then ${b} is as it was, and marked so that buf_ok() is false.
 */
int buf_add(struct buf *, const void *, size_t);

/**
 * buf_puts(b, s):
 * As buf_add() with the bytes of the string ${s}.
 */
int buf_puts(struct buf *, const char *);

/**
 * buf_printf(b, fmt, ...):
 * As buf_add() with the formatted text.
 */
int buf_printf(struct buf *, const char *, ...) PRINTF_LIKE(2, 3);

/**
 * buf_room(b, n):
 * Make room for ${n} more bytes behind the bytes of ${b} without counting
 * them: the caller writes at data + len and then adds to len.  Return 0 or
 * -1 as buf_add().
 */
int buf_room(struct buf *, size_t);

/**
 * buf_ok(b, why):
 * OUT_RETRY: an earlier call on ${b} ran out of memory.  One check at the
 * end of many calls is enough.
 */
MUST_CHECK enum outcome buf_ok(const struct buf *, struct why *);

/**
 * buf_reset(b):
 * Empty ${b}, keeping its memory.
 */
void buf_reset(struct buf *);

/**
 * buf_wipe(b):
 * Overwrite all memory of ${b} and free it; ${b} is then empty.
 */
void buf_wipe(struct buf *);

/**
 * buf_free(b):
 * Free the memory of ${b}, which is then empty.
 */
void buf_free(struct buf *);

#endif /* !BASE_BUF_H */
