/* SPDX-License-Identifier: EUPL-1.2 */
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

#include <libxml/parser.h>

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include "base/buf.h"
#include "io/sandbox.h"
#include "io/slurp.h"
#include "io/xmlin.h"
#include "tmpdir.h"

static enum outcome
parse(const void *data, size_t len, xmlDoc **doc, struct why *why)
{
	struct xmlin *x;
	enum outcome out;

	cr_assert_eq(xmlin_open(&x, why), OUT_OK);
	out = xmlin_parse(x, data, len, doc, why);
	xmlin_close(x);
	return out;
}

/* What is refused, and by which rule, on which line; "" is accepted. */
struct row {
	char xml[200];
	char rule[16];
	int line;
};

ParameterizedTestParameters(xmlin, documents)
{
	static struct row rows[] = {
		{ "<a/>", "", 0 },
		{ "\xef\xbb\xbf<?xml version='1.0' encoding='utf-8'?>\n<a>\xc3\xa4</a>",
		    "", 0 },
		{ "<?xml version=\"1.0\" encoding = \"UTF-8\" standalone='yes'?><a/>",
		    "", 0 },
		{ "<!-- a - b --><?p x <a> ?><a b='>' c=\"'/>\">t&amp;&#65;"
		  "<![CDATA[<x]]></a>\n<!---->\n",
		    "", 0 },
		{ "<a><?p?><b/></a>", "", 0 },
		{ "<a><?\xc3\xa4 x?></a>", "", 0 },
		{ "<a><?\xc3\x97 x?></a>", "XML-FORM", 1 },
		{ "<a><?p:q x?></a>", "XML-FORM", 1 },
		{ "<a xmlns=' u x'><b xmlns:b='urn:\xc3\xa4'/></a>", "", 0 },
		{ "<a xmlns=' u x'>\n<p:b/></a>", "XML-FORM", 2 },
		{ "<a>\n&x;\n<b>\n<p:c/></b></a>", "XML-FORM", 2 },
		{ "", "XML-FORM", 1 },
		{ "text", "XML-FORM", 1 },
		{ "<a>\n<b>\n</a>", "XML-FORM", 3 },
		{ "<a></b>", "XML-FORM", 1 },
		{ "<a/><b/>", "XML-FORM", 1 },
		{ "<a/>text", "XML-FORM", 1 },
		{ "<a", "XML-FORM", 1 },
		{ "<", "XML-FORM", 1 },
		{ "<a b='<'/>", "XML-FORM", 1 },
		{ "<a b=c/>", "XML-FORM", 1 },
		{ "<a b='1' b='2'/>", "XML-FORM", 1 },
		{ "<a>&nix;</a>", "XML-FORM", 1 },
		{ "<a>&#0;</a>", "XML-FORM", 1 },
		{ "<a>\n&amp</a>", "XML-FORM", 2 },
		{ "<a b='&lt;&#x41;&gt;&quot;&apos;'>&amp;<![CDATA[&x;]]></a>",
		    "", 0 },
		{ "<a b='&x;'/>", "XML-FORM", 1 },
		{ "<p:a/>", "XML-FORM", 1 },
		{ "<a>\x01</a>", "XML-FORM", 1 },
		{ "<a>\n\xef\xbf\xbe</a>", "XML-ENCODING", 2 },
		{ "<a><!-- a -- b --></a>", "XML-FORM", 1 },
		{ "<a><? <b/> ?></a>", "XML-FORM", 1 },
		{ "<a><?xml version='1.0'?></a>", "XML-FORM", 1 },
		{ "<a><!ENTITY x 'y'></a>", "XML-FORM", 1 },
		{ "<![CDATA[x]]><a/>", "XML-FORM", 1 },
		{ "<a><![CDATA[x]></a>", "XML-FORM", 1 },
		{ "\n<!DOCTYPE a><a/>", "XML-DOCTYPE", 2 },
		{ "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>",
		    "XML-DOCTYPE", 1 },
		{ "<!DOCTYPE a SYSTEM 'http://127.0.0.1/x.dtd'><a/>",
		    "XML-DOCTYPE", 1 },
		{ "<?xml version='1.0' encoding='ISO-8859-1'?><a/>",
		    "XML-ENCODING", 1 },
		{ "<?xml version='1.0' encoding='UTF-16'?><a/>", "XML-ENCODING",
		    1 },
		{ "<?xml version='1.0' encoding='UTF-8' encoding='UTF-7'?><a/>",
		    "XML-ENCODING", 1 },
		{ "<?xml version='1.0' encoding='UTF-8x'?><a/>", "XML-ENCODING",
		    1 },
		{ "<a>\xe4</a>", "XML-ENCODING", 1 },
		{ "<a>\xc0\xbc/a>", "XML-ENCODING", 1 },
		{ "<a>\xed\xa0\x80</a>", "XML-ENCODING", 1 },
		{ "<a>\xf4\x90\x80\x80</a>", "XML-ENCODING", 1 },
		{ "\xff\xfe<", "XML-ENCODING", 1 },
		/* What is still being written may end within a character. */
		{ "<a>\n\xc3", "XML-FORM", 2 },
		{ "<a>\xf0\x90\x80", "XML-FORM", 1 },
		{ "<a>\xf0\x90<", "XML-ENCODING", 1 },
		{ "<a>\x80", "XML-ENCODING", 1 },
		{ "<a>\xff", "XML-ENCODING", 1 },
	};

	return cr_make_param_array(
	    struct row, rows, sizeof(rows) / sizeof(rows[0]));
}

