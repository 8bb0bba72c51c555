/* SPDX-License-Identifier: EUPL-1.2 */
/* All that is held on one person of a case, and nothing on anybody else. */
#include <stdlib.h>
#include <string.h>

#include "domain/case/decide.h"
#include "domain/case/index.h"
#include "domain/case/state.h"
#include "domain/case/subject.h"
#include "io/record.h"

#define OTHERS "Regulation (EU) 2016/679, art. 15(4)"
#define ART40 "Convention, art. 40 (non-disclosure)"
#define ART62 "Regulation (EC) No 4/2009, art. 62(2)"

struct making {
	struct store_txn *txn;
	const struct office *o;
	Rec__Case *c;
	Rec__Subject *x;
	struct subject s;
	bool debtor; /* it is the debtor */
};

static enum outcome
withhold(struct making *k, const char *what, size_t count, const char *ground,
    struct why *why)
{
	void **slot;
	Rec__Withheld *w;

	if (count == 0)
		return OUT_OK;
	if ((slot = record_add(&k->x->withheld, &k->x->n_withheld)) == NULL ||
	    (w = *slot = record_new(&rec__withheld__descriptor)) == NULL ||
	    record_set(&w->what, what) == -1 ||
	    record_set(&w->ground, ground) == -1)
		return why_sys(why, "subject");
	w->count = (uint32_t)count;
	return OUT_OK;
}

/* Hand a record over from the case to the export. */
static int
take(void *array, size_t *n, void *recordp)
{
	void **from = recordp, **slot;

	if ((slot = record_add(array, n)) == NULL)
		return -1;
	*slot = *from;
	*from = NULL;
	return 0;
}

static enum outcome
head(struct making *k, const char *role, struct why *why)
{
	Rec__Subject *x = k->x;
	const Rec__Case *c = k->c;

	if (record_set(&x->unit, k->o->code) == -1 ||
	    record_set(&x->printed_at, k->o->now) == -1 ||
	    record_set(&x->case_id, c->id) == -1 ||
	    record_set(&x->reference, c->reference) == -1 ||
	    record_set(&x->role, role) == -1 ||
	    record_set(&x->other, c->other) == -1 ||
	    record_set(&x->instrument, c->instrument) == -1 ||
	    record_set(&x->type, c->type) == -1 ||
	    record_set(&x->status, c->status) == -1 ||
	    record_set(&x->opened_on, c->opened_on) == -1)
		return why_sys(why, "subject");
	return OUT_OK;
}

/* The person, and how many others the case names. */
static enum outcome
persons(struct making *k, struct why *why)
{
	Rec__Application *app = k->c->application;
	Rec__Person **p;
	size_t i, others = 0;

	for (i = 0; (p = subject_person(app, i)) != NULL; i++) {
		if (*p == NULL)
			continue;
		if (!subject_is(subject_at(app, i), k->s)) {
			others++;
		} else if (k->x->person == NULL) {
			k->x->person = *p;
			*p = NULL;
		}
	}
	return withhold(k, "other persons", others, OTHERS, why);
}

static enum outcome
bases(struct making *k, struct why *why)
{
	Rec__Application *app = k->c->application;
	void **slot;
	size_t i;

	for (i = 0; i < app->n_beneficiaries; i++) {
		const char *b = app->beneficiaries[i]->basis;

		if (b[0] == '\0' ||
		    !subject_is(subject_at(app, SUBJECT_PLACES + i), k->s))
			continue;
		slot = record_add(&k->x->basis, &k->x->n_basis);
		if (slot == NULL || (*slot = strdup(b)) == NULL)
			return why_sys(why, "subject");
	}
	return OUT_OK;
}

/* What identifies where the applicant lives and banks. */
static enum outcome
restricted(struct making *k, struct why *why)
{
	const Rec__Application *app = k->c->application;
	Rec__Restricted *r;
	enum outcome out;

	if (k->s.who != SUBJECT_APPLICANT) {
		const char *ground = k->c->non_disclosure ? ART40 : OTHERS;

		if ((out = withhold(k, "address and contact of the applicant",
			 app->has_contact ? 1 : 0, ground, why)) != OUT_OK)
			return out;
		return withhold(k, "account of the applicant",
		    app->has_payment_location ? 1 : 0, ground, why);
	}
	out = restricted_get(k->txn, k->c->number, &r, why);
	if (out != OUT_OK || r == NULL)
		return out;
	k->x->account = r->payment_location;
	r->payment_location = NULL;
	if (r->applicant_contact != NULL &&
	    take(&k->x->contacts, &k->x->n_contacts, &r->applicant_contact) ==
		-1)
		out = why_sys(why, "subject");
	record_free(r);
	return out;
}

