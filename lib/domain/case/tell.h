/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_TELL_H
#define DOMAIN_TELL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/why.h"
#include "domain/case/office.h"
#include "io/store.h"

struct arrival;

/*
 * tell -- what authorities are told about money: for each case with items in
 * the queue, one message that needs no approval, since a person has released
 * or recorded what it tells.
 */

/*
 * Much may have to be told at once: what waits is listed first, and messages
 * are made for some cases at a time.  A case with very many items gets several.
 */
struct tell;

/**
 * tell_open_notices(txn, office, tell, why):
 * List the items in the queue "announce", for payment notifications;
 * tell_close(tell) frees the list and takes NULL.
 */
MUST_CHECK enum outcome tell_open_notices(
    struct store_txn *, const struct office *, struct tell **, struct why *);
void tell_close(struct tell *);

/** tell_more(tell): whether there is something left to tell. */
bool tell_more(const struct tell *);

/**
 * tell_some(txn, tell, why):
 * A store_fn: make the messages of the next cases.
 * tell_next(tell): that is committed; go on behind it, and return how many
 * messages were made.
 */
enum outcome tell_some(struct store_txn *, void *, struct why *);
size_t tell_next(struct tell *);

/**
 * tell_confirmations(txn, office, arrival, why):
 * Payment confirmations for all items in the queue "confirm".
 */
MUST_CHECK enum outcome tell_confirmations(
    struct store_txn *, const struct office *, struct arrival *, struct why *);

#endif /* !DOMAIN_TELL_H */
