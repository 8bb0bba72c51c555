/* SPDX-License-Identifier: EUPL-1.2 */
/* Ledgers against the totals of their cases; items, payments and batches
 * against the ledgers and each other, to the cent. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "domain/fsck_impl.h"
#include "domain/ledger.h"
#include "domain/payrow.h"
#include "domain/state.h"
#include "io/record.h"
#include "value/money.h"

/* ---- ledgers ---- */

#define TOTALS_MAX ((size_t)64) /* accounts and currencies of one case */

struct ledger {
	struct fsck *f;
	const Rec__Case *c;
	const char *place;
	uint32_t next; /* number of the next entry */
	struct sum {
		char account[24], currency[4];
		int64_t minor;
	} sum[TOTALS_MAX];
	size_t n;
	bool over; /* a sum left the range, or there are too many */
	uint64_t *entries;
};

static void
add(struct ledger *l, const Rec__LedgerEntry *e)
{
	struct sum *s;
	size_t i;

	for (i = 0; i < l->n; i++)
		if (strcmp(l->sum[i].account, e->account) == 0 &&
		    strcmp(l->sum[i].currency, e->currency) == 0)
			break;
	if (i == TOTALS_MAX) {
		l->over = true;
		return;
	}
	s = &l->sum[i];
	if (i == l->n) {
		l->n++;
		(void)snprintf(
		    s->account, sizeof(s->account), "%s", e->account);
		(void)snprintf(
		    s->currency, sizeof(s->currency), "%s", e->currency);
	}
	if (!money_add(s->minor, e->minor, &s->minor))
		l->over = true;
}

/* Of money that is ours to pay, the item has to be there. */
static enum outcome
check_names(struct ledger *l, const Rec__LedgerEntry *e, const char *place,
    struct why *why)
{
	enum outcome out = OUT_OK;
	bool there = true;

	if (e->item[0] != '\0')
		out = fsck_there(
		    l->f, DB_ITEM, e->item, strlen(e->item), &there, why);
	if (out == OUT_OK && !there)
		fsck_fault(l->f, "LEDGER-ITEM", place, "its item is not there");
	if (out != OUT_OK || strcmp(e->account, "transferred") != 0)
		return out;
	out = fsck_there(
	    l->f, DB_PAYMENT, e->payment, strlen(e->payment), &there, why);
	if (out == OUT_OK && !there)
		fsck_fault(
		    l->f, "LEDGER-PAYMENT", place, "its payment is not there");
	return out;
}

static enum outcome
one_entry(const void *key, size_t keylen, const void *data, size_t len,
    void *ctx, struct why *why)
{
	struct ledger *l = ctx;
	char place[FSCK_PLACE];
	Rec__LedgerEntry *e;
	ProtobufCMessage *m;
	unsigned char own[12];
	enum outcome out;

	fsck_alive(l->f);
	if ((out = record_unpack(
		 &rec__ledger_entry__descriptor, data, len, &m, why)) != OUT_OK)
		return out;
	e = RECORD_OF(Rec__LedgerEntry, m);
	store_key12(l->c->number, l->next, own);
	(void)fsck_place(DB_LEDGER, key, keylen, place);
	if (keylen != sizeof(own) || memcmp(own, key, sizeof(own)) != 0 ||
	    e->number != l->next || e->case_number != l->c->number)
		fsck_fault(l->f, "LEDGER-GAP", place,
		    "entry %" PRIu32 " of the case is missing", l->next);
	l->next = e->number + 1;
	(*l->entries)++;
	add(l, e);
	out = check_names(l, e, place, why);
	record_free(e);
	return out;
}