/* Where the debtor or defendant can be reached, as we were told. */
static enum outcome
contacts(struct making *k, struct why *why)
{
	Rec__Application *app = k->c->application;
	Rec__Contact **from[] = { &app->defendant_contact,
		&app->debtor_contact };
	const size_t place[] = { SUBJECT_DEFENDANT_PLACE,
		SUBJECT_DEBTOR_PLACE };
	size_t i, others = 0;

	for (i = 0; i < 2; i++) {
		if (*from[i] == NULL)
			continue;
		if (!subject_is(subject_at(app, place[i]), k->s))
			others++;
		else if (k->x->n_contacts == 0 &&
		    take(&k->x->contacts, &k->x->n_contacts, from[i]) == -1)
			return why_sys(why, "subject");
	}
	return withhold(
	    k, "addresses and contacts of others", others, OTHERS, why);
}

/* Corrections of this person; of what authorities told of the debtor, others
 * learn that it exists. */
static enum outcome
corrections(struct making *k, struct why *why)
{
	Rec__Case *c = k->c;
	struct subject s;
	size_t i, others = 0, art61 = 0;

	for (i = 0; i < c->n_corrections; i++)
		if (!subject_parse(
			c->application, c->corrections[i]->person, &s) ||
		    !subject_is(s, k->s)) {
			if (strcmp(c->corrections[i]->source, "article-61") ==
			    0)
				art61++;
			else
				others++;
		} else if (take(&k->x->corrections, &k->x->n_corrections,
			       &c->corrections[i]) == -1) {
			return why_sys(why, "subject");
		}
	if (withhold(k, "corrections on others", others, OTHERS, why) != OUT_OK)
		return OUT_RETRY;
	return withhold(
	    k, "information of authorities on the debtor", art61, ART62, why);
}

/* Free text was written on the debtor, or on anything. */
static enum outcome
texts(struct making *k, struct why *why)
{
	Rec__Application *app = k->c->application;
	size_t n = app->additional[0] != '\0';

	if (k->debtor && !k->c->non_disclosure) {
		if (record_set(&k->x->location_info, app->location_info) == -1)
			return why_sys(why, "subject");
	} else {
		n += app->location_info[0] != '\0';
	}
	return withhold(k, "texts, which may name others", n,
	    k->c->non_disclosure ? ART40 : OTHERS, why);
}

static enum outcome
add_exchange(
    struct making *k, const Rec__Message *m, size_t *documents, struct why *why)
{
	Rec__Exchange *e = record_new(&rec__exchange__descriptor);
	char day[11];

	if (e == NULL || take(&k->x->exchanges, &k->x->n_exchanges, &e) == -1)
		return why_sys(why, "subject");
	e = k->x->exchanges[k->x->n_exchanges - 1];
	memcpy(day, m->at, 10);
	day[10] = '\0';
	e->outgoing = m->outgoing;
	*documents += m->n_documents;
	if (record_set(&e->date, day) == -1 ||
	    record_set(&e->form, m->form) == -1 ||
	    record_set(&e->other, m->other) == -1)
		return why_sys(why, "subject");
	return OUT_OK;
}

/* To whom it went, and how many documents a person has to look through. */
static enum outcome
exchanges(struct making *k, struct why *why)
{
	size_t i, n, documents = 0;
	enum outcome out;
	Rec__Message *m;
	char **names;

	if ((out = link_list(
		 k->txn, "message", k->c->number, &names, &n, why)) != OUT_OK)
		return out;
	for (i = 0; out == OUT_OK && i < n; i++) {
		out =
		    message_get(k->txn, strtoull(names[i], NULL, 10), &m, why);
		if (out == OUT_OK && m != NULL)
			out = add_exchange(k, m, &documents, why);
		record_free(m);
	}
	names_free(names, n);
	if (out != OUT_OK)
		return out;
	return withhold(k, "documents, to be looked through by a person",
	    documents, OTHERS, why);
}

static enum outcome
add_movement(struct making *k, Rec__Item *item, struct why *why)
{
	Rec__Movement *m = record_new(&rec__movement__descriptor);

	if (m == NULL || take(&k->x->movements, &k->x->n_movements, &m) == -1)
		return why_sys(why, "subject");
	m = k->x->movements[k->x->n_movements - 1];
	m->amount = item->amount;
	item->amount = NULL;
	if (record_set(&m->date, item->date) == -1 ||
	    record_set(&m->mode, item->mode) == -1 ||
	    (k->debtor && record_set(&m->source, item->source) == -1))
		return why_sys(why, "subject");
	return OUT_OK;
}

