/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef APPFORMS_H
#define APPFORMS_H

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>
#include <libxml/tree.h>

#include "base/buf.h"
#include "io/slurp.h"
#include "io/xmlin.h"

/*
 * appforms -- the forms of the demonstration, changed a little: the tests of
 * forms, rules and the judge start from forms without a fault.
 */
#define MOTHER "scripts/demo-data/mother/form.xml"
#define BODY "scripts/demo-data/body/form.xml"
#define BRAZIL "scripts/demo-data/brazil/form.xml"
#define BRAZIL_H1 "scripts/demo-data/brazil/transmittal.xml"

/* The tree's lib/ has schema/ and data/, as an installed share has. */
static inline const char *
appforms_share(void)
{
	static char path[PATH_MAX];

	cr_assert_not_null(realpath("lib", path));
	return path;
}

static inline void
appforms_load(const char *file, struct buf *b)
{
	struct why why = WHY_INIT;

	cr_assert_eq(
	    slurp_file(file, XMLIN_MAX, b, &why), OUT_OK, "%s", why.text);
}

/* Replace the first ${from}, which must be there, by ${to}.  A ${from} that
 * ends in "*" reaches to the next element of that name's end tag. */
static inline void
appforms_edit(struct buf *b, const char *from, const char *to)
{
	char key[256], end[256];
	char *at, *stop;
	struct buf out = BUF_INIT;
	size_t n = strlen(from);

	(void)snprintf(key, sizeof(key), "%s", from);
	if (n > 1 && key[n - 1] == '*')
		key[n - 1] = '\0';
	at = strstr((char *)b->data, key);
	cr_assert_not_null(at, "%s is not in the form", key);
	stop = at + strlen(key);
	if (from[n - 1] == '*') {
		(void)snprintf(end, sizeof(end), "</%.*s>",
		    (int)strcspn(key + 1, " >"), key + 1);
		cr_assert_not_null(stop = strstr(at, end));
		stop += strlen(end);
	}
	(void)buf_add(&out, b->data, (size_t)(at - (char *)b->data));
	(void)buf_puts(&out, to);
	(void)buf_puts(&out, stop);
	buf_free(b);
	*b = out;
}

static inline xmlDoc *
appforms_parse(const struct buf *b)
{
	struct why why = WHY_INIT;
	struct xmlin *x;
	xmlDoc *doc;

	cr_assert_eq(xmlin_open(&x, &why), OUT_OK);
	cr_assert_eq(xmlin_parse(x, b->data, b->len, &doc, &why), OUT_OK,
	    "%s: %s", why.rule, why.text);
	xmlin_close(x);
	return doc;
}

#endif /* !APPFORMS_H */
