/* SPDX-License-Identifier: EUPL-1.2 */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include <stdio.h>
#include <string.h>

#include "domain/rule/deadline.h"
#include "value/date.h"

static struct calendars *calendars;

static void
setup(void)
{
	struct why why = WHY_INIT;
	struct csvio *t;

	cr_assert_eq(
	    csvio_share("data/holidays.csv", &t, &why), OUT_OK, "%s", why.text);
	cr_assert_eq(calendars_make(t, &calendars, &why), OUT_OK, "%s %d",
	    why.text, why.line);
}

static void
teardown(void)
{

	calendars_free(calendars);
}

TestSuite(deadline, .init = setup, .fini = teardown);

static int32_t
day(const char *s)
{
	int32_t d;

	cr_assert(date_parse(s, &d), "%s", s);
	return d;
}

struct due {
	char calendar[16], instrument[16], rule[16];
	char from[DATE_TEXT], due[DATE_TEXT];
};

/* Counted by hand on the calendar. */
ParameterizedTestParameters(deadline, ends_on_a_working_day)
{
	static struct due rows[] = {
		{ "DE-NW", "EU4-2009", "R-401", "2026-11-20", "2026-12-21" },
		{ "DE-NW", "EU4-2009", "R-401", "2026-11-21", "2026-12-21" },
		/* Christmas, its second day, a Sunday. */
		{ "DE-NW", "EU4-2009", "R-401", "2026-11-25", "2026-12-28" },
		{ "PT-LISBOA", "EU4-2009", "R-401", "2026-11-25",
		    "2026-12-28" },
		{ "", "EU4-2009", "R-401", "2026-11-25", "2026-12-25" },
		/* Six weeks are 42 days: Saturday 2 January. */
		{ "DE-NW", "HCCH2007", "R-401", "2026-11-21", "2027-01-04" },
		{ "DE-NW", "HCCH2007", "R-401", "2026-11-23", "2027-01-04" },
		{ "BR-DF", "HCCH2007", "R-401", "2026-10-19", "2026-12-01" },
		{ "BR", "HCCH2007", "R-401", "2026-10-19", "2026-11-30" },
		/* Corpus Christi in Bonn, a working day in Berlin. */
		{ "DE-NW", "EU4-2009", "R-401", "2026-05-05", "2026-06-05" },
		{ "DE-BE", "EU4-2009", "R-401", "2026-05-05", "2026-06-04" },
		/* Month ends and leap years (Regulation 1182/71, 3(2)(c)). */
		{ "DE-NW", "HCCH2007", "R-402", "2026-11-30", "2027-03-01" },
		{ "DE-NW", "HCCH2007", "R-402", "2027-11-30", "2028-02-29" },
		{ "DE-NW", "HCCH2007", "R-402", "2026-05-31", "2026-08-31" },
		{ "DE-NW", "HCCH2007", "R-402", "2026-08-31", "2026-11-30" },
		{ "DE-NW", "HCCH2007", "R-402", "2023-11-29", "2024-02-29" },
		{ "DE-NW", "EU4-2009", "R-402", "2026-12-28", "2027-02-26" },
		{ "DE-NW", "EU4-2009", "R-403", "2026-11-21", "2027-02-19" },
		{ "DE-NW", "HCCH2007", "R-403", "2026-11-21", "2027-02-22" },
		/* Working days: the Swedish 24th is none. */
		{ "DE-NW", "EU4-2009", "R-404", "2026-12-18", "2026-12-28" },
		{ "SE", "EU4-2009", "R-404", "2026-12-18", "2026-12-29" },
		{ "DE-NW", "EU4-2009", "R-404", "2026-11-21", "2026-11-27" },
		{ "DE-NW", "HCCH2007", "R-405", "2026-11-21", "2026-12-07" },
		{ "DE-NW", "HCCH2007", "R-406", "2026-11-20", "2026-12-21" },
		{ "DE-NW", "HCCH2007", "R-406/abroad", "2026-11-20",
		    "2027-01-19" },
		{ "DE-NW", "EU4-2009", "R-406/abroad", "2026-11-20",
		    "2027-01-04" },
		{ "DE-NW", "EU4-2009", "R-407", "2026-02-24", "2026-03-26" },
		{ "DE-NW", "EU4-2009", "R-408", "2028-01-03", "2028-04-03" },
		{ "DE-NW", "EU4-2009", "R-409", "2026-11-23", "2027-01-07" },
		{ "DE-NW", "EU4-2009", "R-410", "2026-11-23", "2027-02-22" },
	};

	return cr_make_param_array(
	    struct due, rows, sizeof(rows) / sizeof(rows[0]));
}

