/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/trust/envelope.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <criterion/criterion.h>

#include "domain/form/header.h"
#include "domain/form/header_view.h"
#include "io/mailkeys.h"
#include "io/record.h"
#include "io/slurp.h"
#include "tmpdir.h"
#include "valgrind.h"
#include "value/date.h"

/* Two authorities, DE and PT, that have each other's certificate pinned. */

#define FILES 3
static struct why why;
static struct worker *de, *pt;
static char at[24];
static int64_t now;

/* A message from PT to DE. */
static Rec__Header header;
static Rec__Authority sender, receiver;
static Rec__HeaderDocument doc[FILES], *docs[FILES];
static Rec__ParcelFile file[FILES], *files[FILES];
static struct buf plain[FILES], sealed[FILES], code[FILES + 1];
static char name[FILES][16];

static void
copy(const char *from, const char *to)
{
	struct buf b = BUF_INIT;

	cr_assert_eq(slurp_file(tmpdir_path(from), 1 << 20, &b, &why), OUT_OK);
	tmpdir_write(to, b.data, b.len);
	buf_free(&b);
}

static void
make_key(const char *keys, const char *kind, const char *key, int64_t from,
    int64_t until)
{
	struct seal *seal;

	cr_assert_eq(seal_init(tmpdir_path(keys), &why), OUT_OK);
	cr_assert_eq(seal_open(tmpdir_path(keys), &seal, &why), OUT_OK);
	cr_assert_eq(mailkeys_make(tmpdir_path(keys), seal, kind, key, keys,
			 from, until, &why),
	    OUT_OK, "%s", why.text);
	seal_close(seal);
}

static void
start(const char *keys, struct worker **w)
{
	skip_under_valgrind("no limit can be set");
	worker_stop(*w);
	cr_assert_eq(worker_start(&envelope_worker, tmpdir_path(keys), w, &why),
	    OUT_OK, "%s", why.text);
}

/* Seal and sign the message again, as dispatch does. */
static void
seal_all(void)
{
	struct buf form = BUF_INIT;
	size_t i;

	for (i = 0; i < FILES; i++) {
		cr_assert_eq(envelope_seal(pt, "DE", at, plain[i].data,
				 plain[i].len, &sealed[i], &code[i], &why),
		    OUT_OK, "%s", why.text);
		doc[i].hash = (char *)code[i].data;
		file[i].size = sealed[i].len;
	}
	cr_assert_eq(header_canonical(&header, &form, &why), OUT_OK);
	cr_assert_eq(
	    envelope_sign(pt, at, form.data, form.len, &code[FILES], &why),
	    OUT_OK);
	header.hash = (char *)code[FILES].data;
	buf_free(&form);
}

static void
make_message(void)
{
	size_t i;

	rec__header__init(&header);
	rec__authority__init(&sender);
	rec__authority__init(&receiver);
	sender.code = lend("PT");
	sender.name = lend("Autoridade");
	receiver.code = lend("DE");
	header.sender = &sender;
	header.receiver = &receiver;
	header.version = lend("1.0");
	header.scheme = lend("is1");
	header.msg_id = lend("1000001PT");
	header.thread = lend("PT-DE-2026-000001-PT");
	header.msg_no = 1;
	header.created = lend("2026-11-21 08:00:00");
	header.form = lend("E6");
	header.documents = docs;
	header.n_documents = FILES;
	for (i = 0; i < FILES; i++) {
		(void)snprintf(name[i], sizeof(name[i]), "f%zu.xml", i);
		(void)buf_printf(&plain[i], "<document number='%zu'/>", i);
		rec__header_document__init(&doc[i]);
		rec__parcel_file__init(&file[i]);
		doc[i].name = file[i].name = name[i];
		doc[i].type = lend("D");
		doc[i].mime = lend("application/xml");
		doc[i].created = header.created;
		doc[i].size = plain[i].len;
		docs[i] = &doc[i];
		files[i] = &file[i];
	}
	seal_all();
}

