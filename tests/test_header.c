/* SPDX-License-Identifier: EUPL-1.2 */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include "domain/form/header.h"
#include "formtest.h"
#include "io/digest.h"

#define SAMPLE "ecodex/samples/isupport-header/"

/* ---- a message of ours ------------------------------------------------- */

static const struct {
	const char *name, *type, *mime, *content;
} docs[] = {
	{ "form.xml", "D", "application/xml", "<E6/>" },
	{ "Beschluss \xc3\xa4.pdf", "D", "application/pdf", "%PDF-1.7" },
	{ "note.txt", "NTOF", "application/note", "a & b" },
};
#define NDOCS (sizeof(docs) / sizeof(docs[0]))

static Rec__Authority *
party(const char *code, const char *name, const char *contact)
{
	Rec__Authority *a = record_new(&rec__authority__descriptor);

	a->contact = record_new(&rec__contact__descriptor);
	a->responsible = record_new(&rec__responsible__descriptor);
	formtest_set(&a->code, code);
	formtest_set(&a->name, name);
	formtest_set(&a->responsible->name, contact);
	formtest_set(&a->contact->email, "ca@example.org");
	formtest_add(
	    &a->contact->telephones, &a->contact->n_telephones, "+49 228 0000");
	return a;
}

static void
digest_of(const char *s, unsigned char *digest)
{
	struct why why;

	cr_assert_eq(digest_sha256(s, strlen(s), digest, &why), OUT_OK);
}

static Rec__Header *
ours(void)
{
	Rec__Header *h = record_new(&rec__header__descriptor);
	unsigned char digest[DIGEST_LEN];
	char hash[HEADER_HASH_TEXT];
	struct why why;
	size_t i;

	h->sender = party("PT", "Autoridade Central <PT>", "Unidade 4");
	h->receiver = party("DE", "Zentrale Beh\xc3\xb6rde", "Referat 1");
	formtest_set(&h->msg_id, "1000001PT");
	formtest_set(&h->thread, "PT-DE-2026-000001-PT");
	h->msg_no = 1;
	formtest_set(&h->created, "2026-11-21 08:15:00");
	formtest_set(&h->form, "E6");
	for (i = 0; i < NDOCS; i++) {
		Rec__HeaderDocument *d =
		    record_new(&rec__header_document__descriptor);
		void **slot = record_add(&h->documents, &h->n_documents);

		*slot = d;
		formtest_set(&d->name, docs[i].name);
		formtest_set(&d->type, docs[i].type);
		formtest_set(&d->mime, docs[i].mime);
		d->size = strlen(docs[i].content);
		formtest_set(&d->created, "2026-11-21 08:14:00");
		digest_of(docs[i].content, digest);
		formtest_set(&d->hash, header_file_hash(digest, hash));
	}
	cr_assert_eq(header_hash(h, &why), OUT_OK);
	return h;
}

/* Its files as they arrived, with two that the connector added. */
static struct came {
	Rec__ParcelFile file[NDOCS + 2], *files[NDOCS + 2];
	unsigned char digest[NDOCS + 2][DIGEST_LEN];
	char name[NDOCS + 2][64];
} came;

static Rec__ParcelFile **
files(void)
{
	static const char *const added[] = { "header.xml", "Token.pdf" };
	size_t i;

	for (i = 0; i < NDOCS + 2; i++) {
		const char *content = i < NDOCS ? docs[i].content : "x";

		rec__parcel_file__init(&came.file[i]);
		(void)snprintf(came.name[i], sizeof(came.name[i]), "%s",
		    i < NDOCS ? docs[i].name : added[i - NDOCS]);
		digest_of(content, came.digest[i]);
		came.file[i].name = came.name[i];
		came.file[i].size = strlen(content);
		came.file[i].sha256.data = came.digest[i];
		came.file[i].sha256.len = DIGEST_LEN;
		came.files[NDOCS + 1 - i] = &came.file[i];
	}
	return came.files;
}
#define NFILES (NDOCS + 2)