ParameterizedTest(struct row *row, xmlin, documents)
{
	struct why why = WHY_INIT;
	enum outcome out;
	xmlDoc *doc;

	out = parse(row->xml, strlen(row->xml), &doc, &why);
	cr_expect_eq(out, row->rule[0] == '\0' ? OUT_OK : OUT_REJECT, "%s: %s",
	    row->xml, why.text);
	cr_expect_str_eq(why.rule, row->rule, "%s: %s", row->xml, why.text);
	cr_expect_eq(why.line, row->line, "%s: line %d", row->xml, why.line);
	cr_expect_eq(doc == NULL, out != OUT_OK);
	xmlFreeDoc(doc);
}

Test(xmlin, nul_is_no_character)
{
	struct why why = WHY_INIT;
	xmlDoc *doc;

	cr_expect_eq(parse("<a>\0</a>", 8, &doc, &why), OUT_REJECT);
	cr_expect_str_eq(why.rule, "XML-ENCODING");
	cr_expect_eq(parse("<\0a\0/\0>\0", 8, &doc, &why), OUT_REJECT);
	cr_expect_str_eq(why.rule, "XML-ENCODING");
}

/* n times the piece, "%u" in it counting, between head and tail. */
struct bomb {
	char head[160];
	char piece[48];
	char tail[40];
	unsigned int n;
	char rule[16];
};

