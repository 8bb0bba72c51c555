/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/form/application.h"

#include <stdlib.h>
#include <string.h>

#include "domain/form/appread.h"
#include "domain/form/form.h"
#include "io/record.h"
#include "io/xmlin.h"

#define N(a) (sizeof(a) / sizeof((a)[0]))
#define APP(f) offsetof(Rec__Application, f)

static const struct read_item e6_items[] = {
	{ "ApplicationType", read_texts, APP(n_types) },
	{ "RequestingCA", read_authority, APP(requesting) },
	{ "HandleTogetherWith", read_texts, APP(n_together_with) },
	{ "RequestedCA", read_authority, APP(requested) },
	{ "MemberStateDocuments", read_documents, APP(n_documents) },
	{ "ThirdStateDocuments", read_documents, APP(n_documents) },
	{ "TotalDocuments", read_number, APP(documents_total) },
	{ "Official", read_signed, APP(official) },
	{ "Official/Date", read_date, APP(transmittal_date) },
	{ "Recognition/Basis", read_text, APP(basis_for_recognition) },
	{ "Decision", read_decision, APP(decision) },
	{ "Arrears", read_arrears, APP(arrears) },
	{ "Applicant/NaturalPerson", read_person, APP(applicant) },
	{ "Applicant/NaturalPerson/Representative", read_person,
	    APP(representative) },
	{ "Applicant/PublicBody/Name", read_text, APP(public_body) },
	{ "Applicant/PublicBody/Representative", read_person,
	    APP(representative) },
	{ "Defendant", read_person, APP(defendant) },
	{ "Defendant", read_contact, APP(defendant_contact) },
	{ "LocationInfo", read_text, APP(location_info) },
	{ "Additional", read_text, APP(additional) },
	{ "Consent/Given", read_tick, APP(consent) },
	{ "Consent/Date", read_date, APP(consent_date) },
	{ "ApplicantSignature", read_signed, APP(applicant_signature) },
};

static const struct read_item h3_items[] = {
	{ "NonDisclosure", read_tick, APP(non_disclosure) },
	{ "ApplicationType", read_texts, APP(n_types) },
	{ "Article30", read_tick, APP(art30) },
	{ "Applicant/Capacity", read_text, APP(capacity) },
	{ "Applicant/PublicBodyName", read_text, APP(public_body) },
	{ "Applicant/ContactPerson", read_person, APP(representative) },
	{ "Respondent", read_person, APP(defendant) },
	{ "Respondent", read_contact, APP(defendant_contact) },
	{ "Debtor/LocationInfo", read_text, APP(location_info) },
	{ "Decision", read_decision, APP(decision) },
	{ "Arrears", read_arrears, APP(arrears) },
	{ "Documents", read_documents, APP(n_documents) },
	{ "OtherInformation", read_text, APP(additional) },
	{ "Consent/Date", read_date, APP(consent_date) },
	{ "Attestation/CompliesWithConvention", read_tick, APP(attested) },
	{ "Attestation", read_signed, APP(official) },
};

static const struct read_item h1_items[] = {
	{ "RequestingCA", read_authority, APP(requesting) },
	{ "RequestedCA", read_authority, APP(requested) },
	{ "Documents25/Ticked", read_texts, APP(n_ticked) },
	{ "Authorised/Date", read_date, APP(transmittal_date) },
};

/* The maintenance basis is a code, or "other" with words. */
static Rec__Beneficiary *
add_beneficiary(struct reading *r, const xmlNode *node, Rec__Application *app)
{
	static const struct read_item items[] = {
		{ "MaintenanceBasis", read_text,
		    offsetof(Rec__Beneficiary, basis) },
	};
	Rec__Beneficiary *b;
	void **slot;

	if (r->out != OUT_OK)
		return NULL;
	if ((slot = record_add(&app->beneficiaries, &app->n_beneficiaries)) ==
		NULL ||
	    (b = *slot = record_new(&rec__beneficiary__descriptor)) == NULL) {
		read_short(r);
		return NULL;
	}
	if (node != NULL)
		read_items(r, node, b, items, N(items));
	return b;
}

