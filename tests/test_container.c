/* SPDX-License-Identifier: EUPL-1.2 */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include <zip.h>

#include "domain/trust/container.h"
#include "domain/form/finding.h"
#include "formtest.h"
#include "signtest.h"
#include "valgrind.h"

#define TOO_MANY 101 /* entries */
#define MIMETYPE "application/vnd.etsi.asic-s+zip"

static struct container_tools tools;
static struct pins *pins;
static Rec__Checked *checked;
static struct buf file;

static void
setup(void)
{
	struct why why = WHY_INIT;

	tmpdir_make();
	cr_assert_eq(xmlsig_open(&tools.xmlsig, &why), OUT_OK);
	cr_assert_eq(xmlin_open(&tools.xmlin, &why), OUT_OK);
	cr_assert_eq(pins_new(&pins, &why), OUT_OK);
	tools.pins = pins;
	tools.now = SIGNTEST_NOW;
}

static void
teardown(void)
{
	record_free(checked);
	xmlsig_close(tools.xmlsig);
	xmlin_close(tools.xmlin);
	pins_free(pins);
	buf_free(&file);
	tmpdir_remove();
}

TestSuite(container, .init = setup, .fini = teardown);

/* ---- making them ------------------------------------------------------- */

struct part {
	const char *name; /* NULL: end */
	const void *data;
	size_t len;
	int method; /* of zip.h; 0: stored */
};

static void
zip_write(const char *rel, const struct part *p)
{
	zip_t *z = zip_open(tmpdir_path(rel), ZIP_CREATE | ZIP_TRUNCATE, NULL);
	zip_int64_t i;

	cr_assert_not_null(z);
	for (; p->name != NULL; p++) {
		i = zip_file_add(z, p->name,
		    zip_source_buffer(z, p->data, p->len, 0), ZIP_FL_ENC_UTF_8);
		cr_assert(i >= 0, "%s", p->name);
		(void)zip_set_file_compression(z, (zip_uint64_t)i,
		    p->method == 0 ? ZIP_CM_STORE : p->method, 0);
	}
	cr_assert_eq(zip_close(z), 0);
}

#define DEFLATED ZIP_CM_DEFLATE

/* Sign ${inner} as SignedContent.zip; ${outer} as a container's parts, where
 * a part without data is filled in. */
static void
make(const struct part *inner, struct part *outer)
{
	struct buf content = BUF_INIT, xml = BUF_INIT;
	struct why why = WHY_INIT;
	struct part *p;

	signtest_key("a");
	cr_assert_eq(pins_add_folder(pins, tmpdir_path("pins"), &why), OUT_OK);
	if (inner != NULL)
		zip_write("content", inner);
	else
		tmpdir_write("content", "no zip", 6);
	signtest_sign("a", 256,
	    "<asic:XAdESSignatures "
	    "xmlns:asic=\"http://uri.etsi.org/02918/v1.2.1#\">",
	    "</asic:XAdESSignatures>", "SignedContent.zip", "", "");
	signtest_load("content", &content);
	signtest_load("s.xml", &xml);
	for (p = outer; p->name != NULL; p++)
		if (p->data == NULL) {
			const struct buf *b =
			    strstr(p->name, "xml") != NULL ? &xml : &content;

			p->data = b->data;
			p->len = b->len;
		}
	zip_write("c.asics", outer);
	signtest_load("c.asics", &file);
	buf_free(&content);
	buf_free(&xml);
}

static const struct part good_inner[] = { { "a.pdf", "%PDF", 4, DEFLATED },
	{ "TrustOkToken.pdf", "%PDF-1", 6, DEFLATED }, { NULL, NULL, 0, 0 } };

#define GOOD                                                          \
	{                                                             \
		{ "mimetype", MIMETYPE, sizeof(MIMETYPE) - 1, 0 },    \
		    { "SignedContent.zip", NULL, 0, DEFLATED },       \
		    { "META-INF/signatures.xml", NULL, 0, DEFLATED }, \
		    { NULL, NULL, 0, 0 }, { NULL, NULL, 0, 0 },       \
		{                                                     \
			NULL, NULL, 0, 0                              \
		}                                                     \
	}

static enum outcome
look(struct why *why)
{
	record_free(checked);
	checked = NULL;
	return container_check(
	    &tools, file.data, file.len, NULL, 0, &checked, why);
}

static const char *
first_block(void)
{
	const Rec__Finding *f =
	    finding_blocks(checked->findings, checked->n_findings);

	return f == NULL ? "" : f->rule;
}

/* ---- good -------------------------------------------------------------- */

