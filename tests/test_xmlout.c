/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/xmlout.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <jansson.h>
#include <libxml/parser.h>

#include "base/record.pb-c.h"
#include "io/record.h"
#include "value/money.h"

struct text {
	char in[32];
	char xml[64];
	char json[64];
};

ParameterizedTestParameters(xmlout, text)
{
	static struct text rows[] = {
		{ "", "", "\"\"" },
		{ "a<b>&\"'", "a&lt;b&gt;&amp;&quot;'", "\"a<b>&\\\"'\"" },
		{ "\t\n\r", "&#9;&#10;&#13;", "\"\\u0009\\u000a\\u000d\"" },
		{ "\\", "\\", "\"\\\\\"" },
		{ "Jo\xc3\xa3o", "Jo\xc3\xa3o", "\"Jo\xc3\xa3o\"" },
		{ "\x01x\x1f", "\xef\xbf\xbdx\xef\xbf\xbd",
		    "\"\\u0001x\\u001f\"" },
		{ "\x7f", "\x7f", "\"\\u007f\"" },
		{ "\xf0\x9f\x98\x80", "\xf0\x9f\x98\x80",
		    "\"\xf0\x9f\x98\x80\"" },
		/* Overlong '<', a surrogate, above U+10FFFF, cut short. */
		{ "\xc0\xbc", "\xef\xbf\xbd\xef\xbf\xbd",
		    "\"\xef\xbf\xbd\xef\xbf\xbd\"" },
		{ "\xe0\x80\xbc", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd",
		    "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"" },
		{ "\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd",
		    "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"" },
		{ "\xf4\x90\x80\x80x",
		    "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbdx",
		    "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbdx\"" },
		{ "a\xe2\x82", "a\xef\xbf\xbd\xef\xbf\xbd",
		    "\"a\xef\xbf\xbd\xef\xbf\xbd\"" },
		{ "\xe2<", "\xef\xbf\xbd&lt;", "\"\xef\xbf\xbd<\"" },
		/* U+FFFE and U+FFFF are characters of JSON alone. */
		{ "\xef\xbf\xbe", "\xef\xbf\xbd", "\"\xef\xbf\xbe\"" },
		{ "\xef\xbf\xbf", "\xef\xbf\xbd", "\"\xef\xbf\xbf\"" },
	};

	return cr_make_param_array(
	    struct text, rows, sizeof(rows) / sizeof(rows[0]));
}

ParameterizedTest(struct text *row, xmlout, text)
{
	struct buf b = BUF_INIT;

	xmlout_elem(&b, "e a=\"1\"", row->in);
	cr_assert_eq(strncmp((char *)b.data, "<e a=\"1\">", 9), 0);
	cr_assert_eq(strncmp((char *)b.data + 9, row->xml, strlen(row->xml)), 0,
	    "%s", (char *)b.data);
	cr_assert_str_eq((char *)b.data + 9 + strlen(row->xml), "</e>");
	buf_reset(&b);
	xmlout_string(&b, row->in);
	cr_assert_str_eq((char *)b.data, row->json);
	buf_free(&b);
}

Test(xmlout, opt_leaves_out_what_is_empty)
{
	struct buf b = BUF_INIT;

	xmlout_opt(&b, "a", "");
	xmlout_opt(&b, "a", NULL);
	cr_assert_eq(b.len, 0);
	xmlout_opt(&b, "a", "x");
	cr_assert_str_eq((char *)b.data, "<a>x</a>");
	buf_free(&b);
}

struct amount {
	int64_t minor;
	char currency[8];
	char text[32];
};

ParameterizedTestParameters(xmlout, amount)
{
	static struct amount rows[] = {
		{ 123450, "EUR", "text=\"1234.50\"" },
		{ 5, "EUR", "text=\"0.05\"" },
		{ -5, "EUR", "text=\"-0.05\"" },
		{ 0, "EUR", "text=\"0.00\"" },
		{ 1234, "JPY", "text=\"1234\"" },
		{ -1234, "KWD", "text=\"-1.234\"" },
		{ 1234, "Y K", "text=\"12.34\"" },
		{ INT64_MIN, "EUR", "text=\"-92233720368547758.08\"" },
		{ INT64_MAX, "XPF", "text=\"9223372036854775807\"" },
	};

	return cr_make_param_array(
	    struct amount, rows, sizeof(rows) / sizeof(rows[0]));
}

ParameterizedTest(struct amount *row, xmlout, amount)
{
	struct buf b = BUF_INIT;
	Rec__Money m = REC__MONEY__INIT;

	m.minor = row->minor;
	m.currency = row->currency;
	xmlout_record(&b, &m.base);
	cr_assert_not_null(
	    strstr((char *)b.data, row->text), "%s", (char *)b.data);
	buf_free(&b);
}

Test(xmlout, amounts_look_as_money_formats_them)
{
	char code[4] = "AAA", want[64], text[MONEY_TEXT];
	struct buf b = BUF_INIT;
	Rec__Money m = REC__MONEY__INIT;
	int i, known = 0;

	m.minor = -1234567;
	m.currency = code;
	for (i = 0; i < 26 * 26 * 26; i++) {
		code[0] = (char)('A' + i / 676);
		code[1] = (char)('A' + i / 26 % 26);
		code[2] = (char)('A' + i % 26);
		if (money_scale(code) == -1)
			continue;
		known++;
		buf_reset(&b);
		xmlout_record(&b, &m.base);
		(void)snprintf(want, sizeof(want), "<Money text=\"%s\"",
		    money_format(m.minor, code, text));
		cr_expect_eq(strncmp((char *)b.data, want, strlen(want)), 0,
		    "%s: %s", code, (char *)b.data);
	}
	cr_assert_gt(known, 150);
	buf_free(&b);
}

struct plain {
	char in[32];
	char text[64];
};

ParameterizedTestParameters(xmlout, plain_steers_no_terminal)
{
	static struct plain rows[] = {
		{ "Jo\xc3\xa3o \xce\xa9 \xf0\x9f\x98\x80 \\",
		    "Jo\xc3\xa3o \xce\xa9 \xf0\x9f\x98\x80 \\" },
		{ "a\033[2Jb", "a\\u001b[2Jb" },
		{ "a\r\n\tstate: sent\x7f",
		    "a\\u000d\\u000a\\u0009state: sent\\u007f" },
		/* C1's CSI, as a character and as a byte of its own. */
		{ "\xc2\x9b"
		  "2J \x9b"
		  "2J",
		    "\\u009b2J \\x9b2J" },
		{ "\xe2\x80\xae\xe2\x80\xaa\xe2\x81\xa6\xe2\x81\xa9",
		    "\\u202e\\u202a\\u2066\\u2069" },
		{ "\xe2\x80\xa8\xe2\x80\x8f\xd8\x9c\xef\xbb\xbf",
		    "\\u2028\\u200f\\u061c\\ufeff" },
		{ "\xf3\xa0\x81\x81", "\\U000e0041" },
		/* Around them are letters, and a joiner of letters. */
		{ "\xc2\xa0\xe2\x80\xa7\xe2\x80\xaf\xe2\x80\x8d",
		    "\xc2\xa0\xe2\x80\xa7\xe2\x80\xaf\xe2\x80\x8d" },
		{ "a\xe2\x82", "a\\xe2\\x82" },
	};

	return cr_make_param_array(
	    struct plain, rows, sizeof(rows) / sizeof(rows[0]));
}

ParameterizedTest(struct plain *row, xmlout, plain_steers_no_terminal)
{
	Rec__Message m = REC__MESSAGE__INIT;
	struct buf want = BUF_INIT, b = BUF_INIT;

	m.thread = row->in;
	xmlout_plain(&b, &m.base);
	(void)buf_printf(&want, "Message\n  thread: %s\n", row->text);
	cr_assert_str_eq((char *)b.data, (char *)want.data);
	buf_free(&want);
	buf_free(&b);
}

/* One of each kind of field, and amounts that inherit their currency. */
static Rec__Dossier *
sample(void)
{
	Rec__Dossier *d = record_new(&rec__dossier__descriptor);
	Rec__Item *item = record_new(&rec__item__descriptor);
	Rec__Document *doc = record_new(&rec__document__descriptor);
	char **reason;

	d->case_ = record_new(&rec__case__descriptor);
	d->case_->number = UINT64_C(2026000001);
	d->case_->role = REC__CASE__ROLE__REQUESTED;
	d->case_->enforceable = 1;
	(void)record_set(&d->unit, "D\"E");
	*record_add(&d->items, &d->n_items) = item;
	item->amount = record_new(&rec__money__descriptor);
	item->amount->minor = 12345;
	(void)record_set(&item->amount->currency, "EUR");
	item->allocation = record_new(&rec__allocation__descriptor);
	item->allocation->current = -1;
	*record_add(&d->documents, &d->n_documents) = doc;
	(void)record_set_bytes(&doc->bytes, "\x00\xff", 2);
	*record_add(&d->findings, &d->n_findings) =
	    record_new(&rec__finding__descriptor);
	*record_add(&d->messages, &d->n_messages) =
	    record_new(&rec__message__descriptor);
	*record_add(&d->messages[0]->evidences, &d->messages[0]->n_evidences) =
	    record_new(&rec__evidence_mark__descriptor);
	reason = (char **)record_add(&d->messages[0]->evidences[0]->reasons,
	    &d->messages[0]->evidences[0]->n_reasons);
	*reason = strdup("R1");
	reason = (char **)record_add(&d->messages[0]->evidences[0]->reasons,
	    &d->messages[0]->evidences[0]->n_reasons);
	*reason = strdup("");
	return d;
}

Test(xmlout, record_prints_each_kind_of_field)
{
	Rec__Dossier *d = sample();
	struct buf b = BUF_INIT;
	xmlDoc *doc;

	xmlout_record(&b, &d->base);
	cr_assert_str_eq((char *)b.data,
	    "<Dossier><case><number>2026000001</number><role>REQUESTED</role>"
	    "<enforceable>true</enforceable></case>"
	    "<messages><evidences><reasons>R1</reasons><reasons></reasons>"
	    "</evidences></messages>"
	    "<items><amount text=\"123.45\" currency=\"EUR\">"
	    "<minor text=\"123.45\">12345</minor><currency>EUR</currency>"
	    "</amount><allocation><current text=\"-0.01\">-1</current>"
	    "</allocation></items>"
	    "<documents><bytes>00ff</bytes></documents>"
	    "<unit>D&quot;E</unit><findings></findings></Dossier>");
	doc = xmlReadMemory((char *)b.data, (int)b.len, NULL, NULL, 0);
	cr_assert_not_null(doc);
	xmlFreeDoc(doc);
	record_free(d);
	buf_free(&b);
}

Test(xmlout, json_parses_and_is_in_order)
{
	Rec__Dossier *d = sample();
	struct why why = WHY_INIT;
	struct buf b = BUF_INIT;
	json_t *j;

	cr_assert_eq(xmlout_json(&b, &d->base, &why), OUT_OK);
	cr_assert_str_eq((char *)b.data,
	    "{\"case\":{\"number\":2026000001,\"role\":\"REQUESTED\","
	    "\"enforceable\":true},"
	    "\"messages\":[{\"evidences\":[{\"reasons\":[\"R1\",\"\"]}]}],"
	    "\"items\":[{\"amount\":{\"minor\":12345,\"currency\":\"EUR\"},"
	    "\"allocation\":{\"current\":-1}}],"
	    "\"documents\":[{\"bytes\":\"00ff\"}],"
	    "\"unit\":\"D\\\"E\",\"findings\":[{}]}");
	j = json_loadb((char *)b.data, b.len, JSON_REJECT_DUPLICATES, NULL);
	cr_assert_not_null(j);
	json_decref(j);
	record_free(d);
	buf_free(&b);
}

Test(xmlout, enum_without_a_name_is_a_number)
{
	Rec__Case c = REC__CASE__INIT;
	struct buf b = BUF_INIT;

	memcpy(&c.role, &(int){ 77 }, sizeof(int));
	xmlout_record(&b, &c.base);
	cr_assert_str_eq((char *)b.data, "<Case><role>77</role></Case>");
	buf_free(&b);
}
