/* SPDX-License-Identifier: EUPL-1.2 */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include "domain/form/sheet.h"
#include "domain/form/sheet_kind.h"
#include "formtest.h"

#define TODAY "2026-11-21"
#define COLLECTIONS "reference,case,date,amount,currency,source,mode\n"
#define SHA                                \
	"0123456789abcdef0123456789abcdef" \
	"0123456789abcdef0123456789abcdef"

static Rec__Sheet *
sheet(const char *text)
{
	struct why why = WHY_INIT;
	Rec__Sheet *s;

	cr_assert_eq(sheet_read(text, strlen(text), TODAY, &s, &why), OUT_OK,
	    "%s: %s", why.rule, why.text);
	return s;
}

/* ---- whole sheets ------------------------------------------------------ */

Test(sheet, collections)
{
	Rec__Sheet *s =
	    sheet("reference,case,date,amount,currency,source,"
		  "mode,period_from,period_to,note\n"
		  "K-1,DE-2026-000001,2026-11-20,200.50,EUR,wage_withholding,"
		  "collected,2026-11-01,2026-11-30,\"first, of two\"\n"
		  "K-2,PT-7/26,2026-11-21,75,EUR,DIRECT,Monitored,,,\n");

	cr_expect_str_eq(s->kind, "collections");
	cr_assert_eq(s->n_rows, 2);
	cr_expect_null(s->rows[0]->fault);
	cr_expect_eq(s->rows[0]->line, 2);
	cr_expect_str_eq(s->rows[0]->reference, "K-1");
	cr_expect_str_eq(s->rows[0]->case_reference, "DE-2026-000001");
	cr_expect_str_eq(s->rows[0]->date, "2026-11-20");
	cr_expect_eq(s->rows[0]->amount->minor, 20050);
	cr_expect_str_eq(s->rows[0]->amount->currency, "EUR");
	cr_expect_str_eq(s->rows[0]->source, "wage_withholding");
	cr_expect_str_eq(s->rows[0]->mode, "collected");
	cr_expect_str_eq(s->rows[0]->from, "2026-11-01");
	cr_expect_str_eq(s->rows[0]->until, "2026-11-30");
	cr_expect_str_eq(s->rows[0]->note, "first, of two");
	cr_expect_null(s->rows[1]->fault);
	cr_expect_str_eq(s->rows[1]->source, "direct");
	cr_expect_str_eq(s->rows[1]->mode, "monitored");
	cr_expect_eq(s->rows[1]->amount->minor, 7500);
	record_free(s);
}

Test(sheet, rates)
{
	Rec__Sheet *s =
	    sheet("date;from_currency;to_currency;rate;source\r\n"
		  "2026-11-20;EUR;BRL;6.2345;ECB euro reference rates\r\n");

	cr_expect_str_eq(s->kind, "rates");
	cr_assert_eq(s->n_rows, 1);
	cr_expect_null(s->rows[0]->fault);
	cr_expect_str_eq(s->rows[0]->from_currency, "EUR");
	cr_expect_str_eq(s->rows[0]->to_currency, "BRL");
	cr_expect_str_eq(s->rows[0]->rate, "6.2345");
	cr_expect_str_eq(s->rows[0]->date, "2026-11-20");
	cr_expect_str_eq(s->rows[0]->source, "ECB euro reference rates");
	record_free(s);
}

Test(sheet, receipts)
{
	Rec__Sheet *s = sheet("\xef\xbb\xbf"
			      "reference,date,amount,currency"
			      "\nDEABCDEFGHIJKLMNOP-1,2026-11-21,200.50,EUR\n");

	cr_expect_str_eq(s->kind, "receipts");
	cr_assert_eq(s->n_rows, 1);
	cr_expect_null(s->rows[0]->fault);
	cr_expect_str_eq(s->rows[0]->reference, "DEABCDEFGHIJKLMNOP-1");
	cr_expect_eq(s->rows[0]->amount->minor, 20050);
	record_free(s);
}

