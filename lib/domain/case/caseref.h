/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_CASEREF_H
#define DOMAIN_CASEREF_H

#include <stdbool.h>
#include <stdint.h>

#include "base/record.pb-c.h"
#include "base/why.h"
#include "io/store.h"

/*
 * caseref -- cases by what either side calls them.
 *
 * Several cases may have one reference: two authorities count alike, or one
 * gives its reference to two applications.  Each case has an entry of its own
 * in the index "ref", so that they come and go in any order.  Our own number
 * of a case is that case, whatever others call by it.
 */

/**
 * caseref_put(txn, reference, number, why), caseref_del():
 * Let the case ${number} be found by ${reference}, or no longer.
 * caseref_has(txn, reference, number, has, why): whether it is.
 */
MUST_CHECK enum outcome
caseref_put(struct store_txn *, const char *, uint64_t, struct why *);
MUST_CHECK enum outcome
caseref_del(struct store_txn *, const char *, uint64_t, struct why *);
MUST_CHECK enum outcome
caseref_has(struct store_txn *, const char *, uint64_t, bool *, struct why *);

/**
 * case_find(txn, reference, c, why):
 * Set ${c} to the case called ${reference} by either side, or NULL; the
 * caller frees it with record_free().
 * OUT_REJECT (CASE-SEVERAL): several are, and ${why} names our numbers of them.
 */
#define CASE_SEVERAL "CASE-SEVERAL"
MUST_CHECK enum outcome
case_find(struct store_txn *, const char *, Rec__Case **, struct why *);

/**
 * caseref_alike(txn, reference, c, id, why):
 * Set ${id}, of CASEID_TEXT bytes, to our number of a case other than ${c},
 * with the same authority, that is called ${reference}; "" if there is none.
 */
MUST_CHECK enum outcome caseref_alike(
    struct store_txn *, const char *, const Rec__Case *, char *, struct why *);

#endif /* !DOMAIN_CASEREF_H */
