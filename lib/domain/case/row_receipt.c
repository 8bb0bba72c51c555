/* SPDX-License-Identifier: EUPL-1.2 */
/* Receipts: what our own bank shows, matched to what was announced. */
#include <stdlib.h>
#include <string.h>

#include "domain/case/casefile.h"
#include "domain/case/decide.h"
#include "domain/case/index.h"
#include "domain/case/ledger.h"
#include "domain/form/notice.h"
#include "domain/case/sheet_rows.h"
#include "domain/case/state.h"
#include "io/record.h"

/* The items that one transfer carries; those that still wait for it. */
struct matched {
	Rec__Item **item;
	Rec__Money *money; /* two for each: received, difference */
	size_t n;
	bool waits; /* one more has yet to be accepted */
	bool mixed; /* of two authorities, or in two currencies */
};

static void
matched_free(struct matched *m)
{
	size_t i;

	for (i = 0; i < m->n; i++) {
		m->item[i]->received = NULL; /* lent by money[] */
		m->item[i]->difference = NULL;
		record_free(m->item[i]);
	}
	free(m->item);
	free(m->money);
}

/* Whether the transfer carries it; then it is kept. */
static bool
take_item(struct matched *m, Rec__Item *item)
{
	const Rec__Money *money = ledger_transfer(item);
	const Rec__Item *first = m->n == 0 ? item : m->item[0];

	if (item->ours || money->minor <= 0)
		return false;
	if (strcmp(item->state, "announced") == 0)
		m->waits = true;
	if (strcmp(item->state, "accepted") != 0)
		return false;
	if (strcmp(item->other, first->other) != 0 ||
	    strcmp(money->currency, ledger_transfer(first)->currency) != 0)
		m->mixed = true;
	m->item[m->n++] = item;
	return true;
}

static enum outcome
match(struct store_txn *txn, const char *reference, struct matched *m,
    struct why *why)
{
	enum outcome out;
	Rec__Item *item;
	char **names;
	size_t i, n;

	memset(m, 0, sizeof(*m));
	out = queue_list_under(txn, "e2e", reference, &names, &n, why);
	if (out != OUT_OK)
		return out;
	m->item = calloc(n + 1, sizeof(*m->item));
	m->money = calloc(2 * n + 1, sizeof(*m->money));
	if (m->item == NULL || m->money == NULL)
		out = why_sys(why, "receipt");
	for (i = 0; out == OUT_OK && i < n; i++) {
		out = item_get(txn, names[i], &item, why);
		if (out != OUT_OK || item == NULL)
			continue;
		if (!take_item(m, item))
			record_free(item);
	}
	names_free(names, n);
	return out;
}

/* Why less or more arrived: as the row says, else as it looks. */
static const char *
reason_of(const Rec__SheetRow *row, int64_t difference)
{
	if (difference == 0)
		return "";
	if (confirmation_reason_ok(row->note))
		return row->note;
	return difference < 0 ? "partial" : "other";
}

/* Each item has what was announced; the last one bears the difference. */
static int
spread(struct matched *m, const Rec__SheetRow *row)
{
	int64_t left = row->amount->minor;
	size_t i;

	for (i = 0; i < m->n; i++) {
		Rec__Money *got = &m->money[2 * i], *diff = got + 1;
		int64_t want = ledger_transfer(m->item[i])->minor;

		rec__money__init(got);
		rec__money__init(diff);
		got->currency = diff->currency = row->amount->currency;
		got->minor = i + 1 == m->n ? left : want;
		diff->minor = got->minor - want;
		left -= got->minor;
		m->item[i]->received = got;
		m->item[i]->difference = diff;
		if (record_set(&m->item[i]->received_on, row->date) == -1 ||
		    record_set(&m->item[i]->state, "received") == -1 ||
		    record_set(&m->item[i]->difference_reason,
			reason_of(row, diff->minor)) == -1)
			return -1;
	}
	return 0;
}

