/* SPDX-License-Identifier: EUPL-1.2 */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include <stdio.h>
#include <string.h>

#include "domain/rule/profile.h"
#include "value/country.h"
#include "value/date.h"
#include "value/money.h"

static struct profile *profile;

static void
setup(void)
{
	struct why why = WHY_INIT;
	struct csvio *parties, *pairs;

	cr_assert_eq(csvio_share("data/parties.csv", &parties, &why), OUT_OK,
	    "%s", why.text);
	cr_assert_eq(csvio_share("data/pairs.csv", &pairs, &why), OUT_OK, "%s",
	    why.text);
	cr_assert_eq(profile_make(parties, pairs, &profile, &why), OUT_OK,
	    "%s %d", why.text, why.line);
}

static void
teardown(void)
{

	profile_free(profile);
}

TestSuite(profile, .init = setup, .fini = teardown);

static int32_t
day(const char *s)
{
	int32_t d;

	cr_assert(date_parse(s, &d), "%s", s);
	return d;
}

struct row {
	char from[3], to[3], day[DATE_TEXT];
	char expect[12]; /* instrument, or the rule that refuses */
	char words[40];	 /* part of the reason */
};

ParameterizedTestParameters(profile, the_pair_decides)
{
	static struct row rows[] = {
		/* inside the EU the Regulation prevails. */
		{ "PT", "DE", "2026-11-21", "EU4-2009", "" },
		{ "DE", "PT", "2026-11-21", "EU4-2009", "" },
		{ "DE", "PT", "2011-06-18", "EU4-2009", "" },
		{ "DE", "PT", "2011-06-17", "R-003", "not yet" },
		{ "HR", "DE", "2013-07-01", "EU4-2009", "" },
		{ "HR", "DE", "2013-06-30", "R-003", "not yet" },
		/* */
		{ "DK", "DE", "2026-11-21", "R-002", "New York" },
		{ "DE", "DK", "2026-11-21", "R-002", "New York" },
		{ "DK", "BR", "2026-11-21", "R-002", "New York" },
		{ "SE", "DK", "2026-11-21", "R-002", "Nordic" },
		/* */
		{ "BR", "DE", "2026-11-21", "HCCH2007", "" },
		{ "DE", "BR", "2017-11-01", "HCCH2007", "" },
		{ "DE", "BR", "2017-10-31", "R-003", "not yet" },
		{ "BR", "US", "2017-11-01", "HCCH2007", "" },
		{ "US", "DE", "2016-12-31", "R-003", "not yet" },
		{ "US", "DE", "2017-01-01", "HCCH2007", "" },
		{ "NO", "AL", "2013-01-01", "HCCH2007", "" },
		{ "NO", "DE", "2014-07-31", "R-003", "not yet" },
		{ "GE", "DE", "2024-08-31", "R-003", "not yet" },
		{ "GE", "DE", "2024-09-01", "HCCH2007", "" },
		/* not known from when */
		{ "KG", "DE", "2026-11-21", "R-003", "not known" },
		{ "DE", "PY", "2026-11-21", "R-003", "not known" },
		/* */
		{ "GB", "DE", "2020-12-31", "EU4-2009", "" },
		{ "GB", "DE", "2021-01-01", "HCCH2007", "" },
		{ "GB", "US", "2020-12-31", "HCCH2007", "" },
		/* */
		{ "CH", "DE", "2026-11-21", "R-005", "New York" },
		{ "DE", "AU", "2026-11-21", "R-005", "New York" },
		{ "MK", "DE", "2026-11-21", "R-005", "New York" },
		{ "IS", "NO", "2026-11-21", "R-005", "Nordic" },
		{ "DE", "XX", "2026-11-21", "R-005", "New York" },
		{ "DE", "", "2026-11-21", "R-005", "New York" },
		{ "DE", "DE", "2026-11-21", "R-005", "same State" },
		/* objections; with others the same State is bound. */
		{ "US", "AZ", "2026-11-21", "R-003", "objected" },
		{ "AZ", "US", "2026-11-21", "R-003", "objected" },
		{ "GY", "US", "2026-11-21", "R-003", "objected" },
		{ "AZ", "DE", "2026-11-21", "HCCH2007", "" },
		{ "GY", "GB", "2026-11-21", "HCCH2007", "" },
	};

	return cr_make_param_array(
	    struct row, rows, sizeof(rows) / sizeof(rows[0]));
}

