/* SPDX-License-Identifier: EUPL-1.2 */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/csvio.h"
#include "io/share.h"
#include "value/iban.h"

/* The examples that the registry and central banks print. */
static const char *const examples[] = {
	"AL47212110090000000235698741",
	"AD1200012030200359100100",
	"AT611904300234573201",
	"AZ21NABZ00000000137010001944",
	"BE68539007547034",
	"BA391290079401028494",
	"BG80BNBG96611020345678",
	"BR1800360305000010009795493C1",
	"CH9300762011623852957",
	"CR05015202001026284066",
	"CY17002001280000001200527600",
	"CZ6508000000192000145399",
	"DE89370400440532013000",
	"DK5000400440116243",
	"DO28BAGR00000001212453611324",
	"EE382200221020145685",
	"ES9121000418450200051332",
	"FI2112345600000785",
	"FO6264600001631634",
	"FR1420041010050500013M02606",
	"GB29NWBK60161331926819",
	"GE29NB0000000101904917",
	"GI75NWBK000000007099453",
	"GL8964710001000206",
	"GR1601101250000000012300695",
	"HR1210010051863000160",
	"HU42117730161111101800000000",
	"IE29AIBK93115212345678",
	"IL620108000000099999999",
	"IS140159260076545510730339",
	"IT60X0542811101000000123456",
	"KZ86125KZT5004100100",
	"LI21088100002324013AA",
	"LT121000011101001000",
	"LU280019400644750000",
	"LV80BANK0000435195001",
	"MC5811222000010123456789030",
	"MD24AG000225100013104168",
	"ME25505000012345678951",
	"MK07250120000058984",
	"MT84MALT011000012345MTLCAST001S",
	"NL91ABNA0417164300",
	"NO9386011117947",
	"PL61109010140000071219812874",
	"PT50000201231234567890154",
	"RO49AAAA1B31007593840000",
	"RS35260005601001611379",
	"SE4550000000058398257466",
	"SI56263300012039086",
	"SK3112000000198742637541",
	"SM86U0322509800000000270100",
	"TR330006100519786457841326",
	"UA213223130000026007233566001",
	"VA59001123000012345678",
	"XK051212012345678906",
};

Test(iban, printed_examples_hold)
{
	struct why why = WHY_INIT;

	for (size_t i = 0; i < sizeof(examples) / sizeof(*examples); i++) {
		cr_expect_eq(iban_check(examples[i], &why), OUT_OK, "%s: %s",
		    examples[i], why.text);
		cr_expect(iban_national_ok(examples[i]), "%s", examples[i]);
	}
}

/* Mod 97-10 finds every wrong digit and every two neighbours
 * of a kind exchanged. */
Test(iban, one_wrong_character_is_seen)
{
	struct why why = WHY_INIT;
	char s[40];
	size_t n = 0;

	for (size_t i = 0; i < sizeof(examples) / sizeof(*examples); i++)
		for (size_t k = 2; examples[i][k] != '\0'; k++) {
			(void)snprintf(s, sizeof(s), "%s", examples[i]);
			s[k] = s[k] == '9' ? '0' :
			    s[k] == 'Z'	   ? 'A' :
					     (char)(s[k] + 1);
			cr_expect_eq(iban_check(s, &why), OUT_REJECT, "%s", s);
			(void)snprintf(s, sizeof(s), "%s", examples[i]);
			/* "1B" and "B1" are both 111 to it. */
			if (s[k + 1] == '\0' || s[k] == s[k + 1] ||
			    (s[k] < 'A') != (s[k + 1] < 'A'))
				continue;
			s[k] = examples[i][k + 1];
			s[k + 1] = examples[i][k];
			cr_expect_eq(iban_check(s, &why), OUT_REJECT, "%s", s);
			n++;
		}
	cr_expect_gt(n, 400, "%zu", n);
}

struct bad {
	char s[40];
	char rule[24];
};

