/* SPDX-License-Identifier: EUPL-1.2 */
#include <criterion/criterion.h>

#include "value/country.h"
#include "value/date.h"

static int32_t
day(const char *s)
{
	int32_t d;

	cr_assert(date_parse(s, &d), "%s", s);
	return d;
}

Test(country, codes_are_those_of_iso_3166)
{

	cr_expect(country_ok("DE"));
	cr_expect(country_ok("AD"));
	cr_expect(country_ok("ZW"));
	cr_expect(country_ok("GR"));
	cr_expect_not(country_ok("EL"));
	cr_expect_not(country_ok("UK"));
	cr_expect_not(country_ok("XK"));
	cr_expect_not(country_ok("de"));
	cr_expect_not(country_ok("DEU"));
	cr_expect_not(country_ok("D"));
	cr_expect_not(country_ok(""));
}

Test(country, membership_depends_on_the_day)
{

	cr_expect(country_eu("DE", day("2026-11-21")));
	cr_expect(country_eu("DK", day("2026-11-21")));
	cr_expect(country_eu("GB", day("2020-01-31")));
	cr_expect_not(country_eu("GB", day("2020-02-01")));
	cr_expect_not(country_eu("HR", day("2013-06-30")));
	cr_expect(country_eu("HR", day("2013-07-01")));
	cr_expect_not(country_eu("BR", day("2026-11-21")));
	cr_expect_not(country_eu("", day("2026-11-21")));
}

Test(country, there_are_27_members_now)
{
	char code[3] = "";
	int n = 0;

	for (code[0] = 'A'; code[0] <= 'Z'; code[0]++)
		for (code[1] = 'A'; code[1] <= 'Z'; code[1]++)
			n += country_eu(code, day("2026-11-21"));
	cr_expect_eq(n, 27);
}

Test(country, languages_are_those_of_iso_639)
{

	cr_expect(language_ok("de"));
	cr_expect(language_ok("aa"));
	cr_expect(language_ok("zu"));
	cr_expect_not(language_ok("DE"));
	cr_expect_not(language_ok("xx"));
	cr_expect_not(language_ok("deu"));
	cr_expect_not(language_ok(""));
}