static void
compare(const struct ledger *l)
{
	const Rec__Case *c = l->c;
	size_t i;

	if (l->next - 1 != c->entries)
		fsck_fault(l->f, "LEDGER-GAP", l->place,
		    "%" PRIu32 " entries, and the case counts %" PRIu32,
		    l->next - 1, c->entries);
	if (l->over || l->n != c->n_totals)
		fsck_fault(l->f, "LEDGER-SUM", l->place,
		    "other accounts than the case has totals");
	for (i = 0; i < l->n; i++)
		if (ledger_total(c, l->sum[i].account, l->sum[i].currency) !=
		    l->sum[i].minor)
			fsck_fault(l->f, "LEDGER-SUM", l->place,
			    "%s: the entries are %" PRId64
			    ", the total of the case is %" PRId64 " (%s)",
			    l->sum[i].account, l->sum[i].minor,
			    ledger_total(
				c, l->sum[i].account, l->sum[i].currency),
			    l->sum[i].currency);
}

static enum outcome
one_ledger(struct fsck *f, const void *key, size_t len, ProtobufCMessage *r,
    void *ctx, struct why *why)
{
	struct ledger l = {
		.f = f, .c = RECORD_OF(Rec__Case, r), .next = 1, .entries = ctx
	};
	struct why reason = WHY_INIT;
	char place[FSCK_PLACE];
	enum outcome out;

	l.place = fsck_place(DB_CASE, key, len, place);
	out = store_each(f->txn, DB_LEDGER, key, len, one_entry, &l, &reason);
	if (out == OUT_REJECT) /* an entry that does not open was said */
		return OUT_OK;
	if (out != OUT_OK) {
		*why = reason;
		return out;
	}
	compare(&l);
	return OUT_OK;
}

static enum outcome
count_entry(struct fsck *f, const void *key, size_t len, ProtobufCMessage *r,
    void *ctx, struct why *why)
{
	const Rec__LedgerEntry *e = RECORD_OF(Rec__LedgerEntry, r);
	char place[FSCK_PLACE];
	enum outcome out;
	bool there;

	(void)ctx;
	out = fsck_number_there(f, DB_CASE, e->case_number, &there, why);
	if (out == OUT_OK && !there)
		fsck_fault(f, "LEDGER-CASE",
		    fsck_place(DB_LEDGER, key, len, place),
		    "its case is not there");
	return out;
}

enum outcome
fsck_ledger(struct fsck *f, struct why *why)
{
	uint64_t entries = 0;
	enum outcome out;

	if ((out = fsck_each(f, DB_CASE, one_ledger, &entries, why)) != OUT_OK)
		return out;
	return fsck_each(f, DB_LEDGER, count_entry, NULL, why);
}

/* ---- items and payments ---- */

/* What is booked for an item on an account, or transferred by a payment. */
struct booked {
	struct digtab *tab; /* int64_t */
	struct fsck *f;
};

/* The accounts that an item's sums are compared of. */
enum account {
	OWN, /* collected or monitored */
	RECEIVED,
	PAID
};

static enum outcome
book(struct fsck *f, const void *key, size_t len, ProtobufCMessage *r,
    void *ctx, struct why *why)
{
	const Rec__LedgerEntry *e = RECORD_OF(Rec__LedgerEntry, r);
	struct booked *b = ctx;
	const char *name = e->item;
	enum account account = OWN;
	enum outcome out;
	void *sum;

	(void)f;
	(void)key;
	(void)len;
	if (strcmp(e->account, "transferred") == 0) {
		account = PAID;
		name = e->payment;
	} else if (strcmp(e->account, "received") == 0)
		account = RECEIVED;
	else if (strcmp(e->account, "collected") != 0 &&
	    strcmp(e->account, "monitored") != 0)
		return OUT_OK;
	if ((out = digtab_at(b->tab, (int)account, name, strlen(name), true,
		 &sum, why)) == OUT_OK)
		*(int64_t *)sum += e->minor;
	return out;
}

/* What is booked there, 0 for nothing. */
static enum outcome
booked(struct booked *b, enum account account, const char *name, int64_t *minor,
    struct why *why)
{
	enum outcome out;
	void *sum;

