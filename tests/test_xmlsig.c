/* SPDX-License-Identifier: EUPL-1.2 */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include "io/base64.h"
#include "io/pins.h"
#include "io/xmlsig.h"
#include "signtest.h"

/* What is forged is in forged.sh; here, what is said of what is not. */

static struct xmlsig *xmlsig;
static struct pins *pins;
static struct buf xml;
static struct xmlsig_result result;

static void
setup(void)
{
	struct why why = WHY_INIT;

	tmpdir_make();
	cr_assert_eq(xmlsig_open(&xmlsig, &why), OUT_OK);
	cr_assert_eq(pins_new(&pins, &why), OUT_OK);
}

static void
teardown(void)
{
	xmlsig_result_free(&result);
	xmlsig_close(xmlsig);
	pins_free(pins);
	buf_free(&xml);
	tmpdir_remove();
}

TestSuite(xmlsig, .init = setup, .fini = teardown);

static void
pin(void)
{
	struct why why = WHY_INIT;

	cr_assert_eq(pins_add_folder(pins, tmpdir_path("pins"), &why), OUT_OK,
	    "%s", why.text);
}

static void
check(const char *now)
{
	struct why why = WHY_INIT;

	xmlsig_result_free(&result);
	signtest_load("s.xml", &xml);
	cr_assert_eq(xmlsig_check(xmlsig, xml.data, xml.len, NULL, pins,
			 now == NULL ? SIGNTEST_NOW : now, &result, &why),
	    OUT_OK, "%s", why.text);
}

#define EXPECT(the_state, the_rule)                             \
	do {                                                    \
		cr_expect_eq(result.state, the_state, "%s: %s", \
		    result.why.rule, result.why.text);          \
		cr_expect_str_eq(result.why.rule, the_rule);    \
	} while (0)

static void
sign(int sha, const char *object)
{
	signtest_key("a");
	signtest_sign("a", sha, "<r b=\"2\" a=\"1\"><x>one</x>", "</r>", "",
	    SIGNTEST_ENVELOPED, object);
}

Test(xmlsig, only_what_is_signed_is_handed_back)
{
	static const char signed_bytes[] = "<r a=\"1\" b=\"2\"><x>one</x></r>";

	sign(256, "<ds:Object><x>not this</x></ds:Object>");
	pin();
	check(NULL);
	EXPECT(XMLSIG_VALID, "");
	cr_assert_eq(result.content.len, sizeof(signed_bytes) - 1);
	cr_expect_eq(
	    memcmp(result.content.data, signed_bytes, sizeof(signed_bytes) - 1),
	    0);
	cr_expect(digest_hex_ok(result.signer));
}

Test(xmlsig, nothing_is_handed_back_of_what_is_not_valid)
{
	sign(256, "");
	pin();
	signtest_sh("sed -i s/one/two/ s.xml");
	check(NULL);
	EXPECT(XMLSIG_REFUSED, "XMLSIG-DIGEST");
	cr_expect_eq(result.content.len, 0);
	cr_expect(digest_hex_ok(result.signer));
}

Test(xmlsig, no_signature_is_a_state)
{
	signtest_sh("echo '<r Id=\"x\"/>' >s.xml");
	check(NULL);
	EXPECT(XMLSIG_NONE, "");
}

Test(xmlsig, without_any_pin_nothing_is_proved)
{
	sign(256, "");
	check(NULL);
	EXPECT(XMLSIG_UNVERIFIABLE, "XMLSIG-UNPINNED");
}

Test(xmlsig, another_certificate_does_not_do)
{
	sign(256, "");
	signtest_sh("rm -r pins");
	signtest_key("b");
	pin();
	check(NULL);
	EXPECT(XMLSIG_REFUSED, "XMLSIG-SIGNER");
	cr_expect_str_eq(result.signer, "");
}

Test(xmlsig, sha1_proves_nothing)
{
	sign(1, "");
	pin();
	check(NULL);
	EXPECT(XMLSIG_UNVERIFIABLE, "XMLSIG-SHA1");
	cr_expect_eq(result.content.len, 0);
}

Test(xmlsig, indented_anew_it_is_not_verifiable)
{
	sign(256, "");
	pin();
	signtest_sh("xmllint --format s.xml >i.xml && mv i.xml s.xml");
	check(NULL);
	EXPECT(XMLSIG_UNVERIFIABLE, "XMLSIG-LAYOUT");
	cr_expect_eq(result.content.len, 0);
}