ParameterizedTest(struct row *row, profile, the_pair_decides)
{
	struct why why = WHY_INIT;
	const char *instrument = NULL;
	enum outcome out;

	out = profile_instrument(
	    profile, row->from, row->to, day(row->day), &instrument, &why);
	cr_assert_eq((int)out, row->expect[0] == 'R' ? OUT_REJECT : OUT_OK,
	    "%s %s %s: %s", row->from, row->to, row->day, why.text);
	cr_expect_str_eq(out == OUT_OK ? instrument : why.rule, row->expect);
	cr_expect_not_null(strstr(why.text, row->words), "%s", why.text);
	if (out != OUT_OK)
		cr_expect_null(instrument);
}

/* It never depends on who sends. */
Test(profile, relations_are_mutual)
{
	struct why why = WHY_INIT;
	const char *a, *b;
	size_t n = profile_states(profile), relations = 0;

	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < n; k++) {
			a = b = "";
			(void)!profile_instrument(profile,
			    profile_state(profile, i),
			    profile_state(profile, k), day("2026-11-21"), &a,
			    &why);
			(void)!profile_instrument(profile,
			    profile_state(profile, k),
			    profile_state(profile, i), day("2026-11-21"), &b,
			    &why);
			cr_expect_str_eq(a, b);
			relations += strcmp(a, PROFILE_EU) == 0;
		}
	cr_expect_eq(relations, 26 * 25);
}

static const char *
rule_of_note(const char *a, const char *b, size_t i)
{
	static struct why why;

	memset(&why, 0, sizeof(why));
	return profile_note(profile, a, b, day("2026-11-21"), i, &why) ?
	    why.rule :
	    "";
}

Test(profile, notes_say_what_else_to_know)
{

	cr_expect_str_eq(rule_of_note("GB", "DE", 0), "R-004");
	cr_expect_str_eq(rule_of_note("GB", "DE", 1), "");
	cr_expect_str_eq(rule_of_note("DE", "GB", 0), "R-004");
	cr_expect_str_eq(rule_of_note("GB", "US", 0), "");
	cr_expect_str_eq(rule_of_note("PT", "DE", 0), "");
	cr_expect_str_eq(rule_of_note("BR", "DE", 0), "");
	cr_expect_str_eq(rule_of_note("SE", "NO", 0), "R-006");
	cr_expect_str_eq(rule_of_note("SE", "FI", 0), "R-006");
	cr_expect_str_eq(rule_of_note("SE", "FI", 1), "");
	cr_expect_str_eq(rule_of_note("US", "HN", 0), "R-007");
	cr_expect_str_eq(rule_of_note("US", "HN", 1), "R-007");
	cr_expect_str_eq(rule_of_note("US", "HN", 2), "");
	cr_expect_str_eq(rule_of_note("CA", "DE", 0), "R-007");
	cr_expect_str_eq(rule_of_note("CA", "DE", 1), "R-007");
	cr_expect_str_eq(rule_of_note("CA", "DE", 2), "");
	cr_expect_str_eq(rule_of_note("US", "AZ", 0), "");
	cr_expect_str_eq(rule_of_note("SE", "DK", 0), "");
}

