/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The sheets that people are to answer.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "domain/sheet.h"
#include "io/csvio.h"
#include "value/caseid.h"
#include "value/money.h"

/* One row of ${n} fields. */
static enum outcome
put_row(struct buf *out, char separator, const char *const *field, size_t n,
    struct why *why)
{
	enum outcome res;
	size_t i;

	for (i = 0; i < n; i++)
		if ((res = csvio_field(out, separator, field[i], i + 1 == n,
			 CSVIO_PEOPLE, why)) != OUT_OK)
			return res;
	return OUT_OK;
}

#define NFIELDS(a) (sizeof(a) / sizeof((a)[0]))

static enum outcome
put_item(struct buf *out, char separator, const Rec__Item *i, struct why *why)
{
	char amount[MONEY_TEXT] = "";
	const char *field[] = { i->id, i->case_id, i->date, amount, "", i->mode,
		i->source, i->held_for, "", "" };

	if (i->amount != NULL) {
		(void)money_format(
		    i->amount->minor, i->amount->currency, amount);
		field[4] = i->amount->currency;
	}
	return put_row(out, separator, field, NFIELDS(field), why);
}

enum outcome
sheet_review_write(
    const Rec__Review *review, char separator, struct buf *out, struct why *why)
{
	static const char *const head[] = { "item", "case", "date", "amount",
		"currency", "mode", "source", "held_for", "decision",
		"reason" };
	enum outcome res;
	size_t i;

	res = put_row(out, separator, head, NFIELDS(head), why);
	for (i = 0; i < review->n_items && res == OUT_OK; i++)
		res = put_item(out, separator, review->items[i], why);
	return res == OUT_OK ? buf_ok(out, why) : res;
}

static enum outcome
put_batch(struct buf *out, char separator, const Rec__Batch *b, struct why *why)
{
	char sum[MONEY_TEXT], count[16];
	const char *const field[] = { b->id, b->sha256, b->kind, "", b->other,
		count, sum, b->currency, "", "" };

	(void)snprintf(count, sizeof(count), "%" PRIu32, b->count);
	(void)money_format(b->sum, b->currency, sum);
	return put_row(out, separator, field, NFIELDS(field), why);
}

static enum outcome
put_message(struct buf *out, char separator, const char *unit,
    const Rec__Message *m, struct why *why)
{
	char id[CASEID_TEXT] = "";
	const char *const field[] = { m->msg_id, m->sha256, m->form, id,
		m->other, "", "", "", "", "" };

	if (m->case_number != 0)
		(void)caseid_format(unit, m->case_number, id);
	return put_row(out, separator, field, NFIELDS(field), why);
}

enum outcome
sheet_approval_write(const Rec__Approval *approval, char separator,
    struct buf *out, struct why *why)
{
	static const char *const head[] = { "subject", "sha256", "kind", "case",
		"other", "count", "amount", "currency", "decision", "reason" };
	enum outcome res;
	size_t i;

	res = put_row(out, separator, head, NFIELDS(head), why);
	for (i = 0; i < approval->n_batches && res == OUT_OK; i++)
		res = put_batch(out, separator, approval->batches[i], why);
	for (i = 0; i < approval->n_messages && res == OUT_OK; i++)
		res = put_message(
		    out, separator, approval->unit, approval->messages[i], why);
	return res == OUT_OK ? buf_ok(out, why) : res;
}
