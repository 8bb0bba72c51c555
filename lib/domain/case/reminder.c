/* SPDX-License-Identifier: EUPL-1.2 */
/* Notes to other authorities: a plain word on a case of both. */
#include "domain/case/reminder.h"

#include <string.h>

#include "domain/case/index.h"
#include "domain/form/form.h"
#include "domain/form/note.h"
#include "domain/case/state.h"
#include "io/record.h"

enum outcome
note_message(struct store_txn *txn, const struct office *o, const Rec__Case *c,
    Rec__Note *note, struct new_message *n, struct why *why)
{
	struct new_document d = {
		.name = FORM_FILE, .role = "form", .mime = "application/xml"
	};
	struct buf xml = BUF_INIT;
	enum outcome out;

	note->sender = lend(o->code);
	note->receiver = c->other;
	note->about_thread = c->thread;
	note->receiver_reference = c->other_reference;
	message_begin(o, c, "NOTE", n);
	out = note_write(note, &xml, why);
	d.data = xml.data;
	d.len = xml.len;
	if (out == OUT_OK &&
	    (out = message_add(txn, o, c, n, &d, why)) == OUT_OK)
		out = message_seal(txn, o, n, why);
	buf_free(&xml);
	return out;
}

/* Whether the other authority is to do what the task is about. */
static bool
awaited(const Rec__Task *t)
{
	return strcmp(t->kind, "await-acknowledgement") == 0 ||
	    strcmp(t->kind, "await-status-report") == 0 ||
	    strcmp(t->kind, "await-information") == 0;
}

static enum outcome
remind(struct store_txn *txn, const struct office *o, const Rec__Case *c,
    const Rec__Task *t, bool at_once, struct why *why)
{
	Rec__Note note = REC__NOTE__INIT;
	struct new_message n;
	char about[21];
	enum outcome out;
	Rec__Event ev;

	note.kind = lend("REMINDER");
	note.rule = t->rule;
	if ((out = note_message(txn, o, c, &note, &n, why)) != OUT_OK ||
	    (out = journal_begin(txn, o,
		 at_once ? "message-out" : "message-prepared", &ev, why)) !=
		OUT_OK)
		return out;
	n.m.about = number_name(t->number, about);
	if (at_once)
		message_go(c, &n);
	ev.case_number = c->number;
	ev.subject = c->id;
	ev.message = &n.m;
	return journal_append(txn, &ev, why);
}

enum outcome
reminder_make(struct store_txn *txn, const struct office *o, const Rec__Task *t,
    struct why *why)
{
	const char *how = config_get(o->conf, "gates", "reminders");
	enum outcome out;
	Rec__Case *c;

	if (!awaited(t) || strcmp(how, "no") == 0)
		return OUT_OK;
	if ((out = case_get(txn, t->case_number, &c, why)) != OUT_OK)
		return out;
	if (c != NULL)
		out = remind(txn, o, c, t, strcmp(how, "send") == 0, why);
	record_free(c);
	return out;
}
