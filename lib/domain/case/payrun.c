/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/case/payrun.h"

#include <stdlib.h>
#include <string.h>

#include "domain/case/decide.h"
#include "domain/case/index.h"
#include "domain/case/paybatch.h"
#include "domain/case/payment.h"
#include "domain/case/state.h"
#include "io/record.h"

/* An item, or a payment that is to be made again. */
struct waiting {
	char *other; /* authority whose case it belongs to */
	char *id;
	bool again;
};

struct payrun {
	const struct office *o;
	struct waiting *w;
	size_t n, at, reached; /* reached: end of what the batch took */
	bool nothing;
};

/* ---- what waits --------------------------------------------------------- */

/* By authority; what is made again first, then as it was recorded. */
static int
by_authority(const void *a, const void *b)
{
	const struct waiting *x = a, *y = b;
	int d;

	if ((d = strcmp(x->other, y->other)) != 0)
		return d;
	if (x->again != y->again)
		return x->again ? -1 : 1;
	return strcmp(x->id, y->id);
}

static enum outcome
add(struct payrun *r, const char *other, const char *id, bool again,
    struct why *why)
{
	struct waiting *w = &r->w[r->n];

	w->again = again;
	w->other = strdup(other);
	w->id = strdup(id);
	r->n++;
	return w->other == NULL || w->id == NULL ? why_sys(why, "pay") : OUT_OK;
}

static enum outcome
add_item(
    struct store_txn *txn, struct payrun *r, const char *id, struct why *why)
{
	enum outcome out;
	Rec__Item *item;

	if ((out = item_get(txn, id, &item, why)) == OUT_OK && item != NULL &&
	    strcmp(item->state, "released") == 0)
		out = add(r, item->other, id, false, why);
	record_free(item);
	return out;
}

static enum outcome
add_payment(
    struct store_txn *txn, struct payrun *r, const char *id, struct why *why)
{
	enum outcome out;
	Rec__Payment *p;

	if ((out = payment_get(txn, id, &p, why)) == OUT_OK && p != NULL)
		out = add(r, p->other, id, true, why);
	record_free(p);
	return out;
}

static enum outcome
list(struct store_txn *txn, struct payrun *r, struct why *why)
{
	char **item = NULL, **again = NULL;
	size_t i, n = 0, m = 0;
	enum outcome out;

	if ((out = queue_list(txn, "topay", &item, &n, why)) == OUT_OK)
		out = queue_list(txn, "reissue", &again, &m, why);
	if (out == OUT_OK && (r->w = calloc(n + m + 1, sizeof(*r->w))) == NULL)
		out = why_sys(why, "pay");
	for (i = 0; out == OUT_OK && i < n; i++)
		out = add_item(txn, r, item[i], why);
	for (i = 0; out == OUT_OK && i < m; i++)
		out = add_payment(txn, r, again[i], why);
	names_free(item, n);
	names_free(again, m);
	if (out == OUT_OK)
		qsort(r->w, r->n, sizeof(*r->w), by_authority);
	return out;
}

enum outcome
payrun_open(struct store_txn *txn, const struct office *o, struct payrun **rp,
    struct why *why)
{
	struct payrun *r = calloc(1, sizeof(*r));
	enum outcome out;

	*rp = NULL;
	if (r == NULL)
		return why_sys(why, "pay");
	r->o = o;
	if ((out = list(txn, r, why)) != OUT_OK) {
		payrun_close(r);
		return out;
	}
	*rp = r;
	return OUT_OK;
}

void
payrun_close(struct payrun *r)
{
	size_t i;

	for (i = 0; r != NULL && i < r->n; i++) {
		free(r->w[i].other);
		free(r->w[i].id);
	}
	if (r != NULL)
		free(r->w);
	free(r);
}

/* ---- one batch ---------------------------------------------------------- */

static bool
no_bank(const struct paybatch *k, struct why *reason)
{
	if (party_get(k->o, k->other, "bank")[0] != '\0')
		return false;
	(void)why_reject(reason, "PAYRUN-BANK",
	    "no bank is set that pays what is for this authority");
	return true;
}

/* Why no bank that is set can pay it; OUT_OK if one can. */
static enum outcome
has_bank(const struct paybatch *k, const Rec__Item *item, struct why *reason)
{
	if (no_bank(k, reason))
		return OUT_REJECT;
	if (strcmp(item->amount->currency, k->profile.currency) != 0)
		return why_reject(reason, "PAYRUN-CURRENCY",
		    "the bank that pays what is for this authority has no "
		    "account in that currency");
	return OUT_OK;
}