ParameterizedTestParameters(xmlin, bombs)
{
	static struct bomb bombs[] = {
		{ "<a", " b%u=''", "/>", 64, "" },
		{ "<a", " b%u=''", "/>", 65, "XML-ATTRIBUTES" },
		{ "<a", " b%u=''", "/>", 200000, "XML-ATTRIBUTES" },
		{ "<a", " b%u=''", ">", 200000, "XML-ATTRIBUTES" },
		{ "<a", " b%u", "/>", 200000, "XML-ATTRIBUTES" },
		{ "<a b='", "0123456789%u", "'/>", 2000, "XML-ATTRIBUTES" },
		{ "<a>", "<b c='' d='%u' e=''/>", "</a>", 150000,
		    "XML-ATTRIBUTES" },
		{ "", "<a xmlns:p%u='u'>", "", 65, "XML-DEPTH" },
		{ "<a>", "<b xmlns:p='u%u'/>", "</a>", 1000, "" },
		{ "<a xmlns:a='a' xmlns:b='b'><a", " xmlns:n%u='u'", "/></a>",
		    63, "XML-ATTRIBUTES" },
		{ "", "<a>", "", 1000000, "XML-DEPTH" },
		{ "", "<a b='%u'>", "", 65, "XML-DEPTH" },
		{ "<a>", "<b/>", "</a>", 199999, "" },
		{ "<a>", "<b/>", "</a>", 200000, "XML-ELEMENTS" },
		{ "<a>", "<!---->", "</a>", 200000, "XML-ELEMENTS" },
		{ "<a>", "<?p?>", "</a>", 200000, "XML-ELEMENTS" },
		{ "<a>", "<![CDATA[]]>", "</a>", 200000, "XML-ELEMENTS" },
		{ "<a>", "0123456789", "</a>", 900000, "" },
		{ "<a>", "0123456789", "</a>", 1000000, "XML-SIZE" },
		{ "<a>", "01234567<!-- -->", "</a>", 100000, "" },
		{ "<a>", "0123456789", "</a>", 1700000, "XML-SIZE" },
		{ "<!DOCTYPE a [<!ENTITY x '", "0123456789",
		    "'>]><a>&x;&x;</a>", 40000, "XML-DOCTYPE" },
		{ "<!DOCTYPE a [<!ENTITY a0 'ha'>", "<!ENTITY a '&a;%u'>",
		    "]><a>&a9;</a>", 9, "XML-DOCTYPE" },
		{ "<a>", "&x;", "</a>", 1000000, "XML-FORM" },
		{ "<a>", "&#0;", "</a>", 1000000, "XML-FORM" },
		{ "<a>", "]]>", "</a>", 1000000, "XML-FORM" },
		{ "<a>", "<b c='' c=''/>", "</a>", 190000, "XML-FORM" },
		{ "<a>", "<p:b/>", "</a>", 190000, "XML-FORM" },
		{ "<a>", "<b xmlns='%u'/>", "</a>", 190000, "" },
		{ "<a>", "</", "", 1000000, "XML-FORM" },
		{ "", "<", "", 1000000, "XML-FORM" },
		{ "<a>", "<%u", "", 1000000, "XML-FORM" },
		{ "<?", "a", "?><a/>", 10000000, "XML-SIZE" },
		{ "<a>", "<abcdefghijklmnopqrstuvwxyzabcdefghi%u/>", "</a>",
		    199999, "" },
	};

	return cr_make_param_array(
	    struct bomb, bombs, sizeof(bombs) / sizeof(bombs[0]));
}

static void
add_piece(struct buf *b, const char *piece, unsigned int i)
{
	const char *mark = strstr(piece, "%u");

	if (mark == NULL) {
		(void)buf_puts(b, piece);
		return;
	}
	(void)buf_add(b, piece, (size_t)(mark - piece));
	(void)buf_printf(b, "%u", i);
	(void)buf_puts(b, mark + 2);
}

ParameterizedTest(struct bomb *bomb, xmlin, bombs)
{
	struct why why = WHY_INIT;
	struct buf b = BUF_INIT;
	clock_t began;
	enum outcome out;
	unsigned int i;
	double ms;
	xmlDoc *doc;

	(void)buf_puts(&b, bomb->head);
	for (i = 0; i < bomb->n; i++)
		add_piece(&b, bomb->piece, i);
	(void)buf_puts(&b, bomb->tail);
	cr_assert_eq(buf_ok(&b, &why), OUT_OK);
	began = clock();
	out = parse(b.data, b.len, &doc, &why);
	ms = (double)(clock() - began) * 1000 / CLOCKS_PER_SEC;
	cr_expect_eq(out, bomb->rule[0] == '\0' ? OUT_OK : OUT_REJECT, "%s: %s",
	    bomb->piece, why.text);
	cr_expect_str_eq(why.rule, bomb->rule, "%s: %s", bomb->piece, why.text);
	/* Sanitizers take their own time. */
	if (!sandbox_relaxed())
		cr_expect_lt(ms, 2000, "%s: %g ms", bomb->piece, ms);
	xmlFreeDoc(doc);
	buf_free(&b);
}

Test(xmlin, one_parser_serves_many)
{
	static const char bad[] = "<!DOCTYPE a><a/>", good[] = "<a>x</a>";
	struct why why = WHY_INIT;
	struct xmlin *x;
	xmlDoc *doc;
	char *text;
	int i;

	cr_assert_eq(xmlin_open(&x, &why), OUT_OK);
	for (i = 0; i < 100; i++) {
		cr_expect_eq(
		    xmlin_parse(x, bad, strlen(bad), &doc, &why), OUT_REJECT);
		cr_expect_eq(xmlin_parse(x, "<a>", 3, &doc, &why), OUT_REJECT);
		cr_expect_eq(
		    xmlin_parse(x, "<a></b>", 7, &doc, &why), OUT_REJECT);
		cr_assert_eq(
		    xmlin_parse(x, good, strlen(good), &doc, &why), OUT_OK);
		text = xmlin_text(xmlDocGetRootElement(doc), "");
		cr_expect_str_eq(text, "x");
		free(text);
		xmlFreeDoc(doc);
	}
	xmlin_close(x);
}

