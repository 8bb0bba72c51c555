/* SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <libxml/xmlreader.h>
#include <libxml/xmlschemas.h>

#include "base/buf.h"
#include "domain/bank/paycheck.h"
#include "domain/bank/paycsv.h"
#include "domain/bank/sepa.h"
#include "io/digest.h"
#include "value/date.h"
#include "valgrind.h"

#define TODAY "2026-11-23"

static struct bankprofile profile;

static void
setup(void)
{

	bankprofile_default(BANK_PAIN_09, &profile);
	strcpy(profile.holder, "Bundesamt f\xc3\xbcr Justiz");
	strcpy(profile.iban, "DE89370400440532013000");
	strcpy(profile.bic, "COBADEFFXXX");
	strcpy(profile.town, "Bonn");
	strcpy(profile.country, "DE");
	profile.max_transfers = 1000000;
}

TestSuite(sepa, .init = setup);

static int32_t
day(const char *s)
{
	int32_t d;

	cr_assert(date_parse(s, &d));
	return d;
}

static struct sepa_row
mother(void)
{
	struct sepa_row r = { "DEAAAAAAAAAAAAAAAA-1", 50000, "EUR",
		"Maria Gon\xc3\xa7"
		"alves",
		"PT50000201231234567890154", NULL, "Rua Nova", "12", "1000-001",
		"Lisboa", NULL, "PT", { NULL, NULL }, "DEPD",
		"DE-2026-000001 unterhalt", NULL, "Hans Schmidt" };

	return r;
}

/* Write n rows of r, each with its number in place of "-1". */
static enum outcome
write_rows(const struct sepa_row *r, uint32_t n, bool payer_address,
    struct buf *b, struct why *why)
{
	struct sepa_head h = { "ISUP-20261123-0001", "2026-11-23T08:30:00Z",
		day("2026-11-24"), n, r->minor * n, payer_address };
	struct sepa_row row = *r;
	struct sepa *s = NULL;
	enum outcome out;
	char id[36];
	uint32_t i;

	row.end_to_end = id;
	if ((out = sepa_begin(&profile, &h, sepa_put_buf, b, &s, why)) !=
	    OUT_OK)
		return out;
	for (i = 0; i < n && out == OUT_OK; i++) {
		(void)snprintf(
		    id, sizeof(id), "DEAAAAAAAAA%07u-1", (unsigned int)i);
		out = sepa_row(s, &row, why);
	}
	if (out == OUT_OK)
		out = sepa_end(s, why);
	sepa_free(s);
	return out;
}

static bool
holds(const struct buf *b, const char *s)
{

	return strstr((const char *)b->data, s) != NULL;
}

static void
expect_clean(const struct buf *b, uint64_t count, int64_t minor)
{
	struct paycheck_result r;
	struct why why = WHY_INIT;
	char line[512];

	cr_expect_eq(paycheck_file(b->data, b->len, day(TODAY), &profile, NULL,
			 NULL, &r, &why),
	    OUT_OK, "%s", why_line(&why, line, sizeof(line)));
	cr_expect_eq(r.warnings, 0);
	cr_expect_eq(r.count, count);
	cr_expect_eq(r.sums[0].minor, minor);
}

/* The schema of the version in hand, or NULL. */
static xmlSchema *
schema(void)
{
	const char *root = getenv("SHARED");
	xmlSchemaParserCtxt *ctxt;
	xmlSchema *s;
	char path[512];

	(void)snprintf(path, sizeof(path), "%s/sepa/xsd/%s.xsd",
	    root == NULL ? "../shared" : root, bankprofile_format(&profile));
	if ((ctxt = xmlSchemaNewParserCtxt(path)) == NULL)
		return NULL;
	s = xmlSchemaParse(ctxt);
	xmlSchemaFreeParserCtxt(ctxt);
	return s;
}

