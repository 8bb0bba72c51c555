/* SPDX-License-Identifier: EUPL-1.2 */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include "domain/form/notice.h"
#include "formtest.h"
#include "value/money.h"

static Rec__NoticeItem *
item(Rec__Notice *n, const char *id, const char *mode, int64_t minor,
    const char *currency)
{
	Rec__NoticeItem *i = record_new(&rec__notice_item__descriptor);
	void **slot = record_add(&n->items, &n->n_items);

	*slot = i;
	formtest_set(&i->item_id, id);
	formtest_set(&i->mode, mode);
	formtest_set(&i->date, "2026-11-20");
	i->amount = formtest_money(minor, currency);
	formtest_set(&i->source, "wage_withholding");
	return i;
}

/* Two collected (one of them converted), one monitored, one correction. */
static Rec__Notice *
notice(void)
{
	Rec__Notice *n = record_new(&rec__notice__descriptor);
	Rec__NoticeItem *i;

	formtest_set(&n->sender, "DE");
	formtest_set(&n->receiver, "BR");
	formtest_set(&n->sender_reference, "DE-2026-000003");
	formtest_set(&n->receiver_reference, "BR-2026-000001");
	formtest_set(&n->released_by, "anna");
	formtest_set(&n->released_on, "2026-11-21");
	formtest_set(&n->batch, "DE-B000001");

	i = item(n, "DE-I0000001", "collected", 20050, "EUR");
	formtest_set(&i->from, "2026-11-01");
	formtest_set(&i->until, "2026-11-30");
	formtest_set(&i->end_to_end_id, "DEABCDEFGHIJKLMNOP-1");
	i->allocation = record_new(&rec__allocation__descriptor);
	i->allocation->current = 15000;
	i->allocation->arrears = 5050;
	i->transferred = formtest_money(20050, "EUR");
	i->conversion = record_new(&rec__conversion__descriptor);
	i->conversion->converted = formtest_money(126315, "BRL");
	formtest_set(&i->conversion->rate, "6.3");
	formtest_set(&i->conversion->rate_date, "2026-11-20");
	formtest_set(&i->conversion->rate_source, "ECB <euro reference>");
	i->conversion->fees = formtest_money(0, "EUR");

	(void)item(n, "DE-I0000002", "collected", 100, "JPY");
	i = item(n, "DE-I0000003", "monitored", 7500, "EUR");
	formtest_set(&i->source, "direct");
	i = item(n, "DE-I0000004", "collected", -4000, "EUR");
	formtest_set(&i->correction_of, "DE-I0000000");
	formtest_set(&i->reason, "AC04");
	return n;
}

static xmlDoc *
written(const Rec__Notice *n)
{
	struct buf b = BUF_INIT;
	struct why why = WHY_INIT;
	xmlDoc *doc;

	cr_assert_eq(
	    notice_write(n, &b, &why), OUT_OK, "%s: %s", why.rule, why.text);
	doc = formtest_parse(b.data, b.len);
	buf_free(&b);
	return doc;
}

Test(notice, read_back_it_is_the_same)
{
	Rec__Notice *n = notice(), *again;
	struct why why = WHY_INIT;
	xmlDoc *doc = written(n);

	cr_expect(formtest_valid(doc, "pn.xsd"));
	cr_assert_eq(notice_read(doc, &again, &why), OUT_OK, "%s: %s", why.rule,
	    why.text);
	cr_expect(formtest_same(n, again));
	record_free(n);
	record_free(again);
	xmlFreeDoc(doc);
}

