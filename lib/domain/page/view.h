/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_VIEW_H
#define DOMAIN_VIEW_H

#include <stddef.h>
#include <stdint.h>

#include "base/record.pb-c.h"
#include "base/why.h"
#include "domain/case/office.h"
#include "io/store.h"

/*
 * view -- records gathered as the pages and lists show them.  Each is set to
 * a record that the caller frees with record_free().
 */

/* Rows of one kind on a page: more, nobody reads there.  Sheets have them all
 * (SHEET_ROWS_MAX), lists and sums, too. */
#define VIEW_ROWS ((size_t)1000)

/**
 * view_dossier(txn, office, case, dossier, why):
 * Everything of one ${case} but its restricted part, the newest of what is more
 * than VIEW_ROWS.  NULL if there is no such case.
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

/**
 * view_worklist(txn, office, rows, worklist, why):
 * The ${rows} most urgent of the open tasks, and items that are not booked.
 */
MUST_CHECK enum outcome view_worklist(struct store_txn *, const struct office *,
    size_t, Rec__Worklist **, struct why *);

/**
 * view_review(txn, office, kind, rows, review, why):
 * The first ${rows} items that wait for "release" or "accept", with the sums of
 * all of them; for "release" also payments that are held.
 */
MUST_CHECK enum outcome view_review(struct store_txn *, const struct office *,
    const char *, size_t, Rec__Review **, struct why *);

/** view_approval(): batches and messages that wait for a person's word, and the
 * first payments of these batches. */
MUST_CHECK enum outcome view_approval(
    struct store_txn *, const struct office *, Rec__Approval **, struct why *);

#endif /* !DOMAIN_VIEW_H */
