/* SPDX-License-Identifier: EUPL-1.2 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <criterion/criterion.h>

#include "base/buf.h"
#include "io/publish.h"
#include "io/slurp.h"
#include "tmpdir.h"

static void
make_folders(void)
{
	tmpdir_make();
	(void)tmpdir_dir("tmp");
	(void)tmpdir_dir("in");
	(void)tmpdir_dir("out");
}

TestSuite(publish, .init = make_folders, .fini = tmpdir_remove);

static struct publish *
begin(void)
{
	struct publish *pub;
	struct why why = WHY_INIT;

	cr_assert_eq(publish_begin(tmpdir_path("tmp"), &pub, &why), OUT_OK,
	    "%s", why.text);
	return pub;
}

static int
count(const char *rel)
{
	DIR *d = opendir(tmpdir_path(rel));
	int n = 0;

	cr_assert_not_null(d, "%s", rel);
	while (readdir(d) != NULL)
		n++;
	(void)closedir(d);
	return n - 2; /* . and .. */
}

static void
expect_text(const char *rel, const char *text)
{
	struct buf b = BUF_INIT;
	struct why why = WHY_INIT;

	cr_assert_eq(slurp_file(tmpdir_path(rel), 1000, &b, &why), OUT_OK, "%s",
	    why.text);
	cr_expect_eq(b.len, strlen(text));
	cr_expect_arr_eq(b.data, text, b.len);
	buf_free(&b);
}

static enum outcome
add(struct publish *pub, const char *name, const char *text, struct why *why)
{
	return publish_file(
	    pub, name, 0640, text, strlen(text), tmpdir_path("out"), name, why);
}

/* A group of one file. */
static enum outcome
one(const char *name, const char *text, struct why *why)
{
	struct publish *pub = begin();
	enum outcome out;

	out = add(pub, name, text, why);
	if (out == OUT_OK)
		out = publish_commit(pub, why);
	publish_free(pub);
	cr_expect_eq(count("tmp"), 0);
	return out;
}

static enum outcome
folder(const char *a, const char *b, struct why *why)
{
	struct publish *pub = begin();
	enum outcome out;

	cr_assert_eq(
	    publish_folder(pub, "f", 02750, tmpdir_path("out"), "f", why),
	    OUT_OK);
	cr_assert_eq(
	    publish_into(pub, "f", "a", 0600, a, strlen(a), why), OUT_OK);
	cr_assert_eq(
	    publish_into(pub, "f", "b", 0640, b, strlen(b), why), OUT_OK);
	out = publish_commit(pub, why);
	publish_free(pub);
	cr_expect_eq(count("tmp"), 0);
	return out;
}

Test(publish, a_group_appears_whole_at_the_commit)
{
	struct publish *pub = begin();
	struct why why = WHY_INIT;
	struct stat st;

	(void)umask(077);
	cr_assert_eq(add(pub, "a", "one", &why), OUT_OK);
	cr_assert_eq(add(pub, "$(b)\n", "two", &why), OUT_OK);
	cr_expect_eq(count("out"), 0);
	cr_assert_eq(publish_commit(pub, &why), OUT_OK, "%s", why.text);
	cr_expect_eq(count("tmp"), 0);
	expect_text("out/a", "one");
	expect_text("out/$(b)\n", "two");
	cr_assert_eq(stat(tmpdir_path("out/a"), &st), 0);
	cr_expect_eq(st.st_mode & 07777, 0640);
	cr_assert_eq(add(pub, "c", "", &why), OUT_OK);
	cr_assert_eq(publish_commit(pub, &why), OUT_OK);
	cr_assert_eq(publish_commit(pub, &why), OUT_OK);
	expect_text("out/c", "");
	publish_free(pub);
}

Test(publish, what_is_not_committed_never_was)
{
	struct publish *pub = begin();
	struct why why = WHY_INIT;

	cr_assert_eq(add(pub, "a", "one", &why), OUT_OK);
	cr_assert_eq(
	    publish_folder(pub, "f", 0700, tmpdir_path("out"), "f", &why),
	    OUT_OK);
	cr_assert_eq(publish_into(pub, "f", "a", 0600, "", 0, &why), OUT_OK);
	publish_free(pub);
	publish_free(NULL);
	cr_expect_eq(count("out"), 0);
	cr_expect_eq(count("tmp"), 0);
}

