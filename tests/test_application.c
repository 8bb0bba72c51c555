/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/form/application.h"

#include <criterion/criterion.h>

#include "appforms.h"
#include "io/record.h"

static Rec__Application *app;
static Rec__Restricted *res;
static struct findings list;

static void
read_forms(const struct buf *form, const struct buf *h1)
{
	struct why why = WHY_INIT;
	xmlDoc *doc = appforms_parse(form);
	xmlDoc *with = h1 == NULL ? NULL : appforms_parse(h1);

	cr_assert_eq(
	    application_read(doc, with, "block", &app, &res, &list, &why),
	    OUT_OK, "%s", why.text);
	xmlFreeDoc(doc);
	xmlFreeDoc(with);
}

static void
read_files(const char *file, const char *h1file)
{
	struct buf form = BUF_INIT, h1 = BUF_INIT;

	appforms_load(file, &form);
	if (h1file != NULL)
		appforms_load(h1file, &h1);
	read_forms(&form, h1file == NULL ? NULL : &h1);
	buf_free(&form);
	buf_free(&h1);
}

static void
done(void)
{

	record_free(app);
	record_free(res);
	findings_free(&list);
	app = NULL;
	res = NULL;
}

TestSuite(application, .fini = done);

Test(application, mother_for_two_children)
{

	read_files(MOTHER, NULL);
	cr_assert_eq(list.n, 0);
	cr_assert_str_eq(app->form, "E6");
	cr_assert_str_eq(app->instrument, "EU4-2009");
	cr_assert_str_eq(app->type, "C-B");
	cr_assert_str_eq(app->language, "de");
	cr_assert_str_eq(app->requesting->code, "PT");
	cr_assert_str_eq(app->requesting->reference, "AC/2026/4711");
	cr_assert_str_eq(app->requesting->responsible->name, "Inês Calhandra");
	cr_assert_eq(app->requesting->responsible->n_languages, 2);
	cr_assert_str_eq(app->requested->code, "DE");
	cr_assert_str_eq(app->capacity, "representative-of-that-person");
	cr_assert_str_eq(app->applicant->family, "Tordesal Quintão");
	cr_assert_str_eq(app->applicant->born, "1988-02-11");
	cr_assert_eq(app->n_beneficiaries, 2);
	cr_assert_str_eq(app->beneficiaries[0]->person->given, "Lia");
	cr_assert_str_eq(app->beneficiaries[1]->person->born, "2017-08-30");
	cr_assert_str_eq(app->beneficiaries[1]->basis, "parentage");
	cr_assert_str_eq(app->debtor_is, "defendant");
	cr_assert_str_eq(app->debtor->family, "Brandtner");
	cr_assert_str_eq(app->debtor_contact->address->town, "Musterstadt");
	cr_assert_eq(app->n_documents, 4);
	cr_assert_eq(app->documents_total, 4);
	cr_assert_str_eq(app->documents[2]->type, "EXTRACT_TRANSLATION");
	cr_assert(app->documents[2]->translation);
	cr_assert_str_eq(app->documents[3]->file, "rueckstaende.pdf");
	cr_assert(app->consent && app->has_contact &&
	    app->has_payment_location && !app->non_disclosure);
	cr_assert_str_eq(app->transmittal_date, "2026-11-16");
	cr_assert_str_eq(app->applicant_signature->date, "2026-11-02");
}

Test(application, what_the_debt_is)
{
	const Rec__Term *t;

	read_files(MOTHER, NULL);
	cr_assert_str_eq(app->decision->origin, "MemberState");
	cr_assert_str_eq(app->decision->state, "PT");
	cr_assert_eq(app->decision->n_terms, 1);
	t = app->decision->terms[0];
	cr_assert_eq(t->kind, REC__TERM__KIND__REGULAR);
	cr_assert_eq(t->amount->minor, 40000);
	cr_assert_str_eq(t->amount->currency, "EUR");
	cr_assert_str_eq(t->frequency, "MONTH");
	cr_assert_str_eq(t->until, "Vollendung des 18. Lebensjahres");
	cr_assert_eq(app->arrears->total->minor, 435000);
	cr_assert_eq(app->arrears->interest->minor, 15000);
	cr_assert_str_eq(app->arrears->as_of, "2026-10-31");
}

