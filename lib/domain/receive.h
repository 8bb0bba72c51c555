/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_RECEIVE_H
#define DOMAIN_RECEIVE_H

#include "base/buf.h"
#include "base/why.h"
#include "domain/office.h"
#include "io/parcel.h"
#include "io/store.h"

/*
 * receive -- from a validated parcel to events in the journal.
 *
 * The same parcel, message, evidence, sheet or bank answer again is OUT_OK
 * without effect; the same id with other content is a task for a person.
 */
struct arrival {
	const struct parcel *parcel; /* its verdict is not NULL */
	const struct buf *files;     /* the bytes of its files */
	char content[65];	     /* hex of a hash of what was dropped */
	char actor[64];		     /* who brought it */
};

/**
 * receive_parcel(txn, office, arrival, why):
 * Record what arrived.  From another authority nothing is refused.
 * OUT_REJECT: what our own people or bank dropped cannot be recorded
 * (SHEET-PERSON: who brought it may not; DROP-KIND: not a thing to drop; a
 * rule of the case): it goes to quarantine.
 */
MUST_CHECK enum outcome receive_parcel(
    struct store_txn *, const struct office *, struct arrival *, struct why *);

/* Its parts, by what arrived. */
MUST_CHECK enum outcome receive_message(
    struct store_txn *, const struct office *, struct arrival *, struct why *);
MUST_CHECK enum outcome receive_evidence(
    struct store_txn *, const struct office *, struct arrival *, struct why *);
MUST_CHECK enum outcome receive_application(
    struct store_txn *, const struct office *, struct arrival *, struct why *);
MUST_CHECK enum outcome receive_sheet(
    struct store_txn *, const struct office *, struct arrival *, struct why *);
MUST_CHECK enum outcome receive_bank(
    struct store_txn *, const struct office *, struct arrival *, struct why *);

/**
 * alarm(txn, office, arrival, case, case_id, kind, rule, subject, place,
 *     text, why):
 * Put a task before a person, and nothing else.  ${arrival} may be NULL.
 */
struct task_about;
MUST_CHECK enum outcome
receive_alarm(struct store_txn *, const struct office *, const struct arrival *,
    const struct task_about *, const Rec__SheetRow *, struct why *);

/** arrival_begin(txn, office, arrival, kind, event, why): journal_begin()
 * with what is known of the arrival. */
MUST_CHECK enum outcome arrival_begin(struct store_txn *, const struct office *,
    const struct arrival *, const char *, Rec__Event *, struct why *);

#endif /* !DOMAIN_RECEIVE_H */
