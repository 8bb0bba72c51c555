/* SPDX-License-Identifier: EUPL-1.2 */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include <stdlib.h>
#include <time.h>

#include "value/date.h"

static int32_t
day(const char *s)
{
	int32_t d;

	cr_assert(date_parse(s, &d), "%s", s);
	return d;
}

Test(date, only_days_that_exist_are_read)
{
	static const char *const bad[] = { "", "2026", "2026-1-1", "2026-13-01",
		"2026-00-01", "2026-01-00", "2026-02-29", "1900-02-29",
		"2026-04-31", "2026-01-32", "2026-01-01 ", " 2026-01-01",
		"2026/01/01", "0999-12-31", "20260101", "2026-01-01Z",
		"+026-01-01", "2026-01-0", "2026-01-0a" };
	int32_t d = -7;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		cr_expect_not(date_parse(bad[i], &d), "'%s'", bad[i]);
	cr_expect_eq(d, -7, "written to on failure");
	cr_expect_eq(day("1970-01-01"), 0);
	cr_expect_eq(day("1969-12-31"), -1);
	cr_expect_eq(day("2000-02-29"), 11016);
	cr_expect_eq(day("2026-11-21"), 20778);
	(void)day("2024-02-29");
}

Test(date, every_day_reads_back)
{
	char a[DATE_TEXT];
	int32_t first = day("1000-01-01"), last = day("9999-12-31"), back;
	int weekday = 2; /* 1000-01-01 is a Wednesday */

	cr_assert_eq(last - first + 1, 3287182);
	for (int32_t d = first; d <= last; d++) {
		if (!date_parse(date_format(d, a), &back) || back != d)
			cr_assert_fail("%d -> %s", d, a);
		if (date_weekday(d) != weekday)
			cr_assert_fail("weekday of %s", a);
		weekday = (weekday + 1) % 7;
	}
}

/* The system's own calendar is a second witness. */
Test(date, agrees_with_the_c_library)
{
	struct tm tm;
	time_t t;
	int year, month, mday;

	for (int32_t d = -200000; d < 200000; d += 13) {
		t = (time_t)d * 86400;
		cr_assert_not_null(gmtime_r(&t, &tm));
		date_split(d, &year, &month, &mday);
		cr_assert(year == tm.tm_year + 1900 && month == tm.tm_mon + 1 &&
			mday == tm.tm_mday,
		    "%d", d);
		cr_assert_eq(date_weekday(d), (tm.tm_wday + 6) % 7, "%d", d);
	}
}

struct months {
	char from[DATE_TEXT];
	int n;
	char to[DATE_TEXT];
};

ParameterizedTestParameters(date, months_end_on_the_last_day_there_is)
{
	static struct months rows[] = {
		{ "2026-11-21", 3, "2027-02-21" },
		{ "2026-11-30", 3, "2027-02-28" },
		{ "2027-11-30", 3, "2028-02-29" },
		{ "2026-01-31", 1, "2026-02-28" },
		{ "2024-01-31", 1, "2024-02-29" },
		{ "2026-03-31", 1, "2026-04-30" },
		{ "2026-12-31", 2, "2027-02-28" },
		{ "2026-12-15", 12, "2027-12-15" },
		{ "2024-02-29", 12, "2025-02-28" },
		{ "2024-02-29", 216, "2042-02-28" },
		{ "2024-02-29", 252, "2045-02-28" },
		{ "2026-03-31", -1, "2026-02-28" },
		{ "2026-01-15", -1, "2025-12-15" },
		{ "2026-01-15", -13, "2024-12-15" },
		{ "2026-01-15", 0, "2026-01-15" },
	};

	return cr_make_param_array(
	    struct months, rows, sizeof(rows) / sizeof(rows[0]));
}

ParameterizedTest(struct months *row, date, months_end_on_the_last_day_there_is)
{
	char buf[DATE_TEXT];

	cr_expect_str_eq(
	    date_format(date_add_months(day(row->from), row->n), buf), row->to,
	    "%s + %d: %s", row->from, row->n, buf);
}

struct easter {
	char western[DATE_TEXT];
	char eastern[DATE_TEXT];
};