Test(sheet, answer)
{
	Rec__Sheet *s = sheet(
	    "case,received_on,complete,steps,"
	    "further_information,note\n"
	    "DE-2026-000001,2026-11-20,yes,\"Debtor written to.\nTwo weeks."
	    "\",,\n"
	    "DE-2026-000002,,NO,,statement of arrears,urgent\n");

	cr_expect_str_eq(s->kind, "answer");
	cr_assert_eq(s->n_rows, 2);
	cr_expect_null(s->rows[0]->fault);
	cr_expect(s->rows[0]->complete);
	cr_expect_str_eq(s->rows[0]->date, "2026-11-20");
	cr_expect_str_eq(s->rows[0]->steps, "Debtor written to.\nTwo weeks.");
	cr_expect_null(s->rows[1]->fault);
	cr_expect_not(s->rows[1]->complete);
	cr_expect_str_eq(s->rows[1]->further, "statement of arrears");
	cr_expect_str_eq(s->rows[1]->note, "urgent");
	cr_expect_eq(s->rows[1]->line, 4);
	record_free(s);
}

Test(sheet, what_nobody_answered_is_left_out)
{
	Rec__Sheet *s =
	    sheet("item,case,amount,decision,reason\n"
		  "DE-I0000001,DE-2026-000001,200.50,release,\n"
		  "DE-I0000002,DE-2026-000001,1.00,,\n"
		  ",,,,\n"
		  "DE-I0000003,DE-2026-000002,1.00,Hold,court asked\n");

	cr_expect_str_eq(s->kind, "review");
	cr_assert_eq(s->n_rows, 2);
	cr_expect_str_eq(s->rows[0]->subject, "DE-I0000001");
	cr_expect_str_eq(s->rows[0]->decision, "release");
	cr_expect_str_eq(s->rows[1]->subject, "DE-I0000003");
	cr_expect_str_eq(s->rows[1]->decision, "hold");
	cr_expect_str_eq(s->rows[1]->reason, "court asked");
	cr_expect_eq(s->rows[1]->line, 5);
	record_free(s);
}

Test(sheet, approval)
{
	Rec__Sheet *s = sheet("subject,sha256,decision\n"
			      "DE-B000001," SHA ",approve\n"
			      "DE-B000002," SHA "0,approve\n"
			      "DE-B000003," SHA ",release\n");

	cr_expect_str_eq(s->kind, "approval");
	cr_assert_eq(s->n_rows, 3);
	cr_expect_null(s->rows[0]->fault);
	cr_expect_str_eq(s->rows[0]->sha256, SHA);
	cr_assert_not_null(s->rows[1]->fault);
	cr_expect_str_eq(s->rows[1]->fault->rule, "SHEET-SHA256");
	cr_assert_not_null(s->rows[2]->fault);
	cr_expect_str_eq(s->rows[2]->fault->rule, "SHEET-CODE");
	record_free(s);
}

Test(sheet, whether_the_bank_has_a_file)
{
	Rec__Sheet *s = sheet("subject,sha256,decision,state\n"
			      "DE-B000001," SHA ",delivered,uncertain\n"
			      "DE-B000002," SHA ",Not-Delivered,uncertain\n"
			      "DE-B000003," SHA ",not,uncertain\n");

	cr_assert_eq(s->n_rows, 3);
	cr_expect_str_eq(s->rows[0]->decision, "delivered");
	cr_expect_str_eq(s->rows[1]->decision, "not-delivered");
	cr_assert_not_null(s->rows[2]->fault);
	cr_expect_str_eq(s->rows[2]->fault->rule, "SHEET-CODE");
	record_free(s);
}

