/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_PAYCSV_H
#define DOMAIN_PAYCSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/why.h"
#include "domain/bank/bankprofile.h"

/*
 * paycsv -- payments outside SEPA as CSV, one row each, and the control sheet
 * that stands beside every payment file of either kind.
 *
 * RFC 4180: CRLF, every field quoted; UTF-8; separator and byte order mark as
 * the profile says; ISO dates, '.' decimals.  Text stays as it is: it is not
 * converted.  The bytes are a pure function of profile, head and rows.
 */

/* A row.  Strings are UTF-8; NULL and "" mean that there is none. */
struct paycsv_row {
	const char *payment_id; /* EndToEndId: 1 to 35, name_id_ok() */
	int64_t minor;		/* above 0 */
	const char *currency;
	const char *name; /* of the beneficiary, up to 140 characters */
	const char *street;
	const char *building;
	const char *postcode;
	const char *town;
	const char *region;	  /* beneficiary_subdivision */
	const char *country;	  /* needed */
	const char *tax_id;	  /* Brazil: CPF or CNPJ, digits checked */
	const char *id_type;	  /* "CPF", "CNPJ", or another kind's name */
	const char *account_type; /* "IBAN" or "OTHER" */
	const char *account_number;
	const char *bic;
	const char *clearing_code_type; /* ISO external code: BRISP, USABA */
	const char *clearing_code;
	const char *bank_name;
	const char *bank_town;
	const char *bank_country;
	const char *purpose;
	const char *remittance; /* up to 140 characters */
	const char *case_reference;
	const char *ultimate_debtor; /* written if the profile says so */
	const char *ultimate_creditor;
};

struct paycsv_head {
	const char *batch; /* 1 to 35, name_id_ok() */
	int32_t execution; /* day */
};

#define PAYCSV_COLUMNS 37
extern const char *const paycsv_column[PAYCSV_COLUMNS];

/**
 * paycsv_check_row(profile, row, why):
 * Whether ${row} may stand in a file for ${profile}.
 * OUT_REJECT, place the column: PAYCSV-ID, PAYCSV-AMOUNT, PAYCSV-CURRENCY,
 * PAYCSV-NAME, PAYCSV-COUNTRY, PAYCSV-ACCOUNT (kind or number), IBAN-...,
 * BIC-FORM, PAYCSV-BANK (neither BIC nor clearing code for a number that is
 * no IBAN, an unknown kind of code, BIC and IBAN of two countries),
 * PAYCSV-TAX-ID, PAYCSV-PURPOSE, PAYCSV-TEXT (not UTF-8, a control character
 * or line break, or too long), CSV-INJECTION.
 */
MUST_CHECK enum outcome paycsv_check_row(
    const struct bankprofile *, const struct paycsv_row *, struct why *);

/**
 * paycsv_begin(profile, head, out, why):
 * Append byte order mark (if any) and header row to ${out}.
 * OUT_REJECT: PAYCSV-ID (of the batch), PAYCSV-PAYER (no account).
 */
MUST_CHECK enum outcome paycsv_begin(const struct bankprofile *,
    const struct paycsv_head *, struct buf *, struct why *);

/**
 * paycsv_row(profile, head, n, row, out, why):
 * Append ${row} as the ${n}-th (from 1).
 * OUT_REJECT: as paycsv_check_row(), or PAYCSV-ROWS: ${n} is over the
 * profile's limit; nothing of the row is appended.
 */
MUST_CHECK enum outcome
paycsv_row(const struct bankprofile *, const struct paycsv_head *, uint32_t,
    const struct paycsv_row *, struct buf *, struct why *);

/* The control sheet: a row for each currency. */
struct paycontrol_sum {
	char currency[4];
	uint32_t count;
	int64_t minor;
};

struct paycontrol {
	const char *batch;
	const char *file;      /* name, without folder */
	const char *format;    /* bankprofile_format() */
	const char *sha256;    /* of the file, 64 lower-case hex digits */
	const char *execution; /* "YYYY-MM-DD" */
	struct paycontrol_sum sums[8];
	size_t n_sums; /* sums in use, in the order written */
};

/**
 * paycontrol_add(control, currency, minor):
 * Count one payment into its sum.  Return false, nothing changed, if there
 * are too many currencies or the sum would pass MONEY_MAX.
 */
bool paycontrol_add(struct paycontrol *, const char *, int64_t);

/**
 * paycontrol_write(control, out, why):
 * Append the control sheet: the columns batch_id, file, format,
 * execution_date, rows, currency, sum, sha256; always ',' and no byte order
 * mark.  OUT_REJECT: CSV-INJECTION.
 */
MUST_CHECK enum outcome
paycontrol_write(const struct paycontrol *, struct buf *, struct why *);

#endif /* !DOMAIN_PAYCSV_H */
