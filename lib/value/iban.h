/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef VALUE_IBAN_H
#define VALUE_IBAN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/why.h"

/*
 * iban -- account and reference numbers with check digits.  The table of
 * countries (lib/data/iban.csv) is compiled in.
 */

/**
 * iban_check(s, why):
 * ${s} in electronic form (ISO 13616-1; no blanks, upper case).
 * OUT_REJECT: IBAN-FORM, IBAN-COUNTRY (none that has IBANs), IBAN-LENGTH,
 * IBAN-STRUCTURE (of the country's BBAN), IBAN-CHECK (mod 97).
 */
MUST_CHECK enum outcome iban_check(const char *, struct why *);

/** iban_length(s): how long IBANs of the country are that ${s} begins with; 0
 * if it has none. */
size_t iban_length(const char *);

/** iban_sepa(s): whether the country of ${s} is in the SEPA schemes. */
bool iban_sepa(const char *);

/** iban_eea(country): whether a SEPA transfer there needs no BIC. */
bool iban_eea(const char *);

/**
 * iban_national_ok(s):
 * Whether the national check digits within the BBAN hold, where we know the
 * rule (BE, ES, FR, IT, PT, ...); true where we do not.  For a warning only.
 */
bool iban_national_ok(const char *);

/** bic_check(s, why): ISO 9362: 8 or 11.  OUT_REJECT (rule BIC-FORM). */
MUST_CHECK enum outcome bic_check(const char *, struct why *);

/** bic_matches(bic, iban): whether their countries agree (as for GB with GG,
 * JE, IM; FR with its territories). */
bool bic_matches(const char *, const char *);

/** rf_check(s): whether ${s} is an ISO 11649 reference with right check. */
bool rf_check(const char *);

#endif /* !VALUE_IBAN_H */
