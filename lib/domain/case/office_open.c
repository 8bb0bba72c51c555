/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/case/office_open.h"

#include <limits.h>
#include <string.h>

#include "domain/rule/deadline.h"
#include "domain/rule/profile.h"
#include "io/csvio.h"
#include "io/share.h"

static enum outcome
load(const char *rel, struct csvio **table, struct why *why)
{
	char path[PATH_MAX];

	return csvio_load(share_path(rel, path, sizeof(path)), table, why);
}

enum outcome
office_profile(struct profile **p, struct why *why)
{
	struct csvio *parties, *pairs;
	enum outcome out;

	if ((out = load("data/parties.csv", &parties, why)) != OUT_OK)
		return out;
	if ((out = load("data/pairs.csv", &pairs, why)) != OUT_OK) {
		csvio_free(parties);
		return out;
	}
	return profile_make(parties, pairs, p, why);
}

static enum outcome
load_calendars(struct calendars **c, struct why *why)
{
	struct csvio *table;
	enum outcome out;

	if ((out = load("data/holidays.csv", &table, why)) != OUT_OK)
		return out;
	return calendars_make(table, c, why);
}

static enum outcome
check_calendar(const struct office *o, struct why *why)
{
	const char *calendar = config_get(o->conf, "unit", "calendar");

	if (calendars_known(o->calendars, calendar))
		return OUT_OK;
	(void)why_reject(
	    why, "CONFIG", "[unit] calendar: there is no such calendar");
	why_value(why, calendar);
	return OUT_REJECT;
}

enum outcome
office_open(
    const struct unit *u, const char *actor, struct office *o, struct why *why)
{
	struct calendars *calendars = NULL;
	struct profile *profile = NULL;
	enum outcome out;

	memset(o, 0, sizeof(*o));
	o->conf = u->conf;
	o->code = u->code;
	o->now = u->now;
	o->today = u->today;
	o->actor = actor;
	if ((out = office_profile(&profile, why)) == OUT_OK)
		out = load_calendars(&calendars, why);
	o->profile = profile;
	o->calendars = calendars;
	if (out == OUT_REJECT) /* our own tables: never the input's fault */
		out = OUT_RETRY;
	return out == OUT_OK ? check_calendar(o, why) : out;
}

void
office_close(struct office *o)
{
	profile_free(o->profile);
	calendars_free(o->calendars);
	o->profile = NULL;
	o->calendars = NULL;
}
