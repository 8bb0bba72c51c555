/* SPDX-License-Identifier: EUPL-1.2 */
/* May a case be erased?  Each thing that stands against it is a reason. */
#include <stdlib.h>
#include <string.h>

#include "domain/case/decide.h"
#include "domain/case/erase.h"
#include "domain/case/index.h"
#include "domain/case/state.h"
#include "io/record.h"
#include "value/date.h"

#define PEOPLE 2 /* who must ask */

/* Each of whom may still ask counts. */
static enum outcome
two_people(const struct office *o, const Rec__Case *c, struct why *why)
{
	size_t i, n = 0;

	for (i = 0; c->erasure != NULL && i < c->erasure->n_words; i++)
		n += person_may(o, c->erasure->words[i]->person, "supervisor");
	if (n >= PEOPLE)
		return OUT_OK;
	return why_reject(why, "ERASE-PERSON",
	    "%s asked for it so far, and it takes two people with the role "
	    "supervisor: each drops an erase sheet with the case and a reason",
	    n == 0 ? "nobody" : "one person");
}

enum outcome
erase_retained(
    const struct office *o, const char *last, char *until, struct why *why)
{
	int months = 12 * (int)config_number(o->conf, "retention", "years");
	char local[20];
	enum outcome out;
	int32_t day;
	int64_t t;

	if (!time_parse(last, &t))
		return why_retry(why, "journal: event without a time");
	out =
	    time_local(t, config_get(o->conf, "unit", "timezone"), local, why);
	if (out != OUT_OK)
		return out;
	local[10] = '\0';
	if (!date_parse(local, &day))
		return why_retry(why, "journal: event without a day");
	(void)date_format(date_add_months(day, months), until);
	return OUT_OK;
}

static enum outcome
kept_long_enough(
    const struct office *o, const struct casenames *names, struct why *why)
{
	struct casenames_events e;
	char until[DATE_TEXT];
	enum outcome out;

	casenames_events(names, &e);
	if ((out = erase_retained(o, e.last, until, why)) != OUT_OK)
		return out;
	if (strcmp(o->today, until) >= 0)
		return OUT_OK;
	return why_reject(why, "ERASE-RETENTION",
	    "it is kept until %s: [retention] years after its last event",
	    until);
}

/* ---- money --------------------------------------------------------------- */

static enum outcome
open_money(const char *id, const char *text, struct why *why)
{
	return why_reject(
	    why, "ERASE-MONEY", "money is not at its end: %s: %s", id, text);
}

/* Whether the payment has left for good: as far as the bank says, or, where it
 * says nothing (a CSV file), as it was delivered. */
static enum outcome
has_left(
    struct store_txn *txn, const Rec__Payment *p, bool *left, struct why *why)
{
	static const char *const done[] = { "accepted", "settled", "rejected",
		"returned", "replaced", "cancelled" };
	enum outcome out;
	Rec__Batch *b;
	size_t i;

	*left = false;
	for (i = 0; i < sizeof(done) / sizeof(done[0]); i++)
		*left = *left || strcmp(p->state, done[i]) == 0;
	if (*left || strcmp(p->state, "in batch") != 0)
		return OUT_OK;
	if ((out = batch_get(txn, p->batch, &b, why)) != OUT_OK || b == NULL)
		return out;
	*left =
	    strcmp(b->kind, "csv") == 0 && strcmp(b->state, "delivered") == 0;
	record_free(b);
	return OUT_OK;
}

static enum outcome
payment_done(struct store_txn *txn, const char *id, struct why *why)
{
	enum outcome out;
	Rec__Payment *p;
	bool left;

	if ((out = payment_get(txn, id, &p, why)) != OUT_OK || p == NULL)
		return out;
	if ((out = has_left(txn, p, &left, why)) == OUT_OK && !left)
		out = open_money(id, "the payment is under way, or waits", why);
	record_free(p);
	return out;
}

/* Whether an item waits for somebody's word, for a stage, or for what was
 * announced to us. */
static bool
waits(const Rec__Item *item)
{
	static const char *const ours[] = { "held", "recorded", "released",
		"set aside", "payment held", "in payment", "correction",
		"reissue" };
	size_t i;

	if (!item->ours)
		return strcmp(item->state, "announced") == 0 ||
		    strcmp(item->state, "received") == 0 ||
		    (strcmp(item->state, "accepted") == 0 &&
			strcmp(item->mode, "monitored") != 0 &&
			item->correction_of[0] == '\0');
	for (i = 0; i < sizeof(ours) / sizeof(ours[0]); i++)
		if (strcmp(item->state, ours[i]) == 0)
			return true;
	return false;
}

static enum outcome
item_done(struct store_txn *txn, const char *id, struct why *why)
{
	enum outcome out;
	Rec__Item *item;

	if ((out = item_get(txn, id, &item, why)) != OUT_OK || item == NULL)
		return out;
	if (waits(item))
		out = open_money(id, item->state, why);
	record_free(item);
	return out;
}

/* ---- messages ------------------------------------------------------------ */

/* Theirs, or ours that has ended: somewhere, or nowhere in the time set. */
static enum outcome
message_done(struct store_txn *txn, const char *name, struct why *why)
{
	static const char *const done[] = { "delivered", "retrieved", "failed",
		"refused" };
	enum outcome out;
	Rec__Message *m;
	bool ended;
	size_t i;

	if ((out = message_get(txn, strtoull(name, NULL, 10), &m, why)) !=
		OUT_OK ||
	    m == NULL)
		return out;
	ended = !m->outgoing || m->silent;
	for (i = 0; i < sizeof(done) / sizeof(done[0]); i++)
		ended = ended || strcmp(m->state, done[i]) == 0;
	if (!ended)
		out = why_reject(why, "ERASE-MESSAGE",
		    "%s waits, or is on its way: %s", m->msg_id, m->state);
	record_free(m);
	return out;
}

enum outcome
erase_allowed(struct store_txn *txn, const struct office *o, const Rec__Case *c,
    const struct casenames *names, struct why *why)
{
	enum outcome out;

	if (c->hold[0] != '\0')
		return why_reject(why, "ERASE-HOLD",
		    "it is held; isupport hold --release %s", c->id);
	if ((out = two_people(o, c, why)) != OUT_OK ||
	    (out = kept_long_enough(o, names, why)) != OUT_OK ||
	    (out = link_each(txn, c->number, "item", item_done, why)) !=
		OUT_OK ||
	    (out = link_each(txn, c->number, "payment", payment_done, why)) !=
		OUT_OK)
		return out;
	return link_each(txn, c->number, "message", message_done, why);
}
