/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef COMMAND_SHRED_H
#define COMMAND_SHRED_H

#include "base/record.pb-c.h"
#include "base/why.h"
#include "domain/case/casenames.h"
#include "domain/case/erased.h"
#include "domain/case/office.h"
#include "io/unit.h"

/**
 * shred_elsewhere(txn, unit, c, names, why):
 * Whether anything of the case ${c} stands in the spool that would be left.
 * OUT_REJECT: ERASE-QUARANTINE, ERASE-BANK.  OUT_RETRY: parcels wait, which
 * may be about it.
 */
MUST_CHECK enum outcome shred_elsewhere(struct store_txn *, struct unit *,
    const Rec__Case *, const struct casenames *, struct why *);

/** shred_lock(unit, why): from now on no stage runs, until the process ends;
 * OUT_RETRY: one does. */
MUST_CHECK enum outcome shred_lock(const struct unit *, struct why *);

/**
 * shred_note(unit, office, c, why):
 * Publish the note on the case ${c}, which is erased in the store, and whose
 * keys are all there.  To do it again changes nothing.
 */
MUST_CHECK enum outcome shred_note(const struct unit *, const struct office *,
    const Rec__Case *, struct why *);

/**
 * shred_keys(unit, c, keys, why):
 * Set ${keys}, whose ids the caller frees, to what is to be erased of the ring
 * for the case ${c}: its own, and the one for parcels, to which a successor is
 * made, and what is in quarantine is sealed under that.  Only its own, if they
 * are gone already.
 */
MUST_CHECK enum outcome shred_keys(
    struct unit *, const Rec__Case *, struct erased_keys *, struct why *);

/**
 * shred_rest(unit, office, c, why):
 * Now that the keys of ${c} are gone: shred_files(), the event that says that
 * it is finished, and shred_left().
 */
MUST_CHECK enum outcome shred_rest(
    struct unit *, const struct office *, const Rec__Case *, struct why *);

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
