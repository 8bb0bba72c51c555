/* SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/bank/bankcodes.h"
#include "domain/bank/paycheck.h"
#include "domain/bank/paycheck_impl.h"
#include "domain/form/taxid.h"
#include "io/csvio.h"
#include "io/digest.h"
#include "value/country.h"
#include "value/date.h"
#include "value/iban.h"
#include "value/money.h"
#include "value/name.h"

/* What a file of ours begins with, whatever its separator. */
static const char *const columns[] = { "batch_id", "row_no", "payment_id",
	"execution_date", "debit_account", "debit_currency", "amount",
	"currency", "charges", "debtor_name", "debtor_street",
	"debtor_building", "debtor_postcode", "debtor_town", "debtor_country",
	"beneficiary_name", "beneficiary_street", "beneficiary_building",
	"beneficiary_postcode", "beneficiary_town", "beneficiary_subdivision",
	"beneficiary_country", "beneficiary_tax_id", "beneficiary_id_type",
	"account_type", "account_number", "bank_bic", "clearing_code_type",
	"clearing_code", "bank_name", "bank_town", "bank_country",
	"purpose_code", "remittance", "case_reference", "ultimate_debtor",
	"ultimate_creditor" };

#define COLUMNS (sizeof(columns) / sizeof(columns[0]))

/* A check in hand: c holds what is told and the identifiers. */
struct table {
	struct paycheck *c;
	struct csvio *csv;
	size_t row;
	const char *batch; /* of the first row */
};

static const char *
get(const struct table *t, const char *column)
{

	return csvio_get(t->csv, t->row, column);
}

static void
wrong(struct table *t, const char *rule, const char *code, const char *column,
    const char *text)
{
	struct paycheck_finding f;

	memset(&f, 0, sizeof(f));
	(void)snprintf(f.place, sizeof(f.place), "%s", column);
	f.line = (int)csvio_line(t->csv, t->row);
	f.error = true;
	paycheck_tell_finding(t->c, &f, rule, code, text, get(t, column));
}

static bool
check_columns(struct paycheck *c, const struct csvio *csv)
{
	size_t i;

	if (csvio_columns(csv) == COLUMNS) {
		for (i = 0; i < COLUMNS; i++)
			if (strcmp(csvio_column(csv, i), columns[i]) != 0)
				break;
		if (i == COLUMNS)
			return true;
	}
	paycheck_tell_at(c, 1, true, "PAY-COLUMNS", "FF01",
	    "not the columns of a payment file of ours", NULL);
	return false;
}

/* ---- rows ---------------------------------------------------------------- */

static void
check_fields(struct table *t)
{
	const char *s;
	size_t i;

	for (i = 0; i < COLUMNS; i++) {
		s = get(t, columns[i]);
		if (*s == '\0')
			continue;
		if (strchr("=+-@", *s) != NULL)
			wrong(t, "CSV-INJECTION", "CH16", columns[i],
			    "begins like a formula of a spreadsheet");
		if (!name_utf8_ok(s, strlen(s)) || paycheck_controls(s))
			wrong(t, "PAY-CHARACTERS", "CH16", columns[i],
			    "not UTF-8, or a control character");
	}
}

static void
check_ids(struct table *t)
{
	const char *id = get(t, "payment_id"), *batch = get(t, "batch_id");
	char n[24];

	(void)snprintf(n, sizeof(n), "%zu", t->row + 1);
	if (strcmp(get(t, "row_no"), n) != 0)
		wrong(t, "PAY-ROW", "CH19", "row_no",
		    "rows are not numbered one by one");
	if (t->batch == NULL)
		t->batch = batch;
	if (!name_id_ok(batch, 35) || strcmp(batch, t->batch) != 0)
		wrong(t, "PAY-ID", "CH16", "batch_id",
		    "not an identifier, or not that of the first row");
	if (!name_id_ok(id, 35))
		wrong(t, "PAY-ID", "CH16", "payment_id", "not an identifier");
	if (paycheck_ids_add(
		&t->c->payments, (int)csvio_line(t->csv, t->row), id) == -1)
		t->c->no_memory = true;
}

