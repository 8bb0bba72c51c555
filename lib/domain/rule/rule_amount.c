/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/rule/rulecheck.h"

#include <stdio.h>
#include <string.h>

#include "value/date.h"
#include "value/money.h"

static const char *
term_place(size_t i, const char *child, char *buf, size_t size)
{

	(void)snprintf(buf, size, "Decision/Term[%zu]%s%s", i + 1,
	    child[0] == '\0' ? "" : "/", child);
	return buf;
}

static bool
amount_ok(const Rec__Money *m)
{

	return m == NULL ||
	    (m->minor >= 0 && m->minor <= MONEY_MAX &&
		money_scale(m->currency) >= 0);
}

/* R-1001; what is no amount at all was found when it was read. */
void
check_amounts(struct rule_pass *p)
{
	const Rec__Application *app = p->in->app;
	const Rec__Arrears *a = app->arrears;
	char place[96];
	size_t i;

	for (i = 0; i < app->decision->n_terms; i++)
		if (!amount_ok(app->decision->terms[i]->amount))
			rule_found(p,
			    term_place(i, "Amount", place, sizeof(place)),
			    NULL);
	if (a == NULL)
		return;
	if (!amount_ok(a->total))
		rule_found(p, "Arrears/Total", NULL);
	if (!amount_ok(a->principal))
		rule_found(p, "Arrears/Principal", NULL);
	if (!amount_ok(a->interest))
		rule_found(p, "Arrears/Interest", NULL);
	if (!amount_ok(a->costs))
		rule_found(p, "Arrears/Costs", NULL);
}

/* R-1002: one kind, which is the amount's. */
void
check_term_kind(struct rule_pass *p)
{
	const Rec__Decision *d = p->in->app->decision;
	const Rec__Term *t;
	char place[96];
	size_t i;

	for (i = 0; i < d->n_terms; i++) {
		t = d->terms[i];
		if (t->kind == REC__TERM__KIND__KIND_NONE ||
		    (t->kind == REC__TERM__KIND__SINGLE &&
			t->frequency[0] != '\0') ||
		    (t->kind == REC__TERM__KIND__IN_KIND && t->amount != NULL))
			rule_found(p,
			    term_place(i, "Kind", place, sizeof(place)), NULL);
	}
}

/* R-1003 */
void
check_regular(struct rule_pass *p)
{
	const Rec__Decision *d = p->in->app->decision;
	const Rec__Term *t;
	char place[96];
	size_t i;

	for (i = 0; i < d->n_terms; i++) {
		t = d->terms[i];
		if (t->kind == REC__TERM__KIND__REGULAR &&
		    (t->amount == NULL || t->frequency[0] == '\0' ||
			t->from[0] == '\0'))
			rule_found(
			    p, term_place(i, "", place, sizeof(place)), NULL);
	}
}

/* R-1004; that a retroactive sum reaches beyond the decision is a warning. */
void
check_periods(struct rule_pass *p)
{
	const Rec__Decision *d = p->in->app->decision;
	const Rec__Term *t;
	char place[96];
	int32_t from, until, given;
	bool retro;
	size_t i;

	for (i = 0; i < d->n_terms; i++) {
		t = d->terms[i];
		retro = t->kind == REC__TERM__KIND__RETROACTIVE;
		(void)term_place(i, "Until", place, sizeof(place));
		if (!date_parse(t->until, &until)) /* an event */
			continue;
		if (date_parse(t->from, &from) &&
		    (until < from || (retro && until == from)))
			rule_found(p, place, t->until);
		else if (retro && date_parse(d->date, &given) && until > given)
			rule_found_as(p, "warn", place, t->until);
	}
}

/* R-1005 */
void
check_decision_dates(struct rule_pass *p)
{
	const Rec__Decision *d = p->in->app->decision;
	int32_t given, from;

	if (date_parse(d->date, &given) &&
	    date_parse(d->enforceable_from, &from) && from < given)
		rule_found(p, "Decision/EnforceableFrom", d->enforceable_from);
}

static bool
add(int64_t *sum, const Rec__Money *part, const char *currency)
{

	if (part == NULL)
		return true;
	return strcmp(part->currency, currency) == 0 &&
	    money_add(*sum, part->minor, sum);
}

/* R-1007 */
void
check_arrears(struct rule_pass *p)
{
	const Rec__Arrears *a = p->in->app->arrears;
	int64_t sum = 0;

	if (a == NULL || a->total == NULL)
		return;
	if (a->as_of[0] == '\0')
		rule_found(p, "Arrears/AsOf", NULL);
	if (a->principal == NULL && a->interest == NULL && a->costs == NULL)
		return;
	if (!add(&sum, a->principal, a->total->currency) ||
	    !add(&sum, a->interest, a->total->currency) ||
	    !add(&sum, a->costs, a->total->currency) || sum != a->total->minor)
		rule_found(p, "Arrears/Total", NULL);
}

/* After a changeover arrears may be stated in euro (R-1011). */
static bool
became_euro(const char *from, const char *to)
{

	return strcmp(to, "EUR") == 0 &&
	    (strcmp(from, "HRK") == 0 || strcmp(from, "BGN") == 0);
}

/* R-1009 */
void
check_debt_currency(struct rule_pass *p)
{
	const Rec__Decision *d = p->in->app->decision;
	const Rec__Arrears *a = p->in->app->arrears;
	bool known = false, same = false;
	size_t i;

	if (a == NULL || a->total == NULL)
		return;
	for (i = 0; i < d->n_terms; i++) {
		if (d->terms[i]->amount == NULL)
			continue;
		known = true;
		same = same ||
		    strcmp(d->terms[i]->amount->currency, a->total->currency) ==
			0 ||
		    became_euro(
			d->terms[i]->amount->currency, a->total->currency);
	}
	if (known && !same)
		rule_found(p, "Arrears/Total", a->total->currency);
}