static void
setup(void)
{
	const char *all = getenv("ALL");
	int64_t day = 86400;

	tmpdir_make();
	now = (int64_t)time(NULL);
	(void)time_format(now, at);
	/* To make an RSA key takes most of a second; cms.sh has both, too. */
	make_key("DE", all != NULL && all[0] != '\0' ? "rsa" : "ec", "k",
	    now - day, now + 10 * day);
	make_key("PT", "ec", "k", now - day, now + 10 * day);
	(void)tmpdir_dir("DE/authorities");
	(void)tmpdir_dir("DE/authorities/PT");
	(void)tmpdir_dir("PT/authorities");
	(void)tmpdir_dir("PT/authorities/DE");
	copy("PT/message/k.pem", "DE/authorities/PT/1.pem");
	copy("DE/message/k.pem", "PT/authorities/DE/1.pem");
	start("DE", &de);
	start("PT", &pt);
	make_message();
}

static void
teardown(void)
{
	size_t i;

	worker_stop(de);
	worker_stop(pt);
	de = pt = NULL;
	for (i = 0; i < FILES; i++) {
		buf_free(&plain[i]);
		buf_free(&sealed[i]);
		buf_free(&code[i]);
	}
	buf_free(&code[FILES]);
	tmpdir_remove();
}

TestSuite(envelope, .init = setup, .fini = teardown);

static enum outcome
open_by(struct worker *w, const char *when)
{
	struct buf got[FILES] = { BUF_INIT, BUF_INIT, BUF_INIT };
	enum outcome out;
	size_t i;

	memset(&why, 0, sizeof(why));
	out = envelope_open_message(
	    w, &header, files, FILES, when, sealed, got, &why);
	for (i = 0; i < FILES; i++) {
		if (out == OUT_OK) {
			cr_assert_eq(got[i].len, plain[i].len);
			cr_assert_eq(
			    memcmp(got[i].data, plain[i].data, got[i].len), 0);
		}
		buf_free(&got[i]);
	}
	return out;
}

static void
refused(const char *rule)
{
	cr_expect_eq(open_by(de, at), OUT_REJECT);
	cr_expect_str_eq(why.rule, rule, "%s: %s", why.rule, why.text);
}

Test(envelope, a_message_opens)
{
	cr_expect_eq(open_by(de, at), OUT_OK, "%s", why.text);
	seal_all();
	cr_expect_eq(open_by(de, at), OUT_OK, "%s", why.text);
}

/* ---- one bit ---- */

Test(envelope, no_bit_of_a_file_can_change)
{
	const char *all = getenv("ALL");
	size_t i, bit, step, n = 0;

	/* With ALL every bit of the first file, some of the others. */
	step = all != NULL && all[0] != '\0' ? 1 : 9;
	for (i = 0; i < FILES; i++)
		for (bit = 0; bit < sealed[i].len * 8;
		     bit += i == 0 ? step : 97) {
			sealed[i].data[bit / 8] ^=
			    (unsigned char)(1 << bit % 8);
			cr_assert_eq(
			    open_by(de, at), OUT_REJECT, "%zu %zu", i, bit);
			cr_assert_str_eq(why.rule, "FILE-SIGNATURE");
			sealed[i].data[bit / 8] ^=
			    (unsigned char)(1 << bit % 8);
			n++;
		}
	cr_expect(n > 5000 / step, "%zu", n);
	cr_expect_eq(open_by(de, at), OUT_OK);
}

/* A copy of the value with one bit changed; every bit of it. */
static size_t
flip_each(char **value)
{
	char *good = *value, *bad = strdup(good);
	size_t bit, len = strlen(good), n = 0;

	cr_assert_not_null(bad);
	*value = bad;
	for (bit = 0; bit < len * 8; bit++) {
		bad[bit / 8] = (char)(bad[bit / 8] ^ 1 << bit % 8);
		/* A value that ends early, or in a blank, is another one. */
		cr_assert_eq(
		    open_by(de, at), OUT_REJECT, "'%s' for '%s'", bad, good);
		bad[bit / 8] = good[bit / 8];
		n++;
	}
	*value = good;
	free(bad);
	return n;
}

