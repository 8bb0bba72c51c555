/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/form/form.h"

#include <glob.h>
#include <stdio.h>

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include "appforms.h"
#include "domain/form/codes.h"
#include "io/record.h"

struct root {
	char xml[160];
	int kind;
};

ParameterizedTestParameters(form, is_told_by_its_root)
{
	static struct root rows[] = {
		{ "<E6 xmlns='urn:isupport:2026:form'/>", FORM_E6 },
		{ "<f:H3 xmlns:f='urn:isupport:2026:form'/>", FORM_H3 },
		{ "<H1 xmlns='urn:isupport:2026:form'/>", FORM_H1 },
		{ "<PaymentNotification xmlns='urn:isupport:2026:form'/>",
		    FORM_PN },
		{ "<PaymentConfirmation xmlns='urn:isupport:2026:form'/>",
		    FORM_PC },
		{ "<Note xmlns='urn:isupport:2026:form'/>", FORM_NOTE },
		{ "<E6/>", FORM_UNKNOWN },
		{ "<E6 xmlns='urn:isupport:2027:form'/>", FORM_UNKNOWN },
		{ "<E7 xmlns='urn:isupport:2026:form'/>", FORM_UNKNOWN },
		{ "<StandardBusinessDocumentHeader/>", FORM_HEADER },
		{ "<StandardBusinessDocumentHeader "
		  "xmlns='urn:isupport:2026:form'/>",
		    FORM_UNKNOWN },
		{ "<Document xmlns='urn:iso:std:iso:20022:tech:xsd:"
		  "pain.002.001.10'/>",
		    FORM_PAIN002 },
		{ "<Document xmlns='urn:iso:std:iso:20022:tech:xsd:"
		  "pain.001.001.09'/>",
		    FORM_UNKNOWN },
		{ "<x:SubmissionAcceptanceRejection "
		  "xmlns:x='http://uri.etsi.org/02640/v2#'/>",
		    FORM_EVIDENCE },
	};

	return cr_make_param_array(
	    struct root, rows, sizeof(rows) / sizeof(rows[0]));
}

ParameterizedTest(struct root *row, form, is_told_by_its_root)
{
	struct buf b = BUF_INIT;
	xmlDoc *doc;

	(void)buf_puts(&b, row->xml);
	doc = appforms_parse(&b);
	cr_assert_eq((int)form_kind(doc), row->kind, "%s", row->xml);
	if (row->kind != FORM_UNKNOWN)
		cr_assert_eq(
		    (int)form_of_code(form_code(form_kind(doc))), row->kind);
	xmlFreeDoc(doc);
	buf_free(&b);
}

struct sound {
	char file[64];
	int kind;
};

ParameterizedTestParameters(form, demonstration_is_valid)
{
	static struct sound rows[] = {
		{ MOTHER, FORM_E6 },
		{ BODY, FORM_E6 },
		{ BRAZIL, FORM_H3 },
		{ BRAZIL_H1, FORM_H1 },
	};

	return cr_make_param_array(
	    struct sound, rows, sizeof(rows) / sizeof(rows[0]));
}

static enum outcome
validate(struct buf *b, struct findings *list, struct why *why)
{
	struct forms *forms;
	enum outcome out;
	xmlDoc *doc;

	cr_assert_eq(
	    form_open(appforms_share(), &forms, why), OUT_OK, "%s", why->text);
	doc = appforms_parse(b);
	out = form_validate(forms, form_kind(doc), doc, "block", list, why);
	xmlFreeDoc(doc);
	form_close(forms);
	return out;
}

ParameterizedTest(struct sound *row, form, demonstration_is_valid)
{
	struct findings list = { NULL, 0 };
	struct why why = WHY_INIT;
	struct buf b = BUF_INIT;

	appforms_load(row->file, &b);
	cr_assert_eq(validate(&b, &list, &why), OUT_OK, "%s: %s (%s)",
	    row->file, why.text, why.place);
	cr_assert_eq(list.n, 0);
	buf_free(&b);
}

struct broken {
	char file[64];
	char from[64];
	char to[160];
};