Test(notice, totals_keep_modes_and_currencies_apart)
{
	Rec__Notice *n = notice();
	int64_t minor = -7;
	xmlDoc *doc = written(n);
	xmlNode *t = xmlin_child(xmlDocGetRootElement(doc), "Total");
	static const char *const want[][3] = {
		{ "collected", "EUR", "160.50" },
		{ "collected", "JPY", "100" },
		{ "monitored", "EUR", "75.00" },
	};
	size_t i;

	for (i = 0; i < 3; i++, t = xmlin_next(t)) {
		char *mode, *currency, *text;

		cr_assert_not_null(t);
		mode = xmlin_attr(t, "mode");
		currency = xmlin_attr(t, "currency");
		text = xmlin_text(t, "");
		cr_expect_str_eq(mode, want[i][0]);
		cr_expect_str_eq(currency, want[i][1]);
		cr_expect_str_eq(text, want[i][2]);
		free(mode);
		free(currency);
		free(text);
	}
	cr_expect_null(t);
	cr_expect(notice_total(n, "collected", "EUR", &minor));
	cr_expect_eq(minor, 16050);
	cr_expect(notice_total(n, "monitored", "JPY", &minor));
	cr_expect_eq(minor, 0);
	n->items[0]->amount->minor = MONEY_MAX;
	n->items[3]->amount->minor = 1;
	cr_expect_not(notice_total(n, "collected", "EUR", &minor));
	cr_expect_eq(minor, 0);
	record_free(n);
	xmlFreeDoc(doc);
}

/* ---- each rule, in a document of theirs -------------------------------- */

struct edit {
	char path[48];	/* element; "" the root itself */
	int nth;	/* of its name, from 0 */
	char attr[12];	/* "" : its content */
	char value[24]; /* "-" : remove it */
	char rule[20];	/* "" : it is still read */
};

ParameterizedTestParameters(notice, edits)
{
	static struct edit rows[] = {
		{ "Total", 0, "", "160.51", "NOTICE-TOTAL" },
		{ "Total", 0, "", "-", "NOTICE-TOTAL" },
		{ "Total", 1, "currency", "EUR", "NOTICE-TOTAL" },
		{ "Total", 2, "mode", "collected", "NOTICE-TOTAL" },
		{ "Total", 2, "", "-", "NOTICE-TOTAL" },
		{ "Total", 0, "", "160.5", "" },
		{ "Item/Amount", 0, "", "200.51", "NOTICE-ALLOCATION" },
		{ "Item/Amount", 0, "", "200.505", "R-1001" },
		{ "Item/Amount", 0, "", "200,50", "R-1001" },
		{ "Item/Amount", 0, "", "2e2", "R-1001" },
		{ "Item/Amount", 0, "", "9999999999999999", "R-1001" },
		{ "Item/Amount", 0, "currency", "EURO", "R-1001" },
		{ "Item/Amount", 0, "currency", "", "R-1001" },
		{ "Item/Amount", 0, "", "-", "FORM-MISSING" },
		{ "Item", 1, "id", "DE-I0000001", "NOTICE-ITEM" },
		{ "Item", 1, "id", "", "NOTICE-ITEM" },
		{ "Item", 1, "mode", "paid", "NOTICE-MODE" },
		{ "Item", 0, "mode", "monitored", "NOTICE-MODE" },
		{ "Item/Date", 0, "", "2026-11-31", "FORM-DATE" },
		{ "Item/Date", 0, "", "-", "FORM-MISSING" },
		{ "Item/Until", 0, "", "2026-10-31", "R-1004" },
		{ "Item/Allocation/Current", 0, "", "150.01",
		    "NOTICE-ALLOCATION" },
		{ "Item/Conversion/Rate", 0, "", "0", "R-1009" },
		{ "Item/Conversion/Rate", 0, "", "-6.3", "R-1009" },
		{ "Item/Conversion/RateDate", 0, "", "-", "FORM-MISSING" },
		{ "Item/Conversion/RateSource", 0, "", "-", "R-1009" },
		{ "Item/Conversion/Converted", 0, "", "-1.00", "R-1009" },
		{ "Item/Source", 0, "", "lottery", "" },
		{ "Sender", 0, "", "-", "FORM-MISSING" },
		{ "ReleasedOn", 0, "", "today", "FORM-DATE" },
		{ "SenderReference", 0, "", "-", "" },
		{ "Batch", 0, "", "-", "" },
	};

	return cr_make_param_array(
	    struct edit, rows, sizeof(rows) / sizeof(rows[0]));
}

