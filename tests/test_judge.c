/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/trust/judge.h"

#include <stdio.h>
#include <unistd.h>

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include "appforms.h"
#include "domain/form/finding.h"
#include "domain/form/header.h"
#include "io/digest.h"
#include "io/record.h"
#include "signtest.h"
#include "tmpdir.h"
#include "valgrind.h"

#define EXPECT_KIND(k)                                                      \
	cr_assert_eq(verdict->kind, REC__VERDICT__KIND__##k, "kind %d, %s", \
	    (int)verdict->kind,                                             \
	    verdict->n_findings == 0 ? "" : verdict->findings[0]->rule)

static void *judge; /* what judge_worker.open() made */
static Rec__Job *job;
static Rec__Verdict *verdict;

static struct judge_connector connector; /* if it has a code */

static void
open_judge(const char *unit, const struct judge_person *people, size_t n)
{
	struct judge_arg arg = { appforms_share(), unit, people, n, &connector,
		connector.code != NULL };
	struct why why = WHY_INIT;

	cr_assert_eq(
	    judge_worker.open(&arg, &judge, &why), OUT_OK, "%s", why.text);
}

static void
new_job(enum _Rec__Manifest__Origin origin)
{

	record_free(job);
	job = record_new(&rec__job__descriptor);
	job->manifest = record_new(&rec__manifest__descriptor);
	job->manifest->origin = origin;
	(void)record_set(&job->now, "2026-11-21T09:00:00Z");
	(void)record_set(&job->today, "2026-11-21");
	(void)record_set(&job->unit, "DE");
}

static void
add(const char *name, const void *data, size_t len)
{
	Rec__Manifest *m = job->manifest;
	struct why why = WHY_INIT;
	unsigned char digest[32];
	Rec__ParcelFile *f;
	void **slot;

	f = record_new(&rec__parcel_file__descriptor);
	(void)record_set(&f->name, name);
	f->size = len;
	cr_assert_eq(digest_sha256(data, len, digest, &why), OUT_OK);
	cr_assert_eq(record_set_bytes(&f->sha256, digest, 32), 0);
	cr_assert_not_null(slot = record_add(&m->files, &m->n_files));
	*slot = f;
	job->files =
	    realloc(job->files, (job->n_files + 1) * sizeof(*job->files));
	memset(&job->files[job->n_files], 0, sizeof(*job->files));
	cr_assert_eq(
	    record_set_bytes(&job->files[job->n_files++], data, len), 0);
}

static void
add_text(const char *name, const char *text)
{

	add(name, text, strlen(text));
}

static void
serve(void)
{
	struct buf in = BUF_INIT, out = BUF_INIT;
	struct why why = WHY_INIT;
	ProtobufCMessage *m;

	record_free(verdict);
	verdict = NULL;
	cr_assert_eq(record_pack(&job->base, &in, &why), OUT_OK);
	cr_assert_eq(judge_worker.serve(judge, in.data, in.len, &out, &why),
	    OUT_OK, "%s: %s", why.rule, why.text);
	cr_assert_eq(record_unpack(&rec__verdict__descriptor, out.data, out.len,
			 &m, &why),
	    OUT_OK);
	verdict = RECORD_OF(Rec__Verdict, m);
	buf_free(&in);
	buf_free(&out);
}

static const Rec__Finding *
found(const char *rule)
{
	size_t i;

	for (i = 0; i < verdict->n_findings; i++)
		if (strcmp(verdict->findings[i]->rule, rule) == 0)
			return verdict->findings[i];
	return NULL;
}

static bool
blocked(void)
{

	return finding_blocks(verdict->findings, verdict->n_findings) != NULL;
}

/* Each file that the form names, as a little PDF. */
static void
add_attachments(const struct buf *form)
{
	const char *s = (const char *)form->data;
	char name[128];

	while ((s = strstr(s, "<File>")) != NULL) {
		s += 6;
		(void)snprintf(
		    name, sizeof(name), "%.*s", (int)strcspn(s, "<"), s);
		add_text(name, "%PDF-1.4 ...");
	}
}

static void
add_form(const char *file, const char *name, const char *from, const char *to)
{
	struct buf b = BUF_INIT;

	appforms_load(file, &b);
	if (from != NULL)
		appforms_edit(&b, from, to);
	add(name, b.data, b.len);
	if (strcmp(file, BRAZIL_H1) != 0)
		add_attachments(&b);
	buf_free(&b);
}

/* What stands in the file of that name becomes ${text}. */
static void
swap_text(const char *name, const char *text)
{
	struct why why = WHY_INIT;
	unsigned char digest[32];
	size_t i;

	for (i = 0; strcmp(job->manifest->files[i]->name, name) != 0; i++)
		;
	cr_assert_eq(record_set_bytes(&job->files[i], text, strlen(text)), 0);
	cr_assert_eq(digest_sha256(text, strlen(text), digest, &why), OUT_OK);
	cr_assert_eq(
	    record_set_bytes(&job->manifest->files[i]->sha256, digest, 32), 0);
	job->manifest->files[i]->size = strlen(text);
}

static void add_header(const char *, const char *, const char *, const char *);
static void all_are_tasks(void);

static void
done(void)
{

	record_free(job);
	record_free(verdict);
}

TestSuite(judge, .fini = done);

/* ---- what our own side drops ---- */

