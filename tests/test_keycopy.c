/* SPDX-License-Identifier: EUPL-1.2 */
/* Copies of keys: what is read back, and what is refused. */
#include "io/keycopy.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include "io/digest.h"
#include "io/seal.h"
#include "tmpdir.h"

/* Two keys. */
#define A "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
#define B "BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBA="

#define HEAD "isupport-keys 1 DE 2026-11-28T12:00:00Z\nmaster " A "\n"
#define FOUR                                                   \
	"key 1 " A "\nkey 2 " B "\nkey 3 " A "\nkey 4 " B "\n" \
	"key 1024 " B "\n"

static struct why why;

TestSuite(keycopy, .init = tmpdir_make, .fini = tmpdir_remove);

/* The outcome of restoring that text, with its last line unless it is cut. */
static enum outcome
restore(const char *text, bool whole, struct keycopy *copy)
{
	unsigned char digest[DIGEST_LEN];
	char hex[DIGEST_HEX];
	enum outcome out;
	FILE *f;

	memset(copy, 0, sizeof(*copy));
	(void)snprintf(copy->code, sizeof(copy->code), "DE");
	cr_assert_eq(digest_sha256(text, strlen(text), digest, &why), OUT_OK);
	cr_assert((f = tmpfile()) != NULL);
	(void)fputs(text, f);
	if (whole)
		(void)fprintf(
		    f, "end %zu %s\n", strlen(text), digest_hex(digest, hex));
	rewind(f);
	out = keycopy_restore(tmpdir_path("keys"), fileno(f), copy, &why);
	(void)fclose(f);
	return out;
}

Test(keycopy, keys_come_back_once)
{
	struct keycopy copy;
	struct seal *s;
	size_t n;

	cr_assert_eq(restore(HEAD "file a.pem QUJD\nfile a.key QUI=\n" FOUR,
			 true, &copy),
	    OUT_OK, "%s", why.text);
	cr_assert_eq(copy.how, RING_MADE);
	cr_assert_eq(copy.keys, 5);
	cr_assert_eq(copy.files, 2);
	cr_assert_str_eq(copy.at, "2026-11-28T12:00:00Z");
	cr_assert_eq(seal_open(tmpdir_path("keys"), &s, &why), OUT_OK);
	cr_assert_eq(seal_count(s, &n, &why), OUT_OK);
	cr_assert_eq(n, 5);
	/* Somebody has them open. */
	cr_assert_eq(restore(HEAD FOUR, true, &copy), OUT_RETRY);
	seal_close(s);
	cr_assert_eq(restore(HEAD FOUR, true, &copy), OUT_OK);
	cr_assert_eq(copy.how, RING_SAME);
	/* One more, one less, another file. */
	cr_assert_eq(
	    restore(HEAD FOUR "key 1025 " A "\n", true, &copy), OUT_REJECT);
	cr_assert_str_eq(why.rule, "KEYS");
	cr_assert_eq(restore(HEAD "key 1 " A "\n", true, &copy), OUT_REJECT);
	cr_assert_eq(
	    restore(HEAD "file a.pem QUJE\n" FOUR, true, &copy), OUT_REJECT);
	cr_assert_str_eq(why.rule, "PUBLISH-TAKEN");
	/* The master key is lost; what the copy has is right for the ring. */
	cr_assert_eq(unlink(tmpdir_path("keys/master")), 0);
	cr_assert_eq(restore(HEAD FOUR, true, &copy), OUT_OK);
	cr_assert_eq(copy.how, RING_REOPENED);
	cr_assert_eq(seal_open(tmpdir_path("keys"), &s, &why), OUT_OK);
	seal_close(s);
}

Test(keycopy, what_a_death_left_is_no_hindrance)
{
	struct keycopy copy;
	struct seal *s;

	(void)tmpdir_dir("keys");
	(void)tmpdir_dir("keys/ring");
	(void)tmpdir_dir("keys/ring.next");
	tmpdir_write("keys/ring/lock.mdb", "", 0);
	tmpdir_write("keys/ring.next/data.mdb", "half", 4);
	tmpdir_write("keys/master.next",
	    "0000000000000000000000000000000000000000000000000000000000000000",
	    64);
	cr_assert_eq(chmod(tmpdir_path("keys/master.next"), 0400), 0);
	cr_assert_eq(restore(HEAD FOUR, true, &copy), OUT_OK, "%s", why.text);
	cr_assert_eq(copy.how, RING_MADE);
	cr_assert_eq(seal_open(tmpdir_path("keys"), &s, &why), OUT_OK);
	seal_close(s);
	cr_assert_eq(access(tmpdir_path("keys/master.next"), F_OK), -1);
}

Test(keycopy, a_master_key_of_something_else_stays)
{
	struct keycopy copy;

	(void)tmpdir_dir("keys");
	tmpdir_write("keys/master.next",
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
	    64);
	cr_assert_eq(chmod(tmpdir_path("keys/master.next"), 0400), 0);
	cr_assert_eq(restore(HEAD FOUR, true, &copy), OUT_REJECT);
	cr_assert_str_eq(why.rule, "KEYS");
	cr_assert_eq(access(tmpdir_path("keys/master.next"), F_OK), 0);
}

