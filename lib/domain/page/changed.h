/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_CHANGED_H
#define DOMAIN_CHANGED_H

#include <stddef.h>
#include <stdint.h>

#include "base/why.h"
#include "io/store.h"

/**
 * cases_changed(txn, from, cases, n, last, why):
 * Set ${cases} (malloc'd, sorted, each once) to the ${n} cases that the events
 * after number ${from} touched, and ${last} to the last event's number.
 */
MUST_CHECK enum outcome cases_changed(struct store_txn *, uint64_t, uint64_t **,
    size_t *, uint64_t *, struct why *);

#endif /* !DOMAIN_CHANGED_H */