static void
add_persons(struct reading *r, const xmlNode *node, Rec__Application *app)
{
	Rec__Beneficiary *b;

	for (; node != NULL; node = xmlin_next(node))
		if ((b = add_beneficiary(r, node, app)) != NULL)
			read_person(r, node, &b->person);
}

static bool
ticked(struct reading *r, const xmlNode *node, const char *path)
{
	const xmlNode *at = xmlin_find(node, path);
	protobuf_c_boolean yes = 0;

	if (at != NULL)
		read_tick(r, at, &yes);
	return yes != 0;
}

static void
e6_beneficiaries(struct reading *r, const xmlNode *root, Rec__Application *app)
{
	const xmlNode *node;
	Rec__Beneficiary *b;

	if ((node = xmlin_child(root, "Beneficiaries")) == NULL)
		return;
	if (ticked(r, node, "SameAsApplicant") &&
	    (b = add_beneficiary(r, NULL, app)) != NULL) {
		b->is_applicant = 1;
		read_copy(r, app->applicant, &b->person);
	}
	if (ticked(r, node, "SameAsDefendant") &&
	    (b = add_beneficiary(r, NULL, app)) != NULL) {
		b->is_defendant = 1;
		read_copy(r, app->defendant, &b->person);
	}
	add_persons(r, xmlin_find(node, "Represented/Person"), app);
}

static void
e6_debtor(struct reading *r, const xmlNode *root, Rec__Application *app)
{
	const xmlNode *node = xmlin_child(root, "Debtor");

	if (node == NULL)
		return;
	if (ticked(r, node, "SameAsApplicant")) {
		read_set(r, &app->debtor_is, "applicant");
		read_copy(r, app->applicant, &app->debtor);
	} else if (ticked(r, node, "SameAsDefendant")) {
		read_set(r, &app->debtor_is, "defendant");
		read_copy(r, app->defendant, &app->debtor);
		read_copy(r, app->defendant_contact, &app->debtor_contact);
	} else if ((node = xmlin_child(node, "Represented")) != NULL) {
		read_set(r, &app->debtor_is, "represented");
		read_person(r, node, &app->debtor);
	}
}

/* The printed form has no box for it; other sections tell. */
static const char *
e6_capacity(const xmlNode *root, const Rec__Application *app)
{
	const xmlNode *node;
	char *by;
	bool represents = false;

	if (app->public_body[0] != '\0')
		return "public-body";
	if (strcmp(app->debtor_is, "applicant") == 0)
		return "debtor";
	node = xmlin_find(root, "Beneficiaries/Represented");
	if (node != NULL && (by = xmlin_attr(node, "by")) != NULL) {
		represents = strcmp(by, "applicant") == 0;
		free(by);
	}
	if (strcmp(app->debtor_is, "represented") == 0 && !represents)
		return "representative-of-debtor";
	return represents ? "representative-of-that-person" :
			    "person-for-whom-maintenance-sought";
}

static void
e6_recognition(struct reading *r, const xmlNode *root, Rec__Application *app)
{
	const xmlNode *node;
	char *s;

	if ((node = xmlin_find(root, "Recognition/Article20Basis")) != NULL)
		read_texts(r, node, &app->decision->n_bases);
	if ((s = xmlin_text(root, "Recognition/DefendantAppeared")) == NULL)
		read_short(r);
	else if (s[0] != '\0')
		read_set(r, &app->decision->appearance,
		    strcmp(s, "yes") == 0 ? "appeared" : "did-not");
	free(s);
	read_set(r, &app->decision->origin,
	    xmlin_find(root, "ThirdStateDocuments/Document") != NULL ?
		"ThirdState" :
		"MemberState");
}