Test(container, good_is_accepted)
{
	struct part parts[] = GOOD;
	struct why why = WHY_INIT;

	make(good_inner, parts);
	cr_assert_eq(look(&why), OUT_OK, "%s", why.text);
	cr_expect(container_good(checked), "%s", first_block());
	cr_expect_eq(checked->n_findings, 0);
	cr_expect_str_eq(checked->kind, "container");
	cr_expect_str_eq(checked->signature, "valid");
	cr_assert_eq(checked->n_files, 2);
	cr_expect_str_eq(checked->files[0]->name, "a.pdf");
	cr_expect_eq(checked->files[1]->size, 6);
}

/* The same in the worker that isupport(1) has, in its sandbox. */
Test(container, worker_says_the_same)
{
	char path[80];
	const char *folder = path;
	struct container_arg arg = { &folder, 1 };
	Rec__CheckJob job = REC__CHECK_JOB__INIT;
	struct part parts[] = GOOD;
	struct buf asked = BUF_INIT, answer = BUF_INIT;
	struct why why = WHY_INIT;
	struct worker *worker;
	ProtobufCMessage *m;

	skip_under_valgrind("no limit can be set");
	(void)snprintf(path, sizeof(path), "%s/pins", tmpdir);
	make(good_inner, parts);
	job.now = lend(SIGNTEST_NOW);
	job.file.data = file.data;
	job.file.len = file.len;
	cr_assert_eq(record_pack(&job.base, &asked, &why), OUT_OK);
	cr_assert_eq(worker_start(&container_worker, &arg, &worker, &why),
	    OUT_OK, "%s", why.text);
	cr_assert_eq(worker_call(worker, asked.data, asked.len, &answer, &why),
	    OUT_OK, "%s: %s", why.rule, why.text);
	worker_stop(worker);
	cr_assert_eq(record_unpack(&rec__checked__descriptor, answer.data,
			 answer.len, &m, &why),
	    OUT_OK);
	checked = RECORD_OF(Rec__Checked, m);
	cr_expect(container_good(checked), "%s", first_block());
	buf_free(&asked);
	buf_free(&answer);
}

/* ---- not good ---------------------------------------------------------- */

static void
refused(const struct part *inner, struct part *parts, const char *rule)
{
	struct why why = WHY_INIT;
	enum outcome out;

	make(inner, parts);
	out = look(&why);
	if (out == OUT_OK) {
		cr_expect_not(container_good(checked));
		cr_expect_str_eq(first_block(), rule);
	} else {
		cr_expect_eq(out, OUT_REJECT);
		cr_expect_str_eq(why.rule, rule);
	}
}

Test(container, altered_content_is_told_first)
{
	struct part parts[] = GOOD;

	parts[1].data = "PK\3\4 other";
	parts[1].len = 10;
	parts[0].data = "application/zip";
	parts[0].len = 15;
	refused(good_inner, parts, "XMLSIG-DIGEST");
	cr_expect_str_eq(checked->signature, "refused");
}

Test(container, mimetype_must_be_that_of_asics)
{
	struct part parts[] = GOOD;

	parts[0].data = "application/zip";
	parts[0].len = 15;
	refused(good_inner, parts, "CONTAINER-MIMETYPE");
}

Test(container, mimetype_must_be_stored)
{
	static char wide[80];
	struct part parts[] = GOOD;

	(void)snprintf(wide, sizeof(wide), "%s%40s", MIMETYPE, "");
	parts[0].data = wide;
	parts[0].len = strlen(wide);
	parts[0].method = DEFLATED;
	refused(good_inner, parts, "CONTAINER-MIMETYPE");
}

Test(container, mimetype_need_not_be_first)
{
	struct part parts[] = GOOD, first = parts[0];
	struct why why = WHY_INIT;

	parts[0] = parts[1];
	parts[1] = first;
	make(good_inner, parts);
	cr_assert_eq(look(&why), OUT_OK);
	cr_expect(container_good(checked));
	cr_assert_eq(checked->n_findings, 1);
	cr_expect_str_eq(checked->findings[0]->rule, "CONTAINER-FIRST");
}

Test(container, what_is_not_signed_has_no_place)
{
	struct part parts[] = GOOD;

	parts[3].name = "more.pdf";
	parts[3].data = "%PDF";
	parts[3].len = 4;
	refused(good_inner, parts, "CONTAINER-ENTRY");
}

Test(container, every_part_must_be_there)
{
	struct part parts[] = GOOD;

	parts[2].name = NULL;
	refused(good_inner, parts, "CONTAINER-ENTRY");
}

Test(container, content_must_be_an_archive)
{
	struct part parts[] = GOOD;

	refused(NULL, parts, "ZIP-FORM");
}

struct name {
	char one[40], other[40], rule[12];
};

