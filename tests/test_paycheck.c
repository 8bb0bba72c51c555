/* SPDX-License-Identifier: EUPL-1.2 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include "domain/bank/paycheck.h"
#include "value/date.h"
#include "valgrind.h"

/* The day on which the shared cases were made. */
#define TODAY "2026-11-23"

struct told {
	char codes[1024]; /* of all findings, " AC01 CH16 " */
	char rules[2048];
	char text[8192];
	size_t n;
};

static void
tell(void *ctx, const struct paycheck_finding *f)
{
	struct told *t = ctx;
	struct buf line = BUF_INIT;
	size_t n;

	n = strlen(t->codes);
	(void)snprintf(t->codes + n, sizeof(t->codes) - n, "%s ", f->code);
	n = strlen(t->rules);
	(void)snprintf(t->rules + n, sizeof(t->rules) - n, "%s ", f->rule);
	paycheck_text(f, true, &line);
	n = strlen(t->text);
	(void)snprintf(
	    t->text + n, sizeof(t->text) - n, "%s", (const char *)line.data);
	buf_free(&line);
	t->n++;
}

static int32_t
day(const char *s)
{
	int32_t d;

	cr_assert(date_parse(s, &d));
	return d;
}

static enum outcome
check(const char *data, size_t len, const struct bankprofile *p, struct told *t,
    struct paycheck_result *r)
{
	struct why why = WHY_INIT;

	memset(t, 0, sizeof(*t));
	return paycheck_file(data, len, day(TODAY), p, tell, t, r, &why);
}

static const char *
shared(const char *rel)
{
	static char path[512];
	const char *root = getenv("SHARED");

	(void)snprintf(path, sizeof(path), "%s/sepa/%s",
	    root == NULL ? "../shared" : root, rel);
	return path;
}

/* The bytes of a file, which the caller frees; NULL: there is none. */
static char *
load(const char *path, size_t *len)
{
	FILE *f = fopen(path, "rb");
	char *data;

	if (f == NULL)
		return NULL;
	data = malloc(1 << 20);
	cr_assert_not_null(data);
	*len = fread(data, 1, 1 << 20, f);
	(void)fclose(f);
	return data;
}

/* ---- files that nobody here wrote ---------------------------------------- */

Test(paycheck, accepts_every_valid_case)
{
	struct paycheck_result r;
	struct told t;
	struct dirent *e;
	char path[900], *data;
	size_t len, n = 0;
	DIR *d;

	if ((d = opendir(shared("cases/valid"))) == NULL)
		cr_skip_test("../shared is absent");
	while ((e = readdir(d)) != NULL) {
		if (e->d_name[0] == '.')
			continue;
		(void)snprintf(path, sizeof(path), "%s/%s",
		    shared("cases/valid"), e->d_name);
		data = load(path, &len);
		cr_assert_not_null(data);
		cr_expect_eq(check(data, len, NULL, &t, &r), OUT_OK, "%s: %s",
		    e->d_name, t.text);
		cr_expect_eq(t.n, 0, "%s: %s", e->d_name, t.text);
		cr_expect_eq(r.count, 2, "%s", e->d_name);
		free(data);
		n++;
	}
	(void)closedir(d);
	cr_expect_geq(n, 12);
}

/* Whether one of the codes "AM18/AM19" was told. */
static bool
named(const struct told *t, char *codes)
{
	char *code, *save;

	for (code = strtok_r(codes, "/ ", &save); code != NULL;
	     code = strtok_r(NULL, "/ ", &save))
		if (strstr(t->codes, code) != NULL)
			return true;
	return false;
}

/* What banks move or convert: told, not refused. */
static bool
only_warned(const char *file)
{

	return strcmp(file, "own-iban-national-check-be.xml") == 0 ||
	    strcmp(file, "own-name-diacritics.xml") == 0 ||
	    strcmp(file, "own-date-holiday.xml") == 0;
}

