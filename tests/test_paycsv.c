/* SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <string.h>

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include "domain/bank/paycheck.h"
#include "domain/bank/paycsv.h"
#include "domain/form/taxid.h"
#include "io/digest.h"
#include "value/date.h"

static struct bankprofile profile;
static struct paycsv_head head = { "DE-B0000001", 0 };

static void
setup(void)
{

	bankprofile_default(BANK_CSV, &profile);
	strcpy(profile.holder, "Bundesamt f\xc3\xbcr Justiz");
	strcpy(profile.iban, "DE89370400440532013000");
	strcpy(profile.town, "Bonn");
	strcpy(profile.country, "DE");
	cr_assert(date_parse("2026-11-24", &head.execution));
}

TestSuite(paycsv, .init = setup);

static struct paycsv_row
authority(void)
{
	struct paycsv_row r = { .payment_id = "DEAAAAAAAAAAAAAAAA-1",
		.minor = 12345,
		.currency = "EUR",
		.name = "Minist\xc3\xa9rio \"Exemplo\"",
		.town = "Bras\xc3\xadlia",
		.country = "BR",
		.tax_id = "11222333000181",
		.id_type = "CNPJ",
		.account_type = "OTHER",
		.account_number = "12345-6",
		.clearing_code_type = "BRISP",
		.clearing_code = "00000000",
		.bank_name = "Banco Exemplo",
		.bank_country = "BR",
		.purpose = "DEPD",
		.remittance = "BR-2026-000001, pens\xc3\xa3o",
		.case_reference = "DE-2026-000003",
		.ultimate_debtor = "Jo\xc3\xa3o Exemplo" };

	return r;
}

static void
write_file(struct buf *b, const struct paycsv_row *r, uint32_t n)
{
	struct paycsv_row row = *r;
	struct why why = WHY_INIT;
	char id[36];
	uint32_t i;

	row.payment_id = id;
	cr_assert_eq(paycsv_begin(&profile, &head, b, &why), OUT_OK);
	for (i = 1; i <= n; i++) {
		(void)snprintf(
		    id, sizeof(id), "DEAAAAAAAAA%07u-1", (unsigned int)i);
		cr_assert_eq(paycsv_row(&profile, &head, i, &row, b, &why),
		    OUT_OK, "%s %s", why.rule, why.place);
	}
}

static void
write_control(struct buf *b, const struct buf *file, int64_t minor, uint32_t n)
{
	unsigned char digest[DIGEST_LEN];
	char sha256[DIGEST_HEX];
	struct paycontrol c = { .batch = head.batch,
		.file = "DE-B0000001.csv",
		.format = "csv",
		.execution = "2026-11-24" };
	struct why why = WHY_INIT;
	uint32_t i;

	cr_assert_eq(
	    digest_sha256(file->data, file->len, digest, &why), OUT_OK);
	c.sha256 = digest_hex(digest, sha256);
	for (i = 0; i < n; i++)
		cr_assert(paycontrol_add(&c, "EUR", minor));
	cr_assert_eq(paycontrol_write(&c, b, &why), OUT_OK);
}

Test(paycsv, columns_and_bytes_are_those_agreed)
{
	struct paycsv_row r = authority();
	struct buf b = BUF_INIT;

	write_file(&b, &r, 1);
	cr_expect_str_eq((char *)b.data,
	    "\"batch_id\",\"row_no\",\"payment_id\",\"execution_date\","
	    "\"debit_account\",\"debit_currency\",\"amount\",\"currency\","
	    "\"charges\",\"debtor_name\",\"debtor_street\","
	    "\"debtor_building\",\"debtor_postcode\",\"debtor_town\","
	    "\"debtor_country\",\"beneficiary_name\","
	    "\"beneficiary_street\",\"beneficiary_building\","
	    "\"beneficiary_postcode\",\"beneficiary_town\","
	    "\"beneficiary_subdivision\",\"beneficiary_country\","
	    "\"beneficiary_tax_id\",\"beneficiary_id_type\","
	    "\"account_type\",\"account_number\",\"bank_bic\","
	    "\"clearing_code_type\",\"clearing_code\",\"bank_name\","
	    "\"bank_town\",\"bank_country\",\"purpose_code\","
	    "\"remittance\",\"case_reference\",\"ultimate_debtor\","
	    "\"ultimate_creditor\"\r\n"
	    "\"DE-B0000001\",\"1\",\"DEAAAAAAAAA0000001-1\",\"2026-11-24\","
	    "\"DE89370400440532013000\",\"EUR\",\"123.45\",\"EUR\",\"OUR\","
	    "\"Bundesamt f\xc3\xbcr Justiz\",\"\",\"\",\"\",\"Bonn\",\"DE\","
	    "\"Minist\xc3\xa9rio \"\"Exemplo\"\"\",\"\",\"\",\"\","
	    "\"Bras\xc3\xadlia\",\"\",\"BR\",\"11222333000181\",\"CNPJ\","
	    "\"OTHER\",\"12345-6\",\"\",\"BRISP\",\"00000000\","
	    "\"Banco Exemplo\",\"\",\"BR\",\"DEPD\","
	    "\"BR-2026-000001, pens\xc3\xa3o\",\"DE-2026-000003\",\"\",\"\""
	    "\r\n");
	buf_free(&b);
}

Test(paycsv, passes_the_check_that_is_not_its_own)
{
	struct paycsv_row r = authority();
	struct buf b = BUF_INIT, control = BUF_INIT;
	struct paycheck_result result;
	struct why why = WHY_INIT;
	int i;

	for (i = 0; i < 4; i++) {
		profile.separator = (i & 1) != 0 ? ';' : ',';
		profile.bom = (i & 2) != 0;
		buf_reset(&b);
		buf_reset(&control);
		write_file(&b, &r, 3);
		cr_expect_eq(strncmp((char *)b.data, "\xef\xbb\xbf", 3) == 0,
		    profile.bom);
		write_control(&control, &b, 12345, 3);
		cr_expect_eq(paycheck_csv(b.data, b.len, control.data,
				 control.len, head.execution - 1, &profile,
				 NULL, NULL, &result, &why),
		    OUT_OK, "%s: %s %s", why.rule, why.text, why.place);
		cr_expect_eq(result.count, 3);
		cr_expect_eq(result.sums[0].minor, 37035);
		cr_expect_str_eq(result.msg_id, "DE-B0000001");
	}
	buf_free(&b);
	buf_free(&control);
}

Test(paycsv, minor_units_are_the_currencys)
{
	struct paycsv_row r = authority();
	struct buf b = BUF_INIT;

	r.currency = "JPY";
	write_file(&b, &r, 1);
	cr_expect_not_null(strstr((char *)b.data, "\"12345\",\"JPY\""));
	buf_reset(&b);
	r.currency = "KWD";
	write_file(&b, &r, 1);
	cr_expect_not_null(strstr((char *)b.data, "\"12.345\",\"KWD\""));
	buf_free(&b);
}

Test(paycsv, control_sheet_sums_by_currency)
{
	struct paycontrol c = { .batch = "B1",
		.file = "B1.csv",
		.format = "csv",
		.execution = "2026-11-24",
		.sha256 = "00" };
	struct buf b = BUF_INIT;
	struct why why = WHY_INIT;

	cr_expect(paycontrol_add(&c, "EUR", 1));
	cr_expect(paycontrol_add(&c, "JPY", 500));
	cr_expect(paycontrol_add(&c, "EUR", 2));
	cr_expect_not(paycontrol_add(&c, "EUR", INT64_C(999999999999999)));
	cr_expect_eq(paycontrol_write(&c, &b, &why), OUT_OK);
	cr_expect_str_eq((char *)b.data,
	    "\"batch_id\",\"file\",\"format\","
	    "\"execution_date\",\"rows\",\"currency\",\"sum\",\"sha256\"\r\n"
	    "\"B1\",\"B1.csv\",\"csv\",\"2026-11-24\",\"2\",\"EUR\",\"0.03\","
	    "\"00\"\r\n"
	    "\"B1\",\"B1.csv\",\"csv\",\"2026-11-24\",\"1\",\"JPY\",\"500\","
	    "\"00\"\r\n");
	buf_free(&b);
}

/* ---- rows that are refused ----------------------------------------------- */

