/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_TELLTALE_H
#define DOMAIN_TELLTALE_H

#include <stdbool.h>

#include "base/record.pb-c.h"
#include "base/why.h"

/*
 * telltale -- whether a text that is kept for ever says whom a case is about.
 */

/**
 * telltale(c, text, tells, why):
 * Set ${tells} to whether in ${text} (UTF-8) stands, without regard to case,
 * accents and punctuation:
 *	any part of the name of a person in ${c}, now or before a correction,
 *	as a word (or with an s behind it); parts of less than three letters
 *	and those that are words of their own (von, van, dos) do not count
 *	alone;
 *	a date of birth, year or day first;
 *	an identity number, a reference of either side but the case's own
 *	number, the public body, a street or line of an address that is not
 *	restricted;
 *	any valid IBAN, whose ever it is.
 * OUT_RETRY: memory is short.
 */
MUST_CHECK enum outcome
telltale(const Rec__Case *, const char *, bool *, struct why *);

#endif /* !DOMAIN_TELLTALE_H */
