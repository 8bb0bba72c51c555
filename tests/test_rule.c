/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/rule/rule.h"

#include <glob.h>
#include <signal.h>
#include <stdio.h>

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include "domain/form/application.h"
#include "domain/rule/profile.h"
#include "domain/rule/rulecheck.h"
#include "appforms.h"
#include "io/csvio.h"
#include "io/record.h"

#define TODAY "2026-11-21"

static struct rules *rules;
static struct profile *profile;

/* One application, its findings, and what came with it. */
static struct buf form, h1;
static const char *files[16];
static size_t nfiles;
static struct findings list;

static void
setup(void)
{
	struct why why = WHY_INIT;
	struct csvio *parties, *pairs;

	cr_assert_eq(
	    rules_load(appforms_share(), &rules, &why), OUT_OK, "%s", why.text);
	cr_assert_eq(
	    csvio_load("lib/data/parties.csv", &parties, &why), OUT_OK);
	cr_assert_eq(csvio_load("lib/data/pairs.csv", &pairs, &why), OUT_OK);
	cr_assert_eq(profile_make(parties, pairs, &profile, &why), OUT_OK, "%s",
	    why.text);
}

static void
teardown(void)
{

	rules_free(rules);
	profile_free(profile);
	findings_free(&list);
	buf_free(&form);
	buf_free(&h1);
}

TestSuite(rule, .init = setup, .fini = teardown);

/* The files that the form names, as if they had all come. */
static void
all_files(void)
{
	static char names[16][64];
	const char *s = (const char *)form.data, *end;

	nfiles = 0;
	while ((s = strstr(s, "<File>")) != NULL && nfiles < 16) {
		s += 6;
		end = strstr(s, "</File>");
		(void)snprintf(
		    names[nfiles], sizeof(names[0]), "%.*s", (int)(end - s), s);
		files[nfiles] = names[nfiles];
		nfiles++;
	}
}

static void
load(const char *file)
{

	appforms_load(file, &form);
	if (strcmp(file, BRAZIL) == 0)
		appforms_load(BRAZIL_H1, &h1);
	all_files();
}

static void
check(bool ours)
{
	struct why why = WHY_INIT;
	struct rule_input in = { .files = files,
		.nfiles = nfiles,
		.profile = profile,
		.today = TODAY,
		.ours = ours };
	Rec__Application *app;
	Rec__Restricted *res;
	xmlDoc *doc = appforms_parse(&form), *with = NULL;

	findings_free(&list);
	if (h1.len > 0)
		with = appforms_parse(&h1);
	cr_assert_eq(application_read(doc, with, ours ? "block" : "task", &app,
			 &res, &list, &why),
	    OUT_OK);
	in.app = app;
	in.restricted = res;
	in.doc = doc;
	in.h1 = with;
	cr_assert_eq(rules_check(rules, &in, &list, &why), OUT_OK);
	record_free(app);
	record_free(res);
	xmlFreeDoc(doc);
	xmlFreeDoc(with);
}

static const Rec__Finding *
found(const char *id)
{
	size_t i;

	for (i = 0; i < list.n; i++)
		if (strcmp(list.item[i]->rule, id) == 0)
			return list.item[i];
	return NULL;
}

struct sound {
	char file[64];
	char finding[12];
};

/* Each rule passes on these, but for what the demonstration is about. */
ParameterizedTestParameters(rule, demonstration_may_be_sent)
{
	static struct sound rows[] = {
		{ MOTHER, "" },
		{ BODY, "R-304" },
		{ BRAZIL, "" },
	};

	return cr_make_param_array(
	    struct sound, rows, sizeof(rows) / sizeof(rows[0]));
}

