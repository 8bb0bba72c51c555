/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef VALUE_IBAN_NATIONAL_H
#define VALUE_IBAN_NATIONAL_H

#include <stdbool.h>

/* iban_national -- the check digits that banks of a country put into their
 * account numbers besides those of the IBAN. */

/**
 * iban_national_check(country, bban):
 * Whether they hold in ${bban}, which is built as the accounts of ${country}
 * are (iban_check()); true for a country whose rule is not known here.
 * Known: AL BA BE CZ EE ES FI FR HR HU IS IT MC ME MK NO PL PT RS SI SK SM
 * TL XK.
 */
bool iban_national_check(const char *, const char *);

#endif /* !VALUE_IBAN_NATIONAL_H */
