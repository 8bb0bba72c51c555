/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef VALUE_NAME_GREEK_H
#define VALUE_NAME_GREEK_H

#include <stddef.h>
#include <stdint.h>

/* name_greek -- Greek in Latin letters by ELOT 743 (ISO 843, type 2). */

/**
 * name_greek(c, n, i, text):
 * Set ${text} to the small Latin letters for the Greek ones from ${i} on of
 * the ${n} code points at ${c}.  Return how many that covers, 0 if there is
 * no Greek letter.
 */
size_t name_greek(const uint32_t *, size_t, size_t, const char **);

/** name_greek_lower(c): the small letter of an accented Greek capital, else
 * ${c}. */
uint32_t name_greek_lower(uint32_t);

#endif /* !VALUE_NAME_GREEK_H */