ParameterizedTest(struct sound *row, rule, demonstration_may_be_sent)
{

	load(row->file);
	check(true);
	cr_assert_null(finding_blocks(list.item, list.n));
	cr_assert_eq(list.n, row->finding[0] == '\0' ? 0 : 1, "%s: %s %s",
	    row->file, list.item[0]->rule, list.item[0]->place);
	if (list.n == 1) {
		cr_assert_str_eq(list.item[0]->rule, row->finding);
		cr_assert_str_eq(list.item[0]->severity, "warn");
	}
	check(false);
	/* The other side is told of non-disclosure besides. */
	cr_assert_eq(list.n,
	    row->finding[0] == '\0' && strcmp(row->file, BRAZIL) != 0 ? 0 : 1);
	if (list.n == 1)
		cr_assert_str_eq(list.item[0]->severity, "task");
}

/* What breaks each rule. */
struct edit {
	char from[112];
	char to[200];
};
struct bad {
	char rule[20];
	char severity[8];
	char place[64]; /* "" any */
	char file[48];
	struct edit edit[2];
	struct edit h1;
};

#define ROW(r, s, p, f, a, b, c, d, e, g)           \
	{                                           \
		r, s, p, f, { { a, b }, { c, d } }, \
		{                                   \
			e, g                        \
		}                                   \
	}
#define FORM(r, s, p, f, a, b) ROW(r, s, p, f, a, b, "", "", "", "")
#define FORM2(r, s, p, f, a, b, c, d) ROW(r, s, p, f, a, b, c, d, "", "")
#define H1(r, s, p, f, a, b) ROW(r, s, p, f, "", "", "", "", a, b)

ParameterizedTestParameters(rule, is_broken)
{
	static struct bad rows[] = {
#include "test_rule_rows.h"
	};

	return cr_make_param_array(
	    struct bad, rows, sizeof(rows) / sizeof(rows[0]));
}

static void
break_it(const struct bad *row)
{
	size_t i;

	load(row->file);
	for (i = 0; i < 2; i++)
		if (row->edit[i].from[0] != '\0')
			appforms_edit(
			    &form, row->edit[i].from, row->edit[i].to);
	if (strcmp(row->h1.from, "all") == 0)
		buf_free(&h1);
	else if (row->h1.from[0] != '\0')
		appforms_edit(&h1, row->h1.from, row->h1.to);
	all_files();
}

ParameterizedTest(struct bad *row, rule, is_broken)
{
	const struct rule *rule = rule_find(rules, row->rule);
	const Rec__Finding *f;

	cr_assert_not_null(rule, "%s", row->rule);
	break_it(row);
	check(true);
	f = found(row->rule);
	if (strcmp(rule->direction, "theirs") != 0) {
		cr_assert_not_null(f, "%s: %s", row->rule, row->edit[0].from);
		cr_assert_str_eq(f->severity, row->severity, "%s is %s",
		    row->rule, f->severity);
		/* What is no amount at all, money.c says more exactly. */
		if (strcmp(row->rule, "R-1001") != 0)
			cr_assert_str_eq(f->text, rule->text);
		cr_assert_gt(f->line, 0);
		if (row->place[0] != '\0')
			cr_assert_str_eq(f->place, row->place, "%s: %s",
			    row->rule, f->place);
	} else
		cr_assert_null(f, "%s is for theirs", row->rule);
	/* From another authority it is a task, never a refusal. */
	check(false);
	f = found(row->rule);
	if (strcmp(rule->direction, "ours") != 0) {
		cr_assert_not_null(f, "%s of theirs", row->rule);
		cr_assert_null(finding_blocks(list.item, list.n));
	}
}

Test(rule, files_and_list_must_agree)
{
	static const struct {
		size_t drop;
		const char *more;
	} rows[] = {
		{ 1, NULL },
		{ 0, "photo.jpg" },
	};
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		load(MOTHER);
		nfiles -= rows[i].drop;
		if (rows[i].more != NULL)
			files[nfiles++] = rows[i].more;
		check(true);
		cr_assert_not_null(found("R-1207"));
		cr_assert_not_null(finding_blocks(list.item, list.n));
		buf_free(&form);
	}
}

