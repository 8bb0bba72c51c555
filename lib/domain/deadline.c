/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/deadline.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/digest.h"
#include "value/date.h"

#define WEEK	7

enum kind {
	FIXED,		/* a date of each year */
	EASTER,		/* so many days after Easter Sunday */
	ORTHODOX,	/* the same by the Julian reckoning */
	WEEKDAY		/* the first such weekday from a date on */
};

struct holiday {
	const char *calendar;
	const char *name;
	enum kind kind;
	int from, to;		/* years */
	int month, mday;
	int offset;		/* from Easter, or the weekday, 0 Monday */
};

struct calendars {
	struct csvio *table;	/* which the rest points into */
	struct holiday *holidays;
	size_t count;
	char version[24];	/* "2026-11-21 0123abcd" */
};

struct period {
	const char *rule;
	const char *instrument;
	int n;
	enum deadline_unit unit;
	const char *article;
};

#define HAGUE	"HCCH2007"
#define EU	"EU4-2009"

static const struct period periods[] = {
	{ "R-401", HAGUE, 6, DEADLINE_WEEKS, "Convention, art. 12(3)" },
	{ "R-401", EU, 30, DEADLINE_DAYS, "Regulation, art. 58(3)" },
	{ "R-402", HAGUE, 3, DEADLINE_MONTHS, "Convention, art. 12(4)" },
	{ "R-402", EU, 60, DEADLINE_DAYS, "Regulation, art. 58(4)" },
	{ "R-403", HAGUE, 3, DEADLINE_MONTHS, "Convention, art. 12(9)" },
	{ "R-403", EU, 90, DEADLINE_DAYS, "Regulation, art. 58(9)" },
	/* The law says "promptly" and "timely": our own suggestions. */
	{ "R-404", HAGUE, 5, DEADLINE_WORKING_DAYS,
	    "Convention, art. 12(8)" },
	{ "R-404", EU, 5, DEADLINE_WORKING_DAYS, "Regulation, art. 58(8)" },
	{ "R-405", HAGUE, 15, DEADLINE_DAYS, "Convention, art. 12(5)" },
	{ "R-405", EU, 15, DEADLINE_DAYS, "Regulation, art. 58(5)" },
	{ "R-406", HAGUE, 30, DEADLINE_DAYS, "Convention, art. 23(6)" },
	{ "R-406", EU, 30, DEADLINE_DAYS, "Regulation, art. 32(5)" },
	{ "R-406/abroad", HAGUE, 60, DEADLINE_DAYS,
	    "Convention, art. 23(6)" },
	{ "R-406/abroad", EU, 45, DEADLINE_DAYS, "Regulation, art. 32(5)" },
	{ "R-407", EU, 30, DEADLINE_DAYS, "Regulation, art. 30" },
	{ "R-408", EU, 90, DEADLINE_DAYS, "Regulation, art. 34(2)" },
	{ "R-409", EU, 45, DEADLINE_DAYS, "Regulation, art. 19(2)" },
	{ "R-410", EU, 90, DEADLINE_DAYS, "Regulation, art. 63(2)" },
};

/* "MM-DD", a day of every or of leap years. */
static bool
read_monthday(const char *s, int *month, int *mday)
{
	char text[DATE_TEXT];
	int32_t day;
	int year;

	(void)snprintf(text, sizeof(text), "2000-%.5s", s);
	if (strlen(s) != 5 || !date_parse(text, &day))
		return false;
	date_split(day, &year, month, mday);
	return true;
}

static bool
read_number(const char *s, long min, long max, int *n)
{
	char *end;
	long value = strtol(s, &end, 10);

	if (end == s || *end != '\0' || value < min || value > max)
		return false;
	*n = (int)value;
	return true;
}

static bool
read_year(const char *s, int empty, int *year)
{

	*year = empty;
	return *s == '\0' || read_number(s, 1000, 9999, year);
}

static bool
read_value(const char *kind, const char *value, struct holiday *h)
{

	if (strcmp(kind, "fixed") == 0) {
		h->kind = FIXED;
		return read_monthday(value, &h->month, &h->mday);
	}
	if (strcmp(kind, "weekday") == 0) {	/* "3 11-16" */
		h->kind = WEEKDAY;
		h->offset = value[0] - '1';
		return value[0] >= '1' && value[0] <= '7' &&
		    value[1] == ' ' &&
		    read_monthday(value + 2, &h->month, &h->mday);
	}
	h->kind = strcmp(kind, "easter") == 0 ? EASTER : ORTHODOX;
	return (h->kind == EASTER || strcmp(kind, "orthodox") == 0) &&
	    read_number(value, -100, 100, &h->offset);
}

