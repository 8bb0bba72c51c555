/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef FORMTEST_H
#define FORMTEST_H

/*
 * formtest -- for the tests of messages: documents from text and files,
 * records compared, schemas.
 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>
#include <libxml/tree.h>

#include "base/buf.h"
#include "base/why.h"
#include "io/record.h"
#include "io/xmlin.h"

/** formtest_parse(text, len): the document; the test fails if it is none. */
static inline xmlDoc *
formtest_parse(const void *text, size_t len)
{
	struct why why = WHY_INIT;
	struct xmlin *xmlin;
	xmlDoc *doc = NULL;

	cr_assert_eq(xmlin_open(&xmlin, &why), OUT_OK);
	cr_assert_eq(xmlin_parse(xmlin, text, len, &doc, &why), OUT_OK,
	    "%s: %s", why.rule, why.text);
	xmlin_close(xmlin);
	return doc;
}

/** formtest_shared(rel, path): where a published sample lies, in ${path}
 * (PATH_MAX bytes); false if there are none here. */
static inline bool
formtest_shared(const char *rel, char *path)
{
	const char *shared = getenv("SHARED");
	FILE *f;

	(void)snprintf(path, PATH_MAX, "%s/%s",
	    shared == NULL ? "../shared" : shared, rel);
	if ((f = fopen(path, "r")) == NULL)
		return false;
	(void)fclose(f);
	return true;
}

/** formtest_slurp(path, b): a whole file. */
static inline void
formtest_slurp(const char *path, struct buf *b)
{
	FILE *f = fopen(path, "r");
	char chunk[4096];
	size_t n;

	cr_assert_not_null(f, "%s", path);
	while ((n = fread(chunk, 1, sizeof(chunk), f)) > 0)
		cr_assert_eq(buf_add(b, chunk, n), 0);
	(void)fclose(f);
}

/** formtest_same(a, b): whether two records are the same. */
static inline bool
formtest_same(const void *a, const void *b)
{
	struct buf x = BUF_INIT, y = BUF_INIT;
	struct why why;
	bool same;

	cr_assert_eq(record_pack(a, &x, &why), OUT_OK);
	cr_assert_eq(record_pack(b, &y, &why), OUT_OK);
	same = x.len == y.len && memcmp(x.data, y.data, x.len) == 0;
	buf_free(&x);
	buf_free(&y);
	return same;
}

/** formtest_valid(doc, schema): whether it is valid ("e8.xsd"). */
static inline bool
formtest_valid(xmlDoc *doc, const char *schema)
{
	struct why why = WHY_INIT;
	struct xmlin_schema *xsd;
	char rel[64], path[PATH_MAX];
	enum outcome out;

	(void)snprintf(rel, sizeof(rel), "lib/schema/%s", schema);
	cr_assert_not_null(realpath(rel, path), "%s", rel);
	cr_assert_eq(
	    xmlin_schema_load(path, &xsd, &why), OUT_OK, "%s", why.text);
	out = xmlin_validate(xsd, doc, NULL, NULL, &why);
	xmlin_schema_free(xsd);
	if (out != OUT_OK)
		cr_log_warn("%s: line %d: %s: %s", schema, why.line, why.place,
		    why.text);
	return out == OUT_OK;
}

/** formtest_set(field, s): set a field of a record. */
static inline void
formtest_set(char **field, const char *s)
{
	cr_assert_eq(record_set(field, s), 0);
}

/** formtest_add(array, n, s): add a string to a repeated field. */
static inline void
formtest_add(char ***array, size_t *n, const char *s)
{
	void **slot = record_add(array, n);

	cr_assert_not_null(slot);
	cr_assert_not_null(*slot = strdup(s));
}

/** formtest_money(minor, currency): a new one. */
static inline Rec__Money *
formtest_money(int64_t minor, const char *currency)
{
	Rec__Money *m = record_new(&rec__money__descriptor);

	cr_assert_not_null(m);
	m->minor = minor;
	formtest_set(&m->currency, currency);
	return m;
}

#endif /* !FORMTEST_H */