static void
read_e6(struct reading *r, const xmlNode *root, Rec__Application *app,
    Rec__Restricted *res)
{
	static const struct read_item restricted[] = {
		{ "Applicant/NaturalPerson", read_contact,
		    offsetof(Rec__Restricted, applicant_contact) },
		{ "Applicant/PublicBody", read_contact,
		    offsetof(Rec__Restricted, applicant_contact) },
		{ "PaymentLocation", read_account,
		    offsetof(Rec__Restricted, payment_location) },
	};
	const xmlNode *node;

	read_set(r, &app->instrument, "EU4-2009");
	read_items(r, root, app, e6_items, N(e6_items));
	read_items(r, root, res, restricted, N(restricted));
	if (read_make(r, &rec__decision__descriptor, &app->decision) == NULL)
		return;
	e6_recognition(r, root, app);
	e6_beneficiaries(r, root, app);
	e6_debtor(r, root, app);
	if ((node = xmlin_child(root, "Responsible")) != NULL &&
	    app->requesting != NULL)
		read_responsible(r, node, &app->requesting->responsible);
	if (app->applicant_signature == NULL &&
	    (node = xmlin_child(root, "AuthorisedSignature")) != NULL)
		read_signed(r, node, &app->applicant_signature);
	read_set(r, &app->capacity, e6_capacity(root, app));
}

/* Items 4 and 4': the debtor, or the applicant once more. */
static void
h3_debtor(struct reading *r, const xmlNode *root, Rec__Application *app)
{
	const xmlNode *node = xmlin_child(root, "Debtor");

	if (node == NULL)
		return;
	if (ticked(r, node, "SameAsApplicant")) {
		read_set(r, &app->debtor_is, "applicant");
		read_copy(r, app->applicant, &app->debtor);
		return;
	}
	read_person(r, node, &app->debtor);
	read_contact(r, node, &app->debtor_contact);
	if (app->defendant == NULL) {
		read_set(r, &app->debtor_is, "defendant");
		read_copy(r, app->debtor, &app->defendant);
		read_copy(r, app->debtor_contact, &app->defendant_contact);
	}
}

static void
h3_beneficiaries(struct reading *r, const xmlNode *root, Rec__Application *app)
{
	const xmlNode *node, *at;
	Rec__Beneficiary *b;

	if ((node = xmlin_child(root, "Beneficiaries")) == NULL)
		return;
	if ((at = xmlin_child(node, "Applicant")) != NULL &&
	    (b = add_beneficiary(r, at, app)) != NULL) {
		b->is_applicant = 1;
		read_copy(r, app->applicant, &b->person);
	}
	add_persons(r, xmlin_child(node, "Child"), app);
	add_persons(r, xmlin_child(node, "OtherPerson"), app);
}

static void
h3_decision(struct reading *r, const xmlNode *root, Rec__Application *app)
{
	const xmlNode *node;
	char *s;

	if (read_make(r, &rec__decision__descriptor, &app->decision) == NULL)
		return;
	if ((node = xmlin_child(root, "BasisForRecognition")) != NULL)
		read_texts(r, node, &app->decision->n_bases);
	if ((s = xmlin_text(root, "RespondentAppearance")) == NULL)
		read_short(r);
	else if (s[0] != '\0')
		read_set(r, &app->decision->appearance,
		    strcmp(s, "did-not") == 0 ? "did-not" : "appeared");
	free(s);
}

/* Without its transmittal the application names no authority, only the
 * reference that the requesting one gave it. */
static void
h3_authorities(struct reading *r, const xmlNode *root, const xmlNode *h1,
    Rec__Application *app)
{
	const xmlNode *node;
	protobuf_c_boolean also = 0;

	if (h1 != NULL) {
		read_items(r, h1, app, h1_items, N(h1_items));
		if ((node = xmlin_child(h1, "ContactPerson")) != NULL &&
		    app->requesting != NULL)
			read_responsible(
			    r, node, &app->requesting->responsible);
		if ((node = xmlin_child(h1, "NonDisclosure")) != NULL)
			read_tick(r, node, &also);
		if (also)
			app->non_disclosure = 1;
	}
	if (read_make(r, &rec__authority__descriptor, &app->requesting) !=
		NULL &&
	    app->requesting->reference[0] == '\0' &&
	    (node = xmlin_child(root, "RequestingCAReference")) != NULL)
		read_text(r, node, &app->requesting->reference);
	if (app->transmittal_date[0] == '\0' && app->official != NULL)
		read_set(r, &app->transmittal_date, app->official->date);
}