static enum outcome
read_table(struct calendars *c, struct why *why)
{
	const struct csvio *t = c->table;
	struct holiday *h;
	size_t i;

	for (i = 0; i < c->count; i++) {
		h = &c->holidays[i];
		h->calendar = csvio_get(t, i, "calendar");
		h->name = csvio_get(t, i, "name");
		if (*h->calendar != '\0' && *h->name != '\0' &&
		    strlen(h->calendar) < DEADLINE_VERSION -
		    sizeof(c->version) &&
		    read_value(csvio_get(t, i, "kind"),
		    csvio_get(t, i, "value"), h) &&
		    read_year(csvio_get(t, i, "from_year"), 0, &h->from) &&
		    read_year(csvio_get(t, i, "to_year"), 9999, &h->to))
			continue;
		(void)why_reject(why, "CALENDAR", "a holiday is not "
		    "understood");
		why_at(why, (int)csvio_line(t, i), "");
		return OUT_REJECT;
	}
	return OUT_OK;
}

/* What the dates were counted by: the day on which the table was last looked
 * at, and a digest of what it says. */
static enum outcome
make_version(struct calendars *c, struct why *why)
{
	static const char *const columns[] = { "calendar", "kind", "value",
	    "from_year", "to_year" };
	unsigned char digest[DIGEST_LEN];
	char hex[DIGEST_HEX];
	struct buf b = BUF_INIT;
	const char *checked = "", *day;
	enum outcome out;
	size_t i, k;

	for (i = 0; i < c->count; i++) {
		for (k = 0; k < sizeof(columns) / sizeof(*columns); k++)
			(void)buf_printf(&b, "%s,",
			    csvio_get(c->table, i, columns[k]));
		day = csvio_get(c->table, i, "checked_on");
		if (strcmp(day, checked) > 0)
			checked = day;
	}
	if ((out = buf_ok(&b, why)) == OUT_OK)
		out = digest_sha256(b.data, b.len, digest, why);
	buf_free(&b);
	if (out != OUT_OK)
		return out;
	(void)snprintf(c->version, sizeof(c->version), "%.10s %.8s", checked,
	    digest_hex(digest, hex));
	return OUT_OK;
}

enum outcome
calendars_make(struct csvio *table, struct calendars **calendars,
    struct why *why)
{
	struct calendars *c;
	enum outcome out;

	if ((c = calloc(1, sizeof(*c))) == NULL) {
		csvio_free(table);
		return why_sys(why, "calendars");
	}
	c->table = table;
	c->count = csvio_rows(table);
	c->holidays = calloc(c->count + 1, sizeof(*c->holidays));
	if (c->holidays == NULL)
		out = why_sys(why, "calendars");
	else if ((out = read_table(c, why)) == OUT_OK)
		out = make_version(c, why);
	if (out == OUT_OK)
		*calendars = c;
	else
		calendars_free(c);
	return out;
}

void
calendars_free(struct calendars *c)
{

	if (c == NULL)
		return;
	csvio_free(c->table);
	free(c->holidays);
	free(c);
}

bool
calendars_known(const struct calendars *c, const char *calendar)
{
	size_t i;

	for (i = 0; i < c->count; i++)
		if (strcmp(c->holidays[i].calendar, calendar) == 0)
			return true;
	return *calendar == '\0';
}

/* Whether what holds in ${wide} holds in ${calendar}: DE in DE-NW. */
static bool
covers(const char *wide, const char *calendar)
{
	size_t len = strlen(wide);

	return strncmp(wide, calendar, len) == 0 &&
	    (calendar[len] == '\0' || calendar[len] == '-');
}

static bool
falls_on(const struct holiday *h, int32_t day)
{
	int year, month, mday;
	int32_t first;

	date_split(day, &year, &month, &mday);
	if (year < h->from || year > h->to)
		return false;
	switch (h->kind) {
	case FIXED:
		return month == h->month && mday == h->mday;
	case EASTER:
		return day == date_easter(year) + h->offset;
	case ORTHODOX:
		return day == date_easter_orthodox(year) + h->offset;
	case WEEKDAY:
		return date_make(year, h->month, h->mday, &first) &&
		    date_weekday(day) == h->offset && day >= first &&
		    day < first + WEEK;
	}
	return false;
}

const char *
calendars_holiday(const struct calendars *c, const char *calendar,
    int32_t day)
{
	size_t i;

	for (i = 0; i < c->count; i++)
		if (covers(c->holidays[i].calendar, calendar) &&
		    falls_on(&c->holidays[i], day))
			return c->holidays[i].name;
	return NULL;
}

bool
deadline_working_day(const struct calendars *c, const char *calendar,
    int32_t day)
{

	return date_weekday(day) < 5 &&
	    calendars_holiday(c, calendar, day) == NULL;
}

int32_t
deadline_next_working_day(const struct calendars *c, const char *calendar,
    int32_t day)
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
		(void)why_reject(why, "CALENDAR", "there is no such "
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
	    *calendar == '\0' ? "" : " ", c->version);
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
		return why_reject(why, rule, "gives no period under that "
		    "instrument");
	return deadline_count(c, calendar, from, p->n, p->unit, due, version,
	    why);
}

const char *
deadline_article(const char *instrument, const char *rule)
{
	const struct period *p = find(instrument, rule);

	return p == NULL ? NULL : p->article;
}