/* Blanks do not excuse a change. */
Test(xmlsig, indented_and_altered_it_is_refused)
{
	sign(256, "");
	pin();
	signtest_sh("xmllint --format s.xml | sed s/one/two/ >i.xml && "
		    "mv i.xml s.xml");
	check(NULL);
	EXPECT(XMLSIG_REFUSED, "XMLSIG-DIGEST");
}

Test(xmlsig, a_certificate_has_its_days)
{
	sign(256, "");
	pin();
	check("2001-01-01T00:00:00Z");
	EXPECT(XMLSIG_REFUSED, "PIN-EXPIRED");
	check("2099-01-01T00:00:00Z");
	EXPECT(XMLSIG_REFUSED, "PIN-EXPIRED");
	check("never");
	EXPECT(XMLSIG_REFUSED, "PIN-EXPIRED");
}

Test(xmlsig, certificates_overlap)
{
	signtest_key("new");
	sign(256, "");
	pin();
	check(NULL);
	EXPECT(XMLSIG_VALID, "");
}

Test(xmlsig, a_revocation_list_takes_back)
{
	sign(256, "");
	signtest_sh("printf '%%s\\n' '[ca]' default_ca=c '[c]' database=db "
		    "default_md=sha256 default_crl_days=30 >conf && : >db && "
		    "openssl ca -config conf -cert pins/a.pem -keyfile a.key "
		    "-revoke pins/a.pem && openssl ca -config conf -cert "
		    "pins/a.pem -keyfile a.key -gencrl -out pins/a.crl");
	pin();
	check(NULL);
	EXPECT(XMLSIG_REFUSED, "PIN-REVOKED");
}

/* What canonical XML would take seconds for is refused before. */
Test(xmlsig, work_has_a_bound)
{
	struct buf before = BUF_INIT;
	int i;

	signtest_key("a");
	(void)buf_printf(&before, "<r");
	for (i = 0; i < 50; i++)
		(void)buf_printf(&before, " xmlns:n%d='urn:%d'", i, i);
	(void)buf_puts(&before, ">");
	for (i = 0; i < 6000; i++)
		(void)buf_puts(&before, "<x/>");
	signtest_sign(
	    "a", 256, (char *)before.data, "</r>", "", SIGNTEST_ENVELOPED, "");
	buf_free(&before);
	pin();
	check(NULL);
	EXPECT(XMLSIG_REFUSED, "XMLSIG-FORM");
}

Test(xmlsig, what_is_no_xml_is_no_result)
{
	struct why why = WHY_INIT;
	char *big = calloc(1, XMLSIG_MAX + 1);

	cr_assert_not_null(big);
	cr_expect_eq(xmlsig_check(xmlsig, "<r", 2, NULL, pins, SIGNTEST_NOW,
			 &result, &why),
	    OUT_REJECT);
	cr_expect_str_eq(why.rule, "XML-FORM");
	cr_expect_eq(xmlsig_check(xmlsig, big, XMLSIG_MAX + 1, NULL, pins,
			 SIGNTEST_NOW, &result, &why),
	    OUT_REJECT);
	cr_expect_str_eq(why.rule, "XML-SIZE");
	free(big);
}

Test(xmlsig, bytes_outside_are_compared)
{
	struct xmlsig_detached d = { "SignedContent.zip", "abc", 3 };
	struct why why = WHY_INIT;

	signtest_key("a");
	tmpdir_write("content", "abc", 3);
	signtest_sign("a", 256, "<r>", "</r>", "SignedContent.zip", "", "");
	pin();
	signtest_load("s.xml", &xml);
	cr_assert_eq(xmlsig_check(xmlsig, xml.data, xml.len, &d, pins,
			 SIGNTEST_NOW, &result, &why),
	    OUT_OK);
	EXPECT(XMLSIG_VALID, "");
	cr_expect_eq(result.content.len, 0);
	d.data = "abd";
	cr_assert_eq(xmlsig_check(xmlsig, xml.data, xml.len, &d, pins,
			 SIGNTEST_NOW, &result, &why),
	    OUT_OK);
	EXPECT(XMLSIG_REFUSED, "XMLSIG-DIGEST");
	/* Where nothing is outside, the reference leads nowhere. */
	check(NULL);
	EXPECT(XMLSIG_REFUSED, "XMLSIG-REFERENCE");
}