Test(xmlin, walking)
{
	static const char xml[] =
	    "<a xmlns='u'><b><c> \n one <!-- x -->two\t"
	    "</c><c d=' v ' xml:d='w'/>t</b><e/><b><c>3</c></b></a>";
	struct why why = WHY_INIT;
	xmlNode *root, *c;
	xmlDoc *doc;
	char path[64], small[12], *s;

	cr_assert_eq(parse(xml, strlen(xml), &doc, &why), OUT_OK);
	root = xmlDocGetRootElement(doc);
	cr_expect_null(xmlin_child(root, "c"));
	cr_expect_null(xmlin_child(NULL, "c"));
	cr_expect_null(xmlin_find(root, "b/d"));
	cr_expect_null(xmlin_find(root, "b/cc"));
	c = xmlin_next(xmlin_find(root, "b/c"));
	cr_assert_not_null(c);
	cr_expect_null(xmlin_next(c));
	cr_expect_str_eq(xmlin_path(c, path, sizeof(path)), "/a/b[1]/c[2]");
	cr_expect_str_eq(xmlin_path(c, small, sizeof(small)), ".../c[2]");
	cr_expect_str_eq(
	    xmlin_path(xmlin_child(root, "e"), path, sizeof(path)), "/a/e");
	cr_expect_str_eq(s = xmlin_text(root, "b/c"), "one two");
	free(s);
	cr_expect_str_eq(s = xmlin_text(root, "b/nix"), "");
	free(s);
	cr_expect_str_eq(s = xmlin_attr(c, "d"), "v");
	free(s);
	cr_expect_str_eq(s = xmlin_attr(c, "nix"), "");
	free(s);
	xmlFreeDoc(doc);
}

/* ---- schemas ---- */

static const char xsd[] =
    "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' "
    "targetNamespace='u:f' xmlns='u:f' elementFormDefault='qualified'>"
    "<xs:include schemaLocation='types.xsd'/>"
    "<xs:element name='F'><xs:complexType><xs:sequence>"
    "<xs:element name='Day' type='xs:date'/>"
    "<xs:element name='Code' type='Code'/>"
    "<xs:element name='Opt' type='xs:string' minOccurs='0'/>"
    "<xs:element name='Last' type='xs:int' maxOccurs='unbounded'/>"
    "</xs:sequence><xs:attribute name='language' use='required'/>"
    "</xs:complexType></xs:element></xs:schema>";
static const char types[] =
    "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' "
    "targetNamespace='u:f' xmlns='u:f'>"
    "<xs:simpleType name='Code'><xs:restriction base='xs:string'>"
    "<xs:enumeration value='A'/><xs:enumeration value='B'/>"
    "</xs:restriction></xs:simpleType></xs:schema>";

struct told {
	char xml[300];
	int n; /* faults */
	int line;
	char place[40]; /* of the first */
	char text[160];
};

