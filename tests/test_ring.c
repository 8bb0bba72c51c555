/* SPDX-License-Identifier: EUPL-1.2 */
/* Rotation of the master key, erasure, and a master key from systemd. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <criterion/criterion.h>

#include "io/seal.h"
#include "io/slurp.h"
#include "tmpdir.h"

#define KEYS 40 /* of the pool */

static struct why why;
static struct buf sealed[KEYS];

static const char *
keys(void)
{
	static char path[256];

	(void)snprintf(path, sizeof(path), "%s", tmpdir_path("keys"));
	return path;
}

static struct seal *
opened(void)
{
	struct seal *s;

	cr_assert_eq(seal_open(keys(), &s, &why), OUT_OK, "%s", why.text);
	return s;
}

static void
make(void)
{
	struct seal *s;
	uint64_t i;

	tmpdir_make();
	cr_assert_eq(seal_init(keys(), &why), OUT_OK, "%s", why.text);
	s = opened();
	cr_assert_eq(seal_reserve(s, SEAL_POOL, KEYS, &why), OUT_OK);
	for (i = 0; i < KEYS; i++)
		cr_assert_eq(seal_value(s, SEAL_POOL + i, "case", "k", 1, 1,
				 "text", 4, &sealed[i], &why),
		    OUT_OK);
	seal_close(s);
}

static void
unmake(void)
{
	size_t i;

	for (i = 0; i < KEYS; i++)
		buf_free(&sealed[i]);
	tmpdir_remove();
}

TestSuite(ring, .init = make, .fini = unmake);

static enum outcome
get(struct seal *s, size_t i)
{
	struct buf b = BUF_INIT;
	enum outcome out;

	out = seal_open_value(
	    s, "case", "k", 1, sealed[i].data, sealed[i].len, &b, &why);
	cr_assert(out != OUT_OK || strcmp((char *)b.data, "text") == 0);
	buf_free(&b);
	return out;
}

/* All values open but those of the n erased keys. */
static void
all_but(const uint64_t *erased, size_t n)
{
	struct seal *s = opened();
	size_t i, at = 0, count;

	for (i = 0; i < KEYS; i++)
		if (at < n && erased[at] == SEAL_POOL + i) {
			at++;
			cr_assert_eq(get(s, i), OUT_REJECT);
			cr_assert_str_eq(why.rule, "KEYS");
		} else
			cr_assert_eq(get(s, i), OUT_OK, "%zu", i);
	cr_assert_eq(seal_count(s, &count, &why), OUT_OK);
	cr_assert_eq(count, SEAL_MESSAGE + KEYS - n);
	seal_close(s);
	cr_assert_eq(access(tmpdir_path("keys/ring.next"), F_OK), -1);
	cr_assert_eq(access(tmpdir_path("keys/master.next"), F_OK), -1);
}

static void
read_file(const char *rel, struct buf *b)
{
	buf_reset(b);
	cr_assert_eq(slurp_file(tmpdir_path(rel), (size_t)1 << 24, b, &why),
	    OUT_OK, "%s", why.text);
}

Test(ring, rotation_changes_the_master_key_and_nothing_else)
{
	struct buf before = BUF_INIT, after = BUF_INIT;
	struct stat st;

	read_file("keys/master", &before);
	cr_assert_eq(
	    seal_rotate(keys(), NULL, 0, &why), OUT_OK, "%s", why.text);
	read_file("keys/master", &after);
	cr_assert_eq(after.len, before.len);
	cr_assert_neq(memcmp(after.data, before.data, after.len), 0);
	cr_assert_eq(stat(tmpdir_path("keys/master"), &st), 0);
	cr_assert_eq(st.st_mode & 07777, 0400);
	all_but(NULL, 0);
	/* The older one opens it no more. */
	cr_assert_eq(unlink(tmpdir_path("keys/master")), 0);
	tmpdir_write("keys/master", before.data, before.len);
	cr_assert_eq(chmod(tmpdir_path("keys/master"), 0400), 0);
	cr_assert_eq(seal_rotate(keys(), NULL, 0, &why), OUT_REJECT);
	cr_assert_str_eq(why.rule, "KEYS");
	buf_free(&before);
	buf_free(&after);
}

