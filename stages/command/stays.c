/* SPDX-License-Identifier: EUPL-1.2 */
/* isupport status: what intake(1) leaves where it lies, why, and what to do.
 * Nothing is opened but folders, and no link followed. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "command/stays.h"
#include "domain/form/evidence.h"
#include "domain/rule/rule.h"
#include "io/foreign.h"
#include "io/pickup.h"
#include "io/share.h"
#include "io/xmlout.h"

struct place {
	const struct unit *u;
	struct rules *rules;
	const char *where;
	int fd;
	bool json;
	size_t n; /* named so far */
};

/* The rule for which an entry of the folder stays there; NULL: for none. */
typedef const char *stays_fn(
    const struct place *, const struct foreign *, const struct foreign_list *);

/* ---- each folder --------------------------------------------------------- */

/* Nobody is about to put something in it. */
static bool
is_quiet(const struct place *p, const struct foreign *e)
{
	struct timespec now;

	return clock_gettime(CLOCK_REALTIME, &now) == 0 &&
	    pickup_quiet(
		e, 1, &now, config_number(p->u->conf, "unit", "quiet_seconds"));
}

static const char *
in_drop(const struct place *p, const struct foreign *e,
    const struct foreign_list *list)
{
	if (!e->folder)
		return pickup_stays(p->fd, NULL, e, 1);
	if (list->n == 0)
		return is_quiet(p, e) ? "FILE-NONE" : NULL;
	return list->cut ? "FILE-ENTRIES" :
			   pickup_stays(p->fd, e->name, list->entry, list->n);
}

/* Messages come and go as folders. */
static const char *
no_folder(const struct foreign *e)
{
	return e->odd ? "FILE-KIND" : "FILE-FOLDER";
}

static const char *
in_incoming(const struct place *p, const struct foreign *e,
    const struct foreign_list *list)
{
	if (!e->folder)
		return no_folder(e);
	return list->cut ? "FILE-ENTRIES" :
			   pickup_stays(p->fd, e->name, list->entry, list->n);
}

/* Of our own folders evidences alone are looked at. */
static const char *
in_outgoing(const struct place *p, const struct foreign *e,
    const struct foreign_list *list)
{
	const char *rule = NULL;
	size_t i;

	if (!e->folder)
		return no_folder(e);
	for (i = 0; rule == NULL && i < list->n; i++)
		if (evidence_type_of_file(list->entry[i].name) != NULL)
			rule = pickup_stays(p->fd, e->name, &list->entry[i], 1);
	return rule;
}

/* ---- what is said of it -------------------------------------------------- */

static enum outcome
put_json(
    const struct place *p, const char *name, const char *rule, struct why *why)
{
	const char *const field[][2] = { { "where", p->where },
		{ "name", name }, { "rule", rule },
		{ "what", rule_text(p->rules, rule) },
		{ "next", rule_next(p->rules, rule) } };
	struct buf b = BUF_INIT;
	enum outcome out;
	size_t i;

	for (i = 0; i < sizeof(field) / sizeof(field[0]); i++) {
		(void)buf_printf(
		    &b, "%s\"%s\":", i == 0 ? "{" : ",", field[i][0]);
		xmlout_string(&b, field[i][1]);
	}
	if ((out = buf_ok(&b, why)) == OUT_OK)
		(void)printf(
		    "%s%s}", p->n > 0 ? "," : "", (const char *)b.data);
	buf_free(&b);
	return out;
}

static enum outcome
put_text(
    const struct place *p, const char *name, const char *rule, struct why *why)
{
	struct buf b = BUF_INIT;
	enum outcome out;

	(void)buf_printf(&b, "stays        %s/%s: %s: %s", p->where, name, rule,
	    rule_text(p->rules, rule));
	if ((out = command_put(&b, why)) == OUT_OK)
		(void)printf(
		    "             next: %s\n", rule_next(p->rules, rule));
	buf_free(&b);
	return out;
}

static enum outcome
put(struct place *p, const char *name, const char *rule, struct why *why)
{
	enum outcome out;

	out = p->json ? put_json(p, name, rule, why) :
			put_text(p, name, rule, why);
	p->n++;
	return out;
}

/* ---- the walk ------------------------------------------------------------ */

/* A folder that may not be read, or is none of this place, is told as such; one
 * that is gone is no longer there. */
static enum outcome
one(struct place *p, const struct foreign *e, stays_fn *stays, struct why *why)
{
	struct foreign_list list = { NULL, 0, false };
	const char *rule = NULL;
	struct why reason = WHY_INIT;
	enum outcome out = OUT_OK;

	if (e->folder &&
	    foreign_list(p->fd, e->name, FOREIGN_ENTRIES_MAX, &list, &reason) !=
		OUT_OK)
		rule = reason.rule;
	else
		rule = stays(p, e, &list);
	if (rule != NULL && rule[0] != '\0')
		out = put(p, e->name, rule, why);
	foreign_list_free(&list);
	return out;
}

static enum outcome
all(struct place *p, const char *rel, stays_fn *stays, struct why *why)
{
	struct foreign_list list;
	char path[PATH_MAX];
	enum outcome out;
	size_t i;

	p->fd = open(unit_path(p->u, rel, path, sizeof(path)),
	    O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (p->fd == -1)
		return errno == EACCES ? put(p, "", FOREIGN_ACCESS, why) :
					 why_sys(why, "%s", rel);
	if ((out = foreign_list(p->fd, NULL, 0, &list, why)) == OUT_OK) {
		for (i = 0; out == OUT_OK && i < list.n; i++)
			out = one(p, &list.entry[i], stays, why);
		foreign_list_free(&list);
	}
	(void)close(p->fd);
	return out;
}

enum outcome
stays_put(const struct unit *u, bool json, struct why *why)
{
	struct place p = { .u = u, .json = json };
	char share[PATH_MAX];
	enum outcome out;

	out = rules_load(share_path("", share, sizeof(share)), &p.rules, why);
	if (out != OUT_OK)
		return out;
	if (json)
		(void)printf(",\"stays\":[");
	p.where = "drop";
	out = all(&p, "spool/drop", in_drop, why);
	p.where = "incoming";
	if (out == OUT_OK)
		out = all(&p, "incoming", in_incoming, why);
	p.where = "outgoing";
	if (out == OUT_OK)
		out = all(&p, "outgoing", in_outgoing, why);
	if (json)
		(void)printf("]");
	rules_free(p.rules);
	return out;
}
