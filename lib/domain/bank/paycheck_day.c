/* SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "domain/bank/paycheck_impl.h"
#include "value/date.h"

#define DIGITS "0123456789"
#define DAYS_ANY 365 /* ahead, where no bank is named */

/* A zone as the schema has it: none, Z, or up to 14 hours. */
static bool
zone(const char *s)
{

	if (*s == '\0' || strcmp(s, "Z") == 0)
		return true;
	if ((*s != '+' && *s != '-') || !paycheck_form(s + 1, "00:00") ||
	    s[6] != '\0')
		return false;
	return s[4] <= '5' &&
	    (strncmp(s + 1, "14", 2) < 0 || strcmp(s + 1, "14:00") == 0);
}

/* A day, and what follows it. */
static bool
leading_day(const char *s, int32_t *day, const char **rest)
{
	char date[DATE_TEXT];

	if (strlen(s) < DATE_TEXT - 1)
		return false;
	memcpy(date, s, DATE_TEXT - 1);
	date[DATE_TEXT - 1] = '\0';
	*rest = s + DATE_TEXT - 1;
	return date_parse(date, day);
}

/* ISO 8601 day and time, fraction and zone as the schema has them. */
static bool
day_time(const char *s, int32_t *day)
{
	bool end; /* of the day: nothing is later */
	size_t n;

	if (!leading_day(s, day, &s) || !paycheck_form(s, "T00:00:00"))
		return false;
	end = strncmp(s + 1, "24", 2) >= 0;
	if ((end && strncmp(s + 1, "24:00:00", 8) != 0) || s[4] > '5' ||
	    s[7] > '5')
		return false;
	s += 9;
	if (*s == '.') {
		n = strspn(s + 1, end ? "0" : DIGITS);
		if (n == 0)
			return false;
		s += n + 1;
	}
	return zone(s);
}

static void
check_execution(struct paycheck *c, int32_t day)
{
	int ahead = c->profile == NULL ? DAYS_ANY : c->profile->days_ahead;

	if (day < c->today)
		paycheck_wrong(c, "PAY-DATE", "CH04", "in the past");
	else if (day > c->today + ahead)
		paycheck_wrong(c, "PAY-DATE", "CH03", "too far ahead");
	else if (!c->instant && !date_target_open(day))
		paycheck_tell(c, false, "PAY-DATE", "DT06",
		    "TARGET is "
		    "closed: most banks move it to the next business day",
		    c->value);
}

void
paycheck_day(struct paycheck *c)
{
	const char *rest;
	int32_t day;

	if (!leading_day(c->value, &day, &rest) || !zone(rest)) {
		paycheck_wrong(c, "PAY-DATE", "DT01", "no such day");
		return;
	}
	if (*rest != '\0')
		paycheck_unusual(c);
	check_execution(c, day);
}

void
paycheck_time(struct paycheck *c, enum pay_type type)
{
	int32_t day;

	if (!day_time(c->value, &day))
		paycheck_wrong(c, "PAY-DATE", "DT01", "no such time");
	else if (type == PAY_DAY_TIME && !c->instant && c->block_kind)
		paycheck_wrong(c, "PAY-DATE", "DT01",
		    "a time of day is for instant transfers only");
	else if (type == PAY_DAY_TIME)
		check_execution(c, day);
	if (type == PAY_DAY_TIME && !c->block_kind)
		c->timed = true; /* its payments will say */
}