static xmlDoc *
written(const Rec__Header *h)
{
	struct buf b = BUF_INIT;
	struct why why = WHY_INIT;
	xmlDoc *doc;

	cr_assert_eq(header_write(h, &b, &why), OUT_OK, "%s", why.text);
	doc = formtest_parse(b.data, b.len);
	buf_free(&b);
	return doc;
}

/* ---- the published message --------------------------------------------- */

Test(header, the_published_message_reads)
{
	Rec__ParcelFile note = REC__PARCEL_FILE__INIT;
	Rec__ParcelFile pdf = REC__PARCEL_FILE__INIT;
	Rec__ParcelFile *there[] = { &note, &pdf };
	char path[PATH_MAX];
	struct buf b = BUF_INIT;
	struct why why = WHY_INIT;
	Rec__Header *h;
	xmlDoc *doc;

	if (!formtest_shared(SAMPLE "header.xml", path))
		cr_skip_test("../shared is absent");
	formtest_slurp(path, &b);
	doc = formtest_parse(b.data, b.len);
	cr_assert_eq(header_read(doc, &h, &why), OUT_OK, "%s", why.text);
	cr_expect_str_eq(h->sender->code, "PQ");
	cr_expect_str_eq(h->sender->responsible->name, "Pellet Jean-Marc");
	cr_expect_str_eq(h->receiver->code, "PS");
	cr_expect_str_eq(h->receiver->name, "Central Authority of AA");
	cr_expect_str_eq(h->receiver->contact->telephones[0], "61-2-6141 3217");
	cr_expect_str_eq(h->msg_id, "1000717PQ");
	cr_expect_str_eq(h->thread, "PQ-PS(AA)-2021-100_0161-PQ");
	cr_expect_eq(h->msg_no, 1);
	cr_expect_str_eq(h->form, "");
	cr_expect_str_eq(h->scheme, "");
	cr_assert_eq(h->n_documents, 2);
	cr_expect_str_eq(h->documents[0]->name, "Note");
	cr_expect_str_eq(h->documents[0]->type, "NTOF");
	cr_expect_eq(h->documents[1]->size, 85905);

	/* Its documents are encrypted, so longer than it says. */
	note.name = h->documents[0]->name;
	note.size = 16;
	pdf.name = h->documents[1]->name;
	pdf.size = 85918;
	cr_expect_eq(header_complete(h, there, 2, &why), OUT_OK);
	cr_expect_eq(header_verify(h, there, 2, &why), OUT_REJECT);
	cr_expect_str_eq(why.rule, "HASH-SCHEME");
	pdf.size = 85904;
	cr_expect_eq(header_complete(h, there, 2, &why), OUT_REJECT);
	cr_expect_str_eq(why.rule, "FILE-SIZE");
	cr_expect_eq(header_complete(h, there, 1, &why), OUT_REJECT);
	cr_expect_str_eq(why.rule, "FILE-MISSING");
	cr_expect(formtest_valid(doc, "header.xsd"));
	record_free(h);
	xmlFreeDoc(doc);
	buf_free(&b);
}

Test(header, the_published_message_is_written_as_published)
{
	struct buf b = BUF_INIT, again = BUF_INIT;
	char path[PATH_MAX];
	struct why why;
	Rec__Header *h;
	xmlDoc *doc;

	if (!formtest_shared(SAMPLE "header.xml", path))
		cr_skip_test("../shared is absent");
	formtest_slurp(path, &b);
	while (b.len > 0 && b.data[b.len - 1] == '\n')
		b.data[--b.len] = '\0';
	doc = formtest_parse(b.data, b.len);
	cr_assert_eq(header_read(doc, &h, &why), OUT_OK);
	cr_assert_eq(header_write(h, &again, &why), OUT_OK);
	again.data[--again.len] = '\0';
	cr_expect_str_eq((char *)again.data, (char *)b.data);
	record_free(h);
	xmlFreeDoc(doc);
	buf_free(&b);
	buf_free(&again);
}

/* ---- ours -------------------------------------------------------------- */

