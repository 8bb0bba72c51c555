/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_PROOF_H
#define DOMAIN_PROOF_H

#include "base/record.pb-c.h"
#include "base/why.h"
#include "io/store.h"

/*
 * proof -- of sending and receipt: for each file of a message that left or
 * came, and for each evidence, who, what, when, and the file with its SHA-256.
 */

/**
 * proof_add(message, document, mark, why):
 * Add to the proof of ${message} what its ${document} proves: an evidence, of
 * which ${mark} tells; or, with NULL, a file that was sent or received.  One
 * that was neither adds nothing.
 */
MUST_CHECK enum outcome proof_add(Rec__Message *, const Rec__Document *,
    const Rec__EvidenceMark *, struct why *);

/** proof_of_message(txn, message, why): add all of it. */
MUST_CHECK enum outcome
proof_of_message(struct store_txn *, Rec__Message *, struct why *);

#endif /* !DOMAIN_PROOF_H */
