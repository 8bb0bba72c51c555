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
 * base64_read(text, out, why):
 * Append to ${out} the bytes that the string ${text} stands for.
 * OUT_REJECT (rule BASE64): it is not, letter by letter, what base64_write()
 * makes of them: no two texts stand for the same bytes.
 */
MUST_CHECK enum outcome base64_read(const char *, struct buf *, struct why *);

#endif /* !IO_BASE64_H */
