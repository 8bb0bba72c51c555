/* SPDX-License-Identifier: EUPL-1.2 */
/* Items, payments and batches against the ledgers and each other, to the
 * cent. */
#include <inttypes.h>
#include <string.h>

#include "domain/fsck/fsck_impl.h"
#include "domain/case/payrow.h"
#include "domain/case/state.h"
#include "io/record.h"

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

/* An item that it pays, of that case; after a restore it may be one that waits
 * to be dropped again, and ${forgotten} then grows by it. */
static enum outcome
check_part(struct fsck *f, const Rec__Payment *p, const Rec__Part *part,
    const char *place, int64_t *forgotten, struct why *why)
{
	enum outcome out;
	bool left = false;
	Rec__Item *item;

	if ((out = item_get(f->txn, part->item, &item, why)) != OUT_OK)
		return out;
	if (item == NULL)
		out = fsck_left(f, part->item, p->id, &left, why);
	if (left) {
		*forgotten += part->minor;
		fsck_note(f, "MONEY-LEFT", place,
		    "it left before the restore, and pays an item that is not "
		    "recorded again");
	} else if (item == NULL || item->case_number != part->case_number)
		fsck_fault(f, "MONEY-PAYMENT", place,
		    "an item that it pays is not there");
	record_free(item);
	return out;
}

/* Its parts are its amount, and of items of those cases. */
static enum outcome
check_parts(struct fsck *f, const Rec__Payment *p, const char *place,
    int64_t *forgotten, struct why *why)
{
	enum outcome out = OUT_OK;
	int64_t sum = 0;
	size_t i;

	*forgotten = 0;
	for (i = 0; out == OUT_OK && i < p->n_parts; i++) {
		struct why reason = WHY_INIT;

		sum += p->parts[i]->minor;
		out = check_part(f, p, p->parts[i], place, forgotten, &reason);
		if (out == OUT_RETRY)
			*why = reason;
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
    int64_t forgotten, const char *place, struct why *why)
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
	due = has_left(p, batch) ? p->amount->minor - forgotten : 0;
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
	int64_t forgotten;

	(void)fsck_place(DB_PAYMENT, key, len, place);
	if ((out = check_parts(f, p, place, &forgotten, &reason)) == OUT_OK)
		out = check_paid(f, ctx, p, forgotten, place, &reason);
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
