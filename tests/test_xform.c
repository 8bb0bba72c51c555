/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/xform.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <libxml/parser.h>

#include "tmpdir.h"

#define STYLE(body)                                         \
	"<xsl:stylesheet version='1.0'"                     \
	" xmlns:xsl='http://www.w3.org/1999/XSL/Transform'" \
	" xmlns:exsl='http://exslt.org/common'"             \
	" extension-element-prefixes='exsl'>"               \
	"<xsl:output method='html' encoding='UTF-8'/>" body \
	"</xsl:stylesheet>"

#define LABEL "\xee\x80\x80" /* U+E000 */
#define LABEL1 "\xee\x80\x81"
#define OPEN "\xef\xa3\xb0" /* U+F8F0 */
#define CLOSE "\xef\xa3\xb1"
#define ODD "\xef\xbf\xbd" /* U+FFFD */

TestSuite(xform, .init = tmpdir_make, .fini = tmpdir_remove);
TestSuite(labels, .init = tmpdir_make, .fini = tmpdir_remove);

static struct xform *
load(const char *style)
{
	struct why why = WHY_INIT;
	struct xform *xf;

	tmpdir_write("s.xsl", style, strlen(style));
	cr_assert_eq(xform_load(tmpdir_path("s.xsl"), &xf, &why), OUT_OK, "%s",
	    why.text);
	return xf;
}

static enum outcome
apply(const char *style, const char *xml, struct buf *out, struct why *why)
{
	xmlDoc *doc = xmlReadMemory(xml, (int)strlen(xml), NULL, NULL, 0);
	struct xform *xf = load(style);
	enum outcome o;

	cr_assert_not_null(doc);
	o = xform_apply(xf, doc, out, why);
	xmlFreeDoc(doc);
	xform_free(xf);
	return o;
}

Test(xform, result_is_appended)
{
	struct buf out = BUF_INIT;
	struct why why = WHY_INIT;

	(void)buf_puts(&out, "before ");
	cr_assert_eq(
	    apply(STYLE("<xsl:template match='/'><p>"
			"<xsl:value-of select='a'/></p></xsl:template>"),
		"<a>x &lt; \xc3\xa9</a>", &out, &why),
	    OUT_OK);
	cr_expect_str_eq((char *)out.data, "before <p>x &lt; \xc3\xa9</p>\n");
	buf_free(&out);
}

Test(xform, result_is_html)
{
	struct buf out = BUF_INIT;
	struct why why = WHY_INIT;

	cr_assert_eq(
	    apply(STYLE("<xsl:template match='/'><html><head/><body>"
			"<style>a > b { }</style>"
			"<p title='{a/@t}' xml:lang='pt'>"
			"<xsl:value-of select='a'/><br/></p><td/>"
			"</body></html></xsl:template>"),
		"<a t='&quot;&lt;i&gt;&amp;'>&lt;script&gt; &amp; \"</a>", &out,
		&why),
	    OUT_OK);
	cr_expect_str_eq((char *)out.data,
	    "<html><head><meta charset=\"utf-8\"></head><body>"
	    "<style>a > b { }</style>"
	    "<p title=\"&quot;&lt;i&gt;&amp;\" xml:lang=\"pt\">"
	    "&lt;script&gt; &amp; \"<br></p><td></td>"
	    "</body></html>\n");
	buf_free(&out);
}

Test(xform, message_that_terminates_is_the_reason)
{
	struct buf out = BUF_INIT;
	struct why why = WHY_INIT;

	cr_assert_eq(
	    apply(
		STYLE("<xsl:template match='/'>"
		      "<xsl:message terminate='yes'>no such part</xsl:message>"
		      "</xsl:template>"),
		"<a/>", &out, &why),
	    OUT_REJECT);
	cr_expect_str_eq(why.rule, "PAGE-XSLT");
	cr_expect_not_null(strstr(why.text, "no such part"));
	cr_expect_eq(out.len, 0);
}

struct evil {
	char style[400];
};

