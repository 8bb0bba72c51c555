/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/rule/profile.h"

#include <string.h>

#include "domain/rule/profile_impl.h"
#include "value/country.h"
#include "value/date.h"

#define OLD_CASES "2021-01-01" /* the UK on its own */

static const struct party *
find(const struct profile *p, const char *code)
{
	long row = csvio_find(p->parties, "iso", code);

	return row == -1 ? NULL : &p->states[row];
}

static const struct pair *
find_pair(const struct profile *p, const char *a, const char *b, int32_t day)
{
	const struct pair *d;
	size_t i;

	for (i = 0; i < p->differing; i++) {
		d = &p->differ[i];
		if (day >= d->from && day <= d->to &&
		    ((strcmp(d->a, a) == 0 && strcmp(d->b, b) == 0) ||
			(strcmp(d->a, b) == 0 && strcmp(d->b, a) == 0)))
			return d;
	}
	return NULL;
}

static bool
chapter7(const struct party *s, int32_t day)
{

	return day >= s->chapter7_from && day <= s->chapter7_to;
}

static bool
either(const char *from, const char *to, const char *code)
{

	return strcmp(from, code) == 0 || strcmp(to, code) == 0;
}

static bool
nordic(const char *from, const char *to)
{
	static const char *const states[] = { "SE", "DK", "FI", "IS", "NO",
		NULL };

	return profile_listed(from, states) && profile_listed(to, states);
}

/* Why the Convention does not stand between two of its parties. */
static enum outcome
not_in_force(const struct party *a, const struct party *b, struct why *why)
{

	if (a->hague_from == PROFILE_NEVER || b->hague_from == PROFILE_NEVER)
		return why_reject(why, "R-003",
		    "from when the Convention is "
		    "in force for one of the States is not known here: look "
		    "it up and complete the table of parties");
	return why_reject(why, "R-003",
	    "the Convention was not yet in force "
	    "between the States on that day");
}

enum outcome
profile_instrument(const struct profile *p, const char *from, const char *to,
    int32_t day, const char **instrument, struct why *why)
{
	const struct party *a = find(p, from), *b = find(p, to);
	const struct pair *d;

	if (strcmp(from, to) == 0)
		return why_reject(why, "R-005", "both are the same State");
	if (either(from, to, "DK"))
		return why_reject(why, "R-002",
		    "Denmark has no Central "
		    "Authority under the Regulation or the Convention: "
		    "consider the New York Convention of 1956%s",
		    nordic(from, to) ? " or the Nordic Convention of 1962" :
				       "");
	if (a != NULL && b != NULL && chapter7(a, day) && chapter7(b, day)) {
		*instrument = PROFILE_EU;
		return OUT_OK;
	}
	if (a == NULL || b == NULL || !a->party || !b->party)
		return why_reject(why, "R-005",
		    "neither Regulation nor "
		    "Convention stands between the States: consider the New "
		    "York Convention of 1956 or a bilateral treaty%s",
		    nordic(from, to) ? ", or the Nordic Convention of 1962" :
				       "");
	d = find_pair(p, from, to, day);
	if (d != NULL && d->objection)
		return why_reject(why, "R-003",
		    "one State objected to the "
		    "accession of the other: the Convention is not in force "
		    "between them");
	if (day < a->hague_from || day < b->hague_from)
		return not_in_force(a, b, why);
	*instrument = PROFILE_HAGUE;
	return OUT_OK;
}

/* The notes on a pair under the Convention, one after the other. */
static bool
note(const struct profile *p, const struct party *a, const struct party *b,
    int32_t day, int which, struct why *why)
{
	const struct pair *d;
	int32_t alone = 0;
	bool uk;

	switch (which) {
	case 0:
		(void)date_parse(OLD_CASES, &alone);
		uk = (strcmp(a->code, "GB") == 0 && chapter7(b, day)) ||
		    (strcmp(b->code, "GB") == 0 && chapter7(a, day));
		if (!uk || day < alone)
			return false;
		(void)why_reject(why, "R-004",
		    "the United Kingdom is party "
		    "of the Convention in its own right since 1 January "
		    "2021; the Regulation is for transitional cases only");
		return true;
	case 1:
		if (a->confirmed && b->confirmed)
			return false;
		(void)why_reject(why, "R-007",
		    "the day of entry into force "
		    "for one of the States is not confirmed: check the "
		    "status table");
		return true;
	case 2:
		d = find_pair(p, a->code, b->code, day);
		if (d == NULL || d->objection)
			return false;
		(void)why_reject(why, "R-007",
		    "whether one State objected "
		    "to the accession of the other is not confirmed: check "
		    "the status table");
		return true;
	case 3:
		if (*profile_get(p, a->code, "units") == '\0' &&
		    *profile_get(p, b->code, "units") == '\0')
			return false;
		(void)why_reject(why, "R-007",
		    "the Convention binds only "
		    "some territorial units of one of the States");
		return true;
	default:
		return false;
	}
}

#define NOTES 4 /* cases of note() */

bool
profile_note(const struct profile *p, const char *from, const char *to,
    int32_t day, size_t i, struct why *why)
{
	struct why ignored = WHY_INIT, found = WHY_INIT;
	const char *instrument;
	int which;

	if (profile_instrument(p, from, to, day, &instrument, &ignored) !=
	    OUT_OK)
		return false;
	for (which = 0; strcmp(instrument, PROFILE_HAGUE) == 0 && which < NOTES;
	     which++)
		if (note(p, find(p, from), find(p, to), day, which, &found) &&
		    i-- == 0) {
			*why = found;
			return true;
		}
	if (!nordic(from, to) || i != 0)
		return false;
	(void)why_reject(why, "R-006",
	    "the Nordic Convention of 1962 may be "
	    "used between these States");
	return true;
}

const char *
profile_get(const struct profile *p, const char *state, const char *name)
{
	long row = csvio_find(p->parties, "iso", state);

	return row == -1 ? "" : csvio_get(p->parties, (size_t)row, name);
}

enum profile_answer
profile_says(const struct profile *p, const char *state, const char *name)
{
	const char *s = profile_get(p, state, name);

	if (strcmp(s, "yes") == 0)
		return PROFILE_YES;
	return strcmp(s, "no") == 0 ? PROFILE_NO : PROFILE_UNKNOWN;
}

/* Whether the two letters ${code} are among those of ${list}, "de fr". */
static bool
among(const char *list, const char *code)
{

	const char *at = strstr(list, code);

	return at != NULL && (at == list || at[-1] == ' ') &&
	    (at[2] == ' ' || at[2] == '\0');
}

enum profile_answer
profile_accepts(
    const struct profile *p, const char *state, const char *language)
{
	const char *official = profile_get(p, state, "languages");
	const char *also = profile_get(p, state, "also_accepts");
	bool none = strcmp(also, "none") == 0;

	if (!language_ok(language))
		return PROFILE_NO;
	if (among(official, language) || (!none && among(also, language)))
		return PROFILE_YES;
	return *official == '\0' || *also == '\0' ? PROFILE_UNKNOWN :
						    PROFILE_NO;
}

int
profile_age(const struct profile *p, const char *a, const char *b)
{
	const char *one = profile_get(p, a, "age");
	const char *other = profile_get(p, b, "age");

	if (strcmp(one, "18") == 0 || strcmp(other, "18") == 0)
		return 18;
	return *one == '\0' || *other == '\0' ? 0 : 21;
}

size_t
profile_states(const struct profile *p)
{

	return p->count;
}

const char *
profile_state(const struct profile *p, size_t i)
{

	return p->states[i].code;
}
