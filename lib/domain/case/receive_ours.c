/* SPDX-License-Identifier: EUPL-1.2 */
/* An application that our own operator drops: a case, and a message to send. */
#include <stdio.h>
#include <string.h>

#include "domain/case/casefile.h"
#include "domain/case/decide.h"
#include "domain/case/left.h"
#include "domain/case/left_events.h"
#include "domain/case/receive.h"
#include "domain/case/state.h"
#include "domain/form/form.h"
#include "io/record.h"
#include "value/caseid.h"

/* "PT-DE-2026-000001-PT": requesting-requested-year-number-party. */
static void
make_thread(const struct office *o, const char *other, uint64_t number,
    char *buf, size_t size)
{
	unsigned long long year = number / (CASEID_SERIAL_MAX + 1);
	unsigned long long serial = number % (CASEID_SERIAL_MAX + 1);

	(void)snprintf(buf, size, "%s-%s-%04llu-%06llu-%s", o->code, other,
	    year, serial, o->code);
}

static const Rec__Attached *
attached(const Rec__Application *app, const char *name)
{
	size_t i;

	for (i = 0; i < app->n_documents; i++)
		if (strcmp(app->documents[i]->file, name) == 0)
			return app->documents[i];
	return NULL;
}

static bool
ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);

	return n >= m && strcmp(s + n - m, end) == 0;
}

/* Add a dropped file to the message; the forms get their set names. */
static enum outcome
add_file(struct store_txn *txn, const struct office *o, const Rec__Case *c,
    struct new_message *n, const struct arrival *a, size_t i, struct why *why)
{
	const Rec__Verdict *v = a->parcel->verdict;
	const char *name = a->parcel->manifest->files[i]->name;
	const Rec__Attached *at = attached(v->application, name);
	struct new_document d = { .name = name,
		.role = "attachment",
		.mime = ends_with(name, ".pdf") ? "application/pdf" :
		    ends_with(name, ".xml")	? "application/xml" :
						  "application/octet-stream",
		.data = a->files[i].data,
		.len = a->files[i].len };

	if (ends_with(name, ".p7s"))
		return OUT_OK; /* the operator's, not the message's */
	if (at != NULL) {
		d.type = at->type;
		d.title = at->title;
		d.language = at->language;
	}
	if (strcmp(name, v->form_file) == 0) {
		d.name = FORM_FILE;
		d.role = "form";
		d.restricted = true;
	} else if (strcmp(name, v->transmittal_file) == 0) {
		d.name = FORM_FILE_H1;
		d.role = "transmittal";
	}
	return message_add(txn, o, c, n, &d, why);
}

/* For pages: the form without what is restricted.  It is not sent. */
static enum outcome
add_cut(struct store_txn *txn, const struct office *o, const Rec__Case *c,
    struct new_message *n, const Rec__Verdict *v, struct why *why)
{
	struct new_document d = { .name = FORM_FILE_CUT,
		.role = "cut",
		.mime = "application/xml",
		.data = v->cut_form.data,
		.len = v->cut_form.len };

	return d.len == 0 ? OUT_OK : message_add(txn, o, c, n, &d, why);
}

static enum outcome
append(struct store_txn *txn, const struct office *o, struct arrival *a,
    const Rec__Case *c, struct new_message *n, struct why *why)
{
	const Rec__Verdict *v = a->parcel->verdict;
	Rec__Verdict told = *v;
	struct outcomes outs = { .n = 0 };
	enum outcome out;
	Rec__Event ev;

	if ((out = arrival_begin(txn, o, a, "application", &ev, why)) != OUT_OK)
		return out;
	told.restricted = NULL;
	told.cut_form.len = 0;
	ev.verdict = &told;
	ev.case_number = c->number;
	ev.subject = c->id;
	ev.key = c->key;
	ev.message = &n->m;
	outcome_add(&outs, "instrument", v->application->instrument);
	outcome_add(&outs, "opened", o->today);
	outcome_add(&outs, "enforceable", "yes");
	outcome_add(&outs, "content", a->content);
	outcome_lend(&outs, &ev);
	return journal_append(txn, &ev, why);
}

/* It was recorded again already: this is another of the same reference. */
static enum outcome
unless_there(struct store_txn *txn, uint64_t *number, struct why *why)
{
	enum outcome out;
	Rec__Case *c;

	if ((out = case_get(txn, *number, &c, why)) == OUT_OK && c != NULL)
		*number = 0;
	record_free(c);
	return out;
}

/* Its number, also where it left before the store forgot it. */
static enum outcome
number_case(struct store_txn *txn, const struct office *o,
    const Rec__Application *app, uint64_t *number, char *id, struct why *why)
{
	char token[DIGEST_HEX];
	enum outcome out;
	uint64_t before = 0;

	if ((out = left_token(txn, LEFT_CASE,
		 app->requesting == NULL ? "" : app->requesting->reference,
		 token, why)) == OUT_OK &&
	    token[0] != '\0')
		out = left_number(txn, "left-ref", token, &before, why);
	if (out == OUT_OK && before != 0)
		out = unless_there(txn, &before, why);
	return out == OUT_OK ? new_case(txn, o, before, number, id, why) : out;
}

/* That it is asked of another authority, and one that we write to. */
static enum outcome
check_requested(
    const struct office *o, const Rec__Application *app, struct why *why)
{
	const char *code = app->requested == NULL ? "" : app->requested->code;

	if (strcmp(code, o->code) == 0)
		(void)why_reject(why, "PARTY-SELF",
		    "the requested authority is this one itself");
	else if (!party_known(o, code))
		(void)why_reject(why, "PARTY-NONE",
		    "the requested authority is not in the settings");
	else
		return OUT_OK;
	why_at(why, 0,
	    strcmp(app->form, "H3") == 0 ? "/H1/RequestedCA" :
					   "/E6/RequestedCA");
	why_value(why, code);
	return OUT_REJECT;
}

enum outcome
receive_application(struct store_txn *txn, const struct office *o,
    struct arrival *a, struct why *why)
{
	const Rec__Verdict *v = a->parcel->verdict;
	Rec__Case c = REC__CASE__INIT;
	char id[CASEID_TEXT], thread[THREAD_TEXT];
	struct new_message n;
	enum outcome out;
	size_t i;

	if ((out = check_requested(o, v->application, why)) != OUT_OK ||
	    (out = number_case(txn, o, v->application, &c.number, id, why)) !=
		OUT_OK ||
	    (out = new_key(txn, &c.key, why)) != OUT_OK)
		return out;
	c.id = id;
	c.other = v->application->requested->code;
	make_thread(o, c.other, c.number, thread, sizeof(thread));
	c.thread = thread;
	message_begin(o, &c, v->application->form, &n);
	n.m.recorder = a->actor;
	n.m.language = v->application->language;
	for (i = 0; i < a->parcel->manifest->n_files; i++)
		if ((out = add_file(txn, o, &c, &n, a, i, why)) != OUT_OK)
			return out;
	if ((out = add_cut(txn, o, &c, &n, v, why)) != OUT_OK ||
	    (out = message_seal(txn, o, &n, why)) != OUT_OK)
		return out;
	message_brought(o, &c, &n);
	if ((out = append(txn, o, a, &c, &n, why)) != OUT_OK ||
	    (out = receive_alike(txn, o, a, &c, v->application, why)) != OUT_OK)
		return out;
	return v->restricted == NULL ?
	    OUT_OK :
	    restricted_put(txn, c.number, v->restricted, why);
}
