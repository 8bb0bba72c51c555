/* SPDX-License-Identifier: EUPL-1.2 */
/* A supervisor asks that a case be erased, and says why. */
#include <string.h>

#include "domain/case/decide.h"
#include "domain/case/erase.h"
#include "domain/case/sheet_rows.h"
#include "domain/case/state.h"
#include "domain/case/telltale.h"
#include "io/record.h"

static enum outcome
append(struct store_txn *txn, const struct office *o, struct arrival *a,
    const Rec__Case *c, const Rec__SheetRow *row, struct why *why)
{
	Rec__EraseWord word = REC__ERASE_WORD__INIT, *words[1] = { &word };
	Rec__Erasure erasure = REC__ERASURE__INIT;
	enum outcome out;
	Rec__Event ev;

	out = arrival_begin(txn, o, a, "erase-word", &ev, why);
	if (out != OUT_OK)
		return out;
	word.person = lend(a->actor);
	word.at = lend(o->now);
	word.reason = row->reason;
	erasure.words = words;
	erasure.n_words = 1;
	ev.case_number = c->number;
	ev.subject = c->id;
	ev.erasure = &erasure;
	ev.row = (Rec__SheetRow *)(uintptr_t)row;
	return journal_append(txn, &ev, why);
}

enum outcome
row_erase(struct store_txn *txn, const struct office *o, struct arrival *a,
    const Rec__SheetRow *row, struct why *why)
{
	bool tells = false;
	enum outcome out;
	Rec__Case *c;

	out = row_case(txn, o, a, row, "erase", &c, why);
	if (out != OUT_OK || c == NULL)
		return out;
	if ((out = telltale(c, row->reason, &tells, why)) != OUT_OK) {
		record_free(c);
		return out;
	}
	if (erase_done(c))
		out = row_held(txn, o, a, row, "ERASED", "erase",
		    "the case was erased", why);
	else if (tells)
		out = row_held(txn, o, a, row, "ERASE-REASON", "reason",
		    "the reason is kept for ever: it must not name anybody",
		    why);
	else
		out = append(txn, o, a, c, row, why);
	record_free(c);
	return out;
}
