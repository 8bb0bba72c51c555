/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_LEDGER_H
#define DOMAIN_LEDGER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/record.pb-c.h"
#include "base/why.h"
#include "io/store.h"

/*
 * ledger -- the signed entries of a case and their totals by account and
 * currency.
 *
 *	debt		what is owed, in the currency of the decision (R-1009)
 *	collected	what passed through the requested authority
 *	monitored	what it only knows of; never added to the former
 *	announced	what was told to us and has not arrived
 *	received	what our bank has shown
 *	transferred	what we have paid on
 *
 * Nothing is ever changed or deleted: a correction is an entry with the
 * opposite sign that names what it corrects (R-1014).
 */

/**
 * ledger_add(txn, c, entry, why):
 * Give ${entry} the next number in ${c} and put it; ${c} gets the new total
 * and count, and is not put.
 * OUT_REJECT (rule R-1001): a total would leave the range of amounts.
 */
MUST_CHECK enum outcome
ledger_add(struct store_txn *, Rec__Case *, Rec__LedgerEntry *, struct why *);

/**
 * ledger_total(c, account, currency):
 * Return that total of ${c}, 0 if there is none.
 */
int64_t ledger_total(const Rec__Case *, const char *, const char *);

/**
 * ledger_room(c, account, money, sign):
 * Whether that total of ${c} can grow (${sign} 1) or fall (-1) by ${money} and
 * stay within the range of amounts.
 */
bool ledger_room(const Rec__Case *, const char *, const Rec__Money *, int);

/**
 * ledger_transfer(item):
 * What was to be transferred for ${item}, in the currency of the transfer.
 */
const Rec__Money *ledger_transfer(const Rec__Item *);

/**
 * ledger_item_fits(c, item):
 * Whether all totals of ${c} that ${item} changes, when it is collected by us
 * or accepted as the other authority announced it, stay within the range of
 * amounts (R-1001).
 */
bool ledger_item_fits(const Rec__Case *, const Rec__Item *);

/**
 * ledger_allocate(c, minor, allocation):
 * Spread ${minor} (in the currency of the decision) over what ${c} owes:
 * principal arrears, then interest, then costs, which never rank before
 * maintenance (R-803, C 43(1), R 43); what is left is current maintenance.
 */
void ledger_allocate(const Rec__Case *, int64_t, Rec__Allocation *);

/**
 * ledger_book_item(txn, c, item, at, why):
 * Book money collected or monitored: the account of its mode rises by the
 * amount, and the debt falls by it, in the currency of the decision (R-1010,
 * by the amount collected from the debtor), unless the item says that it
 * falls by what is received.
 */
MUST_CHECK enum outcome ledger_book_item(struct store_txn *, Rec__Case *,
    const Rec__Item *, const char *, struct why *);

/**
 * ledger_book_received(txn, c, item, at, why):
 * The item's money has arrived, item->received of it: if the item says so, the
 * debt falls by that, at the item's own rate; else it has fallen already.  By
 * money in another currency than was transferred it does not fall.
 */
MUST_CHECK enum outcome ledger_book_received(struct store_txn *, Rec__Case *,
    const Rec__Item *, const char *, struct why *);

/**
 * ledger_move(txn, c, account, money, sign, kind, item, payment, at, why):
 * Book ${money} times ${sign} on ${account}.
 */
MUST_CHECK enum outcome ledger_move(struct store_txn *, Rec__Case *,
    const char *, const Rec__Money *, int, const char *, const Rec__Item *,
    const char *, const char *, struct why *);

#endif /* !DOMAIN_LEDGER_H */
