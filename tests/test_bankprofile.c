/* SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <string.h>

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include "domain/bank/bankprofile.h"
#include "tmpdir.h"
#include "value/date.h"

TestSuite(bankprofile, .init = tmpdir_make, .fini = tmpdir_remove);

#define ACCOUNT                                  \
	"holder = Bundesamt f\xc3\xbcr Justiz\n" \
	"iban = DE89370400440532013000\n"

static enum outcome
read_profile(const char *text, struct bankprofile *p, struct why *why)
{
	char conf[2048];
	struct config *config;
	enum outcome out;

	(void)snprintf(
	    conf, sizeof(conf), "[unit]\ncode = DE\n[bank.house]\n%s", text);
	tmpdir_write("isupport.conf", conf, strlen(conf));
	out = config_load(tmpdir_path("isupport.conf"), &config, why);
	if (out != OUT_OK)
		return out;
	out = bankprofile_read(config, "house", p, why);
	config_free(config);
	return out;
}

Test(bankprofile, defaults_are_those_of_the_manual)
{
	struct bankprofile p;
	struct why why = WHY_INIT;

	cr_assert_eq(read_profile(ACCOUNT, &p, &why), OUT_OK, "%s %s", why.text,
	    why.place);
	cr_expect_str_eq(p.id, "house");
	cr_expect_str_eq(bankprofile_format(&p), "pain.001.001.09");
	cr_expect_str_eq(p.holder, "Bundesamt f\xc3\xbcr Justiz");
	cr_expect_str_eq(p.charges, "SLEV");
	cr_expect_str_eq(p.category_purpose, "OTHR");
	cr_expect_str_eq(p.currency, "EUR");
	cr_expect_str_eq(p.language, "de");
	cr_expect_eq(p.address, BANK_ADDRESS_NONE);
	cr_expect_eq(p.max_transfers, 10000);
	cr_expect_eq(p.days_ahead, 90);
	cr_expect_eq(p.separator, ',');
	cr_expect(p.batch_booking);
	cr_expect_not(p.bom || p.notprovided || p.ultimate_debtor);
}

Test(bankprofile, every_setting_is_read)
{
	struct bankprofile p;
	struct why why = WHY_INIT;

	cr_assert_eq(
	    read_profile(ACCOUNT
		"format = csv\nbic = COBADEFFXXX\n"
		"bic_placeholder = notprovided\naddress = hybrid\n"
		"max_transfers = 500\ndays_ahead = 30\ncsv_separator = semicolon\n"
		"csv_bom = yes\ncurrency = USD\nstreet = Adenauerallee\n"
		"building = 99\npostcode = 53113\ntown = Bonn\ncountry = DE\n"
		"language = en\ncharges = SHA\nbatch_booking = no\n"
		"category_purpose = GOVT\nultimate_debtor = yes\n",
		&p, &why),
	    OUT_OK, "%s %s", why.text, why.place);
	cr_expect_str_eq(bankprofile_format(&p), "csv");
	cr_expect_eq(p.address, BANK_ADDRESS_HYBRID);
	cr_expect_eq(p.max_transfers, 500);
	cr_expect_eq(p.days_ahead, 30);
	cr_expect_eq(p.separator, ';');
	cr_expect(p.bom && p.notprovided && p.ultimate_debtor);
	cr_expect_not(p.batch_booking);
	cr_expect_str_eq(p.charges, "SHA");
	cr_expect_str_eq(p.currency, "USD");
	cr_expect_str_eq(p.town, "Bonn");
	cr_expect_str_eq(p.category_purpose, "GOVT");
}

Test(bankprofile, charges_outside_sepa_are_ours)
{
	struct bankprofile p;
	struct why why = WHY_INIT;

	cr_assert_eq(read_profile(ACCOUNT "format = csv\n", &p, &why), OUT_OK);
	cr_expect_str_eq(p.charges, "OUR");
}

struct bad {
	char text[240];
	char place[24];
};

ParameterizedTestParameters(bankprofile, wrong)
{
	static struct bad rows[] = { { "holder = A\n", "iban" },
		{ "iban = DE89370400440532013000\n", "holder" },
		{ "holder = A\niban = DE89370400440532013001\n", "iban" },
		{ "holder = A\niban = TN5910006035183598478831\n", "iban" },
		{ ACCOUNT "bic = COBA\n", "bic" },
		{ ACCOUNT "bic = BNPAFRPPXXX\n", "bic" },
		{ ACCOUNT "format = pain.001.001.13\n", "format" },
		{ ACCOUNT "address = unstructured\n", "address" },
		{ ACCOUNT "bic_placeholder = yes\n", "bic_placeholder" },
		{ ACCOUNT "max_transfers = 0\n", "max_transfers" },
		{ ACCOUNT "days_ahead = 3\n", "days_ahead" },
		{ ACCOUNT "days_ahead = 400\n", "days_ahead" },
		{ ACCOUNT "csv_separator = |\n", "csv_separator" },
		{ ACCOUNT "charges = OUR\n", "charges" },
		{ ACCOUNT "format = csv\ncharges = SLEV\n", "charges" },
		{ ACCOUNT "currency = USD\n", "currency" },
		{ ACCOUNT "format = csv\ncurrency = XXQ\n", "currency" },
		{ ACCOUNT "country = ZZ\n", "country" },
		{ ACCOUNT "language = xx\n", "language" },
		{ ACCOUNT "category_purpose = ALMY\n", "category_purpose" },
		{ ACCOUNT "town = 1234567890123456789012345678901234567\n",
		    "town" } };

	return cr_make_param_array(
	    struct bad, rows, sizeof(rows) / sizeof(rows[0]));
}

ParameterizedTest(struct bad *row, bankprofile, wrong)
{
	struct bankprofile p;
	struct why why = WHY_INIT;

	cr_expect_eq(
	    read_profile(row->text, &p, &why), OUT_REJECT, "%s", row->text);
	cr_expect_str_eq(
	    why.rule, "BANK-PROFILE", "%s: %s", row->text, why.text);
	cr_expect_str_eq(why.place, row->place, "%s", row->text);
}

struct day {
	char today[12], execution[12];
};

ParameterizedTestParameters(bankprofile, day)
{
	static struct day rows[] = { { "2026-11-23",
					 "2026-11-24" }, /* Monday */
		{ "2026-11-27", "2026-11-30" },		 /* Friday */
		{ "2026-12-24", "2026-12-28" },		 /* before Christmas */
		{ "2026-04-02", "2026-04-07" }, /* before Good Friday */
		{ "2026-12-31", "2027-01-04" } };

	return cr_make_param_array(
	    struct day, rows, sizeof(rows) / sizeof(rows[0]));
}

ParameterizedTest(struct day *row, bankprofile, day)
{
	struct bankprofile p;
	int32_t today;
	char buf[DATE_TEXT];

	bankprofile_default(BANK_PAIN_09, &p);
	cr_assert(date_parse(row->today, &today));
	cr_expect_str_eq(date_format(bankprofile_execution_day(&p, today), buf),
	    row->execution);
}