Test(application, where_she_lives_and_banks_is_apart)
{
	struct buf b = BUF_INIT;
	struct why why = WHY_INIT;

	read_files(MOTHER, NULL);
	cr_assert_str_eq(res->applicant_contact->address->street,
	    "Travessa do Moinho Velho");
	cr_assert_str_eq(
	    res->applicant_contact->telephones[0], "+351 919 000 123");
	cr_assert_str_eq(
	    res->payment_location->iban, "PT50000201231234567890154");
	cr_assert_eq(record_pack(&app->base, &b, &why), OUT_OK);
	cr_assert_null(memmem(b.data, b.len, "PT5000", 6));
	cr_assert_null(memmem(b.data, b.len, "Moinho", 6));
	cr_assert_null(memmem(b.data, b.len, "correio", 7));
	buf_free(&b);
}

Test(application, public_body)
{

	read_files(BODY, NULL);
	cr_assert_str_eq(app->capacity, "public-body");
	cr_assert_str_eq(
	    app->public_body, "Fundo Exemplar de Garantia de Alimentos");
	cr_assert_null(app->applicant);
	cr_assert_str_eq(res->applicant_contact->address->town, "Lisboa");
	cr_assert_str_eq(res->payment_location->reference, "REEMB 2026 0088");
	cr_assert_str_eq(app->applicant_signature->name, "Duarte Malhadinha");
}

Test(application, hague_with_its_transmittal)
{

	read_files(BRAZIL, BRAZIL_H1);
	cr_assert_eq(list.n, 0);
	cr_assert_str_eq(app->form, "H3");
	cr_assert_str_eq(app->instrument, "HCCH2007");
	cr_assert_str_eq(app->requesting->code, "BR");
	cr_assert_str_eq(
	    app->requesting->responsible->name, "Caetano Jurubeba");
	cr_assert_str_eq(app->requesting->reference, "BR-ALIM-2026/0815");
	cr_assert(app->non_disclosure && app->consent && app->attested);
	cr_assert_str_eq(app->decision->appearance, "did-not");
	cr_assert_eq(app->decision->n_bases, 2);
	cr_assert_str_eq(app->decision->bases[1], "20-1-d");
	cr_assert_eq(app->n_ticked, 5);
	cr_assert_eq(app->n_documents, 9);
	cr_assert_eq(app->arrears->total->minor, 1850000);
	cr_assert_str_eq(app->arrears->total->currency, "BRL");
	cr_assert_str_eq(app->defendant->family, "Ostermann");
	cr_assert_str_eq(app->transmittal_date, "2026-11-18");
	cr_assert_str_eq(
	    res->payment_location->iban, "BR1800360305000010009795493C1");
}

Test(application, non_disclosure_on_either_form_is_on_the_case)
{
	struct buf form = BUF_INIT, h1 = BUF_INIT;

	appforms_load(BRAZIL, &form);
	appforms_load(BRAZIL_H1, &h1);
	appforms_edit(&form, "<NonDisclosure>true", "<NonDisclosure>false");
	read_forms(&form, &h1);
	cr_assert(app->non_disclosure);
	done();
	appforms_edit(&h1, "<NonDisclosure>true", "<NonDisclosure>false");
	read_forms(&form, &h1);
	cr_assert(!app->non_disclosure);
	buf_free(&form);
	buf_free(&h1);
}

Test(application, hague_without_its_transmittal_is_read)
{

	read_files(BRAZIL, NULL);
	cr_assert_str_eq(app->requesting->reference, "BR-ALIM-2026/0815");
	cr_assert_str_eq(app->requesting->code, "");
	cr_assert_null(app->requested);
	cr_assert_str_eq(app->transmittal_date, "2026-11-18");
}

