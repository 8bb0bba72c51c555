/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef VALUE_COUNTRY_H
#define VALUE_COUNTRY_H

#include <stdbool.h>
#include <stdint.h>

/* country -- codes of countries and languages. */

/** country_ok(code): ISO 3166-1 alpha-2, in upper case. */
bool country_ok(const char *);

/** country_eu(code, day): whether a Member State of the EU on ${day} (GB
 * until 2020-01-31). */
bool country_eu(const char *, int32_t);

/** language_ok(code): ISO 639-1, in lower case. */
bool language_ok(const char *);

#endif /* !VALUE_COUNTRY_H */
