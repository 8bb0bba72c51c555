/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/rule/rulecheck.h"

#include <stdlib.h>
#include <string.h>

#include "io/xmlin.h"
#include "value/iban.h"

#define N(a) (sizeof(a) / sizeof((a)[0]))

static bool
creditor_type(const struct rule_pass *p)
{

	return p->in->app->type[0] == 'C';
}

static bool
natural(const struct rule_pass *p)
{

	return p->in->app->public_body[0] == '\0';
}

static bool
named(const Rec__Person *person)
{

	return person != NULL && person->family[0] != '\0';
}

static const Rec__Address *
applicant_address(const struct rule_pass *p)
{
	const Rec__Contact *c = p->in->restricted->applicant_contact;

	return c == NULL ? NULL : c->address;
}

static const char *
contact_place(const struct rule_pass *p)
{

	if (!rule_e6(p))
		return "Restricted/Applicant/Address";
	return natural(p) ? "Applicant/NaturalPerson/Address" :
			    "Applicant/PublicBody/Address";
}

static bool
says(const struct rule_pass *p, const char *path, const char *what)
{
	char *s = xmlin_text(xmlDocGetRootElement(p->in->doc), path);
	bool yes = s != NULL && strcmp(s, what) == 0;

	free(s);
	return yes;
}

/* */
void
check_one_type(struct rule_pass *p)
{

	if (p->in->app->n_types > 1)
		rule_found(p, "ApplicationType[2]", p->in->app->types[1]);
}

/* Annex VI is not for C-C to D-C, H3 for recognition alone. */
void
check_type_of_form(struct rule_pass *p)
{
	const char *type = p->in->app->type;

	if (type[0] == '\0' || strcmp(type, "C-D") == 0 || /* */
	    strcmp(type, "C-A") == 0 || strcmp(type, "D-A") == 0 ||
	    (rule_e6(p) && strcmp(type, "C-B") == 0))
		return;
	rule_found(p, "ApplicationType", type);
}

/* */
void
check_residence(struct rule_pass *p)
{
	const Rec__Address *a = applicant_address(p);
	const Rec__Authority *from = p->in->app->requesting;

	if (a == NULL || a->country[0] == '\0' || from == NULL ||
	    from->code[0] == '\0')
		return;
	if (strncmp(a->country, from->code, 2) != 0)
		rule_found(p, contact_place(p), a->country);
}

/* who may make which application. */
void
check_capacity(struct rule_pass *p)
{
	static const struct {
		const char *capacity;
		const char *types;
	} open_to[] = {
		{ "person-for-whom-maintenance-sought",
		    "C-A C-B C-C C-D C-E C-F" },
		{ "representative-of-that-person", "C-A C-B C-C C-D C-E C-F" },
		{ "public-body", "C-A C-B" },
		{ "debtor", "D-A D-B D-C" },
		{ "representative-of-debtor", "D-A D-B D-C" },
	};
	const Rec__Application *app = p->in->app;
	size_t i;

	if (app->type[0] == '\0')
		return;
	for (i = 0; i < N(open_to); i++)
		if (strcmp(open_to[i].capacity, app->capacity) == 0 &&
		    strstr(open_to[i].types, app->type) != NULL)
			return;
	rule_found(
	    p, rule_at(p, "Applicant", "Applicant/Capacity"), app->capacity);
}

/* neither form has a place for the ground. */
void
check_ground(struct rule_pass *p)
{

	if (rule_type(p, "C-D"))
		rule_found(p, "ApplicationType", "C-D");
}

static bool
decision_named(const struct rule_pass *p)
{
	const Rec__Decision *d = p->in->app->decision;

	return d != NULL && d->date[0] != '\0' && d->reference[0] != '\0' &&
	    d->court[0] != '\0';
}

/* */
void
check_existing_decision(struct rule_pass *p)
{

	if (p->in->app->type[0] == 'D' && !decision_named(p))
		rule_found(p, "Decision", NULL);
}

/* Where the form says that there is none, or else where it would say so. */
static const char *
consent_place(const struct rule_pass *p)
{

	if (says(p, "Consent/Given", "false"))
		return "Consent/Given";
	return rule_at(p, "Consent", "Attestation/SentWithConsent");
}

/* article 58(2) of the Regulation has no such clause.  Of two places
 * that contradict each other it is the one that denies. */
void
check_consent(struct rule_pass *p)
{
	const char *place = consent_place(p);

	if (!p->in->app->consent)
		rule_found_as(p, rule_e6(p) ? "warn" : p->rule->severity, place,
		    says(p, place, "false") ? "false" : NULL);
}

/* Forms, H3 section 10: an authority transmits what it is satisfied of. */
void
check_attested(struct rule_pass *p)
{

	if (!says(p, "Attestation/CompliesWithConvention", "true"))
		rule_found(p, "Attestation/CompliesWithConvention", NULL);
}

/* */
void
check_nature(struct rule_pass *p)
{

	if (p->in->app->n_types == 0)
		rule_found(p, "ApplicationType", NULL);
}

