/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/bank/paycsv.h"

#include <stdio.h>
#include <string.h>

#include "domain/form/taxid.h"
#include "domain/bank/bankcodes.h"
#include "io/csvio.h"
#include "value/country.h"
#include "value/date.h"
#include "value/iban.h"
#include "value/money.h"
#include "value/name.h"

const char *const paycsv_column[PAYCSV_COLUMNS] = { "batch_id", "row_no",
	"payment_id", "execution_date", "debit_account", "debit_currency",
	"amount", "currency", "charges", "debtor_name", "debtor_street",
	"debtor_building", "debtor_postcode", "debtor_town", "debtor_country",
	"beneficiary_name", "beneficiary_street", "beneficiary_building",
	"beneficiary_postcode", "beneficiary_town", "beneficiary_subdivision",
	"beneficiary_country", "beneficiary_tax_id", "beneficiary_id_type",
	"account_type", "account_number", "bank_bic", "clearing_code_type",
	"clearing_code", "bank_name", "bank_town", "bank_country",
	"purpose_code", "remittance", "case_reference", "ultimate_debtor",
	"ultimate_creditor" };

static bool
given(const char *s)
{

	return s != NULL && *s != '\0';
}

static const char *
or_empty(const char *s)
{

	return s == NULL ? "" : s;
}

static enum outcome
refuse(struct why *why, const char *rule, const char *place, const char *text,
    const char *value)
{

	(void)why_reject(why, rule, "%s", text);
	why_at(why, 0, place);
	why_value(why, value);
	return OUT_REJECT;
}

static enum outcome
check_amount(const struct paycsv_row *r, struct why *why)
{

	if (!given(r->payment_id) || !name_id_ok(r->payment_id, 35))
		return refuse(why, "PAYCSV-ID", "payment_id",
		    "not an identifier for banks", r->payment_id);
	if (!given(r->currency) || money_scale(r->currency) == -1)
		return refuse(why, "PAYCSV-CURRENCY", "currency",
		    "no currency of ISO 4217", r->currency);
	if (r->minor < 1 || r->minor > MONEY_MAX)
		return refuse(why, "PAYCSV-AMOUNT", "amount",
		    "not above zero, or too large", NULL);
	if (given(r->purpose) && !bankcodes_purpose(r->purpose))
		return refuse(why, "PAYCSV-PURPOSE", "purpose_code",
		    "no purpose of ISO 20022", r->purpose);
	return OUT_OK;
}

/* Text stays as it is, so it must be fit to stand in a line of a file. */
static enum outcome
check_text(const char *column, const char *s, size_t max, struct why *why)
{

	if (!given(s))
		return OUT_OK;
	if (!name_utf8_ok(s, strlen(s)))
		return refuse(why, "PAYCSV-TEXT", column,
		    "not UTF-8, or a control character", s);
	if (strpbrk(s, "\r\n\t") != NULL)
		return refuse(
		    why, "PAYCSV-TEXT", column, "a line break or TAB", s);
	if (name_length(s) > max)
		return refuse(why, "PAYCSV-TEXT", column, "too long", s);
	if (strchr("=+-@", *s) != NULL)
		return refuse(why, "CSV-INJECTION", column,
		    "begins like a formula of a spreadsheet", s);
	return OUT_OK;
}

static enum outcome
check_texts(const struct paycsv_row *r, struct why *why)
{
	const struct {
		const char *column, *text;
		size_t max;
	} texts[] = { { "beneficiary_name", r->name, 140 },
		{ "beneficiary_street", r->street, 70 },
		{ "beneficiary_building", r->building, 16 },
		{ "beneficiary_postcode", r->postcode, 16 },
		{ "beneficiary_town", r->town, 35 },
		{ "beneficiary_subdivision", r->region, 35 },
		{ "beneficiary_tax_id", r->tax_id, 35 },
		{ "beneficiary_id_type", r->id_type, 35 },
		{ "account_number", r->account_number, 34 },
		{ "clearing_code", r->clearing_code, 35 },
		{ "bank_name", r->bank_name, 140 },
		{ "bank_town", r->bank_town, 35 },
		{ "remittance", r->remittance, 140 },
		{ "case_reference", r->case_reference, 64 },
		{ "ultimate_debtor", r->ultimate_debtor, 140 },
		{ "ultimate_creditor", r->ultimate_creditor, 140 } };
	enum outcome out;
	size_t i;

	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if ((out = check_text(texts[i].column, texts[i].text,
			 texts[i].max, why)) != OUT_OK)
			return out;
	return OUT_OK;
}

