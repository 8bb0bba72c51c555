/* SPDX-License-Identifier: EUPL-1.2 */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include "domain/form/ack.h"
#include "formtest.h"

static Rec__Authority *
authority(const char *code, const char *reference)
{
	Rec__Authority *a = record_new(&rec__authority__descriptor);
	Rec__Responsible *r = record_new(&rec__responsible__descriptor);
	Rec__Contact *c = record_new(&rec__contact__descriptor);

	a->contact = c;
	a->responsible = r;
	formtest_set(&a->code, code);
	formtest_set(&a->name, "Central Authority \"A & B\"");
	formtest_set(&a->reference, reference);
	c->address = record_new(&rec__address__descriptor);
	formtest_set(&c->address->street, "Adenauerallee");
	formtest_set(&c->address->building, "99");
	formtest_set(&c->address->town, "Bonn");
	formtest_set(&c->address->country, "DE");
	formtest_add(&c->telephones, &c->n_telephones, "+49 228 1");
	formtest_add(&c->telephones, &c->n_telephones, "+49 228 2");
	formtest_set(&c->email, "ca@example.org");
	formtest_set(&r->name, "Referat II 4");
	formtest_set(&r->telephone, "+49 228 3");
	formtest_add(&r->languages, &r->n_languages, "de");
	formtest_add(&r->languages, &r->n_languages, "en");
	return a;
}

static Rec__Acknowledgement *
ack(const char *form)
{
	Rec__Acknowledgement *a = record_new(&rec__acknowledgement__descriptor);

	formtest_set(&a->form, form);
	formtest_set(&a->language, "de");
	a->requested = authority("DE", "DE-2026-000001");
	a->requesting = authority("PT", "PT-2026-000007");
	formtest_set(&a->received_on, "2026-11-21");
	formtest_set(&a->acknowledged_on, "2026-12-01");
	formtest_set(
	    &a->steps, "Der Schuldner wurde angeschrieben.\nFrist: 14 Tage");
	a->official = record_new(&rec__signed__descriptor);
	formtest_set(&a->official->name, "M. MUSTER");
	formtest_set(&a->official->date, "2026-12-01");
	if (strcmp(form, "E8") == 0) {
		formtest_set(&a->official->place, "Bonn");
		a->further_requested = 1;
		formtest_set(&a->further,
		    "Aufstellung der R\xc3\xbc"
		    "ckst"
		    "\xc3\xa4nde <Art. 20(1)(c)>");
		return a;
	}
	a->complete = 1;
	a->status_follows = 1;
	a->non_disclosure = 1;
	formtest_set(&a->transmittal_date, "2026-11-15");
	formtest_add(&a->types, &a->n_types, "C-A");
	formtest_set(&a->applicant_family, "Silva e Souza");
	formtest_add(
	    &a->beneficiary_families, &a->n_beneficiary_families, "Silva");
	formtest_add(
	    &a->beneficiary_families, &a->n_beneficiary_families, "Souza");
	formtest_set(&a->debtor_family, "Beispiel");
	return a;
}

/* Write it, validate it, read it. */
static Rec__Acknowledgement *
there_and_back(const Rec__Acknowledgement *a)
{
	struct buf b = BUF_INIT;
	struct why why = WHY_INIT;
	Rec__Acknowledgement *again;
	xmlDoc *doc;

	cr_assert_eq(ack_write(a, &b, &why), OUT_OK, "%s", why.text);
	doc = formtest_parse(b.data, b.len);
	cr_expect(formtest_valid(
		      doc, strcmp(a->form, "E8") == 0 ? "e8.xsd" : "h2.xsd"),
	    "%s", (char *)b.data);
	cr_assert_eq(ack_read(doc, &again, &why), OUT_OK, "%s", why.text);
	xmlFreeDoc(doc);
	buf_free(&b);
	return again;
}

Test(ack, read_back_it_is_the_same)
{
	static const char *const forms[] = { "E8", "H2" };
	size_t i;

	for (i = 0; i < 2; i++) {
		Rec__Acknowledgement *a = ack(forms[i]);
		Rec__Acknowledgement *again = there_and_back(a);

		cr_expect(formtest_same(a, again), "%s", forms[i]);
		record_free(a);
		record_free(again);
	}
}

Test(ack, the_least_that_a_form_holds)
{
	static const char *const forms[] = { "E8", "H2" };
	size_t i;

	for (i = 0; i < 2; i++) {
		Rec__Acknowledgement *a = ack(forms[i]), *again;

		/* Their application may have told us none of it. */
		formtest_set(&a->requesting->reference, "");
		record_free(a->requesting->responsible);
		a->requesting->responsible = NULL;
		record_free(a->requesting->contact);
		a->requesting->contact = NULL;
		formtest_set(&a->transmittal_date, "");
		formtest_set(&a->applicant_family, "");
		formtest_set(&a->debtor_family, "");
		formtest_set(&a->steps, "");
		formtest_set(&a->further, "");
		a->further_requested = 0;
		again = there_and_back(a);
		cr_expect(formtest_same(a, again), "%s", forms[i]);
		record_free(a);
		record_free(again);
	}
}

/* ---- exactly one of three ---------------------------------------------- */

struct choice {
	int complete, attached, follows, further, refuses, reasons,
	    reasons_follow, ok;
};