/* What reaches for a file or an address, or never ends. */
ParameterizedTestParameters(xform, refuses)
{
	static struct evil rows[] = {
		{ "<xsl:template match='/'><xsl:value-of select="
		  "\"document('/etc/passwd')\"/></xsl:template>" },
		{ "<xsl:template match='/'><xsl:value-of select="
		  "\"document('http://127.0.0.1:9/x')\"/></xsl:template>" },
		{ "<xsl:template match='/'><xsl:document "
		  "href='/tmp/isupport-evil'>x</xsl:document>"
		  "</xsl:template>" },
		{ "<xsl:template match='/'><exsl:document "
		  "href='/tmp/isupport-evil'>x</exsl:document>"
		  "</xsl:template>" },
		{ "<xsl:template match='/' name='t'>"
		  "<xsl:call-template name='t'/></xsl:template>" },
		{ "<xsl:variable name='n' select='//b'/>"
		  "<xsl:template match='/'><xsl:for-each select='$n'>"
		  "<xsl:for-each select='$n'><xsl:for-each select='$n'>"
		  "<xsl:value-of select='count($n[. = $n])'/>"
		  "</xsl:for-each></xsl:for-each></xsl:for-each>"
		  "</xsl:template>" },
	};

	return cr_make_param_array(
	    struct evil, rows, sizeof(rows) / sizeof(rows[0]));
}

ParameterizedTest(struct evil *row, xform, refuses)
{
	struct buf xml = BUF_INIT, style = BUF_INIT, out = BUF_INIT;
	struct why why = WHY_INIT;
	enum outcome o;
	int i;

	(void)buf_printf(&style, STYLE("%s"), row->style);
	(void)buf_puts(&xml, "<a>");
	for (i = 0; i < 60; i++)
		(void)buf_printf(&xml, "<b>%d</b>", i);
	(void)buf_puts(&xml, "</a>");
	o = apply((char *)style.data, (char *)xml.data, &out, &why);
	cr_expect(o == OUT_REJECT || out.len < 8, "%d: %.80s", o,
	    out.data == NULL ? "" : (char *)out.data);
	if (o == OUT_REJECT)
		cr_expect_str_eq(why.rule, "PAGE-XSLT");
	cr_expect_eq(access("/tmp/isupport-evil", F_OK), -1);
	buf_free(&style);
	buf_free(&xml);
	buf_free(&out);
}

Test(xform, what_cannot_be_loaded_is_our_fault)
{
	static const char *bad[] = { "", "<a", "<a/>", STYLE("<xsl:template/>"),
		STYLE("<xsl:include href='/etc/passwd'/>"),
		STYLE("<xsl:template match='/'><xsl:value-of select='('/>"
		      "</xsl:template>") };
	struct why why = WHY_INIT;
	struct xform *xf;
	size_t i;

	cr_expect_eq(xform_load("/nonexistent", &xf, &why), OUT_RETRY);
	cr_expect_null(xf);
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		tmpdir_write("s.xsl", bad[i], strlen(bad[i]));
		cr_expect_eq(xform_load(tmpdir_path("s.xsl"), &xf, &why),
		    OUT_RETRY, "%zu", i);
		cr_expect_null(xf);
	}
	xform_free(NULL);
}

Test(xform, scrub_leaves_no_private_use_character)
{
	static const char xml[] =
	    "<a b='x" LABEL "y' c='fine'>" LABEL "<d>" OPEN "country:DE" CLOSE
	    "</d><e/><![CDATA[" LABEL1
	    "]]>&#xE123;<f>\xee\x9f\xbf\xc3\xa9\xe2\x82\xac</f>tail"
	    "\xef\xa4\x80</a>"; /* U+F900 is not private */
	xmlDoc *doc =
	    xmlReadMemory(xml, (int)strlen(xml), NULL, NULL, XML_PARSE_COMPACT);
	struct why why = WHY_INIT;
	xmlChar *text, *attr;

	cr_assert_eq(xform_scrub(doc, &why), OUT_OK);
	text = xmlNodeGetContent(xmlDocGetRootElement(doc));
	attr = xmlGetProp(xmlDocGetRootElement(doc), (const xmlChar *)"b");
	cr_expect_str_eq((char *)text,
	    ODD ODD "country:DE" ODD ODD ODD ODD
		    "\xc3\xa9\xe2\x82\xactail\xef\xa4\x80");
	cr_expect_str_eq((char *)attr, "x" ODD "y");
	xmlFree(text);
	xmlFree(attr);
	xmlFreeDoc(doc);
}

/* ---- labels --------------------------------------------------------- */

static struct labels *
labels_of(const char *table)
{
	struct why why = WHY_INIT;
	struct labels *labels;

	tmpdir_write("xx.tab", table, strlen(table));
	cr_assert_eq(
	    labels_load(tmpdir, "xx", &labels, &why), OUT_OK, "%s", why.text);
	return labels;
}

