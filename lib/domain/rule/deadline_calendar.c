/* SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/rule/deadline.h"
#include "io/digest.h"
#include "value/date.h"

#define WEEK 7

enum kind {
	FIXED,	  /* a date of each year */
	EASTER,	  /* so many days after Easter Sunday */
	ORTHODOX, /* the same by the Julian reckoning */
	WEEKDAY	  /* the first such weekday from a date on */
};

struct holiday {
	const char *calendar;
	const char *name;
	enum kind kind;
	int from, to; /* years */
	int month, mday;
	int offset; /* from Easter, or the weekday, 0 Monday */
};

struct calendars {
	struct csvio *table; /* which the rest points into */
	struct holiday *holidays;
	size_t count;
	char version[24]; /* "2026-11-21 0123abcd" */
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
	if (strcmp(kind, "weekday") == 0) { /* "3 11-16" */
		h->kind = WEEKDAY;
		h->offset = value[0] - '1';
		return value[0] >= '1' && value[0] <= '7' && value[1] == ' ' &&
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
		    strlen(h->calendar) <
			DEADLINE_VERSION - sizeof(c->version) &&
		    read_value(
			csvio_get(t, i, "kind"), csvio_get(t, i, "value"), h) &&
		    read_year(csvio_get(t, i, "from_year"), 0, &h->from) &&
		    read_year(csvio_get(t, i, "to_year"), 9999, &h->to))
			continue;
		(void)why_reject(why, "CALENDAR",
		    "a holiday is not "
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
			(void)buf_printf(
			    &b, "%s,", csvio_get(c->table, i, columns[k]));
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
calendars_make(
    struct csvio *table, struct calendars **calendars, struct why *why)
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
calendars_holiday(const struct calendars *c, const char *calendar, int32_t day)
{
	size_t i;

	for (i = 0; i < c->count; i++)
		if (covers(c->holidays[i].calendar, calendar) &&
		    falls_on(&c->holidays[i], day))
			return c->holidays[i].name;
	return NULL;
}

const char *
calendars_version(const struct calendars *c)
{

	return c->version;
}
