/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_HELDROW_H
#define DOMAIN_HELDROW_H

#include <stdbool.h>

#include "base/record.pb-c.h"
#include "base/why.h"
#include "io/store.h"

/*
 * heldrow -- a row of a dropped sheet that is held, by the name that its task
 * has for it: "PARCEL:LINE".
 */

/** heldrow_named(name): whether ${name} has that form. */
bool heldrow_named(const char *);

/**
 * heldrow_get(txn, name, reason, why):
 * Set ${reason}, which the caller frees with record_free(), to why the row
 * ${name} is held, with the offending value, the file that it is in, and what
 * came with that, when and from where, as far as these outlived erasure; or to
 * NULL if no such row was held.  What to do next is not in it.
 */
MUST_CHECK enum outcome
heldrow_get(struct store_txn *, const char *, Rec__Reason **, struct why *);

#endif /* !DOMAIN_HELDROW_H */
