/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/case/left_events.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/case/casefile.h"
#include "domain/case/index.h"
#include "domain/case/ledger.h"
#include "domain/case/money_events.h"
#include "domain/case/state.h"
#include "io/record.h"
#include "value/date.h"

#define NAME_SIZE 21
#define LOST "sent-lost"

/* ---- items ---------------------------------------------------------------*/

char *
left_key(const Rec__Item *item, char *buf)
{
	if (item->correction_of[0] == '\0')
		(void)snprintf(buf, LEFT_KEY, "%.64s", item->reference);
	else
		(void)snprintf(buf, LEFT_KEY, "%.60s|%.60s",
		    item->correction_of, item->payment);
	return buf;
}

enum outcome
apply_item_left(struct store_txn *txn, const Rec__Event *ev, struct why *why)
{
	char key[LEFT_KEY];

	(void)left_key(ev->item, key);
	return index_put(txn, "left", key, strlen(key), ev->number, why);
}

enum outcome
left_find(
    struct store_txn *txn, const char *key, Rec__Item **item, struct why *why)
{
	enum outcome out;
	uint64_t number;
	Rec__Event *ev;

	*item = NULL;
	if (key[0] == '\0')
		return OUT_OK;
	if ((out = left_number(txn, "left", key, &number, why)) != OUT_OK ||
	    number == 0)
		return out;
	if ((out = journal_get(txn, number, &ev, why)) != OUT_OK)
		return out;
	if (ev == NULL || ev->item == NULL) {
		record_free(ev);
		return why_retry(why, "journal: an item that left is missing");
	}
	*item = ev->item;
	ev->item = NULL;
	record_free(ev);
	return OUT_OK;
}

enum outcome
left_number(struct store_txn *txn, const char *index, const char *key,
    uint64_t *number, struct why *why)
{
	return index_get(txn, index, key, strlen(key), number, why);
}

/* Whether the payment is in a file that was delivered, and not rejected. */
static enum outcome
is_delivered(
    struct store_txn *txn, const char *payment, bool *yes, struct why *why)
{
	Rec__Batch *b = NULL;
	enum outcome out;
	Rec__Payment *p;

	*yes = false;
	if ((out = payment_get(txn, payment, &p, why)) == OUT_OK && p != NULL &&
	    (out = batch_get(txn, p->batch, &b, why)) == OUT_OK && b != NULL)
		*yes = strcmp(b->state, "delivered") == 0 &&
		    strcmp(p->state, "rejected") != 0;
	record_free(p);
	record_free(b);
	return out;
}

enum outcome
left_book(struct store_txn *txn, const Rec__Event *ev, const Rec__Item *item,
    struct why *why)
{
	enum outcome out;
	Rec__Case *c;
	bool yes;

	if (item->payment[0] == '\0')
		return OUT_OK;
	if ((out = is_delivered(txn, item->payment, &yes, why)) != OUT_OK ||
	    (out = link_put(txn, "payment", item->case_number, item->payment,
		 why)) != OUT_OK ||
	    !yes || (out = case_get(txn, item->case_number, &c, why)) != OUT_OK)
		return out;
	if (c != NULL &&
	    (out = ledger_move(txn, c, "transferred", item->amount, 1,
		 "transfer", item, item->payment, ev->at, why)) == OUT_OK)
		out = case_put(txn, c, why);
	record_free(c);
	if (out == OUT_OK && item->notice[0] == '\0')
		out = queue_put(txn, "announce", item->id, why);
	return out;
}

/* ---- messages ------------------------------------------------------------*/

/* A message with this item has left: it is not announced again. */
static enum outcome
told(struct store_txn *txn, const char *id, const char *msg_id, struct why *why)
{
	static const char *const before[] = { "recorded", "released",
		"set aside", "in payment", "correction", "reissue" };
	enum outcome out;
	Rec__Item *item;
	size_t i;

	if ((out = item_get(txn, id, &item, why)) != OUT_OK || item == NULL)
		return out;
	for (i = 0; i < sizeof(before) / sizeof(before[0]); i++)
		if (strcmp(item->state, before[i]) == 0 &&
		    record_set(&item->state, "announced") == -1)
			out = why_sys(why, "item");
	if (record_set(&item->notice, msg_id) == -1)
		out = why_sys(why, "item");
	if (out == OUT_OK && (out = item_put(txn, item, why)) == OUT_OK &&
	    (out = queue_del(txn, "announce", id, why)) == OUT_OK &&
	    (out = queue_del(txn, "topay", id, why)) == OUT_OK)
		out = queue_del(txn, "review", id, why);
	record_free(item);
	return out;
}

