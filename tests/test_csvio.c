/* SPDX-License-Identifier: EUPL-1.2 */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/csvio.h"
#include "tmpdir.h"

static struct csvio *
parse(const char *s)
{
	struct why why = WHY_INIT;
	struct csvio *t = NULL;

	cr_assert_eq(csvio_parse(s, strlen(s), 100, &t, &why), OUT_OK, "%s: %s",
	    why.rule, why.text);
	return t;
}

Test(csvio, reads_fields_by_column_name)
{
	struct csvio *t = parse("a,b,c\n1, two ,\"x, \"\"y\"\"\"\n3,,z\n");

	cr_expect_eq(csvio_rows(t), 2);
	cr_expect_eq(csvio_columns(t), 3);
	cr_expect_str_eq(csvio_column(t, 2), "c");
	cr_expect_str_eq(csvio_get(t, 0, "a"), "1");
	cr_expect_str_eq(csvio_get(t, 0, "b"), "two");
	cr_expect_str_eq(csvio_get(t, 0, "c"), "x, \"y\"");
	cr_expect_str_eq(csvio_get(t, 1, "b"), "");
	cr_expect_str_eq(csvio_get(t, 1, "c"), "z");
	cr_expect_str_eq(csvio_get(t, 2, "a"), "");
	cr_expect_str_eq(csvio_get(t, 0, "d"), "");
	csvio_free(t);
	csvio_free(NULL);
}

Test(csvio, semicolons_crlf_and_mark_of_spreadsheets)
{
	struct csvio *t = parse("\xef\xbb\xbf"
				"ref;\"amount, EUR\"\r\n"
				"A1;12,50\r\nA2;3\r\n");

	cr_expect_eq(csvio_rows(t), 2);
	cr_expect_str_eq(csvio_column(t, 0), "ref");
	cr_expect_str_eq(csvio_get(t, 0, "amount, EUR"), "12,50");
	cr_expect_str_eq(csvio_get(t, 1, "ref"), "A2");
	csvio_free(t);
}

Test(csvio, rows_of_odd_length_are_kept)
{
	struct csvio *t = parse("a,b\n1\n1,2,3\n");

	cr_expect_eq(csvio_fields(t, 0), 1);
	cr_expect_str_eq(csvio_get(t, 0, "b"), "");
	cr_expect_eq(csvio_fields(t, 1), 3);
	csvio_free(t);
}

Test(csvio, lines_count_blank_ones_and_those_in_quotes)
{
	struct csvio *t = parse("\r\n\na,b\n\n1,2\n3,\"x\n\ny\"\n\n4,5");

	cr_assert_eq(csvio_rows(t), 3);
	cr_expect_eq(csvio_line(t, 0), 5);
	cr_expect_eq(csvio_line(t, 1), 6);
	cr_expect_str_eq(csvio_get(t, 1, "b"), "x\n\ny");
	cr_expect_eq(csvio_line(t, 2), 10);
	cr_expect_str_eq(csvio_get(t, 2, "b"), "5");
	csvio_free(t);
}

Test(csvio, a_carriage_return_alone_ends_a_line)
{
	struct csvio *t = parse("a,b\r\r1,2\r\n3,\"x\ry\"\r4,5");

	cr_assert_eq(csvio_rows(t), 3);
	cr_expect_eq(csvio_line(t, 0), 3);
	cr_expect_eq(csvio_line(t, 1), 4);
	cr_expect_str_eq(csvio_get(t, 1, "b"), "x\ry");
	cr_expect_eq(csvio_line(t, 2), 6);
	csvio_free(t);
}

Test(csvio, a_header_alone_is_a_table)
{
	struct csvio *t = parse("a");

	cr_expect_eq(csvio_rows(t), 0);
	cr_expect_eq(csvio_find(t, "a", "a"), -1);
	csvio_free(t);
}

Test(csvio, empty_columns_behind_the_last_do_not_count)
{
	struct csvio *t = parse("A,b,,\n1,2,,\n3,4,,,,\n5,,,\n6,7,,8\n9\n");
	static const size_t fields[] = { 2, 2, 2, 4, 1 };

	cr_expect_eq(csvio_columns(t), 2);
	for (size_t i = 0; i < 5; i++)
		cr_expect_eq(csvio_fields(t, i), fields[i]);
	cr_expect_str_eq(csvio_get(t, 1, "a"), "3");
	cr_expect_str_eq(csvio_get(t, 2, "B"), "");
	cr_expect_str_eq(csvio_column(t, 0), "A");
	csvio_free(t);
}

