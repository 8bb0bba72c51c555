/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_TELL_H
#define DOMAIN_TELL_H

#include "base/why.h"
#include "domain/office.h"
#include "io/store.h"

struct arrival;

/*
 * tell -- what authorities are told about money: for each case with items in
 * the queue, one message that needs no approval, since a person has released
 * or recorded what it tells.
 */

/**
 * tell_notices(txn, office, n, why):
 * Payment notifications for the items in the queue "announce"; add the number
 * of messages made to ${n}.
 */
MUST_CHECK enum outcome
tell_notices(struct store_txn *, const struct office *, size_t *, struct why *);

/**
 * tell_confirmations(txn, office, arrival, why):
 * Payment confirmations for the items in the queue "confirm".
 */
MUST_CHECK enum outcome tell_confirmations(
    struct store_txn *, const struct office *, struct arrival *, struct why *);

#endif /* !DOMAIN_TELL_H */
