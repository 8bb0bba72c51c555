/* SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <string.h>

#include "domain/case/casefile.h"
#include "domain/case/caseref.h"
#include "domain/case/decide.h"
#include "domain/case/receive.h"
#include "domain/case/sheet_rows.h"
#include "domain/case/state.h"
#include "io/record.h"

/* Each kind of sheet: who may bring it, what a row does, what follows. */
static const struct sheet_kind {
	const char *kind;
	const char *roles; /* one of them will do */
	row_fn *row;
	enum outcome (*after)(struct store_txn *, const struct office *,
	    struct arrival *, struct why *);
} kinds[] = {
	{ "answer", "caseworker", row_answer, NULL },
	{ "collections", "finance", row_collection, NULL },
	{ "rates", "finance", row_rate, collections_retry },
	{ "review", "caseworker", row_review, NULL },
	{ "approval", "supervisor", row_approval, NULL },
	{ "receipts", "finance", row_receipt, confirmations_send },
	{ "tasks", "caseworker finance supervisor", row_task, NULL },
	{ "disclosure", "supervisor", row_disclosure, NULL },
	{ "rectification", "caseworker supervisor", row_rectification, NULL },
	{ "erase", "supervisor", row_erase, NULL },
};

enum outcome
row_held(struct store_txn *txn, const struct office *o, struct arrival *a,
    const Rec__SheetRow *row, const char *rule, const char *place,
    const char *text, struct why *why)
{
	char subject[64];
	struct task_about t = { 0, NULL, "row-held", rule, NULL, NULL, subject,
		place, text, "task" };

	(void)snprintf(
	    subject, sizeof(subject), "%s:%u", a->parcel->name, row->line);
	return receive_alarm(txn, o, a, &t, row, why);
}

enum outcome
row_case(struct store_txn *txn, const struct office *o, struct arrival *a,
    const Rec__SheetRow *row, const char *place, Rec__Case **c, struct why *why)
{
	struct why several = WHY_INIT;
	enum outcome out;

	out = case_find(txn, row->case_reference, c, &several);
	if (out == OUT_OK && *c != NULL)
		return OUT_OK;
	if (out == OUT_OK)
		return row_held(txn, o, a, row, "SHEET-CASE", place,
		    "no case of that reference", why);
	if (strcmp(several.rule, CASE_SEVERAL) == 0)
		return row_held(
		    txn, o, a, row, CASE_SEVERAL, place, several.text, why);
	*why = several;
	return out;
}

const char *
debt_falls(const struct office *o, const Rec__Item *item)
{
	const char *set = config_get(o->conf, "gates", "debt_falls");

	/* What went to the creditor directly has arrived. */
	if (strcmp(item->mode, "monitored") == 0 ||
	    item->correction_of[0] != '\0' || strcmp(set, "received") != 0)
		return "";
	return "received";
}

/* The sheet itself is an event: its bytes are kept, its content known. */
static enum outcome
keep_sheet(struct store_txn *txn, const struct office *o, struct arrival *a,
    const char *kind, const char *content, struct why *why)
{
	const Rec__Manifest *m = a->parcel->manifest;
	struct outcomes outs = { .n = 0 };
	struct new_document d = { .role = "sheet", .mime = "text/csv" };
	enum outcome out;
	Rec__Event ev;
	uint64_t number;
	size_t i;

	if ((out = arrival_begin(txn, o, a, "sheet", &ev, why)) != OUT_OK ||
	    (out = arrival_key(txn, a, &ev.key, why)) != OUT_OK)
		return out;
	d.key = ev.key;
	for (i = 0; i < m->n_files; i++) {
		d.name = m->files[i]->name;
		d.data = a->files[i].data;
		d.len = a->files[i].len;
		if ((out = document_add(txn, o, &d, &number, NULL, why)) !=
		    OUT_OK)
			return out;
		if (ev.document == 0)
			ev.document = number;
	}
	ev.subject = lend(kind);
	outcome_add(&outs, "content", content);
	outcome_lend(&outs, &ev);
	return journal_append(txn, &ev, why);
}

static enum outcome
do_rows(struct store_txn *txn, const struct office *o, struct arrival *a,
    const struct sheet_kind *k, struct why *why)
{
	const Rec__Sheet *s = a->parcel->verdict->sheet;
	Rec__Manifest unnamed = *a->parcel->manifest;
	const struct parcel *whole = a->parcel;
	struct parcel row = *whole;
	enum outcome out = OUT_OK;
	size_t i;

	/* A row's event is of its case alone, the names of files are not. */
	unnamed.n_files = 0;
	unnamed.folder = lend("");
	row.manifest = &unnamed;
	a->parcel = &row;
	for (i = 0; out == OUT_OK && i < s->n_rows; i++) {
		const Rec__Finding *f = s->rows[i]->fault;

		out = f != NULL ? row_held(txn, o, a, s->rows[i], f->rule,
				      f->place, f->text, why) :
				  k->row(txn, o, a, s->rows[i], why);
	}
	if (out == OUT_OK && k->after != NULL)
		out = k->after(txn, o, a, why);
	a->parcel = whole;
	return out;
}

enum outcome
receive_sheet(struct store_txn *txn, const struct office *o, struct arrival *a,
    struct why *why)
{
	const Rec__Sheet *s = a->parcel->verdict->sheet;
	struct office as = *o;
	char content[65];
	enum outcome out;
	size_t i;

	as.actor = a->actor;
	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kinds[i].kind, s->kind) == 0)
			break;
	if (i == sizeof(kinds) / sizeof(kinds[0]))
		return why_reject(why, "SHEET-KIND", "no sheet we know");
	if (!person_has(o, a->actor, kinds[i].roles)) {
		(void)why_reject(why, "SHEET-PERSON",
		    "who brought the %s sheet has no role for it: %s",
		    kinds[i].kind, kinds[i].roles);
		why_value(why, a->actor);
		return OUT_REJECT;
	}
	(void)memcpy(content, a->content, sizeof(content));
	if ((out = keep_sheet(txn, &as, a, s->kind, content, why)) != OUT_OK)
		return out;
	a->content[0] = '\0'; /* the rows' events do not carry it */
	return do_rows(txn, &as, a, &kinds[i], why);
}
