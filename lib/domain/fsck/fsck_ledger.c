/* SPDX-License-Identifier: EUPL-1.2 */
/* Ledgers: entries without gaps, whose sums are the totals of their case. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "domain/fsck/fsck_impl.h"
#include "domain/case/ledger.h"
#include "io/record.h"
#include "value/money.h"

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
	struct ledger l = { .f = f, .c = RECORD_OF(Rec__Case, r), .next = 1 };
	struct why reason = WHY_INIT;
	char place[FSCK_PLACE];
	enum outcome out;

	(void)ctx;
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
	enum outcome out;

	if ((out = fsck_each(f, DB_CASE, one_ledger, NULL, why)) != OUT_OK)
		return out;
	return fsck_each(f, DB_LEDGER, count_entry, NULL, why);
}