Test(judge, application_of_ours_is_read_and_cut)
{

	open_judge("PT", NULL, 0);
	new_job(REC__MANIFEST__ORIGIN__DROP);
	add_form(MOTHER, "pedido.xml", NULL, NULL);
	serve();
	EXPECT_KIND(APPLICATION);
	cr_assert_eq(verdict->n_findings, 0);
	cr_assert_str_eq(verdict->form_file, "pedido.xml");
	cr_assert_str_eq(verdict->application->applicant->given, "Marisa");
	cr_assert_str_eq(verdict->restricted->payment_location->iban,
	    "PT50000201231234567890154");
	cr_assert_gt(verdict->cut_form.len, 1000);
	cr_assert_null(
	    memmem(verdict->cut_form.data, verdict->cut_form.len, "PT5000", 6));
}

Test(judge, hague_application_comes_with_its_transmittal)
{

	open_judge("BR", NULL, 0);
	new_job(REC__MANIFEST__ORIGIN__DROP);
	add_form(BRAZIL_H1, "h1.xml", NULL, NULL);
	add_form(BRAZIL, "h3.xml", NULL, NULL);
	serve();
	EXPECT_KIND(APPLICATION);
	cr_assert_eq(verdict->n_findings, 0, "%s %s",
	    verdict->findings[0]->rule, verdict->findings[0]->place);
	cr_assert_str_eq(verdict->form_file, "h3.xml");
	cr_assert_str_eq(verdict->transmittal_file, "h1.xml");
	cr_assert_str_eq(verdict->application->requested->code, "DE");
}

struct bad {
	char unit[4];
	char file[48];
	char from[64];
	char to[64];
	char rule[24];
};

ParameterizedTestParameters(judge, blocks_what_we_must_mend)
{
	static struct bad rows[] = {
		{ "PT", MOTHER, "<Responsible>", "<Responsible", "XML-FORM" },
		{ "PT", MOTHER, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
		    "<!DOCTYPE a []>", "XML-DOCTYPE" },
		{ "PT", MOTHER, ">400.00<", ">400,00<", "XML-SCHEMA" },
		{ "PT", MOTHER, "<Defendant>*", "", "R-222" },
		{ "PT", MOTHER, "<PaymentLocation>*", "", "R-225" },
		{ "ES", MOTHER, "<x", "<x", "FORM-SENDER" },
		{ "PT", MOTHER, "code=\"PT\"", "code=\"ES\"", "FORM-SENDER" },
		{ "BR", BRAZIL, "<x", "<x", "FORM-TRANSMITTAL" },
		{ "BR", BRAZIL_H1, "<x", "<x", "DROP-KIND" },
		{ "PT", MOTHER, "urn:isupport:2026:form", "urn:other",
		    "FORM-KIND" },
	};

	return cr_make_param_array(
	    struct bad, rows, sizeof(rows) / sizeof(rows[0]));
}

ParameterizedTest(struct bad *row, judge, blocks_what_we_must_mend)
{

	open_judge(row->unit, NULL, 0);
	new_job(REC__MANIFEST__ORIGIN__DROP);
	if (strcmp(row->from, "<x") == 0)
		add_form(row->file, "form.xml", NULL, NULL);
	else
		add_form(row->file, "form.xml", row->from, row->to);
	serve();
	cr_assert_not_null(found(row->rule), "%s: %s instead", row->rule,
	    verdict->n_findings == 0 ? "" : verdict->findings[0]->rule);
	cr_assert_str_eq(found(row->rule)->severity, "block");
	cr_assert(blocked());
}

struct drop {
	char name[32];
	char text[128];
	char rule[24];
	int kind;
};

ParameterizedTestParameters(judge, tells_what_was_dropped)
{
	static struct drop rows[] = {
		{ "c.csv",
		    "reference,case,date,amount,currency,source,mode\n"
		    "K1,DE-2026-000001,2026-11-20,10.00,EUR,voluntary,"
		    "collected\n",
		    "", REC__VERDICT__KIND__SHEET },
		{ "review", "item;decision\nDE-I1;release\n", "",
		    REC__VERDICT__KIND__SHEET },
		{ "x.csv", "name,colour\na,b\n", "SHEET-KIND",
		    REC__VERDICT__KIND__SHEET },
		{ "photo.jpg", "\xff\xd8\xff", "CSV-ENCODING",
		    REC__VERDICT__KIND__SHEET },
		{ "s.xml",
		    "<Document xmlns='urn:iso:std:iso:20022:tech:xsd:"
		    "pain.002.001.10'/>",
		    "BANK-STATUS", REC__VERDICT__KIND__BANK_STATUS },
		{ "a.xml", "<a/>", "FORM-KIND", REC__VERDICT__KIND__KIND_NONE },
		{ "a.xml", "<a", "XML-FORM", REC__VERDICT__KIND__KIND_NONE },
		{ "s.csv.p7s", "x", "DROP-SIGNATURE",
		    REC__VERDICT__KIND__KIND_NONE },
		{ "empty", "", "FILE-EMPTY", REC__VERDICT__KIND__KIND_NONE },
		{ "n.xml", "<Note xmlns='urn:isupport:2026:form'/>",
		    "DROP-FORM", REC__VERDICT__KIND__KIND_NONE },
		{ "e.xml", "<E8 xmlns='urn:isupport:2026:form'/>", "DROP-FORM",
		    REC__VERDICT__KIND__KIND_NONE },
	};

	return cr_make_param_array(
	    struct drop, rows, sizeof(rows) / sizeof(rows[0]));
}

