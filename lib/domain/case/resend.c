/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/case/resend.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/case/casefile.h"
#include "domain/case/index.h"
#include "domain/case/state.h"
#include "io/record.h"

#define CONTENT_KEY ((size_t)600) /* bytes; what is cut off is of an id */

char *
resend_folder(const char *code, const Rec__Message *m, char *buf, size_t size)
{
	if (m->resent == 0)
		(void)snprintf(buf, size, "%s_%s", code, m->msg_id);
	else
		(void)snprintf(
		    buf, size, "%s_%s-r%u", code, m->msg_id, m->resent);
	return buf;
}

/* Whether it has left: it is somewhere between the connector and the end. */
static bool
has_left(const Rec__Message *m)
{
	static const char *const states[] = { "sent", "submitted", "relayed",
		"delivered", "retrieved", "failed" };
	size_t i;

	for (i = 0; i < sizeof(states) / sizeof(states[0]); i++)
		if (strcmp(m->state, states[i]) == 0)
			return m->outgoing;
	return false;
}

static enum outcome
append(struct store_txn *txn, const struct office *o, const Rec__Message *m,
    const char *text, struct why *why)
{
	char subject[21];
	enum outcome out;
	Rec__Event ev;

	if ((out = journal_begin(txn, o, "resend", &ev, why)) != OUT_OK)
		return out;
	ev.case_number = m->case_number;
	ev.subject = number_name(m->number, subject);
	ev.text = lend(text);
	return journal_append(txn, &ev, why);
}

static enum outcome
find(struct store_txn *txn, const char *name, Rec__Message **m, struct why *why)
{
	enum outcome out;
	uint64_t number;

	*m = NULL;
	out = index_get(txn, "sent-id", name, strlen(name), &number, why);
	if (out == OUT_OK && number == 0)
		out =
		    index_get(txn, "folder", name, strlen(name), &number, why);
	if (out == OUT_OK && number != 0)
		out = message_get(txn, number, m, why);
	return out;
}

enum outcome
resend_message(struct store_txn *txn, const struct office *o, const char *name,
    const char *reason, char *folder, size_t size, struct why *why)
{
	enum outcome out;
	Rec__Message *m;

	if ((out = find(txn, name, &m, why)) != OUT_OK)
		return out;
	if (m == NULL)
		return why_reject(
		    why, "RESEND", "no message of ours has that id");
	if (m->n_documents == 0) {
		record_free(m);
		return why_reject(why, "RESEND",
		    "it left before the store was restored: what it said is "
		    "not here");
	}
	if (!has_left(m)) {
		record_free(m);
		return why_reject(
		    why, "RESEND", "it has not left, or it waits to leave");
	}
	if (m->n_documents == 0) {
		record_free(m);
		return why_reject(why, "ERASED", "its case was erased");
	}
	if ((out = append(txn, o, m, reason, why)) == OUT_OK) {
		m->resent++;
		(void)resend_folder(o->code, m, folder, size);
	}
	record_free(m);
	return out;
}

enum outcome
resend_asked(struct store_txn *txn, const struct office *o,
    const Rec__Note *note, const char *by, const char *msg_id, struct why *why)
{
	enum outcome out;
	Rec__Message *m;

	if (strcmp(note->kind, "RESEND") != 0)
		return OUT_OK;
	if ((out = find(txn, note->about_message, &m, why)) != OUT_OK)
		return out;
	/* Once: two programs must not go on asking each other for ever. */
	if (m != NULL && m->resent == 0 && has_left(m) && m->n_documents > 0 &&
	    strcmp(m->other, by) == 0)
		out = append(txn, o, m, msg_id, why);
	record_free(m);
	return out;
}

enum outcome
apply_resend(struct store_txn *txn, const Rec__Event *ev, struct why *why)
{
	uint64_t number = strtoull(ev->subject, NULL, 10);
	enum outcome out;
	Rec__Message *m;

	if ((out = message_get(txn, number, &m, why)) != OUT_OK)
		return out;
	if (m == NULL)
		return why_retry(why, "store: message of an event is missing");
	m->resent++;
	if (record_set(&m->state, "approved") == -1)
		out = why_sys(why, "message");
	if (out == OUT_OK && (out = message_again(txn, ev, m, why)) == OUT_OK &&
	    (out = message_put(txn, m, why)) == OUT_OK &&
	    (out = queue_put(txn, "out", ev->subject, why)) == OUT_OK &&
	    (out = task_close(
		 txn, ev, m->case_number, "resend", m->msg_id, why)) == OUT_OK)
		out = task_close(
		    txn, ev, m->case_number, "not-delivered", m->msg_id, why);
	record_free(m);
	return out;
}

/* Its own content: other content under its id is not it. */
static char *
content_key(const char *other, const char *msg_id, const char *sha256,
    char *buf, size_t size)
{
	(void)snprintf(buf, size, "%s|%s|%s", sha256, other, msg_id);
	return buf;
}

enum outcome
resend_was_replaced(struct store_txn *txn, const char *other,
    const char *msg_id, const char *sha256, bool *was, struct why *why)
{
	char key[CONTENT_KEY];
	enum outcome out;
	uint64_t number;

	out = index_get_token(txn, "replaced",
	    content_key(other, msg_id, sha256, key, sizeof(key)), &number, why);
	*was = out == OUT_OK && number != 0;
	return out;
}

enum outcome
resend_replaced(struct store_txn *txn, const Rec__Event *ev, uint64_t number,
    struct why *why)
{
	char key[CONTENT_KEY];
	enum outcome out;
	Rec__Message *m;

	if ((out = message_get(txn, number, &m, why)) != OUT_OK || m == NULL)
		return out;
	if (record_set(&m->state, "replaced") == -1)
		out = why_sys(why, "message");
	(void)content_key(m->other, m->msg_id, m->sha256, key, sizeof(key));
	if (out == OUT_OK && (out = message_put(txn, m, why)) == OUT_OK &&
	    (out = index_put_token(txn, "replaced", key, number, why)) ==
		OUT_OK &&
	    (out = task_close(txn, ev, m->case_number, "unreadable", m->folder,
		 why)) == OUT_OK)
		out = task_close(
		    txn, ev, m->case_number, "finding", m->msg_id, why);
	record_free(m);
	return out;
}
