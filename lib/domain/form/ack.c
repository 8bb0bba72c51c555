/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/form/ack.h"

#include <string.h>

#include "domain/form/formxml.h"
#include "io/record.h"
#include "io/xmlin.h"
#include "value/date.h"

#define CROSSED "true"

/* ---- reading ----------------------------------------------------------- */

/* An authority with its responsible person, who stands beside it. */
static void
read_authority(struct formxml *fx, const xmlNode *root, const char *name,
    const char *person, Rec__Authority **field)
{
	formxml_authority(fx, xmlin_child(root, name), field);
	if (*field != NULL)
		formxml_responsible(
		    fx, xmlin_child(root, person), &(*field)->responsible);
}

static void
read_signed(struct formxml *fx, const xmlNode *node, Rec__Acknowledgement *ack)
{
	formxml_signed(fx, node, &ack->official);
	if (ack->official != NULL &&
	    record_set(&ack->acknowledged_on, ack->official->date) == -1)
		formxml_memory(fx);
}

static void
read_e8(struct formxml *fx, const xmlNode *root, Rec__Acknowledgement *ack)
{
	static const char further[] = "FurtherInformationRequested";

	read_authority(fx, root, "RequestingCA", "RequestingResponsible",
	    &ack->requesting);
	read_authority(fx, root, "RequestedCA", "Responsible", &ack->requested);
	formxml_text(fx, root, "InitialSteps", &ack->steps);
	ack->further_requested = xmlin_child(root, further) != NULL;
	formxml_text(fx, root, further, &ack->further);
	read_signed(fx, xmlin_child(root, "Official"), ack);
}

static void
read_initial_steps(
    struct formxml *fx, const xmlNode *node, Rec__Acknowledgement *ack)
{
	static const char further[] = "FurtherInformationRequested";
	const xmlNode *complete, *refuses;

	if (node == NULL)
		return;
	complete = xmlin_child(node, "FileComplete");
	refuses = xmlin_child(node, "RefusesToProcess");
	ack->complete = complete != NULL;
	ack->status_attached =
	    formxml_tick(fx, complete, "StatusReportAttached");
	ack->status_follows = formxml_tick(fx, complete, "StatusReportFollows");
	ack->further_requested = xmlin_child(node, further) != NULL;
	formxml_text(fx, node, further, &ack->further);
	ack->refuses = refuses != NULL;
	ack->reasons_attached = formxml_tick(fx, refuses, "ReasonsAttached");
	ack->reasons_follow = formxml_tick(fx, refuses, "ReasonsFollow");
	formxml_text(fx, node, "Steps", &ack->steps);
}

static void
read_h2(struct formxml *fx, const xmlNode *root, Rec__Acknowledgement *ack)
{
	ack->non_disclosure = formxml_tick(fx, root, "NonDisclosure");
	read_authority(
	    fx, root, "RequestedCA", "ContactPerson", &ack->requested);
	read_authority(fx, root, "RequestingCA", "RequestingContactPerson",
	    &ack->requesting);
	/* By that reference its case is found: not to be lost. */
	if (ack->requesting == NULL &&
	    (ack->requesting = record_new(&rec__authority__descriptor)) ==
		NULL) {
		formxml_memory(fx);
		return;
	}
	formxml_text(
	    fx, root, "Transmittal/Reference", &ack->requesting->reference);
	formxml_day(fx, root, "Transmittal/Date", &ack->transmittal_date);
	formxml_add(fx, root, "ApplicationType", &ack->types, &ack->n_types);
	formxml_text(fx, root, "Applicant/FamilyNames", &ack->applicant_family);
	formxml_add(fx, root, "Beneficiaries/FamilyNames",
	    &ack->beneficiary_families, &ack->n_beneficiary_families);
	formxml_text(fx, root, "Debtor/FamilyNames", &ack->debtor_family);
	read_initial_steps(fx, xmlin_child(root, "InitialSteps"), ack);
	read_signed(fx, xmlin_child(root, "Authorised"), ack);
}