/* Whether the len bytes at data are valid; streamed, as they may be many. */
static bool
valid(const void *data, size_t len, xmlSchema *s)
{
	xmlTextReader *reader;
	bool ok;

	reader = xmlReaderForMemory(data, (int)len, NULL, NULL,
	    XML_PARSE_NONET | XML_PARSE_HUGE | XML_PARSE_NOERROR);
	cr_assert_not_null(reader);
	xmlTextReaderSetErrorHandler(reader, NULL, NULL);
	cr_assert_eq(xmlTextReaderSetSchema(reader, s), 0);
	while (xmlTextReaderRead(reader) == 1)
		continue;
	ok = xmlTextReaderReadState(reader) == XML_TEXTREADER_MODE_EOF &&
	    xmlTextReaderIsValid(reader) == 1;
	xmlFreeTextReader(reader);
	return ok;
}

static void
expect_valid(const struct buf *b)
{
	xmlSchema *s = schema();

	if (s == NULL)
		cr_skip_test("../shared is absent");
	cr_expect(valid(b->data, b->len, s));
	xmlSchemaFree(s);
}

static void
quiet(void *ctx, const char *fmt, ...)
{

	(void)ctx;
	(void)fmt;
}

Test(sepa, the_oracle_of_these_tests_can_refuse)
{
	static const char bad[] =
	    "<Document xmlns=\"urn:iso:std:iso:20022:"
	    "tech:xsd:pain.001.001.09\"><CstmrCdtTrfInitn/></Document>";
	xmlSchema *s = schema();

	if (s == NULL)
		cr_skip_test("../shared is absent");
	xmlSetGenericErrorFunc(NULL, quiet);
	cr_expect_not(valid(bad, strlen(bad), s));
	xmlSchemaFree(s);
}

Test(sepa, both_versions_are_valid_and_pass_our_own_check)
{
	struct sepa_row r = mother();
	struct why why = WHY_INIT;
	struct buf b = BUF_INIT;
	int i;

	for (i = 0; i < 2; i++) {
		profile.format = i == 0 ? BANK_PAIN_09 : BANK_PAIN_03;
		profile.ultimate_debtor = i == 0;
		buf_reset(&b);
		cr_assert_eq(write_rows(&r, 3, i == 1, &b, &why), OUT_OK);
		expect_clean(&b, 3, 150000);
		expect_valid(&b);
		cr_expect_eq(holds(&b, "<UltmtDbtr>"), i == 0);
	}
	buf_free(&b);
}

Test(sepa, every_option_of_a_bank_is_valid)
{
	struct sepa_row r = mother();
	struct why why = WHY_INIT;
	struct buf b = BUF_INIT;
	int i;

	r.lines[0] = "Escada B";
	r.lines[1] = "2. Andar";
	r.region = "Estremadura";
	profile.notprovided = true;
	profile.batch_booking = false;
	profile.bic[0] = '\0';
	profile.address = BANK_ADDRESS_HYBRID;
	r.remittance = NULL;
	r.reference = "RF18539007547034";
	for (i = 0; i < 2; i++) {
		profile.format = i == 0 ? BANK_PAIN_09 : BANK_PAIN_03;
		buf_reset(&b);
		cr_assert_eq(write_rows(&r, 2, true, &b, &why), OUT_OK);
		expect_clean(&b, 2, 100000);
		expect_valid(&b);
		cr_expect(holds(&b, "<AdrLine>Escada B</AdrLine>"));
		cr_expect(holds(&b, "<CdtrAgt><FinInstnId><Othr><Id>NOTPROV"));
		cr_expect(holds(&b, "<BtchBookg>false</BtchBookg>"));
	}
	buf_free(&b);
}