static void
invalid_case(char *line)
{
	struct paycheck_result r;
	struct told t;
	char path[900], *save, *file, *codes, *data;
	enum outcome out;
	size_t len;

	file = strtok_r(line, "\t", &save);
	(void)strtok_r(NULL, "\t", &save);
	(void)strtok_r(NULL, "\t", &save);
	codes = strtok_r(NULL, "\t\n", &save);
	(void)snprintf(
	    path, sizeof(path), "%s/%s", shared("cases/invalid"), file);
	data = load(path, &len);
	cr_assert_not_null(data, "%s", file);
	out = check(data, len, NULL, &t, &r);
	free(data);
	cr_expect_eq(out, only_warned(file) ? OUT_OK : OUT_REJECT, "%s: %s",
	    file, t.text);
	if (strcmp(codes, "-") == 0)
		cr_expect_not_null(strstr(t.rules, "XML-DOCTYPE"));
	else if (strcmp(codes, "warning") == 0)
		cr_expect_not_null(strstr(t.rules, "PAY-ADDRESS"));
	else
		cr_expect(named(&t, codes), "%s: %s", file, t.text);
	cr_expect_leq(t.n, 4, "%s: %s", file, t.text);
	if (getenv("SHOW") != NULL)
		(void)printf("%s\n%s", file, t.text);
}

Test(paycheck, refuses_every_invalid_case_with_its_cause)
{
	char line[512];
	size_t n = 0;
	FILE *f = fopen(shared("cases/invalid/NOTES.tsv"), "r");

	if (f == NULL)
		cr_skip_test("../shared is absent");
	cr_assert_not_null(fgets(line, sizeof(line), f));
	for (; fgets(line, sizeof(line), f) != NULL; n++)
		invalid_case(line);
	(void)fclose(f);
	cr_expect_geq(n, 67);
}

/* ---- files made here ----------------------------------------------------- */

#define NS "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
#define HEAD                                                        \
	"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Document "    \
	"xmlns=\"" NS "\"><CstmrCdtTrfInitn><GrpHdr><MsgId>M1"      \
	"</MsgId><CreDtTm>2026-11-23T08:00:00Z</CreDtTm><NbOfTxs>1" \
	"</NbOfTxs><CtrlSum>1</CtrlSum><InitgPty><Nm>Amt</Nm>"      \
	"</InitgPty></GrpHdr>"
#define BLOCK                                                 \
	"<PmtInf><PmtInfId>P1</PmtInfId><PmtMtd>TRF</PmtMtd>" \
	"<NbOfTxs>1</NbOfTxs><CtrlSum>1.00</CtrlSum>"
#define KIND "<PmtTpInf><SvcLvl><Cd>SEPA</Cd></SvcLvl></PmtTpInf>"
#define INSTANT                                    \
	"<PmtTpInf><SvcLvl><Cd>SEPA</Cd></SvcLvl>" \
	"<LclInstrm><Cd>INST</Cd></LclInstrm></PmtTpInf>"
#define PAYER "<ReqdExctnDt><Dt>2026-11-24</Dt></ReqdExctnDt>" DEBTOR
#define DEBTOR                                                                \
	"<Dbtr><Nm>Amt</Nm></Dbtr><DbtrAcct><Id><IBAN>DE89370400440532013000" \
	"</IBAN></Id></DbtrAcct><DbtrAgt><FinInstnId><BICFI>"                 \
	"COBADEFFXXX</BICFI></FinInstnId></DbtrAgt><ChrgBr>SLEV"              \
	"</ChrgBr>"
#define TX "<CdtTrfTxInf><PmtId><EndToEndId>E1</EndToEndId></PmtId>"
#define AMT "<Amt><InstdAmt Ccy=\"EUR\">1.00</InstdAmt></Amt>"
#define PAYEE "<Cdtr><Nm>Marie Dupont</Nm></Cdtr>"
#define ACCT                                                          \
	"<CdtrAcct><Id><IBAN>FR1420041010050500013M02606</IBAN></Id>" \
	"</CdtrAcct>"
#define BETWEEN                                            \
	"</CdtTrfTxInf><CdtTrfTxInf><PmtId><EndToEndId>E2" \
	"</EndToEndId></PmtId>"
