/* SPDX-License-Identifier: EUPL-1.2 */
/* A supervisor asks that a case be erased, and says why. */
#include <string.h>
#include <strings.h>

#include "domain/case/decide.h"
#include "domain/case/erase.h"
#include "domain/case/redact.h"
#include "domain/case/sheet_rows.h"
#include "domain/case/state.h"
#include "io/record.h"

#define NAME_MIN 3 /* bytes; shorter ones stand in words by chance */

/* What the reason says is kept for ever: it must hold nothing of the case but
 * its number. */
static bool
told(const char *s, const void *reason)
{
	return strlen(s) >= NAME_MIN && strcasestr(reason, s) != NULL;
}

static bool
tells_person(const Rec__Person *p, const char *reason)
{
	const char *parts[] = { p->family, p->given, p->born, p->id_number };
	size_t i;

	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (told(parts[i], reason))
			return true;
	return false;
}

static bool
tells(const Rec__Case *c, const char *reason)
{
	const Rec__Application *a = c->application;
	const Rec__Person *people[4] = { NULL };
	size_t i;

	if ((strcmp(c->reference, c->id) != 0 && told(c->reference, reason)) ||
	    told(c->other_reference, reason))
		return true;
	if (a == NULL)
		return false;
	people[0] = a->applicant;
	people[1] = a->debtor;
	people[2] = a->representative;
	people[3] = a->defendant;
	for (i = 0; i < sizeof(people) / sizeof(people[0]); i++)
		if (people[i] != NULL && tells_person(people[i], reason))
			return true;
	for (i = 0; i < a->n_beneficiaries; i++)
		if (a->beneficiaries[i]->person != NULL &&
		    tells_person(a->beneficiaries[i]->person, reason))
			return true;
	return told(a->public_body, reason);
}

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
	enum outcome out;
	Rec__Case *c;

	if ((out = case_find(txn, row->case_reference, &c, why)) != OUT_OK)
		return out;
	if (c == NULL)
		out = row_held(txn, o, a, row, "SHEET-CASE", "erase",
		    "no case of that reference", why);
	else if (erase_done(c))
		out = row_held(txn, o, a, row, "ERASED", "erase",
		    "the case was erased", why);
	else if (tells(c, row->reason))
		out = row_held(txn, o, a, row, "ERASE-REASON", "reason",
		    "the reason is kept for ever: it must not name anybody",
		    why);
	else
		out = append(txn, o, a, c, row, why);
	record_free(c);
	return out;
}