ParameterizedTestParameters(iban, refused_with_the_cause)
{
	static struct bad rows[] = {
		{ "", "IBAN-FORM" },
		{ "DE", "IBAN-FORM" },
		{ "DE89", "IBAN-FORM" },
		{ "de89370400440532013000", "IBAN-FORM" },
		{ "DE89 3704 0044 0532 0130 00", "IBAN-FORM" },
		{ "DE8937040044053201300\xc3\xa9", "IBAN-FORM" },
		{ "DEA9370400440532013000", "IBAN-FORM" },
		{ "US89370400440532013000", "IBAN-COUNTRY" },
		{ "ZZ89370400440532013000", "IBAN-COUNTRY" },
		{ "DE8937040044053201300", "IBAN-LENGTH" },
		{ "DE893704004405320130000", "IBAN-LENGTH" },
		{ "DE8937040044053201300A", "IBAN-STRUCTURE" },
		{ "GB2912345012345678901A", "IBAN-STRUCTURE" },
		{ "DE90370400440532013000", "IBAN-CHECK" },
		/* 98 written as 01, 97 as 00: the rest is 1 all the same. */
		{ "DE00370400440532013089", "IBAN-CHECK" },
	};

	return cr_make_param_array(
	    struct bad, rows, sizeof(rows) / sizeof(rows[0]));
}

ParameterizedTest(struct bad *row, iban, refused_with_the_cause)
{
	struct why why = WHY_INIT;

	cr_expect_eq(iban_check(row->s, &why), OUT_REJECT, "%s", row->s);
	cr_expect_str_eq(why.rule, row->rule, "%s: %s", row->s, why.rule);
	cr_expect_str_eq(why.value, row->s);
}

/* Make the IBAN's own check digits right, so that only the national are
 * wrong. */
static void
repair(char *s)
{
	struct why why = WHY_INIT;

	for (int c = 2; c <= 98; c++) {
		s[2] = (char)('0' + c / 10);
		s[3] = (char)('0' + c % 10);
		if (iban_check(s, &why) == OUT_OK)
			return;
	}
	cr_assert_fail("%s: %s", s, why.rule);
}

Test(iban, wrong_national_digits_are_seen)
{
	static const char *const wrong[] = { "BE68539007547035",
		"ES9121000418450200051333", "ES9121000418550200051332",
		"FR1420041010050500013M02607", "MC5811222000010123456789031",
		"IT60Y0542811101000000123456", "SM86U0322509800000000270101",
		"PT50000201231234567890155", "FI2112345600000786",
		"NO9386011117948", "EE382200221020145686",
		"SI56263300012039087", "RS35260005601001611370",
		"ME25505000012345678952", "MK07250120000058985",
		"BA391290079401028495", "CZ6508000000192000145398",
		"SK3112000000198742637542", "PL61109010150000071219812874",
		"HU42117730171111101800000000", "HU42117730161111101800000001",
		"HR1210010051863000161", "HR1210010061863000160",
		"IS140159260076545510730349", "AL47212110080000000235698741",
		"XK051212012345678907" };
	char s[40];

	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		(void)snprintf(s, sizeof(s), "%s", wrong[i]);
		repair(s);
		cr_expect_not(iban_national_ok(s), "%s", s);
	}
	cr_expect(iban_national_ok("DE89370400440532013000"));
	cr_expect(iban_national_ok("GB29NWBK60161331926819"));
	cr_expect(iban_national_ok("nonsense"));
	cr_expect(iban_national_ok(""));
}

Test(iban, sepa_and_eea)
{

	cr_expect(iban_sepa("DE89370400440532013000"));
	cr_expect(iban_sepa("GB29NWBK60161331926819"));
	cr_expect(iban_sepa("RS35260005601001611379"));
	cr_expect_not(iban_sepa("BR1800360305000010009795493C1"));
	cr_expect_not(iban_sepa("TR330006100519786457841326"));
	cr_expect_not(iban_sepa("FO6264600001631634"));
	cr_expect_not(iban_sepa(""));
	cr_expect(iban_eea("PT"));
	cr_expect(iban_eea("NO"));
	cr_expect_not(iban_eea("GB"));
	cr_expect_not(iban_eea("CH"));
	cr_expect_not(iban_eea("BR"));
	cr_expect_not(iban_eea(""));
}

/* The table as a program would read it, against itself and known counts. */
Test(iban, table_is_consistent)
{
	struct why why = WHY_INIT;
	struct csvio *t = NULL;
	size_t sepa = 0, eea = 0, sum, n;
	char path[4096];
	const char *form;

	(void)share_path("data/iban.csv", path, sizeof(path));
	cr_assert_eq(csvio_load(path, &t, &why), OUT_OK, "%s", why.text);
	for (size_t i = 0; i < csvio_rows(t); i++) {
		sepa += strcmp(csvio_get(t, i, "sepa"), "yes") == 0;
		eea += strcmp(csvio_get(t, i, "eea"), "yes") == 0;
		sum = 4;
		for (form = csvio_get(t, i, "bban"); *form != '\0'; form++) {
			n = (size_t)strtoul(form, NULL, 10);
			sum += n;
			form = strchr(form, '!') + 1;
		}
		cr_expect_eq(sum, strtoul(csvio_get(t, i, "length"), NULL, 10),
		    "%s", csvio_get(t, i, "country"));
		cr_expect_str_not_empty(csvio_get(t, i, "source"));
		if (i > 0)
			cr_expect_lt(strcmp(csvio_get(t, i - 1, "country"),
					 csvio_get(t, i, "country")),
			    0);
	}
	cr_expect_eq(sepa, 42, "%zu", sepa);
	cr_expect_eq(eea, 30, "%zu", eea);
	csvio_free(t);
}