/* What goes wrong at banks. */
Test(sepa, nothing_that_banks_refuse_is_written)
{
	struct sepa_row r = mother();
	struct why why = WHY_INIT;
	struct buf b = BUF_INIT;
	const char *p;

	r.minor = 30;
	cr_assert_eq(write_rows(&r, 3, false, &b, &why), OUT_OK);
	cr_expect(strncmp((const char *)b.data,
		      "<?xml version=\"1.0\" "
		      "encoding=\"UTF-8\"?>\n<Document xmlns=\"urn:",
		      54) == 0);
	cr_expect_not(holds(&b, "PstlAdr"), "an address within the EEA");
	cr_expect_not(holds(&b, "AdrLine"));
	cr_expect_not(holds(&b, "NOTPROVIDED"));
	cr_expect_not(holds(&b, "UltmtCdtr"));
	cr_expect(holds(&b, ">0.30<"), "an amount that is no float");
	cr_expect(holds(&b, "<CtrlSum>0.90</CtrlSum>"));
	cr_expect(holds(&b, "<SvcLvl><Cd>SEPA</Cd></SvcLvl>"));
	cr_expect(holds(&b, "<Nm>Bundesamt fuer Justiz</Nm>"));
	cr_expect(holds(&b, "<Nm>Maria Goncalves</Nm>"));
	p = strstr((const char *)b.data, "<PmtInf>");
	cr_expect_null(strstr(p + 1, "<PmtInf>"), "one block");
	p = strstr((const char *)b.data, "<PmtTpInf>");
	cr_expect_null(strstr(p + 1, "<PmtTpInf>"), "at one level");
	buf_free(&b);
}

Test(sepa, control_sheet_tells_a_changed_file)
{
	struct paycontrol c = { .batch = "ISUP-20261123-0001",
		.file = "ISUP-20261123-0001.xml",
		.format = "pain.001.001.09",
		.execution = "2026-11-24" };
	unsigned char digest[DIGEST_LEN];
	char sha256[DIGEST_HEX];
	struct sepa_row r = mother();
	struct paycheck_result result;
	struct why why = WHY_INIT;
	struct buf b = BUF_INIT, control = BUF_INIT;
	int i;

	cr_assert_eq(write_rows(&r, 3, false, &b, &why), OUT_OK);
	cr_assert_eq(digest_sha256(b.data, b.len, digest, &why), OUT_OK);
	c.sha256 = digest_hex(digest, sha256);
	for (i = 0; i < 3; i++)
		cr_assert(paycontrol_add(&c, "EUR", r.minor));
	cr_assert_eq(paycontrol_write(&c, &control, &why), OUT_OK);
	cr_assert_eq(paycheck_file(b.data, b.len, day(TODAY), &profile, NULL,
			 NULL, &result, &why),
	    OUT_OK);
	cr_expect_eq(paycheck_control(b.data, b.len, control.data, control.len,
			 &result, NULL, NULL, &why),
	    OUT_OK, "%s", why.place);
	*strstr((char *)b.data, "Maria") = 'D';
	cr_expect_eq(paycheck_control(b.data, b.len, control.data, control.len,
			 &result, NULL, NULL, &why),
	    OUT_REJECT);
	cr_expect_str_eq(why.rule, "PAY-CONTROL");
	cr_expect_str_eq(why.place, "control sheet: sha256");
	result.sums[0].minor--;
	cr_expect_eq(paycheck_control(b.data, b.len, control.data, control.len,
			 &result, NULL, NULL, &why),
	    OUT_REJECT);
	cr_expect_str_eq(why.place, "control sheet: sum");
	buf_free(&b);
	buf_free(&control);
}

Test(sepa, bytes_depend_on_the_arguments_only)
{
	struct sepa_row r = mother();
	struct why why = WHY_INIT;
	struct buf a = BUF_INIT, b = BUF_INIT;

	cr_assert_eq(write_rows(&r, 400, false, &a, &why), OUT_OK);
	cr_assert_eq(write_rows(&r, 400, false, &b, &why), OUT_OK);
	cr_expect_eq(a.len, b.len);
	cr_expect_eq(memcmp(a.data, b.data, a.len), 0);
	buf_free(&a);
	buf_free(&b);
}

/* ---- rows that are refused ----------------------------------------------- */

struct bad {
	char what[40];
	char iban[40], bic[16], name[160], id[40], rf[32], purpose[8];
	char currency[4];
	int64_t minor;
	char rule[24], place[32];
};

