/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef VALUE_DATE_H
#define VALUE_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/why.h"

/*
 * date -- days and times.  A day is a count of days since 1970-01-01 in the
 * proleptic Gregorian calendar (1000-01-01 to 9999-12-31); a time is seconds
 * since 1970-01-01T00:00:00Z.  Nothing here reads a clock or a locale.
 */
#define DATE_TEXT 11			  /* "YYYY-MM-DD" and NUL */
#define TIME_ZONES "/usr/share/zoneinfo/" /* where the system has its table */
#define TIME_TEXT 21			  /* "YYYY-MM-DDThh:mm:ssZ" and NUL */

/** date_parse(s, day): exactly "YYYY-MM-DD", a day that exists; else false. */
bool date_parse(const char *, int32_t *);

/** date_format(day, buf): write it to DATE_TEXT bytes; return ${buf}. */
char *date_format(int32_t, char *);

/** date_make(year, month, day, out): false if there is no such day. */
bool date_make(int, int, int, int32_t *);

/** date_split(day, year, month, mday) */
void date_split(int32_t, int *, int *, int *);

/** date_weekday(day): 0 Monday ... 6 Sunday. */
int date_weekday(int32_t);

/** date_add_months(day, n): the same day of the month, or its last day if
 * that month has no such day (Regulation 1182/71, art. 3(2)(c)). */
int32_t date_add_months(int32_t, int);

/** date_easter(year): Easter Sunday, Gregorian; date_easter_orthodox(year):
 * as a Gregorian day. */
int32_t date_easter(int);
int32_t date_easter_orthodox(int);

/** date_target_open(day): whether TARGET settles on ${day}. */
bool date_target_open(int32_t);

/** date_target_next(day, n): the ${n}-th TARGET day after ${day}; with 0,
 * ${day} itself if open, else the next open day. */
int32_t date_target_next(int32_t, int);

/** time_parse(s, t): exactly "YYYY-MM-DDThh:mm:ssZ"; else false. */
bool time_parse(const char *, int64_t *);

/** time_format(t, buf): write it to TIME_TEXT bytes; return ${buf}. */
char *time_format(int64_t, char *);

/**
 * time_local(t, zone, buf, why):
 * Write ${t} as it reads in the time zone ${zone} ("Europe/Berlin", from the
 * system's database) as "YYYY-MM-DD hh:mm:ss" (20 bytes with NUL) to ${buf}.
 * TZ of the environment has no effect on it, nor it on later calls.
 * OUT_REJECT (rule TIMEZONE): there is no such zone.
 */
MUST_CHECK enum outcome time_local(int64_t, const char *, char *, struct why *);

#endif /* !VALUE_DATE_H */
