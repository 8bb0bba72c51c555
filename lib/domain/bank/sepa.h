/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_SEPA_H
#define DOMAIN_SEPA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/why.h"
#include "domain/bank/bankprofile.h"

/*
 * sepa -- a file of SEPA credit transfers (ISO 20022 pain.001.001.09 or .03,
 * the EPC's subset), written row by row from integer cents.
 *
 * One payment information block per file.  The bytes are a pure function of
 * profile, head and rows.  Text is converted to the EPC's characters with the
 * rules of the profile's language; identifiers never are.  A row that breaks
 * a rule is refused and leaves no byte: nothing is dropped, cut or bent.
 *
 * Not written, on purpose: unstructured addresses (refused by banks since
 * 2026-11-15), UltmtCdtr (never a child), UETR, creditor's Id.
 */

/* A row.  Strings are UTF-8; NULL and "" mean that there is none. */
struct sepa_row {
	const char *end_to_end; /* 1 to 35, name_id_ok(); unique for ever */
	int64_t minor;		/* euro cents, 1 to MONEY_SEPA_MAX */
	const char *currency;	/* none or "EUR" */
	const char *name;	/* of the payee, up to 70 once converted */
	const char *iban;
	const char *bic;	/* needed outside the EEA */
	const char *street;	/* StrtNm 70; the payee's address is */
	const char *building;	/* BldgNb 16; written as the profile says */
	const char *postcode;	/* PstCd 16 */
	const char *town;	/* TwnNm 35 */
	const char *region;	/* CtrySubDvsn 35 */
	const char *country;	/* ISO 3166-1 */
	const char *lines[2];	/* AdrLine 70 each; hybrid profiles only */
	const char *purpose;	/* ISO external code: DEPD, ALMY, ... */
	const char *remittance; /* Ustrd, up to 140 once converted */
	const char *reference;	/* ISO 11649 "RF..", instead of remittance */
	const char *ultimate_debtor; /* written if the profile says so */
};

struct sepa_head {
	const char *msg_id;  /* 1 to 35, name_id_ok(); also PmtInfId */
	const char *created; /* "YYYY-MM-DDThh:mm:ssZ" */
	int32_t execution;   /* day, of TARGET */
	uint32_t count;	     /* of the rows that will follow */
	int64_t minor;	     /* their sum in euro cents */
	bool payer_address;  /* write the profile's structured address */
};

/**
 * sepa_put(ctx, data, len, why): take ${len} bytes.  Its failure ends the
 * file and comes out of the sepa function that called it.
 */
typedef enum outcome sepa_put(void *, const void *, size_t, struct why *);

/** sepa_put_buf(buf, data, len, why): a sepa_put that appends to the struct
 * buf at its first argument. */
enum outcome sepa_put_buf(void *, const void *, size_t, struct why *);

/**
 * sepa_check_row(profile, row, why):
 * Whether ${row} may stand in a file for ${profile}; what passes here,
 * sepa_row() takes.
 * OUT_REJECT, place the element: SEPA-ID, SEPA-AMOUNT, SEPA-CURRENCY,
 * IBAN-..., SEPA-COUNTRY (outside the scheme), BIC-FORM, SEPA-BIC (of another
 * country than the IBAN, a placeholder, or missing where it is needed),
 * SEPA-PAYER (the payee's bank is outside the EEA and the profile has no town
 * and country), SEPA-ADDRESS (parts of an address without town or country, or
 * lines not allowed), SEPA-PURPOSE, SEPA-REMITTANCE (both kinds, or a wrong
 * RF reference), EPC-... of a text.
 */
MUST_CHECK enum outcome sepa_check_row(
    const struct bankprofile *, const struct sepa_row *, struct why *);

/**
 * sepa_wants_payer_address(row): whether a file with ${row} must show the
 * payer's address: its bank is outside the EEA.  One such row, and the head's
 * payer_address is to be true.
 */
bool sepa_wants_payer_address(const struct sepa_row *);

struct sepa;

/**
 * sepa_begin(profile, head, put, ctx, sepa, why):
 * Begin a file for ${profile} (of a pain.001 format), whose bytes go to
 * ${put} with ${ctx}, some 64 KiB at a time; set ${sepa}, which ends with
 * sepa_free().  ${profile} must outlive it; ${head} need not.
 * OUT_REJECT: SEPA-ID, SEPA-COUNT (none, or over the profile's limit),
 * SEPA-SUM (not 1 to 18 digits), SEPA-DATE (created is no time, or TARGET is
 * closed on the execution day), SEPA-PAYER (no account, or its address is
 * wanted and lacks town or country).
 */
MUST_CHECK enum outcome sepa_begin(const struct bankprofile *,
    const struct sepa_head *, sepa_put *, void *, struct sepa **, struct why *);

/**
 * sepa_row(sepa, row, why):
 * Add ${row}.
 * OUT_REJECT: as sepa_check_row(), or SEPA-PAYER where the head said no
 * payer_address: nothing of the row is written, the file can go on, but
 * sepa_end() will refuse unless count and sum come out as announced.
 */
MUST_CHECK enum outcome
sepa_row(struct sepa *, const struct sepa_row *, struct why *);

/**
 * sepa_end(sepa, why):
 * Write the end.
 * OUT_REJECT (SEPA-COUNT, SEPA-SUM): the rows are not those that the head
 * announced; what was put so far must not be published.
 */
MUST_CHECK enum outcome sepa_end(struct sepa *, struct why *);

/** sepa_free(sepa): behaves consistently with free(NULL). */
void sepa_free(struct sepa *);

#endif /* !DOMAIN_SEPA_H */