ParameterizedTestParameters(xmlin, schema)
{
	static struct told rows[] = {
		{ "<F xmlns='u:f' language='de'><Day>2026-01-02</Day><Code>A</Code>"
		  "<Last>1</Last></F>",
		    0, 0, "", "" },
		{ "<F xmlns='u:f' language='de'>\n<Day>Musterfrau</Day><Code>A</Code>"
		  "<Last>1</Last></F>",
		    1, 2, "/F/Day", "the value is not of its type: xs:date" },
		{ "<F xmlns='u:f' language='de'><Day>2026-01-02</Day>"
		  "<Code>Musterfrau</Code>\n<Last>1</Last><Last>Musterfrau</Last>"
		  "</F>",
		    2, 1, "/F/Code", "the value is not one of those allowed" },
		{ "<F xmlns='u:f' language='de'><Day>2026-01-02</Day>"
		  "<Musterfrau/></F>",
		    1, 1, "/F/*",
		    "this element is not expected here, or one is missing before it: "
		    "( Code )" },
		{ "<F xmlns='u:f' language='de'><Day>2026-01-02</Day><Code>A</Code>"
		  "</F>",
		    1, 1, "/F",
		    "an element is missing at the end: one of ( Opt, Last )" },
		{ "<F xmlns='u:f' language='de'><Day>2026-01-02</Day><Code>A</Code>"
		  "<Last>1</Last><x xmlns='u:(Musterfrau).'/></F>",
		    1, 1, "/F/*",
		    "this element is not expected here, or one is missing before it: "
		    "( Last )" },
		{ "<F xmlns='u:f' language='de' Musterfrau='x'><Day>2026-01-02</Day>"
		  "<Code>A</Code><Last>1</Last></F>",
		    1, 1, "/F", "an attribute is not allowed here" },
		{ "<F xmlns='u:f'><Day>2026-01-02</Day><Code>A</Code><Last>1</Last>"
		  "</F>",
		    1, 1, "/F", "an attribute is missing: language" },
		{ "<Musterfrau/>", 1, 1, "/*",
		    "the schema knows no such element" },
		{ "<F xmlns='u:f' language='de'>Musterfrau<Day>2026-01-02</Day>"
		  "<Code>A</Code><Last>1</Last></F>",
		    1, 1, "/F",
		    "text is not allowed between the elements here" },
	};

	return cr_make_param_array(
	    struct told, rows, sizeof(rows) / sizeof(rows[0]));
}

static void
count_fault(void *ctx, int line, const char *path, const char *text)
{
	int *n = ctx;

	(*n)++;
	cr_expect_gt(line, 0);
	cr_expect_null(strstr(path, "Musterfrau"), "%s", path);
	cr_expect_null(strstr(text, "Musterfrau"), "%s", text);
	cr_expect_neq(text[0], '\0');
}

static struct xmlin_schema *
load(void)
{
	struct why why = WHY_INIT;
	struct xmlin_schema *s;

	tmpdir_write("f.xsd", xsd, strlen(xsd));
	tmpdir_write("types.xsd", types, strlen(types));
	cr_assert_eq(xmlin_schema_load(tmpdir_path("f.xsd"), &s, &why), OUT_OK,
	    "%s", why.text);
	return s;
}

ParameterizedTest(struct told *row, xmlin, schema)
{
	struct why why = WHY_INIT;
	struct xmlin_schema *s;
	xmlDoc *doc;
	int n = 0;

	tmpdir_make();
	/* The parser first: the schema's files are read all the same. */
	cr_assert_eq(parse(row->xml, strlen(row->xml), &doc, &why), OUT_OK);
	s = load();
	cr_expect_eq(xmlin_validate(s, doc, count_fault, &n, &why),
	    row->n == 0 ? OUT_OK : OUT_REJECT);
	cr_expect_eq(n, row->n, "%d faults", n);
	cr_expect_eq(why.line, row->line, "line %d", why.line);
	cr_expect_str_eq(why.place, row->place);
	cr_expect_str_eq(why.text, row->text);
	cr_expect_str_eq(why.rule, row->n == 0 ? "" : "XML-SCHEMA");
	/* The same again: nothing is left of the time before. */
	n = 0;
	cr_expect_eq(xmlin_validate(s, doc, count_fault, &n, &why),
	    row->n == 0 ? OUT_OK : OUT_REJECT);
	cr_expect_eq(n, row->n);
	xmlFreeDoc(doc);
	xmlin_schema_free(s);
	tmpdir_remove();
}

TestSuite(files, .init = tmpdir_make, .fini = tmpdir_remove);

Test(files, faults_are_capped)
{
	struct buf b = BUF_INIT;
	struct why why = WHY_INIT;
	struct xmlin_schema *s = load();
	xmlDoc *doc;
	int i, n = 0;

	(void)buf_puts(&b,
	    "<F xmlns='u:f' language='de'><Day>2026-01-02"
	    "</Day><Code>A</Code>");
	for (i = 0; i < 60; i++)
		(void)buf_puts(&b, "<Last>x</Last>");
	(void)buf_puts(&b, "</F>");
	cr_assert_eq(parse(b.data, b.len, &doc, &why), OUT_OK);
	cr_expect_eq(xmlin_validate(s, doc, count_fault, &n, &why), OUT_REJECT);
	cr_expect_eq(n, 50);
	xmlFreeDoc(doc);
	buf_free(&b);
	xmlin_schema_free(s);
}