ParameterizedTestParameters(form, schema_refuses)
{
	static struct broken rows[] = {
		{ MOTHER, "language=\"de\"", "" },
		{ MOTHER, "language=\"de\"", "language=\"DE\"" },
		{ MOTHER, "C-B", "C-X" },
		{ MOTHER, ">400.00<", ">400,00<" },
		{ MOTHER, ">400.00<", ">-400.00<" },
		{ MOTHER, ">400.00<", ">4e2<" },
		{ MOTHER, " currency=\"EUR\"", "" },
		{ MOTHER, ">2021-06-15<", ">15.06.2021<" },
		{ MOTHER, ">2021-06-15<", ">2021-06-31<" },
		{ MOTHER, ">2021-06-15<", ">2021-06-15Z<" },
		{ MOTHER, "<Responsible>", "<Extra/><Responsible>" },
		{ MOTHER, "<Enforcement>true", "<Enforcement>yes" },
		{ MOTHER, "<Type>DECISION", "<Type>JUDGMENT" },
		{ MOTHER, "<IBAN>*", "" },
		{ MOTHER, "code=\"DE\"", "code=\"de\"" },
		{ MOTHER, "<TotalDocuments>4", "<TotalDocuments>four" },
		{ MOTHER, "<E6 ", "<E6 onload=\"x\" " },
		{ BRAZIL, "20-1-c", "20-1-g" },
		{ BRAZIL, "<NonDisclosure>*", "" },
		{ BRAZIL, "did-not", "unknown" },
		{ BRAZIL, "</Restricted>", "</Restricted><Documents/>" },
		{ BRAZIL_H1, "<Ticked>DECISION", "<Ticked>EXTRACT" },
		{ BRAZIL_H1, "<RequestedCA code=\"DE\">*", "" },
	};

	return cr_make_param_array(
	    struct broken, rows, sizeof(rows) / sizeof(rows[0]));
}

ParameterizedTest(struct broken *row, form, schema_refuses)
{
	struct findings list = { NULL, 0 };
	struct why why = WHY_INIT;
	struct buf b = BUF_INIT;

	appforms_load(row->file, &b);
	appforms_edit(&b, row->from, row->to);
	cr_assert_eq(validate(&b, &list, &why), OUT_REJECT, "%s: %s", row->from,
	    row->to);
	cr_assert_str_eq(why.rule, "XML-SCHEMA");
	cr_assert_gt(list.n, 0);
	cr_assert_str_eq(list.item[0]->rule, "XML-SCHEMA");
	cr_assert_str_eq(list.item[0]->severity, "block");
	cr_assert_gt(list.item[0]->line, 0);
	cr_assert(row->to[0] == '\0' ||
		strstr(list.item[0]->text, "15.06.2021") == NULL,
	    "a byte of the input in the reason");
	findings_free(&list);
	buf_free(&b);
}

struct cut {
	char file[64];
	char gone[64];
};

ParameterizedTestParameters(form, cut_form_has_no_restricted_text)
{
	static struct cut rows[] = {
		{ MOTHER, "PT50000201231234567890154" },
		{ MOTHER, "Moinho Velho" },
		{ MOTHER, "+351 919 000 123" },
		{ MOTHER, "marisa.tordesal@" },
		{ MOTHER, "9999-111" },
		{ MOTHER, "PaymentLocation" },
		{ BODY, "PT50002700000001234567833" },
		{ BODY, "Fonte Fria" },
		{ BODY, "+351 210 111" },
		{ BRAZIL, "BR1800360305000010009795493C1" },
		{ BRAZIL, "Jabuticabeiras" },
		{ BRAZIL, "95550 0123" },
		{ BRAZIL, "joana.pirapora@" },
		{ BRAZIL, "Banco Modelo" },
		{ BRAZIL, "<Restricted" },
	};

	return cr_make_param_array(
	    struct cut, rows, sizeof(rows) / sizeof(rows[0]));
}

static void
cut(const struct buf *b, struct buf *out)
{
	struct why why = WHY_INIT;
	xmlDoc *doc = appforms_parse(b);

	cr_assert_eq(form_cut(doc, out, &why), OUT_OK);
	xmlFreeDoc(doc);
}

ParameterizedTest(struct cut *row, form, cut_form_has_no_restricted_text)
{
	struct findings list = { NULL, 0 };
	struct why why = WHY_INIT;
	struct buf b = BUF_INIT, out = BUF_INIT;

	appforms_load(row->file, &b);
	cr_assert_not_null(strstr((char *)b.data, row->gone));
	cut(&b, &out);
	cr_assert_null(strstr((char *)out.data, row->gone));
	/* What is left is still a form, with what must stay. */
	cr_assert_eq(validate(&out, &list, &why), OUT_OK, "%s", why.text);
	cr_assert_not_null(strstr((char *)out.data, "<FamilyNames>"));
	buf_free(&b);
	buf_free(&out);
}

Test(form, cut_finds_what_is_hidden_where_the_schema_has_it_not)
{
	struct buf b = BUF_INIT, out = BUF_INIT;

	appforms_load(BRAZIL, &b);
	appforms_edit(&b, "<Capacity>",
	    "<!--SECRET--><?x SECRET?><a><Email>SECRET</Email></a>"
	    "<Capacity>");
	appforms_edit(&b, "<Documents>",
	    "<x><Restricted>SECRET</Restricted>"
	    "<PaymentLocation>SECRET</PaymentLocation></x>"
	    "<Restricted>SECRET</Restricted><Documents>");
	cut(&b, &out);
	cr_assert_null(strstr((char *)out.data, "SECRET"));
	cr_assert_not_null(strstr((char *)out.data, "<Documents>"));
	buf_free(&b);
	buf_free(&out);
}

