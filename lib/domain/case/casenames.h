/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_CASENAMES_H
#define DOMAIN_CASENAMES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/record.pb-c.h"
#include "base/why.h"
#include "io/store.h"

/*
 * casenames -- what one case is called, and its things: by which it is found
 * in what is about several (sheets, bank answers, parcels).
 *
 * These are its number and the references of either side, its thread, and the
 * ids and references of its messages, items and payments; of a transfer that
 * carries several cases, not.  Besides, the rows of sheets that were about it,
 * as "PARCEL:LINE", and its tasks, which mean it only in a sheet of tasks.
 */
struct casenames;

/**
 * casenames_make(txn, c, names, why):
 * Gather those of the case ${c}, from the state and from its events.  Set
 * ${names}, which the caller ends with casenames_free().
 */
MUST_CHECK enum outcome casenames_make(
    struct store_txn *, const Rec__Case *, struct casenames **, struct why *);
void casenames_free(struct casenames *);

/** casenames_is(s, names): whether ${s} is one of them.  For redact.h. */
bool casenames_is(const char *, const void *);

/** casenames_task(names, s): whether ${s} is the number of one of its tasks;
 * casenames_row(names, parcel, line): whether that row was about it. */
bool casenames_task(const struct casenames *, const char *);
bool casenames_row(const struct casenames *, const char *, unsigned int);

/** casenames_in(names, data, len): whether one of them stands in the ${len}
 * bytes at ${data}, as a word of its own. */
bool casenames_in(const struct casenames *, const void *, size_t);

/** casenames_each(names, fn, ctx, why): each that may have a token. */
typedef enum outcome casenames_fn(const char *, void *, struct why *);
MUST_CHECK enum outcome
casenames_each(const struct casenames *, casenames_fn *, void *, struct why *);

/** casenames_replaced(names, message): whether that message of no case was
 * replaced by one of this case. */
bool casenames_replaced(const struct casenames *, uint64_t);

/* Of its events, with those that ask for its end left out. */
struct casenames_events {
	uint32_t n;
	char last[24]; /* time of the last */
};
void casenames_events(const struct casenames *, struct casenames_events *);

#endif /* !DOMAIN_CASENAMES_H */