#define OK_IBAN "PT50000201231234567890154"
#define OK_NAME "Maria"
#define TEN "NNNNNNNNNN"

ParameterizedTestParameters(sepa, row)
{
	static struct bad rows[] = { { "good", OK_IBAN, "", OK_NAME, "E-1", "",
					 "DEPD", "EUR", 1, "", "" },
		{ "the largest", OK_IBAN, "", OK_NAME, "E-1", "", "ALMY", "",
		    99999999999, "", "" },
		{ "too large", OK_IBAN, "", OK_NAME, "E-1", "", "", "",
		    100000000000, "SEPA-AMOUNT", "Amt/InstdAmt" },
		{ "zero", OK_IBAN, "", OK_NAME, "E-1", "", "", "", 0,
		    "SEPA-AMOUNT", "Amt/InstdAmt" },
		{ "negative", OK_IBAN, "", OK_NAME, "E-1", "", "", "", -5,
		    "SEPA-AMOUNT", "Amt/InstdAmt" },
		{ "Swiss francs", OK_IBAN, "", OK_NAME, "E-1", "", "", "CHF", 1,
		    "SEPA-CURRENCY", "Amt/InstdAmt" },
		{ "check digits", "PT50000201231234567890155", "", OK_NAME,
		    "E-1", "", "", "", 1, "IBAN-CHECK", "CdtrAcct" },
		{ "no account", "", "", OK_NAME, "E-1", "", "", "", 1,
		    "IBAN-FORM", "CdtrAcct" },
		{ "blanks in it", "PT50 0002 0123 1234 5678 9015 4", "",
		    OK_NAME, "E-1", "", "", "", 1, "IBAN-FORM", "CdtrAcct" },
		{ "Tunisia", "TN5910006035183598478831", "", OK_NAME, "E-1", "",
		    "", "", 1, "SEPA-COUNTRY", "CdtrAcct" },
		{ "placeholder", OK_IBAN, "NOTPROVIDED", OK_NAME, "E-1", "", "",
		    "", 1, "SEPA-BIC", "CdtrAgt" },
		{ "no BIC", OK_IBAN, "ABC", OK_NAME, "E-1", "", "", "", 1,
		    "BIC-FORM", "CdtrAgt" },
		{ "of another country", OK_IBAN, "COBADEFFXXX", OK_NAME, "E-1",
		    "", "", "", 1, "SEPA-BIC", "CdtrAgt" },
		{ "Swiss without BIC", "CH9300762011623852957", "", OK_NAME,
		    "E-1", "", "", "", 1, "SEPA-BIC", "CdtrAgt" },
		{ "Swiss with BIC", "CH9300762011623852957", "POFICHBEXXX",
		    OK_NAME, "E-1", "", "", "", 1, "", "" },
		{ "underscore", OK_IBAN, "", OK_NAME, "E_1", "", "", "", 1,
		    "SEPA-ID", "PmtId/EndToEndId" },
		{ "umlaut in id", OK_IBAN, "", OK_NAME, "E\xc3\xa4", "", "", "",
		    1, "SEPA-ID", "PmtId/EndToEndId" },
		{ "36 long", OK_IBAN, "", OK_NAME,
		    "EEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEE", "", "", "", 1,
		    "SEPA-ID", "PmtId/EndToEndId" },
		{ "no name", OK_IBAN, "", "", "E-1", "", "", "", 1, "EPC-EMPTY",
		    "Cdtr/Nm" },
		{ "blank name", OK_IBAN, "", "  ", "E-1", "", "", "", 1,
		    "EPC-EMPTY", "Cdtr/Nm" },
		{ "name 70", OK_IBAN, "", TEN TEN TEN TEN TEN TEN TEN, "E-1",
		    "", "", "", 1, "", "" },
		{ "name 71", OK_IBAN, "", TEN TEN TEN TEN TEN TEN TEN "N",
		    "E-1", "", "", "", 1, "EPC-LENGTH", "Cdtr/Nm" },
		{ "name 70 that grows", OK_IBAN, "",
		    TEN TEN TEN TEN TEN TEN "NNNNNNNNN\xc3\xa4", "E-1", "", "",
		    "", 1, "EPC-LENGTH", "Cdtr/Nm" },
		{ "bad RF", OK_IBAN, "", OK_NAME, "E-1", "RF19539007547034", "",
		    "", 1, "SEPA-REMITTANCE", "RmtInf/Strd" },
		{ "no purpose of ISO", OK_IBAN, "", OK_NAME, "E-1", "", "ZZZZ",
		    "", 1, "SEPA-PURPOSE", "Purp/Cd" } };

	return cr_make_param_array(
	    struct bad, rows, sizeof(rows) / sizeof(rows[0]));
}