static void
check_date(struct table *t)
{
	const struct bankprofile *p = t->c->profile;
	int32_t day;

	if (!date_parse(get(t, "execution_date"), &day))
		wrong(t, "PAY-DATE", "DT01", "execution_date", "no such day");
	else if (day < t->c->today)
		wrong(t, "PAY-DATE", "CH04", "execution_date", "in the past");
	else if (p != NULL && day > t->c->today + p->days_ahead)
		wrong(t, "PAY-DATE", "CH03", "execution_date", "too far ahead");
}

static void
check_amount(struct table *t)
{
	const char *currency = get(t, "currency"), *s = get(t, "amount");
	char again[MONEY_TEXT];
	struct why why = WHY_INIT;
	int64_t minor;

	if (money_scale(currency) == -1)
		wrong(t, "PAY-CURRENCY", "AM03", "currency",
		    "no currency of ISO 4217");
	else if (money_parse(s, currency, &minor, &why) != OUT_OK ||
	    strcmp(money_format(minor, currency, again), s) != 0)
		wrong(t, "PAY-AMOUNT", "AM12", "amount",
		    "not a decimal with the currency's places");
	else if (minor <= 0)
		wrong(t, "PAY-AMOUNT", "AM01", "amount", "not above zero");
	else if (!paycheck_sum_add(&t->c->result, currency, minor))
		wrong(t, "PAY-SUM", "AM02", "amount",
		    "too many currencies, or too large a sum");
}

static void
check_country(struct table *t, const char *column, bool needed)
{
	const char *s = get(t, column);

	if ((needed || *s != '\0') && !country_ok(s))
		wrong(t, "PAY-COUNTRY", "BE11", column,
		    "no country of ISO 3166-1");
}

static void
check_payer(struct table *t)
{
	const struct bankprofile *p = t->c->profile;
	struct why why = WHY_INIT;

	if (iban_check(get(t, "debit_account"), &why) != OUT_OK)
		wrong(t, why.rule, "AC02", "debit_account", why.text);
	else if (p != NULL && *p->iban != '\0' &&
	    strcmp(p->iban, get(t, "debit_account")) != 0)
		wrong(t, "PAY-PAYER", "AC02", "debit_account",
		    "not the account that this bank is set to");
	if (money_scale(get(t, "debit_currency")) == -1)
		wrong(t, "PAY-CURRENCY", "AM03", "debit_currency",
		    "no currency of ISO 4217");
	check_country(t, "debtor_country", false);
	if (*get(t, "debtor_name") == '\0')
		wrong(t, "PAY-EMPTY", "BE08", "debtor_name", "missing");
	if (strcmp(get(t, "charges"), "OUR") != 0 &&
	    strcmp(get(t, "charges"), "SHA") != 0 &&
	    strcmp(get(t, "charges"), "BEN") != 0)
		wrong(
		    t, "PAY-CHARGES", "CH16", "charges", "not OUR, SHA or BEN");
}

static void
check_account(struct table *t)
{
	const char *type = get(t, "account_type"), *bic = get(t, "bank_bic");
	const char *number = get(t, "account_number");
	struct why why = WHY_INIT;

	if (*bic != '\0' && bic_check(bic, &why) != OUT_OK)
		wrong(t, "PAY-BIC", "RC01", "bank_bic", "not a BIC");
	if (strcmp(type, "IBAN") == 0) {
		if (iban_check(number, &why) != OUT_OK)
			wrong(t, why.rule, "AC01", "account_number", why.text);
		else if (*bic != '\0' && !bic_matches(bic, number))
			wrong(t, "PAY-BIC", "RC04", "bank_bic",
			    "of another country than the IBAN");
	} else if (strcmp(type, "OTHER") != 0) {
		wrong(t, "PAY-ACCOUNT", "AC01", "account_type",
		    "not IBAN or OTHER");
	} else if (*number == '\0') {
		wrong(t, "PAY-ACCOUNT", "AC01", "account_number", "missing");
	} else if (*bic == '\0' && *get(t, "clearing_code") == '\0') {
		wrong(t, "PAY-BIC", "RC04", "bank_bic",
		    "neither BIC nor clearing code");
	}
	if (*get(t, "clearing_code") != '\0' &&
	    !bankcodes_clearing(get(t, "clearing_code_type")))
		wrong(t, "PAY-CODE", "RC08", "clearing_code_type",
		    "no clearing system of ISO 20022");
}