Test(header, read_back_it_is_the_same)
{
	Rec__Header *h = ours(), *again;
	struct why why = WHY_INIT;
	xmlDoc *doc = written(h);

	cr_expect(formtest_valid(doc, "header.xsd"));
	cr_assert_eq(header_read(doc, &again, &why), OUT_OK, "%s", why.text);
	cr_expect(formtest_same(h, again));
	cr_expect_str_eq(again->scheme, "is0");
	cr_expect_eq(header_verify(again, files(), NFILES, &why), OUT_OK, "%s",
	    why.text);
	cr_expect_not_null(header_lists(again, "form.xml"));
	cr_expect_null(header_lists(again, "Token.pdf"));
	record_free(h);
	record_free(again);
	xmlFreeDoc(doc);
}

/* Surround each text with blanks and put more between the elements. */
static void
unsettle(xmlNode *node)
{
	xmlNode *n;

	for (n = node->children; n != NULL; n = n->next)
		if (n->type == XML_ELEMENT_NODE)
			unsettle(n);
	if (node->children != NULL && node->children->next == NULL)
		xmlNodeAddContent(node, (const xmlChar *)"\n\t  ");
	xmlAddPrevSibling(node, xmlNewText((const xmlChar *)"\n\n     "));
}

Test(header, white_space_is_no_part_of_it)
{
	unsigned char token[DIGEST_LEN], other[DIGEST_LEN];
	Rec__Header *h = ours(), *again;
	struct why why = WHY_INIT;
	xmlDoc *doc = written(h);
	xmlNode *n;

	for (n = xmlDocGetRootElement(doc)->children; n != NULL; n = n->next)
		if (n->type == XML_ELEMENT_NODE)
			unsettle(n);
	cr_assert_eq(header_read(doc, &again, &why), OUT_OK, "%s", why.text);
	cr_expect_eq(header_verify(again, files(), NFILES, &why), OUT_OK, "%s",
	    why.text);
	cr_assert_eq(
	    header_content_token(h, files(), NFILES, token, &why), OUT_OK);
	cr_assert_eq(
	    header_content_token(again, files(), NFILES, other, &why), OUT_OK);
	cr_expect_eq(memcmp(token, other, DIGEST_LEN), 0);
	record_free(h);
	record_free(again);
	xmlFreeDoc(doc);
}

/* Read and verify a document; what it says in the end. */
static enum outcome
judge(xmlDoc *doc, struct why *why)
{
	Rec__Header *h;
	enum outcome out;

	if ((out = header_read(doc, &h, why)) == OUT_OK)
		out = header_verify(h, files(), NFILES, why);
	record_free(h);
	return out;
}

/* The ${i}-th element without elements, or NULL. */
static xmlNode *
leaf(xmlNode *node, int *i)
{
	xmlNode *n, *found;
	bool inner = false;

	for (n = node->children; n != NULL; n = n->next)
		if (n->type == XML_ELEMENT_NODE) {
			inner = true;
			if ((found = leaf(n, i)) != NULL)
				return found;
		}
	return !inner && (*i)-- == 0 ? node : NULL;
}

Test(header, each_value_changed_is_noticed)
{
	struct why why = WHY_INIT;
	Rec__Header *h = ours();
	int i, at, n = 0;

	for (i = 0;; i++) {
		xmlDoc *doc = written(h);
		xmlNode *node;
		xmlChar *was;

		at = i;
		node = leaf(xmlDocGetRootElement(doc), &at);
		if (node == NULL) {
			xmlFreeDoc(doc);
			break;
		}
		n++;

		/* Longer, then one bit of the first byte, then gone. */
		was = xmlNodeGetContent(node);
		xmlNodeAddContent(node, (const xmlChar *)"7");
		cr_expect_eq(judge(doc, &why), OUT_REJECT, "%s: longer",
		    (const char *)node->name);
		if (was[0] != '\0') {
			was[0] ^= 1;
			xmlNodeSetContent(node, was);
			cr_expect_eq(judge(doc, &why), OUT_REJECT, "%s: a bit",
			    (const char *)node->name);
			xmlNodeSetContent(node, NULL);
			cr_expect_eq(judge(doc, &why), OUT_REJECT, "%s: gone",
			    (const char *)node->name);
		}
		xmlFree(was);
		xmlFreeDoc(doc);
	}
	cr_expect_eq(n, 1 + 12 + 7 + 6 * (int)NDOCS);
	record_free(h);
}