Test(rule, file_names_carry_no_names)
{

	load(MOTHER);
	appforms_edit(&form, "decisao.pdf", "Decisao-TORDESAL-2021.pdf");
	all_files();
	check(true);
	cr_assert_not_null(found("R-606"));
	cr_assert_str_eq(found("R-606")->severity, "warn");
}

Test(rule, without_a_profile_pair_rules_are_not_applied)
{
	struct profile *kept = profile;

	load(MOTHER);
	appforms_edit(&form, "code=\"DE\"", "code=\"DK\"");
	profile = NULL;
	check(true);
	cr_assert_eq(list.n, 0);
	profile = kept;
	check(true);
	cr_assert_not_null(found("R-002"));
}

/* As if a State had declared otherwise than the table knows. */
static void
declare(const char *from, const char *to)
{
	struct why why = WHY_INIT;
	struct csvio *parties, *pairs;
	struct buf b = BUF_INIT;

	appforms_load("lib/data/parties.csv", &b);
	appforms_edit(&b, from, to);
	profile_free(profile);
	cr_assert_eq(csvio_parse(b.data, b.len, 1000, &parties, &why), OUT_OK);
	cr_assert_eq(csvio_load("lib/data/pairs.csv", &pairs, &why), OUT_OK);
	cr_assert_eq(profile_make(parties, pairs, &profile, &why), OUT_OK);
	buf_free(&b);
}

#define BR_ROW "BR,Brazil,R,2017-11-01,yes,,,"

Test(rule, reserved_age_is_18)
{

	load(BRAZIL);
	appforms_edit(&form, "2015-05-17", "2007-05-17");
	check(true);
	cr_assert_null(found("R-102"));
	declare(BR_ROW "21", BR_ROW "18");
	check(true);
	cr_assert_not_null(found("R-102"));
	cr_assert_str_eq(found("R-102")->severity, "warn");
	cr_assert_null(found("R-101"));
	appforms_edit(&form, "<Arrears>*", "");
	check(true);
	cr_assert_str_eq(found("R-102")->severity, "block");
	check(false);
	cr_assert_str_eq(found("R-102")->severity, "task");
}

struct birth {
	char born[12];
	bool over, soon;
};

/* The application is of 2026-11-18. */
ParameterizedTestParameters(rule, age_is_counted_to_the_day)
{
	static struct birth rows[] = {
		{ "2005-11-17", true, false },
		{ "2005-11-18", true, false },
		{ "2005-11-19", false, true },
		{ "2006-05-18", false, true },
		{ "2006-05-19", false, false },
		{ "2015-05-17", false, false },
	};

	return cr_make_param_array(
	    struct birth, rows, sizeof(rows) / sizeof(rows[0]));
}

ParameterizedTest(struct birth *row, rule, age_is_counted_to_the_day)
{

	load(BRAZIL);
	appforms_edit(&form, "2015-05-17", row->born);
	check(true);
	cr_assert_eq(found("R-101") != NULL, row->over, "%s", row->born);
	cr_assert_eq(found("R-106") != NULL, row->soon, "%s", row->born);
}

struct given {
	char form[12], given[12];
	bool future;
};

/* Stated on the form; today is the 21st. */
ParameterizedTestParameters(rule, a_decision_is_of_the_day_of_the_form_at_last)
{
	static struct given rows[] = {
		{ "2026-11-19", "2026-11-19", false },
		{ "2026-11-19", "2026-11-20", true },
		{ "2026-12-24", "2026-11-21", false },
		{ "2026-12-24", "2026-11-22", true },
	};

	return cr_make_param_array(
	    struct given, rows, sizeof(rows) / sizeof(rows[0]));
}

ParameterizedTest(
    struct given *row, rule, a_decision_is_of_the_day_of_the_form_at_last)
{
	char official[64], decision[32];