Test(sheet, tasks)
{
	Rec__Sheet *s = sheet("task,decision,note,kind\n"
			      "7,done,by telephone,finding\n"
			      "0012,DONE,,\n"
			      "8,,,finding\n"
			      "x,done,,\n"
			      "9,undone,,\n"
			      "0,done,,\n"
			      "12,done,,\n");

	cr_expect_str_eq(s->kind, "tasks");
	cr_assert_eq(s->n_rows, 6);
	cr_expect_null(s->rows[0]->fault);
	cr_expect_str_eq(s->rows[0]->subject, "7");
	cr_expect_str_eq(s->rows[0]->decision, "done");
	cr_expect_str_eq(s->rows[0]->note, "by telephone");
	cr_expect_str_eq(s->rows[1]->subject, "12");
	cr_assert_not_null(s->rows[1]->fault);
	cr_expect_str_eq(s->rows[1]->fault->rule, "SHEET-TWICE");
	cr_assert_not_null(s->rows[2]->fault);
	cr_expect_str_eq(s->rows[2]->fault->rule, "TASK-NUMBER");
	cr_assert_not_null(s->rows[3]->fault);
	cr_expect_str_eq(s->rows[3]->fault->rule, "SHEET-CODE");
	cr_assert_not_null(s->rows[4]->fault);
	cr_expect_not_null(s->rows[5]->fault);
	record_free(s);
}

/* ---- one row is held alone --------------------------------------------- */

struct bad {
	char row[160], rule[20], place[24];
};

ParameterizedTestParameters(sheet, bad_rows)
{
	static struct bad rows[] = {
		{ "K,C,2026-11-20,1.00,EUR,sale", "SHEET-FIELDS", "row" },
		{ "K,C,2026-11-20,1,00,EUR,sale,collected", "SHEET-FIELDS",
		    "row" },
		{ ",C,2026-11-20,1.00,EUR,sale,collected", "SHEET-MISSING",
		    "reference" },
		{ "K,,2026-11-20,1.00,EUR,sale,collected", "SHEET-MISSING",
		    "case" },
		{ "K,C,,1.00,EUR,sale,collected", "SHEET-MISSING", "date" },
		{ "K,C,2026-11-20,,EUR,sale,collected", "SHEET-MISSING",
		    "amount" },
		{ "K,C,2026-11-20,1.00,,sale,collected", "SHEET-MISSING",
		    "currency" },
		{ "K,C,2026-11-20,1.00,EUR,,collected", "SHEET-MISSING",
		    "source" },
		{ "K,C,2026-11-20,1.00,EUR,sale,", "SHEET-MISSING", "mode" },
		{ "K,C,20.11.2026,1.00,EUR,sale,collected", "SHEET-DATE",
		    "date" },
		{ "K,C,2026-11-31,1.00,EUR,sale,collected", "SHEET-DATE",
		    "date" },
		{ "K,C,2026-11-22,1.00,EUR,sale,collected", "SHEET-FUTURE",
		    "date" },
		{ "K,C,2026-11-20,\"1,00\",EUR,sale,collected", "R-1001",
		    "amount" },
		{ "K,C,2026-11-20,1.005,EUR,sale,collected", "R-1001",
		    "amount" },
		{ "K,C,2026-11-20,1.00,JPY,sale,collected", "R-1001",
		    "amount" },
		{ "K,C,2026-11-20,0.00,EUR,sale,collected", "R-1001",
		    "amount" },
		{ "K,C,2026-11-20,-1.00,EUR,sale,collected", "R-1001",
		    "amount" },
		{ "K,C,2026-11-20,1.00,EURO,sale,collected", "R-1001",
		    "currency" },
		{ "K,C,2026-11-20,1.00,eur,sale,collected", "R-1001",
		    "currency" },
		{ "K,C,2026-11-20,1.00,EUR,lottery,collected", "SHEET-CODE",
		    "source" },
		{ "K,C,2026-11-20,1.00,EUR,sale,collected ", "", "" },
		{ "K,C,2026-11-20,1.00,EUR,sale,monitored collected",
		    "SHEET-CODE", "mode" },
		{ "K,C,2026-11-20,1.00,EUR,sale,collect", "SHEET-CODE",
		    "mode" },
		{ "K,C,2026-11-20,1.00,EUR,sale,ollected", "SHEET-CODE",
		    "mode" },
		{ "0123456789012345678901234567890123456789012345678901234567"
		  "8901234,C,2026-11-20,1.00,EUR,sale,collected",
		    "SHEET-REFERENCE", "reference" },
		{ "K\u00a0,C,2026-11-20,1.00,EUR,sale,collected",
		    "SHEET-REFERENCE", "reference" },
		{ "K\u200b,C,2026-11-20,1.00,EUR,sale,collected",
		    "SHEET-REFERENCE", "reference" },
		{ "A\u202e1,C,2026-11-20,1.00,EUR,sale,collected",
		    "SHEET-REFERENCE", "reference" },
		{ "R\u00e9f. 1,C,2026-11-20,1.00,EUR,sale,collected", "", "" },
		{ "\"K\n1\",C,2026-11-20,1.00,EUR,sale,collected",
		    "SHEET-REFERENCE", "reference" },
	};

	return cr_make_param_array(
	    struct bad, rows, sizeof(rows) / sizeof(rows[0]));
}

