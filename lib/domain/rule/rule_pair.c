/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/rule/rulecheck.h"

#include <stdio.h>
#include <string.h>

#include "domain/form/codes.h"
#include "domain/rule/profile.h"
#include "value/country.h"
#include "value/date.h"

#define SOON_MONTHS 6 /* */
#define AGE_MAX 21    /* Convention, article 2(1)(a) */

/* The two States, of which a party may be a unit ("CA-BC"). */
struct pair {
	char from[3], to[3];
};

static bool
pair_of(const struct rule_pass *p, struct pair *pair)
{
	const Rec__Application *app = p->in->app;

	if (p->in->profile == NULL || app->requesting == NULL ||
	    app->requested == NULL || strlen(app->requesting->code) < 2 ||
	    strlen(app->requested->code) < 2)
		return false;
	(void)snprintf(
	    pair->from, sizeof(pair->from), "%.2s", app->requesting->code);
	(void)snprintf(
	    pair->to, sizeof(pair->to), "%.2s", app->requested->code);
	return true;
}

static int32_t
received(const struct rule_pass *p)
{
	int32_t day = 0;

	(void)date_parse(p->in->today, &day);
	return day;
}

static const char *
requested_place(const struct rule_pass *p)
{

	return rule_at(p, "RequestedCA", "");
}

/* */
void
check_form_set(struct rule_pass *p)
{
	struct why reason = WHY_INIT;
	const char *instrument;
	struct pair pair;

	if (pair_of(p, &pair) &&
	    profile_instrument(p->in->profile, pair.from, pair.to, received(p),
		&instrument, &reason) == OUT_OK &&
	    strcmp(instrument, p->in->app->instrument) != 0)
		rule_found(p, "", instrument);
}

/* What stands in the way of any instrument, if it is the rule applied. */
static void
check_none(struct rule_pass *p)
{
	struct why reason = WHY_INIT;
	const char *instrument;
	struct pair pair;

	if (pair_of(p, &pair) &&
	    profile_instrument(p->in->profile, pair.from, pair.to, received(p),
		&instrument, &reason) == OUT_REJECT &&
	    strcmp(reason.rule, p->rule->id) == 0)
		rule_found(p, requested_place(p), pair.to);
}

/* */
void
check_channel(struct rule_pass *p)
{

	check_none(p);
}

/* */
void
check_in_force(struct rule_pass *p)
{

	check_none(p);
}

/* */
void
check_no_instrument(struct rule_pass *p)
{

	check_none(p);
}

/* an EU form to or from the United Kingdom. */
void
check_uk(struct rule_pass *p)
{
	struct why note = WHY_INIT;
	struct pair pair;
	size_t i;

	if (!rule_e6(p) || !pair_of(p, &pair))
		return;
	for (i = 0; profile_note(
		 p->in->profile, pair.from, pair.to, received(p), i, &note);
	     i++)
		if (strcmp(note.rule, p->rule->id) == 0) {
			rule_found(p, requested_place(p), NULL);
			return;
		}
}

/* ---- ages and families: the Convention alone ---- */

static bool
one_of(const char *basis, const char *const *list)
{

	for (; *list != NULL; list++)
		if (strcmp(basis, *list) == 0)
			return true;
	return false;
}

/* Where no basis is named it is a child: the common case. */
static bool
child(const Rec__Beneficiary *b)
{
	static const char *const bases[] = { "", "parentage",
		"in-loco-parentis", NULL };

	return !b->is_defendant && one_of(b->basis, bases);
}

static bool
spouse(const Rec__Beneficiary *b)
{
	static const char *const bases[] = { "marriage",
		"analogous-to-marriage", NULL };

	return one_of(b->basis, bases);
}

/* Whether a child has reached the age at the day of the application, or will
 * within some months after it. */
static bool
reached(
    const struct rule_pass *p, const Rec__Beneficiary *b, int age, int months)
{
	int32_t born;

	return child(b) && b->person != NULL &&
	    date_parse(b->person->born, &born) &&
	    date_add_months(born, 12 * age) <=
	    date_add_months(rule_day(p), months);
}

