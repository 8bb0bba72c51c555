/* SPDX-License-Identifier: EUPL-1.2 */
/* The debtor is told that information was given; not while that would
 * prejudice the recovery, and within 90 days (Regulation, art. 63(2)). */
#include <stdio.h>
#include <string.h>

#include "domain/case/casefile.h"
#include "domain/case/caseref.h"
#include "domain/case/decide.h"
#include "domain/case/subject.h"
#include "io/record.h"
#include "value/date.h"

enum outcome
subject_case(struct store_txn *txn, const struct office *o,
    const char *reference, Rec__Case **c, struct why *why)
{
	enum outcome out;

	*c = NULL;
	if (!person_has(o, o->actor, "caseworker supervisor"))
		return why_reject(why, "PERMISSION",
		    "%s has neither the role caseworker nor supervisor",
		    o->actor);
	if ((out = case_find(txn, reference, c, why)) != OUT_OK)
		return out;
	if (*c != NULL && (*c)->application != NULL)
		return OUT_OK;
	record_free(*c);
	*c = NULL;
	return why_reject(why, "SHEET-CASE", "no case of that reference");
}

const Rec__Deferral *
subject_deferred(const Rec__Case *c, const char *today)
{
	const Rec__Deferral *d;

	if (c->n_deferrals == 0)
		return NULL;
	d = c->deferrals[c->n_deferrals - 1];
	return strcmp(today, d->until) <= 0 ? d : NULL;
}

static enum outcome
check(const struct office *o, const Rec__Case *c, const char *until,
    const char *reason, struct why *why)
{
	char first[DATE_TEXT];
	int32_t from, today, end;

	(void)snprintf(first, sizeof(first), "%.10s",
	    c->n_deferrals == 0 ? o->today : c->deferrals[0]->at);
	if (strcmp(c->instrument, "EU4-2009") != 0)
		return why_reject(why, "R-410",
		    "deferral is of the Regulation; this case is not");
	if (!date_parse(until, &end) || !date_parse(o->today, &today) ||
	    !date_parse(first, &from) || end < today)
		return why_reject(
		    why, "R-410", "give a day (YYYY-MM-DD) from today on");
	if (end > from + SUBJECT_DEFER_DAYS)
		return why_reject(why, "R-410",
		    "at most %d days after %s, when it was first deferred",
		    SUBJECT_DEFER_DAYS, first);
	if (reason[0] == '\0')
		return why_reject(why, "R-410", "say why");
	return OUT_OK;
}

enum outcome
subject_defer(struct store_txn *txn, const struct office *o,
    const char *reference, const char *until, const char *reason,
    struct why *why)
{
	struct outcomes outs = { .n = 0 };
	enum outcome out;
	Rec__Event ev;
	Rec__Case *c;

	if ((out = subject_case(txn, o, reference, &c, why)) != OUT_OK)
		return out;
	if ((out = check(o, c, until, reason, why)) == OUT_OK &&
	    (out = journal_begin(txn, o, "subject-deferred", &ev, why)) ==
		OUT_OK) {
		ev.case_number = c->number;
		ev.subject = c->id;
		ev.text = lend(reason);
		outcome_add(&outs, "until", until);
		outcome_lend(&outs, &ev);
		out = journal_append(txn, &ev, why);
	}
	record_free(c);
	return out;
}

/* The day of an earlier deferral holds no longer. */
static enum outcome
defer(
    struct store_txn *txn, const Rec__Event *ev, Rec__Case *c, struct why *why)
{
	const char *until = outcome_value(ev, "until");
	struct task_about a = { c->number, c->id, "notify-subject", "R-410",
		until, NULL, NULL, NULL, NULL, "task" };
	void **slot = record_add(&c->deferrals, &c->n_deferrals);
	Rec__Deferral d = REC__DEFERRAL__INIT;
	enum outcome out;

	d.until = lend(until);
	d.at = ev->at;
	d.by = ev->actor;
	d.reason = ev->text;
	if (slot == NULL || (*slot = record_copy(&d.base)) == NULL)
		return why_sys(why, "case");
	if ((out = task_close(txn, ev, c->number, a.kind, NULL, why)) != OUT_OK)
		return out;
	return task_open(txn, ev, &a, why);
}

enum outcome
apply_deferred(struct store_txn *txn, const Rec__Event *ev, struct why *why)
{
	return case_change(txn, ev, defer, why);
}
