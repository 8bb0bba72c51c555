/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/page/page.h"

#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <libxml/HTMLparser.h>

#include "base/record.pb-c.h"
#include "io/record.h"
#include "io/slurp.h"
#include "io/xmlout.h"

/* Tests run from the root of the tree, and find the share that was built. */
#define DEMO "scripts/demo-data/"
#define DATA "tests/data/pages/"

static char *
copy(const char *s)
{
	return strdup(s);
}

struct name {
	char id[64];
	char role[16];
	char name[PAGE_NAME];
};

ParameterizedTestParameters(page, name_tells_nothing_and_is_a_file_name)
{
	static struct name rows[] = {
		{ "1000001PT", "cut", "DE-1-1000001PT-form" },
		{ "a.b_c-D9", "transmittal", "DE-1-a.b_c-D9-transmittal" },
		{ "1000001PT", "header", "DE-1-1000001PT-header" },
		{ "a/b", "cut", "DE-1-+12-form" },
		{ "../x", "transmittal", "DE-1-+12-transmittal" },
		{ "Maria Silva", "form", "DE-1-+12-form" },
		{ "J\xc3\xa3o", "form", "DE-1-+12-form" },
		{ "a\xe2\x80\xae", "form", "DE-1-+12-form" },
		{ "a\n", "form", "DE-1-+12-form" },
		{ ".part", "form", "DE-1-+12-form" },
		{ "+12", "form", "DE-1-+12-form" },
		{ "", "form", "DE-1-+12-form" },
		{ "1234567890123456789012345678901234567890", "form",
		    "DE-1-1234567890123456789012345678901234567890-form" },
		{ "12345678901234567890123456789012345678901", "form",
		    "DE-1-+12-form" },
	};

	return cr_make_param_array(
	    struct name, rows, sizeof(rows) / sizeof(rows[0]));
}

ParameterizedTest(struct name *row, page, name_tells_nothing_and_is_a_file_name)
{
	Rec__Message m = REC__MESSAGE__INIT;
	Rec__Document d = REC__DOCUMENT__INIT;
	char name[PAGE_NAME];

	m.number = 12;
	m.msg_id = row->id;
	d.role = row->role;
	cr_assert_str_eq(page_form_name("DE-1", &m, &d, name), row->name);
}

/* A worker lasts as long as its process, and so does this. */
static void *
open_worker(void)
{
	static void *ctx;
	struct why why = WHY_INIT;

	if (ctx == NULL)
		cr_assert_eq(
		    page_worker.open(NULL, &ctx, &why), OUT_OK, "%s", why.text);
	return ctx;
}

static enum outcome
serve(void *ctx, const char *style, const char *languages,
    const struct buf *xml, ProtobufCMessage **pages, struct why *why)
{
	struct buf job = BUF_INIT, answer = BUF_INIT;
	enum outcome out;

	cr_assert_eq(
	    page_request(style, languages, xml->data, xml->len, &job, why),
	    OUT_OK);
	out = page_worker.serve(ctx, job.data, job.len, &answer, why);
	if (out == OUT_OK)
		cr_assert_eq(record_unpack(&rec__pages__descriptor, answer.data,
				 answer.len, pages, why),
		    OUT_OK);
	buf_free(&job);
	buf_free(&answer);
	return out;
}

/* The page in one language, which the caller frees. */
static char *
page(const char *style, const char *language, const struct buf *xml)
{
	struct why why = WHY_INIT;
	ProtobufCMessage *message;
	Rec__Pages *pages;
	char *html;

	cr_assert_eq(serve(open_worker(), style, language, xml, &message, &why),
	    OUT_OK, "%s: %s", why.rule, why.text);
	pages = RECORD_OF(Rec__Pages, message);
	cr_assert_eq(pages->n_pages, 1);
	html = strndup(
	    (char *)pages->pages[0]->html.data, pages->pages[0]->html.len);
	record_free(message);
	return html;
}

