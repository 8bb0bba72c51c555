/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/heads.h"

#include <stdio.h>
#include <string.h>

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include "tmpdir.h"

#define A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
#define AT " 2026-03-02T09:00:00Z"

static struct why why;

TestSuite(heads, .init = tmpdir_make, .fini = tmpdir_remove);

struct row {
	char text[300];
	size_t len; /* 0: as a string */
	uint64_t count;
	unsigned char first; /* byte of the digest */
};

ParameterizedTestParameters(heads, the_last_whole_line_counts)
{
	static struct row rows[] = {
		{ "", 0, 0, 0 },
		{ "1 " A AT "\n", 0, 1, 0xaa },
		{ "1 " A AT "\n2 " B AT "\n", 0, 2, 0xbb },
		{ "1 " A AT "\n2 " B AT, 0, 1, 0xaa },
		{ "1 " A AT "\n2 bb\n", 0, 1, 0xaa },
		{ "1 " A AT "\n2 " B "\n", 0, 1, 0xaa },
		{ "1 " A AT "\n0 " B AT "\n", 0, 1, 0xaa },
		{ "1 " A AT "\n-2 " B AT "\n", 0, 1, 0xaa },
		{ "1 " A AT "\n99999999999999999999 " B AT "\n", 0, 1, 0xaa },
		{ "1 " A AT "\n2 " B AT " accepted\n", 0, 2, 0xbb },
		{ "1 " A AT "\n\0\0\0\0", 96, 1, 0xaa },
	};

	return cr_make_param_array(
	    struct row, rows, sizeof(rows) / sizeof(rows[0]));
}

ParameterizedTest(struct row *row, heads, the_last_whole_line_counts)
{
	struct heads *h;
	struct head head;

	tmpdir_write(
	    "audit", row->text, row->len == 0 ? strlen(row->text) : row->len);
	cr_assert_eq(heads_open(tmpdir_path("audit"), &h, &why), OUT_OK);
	cr_assert_eq(heads_last(h, &head, &why), OUT_OK);
	cr_expect_eq(head.count, row->count);
	cr_expect_eq(head.digest[0], row->first);
	cr_expect_eq(head.accepted, strstr(row->text, "accepted") != NULL);
	heads_close(h);
}

/* What is appended behind a cut line is a line of its own. */
Test(heads, a_cut_line_spoils_no_other)
{
	static const char cut[] = "1 " A AT "\n2 bbb";
	struct head head = { 3, { 0xcc }, false, NULL }, last;
	struct heads *h;

	tmpdir_write("audit", cut, strlen(cut));
	cr_assert_eq(heads_open(tmpdir_path("audit"), &h, &why), OUT_OK);
	cr_assert_eq(heads_add(h, &head, &AT[1], &why), OUT_OK);
	head.count = 4;
	cr_assert_eq(heads_add(h, &head, &AT[1], &why), OUT_OK);
	cr_assert_eq(heads_last(h, &last, &why), OUT_OK);
	cr_expect_eq(last.count, 4);
	cr_expect_eq(last.digest[0], 0xcc);
	heads_close(h);
}

static enum outcome
see(const struct head *head, void *ctx, struct why *w)
{
	char *seen = ctx;

	(void)w;
	(void)snprintf(seen + strlen(seen), 20, "%u,", (unsigned)head->count);
	return head->count == 7 ? why_reject(w, "AUDIT", "seven") : OUT_OK;
}

Test(heads, each_line_is_seen_once)
{
	static const char text[] =
	    "1 " A AT "\n2 bbb\n3 " B AT "\n7 " A AT "\n8 " A AT "\n";
	char seen[100] = "";

	cr_expect_eq(heads_each(tmpdir_path("none"), see, seen, &why), OUT_OK);
	cr_expect_str_eq(seen, "");
	tmpdir_write("audit", text, strlen(text));
	cr_expect_eq(
	    heads_each(tmpdir_path("audit"), see, seen, &why), OUT_REJECT);
	cr_expect_str_eq(seen, "1,3,7,");
}

static enum outcome
see_numbers(const struct head *head, void *ctx, struct why *w)
{
	(void)w;
	(void)snprintf(ctx, 100, "%s", head->numbers);
	return OUT_OK;
}

Test(heads, the_numbers_given_so_far_are_kept)
{
	struct head head = { 3, { 0xcc }, true, " case/2026=2 item=17" };
	char seen[100] = "";
	struct heads *h;

	cr_assert_eq(heads_open(tmpdir_path("audit"), &h, &why), OUT_OK);
	cr_assert_eq(heads_add(h, &head, &AT[1], &why), OUT_OK);
	heads_close(h);
	cr_assert_eq(
	    heads_each(tmpdir_path("audit"), see_numbers, seen, &why), OUT_OK);
	cr_expect_str_eq(seen, " case/2026=2 item=17 accepted");
}
