/* SPDX-License-Identifier: EUPL-1.2 */
/* The way of any message of another authority: seen before?  of which case?
 * readable?  Then what its kind leads to. */
#include <stdlib.h>
#include <string.h>

#include "domain/case/casefile.h"
#include "domain/case/decide.h"
#include "domain/case/erase.h"
#include "domain/form/header.h"
#include "domain/case/index.h"
#include "domain/case/left_events.h"
#include "domain/case/receive_parts.h"
#include "domain/case/resend.h"
#include "domain/case/state.h"
#include "io/record.h"

static enum outcome
take_in_thread(struct store_txn *txn, const struct office *o,
    struct incoming *in, struct why *why)
{
	enum outcome out;

	if ((out = incoming_gap(txn, o, in, why)) != OUT_OK)
		return out;
	switch (in->a->parcel->verdict->kind) {
	case REC__VERDICT__KIND__ACKNOWLEDGEMENT:
		return incoming_acknowledgement(txn, o, in, why);
	case REC__VERDICT__KIND__NOTICE:
		return incoming_notice(txn, o, in, why);
	case REC__VERDICT__KIND__CONFIRMATION:
		return incoming_confirmation(txn, o, in, why);
	case REC__VERDICT__KIND__NOTE:
		return incoming_note(txn, o, in, why);
	case REC__VERDICT__KIND__APPLICATION:
		return incoming_unreadable(txn, o, in, "MESSAGE-THREAD",
		    "a second application in the thread of a case", why);
	default:
		return incoming_unreadable(
		    txn, o, in, "MESSAGE-UNREADABLE", "not readable", why);
	}
}

/* Of a case that left before the store forgot it: it waits until that is
 * recorded again. */
static enum outcome
check_case(struct store_txn *txn, const struct incoming *in, struct why *why)
{
	enum outcome out;
	uint64_t number;

	out = left_number(txn, "left-thread", in->header->thread, &number, why);
	if (out != OUT_OK || number == 0)
		return out;
	return why_reject(why, "MESSAGE-CASE",
	    "its case is not recorded again yet since the store was restored: "
	    "drop the application, then requeue this");
}

static enum outcome
take(struct store_txn *txn, const struct office *o, struct incoming *in,
    struct why *why)
{
	const Rec__Verdict *v = in->a->parcel->verdict;
	const Rec__Header *h = in->header;
	enum outcome out;

	if (h == NULL || h->sender == NULL || h->receiver == NULL)
		return incoming_broken(txn, o, in, why);
	if (strcmp(h->receiver->code, o->code) != 0)
		return incoming_unreadable(txn, o, in, "MESSAGE-ADDRESS",
		    "addressed to another authority", why);
	if (!party_known(o, h->sender->code))
		return incoming_unreadable(txn, o, in, "MESSAGE-SENDER",
		    "from an authority that is not in the settings", why);
	/* A case is nobody's business but of its two authorities. */
	if (in->c != NULL && strcmp(h->sender->code, in->c->other) != 0) {
		record_free(in->c);
		in->c = NULL;
		return incoming_unreadable(txn, o, in, "MESSAGE-THREAD",
		    "in the thread of a case with another authority", why);
	}
	if (v->kind == REC__VERDICT__KIND__UNREADABLE)
		return incoming_broken(txn, o, in, why);
	if (in->c != NULL)
		return take_in_thread(txn, o, in, why);
	if (v->kind == REC__VERDICT__KIND__APPLICATION)
		return incoming_application(txn, o, in, why);
	if ((out = check_case(txn, in, why)) != OUT_OK)
		return out;
	if (v->kind == REC__VERDICT__KIND__NOTE)
		return incoming_note(txn, o, in, why);
	return incoming_unreadable(txn, o, in, "MESSAGE-THREAD",
	    "belongs to a thread that is not known here", why);
}

/* Of the case nothing is left to put it to. */
static enum outcome
take_erased(struct store_txn *txn, const struct office *o, struct incoming *in,
    struct why *why)
{
	record_free(in->c);
	in->c = NULL;
	return incoming_unreadable(
	    txn, o, in, "ERASED", "belongs to a case that was erased", why);
}

/* What it says, whoever may have sealed it anew: the hash of its files, or of
 * what was sealed in them. */
static enum outcome
content_token(const struct incoming *in, unsigned char *token, struct why *why)
{
	const Rec__Manifest *m = in->a->parcel->manifest;
	const Rec__Verdict *v = in->a->parcel->verdict;
	Rec__ParcelFile *plain, **files;
	enum outcome out;
	size_t i;

	if (v->n_opened == 0)
		return header_content_token(
		    in->header, m->files, m->n_files, token, why);
	plain = calloc(v->n_opened, sizeof(Rec__ParcelFile));
	files = calloc(v->n_opened, sizeof(Rec__ParcelFile *));
	for (i = 0; plain != NULL && files != NULL && i < v->n_opened; i++) {
		const Rec__OpenedFile *o = v->opened[i];

		rec__parcel_file__init(&plain[i]);
		plain[i].name = m->files[o->file]->name;
		plain[i].size = o->size;
		plain[i].sha256 = o->sha256;
		files[i] = &plain[i];
	}
	out = plain == NULL || files == NULL ?
	    why_sys(why, "message") :
	    header_content_token(in->header, files, v->n_opened, token, why);
	free(plain);
	free(files);
	return out;
}

/* Seen before?  What could not be read is not: now it may be whole.  Else the
 * same id with other content is for a person, unless it is what that one has
 * replaced: its folder may still stand there. */
static enum outcome
seen_before(struct store_txn *txn, const struct office *o, struct incoming *in,
    bool *seen, struct why *why)
{
	struct task_about t = { 0, NULL, "same-id-other-content",
		"MESSAGE-TWICE", NULL, NULL, in->header->msg_id, NULL, NULL,
		"task" };
	unsigned char token[32];
	enum outcome out;
	Rec__Message *m;
	uint64_t number;
	bool replaced;

	*seen = false;
	if ((out = content_token(in, token, why)) != OUT_OK)
		return out;
	(void)hex(token, sizeof(token), in->sha256);
	if ((out = message_by_id(txn, in->header->sender->code,
		 in->header->msg_id, &number, why)) != OUT_OK ||
	    number == 0)
		return out;
	*seen = true;
	if ((out = message_get(txn, number, &m, why)) != OUT_OK || m == NULL)
		return out;
	if (strcmp(m->sha256, in->sha256) != 0 && m->readable[0] != '\0') {
		*seen = false;
		(void)number_name(number, in->replaces);
	} else if (strcmp(m->sha256, in->sha256) != 0 &&
	    (out = resend_was_replaced(txn, in->header->sender->code,
		 in->header->msg_id, in->sha256, &replaced, why)) == OUT_OK &&
	    !replaced) {
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
	if (erase_done(in.c))
		out = take_erased(txn, o, &in, why);
	else
		out = take(txn, o, &in, why);
	record_free(in.c);
	return out;
}