Test(envelope, no_bit_of_a_header_field_can_change)
{
	char **fields[] = { &header.version, &sender.code, &sender.name,
		&receiver.code, &header.msg_id, &header.thread, &header.created,
		&header.form, &header.hash, &doc[0].name, &doc[0].type,
		&doc[0].mime, &doc[0].created, &doc[0].hash };
	size_t i, n = 0;

	for (i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		n += flip_each(fields[i]);
	for (i = 0; i < 20; i++) {
		doc[1].size ^= (uint64_t)1 << i;
		refused("MESSAGE-SIGNATURE");
		doc[1].size ^= (uint64_t)1 << i;
	}
	header.msg_no ^= 1;
	refused("MESSAGE-SIGNATURE");
	header.msg_no ^= 1;
	cr_expect(n > 2000, "%zu", n);
	cr_expect_eq(open_by(de, at), OUT_OK);
}

Test(envelope, fields_that_were_empty_cannot_be_filled)
{
	header.creditor = lend("x");
	refused("MESSAGE-SIGNATURE");
	header.creditor = lend("");
	header.debtor = lend("x");
	refused("MESSAGE-SIGNATURE");
}

/* ---- the documents as a whole ---- */

Test(envelope, documents_keep_their_order_and_number)
{
	docs[0] = &doc[1];
	docs[1] = &doc[0];
	refused("MESSAGE-SIGNATURE");
	docs[0] = &doc[0];
	docs[1] = &doc[1];
	header.n_documents = FILES - 1;
	refused("MESSAGE-SIGNATURE");
	header.n_documents = FILES;
	file[2].name = lend("other");
	refused("FILE-MISSING");
	cr_expect_str_eq(
	    why.place, "message/Documents/DocumentIdentification[3]");
}

Test(envelope, files_of_one_message_do_not_change_places)
{
	struct buf b = sealed[0];

	sealed[0] = sealed[1];
	sealed[1] = b;
	refused("FILE-SIGNATURE");
}

Test(envelope, a_file_of_an_older_message_does_not_do)
{
	struct buf old = BUF_INIT;

	(void)buf_add(&old, sealed[0].data, sealed[0].len);
	seal_all();
	buf_free(&sealed[0]);
	sealed[0] = old;
	refused("FILE-SIGNATURE");
}

Test(envelope, a_size_that_lies_is_refused)
{
	doc[0].size++;
	seal_all();
	refused("FILE-SIZE");
}

/* ---- who ---- */

Test(envelope, whom_it_is_not_for_cannot_open_it)
{
	make_key("BR", "ec", "k", now - 3600, now + 3600);
	(void)tmpdir_dir("BR/authorities");
	(void)tmpdir_dir("BR/authorities/PT");
	copy("PT/message/k.pem", "BR/authorities/PT/1.pem");
	start("BR", &de);
	refused("SEAL-RECIPIENT");
}

Test(envelope, another_than_the_sender_cannot_have_signed)
{
	make_key("BR", "ec", "k", now - 3600, now + 3600);
	(void)tmpdir_dir("DE/authorities/BR");
	copy("BR/message/k.pem", "DE/authorities/BR/1.pem");
	start("DE", &de);
	sender.code = lend("BR");
	refused("MESSAGE-SIGNATURE");
	sender.code = lend("ES");
	refused("CERT-NONE");
	sender.code = lend("../PT");
	refused("CERT-NONE");
}

Test(envelope, without_a_key_nothing_opens)
{
	cr_expect_eq(open_by(NULL, at), OUT_REJECT);
	cr_expect_str_eq(why.rule, "SEAL-KEY");
}

/* ---- when ---- */

static char *
when(int64_t seconds)
{
	static char text[24];

	(void)time_format(now + seconds, text);
	return text;
}

Test(envelope, certificates_have_their_time)
{
	struct buf b = BUF_INIT, h = BUF_INIT;

	cr_expect_eq(open_by(de, when(11 * 86400)), OUT_REJECT);
	cr_expect_str_eq(why.rule, "CERT-EXPIRED");
	cr_expect_eq(open_by(de, when(-2 * 86400)), OUT_REJECT);
	cr_expect_str_eq(why.rule, "CERT-EXPIRED");
	cr_expect_eq(
	    envelope_seal(pt, "DE", when(11 * 86400), "x", 1, &b, &h, &why),
	    OUT_REJECT);
	cr_expect_str_eq(why.rule, "SEAL-KEY");
	cr_expect_eq(
	    envelope_seal(pt, "BR", at, "x", 1, &b, &h, &why), OUT_REJECT);
	cr_expect_str_eq(why.rule, "CERT-NONE");
	buf_free(&b);
	buf_free(&h);
}

/* PT makes its next key; DE pins it beside the old one. */
Test(envelope, keys_roll_over)
{
	make_key("PT", "rsa", "n", now + 86400, now + 20 * 86400);
	make_key("DE", "ec", "n", now + 86400, now + 20 * 86400);
	copy("PT/message/n.pem", "DE/authorities/PT/2.pem");
	copy("DE/message/n.pem", "PT/authorities/DE/2.pem");
	start("PT", &pt);
	cr_expect_eq(open_by(de, at), OUT_OK, "the old for the old");
	start("DE", &de);
	cr_expect_eq(open_by(de, at), OUT_OK, "the old with the new there");
	(void)strcpy(at, when(2 * 86400));
	cr_expect_eq(open_by(de, at), OUT_OK, "the old when the new began");
	seal_all();
	cr_expect_eq(open_by(de, at), OUT_OK, "the new: %s", why.text);
	cr_expect_eq(open_by(de, when(15 * 86400)), OUT_OK, "the old is over");
	cr_expect_eq(open_by(de, when(0)), OUT_REJECT, "not yet");
	cr_expect_str_eq(why.rule, "CERT-EXPIRED");
}

static void
revoke(void)
{
	char cmd[2048];

	(void)snprintf(cmd, sizeof(cmd),
	    "cd %s && { openssl req -x509 -nodes -newkey ec -pkeyopt "
	    "ec_paramgen_curve:P-256 -subj /CN=PT -keyout c.key -out c.pem && "
	    ": >index && echo 01 >n && printf '[ca]\\ndefault_ca=d\\n[d]\\n"
	    "database=index\\ncrlnumber=n\\ndefault_md=sha256\\n"
	    "default_crl_days=30\\n' >conf && openssl ca -config conf -cert "
	    "c.pem -keyfile c.key -revoke PT/message/k.pem && openssl ca "
	    "-config conf -cert c.pem -keyfile c.key -gencrl -out list.crl; } "
	    ">log 2>&1",
	    tmpdir);
	cr_assert_eq(system(cmd), 0);
	copy("list.crl", "DE/authorities/PT/list.crl");
}

Test(envelope, a_revoked_certificate_is_worth_nothing)
{
	struct mailkeys *mk;
	struct worker *none = NULL;

	revoke();
	/* Signed by an authority of that name, but not by the pinned one. */
	cr_expect_eq(
	    mailkeys_open(tmpdir_path("DE"), false, &mk, &why), OUT_REJECT);
	cr_expect_str_eq(why.rule, "KEYS");
	cr_expect_not_null(strstr(why.text, "list.crl"));
	cr_assert_eq(
	    worker_start(&envelope_worker, tmpdir_path("DE"), &none, &why),
	    OUT_OK);
	cr_expect_eq(worker_ready(none, &why), OUT_REJECT);
	worker_stop(none);
}

/* ---- the folders ---- */

Test(envelope, what_is_no_certificate_stops_and_is_named)
{
	struct mailkeys *mk;

	tmpdir_write("DE/authorities/PT/9.pem", "nothing", 7);
	cr_expect_eq(
	    mailkeys_open(tmpdir_path("DE"), false, &mk, &why), OUT_REJECT);
	cr_expect_str_eq(why.rule, "KEYS");
	cr_expect_not_null(strstr(why.text, "authorities/PT/9.pem"));
	cr_expect_null(mk);
}

Test(envelope, a_private_key_is_sealed_and_of_its_place)
{
	struct buf b = BUF_INIT;
	struct mailkeys *mk;

	cr_assert_eq(
	    slurp_file(tmpdir_path("DE/message/k.key"), 1 << 20, &b, &why),
	    OUT_OK);
	/* RSA: the modulus is in the certificate, and not in what is sealed. */
	cr_expect_null(memmem(b.data, b.len, "\x2a\x86\x48\x86\xf7", 5));
	b.data[b.len / 2] ^= 1;
	cr_assert_eq(remove(tmpdir_path("DE/message/k.key")), 0);
	tmpdir_write("DE/message/k.key", b.data, b.len);
	cr_expect_eq(
	    mailkeys_open(tmpdir_path("DE"), true, &mk, &why), OUT_REJECT);
	cr_expect_str_eq(why.rule, "SEAL");
	copy("PT/message/k.key", "DE/message/x.key");
	copy("PT/message/k.pem", "DE/message/x.pem");
	cr_expect_eq(
	    mailkeys_open(tmpdir_path("DE"), true, &mk, &why), OUT_REJECT);
	cr_expect(mailkeys_there(tmpdir_path("DE")));
	cr_expect_not(mailkeys_there(tmpdir_path("BR")));
	buf_free(&b);
}