static enum outcome
book(struct store_txn *txn, const struct office *o, struct arrival *a,
    struct matched *m, const Rec__SheetRow *row, struct why *why)
{
	enum outcome out;
	Rec__Event ev;

	if (spread(m, row) == -1)
		return why_sys(why, "receipt");
	if ((out = arrival_begin(txn, o, a, "receipt", &ev, why)) != OUT_OK)
		return out;
	ev.case_number = m->item[0]->case_number;
	ev.subject = row->reference;
	ev.items = m->item;
	ev.n_items = m->n;
	ev.row = (Rec__SheetRow *)(uintptr_t)row;
	return journal_append(txn, &ev, why);
}

/* The same reference again: the same money, or an alarm (R-1013). */
static enum outcome
seen_before(struct store_txn *txn, const struct office *o, struct arrival *a,
    const Rec__SheetRow *row, bool *seen, struct why *why)
{
	enum outcome out;
	uint64_t number;
	Rec__Event *ev;
	bool same;

	*seen = false;
	if ((out = index_get_token(
		 txn, "receipt", row->reference, &number, why)) != OUT_OK ||
	    number == 0)
		return out;
	*seen = true;
	if ((out = journal_get(txn, number, &ev, why)) != OUT_OK || ev == NULL)
		return out;
	same = ev->row->amount->minor == row->amount->minor &&
	    strcmp(ev->row->date, row->date) == 0;
	record_free(ev);
	return same ? OUT_OK :
		      row_held(txn, o, a, row, "R-1013", "reference",
			  "the transfer was recorded before, otherwise", why);
}

/* Whether what the bank shows fits what each case has received (R-1001). */
static enum outcome
fits(struct store_txn *txn, const struct matched *m, const Rec__SheetRow *row,
    bool *yes, struct why *why)
{
	enum outcome out = OUT_OK;
	Rec__Case *c;
	size_t i;

	*yes = true;
	for (i = 0; out == OUT_OK && *yes && i < m->n; i++) {
		out = case_get(txn, m->item[i]->case_number, &c, why);
		if (out == OUT_OK && c != NULL)
			*yes = ledger_room(c, "received", row->amount, 1);
		record_free(c);
	}
	return out;
}

/* What is found for the reference of the row is booked, if it can be. */
static enum outcome
take(struct store_txn *txn, const struct office *o, struct arrival *a,
    struct matched *m, const Rec__SheetRow *row, struct why *why)
{
	enum outcome out;
	bool yes;

	if (m->n == 0)
		return row_held(txn, o, a, row, "RECEIPT-UNKNOWN", "reference",
		    "no accepted announcement of a transfer with that reference",
		    why);
	if (m->waits)
		return row_held(txn, o, a, row, "RECEIPT-WAITS", "reference",
		    "an item of that transfer waits to be accepted", why);
	if (m->mixed)
		return row_held(txn, o, a, row, "RECEIPT-MIXED", "reference",
		    "two authorities, or two currencies, name that transfer",
		    why);
	if (strcmp(ledger_transfer(m->item[0])->currency,
		row->amount->currency) != 0)
		return row_held(txn, o, a, row, "RECEIPT-CURRENCY", "currency",
		    "announced in another currency", why);
	if ((out = fits(txn, m, row, &yes, why)) != OUT_OK)
		return out;
	if (!yes)
		return row_held(txn, o, a, row, "R-1001", "amount",
		    "with it, more is received than an amount can be", why);
	return book(txn, o, a, m, row, why);
}

enum outcome
row_receipt(struct store_txn *txn, const struct office *o, struct arrival *a,
    const Rec__SheetRow *row, struct why *why)
{
	struct matched m;
	enum outcome out;
	bool seen;

	if ((out = seen_before(txn, o, a, row, &seen, why)) != OUT_OK || seen)
		return out;
	if ((out = match(txn, row->reference, &m, why)) == OUT_OK)
		out = take(txn, o, a, &m, row, why);
	matched_free(&m);
	return out;
}
