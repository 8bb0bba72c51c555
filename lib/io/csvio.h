/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_CSVIO_H
#define IO_CSVIO_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/why.h"

/*
 * csvio -- CSV (RFC 4180) in and out, by libcsv.
 *
 * In: a header row names the columns, ',' or ';' (the one the header row
 * holds more of), LF or CRLF, a UTF-8 byte order mark is dropped.  Names of
 * columns are the same in capital and small letters.  Empty fields behind the
 * last column that has a name do not count, in any row.
 */
#define CSVIO_COLUMNS_MAX ((size_t)64)

struct csvio; /* a table in memory */

/**
 * csvio_parse(data, len, maxrows, table, why):
 * Read the ${len} bytes at ${data}.  Set ${table}, which ends with
 * csvio_free().
 * OUT_REJECT: CSV-EMPTY (no header row), CSV-QUOTES, CSV-ENCODING (not UTF-8,
 * or a NUL), CSV-COLUMNS (too many, one twice or without a name), CSV-ROWS
 * (over ${maxrows}).  A row with another number of fields than the header is
 * kept: csvio_fields() tells.
 */
MUST_CHECK enum outcome
csvio_parse(const void *, size_t, size_t, struct csvio **, struct why *);

/** csvio_load(path, table, why): the same for a file of ours. */
MUST_CHECK enum outcome csvio_load(const char *, struct csvio **, struct why *);

/** csvio_share(rel, table, why): the same for a table that comes with the
 * programs ("data/parties.csv"; share_path()). */
MUST_CHECK enum outcome
csvio_share(const char *, struct csvio **, struct why *);

/** csvio_free(table) */
void csvio_free(struct csvio *);

/** csvio_rows(table): number of rows below the header row. */
size_t csvio_rows(const struct csvio *);

/** csvio_columns(table): number of columns; csvio_column(table, i): name. */
size_t csvio_columns(const struct csvio *);
const char *csvio_column(const struct csvio *, size_t);

/** csvio_line(table, row): line of the file on which ${row} begins; a
 * line ends with CR, LF or both. */
unsigned int csvio_line(const struct csvio *, size_t);

/** csvio_fields(table, row): number of fields it has. */
size_t csvio_fields(const struct csvio *, size_t);

/**
 * csvio_get(table, row, column):
 * Return the field of ${row} (from 0) in the column of that name, blanks at
 * both ends removed; "" if there is no such column or field.
 */
const char *csvio_get(const struct csvio *, size_t, const char *);

/**
 * csvio_find(table, column, value):
 * Return the first row whose field in ${column} is ${value}, or -1.  On a
 * table sorted by that column (strcmp) this takes O(log n).
 */
long csvio_find(const struct csvio *, const char *, const char *);

enum csvio_guard {
	CSVIO_BANK,  /* refuse what a spreadsheet would run */
	CSVIO_PEOPLE /* make it harmless with a leading ' */
};

/**
 * csvio_field(b, sep, s, last, guard, why):
 * Append ${s} quoted, then ${sep} or, after the ${last} of a row, CRLF.
 * OUT_REJECT (rule CSV-INJECTION): with CSVIO_BANK ${s} begins with one of
 * = + - @ TAB CR (a plain decimal number excepted), or holds NUL.
 */
MUST_CHECK enum outcome csvio_field(
    struct buf *, char, const char *, bool, enum csvio_guard, struct why *);

#endif /* !IO_CSVIO_H */
