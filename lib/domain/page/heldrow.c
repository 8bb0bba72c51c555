/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/page/heldrow.h"

#include <stdlib.h>
#include <string.h>

#include "domain/case/index.h"
#include "domain/case/journal.h"
#include "io/parcel.h"
#include "io/record.h"

bool
heldrow_named(const char *name)
{
	return strlen(name) > PARCEL_NAME_LEN + 1 &&
	    name[PARCEL_NAME_LEN] == ':' &&
	    strspn(name + PARCEL_NAME_LEN + 1, "0123456789") ==
	    strlen(name + PARCEL_NAME_LEN + 1);
}

/* What the task says of it, and the value that the reader of the sheet kept. */
static enum outcome
set_finding(Rec__Reason *r, const Rec__Event *ev, struct why *why)
{
	Rec__Finding *f = record_new(&rec__finding__descriptor);
	const Rec__Finding *fault = ev->row->fault;
	const Rec__Task *t = ev->tasks[0];

	if ((r->finding = f) == NULL || record_set(&f->rule, t->rule) == -1 ||
	    record_set(&f->place, t->place) == -1 ||
	    record_set(&f->text, t->text) == -1 ||
	    record_set(&f->value, fault == NULL ? "" : fault->value) == -1 ||
	    record_set(&r->at, ev->at) == -1 ||
	    record_set(&r->stage, "record") == -1)
		return why_sys(why, "row");
	f->line = ev->row->line;
	return OUT_OK;
}

/* What came with it; the sheet is its first file, but for the signature, whose
 * name is longer. */
static enum outcome
set_source(Rec__Reason *r, const Rec__Event *ev, struct why *why)
{
	const Rec__Manifest *m = ev->manifest;
	const char *name = "";
	size_t i;

	for (i = 0; m != NULL && i < m->n_files; i++)
		if (i == 0 || strlen(m->files[i]->name) < strlen(name))
			name = m->files[i]->name;
	if (record_set(&r->file, name) == -1)
		return why_sys(why, "row");
	return m == NULL ? OUT_OK : parcel_came(m, r, why);
}

static bool
holds(const Rec__Event *ev, unsigned long line)
{
	return strcmp(ev->kind, "alarm") == 0 && ev->row != NULL &&
	    ev->row->line == line && ev->n_tasks == 1 &&
	    strcmp(ev->tasks[0]->kind, "row-held") == 0;
}

/* The events of a parcel follow one another, the sheet's own is the first;
 * the index knows the last. */
static enum outcome
walk_back(struct store_txn *txn, const char *parcel, unsigned long line,
    Rec__Reason *r, struct why *why)
{
	enum outcome out;
	Rec__Event *ev;
	uint64_t n;
	bool ours;

	out = index_get(txn, "parcel", parcel, strlen(parcel), &n, why);
	for (ours = true; out == OUT_OK && ours && n > 0; n--) {
		if ((out = journal_get(txn, n, &ev, why)) != OUT_OK)
			return out;
		ours = ev != NULL && strcmp(ev->parcel, parcel) == 0;
		if (ours && r->finding == NULL && holds(ev, line))
			out = set_finding(r, ev, why);
		else if (ours && strcmp(ev->kind, "sheet") == 0)
			out = set_source(r, ev, why);
		record_free(ev);
	}
	return out;
}

enum outcome
heldrow_get(struct store_txn *txn, const char *name, Rec__Reason **reason,
    struct why *why)
{
	char parcel[PARCEL_NAME_LEN + 1];
	enum outcome out;
	Rec__Reason *r;

	*reason = NULL;
	if (!heldrow_named(name))
		return OUT_OK;
	if ((r = record_new(&rec__reason__descriptor)) == NULL)
		return why_sys(why, "row");
	memcpy(parcel, name, PARCEL_NAME_LEN);
	parcel[PARCEL_NAME_LEN] = '\0';
	out = walk_back(
	    txn, parcel, strtoul(name + PARCEL_NAME_LEN + 1, NULL, 10), r, why);
	if (out == OUT_OK && r->finding != NULL)
		*reason = r;
	else
		record_free(r);
	return out;
}
