/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_RECEIVE_PARTS_H
#define DOMAIN_RECEIVE_PARTS_H

#include "base/record.pb-c.h"
#include "base/why.h"
#include "domain/case/decide.h"
#include "domain/case/receive.h"
#include "io/store.h"
#include "value/caseid.h"

/*
 * receive_parts -- what the files receive_*.c share about messages of other
 * authorities: receive_message.c is the way of any of them, receive_seen.c
 * whether it came before, receive_kind.c and receive_broken.c what becomes of
 * it, receive_event.c the event itself.
 */
#define INCOMING_FILES_MAX 220 /* of one message */

/* A message being taken in. */
struct incoming {
	struct arrival *a;
	const Rec__Header *header; /* NULL: broken */
	Rec__Case *c;		   /* of its thread; or NULL */
	Rec__Event ev;
	Rec__Message m;
	Rec__Token token; /* what of it names nobody, for the message */
	struct outcomes outs;
	uint64_t documents[2 * INCOMING_FILES_MAX + 1];
	char sha256[65], case_id[CASEID_TEXT];
	char day[11];	   /* from which its legal deadlines run */
	char replaces[21]; /* number of one that was not taken in; or "" */
};

/**
 * incoming_begin(txn, office, incoming, kind, why):
 * Start the event of that ${kind}, with the message in it.
 * incoming_finish(txn, office, incoming, why): keep the message's files and
 * append the event.
 */
MUST_CHECK enum outcome incoming_begin(struct store_txn *,
    const struct office *, struct incoming *, const char *, struct why *);
MUST_CHECK enum outcome incoming_finish(
    struct store_txn *, const struct office *, struct incoming *, struct why *);

/**
 * incoming_seen(txn, office, incoming, rule, seen, why):
 * Set the message's sha256, and ${seen} to whether it came before and nothing
 * is to be done; a person is told of other content under its id, and of files
 * that came to it since.  What was kept and not taken in is not seen if it
 * comes with other content, for now it may be whole; nor if it comes as it
 * was, and what was in its way is not any more: ${rule} would keep it now, or
 * none (NULL).
 */
MUST_CHECK enum outcome incoming_seen(struct store_txn *, const struct office *,
    struct incoming *, const char *, bool *, struct why *);

/**
 * incoming_gap(txn, office, incoming, why):
 * Put before a person which numbers of its thread before its own have not
 * come; of a message that opened its case, after its event.  The tasks end
 * when these come.
 */
MUST_CHECK enum outcome incoming_gap(
    struct store_txn *, const struct office *, struct incoming *, struct why *);

/**
 * incoming_items(txn, incoming, rule, text, why):
 * Set ${rule} and ${text}, as for incoming_unreadable(), if the message, which
 * is of the case incoming->c, is not its sender's to send there, or names an
 * item of money that it may not: MESSAGE-ROLE, the wrong side's, or the form of
 * the other instrument; NOTICE-AGAIN, an item announced before for other money,
 * or a correction of what is not its sender's in that case; CONFIRM-AGAIN, one
 * confirmed before with other money; CONFIRM-ITEM, one that was not announced
 * in that case, or whose transfer failed.  Else leave them.
 */
MUST_CHECK enum outcome incoming_items(struct store_txn *,
    const struct incoming *, const char **, const char **, struct why *);

/** incoming_KIND(txn, office, incoming, why): take in a message of that kind;
 * all but an application and a note are of the case incoming->c. */
typedef enum outcome incoming_fn(
    struct store_txn *, const struct office *, struct incoming *, struct why *);
incoming_fn incoming_application, incoming_acknowledgement, incoming_notice,
    incoming_confirmation, incoming_note;

/**
 * incoming_unreadable(txn, office, incoming, rule, text, why):
 * Keep it, and put it before a person: ${rule} says why.
 * incoming_broken(txn, office, incoming, why): the same for what could not be
 * read at all, by its first finding; its sender is asked for it again where
 * the settings say so, unless the message may be right (a scheme that is not
 * ours).
 * incoming_fault(incoming): the rule of that finding.
 */
MUST_CHECK enum outcome
incoming_unreadable(struct store_txn *, const struct office *,
    struct incoming *, const char *, const char *, struct why *);
MUST_CHECK enum outcome incoming_broken(
    struct store_txn *, const struct office *, struct incoming *, struct why *);
const char *incoming_fault(const struct incoming *);

#endif /* !DOMAIN_RECEIVE_PARTS_H */