ParameterizedTestParameters(ack, choices)
{
	static struct choice rows[] = {
		/* complete att fol  further  refuses att fol  ok */
		{ 1, 0, 1, 0, 0, 0, 0, 1 }, { 1, 1, 0, 0, 0, 0, 0, 1 },
		{ 1, 1, 1, 0, 0, 0, 0, 1 }, { 0, 0, 0, 1, 0, 0, 0, 1 },
		{ 0, 0, 0, 0, 1, 1, 0, 1 }, { 0, 0, 0, 0, 1, 0, 1, 1 },
		{ 0, 0, 0, 0, 0, 0, 0, 0 }, { 1, 0, 0, 0, 0, 0, 0, 0 },
		{ 1, 0, 1, 1, 0, 0, 0, 0 }, { 1, 0, 1, 0, 1, 1, 0, 0 },
		{ 0, 0, 0, 1, 1, 1, 0, 0 }, { 0, 0, 0, 0, 1, 1, 1, 0 },
		{ 0, 0, 0, 0, 1, 0, 0, 0 },
		{ 0, 0, 0, 2, 0, 0, 0, 0 }, /* ticked, no text */
		{ 1, 0, 1, 3, 0, 0, 0, 0 }, /* text, not ticked */
	};

	return cr_make_param_array(
	    struct choice, rows, sizeof(rows) / sizeof(rows[0]));
}

ParameterizedTest(struct choice *row, ack, choices)
{
	Rec__Acknowledgement *a = ack("H2"), *again;
	struct buf b = BUF_INIT;
	struct why why = WHY_INIT;

	a->complete = row->complete;
	a->status_attached = row->attached;
	a->status_follows = row->follows;
	a->further_requested = row->further == 1 || row->further == 2;
	if (row->further == 1 || row->further == 3)
		formtest_set(&a->further, "a translation");
	a->refuses = row->refuses;
	a->reasons_attached = row->reasons;
	a->reasons_follow = row->reasons_follow;
	if (row->ok) {
		again = there_and_back(a);
		cr_expect(formtest_same(a, again));
		record_free(again);
	} else {
		cr_expect_eq(ack_write(a, &b, &why), OUT_REJECT);
		cr_expect_str_eq(why.rule, "FORM-CHOICE");
		cr_expect_eq(b.len, 0);
	}
	record_free(a);
	buf_free(&b);
}

/* ---- what must be there ------------------------------------------------ */

Test(ack, what_the_law_wants_is_there)
{
	Rec__Acknowledgement *a = ack("E8");
	char **const must[] = { &a->language, &a->requested->name,
		&a->requested->reference, &a->requested->responsible->name,
		&a->requesting->name, &a->received_on, &a->official->name,
		&a->official->date };
	struct buf b = BUF_INIT;
	struct why why;
	char *was;
	size_t i;

	for (i = 0; i < sizeof(must) / sizeof(must[0]); i++) {
		was = strdup(*must[i]);
		formtest_set(must[i], "");
		cr_expect_eq(ack_write(a, &b, &why), OUT_REJECT, "%zu", i);
		cr_expect_str_eq(why.rule, "FORM-MISSING");
		cr_expect_str_not_empty(why.place);
		formtest_set(must[i], was);
		free(was);
	}
	formtest_set(&a->received_on, "21.11.2026");
	cr_expect_eq(ack_write(a, &b, &why), OUT_REJECT);
	cr_expect_str_eq(why.rule, "FORM-DATE");
	formtest_set(&a->form, "E9");
	cr_expect_eq(ack_write(a, &b, &why), OUT_REJECT);
	cr_expect_str_eq(why.rule, "FORM-ROOT");
	cr_expect_eq(b.len, 0);
	record_free(a);
}

/* ---- theirs ------------------------------------------------------------ */

Test(ack, what_is_wrong_in_theirs_is_left_empty)
{
	static const char *const texts[] = {
		"<E8 xmlns='urn:isupport:2026:form'><ReceivedOn>soon"
		"</ReceivedOn></E8>",
		"<H2 xmlns='urn:isupport:2026:form'><Transmittal><Reference>"
		"DE-2026-000003</Reference></Transmittal><ReceivedOn>soon"
		"</ReceivedOn></H2>",
	};
	Rec__Acknowledgement *a;
	struct why why;
	xmlDoc *doc;
	size_t i;

	for (i = 0; i < 2; i++) {
		doc = formtest_parse(texts[i], strlen(texts[i]));
		cr_assert_eq(ack_read(doc, &a, &why), OUT_OK);
		cr_expect_str_eq(a->received_on, "");
		cr_expect_null(a->requested);
		if (i == 1)
			cr_expect_str_eq(
			    a->requesting->reference, "DE-2026-000003");
		record_free(a);
		xmlFreeDoc(doc);
	}
}

Test(ack, other_forms_are_none)
{
	static const char *const texts[] = {
		"<E8/>",
		"<E8 xmlns='urn:isupport:2027:form'/>",
		"<E6 xmlns='urn:isupport:2026:form'/>",
	};
	Rec__Acknowledgement *a;
	struct why why;
	xmlDoc *doc;
	size_t i;

	for (i = 0; i < 3; i++) {
		doc = formtest_parse(texts[i], strlen(texts[i]));
		cr_expect_eq(ack_read(doc, &a, &why), OUT_REJECT);
		cr_expect_str_eq(why.rule, "FORM-ROOT");
		cr_expect_null(a);
		xmlFreeDoc(doc);
	}
}

Test(ack, a_value_of_one_line_stays_on_it)
{
	Rec__Acknowledgement *a = ack("E8"), *again;

	formtest_set(&a->requested->name, "  Bundesamt\nf\xc3\xbcr Justiz ");
	again = there_and_back(a);
	cr_expect_str_eq(again->requested->name, "Bundesamt f\xc3\xbcr Justiz");
	cr_expect_not_null(strchr(again->steps, '\n'));
	record_free(a);
	record_free(again);
}
