/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stddef.h>

#define UTF8_REPLACEMENT "\xef\xbf\xbd" /* U+FFFD */

/**
 * utf8_next(s):
 * Return the number of bytes of the character at the string ${s}, or 0 if
 * none begins there (overlong forms, surrogates and what is above U+10FFFF
 * are none).  ${s} is not at its end.
 */
size_t utf8_next(const char *);

#endif /* !BASE_UTF8_H */