/* From published calendars: earliest, latest, equal and far apart. */
ParameterizedTestParameters(date, easter_of_known_years)
{
	static struct easter rows[] = {
		{ "1954-04-18", "1954-04-25" },
		{ "1981-04-19", "1981-04-26" },
		{ "2000-04-23", "2000-04-30" },
		{ "2008-03-23", "2008-04-27" },
		{ "2010-04-04", "2010-04-04" },
		{ "2011-04-24", "2011-04-24" },
		{ "2013-03-31", "2013-05-05" },
		{ "2016-03-27", "2016-05-01" },
		{ "2019-04-21", "2019-04-28" },
		{ "2020-04-12", "2020-04-19" },
		{ "2021-04-04", "2021-05-02" },
		{ "2022-04-17", "2022-04-24" },
		{ "2023-04-09", "2023-04-16" },
		{ "2024-03-31", "2024-05-05" },
		{ "2025-04-20", "2025-04-20" },
		{ "2026-04-05", "2026-04-12" },
		{ "2027-03-28", "2027-05-02" },
		{ "2028-04-16", "2028-04-16" },
		{ "2038-04-25", "2038-04-25" },
		{ "2049-04-18", "2049-04-25" },
		{ "2076-04-19", "2076-04-26" },
	};

	return cr_make_param_array(
	    struct easter, rows, sizeof(rows) / sizeof(rows[0]));
}

ParameterizedTest(struct easter *row, date, easter_of_known_years)
{
	char buf[DATE_TEXT];
	int year = atoi(row->western);

	cr_expect_str_eq(date_format(date_easter(year), buf), row->western,
	    "%d: %s", year, buf);
	cr_expect_str_eq(date_format(date_easter_orthodox(year), buf),
	    row->eastern, "%d: %s", year, buf);
}

/* The ECB's long-term calendar: besides Saturdays and Sundays only these. */
Test(date, target_is_closed_on_the_published_days)
{
	static const char *const closed[] = { "2026-01-01", "2026-04-03",
		"2026-04-06", "2026-05-01", "2026-12-25", "2027-01-01",
		"2027-03-26", "2027-03-29" };
	int32_t end = day("2027-12-31");
	char buf[DATE_TEXT];
	size_t n = 0;

	for (int32_t d = day("2026-01-01"); d <= end; d++)
		if (date_weekday(d) < 5 && !date_target_open(d))
			cr_expect_str_eq(date_format(d, buf), closed[n++]);
	cr_expect_eq(n, sizeof(closed) / sizeof(closed[0]));
	cr_expect_not(date_target_open(day("2026-12-26"))); /* Saturday */
}

Test(date, target_next_skips_closed_days)
{

	cr_expect_eq(date_target_next(day("2026-04-02"), 1), day("2026-04-07"));
	cr_expect_eq(date_target_next(day("2026-04-02"), 0), day("2026-04-02"));
	cr_expect_eq(date_target_next(day("2026-04-03"), 0), day("2026-04-07"));
	cr_expect_eq(date_target_next(day("2026-11-20"), 1), day("2026-11-23"));
	cr_expect_eq(date_target_next(day("2026-11-21"), 2), day("2026-11-24"));
	cr_expect_eq(date_target_next(day("2026-12-24"), 1), day("2026-12-28"));
}

Test(date, times_read_back)
{
	static const char *const bad[] = { "", "2026-11-21",
		"2026-11-21T24:00:00Z", "2026-11-21T23:60:00Z",
		"2026-11-21T23:59:60Z", "2026-11-21T23:59:59",
		"2026-11-21 23:59:59Z", "2026-11-21T23:59:59+01:00",
		"2026-02-30T00:00:00Z", "2026-11-21T23:59:59Z " };
	char buf[TIME_TEXT];
	int64_t t = -7;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		cr_expect_not(time_parse(bad[i], &t), "'%s'", bad[i]);
	cr_expect_eq(t, -7);
	cr_assert(time_parse("2026-11-21T04:10:26Z", &t));
	cr_expect_eq(t, INT64_C(1795234226));
	cr_expect_str_eq(time_format(t, buf), "2026-11-21T04:10:26Z");
	cr_expect_str_eq(time_format(-1, buf), "1969-12-31T23:59:59Z");
	cr_expect_str_eq(time_format(-86400, buf), "1969-12-31T00:00:00Z");
	cr_expect_str_eq(time_format(0, buf), "1970-01-01T00:00:00Z");
}