Test(form, debtor_keeps_the_address)
{
	struct buf b = BUF_INIT, out = BUF_INIT;

	appforms_load(MOTHER, &b);
	cut(&b, &out);
	cr_assert_not_null(strstr((char *)out.data, "Am Probierstein"));
	cr_assert_not_null(strstr((char *)out.data, "ac.example.pt"));
	buf_free(&b);
	buf_free(&out);
}

Test(form, missing_schemas_are_our_fault)
{
	struct why why = WHY_INIT;
	struct forms *forms;

	cr_assert_eq(form_open("/nowhere", &forms, &why), OUT_RETRY);
	cr_assert_null(forms);
	form_close(NULL);
}

/* ---- codes ---- */

/* How many codes the document has that there are not; the first. */
static size_t
wrong_codes(const char *xml, struct findings *list)
{
	struct why why = WHY_INIT;
	struct buf b = BUF_INIT;
	xmlDoc *doc;

	(void)buf_puts(&b, xml);
	doc = appforms_parse(&b);
	cr_assert_eq(codes_check(doc, "warn", "no such code", list, &why),
	    OUT_OK, "%s", why.text);
	xmlFreeDoc(doc);
	buf_free(&b);
	return list->n;
}

struct code {
	char xml[112];
	char place[32]; /* "": it is one */
	char value[8];
};

ParameterizedTestParameters(form, codes_exist)
{
	static struct code rows[] = {
		{ "<a><Country>PT</Country></a>", "", "" },
		{ "<a><Country/></a>", "", "" },
		{ "<a><Country>XX</Country></a>", "/a/Country", "XX" },
		{ "<a><b/><b>\n<BankCountry>UK</BankCountry></b></a>",
		    "/a/b[2]/BankCountry", "UK" },
		{ "<a><b code='CA-BC'/></a>", "", "" },
		{ "<a><b code='XX-BC'/></a>", "/a/b", "XX-BC" },
		{ "<a><Sender>D</Sender></a>", "/a/Sender", "D" },
		{ "<a language='de'/>", "", "" },
		{ "<a language='zz'/>", "/a", "zz" },
		{ "<a><b xml:lang='zz'>x</b></a>", "/a/b", "zz" },
		{ "<a><Language>PT</Language></a>", "/a/Language", "PT" },
	};

	return cr_make_param_array(
	    struct code, rows, sizeof(rows) / sizeof(rows[0]));
}

ParameterizedTest(struct code *row, form, codes_exist)
{
	struct findings list = { NULL, 0 };

	cr_assert_eq(wrong_codes(row->xml, &list),
	    row->place[0] == '\0' ? 0 : 1, "%s", row->xml);
	if (list.n == 0)
		return;
	cr_assert_str_eq(list.item[0]->rule, "FORM-CODE");
	cr_assert_str_eq(list.item[0]->severity, "warn");
	cr_assert_str_eq(list.item[0]->place, row->place);
	cr_assert_str_eq(list.item[0]->value, row->value);
	cr_assert_gt(list.item[0]->line, 0);
	findings_free(&list);
}

/* What a schema says of an element or attribute, of the type of a code. */
static void
is_looked_at(const xmlNode *node, const char *type)
{
	struct findings list = { NULL, 0 };
	char *name = xmlin_attr(node, "name"), xml[128];

	if (strcmp((const char *)node->name, "attribute") == 0)
		(void)snprintf(xml, sizeof(xml), "<a %s='%s'/>", name, type);
	else
		(void)snprintf(
		    xml, sizeof(xml), "<%s>%s</%s>", name, type, name);
	cr_expect_eq(wrong_codes(xml, &list), 1, "%s is not looked at", name);
	findings_free(&list);
	free(name);
}

static size_t
look_for_types(const xmlNode *parent)
{
	const xmlNode *node;
	size_t n = 0;
	char *type;

	for (node = parent->children; node != NULL; node = node->next) {
		if (node->type != XML_ELEMENT_NODE)
			continue;
		type = xmlin_attr(node, "type");
		if (strcmp(type, "Country") == 0 ||
		    strcmp(type, "PartyId") == 0 ||
		    strcmp(type, "Language") == 0) {
			is_looked_at(node, type);
			n++;
		}
		free(type);
		n += look_for_types(node);
	}
	return n;
}

Test(form, each_code_of_the_schemas_is_looked_at)
{
	struct buf b = BUF_INIT;
	size_t i, n = 0;
	xmlDoc *doc;
	glob_t g;

	cr_assert_eq(glob("lib/schema/*.xsd", 0, NULL, &g), 0);
	for (i = 0; i < g.gl_pathc; i++) {
		buf_free(&b);
		appforms_load(g.gl_pathv[i], &b);
		doc = appforms_parse(&b);
		n += look_for_types((const xmlNode *)doc);
		xmlFreeDoc(doc);
	}
	globfree(&g);
	buf_free(&b);
	cr_assert_gt(n, 15);
}
