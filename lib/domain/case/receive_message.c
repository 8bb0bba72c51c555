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
		out = incoming_seen(txn, o, &in, &seen, why);
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