Test(publish, same_again_is_ok)
{
	struct why why = WHY_INIT;

	cr_assert_eq(one("a", "one", &why), OUT_OK);
	cr_expect_eq(one("a", "one", &why), OUT_OK, "%s", why.text);
	expect_text("out/a", "one");
}

Test(publish, other_content_is_refused_and_the_rest_goes)
{
	struct publish *pub;
	struct why why = WHY_INIT;

	cr_assert_eq(one("b", "one", &why), OUT_OK);
	pub = begin();
	cr_assert_eq(add(pub, "a", "x", &why), OUT_OK);
	cr_assert_eq(add(pub, "b", "one+", &why), OUT_OK);
	cr_assert_eq(add(pub, "c", "x", &why), OUT_OK);
	cr_expect_eq(publish_commit(pub, &why), OUT_REJECT);
	cr_expect_str_eq(why.rule, "PUBLISH-TAKEN");
	publish_free(pub);
	expect_text("out/a", "x");
	expect_text("out/b", "one");
	expect_text("out/c", "x");
	cr_expect_eq(count("tmp"), 0);
	cr_expect_eq(one("b", "two", &why), OUT_REJECT);
	cr_expect_eq(one("b", "", &why), OUT_REJECT);
}

Test(publish, a_name_taken_by_another_kind_is_refused)
{
	struct why why = WHY_INIT;

	(void)tmpdir_dir("out/a");
	cr_expect_eq(one("a", "", &why), OUT_REJECT);
	cr_assert_eq(mkfifo(tmpdir_path("out/b"), 0600), 0);
	cr_expect_eq(one("b", "", &why), OUT_REJECT);
	tmpdir_write("same", "x", 1);
	cr_assert_eq(symlink("../same", tmpdir_path("out/c")), 0);
	cr_expect_eq(one("c", "x", &why), OUT_REJECT);
	tmpdir_write("out/f", "x", 1);
	cr_expect_eq(folder("1", "2", &why), OUT_REJECT);
}

Test(publish, a_folder_appears_whole)
{
	struct why why = WHY_INIT;
	struct stat st;

	cr_assert_eq(folder("1", "2", &why), OUT_OK, "%s", why.text);
	expect_text("out/f/a", "1");
	expect_text("out/f/b", "2");
	cr_assert_eq(stat(tmpdir_path("out/f"), &st), 0);
	cr_expect_eq(st.st_mode & 07777, 02750);
}

Test(publish, a_folder_again_compares_our_files_alone)
{
	struct why why = WHY_INIT;

	cr_assert_eq(folder("1", "2", &why), OUT_OK);
	tmpdir_write("out/f/processed", "theirs", 6);
	cr_expect_eq(folder("1", "2", &why), OUT_OK, "%s", why.text);
	expect_text("out/f/processed", "theirs");
	cr_expect_eq(folder("1", "3", &why), OUT_REJECT);
	cr_assert_eq(unlink(tmpdir_path("out/f/b")), 0);
	cr_expect_eq(folder("1", "2", &why), OUT_REJECT);
	cr_expect_eq(count("out/f"), 2);
}

Test(publish, by_name_whatever_the_bytes)
{
	struct publish *pub;
	struct why why = WHY_INIT;

	cr_assert_eq(one("a", "one", &why), OUT_OK);
	pub = begin();
	cr_assert_eq(add(pub, "a", "sealed anew", &why), OUT_OK);
	publish_by_name(pub);
	cr_expect_eq(publish_commit(pub, &why), OUT_OK, "%s", why.text);
	publish_free(pub);
	expect_text("out/a", "one");
	cr_expect_eq(count("tmp"), 0);
}

