/* SPDX-License-Identifier: EUPL-1.2 */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include "domain/trust/token.h"
#include "formtest.h"
#include "signtest.h"

/* ---- the published ones ------------------------------------------------ */

struct sample {
	char file[32], provider[24], about[24], sha256[72];
	int technical, legal;
	char signature[16], rule[16];
};

ParameterizedTestParameters(token, published)
{
	static struct sample rows[] = {
		{ "asics1-trustoktoken.xml", "BRZ", "Form_A.pdf",
		    "46eb906fb3bd4087f4e795407fefb67a5ee29d299e706872f8bf07c6"
		    "300ec15c",
		    REC__TOKEN__TECHNICAL__TECHNICAL_SUCCESSFUL,
		    REC__TOKEN__LEGAL__LEGAL_SUCCESSFUL, "valid", "" },
		{ "ValidContainer.xml", "Just Testing Inc.", "Test.pdf", "",
		    REC__TOKEN__TECHNICAL__TECHNICAL_SUCCESSFUL,
		    REC__TOKEN__LEGAL__LEGAL_SUCCESSFUL, "not verifiable",
		    "XMLSIG-SHA1" },
		{ "msg1-Token.xml", "ERV", "mainDocument.pdf",
		    "46eb906fb3bd4087f4e795407fefb67a5ee29d299e706872f8bf07c6"
		    "300ec15c",
		    REC__TOKEN__TECHNICAL__TECHNICAL_FAIL,
		    REC__TOKEN__LEGAL__LEGAL_NOT_SUCCESSFUL, "not verifiable",
		    "XMLSIG-SHA1" },
		{ "msg2-Token.xml", "BRZ", "name",
		    "43cc23fa52b87b4cc1d02b5b114154151d6adddb17c9fddc06b027fa"
		    "99e24008",
		    REC__TOKEN__TECHNICAL__TECHNICAL_SUCCESSFUL,
		    REC__TOKEN__LEGAL__LEGAL_SUCCESSFUL, "not verifiable",
		    "XMLSIG-SHA1" },
		{ "msg3-Token.xml", "BRZ", "name", "",
		    REC__TOKEN__TECHNICAL__TECHNICAL_SUCCESSFUL,
		    REC__TOKEN__LEGAL__LEGAL_SUCCESSFUL, "not verifiable",
		    "XMLSIG-SHA1" },
	};

	return cr_make_param_array(
	    struct sample, rows, sizeof(rows) / sizeof(rows[0]));
}

/* The certificate that stands in a published token, pinned. */
static void
pin_own(struct pins *pins, const struct buf *xml)
{
	struct buf pem = BUF_INIT;
	struct why why = WHY_INIT;
	const char *p, *end;

	p = strstr((char *)xml->data, "X509Certificate>");
	cr_assert_not_null(p);
	p = strchr(p, '>') + 1;
	end = strchr(p, '<');
	(void)buf_printf(&pem, "-----BEGIN CERTIFICATE-----\n");
	for (; p < end; p += strspn(p, " \n\r\t")) {
		size_t n = strcspn(p, " \n\r\t<");

		n = n > 64 ? 64 : n;
		(void)buf_add(&pem, p, n);
		(void)buf_puts(&pem, "\n");
		p += n;
	}
	(void)buf_puts(&pem, "-----END CERTIFICATE-----\n");
	if (pins_add(pins, pem.data, pem.len, &why) != OUT_OK)
		cr_log_warn("its certificate is none");
	buf_free(&pem);
}

ParameterizedTest(struct sample *row, token, published)
{
	char rel[160], path[PATH_MAX], digest[96];
	struct buf b = BUF_INIT;
	struct why why = WHY_INIT;
	struct xmlsig *xmlsig;
	struct xmlin *xmlin;
	struct pins *pins;
	Rec__Token *t;

	(void)snprintf(rel, sizeof(rel), "ecodex/samples/token/%s", row->file);
	if (!formtest_shared(rel, path))
		cr_skip_test("../shared is absent");
	formtest_slurp(path, &b);
	cr_assert_eq(xmlsig_open(&xmlsig, &why), OUT_OK);
	cr_assert_eq(xmlin_open(&xmlin, &why), OUT_OK);
	cr_assert_eq(pins_new(&pins, &why), OUT_OK);
	pin_own(pins, &b);
	cr_assert_eq(token_check(xmlsig, xmlin, b.data, b.len, pins,
			 SIGNTEST_NOW, &t, &why),
	    OUT_OK, "%s: %s", why.rule, why.text);
	cr_expect_str_eq(t->provider, row->provider);
	cr_expect_str_eq(t->file, row->about);
	(void)snprintf(digest, sizeof(digest), "SHA2-256:%s", row->sha256);
	if (row->sha256[0] != '\0')
		cr_expect_str_eq(t->digest, digest);
	cr_expect_eq((int)t->technical, row->technical);
	cr_expect_eq((int)t->legal, row->legal);
	cr_expect_str_eq(t->signature, row->signature);
	cr_expect_str_eq(t->signature_rule, row->rule);
	record_free(t);
	pins_free(pins);
	xmlin_close(xmlin);
	xmlsig_close(xmlsig);
	buf_free(&b);
}