static char *
page_of(const char *style, const char *language, const char *xml)
{
	struct buf b = BUF_INIT;
	char *html;

	(void)buf_puts(&b, xml);
	html = page(style, language, &b);
	buf_free(&b);
	return html;
}

static void
slurp(const char *path, struct buf *xml)
{
	struct why why = WHY_INIT;

	cr_assert_eq(slurp_file(path, (size_t)1 << 20, xml, &why), OUT_OK, "%s",
	    why.text);
}

/* ---- every page in every language ----------------------------------- */

struct form {
	char style[12]; /* "" : by the root */
	char file[48];
	char words[4][48]; /* in en, de, pt, fr */
};

ParameterizedTestParameters(page, is_made_in_each_language)
{
	static struct form rows[] = {
		{ "e6", DEMO "mother/form.xml",
		    { "Annex VI", "Ersuchende Zentrale",
			"Autoridade Central requerente",
			"centrale requ\xc3\xa9rante" } },
		{ "", DEMO "body/form.xml",
		    { "Public body", "ffentliche Aufgaben", "Organismo p",
			"Organisme public" } },
		{ "h1", DEMO "brazil/transmittal.xml",
		    { "Transmittal form", "bermittlungsformblatt", "transmiss",
			"formulaire de transmission" } },
		{ "h3", DEMO "brazil/form.xml",
		    { "see Restricted", "siehe Seite",
			"informa\xc3\xa7\xc3\xb5"
			"es restritas",
			"renseignements confidentiels" } },
		{ "restricted", DEMO "brazil/form.xml",
		    { "Rua das Jabuti", "Vertrauliche Angaben", "Brasil",
			"Br\xc3\xa9sil" } },
		{ "restricted", DEMO "mother/form.xml",
		    { "IBAN", "Vertrauliche Angaben", "restritas",
			"Renseignements" } },
		{ "e8", DATA "e8.xml",
		    { "thirty days", "drei\xc3\x9fig Tagen", "trinta dias",
			"trente jours" } },
		{ "h2", DATA "h2.xml",
		    { "under consideration", "werden gepr",
			"est\xc3\xa1 completo", "complet" } },
		{ "pn", DATA "pn.xml",
		    { "voluntary payment", "Konto", "volunt", "volontaire" } },
		{ "pc", DATA "pc.xml",
		    { "bank fee", "Bankentgelt", "comiss",
			"frais bancaires" } },
		{ "note", DATA "note.xml",
		    { "Reminder", "Erinnerung", "Lembrete", "Rappel" } },
		{ "worklist", DATA "worklist.xml",
		    { "Overdue", "berf\xc3\xa4llig", "Fora de prazo",
			"En retard" } },
	};

	return cr_make_param_array(
	    struct form, rows, sizeof(rows) / sizeof(rows[0]));
}

/* No label or token is left, and none is unknown. */
static void
no_gap(const char *html)
{
	const unsigned char *p;

	for (p = (const unsigned char *)html; *p != '\0'; p++)
		cr_expect_not(p[0] == 0xee || (p[0] == 0xef && p[1] <= 0xa3),
		    "private-use: %.60s", (const char *)p);
	cr_expect_null(strstr(html, "\xef\xbf\xbd"));
}

/* What does not depend on the network, scripts or other files. */
static void
self_contained(const char *html)
{
	cr_expect_null(strstr(html, "<script"));
	cr_expect_null(strstr(html, "<link"));
	cr_expect_null(strstr(html, "<img"));
	cr_expect_null(strstr(html, "src="));
	cr_expect_null(strstr(html, "url("));
	cr_expect_null(strstr(html, "@import"));
}