Test(profile, what_is_not_known_is_neither_yes_nor_no)
{

	cr_expect_eq(profile_accepts(profile, "DE", "de"), PROFILE_YES);
	cr_expect_eq(profile_accepts(profile, "DE", "pt"), PROFILE_UNKNOWN);
	cr_expect_eq(profile_accepts(profile, "BE", "fr"), PROFILE_YES);
	cr_expect_eq(profile_accepts(profile, "BR", "pt"), PROFILE_YES);
	cr_expect_eq(profile_accepts(profile, "BR", "e "), PROFILE_NO);
	cr_expect_eq(profile_accepts(profile, "ME", "sr"), PROFILE_UNKNOWN);
	cr_expect_eq(profile_accepts(profile, "XX", "de"), PROFILE_UNKNOWN);
	cr_expect_eq(profile_says(profile, "DE", "spousal"), PROFILE_YES);
	cr_expect_eq(profile_says(profile, "US", "spousal"), PROFILE_UNKNOWN);
	cr_expect_eq(profile_says(profile, "BR", "art30_8"), PROFILE_YES);
	cr_expect_eq(profile_says(profile, "DE", "art25_3_b"), PROFILE_UNKNOWN);
	cr_expect_eq(profile_says(profile, "XX", "art24"), PROFILE_UNKNOWN);
	cr_expect_eq(profile_age(profile, "BR", "DE"), 21);
	cr_expect_eq(profile_age(profile, "NO", "DE"), 0);
	cr_expect_str_eq(profile_get(profile, "BR", "currency"), "BRL");
	cr_expect_str_eq(profile_get(profile, "XX", "currency"), "");
	cr_expect_str_eq(profile_get(profile, "BR", "nothing"), "");
}

/* A table of our own, with what the real one does not know. */
#define PARTIES                                                               \
	"iso,name,hague_basis,hague_from,hague_confirmed,"                    \
	"chapter7_from,chapter7_to,age,spousal,other_family,art16,art24,"     \
	"art25_3_b,art25_3_c,art30_7,art30_8,languages,also_accepts,objects," \
	"units,currency,source,checked_on\n"
#define PAIRS "a,b,instrument,effect,from,to,source,checked_on\n"

static enum outcome
make(
    const char *parties, const char *pairs, struct profile **p, struct why *why)
{
	struct csvio *a, *b;

	cr_assert_eq(
	    csvio_parse(parties, strlen(parties), 10, &a, why), OUT_OK);
	cr_assert_eq(csvio_parse(pairs, strlen(pairs), 10, &b, why), OUT_OK);
	return profile_make(a, b, p, why);
}

Test(profile, reservations_and_declarations_count)
{
	struct why why = WHY_INIT;
	struct profile *p;
	const char *i;

	cr_assert_eq(
	    make(PARTIES "AA,A,,,,,,,,,,,,,,,,,,,,,\n", PAIRS, &p, &why),
	    OUT_REJECT);
	cr_assert_eq(
	    make(PARTIES
		"DE,x,R,2013-01-01,yes,,,21,,,,,,,,,de,none,,,EUR,s,c\n"
		"NO,x,R,2013-01-01,yes,,,18,no,,,,,,,,no nb,en,,,NOK,s,c\n",
		PAIRS "DE,NO,HCCH2007,objection,2020-01-01,2020-12-31,s,c\n",
		&p, &why),
	    OUT_OK, "%s %d", why.text, why.line);
	cr_expect_eq(profile_age(p, "DE", "NO"), 18);
	cr_expect_eq(profile_accepts(p, "DE", "en"), PROFILE_NO);
	cr_expect_eq(profile_accepts(p, "NO", "en"), PROFILE_YES);
	cr_expect_eq(profile_accepts(p, "NO", "nb"), PROFILE_YES);
	cr_expect_eq(profile_accepts(p, "NO", "de"), PROFILE_NO);
	cr_expect_eq(profile_says(p, "NO", "spousal"), PROFILE_NO);
	/* An objection that was withdrawn. */
	cr_expect_eq(
	    profile_instrument(p, "NO", "DE", day("2020-06-01"), &i, &why),
	    OUT_REJECT);
	cr_expect_eq(
	    profile_instrument(p, "NO", "DE", day("2021-01-01"), &i, &why),
	    OUT_OK);
	profile_free(p);
}

