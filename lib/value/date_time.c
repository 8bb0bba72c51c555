/* SPDX-License-Identifier: EUPL-1.2 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "value/date.h"

#define DAY_SECONDS INT64_C(86400)
#define QUARTER INT64_C(900)	   /* seconds */
#define CENTURY INT64_C(978307200) /* 2001-01-01 */

/* The two digits at ${s}, or -1. */
static int
two(const char *s)
{

	if (s[0] < '0' || s[0] > '9' || s[1] < '0' || s[1] > '9')
		return -1;
	return (s[0] - '0') * 10 + (s[1] - '0');
}

bool
time_parse(const char *s, int64_t *t)
{
	char text[DATE_TEXT];
	int32_t day;
	int hour, minute, second;

	if (strlen(s) != TIME_TEXT - 1)
		return false;
	memcpy(text, s, DATE_TEXT - 1);
	text[DATE_TEXT - 1] = '\0';
	hour = two(s + 11);
	minute = two(s + 14);
	second = two(s + 17);
	if (!date_parse(text, &day) || s[10] != 'T' || s[13] != ':' ||
	    s[16] != ':' || s[19] != 'Z' || hour < 0 || hour > 23 ||
	    minute < 0 || minute > 59 || second < 0 || second > 59)
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
	    strspn(zone,
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
		"0123456789_+-/") != strlen(zone) ||
	    zone[strlen(zone) - 1] == '/')
		return false;
	if ((size_t)snprintf(path, sizeof(path), TIME_ZONES "%s", zone) >=
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
