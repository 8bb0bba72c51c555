/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/apart.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include "io/digtab.h"

struct row {
	char what[8];
	int out;
	char rule[16];
	char said[16];
};

/* Say each letter of "abc", then do what is wanted. */
static enum outcome
act(struct apart *a, void *ctx, struct why *why)
{
	const char *what = ctx;
	size_t i;

	for (i = 0; i < 3; i++)
		apart_say(a, &"abc"[i], 1);
	apart_say(a, NULL, 0);
	if (strcmp(what, "crash") == 0)
		(void)raise(SIGSEGV);
	if (strcmp(what, "leave") == 0)
		_exit(0);
	while (strcmp(what, "hang") == 0)
		(void)pause();
	if (strcmp(what, "reject") == 0)
		return why_reject(why, "RULE", "no");
	return strcmp(what, "retry") == 0 ? why_retry(why, "later") : OUT_OK;
}

static void
hear(const void *data, size_t len, void *ctx)
{
	(void)strncat(ctx, data, len);
}

ParameterizedTestParameters(apart, tells_how_it_ended)
{
	static struct row rows[] = {
		{ "ok", OUT_OK, "", "abc" },
		{ "reject", OUT_REJECT, "RULE", "abc" },
		{ "retry", OUT_RETRY, "", "abc" },
		{ "crash", OUT_REJECT, APART_CRASHED, "abc" },
		{ "leave", OUT_REJECT, APART_CRASHED, "abc" },
		{ "hang", OUT_REJECT, APART_HANGS, "abc" },
	};

	return cr_make_param_array(
	    struct row, rows, sizeof(rows) / sizeof(rows[0]));
}

ParameterizedTest(struct row *row, apart, tells_how_it_ended)
{
	struct why why = WHY_INIT;
	char said[16] = "";

	cr_assert_eq((int)apart_run(act, row->what, hear, said,
			 strcmp(row->what, "hang") == 0 ? 1 : 60, &why),
	    row->out, "%s", why.text);
	cr_assert_str_eq(why.rule, row->rule);
	cr_assert_str_eq(said, row->said);
}

Test(digtab, keeps_what_it_is_given)
{
	struct why why = WHY_INIT;
	struct digtab *t;
	size_t i, at = 0, n = 0;
	void *value;

	cr_assert_eq(digtab_new(sizeof(size_t), &t, &why), OUT_OK);
	for (i = 0; i < 5000; i++) {
		cr_assert_eq(digtab_at(t, (int)(i % 3), &i, sizeof(i), true,
				 &value, &why),
		    OUT_OK);
		*(size_t *)value = i;
	}
	for (i = 0; i < 5000; i++) {
		cr_assert_eq(digtab_at(t, (int)(i % 3), &i, sizeof(i), false,
				 &value, &why),
		    OUT_OK);
		cr_assert(value != NULL && *(size_t *)value == i);
	}
	cr_assert_eq(
	    digtab_at(t, 7, &at, sizeof(at), false, &value, &why), OUT_OK);
	cr_assert_null(value);
	while (digtab_next(t, &at) != NULL)
		n++;
	cr_assert_eq(n, 5000);
	digtab_free(t);
}
