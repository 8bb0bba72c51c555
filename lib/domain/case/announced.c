/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/case/announced.h"

#include <string.h>

#include "domain/case/index.h"
#include "domain/case/ledger.h"
#include "domain/case/state.h"
#include "io/record.h"
#include "value/money.h"

/* What is looked for among the items of a case, and found. */
struct look {
	const Rec__Item *item;
	bool waits;   /* another of its notice */
	bool there;   /* what it corrects */
	bool fits;    /* nothing was found that it cannot be beside */
	int64_t of;   /* what it corrects, minor units */
	int64_t open; /* announced, and neither taken back nor arrived */
};

static bool
is(const Rec__Item *item, const char *state)
{
	return strcmp(item->state, state) == 0;
}

/* One that ${l->item} corrects, or an earlier correction of the same. */
static void
add(struct look *l, const Rec__Item *item)
{
	bool first = item->correction_of[0] == '\0';
	const Rec__Money *m = first ? ledger_transfer(item) : item->amount;
	bool counts = is(item, "accepted") || is(item, "corrected");

	if (first) {
		l->there = strcmp(item->mode, "monitored") != 0 &&
		    !is(item, "announced") && !is(item, "refused");
		l->of = m->minor;
	}
	if (strcmp(m->currency, l->item->amount->currency) != 0 ||
	    (counts && !money_add(l->open, m->minor, &l->open)))
		l->fits = false;
}

static void
look_at(struct look *l, const Rec__Item *item)
{
	const char *of = l->item->correction_of;

	if (item->ours || strcmp(item->id, l->item->id) == 0)
		return;
	if (strcmp(item->notice, l->item->notice) == 0 && is(item, "announced"))
		l->waits = true;
	if (of[0] != '\0' &&
	    (strcmp(item->id, of) == 0 ||
		(strcmp(item->correction_of, of) == 0 &&
		    !is(item, "announced") && !is(item, "refused"))))
		add(l, item);
}

static enum outcome
look(struct store_txn *txn, struct look *l, struct why *why)
{
	enum outcome out;
	Rec__Item *item;
	char **names;
	size_t i, n;

	out = link_list(txn, "item", l->item->case_number, &names, &n, why);
	for (i = 0; out == OUT_OK && i < n; i++) {
		out = item_get(txn, names[i], &item, why);
		if (out == OUT_OK && item != NULL)
			look_at(l, item);
		record_free(item);
	}
	names_free(names, n);
	return out;
}

enum outcome
announced_last(
    struct store_txn *txn, const Rec__Item *item, bool *last, struct why *why)
{
	struct look l = { .item = item };
	enum outcome out = look(txn, &l, why);

	*last = !l.waits;
	return out;
}

enum outcome
announced_fits(
    struct store_txn *txn, const Rec__Item *item, bool *fits, struct why *why)
{
	struct look l = { .item = item, .fits = true };
	enum outcome out = OUT_OK;

	if (item->correction_of[0] != '\0') {
		out = look(txn, &l, why);
		l.fits = l.fits && l.there &&
		    money_add(l.open, item->amount->minor, &l.open) &&
		    l.open >= 0 && l.open <= l.of;
	}
	*fits = l.fits;
	return out;
}
