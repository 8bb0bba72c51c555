/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_MONEY_EVENTS_H
#define DOMAIN_MONEY_EVENTS_H

#include "domain/journal.h"

/*
 * money_events -- what events do to money: items collected, monitored,
 * announced, received and confirmed; payments, batches and the bank's answers.
 *
 * Queues: "review" items that wait for release, "accept" items that wait for
 * acceptance, "topay" items to be paid, "announce" items to be announced,
 * "held" items and payments that a person must look at, "confirm" items whose
 * arrival is to be confirmed, "batch" batches that are not finished.
 */
apply_fn apply_collection, apply_release, apply_notice_in, apply_accept,
    apply_receipt, apply_notice_out, apply_confirm_out, apply_confirmation_in,
    apply_rate, apply_batch, apply_approve_batch, apply_batch_state,
    apply_bank_status, apply_payment_held;

#endif /* !DOMAIN_MONEY_EVENTS_H */
