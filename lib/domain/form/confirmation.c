/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The payment confirmation of notice.h as XML, both ways.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/form/formxml.h"
#include "domain/form/notice.h"
#include "domain/form/notice_check.h"
#include "io/record.h"
#include "io/xmlin.h"

#define ROOT "PaymentConfirmation"

bool
confirmation_reason_ok(const char *code)
{
	static const char *const codes[] = { "bank_fee", "conversion",
		"partial", "not_received", "wrong_account", "other" };
	size_t i;

	for (i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		if (strcmp(codes[i], code) == 0)
			return true;
	return false;
}

static enum outcome
check_item(const Rec__ConfirmationItem *i, struct why *why)
{
	enum outcome out;

	if ((out = notice_check_money(i->received, why)) != OUT_OK ||
	    (out = notice_check_date(i->received_on, false, why)) != OUT_OK)
		return out;
	if (i->received->minor < 0)
		return why_reject(
		    why, "R-1001", "what was received is not negative");
	if (i->received->minor != 0 && i->received_on[0] == '\0')
		return why_reject(
		    why, "FORM-MISSING", "the date of receipt is missing");
	if (i->difference == NULL)
		return OUT_OK;
	if ((out = notice_check_money(i->difference, why)) != OUT_OK)
		return out;
	if (i->difference->minor != 0 && i->reason[0] == '\0')
		return why_reject(
		    why, "FORM-MISSING", "a difference has a reason");
	return OUT_OK;
}

static enum outcome
check_ids(const Rec__Confirmation *c, struct why *why)
{
	const char **ids;
	enum outcome out;
	size_t i;

	if ((ids = calloc(c->n_items + 1, sizeof(*ids))) == NULL)
		return why_retry(why, "out of memory");
	for (i = 0; i < c->n_items; i++)
		ids[i] = c->items[i]->item_id;
	out = notice_check_ids(ids, c->n_items, why);
	free(ids);
	return out;
}

static enum outcome
check(const Rec__Confirmation *c, struct why *why)
{
	char place[32];
	enum outcome out;
	size_t i;

	if (c->n_items > NOTICE_ITEMS_MAX)
		return why_reject(why, "NOTICE-ITEM", "too many items");
	if ((out = notice_check_parties(c->sender, c->receiver,
		 c->sender_reference, c->receiver_reference, why)) != OUT_OK ||
	    (out = check_ids(c, why)) != OUT_OK)
		return out;
	for (i = 0; i < c->n_items; i++)
		if ((out = check_item(c->items[i], why)) != OUT_OK) {
			(void)snprintf(
			    place, sizeof(place), "Item[%zu]", i + 1);
			why_at(why, 0, place);
			return out;
		}
	return OUT_OK;
}

static void
read_item(struct formxml *fx, const xmlNode *node, Rec__Confirmation *c)
{
	Rec__ConfirmationItem *i;

	if ((i = formxml_new(fx, &c->items, &c->n_items,
		 &rec__confirmation_item__descriptor)) == NULL)
		return;
	formxml_attr(fx, node, "id", &i->item_id);
	formxml_text(fx, node, "EndToEndId", &i->end_to_end_id);
	formxml_date(fx, node, "ReceivedOn", false, &i->received_on);
	formxml_money(fx, node, "Received", true, &i->received);
	formxml_money(fx, node, "Difference", false, &i->difference);
	formxml_text(fx, node, "Reason", &i->reason);
}

enum outcome
confirmation_read(
    xmlDoc *doc, Rec__Confirmation **confirmation, struct why *why)
{
	struct formxml fx = { OUT_OK, why };
	const xmlNode *root = formxml_root(doc, ROOT), *node;
	Rec__Confirmation *c;

	*confirmation = NULL;
	if (root == NULL)
		return why_reject(
		    why, "FORM-ROOT", "this is no payment confirmation");
	if ((c = record_new(&rec__confirmation__descriptor)) == NULL)
		return why_retry(why, "out of memory");
	formxml_text(&fx, root, "Sender", &c->sender);
	formxml_text(&fx, root, "Receiver", &c->receiver);
	formxml_text(&fx, root, "SenderReference", &c->sender_reference);
	formxml_text(&fx, root, "ReceiverReference", &c->receiver_reference);
	node = xmlin_child(root, "Item");
	for (; node != NULL && c->n_items <= NOTICE_ITEMS_MAX;
	     node = xmlin_next(node))
		read_item(&fx, node, c);
	if (fx.out == OUT_OK)
		fx.out = check(c, why);
	if (fx.out != OUT_OK) {
		record_free(c);
		return fx.out;
	}
	*confirmation = c;
	return OUT_OK;
}

static void
put_item(struct formout *o, const Rec__ConfirmationItem *i)
{
	formout_code(o, "Item",
	    (struct formout_attr[]){ { "id", i->item_id }, { NULL, NULL } });
	formout_text(o, "EndToEndId", i->end_to_end_id);
	formout_text(o, "ReceivedOn", i->received_on);
	formout_money(o, "Received", i->received);
	formout_money(o, "Difference", i->difference);
	formout_text(o, "Reason", i->reason);
	formout_close(o, "Item");
}

/* Of ours also the reason must be one of the codes. */
static enum outcome
check_reasons(const Rec__Confirmation *c, struct why *why)
{
	size_t i;

	for (i = 0; i < c->n_items; i++)
		if (c->items[i]->reason[0] != '\0' &&
		    !confirmation_reason_ok(c->items[i]->reason))
			return why_reject(why, "FORM-CHOICE",
			    "this reason of a difference is not in the list");
	return OUT_OK;
}

enum outcome
confirmation_write(const Rec__Confirmation *c, struct buf *out, struct why *why)
{
	struct formout o = { out, 0 };
	enum outcome res;
	size_t i;

	if ((res = check(c, why)) != OUT_OK ||
	    (res = check_reasons(c, why)) != OUT_OK)
		return res;
	formout_begin(&o, ROOT, "");
	formout_text(&o, "Sender", c->sender);
	formout_text(&o, "Receiver", c->receiver);
	formout_text(&o, "SenderReference", c->sender_reference);
	formout_text(&o, "ReceiverReference", c->receiver_reference);
	for (i = 0; i < c->n_items; i++)
		put_item(&o, c->items[i]);
	formout_end(&o, ROOT);
	return buf_ok(out, why);
}