ParameterizedTest(struct drop *row, judge, tells_what_was_dropped)
{

	open_judge("DE", NULL, 0);
	new_job(REC__MANIFEST__ORIGIN__DROP);
	add_text(row->name, row->text);
	serve();
	cr_assert_eq((int)verdict->kind, row->kind, "%s: %d", row->name,
	    (int)verdict->kind);
	cr_assert_eq(blocked(), row->rule[0] != '\0');
	if (row->rule[0] != '\0')
		cr_assert_not_null(found(row->rule), "%s: %s", row->rule,
		    verdict->findings[0]->rule);
	else
		cr_assert_eq(verdict->sheet->n_rows, 1);
}

Test(judge, attachments_of_ours_have_names_and_bytes)
{

	open_judge("PT", NULL, 0);
	new_job(REC__MANIFEST__ORIGIN__DROP);
	add_form(MOTHER, "form.xml", "rueckstaende.pdf", "DELIVERY.xml");
	serve();
	cr_assert_not_null(found("FILE-NAME"));
	new_job(REC__MANIFEST__ORIGIN__DROP);
	add_form(MOTHER, "form.xml", NULL, NULL);
	job->manifest->files[2]->size = 0;
	serve();
	cr_assert_not_null(found("FILE-EMPTY"));
	cr_assert(blocked());
}

Test(judge, a_signed_sheet_without_a_byte_is_empty)
{

	open_judge("DE", NULL, 0);
	new_job(REC__MANIFEST__ORIGIN__DROP);
	add_text("c.csv", "");
	add_text("c.csv.p7s", "x");
	serve();
	cr_assert_not_null(found("FILE-EMPTY"));
	cr_assert_str_eq(found("FILE-EMPTY")->value, "c.csv");
	cr_assert(blocked());
}

Test(judge, two_applications_in_one_folder_are_refused)
{

	open_judge("PT", NULL, 0);
	new_job(REC__MANIFEST__ORIGIN__DROP);
	add_form(MOTHER, "a.xml", NULL, NULL);
	add_form(BODY, "b.xml", NULL, NULL);
	serve();
	cr_assert_not_null(found("DROP-MANY"));
	cr_assert_str_eq(found("DROP-MANY")->value, "b.xml");
	cr_assert(blocked());
}

/* It would stand beside the form under the form's name. */
Test(judge, no_attachment_of_ours_takes_the_name_of_a_form)
{
	static const char *const names[] = { "form.xml", "Form.XML",
		"TRANSMITTAL.xml", "form-cut.xml", "Header.xml" };
	size_t i;

	open_judge("PT", NULL, 0);
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		new_job(REC__MANIFEST__ORIGIN__DROP);
		add_form(MOTHER, "antrag.xml", "rueckstaende.pdf", names[i]);
		serve();
		cr_assert_not_null(found("FILE-NAME"), "%s", names[i]);
		cr_assert_str_eq(found("FILE-NAME")->value, names[i]);
		cr_assert(blocked());
	}
}

/* ---- what is in an attachment is not for us to look at ---- */

struct inside {
	char name[24];
	char text[160];
};

#define INSIDE                                                                \
	{                                                                     \
		{ "decisao.xml", "<?xml version=\"1.0\"?><urteil/>" },        \
		    { "decisao.xml", "<urteil>" },                            \
		    { "decisao.xml", "%PDF-1.4 ..." }, { "decisao.xml", "" }, \
		    { "a.html", "<!DOCTYPE html><html>" },                    \
		    { "a.XML", "<!-- a --> <?b c?>\n<u a='<>' b" },           \
		    { "z.xml", "<E6 xmlns='urn:other'><E6/>" },               \
		    { "z.xml", "<b a='urn:isupport:2026:form'/>" },           \
		    { "z.xml", "\xff\xfe<" },                                 \
	}

ParameterizedTestParameters(judge, attachments_pass_as_they_are)
{
	static struct inside rows[] = INSIDE;

	return cr_make_param_array(
	    struct inside, rows, sizeof(rows) / sizeof(rows[0]));
}

/* Of theirs before the form and behind it, of ours likewise. */
ParameterizedTest(struct inside *row, judge, attachments_pass_as_they_are)
{
	bool empty = row->text[0] == '\0';

	open_judge("PT", NULL, 0);
	new_job(REC__MANIFEST__ORIGIN__DROP);
	add_form(MOTHER, "m.xml", "decisao.pdf", row->name);
	swap_text(row->name, row->text);
	serve();
	EXPECT_KIND(APPLICATION);
	cr_assert_eq(verdict->n_findings, empty ? 1 : 0, "%s",
	    empty ? "" : verdict->findings[0]->rule);
	cr_assert_str_eq(verdict->form_file, "m.xml");
}

ParameterizedTestParameters(judge, attachments_come_as_they_are)
{
	static struct inside rows[] = INSIDE;

	return cr_make_param_array(
	    struct inside, rows, sizeof(rows) / sizeof(rows[0]));
}

ParameterizedTest(struct inside *row, judge, attachments_come_as_they_are)
{

	open_judge("DE", NULL, 0);
	new_job(REC__MANIFEST__ORIGIN__ECODEX);
	add_form(MOTHER, "m.xml", "decisao.pdf", row->name);
	swap_text(row->name, row->text);
	add_header("PT", "DE", "E6", "is0");
	serve();
	EXPECT_KIND(APPLICATION);
	cr_assert_eq(verdict->n_findings, 0, "%s",
	    verdict->n_findings == 0 ? "" : verdict->findings[0]->rule);
	cr_assert_str_eq(verdict->form_file, "m.xml");
}