#define RF(issuer, reference)                                              \
	"<RmtInf><Strd><CdtrRefInf><Tp><CdOrPrtry><Cd>SCOR</Cd>"           \
	"</CdOrPrtry>" issuer "</Tp><Ref>" reference "</Ref></CdtrRefInf>" \
	"</Strd></RmtInf>"
#define TAIL "</CdtTrfTxInf></PmtInf></CstmrCdtTrfInitn></Document>"

struct made {
	char what[40];
	char xml[3000];
	int out;
	char code[6]; /* "" : nothing told */
	char rule[16];
};

ParameterizedTestParameters(paycheck, file)
{
	static struct made rows[] = {
		{ "good", HEAD BLOCK KIND PAYER TX AMT PAYEE ACCT TAIL, OUT_OK,
		    "", "" },
		{ "float amount",
		    HEAD BLOCK KIND PAYER TX
		    "<Amt><InstdAmt "
		    "Ccy=\"EUR\">0.30000000000000004</InstdAmt></Amt>" PAYEE
			ACCT TAIL,
		    OUT_REJECT, "CH20", "PAY-AMOUNT" },
		{ "no service level",
		    HEAD BLOCK
		    "<PmtTpInf><CtgyPurp><Cd>OTHR"
		    "</Cd></CtgyPurp></PmtTpInf>" PAYER TX AMT PAYEE ACCT TAIL,
		    OUT_REJECT, "FF04", "PAY-MISSING" },
		{ "kind of payment not said",
		    HEAD BLOCK PAYER TX AMT PAYEE ACCT TAIL, OUT_REJECT, "FF04",
		    "PAY-LEVEL" },
		{ "a priority of the payment",
		    HEAD BLOCK PAYER TX
		    "<PmtTpInf><InstrPrty>HIGH</InstrPrty><SvcLvl><Cd>SEPA</Cd>"
		    "</SvcLvl></PmtTpInf>" AMT PAYEE ACCT TAIL,
		    OUT_REJECT, "FF01", "PAY-ELEMENT" },
		{ "kind at both levels",
		    HEAD BLOCK KIND PAYER TX KIND AMT PAYEE ACCT TAIL,
		    OUT_REJECT, "CH07", "PAY-LEVELS" },
		{ "kind at the payment only",
		    HEAD BLOCK PAYER TX KIND AMT PAYEE ACCT TAIL, OUT_OK, "",
		    "" },
		{ "charges at both levels",
		    HEAD BLOCK KIND PAYER TX AMT
		    "<ChrgBr>SLEV</ChrgBr>" PAYEE ACCT TAIL,
		    OUT_REJECT, "CH07", "PAY-LEVELS" },
		{ "single quotes",
		    "<?xml version='1.0' encoding='UTF-8'?>"
		    "<Document xmlns=\"" NS "\"/>",
		    OUT_REJECT, "FF01", "PAY-QUOTES" },
		{ "version .13",
		    "<Document xmlns=\"urn:iso:std:iso:20022:tech"
		    ":xsd:pain.001.001.13\"/>",
		    OUT_REJECT, "FF01", "PAY-VERSION" },
		{ "underscore in MsgId",
		    "<Document xmlns=\"" NS "\"><CstmrCd"
		    "tTrfInitn><GrpHdr><MsgId>A_1</MsgId></GrpHdr></CstmrCdtT"
		    "rfInitn></Document>",
		    OUT_REJECT, "CH16", "PAY-ID" },
		{ "Swiss payee without BIC",
		    HEAD BLOCK KIND PAYER TX AMT PAYEE
		    "<CdtrAcct><Id><IBAN>CH9300762011623852957</IBAN></Id>"
		    "</CdtrAcct>" TAIL,
		    OUT_REJECT, "RC04", "PAY-BIC" },
		{ "extra attribute",
		    HEAD BLOCK KIND PAYER TX AMT
		    "<Cdtr x=\"1\"><Nm>A</Nm></Cdtr>" ACCT TAIL,
		    OUT_REJECT, "FF01", "PAY-ATTRIBUTE" },
		{ "a foreign namespace inside",
		    HEAD BLOCK KIND PAYER TX AMT
		    "<Cdtr xmlns=\"urn:x\"><Nm>A</Nm></Cdtr>" ACCT TAIL,
		    OUT_REJECT, "FF01", "PAY-ELEMENT" },
		{ "two payments announced as one sum",
		    HEAD BLOCK KIND PAYER TX AMT PAYEE ACCT
		    "</CdtTrfTxInf><CdtTrfTxInf><PmtId>"
		    "<EndToEndId>E2</EndToEndId></PmtId>" AMT PAYEE ACCT TAIL,
		    OUT_REJECT, "AM20", "PAY-COUNT" },
		{ "an attribute at the top",
		    "<Document x=\"1\" xmlns=\"" NS "\"/>", OUT_REJECT, "FF01",
		    "PAY-ATTRIBUTE" },
		{ "the first element is another",
		    "<Dokument xmlns=\"" NS "\"/>", OUT_REJECT, "FF01",
		    "PAY-ELEMENT" },
		{ "blanks as CDATA",
		    HEAD BLOCK KIND PAYER
		    "<![CDATA[ ]]>" TX AMT PAYEE ACCT TAIL,
		    OUT_REJECT, "FF01", "PAY-ELEMENT" },
		{ "a prefix inside",
		    HEAD BLOCK KIND PAYER TX AMT
		    "<x:Cdtr xmlns:x=\"" NS
		    "\"><x:Nm>A</x:Nm></x:Cdtr>" ACCT TAIL,
		    OUT_REJECT, "FF01", "PAY-PREFIX" },
		{ "an amount as XML Schema may have it",
		    HEAD BLOCK KIND PAYER TX
		    "<Amt><InstdAmt Ccy=\"EUR\"> +1. </InstdAmt></Amt>" PAYEE
			ACCT TAIL,
		    OUT_OK, "FF01", "PAY-FORM" },
		{ "a day with a zone",
		    HEAD BLOCK KIND
		    "<ReqdExctnDt><Dt>2026-11-24+01:00</Dt></ReqdExctnDt>" DEBTOR
			TX AMT PAYEE ACCT TAIL,
		    OUT_OK, "FF01", "PAY-FORM" },
		{ "a zone of 15 hours",
		    HEAD BLOCK KIND
		    "<ReqdExctnDt><Dt>2026-11-24+15:00</Dt></ReqdExctnDt>" DEBTOR
			TX AMT PAYEE ACCT TAIL,
		    OUT_REJECT, "DT01", "PAY-DATE" },
		{ "a time of day",
		    HEAD BLOCK KIND
		    "<ReqdExctnDt><DtTm>2026-11-24T10:00:00Z</DtTm>"
		    "</ReqdExctnDt>" DEBTOR TX AMT PAYEE ACCT TAIL,
		    OUT_REJECT, "DT01", "PAY-DATE" },
		{ "instant, a Sunday",
		    HEAD BLOCK INSTANT
		    "<ReqdExctnDt><DtTm>2026-11-29T24:00:00+14:00</DtTm>"
		    "</ReqdExctnDt>" DEBTOR TX AMT PAYEE ACCT TAIL,
		    OUT_OK, "", "" },
		{ "instant, said by the payment",
		    HEAD BLOCK
		    "<ReqdExctnDt><DtTm>2026-11-24T10:00:00Z</DtTm>"
		    "</ReqdExctnDt>" DEBTOR TX INSTANT AMT PAYEE ACCT TAIL,
		    OUT_OK, "", "" },
		{ "a time, and the payment is not instant",
		    HEAD BLOCK
		    "<ReqdExctnDt><DtTm>2026-11-24T10:00:00Z</DtTm>"
		    "</ReqdExctnDt>" DEBTOR TX KIND AMT PAYEE ACCT TAIL,
		    OUT_REJECT, "DT01", "PAY-DATE" },
		{ "a time, and one is not instant",
		    HEAD BLOCK "<ReqdExctnDt><DtTm>2026-11-24T10:00:00Z</DtTm>"
			       "</ReqdExctnDt>" DEBTOR TX INSTANT AMT PAYEE ACCT
				   BETWEEN KIND AMT PAYEE ACCT TAIL,
		    OUT_REJECT, "DT01", "PAY-DATE" },
		{ "after the end of the day",
		    HEAD BLOCK INSTANT
		    "<ReqdExctnDt><DtTm>2026-11-24T24:00:00.5</DtTm>"
		    "</ReqdExctnDt>" DEBTOR TX AMT PAYEE ACCT TAIL,
		    OUT_REJECT, "DT01", "PAY-DATE" },
		{ "a reference, written indented",
		    HEAD BLOCK KIND PAYER TX AMT PAYEE ACCT
		    "<RmtInf><Strd>\n                                        \n<CdtrRefInf>\n<Tp>"
		    "<CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry><Issr>ISO</Issr></Tp>\n"
		    "<Ref>RF18539007547034</Ref></CdtrRefInf></Strd></RmtInf>" TAIL,
		    OUT_OK, "CH15", "PAY-LENGTH" },
		{ "an instrument that nobody sees",
		    HEAD BLOCK
		    "<PmtTpInf><SvcLvl><Cd>SEPA</Cd></SvcLvl><LclInstrm><Cd> "
		    "</Cd></LclInstrm></PmtTpInf>" PAYER TX AMT PAYEE ACCT TAIL,
		    OUT_REJECT, "FF05", "PAY-EMPTY" },
		{ "an empty flag",
		    HEAD
		    "<PmtInf><PmtInfId>P1</PmtInfId><PmtMtd>TRF</PmtMtd>"
		    "<BtchBookg/><NbOfTxs>1</NbOfTxs><CtrlSum>1.00</CtrlSum>" KIND
			PAYER TX AMT PAYEE ACCT TAIL,
		    OUT_REJECT, "CH16", "PAY-EMPTY" },
		{ "Latin-1 that says it is UTF-8",
		    HEAD BLOCK KIND PAYER TX AMT
		    "<Cdtr><Nm>J\xf6rg</Nm></Cdtr>" ACCT TAIL,
		    OUT_REJECT, "FF01", "PAY-ENCODING" },
		{ "XML 1.1",
		    "<?xml version=\"1.1\"?><Document xmlns=\"" NS "\"/>",
		    OUT_REJECT, "FF01", "PAY-DECLARATION" },
		{ "a stylesheet that says encoding",
		    "<?xml-stylesheet encoding=\"l1\"?><Document xmlns=\"" NS
		    "\"/>",
		    OUT_REJECT, "FF01", "PAY-MISSING" },
		{ "a name that nobody sees",
		    HEAD BLOCK KIND PAYER TX AMT
		    "<Cdtr><Nm>\xc2\xa0\xe2\x80\x8b</Nm></Cdtr>" ACCT TAIL,
		    OUT_REJECT, "BE22", "PAY-EMPTY" },
		{ "nothing", "", OUT_REJECT, "FF01", "XML-FORM" },
		{ "no XML", "hello", OUT_REJECT, "FF01", "XML-FORM" },
		{ "UTF-16", "\xff\xfe<\0?\0", OUT_REJECT, "FF01",
		    "PAY-ENCODING" },
		{ "entities", "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>",
		    OUT_REJECT, "FF01", "XML-DOCTYPE" }
	};

	return cr_make_param_array(
	    struct made, rows, sizeof(rows) / sizeof(rows[0]));
}

