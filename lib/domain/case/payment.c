/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/case/payment.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/case/decide.h"
#include "domain/case/payrow.h"
#include "domain/case/state.h"
#include "io/record.h"
#include "value/caseid.h"

#define ID_SIZE 48
#define SEED_SIZE 160

/* The first attempt: its stem is of the seed, in the unit's name. */
static enum outcome
name_payment(
    const struct office *o, const char *seed, Rec__Payment *p, struct why *why)
{
	unsigned char digest[DIGEST_LEN];
	char stem[24], id[ID_SIZE];
	enum outcome out;

	if ((out = digest_sha256(seed, strlen(seed), digest, why)) != OUT_OK)
		return out;
	p->attempt = 1;
	(void)e2e_base(o->code, digest, sizeof(digest), stem);
	(void)snprintf(id, sizeof(id), "%s-%u", stem, p->attempt);
	return record_set(&p->stem, stem) == -1 ||
		record_set(&p->id, id) == -1 ?
	    why_sys(why, "payment") :
	    OUT_OK;
}

/* The period the money is for, as it stands in a payment's id. */
static void
period_of(const Rec__Item *item, char *buf, size_t size)
{
	(void)snprintf(buf, size, "%s/%s",
	    item->from[0] == '\0' ? item->date : item->from, item->until);
}

static enum outcome
add_part(Rec__Payment *p, const Rec__Item *item, struct why *why)
{
	Rec__Part **slot;

	slot = (Rec__Part **)record_add(&p->parts, &p->n_parts);
	if (slot == NULL ||
	    (*slot = record_new(&rec__part__descriptor)) == NULL ||
	    record_set(&(*slot)->item, item->id) == -1)
		return why_sys(why, "payment");
	(*slot)->case_number = item->case_number;
	(*slot)->minor = item->amount->minor;
	return OUT_OK;
}

/* Money that was never in a payment: period, tranche and id are given now. */
static enum outcome
new_payment(struct paybatch *k, const Rec__Case *c, const Rec__Item *item,
    Rec__Payment *p, struct why *why)
{
	char period[32], seed[SEED_SIZE];
	const char *payee = payee_kind(c);
	enum outcome out;
	uint32_t before;

	period_of(item, period, sizeof(period));
	if ((out = payrow_tranche(
		 k->txn, c->number, payee, period, &before, why)) != OUT_OK)
		return out;
	if (record_set(&p->payee, payee) == -1 ||
	    record_set(&p->other, c->other) == -1 ||
	    record_set(&p->period, period) == -1 ||
	    record_set(&p->due_on, k->o->today) == -1 ||
	    (p->amount = record_copy(&item->amount->base)) == NULL)
		return why_sys(why, "payment");
	p->case_number = c->number;
	p->tranche = before + 1;
	if ((out = add_part(p, item, why)) != OUT_OK)
		return out;
	(void)snprintf(seed, sizeof(seed), "%s|%s|%s|%s|%u", c->id, payee, "1",
	    period, p->tranche);
	return name_payment(k->o, seed, p, why);
}

/* The payment of the item: the one it was in before, or a new one. */
static enum outcome
payment_of(struct paybatch *k, const Rec__Case *c, const Rec__Item *item,
    Rec__Payment **pp, struct why *why)
{
	enum outcome out;
	Rec__Payment *p;

	if ((out = payment_get(k->txn, item->payment, pp, why)) != OUT_OK)
		return out;
	if (*pp != NULL && (*pp)->case_number == c->number)
		return OUT_OK;
	record_free(*pp);
	if ((*pp = p = record_new(&rec__payment__descriptor)) == NULL)
		return why_sys(why, "payment");
	return new_payment(k, c, item, p, why);
}

enum outcome
payment_direct(
    struct paybatch *k, const Rec__Case *c, Rec__Item *item, struct why *why)
{
	struct why reason = WHY_INIT;
	struct payee_room room;
	enum outcome out;
	Rec__Payment *p = NULL;

	if ((out = payee_of_case(k->txn, c, item, &room, why)) != OUT_OK)
		return out;
	if ((out = payment_of(k, c, item, &p, why)) == OUT_OK) {
		out = payfile_check_row(&k->profile, p, &room.payee, &reason);
		if (out == OUT_REJECT)
			out = paybatch_hold_item(k, item, &reason, why);
		else if (out == OUT_OK &&
		    (out = paybatch_row(k, p, &room.payee, why)) == OUT_OK)
			out = payrow_note_tranche(k->txn, p, why);
		else if (out == OUT_RETRY)
			*why = reason;
	}
	record_free(p);
	payee_free(&room);
	return out;
}

enum outcome
payment_gather(struct paybatch *k, const Rec__Item *item, struct why *why)
{
	return add_part(&k->pool, item, why);
}

