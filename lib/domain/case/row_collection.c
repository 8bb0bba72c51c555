/* SPDX-License-Identifier: EUPL-1.2 */
/* Collections and rates: money comes in, and is booked or held. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/case/casefile.h"
#include "domain/case/caseref.h"
#include "domain/case/decide.h"
#include "domain/case/erase.h"
#include "domain/case/index.h"
#include "domain/case/ledger.h"
#include "domain/case/left.h"
#include "domain/case/left_events.h"
#include "domain/form/notice.h"
#include "domain/case/sheet_rows.h"
#include "domain/case/state.h"
#include "io/record.h"
#include "value/date.h"
#include "value/money.h"

#define NEAR_DAYS 14 /* most rates are of the last business day */

/* An item in the making: what it points to stands here. */
struct making {
	Rec__Item item;
	char id[32];
	Rec__Allocation allocation;
	Rec__Conversion conversion;
	Rec__Money converted;
	Rec__Event *rate;			    /* event the rate came by */
	char text[sizeof(((struct why *)0)->text)]; /* why it is held */
};

struct latest {
	const char *prefix, *until;
	char day[11];
	uint64_t event;
};

/* The latest rate not after the day. */
static enum outcome
see_rate(const void *key, size_t keylen, const void *data, size_t len,
    void *ctx, struct why *why)
{
	struct latest *l = ctx;
	char day[11];

	(void)why;
	if (keylen < 10 || len != 8)
		return OUT_OK;
	memcpy(day, (const char *)key + keylen - 10, 10);
	day[10] = '\0';
	if (strcmp(day, l->until) <= 0 && strcmp(day, l->day) >= 0) {
		memcpy(l->day, day, sizeof(day));
		l->event = store_number(data);
	}
	return OUT_OK;
}

/* That of the day or of one shortly before, without a look at all there are. */
static enum outcome
near_rate(struct store_txn *txn, const char *from, const char *to,
    const char *day, uint64_t *event, struct why *why)
{
	char key[32], text[DATE_TEXT];
	enum outcome out = OUT_OK;
	int32_t at;
	int i, n;

	if (!date_parse(day, &at))
		return OUT_OK;
	for (i = 0; out == OUT_OK && *event == 0 && i < NEAR_DAYS; i++) {
		n = snprintf(key, sizeof(key), "%.3s|%.3s|%s", from, to,
		    date_format(at - i, text));
		out = index_get(txn, "rate", key, (size_t)n, event, why);
	}
	return out;
}

static enum outcome
find_rate(struct store_txn *txn, const char *from, const char *to,
    const char *day, Rec__Event **ev, struct why *why)
{
	struct latest l = { "rate", day, "", 0 };
	char key[32];
	enum outcome out;
	int n;

	*ev = NULL;
	if ((out = near_rate(txn, from, to, day, &l.event, why)) != OUT_OK)
		return out;
	if (l.event != 0)
		return journal_get(txn, l.event, ev, why);
	n = snprintf(key, sizeof(key), "rate%c%.3s|%.3s|", '\0', from, to);
	if ((out = store_each(
		 txn, DB_INDEX, key, (size_t)n, see_rate, &l, why)) != OUT_OK ||
	    l.event == 0)
		return out;
	return journal_get(txn, l.event, ev, why);
}

/* R-1009: the debt stays in the currency of the decision. */
static enum outcome
convert(struct store_txn *txn, const Rec__Case *c, struct making *m,
    struct why *why)
{
	const Rec__Money *amount = m->item.amount;
	enum outcome out;

	if (c->currency[0] == '\0' ||
	    strcmp(amount->currency, c->currency) == 0)
		return OUT_OK;
	out = find_rate(
	    txn, amount->currency, c->currency, m->item.date, &m->rate, why);
	if (out != OUT_OK)
		return out;
	if (m->rate == NULL) {
		m->item.held_for = lend("R-1009");
		return OUT_OK;
	}
	rec__conversion__init(&m->conversion);
	rec__money__init(&m->converted);
	m->converted.currency = c->currency;
	m->conversion.converted = &m->converted;
	m->conversion.rate = m->rate->row->rate;
	m->conversion.rate_date = m->rate->row->date;
	m->conversion.rate_source = m->rate->row->source;
	out = money_convert(amount->minor, amount->currency, m->conversion.rate,
	    c->currency, &m->converted.minor, why);
	if (out == OUT_REJECT) { /* the row's fault, not the sheet's */
		m->item.held_for = lend("R-1009");
		return OUT_OK;
	}
	m->item.conversion = &m->conversion;
	return out;
}

