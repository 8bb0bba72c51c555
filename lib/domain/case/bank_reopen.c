/* SPDX-License-Identifier: EUPL-1.2 */
/* A rejected payment is reopened, and its items are corrected. */
#include <stdio.h>
#include <stdlib.h>

#include "domain/case/bank_answer.h"
#include "domain/case/decide.h"
#include "domain/case/left_events.h"
#include "domain/case/state.h"
#include "io/record.h"

#define ID_SIZE 32

/* A copy of a record, to be changed and freed like any other. */
static void *
copy_of(const ProtobufCMessage *m, struct why *why)
{
	ProtobufCMessage *copy = NULL;
	struct buf b = BUF_INIT;

	if (record_pack(m, &b, why) == OUT_OK &&
	    record_unpack(m->descriptor, b.data, b.len, &copy, why) != OUT_OK)
		copy = NULL;
	buf_wipe(&b);
	return copy;
}

/* The id of a correction: it may have left before the store forgot it. */
static enum outcome
name_correction(struct answer *k, const char *of, const char *payment, char *id,
    char *notice, struct why *why)
{
	char key[LEFT_KEY];
	enum outcome out;
	Rec__Item *left;

	notice[0] = '\0';
	(void)snprintf(key, sizeof(key), "%.60s|%.60s", of, payment);
	if ((out = left_find(k->txn, key, &left, why)) != OUT_OK)
		return out;
	if (left == NULL)
		return new_item_id(k->txn, k->o, id, why);
	(void)snprintf(id, ID_SIZE, "%.31s", left->id);
	(void)snprintf(notice, ID_SIZE, "%.31s", left->notice);
	record_free(left);
	return OUT_OK;
}

/* A correction of the item: ${sign} -1 takes its transfer back, 1 repeats. */
static enum outcome
correct(struct answer *k, const Rec__Item *of, const char *payment, int sign,
    const char *reason, const char *state, char *id, struct why *why)
{
	const char *first =
	    of->correction_of[0] != '\0' ? of->correction_of : of->id;
	Rec__Item **slot, *item;
	char notice[ID_SIZE];
	enum outcome out;

	if ((out = name_correction(k, first, payment, id, notice, why)) !=
	    OUT_OK)
		return out;
	if ((slot = (Rec__Item **)record_add(&k->item, &k->n_items)) == NULL ||
	    (*slot = item = copy_of(&of->base, why)) == NULL)
		return why_sys(why, "item");
	rec__conversion__free_unpacked(item->conversion, NULL);
	item->conversion = NULL;
	rec__allocation__free_unpacked(item->allocation, NULL);
	item->allocation = NULL;
	item->amount->minor = sign * llabs(item->amount->minor);
	if (record_set(&item->id, id) == -1 ||
	    record_set(&item->correction_of, first) == -1 ||
	    record_set(&item->notice, notice) == -1 ||
	    record_set(&item->payment, payment) == -1 ||
	    record_set(&item->end_to_end_id, payment) == -1 ||
	    record_set(&item->reason, reason) == -1 ||
	    record_set(&item->date, k->o->today) == -1 ||
	    record_set(&item->state, state) == -1)
		return why_sys(why, "item");
	return OUT_OK;
}

/* The next attempt, unless it left before the store forgot it. */
static enum outcome
add_next(struct answer *k, const Rec__Payment *p, const char *id,
    Rec__Payment **next, struct why *why)
{
	Rec__Payment **slot, *left;
	enum outcome out;

	*next = NULL;
	if ((out = payment_get(k->txn, id, &left, why)) != OUT_OK ||
	    left != NULL) {
		record_free(left);
		return out;
	}
	if ((slot = (Rec__Payment **)record_add(&k->payment, &k->n_payments)) ==
		NULL ||
	    (*slot = *next = copy_of(&p->base, why)) == NULL)
		return why_sys(why, "payment");
	(*next)->attempt = p->attempt + 1;
	return record_set(&(*next)->id, id) == -1 ||
		record_set(&(*next)->previous, p->id) == -1 ||
		record_set(&(*next)->state, "held") == -1 ||
		record_set(&(*next)->batch, "") == -1 ||
		record_set(&(*next)->reason, "") == -1 ||
		record_set(&(*next)->info, "") == -1 ?
	    why_sys(why, "payment") :
	    OUT_OK;
}

enum outcome
answer_reopen(struct answer *k, const Rec__Payment *p, struct why *why)
{
	char id[48], item_id[ID_SIZE];
	enum outcome out;
	Rec__Payment *next;
	size_t i;

	(void)snprintf(id, sizeof(id), "%s-%u", p->stem, p->attempt + 1);
	out = add_next(k, p, id, &next, why);
	for (i = 0; out == OUT_OK && i < p->n_parts; i++) {
		Rec__Item *of;

		out = item_get(k->txn, p->parts[i]->item, &of, why);
		if (out == OUT_OK && of == NULL) /* forgotten by a restore */
			out = why_reject(why, "PAYMENT-ITEM",
			    "rejects money that is not recorded again yet: "
			    "drop its collections, then requeue this");
		if (out != OUT_OK)
			break;
		out = correct(
		    k, of, p->id, -1, p->reason, "correction", item_id, why);
		if (out == OUT_OK)
			out = correct(k, of, id, 1, "REISSUE",
			    next == NULL ? "in payment" : "reissue", item_id,
			    why);
		if (out == OUT_OK && next != NULL &&
		    record_set(&next->parts[i]->item, item_id) == -1)
			out = why_sys(why, "payment");
		record_free(of);
	}
	return out;
}