Test(files, a_document_cannot_name_its_schema)
{
	static const char own[] =
	    "<xs:schema xmlns:xs='http://www.w3.org/2001"
	    "/XMLSchema' targetNamespace='u:own'><xs:element name='own'/>"
	    "</xs:schema>";
	struct why why = WHY_INIT;
	struct xmlin_schema *s = load();
	struct buf b = BUF_INIT;
	xmlDoc *doc;

	tmpdir_write("own.xsd", own, strlen(own));
	(void)buf_printf(&b,
	    "<own xmlns='u:own' xmlns:i='http://www.w3.org/"
	    "2001/XMLSchema-instance' i:schemaLocation='u:own %s'/>",
	    tmpdir_path("own.xsd"));
	cr_assert_eq(parse(b.data, b.len, &doc, &why), OUT_OK);
	cr_expect_eq(xmlin_validate(s, doc, NULL, NULL, &why), OUT_REJECT);
	xmlFreeDoc(doc);
	buf_free(&b);
	xmlin_schema_free(s);
}

Test(files, a_bad_schema_is_our_fault)
{
	struct why why = WHY_INIT;
	struct xmlin_schema *s;

	cr_expect_eq(
	    xmlin_schema_load(tmpdir_path("none.xsd"), &s, &why), OUT_RETRY);
	cr_expect_null(s);
	tmpdir_write("bad.xsd", "<x/>", 4);
	cr_expect_eq(
	    xmlin_schema_load(tmpdir_path("bad.xsd"), &s, &why), OUT_RETRY);
	cr_expect_neq(why.text[0], '\0');
}

/* ---- files that others wrote ---- */

static struct xmlin *parser;
static int seen, validated;