ParameterizedTest(struct edit *row, notice, edits)
{
	Rec__Notice *n = notice(), *again;
	struct why why = WHY_INIT;
	xmlDoc *doc = written(n);
	xmlNode *at = xmlin_find(xmlDocGetRootElement(doc), row->path);
	int i;

	for (i = 0; i < row->nth; i++)
		at = xmlin_next(at);
	cr_assert_not_null(at);
	if (row->attr[0] != '\0')
		xmlSetProp(at, (const xmlChar *)row->attr,
		    (const xmlChar *)row->value);
	else if (strcmp(row->value, "-") != 0)
		xmlNodeSetContent(at, (const xmlChar *)row->value);
	else {
		xmlUnlinkNode(at);
		xmlFreeNode(at);
	}
	if (row->rule[0] == '\0') {
		cr_expect_eq(
		    notice_read(doc, &again, &why), OUT_OK, "%s", why.text);
		cr_assert_not_null(again);
	} else {
		cr_expect_eq(notice_read(doc, &again, &why), OUT_REJECT,
		    "%s %s", row->path, row->value);
		cr_expect_str_eq(why.rule, row->rule, "%s: %s: %s", row->path,
		    why.rule, why.text);
		cr_expect_null(again);
		cr_expect(row->attr[0] != '\0' || row->value[0] == '-' ||
			strlen(row->value) < 4 ||
			strstr(why.text, row->value) == NULL,
		    "a reason holds no input");
	}
	record_free(again);
	record_free(n);
	xmlFreeDoc(doc);
}

/* ---- ours -------------------------------------------------------------- */

static void
refuse(const Rec__Notice *n, const char *rule)
{
	struct buf b = BUF_INIT;
	struct why why = WHY_INIT;

	cr_expect_eq(notice_write(n, &b, &why), OUT_REJECT, "%s", rule);
	cr_expect_str_eq(why.rule, rule, "%s: %s", why.rule, why.text);
	cr_expect_eq(b.len, 0);
	buf_free(&b);
}

Test(notice, nothing_wrong_is_written)
{
	Rec__Notice *n = notice();

	formtest_set(&n->items[2]->end_to_end_id, "X-1");
	refuse(n, "NOTICE-MODE");
	formtest_set(&n->items[2]->end_to_end_id, "");
	n->items[2]->transferred = formtest_money(7500, "EUR");
	refuse(n, "NOTICE-MODE");
	record_free(n->items[2]->transferred);
	n->items[2]->transferred = NULL;

	formtest_set(&n->items[3]->reason, "");
	refuse(n, "NOTICE-SIGN");
	formtest_set(&n->items[3]->reason, "AC04");
	formtest_set(&n->items[3]->correction_of, "");
	refuse(n, "NOTICE-SIGN");
	formtest_set(&n->items[3]->correction_of, "DE-I0000000");

	formtest_set(&n->items[3]->source, "lottery");
	refuse(n, "FORM-CHOICE");
	formtest_set(&n->items[3]->source, "");

	n->items[1]->amount->minor = MONEY_MAX;
	(void)item(n, "DE-I0000005", "collected", 1, "JPY");
	refuse(n, "NOTICE-TOTAL");
	n->items[1]->amount->minor = MONEY_MAX + 1;
	refuse(n, "R-1001");
	n->items[1]->amount->minor = 1;
	formtest_set(&n->items[4]->item_id, "DE-I0000004");
	refuse(n, "NOTICE-ITEM");
	formtest_set(&n->items[4]->item_id, "DE-I0000005");
	formtest_set(&n->sender_reference, "");
	formtest_set(&n->receiver_reference, "");
	refuse(n, "FORM-MISSING");
	record_free(n);
}

/* ---- confirmations ----------------------------------------------------- */

static Rec__Confirmation *
confirmation(void)
{
	Rec__Confirmation *c = record_new(&rec__confirmation__descriptor);
	static const struct {
		const char *id;
		int64_t got, less;
		const char *reason;
	} rows[] = {
		{ "DE-I0000001", 20050, 0, "" },
		{ "DE-I0000002", 19550, -500, "bank_fee" },
		{ "DE-I0000003", 0, -4000, "not_received" },
	};
	size_t i;

	formtest_set(&c->sender, "PT");
	formtest_set(&c->receiver, "DE");
	formtest_set(&c->sender_reference, "PT-2026-000001");
	for (i = 0; i < 3; i++) {
		Rec__ConfirmationItem *item =
		    record_new(&rec__confirmation_item__descriptor);
		void **slot = record_add(&c->items, &c->n_items);

		*slot = item;
		formtest_set(&item->item_id, rows[i].id);
		if (rows[i].got > 0) {
			formtest_set(&item->end_to_end_id, "DEABC'D-1");
			formtest_set(&item->received_on, "2026-11-25");
		}
		item->received = formtest_money(rows[i].got, "EUR");
		if (i > 0)
			item->difference = formtest_money(rows[i].less, "EUR");
		formtest_set(&item->reason, rows[i].reason);
	}
	return c;
}

