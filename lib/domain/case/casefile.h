/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_CASEFILE_H
#define DOMAIN_CASEFILE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/record.pb-c.h"
#include "base/why.h"
#include "domain/case/journal.h"
#include "io/store.h"

/*
 * casefile -- what events do to cases, their messages and their tasks.
 */

/** What a task is about; strings may be NULL. */
struct task_about {
	uint64_t case_number; /* 0: no case */
	const char *case_id;  /* NULL: as the case has it */
	const char *kind;     /* what is asked; a message key */
	const char *rule;
	const char *due; /* "YYYY-MM-DD" */
	const char *calendar;
	const char *subject; /* message, item, payment, batch */
	const char *place;
	const char *text; /* without a byte of the input */
	const char *severity;
};

/**
 * task_open(txn, event, about, why):
 * Open a task on the day of ${event}.  One that is open already for the same
 * case, kind, rule, subject and place stays the only one.
 */
MUST_CHECK enum outcome task_open(struct store_txn *, const Rec__Event *,
    const struct task_about *, struct why *);

/**
 * task_is_open(txn, about, open, why):
 * Whether there is one already that task_open() would leave the only one.
 */
MUST_CHECK enum outcome task_is_open(
    struct store_txn *, const struct task_about *, bool *, struct why *);

/**
 * task_close(txn, event, case, kind, subject, why):
 * Close the open tasks of the ${case}: those of that ${kind} and ${subject};
 * NULL: of any.
 */
MUST_CHECK enum outcome task_close(struct store_txn *, const Rec__Event *,
    uint64_t, const char *, const char *, struct why *);

/**
 * task_close_one(txn, event, about, why):
 * Close the task that task_open() would leave the only one, if it is open.
 */
MUST_CHECK enum outcome task_close_one(struct store_txn *, const Rec__Event *,
    const struct task_about *, struct why *);

/**
 * case_change(txn, event, fn, why): load the case of ${event}, let ${fn} change
 * it, and put it.
 */
typedef enum outcome
change_fn(struct store_txn *, const Rec__Event *, Rec__Case *, struct why *);
MUST_CHECK enum outcome
case_change(struct store_txn *, const Rec__Event *, change_fn *, struct why *);

/** message_index(txn, message, why): put it, with its indexes. */
MUST_CHECK enum outcome
message_index(struct store_txn *, const Rec__Message *, struct why *);

/**
 * gap_filled(txn, event, why):
 * The message of ${event}, if there is one, has come: its number is missing no
 * more.
 */
MUST_CHECK enum outcome
gap_filled(struct store_txn *, const Rec__Event *, struct why *);

/** message_waits(txn, message, queue, why): it waits in ${queue}, unless it
 * has left. */
MUST_CHECK enum outcome message_waits(
    struct store_txn *, const Rec__Message *, const char *, struct why *);

/** message_by_id(txn, other, msg_id, number, why): 0 if there is none. */
MUST_CHECK enum outcome message_by_id(
    struct store_txn *, const char *, const char *, uint64_t *, struct why *);

/**
 * message_wait(txn, message, why):
 * Let a ${message} of ours wait for its approvers or, if it needs none, for
 * dispatch.
 */
MUST_CHECK enum outcome
message_wait(struct store_txn *, const Rec__Message *, struct why *);

/**
 * message_withdraw(txn, case, about, why):
 * The messages of the ${case} that are ${about} that and still wait for their
 * approvers will not be sent.
 */
MUST_CHECK enum outcome
message_withdraw(struct store_txn *, uint64_t, const char *, struct why *);

/**
 * message_again(txn, event, message, why):
 * The ${message} of ours goes again: of what left before no evidence is
 * waited for, and none is missing.  The caller puts ${message}.
 */
MUST_CHECK enum outcome message_again(
    struct store_txn *, const Rec__Event *, Rec__Message *, struct why *);

/** outcome_value(event, name): what was decided under that name, or "". */
const char *outcome_value(const Rec__Event *, const char *);

/* What apply.c's table calls. */
apply_fn apply_application, apply_ack_in, apply_note_in, apply_unreadable,
    apply_evidence, apply_evidence_missing, apply_answer, apply_message_out,
    apply_message_prepared, apply_approve_message, apply_dispatched,
    apply_overdue, apply_alarm, apply_hold, apply_task_done;

#endif /* !DOMAIN_CASEFILE_H */