struct row {
	char text[500];
	bool whole;
	char reason[32];
};

ParameterizedTestParameters(keycopy, refused)
{
	static struct row rows[] = {
		{ "", true, "not a copy" },
		{ HEAD FOUR, false, "cut short" },
		{ HEAD FOUR "end 1 " A "\n", false, "changed" },
		{ "isupport-keys 2 DE T\n", true, "not a copy" },
		{ "isupport-keys 1 DE\n", true, "not a copy" },
		{ "isupport-keys 1 FR T\nmaster " A "\n", true,
		    "another unit" },
		{ "isupport-keys 1 DE T\nkey 1 " A "\n", true,
		    "a key is none" },
		{ "isupport-keys 1 DE T\nmaster AAAA\n", true,
		    "a key is none" },
		{ HEAD "key 1 AAAA\n", true, "a key is none" },
		{ HEAD "key 1 !" A "\n", true, "a key is none" },
		{ HEAD "key 2 " A "\nkey 1 " A "\n", true, "in its place" },
		{ HEAD "key 1 " A "\nkey 1 " A "\n", true, "in its place" },
		{ HEAD "key 0 " A "\n", true, "in its place" },
		{ HEAD "key x " A "\n", true, "in its place" },
		{ HEAD "key 99999999999999999999 " A "\n", true,
		    "in its place" },
		{ HEAD "key 1\n", true, "in its place" },
		{ HEAD "lock 1 " A "\n", true, "a line is none" },
		{ HEAD "\n", true, "a line is none" },
		{ HEAD "file a.pem\n", true, "a file is none" },
		{ HEAD "file a.pem !\n", true, "a file is none" },
	};
	return cr_make_param_array(
	    struct row, rows, sizeof(rows) / sizeof(rows[0]));
}

ParameterizedTest(struct row *row, keycopy, refused)
{
	struct keycopy copy;

	cr_assert_eq(restore(row->text, row->whole, &copy), OUT_REJECT);
	cr_assert_str_eq(why.rule, "KEYCOPY", "%s: %s", row->text, why.text);
	cr_assert(strstr(why.text, row->reason) != NULL, "%s: %s", row->text,
	    why.text);
	cr_assert_eq(access(tmpdir_path("keys/ring"), F_OK), -1);
	cr_assert_eq(access(tmpdir_path("keys/master"), F_OK), -1);
}

Test(keycopy, no_name_leads_out_of_the_folder)
{
	struct keycopy copy;

	cr_assert_eq(
	    restore(HEAD "file ../x QUJD\n" FOUR, true, &copy), OUT_REJECT);
	cr_assert_str_eq(why.rule, "PUBLISH-NAME");
	cr_assert_eq(access(tmpdir_path("keys/ring"), F_OK), -1);
}

Test(keycopy, a_copy_is_written_whole_and_once)
{
	struct buf key = BUF_INIT, cert = BUF_INIT, request = BUF_INIT;
	struct keycopy copy = { "DE", "2026-11-28T12:00:00Z", 0, 0, RING_MADE };
	struct cms_cert *to;
	struct stat st;
	struct seal *s;
	char path[256];

	(void)snprintf(path, sizeof(path), "%s", tmpdir_path("copy"));
	cr_assert_eq(cms_key_make("ec", "copy", 0, 4000000000, &key, &cert,
			 &request, &why),
	    OUT_OK);
	cr_assert_eq(cms_cert_read(cert.data, cert.len, &to, &why), OUT_OK);
	cr_assert_eq(seal_init(tmpdir_path("keys"), &why), OUT_OK);
	cr_assert_eq(seal_open(tmpdir_path("keys"), &s, &why), OUT_OK);
	cr_assert_eq(seal_reserve(s, SEAL_POOL, 3000, &why), OUT_OK);
	seal_close(s);
	tmpdir_write(".copy.part", "half", 4);
	cr_assert_eq(keycopy_write(tmpdir_path("keys"), to, path, &copy, &why),
	    OUT_OK, "%s", why.text);
	cr_assert_eq(copy.keys, 3000 + SEAL_MESSAGE);
	cr_assert_eq(stat(path, &st), 0);
	cr_assert_eq(st.st_mode & 07777, 0400);
	cr_assert_gt(st.st_size, 3000 * 44);
	cr_assert_eq(access(tmpdir_path(".copy.part"), F_OK), -1);
	cr_assert_eq(keycopy_write(tmpdir_path("keys"), to, path, &copy, &why),
	    OUT_REJECT);
	cr_assert_str_eq(why.rule, "PUBLISH-TAKEN");
	cms_cert_free(to);
	buf_wipe(&key);
	buf_free(&cert);
	buf_free(&request);
}
