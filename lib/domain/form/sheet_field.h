/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_SHEET_FIELD_H
#define DOMAIN_SHEET_FIELD_H

#include <stddef.h>

#include "base/why.h"
#include "domain/form/sheet_kind.h"

/*
 * sheet_field -- kinds of fields of sheets.  Each checks the text and sets a
 * string of a record to it; OUT_REJECT is the row's fault, under the rule
 * that sheet.h names.
 */

/** sheet_string(field, s, why): as it is. */
MUST_CHECK enum outcome sheet_string(char **, const char *, struct why *);

/** sheet_text(field, s, why): text of several lines (SHEET-TEXT). */
MUST_CHECK enum outcome sheet_text(char **, const char *, struct why *);

/** sheet_reference(field, s, why): one short line (SHEET-REFERENCE). */
MUST_CHECK enum outcome sheet_reference(char **, const char *, struct why *);

/** sheet_day(field, s, why): a date (SHEET-DATE). */
MUST_CHECK enum outcome sheet_day(char **, const char *, struct why *);

/** sheet_past_day(row, field, s, why): a day on which something happened:
 * not after the row's today. */
MUST_CHECK enum outcome
sheet_past_day(const struct sheet_row *, char **, const char *, struct why *);

/** sheet_code(field, s, codes, why): one of ${codes}, words with a blank
 * after each, in either case (SHEET-CODE). */
MUST_CHECK enum outcome
sheet_code(char **, const char *, const char *, struct why *);

/** sheet_currency(field, s, why): R-1001 */
MUST_CHECK enum outcome sheet_currency(char **, const char *, struct why *);

/** sheet_lower(s, buf, size): ${s} in small letters, cut to fit. */
void sheet_lower(const char *, char *, size_t);

#endif /* !DOMAIN_SHEET_FIELD_H */
