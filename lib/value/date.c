/* SPDX-License-Identifier: EUPL-1.2 */
#include "value/date.h"

#include <stdio.h>
#include <string.h>

#define YEAR_MIN 1000
#define YEAR_MAX 9999
#define CYCLE_YEARS 400 /* after which the calendar repeats */
#define CYCLE_DAYS 146097
#define EPOCH 719468 /* 1970-01-01, from 0000-03-01 */
#define THURSDAY 3   /* weekday of 1970-01-01 */

static bool
leap(int year)
{

	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int
month_days(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30,
		31 };

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
	    y % CYCLE_YEARS / 4 - y % CYCLE_YEARS / 100 + (153 * m + 2) / 5 +
	    day - 1 - EPOCH;
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
	(void)snprintf(text, sizeof(text), "%04d-%02d-%02d", year, month, mday);
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

	epact = (century - century / 4 - (8 * century + 13) / 25 + 19 * golden +
		    15) %
	    30;
	moon = epact -
	    epact / 28 *
		(1 - epact / 28 * (29 / (epact + 1)) * ((21 - golden) / 11));
	day = count(year, 3, 21) + moon; /* the full moon */
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
	    !(month == 12 && (mday == 25 || mday == 26)) && day != easter - 2 &&
	    day != easter + 1;
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
