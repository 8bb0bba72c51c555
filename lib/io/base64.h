/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_BASE64_H
#define IO_BASE64_H

#include <stddef.h>

#include "base/buf.h"
#include "base/why.h"

/**
 * base64_read(text, len, out, why):
 * Append what the ${len} bytes at ${text} mean in base64 (RFC 4648, section
 * 4) to ${out}; blanks between them mean nothing.
 * OUT_REJECT (rule BASE64): they are none.  OUT_RETRY: memory is short.
 */
MUST_CHECK enum outcome
base64_read(const char *, size_t, struct buf *, struct why *);

#endif /* !IO_BASE64_H */