Test(header, the_list_of_documents_is_part_of_it)
{
	Rec__Header *h = ours();
	struct why why = WHY_INIT;
	xmlDoc *doc;
	xmlNode *first;

	/* In another order. */
	doc = written(h);
	first = xmlin_find(xmlDocGetRootElement(doc),
	    "message/Documents/DocumentIdentification");
	xmlAddNextSibling(xmlin_next(first), first);
	cr_expect_eq(judge(doc, &why), OUT_REJECT);
	cr_expect_str_eq(why.rule, "HASH-MESSAGE");
	xmlFreeDoc(doc);

	/* One less. */
	doc = written(h);
	first = xmlin_find(xmlDocGetRootElement(doc),
	    "message/Documents/DocumentIdentification");
	xmlUnlinkNode(first);
	xmlFreeNode(first);
	cr_expect_eq(judge(doc, &why), OUT_REJECT);
	cr_expect_str_eq(why.rule, "HASH-MESSAGE");
	xmlFreeDoc(doc);

	/* One twice. */
	doc = written(h);
	first = xmlin_find(xmlDocGetRootElement(doc),
	    "message/Documents/DocumentIdentification");
	xmlAddNextSibling(first, xmlCopyNode(first, 1));
	cr_expect_eq(judge(doc, &why), OUT_REJECT);
	cr_expect_str_eq(why.rule, "HEADER-DOCUMENTS");
	xmlFreeDoc(doc);
	record_free(h);
}

static void
doubled(xmlDoc *doc, xmlNode *node)
{
	struct why why = WHY_INIT;

	xmlAddNextSibling(node, xmlCopyNode(node, 1));
	cr_expect_eq(judge(doc, &why), OUT_REJECT);
	cr_expect_str_eq(why.rule, "HEADER-TWICE", "%s: %s",
	    (const char *)node->name, why.rule);
	xmlFreeDoc(doc);
}

Test(header, no_element_is_there_twice)
{
	static const char *const inner[] = { "transport", "message",
		"transport/Sender", "transport/Receiver", "message/Documents",
		"transport/Receiver/contactInformation" };
	Rec__Header *h = ours();
	xmlDoc *doc;
	xmlNode *node;
	size_t k;
	int i, at;

	for (i = 0;; i++) {
		doc = written(h);
		at = i;
		if ((node = leaf(xmlDocGetRootElement(doc), &at)) == NULL)
			break;
		doubled(doc, node);
	}
	xmlFreeDoc(doc);
	cr_expect_gt(i, 6 * (int)NDOCS);
	for (k = 0; k < sizeof(inner) / sizeof(inner[0]); k++) {
		doc = written(h);
		doubled(doc, xmlin_find(xmlDocGetRootElement(doc), inner[k]));
	}
	record_free(h);
}

Test(header, no_hash_is_stripped)
{
	Rec__Header *h = ours();
	struct why why;
	xmlDoc *doc = written(h);

	xmlNodeSetContent(
	    xmlin_find(xmlDocGetRootElement(doc), "transport/msgHashCode"),
	    (const xmlChar *)"abc=");
	cr_expect_eq(judge(doc, &why), OUT_REJECT);
	cr_expect_str_eq(why.rule, "HASH-MESSAGE");
	xmlFreeDoc(doc);
	record_free(h);
}