ParameterizedTest(struct form *row, page, is_made_in_each_language)
{
	static const char *const codes[] = { "en", "de", "pt", "fr" };
	struct buf xml = BUF_INIT;
	struct why why = WHY_INIT;
	ProtobufCMessage *message;
	Rec__Pages *pages;
	char *html, lang[32];
	size_t i;

	slurp(row->file, &xml);
	cr_assert_eq(serve(open_worker(), row->style, "", &xml, &message, &why),
	    OUT_OK, "%s: %s", why.rule, why.text);
	pages = RECORD_OF(Rec__Pages, message);
	cr_assert_eq(pages->n_pages, 4);
	for (i = 0; i < 4; i++) {
		html = strndup((char *)pages->pages[i]->html.data,
		    pages->pages[i]->html.len);
		cr_expect_str_eq(pages->pages[i]->language, codes[i]);
		(void)snprintf(
		    lang, sizeof(lang), "<html lang=\"%s\">", codes[i]);
		cr_expect_eq(strncmp(html, "<!DOCTYPE html>\n", 16), 0);
		cr_expect_not_null(strstr(html, lang));
		cr_expect_not_null(strstr(html, row->words[i]), "%s: no %s",
		    codes[i], row->words[i]);
		no_gap(html);
		self_contained(html);
		free(html);
	}
	record_free(message);
	buf_free(&xml);
}

Test(page, languages_come_in_the_order_asked_for)
{
	struct buf xml = BUF_INIT;
	struct why why = WHY_INIT;
	ProtobufCMessage *message;
	Rec__Pages *pages;

	slurp(DATA "note.xml", &xml);
	cr_assert_eq(
	    serve(open_worker(), "note", "fr,de", &xml, &message, &why),
	    OUT_OK);
	pages = RECORD_OF(Rec__Pages, message);
	cr_assert_eq(pages->n_pages, 2);
	cr_expect_str_eq(pages->pages[0]->language, "fr");
	cr_expect_str_eq(pages->pages[1]->language, "de");
	record_free(message);
	buf_free(&xml);
}

Test(page, published_header_is_printed)
{
	const char *shared = getenv("SHARED");
	struct buf xml = BUF_INIT;
	struct why why = WHY_INIT;
	char path[512], *html;

	(void)snprintf(path, sizeof(path),
	    "%s/ecodex/samples/isupport-header/header.xml",
	    shared == NULL ? "../shared" : shared);
	if (slurp_file(path, 65536, &xml, &why) != OUT_OK)
		cr_skip_test("../shared is absent");
	html = page("", "en", &xml);
	cr_expect_not_null(strstr(html, "1000717PQ"));
	cr_expect_not_null(strstr(html,
	    "85\xe2\x80\xaf"
	    "905"));
	free(html);
	buf_free(&xml);
}

/* ---- what must not be printed --------------------------------------- */

static const char *const secrets[] = {
	"Jabuticabeiras",
	"99999-000",
	"95550",
	"joana.pirapora@",
	"Banco Modelo",
};

Test(page, restricted_items_stand_on_the_restricted_page_alone)
{
	struct buf xml = BUF_INIT;
	char *open, *closed;
	size_t i;

	slurp(DEMO "brazil/form.xml", &xml);
	open = page("restricted", "de", &xml);
	closed = page("h3", "de", &xml);
	for (i = 0; i < sizeof(secrets) / sizeof(secrets[0]); i++) {
		cr_expect_not_null(strstr(open, secrets[i]), "%s", secrets[i]);
		cr_expect_null(strstr(closed, secrets[i]), "%s", secrets[i]);
	}
	free(open);
	free(closed);
	buf_free(&xml);
}

Test(page, without_a_determination_the_form_prints_them)
{
	static const char on[] = "<NonDisclosure>true<";
	struct buf xml = BUF_INIT, open = BUF_INIT;
	char *at, *html;

	slurp(DEMO "brazil/form.xml", &xml);
	at = strstr((char *)xml.data, on);
	cr_assert_not_null(at);
	(void)buf_add(&open, xml.data, (size_t)(at - (char *)xml.data));
	(void)buf_puts(&open, "<NonDisclosure>false<");
	(void)buf_puts(&open, at + sizeof(on) - 1);
	html = page("h3", "en", &open);
	cr_expect_not_null(strstr(html, "Jabuticabeiras"));
	cr_expect_null(strstr(html, "see Restricted"));
	free(html);
	buf_free(&xml);
	buf_free(&open);
}