Test(judge, a_form_is_known_by_its_root_and_not_by_its_name)
{
	static const char *const names[] = { "Antrag.XML", "Antrag", "a.txt" };
	size_t i;

	open_judge("DE", NULL, 0);
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		new_job(REC__MANIFEST__ORIGIN__ECODEX);
		add_form(MOTHER, names[i], NULL, NULL);
		add_header("PT", "DE", "E6", "is0");
		serve();
		EXPECT_KIND(APPLICATION);
		cr_assert_eq(verdict->n_findings, 0, "%s", names[i]);
		cr_assert_str_eq(verdict->form_file, names[i]);
	}
}

Test(judge, a_form_too_many_is_named)
{

	open_judge("DE", NULL, 0);
	new_job(REC__MANIFEST__ORIGIN__ECODEX);
	add_form(MOTHER, "a.xml", NULL, NULL);
	add_text("b", "<x:Note xmlns:x='urn:isupport:2026:form'/>");
	add_header("PT", "DE", "E6", "is0");
	serve();
	EXPECT_KIND(APPLICATION);
	cr_assert_not_null(found("DROP-MANY"));
	cr_assert_str_eq(found("DROP-MANY")->value, "b");
	all_are_tasks();
}

/* What is no form may have been meant for one. */
Test(judge, the_file_that_is_broken_is_named)
{

	open_judge("PT", NULL, 0);
	new_job(REC__MANIFEST__ORIGIN__DROP);
	add_form(MOTHER, "m.xml", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
	    "<!DOCTYPE a []>");
	serve();
	cr_assert_not_null(found("XML-DOCTYPE"));
	cr_assert_str_eq(found("XML-DOCTYPE")->value, "m.xml");
	cr_assert(blocked());
}

/* ---- signed sheets ---- */

static void
sh(const char *cmd)
{
	char line[1024];

	(void)snprintf(
	    line, sizeof(line), "cd %s && { %s; } >log 2>&1", tmpdir, cmd);
	cr_assert_eq(system(line), 0, "%s", cmd);
}

static void
add_from_tmpdir(const char *name)
{
	struct buf b = BUF_INIT;

	appforms_load(tmpdir_path(name), &b);
	add(name, b.data, b.len);
	buf_free(&b);
}

static void
later(void)
{
	char now[32];
	FILE *f = popen("date -u -d '+1 hour' +%Y-%m-%dT%H:%M:%SZ", "r");

	cr_assert(f != NULL && fgets(now, sizeof(now), f) != NULL);
	(void)pclose(f);
	now[strcspn(now, "\n")] = '\0';
	(void)record_set(&job->now, now);
}

Test(judge, signature_names_the_approver, .init = tmpdir_make,
    .fini = tmpdir_remove)
{
	struct judge_person who;

	sh("openssl req -x509 -nodes -newkey rsa:2048 -days 30 -subj /CN=s "
	   "-keyout k -out c && printf 'item,decision\\nDE-I1,release\\n' "
	   ">r.csv && openssl cms -sign -binary -in r.csv -outform DER "
	   "-signer c -inkey k -out r.csv.p7s && cp r.csv.p7s other.p7s");
	who.id = "sofia";
	who.certificate = tmpdir_path("c");
	open_judge("DE", &who, 1);
	new_job(REC__MANIFEST__ORIGIN__DROP);
	later();
	add_from_tmpdir("r.csv");
	add_from_tmpdir("r.csv.p7s");
	serve();
	EXPECT_KIND(SHEET);
	cr_assert(!blocked());
	cr_assert_str_eq(verdict->approver, "sofia");

	/* One byte of the sheet more. */
	new_job(REC__MANIFEST__ORIGIN__DROP);
	later();
	add_text("r.csv", "item,decision\nDE-I1,release\n\n");
	add_from_tmpdir("r.csv.p7s");
	serve();
	cr_assert_not_null(found("SIGNATURE"));
	cr_assert(blocked());
	cr_assert_str_eq(verdict->approver, "");

	/* A signature of another name belongs to nothing. */
	new_job(REC__MANIFEST__ORIGIN__DROP);
	later();
	add_from_tmpdir("r.csv");
	add_from_tmpdir("other.p7s");
	serve();
	cr_assert_not_null(found("DROP-KIND"));
}