/* That of the applicant, and what the authority attests: "sent on behalf of
 * and with the consent of the applicant".  Where the two contradict each
 * other there is none. */
static void
h3_consent(struct reading *r, const xmlNode *root, Rec__Application *app)
{
	static const char *const places[] = { "Consent/Given",
		"Attestation/SentWithConsent" };
	bool given = false, denied = false;
	size_t i;

	for (i = 0; i < N(places); i++) {
		if (ticked(r, root, places[i]))
			given = true;
		else if (xmlin_find(root, places[i]) != NULL)
			denied = true;
	}
	app->consent = given && !denied;
	if (!ticked(r, root, "Attestation/SentWithConsent"))
		app->attested = 0;
}

static void
read_h3(struct reading *r, const xmlNode *root, const xmlNode *h1,
    Rec__Application *app, Rec__Restricted *res)
{
	static const struct read_item restricted[] = {
		{ "Restricted/Applicant", read_contact,
		    offsetof(Rec__Restricted, applicant_contact) },
		{ "Restricted/PaymentLocation", read_account,
		    offsetof(Rec__Restricted, payment_location) },
	};
	const xmlNode *node;

	read_set(r, &app->instrument, "HCCH2007");
	read_items(r, root, app, h3_items, N(h3_items));
	read_items(r, root, res, restricted, N(restricted));
	if (app->public_body[0] != '\0')
		read_set(r, &app->capacity, "public-body");
	else if ((node = xmlin_child(root, "Applicant")) != NULL)
		read_person(r, node, &app->applicant);
	h3_debtor(r, root, app);
	h3_beneficiaries(r, root, app);
	h3_decision(r, root, app);
	h3_authorities(r, root, h1, app);
	app->documents_total = (uint32_t)app->n_documents;
	h3_consent(r, root, app);
}

static bool
contact_is_there(const Rec__Contact *c)
{

	return c != NULL &&
	    (c->address != NULL || c->n_telephones > 0 || c->fax[0] != '\0' ||
		c->email[0] != '\0');
}

enum outcome
application_read(const xmlDoc *doc, const xmlDoc *h1, const char *severity,
    Rec__Application **app, Rec__Restricted **restricted, struct findings *list,
    struct why *why)
{
	struct reading r = { list, severity, why, OUT_OK };
	const xmlNode *root = xmlDocGetRootElement(doc);
	enum form_kind kind = form_kind(doc);

	*app = NULL;
	*restricted = NULL;
	if (kind != FORM_E6 && kind != FORM_H3)
		return why_reject(why, "FORM-KIND", "not an application");
	if (read_make(&r, &rec__application__descriptor, app) == NULL ||
	    read_make(&r, &rec__restricted__descriptor, restricted) == NULL)
		goto done;
	read_set(&r, &(*app)->form, form_code(kind));
	read_language(&r, root, &(*app)->language);
	if (kind == FORM_E6)
		read_e6(&r, root, *app, *restricted);
	else
		read_h3(&r, root, h1 == NULL ? NULL : xmlDocGetRootElement(h1),
		    *app, *restricted);
	if ((*app)->n_types > 0)
		read_set(&r, &(*app)->type, (*app)->types[0]);
	(*app)->has_payment_location = (*restricted)->payment_location != NULL;
	(*app)->has_contact =
	    contact_is_there((*restricted)->applicant_contact);
done:
	if (r.out != OUT_OK) {
		record_free(*app);
		record_free(*restricted);
		*app = NULL;
		*restricted = NULL;
	}
	return r.out;
}
