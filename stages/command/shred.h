/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef COMMAND_SHRED_H
#define COMMAND_SHRED_H

#include "base/record.pb-c.h"
#include "base/why.h"
#include "domain/case/casenames.h"
#include "io/unit.h"

/**
 * shred_elsewhere(txn, unit, c, names, why):
 * Whether anything of the case ${c} stands in the spool that would be left.
 * OUT_REJECT: ERASE-QUARANTINE, ERASE-BANK.  OUT_RETRY: parcels wait, which
 * may be about it.
 */
MUST_CHECK enum outcome shred_elsewhere(struct store_txn *, struct unit *,
    const Rec__Case *, const struct casenames *, struct why *);

/**
 * shred_files(unit, c, why):
 * Remove the files that the erasure of ${c} lists, the folders of its messages
 * that left, and its pages; also what stages staged and did not publish.
 * To do it again changes nothing.
 */
MUST_CHECK enum outcome
shred_files(struct unit *, const Rec__Case *, struct why *);

/** shred_left(unit, c, why): print the folders of messages of ${c} that still
 * stand with the connector, who alone may remove them. */
MUST_CHECK enum outcome
shred_left(struct unit *, const Rec__Case *, struct why *);

#endif /* !COMMAND_SHRED_H */
