/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_SHEET_KIND_H
#define DOMAIN_SHEET_KIND_H

#include <stdbool.h>
#include <stddef.h>

#include "base/why.h"
#include "base/record.pb-c.h"
#include "io/csvio.h"

/*
 * sheet_kind -- the kinds of sheets with their columns: how a row is read.
 * What a row does is in case/row_KIND.c; README says what else a new kind
 * wants.
 */
struct sheet_row {
	const struct csvio *table;
	size_t row;
	const char *today; /* "" : not known */
	Rec__SheetRow *record;
};

/* Read one field that is not blank into the record.  OUT_REJECT is the row's
 * fault; the caller adds the column. */
typedef enum outcome
sheet_field(struct sheet_row *, const char *, struct why *);

struct sheet_column {
	char name[20];
	bool needed;	   /* the header row has it */
	bool filled;	   /* and each row has something in it */
	sheet_field *read; /* NULL: for people only, or read by finish */
};

struct sheet_kind {
	char name[16];
	bool decides;	  /* a row without decision is left out */
	const char *once; /* rule where two rows are on one thing */
	const char *once_text;
	const struct sheet_column *columns; /* the last has no name */

	/* What several columns say together.  NULL: nothing. */
	enum outcome (*finish)(struct sheet_row *, struct why *);

	/* Write what may be there only once, "" for nothing, to the bytes. */
	void (*key)(const Rec__SheetRow *, char *, size_t);
};

#define SHEET_KEY ((size_t)300) /* bytes of any key */

extern const struct sheet_kind sheet_kinds[];
extern const size_t sheet_nkinds;

#endif /* !DOMAIN_SHEET_KIND_H */
