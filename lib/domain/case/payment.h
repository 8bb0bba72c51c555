/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_PAYMENT_H
#define DOMAIN_PAYMENT_H

#include "base/record.pb-c.h"
#include "base/why.h"
#include "domain/case/paybatch.h"

/*
 * payment -- from money that may be paid to a payment in a batch.
 *
 * A payment goes to the application's payment location, or to the account of
 * the other authority: then the money is pooled, one payment a batch with its
 * parts.  Its id is the unit's code and 16 base32 characters of SHA-256(case,
 * payee, obligation, period, tranche), "-" and the attempt.  Money that was in
 * a payment before, of which no file ever left, keeps that payment's id; a
 * pool does if it is the same money, no more and no less.
 */

/** payment_direct(batch, case, item, why): one ${item}, one payment. */
MUST_CHECK enum outcome
payment_direct(struct paybatch *, const Rec__Case *, Rec__Item *, struct why *);

/**
 * payment_gather(batch, item, why): it goes into the pool of the ${batch}.
 * payment_pooled(batch, why): the pool, if there is any, is a payment.
 */
MUST_CHECK enum outcome
payment_gather(struct paybatch *, const Rec__Item *, struct why *);
MUST_CHECK enum outcome payment_pooled(struct paybatch *, struct why *);

/** payment_again(batch, id, why): the payment ${id}, which is due: the next
 * attempt after a rejection. */
MUST_CHECK enum outcome
payment_again(struct paybatch *, const char *, struct why *);

#endif /* !DOMAIN_PAYMENT_H */