/* By how much the debt falls, in its currency. */
static const Rec__Money *
debt_of(const struct making *m)
{
	return m->item.conversion != NULL ? &m->converted : m->item.amount;
}

static void
allocate(const Rec__Case *c, struct making *m)
{
	ledger_allocate(c, debt_of(m)->minor, &m->allocation);
	m->item.allocation = &m->allocation;
}

/* Where a new item goes: to a caseworker, or straight on. */
static const char *
queue_of(const struct office *o, const Rec__Item *item, bool lost)
{
	if (lost || config_yes(o->conf, "gates", "release"))
		return "review";
	return strcmp(item->mode, "monitored") == 0 ? "announce" : "topay";
}

/* One that left before the store forgot it has gone its way already. */
static const char *
set_state(const struct office *o, Rec__Item *item, bool lost)
{
	const char *queue = queue_of(o, item, lost);

	if (item->held_for[0] != '\0')
		item->state = lend("held");
	else if (item->notice[0] != '\0')
		item->state = lend("announced");
	else if (item->payment[0] != '\0')
		item->state = lend("in payment");
	else if (strcmp(queue, "review") == 0)
		item->state = lend("recorded");
	else
		item->state = lend("released");
	return item->notice[0] != '\0' || item->payment[0] != '\0' ? "" : queue;
}

static enum outcome
book(struct store_txn *txn, const struct office *o, struct arrival *a,
    struct making *m, struct why *why)
{
	struct outcomes outs = { .n = 0 };
	enum outcome out;
	Rec__Event ev;
	bool lost;

	if ((out = left_is_lost(txn, m->item.date, &lost, why)) != OUT_OK ||
	    (out = arrival_begin(txn, o, a, "collection", &ev, why)) != OUT_OK)
		return out;
	ev.case_number = m->item.case_number;
	ev.subject = m->item.case_id;
	ev.item = &m->item;
	ev.text = m->text;
	m->item.debt_falls = lend(debt_falls(o, &m->item));
	outcome_add(&outs, "queue", set_state(o, &m->item, lost));
	outcome_lend(&outs, &ev);
	if (ev.case_number == 0 &&
	    (out = arrival_key(txn, a, &ev.key, why)) != OUT_OK)
		return out;
	return journal_append(txn, &ev, why);
}

/* What the case says about the money; sets held_for where it may not be. */
static enum outcome
judge_item(struct store_txn *txn, const Rec__Case *c, struct making *m,
    struct why *why)
{
	enum outcome out;

	m->item.case_number = c->number;
	m->item.case_id = c->id;
	m->item.other = c->other;
	if (source_enforced(m->item.source) && !c->enforceable) {
		m->item.held_for = lend("LEDGER-ENFORCEABLE");
		return OUT_OK;
	}
	if ((out = convert(txn, c, m, why)) != OUT_OK)
		return out;
	allocate(c, m);
	if (m->item.held_for[0] == '\0' && !ledger_item_fits(c, &m->item))
		m->item.held_for = lend("R-1001");
	return OUT_OK;
}

static void
fill(const struct arrival *a, const Rec__SheetRow *row, struct making *m)
{
	rec__item__init(&m->item);
	m->item.id = m->id;
	m->item.ours = 1;
	m->item.mode = row->mode;
	m->item.date = row->date;
	m->item.amount = row->amount;
	m->item.from = row->from;
	m->item.until = row->until;
	m->item.source = row->source;
	m->item.reference = row->reference;
	m->item.recorder = lend(a->actor);
	m->item.line = row->line;
}