ParameterizedTest(struct made *row, paycheck, file)
{
	struct paycheck_result r;
	struct told t;
	enum outcome out = check(row->xml, strlen(row->xml), NULL, &t, &r);

	cr_expect_eq((int)out, row->out, "%s: %s", row->what, t.text);
	if (row->code[0] == '\0')
		cr_expect_eq(t.n, 0, "%s: %s", row->what, t.text);
	cr_expect_not_null(
	    strstr(t.codes, row->code), "%s: %s", row->what, t.text);
	cr_expect_not_null(
	    strstr(t.rules, row->rule), "%s: %s", row->what, t.text);
}

/* What is said of one payment is not true of the next. */
Test(paycheck, an_issuer_is_of_one_reference)
{
	static const char two[] = HEAD BLOCK KIND PAYER TX AMT PAYEE ACCT RF(
	    "<Issr>ISO</Issr>", "RF18539007547034")
	    BETWEEN AMT PAYEE ACCT RF("", "123456") TAIL;
	struct paycheck_result r;
	struct told t;

	(void)check(two, sizeof(two) - 1, NULL, &t, &r);
	cr_expect_null(strstr(t.rules, "PAY-REFERENCE"), "%s", t.text);
}

/* .03 has letters alone in the bank's part, and no 0, 1 or O after it. */
Test(paycheck, a_bic_is_as_its_version_has_it)
{
	static const struct {
		const char *bic;
		bool good;
	} rows[] = { { "BNPAFRPP", true }, { "BNPAFRPPXXX", true },
		{ "BNPAFR2P", true }, { "BNPAFRP0", true },
		{ "1234FR12", false }, { "BNPAFR0P", false },
		{ "BNPAFR1P", false }, { "BNPAFRPO", false } };
	struct paycheck_result r;
	char xml[4096];
	struct told t;
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		(void)snprintf(xml, sizeof(xml),
		    "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:"
		    "pain.001.001.03\"><CstmrCdtTrfInitn>" BLOCK TX AMT
		    "<CdtrAgt><FinInstnId><BIC>%s</BIC></FinInstnId></CdtrAgt>" PAYEE
			ACCT TAIL,
		    rows[i].bic);
		(void)check(xml, strlen(xml), NULL, &t, &r);
		cr_expect_eq(strstr(t.rules, "PAY-BIC") == NULL, rows[i].good,
		    "%s: %s", rows[i].bic, t.text);
	}
}