/* Arrears from the time before are still within the Convention. */
static void
too_old(struct rule_pass *p, size_t i)
{
	char place[96];

	rule_found_as(p, rule_arrears(p) ? "warn" : p->rule->severity,
	    rule_person_place(p, i, place, sizeof(place)), NULL);
}

/* */
void
check_age(struct rule_pass *p)
{
	const Rec__Application *app = p->in->app;
	size_t i;

	for (i = 0; i < app->n_beneficiaries; i++)
		if (reached(p, app->beneficiaries[i], AGE_MAX, 0))
			too_old(p, i);
}

/* */
void
check_age_reserved(struct rule_pass *p)
{
	const Rec__Application *app = p->in->app;
	struct pair pair;
	size_t i;
	int age;

	if (!pair_of(p, &pair))
		return;
	age = profile_age(p->in->profile, pair.from, pair.to);
	if (age == 0 || age == AGE_MAX)
		return;
	for (i = 0; i < app->n_beneficiaries; i++)
		if (reached(p, app->beneficiaries[i], age, 0) &&
		    !reached(p, app->beneficiaries[i], AGE_MAX, 0))
			too_old(p, i);
}

/* */
void
check_age_soon(struct rule_pass *p)
{
	const Rec__Application *app = p->in->app;
	struct pair pair;
	char place[96];
	size_t i;
	int age = 0;

	if (pair_of(p, &pair))
		age = profile_age(p->in->profile, pair.from, pair.to);
	if (age == 0)
		age = AGE_MAX;
	for (i = 0; i < app->n_beneficiaries; i++)
		if (reached(p, app->beneficiaries[i], age, SOON_MONTHS) &&
		    !reached(p, app->beneficiaries[i], age, 0))
			rule_found(p,
			    rule_person_place(p, i, place, sizeof(place)),
			    NULL);
}

/* Found, unless both States declared it; a warning where that is not known
 * of one and the other did not exclude it. */
static void
unless_declared(struct rule_pass *p, const char *column, const char *place)
{
	enum profile_answer a, b;
	struct pair pair;

	if (!pair_of(p, &pair))
		return;
	a = profile_says(p->in->profile, pair.from, column);
	b = profile_says(p->in->profile, pair.to, column);
	if (a == PROFILE_YES && b == PROFILE_YES)
		return;
	rule_found_as(p,
	    a == PROFILE_NO || b == PROFILE_NO ? p->rule->severity : "warn",
	    place, NULL);
}

/* */
void
check_spouse(struct rule_pass *p)
{
	const Rec__Application *app = p->in->app;
	size_t i, at = 0;
	char place[96];
	bool alone = false;

	for (i = 0; i < app->n_beneficiaries; i++) {
		if (child(app->beneficiaries[i]))
			return;
		if (spouse(app->beneficiaries[i]) && !alone) {
			alone = true;
			at = i;
		}
	}
	if (alone)
		unless_declared(p, "spousal",
		    rule_person_place(p, at, place, sizeof(place)));
}

/* */
void
check_other_family(struct rule_pass *p)
{
	const Rec__Application *app = p->in->app;
	char place[96];
	size_t i;

	for (i = 0; i < app->n_beneficiaries; i++)
		if (!child(app->beneficiaries[i]) &&
		    !spouse(app->beneficiaries[i]) &&
		    !app->beneficiaries[i]->is_defendant) {
			unless_declared(p, "other_family",
			    rule_person_place(p, i, place, sizeof(place)));
			return;
		}
}

/* ---- languages ---- */

/* Neither official there nor known to be accepted.  Where not even the
 * official languages are known nothing can be said. */
static bool
refused(
    const struct rule_pass *p, const struct pair *pair, const char *language)
{

	return language[0] != '\0' &&
	    profile_get(p->in->profile, pair->to, "languages")[0] != '\0' &&
	    profile_accepts(p->in->profile, pair->to, language) != PROFILE_YES;
}

