/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/case/dispatch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/case/decide.h"
#include "domain/case/dispatch_impl.h"
#include "domain/trust/envelope.h"
#include "domain/case/index.h"
#include "domain/case/journal.h"
#include "domain/case/left.h"
#include "domain/case/resend.h"
#include "domain/case/state.h"
#include "io/digest.h"
#include "io/record.h"
#include "value/date.h"

static enum outcome
add_document(struct store_txn *txn, const struct office *o, uint64_t number,
    struct making *m, struct outgoing *out, struct why *why)
{
	Rec__HeaderDocument *hd = &m->doc[m->h.n_documents];
	enum outcome o2;
	Rec__Document *d;

	if ((o2 = document_read(txn, number, &d, why)) != OUT_OK)
		return o2;
	if (d == NULL)
		return why_retry(why, "store: document is missing");
	if (strcmp(d->role, "cut") == 0) { /* for our pages alone */
		record_free(d);
		return OUT_OK;
	}
	if (strcmp(d->role, "header") == 0) { /* it has left before */
		o2 = document_bytes(
		    o, store_seal(txn), d, &out->file[0].data, why);
		record_free(d);
		return o2;
	}
	(void)snprintf(
	    out->file[out->n].name, sizeof(out->file[0].name), "%s", d->name);
	o2 =
	    document_bytes(o, store_seal(txn), d, &out->file[out->n].data, why);
	rec__header_document__init(hd);
	hd->name = out->file[out->n].name;
	hd->type = lend("D");
	hd->mime = lend(strcmp(d->mime, "application/pdf") == 0 ?
		"application/pdf" :
		strcmp(d->mime, "application/xml") == 0 ?
		"application/xml" :
		"application/octet-stream");
	hd->size = d->size;
	hd->created = m->created;
	hd->hash = header_file_hash(d->sha256.data, m->hash[m->h.n_documents]);
	m->docs[m->h.n_documents] = hd;
	m->h.n_documents++;
	out->n++;
	record_free(d);
	return o2;
}

static enum outcome
fill(const struct office *o, const Rec__Message *msg, struct making *m,
    struct why *why)
{
	enum outcome out;
	int64_t at;

	rec__header__init(&m->h);
	authority_of_unit(o, &m->sender, &m->sender_room);
	authority_of_party(o, msg->other, &m->receiver, &m->receiver_room);
	m->h.sender = &m->sender;
	m->h.receiver = &m->receiver;
	m->h.msg_id = msg->msg_id;
	m->h.thread = msg->thread;
	m->h.msg_no = msg->msg_no;
	m->h.form = msg->form;
	m->h.documents = m->docs;
	/* The message's own time, so that the bytes are always the same. */
	if (!time_parse(msg->at, &at))
		return why_retry(why, "store: message without a time");
	out = time_local(
	    at, config_get(o->conf, "unit", "timezone"), m->created, why);
	m->h.created = m->created;
	return out;
}

static enum outcome
write_header(struct making *m, struct outgoing *out, struct why *why)
{
	enum outcome o;

	buf_reset(&out->file[0].data);
	if ((o = header_hash(&m->h, why)) == OUT_OK)
		o = header_write(&m->h, &out->file[0].data, why);
	(void)record_set(&m->h.version, NULL); /* what header_hash() set */
	(void)record_set(&m->h.hash, NULL);
	(void)record_set(&m->h.scheme, NULL);
	return o;
}

/* The hash of what leaves, for the record of it. */
static enum outcome
sum_up(struct outgoing *out, struct why *why)
{
	struct buf b = BUF_INIT;
	unsigned char digest[32];
	enum outcome o = OUT_OK;
	char text[65];
	size_t i;

	for (i = 0; o == OUT_OK && i < out->n; i++) {
		o = digest_sha256(
		    out->file[i].data.data, out->file[i].data.len, digest, why);
		(void)buf_printf(
		    &b, "%s  %s\n", hex(digest, 32, text), out->file[i].name);
	}
	if (o == OUT_OK && (o = buf_ok(&b, why)) == OUT_OK &&
	    (o = digest_sha256(b.data, b.len, digest, why)) == OUT_OK)
		(void)hex(digest, 32, out->sha256);
	buf_free(&b);
	return o;
}

/* Whether the header that it left with is that of a sealed message. */
static bool
left_sealed(const struct outgoing *out)
{
	return strstr((const char *)out->file[0].data.data,
		   "<msgHashCode>is1:") != NULL;
}