/* One that comes out of turn is not missing; one that does not come, is. */
Test(paycheck, out_of_turn_is_not_missing)
{
	static const char order[] = HEAD BLOCK KIND PAYER TX AMT
	    "<Cdtr><Nm>A</Nm><PstlAdr><Ctry>FR</Ctry><TwnNm>B</TwnNm>"
	    "</PstlAdr></Cdtr>" ACCT TAIL;
	static const char both[] = HEAD BLOCK KIND PAYER TX AMT
	    "<Cdtr><Nm>A</Nm><PstlAdr><Ctry>FR</Ctry><StrtNm>B</StrtNm>"
	    "</PstlAdr></Cdtr>" ACCT TAIL;
	struct paycheck_result r;
	struct told t;

	cr_expect_eq(check(order, sizeof(order) - 1, NULL, &t, &r), OUT_REJECT);
	cr_expect_str_eq(t.rules, "PAY-ORDER ");
	cr_expect_eq(check(both, sizeof(both) - 1, NULL, &t, &r), OUT_REJECT);
	cr_expect_str_eq(t.rules, "PAY-ORDER PAY-MISSING ");
}

static const char good[] = HEAD BLOCK KIND PAYER TX AMT PAYEE ACCT TAIL;

/* ${unit} bytes for each of its characters, the first of them last or not. */
static enum outcome
check_wide(const char *xml, size_t unit, bool last, struct told *t)
{
	struct paycheck_result r;
	struct buf b = BUF_INIT;
	enum outcome out;

	for (; *xml != '\0'; xml++) {
		if (!last)
			(void)buf_add(&b, xml, 1);
		(void)buf_add(&b, "\0\0\0", unit - 1);
		if (last)
			(void)buf_add(&b, xml, 1);
	}
	out = check((const char *)b.data, b.len, NULL, t, &r);
	buf_free(&b);
	return out;
}