ParameterizedTest(struct bad *row, sheet, bad_rows)
{
	char text[512];
	Rec__Sheet *s;

	(void)snprintf(text, sizeof(text),
	    COLLECTIONS "A,C,2026-11-20,1.00,EUR,sale,collected\n%s\n"
			"Z,C,2026-11-20,1.00,EUR,sale,collected\n",
	    row->row);
	s = sheet(text);
	cr_assert_eq(s->n_rows, 3);
	cr_expect_null(s->rows[0]->fault);
	cr_expect_null(s->rows[2]->fault);
	if (row->rule[0] == '\0') {
		cr_expect_null(s->rows[1]->fault);
	} else {
		const Rec__Finding *f = s->rows[1]->fault;

		cr_assert_not_null(f, "%s", row->row);
		cr_expect_str_eq(
		    f->rule, row->rule, "%s: %s", row->row, f->text);
		cr_expect_str_eq(f->place, row->place, "%s", row->row);
		cr_expect_eq(f->line, 3);
		cr_expect_str_eq(f->severity, "block");
		cr_expect_str_not_empty(f->text);
	}
	record_free(s);
}

Test(sheet, other_bad_rows)
{
	static const char *const texts[] = {
		"from_currency,to_currency,date,rate,source\n"
		"EUR,EUR,2026-11-20,1.0,ECB\n",
		"from_currency,to_currency,date,rate,source\n"
		"EUR,BRL,2026-11-20,-6.2,ECB\n",
		"from_currency,to_currency,date,rate,source\n"
		"EUR,BRL,2026-11-20,0,ECB\n",
		"case,complete,further_information\nC,yes,a deed\n",
		"case,complete,further_information\nC,no,\n",
		"case,complete\nC,perhaps\n",
		"item,decision\nI,approve\n",
		"reference,case,date,amount,currency,source,mode,period_from,"
		"period_to\nK,C,2026-11-20,1,EUR,sale,collected,"
		"2026-11-30,2026-11-01\n",
	};
	static const char *const rules[] = { "R-1009", "R-1009", "R-1009",
		"ANSWER-COMPLETE", "SHEET-MISSING", "SHEET-CODE", "SHEET-CODE",
		"R-1004" };
	size_t i;

	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		Rec__Sheet *s = sheet(texts[i]);

		cr_assert_eq(s->n_rows, 1);
		cr_assert_not_null(s->rows[0]->fault, "%s", texts[i]);
		cr_expect_str_eq(
		    s->rows[0]->fault->rule, rules[i], "%s", texts[i]);
		record_free(s);
	}
}

/* ---- twice ------------------------------------------------------------- */

