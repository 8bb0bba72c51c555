/* SPDX-License-Identifier: EUPL-1.2 */
#include "value/date.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define YEAR_MIN	1000
#define YEAR_MAX	9999
#define DAY_SECONDS	INT64_C(86400)
#define CYCLE_YEARS	400	/* after which the calendar repeats */
#define CYCLE_DAYS	146097
#define EPOCH		719468	/* 1970-01-01, from 0000-03-01 */
#define THURSDAY	3	/* weekday of 1970-01-01 */
#define ZONEINFO	"/usr/share/zoneinfo/"
#define QUARTER		INT64_C(900)		/* seconds */
#define CENTURY		INT64_C(978307200)	/* 2001-01-01 */

static bool
leap(int year)
{

	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int
month_days(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31,
	    30, 31 };

	return days[month - 1] + (month == 2 && leap(year) ? 1 : 0);
}

/* Years begin in March here, so that the leap day is the last of its year;
 * (153 * m + 2) / 5 is the number of days before its m-th month. */
static int32_t
count(int year, int month, int day)
{
	int y = month > 2 ? year : year - 1;
	int m = month > 2 ? month - 3 : month + 9;

	return y / CYCLE_YEARS * CYCLE_DAYS + y % CYCLE_YEARS * 365 +
	    y % CYCLE_YEARS / 4 - y % CYCLE_YEARS / 100 +
	    (153 * m + 2) / 5 + day - 1 - EPOCH;
}

bool
date_make(int year, int month, int day, int32_t *out)
{

	if (year < YEAR_MIN || year > YEAR_MAX || month < 1 || month > 12 ||
	    day < 1 || day > month_days(year, month))
		return false;
	*out = count(year, month, day);
	return true;
}

void
date_split(int32_t day, int *year, int *month, int *mday)
{
	int d = day + EPOCH;
	int cycle = d / CYCLE_DAYS;
	int y, m;

	d %= CYCLE_DAYS;
	/* Take out the leap days, and the rest is years of 365. */
	y = (d - d / 1460 + d / 36524 - d / 146096) / 365;
	d -= y * 365 + y / 4 - y / 100;
	m = (5 * d + 2) / 153;
	*mday = d - (153 * m + 2) / 5 + 1;
	*month = m < 10 ? m + 3 : m - 9;
	*year = cycle * CYCLE_YEARS + y + (m < 10 ? 0 : 1);
}

/* Whether ${s} begins with ${shape}, where '0' stands for any digit. */
static bool
shaped(const char *s, const char *shape)
{

	for (; *shape != '\0'; s++, shape++)
		if (*shape == '0' ? *s < '0' || *s > '9' : *s != *shape)
			return false;
	return true;
}

static int
number(const char *s, int digits)
{
	int n = 0;

	while (digits-- > 0)
		n = n * 10 + (*s++ - '0');
	return n;
}

bool
date_parse(const char *s, int32_t *day)
{

	return shaped(s, "0000-00-00") && s[DATE_TEXT - 1] == '\0' &&
	    date_make(number(s, 4), number(s + 5, 2), number(s + 8, 2), day);
}

char *
date_format(int32_t day, char *buf)
{
	char text[48];
	int year, month, mday;

	date_split(day, &year, &month, &mday);
	(void)snprintf(text, sizeof(text), "%04d-%02d-%02d", year, month,
	    mday);
	memcpy(buf, text, DATE_TEXT - 1);
	buf[DATE_TEXT - 1] = '\0';
	return buf;
}

int
date_weekday(int32_t day)
{

	return (day % 7 + 7 + THURSDAY) % 7;
}

int32_t
date_add_months(int32_t day, int n)
{
	int year, month, mday, last;

	date_split(day, &year, &month, &mday);
	month += year * 12 + n - 1;
	year = month / 12;
	month = month % 12 + 1;
	last = month_days(year, month);
	return count(year, month, mday < last ? mday : last);
}

/* The paschal full moon by epact, corrected for the solar and lunar shifts
 * of the Gregorian reform, then the Sunday after it. */
int32_t
date_easter(int year)
{
	int century = year / 100, golden = year % 19;
	int epact, moon;
	int32_t day;

	epact = (century - century / 4 - (8 * century + 13) / 25 +
	    19 * golden + 15) % 30;
	moon = epact - epact / 28 *
	    (1 - epact / 28 * (29 / (epact + 1)) * ((21 - golden) / 11));
	day = count(year, 3, 21) + moon;	/* the full moon */
	return day + 7 - (date_weekday(day) + 1) % 7;
}

/* The same with the plain nineteen-year cycle, in the Julian calendar. */
int32_t
date_easter_orthodox(int year)
{
	int moon = (19 * (year % 19) + 15) % 30;
	int32_t day;

	/* 21 March Julian, so many days later in the Gregorian calendar. */
	day = count(year, 3, 21) + moon + year / 100 - year / 400 - 2;
	return day + 7 - (date_weekday(day) + 1) % 7;
}

