/* SPDX-License-Identifier: EUPL-1.2 */
#include <stdlib.h>
#include <string.h>

#include "domain/rule/profile_impl.h"
#include "value/country.h"
#include "value/date.h"

/* A date of the table, or what an empty field stands for. */
static bool
read_day(const char *s, int32_t empty, int32_t *day)
{

	if (*s != '\0')
		return date_parse(s, day);
	*day = empty;
	return true;
}

static enum outcome
bad_row(const struct csvio *t, size_t row, const char *text, struct why *why)
{

	(void)why_reject(why, "PROFILE", "%s", text);
	why_at(why, (int)csvio_line(t, row), "");
	return OUT_REJECT;
}

bool
profile_listed(const char *s, const char *const *words)
{

	for (; *words != NULL; words++)
		if (strcmp(s, *words) == 0)
			return true;
	return false;
}

static bool
has_columns(const struct csvio *t, const char *const *names)
{
	size_t i;

	for (; *names != NULL; names++) {
		for (i = 0; i < csvio_columns(t); i++)
			if (strcmp(csvio_column(t, i), *names) == 0)
				break;
		if (i == csvio_columns(t))
			return false;
	}
	return true;
}

static enum outcome
read_state(const struct csvio *t, size_t i, struct party *s, struct why *why)
{
	static const char *const bases[] = { "", "R", "A", "Ap", NULL };
	static const char *const ages[] = { "", "18", "21", NULL };
	const char *confirmed = csvio_get(t, i, "hague_confirmed");

	s->code = csvio_get(t, i, "iso");
	if (!country_ok(s->code))
		return bad_row(t, i, "no code of ISO 3166-1", why);
	if (i > 0 && strcmp(csvio_get(t, i - 1, "iso"), s->code) >= 0)
		return bad_row(t, i, "not in order, or named twice", why);
	if (!profile_listed(csvio_get(t, i, "hague_basis"), bases) ||
	    !profile_listed(csvio_get(t, i, "age"), ages))
		return bad_row(t, i, "basis or age is not understood", why);
	if (!read_day(
		csvio_get(t, i, "hague_from"), PROFILE_NEVER, &s->hague_from) ||
	    !read_day(csvio_get(t, i, "chapter7_from"), PROFILE_NEVER,
		&s->chapter7_from) ||
	    !read_day(
		csvio_get(t, i, "chapter7_to"), PROFILE_EVER, &s->chapter7_to))
		return bad_row(t, i, "a date is none", why);
	s->confirmed = strcmp(confirmed, "yes") == 0;
	s->party = *confirmed != '\0';
	return OUT_OK;
}

static enum outcome
read_pair(const struct csvio *t, size_t i, struct pair *p, struct why *why)
{
	static const char *const effects[] = { "objection", "unconfirmed",
		NULL };
	const char *effect = csvio_get(t, i, "effect");

	p->a = csvio_get(t, i, "a");
	p->b = csvio_get(t, i, "b");
	if (!country_ok(p->a) || !country_ok(p->b) || strcmp(p->a, p->b) >= 0)
		return bad_row(t, i, "no pair of States in order", why);
	if (strcmp(csvio_get(t, i, "instrument"), PROFILE_HAGUE) != 0 ||
	    !profile_listed(effect, effects))
		return bad_row(
		    t, i, "instrument or effect is not understood", why);
	if (!read_day(csvio_get(t, i, "from"), INT32_MIN, &p->from) ||
	    !read_day(csvio_get(t, i, "to"), PROFILE_EVER, &p->to))
		return bad_row(t, i, "a date is none", why);
	p->objection = strcmp(effect, effects[0]) == 0;
	return OUT_OK;
}

static enum outcome
read_tables(struct profile *p, struct why *why)
{
	static const char *const of_parties[] = { "iso", "name", "hague_basis",
		"hague_from", "hague_confirmed", "chapter7_from", "chapter7_to",
		"age", "spousal", "other_family", "art16", "art24", "art25_3_b",
		"art25_3_c", "art30_7", "art30_8", "languages", "also_accepts",
		"objects", "units", "currency", "source", "checked_on", NULL };
	static const char *const of_pairs[] = { "a", "b", "instrument",
		"effect", "from", "to", "source", "checked_on", NULL };
	enum outcome out;
	size_t i;

	if (!has_columns(p->parties, of_parties) ||
	    !has_columns(p->pairs, of_pairs))
		return why_reject(why, "PROFILE", "a column is missing");
	for (i = 0; i < p->count; i++)
		if ((out = read_state(p->parties, i, &p->states[i], why)) !=
		    OUT_OK)
			return out;
	for (i = 0; i < p->differing; i++)
		if ((out = read_pair(p->pairs, i, &p->differ[i], why)) !=
		    OUT_OK)
			return out;
	return OUT_OK;
}

enum outcome
profile_make(struct csvio *parties, struct csvio *pairs,
    struct profile **profile, struct why *why)
{
	struct profile *p;
	enum outcome out;

	if ((p = calloc(1, sizeof(*p))) == NULL) {
		csvio_free(parties);
		csvio_free(pairs);
		return why_sys(why, "table of States");
	}
	p->parties = parties;
	p->pairs = pairs;
	p->count = csvio_rows(parties);
	p->differing = csvio_rows(pairs);
	p->states = calloc(p->count + 1, sizeof(*p->states));
	p->differ = calloc(p->differing + 1, sizeof(*p->differ));
	if (p->states == NULL || p->differ == NULL)
		out = why_sys(why, "table of States");
	else
		out = read_tables(p, why);
	if (out == OUT_OK)
		*profile = p;
	else
		profile_free(p);
	return out;
}

void
profile_free(struct profile *p)
{

	if (p == NULL)
		return;
	csvio_free(p->parties);
	csvio_free(p->pairs);
	free(p->states);
	free(p->differ);
	free(p);
}