Test(header, files_are_compared)
{
	Rec__Header *h = ours();
	unsigned char token[DIGEST_LEN], other[DIGEST_LEN];
	struct why why = WHY_INIT;
	Rec__ParcelFile **f = files();

	cr_assert_eq(header_content_token(h, f, NFILES, token, &why), OUT_OK);
	came.file[1].sha256.data[31] ^= 1;
	cr_expect_eq(header_verify(h, f, NFILES, &why), OUT_REJECT);
	cr_expect_str_eq(why.rule, "HASH-FILE");
	cr_expect_not_null(strstr(why.place, "[2]"), "%s", why.place);
	cr_expect_str_eq(why.value, docs[1].name);
	cr_expect_null(strstr(why.text, "Beschluss"));
	cr_assert_eq(header_content_token(h, f, NFILES, other, &why), OUT_OK);
	cr_expect_neq(memcmp(token, other, DIGEST_LEN), 0);

	f = files();
	came.file[0].size++;
	cr_expect_eq(header_verify(h, f, NFILES, &why), OUT_REJECT);
	cr_expect_str_eq(why.rule, "FILE-SIZE");
	cr_expect_eq(header_complete(h, f, NFILES, &why), OUT_REJECT);

	f = files();
	cr_expect_eq(header_verify(h, f, NFILES - 1, &why), OUT_REJECT);
	cr_expect_str_eq(why.rule, "FILE-MISSING");

	/* What the header does not list is no part of the message. */
	f = files();
	came.file[NDOCS].sha256.data[0] ^= 1;
	cr_expect_eq(header_verify(h, f, NFILES, &why), OUT_OK);
	cr_assert_eq(header_content_token(h, f, NFILES, other, &why), OUT_OK);
	cr_expect_eq(memcmp(token, other, DIGEST_LEN), 0);
	record_free(h);
}

/* Sealed anew, by a key or a person of another time, it is the same. */
Test(header, a_sealed_message_is_its_documents)
{
	unsigned char token[DIGEST_LEN], other[DIGEST_LEN];
	Rec__ParcelFile **f = files();
	struct buf b = BUF_INIT;
	Rec__Header *h = ours();
	struct why why;

	formtest_set(&h->scheme, "is1");
	formtest_set(&h->hash, "is1:QUFB");
	formtest_set(&h->documents[0]->hash, "is1:QkJC");
	cr_assert_eq(header_canonical(h, &b, &why), OUT_OK);
	cr_expect_eq(strncmp((char *)b.data, "is1-header\n", 11), 0);
	cr_expect_not_null(strstr((char *)b.data, "fileHashCode 8:is1:QkJC"));
	buf_free(&b);
	cr_expect_eq(header_verify(h, f, NFILES, &why), OUT_REJECT);
	cr_expect_str_eq(why.rule, "HASH-SCHEME", "is0 alone is plain");
	cr_assert_eq(header_content_token(h, f, NFILES, token, &why), OUT_OK);
	formtest_set(&h->hash, "is1:Q0ND");
	formtest_set(&h->documents[0]->hash, "is1:RERE");
	formtest_set(&h->sender->name, "Another name");
	cr_assert_eq(header_content_token(h, f, NFILES, other, &why), OUT_OK);
	cr_expect_eq(memcmp(token, other, DIGEST_LEN), 0);
	came.file[1].sha256.data[0] ^= 1;
	cr_assert_eq(header_content_token(h, f, NFILES, other, &why), OUT_OK);
	cr_expect_neq(memcmp(token, other, DIGEST_LEN), 0, "a document");
	f = files();
	formtest_set(&h->documents[0]->type, "X");
	cr_assert_eq(header_content_token(h, f, NFILES, other, &why), OUT_OK);
	cr_expect_neq(memcmp(token, other, DIGEST_LEN), 0, "the list");
	record_free(h);
}

/* The canonical form is a promise to other implementations: it may not
 * change.  What stands in isupport-message(5) is this. */