/* ---- reading ----------------------------------------------------------- */

struct reading {
	char method[48], value[96], technical[24], legal[24], rule[16];
};

/* Of no bytes at all: the digest, base64 twice. */
#define EMPTY_256 "NDdERVFwajhIQlNhKy9USW1XKzVKQ2V1UWVSa201Tk1wSldaRzNoU3VGVT0="
#define EMPTY_1 "MmptajdsNXJTdzB5VmIvdmxXQVlrSy9ZQndrPQ=="

ParameterizedTestParameters(token, reading)
{
	static struct reading rows[] = {
		{ "SHA-256", EMPTY_256, "SUCCESSFUL", "SUCCESSFUL", "" },
		{ "http://www.w3.org/2001/04/xmlenc#sha256", EMPTY_256,
		    "SUFFICIENT", "NOT_SUCCESSFUL", "" },
		{ "SHA-1", EMPTY_1, "FAIL", "NOT_SUCCESSFUL", "" },
		{ "SHA-256", EMPTY_256, "Successful", "SUCCESSFUL",
		    "TOKEN-RESULT" },
		{ "SHA-256", EMPTY_256, "SUCCESSFUL", "SUFFICIENT",
		    "TOKEN-RESULT" },
		{ "SHA-256", EMPTY_256, "", "SUCCESSFUL", "TOKEN-RESULT" },
		{ "SHA-256", EMPTY_256, "SUCCESSFUL", "", "TOKEN-RESULT" },
		{ "SHA-512", EMPTY_256, "FAIL", "SUCCESSFUL", "TOKEN-DIGEST" },
		{ "SHA-3", EMPTY_256, "FAIL", "SUCCESSFUL", "TOKEN-DIGEST" },
		{ "", EMPTY_256, "FAIL", "SUCCESSFUL", "TOKEN-DIGEST" },
		/* once is not enough */
		{ "SHA-256", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
		    "FAIL", "SUCCESSFUL", "TOKEN-DIGEST" },
		{ "SHA-256", "", "FAIL", "SUCCESSFUL", "TOKEN-DIGEST" },
		{ "SHA-256", "!", "FAIL", "SUCCESSFUL", "TOKEN-DIGEST" },
	};

	return cr_make_param_array(
	    struct reading, rows, sizeof(rows) / sizeof(rows[0]));
}

ParameterizedTest(struct reading *row, token, reading)
{
	struct buf b = BUF_INIT;
	struct why why = WHY_INIT;
	Rec__Token *t;
	xmlDoc *doc;
	enum outcome out;

	(void)buf_printf(&b,
	    "<TrustOkToken><Document><Filename>a</Filename>"
	    "<DigestMethod Algorithm=\"%s\"/><DigestValue>%s</DigestValue>"
	    "</Document><Validation><TechnicalResult><TrustLevel>%s"
	    "</TrustLevel></TechnicalResult><LegalResult><TrustLevel>%s"
	    "</TrustLevel></LegalResult></Validation></TrustOkToken>",
	    row->method, row->value, row->technical, row->legal);
	doc = formtest_parse(b.data, b.len);
	out = token_read(doc, &t, &why);
	cr_assert_eq(out, row->rule[0] == '\0' ? OUT_OK : OUT_REJECT);
	if (out == OUT_OK) {
		cr_expect_eq(token_is_of(t, "", 0, &why),
		    strcmp(row->method, "SHA-1") == 0 ? OUT_REJECT : OUT_OK);
		cr_expect_eq(token_is_of(t, "x", 1, &why), OUT_REJECT);
	}
	cr_expect_str_eq(why.rule,
	    out != OUT_OK			  ? row->rule :
		strcmp(row->method, "SHA-1") == 0 ? "TOKEN-WEAK" :
						    "TOKEN-DOCUMENT");
	record_free(t);
	xmlFreeDoc(doc);
	buf_free(&b);
}