ParameterizedTest(struct bad *b, sepa, row)
{
	struct sepa_row r = { .end_to_end = b->id,
		.minor = b->minor,
		.currency = b->currency,
		.name = b->name,
		.iban = b->iban,
		.bic = b->bic,
		.purpose = b->purpose,
		.reference = b->rf };
	struct why why = WHY_INIT;
	enum outcome out = sepa_check_row(&profile, &r, &why);

	cr_expect_eq(
	    out, b->rule[0] == '\0' ? OUT_OK : OUT_REJECT, "%s", b->what);
	cr_expect_str_eq(why.rule, b->rule, "%s", b->what);
	cr_expect_str_eq(why.place, b->place, "%s", b->what);
}

Test(sepa, a_refused_row_leaves_no_byte)
{
	struct sepa_head h = { "M1", "2026-11-23T08:30:00Z", day("2026-11-24"),
		2, 100000, false };
	struct sepa_row r = mother(), bad = mother();
	struct why why = WHY_INIT;
	struct buf with = BUF_INIT, without = BUF_INIT;
	struct sepa *s;
	int i;

	bad.remittance = "too long: " TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN
	    TEN TEN TEN TEN;
	for (i = 0; i < 2; i++) {
		cr_assert_eq(sepa_begin(&profile, &h, sepa_put_buf,
				 i == 0 ? &with : &without, &s, &why),
		    OUT_OK);
		cr_expect_eq(sepa_row(s, &r, &why), OUT_OK);
		if (i == 0)
			cr_expect_eq(sepa_row(s, &bad, &why), OUT_REJECT);
		cr_expect_eq(sepa_row(s, &r, &why), OUT_OK);
		cr_expect_eq(sepa_end(s, &why), OUT_OK);
		sepa_free(s);
	}
	cr_expect_eq(with.len, without.len);
	cr_expect_eq(memcmp(with.data, without.data, with.len), 0);
	buf_free(&with);
	buf_free(&without);
}

Test(sepa, rows_are_not_dropped_silently)
{
	struct sepa_head h = { "M1", "2026-11-23T08:30:00Z", day("2026-11-24"),
		2, 100000, false };
	struct sepa_row r = mother();
	struct why why = WHY_INIT;
	struct buf b = BUF_INIT;
	struct sepa *s;

	cr_assert_eq(
	    sepa_begin(&profile, &h, sepa_put_buf, &b, &s, &why), OUT_OK);
	cr_expect_eq(sepa_row(s, &r, &why), OUT_OK);
	cr_expect_eq(sepa_end(s, &why), OUT_REJECT);
	cr_expect_str_eq(why.rule, "SEPA-COUNT");
	r.minor = 49999;
	cr_expect_eq(sepa_row(s, &r, &why), OUT_OK);
	cr_expect_eq(sepa_end(s, &why), OUT_REJECT);
	cr_expect_str_eq(why.rule, "SEPA-SUM");
	cr_expect_eq(sepa_row(s, &r, &why), OUT_REJECT, "one too many");
	sepa_free(s);
	buf_free(&b);
}