struct bad {
	char what[32];
	char column[16]; /* which of the fields below is set */
	char value[160];
	char rule[24];
};

ParameterizedTestParameters(paycsv, row)
{
	static struct bad rows[] = { { "good", "", "", "" },
		{ "formula", "name", "=HYPERLINK(1)", "CSV-INJECTION" },
		{ "plus", "name", "+49", "CSV-INJECTION" },
		{ "minus", "remittance", "-1+1", "CSV-INJECTION" },
		{ "at", "remittance", "@SUM(A1)", "CSV-INJECTION" },
		{ "TAB", "name", "\tMaria", "PAYCSV-TEXT" },
		{ "line break", "remittance", "a\r\nb", "PAYCSV-TEXT" },
		{ "control", "name", "a\x01", "PAYCSV-TEXT" },
		{ "not UTF-8", "name", "\xff", "PAYCSV-TEXT" },
		{ "no name", "name", " ", "PAYCSV-NAME" },
		{ "id", "id", "A_1", "PAYCSV-ID" },
		{ "currency", "currency", "XXQ", "PAYCSV-CURRENCY" },
		{ "country", "country", "ZZ", "PAYCSV-COUNTRY" },
		{ "tax number", "tax", "11222333000182", "PAYCSV-TAX-ID" },
		{ "purpose", "purpose", "ZZZZ", "PAYCSV-PURPOSE" },
		{ "no number", "number", "", "PAYCSV-ACCOUNT" },
		{ "kind", "type", "IBAM", "PAYCSV-ACCOUNT" },
		{ "IBAN", "type", "IBAN", "IBAN-FORM" },
		{ "BIC", "bic", "ABC", "BIC-FORM" },
		{ "clearing", "clearing", "NOONE", "PAYCSV-BANK" },
		{ "no bank", "clearing", "", "PAYCSV-BANK" } };

	return cr_make_param_array(
	    struct bad, rows, sizeof(rows) / sizeof(rows[0]));
}

