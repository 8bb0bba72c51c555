/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_SHEET_H
#define DOMAIN_SHEET_H

#include <stddef.h>

#include "base/buf.h"
#include "base/why.h"
#include "base/record.pb-c.h"

/*
 * sheet -- tables (CSV) by which people tell us what happened and what they
 * decide.  The header row says which sheet it is: it holds all columns that
 * the sheet must have and none that the sheet does not know, in any order.
 * [Brackets]: may be absent, or empty in a row.
 *
 *	collections	reference case date amount currency source mode
 *			[period_from] [period_to] [note]
 *	rates		from_currency to_currency date rate source [note]
 *	receipts	reference date amount currency [note]
 *	answer		case complete [received_on] [steps]
 *			[further_information] [note]
 *	review		item decision [reason], and to be read by people only
 *			[case] [date] [amount] [currency] [mode] [source]
 *			[held_for] [asked]
 *	approval	subject sha256 decision [reason], and to be read by
 *			people only [kind] [state] [case] [other] [count]
 *			[amount] [currency] [asked]
 *	tasks		task decision [note], and to be read by people only
 *			[case] [kind] [rule] [due] [subject]
 *	disclosure	case non_disclosure [reason] [note]
 *	rectification	case person field value reason [source] [note]
 *	erase		erase reason
 *
 * Columns and the fields of a SheetRow they fill: reference (1 to 64
 * characters), case and erase -> case_reference, date and received_on -> date,
 * amount with currency -> amount (more than zero), period_from, period_to ->
 * from, until; item, subject and task -> subject; complete yes|no;
 * further_information -> further; decision release|hold|accept|reject
 * (review), approve|refuse|delivered|not-delivered (approval), done (tasks);
 * mode collected|monitored; source see notice.h's source_ok() (in
 * rates: free text; in rectification subject|authority|article-61);
 * non_disclosure yes|no -> decision, no with a reason.  Dates are ISO 8601,
 * amounts have a '.' and no grouping; codes may be in either case and are
 * stored as they stand here.
 *
 * A row that breaks this has its fault set (with column as place, and line)
 * and is held alone, with what could be read: SHEET-FIELDS (number of fields),
 * SHEET-MISSING, SHEET-DATE (no date, or after today), SHEET-CODE,
 * SHEET-REFERENCE, SHEET-TEXT (too long, or control characters),
 * SHEET-SHA256, R-603 (no reason), R-1001 (amount, currency), R-1004 (period),
 * R-1009 (rate), SHEET-TWICE (two rows on one thing), R-1013 (a reference twice
 * in collections or receipts): then both rows are held.
 * Left out are rows that are blank, and rows of sheets with a decision whose
 * decision is blank: nobody has answered them yet.
 */
#define SHEET_MAX ((size_t)32 << 20) /* bytes */
#define SHEET_ROWS_MAX ((size_t)100000)

/**
 * sheet_read(data, len, today, sheet, why):
 * Read the ${len} bytes at ${data} as a sheet that came in on ${today}
 * ("YYYY-MM-DD"; "" if no date is to be checked against it).  Set ${sheet},
 * which the caller frees with record_free().
 * OUT_REJECT: SHEET-KIND (the header row is of no sheet, line 1), SHEET-SIZE
 * (over SHEET_MAX), or as csvio_parse() says; ${sheet} is NULL.
 */
MUST_CHECK enum outcome
sheet_read(const void *, size_t, const char *, Rec__Sheet **, struct why *);

/**
 * sheet_review_write(review, separator, out, why):
 * Append a review sheet with a row for each item and each payment of ${review},
 * decision and reason empty, to ${out}.  What a spreadsheet would run is made
 * harmless.
 */
MUST_CHECK enum outcome
sheet_review_write(const Rec__Review *, char, struct buf *, struct why *);

/**
 * sheet_approval_write(approval, separator, out, why):
 * The same, an approval sheet with a row for each batch and each message of
 * ${approval}.  A batch is told by its id, a message by its msg_id; each with
 * the SHA-256 of what is approved, a batch that is uncertain with its file's.
 */
MUST_CHECK enum outcome
sheet_approval_write(const Rec__Approval *, char, struct buf *, struct why *);

/** sheet_tasks_write(worklist, separator, out, why): the same, with a row for
 * each task of ${worklist}. */
MUST_CHECK enum outcome
sheet_tasks_write(const Rec__Worklist *, char, struct buf *, struct why *);

#endif /* !DOMAIN_SHEET_H */