ParameterizedTest(struct due *row, deadline, ends_on_a_working_day)
{
	struct why why = WHY_INIT;
	char version[DEADLINE_VERSION], buf[DATE_TEXT];
	int32_t due;

	cr_assert_eq(deadline_due(calendars, row->calendar, row->instrument,
			 row->rule, day(row->from), &due, version, &why),
	    OUT_OK, "%s", why.text);
	cr_expect_str_eq(date_format(due, buf), row->due,
	    "%s %s %s from %s: "
	    "%s",
	    row->calendar, row->instrument, row->rule, row->from, buf);
	cr_expect_not_null(deadline_article(row->instrument, row->rule));
}

Test(deadline, other_periods_are_counted_alike)
{
	struct why why = WHY_INIT;
	char version[DEADLINE_VERSION];
	int32_t due;

	/* R-413, every six months; R-403 with a longer period. */
	cr_assert_eq(deadline_count(calendars, "DE-NW", day("2026-08-31"), 6,
			 DEADLINE_MONTHS, &due, version, &why),
	    OUT_OK);
	cr_expect_eq(due, day("2027-03-01"));
	cr_assert_eq(deadline_count(calendars, "FR", day("2026-11-10"), 2,
			 DEADLINE_WEEKS, &due, version, &why),
	    OUT_OK);
	cr_expect_eq(due, day("2026-11-24"));
	cr_assert_eq(deadline_count(calendars, "FR", day("2026-11-10"), 1,
			 DEADLINE_DAYS, &due, version, &why),
	    OUT_OK);
	cr_expect_eq(due, day("2026-11-12")); /* the 11th is a holiday */
}

Test(deadline, version_names_calendar_and_table)
{
	struct why why = WHY_INIT;
	char version[DEADLINE_VERSION], plain[DEADLINE_VERSION];
	int32_t due;

	cr_assert_eq(deadline_count(calendars, "DE-NW", 0, 1, DEADLINE_DAYS,
			 &due, version, &why),
	    OUT_OK);
	cr_expect_eq(strncmp(version, "DE-NW 20", 8), 0, "%s", version);
	cr_expect_eq(strlen(version), strlen("DE-NW 2026-11-21 0123abcd"));
	cr_assert_eq(deadline_count(
			 calendars, "", 0, 1, DEADLINE_DAYS, &due, plain, &why),
	    OUT_OK);
	cr_expect_str_eq(plain, version + strlen("DE-NW "));
}

Test(deadline, unknown_calendars_and_rules_are_refused)
{
	struct why why = WHY_INIT;
	char version[DEADLINE_VERSION] = "as before";
	int32_t due = 7;

	cr_expect_eq(deadline_due(calendars, "DE-XX", "EU4-2009", "R-401", 0,
			 &due, version, &why),
	    OUT_REJECT);
	cr_expect_str_eq(why.rule, "CALENDAR");
	cr_expect_eq(deadline_due(calendars, "DE", "EU4-2009", "R-413", 0, &due,
			 version, &why),
	    OUT_REJECT);
	cr_expect_str_eq(why.rule, "R-413");
	cr_expect_eq(deadline_due(calendars, "DE", "HCCH2007", "R-407", 0, &due,
			 version, &why),
	    OUT_REJECT);
	cr_expect_eq(
	    deadline_due(calendars, "DE", "", "R-401", 0, &due, version, &why),
	    OUT_REJECT);
	cr_expect_null(deadline_article("HCCH2007", "R-407"));
	cr_expect_eq(due, 7);
	cr_expect_str_eq(version, "as before");
	cr_expect_not(calendars_known(calendars, "DE-XX"));
	cr_expect_not(calendars_known(calendars, "D"));
	cr_expect(calendars_known(calendars, "DE-NW"));
	cr_expect(calendars_known(calendars, ""));
}

struct year {
	char calendar[16];
	int year;
	char days[200]; /* "MM-DD ..." on Monday to Friday */
};