struct bad {
	char parties[80], pairs[80];
	int line;
};

ParameterizedTestParameters(profile, a_bad_table_is_refused)
{
	static struct bad rows[] = {
		{ "XX,x,R,2013-01-01,yes,,,,,,,,,,,,,,,,,,\n", "", 2 },
		{ "DE,x,Q,2013-01-01,yes,,,,,,,,,,,,,,,,,,\n", "", 2 },
		{ "DE,x,R,2013-02-30,yes,,,,,,,,,,,,,,,,,,\n", "", 2 },
		{ "DE,x,R,2013-01-01,yes,2011,,,,,,,,,,,,,,,,,\n", "", 2 },
		{ "DE,x,R,,no,,,20,,,,,,,,,,,,,,,\n", "", 2 },
		{ "DE,x,R,,no,,,,,,,,,,,,,,,,,,\nDE,x\n", "", 3 },
		{ "DE,x,R,,no,,,,,,,,,,,,,,,,,,\nAT,x\n", "", 3 },
		{ "", "US,AZ,HCCH2007,objection,,,,\n", 2 },
		{ "", "AZ,US,EU4-2009,objection,,,,\n", 2 },
		{ "", "AZ,US,HCCH2007,friendship,,,,\n", 2 },
		{ "", "AZ,US,HCCH2007,objection,2024,,,\n", 2 },
		{ "", "AZ,XX,HCCH2007,objection,,,,\n", 2 },
	};

	return cr_make_param_array(
	    struct bad, rows, sizeof(rows) / sizeof(rows[0]));
}

ParameterizedTest(struct bad *row, profile, a_bad_table_is_refused)
{
	struct why why = WHY_INIT;
	struct profile *p = NULL;
	char parties[600], pairs[300];

	(void)snprintf(parties, sizeof(parties), PARTIES "%s", row->parties);
	(void)snprintf(pairs, sizeof(pairs), PAIRS "%s", row->pairs);
	cr_expect_eq(make(parties, pairs, &p, &why), OUT_REJECT);
	cr_expect_str_eq(why.rule, "PROFILE");
	cr_expect_eq(why.line, row->line, "%d", why.line);
	cr_expect_null(p);
}

Test(profile, a_missing_column_is_refused)
{
	struct why why = WHY_INIT;
	struct profile *p = NULL;

	cr_expect_eq(make("iso,name\n", PAIRS, &p, &why), OUT_REJECT);
	cr_expect_str_eq(why.rule, "PROFILE");
}

/* The table itself: counts, codes, and that each row says where from. */
Test(profile, the_table_is_consistent)
{
	size_t parties = 0, eu = 0;
	const char *s, *code, *at;
	struct why why = WHY_INIT;
	char language[3], local[20];
	int32_t d;

	for (size_t i = 0; i < profile_states(profile); i++) {
		code = profile_state(profile, i);
		cr_expect(country_ok(code));
		parties +=
		    *profile_get(profile, code, "hague_confirmed") != '\0';
		eu += country_eu(code, day("2026-11-21"));
		cr_expect_geq(
		    money_scale(profile_get(profile, code, "currency")), 0,
		    "%s", code);
		cr_expect_str_not_empty(profile_get(profile, code, "source"));
		cr_expect_eq(
		    time_local(
			0, profile_get(profile, code, "timezone"), local, &why),
		    OUT_OK, "%s", code);
		cr_expect(
		    date_parse(profile_get(profile, code, "checked_on"), &d),
		    "%s", code);
		s = profile_get(profile, code, "languages");
		for (at = s; *at != '\0'; at += at[2] == ' ' ? 3 : 2) {
			(void)snprintf(language, sizeof(language), "%.2s", at);
			cr_expect(language_ok(language), "%s: %s", code, s);
		}
	}
	cr_expect_eq(eu, 27);
	/* 26 bound by the European Union's approval, 26 in their own
	 * right. */
	cr_expect_eq(parties, 52, "%zu", parties);
}