Test(sheet, a_reference_twice_holds_both)
{
	Rec__Sheet *s =
	    sheet(COLLECTIONS "K-1,C,2026-11-20,1.00,EUR,sale,collected\n"
			      "K-2,C,2026-11-20,1.00,EUR,sale,collected\n"
			      "K-1,C,2026-11-20,1.00,EUR,sale,collected\n"
			      "K-1,C,bad,1.00,EUR,sale,collected\n");

	cr_assert_not_null(s->rows[0]->fault);
	cr_expect_str_eq(s->rows[0]->fault->rule, "R-1013");
	cr_expect_str_eq(s->rows[0]->fault->place, "reference");
	cr_expect_eq(s->rows[0]->fault->line, 2);
	cr_expect_null(s->rows[1]->fault);
	cr_assert_not_null(s->rows[2]->fault);
	cr_expect_str_eq(s->rows[2]->fault->rule, "R-1013");
	cr_assert_not_null(s->rows[3]->fault);
	cr_expect_str_eq(s->rows[3]->fault->rule, "SHEET-DATE");
	record_free(s);
}

Test(sheet, two_decisions_on_one_thing_hold_both)
{
	static const char *const texts[] = {
		"item,decision\nI-1,release\nI-2,hold\nI-1,hold\n",
		"subject,sha256,decision\nB-1," SHA ",approve\nB-2," SHA
		",approve\nB-1," SHA ",refuse\n",
		"case,complete\nC-1,yes\nC-2,yes\nC-1,yes\n",
		"from_currency,to_currency,date,rate,source\n"
		"EUR,BRL,2026-11-20,6.2,ECB\nEUR,USD,2026-11-20,1.1,ECB\n"
		"EUR,BRL,2026-11-20,6.3,ECB\n",
	};
	size_t i;

	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		Rec__Sheet *s = sheet(texts[i]);

		cr_assert_eq(s->n_rows, 3);
		cr_assert_not_null(s->rows[0]->fault, "%s", texts[i]);
		cr_expect_str_eq(s->rows[0]->fault->rule, "SHEET-TWICE");
		cr_expect_null(s->rows[1]->fault);
		cr_assert_not_null(s->rows[2]->fault);
		record_free(s);
	}
}

/* ---- which sheet it is ------------------------------------------------- */

struct head {
	char row[120], says[64];
};

ParameterizedTestParameters(sheet, heads)
{
	static struct head rows[] = {
		{ "name,first name", "of no sheet: collections, " },
		{ "reference,case,date,amount,currency,source",
		    "\"collections\", but has no column \"mode\"" },
		{ "reference,date,amount,currency,iban",
		    "no column like number 5" },
		{ "item,reason", "no column \"decision\"" },
		{ "reference", "of no sheet" },
		{ "Reference,Date,Amount,Curency", "no column like number 4" },
	};

	return cr_make_param_array(
	    struct head, rows, sizeof(rows) / sizeof(rows[0]));
}

ParameterizedTest(struct head *row, sheet, heads)
{
	struct why why = WHY_INIT;
	Rec__Sheet *s;
	char text[160];

	(void)snprintf(text, sizeof(text), "%s\na,b,c\n", row->row);
	cr_assert_eq(
	    sheet_read(text, strlen(text), TODAY, &s, &why), OUT_REJECT);
	cr_expect_str_eq(why.rule, "SHEET-KIND");
	cr_expect_eq(why.line, 1);
	cr_expect_str_eq(why.place, "header row");
	cr_expect_not_null(
	    strstr(why.text, row->says), "%s: %s", row->row, why.text);
	cr_expect_null(s);
}

Test(sheet, all_kinds_are_named_where_none_is_alike)
{
	struct why why = WHY_INIT;
	Rec__Sheet *s;
	size_t i;

	cr_assert_eq(sheet_read("a,b\n1,2\n", 8, TODAY, &s, &why), OUT_REJECT);
	for (i = 0; i < sheet_nkinds; i++)
		cr_expect_not_null(strstr(why.text, sheet_kinds[i].name), "%s",
		    sheet_kinds[i].name);
}