/* R-221; a representative's own birth date may be left out on H3. */
void
check_applicant(struct rule_pass *p)
{
	const Rec__Application *app = p->in->app;
	const Rec__Address *a = applicant_address(p);
	const char *place = rule_at(p, "Applicant/NaturalPerson", "Applicant");

	if (natural(p) &&
	    (!named(app->applicant) || app->applicant->given[0] == '\0'))
		rule_found(p, place, NULL);
	else if (natural(p) && app->applicant->born[0] == '\0' &&
	    (rule_e6(p) || strncmp(app->capacity, "representative", 14) != 0))
		rule_found(p,
		    rule_at(p, "Applicant/NaturalPerson/DateOfBirth",
			"Applicant/DateOfBirth"),
		    NULL);
	if (a == NULL || (a->n_lines == 0 && a->town[0] == '\0'))
		rule_found(p, contact_place(p), NULL);
}

/* */
void
check_respondent(struct rule_pass *p)
{

	if (!named(p->in->app->defendant))
		rule_found(p,
		    rule_at(p, "Defendant",
			creditor_type(p) ? "Debtor" : "Respondent"),
		    NULL);
}

/* */
void
check_beneficiaries(struct rule_pass *p)
{
	const Rec__Application *app = p->in->app;
	const Rec__Person *who;
	char place[96];
	size_t i;

	if (app->n_beneficiaries == 0)
		rule_found(p, "Beneficiaries", NULL);
	for (i = 0; i < app->n_beneficiaries; i++) {
		who = app->beneficiaries[i]->person;
		if (!named(who) || who->given[0] == '\0' ||
		    who->born[0] == '\0')
			rule_found(p,
			    rule_person_place(p, i, place, sizeof(place)),
			    NULL);
	}
}

/* */
void
check_grounds(struct rule_pass *p)
{
	const Rec__Application *app = p->in->app;

	if (rule_e6(p)) {
		if (app->basis_for_recognition[0] == '\0' &&
		    !says(p, "Enforcement", "true"))
			rule_found(p, "Enforcement", NULL);
	} else if (!app->art30) {
		if (app->decision->n_bases == 0)
			rule_found(p, "BasisForRecognition", NULL);
		if (app->decision->appearance[0] == '\0')
			rule_found(p, "RespondentAppearance", NULL);
	}
	if (creditor_type(p) && !decision_named(p))
		rule_found(p, "Decision", NULL);
}

/* */
void
check_payment_location(struct rule_pass *p)
{
	const Rec__Account *a = p->in->restricted->payment_location;

	if (!creditor_type(p))
		return;
	if (a == NULL ||
	    (a->iban[0] == '\0' && a->number[0] == '\0' &&
		a->cheque_to[0] == '\0'))
		rule_found(p,
		    rule_at(p, "PaymentLocation", "Restricted/PaymentLocation"),
		    NULL);
}

void
check_iban(struct rule_pass *p)
{
	const Rec__Account *a = p->in->restricted->payment_location;
	struct why reason = WHY_INIT;

	if (a == NULL || a->iban[0] == '\0' ||
	    iban_check(a->iban, &reason) == OUT_OK)
		return;
	rule_found(p,
	    rule_at(p, "PaymentLocation/Electronic/IBAN",
		"Restricted/PaymentLocation/Electronic/IBAN"),
	    a->iban);
}

/* R-227; what the unit has not of its own it has of its authority. */
void
check_responsible(struct rule_pass *p)
{
	const Rec__Authority *from = p->in->app->requesting;
	const Rec__Responsible *who = from == NULL ? NULL : from->responsible;
	const Rec__Contact *c = from == NULL ? NULL : from->contact;

	if (!rule_e6(p) && p->in->h1 == NULL)
		return; /* FORM-TRANSMITTAL says so */
	if (who != NULL && who->name[0] != '\0' &&
	    (who->telephone[0] != '\0' || who->email[0] != '\0' ||
		(c != NULL && (c->n_telephones > 0 || c->email[0] != '\0'))))
		return;
	rule_found(p, rule_at(p, "Responsible", ""), NULL);
}

/* */
void
check_location(struct rule_pass *p)
{
	const Rec__Application *app = p->in->app;
	const Rec__Contact *c = app->debtor_contact;

	if (!creditor_type(p) || app->location_info[0] != '\0' ||
	    (c != NULL && c->address != NULL))
		return;
	rule_found(p, rule_at(p, "LocationInfo", "Debtor/LocationInfo"), NULL);
}

/* R-1209 */
void
check_signatures(struct rule_pass *p)
{
	const Rec__Application *app = p->in->app;

	if (app->official == NULL || app->official->name[0] == '\0')
		rule_found(p, "Official", NULL);
	if ((app->applicant_signature == NULL ||
		app->applicant_signature->name[0] == '\0') &&
	    rule_document(p, "SIGNATURE") == NULL)
		rule_found(p, "ApplicantSignature", NULL);
}
