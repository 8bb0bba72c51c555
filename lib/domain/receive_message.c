/* SPDX-License-Identifier: EUPL-1.2 */
/* What another authority sent, and what the connector proves about ours. */
#include <stdlib.h>
#include <string.h>

#include "domain/casefile.h"
#include "domain/decide.h"
#include "domain/evidence.h"
#include "domain/header.h"
#include "domain/index.h"
#include "domain/note.h"
#include "domain/receive.h"
#include "domain/state.h"
#include "io/record.h"
#include "value/caseid.h"

#define FILES_MAX 220 /* of one message */

/* A message being taken in. */
struct incoming {
	struct arrival *a;
	const Rec__Header *header; /* NULL: broken */
	Rec__Case *c;		   /* of its thread; or NULL */
	Rec__Event ev;
	Rec__Message m;
	struct outcomes outs;
	uint64_t documents[FILES_MAX + 1];
	char sha256[65], case_id[CASEID_TEXT];
};

static const char *
mime_of(const Rec__Header *h, const char *name)
{
	const Rec__HeaderDocument *d = h == NULL ? NULL : header_lists(h, name);
	size_t n = strlen(name);

	if (d != NULL && d->mime[0] != '\0')
		return d->mime;
	return n > 4 && strcmp(name + n - 4, ".xml") == 0 ?
	    "application/xml" :
	    "application/octet-stream";
}

/* What a file of a message is to us. */
static const char *
role_of(const Rec__Verdict *v, const char *name)
{
	if (strcmp(name, HEADER_FILE) == 0)
		return "header";
	if (strcmp(name, v->form_file) == 0)
		return "form";
	if (strcmp(name, v->transmittal_file) == 0)
		return "transmittal";
	if (strcmp(name, "Token.xml") == 0 || strcmp(name, "Token.pdf") == 0)
		return "token";
	return evidence_type_of_file(name) != NULL ? "evidence" : "attachment";
}

static const Rec__Attached *
attached(const Rec__Verdict *v, const char *name)
{
	const Rec__Application *app = v->application;
	size_t i;

	for (i = 0; app != NULL && i < app->n_documents; i++)
		if (strcmp(app->documents[i]->file, name) == 0)
			return app->documents[i];
	return NULL;
}

static enum outcome
keep_file(struct store_txn *txn, const struct office *o, struct incoming *in,
    size_t i, struct why *why)
{
	const Rec__Verdict *v = in->a->parcel->verdict;
	const Rec__ParcelFile *f = in->a->parcel->manifest->files[i];
	const Rec__Attached *at = attached(v, f->name);
	struct new_document d = { .case_number = in->ev.case_number,
		.key = in->ev.key,
		.name = f->name,
		.mime = mime_of(in->header, f->name),
		.role = role_of(v, f->name),
		.data = in->a->files[i].data,
		.len = in->a->files[i].len };

	if (at != NULL) {
		d.type = at->type;
		d.title = at->title;
		d.language = at->language;
	}
	/* The form as it came has the restricted part in it. */
	if (strcmp(d.role, "form") == 0 && v->application != NULL) {
		d.restricted = true;
		d.key++;
	}
	return document_add(
	    txn, o, &d, &in->documents[in->m.n_documents++], NULL, why);
}

static enum outcome
keep_files(struct store_txn *txn, const struct office *o, struct incoming *in,
    struct why *why)
{
	const Rec__Verdict *v = in->a->parcel->verdict;
	struct new_document cut = { .case_number = in->ev.case_number,
		.key = in->ev.key,
		.name = v->form_file,
		.role = "cut",
		.mime = "application/xml",
		.data = v->cut_form.data,
		.len = v->cut_form.len };
	enum outcome out;
	size_t i;

	for (i = 0; i < in->a->parcel->manifest->n_files && i < FILES_MAX; i++)
		if ((out = keep_file(txn, o, in, i, why)) != OUT_OK)
			return out;
	if (cut.len == 0)
		return OUT_OK;
	return document_add(
	    txn, o, &cut, &in->documents[in->m.n_documents++], NULL, why);
}