static enum outcome
check_payee(const struct paycsv_row *r, struct why *why)
{

	if (!given(r->name) || r->name[strspn(r->name, " ")] == '\0')
		return refuse(
		    why, "PAYCSV-NAME", "beneficiary_name", "missing", NULL);
	if (!given(r->country) || !country_ok(r->country))
		return refuse(why, "PAYCSV-COUNTRY", "beneficiary_country",
		    "no country of ISO 3166-1", r->country);
	if (given(r->bank_country) && !country_ok(r->bank_country))
		return refuse(why, "PAYCSV-COUNTRY", "bank_country",
		    "no country of ISO 3166-1", r->bank_country);
	if (given(r->tax_id) != given(r->id_type))
		return refuse(why, "PAYCSV-TAX-ID", "beneficiary_tax_id",
		    "number and kind go together", NULL);
	if (given(r->tax_id) && !taxid_ok(r->id_type, r->tax_id))
		return refuse(why, "PAYCSV-TAX-ID", "beneficiary_tax_id",
		    "wrong form or check digits", r->tax_id);
	return OUT_OK;
}

static enum outcome
check_bank(const struct paycsv_row *r, struct why *why)
{
	enum outcome out;

	if (given(r->bic) && (out = bic_check(r->bic, why)) != OUT_OK) {
		why_at(why, 0, "bank_bic");
		why_value(why, r->bic);
		return out;
	}
	if (given(r->clearing_code) != given(r->clearing_code_type))
		return refuse(why, "PAYCSV-BANK", "clearing_code",
		    "code and kind go together", NULL);
	if (given(r->clearing_code_type) &&
	    !bankcodes_clearing(r->clearing_code_type))
		return refuse(why, "PAYCSV-BANK", "clearing_code_type",
		    "no clearing system of ISO 20022", r->clearing_code_type);
	return OUT_OK;
}

static enum outcome
check_account(const struct paycsv_row *r, struct why *why)
{
	enum outcome out;

	if (!given(r->account_number))
		return refuse(
		    why, "PAYCSV-ACCOUNT", "account_number", "missing", NULL);
	if (given(r->account_type) && strcmp(r->account_type, "OTHER") == 0) {
		if (!given(r->bic) && !given(r->clearing_code))
			return refuse(why, "PAYCSV-BANK", "bank_bic",
			    "neither BIC nor clearing code", NULL);
		return OUT_OK;
	}
	if (!given(r->account_type) || strcmp(r->account_type, "IBAN") != 0)
		return refuse(why, "PAYCSV-ACCOUNT", "account_type",
		    "not IBAN or OTHER", r->account_type);
	if ((out = iban_check(r->account_number, why)) != OUT_OK) {
		why_at(why, 0, "account_number");
		why_value(why, r->account_number);
		return out;
	}
	if (given(r->bic) && !bic_matches(r->bic, r->account_number))
		return refuse(why, "PAYCSV-BANK", "bank_bic",
		    "of another country than the IBAN", r->bic);
	return OUT_OK;
}

enum outcome
paycsv_check_row(
    const struct bankprofile *p, const struct paycsv_row *r, struct why *why)
{
	enum outcome out;

	(void)p;
	if ((out = check_amount(r, why)) != OUT_OK ||
	    (out = check_payee(r, why)) != OUT_OK ||
	    (out = check_texts(r, why)) != OUT_OK ||
	    (out = check_bank(r, why)) != OUT_OK)
		return out;
	return check_account(r, why);
}

/* One line; on failure nothing of it stays. */
static enum outcome
line(struct buf *b, char sep, const char *const *fields, size_t n,
    struct why *why)
{
	enum outcome out;
	size_t len = b->len, i;