struct local {
	char utc[TIME_TEXT];
	char zone[24];
	char here[20];
};

ParameterizedTestParameters(date, local_time_follows_the_zone)
{
	static struct local rows[] = {
		{ "2026-11-21T23:30:00Z", "Europe/Berlin",
		    "2026-11-22 00:30:00" },
		{ "2026-07-01T22:30:00Z", "Europe/Berlin",
		    "2026-07-02 00:30:00" },
		/* Summer time begins on 29 March 2026 at 01:00 UTC. */
		{ "2026-03-29T00:59:59Z", "Europe/Berlin",
		    "2026-03-29 01:59:59" },
		{ "2026-03-29T01:00:00Z", "Europe/Berlin",
		    "2026-03-29 03:00:00" },
		{ "2026-07-01T12:00:00Z", "Europe/Lisbon",
		    "2026-07-01 13:00:00" },
		{ "2026-07-01T12:00:00Z", "America/Sao_Paulo",
		    "2026-07-01 09:00:00" },
		{ "2026-07-01T12:00:00Z", "UTC", "2026-07-01 12:00:00" },
	};

	return cr_make_param_array(
	    struct local, rows, sizeof(rows) / sizeof(rows[0]));
}

ParameterizedTest(struct local *row, date, local_time_follows_the_zone)
{
	struct why why = WHY_INIT;
	char buf[20];
	int64_t t;

	cr_assert_eq(setenv("TZ", "Asia/Tokyo", 1), 0);
	cr_assert(time_parse(row->utc, &t));
	cr_assert_eq(
	    time_local(t, row->zone, buf, &why), OUT_OK, "%s", why.text);
	cr_expect_str_eq(buf, row->here, "%s: %s", row->zone, buf);
	cr_expect_str_eq(getenv("TZ"), "Asia/Tokyo");
	tzset();
	cr_expect_eq(timezone, -9 * 3600);
}

/* What is remembered of the call before must not show. */
Test(date, local_times_do_not_depend_on_the_call_before)
{
	static const char *const zones[] = { "Europe/Berlin", "Asia/Kathmandu",
		"Europe/Lisbon" };
	struct why why = WHY_INIT;
	char one[20], other[20];
	int64_t change;

	cr_assert(time_parse("2026-03-29T01:00:00Z", &change));
	for (int64_t t = change - 3; t < change + 3; t++)
		for (size_t i = 0; i < 3; i++) {
			cr_assert_eq(
			    time_local(t, zones[i], one, &why), OUT_OK);
			cr_assert_eq(
			    time_local(t, zones[i], other, &why), OUT_OK);
			cr_expect_str_eq(one, other);
			cr_assert_eq(
			    time_local(t + 86400 * 200, zones[i], other, &why),
			    OUT_OK);
			cr_assert_eq(
			    time_local(t, zones[i], other, &why), OUT_OK);
			cr_expect_str_eq(one, other);
		}
	cr_assert_eq(time_local(change - 1, zones[0], one, &why), OUT_OK);
	cr_assert_eq(time_local(change, zones[0], other, &why), OUT_OK);
	cr_expect_str_eq(one, "2026-03-29 01:59:59");
	cr_expect_str_eq(other, "2026-03-29 03:00:00");
	cr_expect_eq(
	    time_local(change, "Mars/Olympus", other, &why), OUT_REJECT);
}

Test(date, unknown_zones_are_refused)
{
	static const char *const bad[] = { "", "Mars/Olympus", "/etc/passwd",
		"../zoneinfo/UTC", "Europe/", "Europe/Berlin;", ":UTC" };
	struct why why = WHY_INIT;
	char buf[20];

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		cr_expect_eq(time_local(0, bad[i], buf, &why), OUT_REJECT,
		    "'%s'", bad[i]);
		cr_expect_str_eq(why.rule, "TIMEZONE");
	}
	cr_expect_null(getenv("TZ"));
}