Test(page, values_cannot_inject_markup_or_labels)
{
	char *html = page_of("note", "en",
	    "<Note xmlns='urn:isupport:2026:form'><Sender>DE</Sender>"
	    "<Receiver>PT</Receiver><Kind>RESEND</Kind>"
	    "<AboutMessage>&lt;script>alert(1)&lt;/script>&amp;amp;"
	    "\xee\x80\x80\xef\xa3\xb0"
	    "country:DE\xef\xa3\xb1"
	    "&#xE001;</AboutMessage>"
	    "<Text xml:lang='&quot;>&lt;b&gt;&#xE002;'>x</Text></Note>");

	cr_expect_null(strstr(html, "<script"));
	cr_expect_not_null(strstr(html, "&lt;script&gt;alert(1)"));
	cr_expect_not_null(strstr(html,
	    "&amp;amp;\xef\xbf\xbd\xef\xbf\xbd"
	    "country:DE\xef\xbf\xbd\xef\xbf\xbd"));
	cr_expect_null(strstr(html, "Germany"));
	cr_expect_null(strstr(html, "\"><b>"));
	free(html);
}

/* ---- refusals -------------------------------------------------------- */

struct refusal {
	char style[12];
	char languages[12];
	char xml[64];
	char rule[20];
};

ParameterizedTestParameters(page, refuses)
{
	static struct refusal rows[] = {
		{ "nosuch", "en", "<Worklist/>", "PAGE-KIND" },
		{ "", "en", "<nosuch/>", "PAGE-KIND" },
		{ "../e6", "en", "<E6/>", "PAGE-KIND" },
		{ "worklist", "xx", "<Worklist/>", "PAGE-LANGUAGE" },
		{ "worklist", "en,d", "<Worklist/>", "PAGE-LANGUAGE" },
		{ "worklist", "en", "<Worklist>", "XML-FORM" },
		{ "worklist", "en", "<!DOCTYPE a><a/>", "XML-DOCTYPE" },
		{ "worklist", "en", "", "XML-FORM" },
	};

	return cr_make_param_array(
	    struct refusal, rows, sizeof(rows) / sizeof(rows[0]));
}

ParameterizedTest(struct refusal *row, page, refuses)
{
	struct buf xml = BUF_INIT;
	struct why why = WHY_INIT;
	ProtobufCMessage *message = NULL;

	(void)buf_puts(&xml, row->xml);
	cr_expect_eq(serve(open_worker(), row->style, row->languages, &xml,
			 &message, &why),
	    OUT_REJECT);
	cr_expect_str_eq(why.rule, row->rule);
	buf_free(&xml);
}

Test(page, a_worker_without_its_share_does_not_open)
{
	static const struct page_arg arg = { "/nonexistent", NULL };
	struct why why = WHY_INIT;
	void *ctx;

	cr_expect_eq(page_worker.open(&arg, &ctx, &why), OUT_RETRY);
	cr_expect_null(ctx);
}

Test(page, bytes_that_are_no_job_are_refused)
{
	struct buf answer = BUF_INIT;
	struct why why = WHY_INIT;

	cr_expect_eq(page_worker.serve(open_worker(),
			 (const unsigned char *)"\xff\xff", 2, &answer, &why),
	    OUT_REJECT);
	cr_expect_str_eq(why.rule, "RECORD");
}

/* ---- records --------------------------------------------------------- */

static Rec__Money *
money(int64_t minor, const char *currency)
{
	Rec__Money *m = calloc(1, sizeof(*m));

	rec__money__init(m);
	m->minor = minor;
	m->currency = copy(currency);
	return m;
}

static void
add_total(
    Rec__Case *c, const char *account, int64_t minor, const char *currency)
{
	Rec__Total *t = calloc(1, sizeof(*t));
	void **slot = record_add(&c->totals, &c->n_totals);

	rec__total__init(t);
	t->account = copy(account);
	t->money = money(minor, currency);
	*slot = t;
}