Test(ring, erased_keys_are_gone_for_good)
{
	static const uint64_t erase[] = { SEAL_POOL + 2, SEAL_POOL + 3,
		SEAL_POOL + KEYS - 1, SEAL_POOL + KEYS + 7 };
	struct buf a = BUF_INIT, b = BUF_INIT;
	struct seal *s;

	cr_assert_eq(
	    seal_rotate(keys(), erase, 4, &why), OUT_OK, "%s", why.text);
	all_but(erase, 3);
	read_file("keys/master", &a);
	cr_assert_eq(seal_rotate(keys(), erase, 4, &why), OUT_OK);
	read_file("keys/master", &b);
	cr_assert_eq(memcmp(a.data, b.data, a.len), 0, "nothing was to do");
	s = opened();
	cr_assert_eq(seal_reserve(s, SEAL_POOL + KEYS, 5, &why), OUT_OK);
	cr_assert_eq(get(s, 2), OUT_REJECT);
	seal_close(s);
	buf_free(&a);
	buf_free(&b);
}

Test(ring, keys_of_the_unit_stay)
{
	static const uint64_t erase[] = { SEAL_MESSAGE, SEAL_POOL };

	cr_assert_eq(seal_rotate(keys(), erase, 2, &why), OUT_REJECT);
	cr_assert_str_eq(why.rule, "KEYS");
	all_but(NULL, 0);
}

Test(ring, who_has_it_open_keeps_rotation_out)
{
	struct seal *s = opened();

	cr_assert_eq(seal_rotate(keys(), NULL, 0, &why), OUT_RETRY);
	seal_close(s);
	all_but(NULL, 0);
}

static void
copy_file(const char *from, const char *to)
{
	struct buf b = BUF_INIT;

	read_file(from, &b);
	(void)unlink(tmpdir_path(to));
	tmpdir_write(to, b.data, b.len);
	cr_assert_eq(chmod(tmpdir_path(to), 0400), 0);
	buf_free(&b);
}

static void
rename_to(const char *from, const char *to)
{
	char path[256];

	(void)snprintf(path, sizeof(path), "%s", tmpdir_path(from));
	cr_assert_eq(rename(path, tmpdir_path(to)), 0);
}

Test(ring, what_a_death_left_is_settled_by_the_next_to_open)
{
	struct buf b = BUF_INIT;

	/* Before the rings changed places: rubbish. */
	cr_assert_eq(mkdir(tmpdir_path("keys/ring.next"), 0700), 0);
	tmpdir_write("keys/ring.next/.new", "", 0);
	tmpdir_write("keys/ring.next/data.mdb", "half", 4);
	copy_file("keys/master", "keys/master.next");
	tmpdir_write("keys/.master", "ha", 2);
	all_but(NULL, 0);
	/* After that: the next key is the right one. */
	read_file("keys/master", &b);
	cr_assert_eq(seal_rotate(keys(), NULL, 0, &why), OUT_OK);
	cr_assert_eq(mkdir(tmpdir_path("keys/ring.next"), 0700), 0);
	rename_to("keys/master", "keys/master.next");
	tmpdir_write("keys/master", b.data, b.len);
	cr_assert_eq(chmod(tmpdir_path("keys/master"), 0400), 0);
	all_but(NULL, 0);
	/* The older one is overwritten, and a rotation comes first to see. */
	rename_to("keys/master", "keys/master.next");
	tmpdir_write("keys/master", "", 0);
	cr_assert_eq(chmod(tmpdir_path("keys/master"), 0600), 0);
	cr_assert_eq(
	    seal_rotate(keys(), NULL, 0, &why), OUT_OK, "%s", why.text);
	all_but(NULL, 0);
	/* Neither opens it: nothing is touched. */
	rename_to("keys/master", "right");
	tmpdir_write("keys/master", b.data, b.len);
	cr_assert_eq(chmod(tmpdir_path("keys/master"), 0400), 0);
	copy_file("keys/master", "keys/master.next");
	cr_assert_eq(seal_rotate(keys(), NULL, 0, &why), OUT_REJECT);
	cr_assert_eq(access(tmpdir_path("keys/master.next"), F_OK), 0);
	rename_to("right", "keys/master");
	all_but(NULL, 0);
	buf_free(&b);
}