enum outcome
dispatch_build(struct store_txn *txn, const struct office *o, uint64_t number,
    struct worker *worker, struct outgoing *out, struct why *why)
{
	struct making *m;
	Rec__Message *msg;
	enum outcome o2;
	bool plain;
	size_t i;

	memset(out, 0, sizeof(*out));
	if ((o2 = message_get(txn, number, &msg, why)) != OUT_OK)
		return o2;
	if (msg == NULL || (m = calloc(1, sizeof(*m))) == NULL) {
		record_free(msg);
		return why_retry(why, "store: message is missing");
	}
	(void)resend_folder(o->code, msg, out->folder, sizeof(out->folder));
	(void)snprintf(out->party, sizeof(out->party), "%s", msg->other);
	(void)snprintf(out->msg_id, sizeof(out->msg_id), "%s", msg->msg_id);
	(void)strcpy(out->file[0].name, HEADER_FILE);
	out->n = 1;
	o2 = fill(o, msg, m, why);
	for (i = 0; o2 == OUT_OK && i < msg->n_documents &&
	     out->n < DISPATCH_FILES_MAX;
	     i++)
		o2 = add_document(txn, o, msg->documents[i], m, out, why);
	plain = strcmp(party_get(o, out->party, "plain"), "yes") == 0;
	if (o2 == OUT_OK &&
	    (out->file[0].data.len == 0 || (plain && left_sealed(out))))
		o2 = write_header(m, out, why);
	if (o2 == OUT_OK)
		o2 = sum_up(out, why);
	if (o2 == OUT_OK)
		o2 = left_message(
		    txn, msg, out->folder, out->sha256, &out->note, why);
	if (o2 == OUT_OK && !plain)
		o2 = dispatch_seal(o, worker, m, out, why);
	free(m);
	record_free(msg);
	if (o2 != OUT_OK)
		dispatch_free(out);
	return o2;
}

void
dispatch_free(struct outgoing *out)
{
	size_t i;

	for (i = 0; i < out->n; i++)
		buf_wipe(&out->file[i].data);
	buf_free(&out->note);
	out->n = 0;
}

/* The header as it left, once, under the key of the message's documents. */
static enum outcome
keep_header(struct store_txn *txn, const struct office *o,
    const Rec__Message *m, const struct buf *header, uint64_t *number,
    struct why *why)
{
	struct new_document d = { .case_number = m->case_number,
		.name = HEADER_FILE,
		.role = "header",
		.mime = "application/xml",
		.data = header->data,
		.len = header->len };
	unsigned char key[8];
	enum outcome out;
	bool found;

	if (m->resent > 0)
		return OUT_OK;
	if (m->case_number != 0) {
		out = state_case_key(txn, m->case_number, &d.key, why);
	} else {
		store_key8(m->documents[0], key);
		out = store_key_of(
		    txn, DB_DOCUMENT, key, sizeof(key), &d.key, &found, why);
	}
	if (out == OUT_OK)
		out = document_add(txn, o, &d, number, NULL, why);
	return out;
}

static bool
is_application(const Rec__Message *m)
{
	return strcmp(m->form, "E6") == 0 || strcmp(m->form, "H3") == 0;
}

enum outcome
dispatch_done(struct store_txn *txn, const struct office *o, uint64_t number,
    const char *folder, const struct buf *header, struct why *why)
{
	struct outcomes outs = { .n = 0 };
	char subject[21];
	enum outcome out;
	Rec__Message *m;
	Rec__Event ev;
	Rec__Case *c = NULL;

	if ((out = message_get(txn, number, &m, why)) != OUT_OK)
		return out;
	if (m == NULL)
		return why_retry(why, "store: message is missing");
	out = journal_begin(txn, o, "dispatched", &ev, why);
	if (out == OUT_OK && m->case_number != 0)
		out = case_get(txn, m->case_number, &c, why);
	if (out == OUT_OK && c != NULL && is_application(m) &&
	    c->acknowledged_on[0] == '\0')
		out = outcome_due(
		    o, c->instrument, "R-401", o->today, &outs, why);
	if (out == OUT_OK)
		out = keep_header(txn, o, m, header, &ev.document, why);
	if (out == OUT_OK) {
		ev.case_number = m->case_number;
		ev.subject = number_name(number, subject);
		ev.text = lend(folder);
		outcome_lend(&outs, &ev);
		out = journal_append(txn, &ev, why);
	}
	record_free(c);
	record_free(m);
	return out;
}
