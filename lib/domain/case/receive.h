/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_RECEIVE_H
#define DOMAIN_RECEIVE_H

#include "base/buf.h"
#include "base/why.h"
#include "domain/case/office.h"
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
	const struct buf *opened;    /* what was sealed in them, where the
				      * verdict says so; or NULL */
	char content[65];	     /* hex of a hash of what was dropped */
	char actor[64];		     /* who brought it */
	uint64_t key;		     /* of what is about no case; 0: none yet */
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
 * receive_alarm(txn, office, arrival, about, row, why):
 * Put the task ${about} before a person, and nothing else.  ${arrival} may be
 * NULL.
 */
struct task_about;
MUST_CHECK enum outcome
receive_alarm(struct store_txn *, const struct office *, struct arrival *,
    const struct task_about *, const Rec__SheetRow *, struct why *);

/**
 * receive_alike(txn, office, arrival, c, application, why):
 * The case ${c}, of which number, id and other are set, was opened for the
 * ${application}: put before a person that another case with that authority
 * has the same reference (CASE-TWICE), if one has.
 */
MUST_CHECK enum outcome
receive_alike(struct store_txn *, const struct office *, struct arrival *,
    const Rec__Case *, const Rec__Application *, struct why *);

/**
 * arrival_key(txn, arrival, key, why):
 * Set ${key} to the key under which what ${arrival} says of no known case is
 * sealed: one for all of it, since it may be about very many.
 */
MUST_CHECK enum outcome
arrival_key(struct store_txn *, struct arrival *, uint64_t *, struct why *);

/** arrival_begin(txn, office, arrival, kind, event, why): journal_begin()
 * with what is known of the arrival. */
MUST_CHECK enum outcome arrival_begin(struct store_txn *, const struct office *,
    const struct arrival *, const char *, Rec__Event *, struct why *);

#endif /* !DOMAIN_RECEIVE_H */