Test(sepa, payer_address_stands_where_the_payee_is_outside_the_eea)
{
	struct sepa_row r = mother();
	struct why why = WHY_INIT;
	struct buf b = BUF_INIT;

	r.iban = "CH9300762011623852957";
	r.bic = "POFICHBEXXX";
	cr_expect(sepa_wants_payer_address(&r));
	cr_expect_eq(write_rows(&r, 1, false, &b, &why), OUT_REJECT);
	cr_expect_str_eq(why.rule, "SEPA-PAYER");
	buf_reset(&b);
	cr_assert_eq(write_rows(&r, 1, true, &b, &why), OUT_OK);
	expect_clean(&b, 1, 50000);
	cr_expect(holds(&b,
	    "<PstlAdr><TwnNm>Bonn</TwnNm><Ctry>DE</Ctry>"
	    "</PstlAdr></Dbtr>"));
	profile.town[0] = '\0';
	cr_expect_eq(sepa_check_row(&profile, &r, &why), OUT_REJECT);
	cr_expect_str_eq(why.rule, "SEPA-PAYER");
	buf_free(&b);
}

Test(sepa, addresses_are_structured_or_refused)
{
	struct sepa_row r = mother();
	struct why why = WHY_INIT;
	struct buf b = BUF_INIT;

	profile.address = BANK_ADDRESS_STRUCTURED;
	cr_assert_eq(write_rows(&r, 1, false, &b, &why), OUT_OK);
	cr_expect(holds(&b,
	    "<PstlAdr><StrtNm>Rua Nova</StrtNm><BldgNb>12"
	    "</BldgNb><PstCd>1000-001</PstCd><TwnNm>Lisboa</TwnNm><Ctry>PT"
	    "</Ctry></PstlAdr>"));
	expect_clean(&b, 1, 50000);
	r.lines[0] = "Escada B";
	cr_expect_eq(sepa_check_row(&profile, &r, &why), OUT_REJECT);
	cr_expect_str_eq(why.rule, "SEPA-ADDRESS");
	r.lines[0] = NULL;
	r.town = NULL;
	cr_expect_eq(sepa_check_row(&profile, &r, &why), OUT_REJECT);
	cr_expect_str_eq(why.rule, "SEPA-ADDRESS");
	profile.address = BANK_ADDRESS_NONE;
	cr_expect_eq(sepa_check_row(&profile, &r, &why), OUT_OK);
	buf_free(&b);
}

struct heads {
	char what[32];
	char id[40], created[24], execution[12];
	uint32_t count;
	int64_t minor;
	char rule[16];
};

ParameterizedTestParameters(sepa, head)
{
	static struct heads rows[] = { { "good", "M1", "2026-11-23T08:30:00Z",
					   "2026-11-24", 1, 1, "" },
		{ "underscore", "M_1", "2026-11-23T08:30:00Z", "2026-11-24", 1,
		    1, "SEPA-ID" },
		{ "no payment", "M1", "2026-11-23T08:30:00Z", "2026-11-24", 0,
		    1, "SEPA-COUNT" },
		{ "too many", "M1", "2026-11-23T08:30:00Z", "2026-11-24",
		    1000001, 1, "SEPA-COUNT" },
		{ "no sum", "M1", "2026-11-23T08:30:00Z", "2026-11-24", 1, 0,
		    "SEPA-SUM" },
		{ "19 digits", "M1", "2026-11-23T08:30:00Z", "2026-11-24", 1,
		    1000000000000000000, "SEPA-SUM" },
		{ "no time", "M1", "2026-11-23", "2026-11-24", 1, 1,
		    "SEPA-DATE" },
		{ "a Saturday", "M1", "2026-11-23T08:30:00Z", "2026-11-28", 1,
		    1, "SEPA-DATE" },
		{ "Christmas", "M1", "2026-11-23T08:30:00Z", "2026-12-25", 1, 1,
		    "SEPA-DATE" } };

	return cr_make_param_array(
	    struct heads, rows, sizeof(rows) / sizeof(rows[0]));
}

