/* SPDX-License-Identifier: EUPL-1.2 */
/* Non-disclosure: set by any supervisor's word, and unset by that of one who
 * is named, with a reason. */
#include <string.h>

#include "domain/case/casefile.h"
#include "domain/case/decide.h"
#include "domain/case/sheet_rows.h"
#include "domain/case/subject.h"
#include "io/record.h"

enum outcome
subject_disclosure(struct store_txn *txn, const Rec__Event *ev, Rec__Case *c,
    const Rec__Disclosure *d, struct why *why)
{
	struct task_about a = { c->number, c->id, "non-disclosure", "R-610",
		NULL, NULL, d->message, NULL, NULL, "task" };
	void **slot = record_add(&c->disclosures, &c->n_disclosures);

	if (slot == NULL || (*slot = record_copy(&d->base)) == NULL)
		return why_sys(why, "case");
	c->non_disclosure = d->on;
	if (d->on)
		return task_open(txn, ev, &a, why);
	return task_close(txn, ev, c->number, a.kind, NULL, why);
}

static enum outcome
disclose(
    struct store_txn *txn, const Rec__Event *ev, Rec__Case *c, struct why *why)
{
	Rec__Disclosure d = REC__DISCLOSURE__INIT;

	d.on = strcmp(ev->row->decision, "yes") == 0;
	d.at = ev->at;
	d.by = ev->actor;
	d.name = lend(outcome_value(ev, "official"));
	d.reason = ev->row->reason;
	return subject_disclosure(txn, ev, c, &d, why);
}

enum outcome
apply_disclosure(struct store_txn *txn, const Rec__Event *ev, struct why *why)
{
	return case_change(txn, ev, disclose, why);
}

static enum outcome
append(struct store_txn *txn, const struct office *o, struct arrival *a,
    const Rec__Case *c, const Rec__SheetRow *row, struct why *why)
{
	struct outcomes outs = { .n = 0 };
	enum outcome out;
	Rec__Event ev;

	if ((out = arrival_begin(txn, o, a, "disclosure", &ev, why)) != OUT_OK)
		return out;
	ev.case_number = c->number;
	ev.subject = c->id;
	ev.row = (Rec__SheetRow *)(uintptr_t)row;
	outcome_add(&outs, "official", person_name(o, a->actor));
	outcome_lend(&outs, &ev);
	return journal_append(txn, &ev, why);
}

enum outcome
row_disclosure(struct store_txn *txn, const struct office *o, struct arrival *a,
    const Rec__SheetRow *row, struct why *why)
{
	const bool on = strcmp(row->decision, "yes") == 0;
	enum outcome out;
	Rec__Case *c;

	out = row_case(txn, o, a, row, "case", &c, why);
	if (out != OUT_OK || c == NULL)
		return out;
	if (!on && person_name(o, a->actor)[0] == '\0')
		out = row_held(txn, o, a, row, "DISCLOSURE-OFFICIAL", "case",
		    "the settings do not name the official who unsets it", why);
	else if (c->non_disclosure != on)
		out = append(txn, o, a, c, row, why);
	record_free(c);
	return out;
}