/* All of the pool is held together: no part of it can be paid alone. */
static enum outcome
hold_pool(struct paybatch *k, const struct why *reason, struct why *why)
{
	enum outcome out = OUT_OK;
	Rec__Item *item;
	size_t i;

	for (i = 0; out == OUT_OK && i < k->pool.n_parts; i++) {
		out = item_get(k->txn, k->pool.parts[i]->item, &item, why);
		if (out == OUT_OK && item != NULL)
			out = paybatch_hold_item(k, item, reason, why);
		record_free(item);
	}
	return out;
}

/* The payment that all parts of the pool, and nothing else, were in; NULL if
 * there is none. */
static enum outcome
same_pool(struct paybatch *k, Rec__Payment **pp, struct why *why)
{
	enum outcome out = OUT_OK;
	Rec__Payment *p = NULL;
	Rec__Item *item;
	size_t i;

	*pp = NULL;
	for (i = 0; out == OUT_OK && i < k->pool.n_parts; i++) {
		out = item_get(k->txn, k->pool.parts[i]->item, &item, why);
		if (out == OUT_OK && i == 0 && item != NULL)
			out = payment_get(k->txn, item->payment, &p, why);
		if (out != OUT_OK || item == NULL || p == NULL ||
		    p->case_number != 0 || p->n_parts != k->pool.n_parts ||
		    strcmp(item->payment, p->id) != 0) {
			record_free(item);
			record_free(p);
			return out;
		}
		record_free(item);
	}
	*pp = p;
	return out;
}

static enum outcome
new_pool(struct paybatch *k, Rec__Payment **pp, struct why *why)
{
	Rec__Payment *p = record_copy(&k->pool.base);
	char seed[SEED_SIZE];
	size_t i;

	if ((*pp = p) == NULL ||
	    (p->amount = record_new(&rec__money__descriptor)) == NULL ||
	    record_set(&p->amount->currency, k->profile.currency) == -1 ||
	    record_set(&p->payee, "authority") == -1 ||
	    record_set(&p->other, k->other) == -1 ||
	    record_set(&p->due_on, k->o->today) == -1)
		return why_sys(why, "payment");
	for (i = 0; i < p->n_parts; i++)
		p->amount->minor += p->parts[i]->minor;
	(void)snprintf(seed, sizeof(seed), "%s|%s", k->other, k->b.id);
	return name_payment(k->o, seed, p, why);
}

enum outcome
payment_pooled(struct paybatch *k, struct why *why)
{
	struct why reason = WHY_INIT;
	struct payee_room room;
	enum outcome out;
	Rec__Payment *p;

	if (k->pool.n_parts == 0)
		return OUT_OK;
	if ((out = payee_of_party(k->o, k->other, k->b.id, &room, why)) !=
		OUT_OK ||
	    (out = same_pool(k, &p, why)) != OUT_OK)
		return out;
	if (p == NULL)
		out = new_pool(k, &p, why);
	if (out == OUT_OK) {
		out = payfile_check_row(&k->profile, p, &room.payee, &reason);
		if (out == OUT_REJECT)
			out = hold_pool(k, &reason, why);
		else if (out == OUT_OK)
			out = paybatch_row(k, p, &room.payee, why);
		else
			*why = reason;
	}
	record_free(p);
	payee_free(&room);
	return out;
}

/* Its case, if it is of one, is ${cp}: the room points into it. */
static enum outcome
payee_of(struct paybatch *k, const Rec__Payment *p, Rec__Case **cp,
    struct payee_room *room, struct why *why)
{
	Rec__Item *item = NULL;
	enum outcome out;

	if (p->case_number == 0 || p->n_parts == 0)
		return payee_of_party(k->o, p->other, k->b.id, room, why);
	if ((out = case_get(k->txn, p->case_number, cp, why)) == OUT_OK &&
	    (out = item_get(k->txn, p->parts[0]->item, &item, why)) == OUT_OK)
		out = *cp == NULL || item == NULL ?
		    why_reject(why, "PAYMENT-ITEM",
			"what it is made of is not recorded again yet") :
		    payee_of_case(k->txn, *cp, item, room, why);
	record_free(item);
	return out;
}

enum outcome
payment_again(struct paybatch *k, const char *id, struct why *why)
{
	struct why reason = WHY_INIT;
	struct payee_room room;
	Rec__Case *c = NULL;
	enum outcome out;
	Rec__Payment *p;

	memset(&room, 0, sizeof(room));
	if ((out = payment_get(k->txn, id, &p, why)) != OUT_OK || p == NULL)
		return out;
	if (strcmp(p->state, "due") == 0) {
		if ((out = payee_of(k, p, &c, &room, &reason)) == OUT_OK)
			out = payfile_check_row(
			    &k->profile, p, &room.payee, &reason);
		if (out == OUT_REJECT)
			out = paybatch_hold_payment(k, p, &reason, why);
		else if (out == OUT_OK)
			out = paybatch_row(k, p, &room.payee, why);
		else
			*why = reason;
	}
	payee_free(&room);
	record_free(c);
	record_free(p);
	return out;
}
