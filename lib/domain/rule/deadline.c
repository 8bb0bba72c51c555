/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/rule/deadline.h"

#include <stdio.h>
#include <string.h>

#include "value/date.h"

#define WEEK 7

struct period {
	const char *rule;
	const char *instrument;
	int n;
	enum deadline_unit unit;
	const char *article;
};

#define HAGUE "HCCH2007"
#define EU "EU4-2009"

static const struct period periods[] = {
	{ "R-401", HAGUE, 6, DEADLINE_WEEKS, "Convention, art. 12(3)" },
	{ "R-401", EU, 30, DEADLINE_DAYS, "Regulation, art. 58(3)" },
	{ "R-402", HAGUE, 3, DEADLINE_MONTHS, "Convention, art. 12(4)" },
	{ "R-402", EU, 60, DEADLINE_DAYS, "Regulation, art. 58(4)" },
	{ "R-403", HAGUE, 3, DEADLINE_MONTHS, "Convention, art. 12(9)" },
	{ "R-403", EU, 90, DEADLINE_DAYS, "Regulation, art. 58(9)" },
	/* The law says "promptly" and "timely": our own suggestions. */
	{ "R-404", HAGUE, 5, DEADLINE_WORKING_DAYS, "Convention, art. 12(8)" },
	{ "R-404", EU, 5, DEADLINE_WORKING_DAYS, "Regulation, art. 58(8)" },
	{ "R-405", HAGUE, 15, DEADLINE_DAYS, "Convention, art. 12(5)" },
	{ "R-405", EU, 15, DEADLINE_DAYS, "Regulation, art. 58(5)" },
	{ "R-406", HAGUE, 30, DEADLINE_DAYS, "Convention, art. 23(6)" },
	{ "R-406", EU, 30, DEADLINE_DAYS, "Regulation, art. 32(5)" },
	{ "R-406/abroad", HAGUE, 60, DEADLINE_DAYS, "Convention, art. 23(6)" },
	{ "R-406/abroad", EU, 45, DEADLINE_DAYS, "Regulation, art. 32(5)" },
	{ "R-407", EU, 30, DEADLINE_DAYS, "Regulation, art. 30" },
	{ "R-408", EU, 90, DEADLINE_DAYS, "Regulation, art. 34(2)" },
	{ "R-409", EU, 45, DEADLINE_DAYS, "Regulation, art. 19(2)" },
	{ "R-410", EU, 90, DEADLINE_DAYS, "Regulation, art. 63(2)" },
};

bool
deadline_working_day(
    const struct calendars *c, const char *calendar, int32_t day)
{

	return date_weekday(day) < 5 &&
	    calendars_holiday(c, calendar, day) == NULL;
}

int32_t
deadline_next_working_day(
    const struct calendars *c, const char *calendar, int32_t day)
{

	while (!deadline_working_day(c, calendar, day))
		day++;
	return day;
}

enum outcome
deadline_count(const struct calendars *c, const char *calendar, int32_t from,
    int n, enum deadline_unit unit, int32_t *due, char *version,
    struct why *why)
{
	int32_t end = from;

	if (!calendars_known(c, calendar)) {
		(void)why_reject(why, "CALENDAR",
		    "there is no such "
		    "calendar");
		why_value(why, calendar);
		return OUT_REJECT;
	}
	switch (unit) {
	case DEADLINE_DAYS:
		end = from + n;
		break;
	case DEADLINE_WEEKS:
		end = from + n * WEEK;
		break;
	case DEADLINE_MONTHS:
		end = date_add_months(from, n);
		break;
	case DEADLINE_WORKING_DAYS:
		for (; n > 0; n--)
			end = deadline_next_working_day(c, calendar, end + 1);
		break;
	}
	*due = deadline_next_working_day(c, calendar, end);
	(void)snprintf(version, DEADLINE_VERSION, "%s%s%s", calendar,
	    *calendar == '\0' ? "" : " ", calendars_version(c));
	return OUT_OK;
}

static const struct period *
find(const char *instrument, const char *rule)
{
	size_t i;

	for (i = 0; i < sizeof(periods) / sizeof(periods[0]); i++)
		if (strcmp(periods[i].rule, rule) == 0 &&
		    strcmp(periods[i].instrument, instrument) == 0)
			return &periods[i];
	return NULL;
}

enum outcome
deadline_due(const struct calendars *c, const char *calendar,
    const char *instrument, const char *rule, int32_t from, int32_t *due,
    char *version, struct why *why)
{
	const struct period *p = find(instrument, rule);

	if (p == NULL)
		return why_reject(why, rule,
		    "gives no period under that "
		    "instrument");
	return deadline_count(
	    c, calendar, from, p->n, p->unit, due, version, why);
}

const char *
deadline_article(const char *instrument, const char *rule)
{
	const struct period *p = find(instrument, rule);

	return p == NULL ? NULL : p->article;
}