Test(paycheck, no_other_encoding_is_converted)
{
	static const size_t units[] = { 2, 4 };
	static char ebcdic[] = "\x4c\x6f\xa7\x94\x93\x40";
	struct paycheck_result r;
	struct told t;
	size_t i;

	for (i = 0; i < 2; i++) {
		cr_expect_eq(check_wide(good, units[i], false, &t), OUT_REJECT);
		cr_expect_not_null(strstr(t.rules, "PAY-ENCODING"));
		cr_expect_eq(check_wide(good, units[i], true, &t), OUT_REJECT);
		cr_expect_not_null(strstr(t.rules, "PAY-ENCODING"));
	}
	cr_expect_eq(
	    check(ebcdic, sizeof(ebcdic) - 1, NULL, &t, &r), OUT_REJECT);
	cr_expect_not_null(strstr(t.rules, "PAY-ENCODING"));
}

Test(paycheck, a_long_declaration_hides_no_encoding)
{
	struct paycheck_result r;
	struct told t;
	struct buf b = BUF_INIT;

	(void)buf_printf(
	    &b, "<?xml version=\"1.0\"%300sencoding=\"ISO-8859-1\"?>", " ");
	(void)buf_puts(&b, strstr(good, "<Document"));
	cr_expect_eq(check((const char *)b.data, b.len, NULL, &t, &r),
	    OUT_REJECT, "%s", t.text);
	buf_free(&b);
}

