/* SPDX-License-Identifier: EUPL-1.2 */
/* What cannot be read: kept, put before a person, and asked for again. */
#include <stdio.h>
#include <string.h>

#include "domain/case/decide.h"
#include "domain/case/receive_parts.h"
#include "domain/case/reminder.h"
#include "io/record.h"

/* Kept, and put before a person: ${rule} says why. */
enum outcome
incoming_unreadable(struct store_txn *txn, const struct office *o,
    struct incoming *in, const char *rule, const char *text, struct why *why)
{
	enum outcome out;

	if ((out = incoming_begin(txn, o, in, "unreadable", why)) != OUT_OK)
		return out;
	in->m.readable = lend(rule);
	outcome_add(&in->outs, "rule", rule);
	outcome_add(&in->outs, "text", text);
	/* What it is we cannot tell: the shorter of the deadlines may run. */
	if ((out = outcome_due(
		 o, "EU4-2009", "R-401", in->day, &in->outs, why)) != OUT_OK)
		return out;
	return incoming_finish(txn, o, in, why);
}

/* Ask the sender for a message that came broken, once. */
static enum outcome
ask_again(struct store_txn *txn, const struct office *o,
    const struct incoming *in, struct why *why)
{
	Rec__Note note = REC__NOTE__INIT;
	struct new_message n;
	Rec__Case none = REC__CASE__INIT;
	const Rec__Case *c = in->c == NULL ? &none : in->c;
	enum outcome out;
	Rec__Event ev;

	none.other = in->m.other;
	none.thread = in->m.thread;
	none.key = in->ev.key;
	note.kind = lend("RESEND");
	note.about_message = in->m.msg_id;
	note.rule = in->m.readable;
	if ((out = note_message(txn, o, c, &note, &n, why)) != OUT_OK ||
	    (out = arrival_begin(txn, o, in->a, "message-out", &ev, why)) !=
		OUT_OK)
		return out;
	message_go(c, &n);
	ev.case_number = c->number;
	ev.key = c->key;
	ev.message = &n.m;
	return journal_append(txn, &ev, why);
}

/* Whether its sender is told: only where the settings say so, and where it
 * may not be right as it is. */
static bool
may_ask(const struct office *o, const struct incoming *in, const char *rule)
{
	return strcmp(rule, "HASH-SCHEME") != 0 && in->m.other[0] != '\0' &&
	    in->m.msg_id[0] != '\0' && party_known(o, in->m.other) &&
	    strcmp(party_get(o, in->m.other, "ask_again"), "yes") == 0;
}

const char *
incoming_fault(const struct incoming *in)
{
	const Rec__Verdict *v = in->a->parcel->verdict;

	return v->n_findings > 0 ? v->findings[0]->rule : "MESSAGE-UNREADABLE";
}

/* What the reader said of it, and where: the file is the sender's. */
static void
fault_line(const Rec__Finding *f, char *text, size_t size)
{

	if (f == NULL)
		text[0] = '\0';
	else if (f->line == 0)
		(void)snprintf(text, size, "%s", f->text);
	else
		(void)snprintf(text, size, "line %u: %s", f->line, f->text);
}

/* What cannot be read: kept; and if it is broken, perhaps asked for again. */
enum outcome
incoming_broken(struct store_txn *txn, const struct office *o,
    struct incoming *in, struct why *why)
{
	const Rec__Verdict *v = in->a->parcel->verdict;
	const Rec__Finding *f = v->n_findings > 0 ? v->findings[0] : NULL;
	const char *rule = incoming_fault(in);
	char text[sizeof(why->text) + 16];
	enum outcome out;

	fault_line(f, text, sizeof(text));
	out = incoming_unreadable(txn, o, in, rule, text, why);
	if (out != OUT_OK || !may_ask(o, in, rule))
		return out;
	return ask_again(txn, o, in, why);
}