Test(sheet, no_table_is_no_sheet)
{
	struct why why;
	Rec__Sheet *s;

	cr_expect_eq(sheet_read("", 0, TODAY, &s, &why), OUT_REJECT);
	cr_expect_null(s);
	cr_expect_eq(
	    sheet_read("", SHEET_MAX + 1, TODAY, &s, &why), OUT_REJECT);
	cr_expect_str_eq(why.rule, "SHEET-SIZE");
}

Test(sheet, without_today_no_date_is_in_the_future)
{
	static const char text[] =
	    COLLECTIONS "K,C,2999-01-01,1.00,EUR,sale,collected\n";
	struct why why;
	Rec__Sheet *s;

	cr_assert_eq(sheet_read(text, strlen(text), "", &s, &why), OUT_OK);
	cr_expect_null(s->rows[0]->fault);
	record_free(s);
}

/* ---- sheets to be answered --------------------------------------------- */

/* Put a word behind a text that stands once in it. */
static char *
answered(const struct buf *b, const char *empty, const char *full)
{
	char *at = strstr((char *)b->data, empty), *out;
	size_t before;

	cr_assert_not_null(at, "%s", (char *)b->data);
	before = (size_t)(at - (char *)b->data);
	out = calloc(1, b->len + strlen(full) + 1);
	memcpy(out, b->data, before);
	(void)sprintf(out + before, "%s%s", full, at + strlen(empty));
	return out;
}

Test(sheet, a_review_sheet_comes_back)
{
	Rec__Review review = REC__REVIEW__INIT;
	Rec__Item one = REC__ITEM__INIT, two = REC__ITEM__INIT;
	Rec__Item *items[] = { &one, &two };
	Rec__Payment held = REC__PAYMENT__INIT, *payments[] = { &held };
	char e2e[] = "DEABCDEFGHIJKLMNOP-2", unit[] = "DE";
	char id1[] = "DE-I0000001", id2[] = "DE-I0000002",
	     kase[] = "DE-2026-000001", evil[] = "=cmd|' /C calc'!A0";
	struct buf b = BUF_INIT;
	struct why why = WHY_INIT;
	Rec__Sheet *s;
	char *text;

	one.id = id1;
	one.case_id = kase;
	one.amount = formtest_money(20050, "EUR");
	two.id = id2;
	two.held_for = evil;
	review.items = items;
	review.n_items = 2;
	held.id = e2e;
	held.case_number = UINT64_C(2026000004);
	held.amount = formtest_money(1, "EUR");
	review.unit = unit;
	review.payments = payments;
	review.n_payments = 1;
	review.asked = 4711;
	cr_assert_eq(sheet_review_write(&review, ';', &b, &why), OUT_OK);
	cr_expect_not_null(strstr((char *)b.data, "200.50"));
	cr_expect_not_null(strstr((char *)b.data, "DEABCDEFGHIJKLMNOP-2"));
	cr_expect_not_null(strstr((char *)b.data, "DE-2026-000004"));
	cr_expect_not_null(strstr((char *)b.data, "4711"));
	cr_expect_null(strstr((char *)b.data, ";=cmd"));
	cr_expect_null(strstr((char *)b.data, "\"=cmd"));

	/* As it is nobody has answered. */
	s = sheet((char *)b.data);
	cr_expect_str_eq(s->kind, "review");
	cr_expect_eq(s->n_rows, 0);
	record_free(s);

	text = strstr((char *)b.data, "\"\"") != NULL ?
	    answered(&b, "EUR\";\"\";\"\";\"\";\"4711\";\"\"",
		"EUR\";\"\";\"\";\"\";\"4711\";\"release\"") :
	    answered(&b, "EUR;;;;4711;", "EUR;;;;4711;release");
	s = sheet(text);
	cr_assert_eq(s->n_rows, 1);
	cr_expect_null(s->rows[0]->fault);
	cr_expect_str_eq(s->rows[0]->subject, "DE-I0000001");
	cr_expect_str_eq(s->rows[0]->decision, "release");
	record_free(s);
	record_free(one.amount);
	record_free(held.amount);
	free(text);
	buf_free(&b);
}