/* What was paid; from what means, the debtor alone is told. */
static enum outcome
movements(struct making *k, struct why *why)
{
	enum outcome out;
	size_t i, n;
	char **names;
	Rec__Item *item;

	if ((out = link_list(k->txn, "item", k->c->number, &names, &n, why)) !=
	    OUT_OK)
		return out;
	for (i = 0; out == OUT_OK && i < n; i++) {
		out = item_get(k->txn, names[i], &item, why);
		if (out == OUT_OK && item != NULL)
			out = add_movement(k, item, why);
		record_free(item);
	}
	names_free(names, n);
	if (out != OUT_OK || k->debtor)
		return out;
	return withhold(
	    k, "means from which money was collected", n, ART62, why);
}

/* What belongs to all who are concerned. */
static void
common(struct making *k)
{
	Rec__Application *app = k->c->application;

	k->x->decision = app->decision;
	app->decision = NULL;
	k->x->arrears = app->arrears;
	app->arrears = NULL;
	k->x->totals = k->c->totals;
	k->x->n_totals = k->c->n_totals;
	k->c->totals = NULL;
	k->c->n_totals = 0;
}

static enum outcome
fill(struct making *k, const char *role, struct why *why)
{
	enum outcome out;

	if ((out = head(k, role, why)) != OUT_OK ||
	    (out = corrections(k, why)) != OUT_OK ||
	    (out = bases(k, why)) != OUT_OK ||
	    (out = persons(k, why)) != OUT_OK ||
	    (out = restricted(k, why)) != OUT_OK ||
	    (out = contacts(k, why)) != OUT_OK ||
	    (out = texts(k, why)) != OUT_OK ||
	    (out = exchanges(k, why)) != OUT_OK ||
	    (out = movements(k, why)) != OUT_OK)
		return out;
	common(k);
	return OUT_OK;
}

/* Whether the actor may ask for it, now. */
static enum outcome
allowed(const struct making *k, const char *override, struct why *why)
{
	const Rec__Deferral *d = subject_deferred(k->c, k->o->today);
	const bool super = person_may(k->o, k->o->actor, "supervisor");

	if (k->s.who == SUBJECT_APPLICANT &&
	    !person_may(k->o, k->o->actor, "restricted"))
		return why_reject(why, "PERMISSION",
		    "the applicant's data are restricted: %s has not the role "
		    "restricted (R-608)",
		    k->o->actor);
	if (!k->debtor || d == NULL || (super && override[0] != '\0'))
		return OUT_OK;
	(void)why_reject(why, "R-410",
	    "notification of the debtor is deferred until %s; a supervisor "
	    "may override it with a reason",
	    d->until);
	why_value(why, d->reason);
	return OUT_REJECT;
}

static enum outcome
note_export(const struct making *k, const char *role, const char *override,
    struct why *why)
{
	enum outcome out;
	Rec__Event ev;

	if ((out = journal_begin(k->txn, k->o, "subject-export", &ev, why)) !=
	    OUT_OK)
		return out;
	ev.case_number = k->c->number;
	ev.subject = lend(role);
	ev.text = lend(k->debtor ? override : "");
	return journal_append(k->txn, &ev, why);
}

enum outcome
subject_export(struct store_txn *txn, const struct office *o,
    const char *reference, const char *role, const char *override,
    Rec__Subject **xp, struct why *why)
{
	struct making k = { txn, o, NULL, NULL, { SUBJECT_APPLICANT, 0 },
		false };
	struct subject debtor;
	enum outcome out;

	*xp = NULL;
	if ((out = subject_case(txn, o, reference, &k.c, why)) != OUT_OK)
		return out;
	if (!subject_parse(k.c->application, role, &k.s)) {
		record_free(k.c);
		return why_reject(
		    why, "SUBJECT", "the case has no such person");
	}
	k.debtor = subject_parse(k.c->application, "debtor", &debtor) &&
	    subject_is(debtor, k.s);
	if ((out = allowed(&k, override, why)) == OUT_OK &&
	    (k.x = record_new(&rec__subject__descriptor)) == NULL)
		out = why_sys(why, "subject");
	if (out == OUT_OK && (out = fill(&k, role, why)) == OUT_OK)
		out = note_export(&k, role, override, why);
	record_free(k.c);
	if (out == OUT_OK)
		*xp = k.x;
	else
		record_free(k.x);
	return out;
}