enum outcome
ack_read(xmlDoc *doc, Rec__Acknowledgement **ack, struct why *why)
{
	struct formxml fx = { OUT_OK, why };
	const xmlNode *e8 = formxml_root(doc, "E8");
	const xmlNode *root = e8 != NULL ? e8 : formxml_root(doc, "H2");
	Rec__Acknowledgement *a;

	*ack = NULL;
	if (root == NULL)
		return why_reject(
		    why, "FORM-ROOT", "this is no acknowledgement (E8, H2)");
	if ((a = record_new(&rec__acknowledgement__descriptor)) == NULL ||
	    record_set(&a->form, e8 != NULL ? "E8" : "H2") == -1) {
		record_free(a);
		return why_retry(why, "out of memory");
	}
	formxml_attr(&fx, root, "language", &a->language);
	formxml_day(&fx, root, "ReceivedOn", &a->received_on);
	if (e8 != NULL)
		read_e8(&fx, root, a);
	else
		read_h2(&fx, root, a);
	if (fx.out != OUT_OK) {
		record_free(a);
		return fx.out;
	}
	*ack = a;
	return OUT_OK;
}

/* ---- writing ----------------------------------------------------------- */

static enum outcome
reject(struct why *why, const char *rule, const char *text, const char *place)
{
	(void)why_reject(why, rule, "%s", text);
	why_at(why, 0, place);
	return OUT_REJECT;
}

/* What both forms must hold: articles 58(3) and 12(3) want a contact. */
static enum outcome
check_filled(const Rec__Acknowledgement *a, struct why *why)
{
	const Rec__Authority *to = a->requesting, *from = a->requested;
	const struct {
		const char *value, *place;
	} must[] = {
		{ a->language, "@language" },
		{ from == NULL ? "" : from->name, "RequestedCA/Name" },
		{ from == NULL ? "" : from->reference,
		    "RequestedCA/Reference" },
		{ from == NULL || from->responsible == NULL ?
			"" :
			from->responsible->name,
		    "Responsible/Name" },
		{ to == NULL ? "" : to->name, "RequestingCA/Name" },
		{ a->received_on, "ReceivedOn" },
		{ a->official == NULL ? "" : a->official->name,
		    "Official/Name" },
		{ a->official == NULL ? "" : a->official->date,
		    "Official/Date" },
	};
	int32_t day;
	size_t i;

	for (i = 0; i < sizeof(must) / sizeof(must[0]); i++)
		if (must[i].value[0] == '\0')
			return reject(why, "FORM-MISSING",
			    "the form lacks a value", must[i].place);
	if (!date_parse(a->received_on, &day))
		return reject(
		    why, "FORM-DATE", "this is no date", "ReceivedOn");
	if (!date_parse(a->official->date, &day))
		return reject(
		    why, "FORM-DATE", "this is no date", "Official/Date");
	return OUT_OK;
}

static enum outcome
check_choice(const Rec__Acknowledgement *a, struct why *why)
{
	bool h2 = strcmp(a->form, "H2") == 0;

	if (a->further_requested != (a->further[0] != '\0'))
		return reject(why, "FORM-CHOICE",
		    "a tick for further information needs its text, and a "
		    "text its tick",
		    "FurtherInformationRequested");
	if (!h2)
		return OUT_OK;
	if (!!a->complete + !!a->further_requested + !!a->refuses != 1)
		return reject(why, "FORM-CHOICE",
		    "exactly one of complete, further information, refused",
		    "InitialSteps");
	if (a->complete && !a->status_attached && !a->status_follows)
		return reject(why, "FORM-CHOICE",
		    "a status report is attached or follows",
		    "InitialSteps/FileComplete");
	if (a->refuses && !!a->reasons_attached + !!a->reasons_follow != 1)
		return reject(why, "FORM-CHOICE",
		    "reasons either are attached or follow",
		    "InitialSteps/RefusesToProcess");
	return OUT_OK;
}

static void
put_authority(struct formout *o, const char *name, const Rec__Authority *a,
    bool reference, const char *person)
{
	formout_code(o, name,
	    (struct formout_attr[]){ { "code", a->code }, { NULL, NULL } });
	formout_text(o, "Name", a->name);
	formout_contact(o, a->contact);
	if (reference)
		formout_text(o, "Reference", a->reference);
	formout_close(o, name);
	formout_responsible(o, person, a->responsible);
}

