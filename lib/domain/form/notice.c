/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What must hold of a payment notification, whichever way it goes.
 */
#include "domain/form/notice.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/form/notice_check.h"
#include "value/date.h"
#include "value/money.h"

static const struct {
	char code[20];
	bool enforced;
} sources[] = {
	{ "wage_withholding", true },
	{ "bank_garnishment", true },
	{ "social_security", true },
	{ "tax_refund", true },
	{ "pension", true },
	{ "sale", true },
	{ "voluntary", false },
	{ "direct", false },
	{ "other", false },
};

bool
source_ok(const char *code)
{
	size_t i;

	for (i = 0; i < sizeof(sources) / sizeof(sources[0]); i++)
		if (strcmp(sources[i].code, code) == 0)
			return true;
	return false;
}

bool
source_enforced(const char *code)
{
	size_t i;

	for (i = 0; i < sizeof(sources) / sizeof(sources[0]); i++)
		if (strcmp(sources[i].code, code) == 0)
			return sources[i].enforced;
	return false;
}

static int
compare_ids(const void *a, const void *b)
{
	const char *const *x = a, *const *y = b;

	return strcmp(*x, *y);
}

enum outcome
notice_check_ids(const char **ids, size_t n, struct why *why)
{
	size_t i;

	if (n == 0)
		return why_reject(why, "FORM-MISSING", "there is no item");
	qsort(ids, n, sizeof(*ids), compare_ids);
	for (i = 0; i < n; i++) {
		if (ids[i][0] == '\0')
			return why_reject(
			    why, "NOTICE-ITEM", "an item has no id");
		if (i > 0 && strcmp(ids[i - 1], ids[i]) == 0) {
			(void)why_reject(
			    why, "NOTICE-ITEM", "two items have the same id");
			why_value(why, ids[i]);
			return OUT_REJECT;
		}
	}
	return OUT_OK;
}

enum outcome
notice_check_parties(const char *sender, const char *receiver,
    const char *sender_reference, const char *receiver_reference,
    struct why *why)
{
	if (sender[0] == '\0' || receiver[0] == '\0')
		return why_reject(
		    why, "FORM-MISSING", "sender or receiver is missing");
	if (sender_reference[0] == '\0' && receiver_reference[0] == '\0')
		return why_reject(why, "FORM-MISSING",
		    "no reference says which case it is about");
	return OUT_OK;
}

enum outcome
notice_check_money(const Rec__Money *m, struct why *why)
{
	if (m == NULL)
		return why_reject(why, "FORM-MISSING", "an amount is missing");
	if (money_scale(m->currency) == -1) {
		(void)why_reject(why, "R-1001", "there is no such currency");
		why_value(why, m->currency);
		return OUT_REJECT;
	}
	if (m->minor > MONEY_MAX || m->minor < -MONEY_MAX)
		return why_reject(why, "R-1001", "an amount is too large");
	return OUT_OK;
}

enum outcome
notice_check_date(const char *s, bool must, struct why *why)
{
	int32_t day;

	if (s[0] == '\0' && must)
		return why_reject(why, "FORM-MISSING", "a date is missing");
	if (s[0] != '\0' && !date_parse(s, &day)) {
		(void)why_reject(why, "FORM-DATE", "this is no date");
		why_value(why, s);
		return OUT_REJECT;
	}
	return OUT_OK;
}

/* Dates that keep to ISO 8601 compare as text. */
static enum outcome
check_dates(const Rec__NoticeItem *i, struct why *why)
{
	enum outcome out;

	if ((out = notice_check_date(i->date, true, why)) != OUT_OK ||
	    (out = notice_check_date(i->from, false, why)) != OUT_OK ||
	    (out = notice_check_date(i->until, false, why)) != OUT_OK)
		return out;
	if (i->from[0] != '\0' && i->until[0] != '\0' &&
	    strcmp(i->from, i->until) > 0)
		return why_reject(
		    why, "R-1004", "the period ends before it begins");
	return OUT_OK;
}

static enum outcome
check_mode(const Rec__NoticeItem *i, struct why *why)
{
	bool monitored = strcmp(i->mode, "monitored") == 0;

	if (!monitored && strcmp(i->mode, "collected") != 0)
		return why_reject(
		    why, "NOTICE-MODE", "neither collected nor monitored");
	if (monitored &&
	    (i->end_to_end_id[0] != '\0' || i->transferred != NULL))
		return why_reject(why, "NOTICE-MODE",
		    "what is only monitored is not transferred");
	return OUT_OK;
}

static enum outcome
check_sign(const Rec__NoticeItem *i, struct why *why)
{
	bool corrects = i->correction_of[0] != '\0';

	if (i->amount->minor < 0 && !corrects)
		return why_reject(why, "NOTICE-SIGN",
		    "a negative amount that corrects nothing");
	if (corrects != (i->reason[0] != '\0'))
		return why_reject(why, "NOTICE-SIGN",
		    "a correction and its reason go together");
	return OUT_OK;
}