Test(header, the_canonical_form_stays)
{
	Rec__Header h = REC__HEADER__INIT;
	Rec__HeaderDocument d = REC__HEADER_DOCUMENT__INIT, *list[] = { &d };
	char id[] = " 1000001PT\n", thread[] = "A-B-1-A", name[] = "a.pdf";
	struct buf b = BUF_INIT;
	struct why why;

	formtest_set(&h.version, "1.0");
	formtest_set(&h.hash, "is0:sha256:x");
	h.msg_id = id;
	h.thread = thread;
	h.msg_no = 12;
	d.name = name;
	d.size = 7;
	h.documents = list;
	h.n_documents = 1;
	cr_assert_eq(header_canonical(&h, &b, &why), OUT_OK);
	cr_expect_str_eq((char *)b.data,
	    "is0-header\n"
	    "HeaderVersion 3:1.0\n"
	    "transport/msgId 9:1000001PT\n"
	    "transport/caseId 14:A-B-1-A/MSG-12\n"
	    "DocumentIdentification\n"
	    "UniformResourceIdentifier 5:a.pdf\n"
	    "fileSize 1:7\n");
	buf_free(&b);

	/* By openssl dgst -sha256 -binary | base64. */
	cr_assert_eq(header_hash(&h, &why), OUT_OK);
	cr_expect_str_eq(h.hash,
	    "is0:sha256:"
	    "kkndPCU6B5Wb3V2Xv7YCVf2ocI45yrnJV23IWd98zlo=");
	formtest_set(&h.version, "");
	formtest_set(&h.hash, "");
	formtest_set(&h.scheme, "");
}

/* ---- tables ------------------------------------------------------------ */

struct name {
	char s[300];
	int ok;
};

ParameterizedTestParameters(header, names)
{
	static struct name rows[] = {
		{ "a", 1 },
		{ "forms.xml", 1 },
		{ "a b.pdf", 1 },
		{ "\xc3\xa4.pdf", 1 },
		{ "-rf", 1 },
		{ "$(id)", 1 },
		{ "a..b", 1 },
		{ "Delivery.xml", 1 },
		{ "", 0 },
		{ ".", 0 },
		{ "..", 0 },
		{ "../a", 0 },
		{ "a/b", 0 },
		{ "/etc/passwd", 0 },
		{ "a\\b", 0 },
		{ ".hidden", 0 },
		{ " a", 0 },
		{ "a ", 0 },
		{ "a\nb", 0 },
		{ "a\x1b[2J", 0 },
		{ "a\x7f", 0 },
		{ "a\xe2\x80\xae"
		  "fdp.exe",
		    0 },
		{ "a\xe2\x81\xa6", 0 },
		{ "a\xe2\x80\x8f", 0 },
		{ "a\xd8\x9c", 0 },
		{ "header.xml", 0 },
		{ "processed", 0 },
		{ "Token.xml", 0 },
		{ "DELIVERY.xml", 0 },
		{ "NON_RETRIEVAL.xml", 0 },
	};

	return cr_make_param_array(
	    struct name, rows, sizeof(rows) / sizeof(rows[0]));
}

ParameterizedTest(struct name *row, header, names)
{
	Rec__Header *h = ours(), *again;
	struct buf b = BUF_INIT;
	struct why why = WHY_INIT;
	xmlDoc *doc;

	cr_expect_eq(header_name_ok(row->s), row->ok != 0, "'%s'", row->s);

	/* Writing refuses it; reading keeps it as data, and says so. */
	doc = written(h);
	formtest_set(&h->documents[1]->name, row->s);
	cr_expect_eq(header_write(h, &b, &why) == OUT_OK, row->ok != 0);
	cr_expect(
	    row->ok || (b.len == 0 && strcmp(why.rule, "HEADER-NAME") == 0));
	if (strchr(row->s, '\x1b') == NULL && row->s[0] != ' ' &&
	    strcmp(row->s, "a ") != 0) {
		xmlNodeSetContent(
		    xmlin_child(
			xmlin_next(xmlin_find(xmlDocGetRootElement(doc),
			    "message/Documents/DocumentIdentification")),
			"UniformResourceIdentifier"),
		    (const xmlChar *)row->s);
		cr_expect_eq(
		    header_read(doc, &again, &why) == OUT_OK, row->ok != 0);
		cr_assert_not_null(again);
		cr_expect_str_eq(again->documents[1]->name, row->s);
		record_free(again);
	}
	xmlFreeDoc(doc);
	buf_free(&b);
	record_free(h);
}

struct caseid {
	char s[64];
	char thread[64];
	unsigned int n;
};

