/* SPDX-License-Identifier: EUPL-1.2 */
/* What a message of another authority may say in its case, and which items of
 * money it may name. */
#include <string.h>

#include "domain/case/receive_parts.h"
#include "domain/case/state.h"
#include "io/record.h"

static bool
same_amount(const Rec__Money *a, const Rec__Money *b)
{

	return a->minor == b->minor && strcmp(a->currency, b->currency) == 0;
}

/* Theirs, and of the case of the message. */
static bool
is_theirs(const struct incoming *in, const Rec__Item *item)
{

	return !item->ours && item->case_number == in->c->number;
}

/* Announced before: the same again has no effect; otherwise, it is wrong. */
static bool
is_again(
    const struct incoming *in, const Rec__NoticeItem *n, const Rec__Item *have)
{

	return is_theirs(in, have) && same_amount(n->amount, have->amount) &&
	    strcmp(n->date, have->date) == 0 &&
	    strcmp(n->mode, have->mode) == 0 &&
	    strcmp(n->correction_of, have->correction_of) == 0;
}

static enum outcome
look_at_notice(struct store_txn *txn, const struct incoming *in,
    const Rec__NoticeItem *n, bool *yes, struct why *why)
{
	Rec__Item *have, *of = NULL;
	enum outcome out;

	if ((out = item_get(txn, n->item_id, &have, why)) != OUT_OK)
		return out;
	if (n->correction_of[0] != '\0')
		out = item_get(txn, n->correction_of, &of, why);
	*yes = (have == NULL || is_again(in, n, have)) &&
	    (of == NULL || is_theirs(in, of));
	record_free(have);
	record_free(of);
	return out;
}

/* Confirmed before with other money: what is booked is not said anew. */
static bool
is_changed(const Rec__Item *item, const Rec__Money *received)
{

	return strcmp(item->state, "confirmed") == 0 &&
	    item->received != NULL && received != NULL &&
	    !same_amount(item->received, received);
}

/* What we told of this case; a transfer that failed cannot have arrived. */
static enum outcome
look_at_confirmed(struct store_txn *txn, const struct incoming *in,
    const Rec__ConfirmationItem *k, bool *yes, const char **rule,
    const char **text, struct why *why)
{
	enum outcome out;
	Rec__Item *item;

	if ((out = item_get(txn, k->item_id, &item, why)) != OUT_OK)
		return out;
	*yes = item != NULL && item->ours &&
	    item->case_number == in->c->number &&
	    strcmp(item->mode, "monitored") != 0 &&
	    (strcmp(item->state, "announced") == 0 ||
		strcmp(item->state, "confirmed") == 0);
	if (!*yes) {
		*rule = "CONFIRM-ITEM";
		*text = "an item was not announced, or its transfer failed";
	} else if (is_changed(item, k->received)) {
		*yes = false;
		*rule = "CONFIRM-AGAIN";
		*text = "an item was confirmed before with other money";
	}
	record_free(item);
	return out;
}

/* Applications are acknowledged, and money is announced, by who is asked, and
 * by the form of the instrument. */
static bool
fits_case(const Rec__Case *c, const Rec__Verdict *v)
{
	const Rec__Acknowledgement *k = v->acknowledgement;

	if ((k != NULL || v->notice != NULL) &&
	    c->role != REC__CASE__ROLE__REQUESTING)
		return false;
	return k == NULL ||
	    (strcmp(k->form, "E8") == 0) ==
	    (strcmp(c->instrument, "EU4-2009") == 0);
}

enum outcome
incoming_items(struct store_txn *txn, const struct incoming *in,
    const char **rule, const char **text, struct why *why)
{
	const Rec__Verdict *v = in->a->parcel->verdict;
	const Rec__Confirmation *k = v->confirmation;
	const Rec__Notice *n = v->notice;
	enum outcome out = OUT_OK;
	bool yes = true;
	size_t i;

	if (!fits_case(in->c, v)) {
		*rule = "MESSAGE-ROLE";
		*text = "not a message that its sender sends in this case";
		return OUT_OK;
	}
	for (i = 0; out == OUT_OK && yes && n != NULL && i < n->n_items; i++)
		out = look_at_notice(txn, in, n->items[i], &yes, why);
	if (!yes) {
		*rule = "NOTICE-AGAIN";
		*text = "an item is not what was announced under its name";
		return out;
	}
	for (i = 0; out == OUT_OK && yes && k != NULL && i < k->n_items; i++)
		out = look_at_confirmed(
		    txn, in, k->items[i], &yes, rule, text, why);
	return out;
}
