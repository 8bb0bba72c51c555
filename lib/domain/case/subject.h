/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_SUBJECT_H
#define DOMAIN_SUBJECT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/record.pb-c.h"
#include "base/why.h"
#include "domain/case/journal.h"
#include "domain/case/office.h"
#include "io/store.h"

/*
 * subject -- the persons of a case and what they may ask for: to know what is
 * held on them, to have it corrected, and to be told (Regulation (EU) 2016/679,
 * art. 15 and 16; Regulation (EC) No 4/2009, art. 61 to 63).
 *
 * One person may stand at several places of an application (a debtor who is
 * the defendant; an applicant who is a beneficiary).  What comes of a person
 * comes of all of them.
 */
enum subject_who {
	SUBJECT_APPLICANT, /* contact and account are restricted */
	SUBJECT_DEFENDANT,
	SUBJECT_DEBTOR, /* who is neither of the two */
	SUBJECT_REPRESENTATIVE,
	SUBJECT_BENEFICIARY /* who is neither of the two */
};

struct subject {
	enum subject_who who;
	size_t n; /* of a beneficiary, from 0 */
};

/**
 * subject_parse(application, role, subject):
 * Set ${subject} to who has that ${role}: "applicant" or "creditor", "debtor",
 * "defendant", "representative", "child N" or "child-N" (beneficiaries from
 * 1).  Return false if there is no such person.
 */
bool subject_parse(const Rec__Application *, const char *, struct subject *);

/* The places of an application; beneficiaries follow. */
enum {
	SUBJECT_APPLICANT_PLACE,
	SUBJECT_DEFENDANT_PLACE,
	SUBJECT_DEBTOR_PLACE,
	SUBJECT_REPRESENTATIVE_PLACE,
	SUBJECT_PLACES
};

/**
 * subject_person(application, place):
 * Where the person stands that has the ${place} (from 0), NULL after the last;
 * the pointer there may be NULL.  subject_at(application, place): who it is.
 */
Rec__Person **subject_person(Rec__Application *, size_t);
struct subject subject_at(const Rec__Application *, size_t);

/** subject_is(a, b): whether they are the same. */
bool subject_is(struct subject, struct subject);

/** subject_restricted(subject, field): whether the ${field} of that person is
 * kept in the restricted part of the case. */
bool subject_restricted(struct subject, const char *);

/**
 * subject_fault(subject, field, value, rule):
 * NULL, or what is wrong with ${value} as the new value of the ${field}, and
 * ${rule}, which is SUBJECT if it is wrong with the field:
 * family given born birth_place id_number nationality occupation civil_status;
 * of who has a contact also street building postcode town region country
 * telephone fax email.
 */
const char *
subject_fault(struct subject, const char *, const char *, const char **);

/**
 * subject_get(application, restricted, subject, field):
 * Return the value, "" if there is none.  ${restricted} may be NULL where
 * subject_restricted() is false.
 */
const char *subject_get(
    Rec__Application *, Rec__Restricted *, struct subject, const char *);

/**
 * subject_set(application, restricted, subject, field, value, why):
 * Let it be ${value} wherever that person stands.  A telephone takes the place
 * of all there are; a part of an address ends lines in which it came.
 * OUT_RETRY: memory.
 */
MUST_CHECK enum outcome subject_set(Rec__Application *, Rec__Restricted *,
    struct subject, const char *, const char *, struct why *);

/**
 * subject_find(txn, family, born, fn, ctx, why):
 * Call ${fn} for each person of any case with that family name (in any case of
 * ASCII letters) and, unless it is "", day of birth.  Every case is opened:
 * there is no index of names.
 */
typedef void subject_fn(const Rec__Case *, const char *, void *);
MUST_CHECK enum outcome subject_find(struct store_txn *, const char *,
    const char *, subject_fn *, void *, struct why *);

/**
 * subject_case(txn, office, reference, c, why):
 * Set ${c} to the case, which the caller frees with record_free().
 * OUT_REJECT: SUBJECT (there is none), PERMISSION (the actor is neither
 * caseworker nor supervisor).
 */
MUST_CHECK enum outcome subject_case(struct store_txn *, const struct office *,
    const char *, Rec__Case **, struct why *);

/**
 * subject_export(txn, office, reference, role, override, export, why):
 * Set ${export}, which the caller frees with record_free(), to all that is
 * held on the person, and put into the journal that office->actor asked for
 * it.  Left out and counted, with the ground, is what is not that person's:
 * the data of others; towards all but the applicant what is restricted;
 * towards all but the debtor what authorities told of the debtor (art. 62(2));
 * documents and free texts, which a person has to look through.
 * OUT_REJECT: SUBJECT (no such case or person); PERMISSION (the actor has no
 * role for it: caseworker or supervisor, for the applicant restricted too);
 * R-410 (notification of the debtor is deferred until a later day, and there
 * is no ${override}, the reason of a supervisor).
 */
MUST_CHECK enum outcome
subject_export(struct store_txn *, const struct office *, const char *,
    const char *, const char *, Rec__Subject **, struct why *);

/**
 * subject_defer(txn, office, reference, until, reason, why):
 * Defer the notification of the debtor to the day ${until}; a task is due then.
 * OUT_REJECT: SUBJECT (no such case), PERMISSION (as above), R-410 (not a case
 * under the Regulation; no day from today on; over 90 days after the first
 * deferral of the case; no reason).
 */
#define SUBJECT_DEFER_DAYS 90
MUST_CHECK enum outcome subject_defer(struct store_txn *, const struct office *,
    const char *, const char *, const char *, struct why *);

/** subject_deferred(c, today): the deferral that holds, or NULL. */
const Rec__Deferral *subject_deferred(const Rec__Case *, const char *);

/** subject_disclosure(txn, event, c, disclosure, why): note on the case ${c},
 * which the caller puts, who set or unset non-disclosure; set, it is
 * put before a person. */
MUST_CHECK enum outcome subject_disclosure(struct store_txn *,
    const Rec__Event *, Rec__Case *, const Rec__Disclosure *, struct why *);

/* What apply.c's table calls. */
apply_fn apply_disclosure, apply_rectified, apply_deferred;

#endif /* !DOMAIN_SUBJECT_H */
