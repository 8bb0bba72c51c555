/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_CSVIO_IMPL_H
#define IO_CSVIO_IMPL_H

#include "io/csvio.h"

/* csvio_impl -- a table in memory, for the files of csvio alone. */
struct csvio_row {
	unsigned int line;
	size_t first; /* of its fields */
	size_t fields;
};

enum csvio_order {
	UNKNOWN,
	SORTED,
	UNSORTED
};

struct csvio {
	struct buf text; /* all fields, each with its NUL */
	size_t *offsets; /* of the fields in text */
	size_t fields, fields_room;
	struct csvio_row *rows; /* the header row is the first */
	size_t count, rows_room;
	enum csvio_order *order; /* of each column, once asked for */
};

/** csvio_check_encoding(s, len, why): OUT_REJECT (CSV-ENCODING): the ${len}
 * bytes at ${s}, behind which stands a NUL, are not all UTF-8 without a NUL. */
MUST_CHECK enum outcome
csvio_check_encoding(const char *, size_t, struct why *);

/** csvio_check_header(table, why): leave out empty fields behind the named
 * columns.  OUT_REJECT (CSV-EMPTY, CSV-COLUMNS): no header row to go by. */
MUST_CHECK enum outcome csvio_check_header(struct csvio *, struct why *);

#endif /* !IO_CSVIO_IMPL_H */