ParameterizedTest(struct heads *t, sepa, head)
{
	struct sepa_head h = { t->id, t->created, day(t->execution), t->count,
		t->minor, false };
	struct why why = WHY_INIT;
	struct buf b = BUF_INIT;
	struct sepa *s;

	cr_expect_eq(sepa_begin(&profile, &h, sepa_put_buf, &b, &s, &why),
	    t->rule[0] == '\0' ? OUT_OK : OUT_REJECT, "%s", t->what);
	cr_expect_str_eq(why.rule, t->rule, "%s", t->what);
	sepa_free(s);
	buf_free(&b);
}

/* ---- in bulk ------------------------------------------------------------- */

/* A sanitizer keeps what was freed, and shadows of all. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SLACK 50
#endif
#endif
#ifdef __SANITIZE_ADDRESS__
#define SLACK 50
#endif
#ifndef SLACK
#define SLACK 1
#endif

/* Kilobytes of private memory, now. */
static long
anonymous(void)
{
	FILE *f = fopen("/proc/self/smaps_rollup", "r");
	char line[256];
	long kb = 0;

	cr_assert_not_null(f);
	while (fgets(line, sizeof(line), f) != NULL)
		if (sscanf(line, "Anonymous: %ld", &kb) == 1)
			break;
	(void)fclose(f);
	return kb;
}

struct sink {
	struct paycheck *check;
	size_t bytes;
};

static enum outcome
sink(void *ctx, const void *data, size_t len, struct why *why)
{
	struct sink *s = ctx;

	s->bytes += len;
	return s->check == NULL ? OUT_OK :
				  paycheck_feed(s->check, data, len, why);
}

static void
stream(uint32_t n, struct sink *to)
{
	struct sepa_head h = { "M1", "2026-11-23T08:30:00Z", day("2026-11-24"),
		n, 0, false };
	struct sepa_row r = mother();
	struct why why = WHY_INIT;
	struct sepa *s;
	char id[36];
	uint32_t i;

	for (i = 0; i < n; i++)
		h.minor += 1 + i % 99999;
	cr_assert_eq(sepa_begin(&profile, &h, sink, to, &s, &why), OUT_OK);
	r.end_to_end = id;
	for (i = 0; i < n; i++) {
		(void)snprintf(
		    id, sizeof(id), "DEAAAAAAAAA%07u-1", (unsigned int)i);
		r.minor = 1 + i % 99999;
		cr_assert_eq(sepa_row(s, &r, &why), OUT_OK);
	}
	cr_assert_eq(sepa_end(s, &why), OUT_OK);
	sepa_free(s);
}

Test(sepa, hundred_thousand_in_small_memory_sum_to_the_cent)
{
	struct sink to = { NULL, 0 };
	struct paycheck_result r;
	struct why why = WHY_INIT;
	long before = anonymous(), written, checked;

	skip_under_valgrind("memory is another");
	stream(100000, &to);
	written = anonymous() - before;
	cr_assert_eq(
	    paycheck_begin(day(TODAY), &profile, NULL, NULL, &to.check, &why),
	    OUT_OK);
	stream(100000, &to);
	checked = anonymous() - before;
	cr_expect_eq(paycheck_end(to.check, &r, &why), OUT_OK, "%s", why.text);
	cr_expect_eq(r.count, 100000);
	cr_expect_eq(r.sums[0].minor, INT64_C(4999950000) + 1);
	paycheck_free(to.check);
	cr_expect_leq(written, 1024 * SLACK, "the writer: %ld KB", written);
	cr_expect_leq(checked, 10240 * SLACK, "the checker: %ld KB", checked);
}

/* Every one of them; with ALL a hundred thousand. */
Test(sepa, very_many_are_valid_in_both_versions)
{
	struct sepa_row r = mother();
	struct why why = WHY_INIT;
	struct buf b = BUF_INIT;
	const char *all = getenv("ALL");
	uint32_t i, n = all != NULL && all[0] != '\0' ? 100000 : 20000;

	for (i = 0; i < 2; i++) {
		profile.format = i == 0 ? BANK_PAIN_09 : BANK_PAIN_03;
		buf_reset(&b);
		cr_assert_eq(write_rows(&r, n, false, &b, &why), OUT_OK);
		expect_valid(&b);
	}
	buf_free(&b);
}