/* The same worker as the stage has it: in the sandbox, without files. */
Test(judge, works_where_there_are_no_files, .init = tmpdir_make,
    .fini = tmpdir_remove)
{
	struct judge_person who;
	struct judge_arg arg = { appforms_share(), "PT", &who, 1, NULL, 0 };
	struct buf in = BUF_INIT, out = BUF_INIT;
	struct why why = WHY_INIT;
	struct worker *worker;
	ProtobufCMessage *m;
	int i;

	skip_under_valgrind("no limit can be set");
	sh("openssl ecparam -name prime256v1 -genkey -noout -out k && "
	   "openssl req -x509 -new -key k -days 30 -subj /CN=s -out c && "
	   "printf 'item,decision\\nDE-I1,release\\n' >r.csv && "
	   "openssl cms -sign -binary -in r.csv -outform DER -signer c "
	   "-inkey k -out r.csv.p7s");
	who.id = "sofia";
	who.certificate = tmpdir_path("c");
	cr_assert_eq(worker_start(&judge_worker, &arg, &worker, &why), OUT_OK,
	    "%s", why.text);
	for (i = 0; i < 2; i++) {
		new_job(REC__MANIFEST__ORIGIN__DROP);
		later();
		if (i == 0)
			add_form(MOTHER, "form.xml", NULL, NULL);
		else {
			add_from_tmpdir("r.csv");
			add_from_tmpdir("r.csv.p7s");
		}
		buf_reset(&in);
		buf_reset(&out);
		cr_assert_eq(record_pack(&job->base, &in, &why), OUT_OK);
		cr_assert_eq(worker_call(worker, in.data, in.len, &out, &why),
		    OUT_OK, "%d: %s %s", i, why.rule, why.text);
		record_free(verdict);
		cr_assert_eq(record_unpack(&rec__verdict__descriptor, out.data,
				 out.len, &m, &why),
		    OUT_OK);
		verdict = RECORD_OF(Rec__Verdict, m);
		cr_assert(!blocked());
	}
	EXPECT_KIND(SHEET);
	cr_assert_str_eq(verdict->approver, "sofia");
	worker_stop(worker);
	buf_free(&in);
	buf_free(&out);
}

/* ---- what another authority sends ---- */

/* A header over the files of the job, as the sender would have made it. */
static void
add_header(const char *sender, const char *receiver, const char *form,
    const char *scheme)
{
	Rec__Manifest *m = job->manifest;
	struct why why = WHY_INIT;
	struct buf b = BUF_INIT;
	Rec__HeaderDocument *d;
	Rec__Header *h;
	char code[HEADER_HASH_TEXT];
	void **slot;
	size_t i;

	h = record_new(&rec__header__descriptor);
	h->sender = record_new(&rec__authority__descriptor);
	h->receiver = record_new(&rec__authority__descriptor);
	(void)record_set(&h->sender->code, sender);
	(void)record_set(&h->receiver->code, receiver);
	(void)record_set(&h->msg_id, "1000001PT");
	(void)record_set(&h->thread, "PT-DE-2026-000001-PT");
	h->msg_no = 1;
	(void)record_set(&h->created, "2026-11-20 10:00:00");
	(void)record_set(&h->form, form);
	for (i = 0; i < m->n_files; i++) {
		d = record_new(&rec__header_document__descriptor);
		(void)record_set(&d->name, m->files[i]->name);
		(void)record_set(&d->type, "D");
		(void)record_set(&d->mime, "application/octet-stream");
		d->size = m->files[i]->size;
		(void)record_set(&d->created, "2026-11-20 10:00:00");
		(void)record_set(
		    &d->hash, header_file_hash(m->files[i]->sha256.data, code));
		slot = record_add(&h->documents, &h->n_documents);
		*slot = d;
	}
	cr_assert_eq(header_hash(h, &why), OUT_OK);
	if (strcmp(scheme, "is0") != 0) {
		const char *odd = scheme[0] == 'i' ? "is1:AAAA" : "AAAA";

		(void)record_set(&h->hash, odd);
		for (i = 0; i < h->n_documents; i++)
			(void)record_set(&h->documents[i]->hash, odd);
	}
	cr_assert_eq(header_write(h, &b, &why), OUT_OK, "%s", why.text);
	add("header.xml", b.data, b.len);
	record_free(h);
	buf_free(&b);
}

static void
all_are_tasks(void)
{
	size_t i;

	for (i = 0; i < verdict->n_findings; i++)
		cr_assert_str_eq(verdict->findings[i]->severity, "task", "%s",
		    verdict->findings[i]->rule);
}

Test(judge, application_of_theirs_is_read)
{

	open_judge("DE", NULL, 0);
	new_job(REC__MANIFEST__ORIGIN__ECODEX);
	add_form(BODY, "form.xml", NULL, NULL);
	add_header("PT", "DE", "E6", "is0");
	/* What connectors add is no part of the message. */
	add_text("Token.pdf", "%PDF");
	add_text("Token.xml", "<Token/>");
	serve();
	EXPECT_KIND(APPLICATION);
	cr_assert_str_eq(verdict->header->msg_id, "1000001PT");
	cr_assert_eq(verdict->n_findings, 2, "%s", verdict->findings[0]->rule);
	cr_assert_not_null(found("R-304"));
	cr_assert_not_null(found("TOKEN-ROOT"));
	all_are_tasks();
}

Test(judge, hague_application_of_theirs_asks_for_care)
{

	open_judge("DE", NULL, 0);
	new_job(REC__MANIFEST__ORIGIN__ECODEX);
	add_form(BRAZIL, "form.xml", NULL, NULL);
	add_form(BRAZIL_H1, "transmittal.xml", NULL, NULL);
	add_header("BR", "DE", "H3", "is0");
	serve();
	EXPECT_KIND(APPLICATION);
	cr_assert_eq(verdict->n_findings, 1, "%s", verdict->findings[0]->rule);
	cr_assert_not_null(found("R-610"));
	cr_assert_str_eq(verdict->transmittal_file, "transmittal.xml");
	cr_assert(verdict->application->non_disclosure);
}