static void
put_e8(struct formout *o, const Rec__Acknowledgement *a)
{
	put_authority(
	    o, "RequestingCA", a->requesting, true, "RequestingResponsible");
	put_authority(o, "RequestedCA", a->requested, true, "Responsible");
	formout_text(o, "ReceivedOn", a->received_on);
	formout_lines(o, "InitialSteps", a->language, a->steps);
	formout_lines(
	    o, "FurtherInformationRequested", a->language, a->further);
	formout_signed(o, "Official", a->official);
}

/* A box of which the form shows only that it is crossed. */
static void
put_crossed(struct formout *o, const char *name, bool yes)
{
	if (yes)
		formout_text(o, name, CROSSED);
}

static void
put_initial_steps(struct formout *o, const Rec__Acknowledgement *a)
{
	formout_open(o, "InitialSteps");
	if (a->complete) {
		formout_open(o, "FileComplete");
		put_crossed(o, "StatusReportAttached", a->status_attached);
		put_crossed(o, "StatusReportFollows", a->status_follows);
		formout_close(o, "FileComplete");
	} else if (a->refuses) {
		formout_open(o, "RefusesToProcess");
		put_crossed(o, "ReasonsAttached", a->reasons_attached);
		put_crossed(o, "ReasonsFollow", a->reasons_follow);
		formout_close(o, "RefusesToProcess");
	} else
		formout_lines(
		    o, "FurtherInformationRequested", a->language, a->further);
	formout_lines(o, "Steps", a->language, a->steps);
	formout_close(o, "InitialSteps");
}

static void
put_family(struct formout *o, const char *name, const char *family)
{
	if (family[0] == '\0')
		return;
	formout_open(o, name);
	formout_text(o, "FamilyNames", family);
	formout_close(o, name);
}

static void
put_about(struct formout *o, const Rec__Acknowledgement *a)
{
	size_t i;

	if (a->requesting->reference[0] != '\0' ||
	    a->transmittal_date[0] != '\0') {
		formout_open(o, "Transmittal");
		formout_text(o, "Reference", a->requesting->reference);
		formout_text(o, "Date", a->transmittal_date);
		formout_close(o, "Transmittal");
	}
	for (i = 0; i < a->n_types; i++)
		formout_text(o, "ApplicationType", a->types[i]);
	put_family(o, "Applicant", a->applicant_family);
	if (a->n_beneficiary_families > 0) {
		formout_open(o, "Beneficiaries");
		for (i = 0; i < a->n_beneficiary_families; i++)
			formout_text(
			    o, "FamilyNames", a->beneficiary_families[i]);
		formout_close(o, "Beneficiaries");
	}
	put_family(o, "Debtor", a->debtor_family);
}

static void
put_h2(struct formout *o, const Rec__Acknowledgement *a)
{
	formout_tick(o, "NonDisclosure", a->non_disclosure);
	put_authority(o, "RequestedCA", a->requested, true, "ContactPerson");
	put_authority(
	    o, "RequestingCA", a->requesting, false, "RequestingContactPerson");
	formout_text(o, "ReceivedOn", a->received_on);
	put_about(o, a);
	put_initial_steps(o, a);
	formout_signed(o, "Authorised", a->official);
}

enum outcome
ack_write(const Rec__Acknowledgement *ack, struct buf *out, struct why *why)
{
	struct formout o = { out, 0 };
	enum outcome res;

	if (strcmp(ack->form, "E8") != 0 && strcmp(ack->form, "H2") != 0)
		return why_reject(
		    why, "FORM-ROOT", "this is no acknowledgement (E8, H2)");
	if ((res = check_filled(ack, why)) != OUT_OK ||
	    (res = check_choice(ack, why)) != OUT_OK)
		return res;
	formout_begin(&o, ack->form, ack->language);
	if (strcmp(ack->form, "E8") == 0)
		put_e8(&o, ack);
	else
		put_h2(&o, ack);
	formout_end(&o, ack->form);
	return buf_ok(out, why);
}
