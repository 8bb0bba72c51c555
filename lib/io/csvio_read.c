/* SPDX-License-Identifier: EUPL-1.2 */
#include <csv.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "io/csvio_impl.h"

#define BOM "\xef\xbb\xbf"

/* What the parser's callbacks know. */
struct reading {
	struct csvio *t;
	size_t maxrows;
	unsigned int line; /* on which the row at hand began */
	size_t first;	   /* its first field */
	bool ended;	   /* a row ended in the line at hand */
	bool toomany;
	bool nomem;
};

static void *
grow(void *old, size_t *room, size_t size)
{
	size_t n = *room == 0 ? 64 : *room * 2;
	void *p;

	if (n > SIZE_MAX / size || (p = realloc(old, n * size)) == NULL)
		return NULL;
	*room = n;
	return p;
}

static int
blank(char c)
{

	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static void
on_field(void *data, size_t len, void *ctx)
{
	struct reading *r = ctx;
	struct csvio *t = r->t;
	const char *s = data;
	size_t *p;

	if (r->toomany || r->nomem)
		return;
	while (len > 0 && blank(*s)) {
		s++;
		len--;
	}
	while (len > 0 && blank(s[len - 1]))
		len--;
	if (t->fields == t->fields_room) {
		p = grow(t->offsets, &t->fields_room, sizeof(*p));
		if (p == NULL) {
			r->nomem = true;
			return;
		}
		t->offsets = p;
	}
	t->offsets[t->fields++] = t->text.len;
	if (buf_add(&t->text, s, len) == -1 || buf_add(&t->text, "", 1) == -1)
		r->nomem = true;
}

static void
on_row(int end, void *ctx)
{
	struct reading *r = ctx;
	struct csvio *t = r->t;
	struct csvio_row *p;

	(void)end;
	r->ended = true;
	if (r->toomany || r->nomem)
		return;
	if (t->count > r->maxrows) { /* the header row is one, too */
		r->toomany = true;
		return;
	}
	if (t->count == t->rows_room) {
		p = grow(t->rows, &t->rows_room, sizeof(*p));
		if (p == NULL) {
			r->nomem = true;
			return;
		}
		t->rows = p;
	}
	t->rows[t->count].line = r->line;
	t->rows[t->count].first = r->first;
	t->rows[t->count++].fields = t->fields - r->first;
	r->first = t->fields;
}

/* The separator is what the header row holds more of, outside quotes. */
static unsigned char
separator(const char *s)
{
	size_t commas = 0, semicolons = 0;
	bool quoted = false;

	while (blank(*s))
		s++;
	for (; *s != '\0' && (quoted || (*s != '\n' && *s != '\r')); s++)
		if (*s == '"')
			quoted = !quoted;
		else if (!quoted && *s == ',')
			commas++;
		else if (!quoted && *s == ';')
			semicolons++;
	return semicolons > commas ? ';' : ',';
}

/* The first byte after the line: it ends with CR, LF, or both. */
static const char *
line_end(const char *s)
{

	s += strcspn(s, "\r\n");
	return s + (s[0] == '\r' && s[1] == '\n' ? 2 : s[0] != '\0');
}

/* Give the parser one line of the file at a time, to know where it is. */
static enum outcome
feed(struct csv_parser *p, const char *s, size_t len, struct reading *r,
    struct why *why)
{
	const char *end = s + len, *next;
	unsigned int line = 1;
	bool within = false; /* a row goes on from the line before */
	size_t n;

	for (; s < end && !r->toomany; s = next, line++) {
		next = line_end(s);
		n = (size_t)(next - s);
		if (!within)
			r->line = line;
		r->ended = false;
		if (csv_parse(p, s, n, on_field, on_row, r) != n)
			goto fail;
		while (n > 0 && blank(*s)) {
			s++;
			n--;
		}
		within = (within || n > 0) && !r->ended;
	}
	if (csv_fini(p, on_field, on_row, r) == 0)
		return OUT_OK;
fail:
	if (csv_error(p) != CSV_EPARSE)
		return why_retry(why, "table: %s", csv_strerror(csv_error(p)));
	(void)why_reject(why, "CSV-QUOTES",
	    "quotes within a field, or not "
	    "closed");
	why_at(why, (int)r->line, "");
	return OUT_REJECT;
}

static enum outcome
read_rows(struct csvio *t, const char *s, size_t maxrows, struct why *why)
{
	struct reading r = { t, maxrows, 1, 0, false, false, false };
	struct csv_parser p;
	enum outcome out;

	if (csv_init(&p, CSV_STRICT | CSV_STRICT_FINI) != 0)
		return why_retry(why, "table: no parser");
	csv_set_delim(&p, separator(s));
	out = feed(&p, s, strlen(s), &r, why);
	csv_free(&p);
	if (out == OUT_OK && r.nomem)
		return why_retry(why, "table: out of memory");
	if (out == OUT_OK && r.toomany)
		return why_reject(
		    why, "CSV-ROWS", "more than %zu rows", maxrows);
	return out;
}

enum outcome
csvio_parse(const void *data, size_t len, size_t maxrows, struct csvio **table,
    struct why *why)
{
	struct csvio *t;
	struct buf copy = BUF_INIT; /* which ends with a NUL */
	size_t skip;
	const char *s;
	enum outcome out;

	if ((t = calloc(1, sizeof(*t))) == NULL)
		return why_sys(why, "table");
	skip = len >= strlen(BOM) && memcmp(data, BOM, strlen(BOM)) == 0 ?
	    strlen(BOM) :
	    0;
	s = len == 0 ? "" : data;
	(void)buf_add(&copy, s + skip, len - skip);
	if ((out = buf_ok(&copy, why)) != OUT_OK)
		goto done;
	s = (const char *)copy.data;
	if ((out = csvio_check_encoding(s, copy.len, why)) != OUT_OK ||
	    (out = read_rows(t, s, maxrows, why)) != OUT_OK ||
	    (out = csvio_check_header(t, why)) != OUT_OK)
		goto done;
	*table = t;
	t = NULL;
done:
	buf_wipe(&copy);
	csvio_free(t);
	return out;
}