Test(confirmation, read_back_it_is_the_same)
{
	Rec__Confirmation *c = confirmation(), *again;
	struct buf b = BUF_INIT;
	struct why why = WHY_INIT;
	xmlDoc *doc;

	cr_assert_eq(confirmation_write(c, &b, &why), OUT_OK, "%s: %s",
	    why.rule, why.text);
	doc = formtest_parse(b.data, b.len);
	cr_expect(formtest_valid(doc, "pc.xsd"));
	cr_assert_eq(
	    confirmation_read(doc, &again, &why), OUT_OK, "%s", why.text);
	cr_expect(formtest_same(c, again));
	record_free(c);
	record_free(again);
	xmlFreeDoc(doc);
	buf_free(&b);
}

static void
refuse_confirmation(const Rec__Confirmation *c, const char *rule)
{
	struct buf b = BUF_INIT;
	struct why why = WHY_INIT;

	cr_expect_eq(confirmation_write(c, &b, &why), OUT_REJECT, "%s", rule);
	cr_expect_str_eq(why.rule, rule, "%s: %s", why.rule, why.text);
	cr_expect_eq(b.len, 0);
	buf_free(&b);
}

Test(confirmation, nothing_wrong_is_written)
{
	Rec__Confirmation *c = confirmation();

	formtest_set(&c->items[1]->reason, "");
	refuse_confirmation(c, "FORM-MISSING");
	formtest_set(&c->items[1]->reason, "lost");
	refuse_confirmation(c, "FORM-CHOICE");
	formtest_set(&c->items[1]->reason, "bank_fee");
	formtest_set(&c->items[0]->received_on, "");
	refuse_confirmation(c, "FORM-MISSING");
	formtest_set(&c->items[0]->received_on, "25.11.2026");
	refuse_confirmation(c, "FORM-DATE");
	formtest_set(&c->items[0]->received_on, "2026-11-25");
	c->items[0]->received->minor = -1;
	refuse_confirmation(c, "R-1001");
	c->items[0]->received->minor = 1;
	formtest_set(&c->items[1]->item_id, "DE-I0000001");
	refuse_confirmation(c, "NOTICE-ITEM");
	record_free(c);
}

Test(confirmation, others_are_none)
{
	static const char *const texts[] = {
		"<PaymentConfirmation/>",
		"<PaymentConfirmation xmlns='urn:isupport:2026:form'/>",
	};
	static const char *const rules[] = { "FORM-ROOT", "FORM-MISSING" };
	Rec__Confirmation *c;
	Rec__Notice *n;
	struct why why;
	size_t i;

	for (i = 0; i < 2; i++) {
		xmlDoc *doc = formtest_parse(texts[i], strlen(texts[i]));

		cr_expect_eq(confirmation_read(doc, &c, &why), OUT_REJECT);
		cr_expect_str_eq(why.rule, rules[i]);
		cr_expect_null(c);
		cr_expect_eq(notice_read(doc, &n, &why), OUT_REJECT);
		cr_expect_str_eq(why.rule, "FORM-ROOT");
		xmlFreeDoc(doc);
	}
}

/* ---- codes ------------------------------------------------------------- */

Test(notice, codes)
{
	cr_expect(source_ok("wage_withholding"));
	cr_expect(source_ok("other"));
	cr_expect_not(source_ok(""));
	cr_expect_not(source_ok("WAGE_WITHHOLDING"));
	cr_expect(source_enforced("bank_garnishment"));
	cr_expect_not(source_enforced("voluntary"));
	cr_expect_not(source_enforced("direct"));
	cr_expect(confirmation_reason_ok("bank_fee"));
	cr_expect_not(confirmation_reason_ok(""));
}
