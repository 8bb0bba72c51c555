/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/case/ledger.h"

#include <stdlib.h>
#include <string.h>

#include "domain/case/state.h"
#include "io/record.h"
#include "value/money.h"

static Rec__Total *
find_total(const Rec__Case *c, const char *account, const char *currency)
{
	size_t i;

	for (i = 0; i < c->n_totals; i++)
		if (strcmp(c->totals[i]->account, account) == 0 &&
		    strcmp(c->totals[i]->money->currency, currency) == 0)
			return c->totals[i];
	return NULL;
}

int64_t
ledger_total(const Rec__Case *c, const char *account, const char *currency)
{
	const Rec__Total *t = find_total(c, account, currency);

	return t == NULL ? 0 : t->money->minor;
}

bool
ledger_room(
    const Rec__Case *c, const char *account, const Rec__Money *money, int sign)
{
	int64_t sum;

	return money_add(ledger_total(c, account, money->currency),
	    sign * money->minor, &sum);
}

static Rec__Total *
new_total(Rec__Case *c, const char *account, const char *currency)
{
	Rec__Total **slot, *t;

	if ((slot = (Rec__Total **)record_add(&c->totals, &c->n_totals)) ==
	    NULL)
		return NULL;
	*slot = t = malloc(sizeof(*t));
	if (t == NULL)
		return NULL;
	rec__total__init(t);
	if ((t->money = malloc(sizeof(*t->money))) == NULL)
		return NULL;
	rec__money__init(t->money);
	if (record_set(&t->account, account) == -1 ||
	    record_set(&t->money->currency, currency) == -1)
		return NULL;
	return t;
}

enum outcome
ledger_add(
    struct store_txn *txn, Rec__Case *c, Rec__LedgerEntry *e, struct why *why)
{
	unsigned char key[12];
	Rec__Total *t;

	if ((t = find_total(c, e->account, e->currency)) == NULL &&
	    (t = new_total(c, e->account, e->currency)) == NULL)
		return why_sys(why, "ledger");
	if (!money_add(t->money->minor, e->minor, &t->money->minor))
		return why_reject(why, "R-1001", "total out of range");
	e->case_number = c->number;
	e->number = ++c->entries;
	store_key12(c->number, e->number, key);
	return state_save(
	    txn, DB_LEDGER, key, sizeof(key), SEAL_UNIT, &e->base, why);
}

static int64_t
take(int64_t *left, int64_t upto)
{
	int64_t n = *left < upto ? *left : upto;

	if (n < 0)
		n = 0;
	*left -= n;
	return n;
}

void
ledger_allocate(const Rec__Case *c, int64_t minor, Rec__Allocation *a)
{
	const Rec__Arrears *r =
	    c->application == NULL ? NULL : c->application->arrears;
	int64_t principal, interest, costs, paid = (int64_t)c->paid;

	rec__allocation__init(a);
	if (r == NULL || r->total == NULL) {
		a->current = minor;
		return;
	}
	interest = r->interest == NULL ? 0 : r->interest->minor;
	costs = r->costs == NULL ? 0 : r->costs->minor;
	principal = r->total->minor - interest - costs;
	/* What was paid before has taken its share in the same order. */
	principal -= take(&paid, principal);
	interest -= take(&paid, interest);
	costs -= take(&paid, costs);
	a->arrears = take(&minor, principal);
	a->interest = take(&minor, interest);
	a->costs = take(&minor, costs);
	a->current = minor;
}

enum outcome
ledger_move(struct store_txn *txn, Rec__Case *c, const char *account,
    const Rec__Money *money, int sign, const char *kind, const Rec__Item *item,
    const char *payment, const char *at, struct why *why)
{
	Rec__LedgerEntry e = REC__LEDGER_ENTRY__INIT;

	e.account = lend(account);
	e.minor = sign * money->minor;
	e.currency = money->currency;
	e.kind = lend(kind);
	e.payment = lend(payment);
	e.at = lend(at);
	if (item != NULL) {
		e.item = item->id;
		e.date = item->date;
		e.correction_of = item->correction_of;
	}
	return ledger_add(txn, c, &e, why);
}

/* What the item is in the currency of the decision. */
static const Rec__Money *
in_debt_currency(const Rec__Item *item)
{
	return item->conversion != NULL && item->conversion->converted != NULL ?
	    item->conversion->converted :
	    item->amount;
}

const Rec__Money *
ledger_transfer(const Rec__Item *item)
{

	return item->transferred != NULL ? item->transferred : item->amount;
}

bool
ledger_item_fits(const Rec__Case *c, const Rec__Item *item)
{

	if (!item->ours &&
	    !ledger_room(c, "announced", ledger_transfer(item), 1))
		return false;
	if (item->correction_of[0] != '\0')
		return true; /* takes an announcement back, and no more */
	return ledger_room(c, item->mode, item->amount, 1) &&
	    ledger_room(c, "debt", in_debt_currency(item), -1);
}

/* The debt falls by ${debt}, for ${original} of the item's money. */
static enum outcome
reduce(struct store_txn *txn, Rec__Case *c, const Rec__Item *item,
    const Rec__Money *debt, Rec__Money *original, Rec__Allocation *allocation,
    const char *at, struct why *why)
{
	Rec__LedgerEntry e = REC__LEDGER_ENTRY__INIT;

	e.account = lend("debt");
	e.minor = -debt->minor;
	e.currency = debt->currency;
	e.kind = lend("reduction");
	e.item = item->id;
	e.date = item->date;
	e.at = lend(at);
	e.allocation = allocation;
	e.original = original;
	e.conversion = item->conversion;
	c->paid = (uint64_t)((int64_t)c->paid + debt->minor);
	return ledger_add(txn, c, &e, why);
}

enum outcome
ledger_book_item(struct store_txn *txn, Rec__Case *c, const Rec__Item *item,
    const char *at, struct why *why)
{
	enum outcome out;

	out = ledger_move(txn, c, item->mode, item->amount, 1,
	    strcmp(item->mode, "monitored") == 0 ? "direct" : "collection",
	    item, "", at, why);
	if (out != OUT_OK || item->debt_falls[0] != '\0')
		return out;
	return reduce(txn, c, item, in_debt_currency(item), item->amount,
	    item->allocation, at, why);
}

enum outcome
ledger_book_received(struct store_txn *txn, Rec__Case *c, const Rec__Item *item,
    const char *at, struct why *why)
{
	const Rec__Conversion *k = item->conversion;
	Rec__Money debt = REC__MONEY__INIT;
	Rec__Allocation allocation;
	enum outcome out;

	if (item->debt_falls[0] == '\0' || item->received == NULL ||
	    item->received->minor == 0 ||
	    strcmp(item->received->currency, ledger_transfer(item)->currency) !=
		0)
		return OUT_OK;
	debt = *item->received;
	if (k != NULL && k->converted != NULL) {
		debt.currency = k->converted->currency;
		out = money_convert(item->received->minor,
		    item->received->currency, k->rate, debt.currency,
		    &debt.minor, why);
		if (out != OUT_OK)
			return out;
	}
	ledger_allocate(c, debt.minor, &allocation);
	return reduce(
	    txn, c, item, &debt, item->received, &allocation, at, why);
}