ParameterizedTestParameters(header, case_ids)
{
	static struct caseid rows[] = {
		{ "PQ-PS(AA)-2021-100_0161-PQ/MSG-01",
		    "PQ-PS(AA)-2021-100_0161-PQ", 1 },
		{ "A/MSG-99", "A", 99 },
		{ "A/MSG-100", "A", 100 },
		{ "A/MSG-01/MSG-02", "A/MSG-01", 2 },
		{ "A/MSG-1", "A/MSG-1", 0 },
		{ "A/MSG-001", "A/MSG-001", 0 },
		{ "A/MSG-00", "A/MSG-00", 0 },
		{ "A/MSG-", "A/MSG-", 0 },
		{ "A/MSG-+1", "A/MSG-+1", 0 },
		{ "A/MSG-9999999999", "A/MSG-9999999999", 0 },
		{ "/MSG-01", "/MSG-01", 0 },
		{ "A", "A", 0 },
	};

	return cr_make_param_array(
	    struct caseid, rows, sizeof(rows) / sizeof(rows[0]));
}

ParameterizedTest(struct caseid *row, header, case_ids)
{
	Rec__Header *h = ours(), *again;
	struct why why;
	xmlDoc *doc = written(h), *second;
	char *text;

	xmlNodeSetContent(
	    xmlin_find(xmlDocGetRootElement(doc), "transport/caseId"),
	    (const xmlChar *)row->s);
	cr_assert_eq(header_read(doc, &again, &why), OUT_OK);
	cr_expect_str_eq(again->thread, row->thread);
	cr_expect_eq(again->msg_no, row->n);

	/* Written again it is the same text. */
	second = written(again);
	text = xmlin_text(xmlDocGetRootElement(second), "transport/caseId");
	cr_expect_str_eq(text, row->s);
	free(text);
	xmlFreeDoc(second);
	xmlFreeDoc(doc);
	record_free(again);
	record_free(h);
}

Test(header, other_documents_are_none)
{
	static const char *const bad[] = {
		"<E6 xmlns='urn:isupport:2026:form'/>", "<header/>",
		("<StandardBusinessDocumentHeader xmlns='http://www.unece.org/"
		 "cefact/namespaces/StandardBusinessDocumentHeader'/>")
	};
	struct why why;
	Rec__Header *h;
	xmlDoc *doc;
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		doc = formtest_parse(bad[i], strlen(bad[i]));
		cr_expect_eq(header_read(doc, &h, &why), OUT_REJECT);
		cr_expect_str_eq(why.rule, "HEADER-ROOT");
		cr_expect_null(h);
		xmlFreeDoc(doc);
	}
}

Test(header, a_size_is_a_number)
{
	static const char *const bad[] = { "-1", "4 KB", "0x10", "1e3",
		"99999999999999999999" };
	Rec__Header *h = ours(), *again;
	struct why why;
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		xmlDoc *doc = written(h);

		xmlNodeSetContent(
		    xmlin_find(xmlDocGetRootElement(doc),
			"message/Documents/DocumentIdentification/fileSize"),
		    (const xmlChar *)bad[i]);
		cr_expect_eq(header_read(doc, &again, &why), OUT_REJECT);
		cr_expect_str_eq(why.rule, "HEADER-SIZE");
		cr_assert_not_null(again, "who sent it is to be seen");
		cr_expect_str_eq(again->sender->code, "PT");
		record_free(again);
		xmlFreeDoc(doc);
	}
	record_free(h);
}

Test(header, an_empty_one_reads)
{
	static const char text[] = "<StandardBusinessDocumentHeader/>";
	struct buf b = BUF_INIT;
	struct why why;
	Rec__Header *h;
	xmlDoc *doc = formtest_parse(text, sizeof(text) - 1);

	cr_assert_eq(header_read(doc, &h, &why), OUT_OK);
	cr_expect_str_eq(h->sender->code, "");
	cr_expect_eq(h->n_documents, 0);
	cr_expect_eq(header_write(h, &b, &why), OUT_REJECT);
	cr_expect_str_eq(why.rule, "HEADER-FIELD");
	cr_expect_eq(b.len, 0);
	record_free(h);
	xmlFreeDoc(doc);
	buf_free(&b);
}