Test(paycheck, size_of_pieces_does_not_matter)
{
	const char *bad = HEAD BLOCK PAYER TX AMT PAYEE TAIL;
	size_t size, at, n, len = strlen(bad);
	struct paycheck_result r;
	struct paycheck *c;
	struct why why = WHY_INIT;
	struct told whole, t;

	cr_assert_eq(check(bad, len, NULL, &whole, &r), OUT_REJECT);
	for (size = 1; size < 300; size += 7) {
		memset(&t, 0, sizeof(t));
		cr_assert_eq(
		    paycheck_begin(day(TODAY), NULL, tell, &t, &c, &why),
		    OUT_OK);
		for (at = 0; at < len; at += n) {
			n = len - at < size ? len - at : size;
			cr_assert_eq(
			    paycheck_feed(c, bad + at, n, &why), OUT_OK);
		}
		cr_expect_eq(paycheck_end(c, &r, &why), OUT_REJECT);
		paycheck_free(c);
		cr_expect_str_eq(t.text, whole.text, "pieces of %zu", size);
	}
}

Test(paycheck, every_cut_is_refused)
{
	struct paycheck_result r;
	struct told t;
	size_t len;

	cr_assert_eq(check(good, strlen(good), NULL, &t, &r), OUT_OK);
	for (len = 0; len < strlen(good); len += 3)
		cr_expect_eq(check(good, len, NULL, &t, &r), OUT_REJECT);
}

/* Return the seconds that refusing takes. */
static double
refuse(struct buf *b, const char *rule)
{
	struct paycheck_result r;
	struct told t;
	clock_t begun = clock();
	const char *sanitized = getenv("SANITIZED");
	double times = sanitized != NULL && sanitized[0] != '\0' ? 10 : 1;

	cr_expect_eq(
	    check((const char *)b->data, b->len, NULL, &t, &r), OUT_REJECT);
	cr_expect_not_null(strstr(t.rules, rule), "%s", t.text);
	buf_free(b);
	return (double)(clock() - begun) / CLOCKS_PER_SEC / times;
}

Test(paycheck, bombs_end_at_once)
{
	struct buf b = BUF_INIT;
	int i;

	skip_under_valgrind("time is another");
	(void)buf_puts(&b, "<Document xmlns=\"" NS "\"");
	for (i = 0; i < 200000; i++)
		(void)buf_printf(&b, " a%d=\"\"", i);
	(void)buf_puts(&b, "/>");
	cr_expect_lt(refuse(&b, "XML-ATTRIBUTES"), 1.0);
	(void)buf_puts(&b, "<Document xmlns=\"" NS "\" a='>' ");
	for (i = 0; i < 200000; i++)
		(void)buf_printf(&b, " a%d=\"'>\"", i);
	(void)buf_puts(&b, "/>");
	cr_expect_lt(refuse(&b, "XML-ATTRIBUTES"), 1.0);
	for (i = 0; i < 1000000; i++)
		(void)buf_puts(&b, "<Document xmlns=\"" NS "\">");
	cr_expect_lt(refuse(&b, "XML-FORM"), 2.0);
	(void)buf_puts(&b, "<!-- ' <!DOCTYPE --><![CDATA[ <!DOCTYPE ]]>");
	cr_expect_lt(refuse(&b, "XML-FORM"), 1.0);
}