static enum outcome
index_if(struct store_txn *txn, const char *kind, const char *key,
    uint64_t value, struct why *why)
{
	return key[0] == '\0' || value == 0 ?
	    OUT_OK :
	    index_put(txn, kind, key, strlen(key), value, why);
}

/* One that the store knows nothing of: it has no documents. */
static enum outcome
unknown(struct store_txn *txn, const Rec__Event *ev, struct why *why)
{
	const Rec__Message *m = ev->message;
	uint64_t number = strtoull(outcome_value(ev, "case"), NULL, 10);
	enum outcome out;

	if ((out = message_index(txn, m, why)) != OUT_OK ||
	    (out = index_if(txn, "left-sha", m->sha256, m->number, why)) !=
		OUT_OK ||
	    (out = index_if(txn, "left-thread", m->thread, number, why)) !=
		OUT_OK)
		return out;
	return index_if(
	    txn, "left-ref", outcome_value(ev, "reference"), number, why);
}

/* One that the store has, and thought was still here. */
static enum outcome
known(struct store_txn *txn, const Rec__Message *left, Rec__Message *m,
    struct why *why)
{
	if (left->msg_no > 0)
		m->msg_no = left->msg_no;
	if (m->resent < left->resent)
		m->resent = left->resent;
	if (record_set(&m->state, left->state) == -1 ||
	    record_set(&m->sent_at, left->sent_at) == -1 ||
	    record_set(&m->folder, left->folder) == -1)
		return why_sys(why, "message");
	return message_put(txn, m, why);
}

/* Its number in the thread is never given again. */
static enum outcome
raise_sent(struct store_txn *txn, uint64_t number, const Rec__Message *left,
    struct why *why)
{
	enum outcome out;
	uint64_t before;
	Rec__Case *c;

	if ((out = left_number(txn, "left-nn", left->thread, &before, why)) !=
		OUT_OK ||
	    (before < left->msg_no &&
		(out = index_if(txn, "left-nn", left->thread, left->msg_no,
		     why)) != OUT_OK) ||
	    (out = case_get(txn, number, &c, why)) != OUT_OK)
		return out;
	if (c != NULL && c->sent < left->msg_no) {
		c->sent = left->msg_no;
		out = case_put(txn, c, why);
	}
	record_free(c);
	return out;
}

enum outcome
apply_message_left(struct store_txn *txn, const Rec__Event *ev, struct why *why)
{
	const Rec__Message *left = ev->message;
	char name[NAME_SIZE];
	enum outcome out;
	Rec__Message *m;
	size_t i;

	(void)number_name(left->number, name);
	if ((out = message_get(txn, left->number, &m, why)) != OUT_OK)
		return out;
	out = m == NULL ? unknown(txn, ev, why) : known(txn, left, m, why);
	if (out == OUT_OK)
		out = raise_sent(txn,
		    m == NULL ? left->case_number : m->case_number, left, why);
	record_free(m);
	if (out != OUT_OK ||
	    (out = index_if(txn, "folder", left->folder, left->number, why)) !=
		OUT_OK ||
	    (out = queue_del(txn, "out", name, why)) != OUT_OK ||
	    (out = queue_del(txn, "approve-message", name, why)) != OUT_OK ||
	    (out = queue_put(txn, "await-evidence", name, why)) != OUT_OK)
		return out;
	for (i = 0; out == OUT_OK && i < left->n_items; i++)
		out = told(txn, left->items[i], left->msg_id, why);
	return out;
}

/* ---- the store -----------------------------------------------------------*/

enum outcome
apply_store_accepted(
    struct store_txn *txn, const Rec__Event *ev, struct why *why)
{
	enum outcome out;
	int32_t day;

	if ((out = store_raise(txn, "task",
		 strtoull(outcome_value(ev, "task"), NULL, 10), why)) !=
		OUT_OK ||
	    !date_parse(outcome_value(ev, LOST), &day))
		return out;
	return index_put(txn, LOST, "", 0, (uint64_t)day, why);
}

enum outcome
left_is_lost(
    struct store_txn *txn, const char *date, bool *lost, struct why *why)
{
	enum outcome out;
	uint64_t until;
	int32_t day;

	*lost = false;
	if ((out = index_get(txn, LOST, "", 0, &until, why)) == OUT_OK &&
	    until != 0)
		*lost = !date_parse(date, &day) || (uint64_t)day <= until;
	return out;
}