static enum outcome
check_allocation(const Rec__NoticeItem *i, struct why *why)
{
	const Rec__Allocation *a = i->allocation;
	int64_t sum = 0;

	if (a == NULL)
		return OUT_OK;
	if (!money_add(sum, a->current, &sum) ||
	    !money_add(sum, a->arrears, &sum) ||
	    !money_add(sum, a->interest, &sum) ||
	    !money_add(sum, a->costs, &sum) || sum != i->amount->minor)
		return why_reject(why, "NOTICE-ALLOCATION",
		    "the parts do not add up to the amount");
	return OUT_OK;
}

static enum outcome
check_conversion(const Rec__NoticeItem *i, struct why *why)
{
	const Rec__Conversion *c = i->conversion;
	enum outcome out;
	int64_t any;

	if (c == NULL)
		return OUT_OK;
	if ((out = notice_check_money(c->converted, why)) != OUT_OK ||
	    (out = notice_check_date(c->rate_date, true, why)) != OUT_OK ||
	    (c->fees != NULL &&
		(out = notice_check_money(c->fees, why)) != OUT_OK))
		return out;
	if (c->rate_source[0] == '\0')
		return why_reject(
		    why, "R-1009", "the rate is without its source");
	if ((out = money_convert(0, i->amount->currency, c->rate,
		 c->converted->currency, &any, why)) != OUT_OK)
		return out;
	if ((c->converted->minor < 0) != (i->amount->minor < 0) &&
	    c->converted->minor != 0)
		return why_reject(why, "R-1009",
		    "amount and converted amount differ in sign");
	return OUT_OK;
}

static enum outcome
check_item(const Rec__NoticeItem *i, struct why *why)
{
	enum outcome out;

	if ((out = check_mode(i, why)) != OUT_OK ||
	    (out = notice_check_money(i->amount, why)) != OUT_OK ||
	    (out = check_dates(i, why)) != OUT_OK ||
	    (out = check_sign(i, why)) != OUT_OK ||
	    (out = check_allocation(i, why)) != OUT_OK ||
	    (out = check_conversion(i, why)) != OUT_OK)
		return out;
	if (i->transferred != NULL)
		return notice_check_money(i->transferred, why);
	return OUT_OK;
}

static enum outcome
check_ids(const Rec__Notice *n, struct why *why)
{
	const char **ids;
	enum outcome out;
	size_t i;

	if ((ids = calloc(n->n_items + 1, sizeof(*ids))) == NULL)
		return why_retry(why, "out of memory");
	for (i = 0; i < n->n_items; i++)
		ids[i] = n->items[i]->item_id;
	out = notice_check_ids(ids, n->n_items, why);
	free(ids);
	return out;
}

enum outcome
notice_check(const Rec__Notice *n, struct why *why)
{
	char place[32];
	enum outcome out;
	size_t i;

	if (n->n_items > NOTICE_ITEMS_MAX)
		return why_reject(why, "NOTICE-ITEM", "too many items");
	if ((out = notice_check_parties(n->sender, n->receiver,
		 n->sender_reference, n->receiver_reference, why)) != OUT_OK ||
	    (out = notice_check_date(n->released_on, false, why)) != OUT_OK ||
	    (out = check_ids(n, why)) != OUT_OK)
		return out;
	for (i = 0; i < n->n_items; i++)
		if ((out = check_item(n->items[i], why)) != OUT_OK) {
			(void)snprintf(
			    place, sizeof(place), "Item[%zu]", i + 1);
			why_at(why, 0, place);
			return out;
		}
	return OUT_OK;
}

/* ---- totals ------------------------------------------------------------ */

struct notice_total *
notice_totals_find(
    struct notice_totals *t, const char *mode, const char *currency)
{
	size_t i;

	for (i = 0; i < t->n; i++)
		if (strcmp(t->total[i].mode, mode) == 0 &&
		    strcmp(t->total[i].currency, currency) == 0)
			return &t->total[i];
	return NULL;
}

enum outcome
notice_totals(const Rec__Notice *n, struct notice_totals *t, struct why *why)
{
	struct notice_total *at;
	size_t i;

	t->n = 0;
	for (i = 0; i < n->n_items; i++) {
		const Rec__NoticeItem *item = n->items[i];
		const char *currency = item->amount->currency;

		at = notice_totals_find(t, item->mode, currency);
		if (at == NULL && t->n == NOTICE_TOTALS_MAX)
			return why_reject(
			    why, "NOTICE-TOTAL", "too many currencies");
		if (at == NULL) {
			at = &t->total[t->n++];
			at->mode = item->mode;
			at->currency = currency;
			at->minor = 0;
			at->seen = false;
		}
		if (!money_add(at->minor, item->amount->minor, &at->minor))
			return why_reject(
			    why, "NOTICE-TOTAL", "the sum is too large");
	}
	return OUT_OK;
}

bool
notice_total(const Rec__Notice *n, const char *mode, const char *currency,
    int64_t *minor)
{
	int64_t sum = 0;
	size_t i;

	for (i = 0; i < n->n_items; i++) {
		const Rec__NoticeItem *item = n->items[i];

		if (item->amount == NULL || strcmp(item->mode, mode) != 0 ||
		    strcmp(item->amount->currency, currency) != 0)
			continue;
		if (!money_add(sum, item->amount->minor, &sum))
			return false;
	}
	*minor = sum;
	return true;
}
