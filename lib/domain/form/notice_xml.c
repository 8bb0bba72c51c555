/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The payment notification as XML, both ways.
 */
#include <stdlib.h>
#include <string.h>

#include "domain/form/formxml.h"
#include "domain/form/notice.h"
#include "domain/form/notice_check.h"
#include "io/record.h"
#include "io/xmlin.h"
#include "value/money.h"

#define ROOT "PaymentNotification"

/* ---- reading ----------------------------------------------------------- */

static void
read_allocation(struct formxml *fx, const xmlNode *node, Rec__NoticeItem *i)
{
	const char *currency = i->amount == NULL ? "" : i->amount->currency;
	Rec__Allocation *a;

	if (node == NULL)
		return;
	a = i->allocation = record_new(&rec__allocation__descriptor);
	if (a == NULL) {
		formxml_memory(fx);
		return;
	}
	formxml_minor(fx, node, "Current", currency, &a->current);
	formxml_minor(fx, node, "Arrears", currency, &a->arrears);
	formxml_minor(fx, node, "Interest", currency, &a->interest);
	formxml_minor(fx, node, "Costs", currency, &a->costs);
}

static void
read_conversion(struct formxml *fx, const xmlNode *node, Rec__NoticeItem *i)
{
	Rec__Conversion *c;

	if (node == NULL)
		return;
	c = i->conversion = record_new(&rec__conversion__descriptor);
	if (c == NULL) {
		formxml_memory(fx);
		return;
	}
	formxml_money(fx, node, "Converted", true, &c->converted);
	formxml_text(fx, node, "Rate", &c->rate);
	formxml_date(fx, node, "RateDate", true, &c->rate_date);
	formxml_text(fx, node, "RateSource", &c->rate_source);
	formxml_money(fx, node, "Fees", false, &c->fees);
}

static void
read_item(struct formxml *fx, const xmlNode *node, Rec__Notice *n)
{
	Rec__NoticeItem *i;

	if ((i = formxml_new(fx, &n->items, &n->n_items,
		 &rec__notice_item__descriptor)) == NULL)
		return;
	formxml_attr(fx, node, "id", &i->item_id);
	formxml_attr(fx, node, "mode", &i->mode);
	formxml_date(fx, node, "Date", true, &i->date);
	formxml_money(fx, node, "Amount", true, &i->amount);
	formxml_date(fx, node, "From", false, &i->from);
	formxml_date(fx, node, "Until", false, &i->until);
	formxml_text(fx, node, "Source", &i->source);
	read_allocation(fx, xmlin_child(node, "Allocation"), i);
	read_conversion(fx, xmlin_child(node, "Conversion"), i);
	formxml_text(fx, node, "EndToEndId", &i->end_to_end_id);
	formxml_money(fx, node, "Transferred", false, &i->transferred);
	formxml_attr(
	    fx, xmlin_child(node, "Correction"), "of", &i->correction_of);
	formxml_text(fx, node, "Correction/Reason", &i->reason);
}

/* One stated total against those of the items. */
static void
read_total(struct formxml *fx, const xmlNode *node, struct notice_totals *t)
{
	struct notice_total *at;
	char *mode = NULL, *currency = NULL;
	int64_t minor;

	if ((mode = xmlin_attr(node, "mode")) == NULL ||
	    (currency = xmlin_attr(node, "currency")) == NULL) {
		formxml_memory(fx);
		goto done;
	}
	formxml_minor(fx, node, "", currency, &minor);
	at = notice_totals_find(t, mode, currency);
	if (at == NULL || at->seen || at->minor != minor)
		formxml_reject(fx, node, "NOTICE-TOTAL",
		    "this is not the sum of the items", NULL);
	else
		at->seen = true;
done:
	free(mode);
	free(currency);
}

static void
read_totals(struct formxml *fx, const xmlNode *root, const Rec__Notice *n)
{
	struct notice_totals t;
	const xmlNode *node;
	size_t i;

	if ((fx->out = notice_totals(n, &t, fx->why)) != OUT_OK)
		return;
	node = xmlin_child(root, "Total");
	for (; node != NULL && fx->out == OUT_OK; node = xmlin_next(node))
		read_total(fx, node, &t);
	for (i = 0; i < t.n; i++)
		if (!t.total[i].seen)
			formxml_reject(fx, root, "NOTICE-TOTAL",
			    "the total of a mode and currency is missing",
			    NULL);
}

static void
read_notice(struct formxml *fx, const xmlNode *root, Rec__Notice *n)
{
	const xmlNode *node;

	formxml_text(fx, root, "Sender", &n->sender);
	formxml_text(fx, root, "Receiver", &n->receiver);
	formxml_text(fx, root, "SenderReference", &n->sender_reference);
	formxml_text(fx, root, "ReceiverReference", &n->receiver_reference);
	formxml_text(fx, root, "Batch", &n->batch);
	formxml_text(fx, root, "ReleasedBy", &n->released_by);
	formxml_date(fx, root, "ReleasedOn", false, &n->released_on);
	node = xmlin_child(root, "Item");
	for (; node != NULL && n->n_items <= NOTICE_ITEMS_MAX;
	     node = xmlin_next(node))
		read_item(fx, node, n);
	if (fx->out == OUT_OK)
		fx->out = notice_check(n, fx->why);
	if (fx->out == OUT_OK)
		read_totals(fx, root, n);
}

