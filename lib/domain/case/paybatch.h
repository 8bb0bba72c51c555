/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_PAYBATCH_H
#define DOMAIN_PAYBATCH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/record.pb-c.h"
#include "base/why.h"
#include "domain/bank/bankprofile.h"
#include "domain/case/office.h"
#include "domain/case/payfile.h"
#include "io/digest.h"
#include "io/store.h"
#include "value/date.h"

/*
 * paybatch -- one batch in the making, within one transaction.
 *
 * Its rows are a snapshot of payment and payee; what approvers approve is
 * their SHA-256 with that of the batch itself.  What breaks a rule of the
 * bank's format is held, alone, for a person.
 */
struct paybatch {
	struct store_txn *txn;
	const struct office *o;
	const char *other; /* authority whose cases it is for */
	struct bankprofile profile;
	Rec__Batch b;
	size_t held;	   /* items and payments that could not be in it */
	Rec__Payment pool; /* to an authority: its parts grow */
	struct digest_sum *sum;
	char id[32], execution[DATE_TEXT], sha256[DIGEST_HEX];
	char payer[PAYER_SIZE];
};

/**
 * paybatch_begin(pb, txn, office, bank, other, why):
 * Start the next batch for the bank profile ${bank}.  End it with
 * paybatch_end() or paybatch_drop(); until then ${pb} must not move.
 * OUT_REJECT (BANK-PROFILE): the profile is none to pay with.
 */
MUST_CHECK enum outcome paybatch_begin(struct paybatch *, struct store_txn *,
    const struct office *, const char *, const char *, struct why *);

/** paybatch_full(pb): whether the bank takes no more in one file. */
bool paybatch_full(const struct paybatch *);

/** paybatch_row(pb, payment, payee, why): put ${payment} into the batch; its
 * state and batch are set. */
MUST_CHECK enum outcome
paybatch_row(struct paybatch *, Rec__Payment *, Rec__Payee *, struct why *);

/**
 * paybatch_hold_item(pb, item, reason, why), paybatch_hold_payment(pb, payment,
 * reason, why):
 * Hold it, for the rule of ${reason}, until a person releases it.
 */
MUST_CHECK enum outcome paybatch_hold_item(
    struct paybatch *, Rec__Item *, const struct why *, struct why *);
MUST_CHECK enum outcome paybatch_hold_payment(
    struct paybatch *, Rec__Payment *, const struct why *, struct why *);

/**
 * paybatch_end(pb, why):
 * The batch is an event, and waits for its approvers; if it has no row there
 * is none.
 */
MUST_CHECK enum outcome paybatch_end(struct paybatch *, struct why *);

/** paybatch_drop(pb): give it up, or free what is left after its end. */
void paybatch_drop(struct paybatch *);

#endif /* !DOMAIN_PAYBATCH_H */