	out = digtab_at(
	    b->tab, (int)account, name, strlen(name), false, &sum, why);
	*minor = out == OUT_OK && sum != NULL ? *(int64_t *)sum : 0;
	return out;
}

static enum outcome
one_item(struct fsck *f, const void *key, size_t len, ProtobufCMessage *r,
    void *ctx, struct why *why)
{
	const Rec__Item *item = RECORD_OF(Rec__Item, r);
	char place[FSCK_PLACE];
	int64_t own, received;
	enum outcome out;

	(void)fsck_place(DB_ITEM, key, len, place);
	if ((out = booked(ctx, OWN, item->id, &own, why)) != OUT_OK ||
	    (out = booked(ctx, RECEIVED, item->id, &received, why)) != OUT_OK)
		return out;
	if (own != 0 && (item->amount == NULL || own != item->amount->minor))
		fsck_fault(f, "MONEY-ITEM", place,
		    "%" PRId64 " is booked for it, and it is another amount",
		    own);
	if (received != 0 &&
	    (item->received == NULL || received != item->received->minor))
		fsck_fault(f, "MONEY-ITEM", place,
		    "%" PRId64 " is booked as received for it, and it says "
		    "otherwise",
		    received);
	return OUT_OK;
}

/* Its parts are its amount, and of items of those cases. */
static enum outcome
check_parts(
    struct fsck *f, const Rec__Payment *p, const char *place, struct why *why)
{
	enum outcome out = OUT_OK;
	int64_t sum = 0;
	Rec__Item *item;
	size_t i;

	for (i = 0; out == OUT_OK && i < p->n_parts; i++) {
		struct why reason = WHY_INIT;

		sum += p->parts[i]->minor;
		out = item_get(f->txn, p->parts[i]->item, &item, &reason);
		if (out == OUT_RETRY)
			*why = reason;
		else if (out == OUT_OK &&
		    (item == NULL ||
			item->case_number != p->parts[i]->case_number))
			fsck_fault(f, "MONEY-PAYMENT", place,
			    "an item that it pays is not there");
		record_free(item);
		if (out == OUT_REJECT)
			out = OUT_OK;
	}
	if (out == OUT_OK &&
	    (p->amount == NULL || (p->n_parts > 0 && sum != p->amount->minor)))
		fsck_fault(f, "MONEY-PAYMENT", place,
		    "its parts are %" PRId64 ", and it is another amount", sum);
	return out;
}

/* Whether the state of payment and batch say that it has left. */
static bool
has_left(const Rec__Payment *p, const Rec__Batch *b)
{
	if (strcmp(p->state, "accepted") == 0 ||
	    strcmp(p->state, "settled") == 0)
		return true;
	return strcmp(p->state, "in batch") == 0 && b != NULL &&
	    strcmp(b->state, "delivered") == 0;
}

static enum outcome
check_paid(struct fsck *f, struct booked *b, const Rec__Payment *p,
    const char *place, struct why *why)
{
	Rec__Batch *batch = NULL;
	enum outcome out;
	int64_t paid, due;

	if ((out = booked(b, PAID, p->id, &paid, why)) != OUT_OK ||
	    p->amount == NULL || p->n_parts == 0 ||
	    (out = batch_get(f->txn, p->batch, &batch, why)) != OUT_OK)
		return out;
	if (p->batch[0] != '\0' && batch == NULL)
		fsck_fault(f, "MONEY-PAYMENT", place, "its batch is not there");
	due = has_left(p, batch) ? p->amount->minor : 0;
	if (paid != due)
		fsck_fault(f, "MONEY-PAYMENT", place,
		    "%" PRId64 " is booked as transferred by it, not %" PRId64,
		    paid, due);
	record_free(batch);
	return OUT_OK;
}