Test(token, what_is_none_is_refused)
{
	static const char *const docs[] = { "<Token/>", "<TrustOkToken/>",
		"<x><TrustOkToken><Document/></TrustOkToken></x>" };
	struct why why = WHY_INIT;
	Rec__Token *t;
	xmlDoc *doc;
	size_t i;

	for (i = 0; i < 3; i++) {
		doc = formtest_parse(docs[i], strlen(docs[i]));
		cr_expect_eq(token_read(doc, &t, &why), OUT_REJECT);
		cr_expect_str_eq(why.rule, "TOKEN-ROOT");
		cr_expect_null(t);
		xmlFreeDoc(doc);
	}
}

/* ---- what it means ----------------------------------------------------- */

struct fault {
	int policy;
	char signature[16], document[8];
	int technical, legal;
	char rule[20];
};

#define OK_T REC__TOKEN__TECHNICAL__TECHNICAL_SUCCESSFUL
#define OK_L REC__TOKEN__LEGAL__LEGAL_SUCCESSFUL

ParameterizedTestParameters(token, faults)
{
	static struct fault rows[] = {
		{ TOKEN_REQUIRED, "valid", "same", OK_T, OK_L, "" },
		{ TOKEN_REQUIRED, "valid", "", OK_T, OK_L, "TOKEN-UNPROVED" },
		{ TOKEN_REQUIRED, "not verifiable", "same", OK_T, OK_L,
		    "TOKEN-UNPROVED" },
		{ TOKEN_REQUIRED, "none", "same", OK_T, OK_L,
		    "TOKEN-UNPROVED" },
		{ TOKEN_REQUIRED, "valid", "other", OK_T, OK_L,
		    "TOKEN-DOCUMENT" },
		{ TOKEN_REQUIRED, "", "", 0, 0, "TOKEN-MISSING" },
		{ TOKEN_IF_PRESENT, "", "", 0, 0, "" },
		{ TOKEN_IF_PRESENT, "not verifiable", "", OK_T, OK_L, "" },
		{ TOKEN_IF_PRESENT, "none", "", OK_T, OK_L, "" },
		{ TOKEN_IF_PRESENT, "refused", "same", OK_T, OK_L,
		    "TOKEN-SIGNATURE" },
		{ TOKEN_IF_PRESENT, "not verifiable", "other", OK_T, OK_L,
		    "TOKEN-DOCUMENT" },
		{ TOKEN_IF_PRESENT, "valid", "same",
		    REC__TOKEN__TECHNICAL__TECHNICAL_FAIL, OK_L,
		    "TOKEN-RESULT" },
		{ TOKEN_IF_PRESENT, "valid", "same",
		    REC__TOKEN__TECHNICAL__TECHNICAL_SUFFICIENT, OK_L, "" },
		{ TOKEN_IF_PRESENT, "valid", "same", OK_T,
		    REC__TOKEN__LEGAL__LEGAL_NOT_SUCCESSFUL, "TOKEN-RESULT" },
		{ TOKEN_IGNORED, "refused", "other", OK_T, OK_L, "" },
		{ TOKEN_IGNORED, "", "", 0, 0, "" },
	};

	return cr_make_param_array(
	    struct fault, rows, sizeof(rows) / sizeof(rows[0]));
}

ParameterizedTest(struct fault *row, token, faults)
{
	Rec__Token t = REC__TOKEN__INIT;
	const char *rule;

	t.signature = row->signature;
	t.document = row->document;
	t.technical = (Rec__Token__Technical)row->technical;
	t.legal = (Rec__Token__Legal)row->legal;
	rule = token_fault((enum token_policy)row->policy,
	    row->signature[0] == '\0' ? NULL : &t);
	cr_expect_str_eq(rule == NULL ? "" : rule, row->rule);
}

Test(token, policy_is_a_setting_of_the_party)
{
	static const char text[] = "[party.PT]\ntoken = required\n"
				   "[party.FR]\ntoken = ignored\n"
				   "[party.PL]\nname = Poland\n";
	struct why why = WHY_INIT;
	struct config *conf;

	tmpdir_make();
	tmpdir_write("c", text, sizeof(text) - 1);
	cr_assert_eq(config_load(tmpdir_path("c"), &conf, &why), OUT_OK);
	cr_expect_eq(token_policy(conf, "PT"), TOKEN_REQUIRED);
	cr_expect_eq(token_policy(conf, "FR"), TOKEN_IGNORED);
	cr_expect_eq(token_policy(conf, "PL"), TOKEN_IF_PRESENT);
	cr_expect_eq(token_policy(conf, "XX"), TOKEN_IF_PRESENT);
	config_free(conf);
	tmpdir_remove();
}