/* ---- a master key from systemd ---- */

static void
give(void)
{
	cr_assert_eq(mkdir(tmpdir_path("given"), 0700), 0);
	cr_assert_eq(
	    setenv("CREDENTIALS_DIRECTORY", tmpdir_path("given"), 1), 0);
	copy_file("keys/master", "given/isupport-master");
	cr_assert_eq(unlink(tmpdir_path("keys/master")), 0);
}

Test(ring, credential_is_the_master_key)
{
	struct seal *s;

	give();
	all_but(NULL, 0);
	cr_assert_eq(seal_init(keys(), &why), OUT_OK, "%s", why.text);
	cr_assert_eq(access(tmpdir_path("keys/master"), F_OK), -1);
	/* Another one; and a file beside it that would do is not asked. */
	copy_file("given/isupport-master", "keys/master");
	(void)unlink(tmpdir_path("given/isupport-master"));
	tmpdir_write("given/isupport-master",
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
	    64);
	cr_assert_eq(chmod(tmpdir_path("given/isupport-master"), 0400), 0);
	cr_assert_eq(seal_open(keys(), &s, &why), OUT_REJECT);
	cr_assert_str_eq(why.rule, "KEYS");
	/* Others may read it. */
	copy_file("keys/master", "given/isupport-master");
	cr_assert_eq(chmod(tmpdir_path("given/isupport-master"), 0404), 0);
	cr_assert_eq(seal_open(keys(), &s, &why), OUT_REJECT);
	/* systemd gives others, but not this one. */
	cr_assert_eq(unlink(tmpdir_path("given/isupport-master")), 0);
	all_but(NULL, 0);
}

Test(ring, init_with_a_credential_makes_a_ring_under_it)
{
	char other[256];
	struct seal *s;

	give();
	(void)snprintf(other, sizeof(other), "%s", tmpdir_path("other"));
	cr_assert_eq(seal_init(other, &why), OUT_OK, "%s", why.text);
	cr_assert_eq(access(tmpdir_path("other/master"), F_OK), -1);
	cr_assert_eq(seal_open(other, &s, &why), OUT_OK);
	seal_close(s);
}

Test(ring, rotation_with_credentials_goes_to_the_next_one)
{
	static const uint64_t erase[] = { SEAL_POOL + 4 };

	give();
	cr_assert_eq(seal_rotate(keys(), erase, 1, &why), OUT_REJECT);
	cr_assert_str_eq(why.rule, "KEYS");
	cr_assert(
	    strstr(why.text, "isupport-master.next") != NULL, "%s", why.text);
	all_but(NULL, 0);
	tmpdir_write("given/isupport-master.next",
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
	    64);
	cr_assert_eq(chmod(tmpdir_path("given/isupport-master.next"), 0440), 0);
	cr_assert_eq(
	    seal_rotate(keys(), erase, 1, &why), OUT_OK, "%s", why.text);
	all_but(erase, 1);
	cr_assert_eq(seal_rotate(keys(), erase, 1, &why), OUT_OK);
	cr_assert_eq(seal_rotate(keys(), NULL, 0, &why), OUT_REJECT);
	rename_to("given/isupport-master.next", "given/isupport-master");
	all_but(erase, 1);
	cr_assert_eq(access(tmpdir_path("keys/master"), F_OK), -1);
}