static enum outcome
one_payment(struct fsck *f, const void *key, size_t len, ProtobufCMessage *r,
    void *ctx, struct why *why)
{
	const Rec__Payment *p = RECORD_OF(Rec__Payment, r);
	struct why reason = WHY_INIT;
	char place[FSCK_PLACE];
	enum outcome out;

	(void)fsck_place(DB_PAYMENT, key, len, place);
	if ((out = check_parts(f, p, place, &reason)) == OUT_OK)
		out = check_paid(f, ctx, p, place, &reason);
	if (out == OUT_RETRY)
		*why = reason;
	return out == OUT_REJECT ? OUT_OK : out; /* said before */
}

enum outcome
fsck_money(struct fsck *f, struct why *why)
{
	struct booked b = { NULL, f };
	enum outcome out;

	if ((out = digtab_new(sizeof(int64_t), &b.tab, why)) == OUT_OK &&
	    (out = fsck_each(f, DB_LEDGER, book, &b, why)) == OUT_OK &&
	    (out = fsck_each(f, DB_ITEM, one_item, &b, why)) == OUT_OK)
		out = fsck_each(f, DB_PAYMENT, one_payment, &b, why);
	digtab_free(b.tab);
	return out;
}

/* ---- batches ---- */

struct rows {
	struct fsck *f;
	const char *place;
	uint32_t n;
	int64_t sum;
};

static enum outcome
one_row(const Rec__BatchRow *row, void *ctx, struct why *why)
{
	struct rows *s = ctx;
	const Rec__Payment *p = row->payment;
	enum outcome out = OUT_OK;
	bool there = false;

	fsck_alive(s->f);
	s->n++;
	if (p != NULL && p->amount != NULL)
		s->sum += p->amount->minor;
	if (p != NULL && p->id[0] != '\0')
		out = fsck_there(
		    s->f, DB_PAYMENT, p->id, strlen(p->id), &there, why);
	if (out == OUT_OK && !there)
		fsck_fault(s->f, "MONEY-BATCH", s->place,
		    "the payment of row %" PRIu32 " is not there", s->n);
	return out;
}

static enum outcome
one_batch(struct fsck *f, const void *key, size_t len, ProtobufCMessage *r,
    void *ctx, struct why *why)
{
	const Rec__Batch *b = RECORD_OF(Rec__Batch, r);
	char place[FSCK_PLACE];
	struct rows rows = { f, place, 0, 0 };
	struct why reason = WHY_INIT;
	enum outcome out;

	(void)ctx;
	(void)fsck_place(DB_BATCH, key, len, place);
	out = payrow_each(f->txn, b->id, one_row, &rows, &reason);
	if (out == OUT_RETRY)
		*why = reason;
	if (out != OUT_OK) /* a row that does not open was said */
		return out == OUT_REJECT ? OUT_OK : out;
	if (rows.n != b->count || rows.sum != b->sum)
		fsck_fault(f, "MONEY-BATCH", place,
		    "%" PRIu32 " rows of %" PRId64
		    ", and the batch says %" PRIu32 " of %" PRId64,
		    rows.n, rows.sum, b->count, b->sum);
	return OUT_OK;
}

/* Rows of no batch. */
static enum outcome
row_key(struct fsck *f, const void *key, size_t len, ProtobufCMessage *r,
    void *ctx, struct why *why)
{
	const void *end = memchr(key, '\0', len);
	char place[FSCK_PLACE];
	enum outcome out = OUT_OK;
	bool there = false;

	(void)r;
	(void)ctx;
	if (end != NULL && end != key)
		out = fsck_there(f, DB_BATCH, key,
		    (size_t)((const char *)end - (const char *)key), &there,
		    why);
	if (out == OUT_OK && !there)
		fsck_fault(f, "MONEY-BATCH",
		    fsck_place(DB_PAYROW, key, len, place),
		    "a row of a batch that is not there");
	return out;
}

enum outcome
fsck_batches(struct fsck *f, struct why *why)
{
	enum outcome out;

	if ((out = fsck_each(f, DB_BATCH, one_batch, NULL, why)) != OUT_OK)
		return out;
	return fsck_each(f, DB_PAYROW, row_key, NULL, why);
}