Test(application, what_is_no_amount_is_told_and_left_out)
{
	struct buf form = BUF_INIT;

	appforms_load(MOTHER, &form);
	appforms_edit(&form, ">400.00<", ">400.005<");
	appforms_edit(&form, ">4350.00<", ">much<");
	read_forms(&form, NULL);
	cr_assert_eq(list.n, 2);
	cr_assert_str_eq(list.item[0]->rule, "R-1001");
	cr_assert_not_null(strstr(list.item[0]->place, "Term"));
	cr_assert_gt(list.item[0]->line, 80);
	cr_assert_null(app->decision->terms[0]->amount);
	cr_assert_null(app->arrears->total);
	cr_assert_eq(app->arrears->principal->minor, 420000);
	buf_free(&form);
}

Test(application, debtor_applies)
{
	struct buf form = BUF_INIT;

	appforms_load(MOTHER, &form);
	appforms_edit(&form, "C-B", "D-A");
	appforms_edit(&form, "<SameAsDefendant>true</SameAsDefendant>",
	    "<SameAsApplicant>true</SameAsApplicant>");
	appforms_edit(&form, "by=\"applicant\"", "by=\"defendant\"");
	read_forms(&form, NULL);
	cr_assert_str_eq(app->capacity, "debtor");
	cr_assert_str_eq(app->debtor_is, "applicant");
	cr_assert_str_eq(app->debtor->given, "Marisa");
	buf_free(&form);
}

Test(application, third_state_documents_say_so)
{
	struct buf form = BUF_INIT;

	appforms_load(MOTHER, &form);
	appforms_edit(&form, "<MemberStateDocuments>", "<ThirdStateDocuments>");
	appforms_edit(
	    &form, "</MemberStateDocuments>", "</ThirdStateDocuments>");
	read_forms(&form, NULL);
	cr_assert_str_eq(app->decision->origin, "ThirdState");
	cr_assert_eq(app->n_documents, 4);
	buf_free(&form);
}

Test(application, iban_loses_its_blanks)
{
	struct buf form = BUF_INIT;

	appforms_load(MOTHER, &form);
	appforms_edit(&form, "PT50000201231234567890154",
	    "pt50 0002 0123 1234 5678 9015 4");
	read_forms(&form, NULL);
	cr_assert_str_eq(
	    res->payment_location->iban, "PT50000201231234567890154");
	buf_free(&form);
}

Test(application, nothing_else_is_read_as_one)
{
	struct why why = WHY_INIT;
	struct buf b = BUF_INIT;
	xmlDoc *doc;

	appforms_load(BRAZIL_H1, &b);
	doc = appforms_parse(&b);
	cr_assert_eq(
	    application_read(doc, NULL, "task", &app, &res, &list, &why),
	    OUT_REJECT);
	cr_assert_str_eq(why.rule, "FORM-KIND");
	cr_assert_null(app);
	xmlFreeDoc(doc);
	buf_free(&b);
}

Test(application, empty_elements_do_no_harm)
{
	struct buf b = BUF_INIT;

	(void)buf_puts(&b,
	    "<E6 xmlns='urn:isupport:2026:form'><Decision>"
	    "<Term/></Decision><Applicant/><Beneficiaries><Represented>"
	    "<Person/></Represented></Beneficiaries><Debtor/>"
	    "<PaymentLocation/><Arrears/><Official/></E6>");
	read_forms(&b, NULL);
	cr_assert_str_eq(app->type, "");
	cr_assert_eq(app->n_beneficiaries, 1);
	done();
	buf_reset(&b);
	(void)buf_puts(&b, "<H3 xmlns='urn:isupport:2026:form'/>");
	read_forms(&b, NULL);
	cr_assert_not_null(app->decision);
	cr_assert(!app->has_contact);
	buf_free(&b);
}
