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
#include "domain/case/state.h"
#include "io/record.h"

static const char unknown_thread[] = "belongs to a thread that is not known "
				     "here";

static bool
is_application(const struct incoming *in)
{
	return in->a->parcel->verdict->kind == REC__VERDICT__KIND__APPLICATION;
}

/* A case is nobody's business but of its two authorities; and of an erased one
 * nothing is left to put it to. */
static void
forget_case(struct incoming *in)
{

	record_free(in->c);
	in->c = NULL;
}

/* Why it is not taken in, as things stand: a rule, and ${text}, which is NULL
 * if the message itself is at fault.  NULL: it is. */
static const char *
refusal(const struct office *o, struct incoming *in, const char **text)
{
	const Rec__Verdict *v = in->a->parcel->verdict;
	const Rec__Header *h = in->header;

	*text = NULL;
	if (h == NULL || h->sender == NULL || h->receiver == NULL)
		return incoming_fault(in);
	if (erase_done(in->c)) {
		forget_case(in);
		*text = "belongs to a case that was erased";
		return "ERASED";
	}
	if (strcmp(h->receiver->code, o->code) != 0) {
		*text = "addressed to another authority";
		return "MESSAGE-ADDRESS";
	}
	if (!party_known(o, h->sender->code)) {
		*text = "from an authority that is not in the settings";
		return "MESSAGE-SENDER";
	}
	if (in->c != NULL && strcmp(h->sender->code, in->c->other) != 0) {
		forget_case(in);
		*text = "in the thread of a case with another authority";
	} else if (v->kind == REC__VERDICT__KIND__UNREADABLE) {
		return incoming_fault(in);
	} else if (in->c != NULL && is_application(in)) {
		*text = "a second application in the thread of a case";
	} else if (in->c == NULL && !is_application(in) &&
	    v->kind != REC__VERDICT__KIND__NOTE) {
		*text = unknown_thread;
	}
	return *text == NULL ? NULL : "MESSAGE-THREAD";
}

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

/* ${rule} and ${text}: as refusal() says. */
static enum outcome
take(struct store_txn *txn, const struct office *o, struct incoming *in,
    const char *rule, const char *text, struct why *why)
{
	bool of_none = in->c == NULL && rule == NULL && !is_application(in);
	enum outcome out;

	if ((of_none || text == unknown_thread) &&
	    (out = check_case(txn, in, why)) != OUT_OK)
		return out;
	if (rule != NULL)
		return text == NULL ?
		    incoming_broken(txn, o, in, why) :
		    incoming_unreadable(txn, o, in, rule, text, why);
	if (in->c != NULL)
		return take_in_thread(txn, o, in, why);
	return of_none ? incoming_note(txn, o, in, why) :
			 incoming_application(txn, o, in, why);
}

/* Set the case of its thread, or NULL. */
static enum outcome
find_case(struct store_txn *txn, struct incoming *in, struct why *why)
{
	enum outcome out;
	uint64_t number;

	if (in->header == NULL || in->header->thread[0] == '\0')
		return OUT_OK;
	out = index_get(txn, "thread", in->header->thread,
	    strlen(in->header->thread), &number, why);
	return out != OUT_OK || number == 0 ?
	    out :
	    case_get(txn, number, &in->c, why);
}

enum outcome
receive_message(struct store_txn *txn, const struct office *o,
    struct arrival *a, struct why *why)
{
	const char *rule, *text;
	struct incoming in;
	enum outcome out;
	bool seen = false;

	memset(&in, 0, sizeof(in));
	rec__message__init(&in.m);
	in.a = a;
	in.header = a->parcel->verdict->header;
	if ((out = find_case(txn, &in, why)) != OUT_OK)
		return out;
	rule = refusal(o, &in, &text);
	if (rule == NULL && in.c != NULL)
		out = incoming_items(txn, &in, &rule, &text, why);
	if (out == OUT_OK && in.header != NULL && in.header->sender != NULL &&
	    in.header->msg_id[0] != '\0')
		out = incoming_seen(txn, o, &in, rule, &seen, why);
	if (out == OUT_OK && !seen)
		out = take(txn, o, &in, rule, text, why);
	record_free(in.c);
	return out;
}