Test(sheet, a_sheet_of_tasks_comes_back)
{
	Rec__Worklist w = REC__WORKLIST__INIT;
	Rec__Task one = REC__TASK__INIT, *tasks[] = { &one };
	char kind[] = "finding", rule[] = "R-304", due[] = "2026-12-01";
	struct buf b = BUF_INIT;
	struct why why = WHY_INIT;
	Rec__Sheet *s;
	char *text;

	one.number = 42;
	one.kind = kind;
	one.rule = rule;
	one.due = due;
	w.tasks = tasks;
	w.n_tasks = 1;
	cr_assert_eq(sheet_tasks_write(&w, ',', &b, &why), OUT_OK);
	s = sheet((char *)b.data);
	cr_expect_str_eq(s->kind, "tasks");
	cr_expect_eq(s->n_rows, 0);
	record_free(s);
	text = answered(
	    &b, "2026-12-01\",\"\",\"\"", "2026-12-01\",\"\",\"done\"");
	s = sheet(text);
	cr_assert_eq(s->n_rows, 1);
	cr_expect_null(s->rows[0]->fault);
	cr_expect_str_eq(s->rows[0]->subject, "42");
	record_free(s);
	free(text);
	buf_free(&b);
}

Test(sheet, an_approval_sheet_comes_back)
{
	Rec__Approval approval = REC__APPROVAL__INIT;
	Rec__Batch batch = REC__BATCH__INIT, *batches[] = { &batch };
	Rec__Message message = REC__MESSAGE__INIT, *messages[] = { &message };
	char unit[] = "DE", id[] = "DE-B000001", sha[] = SHA, eur[] = "EUR",
	     other[] = "PT", msg[] = "1000001DE", form[] = "E8";
	struct buf b = BUF_INIT;
	struct why why = WHY_INIT;
	Rec__Sheet *s;
	char *text;

	approval.unit = unit;
	approval.asked = 9;
	approval.batches = batches;
	approval.n_batches = 1;
	approval.messages = messages;
	approval.n_messages = 1;
	batch.id = id;
	batch.sha256 = sha;
	batch.currency = eur;
	batch.other = other;
	batch.count = 2;
	batch.sum = 123456;
	message.msg_id = msg;
	message.sha256 = sha;
	message.form = form;
	message.case_number = UINT64_C(2026000007);
	cr_assert_eq(sheet_approval_write(&approval, ',', &b, &why), OUT_OK);
	cr_expect_not_null(strstr((char *)b.data, "1234.56"));
	cr_expect_not_null(strstr((char *)b.data, "DE-2026-000007"));
	s = sheet((char *)b.data);
	cr_expect_str_eq(s->kind, "approval");
	cr_expect_eq(s->n_rows, 0);
	record_free(s);

	text = strstr((char *)b.data, "\"\"") != NULL ?
	    answered(
		&b, "EUR\",\"\",\"9\",\"\"", "EUR\",\"\",\"9\",\"approve\"") :
	    answered(&b, "EUR,,9,", "EUR,,9,approve");
	s = sheet(text);
	cr_assert_eq(s->n_rows, 1);
	cr_expect_null(s->rows[0]->fault);
	cr_expect_str_eq(s->rows[0]->subject, "DE-B000001");
	cr_expect_str_eq(s->rows[0]->sha256, SHA);
	cr_expect_str_eq(s->rows[0]->decision, "approve");
	record_free(s);
	free(text);
	buf_free(&b);
}
