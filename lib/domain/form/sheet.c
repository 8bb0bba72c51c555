/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/form/sheet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "domain/form/sheet_kind.h"
#include "io/csvio.h"
#include "io/record.h"

/* ---- which sheet it is ------------------------------------------------- */

static bool
has_column(const struct csvio *t, const char *name)
{
	size_t i;

	for (i = 0; i < csvio_columns(t); i++)
		if (strcasecmp(csvio_column(t, i), name) == 0)
			return true;
	return false;
}

static const struct sheet_column *
find_column(const struct sheet_kind *k, const char *name)
{
	const struct sheet_column *c;

	for (c = k->columns; c->name[0] != '\0'; c++)
		if (strcasecmp(c->name, name) == 0)
			return c;
	return NULL;
}

/* The first column that the sheet must have and has not, or NULL. */
static const char *
lacking(const struct sheet_kind *k, const struct csvio *t)
{
	const struct sheet_column *c;

	for (c = k->columns; c->name[0] != '\0'; c++)
		if (c->needed && !has_column(t, c->name))
			return c->name;
	return NULL;
}

/* The number, from 1, of the first column that it does not know, or 0. */
static size_t
unknown(const struct sheet_kind *k, const struct csvio *t)
{
	size_t i;

	for (i = 0; i < csvio_columns(t); i++)
		if (find_column(k, csvio_column(t, i)) == NULL)
			return i + 1;
	return 0;
}

/* How many of its columns are there? */
static size_t
likeness(const struct sheet_kind *k, const struct csvio *t)
{
	size_t i, n = 0;

	for (i = 0; i < csvio_columns(t); i++)
		if (find_column(k, csvio_column(t, i)) != NULL)
			n++;
	return n;
}

/* There are no more of them than a reason has room for. */
static void
like_none(struct why *why)
{
	char names[sizeof(why->text)] = "";
	size_t i, n = 0;

	for (i = 0; i < sheet_nkinds && n < sizeof(names); i++)
		n += (size_t)snprintf(names + n, sizeof(names) - n, "%s%s",
		    i == 0 ? "" : ", ", sheet_kinds[i].name);
	(void)why_reject(
	    why, "SHEET-KIND", "this header row is of no sheet: %s", names);
}

/* Tell what keeps the table from being the sheet that it looks most like. */
static enum outcome
no_kind(const struct csvio *t, struct why *why)
{
	const struct sheet_kind *best = &sheet_kinds[0];
	const char *lacks;
	size_t i, odd;

	for (i = 1; i < sheet_nkinds; i++)
		if (likeness(&sheet_kinds[i], t) > likeness(best, t))
			best = &sheet_kinds[i];
	if (likeness(best, t) < 2) {
		like_none(why);
	} else if ((odd = unknown(best, t)) > 0) {
		(void)why_reject(why, "SHEET-KIND",
		    "this looks like the sheet \"%s\", which has no column "
		    "like number %zu of the header row",
		    best->name, odd);
		why_value(why, csvio_column(t, odd - 1));
	} else if ((lacks = lacking(best, t)) != NULL) {
		(void)why_reject(why, "SHEET-KIND",
		    "this looks like the sheet \"%s\", but has no column "
		    "\"%s\"",
		    best->name, lacks);
	}
	why_at(why, 1, "header row");
	return OUT_REJECT;
}

static const struct sheet_kind *
find_kind(const struct csvio *t)
{
	size_t i;

	for (i = 0; i < sheet_nkinds; i++)
		if (lacking(&sheet_kinds[i], t) == NULL &&
		    unknown(&sheet_kinds[i], t) == 0)
			return &sheet_kinds[i];
	return NULL;
}

/* ---- rows -------------------------------------------------------------- */

/* Make the reason the row's fault, unless it has one.  OUT_RETRY: memory. */
static enum outcome
set_fault(Rec__SheetRow *r, const struct why *fault, struct why *why)
{
	Rec__Finding *f;

	if (r->fault != NULL)
		return OUT_OK;
	if ((r->fault = f = record_new(&rec__finding__descriptor)) == NULL ||
	    record_set(&f->rule, fault->rule) == -1 ||
	    record_set(&f->severity, "block") == -1 ||
	    record_set(&f->place, fault->place) == -1 ||
	    record_set(&f->text, fault->text) == -1 ||
	    record_set(&f->value, fault->value) == -1)
		return why_retry(why, "out of memory");
	f->line = r->line;
	return OUT_OK;
}

static bool
blank(const struct csvio *t, size_t row)
{
	size_t i;

	for (i = 0; i < csvio_columns(t); i++)
		if (csvio_get(t, row, csvio_column(t, i))[0] != '\0')
			return false;
	return csvio_fields(t, row) <= csvio_columns(t);
}

static enum outcome
read_field(struct sheet_row *r, const struct sheet_column *c, struct why *why)
{
	const char *s = csvio_get(r->table, r->row, c->name);
	struct why fault = WHY_INIT;
	enum outcome out = OUT_OK;

	if (s[0] == '\0' && c->filled)
		out = why_reject(
		    &fault, "SHEET-MISSING", "there is nothing in this column");
	else if (s[0] != '\0' && c->read != NULL)
		out = c->read(r, s, &fault);
	if (out == OUT_OK)
		return OUT_OK;
	if (out == OUT_RETRY) {
		*why = fault;
		return out;
	}
	why_at(&fault, 0, c->name);
	if (fault.value[0] == '\0')
		why_value(&fault, s);
	return set_fault(r->record, &fault, why);
}