Test(iban, same_facts_as_the_shared_table)
{
	const char *shared = getenv("SHARED");
	struct why why = WHY_INIT;
	struct csvio *ours = NULL, *theirs = NULL;
	char path[4096];
	long at;

	(void)snprintf(path, sizeof(path), "%s/sepa/facts/iban.csv",
	    shared == NULL ? "../shared" : shared);
	if (csvio_load(path, &theirs, &why) != OUT_OK)
		cr_skip_test("../shared is absent");
	(void)share_path("data/iban.csv", path, sizeof(path));
	cr_assert_eq(csvio_load(path, &ours, &why), OUT_OK, "%s", why.text);
	cr_expect_eq(csvio_rows(ours), csvio_rows(theirs));
	for (size_t i = 0; i < csvio_rows(theirs); i++) {
		at = csvio_find(
		    ours, "country", csvio_get(theirs, i, "country"));
		cr_assert_geq(at, 0);
		cr_expect_str_eq(csvio_get(ours, (size_t)at, "bban"),
		    csvio_get(theirs, i, "bban_structure"));
		cr_expect_str_eq(csvio_get(ours, (size_t)at, "sepa"),
		    csvio_get(theirs, i, "sepa_scheme"));
	}
	csvio_free(ours);
	csvio_free(theirs);
}

Test(iban, bics)
{
	static const char *const good[] = { "DEUTDEFF", "DEUTDEFF500",
		"NWBKGB2L", "CGDIPTPL", "BRASBRRJ", "NCBVXKPR" };
	static const char *const bad[] = { "", "DEUTDEF", "DEUTDEFF5",
		"deutdeff", "DEUTZZFF", "DEUTDEFF50", "DEUTDEFF5000",
		"DEUTDE F", "NOTPROVIDED", "DEUT12FF" };
	struct why why = WHY_INIT;

	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++)
		cr_expect_eq(bic_check(good[i], &why), OUT_OK, "%s", good[i]);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		cr_expect_eq(bic_check(bad[i], &why), OUT_REJECT, "%s", bad[i]);
		cr_expect_str_eq(why.rule, "BIC-FORM");
	}
}

Test(iban, bic_and_iban_agree_on_the_country)
{
	static const char gb[] = "GB29NWBK60161331926819";
	static const char fr[] = "FR1420041010050500013M02606";

	cr_expect(bic_matches("DEUTDEFF", "DE89370400440532013000"));
	cr_expect_not(bic_matches("DEUTDEFF", gb));
	cr_expect(bic_matches("NWBKGB2L", gb));
	cr_expect(bic_matches("NWBKGGSP", gb));
	cr_expect(bic_matches("NWBKJESX", gb));
	cr_expect(bic_matches("NWBKIMD1", gb));
	cr_expect_not(bic_matches("AIBKIE2D", gb));
	cr_expect(bic_matches("BNPAFRPP", fr));
	cr_expect(bic_matches("BNPAREPP", fr));
	cr_expect(bic_matches("BNPAYTPP", fr));
	cr_expect_not(bic_matches("BNPAMCMX", fr));
	cr_expect_not(bic_matches("", fr));
	cr_expect_not(bic_matches("BNPAFRPP", ""));
}

Test(iban, creditor_references)
{

	cr_expect(rf_check("RF18539007547034"));
	cr_expect(rf_check("RF712348231"));
	cr_expect(rf_check("RF45G72UUR"));
	cr_expect_not(rf_check("RF19539007547034"));
	cr_expect_not(rf_check("RF18 5390 0754 7034"));
	cr_expect_not(rf_check("RF18"));
	cr_expect_not(rf_check("rf18539007547034"));
	cr_expect_not(rf_check("RF1853900754703412345678901"));
	cr_expect_not(rf_check(""));
}