/* Nothing another authority sends is refused by a rule or a schema. */
ParameterizedTestParameters(judge, registers_what_is_faulty)
{
	static struct bad rows[] = {
		{ "DE", MOTHER, ">400.00<", ">400,00<", "XML-SCHEMA" },
		{ "DE", MOTHER, "<Defendant>*", "", "R-222" },
		{ "DE", MOTHER, "<Decision>*", "", "R-224" },
		{ "DE", MOTHER, "<ApplicationType>*", "", "R-220" },
		{ "DE", MOTHER, "<Applicant>*", "", "XML-SCHEMA" },
		{ "DE", MOTHER, "code=\"PT\"", "code=\"ES\"", "FORM-ORIGIN" },
		{ "DE", BRAZIL, "<Restricted>*", "", "R-225" },
		{ "DE", BRAZIL, "<Consent>*", "", "FORM-TRANSMITTAL" },
	};

	return cr_make_param_array(
	    struct bad, rows, sizeof(rows) / sizeof(rows[0]));
}

ParameterizedTest(struct bad *row, judge, registers_what_is_faulty)
{

	open_judge(row->unit, NULL, 0);
	new_job(REC__MANIFEST__ORIGIN__ECODEX);
	add_form(row->file, "form.xml", row->from, row->to);
	add_header(strcmp(row->file, BRAZIL) == 0 ? "BR" : "PT", "DE",
	    strcmp(row->file, BRAZIL) == 0 ? "H3" : "E6", "is0");
	serve();
	EXPECT_KIND(APPLICATION);
	cr_assert_not_null(found(row->rule), "%s", row->rule);
	all_are_tasks();
}

struct code {
	char file[48];
	char form[8];
	char from[48];
	char to[48];
	char value[8];
};

/* Also on what is no application. */
ParameterizedTestParameters(judge, tells_of_codes_that_are_none)
{
	static struct code rows[] = {
		{ "tests/data/pages/e8.xml", "E8", "language=\"de\"",
		    "language=\"zz\"", "zz" },
		{ "tests/data/pages/e8.xml", "E8", "<Language>de",
		    "<Language>zz", "zz" },
		{ "tests/data/pages/h2.xml", "H2", "<RequestedCA code=\"",
		    "<RequestedCA code=\"XX-", "XX-DE" },
		{ "tests/data/pages/pn.xml", "PN", "<Sender>", "<Sender>XX-",
		    "XX-DE" },
		{ "tests/data/pages/pc.xml", "PC", "<Sender>", "<Sender>XX-",
		    "XX-BR" },
		{ "tests/data/pages/note.xml", "NOTE", "xml:lang=\"en\"",
		    "xml:lang=\"zz\"", "zz" },
	};

	return cr_make_param_array(
	    struct code, rows, sizeof(rows) / sizeof(rows[0]));
}

ParameterizedTest(struct code *row, judge, tells_of_codes_that_are_none)
{

	open_judge("DE", NULL, 0);
	new_job(REC__MANIFEST__ORIGIN__ECODEX);
	add_form(row->file, "form.xml", row->from, row->to);
	add_header("PT", "DE", row->form, "is0");
	serve();
	cr_assert_not_null(found("FORM-CODE"), "%s: %s", row->file, row->to);
	cr_assert_str_eq(found("FORM-CODE")->value, row->value);
	cr_assert_gt(strlen(found("FORM-CODE")->text), 0);
	all_are_tasks();
}

Test(judge, form_without_parties_is_completed_by_its_header)
{

	open_judge("DE", NULL, 0);
	new_job(REC__MANIFEST__ORIGIN__ECODEX);
	add_form(BRAZIL, "form.xml", NULL, NULL);
	add_header("BR", "DE", "H3", "is0");
	serve();
	cr_assert_str_eq(verdict->application->requesting->code, "BR");
	cr_assert_str_eq(verdict->application->requested->code, "DE");
}

struct odd {
	char what[16];
	char rule[24];
	bool header;
};

ParameterizedTestParameters(judge, keeps_what_it_cannot_read)
{
	static struct odd rows[] = {
		{ "no-header", "HEADER-MISSING", false },
		{ "bad-header", "XML-FORM", false },
		{ "other-root", "HEADER-ROOT", false },
		{ "scheme", "HASH-SCHEME", true },
		{ "not-ours", "FORM-RECEIVER", true },
		{ "changed", "HASH-FILE", true },
		{ "gone", "FILE-MISSING", true },
		{ "no-form", "FORM-KIND", true },
		{ "broken-form", "XML-FORM", true },
		{ "bad-notice", "FORM-MISSING", true },
	};

	return cr_make_param_array(
	    struct odd, rows, sizeof(rows) / sizeof(rows[0]));
}

#define is(w) (strcmp(row->what, w) == 0)

ParameterizedTest(struct odd *row, judge, keeps_what_it_cannot_read)
{
	open_judge("DE", NULL, 0);
	new_job(REC__MANIFEST__ORIGIN__ECODEX);
	if (is("no-form"))
		add_text("a.pdf", "%PDF");
	else if (is("broken-form"))
		add_text("form.xml", "<E6");
	else if (is("bad-notice"))
		add_text("form.xml",
		    "<PaymentNotification "
		    "xmlns='urn:isupport:2026:form'/>");
	else
		add_form(MOTHER, "form.xml", NULL, NULL);
	if (is("bad-header"))
		add_text("header.xml", "<StandardBusinessDocumentHeader>");
	else if (is("other-root"))
		add_text("header.xml", "<Header/>");
	else if (!is("no-header"))
		add_header("PT", is("not-ours") ? "FR" : "DE",
		    is("bad-notice") ? "PN" : "E6", is("scheme") ? "?" : "is0");
	if (is("changed"))
		job->manifest->files[1]->sha256.data[0] ^= 1;
	if (is("gone"))
		(void)record_set(&job->manifest->files[1]->name, "b.pdf");
	serve();
	EXPECT_KIND(UNREADABLE);
	cr_assert_not_null(found(row->rule), "%s: %s instead", row->what,
	    verdict->findings[0]->rule);
	cr_assert_eq(verdict->header != NULL, row->header);
	cr_assert_null(verdict->application);
	all_are_tasks();
}