static void
check_payee(struct table *t)
{
	const char *purpose = get(t, "purpose_code");
	const char *tax = get(t, "beneficiary_tax_id");

	if (*get(t, "beneficiary_name") == '\0')
		wrong(t, "PAY-EMPTY", "BE22", "beneficiary_name", "missing");
	check_country(t, "beneficiary_country", true);
	check_country(t, "bank_country", false);
	if (*purpose != '\0' && !bankcodes_purpose(purpose))
		wrong(t, "PAY-CODE", "FF07", "purpose_code",
		    "no purpose of ISO 20022");
	if (*tax != '\0' && !taxid_ok(get(t, "beneficiary_id_type"), tax))
		wrong(t, "PAY-TAX-ID", "BE17", "beneficiary_tax_id",
		    "wrong form or check digits");
	check_account(t);
}

static void
check_rows(struct table *t)
{
	size_t n = csvio_rows(t->csv);

	if (n == 0)
		paycheck_tell_at(
		    t->c, 0, true, "PAY-EMPTY", "FF01", "no payment", NULL);
	for (t->row = 0; t->row < n; t->row++) {
		t->c->result.count++;
		if (csvio_fields(t->csv, t->row) != COLUMNS)
			continue; /* told by paycheck_bytes() */
		check_fields(t);
		check_ids(t);
		check_date(t);
		check_amount(t);
		check_payer(t);
		check_payee(t);
	}
	if (t->batch != NULL)
		(void)snprintf(t->c->result.msg_id, sizeof(t->c->result.msg_id),
		    "%s", t->batch);
}

static enum outcome
check_table(struct paycheck *c, const char *data, size_t len, struct why *why)
{
	const struct bankprofile *p = c->profile;
	struct table t = { c, NULL, 0, NULL };
	enum outcome out;
	char sep;

	if ((out = csvio_parse(data, len, BANK_TRANSFERS_MAX, &t.csv, why)) ==
	    OUT_REJECT) {
		paycheck_tell_at(
		    c, why->line, true, why->rule, "FF01", why->text, NULL);
		return OUT_OK;
	}
	if (out != OUT_OK)
		return out;
	sep = memchr(data, ';', len < 16 ? len : 16) != NULL ? ';' : ',';
	paycheck_bytes(c, data, len, COLUMNS, p == NULL ? sep : p->separator,
	    p == NULL ? len >= 3 && memcmp(data, "\xef\xbb\xbf", 3) == 0 :
			p->bom);
	if (check_columns(c, t.csv)) {
		check_rows(&t);
		paycheck_whole(c);
	}
	csvio_free(t.csv);
	return OUT_OK;
}

enum outcome
paycheck_csv(const void *data, size_t len, const void *control, size_t clen,
    int32_t today, const struct bankprofile *profile, paycheck_fn *fn,
    void *ctx, struct paycheck_result *result, struct why *why)
{
	struct paycheck *c;
	enum outcome out;

	memset(result, 0, sizeof(*result));
	if ((c = calloc(1, sizeof(*c))) == NULL)
		return why_retry(why, "paycheck: out of memory");
	c->today = today;
	c->profile = profile;
	c->fn = fn;
	c->ctx = ctx;
	strcpy(c->result.format, "csv");
	if ((out = check_table(c, data, len, why)) == OUT_OK && control != NULL)
		out = paycheck_compare(c, data, len, control, clen, why);
	if (out == OUT_OK && c->no_memory)
		out = why_retry(why, "paycheck: out of memory");
	*result = c->result;
	if (out == OUT_OK && c->result.errors > 0) {
		*why = c->first;
		out = OUT_REJECT;
	}
	paycheck_free(c);
	return out;
}
