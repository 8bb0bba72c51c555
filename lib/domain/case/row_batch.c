/* SPDX-License-Identifier: EUPL-1.2 */
/* People on a batch: may it be paid; has it reached the bank? */
#include <string.h>

#include "domain/case/casefile.h"
#include "domain/case/row_approval.h"
#include "domain/case/sheet_rows.h"

static bool
says(const Rec__SheetRow *row, const char *word)
{
	return strcmp(row->decision, word) == 0;
}

static enum outcome
wrong_word(struct store_txn *txn, const struct office *o, struct arrival *a,
    const Rec__SheetRow *row, const char *text, struct why *why)
{
	return row_held(
	    txn, o, a, row, "APPROVAL-DECISION", "decision", text, why);
}

/* What waits for its approvers. */
static enum outcome
prepared(struct store_txn *txn, const struct office *o, struct arrival *a,
    const Rec__Batch *b, const Rec__SheetRow *row, struct why *why)
{
	const char *state, *fault = "";

	if (!approval_refuses(row) &&
	    approval_among(b->approvals, b->n_approvals, a->actor))
		return OUT_OK;
	state = approval_weigh(o, row, a->actor, b->recorder, b->n_approvals,
	    "payment_approvers", &fault);
	if (state == NULL)
		return row_held(
		    txn, o, a, row, "APPROVAL-PERSON", "subject", fault, why);
	return approval_append(txn, o, a, "approve-batch", 0, b->id,
	    strcmp(state, "waiting") == 0 ? "prepared" : state, "decided",
	    state, row, why);
}

/* Approved once, but our own check refused its file: it is tried again, once
 * what was wrong is mended, or it is given up. */
static enum outcome
held(struct store_txn *txn, const struct office *o, struct arrival *a,
    const Rec__Batch *b, const Rec__SheetRow *row, struct why *why)
{
	const char *state = says(row, "refuse") ? "refused" : "approved";

	return approval_append(txn, o, a, "approve-batch", 0, b->id, state,
	    "decided", state, row, why);
}

/*
 * Whether the bank has the file.  As many people as approve a payment must say
 * the same, and nobody else the contrary.
 */
static enum outcome
uncertain(struct store_txn *txn, const struct office *o, struct arrival *a,
    const Rec__Batch *b, const Rec__SheetRow *row, struct why *why)
{
	bool there = says(row, "delivered");
	char **same = there ? b->delivered_by : b->missing_by;
	char **contrary = there ? b->missing_by : b->delivered_by;
	size_t n = there ? b->n_delivered_by : b->n_missing_by;
	size_t m = there ? b->n_missing_by : b->n_delivered_by;
	long need = config_number(o->conf, "gates", "payment_approvers");
	const char *decided = "";

	if (approval_among(same, n, a->actor))
		return OUT_OK;
	if (approval_among(contrary, m, a->actor))
		m--; /* who says something else now */
	if (m == 0 && (long)n + 1 >= need)
		decided = there ? "delivered" : "approved";
	return approval_append(txn, o, a, "batch-word", 0, b->id, row->decision,
	    "decided", decided, row, why);
}

/* Whether the row says what was said before, or nothing any more. */
static bool
is_over(const Rec__Batch *b, const Rec__SheetRow *row)
{
	static const char *const open[] = { "prepared", "held", "uncertain" };
	size_t i;

	for (i = 0; i < sizeof(open) / sizeof(open[0]); i++)
		if (strcmp(b->state, open[i]) == 0)
			return false;
	return strcmp(b->state, "refused") == 0 || !approval_refuses(row);
}

/* What waits for its approvers, or has them; or cannot be written. */
static enum outcome
before_bank(struct store_txn *txn, const struct office *o, struct arrival *a,
    const Rec__Batch *b, const Rec__SheetRow *row, struct why *why)
{
	if (!says(row, "approve") && !approval_refuses(row))
		return wrong_word(
		    txn, o, a, row, "a batch is approved or refused", why);
	if (strcmp(b->state, "held") == 0)
		return held(txn, o, a, b, row, why);
	if (strcmp(b->state, "prepared") == 0 ||
	    strcmp(b->state, "approved") == 0)
		return prepared(txn, o, a, b, row, why);
	return approval_late(txn, o, a, row, why);
}

enum outcome
row_batch(struct store_txn *txn, const struct office *o, struct arrival *a,
    const Rec__Batch *b, const Rec__SheetRow *row, struct why *why)
{
	bool unsure = strcmp(b->state, "uncertain") == 0;

	if (is_over(b, row))
		return OUT_OK;
	if (strcmp(unsure && b->file_sha256[0] != '\0' ? b->file_sha256 :
							 b->sha256,
		row->sha256) != 0)
		return row_held(txn, o, a, row, "APPROVAL-SHA256", "sha256",
		    "not what is waiting now: look at it again", why);
	if (!unsure)
		return before_bank(txn, o, a, b, row, why);
	if (!says(row, "delivered") && !says(row, "not-delivered"))
		return wrong_word(txn, o, a, row,
		    "say whether the bank has the file: delivered or "
		    "not-delivered",
		    why);
	return uncertain(txn, o, a, b, row, why);
}
