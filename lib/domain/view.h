/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_VIEW_H
#define DOMAIN_VIEW_H

#include <stdint.h>

#include "base/record.pb-c.h"
#include "base/why.h"
#include "domain/office.h"
#include "io/store.h"

/*
 * view -- records gathered as the pages and lists show them.  Each is set to
 * a record that the caller frees with record_free().
 */

/**
 * view_dossier(txn, office, case, dossier, why):
 * Everything of one ${case} but its restricted part.  NULL if there is no
 * such case.
 */
MUST_CHECK enum outcome view_dossier(struct store_txn *, const struct office *,
    uint64_t, Rec__Dossier **, struct why *);

/**
 * view_restricted(txn, case, dossier, why):
 * The restricted part of one ${case}, and of the case itself no more than its
 * references and who applied.  NULL if it has no restricted part.
 */
MUST_CHECK enum outcome
view_restricted(struct store_txn *, uint64_t, Rec__Dossier **, struct why *);

/** view_worklist(): open tasks, overdue first, and held items. */
MUST_CHECK enum outcome view_worklist(
    struct store_txn *, const struct office *, Rec__Worklist **, struct why *);

/** view_review(txn, office, kind, review, why): items that wait for
 * "release" or "accept". */
MUST_CHECK enum outcome view_review(struct store_txn *, const struct office *,
    const char *, Rec__Review **, struct why *);

/** view_approval(): batches and messages that wait for approvers. */
MUST_CHECK enum outcome view_approval(
    struct store_txn *, const struct office *, Rec__Approval **, struct why *);

#endif /* !DOMAIN_VIEW_H */