/* What is recorded under the reference of the row; NULL: nothing. */
static enum outcome
recorded(struct store_txn *txn, const Rec__SheetRow *row, Rec__Item **item,
    struct why *why)
{
	enum outcome out;
	uint64_t number;
	Rec__Event *ev;

	*item = NULL;
	if ((out = index_get_token(
		 txn, "collection", row->reference, &number, why)) != OUT_OK ||
	    number == 0 || (out = journal_get(txn, number, &ev, why)) != OUT_OK)
		return out;
	if (ev == NULL || ev->item == NULL)
		out = why_retry(why, "journal: collection is missing");
	else
		out = item_get(txn, ev->item->id, item, why);
	record_free(ev);
	return out;
}

static bool
same_money(const Rec__SheetRow *row, const Rec__Item *item)
{
	return item->amount->minor == row->amount->minor &&
	    strcmp(item->amount->currency, row->amount->currency) == 0 &&
	    strcmp(item->date, row->date) == 0 &&
	    strcmp(item->mode, row->mode) == 0;
}

/* The same reference again: the same row, or an alarm (R-1013). */
static enum outcome
again(struct store_txn *txn, const struct office *o, struct arrival *a,
    const Rec__SheetRow *row, const Rec__Item *item, struct why *why)
{
	if (same_money(row, item))
		return OUT_OK;
	return row_held(txn, o, a, row, "R-1013", "reference",
	    "the reference was used before, for other money", why);
}

/* Of one that is held, or that left before the store forgot it; one that is
 * held may have left, too. */
static void
fill_before(const Rec__Item *before, struct making *m)
{
	(void)snprintf(m->id, sizeof(m->id), "%s", before->id);
	m->item.payment = before->payment;
	m->item.end_to_end_id = before->end_to_end_id;
	m->item.notice = before->notice;
}

/* Held now for the same as before, about the same case. */
static bool
held_as_before(const struct making *m, const Rec__Item *before)
{
	return before != NULL && m->item.held_for[0] != '\0' &&
	    strcmp(m->item.held_for, before->held_for) == 0 &&
	    m->item.case_number == before->case_number;
}

/* Left for a case other than that of the row. */
static bool
is_of_another(const Rec__Case *c, const Rec__Item *before)
{
	return before != NULL && before->state[0] == '\0' &&
	    before->case_number != c->number;
}

/* Whether the case is one for which money comes; then, what it says of it. */
static enum outcome
judge_case(struct store_txn *txn, const Rec__Case *c, const Rec__Item *before,
    struct making *m, struct why *why)
{
	if (c->role != REC__CASE__ROLE__REQUESTED || is_of_another(c, before))
		m->item.held_for = lend("SHEET-CASE");
	else if (erase_done(c))
		m->item.held_for = lend("ERASED");
	else
		return judge_item(txn, c, m, why);
	return OUT_OK;
}

/* The case that the row names; NULL: none, and it is held for that. */
static enum outcome
case_of(struct store_txn *txn, const Rec__SheetRow *row, struct making *m,
    Rec__Case **c, struct why *why)
{
	struct why several = WHY_INIT;
	enum outcome out;

	out = case_find(txn, row->case_reference, c, &several);
	if (out == OUT_OK && *c == NULL)
		m->item.held_for = lend("SHEET-CASE");
	if (out == OUT_OK)
		return OUT_OK;
	if (strcmp(several.rule, CASE_SEVERAL) != 0) {
		*why = several;
		return out;
	}
	m->item.held_for = lend(CASE_SEVERAL);
	(void)memcpy(m->text, several.text, sizeof(m->text));
	return OUT_OK;
}

/* A new item; one that is held, and that the row may have corrected; or one
 * that left. */
static enum outcome
take(struct store_txn *txn, const struct office *o, struct arrival *a,
    const Rec__SheetRow *row, const Rec__Item *before, struct why *why)
{
	struct making m;
	enum outcome out = OUT_OK;
	Rec__Case *c = NULL;

	memset(&m, 0, sizeof(m));
	fill(a, row, &m);
	if (before != NULL)
		fill_before(before, &m);
	else
		out = new_item_id(txn, o, m.id, why);
	if (out == OUT_OK)
		out = case_of(txn, row, &m, &c, why);
	if (out == OUT_OK && c != NULL)
		out = judge_case(txn, c, before, &m, why);
	if (out == OUT_OK && !held_as_before(&m, before))
		out = book(txn, o, a, &m, why);
	record_free(m.rate);
	record_free(c);
	return out;
}