struct fill {
	char in[80];
	char out[80];
};

ParameterizedTestParameters(labels, fill)
{
	static struct fill rows[] = {
		{ "", "" },
		{ "plain \xc3\xa9\xe2\x82\xac\xef\xa4\x80",
		    "plain \xc3\xa9\xe2\x82\xac\xef\xa4\x80" },
		{ "<b>" LABEL "</b>", "<b>Geburtstag</b>" },
		{ LABEL1 LABEL, "a &lt; b &amp; &quot;c&quot;Geburtstag" },
		{ "\xee\x80\x85", ODD }, /* in no table */
		{ OPEN "country:DE" CLOSE "!", "Deutschland!" },
		{ OPEN "country:XX" CLOSE "!", "XX!" },
		{ OPEN "country:" CLOSE "!", "!" },
		{ OPEN "?country:DE" CLOSE, "Deutschland" },
		{ OPEN "?country:XX" CLOSE "!", "!" },
		{ OPEN "?" CLOSE "!", "!" },
		{ OPEN CLOSE "!", "!" },
		{ OPEN "country", "country" }, /* half a token */
		{ "x" CLOSE "y", "xy" },
		{ "cut \xee\x80", "cut \xee\x80" },
		{ "x." OPEN "self:lang" CLOSE ".html", "x.de.html" },
		{ "%EF%A3%B0country:DE%EF%A3%B1 5%",
		    "%EF%A3%B0country:DE%EF%A3%B1 5%" },
	};

	return cr_make_param_array(
	    struct fill, rows, sizeof(rows) / sizeof(rows[0]));
}

ParameterizedTest(struct fill *row, labels, fill)
{
	struct labels *labels = labels_of(
	    "E000\tGeburtstag\n"
	    "E001\ta < b & \"c\"\ncountry:DE\tDeutschland\nself:lang\tde\n");
	struct buf out = BUF_INIT;
	struct why why = WHY_INIT;

	cr_assert_eq(
	    xform_fill(labels, row->in, strlen(row->in), &out, &why), OUT_OK);
	cr_expect_str_eq(out.data == NULL ? "" : (char *)out.data, row->out);
	buf_free(&out);
	labels_free(labels);
}

Test(labels, many_codes_are_all_found)
{
	struct buf table = BUF_INIT, in = BUF_INIT, want = BUF_INIT,
		   out = BUF_INIT;
	struct why why = WHY_INIT;
	struct labels *labels;
	int i;

	for (i = 0; i < 5000; i++) {
		(void)buf_printf(&table, "k:%d\tt%d\n", i, i * 3);
		(void)buf_printf(&in, OPEN "k:%d" CLOSE, i);
		(void)buf_printf(&want, "t%d", i * 3);
	}
	labels = labels_of((char *)table.data);
	cr_assert_eq(xform_fill(labels, in.data, in.len, &out, &why), OUT_OK);
	cr_expect_str_eq((char *)out.data, (char *)want.data);
	buf_free(&table);
	buf_free(&in);
	buf_free(&want);
	buf_free(&out);
	labels_free(labels);
}

Test(labels, a_later_line_wins)
{
	struct labels *labels = labels_of("language:el\tNeugriechisch\n"
					  "language:el\tGriechisch");
	struct buf out = BUF_INIT;
	struct why why = WHY_INIT;

	cr_assert_eq(
	    xform_fill(labels, OPEN "language:el" CLOSE, 17, &out, &why),
	    OUT_OK);
	cr_expect_str_eq((char *)out.data, "Griechisch");
	buf_free(&out);
	labels_free(labels);
}

Test(labels, a_broken_table_is_our_fault)
{
	static const char *bad[] = { "", "no tab\n", "E000\tx\nzzz\ty\n",
		"F8F0\tx\n", "41\tx\n" };
	struct why why = WHY_INIT;
	struct labels *labels;
	size_t i;

	cr_expect_eq(labels_load(tmpdir, "yy", &labels, &why), OUT_RETRY);
	cr_expect_null(labels);
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		tmpdir_write("yy.tab", bad[i], strlen(bad[i]));
		cr_expect_eq(labels_load(tmpdir, "yy", &labels, &why),
		    OUT_RETRY, "%zu", i);
		cr_expect_null(labels);
	}
	labels_free(NULL);
}