Test(publish, replace_changes_only_what_differs)
{
	struct publish *pub = begin();
	struct why why = WHY_INIT;
	struct stat before, after;
	const char *out = tmpdir_path("out");

	cr_assert_eq(
	    publish_replace(pub, "p", 0640, "one", 3, out, "p", &why), OUT_OK);
	cr_assert_eq(publish_commit(pub, &why), OUT_OK);
	cr_assert_eq(stat(tmpdir_path("out/p"), &before), 0);
	cr_assert_eq(
	    publish_replace(pub, "p", 0640, "one", 3, out, "p", &why), OUT_OK);
	cr_expect_eq(count("tmp"), 0);
	cr_assert_eq(publish_commit(pub, &why), OUT_OK);
	cr_assert_eq(stat(tmpdir_path("out/p"), &after), 0);
	cr_expect_eq(before.st_ino, after.st_ino);
	cr_assert_eq(
	    publish_replace(pub, "p", 0600, "two", 3, out, "p", &why), OUT_OK);
	expect_text("out/p", "one");
	cr_assert_eq(publish_commit(pub, &why), OUT_OK);
	expect_text("out/p", "two");
	publish_free(pub);
	cr_expect_eq(count("tmp"), 0);
}

Test(publish, a_folder_is_added_to_and_moved_in_one_group)
{
	struct publish *pub = begin();
	struct why why = WHY_INIT;
	int i;

	(void)tmpdir_dir("in/f");
	tmpdir_write("in/f/x", "x", 1);
	tmpdir_write("in/f/verdict", "of a run that died", 18);
	cr_assert_eq(publish_move(pub, tmpdir_path("in"), "f",
			 tmpdir_path("out"), "f", &why),
	    OUT_OK);
	cr_assert_eq(publish_add(pub, "f.v", 0600, "good", 4, tmpdir_path("in"),
			 "f", "verdict", &why),
	    OUT_OK);
	expect_text("in/f/verdict", "of a run that died");
	cr_assert_eq(publish_commit(pub, &why), OUT_OK, "%s", why.text);
	expect_text("out/f/verdict", "good");
	expect_text("out/f/x", "x");
	cr_expect_eq(count("in"), 0);
	for (i = 0; i < 2; i++) {
		/* Moved by an earlier run: fine. */
		cr_assert_eq(publish_move(pub, tmpdir_path("in"), "f",
				 tmpdir_path("out"), "f", &why),
		    OUT_OK);
		cr_assert_eq(publish_commit(pub, &why), OUT_OK, "%s", why.text);
	}
	publish_free(pub);
}

Test(publish, a_move_finds_the_same_there)
{
	struct publish *pub = begin();
	struct why why = WHY_INIT;

	tmpdir_write("in/a", "x", 1);
	tmpdir_write("out/a", "x", 1);
	tmpdir_write("in/b", "x", 1);
	tmpdir_write("out/b", "y", 1);
	cr_assert_eq(publish_move(pub, tmpdir_path("in"), "a",
			 tmpdir_path("out"), "a", &why),
	    OUT_OK);
	cr_assert_eq(publish_move(pub, tmpdir_path("in"), "b",
			 tmpdir_path("out"), "b", &why),
	    OUT_OK);
	cr_expect_eq(publish_commit(pub, &why), OUT_REJECT);
	publish_free(pub);
	expect_text("in/b", "x");
	expect_text("out/b", "y");
	cr_expect_eq(count("in"), 1);
}

Test(publish, a_move_of_nothing_is_no_success)
{
	struct publish *pub = begin();
	struct why why = WHY_INIT;

	cr_assert_eq(publish_move(pub, tmpdir_path("in"), "none",
			 tmpdir_path("out"), "none", &why),
	    OUT_OK);
	cr_expect_eq(publish_commit(pub, &why), OUT_RETRY);
	cr_assert_eq(
	    add(pub, "a", "usable again", &why), OUT_OK, "%s", why.text);
	cr_expect_eq(publish_commit(pub, &why), OUT_OK);
	publish_free(pub);
	expect_text("out/a", "usable again");
}