Test(csvio, find_gives_the_first_row_sorted_or_not)
{
	struct csvio *t = parse("s,u\na,z\nb,y\nb,z\nd,a\nd,b\nd,y\nf,q\n");
	static const char *const sorted[] = { "a", "b", "d", "f" };
	static const long first[] = { 0, 1, 3, 6 };

	for (size_t i = 0; i < 4; i++)
		cr_expect_eq(csvio_find(t, "s", sorted[i]), first[i]);
	cr_expect_eq(csvio_find(t, "s", "c"), -1);
	cr_expect_eq(csvio_find(t, "s", "g"), -1);
	cr_expect_eq(csvio_find(t, "s", ""), -1);
	cr_expect_eq(csvio_find(t, "u", "z"), 0);
	cr_expect_eq(csvio_find(t, "u", "y"), 1);
	cr_expect_eq(csvio_find(t, "u", "q"), 6);
	cr_expect_eq(csvio_find(t, "u", "s"), -1);
	cr_expect_eq(csvio_find(t, "none", "z"), -1);
	csvio_free(t);
}

struct bad {
	char text[64];
	size_t len; /* 0: as a string */
	char rule[24];
	int line;
};

ParameterizedTestParameters(csvio, refuses_what_is_no_table)
{
	static struct bad rows[] = {
		{ "", 0, "CSV-EMPTY", 0 },
		{ "\xef\xbb\xbf", 0, "CSV-EMPTY", 0 },
		{ "\n\n", 0, "CSV-EMPTY", 0 },
		{ "a,b\n1,x\"y\"\n", 0, "CSV-QUOTES", 2 },
		{ "a,b\n1,\"x\"y\n", 0, "CSV-QUOTES", 2 },
		{ "a,b\n1,2\n\n3,\"x\n5,6\n", 0, "CSV-QUOTES", 4 },
		{ "a,b\n1,\xff\n", 0, "CSV-ENCODING", 2 },
		{ "a,b\n1,\xc3", 0, "CSV-ENCODING", 2 },
		{ "a\n\xed\xa0\x80\n", 0, "CSV-ENCODING", 2 },
		{ "a,b\n1,\0002\n", 8, "CSV-ENCODING", 2 },
		{ "a,,c\n1,2,3\n", 0, "CSV-COLUMNS", 1 },
		{ "a,b,a\n1,2,3\n", 0, "CSV-COLUMNS", 1 },
		{ "\na,b,A\n1,2,3\n", 0, "CSV-COLUMNS", 2 },
		{ "PK\x03\x04", 0, "CSV-ENCODING", 1 },
		{ "\xff\xfe"
		  "a",
		    0, "CSV-ENCODING", 1 },
		{ "%PDF-1.7\n", 0, "CSV-ENCODING", 1 },
		{ "a\n1\n2\n3\n4\n", 0, "CSV-ROWS", 0 },
	};

	return cr_make_param_array(
	    struct bad, rows, sizeof(rows) / sizeof(rows[0]));
}

ParameterizedTest(struct bad *row, csvio, refuses_what_is_no_table)
{
	struct why why = WHY_INIT;
	struct csvio *t = NULL;
	size_t len = row->len == 0 ? strlen(row->text) : row->len;
	char *exact = malloc(len + 1); /* so that ASan sees its end */

	cr_assert_not_null(exact);
	memcpy(exact, row->text, len);
	exact = realloc(exact, len == 0 ? 1 : len);
	cr_expect_eq(csvio_parse(exact, len, 3, &t, &why), OUT_REJECT);
	cr_expect_str_eq(why.rule, row->rule, "%s: %s", why.rule, why.text);
	cr_expect_eq(why.line, row->line, "line %d", why.line);
	cr_expect_null(t);
	free(exact);
}

Test(csvio, as_many_rows_as_allowed)
{
	struct why why = WHY_INIT;
	struct csvio *t = NULL;

	cr_assert_eq(csvio_parse("a\n1\n2\n3", 7, 3, &t, &why), OUT_OK);
	cr_expect_eq(csvio_rows(t), 3);
	csvio_free(t);
}

Test(csvio, too_many_columns)
{
	char text[2 * 65 * 2] = "";
	struct why why = WHY_INIT;
	struct csvio *t = NULL;

	for (int i = 0; i < 65; i++)
		sprintf(text + strlen(text), "%sc%d", i == 0 ? "" : ",", i);
	cr_expect_eq(csvio_parse(text, strlen(text), 3, &t, &why), OUT_REJECT);
	cr_expect_str_eq(why.rule, "CSV-COLUMNS");
}

