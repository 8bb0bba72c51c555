/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_TAXID_H
#define DOMAIN_TAXID_H

#include <stdbool.h>

/**
 * taxid_ok(kind, number):
 * Whether ${number} can be a tax payer's number of ${kind}, without points
 * and strokes: "CPF" (11 digits, two of them check digits), "CNPJ" (14; since
 * July 2026 the first twelve may be letters); true for any other kind.
 */
bool taxid_ok(const char *, const char *);

#endif /* !DOMAIN_TAXID_H */