static enum outcome
finish(const struct sheet_kind *k, struct sheet_row *r, struct why *why)
{
	struct why fault = WHY_INIT;
	enum outcome out;

	if (k->finish == NULL || (out = k->finish(r, &fault)) == OUT_OK)
		return OUT_OK;
	if (out == OUT_RETRY) {
		*why = fault;
		return out;
	}
	return set_fault(r->record, &fault, why);
}

static enum outcome
check_width(struct sheet_row *r, struct why *why)
{
	struct why fault = WHY_INIT;

	if (csvio_fields(r->table, r->row) == csvio_columns(r->table))
		return OUT_OK;
	(void)why_reject(&fault, "SHEET-FIELDS",
	    "the row has %zu fields, the header row %zu",
	    csvio_fields(r->table, r->row), csvio_columns(r->table));
	why_at(&fault, 0, "row");
	return set_fault(r->record, &fault, why);
}

static enum outcome
read_row(const struct sheet_kind *k, struct sheet_row *r, Rec__Sheet *sheet,
    struct why *why)
{
	const struct sheet_column *c;
	enum outcome out;
	void **slot;

	if ((r->record = record_new(&rec__sheet_row__descriptor)) == NULL ||
	    (slot = record_add(&sheet->rows, &sheet->n_rows)) == NULL) {
		record_free(r->record);
		return why_retry(why, "out of memory");
	}
	*slot = r->record;
	r->record->line = csvio_line(r->table, r->row);
	if ((out = check_width(r, why)) != OUT_OK)
		return out;
	for (c = k->columns; c->name[0] != '\0'; c++)
		if ((out = read_field(r, c, why)) != OUT_OK)
			return out;
	return finish(k, r, why);
}

static enum outcome
read_rows(const struct sheet_kind *k, const struct csvio *t, const char *today,
    Rec__Sheet *sheet, struct why *why)
{
	struct sheet_row r = { t, 0, today, NULL };
	enum outcome out;

	for (r.row = 0; r.row < csvio_rows(t); r.row++) {
		if (blank(t, r.row))
			continue;
		if (k->decides && csvio_fields(t, r.row) == csvio_columns(t) &&
		    csvio_get(t, r.row, "decision")[0] == '\0')
			continue;
		if ((out = read_row(k, &r, sheet, why)) != OUT_OK)
			return out;
	}
	return OUT_OK;
}

/* ---- what may be there only once --------------------------------------- */

struct once {
	char *key;
	Rec__SheetRow *row;
};

static int
compare_keys(const void *a, const void *b)
{
	const struct once *x = a, *y = b;

	return strcmp(x->key, y->key);
}

static enum outcome
hold_twins(
    const struct sheet_kind *k, struct once *once, size_t n, struct why *why)
{
	struct why fault = WHY_INIT;
	enum outcome out;
	size_t i;

	(void)why_reject(&fault, k->once, "%s", k->once_text);
	why_at(&fault, 0, k->columns[0].name);
	qsort(once, n, sizeof(*once), compare_keys);
	for (i = 1; i < n; i++) {
		if (strcmp(once[i - 1].key, once[i].key) != 0)
			continue;
		why_value(&fault, once[i].key);
		if ((out = set_fault(once[i - 1].row, &fault, why)) != OUT_OK ||
		    (out = set_fault(once[i].row, &fault, why)) != OUT_OK)
			return out;
	}
	return OUT_OK;
}

static enum outcome
check_once(const struct sheet_kind *k, const Rec__Sheet *sheet, struct why *why)
{
	char key[SHEET_KEY];
	struct once *once;
	enum outcome out = OUT_OK;
	size_t i, n = 0;

	if ((once = calloc(sheet->n_rows + 1, sizeof(*once))) == NULL)
		return why_retry(why, "out of memory");
	for (i = 0; i < sheet->n_rows && out == OUT_OK; i++) {
		k->key(sheet->rows[i], key, sizeof(key));
		if (key[0] == '\0')
			continue;
		if ((once[n].key = strdup(key)) == NULL)
			out = why_retry(why, "out of memory");
		else
			once[n++].row = sheet->rows[i];
	}
	if (out == OUT_OK)
		out = hold_twins(k, once, n, why);
	for (i = 0; i < n; i++)
		free(once[i].key);
	free(once);
	return out;
}

enum outcome
sheet_read(const void *data, size_t len, const char *today, Rec__Sheet **sheet,
    struct why *why)
{
	const struct sheet_kind *k;
	struct csvio *t = NULL;
	Rec__Sheet *s = NULL;
	enum outcome out;

	*sheet = NULL;
	if (len > SHEET_MAX)
		return why_reject(why, "SHEET-SIZE",
		    "a sheet of more than %zu bytes", SHEET_MAX);
	if ((out = csvio_parse(data, len, SHEET_ROWS_MAX, &t, why)) != OUT_OK)
		return out;
	if ((k = find_kind(t)) == NULL) {
		out = no_kind(t, why);
		goto done;
	}
	if ((s = record_new(&rec__sheet__descriptor)) == NULL ||
	    record_set(&s->kind, k->name) == -1) {
		out = why_retry(why, "out of memory");
		goto done;
	}
	if ((out = read_rows(k, t, today, s, why)) == OUT_OK &&
	    (out = check_once(k, s, why)) == OUT_OK) {
		*sheet = s;
		s = NULL;
	}
done:
	record_free(s);
	csvio_free(t);
	return out;
}
