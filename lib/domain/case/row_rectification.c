/* SPDX-License-Identifier: EUPL-1.2 */
/* A field of a person is corrected.  What came stays in the journal and in the
 * documents; the case has the new value, with what it was before. */
#include <string.h>

#include "domain/case/casefile.h"
#include "domain/case/decide.h"
#include "domain/case/sheet_rows.h"
#include "domain/case/state.h"
#include "domain/case/subject.h"
#include "io/record.h"

/* The restricted part, made where there is none. */
static enum outcome
restricted_of(struct store_txn *txn, uint64_t number, Rec__Restricted **r,
    struct why *why)
{
	enum outcome out;

	if ((out = restricted_get(txn, number, r, why)) == OUT_OK &&
	    *r == NULL &&
	    (*r = record_new(&rec__restricted__descriptor)) == NULL)
		out = why_sys(why, "restricted");
	return out;
}

static enum outcome
add_correction(
    const Rec__Event *ev, Rec__Case *c, bool restricted, struct why *why)
{
	void **slot = record_add(&c->corrections, &c->n_corrections);
	Rec__Correction k = REC__CORRECTION__INIT;

	k.person = ev->row->person;
	k.field = ev->row->field;
	if (!restricted) {
		k.old = ev->old;
		k.value = ev->row->value;
	}
	k.restricted = restricted;
	k.at = ev->at;
	k.by = ev->actor;
	k.reason = ev->row->reason;
	k.source = ev->row->source;
	if (slot == NULL || (*slot = record_copy(&k.base)) == NULL)
		return why_sys(why, "case");
	return OUT_OK;
}

static enum outcome
rectify(
    struct store_txn *txn, const Rec__Event *ev, Rec__Case *c, struct why *why)
{
	const Rec__SheetRow *row = ev->row;
	Rec__Restricted *r = NULL;
	enum outcome out = OUT_OK;
	struct subject s;
	bool restricted;

	/* Of a case that was erased, events name nobody. */
	if (!subject_parse(c->application, row->person, &s))
		return OUT_OK;
	restricted = subject_restricted(s, row->field);
	if (restricted)
		out = restricted_of(txn, c->number, &r, why);
	if (out == OUT_OK)
		out = subject_set(
		    c->application, r, s, row->field, row->value, why);
	if (out == OUT_OK && restricted)
		out = restricted_put(txn, c->number, r, why);
	record_free(r);
	return out == OUT_OK ? add_correction(ev, c, restricted, why) : out;
}

enum outcome
apply_rectified(struct store_txn *txn, const Rec__Event *ev, struct why *why)
{
	return case_change(txn, ev, rectify, why);
}

/* An event with a restricted value in it is sealed as the value is. */
static enum outcome
append(struct store_txn *txn, const struct office *o, struct arrival *a,
    const Rec__Case *c, const Rec__SheetRow *row, const char *old,
    bool restricted, struct why *why)
{
	enum outcome out;
	Rec__Event ev;

	if ((out = arrival_begin(txn, o, a, "rectified", &ev, why)) != OUT_OK)
		return out;
	ev.case_number = c->number;
	ev.subject = c->id;
	ev.key = c->key + (restricted ? 1 : 0);
	ev.row = (Rec__SheetRow *)(uintptr_t)row;
	ev.old = lend(old);
	return journal_append(txn, &ev, why);
}

static enum outcome
correct(struct store_txn *txn, const struct office *o, struct arrival *a,
    const Rec__Case *c, const Rec__SheetRow *row, struct subject s,
    struct why *why)
{
	const bool restricted = subject_restricted(s, row->field);
	Rec__Restricted *r = NULL;
	enum outcome out = OUT_OK;
	const char *old;

	if (restricted)
		out = restricted_get(txn, c->number, &r, why);
	if (out == OUT_OK) {
		old = subject_get(c->application, r, s, row->field);
		if (strcmp(old, row->value) != 0)
			out = append(txn, o, a, c, row, old, restricted, why);
	}
	record_free(r);
	return out;
}

/* What keeps a row from being done. */
struct fault {
	const char *rule, *place, *text; /* text NULL: nothing */
};

static struct fault
fault_of(const struct office *o, const char *person, const Rec__Case *c,
    const Rec__SheetRow *row, struct subject *s)
{
	struct fault f = { "SUBJECT", "person", NULL };
	struct subject debtor;

	if (c->application == NULL ||
	    !subject_parse(c->application, row->person, s)) {
		f.text = "the case has no such person";
		return f;
	}
	f.text = subject_fault(*s, row->field, row->value, &f.rule);
	f.place = strcmp(f.rule, "SUBJECT") == 0 ? "field" : "value";
	if (f.text == NULL && subject_restricted(*s, row->field) &&
	    !person_may(o, person, "restricted")) {
		f.rule = "R-608";
		f.place = "field";
		f.text = "who corrects it must have the role restricted";
	}
	if (f.text == NULL && strcmp(row->source, "article-61") == 0 &&
	    (!subject_parse(c->application, "debtor", &debtor) ||
		!subject_is(debtor, *s))) {
		f.rule = "R-607";
		f.place = "source";
		f.text = "such information is on the debtor";
	}
	return f;
}

enum outcome
row_rectification(struct store_txn *txn, const struct office *o,
    struct arrival *a, const Rec__SheetRow *row, struct why *why)
{
	Rec__SheetRow bare = *row;
	struct fault f;
	struct subject s;
	enum outcome out;
	Rec__Case *c;

	bare.value = lend(""); /* it may be restricted; the sheet has it */
	out = row_case(txn, o, a, &bare, "case", &c, why);
	if (out != OUT_OK || c == NULL)
		return out;
	f = fault_of(o, a->actor, c, row, &s);
	out = f.text != NULL ?
	    row_held(txn, o, a, &bare, f.rule, f.place, f.text, why) :
	    correct(txn, o, a, c, row, s, why);
	record_free(c);
	return out;
}