Test(paycheck, comments_and_processing_instructions_hide_nothing)
{
	struct paycheck_result r;
	struct told t;
	struct buf b = BUF_INIT;

	(void)buf_puts(&b,
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
	    "<!-- don't <b> --><?pi it's ?>");
	(void)buf_puts(&b, strstr(good, "<Document"));
	cr_expect_eq(check((const char *)b.data, b.len, NULL, &t, &r), OUT_OK,
	    "%s", t.text);
	cr_expect_eq(r.count, 1);
	buf_free(&b);
}

Test(paycheck, reasons_hold_no_input)
{
	const char *bad = HEAD BLOCK KIND PAYER TX AMT
	    "<Cdtr><Nm>Canary</Nm><Canary/></Cdtr><CdtrAcct><Id><IBAN>CANARY"
	    "</IBAN></Id></CdtrAcct>" TAIL;
	struct paycheck_result r;
	struct why why = WHY_INIT;
	char line[512];

	cr_assert_eq(paycheck_file(bad, strlen(bad), day(TODAY), NULL, NULL,
			 NULL, &r, &why),
	    OUT_REJECT);
	cr_expect_null(
	    strcasestr(why_line(&why, line, sizeof(line)), "canary"));
	cr_expect_eq(r.errors, 2);
}

Test(paycheck, bank_limits_hold)
{
	struct bankprofile p;
	struct paycheck_result r;
	struct told t;
	struct buf b = BUF_INIT;

	bankprofile_default(BANK_PAIN_03, &p);
	cr_expect_eq(check(good, strlen(good), &p, &t, &r), OUT_OK);
	cr_expect_not_null(strstr(t.rules, "PAY-VERSION"));
	bankprofile_default(BANK_PAIN_09, &p);
	p.notprovided = true;
	(void)buf_puts(&b,
	    HEAD BLOCK KIND PAYER TX AMT
	    "<CdtrAgt><FinInstnId>"
	    "<Othr><Id>NOTPROVIDED</Id></Othr></FinInstnId></CdtrAgt>" PAYEE
		ACCT TAIL);
	cr_expect_eq(check((const char *)b.data, b.len, &p, &t, &r), OUT_OK,
	    "%s", t.text);
	p.notprovided = false;
	cr_expect_eq(
	    check((const char *)b.data, b.len, &p, &t, &r), OUT_REJECT);
	buf_free(&b);
}

Test(paycheck, findings_print_as_text_and_json)
{
	struct paycheck_finding f = { true, "PAY-IBAN", "AC01",
		"PmtInf[1]/CdtTrfTxInf[2]", 7, "wrong", "a\"\\\n\xc3\xa9\xc3" };
	struct paycheck_result r = { "pain.001.001.09", "M1", 2,
		{ { "EUR", 2, 150 } }, 1, 1, 0 };
	struct buf b = BUF_INIT;

	paycheck_text(&f, false, &b);
	cr_expect_str_eq((char *)b.data,
	    "error PAY-IBAN (AC01): wrong, at "
	    "PmtInf[1]/CdtTrfTxInf[2], line 7\n");
	buf_reset(&b);
	paycheck_json(&f, true, &b);
	cr_expect_str_eq((char *)b.data,
	    "{\"severity\":\"error\",\"rule\":"
	    "\"PAY-IBAN\",\"code\":\"AC01\",\"place\":\"PmtInf[1]/CdtTrfTxInf"
	    "[2]\",\"line\":7,\"value\":\"a\\u0022\\u005c\\u000a\xc3\xa9\","
	    "\"text\":\"wrong\"}\n");
	buf_reset(&b);
	paycheck_summary(&r, false, &b);
	cr_expect_str_eq((char *)b.data,
	    "refused: pain.001.001.09, 2 "
	    "payments, 1.50 EUR, 1 errors, 0 warnings\n");
	buf_reset(&b);
	paycheck_summary(&r, true, &b);
	cr_expect_str_eq((char *)b.data,
	    "{\"format\":\"pain.001.001.09\","
	    "\"id\":\"M1\",\"payments\":2,\"sums\":[{\"currency\":\"EUR\","
	    "\"payments\":2,\"sum\":\"1.50\"}],\"errors\":1,\"warnings\":0}\n");
	buf_free(&b);
}