Test(publish, names)
{
	static const char *const bad[] = { "", ".", "..", "../a", "a/b", "/a" };
	struct publish *pub = begin();
	struct why why = WHY_INIT;
	char longest[300];
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		cr_expect_eq(add(pub, bad[i], "x", &why), OUT_REJECT);
		cr_expect_str_eq(why.rule, "PUBLISH-NAME");
		cr_expect_eq(publish_into(pub, "a", bad[i], 0600, "", 0, &why),
		    OUT_REJECT);
		cr_expect_eq(publish_add(pub, "a", 0600, "", 0, tmpdir, "in",
				 bad[i], &why),
		    OUT_REJECT);
		cr_expect_eq(publish_remove(tmpdir, bad[i], &why), OUT_REJECT);
	}
	memset(longest, 'a', sizeof(longest));
	longest[256] = '\0';
	cr_expect_eq(add(pub, longest, "x", &why), OUT_REJECT);
	longest[255] = '\0';
	cr_expect_eq(add(pub, longest, "x", &why), OUT_OK);
	cr_expect_eq(publish_commit(pub, &why), OUT_OK, "%s", why.text);
	publish_free(pub);
	cr_expect_eq(count("out"), 1);
}

Test(publish, no_folder_is_not_the_inputs_fault)
{
	struct publish *pub;
	struct why why = WHY_INIT;

	cr_expect_eq(publish_begin(tmpdir_path("none"), &pub, &why), OUT_RETRY);
	cr_expect_null(pub);
	pub = begin();
	cr_expect_eq(
	    publish_file(pub, "a", 0600, "", 0, tmpdir_path("none"), "a", &why),
	    OUT_RETRY);
	cr_expect_eq(
	    publish_into(pub, "none", "a", 0600, "", 0, &why), OUT_RETRY);
	cr_assert_eq(add(pub, "a", "1", &why), OUT_OK);
	cr_expect_eq(add(pub, "a", "2", &why), OUT_RETRY);
	cr_expect_eq(publish_commit(pub, &why), OUT_OK);
	expect_text("out/a", "1");
	publish_free(pub);
}

Test(publish, leftovers_of_a_killed_run_go)
{
	(void)tmpdir_dir("tmp/f");
	(void)tmpdir_dir("tmp/f/g");
	tmpdir_write("tmp/f/g/h", "x", 1);
	tmpdir_write("tmp/.a", "x", 1);
	cr_assert_eq(symlink("/etc", tmpdir_path("tmp/l")), 0);
	publish_free(begin());
	cr_expect_eq(count("tmp"), 0);
}

Test(publish, remove)
{
	struct why why = WHY_INIT;
	char in[80];

	(void)snprintf(in, sizeof(in), "%s/in", tmpdir);
	tmpdir_write("kept", "x", 1);
	(void)tmpdir_dir("in/f");
	(void)tmpdir_dir("in/f/g");
	tmpdir_write("in/f/g/h", "x", 1);
	cr_assert_eq(symlink("../../kept", tmpdir_path("in/f/l")), 0);
	tmpdir_write("in/-rf", "x", 1);
	tmpdir_write("in/\xff\xfe", "x", 1);
	cr_assert_eq(symlink("../kept", tmpdir_path("in/l")), 0);
	cr_expect_eq(publish_remove(in, "f", &why), OUT_OK, "%s", why.text);
	cr_expect_eq(publish_remove(in, "f", &why), OUT_OK);
	cr_expect_eq(publish_remove(in, "-rf", &why), OUT_OK);
	cr_expect_eq(publish_remove(in, "\xff\xfe", &why), OUT_OK);
	cr_expect_eq(publish_remove(in, "l", &why), OUT_OK);
	cr_expect_eq(count("in"), 0);
	expect_text("kept", "x");
	(void)tmpdir_dir("in/.gone.1f");
	tmpdir_write("in/.gone.1f/x", "x", 1);
	tmpdir_write("in/x", "x", 1);
	cr_expect_eq(publish_sweep(in, &why), OUT_OK);
	cr_expect_eq(count("in"), 1);
	cr_expect_eq(publish_remove(tmpdir_path("none"), "f", &why), OUT_RETRY);
}
