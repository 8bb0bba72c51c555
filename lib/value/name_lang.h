/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef VALUE_NAME_LANG_H
#define VALUE_NAME_LANG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * name_lang -- how languages write their letters in A to Z:
 * de; da, no, nb, nn, sv; el by ELOT 743 (ISO 843); bg by the Transliteration
 * Act of 2009; uk by resolution 55 of the Cabinet of Ministers of 2010.
 */
#define NAME_LANG_MAX 8 /* bytes of the longest replacement, and NUL */

/**
 * name_lang(language, c, n, i, out):
 * Write to ${out} what stands in ${language} for the characters from ${i} on
 * of the ${n} code points at ${c} (NUL-terminated; "" if they are left out).
 * Return how many of them that covers, 0 if the language has no rule there.
 */
size_t name_lang(const char *, const uint32_t *, size_t, size_t, char *);

/** name_letter(c): whether the code point is a letter, as far as the scripts
 * of these rules go. */
bool name_letter(uint32_t);

/** name_compose(base, mark): the letter for ${base} with the combining
 * ${mark} where the rules know that letter, else 0. */
uint32_t name_compose(uint32_t, uint32_t);

#endif /* !VALUE_NAME_LANG_H */