	(void)snprintf(official, sizeof(official),
	    "<Official><Name>A</Name><Date>%s</Date></Official>", row->form);
	(void)snprintf(
	    decision, sizeof(decision), "<Date>%s</Date>", row->given);
	load(MOTHER);
	appforms_edit(&form, "<Official>*", official);
	appforms_edit(&form, "<Date>2021-06-15</Date>", decision);
	check(true);
	cr_assert_eq(found("FORM-FUTURE") != NULL, row->future, "%s on %s",
	    row->given, row->form);
}

Test(rule, spouse_and_family_go_by_both_declarations)
{

	load(BRAZIL);
	appforms_edit(&form, "parentage", "marriage");
	declare(BR_ROW "21,", BR_ROW "21,no");
	check(true);
	cr_assert_str_eq(found("R-103")->severity, "block");
	declare(BR_ROW "21,", BR_ROW "21,yes");
	check(true);
	cr_assert_null(found("R-103"));
	/* Together with a child the spouse is no question. */
	appforms_edit(&form, "</Child>",
	    "</Child><OtherPerson><FamilyNames>"
	    "A</FamilyNames><GivenNames>B</GivenNames><DateOfBirth>"
	    "2015-01-01</DateOfBirth><MaintenanceBasis>parentage"
	    "</MaintenanceBasis></OtherPerson>");
	declare(BR_ROW "21,", BR_ROW "21,no");
	check(true);
	cr_assert_null(found("R-103"));
}

Test(rule, regulation_has_no_age_limit)
{

	load(MOTHER);
	appforms_edit(&form, "2014-03-09", "1984-03-09");
	check(true);
	cr_assert_eq(list.n, 0);
}

/* ---- the table ---- */

Test(rule, every_rule_says_what_to_do)
{
	const struct rule *rule, *other;
	const char *s;
	size_t i, k;

	for (i = 0; (rule = rule_each(rules, i)) != NULL; i++) {
		cr_assert_neq(rule->text[0], '\0', "%s", rule->id);
		cr_assert_neq(rule->next[0], '\0', "%s", rule->id);
		/* They go through a reason: printable ASCII, not cut. */
		cr_assert_lt(strlen(rule->text), 240, "%s", rule->id);
		for (s = rule->text; *s != '\0'; s++)
			cr_assert(*s >= ' ' && *s <= '~', "%s", rule->id);
		cr_assert_lt(strlen(rule->id), 24);
		for (k = 0; k < i; k++) {
			other = rule_each(rules, k);
			cr_assert_str_neq(rule->id, other->id);
		}
	}
	cr_assert_gt(i, 150);
}

Test(rule, every_rule_of_the_first_issue_is_in_the_table)
{
	static const char *const ids[] = { "R-001", "R-002", "R-003", "R-004",
		"R-005", "R-101", "R-102", "R-103", "R-104", "R-105", "R-106",
		"R-201", "R-202", "R-203", "R-203a", "R-204", "R-205", "R-212",
		"R-220", "R-221", "R-222", "R-223", "R-224", "R-225", "R-226",
		"R-227", "R-228", "R-301", "R-302", "R-303", "R-304", "R-305",
		"R-310", "R-401", "R-402", "R-501", "R-502", "R-503", "R-601",
		"R-602", "R-603", "R-604", "R-605", "R-606", "R-610", "R-701",
		"R-706", "R-803", "R-1001", "R-1002", "R-1003", "R-1004",
		"R-1005", "R-1006", "R-1007", "R-1008", "R-1009", "R-1010",
		"R-1013", "R-1014", "R-1201", "R-1202", "R-1203", "R-1204",
		"R-1205", "R-1206", "R-1207", "R-1208", "R-1209" };
	size_t i;

	for (i = 0; i < sizeof(ids) / sizeof(ids[0]); i++)
		cr_assert_not_null(rule_find(rules, ids[i]), "%s", ids[i]);
}

