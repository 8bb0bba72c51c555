/* SPDX-License-Identifier: EUPL-1.2 */
/* A message that came, as an event: its record, and its files kept. */
#include <stdio.h>
#include <string.h>

#include "domain/case/decide.h"
#include "domain/form/evidence.h"
#include "domain/form/header.h"
#include "domain/case/receive_parts.h"
#include "io/record.h"
#include "value/date.h"

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
	if (evidence_type_of_file(name) != NULL)
		return "evidence";
	return v->header == NULL || header_lists(v->header, name) != NULL ?
	    "attachment" :
	    "unlisted";
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

/* What was sealed in the file, or NULL. */
static const struct buf *
opened(const struct incoming *in, size_t i)
{
	const Rec__Verdict *v = in->a->parcel->verdict;
	size_t k;

	for (k = 0; k < v->n_opened; k++)
		if (v->opened[k]->file == i)
			return &in->a->opened[i];
	return NULL;
}

/* A sealed file as it came: with its hash code in the header it proves who
 * sent it. */
static enum outcome
keep_sealed(struct store_txn *txn, const struct office *o, struct incoming *in,
    size_t i, struct why *why)
{
	struct new_document d = { .case_number = in->ev.case_number,
		.key = in->ev.key,
		.name = in->a->parcel->manifest->files[i]->name,
		.mime = "application/pkcs7-mime",
		.role = "sealed",
		.data = in->a->files[i].data,
		.len = in->a->files[i].len };

	return document_add(
	    txn, o, &d, &in->documents[in->m.n_documents++], NULL, why);
}

static enum outcome
keep_file(struct store_txn *txn, const struct office *o, struct incoming *in,
    size_t i, struct why *why)
{
	const Rec__Verdict *v = in->a->parcel->verdict;
	const Rec__ParcelFile *f = in->a->parcel->manifest->files[i];
	const Rec__Attached *at = attached(v, f->name);
	const struct buf *plain = opened(in, i);
	struct new_document d = { .case_number = in->ev.case_number,
		.key = in->ev.key,
		.name = f->name,
		.mime = mime_of(in->header, f->name),
		.role = role_of(v, f->name),
		.data = (plain == NULL ? &in->a->files[i] : plain)->data,
		.len = (plain == NULL ? &in->a->files[i] : plain)->len };
	enum outcome out;

	if (plain != NULL && (out = keep_sealed(txn, o, in, i, why)) != OUT_OK)
		return out;
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

	for (i = 0;
	     i < in->a->parcel->manifest->n_files && i < INCOMING_FILES_MAX;
	     i++)
		if ((out = keep_file(txn, o, in, i, why)) != OUT_OK)
			return out;
	if (cut.len == 0)
		return OUT_OK;
	return document_add(
	    txn, o, &cut, &in->documents[in->m.n_documents++], NULL, why);
}

/* The legal day from which deadlines run: that of the parcel's newest time,
 * or that on which we register it. */
static enum outcome
count_from(const struct office *o, struct incoming *in, struct why *why)
{
	const char *at = in->a->parcel->manifest->arrived_at;
	char local[20];
	enum outcome out;
	int64_t t;

	if (strcmp(config_get(o->conf, "gates", "receipt_counts_from"),
		"registration") == 0) {
		(void)snprintf(in->day, sizeof(in->day), "%.10s", o->today);
		return OUT_OK;
	}
	if (!time_parse(at, &t))
		return why_retry(why, "parcel: no time of arrival");
	out =
	    time_local(t, config_get(o->conf, "unit", "timezone"), local, why);
	(void)snprintf(in->day, sizeof(in->day), "%.10s", local);
	return out;
}

/* The event of this kind, with the message in it. */
enum outcome
incoming_begin(struct store_txn *txn, const struct office *o,
    struct incoming *in, const char *kind, struct why *why)
{
	const Rec__Header *h = in->header;
	enum outcome out;

	if ((out = count_from(o, in, why)) != OUT_OK ||
	    (out = arrival_begin(txn, o, in->a, kind, &in->ev, why)) !=
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
	if (in->ev.verdict->token != NULL) {
		in->token = *in->ev.verdict->token;
		in->token.file = in->token.signature_file = lend("");
		in->token.provider = lend("");
		in->token.technical_comment = lend("");
		in->token.legal_comment = lend("");
		in->m.token = &in->token;
	}
	in->m.at = lend(o->now);
	in->m.arrived = in->a->parcel->manifest->arrived_at;
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

enum outcome
incoming_finish(struct store_txn *txn, const struct office *o,
    struct incoming *in, struct why *why)
{
	Rec__Verdict *v = in->a->parcel->verdict;
	Rec__Verdict told = *v;
	enum outcome out;

	if ((out = keep_files(txn, o, in, why)) != OUT_OK)
		return out;
	outcome_add(&in->outs, "day", o->today);
	if (in->replaces[0] != '\0')
		outcome_add(&in->outs, "replaces", in->replaces);
	outcome_lend(&in->outs, &in->ev);
	/* The restricted part is kept apart, under its own key. */
	told.restricted = NULL;
	told.cut_form.len = 0;
	in->ev.verdict = &told;
	out = journal_append(txn, &in->ev, why);
	in->ev.verdict = v;
	return out;
}
