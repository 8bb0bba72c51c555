/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_ANNOUNCED_H
#define DOMAIN_ANNOUNCED_H

#include <stdbool.h>

#include "base/record.pb-c.h"
#include "base/why.h"
#include "io/store.h"

/*
 * announced -- what another authority announced, seen together: an item and
 * those beside it in its case.
 */

/**
 * announced_last(txn, item, last, why):
 * Set ${last} if no other item of the notice of ${item} waits to be accepted.
 */
MUST_CHECK enum outcome
announced_last(struct store_txn *, const Rec__Item *, bool *, struct why *);

/**
 * announced_fits(txn, item, fits, why):
 * Set ${fits} unless ${item} is a correction that cannot be accepted as things
 * stand: of what is not accepted itself, or only monitored, or in another
 * currency; that takes back more than is announced and has not arrived; or
 * that repeats a transfer that was not taken back.
 */
MUST_CHECK enum outcome
announced_fits(struct store_txn *, const Rec__Item *, bool *, struct why *);

#endif /* !DOMAIN_ANNOUNCED_H */