static const char **
field(struct paycsv_row *r, const char *column)
{
	const struct {
		const char *name;
		const char **field;
	} fields[] = { { "name", &r->name }, { "remittance", &r->remittance },
		{ "id", &r->payment_id }, { "currency", &r->currency },
		{ "country", &r->country }, { "tax", &r->tax_id },
		{ "purpose", &r->purpose }, { "number", &r->account_number },
		{ "type", &r->account_type }, { "bic", &r->bic },
		{ "clearing", &r->clearing_code_type } };
	size_t i;

	for (i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		if (strcmp(fields[i].name, column) == 0)
			return fields[i].field;
	return NULL;
}

ParameterizedTest(struct bad *t, paycsv, row)
{
	struct paycsv_row r = authority();
	struct buf b = BUF_INIT;
	struct why why = WHY_INIT;
	enum outcome out;

	if (t->column[0] != '\0')
		*field(&r, t->column) = t->value;
	out = paycsv_row(&profile, &head, 1, &r, &b, &why);
	cr_expect_eq(
	    out, t->rule[0] == '\0' ? OUT_OK : OUT_REJECT, "%s", t->what);
	cr_expect_str_eq(why.rule, t->rule, "%s", t->what);
	if (out != OUT_OK)
		cr_expect_eq(b.len, 0, "%s", t->what);
	buf_free(&b);
}

Test(paycsv, limits_of_the_bank_hold)
{
	struct paycsv_row r = authority();
	struct buf b = BUF_INIT;
	struct why why = WHY_INIT;

	profile.max_transfers = 2;
	cr_expect_eq(paycsv_row(&profile, &head, 2, &r, &b, &why), OUT_OK);
	cr_expect_eq(paycsv_row(&profile, &head, 3, &r, &b, &why), OUT_REJECT);
	cr_expect_str_eq(why.rule, "PAYCSV-ROWS");
	buf_free(&b);
}

/* ---- files that the check refuses ---------------------------------------- */

struct edit {
	char what[40];
	char from[40], to[40]; /* first occurrence in the file */
	char rule[24];
};

ParameterizedTestParameters(paycsv, edited)
{
	static struct edit rows[] = { { "nothing", "", "", "" },
		{ "the amount", "\"123.45\"", "\"123.46\"", "PAY-CONTROL" },
		{ "a float", "\"123.45\"", "\"123.450\"", "PAY-AMOUNT" },
		{ "a comma", "\"123.45\"", "\"123,45\"", "PAY-AMOUNT" },
		{ "zero", "\"123.45\"", "\"0.00\"", "PAY-AMOUNT" },
		{ "the account", "12345-6", "12345-7", "PAY-CONTROL" },
		{ "the payer", "DE89370400440532013000",
		    "FR1420041010050500013M02606", "PAY-PAYER" },
		{ "unquoted", "\"OUR\"", "OUR", "PAY-QUOTES" },
		{ "LF for CRLF", "creditor\"\r\n", "creditor\"\n",
		    "PAY-QUOTES" },
		{ "a column", "\"charges\"", "\"costs\"", "PAY-COLUMNS" },
		{ "charges", "\"OUR\"", "\"SLEV\"", "PAY-CHARGES" },
		{ "formula", "Banco Exemplo", "=1+1", "CSV-INJECTION" },
		{ "double", "AAA0000002-1", "AAA0000001-1", "PAY-DOUBLE" },
		{ "row number", "\"2\",\"DEA", "\"3\",\"DEA", "PAY-ROW" },
		{ "an empty field more", "creditor\"\r\n",
		    "creditor\",\"\"\r\n", "PAY-COLUMNS" },
		{ "a tab before it", "\"Banco", "\"\tBanco", "CSV-INJECTION" },
		{ "a blank before it", "\"123.45\"", "\" 123.45\"",
		    "PAY-CHARACTERS" },
		{ "a country", "\"DE\"", "\"ZZ\"", "PAY-COUNTRY" },
		{ "capital letters", "\"amount\"", "\"Amount\"",
		    "PAY-COLUMNS" },
		{ "byte order mark", "\"batch_id\"", "\xef\xbb\xbf\"batch_id\"",
		    "PAY-BOM" },
		{ "the past", "2026-11-24", "2026-11-20", "PAY-DATE" } };

	return cr_make_param_array(
	    struct edit, rows, sizeof(rows) / sizeof(rows[0]));
}

static void
tell(void *ctx, const struct paycheck_finding *f)
{
	char *rules = ctx;

	(void)snprintf(
	    rules + strlen(rules), 1024 - strlen(rules), "%s ", f->rule);
}

ParameterizedTest(struct edit *e, paycsv, edited)
{
	struct paycsv_row r = authority();
	struct buf b = BUF_INIT, control = BUF_INIT, edited = BUF_INIT;
	struct paycheck_result result;
	struct why why = WHY_INIT;
	char rules[1024] = "", *at;
	size_t n;

	write_file(&b, &r, 3);
	write_control(&control, &b, 12345, 3);
	at = strstr((char *)b.data, e->from);
	cr_assert_not_null(at, "%s", e->what);
	n = (size_t)(at - (char *)b.data);
	(void)buf_add(&edited, b.data, n);
	(void)buf_puts(&edited, e->to);
	(void)buf_puts(&edited, at + strlen(e->from));
	cr_expect_eq(
	    paycheck_csv(edited.data, edited.len, control.data, control.len,
		head.execution - 1, &profile, tell, rules, &result, &why),
	    e->rule[0] == '\0' ? OUT_OK : OUT_REJECT, "%s", e->what);
	cr_expect_not_null(strstr(rules, e->rule), "%s: %s", e->what, rules);
	buf_free(&b);
	buf_free(&control);
	buf_free(&edited);
}

Test(paycsv, tax_numbers_of_brazil_are_checked)
{

	cr_expect(taxid_ok("CPF", "52998224725"));
	cr_expect_not(taxid_ok("CPF", "52998224724"));
	cr_expect_not(taxid_ok("CPF", "11111111111"));
	cr_expect_not(taxid_ok("CPF", "529.982.247-25"));
	cr_expect(taxid_ok("CNPJ", "11222333000181"));
	cr_expect_not(taxid_ok("CNPJ", "11222333000191"));
	cr_expect(taxid_ok("CNPJ", "12ABC34501DE35"));
	cr_expect_not(taxid_ok("CNPJ", "12ABC34501DE36"));
	cr_expect(taxid_ok("NIF", "anything"));
}
