/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/csvio.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "io/csvio_impl.h"
#include "io/share.h"
#include "io/slurp.h"

#define LOAD_MAX ((size_t)16 << 20) /* bytes of a file of ours */
#define LOAD_ROWS ((size_t)1000000)

enum outcome
csvio_load(const char *path, struct csvio **table, struct why *why)
{
	struct buf b = BUF_INIT;
	enum outcome out;

	if ((out = slurp_file(path, LOAD_MAX, &b, why)) == OUT_OK)
		out = csvio_parse(b.data, b.len, LOAD_ROWS, table, why);
	buf_free(&b);
	return out;
}

enum outcome
csvio_share(const char *rel, struct csvio **table, struct why *why)
{
	char path[PATH_MAX];

	return csvio_load(share_path(rel, path, sizeof(path)), table, why);
}

void
csvio_free(struct csvio *t)
{

	if (t == NULL)
		return;
	buf_wipe(&t->text);
	free(t->offsets);
	free(t->rows);
	free(t->order);
	free(t);
}

static const char *
field(const struct csvio *t, size_t row, size_t i)
{
	const struct csvio_row *r = &t->rows[row];

	if (i >= r->fields)
		return "";
	return (const char *)t->text.data + t->offsets[r->first + i];
}

size_t
csvio_rows(const struct csvio *t)
{

	return t->count - 1;
}

size_t
csvio_columns(const struct csvio *t)
{

	return t->rows[0].fields;
}

const char *
csvio_column(const struct csvio *t, size_t i)
{

	return field(t, 0, i);
}

unsigned int
csvio_line(const struct csvio *t, size_t row)
{

	return t->rows[row + 1].line;
}

size_t
csvio_fields(const struct csvio *t, size_t row)
{

	return t->rows[row + 1].fields;
}

/* The place of the column of that name, or the number of columns. */
static size_t
column(const struct csvio *t, const char *name)
{
	size_t i, n = csvio_columns(t);

	for (i = 0; i < n; i++)
		if (strcasecmp(csvio_column(t, i), name) == 0)
			break;
	return i;
}

const char *
csvio_get(const struct csvio *t, size_t row, const char *name)
{
	size_t i = column(t, name);

	return i == csvio_columns(t) || row >= csvio_rows(t) ?
	    "" :
	    field(t, row + 1, i);
}

static enum csvio_order
order(const struct csvio *t, size_t i)
{
	size_t row;

	if (t->order[i] != UNKNOWN)
		return t->order[i];
	t->order[i] = SORTED;
	for (row = 2; row < t->count; row++)
		if (strcmp(field(t, row - 1, i), field(t, row, i)) > 0) {
			t->order[i] = UNSORTED;
			break;
		}
	return t->order[i];
}

long
csvio_find(const struct csvio *t, const char *name, const char *value)
{
	size_t i = column(t, name), low = 1, high = t->count, middle;

	if (i == csvio_columns(t))
		return -1;
	if (order(t, i) == UNSORTED) {
		while (low < high && strcmp(field(t, low, i), value) != 0)
			low++;
	} else {
		while (low < high) {
			middle = low + (high - low) / 2;
			if (strcmp(field(t, middle, i), value) < 0)
				low = middle + 1;
			else
				high = middle;
		}
	}
	if (low == t->count || strcmp(field(t, low, i), value) != 0)
		return -1;
	return (long)low - 1;
}
