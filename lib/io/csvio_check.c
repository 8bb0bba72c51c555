/* SPDX-License-Identifier: EUPL-1.2 */
/* What a table must be: UTF-8, with a header row that names its columns. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "io/csvio_impl.h"
#include "base/utf8.h"

/* The number of fields of the row, without empty ones past the n-th. */
static size_t
without_empty(const struct csvio *t, const struct csvio_row *r, size_t n)
{
	size_t fields = r->fields;

	while (fields > n &&
	    t->text.data[t->offsets[r->first + fields - 1]] == '\0')
		fields--;
	return fields;
}

/* Spreadsheets write empty columns behind the last one that was ever used. */
static void
trim(struct csvio *t)
{
	size_t i, n;

	if (t->count == 0)
		return;
	n = t->rows[0].fields = without_empty(t, &t->rows[0], 1);
	for (i = 1; i < t->count; i++)
		t->rows[i].fields = without_empty(t, &t->rows[i], n);
}

static enum outcome
check_names(const struct csvio *t, struct why *why)
{
	size_t i, k, n;

	if ((n = csvio_columns(t)) > CSVIO_COLUMNS_MAX)
		return why_reject(why, "CSV-COLUMNS", "more than %zu columns",
		    CSVIO_COLUMNS_MAX);
	for (i = 0; i < n; i++) {
		if (csvio_column(t, i)[0] == '\0')
			return why_reject(why, "CSV-COLUMNS",
			    "column %zu has "
			    "no name",
			    i + 1);
		for (k = 0; k < i; k++)
			if (strcasecmp(
				csvio_column(t, i), csvio_column(t, k)) == 0)
				return why_reject(why, "CSV-COLUMNS",
				    "columns %zu and %zu have the same name",
				    k + 1, i + 1);
	}
	return OUT_OK;
}

enum outcome
csvio_check_header(struct csvio *t, struct why *why)
{
	enum outcome out;

	if (t->count == 0)
		return why_reject(why, "CSV-EMPTY", "no header row");
	trim(t);
	if ((out = check_names(t, why)) != OUT_OK) {
		why_at(why, (int)t->rows[0].line, "header row");
		return out;
	}
	t->order = calloc(csvio_columns(t), sizeof(*t->order));
	return t->order == NULL ? why_sys(why, "table") : OUT_OK;
}

/* What people drop instead of a table in UTF-8; NULL: none of these. */
static const char *
other_format(const char *s, size_t len)
{
	static const struct {
		char begin[5];
		char text[60];
	} known[] = {
		{ "PK\x03\x04",
		    "a workbook of a spreadsheet program, not CSV" },
		{ "\xd0\xcf\x11\xe0",
		    "a workbook of a spreadsheet program, not CSV" },
		{ "\xff\xfe", "in UTF-16, not in UTF-8" },
		{ "\xfe\xff", "in UTF-16, not in UTF-8" },
		{ "%PDF", "a PDF document, not CSV" },
	};
	size_t i, n;

	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		n = strlen(known[i].begin);
		if (len >= n && memcmp(s, known[i].begin, n) == 0)
			return known[i].text;
	}
	return NULL;
}

/* Every byte belongs to a character, none is NUL. */
enum outcome
csvio_check_encoding(const char *s, size_t len, struct why *why)
{
	const char *text = other_format(s, len);
	unsigned int line = 1;
	size_t n = 1;

	for (; text == NULL && *s != '\0'; s += n, len -= n) {
		if ((n = utf8_next(s)) == 0)
			break;
		if (*s == '\n')
			line++;
	}
	if (len == 0)
		return OUT_OK;
	if (text == NULL)
		text = n == 0 ? "a character that is not UTF-8" : "a NUL";
	(void)why_reject(why, "CSV-ENCODING", "%s", text);
	why_at(why, (int)line, "");
	return OUT_REJECT;
}