/* Sealed, until the keeper says that it was opened. */
Test(judge, a_sealed_message_waits_to_be_opened)
{
	open_judge("DE", NULL, 0);
	new_job(REC__MANIFEST__ORIGIN__ECODEX);
	add_form(MOTHER, "form.xml", NULL, NULL);
	add_header("PT", "DE", "E6", "is1");
	serve();
	EXPECT_KIND(UNREADABLE);
	cr_assert_str_eq(verdict->findings[0]->rule, JUDGE_SEALED);
	cr_assert_str_eq(verdict->header->scheme, "is1");
	cr_assert_null(verdict->application);
	job->opened = true;
	serve();
	EXPECT_KIND(APPLICATION);
}

Test(judge, published_message_is_kept_unreadable)
{
	const char *shared = getenv("SHARED");
	static const char pdf[] = "2022-01-19-Convention_Request_for_"
				  "Specific_Measures_Article_71-SM01.pdf";
	const char *const names[] = { "header.xml", "Note", pdf };
	char path[PATH_MAX];
	struct buf b = BUF_INIT;
	size_t i;

	open_judge("PS", NULL, 0);
	new_job(REC__MANIFEST__ORIGIN__ECODEX);
	for (i = 0; i < 3; i++) {
		(void)snprintf(path, sizeof(path),
		    "%s/ecodex/samples/isupport-header/%s",
		    shared == NULL ? "../shared" : shared, names[i]);
		if (access(path, R_OK) == -1)
			cr_skip_test("../shared is absent");
		buf_reset(&b);
		appforms_load(path, &b);
		add(names[i], b.data, b.len);
	}
	buf_free(&b);
	serve();
	EXPECT_KIND(UNREADABLE);
	cr_assert_not_null(found("HASH-SCHEME"));
	cr_assert_str_eq(verdict->header->sender->code, "PQ");
	cr_assert_eq(verdict->header->n_documents, 2);
	all_are_tasks();
}

Test(judge, evidence_of_a_folder_we_sent)
{

	open_judge("PT", NULL, 0);
	new_job(REC__MANIFEST__ORIGIN__EVIDENCE_OF);
	add_text("DELIVERY.xml",
	    "<x:DeliveryNonDeliveryToRecipient "
	    "xmlns:x='http://uri.etsi.org/02640/v2#'><x:EventCode>"
	    "http:uri.etsi.org/02640/Event#Delivery</x:EventCode>"
	    "</x:DeliveryNonDeliveryToRecipient>");
	serve();
	EXPECT_KIND(EVIDENCE);
	cr_assert_str_eq(verdict->evidence->type, "DELIVERY");
	new_job(REC__MANIFEST__ORIGIN__EVIDENCE_OF);
	add_text("DELIVERY.xml", "nothing");
	serve();
	EXPECT_KIND(UNREADABLE);
	all_are_tasks();
}

/* ---- the token beside a message, and what is signed ---- */

/* A token of the connector of PT about ${name}, base64 twice of the SHA-256
 * of what ${command} prints. */
static void
add_token(const char *name, const char *command, const char *legal)
{
	struct buf digest = BUF_INIT, xml = BUF_INIT;
	char before[1024];

	signtest_sh("%s | openssl dgst -sha256 -binary | base64 -w0 | "
		    "base64 -w0 >digest",
	    command);
	signtest_load("digest", &digest);
	(void)snprintf(before, sizeof(before),
	    "<TrustOkToken><Document><Filename>%s</Filename><DigestMethod "
	    "Algorithm=\"SHA-256\"/><DigestValue>%s</DigestValue></Document>"
	    "<Validation><TechnicalResult><TrustLevel>SUCCESSFUL</TrustLevel>"
	    "</TechnicalResult><LegalResult><TrustLevel>%s</TrustLevel>"
	    "</LegalResult></Validation>",
	    name, (char *)digest.data, legal);
	signtest_sign(
	    "pt", 256, before, "</TrustOkToken>", "", SIGNTEST_ENVELOPED, "");
	signtest_load("s.xml", &xml);
	add("Token.xml", xml.data, xml.len);
	buf_free(&digest);
	buf_free(&xml);
}

struct beside {
	int policy;
	int pinned;
	char name[16], command[24], legal[16];
	char rule[20];
	char signature[16], document[8];
};