enum outcome
notice_read(xmlDoc *doc, Rec__Notice **notice, struct why *why)
{
	struct formxml fx = { OUT_OK, why };
	const xmlNode *root = formxml_root(doc, ROOT);
	Rec__Notice *n;

	*notice = NULL;
	if (root == NULL)
		return why_reject(
		    why, "FORM-ROOT", "this is no payment notification");
	if ((n = record_new(&rec__notice__descriptor)) == NULL)
		return why_retry(why, "out of memory");
	read_notice(&fx, root, n);
	if (fx.out != OUT_OK) {
		record_free(n);
		return fx.out;
	}
	*notice = n;
	return OUT_OK;
}

/* ---- writing ----------------------------------------------------------- */

static void
put_part(
    struct formout *o, const char *name, int64_t minor, const char *currency)
{
	char text[MONEY_TEXT];

	formout_text(o, name, money_format(minor, currency, text));
}

static void
put_allocation(struct formout *o, const Rec__NoticeItem *i)
{
	const Rec__Allocation *a = i->allocation;

	if (a == NULL)
		return;
	formout_open(o, "Allocation");
	put_part(o, "Current", a->current, i->amount->currency);
	put_part(o, "Arrears", a->arrears, i->amount->currency);
	put_part(o, "Interest", a->interest, i->amount->currency);
	put_part(o, "Costs", a->costs, i->amount->currency);
	formout_close(o, "Allocation");
}

static void
put_conversion(struct formout *o, const Rec__Conversion *c)
{
	if (c == NULL)
		return;
	formout_open(o, "Conversion");
	formout_money(o, "Converted", c->converted);
	formout_text(o, "Rate", c->rate);
	formout_text(o, "RateDate", c->rate_date);
	formout_text(o, "RateSource", c->rate_source);
	formout_money(o, "Fees", c->fees);
	formout_close(o, "Conversion");
}

static void
put_item(struct formout *o, const Rec__NoticeItem *i)
{
	const struct formout_attr attrs[] = { { "id", i->item_id },
		{ "mode", i->mode }, { NULL, NULL } };

	formout_code(o, "Item", attrs);
	formout_text(o, "Date", i->date);
	formout_money(o, "Amount", i->amount);
	formout_text(o, "From", i->from);
	formout_text(o, "Until", i->until);
	formout_text(o, "Source", i->source);
	put_allocation(o, i);
	put_conversion(o, i->conversion);
	formout_text(o, "EndToEndId", i->end_to_end_id);
	formout_money(o, "Transferred", i->transferred);
	if (i->correction_of[0] != '\0') {
		formout_code(o, "Correction",
		    (struct formout_attr[]){
			{ "of", i->correction_of }, { NULL, NULL } });
		formout_text(o, "Reason", i->reason);
		formout_close(o, "Correction");
	}
	formout_close(o, "Item");
}

static void
put_total(struct formout *o, const struct notice_total *t)
{
	const struct formout_attr attrs[] = { { "mode", t->mode },
		{ "currency", t->currency }, { NULL, NULL } };
	char text[MONEY_TEXT];

	formout_elem(
	    o, "Total", attrs, money_format(t->minor, t->currency, text));
}

static void
put_notice(
    struct formout *o, const Rec__Notice *n, const struct notice_totals *t)
{
	size_t i;

	formout_begin(o, ROOT, "");
	formout_text(o, "Sender", n->sender);
	formout_text(o, "Receiver", n->receiver);
	formout_text(o, "SenderReference", n->sender_reference);
	formout_text(o, "ReceiverReference", n->receiver_reference);
	formout_text(o, "Batch", n->batch);
	formout_text(o, "ReleasedBy", n->released_by);
	formout_text(o, "ReleasedOn", n->released_on);
	for (i = 0; i < n->n_items; i++)
		put_item(o, n->items[i]);
	for (i = 0; i < t->n; i++)
		put_total(o, &t->total[i]);
	formout_end(o, ROOT);
}

/* Of ours also the source must be one of the codes. */
static enum outcome
check_sources(const Rec__Notice *n, struct why *why)
{
	size_t i;

	for (i = 0; i < n->n_items; i++)
		if (n->items[i]->source[0] != '\0' &&
		    !source_ok(n->items[i]->source))
			return why_reject(why, "FORM-CHOICE",
			    "this source of money is not in the list");
	return OUT_OK;
}

enum outcome
notice_write(const Rec__Notice *n, struct buf *out, struct why *why)
{
	struct formout o = { out, 0 };
	struct notice_totals t;
	enum outcome res;

	if ((res = notice_check(n, why)) != OUT_OK ||
	    (res = check_sources(n, why)) != OUT_OK ||
	    (res = notice_totals(n, &t, why)) != OUT_OK)
		return res;
	put_notice(&o, n, &t);
	return buf_ok(out, why);
}
