/* SPDX-License-Identifier: EUPL-1.2 */
#include <criterion/criterion.h>

#include "domain/form/note.h"
#include "formtest.h"

static Rec__Note *
note(void)
{
	Rec__Note *n = record_new(&rec__note__descriptor);

	formtest_set(&n->sender, "DE");
	formtest_set(&n->receiver, "PT");
	formtest_set(&n->kind, "RESEND");
	formtest_set(&n->about_message, "1000003PT");
	formtest_set(&n->about_thread, "PT-DE-2026-000001-PT");
	formtest_set(&n->rule, "XML-FORM");
	formtest_set(&n->text,
	    "The form is not well-formed.\nPlease send it "
	    "again.");
	formtest_set(&n->language, "en");
	formtest_set(&n->receiver_reference, "PT-2026-000001");
	return n;
}

Test(note, read_back_it_is_the_same)
{
	Rec__Note *n = note(), *again;
	struct buf b = BUF_INIT;
	struct why why = WHY_INIT;
	xmlDoc *doc;

	cr_assert_eq(note_write(n, &b, &why), OUT_OK, "%s", why.text);
	doc = formtest_parse(b.data, b.len);
	cr_expect(formtest_valid(doc, "note.xsd"));
	cr_assert_eq(note_read(doc, &again, &why), OUT_OK, "%s", why.text);
	cr_expect(formtest_same(n, again));
	record_free(n);
	record_free(again);
	xmlFreeDoc(doc);
	buf_free(&b);
}

Test(note, nothing_wrong_is_written)
{
	Rec__Note *n = note();
	struct buf b = BUF_INIT;
	struct why why;

	formtest_set(&n->language, "");
	cr_expect_eq(note_write(n, &b, &why), OUT_REJECT);
	cr_expect_str_eq(why.rule, "FORM-MISSING");
	formtest_set(&n->text, "");
	cr_expect_eq(note_write(n, &b, &why), OUT_OK);
	buf_reset(&b);
	formtest_set(&n->kind, "CHAT");
	cr_expect_eq(note_write(n, &b, &why), OUT_REJECT);
	cr_expect_str_eq(why.rule, "FORM-CHOICE");
	formtest_set(&n->kind, "");
	cr_expect_eq(note_write(n, &b, &why), OUT_REJECT);
	cr_expect_str_eq(why.rule, "FORM-MISSING");
	cr_expect_eq(b.len, 0);
	record_free(n);
	buf_free(&b);
}

Test(note, other_documents_are_none)
{
	static const char *const texts[] = {
		"<Note/>",
		"<Note xmlns='urn:isupport:2026:form'><Sender>DE</Sender></Note>"
	};
	static const char *const rules[] = { "FORM-ROOT", "FORM-MISSING" };
	struct why why;
	Rec__Note *n;
	size_t i;

	for (i = 0; i < 2; i++) {
		xmlDoc *doc = formtest_parse(texts[i], strlen(texts[i]));

		cr_expect_eq(note_read(doc, &n, &why), OUT_REJECT);
		cr_expect_str_eq(why.rule, rules[i]);
		cr_expect_null(n);
		xmlFreeDoc(doc);
	}
}