static enum outcome
pay_item(struct paybatch *k, const Rec__Case *c, Rec__Item *item, bool pooled,
    struct why *why)
{
	struct why reason = WHY_INIT;

	if (has_bank(k, item, &reason) == OUT_REJECT)
		return paybatch_hold_item(k, item, &reason, why);
	return pooled ? payment_gather(k, item, why) :
			payment_direct(k, c, item, why);
}

static enum outcome
take_item(struct paybatch *k, const char *id, bool pooled, struct why *why)
{
	enum outcome out;
	Rec__Item *item;
	Rec__Case *c = NULL;

	if ((out = item_get(k->txn, id, &item, why)) != OUT_OK || item == NULL)
		return out;
	if (strcmp(item->state, "released") == 0 &&
	    (out = case_get(k->txn, item->case_number, &c, why)) == OUT_OK &&
	    c != NULL && c->hold[0] == '\0')
		out = pay_item(k, c, item, pooled, why);
	record_free(item);
	record_free(c);
	return out;
}

/* As much of what waits for one authority as its bank takes in one file. */
static enum outcome
fill(struct payrun *r, struct paybatch *k, struct why *why)
{
	bool pooled =
	    strcmp(party_get(r->o, k->other, "pays_to"), "authority") == 0;
	enum outcome out = OUT_OK;
	size_t i;

	for (i = r->at; out == OUT_OK && i < r->n && !paybatch_full(k) &&
	     strcmp(r->w[i].other, k->other) == 0;
	     i++)
		out = r->w[i].again ? payment_again(k, r->w[i].id, why) :
				      take_item(k, r->w[i].id, pooled, why);
	r->reached = i;
	if (out == OUT_OK && pooled)
		out = payment_pooled(k, why);
	return out;
}

static enum outcome
hold_again(struct paybatch *k, const char *id, struct why *why)
{
	struct why reason = WHY_INIT;
	enum outcome out;
	Rec__Payment *p;

	if ((out = payment_get(k->txn, id, &p, why)) == OUT_OK && p != NULL &&
	    strcmp(p->state, "due") == 0 && no_bank(k, &reason))
		out = paybatch_hold_payment(k, p, &reason, why);
	record_free(p);
	return out;
}

/* No bank is set for that authority: all that waits for it is held. */
static enum outcome
hold_all(
    struct payrun *r, struct store_txn *txn, const char *other, struct why *why)
{
	struct paybatch k = { .txn = txn, .o = r->o, .other = other };
	enum outcome out = OUT_OK;
	size_t i;

	for (i = r->at;
	     out == OUT_OK && i < r->n && strcmp(r->w[i].other, other) == 0;
	     i++)
		out = r->w[i].again ? hold_again(&k, r->w[i].id, why) :
				      take_item(&k, r->w[i].id, false, why);
	r->reached = i;
	if (out != OUT_OK || k.held > 0)
		return out;
	r->nothing = true;
	return OUT_REJECT;
}

enum outcome
payrun_batch(struct store_txn *txn, void *ctx, struct why *why)
{
	struct payrun *r = ctx;
	const char *other = r->w[r->at].other;
	struct paybatch k;
	enum outcome out;

	r->nothing = false;
	if (party_get(r->o, other, "bank")[0] == '\0')
		return hold_all(r, txn, other, why);
	if ((out = paybatch_begin(&k, txn, r->o, party_get(r->o, other, "bank"),
		 other, why)) == OUT_OK &&
	    (out = fill(r, &k, why)) == OUT_OK &&
	    (out = paybatch_end(&k, why)) == OUT_OK && k.b.count == 0 &&
	    k.held == 0) {
		r->nothing = true; /* not even a number is used up */
		out = OUT_REJECT;
	}
	paybatch_drop(&k);
	return out;
}

bool
payrun_nothing(const struct payrun *r)
{
	return r->nothing;
}

void
payrun_next(struct payrun *r)
{
	r->at = r->reached;
}

const char *
payrun_skip(struct payrun *r)
{
	const char *other = r->w[r->at].other;

	while (r->at < r->n && strcmp(r->w[r->at].other, other) == 0)
		r->at++;
	return other;
}

bool
payrun_more(const struct payrun *r)
{
	return r->at < r->n;
}