static Rec__Contact *
contact(void)
{
	Rec__Contact *c = calloc(1, sizeof(*c));

	rec__contact__init(c);
	c->address = calloc(1, sizeof(*c->address));
	rec__address__init(c->address);
	c->address->street = copy("Rua das Jabuticabeiras");
	c->address->country = copy("BR");
	return c;
}

/* A case of BR, whose payment came back. */
static Rec__Dossier *
dossier(void)
{
	Rec__Dossier *d = calloc(1, sizeof(*d));
	Rec__Payment *p = calloc(1, sizeof(*p));
	Rec__Item *item = calloc(1, sizeof(*item));
	Rec__Task *t = calloc(1, sizeof(*t));

	rec__dossier__init(d);
	d->case_ = calloc(1, sizeof(*d->case_));
	rec__case__init(d->case_);
	d->case_->id = copy("DE-2026-000003");
	d->case_->role = REC__CASE__ROLE__REQUESTED;
	d->case_->other = copy("BR");
	d->case_->instrument = copy("HCCH2007");
	d->case_->currency = copy("BRL");
	d->case_->non_disclosure = 1;
	add_total(d->case_, "debt", 1063750, "BRL");
	add_total(d->case_, "collected", 125000, "EUR");
	add_total(d->case_, "monitored", 8000, "EUR");
	d->case_->application = calloc(1, sizeof(Rec__Application));
	rec__application__init(d->case_->application);
	d->case_->application->applicant = calloc(1, sizeof(Rec__Person));
	rec__person__init(d->case_->application->applicant);
	d->case_->application->applicant->family = copy("Pirapora <Lins>");

	rec__payment__init(p);
	p->id = copy("DEABCDEFGHIJKLMNOP-1");
	p->state = copy("rejected");
	p->reason = copy("AC04");
	p->amount = money(125000, "EUR");
	*record_add(&d->payments, &d->n_payments) = p;

	rec__item__init(item);
	item->id = copy("DE-I0000003");
	item->mode = copy("collected");
	item->amount = money(-7, "KWD");
	*record_add(&d->items, &d->n_items) = item;

	rec__task__init(t);
	t->kind = copy("payment-rejected");
	t->state = copy("open");
	t->due = copy("2026-11-02");
	t->overdue = 1;
	t->rule = copy("R-401");
	*record_add(&d->tasks, &d->n_tasks) = t;

	d->restricted = calloc(1, sizeof(*d->restricted));
	rec__restricted__init(d->restricted);
	d->restricted->applicant_contact = contact();
	return d;
}

static char *
dossier_page(const char *style, const char *language)
{
	Rec__Dossier *d = dossier();
	struct buf xml = BUF_INIT;
	char *html;

	xmlout_record(&xml, &d->base);
	html = page(style, language, &xml);
	record_free(d);
	buf_free(&xml);
	return html;
}

Test(page, dossier_says_what_happened_in_plain_words)
{
	char *html = dossier_page("dossier", "en");

	no_gap(html);
	cr_expect_not_null(strstr(html, "DE-2026-000003"));
	cr_expect_not_null(strstr(html, "The account has been closed"));
	cr_expect_not_null(strstr(html, "rejected by the bank"));
	cr_expect_not_null(strstr(html, "The bank rejected a payment"));
	cr_expect_not_null(strstr(html, "Convention, Art. 12(3)"));
	cr_expect_not_null(strstr(html, "Answer with the answer sheet"));
	cr_expect_not_null(strstr(html, "02/11/2026"));
	cr_expect_not_null(strstr(html, "overdue"));
	cr_expect_not_null(strstr(html, "Pirapora &lt;Lins&gt;"));
	cr_expect_not_null(strstr(html, "class=\"banner\""));
	free(html);
}

Test(page, amounts_have_the_decimals_of_their_currency)
{
	char *html = dossier_page("dossier", "en");

	cr_expect_not_null(strstr(html,
	    "BRL\xc2\xa0"
	    "10\xe2\x80\xaf"
	    "637.50<"));
	cr_expect_not_null(strstr(html,
	    "KWD\xc2\xa0\xe2\x88\x92"
	    "0.007<"));
	free(html);
}

