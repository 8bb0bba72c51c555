/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_MONEY_EVENTS_H
#define DOMAIN_MONEY_EVENTS_H

#include "domain/case/journal.h"

/*
 * money_events -- what events do to money: items collected, monitored,
 * announced, received and confirmed; payments, batches and the bank's answers.
 *
 * Queues: "review" items that wait for release, "accept" items that wait for
 * acceptance, "topay" items to be paid, "announce" items to be announced,
 * "held" items that are not booked, "confirm" items whose arrival is to be
 * confirmed, "payment-held" payments that wait for release, "reissue" payments
 * to be made again, "batch" batches that are not finished.
 */
apply_fn apply_collection, apply_release, apply_notice_in, apply_accept,
    apply_receipt, apply_notice_out, apply_confirm_out, apply_confirmation_in,
    apply_rate, apply_batch, apply_approve_batch, apply_batch_state,
    apply_batch_word, apply_bank_status, apply_payment_held;

/** payment_book(txn, event, payment, sign, why): the transfer of each part of
 * ${payment} stands in the ledger of its case, or (-1) is taken back. */
MUST_CHECK enum outcome payment_book(struct store_txn *, const Rec__Event *,
    const Rec__Payment *, int, struct why *);

/** payment_return(txn, payment, rule, why): no file with it will leave: each
 * of its items is set aside, for that ${rule}, until a person decides again. */
MUST_CHECK enum outcome payment_return(
    struct store_txn *, const Rec__Payment *, const char *, struct why *);

#endif /* !DOMAIN_MONEY_EVENTS_H */
