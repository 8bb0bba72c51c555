/* SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "domain/paycheck_impl.h"
#include "value/date.h"

#define DIGITS "0123456789"
#define DAYS_ANY 365 /* ahead, where no bank is named */

/* ISO 8601 day and time, fraction and zone as the schema has them. */
static bool
day_time(const char *s, int32_t *day)
{
	char date[DATE_TEXT];
	size_t n;

	if (!paycheck_form(s, "0000-00-00T00:00:00"))
		return false;
	memcpy(date, s, DATE_TEXT - 1);
	date[DATE_TEXT - 1] = '\0';
	if (!date_parse(date, day) || strncmp(s + 11, "24", 2) >= 0 ||
	    s[14] > '5' || s[17] > '5')
		return false;
	s += 19;
	if (*s == '.') {
		if ((n = strspn(s + 1, DIGITS)) == 0)
			return false;
		s += n + 1;
	}
	if (*s == '+' || *s == '-')
		return paycheck_form(s + 1, "00:00") && s[6] == '\0';
	return *s == '\0' || strcmp(s, "Z") == 0;
}

static void
check_execution(struct paycheck *c, int32_t day)
{
	int ahead = c->profile == NULL ? DAYS_ANY : c->profile->days_ahead;

	if (day < c->today)
		paycheck_wrong(c, "PAY-DATE", "CH04", "in the past");
	else if (day > c->today + ahead)
		paycheck_wrong(c, "PAY-DATE", "CH03", "too far ahead");
	else if (!date_target_open(day))
		paycheck_tell(c, false, "PAY-DATE", "DT06",
		    "TARGET is "
		    "closed: most banks move it to the next business day",
		    c->value);
}

void
paycheck_day(struct paycheck *c)
{
	int32_t day;

	if (!date_parse(c->value, &day))
		paycheck_wrong(c, "PAY-DATE", "DT01", "no such day");
	else
		check_execution(c, day);
}

void
paycheck_time(struct paycheck *c, enum pay_type type)
{
	int32_t day;

	if (!day_time(c->value, &day))
		paycheck_wrong(c, "PAY-DATE", "DT01", "no such time");
	else if (type == PAY_DAY_TIME && !c->instant)
		paycheck_wrong(c, "PAY-DATE", "DT01",
		    "a time of day is for instant transfers only");
	else if (type == PAY_DAY_TIME)
		check_execution(c, day);
}