/* Whether a translation that the requested State takes is attached: one of
 * that kind of document, or of type TRANSLATION. */
static bool
translated(const struct rule_pass *p, const struct pair *pair, const char *type)
{
	const Rec__Application *app = p->in->app;
	const Rec__Attached *d;
	size_t i;

	for (i = 0; i < app->n_documents; i++) {
		d = app->documents[i];
		if (!refused(p, pair, d->language) && d->language[0] != '\0' &&
		    ((d->translation && strcmp(d->type, type) == 0) ||
			(strcmp(type, "EXTRACT") == 0 &&
			    strcmp(d->type, "EXTRACT_TRANSLATION") == 0) ||
			(type[0] == '\0' &&
			    strcmp(d->type, "TRANSLATION") == 0)))
			return true;
	}
	return false;
}

/* the application and each document, or a translation of it. */
void
check_language_hague(struct rule_pass *p)
{
	const Rec__Application *app = p->in->app;
	const Rec__Attached *d;
	struct pair pair;
	char place[64];
	size_t i;

	if (!pair_of(p, &pair))
		return;
	if (refused(p, &pair, app->language) && !translated(p, &pair, ""))
		rule_found(p, "", app->language);
	for (i = 0; i < app->n_documents; i++) {
		d = app->documents[i];
		(void)snprintf(
		    place, sizeof(place), "Documents/Document[%zu]", i + 1);
		if (refused(p, &pair, d->language) &&
		    !translated(p, &pair, d->type))
			rule_found(p, place, d->language);
	}
}

/* */
void
check_language_eu(struct rule_pass *p)
{
	struct pair pair;

	if (pair_of(p, &pair) && refused(p, &pair, p->in->app->language))
		rule_found(p, "", p->in->app->language);
}

/* */
void
check_extract_language(struct rule_pass *p)
{
	const Rec__Attached *d = rule_document(p, "EXTRACT");
	struct pair pair;

	if (d != NULL && pair_of(p, &pair) && refused(p, &pair, d->language) &&
	    !translated(p, &pair, "EXTRACT"))
		rule_found(p, "MemberStateDocuments", d->language);
}

/* ---- codes ---- */

/* R-203a: the Protocol binds all Member States but Denmark. */
void
check_exequatur(struct rule_pass *p)
{
	const Rec__Application *app = p->in->app;
	const char *state = app->decision->state;

	if (strcmp(app->type, "C-A") == 0 &&
	    strcmp(app->decision->origin, "MemberState") == 0 &&
	    state[0] != '\0' && strcmp(state, "DK") != 0 &&
	    country_eu(state, rule_day(p)))
		rule_found(p, "ApplicationType", "C-A");
}

/* Whether it exists is FORM-CODE. */
static bool
party_ok(const Rec__Authority *a)
{

	return a != NULL && strlen(a->code) >= 2;
}

void
check_parties(struct rule_pass *p)
{
	const Rec__Application *app = p->in->app;

	if (!rule_e6(p) && p->in->h1 == NULL)
		return; /* FORM-TRANSMITTAL says so */
	/* On H3 they stand on the transmittal. */
	if (!party_ok(app->requesting))
		rule_found(p, rule_at(p, "RequestingCA", ""),
		    app->requesting == NULL ? NULL : app->requesting->code);
	if (!party_ok(app->requested))
		rule_found(p, rule_at(p, "RequestedCA", ""),
		    app->requested == NULL ? NULL : app->requested->code);
}

/* Of the form and of its transmittal. */
void
check_codes(struct rule_pass *p)
{
	const char *severity = p->in->ours ? p->rule->severity : "task";

	if (p->out == OUT_OK)
		p->out = codes_check(
		    p->in->doc, severity, p->rule->text, p->list, p->why);
	if (p->out == OUT_OK && p->in->h1 != NULL)
		p->out = codes_check(
		    p->in->h1, severity, p->rule->text, p->list, p->why);
}