/* As the authorities publish them. */
ParameterizedTestParameters(deadline, holidays_of_a_year)
{
	static struct year rows[] = {
		{ "DE-NW", 2026,
		    "01-01 04-03 04-06 05-01 05-14 05-25 06-04 "
		    "12-25 " },
		{ "DE-NW", 2027,
		    "01-01 03-26 03-29 05-06 05-17 05-27 "
		    "11-01 " },
		{ "DE-BE", 2017,
		    "04-14 04-17 05-01 05-25 06-05 10-03 10-31 "
		    "12-25 12-26 " },
		{ "DE-BE", 2025,
		    "01-01 04-18 04-21 05-01 05-08 05-29 06-09 "
		    "10-03 12-25 12-26 " },
		{ "DE-SN", 2026,
		    "01-01 04-03 04-06 05-01 05-14 05-25 11-18 "
		    "12-25 " },
		{ "PT-LISBOA", 2025,
		    "01-01 04-18 04-25 05-01 06-10 06-13 "
		    "06-19 08-15 12-01 12-08 12-25 " },
		{ "PT", 2014,
		    "01-01 04-18 04-25 05-01 06-10 08-15 12-08 "
		    "12-25 " },
		{ "BR-DF", 2026,
		    "01-01 04-03 04-21 05-01 09-07 10-12 11-02 "
		    "11-20 11-30 12-25 " },
		{ "BR", 2023,
		    "04-07 04-21 05-01 09-07 10-12 11-02 11-15 "
		    "12-25 " },
		{ "FR", 2026,
		    "01-01 04-06 05-01 05-08 05-14 05-25 07-14 "
		    "11-11 12-25 " },
		{ "NL", 2026,
		    "01-01 04-03 04-06 04-27 05-05 05-14 05-25 "
		    "12-25 " },
		{ "SE", 2026,
		    "01-01 01-06 04-03 04-06 05-01 05-14 06-19 "
		    "12-24 12-25 12-31 " },
		{ "SE", 2027,
		    "01-01 01-06 03-26 03-29 05-06 06-25 12-24 "
		    "12-31 " },
		{ "PL", 2026,
		    "01-01 01-06 04-06 05-01 06-04 11-11 12-24 "
		    "12-25 " },
	};

	return cr_make_param_array(
	    struct year, rows, sizeof(rows) / sizeof(rows[0]));
}

ParameterizedTest(struct year *row, deadline, holidays_of_a_year)
{
	char got[400] = "", buf[DATE_TEXT];
	int32_t d, last;

	cr_assert(date_make(row->year, 1, 1, &d));
	cr_assert(date_make(row->year, 12, 31, &last));
	for (; d <= last; d++)
		if (date_weekday(d) < 5 &&
		    !deadline_working_day(calendars, row->calendar, d)) {
			strcat(got, date_format(d, buf) + 5);
			strcat(got, " ");
		}
	cr_expect_str_eq(
	    got, row->days, "%s %d: %s", row->calendar, row->year, got);
}

Test(deadline, holidays_have_names)
{

	cr_expect_str_eq(
	    calendars_holiday(calendars, "DE-NW", day("2026-10-03")),
	    "Tag der Deutschen Einheit");
	cr_expect_null(
	    calendars_holiday(calendars, "DE-NW", day("2026-10-05")));
	cr_expect_null(
	    calendars_holiday(calendars, "DE-NW", day("2026-06-10")));
}

struct bad {
	char row[80];
};

ParameterizedTestParameters(deadline, a_bad_table_is_refused)
{
	static struct bad rows[] = {
		{ "DE,fixed,02-30,,,x" },
		{ "DE,fixed,1-1,,,x" },
		{ "DE,fixed,,,,x" },
		{ "DE,easter,1x,,,x" },
		{ "DE,easter,,,,x" },
		{ "DE,easter,500,,,x" },
		{ "DE,weekday,8 01-01,,,x" },
		{ "DE,weekday,3,,,x" },
		{ "DE,lunar,1,,,x" },
		{ "DE,fixed,01-01,20x,,x" },
		{ "DE,fixed,01-01,,99999,x" },
		{ ",fixed,01-01,,,x" },
		{ "DE,fixed,01-01,,," },
		{ "DE-AAAAAAAAAAAAAAAAAAAAAAA,fixed,01-01,,,x" },
	};

	return cr_make_param_array(
	    struct bad, rows, sizeof(rows) / sizeof(rows[0]));
}

ParameterizedTest(struct bad *row, deadline, a_bad_table_is_refused)
{
	struct why why = WHY_INIT;
	struct calendars *c = NULL;
	struct csvio *t;
	char text[400];

	(void)snprintf(text, sizeof(text),
	    "calendar,kind,value,from_year,to_year,name\n%s\n%s\n",
	    "DE,fixed,01-01,,,ok", row->row);
	cr_assert_eq(csvio_parse(text, strlen(text), 10, &t, &why), OUT_OK);
	cr_expect_eq(calendars_make(t, &c, &why), OUT_REJECT, "%s", row->row);
	cr_expect_str_eq(why.rule, "CALENDAR");
	cr_expect_eq(why.line, 3);
	cr_expect_null(c);
}