ParameterizedTestParameters(container, names)
{
	static struct name rows[] = {
		{ "a.pdf", "A.pdf", "ZIP-TWICE" },
		/* one letter, and a letter with its mark */
		{ "\xc3\xa4.pdf", "a\xcc\x88.pdf", "ZIP-TWICE" },
		{ "\xc3\x84.pdf", "\xc3\xa4.pdf", "ZIP-TWICE" },
		{ "\xc3\xa4.pdf", "a.pdf", "" },
		{ "a/b.pdf", "b.pdf", "" },
		{ "../a.pdf", "b.pdf", "ZIP-NAME" },
		{ "/etc/passwd", "b.pdf", "ZIP-NAME" },
		{ "a/../../b", "b.pdf", "ZIP-NAME" },
		{ "a//b", "b.pdf", "ZIP-NAME" },
		{ "./a", "b.pdf", "ZIP-NAME" },
		{ "..", "b.pdf", "ZIP-NAME" },
		{ "a\\b", "b.pdf", "ZIP-NAME" },
		{ "a\nb", "b.pdf", "ZIP-NAME" },
		{ "a\x7f", "b.pdf", "ZIP-NAME" },
		{ "a\xc2\x85", "b.pdf", "ZIP-NAME" },
		{ "fdp\xe2\x80\xae.exe", "b.pdf", "ZIP-NAME" },
		{ "\xe2\x80\xaa.pdf", "b.pdf", "ZIP-NAME" },
		{ "a\xe2\x81\xa6.pdf", "b.pdf", "ZIP-NAME" },
		{ "a\xe2\x81\xa9.pdf", "b.pdf", "ZIP-NAME" },
		{ "a\xe2\x80\x8e.pdf", "b.pdf", "ZIP-NAME" },
		{ "a\xe2\x80\x8f.pdf", "b.pdf", "ZIP-NAME" },
		{ "a\xd8\x9c.pdf", "b.pdf", "ZIP-NAME" },
		{ "\xd8\xa7\xe2\x80\x93.pdf", "b.pdf", "" },
	};

	return cr_make_param_array(
	    struct name, rows, sizeof(rows) / sizeof(rows[0]));
}

ParameterizedTest(struct name *row, container, names)
{
	struct part parts[] = GOOD;
	struct part inner[] = { { row->one, "1", 1, 0 },
		{ row->other, "2", 1, 0 }, { NULL, NULL, 0, 0 } };
	struct why why = WHY_INIT;

	make(inner, parts);
	cr_assert_eq(look(&why), OUT_OK, "%s", why.text);
	cr_expect_str_eq(first_block(), row->rule);
}

Test(container, bomb_is_not_inflated)
{
	size_t len = (size_t)8 << 20;
	struct part parts[] = GOOD;
	struct part inner[] = { { "a", calloc(1, len), len, DEFLATED },
		{ NULL, NULL, 0, 0 } };

	cr_assert_not_null(inner[0].data);
	refused(inner, parts, "ZIP-SIZE");
	free((void *)(uintptr_t)inner[0].data);
}

Test(container, entries_are_counted)
{
	static struct part inner[TOO_MANY + 1];
	static char name[TOO_MANY][8];
	struct part parts[] = GOOD;
	size_t i;

	for (i = 0; i < TOO_MANY; i++) {
		(void)snprintf(name[i], sizeof(name[i]), "f%zu", i);
		inner[i].name = name[i];
		inner[i].data = "x";
		inner[i].len = 1;
	}
	refused(inner, parts, "ZIP-SIZE");
}

/* Whatever byte is changed or missing: refused, or what was accepted is the
 * same. */
Test(container, no_damage_is_accepted_with_other_content)
{
	struct part parts[] = GOOD;
	struct why why = WHY_INIT;
	size_t i, len, refused_ones = 0;

	make(good_inner, parts);
	len = file.len;
	for (i = 0; i < len; i += 3) {
		file.data[i] ^= 0x41;
		if (look(&why) != OUT_OK || !container_good(checked))
			refused_ones++;
		else
			cr_expect_eq(checked->n_files, 2);
		file.data[i] ^= 0x41;
	}
	cr_expect_gt(refused_ones, len / 4);
	for (i = 0; i < len; i += 7) {
		file.len = i;
		cr_expect(look(&why) == OUT_REJECT || !container_good(checked),
		    "%zu", i);
	}
	file.len = len;
}

Test(container, bytes_before_it_are_refused)
{
	struct part parts[] = GOOD;
	struct why why = WHY_INIT;
	struct buf b = BUF_INIT;

	make(good_inner, parts);
	(void)buf_puts(&b, "PK more");
	(void)buf_add(&b, file.data, file.len);
	buf_free(&file);
	file = b;
	cr_expect_eq(look(&why), OUT_REJECT);
	cr_expect_str_eq(why.rule, "ZIP-FORM");
}

