/* SPDX-License-Identifier: EUPL-1.2 */
/* What each kind of message that can be read leads to. */
#include <stdlib.h>
#include <string.h>

#include "domain/case/decide.h"
#include "domain/case/left_events.h"
#include "domain/case/receive_parts.h"
#include "domain/case/resend.h"
#include "domain/case/sheet_rows.h"
#include "domain/case/state.h"
#include "io/record.h"

enum outcome
incoming_application(struct store_txn *txn, const struct office *o,
    struct incoming *in, struct why *why)
{
	Rec__Verdict *v = in->a->parcel->verdict;
	const Rec__Application *app = v->application;
	Rec__Case c = REC__CASE__INIT;
	enum outcome out;
	uint64_t before;

	if ((out = incoming_begin(txn, o, in, "application", why)) != OUT_OK ||
	    (out = left_number(txn, "left-thread", in->header->thread, &before,
		 why)) != OUT_OK ||
	    (out = new_case(txn, o, before, &in->ev.case_number, in->case_id,
		 why)) != OUT_OK)
		return out;
	in->m.case_number = in->ev.case_number;
	in->ev.subject = in->case_id;
	outcome_add(&in->outs, "instrument", app->instrument);
	outcome_add(&in->outs, "opened", in->day);
	/* C-B: made, recognised or free of exequatur in this State. */
	outcome_add(&in->outs, "enforceable",
	    strcmp(app->type, "C-B") == 0 ? "yes" : "no");
	if ((out = outcome_due(o, app->instrument, "R-401", in->day, &in->outs,
		 why)) != OUT_OK ||
	    (out = incoming_finish(txn, o, in, why)) != OUT_OK ||
	    (out = incoming_gap(txn, o, in, why)) != OUT_OK)
		return out;
	c.number = in->ev.case_number;
	c.id = in->case_id;
	c.other = in->m.other;
	if ((out = receive_alike(txn, o, in->a, &c, app, why)) != OUT_OK)
		return out;
	return v->restricted == NULL ?
	    OUT_OK :
	    restricted_put(txn, in->ev.case_number, v->restricted, why);
}

enum outcome
incoming_acknowledgement(struct store_txn *txn, const struct office *o,
    struct incoming *in, struct why *why)
{
	const Rec__Acknowledgement *k = in->a->parcel->verdict->acknowledgement;
	enum outcome out;

	if ((out = incoming_begin(txn, o, in, "acknowledgement", why)) !=
		OUT_OK ||
	    (out = outcome_due(o, in->c->instrument, "R-402", in->day,
		 &in->outs, why)) != OUT_OK ||
	    (k->further_requested &&
		(out = outcome_due(o, in->c->instrument, "R-403", in->day,
		     &in->outs, why)) != OUT_OK))
		return out;
	return incoming_finish(txn, o, in, why);
}

/* An item of a notice as we keep it, unless we have it already. */
static enum outcome
announced(struct store_txn *txn, const struct incoming *in, Rec__NoticeItem *n,
    Rec__Item *item, bool *known, struct why *why)
{
	enum outcome out;
	Rec__Item *have;

	if ((out = item_get(txn, n->item_id, &have, why)) != OUT_OK)
		return out;
	*known = have != NULL;
	record_free(have);
	rec__item__init(item);
	item->id = n->item_id;
	item->case_number = in->c->number;
	item->case_id = in->c->id;
	item->mode = n->mode;
	item->date = n->date;
	item->amount = n->amount;
	item->from = n->from;
	item->until = n->until;
	item->source = n->source;
	item->state = lend("announced");
	item->allocation = n->allocation;
	item->conversion = n->conversion;
	item->end_to_end_id = n->end_to_end_id;
	item->correction_of = n->correction_of;
	item->reason = n->reason;
	item->transferred = n->transferred;
	item->other = in->c->other;
	item->notice = in->header->msg_id;
	return OUT_OK;
}

enum outcome
incoming_notice(struct store_txn *txn, const struct office *o,
    struct incoming *in, struct why *why)
{
	const Rec__Notice *n = in->a->parcel->verdict->notice;
	Rec__Item *item = NULL, **items = NULL;
	enum outcome out;
	size_t i, used = 0;
	bool known;

	if ((out = incoming_begin(txn, o, in, "notice", why)) != OUT_OK)
		return out;
	item = calloc(n->n_items + 1, sizeof(*item));
	items = calloc(n->n_items + 1, sizeof(*items));
	if (item == NULL || items == NULL)
		out = why_sys(why, "notice");
	for (i = 0; out == OUT_OK && i < n->n_items; i++) {
		out = announced(txn, in, n->items[i], &item[used], &known, why);
		/* The same item is never counted twice (isupport 6.3). */
		if (out == OUT_OK && !known) {
			items[used] = &item[used];
			used++;
		}
	}
	in->ev.items = items;
	in->ev.n_items = used;
	if (out == OUT_OK)
		out = incoming_finish(txn, o, in, why);
	if (out == OUT_OK && !config_yes(o->conf, "gates", "accept"))
		out = announcements_accept(txn, o, in->a, items, used, why);
	free(item);
	free(items);
	return out;
}

static enum outcome
confirm_item(struct store_txn *txn, const struct incoming *in,
    const Rec__ConfirmationItem *k, Rec__Item **item, struct why *why)
{
	enum outcome out;

	if ((out = item_get(txn, k->item_id, item, why)) != OUT_OK ||
	    *item == NULL)
		return out;
	if ((*item)->case_number != in->c->number) {
		record_free(*item);
		*item = NULL;
		return OUT_OK;
	}
	/* What an earlier confirmation said of it. */
	record_free((*item)->received);
	record_free((*item)->difference);
	(*item)->received = k->received;
	(*item)->difference = k->difference;
	if (record_set(&(*item)->state, "confirmed") == -1 ||
	    record_set(&(*item)->received_on, k->received_on) == -1 ||
	    record_set(&(*item)->difference_reason, k->reason) == -1)
		return why_sys(why, "item");
	return OUT_OK;
}

enum outcome
incoming_confirmation(struct store_txn *txn, const struct office *o,
    struct incoming *in, struct why *why)
{
	const Rec__Confirmation *k = in->a->parcel->verdict->confirmation;
	Rec__Item **items;
	enum outcome out;
	size_t i, used = 0;

	if ((out = incoming_begin(txn, o, in, "confirmation", why)) != OUT_OK)
		return out;
	if ((items = calloc(k->n_items + 1, sizeof(*items))) == NULL)
		return why_sys(why, "confirmation");
	for (i = 0; out == OUT_OK && i < k->n_items; i++) {
		out = confirm_item(txn, in, k->items[i], &items[used], why);
		if (items[used] != NULL)
			used++;
	}
	in->ev.items = items;
	in->ev.n_items = used;
	if (out == OUT_OK)
		out = incoming_finish(txn, o, in, why);
	for (i = 0; i < used; i++) {
		items[i]->received = NULL; /* lent by the verdict */
		items[i]->difference = NULL;
		record_free(items[i]);
	}
	free(items);
	return out;
}

enum outcome
incoming_note(struct store_txn *txn, const struct office *o,
    struct incoming *in, struct why *why)
{
	enum outcome out;

	if ((out = incoming_begin(txn, o, in, "note", why)) != OUT_OK ||
	    (out = incoming_finish(txn, o, in, why)) != OUT_OK)
		return out;
	return resend_asked(txn, o, in->a->parcel->verdict->note,
	    in->header->sender->code, in->header->msg_id, why);
}