/* The event of this kind, with the message in it. */
static enum outcome
begin(struct store_txn *txn, const struct office *o, struct incoming *in,
    const char *kind, struct why *why)
{
	const Rec__Header *h = in->header;
	enum outcome out;

	if ((out = arrival_begin(txn, o, in->a, kind, &in->ev, why)) !=
		OUT_OK ||
	    (out = store_count(txn, "message", &in->m.number, why)) != OUT_OK)
		return out;
	in->ev.message = &in->m;
	in->ev.verdict = in->a->parcel->verdict;
	if (in->c != NULL) {
		in->ev.case_number = in->m.case_number = in->c->number;
		in->ev.subject = in->c->id;
		in->ev.key = in->c->key;
	} else if ((out = new_key(txn, &in->ev.key, why)) != OUT_OK) {
		return out;
	}
	in->m.at = lend(o->now);
	in->m.state = lend("received");
	in->m.folder = in->a->parcel->manifest->folder;
	in->m.sha256 = in->sha256;
	in->m.documents = in->documents;
	in->m.form = h == NULL ? lend("") : h->form;
	if (h != NULL) {
		in->m.msg_id = h->msg_id;
		in->m.thread = h->thread;
		in->m.msg_no = h->msg_no;
		in->m.other = h->sender == NULL ? lend("") : h->sender->code;
	}
	return OUT_OK;
}

static enum outcome
finish(struct store_txn *txn, const struct office *o, struct incoming *in,
    struct why *why)
{
	Rec__Verdict *v = in->a->parcel->verdict;
	Rec__Verdict told = *v;
	enum outcome out;

	if ((out = keep_files(txn, o, in, why)) != OUT_OK)
		return out;
	outcome_add(&in->outs, "day", o->today);
	outcome_lend(&in->outs, &in->ev);
	/* The restricted part is kept apart, under its own key. */
	told.restricted = NULL;
	told.cut_form.len = 0;
	in->ev.verdict = &told;
	out = journal_append(txn, &in->ev, why);
	in->ev.verdict = v;
	return out;
}

/* The day from which a legal deadline runs: the parcel's newest time. */
static const char *
receipt_day(const struct incoming *in, char day[11])
{
	memcpy(day, in->a->parcel->manifest->arrived_at, 10);
	day[10] = '\0';
	return day;
}

static enum outcome
take_application(struct store_txn *txn, const struct office *o,
    struct incoming *in, struct why *why)
{
	Rec__Verdict *v = in->a->parcel->verdict;
	const Rec__Application *app = v->application;
	enum outcome out;
	char day[11];

	if ((out = begin(txn, o, in, "application", why)) != OUT_OK ||
	    (out = new_case(txn, o, &in->ev.case_number, in->case_id, why)) !=
		OUT_OK)
		return out;
	in->m.case_number = in->ev.case_number;
	in->ev.subject = in->case_id;
	outcome_add(&in->outs, "instrument", app->instrument);
	outcome_add(&in->outs, "opened", receipt_day(in, day));
	/* C-B: made, recognised or free of exequatur in this State. */
	outcome_add(&in->outs, "enforceable",
	    strcmp(app->type, "C-B") == 0 ? "yes" : "no");
	if ((out = outcome_due(
		 o, app->instrument, "R-401", day, &in->outs, why)) != OUT_OK ||
	    (out = finish(txn, o, in, why)) != OUT_OK)
		return out;
	return v->restricted == NULL ?
	    OUT_OK :
	    restricted_put(txn, in->ev.case_number, v->restricted, why);
}

/* Kept, and put before a person: ${rule} says why. */
static enum outcome
take_unreadable(struct store_txn *txn, const struct office *o,
    struct incoming *in, const char *rule, const char *text, struct why *why)
{
	enum outcome out;
	char day[11];

	if ((out = begin(txn, o, in, "unreadable", why)) != OUT_OK)
		return out;
	in->m.readable = lend(rule);
	outcome_add(&in->outs, "rule", rule);
	outcome_add(&in->outs, "text", text);
	/* What it is we cannot tell: the shorter of the deadlines may run. */
	if ((out = outcome_due(o, "EU4-2009", "R-401", receipt_day(in, day),
		 &in->outs, why)) != OUT_OK)
		return out;
	return finish(txn, o, in, why);
}

static enum outcome
take_acknowledgement(struct store_txn *txn, const struct office *o,
    struct incoming *in, struct why *why)
{
	const Rec__Acknowledgement *k = in->a->parcel->verdict->acknowledgement;
	enum outcome out;
	char day[11];

	if ((out = begin(txn, o, in, "acknowledgement", why)) != OUT_OK ||
	    (out = outcome_due(o, in->c->instrument, "R-402",
		 receipt_day(in, day), &in->outs, why)) != OUT_OK ||
	    (k->further_requested &&
		(out = outcome_due(o, in->c->instrument, "R-403", day,
		     &in->outs, why)) != OUT_OK))
		return out;
	return finish(txn, o, in, why);
}