Test(rule, an_unknown_id_still_has_a_next_step)
{

	cr_assert_str_eq(rule_text(rules, "X-9"), "");
	cr_assert_neq(rule_next(rules, "X-9")[0], '\0');
	cr_assert_null(rule_find(rules, ""));
}

/* Each id that a source gives to why_reject() as a literal. */
static void
ids_of(const char *path)
{
	struct buf b = BUF_INIT;
	struct why why = WHY_INIT;
	const char *s, *end;
	char id[32];

	cr_assert_eq(slurp_file(path, 1 << 20, &b, &why), OUT_OK);
	for (s = (const char *)b.data;
	     s != NULL && (s = strstr(s, "why_reject(")) != NULL; s++) {
		if ((end = strchr(s, ',')) == NULL ||
		    (end = end + strspn(end, ", \t\n"), *end != '"'))
			continue;
		s = end + 1;
		(void)snprintf(
		    id, sizeof(id), "%.*s", (int)strcspn(s, "\""), s);
		cr_expect_not_null(rule_find(rules, id), "%s: %s", path, id);
	}
	buf_free(&b);
}

static void
each_source(const char *const *where, size_t n, void (*fn)(const char *))
{
	glob_t g;
	size_t i;

	for (i = 0; i < n; i++)
		cr_assert_eq(glob(where[i], i == 0 ? 0 : GLOB_APPEND, NULL, &g),
		    0, "%s", where[i]);
	for (i = 0; i < g.gl_pathc; i++)
		fn(g.gl_pathv[i]);
	globfree(&g);
}

/* But for those that a command says to who typed it, and to nobody else. */
Test(rule, every_reason_in_the_sources_is_in_the_table)
{
	static const char *const where[] = { "lib/*/*.c", "lib/*/*/*.c",
		"stages/*.c", "stages/intake/*.c", "stages/validate/*.c",
		"stages/render/*.c" };

	each_source(where, sizeof(where) / sizeof(where[0]), ids_of);
}

/* What looks as an id does there, and is none. */
static bool
no_id(const char *s)
{
	static const char *const words[] = { "C-B", "DEXXXX-1", "EU4-2009",
		"PT-DE-2026-000001-PT", "UTF-8" };
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(s, words[i]) == 0)
			return true;
	return strncmp(s, "SHA", 3) == 0;
}

/* Each literal that looks as an id, whatever it is given to: a task, a row that
 * is held, a finding. */
static void
literals_of(const char *path)
{
	struct buf b = BUF_INIT;
	struct why why = WHY_INIT;
	const char *s;
	char id[32];
	size_t n;

	cr_assert_eq(slurp_file(path, 1 << 20, &b, &why), OUT_OK);
	for (s = (const char *)b.data;
	     s != NULL && (s = strchr(s, '"')) != NULL; s++) {
		n = strspn(s + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-");
		if (s[n + 1] != '"' || n >= sizeof(id))
			continue;
		(void)snprintf(id, sizeof(id), "%.*s", (int)n, s + 1);
		if (strchr(id, '-') > id && strchr(id, '-')[1] != '\0' &&
		    id[0] >= 'A' && !no_id(id))
			cr_expect_not_null(
			    rule_find(rules, id), "%s: %s", path, id);
	}
	buf_free(&b);
}

Test(rule, every_id_of_a_task_or_finding_is_in_the_table)
{
	static const char *const where[] = { "lib/domain/case/*.c",
		"lib/domain/form/*.c", "lib/domain/trust/*.c" };

	each_source(where, sizeof(where) / sizeof(where[0]), literals_of);
}

/* Neither an E6 nor an H3: nothing of theirs holds for it. */
Test(rule, a_third_form_is_taken_for_none, .signal = SIGABRT)
{
	Rec__Application app = REC__APPLICATION__INIT;
	struct rule_input in = { .app = &app };
	struct rule_pass p = { .in = &in };

	app.form = lend("H4");
	(void)rule_at(&p, "", "");
}
