/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_ERASE_H
#define DOMAIN_ERASE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/record.pb-c.h"
#include "base/why.h"
#include "domain/case/casenames.h"
#include "domain/case/journal.h"
#include "domain/case/office.h"
#include "io/store.h"

/*
 * erase -- a case is made unreadable, here and in every older backup.
 *
 * Once two people have asked (row_erase) and nothing stands against it, one
 * transaction puts in the place of each event of the case a redacted one
 * (redact.h) under the unit's key, does the same to what the state has of it,
 * removes its documents and restricted part, cuts its rows out of sheets,
 * which get another key, and adds the event "erased" with the proof, which
 * names nobody.  Nothing is then left under the keys that the proof lists:
 * the caller publishes the note of it (erased_note()), for a backup that is
 * older, erases these keys from the ring (seal_rotate()), removes the files and
 * folders that the proof lists, and says so (erase_finished()).  Until then the
 * case is in the queue "erase".  Numbers, money, ledger and audit chain stay.
 */

/** erase_done(c): whether the case ${c} was erased; NULL: no. */
bool erase_done(const Rec__Case *);

/**
 * erase_allowed(txn, office, c, names, why):
 * Whether the case ${c} may be erased now.
 * OUT_REJECT: ERASE-HOLD (it is held), ERASE-PERSON (two people have not asked
 * yet), ERASE-RETENTION (it is to be kept longer), ERASE-MONEY, ERASE-MESSAGE
 * (something is under way).
 */
MUST_CHECK enum outcome erase_allowed(struct store_txn *, const struct office *,
    const Rec__Case *, const struct casenames *, struct why *);

/** erase_retained(office, last, until, why): set ${until} to the first day on
 * which a case may go whose last event was at the time ${last}. */
MUST_CHECK enum outcome
erase_retained(const struct office *, const char *, char *, struct why *);

/**
 * erase_case(txn, office, c, names, why):
 * Do the above.  The store must have keys in reserve (reserve_keys()), and
 * the office blobs.
 * OUT_RETRY: something would stay under a key that goes; nothing is done.
 */
MUST_CHECK enum outcome erase_case(struct store_txn *, const struct office *,
    const Rec__Case *, const struct casenames *, struct why *);

/** erase_next(txn, c, why): set ${c} to a case whose erasure is not finished,
 * which the caller frees with record_free(), or NULL. */
MUST_CHECK enum outcome
erase_next(struct store_txn *, Rec__Case **, struct why *);

/** erase_finished(txn, office, c, why): keys, files and folders are gone. */
MUST_CHECK enum outcome erase_finished(
    struct store_txn *, const struct office *, const Rec__Case *, struct why *);

/* What apply.c's table calls. */
apply_fn apply_erase_word, apply_erased, apply_erase_finished;

#endif /* !DOMAIN_ERASE_H */
