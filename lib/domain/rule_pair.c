/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/rulecheck.h"

#include <stdio.h>
#include <string.h>

#include "value/country.h"
#include "value/date.h"

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

static bool
party_ok(const Rec__Authority *a)
{
	char state[3] = "";

	if (a == NULL || strlen(a->code) < 2)
		return false;
	(void)snprintf(state, sizeof(state), "%s", a->code);
	return country_ok(state);
}

void
check_parties(struct rule_pass *p)
{
	const Rec__Application *app = p->in->app;

	if (!rule_e6(p) && p->in->h1 == NULL)
		return;		/* FORM-TRANSMITTAL says so */
	/* On H3 they stand on the transmittal. */
	if (!party_ok(app->requesting))
		rule_found(p, rule_at(p, "RequestingCA", ""),
		    app->requesting == NULL ? NULL : app->requesting->code);
	if (!party_ok(app->requested))
		rule_found(p, rule_at(p, "RequestedCA", ""),
		    app->requested == NULL ? NULL : app->requested->code);
}

static void
country_at(struct rule_pass *p, const char *place, const char *code)
{

	if (code[0] != '\0' && !country_ok(code))
		rule_found(p, place, code);
}

static void
address_at(struct rule_pass *p, const char *place, const Rec__Contact *c)
{

	if (c != NULL && c->address != NULL)
		country_at(p, place, c->address->country);
}

void
check_codes(struct rule_pass *p)
{
	const Rec__Application *app = p->in->app;
	size_t i;

	if (!language_ok(app->language))
		rule_found(p, "", app->language);
	for (i = 0; i < app->n_documents; i++)
		if (app->documents[i]->language[0] != '\0' &&
		    !language_ok(app->documents[i]->language))
			rule_found(p, rule_at(p, "", "Documents"),
			    app->documents[i]->language);
	country_at(p, "Decision/StateOfOrigin", app->decision->state);
	address_at(p, rule_at(p, "Applicant", "Restricted/Applicant/Address"),
	    p->in->restricted->applicant_contact);
	address_at(p, rule_at(p, "Defendant/Address", "Debtor/Address"),
	    app->defendant_contact);
}