/* An item of a notice as we keep it, unless we have it already. */
static enum outcome
announced(struct store_txn *txn, const struct incoming *in, Rec__NoticeItem *n,
    Rec__Item *item, bool *known, struct why *why)
{
	enum outcome out;
	Rec__Item *have;

	if ((out = item_get(txn, n->item_id, &have, why)) != OUT_OK)
		return out;
	*known = have != NULL;
	record_free(have);
	rec__item__init(item);
	item->id = n->item_id;
	item->case_number = in->c->number;
	item->case_id = in->c->id;
	item->mode = n->mode;
	item->date = n->date;
	item->amount = n->amount;
	item->from = n->from;
	item->until = n->until;
	item->source = n->source;
	item->state = lend("announced");
	item->allocation = n->allocation;
	item->conversion = n->conversion;
	item->end_to_end_id = n->end_to_end_id;
	item->correction_of = n->correction_of;
	item->reason = n->reason;
	item->transferred = n->transferred;
	item->other = in->c->other;
	item->notice = in->header->msg_id;
	return OUT_OK;
}

static enum outcome
take_notice(struct store_txn *txn, const struct office *o, struct incoming *in,
    struct why *why)
{
	const Rec__Notice *n = in->a->parcel->verdict->notice;
	Rec__Item *item = NULL, **items = NULL;
	enum outcome out;
	size_t i, used = 0;
	bool known;

	if ((out = begin(txn, o, in, "notice", why)) != OUT_OK)
		return out;
	item = calloc(n->n_items + 1, sizeof(*item));
	items = calloc(n->n_items + 1, sizeof(*items));
	if (item == NULL || items == NULL)
		out = why_sys(why, "notice");
	for (i = 0; out == OUT_OK && i < n->n_items; i++) {
		out = announced(txn, in, n->items[i], &item[used], &known, why);
		/* The same item is never counted twice (isupport 6.3). */
		if (out == OUT_OK && !known) {
			items[used] = &item[used];
			used++;
		}
	}
	in->ev.items = items;
	in->ev.n_items = used;
	if (out == OUT_OK)
		out = finish(txn, o, in, why);
	free(item);
	free(items);
	return out;
}

static enum outcome
confirm_item(struct store_txn *txn, const struct incoming *in,
    const Rec__ConfirmationItem *k, Rec__Item **item, struct why *why)
{
	enum outcome out;

	if ((out = item_get(txn, k->item_id, item, why)) != OUT_OK ||
	    *item == NULL)
		return out;
	if ((*item)->case_number != in->c->number) {
		record_free(*item);
		*item = NULL;
		return OUT_OK;
	}
	(*item)->received = k->received;
	(*item)->difference = k->difference;
	if (record_set(&(*item)->state, "confirmed") == -1 ||
	    record_set(&(*item)->received_on, k->received_on) == -1 ||
	    record_set(&(*item)->difference_reason, k->reason) == -1)
		return why_sys(why, "item");
	return OUT_OK;
}

static enum outcome
take_confirmation(struct store_txn *txn, const struct office *o,
    struct incoming *in, struct why *why)
{
	const Rec__Confirmation *k = in->a->parcel->verdict->confirmation;
	Rec__Item **items;
	enum outcome out;
	size_t i, used = 0;

	if ((out = begin(txn, o, in, "confirmation", why)) != OUT_OK)
		return out;
	if ((items = calloc(k->n_items + 1, sizeof(*items))) == NULL)
		return why_sys(why, "confirmation");
	for (i = 0; out == OUT_OK && i < k->n_items; i++) {
		out = confirm_item(txn, in, k->items[i], &items[used], why);
		if (items[used] != NULL)
			used++;
	}
	in->ev.items = items;
	in->ev.n_items = used;
	if (out == OUT_OK)
		out = finish(txn, o, in, why);
	for (i = 0; i < used; i++) {
		items[i]->received = NULL; /* lent by the verdict */
		items[i]->difference = NULL;
		record_free(items[i]);
	}
	free(items);
	return out;
}

static enum outcome
take_note(struct store_txn *txn, const struct office *o, struct incoming *in,
    struct why *why)
{
	enum outcome out;

	if ((out = begin(txn, o, in, "note", why)) != OUT_OK)
		return out;
	return finish(txn, o, in, why);
}

