/* SPDX-License-Identifier: EUPL-1.2 */
/* A rejected payment is reopened, and its items are corrected. */
#include <stdio.h>
#include <stdlib.h>

#include "domain/bank_answer.h"
#include "domain/decide.h"
#include "domain/state.h"
#include "io/record.h"

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

/* A correction of the item: ${sign} -1 takes its transfer back, 1 repeats. */
static enum outcome
correct(struct answer *k, const Rec__Item *of, const char *payment, int sign,
    const char *reason, const char *state, char *id, struct why *why)
{
	Rec__Item **slot, *item;
	enum outcome out;

	if ((out = new_item_id(k->txn, k->o, id, why)) != OUT_OK)
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
	    record_set(&item->correction_of,
		of->correction_of[0] != '\0' ? of->correction_of : of->id) ==
		-1 ||
	    record_set(&item->payment, payment) == -1 ||
	    record_set(&item->end_to_end_id, payment) == -1 ||
	    record_set(&item->reason, reason) == -1 ||
	    record_set(&item->date, k->o->today) == -1 ||
	    record_set(&item->state, state) == -1)
		return why_sys(why, "item");
	return OUT_OK;
}

enum outcome
answer_reopen(struct answer *k, const Rec__Payment *p, struct why *why)
{
	Rec__Payment **slot, *next;
	enum outcome out = OUT_OK;
	char id[48], item_id[32];
	size_t i;

	if ((slot = (Rec__Payment **)record_add(&k->payment, &k->n_payments)) ==
		NULL ||
	    (*slot = next = copy_of(&p->base, why)) == NULL)
		return why_sys(why, "payment");
	next->attempt = p->attempt + 1;
	(void)snprintf(id, sizeof(id), "%s-%u", p->stem, next->attempt);
	if (record_set(&next->id, id) == -1 ||
	    record_set(&next->previous, p->id) == -1 ||
	    record_set(&next->state, "held") == -1 ||
	    record_set(&next->batch, "") == -1 ||
	    record_set(&next->reason, "") == -1 ||
	    record_set(&next->info, "") == -1)
		return why_sys(why, "payment");
	for (i = 0; out == OUT_OK && i < p->n_parts; i++) {
		Rec__Item *of;

		out = item_get(k->txn, p->parts[i]->item, &of, why);
		if (out != OUT_OK || of == NULL)
			continue;
		out = correct(
		    k, of, p->id, -1, p->reason, "correction", item_id, why);
		if (out == OUT_OK)
			out = correct(
			    k, of, id, 1, "REISSUE", "reissue", item_id, why);
		if (out == OUT_OK &&
		    record_set(&next->parts[i]->item, item_id) == -1)
			out = why_sys(why, "payment");
		record_free(of);
	}
	return out;
}