/* What is not recorded may have left before the store forgot it. */
static enum outcome
new_or_left(struct store_txn *txn, const struct office *o, struct arrival *a,
    const Rec__SheetRow *row, struct why *why)
{
	char token[DIGEST_HEX];
	enum outcome out;
	Rec__Item *left;

	if ((out = left_token(txn, LEFT_ITEM, row->reference, token, why)) !=
		OUT_OK ||
	    (out = left_find(txn, token, &left, why)) != OUT_OK)
		return out;
	if (left != NULL && !same_money(row, left))
		out = again(txn, o, a, row, left, why);
	else
		out = take(txn, o, a, row, left, why);
	record_free(left);
	return out;
}

enum outcome
row_collection(struct store_txn *txn, const struct office *o, struct arrival *a,
    const Rec__SheetRow *row, struct why *why)
{
	enum outcome out;
	Rec__Item *item;

	if ((out = recorded(txn, row, &item, why)) != OUT_OK)
		return out;
	if (item == NULL)
		return new_or_left(txn, o, a, row, why);
	out = strcmp(item->state, "held") != 0 ?
	    again(txn, o, a, row, item, why) :
	    take(txn, o, a, row, item, why);
	record_free(item);
	return out;
}

enum outcome
row_rate(struct store_txn *txn, const struct office *o, struct arrival *a,
    const Rec__SheetRow *row, struct why *why)
{
	Rec__Event *have, ev;
	enum outcome out;
	bool same;

	if ((out = find_rate(txn, row->from_currency, row->to_currency,
		 row->date, &have, why)) != OUT_OK)
		return out;
	same = have != NULL && strcmp(have->row->date, row->date) == 0;
	if (same && strcmp(have->row->rate, row->rate) != 0)
		out = row_held(txn, o, a, row, "R-1009", "rate",
		    "another rate is recorded for that day", why);
	record_free(have);
	if (out != OUT_OK || same)
		return out;
	if ((out = arrival_begin(txn, o, a, "rate", &ev, why)) != OUT_OK)
		return out;
	ev.row = (Rec__SheetRow *)(uintptr_t)row;
	return journal_append(txn, &ev, why);
}

enum outcome
collection_again(struct store_txn *txn, const struct office *o,
    struct arrival *a, const Rec__Item *item, const char **held,
    struct why *why)
{
	struct making m;
	enum outcome out;
	Rec__Case *c;

	*held = item->held_for;
	if ((out = case_get(txn, item->case_number, &c, why)) != OUT_OK ||
	    c == NULL)
		return out;
	memset(&m, 0, sizeof(m));
	m.item = *item;
	m.item.held_for = lend("");
	if ((out = judge_item(txn, c, &m, why)) == OUT_OK) {
		*held = m.item.held_for;
		if (m.item.held_for[0] == '\0')
			out = book(txn, o, a, &m, why);
	}
	record_free(m.rate);
	record_free(c);
	return out;
}

/* What waited for a rate may have one now. */
static enum outcome
retry(struct store_txn *txn, const struct office *o, struct arrival *a,
    const char *id, struct why *why)
{
	const char *held;
	enum outcome out;
	Rec__Item *item;

	if ((out = item_get(txn, id, &item, why)) == OUT_OK && item != NULL &&
	    strcmp(item->held_for, "R-1009") == 0)
		out = collection_again(txn, o, a, item, &held, why);
	record_free(item);
	return out;
}

enum outcome
collections_retry(struct store_txn *txn, const struct office *o,
    struct arrival *a, struct why *why)
{
	enum outcome out;
	char **names;
	size_t i, n;

	out = queue_list(txn, "held", &names, &n, why);
	for (i = 0; out == OUT_OK && i < n; i++)
		out = retry(txn, o, a, names[i], why);
	names_free(names, n);
	return out;
}
