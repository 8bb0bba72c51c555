/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_SEPA_ROW_H
#define DOMAIN_SEPA_ROW_H

#include "base/buf.h"
#include "base/why.h"
#include "domain/bank/bankprofile.h"
#include "domain/bank/sepa.h"

/* sepa_row -- the checks and conversions within sepa. */
enum sepa_text {
	SEPA_NAME,
	SEPA_STREET,
	SEPA_BUILDING,
	SEPA_POSTCODE,
	SEPA_TOWN,
	SEPA_REGION,
	SEPA_LINE0,
	SEPA_LINE1,
	SEPA_ULTIMATE,
	SEPA_REMITTANCE,
	SEPA_TEXTS
};

struct sepa_slice {
	size_t at, len; /* in bytes; len 0: not to be written */
};

/* The converted texts of one row, or of the payer. */
struct sepa_texts {
	struct buf bytes;
	struct sepa_slice slice[SEPA_TEXTS];
};

/**
 * sepa_texts_row(profile, row, texts, why):
 * Check all of ${row} as sepa_check_row() says and set ${texts}, whose memory
 * is used again, to what is to be written.
 */
MUST_CHECK enum outcome sepa_texts_row(const struct bankprofile *,
    const struct sepa_row *, struct sepa_texts *, struct why *);

/**
 * sepa_texts_payer(profile, address, texts, why):
 * Set ${texts} to the holder's name and, if ${address}, the profile's.
 */
MUST_CHECK enum outcome sepa_texts_payer(
    const struct bankprofile *, bool, struct sepa_texts *, struct why *);

#endif /* !DOMAIN_SEPA_ROW_H */
