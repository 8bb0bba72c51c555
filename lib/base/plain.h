/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BASE_PLAIN_H
#define BASE_PLAIN_H

#include "base/buf.h"

/**
 * plain_ascii(s):
 * Replace each byte of ${s} outside printable ASCII by '?': nothing in it can
 * end a line of a log, begin one, or steer a terminal.  The locale does not
 * matter.
 */
void plain_ascii(char *);

/**
 * plain_text(b, s):
 * Append ${s} to ${b} as people read it on a terminal, on one line: letters of
 * any script as they are; control characters, separators of lines and what sets
 * the direction of writing or is not seen as "\u202e" or "\U000e0041"; a byte
 * that belongs to no character of UTF-8 as "\xff".  A backslash stays one: who
 * has to tell it apart reads JSON.  buf_ok() tells whether memory sufficed.
 */
void plain_text(struct buf *, const char *);

#endif /* !BASE_PLAIN_H */
