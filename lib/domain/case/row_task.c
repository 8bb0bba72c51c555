/* SPDX-License-Identifier: EUPL-1.2 */
/* A person has done a task, or says that nothing is to be done. */
#include <stdlib.h>
#include <string.h>

#include "domain/case/decide.h"
#include "domain/case/index.h"
#include "domain/case/sheet_rows.h"
#include "domain/case/state.h"
#include "io/record.h"

/* Tasks that end with what is asked, and the sheet or message that does it: a
 * word alone would hide a deadline that runs, or money that waits. */
static const struct {
	char kind[24];
	const char *how;
} deeds[] = {
	{ "acknowledge", "it ends with the answer sheet" },
	{ "await-acknowledgement", "it ends with their acknowledgement" },
	{ "validate-notice", "it ends with the review sheet" },
	{ "collection-held", "it ends with the row or the review sheet" },
	{ "payment-held", "it ends with the review sheet" },
	{ "batch-held", "it ends with the approval sheet" },
	{ "payment-uncertain", "it ends with the approval sheet" },
};

static const char *
deed_of(const Rec__Task *t)
{
	size_t i;

	for (i = 0; i < sizeof(deeds) / sizeof(deeds[0]); i++)
		if (strcmp(deeds[i].kind, t->kind) == 0)
			return deeds[i].how;
	return NULL;
}

static enum outcome
close_task(struct store_txn *txn, const struct office *o, struct arrival *a,
    const Rec__Task *t, const Rec__SheetRow *row, struct why *why)
{
	char subject[21];
	enum outcome out;
	Rec__Event ev;

	if ((out = arrival_begin(txn, o, a, "task-done", &ev, why)) != OUT_OK)
		return out;
	ev.case_number = t->case_number;
	ev.subject = number_name(t->number, subject);
	ev.row = (Rec__SheetRow *)(uintptr_t)row; /* with the note */
	if (ev.case_number == 0 &&
	    (out = arrival_key(txn, a, &ev.key, why)) != OUT_OK)
		return out;
	return journal_append(txn, &ev, why);
}

enum outcome
row_task(struct store_txn *txn, const struct office *o, struct arrival *a,
    const Rec__SheetRow *row, struct why *why)
{
	enum outcome out;
	const char *how;
	Rec__Task *t;

	if ((out = task_get(txn, strtoull(row->subject, NULL, 10), &t, why)) !=
	    OUT_OK)
		return out;
	if (t == NULL)
		return row_held(txn, o, a, row, "TASK-NUMBER", "task",
		    "there is no task of that number", why);
	if (strcmp(t->state, "open") != 0)
		out = OUT_OK; /* done before */
	else if ((how = deed_of(t)) != NULL)
		out = row_held(txn, o, a, row, "TASK-DEED", "task", how, why);
	else
		out = close_task(txn, o, a, t, row, why);
	record_free(t);
	return out;
}