bool
date_target_open(int32_t day)
{
	int year, month, mday;
	int32_t easter;

	if (date_weekday(day) >= 5)
		return false;
	date_split(day, &year, &month, &mday);
	easter = date_easter(year);
	return !(month == 1 && mday == 1) && !(month == 5 && mday == 1) &&
	    !(month == 12 && (mday == 25 || mday == 26)) &&
	    day != easter - 2 && day != easter + 1;
}

int32_t
date_target_next(int32_t day, int n)
{

	if (n == 0) {
		while (!date_target_open(day))
			day++;
		return day;
	}
	while (n > 0)
		if (date_target_open(++day))
			n--;
	return day;
}

bool
time_parse(const char *s, int64_t *t)
{
	int32_t day;
	int hour, minute, second;

	if (!shaped(s, "0000-00-00T00:00:00Z") || s[TIME_TEXT - 1] != '\0' ||
	    !date_make(number(s, 4), number(s + 5, 2), number(s + 8, 2),
	    &day))
		return false;
	hour = number(s + 11, 2);
	minute = number(s + 14, 2);
	second = number(s + 17, 2);
	if (hour > 23 || minute > 59 || second > 59)
		return false;
	*t = day * DAY_SECONDS + hour * 3600 + minute * 60 + second;
	return true;
}

char *
time_format(int64_t t, char *buf)
{
	char text[64];
	int32_t day;
	int second;

	day = (int32_t)(t / DAY_SECONDS - (t % DAY_SECONDS < 0 ? 1 : 0));
	second = (int)(t - day * DAY_SECONDS);
	(void)date_format(day, buf);
	(void)snprintf(text, sizeof(text), "T%02d:%02d:%02dZ", second / 3600,
	    second / 60 % 60, second % 60);
	memcpy(buf + DATE_TEXT - 1, text, TIME_TEXT - DATE_TEXT + 1);
	return buf;
}

/* The C library takes an unknown zone for UTC without a word. */
static bool
zone_known(const char *zone)
{
	char path[PATH_MAX];

	if (*zone == '\0' || *zone == '/' || strstr(zone, "..") != NULL ||
	    strspn(zone, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	    "0123456789_+-/") != strlen(zone) ||
	    zone[strlen(zone) - 1] == '/')
		return false;
	if ((size_t)snprintf(path, sizeof(path), ZONEINFO "%s", zone) >=
	    sizeof(path))
		return false;
	return access(path, R_OK) == 0;
}

/* Set TZ to ${zone} (NULL: none) and make the C library notice. */
static int
zone_set(const char *zone)
{

	if ((zone == NULL ? unsetenv("TZ") : setenv("TZ", zone, 1)) == -1)
		return -1;
	tzset();
	return 0;
}

/* Set ${offset} to the seconds by which ${zone} is ahead of UTC at ${t}. */
static enum outcome
zone_offset(int64_t t, const char *zone, int64_t *offset, struct why *why)
{
	char name[PATH_MAX], *before = NULL;
	const char *tz;
	struct tm tm;
	time_t when = (time_t)t;
	bool ok;

	if (!zone_known(zone)) {
		(void)why_reject(why, "TIMEZONE", "no such time zone");
		why_value(why, zone);
		return OUT_REJECT;
	}
	if ((tz = getenv("TZ")) != NULL && (before = strdup(tz)) == NULL)
		return why_sys(why, "time zone");
	/* The colon keeps a name such as "EST5EDT" from being a rule. */
	(void)snprintf(name, sizeof(name), ":%s", zone);
	ok = zone_set(name) == 0 && localtime_r(&when, &tm) != NULL;
	if (zone_set(before) == -1 || !ok) {
		free(before);
		return why_retry(why, "time zone: no local time");
	}
	free(before);
	*offset = tm.tm_gmtoff;
	return OUT_OK;
}

enum outcome
time_local(int64_t t, const char *zone, char *buf, struct why *why)
{
	/* The last answer: a run asks for one zone and nearly one time, and
	 * in this century clocks change on a quarter of an hour only. */
	static struct {
		char zone[64];
		int64_t quarter, offset;
	} last;
	char text[TIME_TEXT];
	int64_t offset;
	enum outcome out;

	if (*zone != '\0' && last.quarter == t / QUARTER &&
	    strcmp(last.zone, zone) == 0) {
		offset = last.offset;
	} else {
		if ((out = zone_offset(t, zone, &offset, why)) != OUT_OK)
			return out;
		if (t >= CENTURY && strlen(zone) < sizeof(last.zone)) {
			memcpy(last.zone, zone, strlen(zone) + 1);
			last.quarter = t / QUARTER;
			last.offset = offset;
		}
	}
	(void)time_format(t + offset, text);
	text[DATE_TEXT - 1] = ' ';
	memcpy(buf, text, TIME_TEXT - 2);
	buf[TIME_TEXT - 2] = '\0';
	return OUT_OK;
}