Test(page, collected_and_monitored_are_never_added)
{
	char *html = dossier_page("dossier", "en");

	cr_expect_not_null(strstr(html,
	    ">EUR\xc2\xa0"
	    "1\xe2\x80\xaf"
	    "250.00<"));
	cr_expect_not_null(strstr(html,
	    ">EUR\xc2\xa0"
	    "80.00<"));
	cr_expect_null(strstr(html,
	    "1\xe2\x80\xaf"
	    "330.00"));
	free(html);
}

Test(page, dossier_never_prints_what_is_restricted)
{
	char *html = dossier_page("dossier", "pt");
	char *open = dossier_page("restricted", "pt");

	cr_expect_null(strstr(html, "Jabuticabeiras"));
	cr_expect_not_null(strstr(open, "Jabuticabeiras"));
	free(html);
	free(open);
}

Test(page, overdue_tasks_come_first_and_done_ones_not_at_all)
{
	struct buf xml = BUF_INIT;
	char *html, *late, *later;

	slurp(DATA "worklist.xml", &xml);
	html = page("worklist", "en", &xml);
	late = strstr(html, "02/11/2026");
	later = strstr(html, "21/12/2026");
	cr_assert_not_null(late);
	cr_assert_not_null(later);
	cr_expect_lt(late, later);
	cr_expect_null(strstr(html, "21/10/2026"));
	cr_expect_not_null(strstr(html, "href=\"DE-2026-000002.en.html\""));
	free(html);
	buf_free(&xml);
}

Test(page, an_empty_record_is_a_page_too)
{
	static const char *const names[] = { "Dossier", "Worklist", "Review",
		"Approval" };
	char xml[32], *html;
	size_t i;

	for (i = 0; i < 4; i++) {
		(void)snprintf(xml, sizeof(xml), "<%s/>", names[i]);
		html = page_of("", "fr", xml);
		no_gap(html);
		free(html);
	}
}

Test(page, review_and_approval_say_how_to_answer)
{
	char *html = page_of("review", "de",
	    "<Review><kind>release</kind>"
	    "<items><id>DE-I0000001</id><mode>collected</mode>"
	    "<amount><minor>10001</minor><currency>EUR</currency></amount>"
	    "</items><items><id>DE-I0000002</id><mode>collected</mode>"
	    "<amount><minor>2</minor><currency>EUR</currency></amount>"
	    "</items><items><id>DE-I0000003</id><mode>monitored</mode>"
	    "<amount><minor>4</minor><currency>EUR</currency></amount>"
	    "</items><sums><mode>collected</mode><money><minor>10003</minor>"
	    "<currency>EUR</currency></money><count>2</count></sums>"
	    "<sums><mode>monitored</mode><money><minor>4</minor>"
	    "<currency>EUR</currency></money><count>1</count></sums>"
	    "<more>98</more></Review>");

	cr_expect_not_null(strstr(html, "<code>release</code>"));
	cr_expect_not_null(strstr(html,
	    "EUR\xc2\xa0"
	    "100.03<"));
	cr_expect_not_null(strstr(html,
	    "EUR\xc2\xa0"
	    "0.04<"));
	cr_expect_null(strstr(html, "100.07"));
	cr_expect_not_null(strstr(html, "DE-I0000002"));
	cr_expect_not_null(strstr(html, " 98</p>"));
	free(html);

	html = page_of("approval", "de",
	    "<Approval><batches><id>DE-B1</id>"
	    "<currency>EUR</currency><sum>12345</sum><count>2</count>"
	    "<sha256>00ff</sha256></batches></Approval>");
	cr_expect_not_null(strstr(html,
	    "EUR\xc2\xa0"
	    "123.45<"));
	cr_expect_not_null(strstr(html, "<code>approve</code>"));
	cr_expect_not_null(strstr(html, "00ff"));
	free(html);
}
