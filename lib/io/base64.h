/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_BASE64_H
#define IO_BASE64_H

#include <stddef.h>

#include "base/buf.h"
#include "base/why.h"

/*
 * base64 -- RFC 4648, section 4.
 */

/** base64_write(data, len, out): append the text to ${out}; as buf_add(). */
int base64_write(const void *, size_t, struct buf *);

/**
 * base64_read(text, len, out, why):
 * Append what the ${len} bytes at ${text} mean in base64 to ${out}; blanks
 * between them mean nothing.
 * OUT_REJECT (rule BASE64): they are none.  OUT_RETRY: memory is short.
 */
MUST_CHECK enum outcome
base64_read(const char *, size_t, struct buf *, struct why *);

/**
 * base64_read_exact(text, out, why):
 * The same of a string that must be, letter by letter, what base64_write()
 * makes: no two texts stand for the same bytes.
 */
MUST_CHECK enum outcome
base64_read_exact(const char *, struct buf *, struct why *);

#endif /* !IO_BASE64_H */