/* With SHA-1, too, bytes that differ are altered. */
Test(xmlsig, weak_digests_still_show_a_change)
{
	struct xmlsig_detached d = { "SignedContent.zip", "abc", 3 };
	struct why why = WHY_INIT;

	signtest_key("a");
	tmpdir_write("content", "abc", 3);
	signtest_sign("a", 1, "<r>", "</r>", "SignedContent.zip", "", "");
	pin();
	signtest_load("s.xml", &xml);
	cr_assert_eq(xmlsig_check(xmlsig, xml.data, xml.len, &d, pins,
			 SIGNTEST_NOW, &result, &why),
	    OUT_OK);
	EXPECT(XMLSIG_UNVERIFIABLE, "XMLSIG-SHA1");
	d.len = 2;
	cr_assert_eq(xmlsig_check(xmlsig, xml.data, xml.len, &d, pins,
			 SIGNTEST_NOW, &result, &why),
	    OUT_OK);
	EXPECT(XMLSIG_REFUSED, "XMLSIG-DIGEST");
}

/* ---- pins ---- */

Test(xmlsig, pins_come_in_pem_and_der)
{
	struct buf b = BUF_INIT;
	struct why why = WHY_INIT;

	signtest_key("a");
	signtest_key("b");
	signtest_sh("cat pins/a.pem pins/b.pem >both && rm pins/b.pem && "
		    "openssl x509 -in pins/a.pem -outform DER -out pins/a.der");
	pin();
	cr_expect_eq(pins_count(pins), 1);
	signtest_load("both", &b);
	cr_expect_eq(pins_add(pins, b.data, b.len, &why), OUT_OK);
	cr_expect_eq(pins_count(pins), 2);
	signtest_load("pins/a.der", &b);
	cr_expect_not_null(pins_find(pins, b.data, b.len));
	cr_expect_null(pins_find(pins, b.data, b.len - 1));
	buf_free(&b);
}

Test(xmlsig, what_is_no_certificate_is_no_pin)
{
	struct why why = WHY_INIT;

	cr_expect_eq(pins_add(pins, "x", 1, &why), OUT_REJECT);
	cr_expect_str_eq(why.rule, "PIN-FORM");
	cr_expect_eq(pins_add(pins, "", 0, &why), OUT_REJECT);
	signtest_sh(
	    "mkdir bad none && echo x >bad/x.pem && echo x >none/x.txt");
	cr_expect_eq(
	    pins_add_folder(pins, tmpdir_path("bad"), &why), OUT_REJECT);
	cr_expect_str_eq(why.place, "x.pem");
	cr_expect_eq(pins_add_folder(pins, tmpdir_path("none"), &why), OUT_OK);
	cr_expect_eq(
	    pins_add_folder(pins, tmpdir_path("absent"), &why), OUT_OK);
	cr_expect_eq(pins_count(pins), 0);
}

/* ---- base64 ---- */

struct text {
	char in[32];
	int out;
	char means[16];
};

ParameterizedTestParameters(xmlsig, base64)
{
	static struct text rows[] = {
		{ "", OUT_OK, "" },
		{ "YQ==", OUT_OK, "a" },
		{ "YWI=", OUT_OK, "ab" },
		{ "YWJj", OUT_OK, "abc" },
		{ " Y W\nJ\tj\r\n", OUT_OK, "abc" },
		{ "YWJjZA==", OUT_OK, "abcd" },
		{ "YQ", OUT_REJECT, "" },
		{ "YQ=", OUT_REJECT, "" },
		{ "YQ===", OUT_REJECT, "" },
		{ "YR==", OUT_REJECT, "" },
		{ "YWJ=", OUT_REJECT, "" },
		{ "Y", OUT_REJECT, "" },
		{ "=", OUT_REJECT, "" },
		{ "YQ==YQ==", OUT_REJECT, "" },
		{ "YW-j", OUT_REJECT, "" },
		{ "YW_j", OUT_REJECT, "" },
		{ "\xc3\xa4", OUT_REJECT, "" },
	};

	return cr_make_param_array(
	    struct text, rows, sizeof(rows) / sizeof(rows[0]));
}

ParameterizedTest(struct text *row, xmlsig, base64)
{
	struct buf b = BUF_INIT;
	struct why why = WHY_INIT;

	cr_assert_eq((int)base64_read(row->in, strlen(row->in), &b, &why),
	    row->out, "%s", row->in);
	if (row->out == OUT_OK)
		cr_expect_eq(b.len, strlen(row->means));
	if (row->out == OUT_OK && b.len > 0)
		cr_expect_str_eq((char *)b.data, row->means);
	buf_free(&b);
}