ParameterizedTestParameters(judge, token_beside_a_message)
{
	static struct beside rows[] = {
		{ TOKEN_REQUIRED, 1, "p.pdf", "printf %%PDF-x", "SUCCESSFUL",
		    "", "valid", "same" },
		{ TOKEN_REQUIRED, 1, "p.pdf", "printf %%PDF-y", "SUCCESSFUL",
		    "TOKEN-DOCUMENT", "valid", "other" },
		{ TOKEN_REQUIRED, 0, "p.pdf", "printf %%PDF-x", "SUCCESSFUL",
		    "TOKEN-UNPROVED", "not verifiable", "same" },
		{ TOKEN_REQUIRED, 1, "", "", "", "TOKEN-MISSING", "", "" },
		{ TOKEN_IF_PRESENT, 0, "", "", "", "", "", "" },
		{ TOKEN_IF_PRESENT, 0, "p.pdf", "printf %%PDF-x", "SUCCESSFUL",
		    "", "not verifiable", "same" },
		/* another name on the way */
		{ TOKEN_IF_PRESENT, 1, "q.pdf", "printf %%PDF-x", "SUCCESSFUL",
		    "", "valid", "same" },
		{ TOKEN_IF_PRESENT, 1, "q.pdf", "printf %%PDF-y", "SUCCESSFUL",
		    "", "valid", "" },
		{ TOKEN_IF_PRESENT, 1, "p.pdf", "printf %%PDF-x",
		    "NOT_SUCCESSFUL", "TOKEN-RESULT", "valid", "same" },
		{ TOKEN_IGNORED, 1, "p.pdf", "printf %%PDF-y", "SUCCESSFUL", "",
		    "", "" },
	};

	return cr_make_param_array(
	    struct beside, rows, sizeof(rows) / sizeof(rows[0]));
}

ParameterizedTest(struct beside *row, judge, token_beside_a_message)
{
	const Rec__Token *t;
	char folder[80];

	tmpdir_make();
	signtest_key("pt");
	(void)snprintf(folder, sizeof(folder), "%s/%s", tmpdir,
	    row->pinned ? "pins" : "none");
	connector.code = "PT";
	connector.folder = folder;
	connector.policy = (enum token_policy)row->policy;
	open_judge("DE", NULL, 0);
	new_job(REC__MANIFEST__ORIGIN__ECODEX);
	(void)record_set(&job->now, SIGNTEST_NOW);
	add_form(BODY, "form.xml", NULL, NULL);
	add_text("p.pdf", "%PDF-x");
	add_header("PT", "DE", "E6", "is0");
	if (row->name[0] != '\0')
		add_token(row->name, row->command, row->legal);
	serve();
	EXPECT_KIND(APPLICATION);
	t = verdict->token;
	cr_expect_str_eq(t == NULL ? "" : t->signature, row->signature);
	cr_expect_str_eq(t == NULL ? "" : t->document, row->document);
	if (row->rule[0] != '\0')
		cr_expect_not_null(found(row->rule), "%s", row->rule);
	cr_expect_eq(verdict->n_findings, row->rule[0] == '\0' ? 2 : 3);
	all_are_tasks();
	tmpdir_remove();
}

Test(judge, evidence_says_what_its_signature_is_worth)
{
	static const char before[] =
	    "<x:DeliveryNonDeliveryToRecipient "
	    "xmlns:x='http://uri.etsi.org/02640/v2#'><x:EventCode>"
	    "http:uri.etsi.org/02640/Event#Delivery</x:EventCode>";
	static const struct {
		int sha;
		const char *layout, *signature, *rule;
	} rows[] = { { 256, "cat", "valid", "" },
		{ 1, "cat", "not verifiable", "XMLSIG-SHA1" },
		{ 256, "xmllint --format -", "not verifiable",
		    "XMLSIG-LAYOUT" },
		{ 1, "xmllint --format -", "not verifiable", "XMLSIG-SHA1" } };
	struct buf xml = BUF_INIT;
	char folder[80];
	size_t i;

	tmpdir_make();
	signtest_key("pt");
	(void)snprintf(folder, sizeof(folder), "%s/pins", tmpdir);
	connector.code = "PT";
	connector.folder = folder;
	open_judge("DE", NULL, 0);
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		signtest_sign("pt", rows[i].sha, before,
		    "</x:DeliveryNonDeliveryToRecipient>", "",
		    SIGNTEST_ENVELOPED, "");
		signtest_sh("%s <s.xml >e.xml", rows[i].layout);
		signtest_load("e.xml", &xml);
		new_job(REC__MANIFEST__ORIGIN__EVIDENCE_OF);
		(void)record_set(&job->now, SIGNTEST_NOW);
		add("DELIVERY.xml", xml.data, xml.len);
		serve();
		EXPECT_KIND(EVIDENCE);
		cr_expect_eq(verdict->n_findings, 0);
		cr_expect_str_eq(
		    verdict->evidence->signature, rows[i].signature);
		cr_expect_str_eq(
		    verdict->evidence->signature_rule, rows[i].rule);
	}
	buf_free(&xml);
	tmpdir_remove();
}

Test(judge, files_and_manifest_must_agree)
{
	struct buf in = BUF_INIT, out = BUF_INIT;
	struct why why = WHY_INIT;

	open_judge("PT", NULL, 0);
	new_job(REC__MANIFEST__ORIGIN__DROP);
	add_text("a", "b");
	job->n_files = 0;
	cr_assert_eq(record_pack(&job->base, &in, &why), OUT_OK);
	job->n_files = 1;
	cr_assert_eq(
	    judge_worker.serve(judge, in.data, in.len, &out, &why), OUT_REJECT);
	cr_assert_str_eq(why.rule, "PARCEL");
	cr_assert_eq(judge_worker.serve(
			 judge, (const unsigned char *)"x", 1, &out, &why),
	    OUT_REJECT);
	buf_free(&in);
	buf_free(&out);
}
