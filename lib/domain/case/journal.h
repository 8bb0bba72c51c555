/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_JOURNAL_H
#define DOMAIN_JOURNAL_H

#include <stdint.h>

#include "base/record.pb-c.h"
#include "base/why.h"
#include "domain/case/office.h"
#include "io/store.h"

/*
 * journal -- every event, and the state that follows from them.
 *
 * An event holds what arrived or was done and each outcome that tables or
 * settings decided.  Appending it applies it: apply_event() changes the state
 * by the event and the state alone.  So the state can be built again from the
 * journal at any time.  The journal side of the store (events, documents,
 * restricted parts, rows of payment files, and the counters of what events
 * name) is never rebuilt; the state side (cases, messages, tasks, ledger,
 * items, payments, batches, indexes, queues) always can be.
 */

/**
 * journal_begin(txn, office, kind, event, why):
 * Start the ${event} of that ${kind}: it gets the next number, the time and
 * the actor of ${office}.  Its strings are lent: they are never freed.
 */
MUST_CHECK enum outcome journal_begin(struct store_txn *, const struct office *,
    const char *, Rec__Event *, struct why *);

/**
 * journal_append(txn, event, why):
 * Put ${event} into the journal, sealed under the key of its case (or the key
 * it names), and apply it.
 */
MUST_CHECK enum outcome
journal_append(struct store_txn *, Rec__Event *, struct why *);

/**
 * journal_get(txn, number, event, why):
 * Set ${event}, which the caller frees with record_free(), or NULL if there
 * is none of that ${number}.
 */
MUST_CHECK enum outcome
journal_get(struct store_txn *, uint64_t, Rec__Event **, struct why *);

/**
 * journal_last(txn, number, why):
 * Set ${number} to that of the last event; 0 if there is none.
 */
MUST_CHECK enum outcome
journal_last(struct store_txn *, uint64_t *, struct why *);

/**
 * journal_rebuild(txn, why):
 * Empty the state side and apply all events again.
 */
MUST_CHECK enum outcome journal_rebuild(struct store_txn *, struct why *);

/**
 * outcome_of(event, name):
 * What was decided under that ${name}, or NULL.
 */
const Rec__Outcome *outcome_of(const Rec__Event *, const char *);

/** apply_fn: change the state as the event says. */
typedef enum outcome
apply_fn(struct store_txn *, const Rec__Event *, struct why *);

/** apply_event(txn, event, why): by the table of kinds in apply.c. */
MUST_CHECK enum outcome
apply_event(struct store_txn *, const Rec__Event *, struct why *);

#endif /* !DOMAIN_JOURNAL_H */
