/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_DEADLINE_H
#define DOMAIN_DEADLINE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/why.h"
#include "io/csvio.h"

/*
 * deadline -- working days of an authority's seat, and the days by which it
 * must act.
 *
 * The calendars are rules (lib/data/holidays.csv), so that they hold for
 * every year; DE-NW has the holidays of DE besides its own.  Saturday and
 * Sunday are no working days in any of them.  The calendar "" has no
 * holidays.
 *
 * Counting (Regulation 1182/71, for the Convention too, which has no rule):
 * the day of the event is not counted; weeks end on the same weekday, months
 * on the same date or the month's last day; an end on a day that is no
 * working day moves to the next that is.
 */
#define DEADLINE_VERSION 48 /* bytes that hold any version */

struct calendars;

/**
 * calendars_make(table, calendars, why):
 * Take over ${table}, whatever the outcome.  Set ${calendars}, which ends
 * with calendars_free().
 * OUT_REJECT (rule CALENDAR, line set): a rule is not understood.
 */
MUST_CHECK enum outcome
calendars_make(struct csvio *, struct calendars **, struct why *);

/** calendars_free(calendars) */
void calendars_free(struct calendars *);

/** calendars_version(calendars): the day on which the table was last checked
 * and a digest of what it says ("2026-11-21 0123abcd"). */
const char *calendars_version(const struct calendars *);

/** calendars_known(calendars, calendar): whether there is such a calendar. */
bool calendars_known(const struct calendars *, const char *);

/** calendars_holiday(calendars, calendar, day): name of the holiday (in the
 * country's language), or NULL. */
const char *calendars_holiday(const struct calendars *, const char *, int32_t);

/** deadline_working_day(calendars, calendar, day): whether people work there
 * on ${day}. */
bool deadline_working_day(const struct calendars *, const char *, int32_t);

/** deadline_next_working_day(calendars, calendar, day): ${day} itself, or the
 * first working day after it. */
int32_t
deadline_next_working_day(const struct calendars *, const char *, int32_t);

enum deadline_unit {
	DEADLINE_DAYS,
	DEADLINE_WEEKS,
	DEADLINE_MONTHS,
	DEADLINE_WORKING_DAYS
};

/**
 * deadline_count(calendars, calendar, from, n, unit, due, version, why):
 * Set ${due} to the end of ${n} (from 1) ${unit} that begin with an event on
 * ${from}, and the DEADLINE_VERSION bytes at ${version} to the calendar and
 * the version of the table it was counted by ("DE-NW 2026-11-21 0123abcd").
 * OUT_REJECT (rule CALENDAR): there is no such calendar.
 */
MUST_CHECK enum outcome deadline_count(const struct calendars *, const char *,
    int32_t, int, enum deadline_unit, int32_t *, char *, struct why *);

/**
 * deadline_due(calendars, calendar, instrument, rule, from, due, version,
 *     why):
 * The same for the period that ${rule} gives under ${instrument} ("EU4-2009",
 * "HCCH2007"): R-401 acknowledgement, from receipt; R-402 first status
 * report, from the acknowledgement; R-403 answer to a request for documents,
 * from the request; our own suggestions; R-406 challenge,
 * from service ("R-406/abroad" for a party who lives abroad).
 * OUT_REJECT: rule CALENDAR as above; or ${rule} itself, which gives no
 * period under ${instrument}.
 */
MUST_CHECK enum outcome deadline_due(const struct calendars *, const char *,
    const char *, const char *, int32_t, int32_t *, char *, struct why *);

/** deadline_article(instrument, rule): "Convention, art. 12(3)", or NULL if
 * ${rule} gives no period under ${instrument}. */
const char *deadline_article(const char *, const char *);

#endif /* !DOMAIN_DEADLINE_H */