Test(csvio, load_reads_a_file, .init = tmpdir_make, .fini = tmpdir_remove)
{
	struct why why = WHY_INIT;
	struct csvio *t = NULL;

	tmpdir_write("t.csv", "a;b\n1;2\n", 8);
	cr_assert_eq(csvio_load(tmpdir_path("t.csv"), &t, &why), OUT_OK);
	cr_expect_str_eq(csvio_get(t, 0, "b"), "2");
	csvio_free(t);
	cr_expect_eq(csvio_load(tmpdir_path("none.csv"), &t, &why), OUT_RETRY);
}

struct out {
	char in[32];
	int guard;
	int out;
	char text[40];
};

ParameterizedTestParameters(csvio, fields_are_quoted_and_harmless)
{
	static struct out rows[] = {
		{ "", CSVIO_BANK, OUT_OK, "\"\";" },
		{ "a", CSVIO_BANK, OUT_OK, "\"a\";" },
		{ "a\"b;c\nd", CSVIO_BANK, OUT_OK, "\"a\"\"b;c\nd\";" },
		{ "\"", CSVIO_BANK, OUT_OK, "\"\"\"\";" },
		{ "-12.50", CSVIO_BANK, OUT_OK, "\"-12.50\";" },
		{ "+3", CSVIO_BANK, OUT_OK, "\"+3\";" },
		{ "=1+1", CSVIO_BANK, OUT_REJECT, "" },
		{ "+cmd", CSVIO_BANK, OUT_REJECT, "" },
		{ "-", CSVIO_BANK, OUT_REJECT, "" },
		{ "-1+A1", CSVIO_BANK, OUT_REJECT, "" },
		{ "-.", CSVIO_BANK, OUT_REJECT, "" },
		{ "@SUM(A1)", CSVIO_BANK, OUT_REJECT, "" },
		{ "\tx", CSVIO_BANK, OUT_REJECT, "" },
		{ "\rx", CSVIO_BANK, OUT_REJECT, "" },
		{ "a=1", CSVIO_BANK, OUT_OK, "\"a=1\";" },
		{ "=1+1", CSVIO_PEOPLE, OUT_OK, "\"'=1+1\";" },
		{ "=\"\"", CSVIO_PEOPLE, OUT_OK, "\"'=\"\"\"\"\";" },
		{ "+49 228", CSVIO_PEOPLE, OUT_OK, "\"'+49 228\";" },
		{ "-12.50", CSVIO_PEOPLE, OUT_OK, "\"-12.50\";" },
		{ "@", CSVIO_PEOPLE, OUT_OK, "\"'@\";" },
	};

	return cr_make_param_array(
	    struct out, rows, sizeof(rows) / sizeof(rows[0]));
}

ParameterizedTest(struct out *row, csvio, fields_are_quoted_and_harmless)
{
	struct why why = WHY_INIT;
	struct buf b = BUF_INIT;
	enum outcome out;

	out = csvio_field(
	    &b, ';', row->in, false, (enum csvio_guard)row->guard, &why);
	cr_assert_eq((int)out, row->out, "'%s'", row->in);
	if (out == OUT_OK) {
		cr_expect_str_eq((char *)b.data, row->text, "%s", b.data);
		cr_expect_eq(b.len, strlen(row->text));
	} else {
		cr_expect_str_eq(why.rule, "CSV-INJECTION");
		cr_expect_eq(b.len, 0, "written to on failure");
	}
	buf_free(&b);
}

Test(csvio, written_rows_read_back)
{
	static const char *const v[] = { "a", "\"q\", \"r\"", "x\ny", "" };
	struct why why = WHY_INIT;
	struct buf b = BUF_INIT;
	struct csvio *t = NULL;

	(void)buf_puts(&b, "a,b,c,d\r\n");
	for (size_t i = 0; i < 4; i++)
		cr_assert_eq(
		    csvio_field(&b, ',', v[i], i == 3, CSVIO_BANK, &why),
		    OUT_OK);
	cr_assert_eq(csvio_parse(b.data, b.len, 10, &t, &why), OUT_OK);
	for (size_t i = 0; i < 4; i++)
		cr_expect_str_eq(csvio_get(t, 0, csvio_column(t, i)), v[i]);
	csvio_free(t);
	buf_free(&b);
}
