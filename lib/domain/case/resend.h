/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_RESEND_H
#define DOMAIN_RESEND_H

#include "base/record.pb-c.h"
#include "base/why.h"
#include "domain/case/journal.h"
#include "domain/case/office.h"
#include "io/store.h"

/*
 * resend -- a message of ours goes out again: the same id, the same bytes, in
 * a folder whose name ends in "-r1", "-r2" ...  What was approved is approved
 * still, so nobody is asked.  On the other side it takes the place of the one
 * that was not taken in; where the first one was, it has no effect.
 */

/**
 * resend_message(txn, office, name, reason, folder, size, why):
 * Let the message called ${name} (its id, or a folder it went out in) go out
 * again, for that ${reason}; write the name of the folder that it will have
 * to the ${size} bytes at ${folder}.
 * OUT_REJECT (rule RESEND): no such message of ours; or it has not left yet,
 * or waits to leave; or it left before the store forgot it.
 */
MUST_CHECK enum outcome
resend_message(struct store_txn *, const struct office *, const char *,
    const char *, char *, size_t, struct why *);

/**
 * resend_asked(txn, office, note, by, msg_id, why):
 * The authority ${by} asks for a message again, by a ${note} with that
 * ${msg_id}.  The first time that it does so for one that it was sent, it
 * goes; whatever else it asks for is left to a person, who has the task of
 * the note.
 */
MUST_CHECK enum outcome resend_asked(struct store_txn *, const struct office *,
    const Rec__Note *, const char *, const char *, struct why *);

/** resend_folder(code, message, buf, size): the name of the folder that
 * ${message} of the unit ${code} goes out in; ${buf}. */
char *resend_folder(const char *, const Rec__Message *, char *, size_t);

/** apply_resend: the message waits for dispatch again. */
apply_fn apply_resend;

/**
 * resend_was_replaced(txn, other, msg_id, sha256, was, why):
 * Set ${was} to whether a message of the authority ${other} under that
 * ${msg_id} and with the content ${sha256} came, was not taken in, and was
 * replaced by another, or by itself when nothing was in its way any more.
 */
MUST_CHECK enum outcome resend_was_replaced(struct store_txn *, const char *,
    const char *, const char *, bool *, struct why *);

/**
 * resend_replaced(txn, event, number, why):
 * The message ${number}, which was not taken in, came again with ${event}:
 * its tasks are done.
 */
MUST_CHECK enum outcome
resend_replaced(struct store_txn *, const Rec__Event *, uint64_t, struct why *);

#endif /* !DOMAIN_RESEND_H */