/* A number of the thread is missing: something may have been lost. */
static enum outcome
check_gap(struct store_txn *txn, const struct office *o,
    const struct incoming *in, struct why *why)
{
	struct task_about t = { in->c->number, in->c->id, "message-gap",
		"MESSAGE-GAP", NULL, NULL, in->header->msg_id, NULL, NULL,
		"task" };

	if (in->header->msg_no <= in->c->received + 1)
		return OUT_OK;
	return receive_alarm(txn, o, in->a, &t, NULL, why);
}

static enum outcome
take_in_thread(struct store_txn *txn, const struct office *o,
    struct incoming *in, struct why *why)
{
	enum outcome out;

	if ((out = check_gap(txn, o, in, why)) != OUT_OK)
		return out;
	switch (in->a->parcel->verdict->kind) {
	case REC__VERDICT__KIND__ACKNOWLEDGEMENT:
		return take_acknowledgement(txn, o, in, why);
	case REC__VERDICT__KIND__NOTICE:
		return take_notice(txn, o, in, why);
	case REC__VERDICT__KIND__CONFIRMATION:
		return take_confirmation(txn, o, in, why);
	case REC__VERDICT__KIND__NOTE:
		return take_note(txn, o, in, why);
	case REC__VERDICT__KIND__APPLICATION:
		return take_unreadable(txn, o, in, "MESSAGE-THREAD",
		    "a second application in the thread of a case", why);
	default:
		return take_unreadable(
		    txn, o, in, "MESSAGE-UNREADABLE", "not readable", why);
	}
}

/* Ask the sender for a message that came broken, once. */
static enum outcome
ask_again(struct store_txn *txn, const struct office *o,
    const struct incoming *in, struct why *why)
{
	Rec__Note note = REC__NOTE__INIT;
	struct new_document d = {
		.name = "form.xml", .role = "form", .mime = "application/xml"
	};
	struct buf xml = BUF_INIT;
	struct new_message n;
	Rec__Case none = REC__CASE__INIT;
	const Rec__Case *c = in->c == NULL ? &none : in->c;
	enum outcome out;
	Rec__Event ev;

	none.other = in->m.other;
	none.thread = in->m.thread;
	none.key = in->ev.key;
	note.sender = lend(o->code);
	note.receiver = in->m.other;
	note.kind = lend("RESEND");
	note.about_message = in->m.msg_id;
	note.about_thread = in->m.thread;
	note.rule = in->m.readable;
	if ((out = note_write(&note, &xml, why)) == OUT_OK)
		out = message_begin(txn, o, c, "NOTE", &n, why);
	d.data = xml.data;
	d.len = xml.len;
	if (out == OUT_OK &&
	    (out = message_add(txn, o, c, &n, &d, why)) == OUT_OK &&
	    (out = message_seal(txn, &n, why)) == OUT_OK &&
	    (out = arrival_begin(txn, o, in->a, "message-out", &ev, why)) ==
		OUT_OK) {
		message_go(c, &n);
		ev.case_number = c->number;
		ev.key = c->key;
		ev.message = &n.m;
		out = journal_append(txn, &ev, why);
	}
	buf_free(&xml);
	return out;
}

/* What cannot be read: kept; and if it is broken, asked for again. */
static enum outcome
take_broken(struct store_txn *txn, const struct office *o, struct incoming *in,
    struct why *why)
{
	const Rec__Verdict *v = in->a->parcel->verdict;
	const Rec__Finding *f = v->n_findings > 0 ? v->findings[0] : NULL;
	const char *rule = f == NULL ? "MESSAGE-UNREADABLE" : f->rule;
	enum outcome out;

	out = take_unreadable(txn, o, in, rule, f == NULL ? "" : f->text, why);
	if (out != OUT_OK || strcmp(rule, "HASH-SCHEME") == 0 ||
	    in->m.other[0] == '\0' || in->m.msg_id[0] == '\0' ||
	    !party_known(o, in->m.other))
		return out;
	return ask_again(txn, o, in, why);
}

static enum outcome
take(struct store_txn *txn, const struct office *o, struct incoming *in,
    struct why *why)
{
	const Rec__Verdict *v = in->a->parcel->verdict;
	const Rec__Header *h = in->header;