	for (i = 0; i < n; i++)
		if ((out = csvio_field(b, sep, fields[i], i == n - 1,
			 CSVIO_BANK, why)) != OUT_OK) {
			b->len = len;
			return out;
		}
	return buf_ok(b, why);
}

enum outcome
paycsv_begin(const struct bankprofile *p, const struct paycsv_head *h,
    struct buf *out, struct why *why)
{

	if (!given(h->batch) || !name_id_ok(h->batch, 35))
		return why_reject(
		    why, "PAYCSV-ID", "batch: not an identifier for banks");
	if (*p->holder == '\0' || *p->iban == '\0')
		return why_reject(
		    why, "PAYCSV-PAYER", "the bank profile has no account");
	if (p->bom)
		(void)buf_puts(out, "\xef\xbb\xbf");
	return line(out, p->separator, paycsv_column, PAYCSV_COLUMNS, why);
}

enum outcome
paycsv_row(const struct bankprofile *p, const struct paycsv_head *h, uint32_t n,
    const struct paycsv_row *r, struct buf *out, struct why *why)
{
	char number[16], day[DATE_TEXT], amount[MONEY_TEXT];
	const char *const fields[PAYCSV_COLUMNS] = { h->batch, number,
		r->payment_id, day, p->iban, p->currency, amount, r->currency,
		p->charges, p->holder, p->street, p->building, p->postcode,
		p->town, p->country, r->name, or_empty(r->street),
		or_empty(r->building), or_empty(r->postcode), or_empty(r->town),
		or_empty(r->region), r->country, or_empty(r->tax_id),
		or_empty(r->id_type), r->account_type, r->account_number,
		or_empty(r->bic), or_empty(r->clearing_code_type),
		or_empty(r->clearing_code), or_empty(r->bank_name),
		or_empty(r->bank_town), or_empty(r->bank_country),
		or_empty(r->purpose), or_empty(r->remittance),
		or_empty(r->case_reference),
		p->ultimate_debtor ? or_empty(r->ultimate_debtor) : "",
		or_empty(r->ultimate_creditor) };
	enum outcome res;

	if (n == 0 || n > p->max_transfers)
		return why_reject(why, "PAYCSV-ROWS",
		    "more payments than the bank takes in one file");
	if ((res = paycsv_check_row(p, r, why)) != OUT_OK)
		return res;
	(void)snprintf(number, sizeof(number), "%u", (unsigned int)n);
	(void)date_format(h->execution, day);
	(void)money_format(r->minor, r->currency, amount);
	return line(out, p->separator, fields, PAYCSV_COLUMNS, why);
}

bool
paycontrol_add(struct paycontrol *c, const char *currency, int64_t minor)
{
	struct paycontrol_sum *s = c->sums;
	size_t i;

	for (i = 0; i < c->n_sums; i++, s++)
		if (strcmp(s->currency, currency) == 0)
			break;
	if (i == sizeof(c->sums) / sizeof(c->sums[0]) ||
	    strlen(currency) >= sizeof(s->currency))
		return false;
	if (!money_add(i < c->n_sums ? s->minor : 0, minor, &s->minor))
		return false;
	if (i == c->n_sums) {
		strcpy(s->currency, currency);
		s->count = 0;
		c->n_sums++;
	}
	s->count++;
	return true;
}

enum outcome
paycontrol_write(const struct paycontrol *c, struct buf *out, struct why *why)
{
	static const char *const columns[] = { "batch_id", "file", "format",
		"execution_date", "rows", "currency", "sum", "sha256" };
	const size_t n = sizeof(columns) / sizeof(columns[0]);
	char rows[16], sum[MONEY_TEXT];
	enum outcome res;
	size_t i;

	if ((res = line(out, ',', columns, n, why)) != OUT_OK)
		return res;
	for (i = 0; i < c->n_sums; i++) {
		const struct paycontrol_sum *s = &c->sums[i];
		const char *const fields[] = { c->batch, c->file, c->format,
			c->execution, rows, s->currency, sum, c->sha256 };

		(void)snprintf(
		    rows, sizeof(rows), "%u", (unsigned int)s->count);
		(void)money_format(s->minor, s->currency, sum);
		if ((res = line(out, ',', fields, n, why)) != OUT_OK)
			return res;
	}
	return OUT_OK;
}
