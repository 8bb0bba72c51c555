/* SPDX-License-Identifier: EUPL-1.2 */
/* The answer sheet: a case is acknowledged, by E8 or H2. */
#include <stdio.h>
#include <string.h>

#include "domain/form/ack.h"
#include "domain/form/form.h"
#include "domain/case/casefile.h"
#include "domain/case/decide.h"
#include "domain/case/erase.h"
#include "domain/case/sheet_rows.h"
#include "domain/case/state.h"
#include "io/record.h"

#define FAMILIES_MAX 32

/* What an acknowledgement is made in. */
struct making {
	Rec__Acknowledgement k;
	Rec__Authority ours, theirs;
	struct authority_room our_room, their_room;
	Rec__Signed official;
	char *families[FAMILIES_MAX];
	char *types[1];
	char language[3];
};

static void
fill_parties(const Rec__Application *app, struct making *m)
{
	size_t i;

	m->k.applicant_family =
	    app->applicant == NULL ? app->public_body : app->applicant->family;
	if (app->public_body[0] != '\0')
		m->k.applicant_family = app->public_body;
	m->k.debtor_family =
	    app->debtor == NULL ? lend("") : app->debtor->family;
	for (i = 0; i < app->n_beneficiaries &&
	     m->k.n_beneficiary_families < FAMILIES_MAX;
	     i++)
		if (app->beneficiaries[i]->person != NULL)
			m->families[m->k.n_beneficiary_families++] =
			    app->beneficiaries[i]->person->family;
	m->k.beneficiary_families = m->families;
}

static void
fill(const struct office *o, const Rec__Case *c, const Rec__SheetRow *row,
    struct making *m)
{
	const char *name = config_get(o->conf, "unit", "contact");

	rec__acknowledgement__init(&m->k);
	authority_of_unit(o, &m->ours, &m->our_room);
	authority_of_party(o, c->other, &m->theirs, &m->their_room);
	m->ours.reference = c->reference;
	m->theirs.reference = c->other_reference;
	m->k.form = lend(strcmp(c->instrument, "EU4-2009") == 0 ? "E8" : "H2");
	/* R-708, C 44(3): a language of the requested State, which we are. */
	(void)snprintf(m->language, sizeof(m->language), "%.2s",
	    config_get(o->conf, "unit", "contact_languages"));
	m->k.language = m->language;
	m->k.requested = &m->ours;
	m->k.requesting = &m->theirs;
	m->k.received_on = row->date[0] != '\0' ? row->date : c->opened_on;
	m->k.transmittal_date = c->application->transmittal_date;
	m->types[0] = c->type;
	m->k.types = m->types;
	m->k.n_types = 1;
	fill_parties(c->application, m);
	m->k.steps = row->steps;
	m->k.further = row->further;
	m->k.further_requested = row->further[0] != '\0';
	m->k.complete = !m->k.further_requested;
	m->k.status_follows = m->k.complete;
	m->k.non_disclosure = c->non_disclosure;
	rec__signed__init(&m->official);
	m->official.name = lend(name);
	m->official.place = lend(config_get(o->conf, "unit", "town"));
	m->official.date = lend(o->today);
	m->k.official = &m->official;
	m->k.acknowledged_on = lend(o->today);
}

static enum outcome
append(struct store_txn *txn, const struct office *o, struct arrival *a,
    const Rec__Case *c, const Rec__SheetRow *row, struct new_message *n,
    struct why *why)
{
	struct outcomes outs = { .n = 0 };
	enum outcome out;
	Rec__Event ev;

	if ((out = arrival_begin(txn, o, a, "answer", &ev, why)) != OUT_OK)
		return out;
	ev.case_number = c->number;
	ev.subject = c->id;
	ev.message = &n->m;
	ev.row = (Rec__SheetRow *)(uintptr_t)row;
	outcome_add(&outs, "day", o->today);
	if ((out = outcome_due(
		 o, c->instrument, "R-402", o->today, &outs, why)) != OUT_OK ||
	    (row->further[0] != '\0' &&
		(out = outcome_due(o, c->instrument, "R-403", o->today, &outs,
		     why)) != OUT_OK))
		return out;
	outcome_lend(&outs, &ev);
	return journal_append(txn, &ev, why);
}

static enum outcome
answer_case(struct store_txn *txn, const struct office *o, struct arrival *a,
    const Rec__Case *c, const Rec__SheetRow *row, struct why *why)
{
	struct new_document d = {
		.name = FORM_FILE, .role = "form", .mime = "application/xml"
	};
	struct buf xml = BUF_INIT;
	struct new_message n;
	struct making m;
	enum outcome out;

	memset(&m, 0, sizeof(m));
	fill(o, c, row, &m);
	if ((out = ack_write(&m.k, &xml, why)) == OUT_OK) {
		message_begin(o, c, m.k.form, &n);
		d.data = xml.data;
		d.len = xml.len;
		n.m.language = m.k.language;
		out = message_add(txn, o, c, &n, &d, why);
	}
	if (out == OUT_OK && (out = message_seal(txn, o, &n, why)) == OUT_OK) {
		message_brought(o, c, &n);
		out = append(txn, o, a, c, row, &n, why);
	}
	buf_free(&xml);
	return out;
}

enum outcome
row_answer(struct store_txn *txn, const struct office *o, struct arrival *a,
    const Rec__SheetRow *row, struct why *why)
{
	enum outcome out;
	Rec__Case *c;

	out = row_case(txn, o, a, row, "case", &c, why);
	if (out != OUT_OK || c == NULL)
		return out;
	if (erase_done(c))
		out = row_held(txn, o, a, row, "ERASED", "case",
		    "the case was erased", why);
	else if (c->role != REC__CASE__ROLE__REQUESTED)
		out = row_held(txn, o, a, row, "ANSWER-ROLE", "case",
		    "not a case that we are asked to answer", why);
	else if (c->acknowledged_on[0] != '\0')
		out = row_held(txn, o, a, row, "ANSWER-TWICE", "case",
		    "the case is acknowledged already", why);
	else
		out = answer_case(txn, o, a, c, row, why);
	record_free(c);
	return out;
}