/* Our answer to a file is libxml2's own, but for DOCTYPE and encoding. */
static int
same_as_plain(
    const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	struct buf b = BUF_INIT;
	struct why why = WHY_INIT;
	xmlDoc *plain, *doc;
	enum outcome out;

	(void)st;
	(void)ftw;
	if (type != FTW_F || strlen(path) < 4 ||
	    strcmp(path + strlen(path) - 4, ".xml") != 0)
		return 0;
	cr_assert_eq(slurp_file(path, XMLIN_MAX, &b, &why), OUT_OK);
	plain = xmlReadMemory((const char *)b.data, (int)b.len, NULL, NULL,
	    XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
	out = xmlin_parse(parser, b.data, b.len, &doc, &why);
	if (plain != NULL && plain->intSubset == NULL &&
	    (plain->encoding == NULL ||
		strcasecmp((const char *)plain->encoding, "UTF-8") == 0))
		cr_expect_eq(out, OUT_OK, "%s: %s", path, why.text);
	else
		cr_expect_eq(out, OUT_REJECT, "%s", path);
	seen++;
	xmlFreeDoc(plain);
	xmlFreeDoc(doc);
	buf_free(&b);
	return 0;
}

static const char *
shared(const char *rel)
{
	static char path[4096];
	const char *root = getenv("SHARED");

	(void)snprintf(path, sizeof(path), "%s/%s",
	    root == NULL ? "../shared" : root, rel);
	if (access(path, R_OK) == -1)
		cr_skip_test("../shared is absent");
	return path;
}

Test(files, of_others_parse_as_they_should)
{
	struct why why = WHY_INIT;

	cr_assert_eq(xmlin_open(&parser, &why), OUT_OK);
	(void)nftw(shared("ecodex"), same_as_plain, 16, FTW_PHYS);
	(void)nftw(shared("sepa/cases"), same_as_plain, 16, FTW_PHYS);
	cr_expect_gt(seen, 80, "%d files", seen);
	xmlin_close(parser);
}

/* The bank's schema of the document's namespace; a valid file passes. */
static int
valid_by_schema(
    const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	struct xmlin_schema *schema;
	struct buf b = BUF_INIT;
	struct why why = WHY_INIT;
	const char *ns;
	char xsd_path[4096];
	xmlDoc *doc;

	(void)st;
	(void)ftw;
	if (type != FTW_F || strlen(path) < 4 ||
	    strcmp(path + strlen(path) - 4, ".xml") != 0)
		return 0;
	cr_assert_eq(slurp_file(path, XMLIN_MAX, &b, &why), OUT_OK);
	cr_assert_eq(xmlin_parse(parser, b.data, b.len, &doc, &why), OUT_OK);
	ns = strstr((const char *)xmlDocGetRootElement(doc)->ns->href, "xsd:");
	cr_assert_not_null(ns, "%s", path);
	(void)snprintf(xsd_path, sizeof(xsd_path), "%.2000s/%.40s.xsd",
	    shared("sepa/xsd"), ns + 4);
	cr_assert_eq(
	    xmlin_schema_load(xsd_path, &schema, &why), OUT_OK, "%s", why.text);
	cr_expect_eq(xmlin_validate(schema, doc, NULL, NULL, &why), OUT_OK,
	    "%s: %s (%s)", path, why.text, why.place);
	validated++;
	xmlin_schema_free(schema);
	xmlFreeDoc(doc);
	buf_free(&b);
	return 0;
}

Test(files, of_others_are_valid_by_their_schemas)
{
	struct why why = WHY_INIT;

	cr_assert_eq(xmlin_open(&parser, &why), OUT_OK);
	(void)nftw(shared("sepa/cases/valid"), valid_by_schema, 16, FTW_PHYS);
	cr_expect_gt(validated, 10, "%d files", validated);
	xmlin_close(parser);
}

Test(xmlin, root_is_seen_without_reading_on)
{
	static const struct {
		const char *text;
		const char *ns; /* NULL: none is seen */
	} rows[] = {
		{ "<a xmlns='u'>&x; <b", "u" },
		{ "\xef\xbb\xbf\n<?xml?><!-- <c> --><p:a\nxmlns:p=\"u\"/>",
		    "u" },
		{ "<a xmlns='&#117;' b='>'/>", "u" },
		{ "<a>", "" },
		{ "<!DOCTYPE a><a xmlns='u'/>", NULL },
		{ "<!-- <a xmlns='u'/>", NULL },
		{ "<a xmlns='u'", NULL },
		{ "<a xmlns=u>", NULL },
		{ "<p:a xmlns='u'>", NULL },
		{ "x<a>", NULL },
		{ "<>", NULL },
		{ "</a>", NULL },
		{ "<", NULL },
		{ "", NULL },
	};
	struct why why = WHY_INIT;
	struct xmlin *x;
	const xmlNode *root;
	const char *ns;
	xmlDoc *doc;
	size_t i;

	cr_assert_eq(xmlin_open(&x, &why), OUT_OK);
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		cr_assert_eq(xmlin_root(x, rows[i].text, strlen(rows[i].text),
				 &doc, &why),
		    OUT_OK);
		cr_expect_eq(
		    doc == NULL, rows[i].ns == NULL, "%s", rows[i].text);
		if (doc == NULL || rows[i].ns == NULL)
			continue;
		root = xmlDocGetRootElement(doc);
		ns = root->ns == NULL ? "" : (const char *)root->ns->href;
		cr_expect_str_eq(ns, rows[i].ns, "%s", rows[i].text);
		cr_expect_null(root->children);
		xmlFreeDoc(doc);
	}
	xmlin_close(x);
}

Test(xmlin, markup_is_told_by_its_first_byte)
{

	cr_expect(xmlin_markup(" \n<a", 4));
	cr_expect(xmlin_markup("\xef\xbb\xbf<", 4));
	cr_expect(xmlin_markup("\xff\xfe<\0", 4));
	cr_expect(xmlin_markup("\xfe\xff\0<", 4));
	cr_expect(xmlin_markup("<\0?\0", 4));
	cr_expect(xmlin_markup("\0<\0?", 4));
	cr_expect_not(xmlin_markup("", 0));
	cr_expect_not(xmlin_markup("a<", 2));
	cr_expect_not(xmlin_markup("\xff\xfe"
				   "a\0",
	    4));
	cr_expect_not(xmlin_markup("  ", 2));
}
