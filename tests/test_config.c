/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/config.h"

#include <string.h>

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include "tmpdir.h"

static struct why why;
static struct config *config;

static void
unmake(void)
{
	config_free(config);
	tmpdir_remove();
}

TestSuite(config, .init = tmpdir_make, .fini = unmake);

static enum outcome
load(const char *text)
{
	tmpdir_write("conf", text, strlen(text));
	return config_load(tmpdir_path("conf"), &config, &why);
}

Test(config, what_is_set_is_told)
{
	cr_assert_eq(
	    load("\xef\xbb\xbf# units\n[unit]\ncode = DE\n"
		 "name=Bundesamt f\xc3\xbcr Justiz ; not part of it\r\n"
		 "map_size = 1G\ntest_clock=yes\nquiet_seconds = 1\n"
		 "[gates]\npayment_approvers=1\nrelease=no\n"
		 "debt_falls=received\n"
		 "[bank.house]\ncsv_separator=;\n"),
	    OUT_OK, "%s", why.text);
	cr_assert_str_eq(config_get(config, "unit", "code"), "DE");
	cr_assert_str_eq(
	    config_get(config, "unit", "name"), "Bundesamt f\xc3\xbcr Justiz");
	cr_assert_eq(config_size(config, "unit", "map_size"), (size_t)1 << 30);
	cr_assert(config_yes(config, "unit", "test_clock"));
	cr_assert_not(config_yes(config, "gates", "release"));
	cr_assert_eq(config_number(config, "unit", "quiet_seconds"), 1);
	cr_assert_eq(config_number(config, "gates", "payment_approvers"), 1);
	cr_assert_str_eq(config_get(config, "gates", "debt_falls"), "received");
	cr_assert_str_eq(
	    config_get(config, "bank.house", "csv_separator"), ";");
}

Test(config, what_is_not_set_has_its_default)
{
	cr_assert_eq(load(""), OUT_OK);
	cr_assert_str_eq(config_get(config, "unit", "code"), "");
	cr_assert_eq(
	    config_size(config, "unit", "map_size"), (size_t)256 << 30);
	cr_assert_eq(config_number(config, "gates", "payment_approvers"), 2);
	cr_assert(config_yes(config, "gates", "accept"));
	cr_assert_not(config_yes(config, "party.XX", "plain"));
	cr_assert_eq(config_number(config, "person.anna", "uid"), 0);
	cr_assert_str_eq(config_get(config, "folders", "marker"), "processed");
	config_free(config);
	cr_assert_eq(load("[folders]\nmarker=\n"), OUT_OK);
	cr_assert_str_eq(config_get(config, "folders", "marker"), "processed");
}

Test(config, sections_come_in_the_order_of_the_file)
{
	cr_assert_eq(
	    load("[person.b]\nname=B\nroles=finance\n[party.PT]\n"
		 "name=P\n[person.a]\nname=A\n[person.b]\nuid=7\n[person.c]\n"),
	    OUT_OK, "%s", why.text);
	cr_assert_str_eq(config_section(config, "person.", 0), "person.b");
	cr_assert_str_eq(config_section(config, "person.", 1), "person.a");
	cr_assert_null(config_section(config, "person.", 2));
	cr_assert_str_eq(config_section(config, "party.", 0), "party.PT");
	cr_assert_null(config_section(config, "bank.", 0));
	cr_assert_eq(config_number(config, "person.b", "uid"), 7);
}

struct bad {
	char text[96];
	int line;
	char reason[64];
};

ParameterizedTestParameters(config, bad)
{
	static struct bad rows[] = {
		{ "[unit]\ncode=DE\nnoise\n", 3, "not a comment" },
		{ "[unit\ncode=DE\n", 1, "not a comment" },
		{ "code=DE\n", 1, "no such key" },
		{ "[unit]\ncodex=DE\n", 2, "no such key" },
		{ "[united]\ncode=DE\n", 2, "no such key" },
		{ "[person.]\nname=x\n", 2, "no such key" },
		{ "[person.a/b]\nname=x\n", 2, "no such key" },
		{ "[unit]\ncode=DE\ncode=DE\n", 3, "code is given twice" },
		{ "[unit]\ncode=A\n[gates]\nrelease=no\n[unit]\ncode=B\n", 6,
		    "code is given twice" },
		{ "[unit]\ncode=DE\n  more\n", 3, "code is given twice" },
		{ "[unit]\nquiet_seconds=x\n", 2, "quiet_seconds is no num" },
		{ "[unit]\nquiet_seconds=-1\n", 2, "is no number" },
		{ "[unit]\nquiet_seconds=5 \nincomplete_hours=9999999999\n", 3,
		    "is out of range" },
		{ "[gates]\npayment_approvers=3\n", 2, "is out of range" },
		{ "[gates]\npayment_approvers=0\n", 2, "is out of range" },
		{ "[gates]\nrelease=maybe\n", 2, "none of the words" },
		{ "[gates]\nrelease=YES\n", 2, "none of the words" },
		{ "[gates]\ndebt_falls=collect\n", 2, "none of the words" },
		{ "[unit]\nmap_size=1T\n", 2, "is no size" },
		{ "[unit]\nmap_size=G\n", 2, "is no size" },
		{ "[unit]\nmap_size=1GB\n", 2, "is no size" },
		{ "[unit]\nname=M\xfcnchen\n", 2, "is not UTF-8" },
		{ "[unit]\nname=a\tb\n", 2, "is not UTF-8" },
		{ "noise\n[unit]\ncode=DE\ncodex=1\n", 1, "not a comment" },
	};

	return cr_make_param_array(
	    struct bad, rows, sizeof(rows) / sizeof(rows[0]));
}

ParameterizedTest(struct bad *row, config, bad)
{
	tmpdir_make();
	cr_assert_eq(load(row->text), OUT_REJECT, "%s", row->text);
	cr_assert_str_eq(why.rule, "CONFIG");
	cr_assert_eq(why.line, row->line, "line %d: %s", why.line, why.text);
	cr_assert_not_null(strstr(why.text, row->reason), "%s", why.text);
	cr_assert_null(config);
	tmpdir_remove();
}

Test(config, value_at_fault_stands_apart_from_the_reason)
{
	cr_assert_eq(load("[gates]\nrelease=Canary\n"), OUT_REJECT);
	cr_assert_null(strstr(why.text, "Canary"));
	cr_assert_str_eq(why.value, "Canary");
}

Test(config, long_lines_and_nul_are_rejected)
{
	char text[1024] = "[unit]\nname=";

	memset(text + 12, 'x', 400);
	strcpy(text + 412, "\ncode=DE\n");
	cr_assert_eq(load(text), OUT_REJECT);
	cr_assert_eq(why.line, 2);
	tmpdir_write("conf", "[unit]\nname=a\0b\n", 16);
	cr_assert_eq(
	    config_load(tmpdir_path("conf"), &config, &why), OUT_REJECT);
	cr_assert_eq(why.line, 2);
}

Test(config, a_file_that_is_not_there_is_tried_again)
{
	cr_assert_eq(
	    config_load(tmpdir_path("none"), &config, &why), OUT_RETRY);
	cr_assert_null(config);
}