Test(container, what_is_nothing_of_it_is_said)
{
	struct why why = WHY_INIT;

	(void)buf_puts(&file, "<a/>");
	cr_expect_eq(look(&why), OUT_REJECT);
	cr_expect_str_eq(why.rule, "CONTAINER-KIND");
	cr_expect_null(checked);
}

/* ---- the token beside it ----------------------------------------------- */

Test(container, token_is_about_a_document_in_it)
{
	/* The digest of "%PDF", base64 twice, and that of no bytes. */
	static const char form[] =
	    "<TrustOkToken><Document><Filename>%s</Filename>"
	    "<DigestMethod Algorithm=\"SHA-256\"/><DigestValue>%s"
	    "</DigestValue></Document><Validation><TechnicalResult>"
	    "<TrustLevel>SUFFICIENT</TrustLevel></TechnicalResult>"
	    "<LegalResult><TrustLevel>SUCCESSFUL</TrustLevel></LegalResult>"
	    "</Validation>";
	static const struct {
		const char *name, *command, *rule;
	} rows[] = { { "a.pdf", "printf %%PDF", "" },
		{ "a.pdf", "printf PDF", "TOKEN-DOCUMENT" },
		{ "b.pdf", "printf %%PDF", "TOKEN-DOCUMENT" } };
	struct part parts[] = GOOD;
	struct buf digest = BUF_INIT, xml = BUF_INIT;
	struct why why = WHY_INIT;
	char before[1024];
	size_t i;

	make(good_inner, parts);
	for (i = 0; i < 3; i++) {
		signtest_sh("%s | openssl dgst -sha256 -binary | base64 -w0 "
			    "| base64 -w0 >digest",
		    rows[i].command);
		signtest_load("digest", &digest);
		(void)snprintf(before, sizeof(before), form, rows[i].name,
		    (char *)digest.data);
		signtest_sign("a", 256, before, "</TrustOkToken>", "",
		    SIGNTEST_ENVELOPED, "");
		signtest_load("s.xml", &xml);
		record_free(checked);
		cr_assert_eq(container_check(&tools, file.data, file.len,
				 xml.data, xml.len, &checked, &why),
		    OUT_OK, "%s", why.text);
		cr_expect_str_eq(first_block(), rows[i].rule);
		cr_expect_eq(container_good(checked), i == 0);
		cr_expect_str_eq(checked->token->signature, "valid");
	}
	buf_free(&digest);
	buf_free(&xml);
}

/* Whether a negative result of the token is told, and refuses nothing. */
static void
results(const char *technical, const char *legal, size_t findings)
{
	struct buf digest = BUF_INIT, xml = BUF_INIT;
	struct part parts[] = GOOD;
	struct why why = WHY_INIT;
	char before[1024];
	size_t i;

	make(good_inner, parts);
	signtest_sh("printf %%%%PDF | openssl dgst -sha256 -binary | "
		    "base64 -w0 | base64 -w0 >digest");
	signtest_load("digest", &digest);
	(void)snprintf(before, sizeof(before),
	    "<TrustOkToken><Document><Filename>a.pdf</Filename>"
	    "<DigestMethod Algorithm=\"SHA-256\"/><DigestValue>%s"
	    "</DigestValue></Document><Validation><TechnicalResult>"
	    "<TrustLevel>%s</TrustLevel></TechnicalResult><LegalResult>"
	    "<TrustLevel>%s</TrustLevel></LegalResult></Validation>",
	    (char *)digest.data, technical, legal);
	signtest_sign(
	    "a", 256, before, "</TrustOkToken>", "", SIGNTEST_ENVELOPED, "");
	signtest_load("s.xml", &xml);
	cr_assert_eq(container_check(&tools, file.data, file.len, xml.data,
			 xml.len, &checked, &why),
	    OUT_OK, "%s", why.text);
	cr_expect(container_good(checked), "%s", first_block());
	cr_assert_eq(checked->n_findings, findings);
	for (i = 0; i < findings; i++)
		cr_expect_str_eq(checked->findings[i]->rule, "TOKEN-RESULT");
	buf_free(&digest);
	buf_free(&xml);
}

Test(container, failed_check_in_token_is_told)
{
	results("FAIL", "SUCCESSFUL", 1);
}

Test(container, what_is_not_valid_in_law_in_token_is_told)
{
	results("SUFFICIENT", "NOT_SUCCESSFUL", 1);
}

Test(container, both_in_token_are_told)
{
	results("FAIL", "NOT_SUCCESSFUL", 2);
}
