/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_NOTICE_H
#define DOMAIN_NOTICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <libxml/tree.h>

#include "base/buf.h"
#include "base/why.h"
#include "base/record.pb-c.h"

/*
 * notice -- what authorities tell each other about money: the payment
 * notification (PN: what was collected or is monitored) and the payment
 * confirmation (PC: what arrived).
 *
 * Rules that both reading and writing enforce, since money is booked from
 * these records.  OUT_REJECT:
 *	NOTICE-ITEM	an item without id, an id twice, over NOTICE_ITEMS_MAX
 *	NOTICE-MODE	a mode other than collected and monitored, or a
 *			monitored item with an end-to-end id or a transfer
 *	NOTICE-SIGN	a negative amount that corrects no item, or a
 *			correction without its reason
 *	NOTICE-ALLOCATION  an allocation that does not add up to its amount
 *	NOTICE-TOTAL	the totals per mode and currency are not those of
 *			the items
 *	R-1001		an amount that is none, or in no currency
 *	R-1004		a period that ends before it begins
 *	R-1009		a conversion whose rate is none
 *	FORM-DATE	a date that is none
 *	FORM-MISSING	sender, receiver, a reference of neither side, no item,
 *			a date or amount
 */
#define NOTICE_ITEMS_MAX ((size_t)10000)

/**
 * notice_read(doc, notice, why):
 * Set ${notice}, which the caller frees with record_free().
 * OUT_REJECT: FORM-ROOT (no payment notification), or as above; ${notice} is
 * NULL.
 */
MUST_CHECK enum outcome notice_read(xmlDoc *, Rec__Notice **, struct why *);

/**
 * notice_write(notice, out, why):
 * Append ${notice} as XML, with its totals, to ${out}; what is read back from
 * it is the same.  On failure ${out} is unchanged.  Of ours also the source is
 * a code of source_ok(), or "" (FORM-CHOICE).
 */
MUST_CHECK enum outcome
notice_write(const Rec__Notice *, struct buf *, struct why *);

/**
 * notice_total(notice, mode, currency, minor):
 * Set ${minor} to the sum of the amounts of that mode and currency.  Return
 * false, ${minor} unchanged, if it is beyond MONEY_MAX.
 */
bool notice_total(const Rec__Notice *, const char *, const char *, int64_t *);

/**
 * confirmation_read(doc, confirmation, why):
 * The same for a payment confirmation.
 */
MUST_CHECK enum outcome
confirmation_read(xmlDoc *, Rec__Confirmation **, struct why *);

/**
 * confirmation_write(confirmation, out, why):
 * The same for a payment confirmation.  A difference that is not zero has a
 * reason (FORM-MISSING), which in ours is one of bank_fee, conversion, partial,
 * not_received, wrong_account, other (FORM-CHOICE).
 */
MUST_CHECK enum outcome
confirmation_write(const Rec__Confirmation *, struct buf *, struct why *);

/** confirmation_reason_ok(code): whether it is one of these. */
bool confirmation_reason_ok(const char *);

/**
 * source_ok(code):
 * Whether it is a source of money: one of the enforcement measures of Art. 34
 * of the Convention (wage_withholding, bank_garnishment, social_security,
 * tax_refund, pension, sale), or voluntary, direct, other.
 */
bool source_ok(const char *);

/**
 * source_enforced(code):
 * Whether money from that source comes from a measure of enforcement, which
 * an enforceable decision must precede.
 */
bool source_enforced(const char *);

#endif /* !DOMAIN_NOTICE_H */