	if (h == NULL || h->sender == NULL || h->receiver == NULL)
		return take_broken(txn, o, in, why);
	if (strcmp(h->receiver->code, o->code) != 0)
		return take_unreadable(txn, o, in, "MESSAGE-ADDRESS",
		    "addressed to another authority", why);
	if (!party_known(o, h->sender->code))
		return take_unreadable(txn, o, in, "MESSAGE-SENDER",
		    "from an authority that is not in the settings", why);
	if (v->kind == REC__VERDICT__KIND__UNREADABLE)
		return take_broken(txn, o, in, why);
	if (in->c != NULL)
		return take_in_thread(txn, o, in, why);
	if (v->kind == REC__VERDICT__KIND__APPLICATION)
		return take_application(txn, o, in, why);
	if (v->kind == REC__VERDICT__KIND__NOTE)
		return take_note(txn, o, in, why);
	return take_unreadable(txn, o, in, "MESSAGE-THREAD",
	    "belongs to a thread that is not known here", why);
}

/* Seen before?  The same id with other content is for a person. */
static enum outcome
seen_before(struct store_txn *txn, const struct office *o, struct incoming *in,
    bool *seen, struct why *why)
{
	const Rec__Manifest *mf = in->a->parcel->manifest;
	struct task_about t = { 0, NULL, "same-id-other-content",
		"MESSAGE-TWICE", NULL, NULL, in->header->msg_id, NULL, NULL,
		"task" };
	unsigned char token[32];
	enum outcome out;
	Rec__Message *m;
	uint64_t number;

	*seen = false;
	if ((out = header_content_token(
		 in->header, mf->files, mf->n_files, token, why)) != OUT_OK)
		return out;
	(void)hex(token, sizeof(token), in->sha256);
	if ((out = message_by_id(txn, in->header->sender->code,
		 in->header->msg_id, &number, why)) != OUT_OK ||
	    number == 0)
		return out;
	*seen = true;
	if ((out = message_get(txn, number, &m, why)) != OUT_OK || m == NULL)
		return out;
	if (strcmp(m->sha256, in->sha256) != 0) {
		t.case_number = m->case_number;
		out = receive_alarm(txn, o, in->a, &t, NULL, why);
	}
	record_free(m);
	return out;
}

enum outcome
receive_message(struct store_txn *txn, const struct office *o,
    struct arrival *a, struct why *why)
{
	struct incoming in;
	enum outcome out;
	uint64_t number;
	bool seen;

	memset(&in, 0, sizeof(in));
	rec__message__init(&in.m);
	in.a = a;
	in.header = a->parcel->verdict->header;
	if (in.header != NULL && in.header->sender != NULL &&
	    in.header->msg_id[0] != '\0') {
		out = seen_before(txn, o, &in, &seen, why);
		if (out != OUT_OK || seen)
			return out;
	}
	if (in.header != NULL && in.header->thread[0] != '\0') {
		if ((out = index_get(txn, "thread", in.header->thread,
			 strlen(in.header->thread), &number, why)) != OUT_OK)
			return out;
		if (number != 0 &&
		    (out = case_get(txn, number, &in.c, why)) != OUT_OK)
			return out;
	}
	out = take(txn, o, &in, why);
	record_free(in.c);
	return out;
}

enum outcome
receive_evidence(struct store_txn *txn, const struct office *o,
    struct arrival *a, struct why *why)
{
	const struct parcel *p = a->parcel;
	struct task_about t = { 0, NULL, "evidence-unknown", "EVIDENCE-ROOT",
		NULL, NULL, p->manifest->about, NULL, NULL, "task" };
	struct new_document d = { .name = p->manifest->files[0]->name,
		.role = "evidence",
		.mime = "application/xml",
		.data = a->files[0].data,
		.len = a->files[0].len };
	char subject[21];
	enum outcome out;
	Rec__Message *m;
	Rec__Event ev;
	uint64_t number;

	if ((out = index_get(txn, "folder", p->manifest->about,
		 strlen(p->manifest->about), &number, why)) != OUT_OK)
		return out;
	if (number == 0 || p->verdict->kind != REC__VERDICT__KIND__EVIDENCE)
		return receive_alarm(txn, o, a, &t, NULL, why);
	if ((out = message_get(txn, number, &m, why)) != OUT_OK || m == NULL)
		return out;
	if ((out = arrival_begin(txn, o, a, "evidence", &ev, why)) == OUT_OK) {
		ev.case_number = d.case_number = m->case_number;
		ev.subject = number_name(number, subject);
		ev.verdict = p->verdict;
		out = state_case_key(txn, m->case_number, &d.key, why);
	}
	if (out == OUT_OK &&
	    (out = document_add(txn, o, &d, &ev.document, NULL, why)) == OUT_OK)
		out = journal_append(txn, &ev, why);
	record_free(m);
	return out;
}
