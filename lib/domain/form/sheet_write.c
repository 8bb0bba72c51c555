/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The sheets that people are to answer.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "domain/form/sheet.h"
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

/* Which sheet it is: the same answer to the next one is not the same sheet
 * dropped twice. */
struct asked {
	char text[24];
};

static struct asked
asked_of(uint64_t event)
{
	struct asked a;

	(void)snprintf(a.text, sizeof(a.text), "%" PRIu64, event);
	return a;
}

static enum outcome
put_item(struct buf *out, char separator, const char *asked, const Rec__Item *i,
    struct why *why)
{
	char amount[MONEY_TEXT] = "";
	const char *field[] = { i->id, i->case_id, i->date, amount, "", i->mode,
		i->source, i->held_for, asked, "", "" };

	if (i->amount != NULL) {
		(void)money_format(
		    i->amount->minor, i->amount->currency, amount);
		field[4] = i->amount->currency;
	}
	return put_row(out, separator, field, NFIELDS(field), why);
}

/* A payment that is held, for its rule or since its last attempt failed. */
static enum outcome
put_payment(struct buf *out, char separator, const char *unit,
    const char *asked, const Rec__Payment *p, struct why *why)
{
	char amount[MONEY_TEXT] = "", id[CASEID_TEXT] = "";
	const char *const field[] = { p->id, id, p->due_on, amount,
		p->amount->currency, "", "", p->reason, asked, "", "" };

	if (p->case_number != 0)
		(void)caseid_format(unit, p->case_number, id);
	(void)money_format(p->amount->minor, p->amount->currency, amount);
	return put_row(out, separator, field, NFIELDS(field), why);
}

enum outcome
sheet_review_write(
    const Rec__Review *review, char separator, struct buf *out, struct why *why)
{
	static const char *const head[] = { "item", "case", "date", "amount",
		"currency", "mode", "source", "held_for", "asked", "decision",
		"reason" };
	struct asked asked = asked_of(review->asked);
	enum outcome res;
	size_t i;

	res = put_row(out, separator, head, NFIELDS(head), why);
	for (i = 0; i < review->n_items && res == OUT_OK; i++)
		res =
		    put_item(out, separator, asked.text, review->items[i], why);
	for (i = 0; i < review->n_payments && res == OUT_OK; i++)
		res = put_payment(out, separator, review->unit, asked.text,
		    review->payments[i], why);
	return res == OUT_OK ? buf_ok(out, why) : res;
}

static enum outcome
put_batch(struct buf *out, char separator, const char *asked,
    const Rec__Batch *b, struct why *why)
{
	char sum[MONEY_TEXT], count[16];
	bool unsure = strcmp(b->state, "uncertain") == 0;
	const char *const field[] = { b->id,
		unsure && b->file_sha256[0] != '\0' ? b->file_sha256 :
						      b->sha256,
		b->kind, "", b->other, count, sum, b->currency, b->state, asked,
		"", "" };

	(void)snprintf(count, sizeof(count), "%" PRIu32, b->count);
	(void)money_format(b->sum, b->currency, sum);
	return put_row(out, separator, field, NFIELDS(field), why);
}

static enum outcome
put_message(struct buf *out, char separator, const char *unit,
    const char *asked, const Rec__Message *m, struct why *why)
{
	char id[CASEID_TEXT] = "";
	const char *const field[] = { m->msg_id, m->sha256, m->form, id,
		m->other, "", "", "", m->state, asked, "", "" };

	if (m->case_number != 0)
		(void)caseid_format(unit, m->case_number, id);
	return put_row(out, separator, field, NFIELDS(field), why);
}

enum outcome
sheet_approval_write(const Rec__Approval *approval, char separator,
    struct buf *out, struct why *why)
{
	static const char *const head[] = { "subject", "sha256", "kind", "case",
		"other", "count", "amount", "currency", "state", "asked",
		"decision", "reason" };
	struct asked asked = asked_of(approval->asked);
	enum outcome res;
	size_t i;

	res = put_row(out, separator, head, NFIELDS(head), why);
	for (i = 0; i < approval->n_batches && res == OUT_OK; i++)
		res = put_batch(
		    out, separator, asked.text, approval->batches[i], why);
	for (i = 0; i < approval->n_messages && res == OUT_OK; i++)
		res = put_message(out, separator, approval->unit, asked.text,
		    approval->messages[i], why);
	return res == OUT_OK ? buf_ok(out, why) : res;
}

static enum outcome
put_task(struct buf *out, char separator, const Rec__Task *t, struct why *why)
{
	char number[24];
	const char *const field[] = { number, t->case_id, t->kind, t->rule,
		t->due, t->subject, "", "" };

	(void)snprintf(number, sizeof(number), "%" PRIu64, t->number);
	return put_row(out, separator, field, NFIELDS(field), why);
}

enum outcome
sheet_tasks_write(
    const Rec__Worklist *w, char separator, struct buf *out, struct why *why)
{
	static const char *const head[] = { "task", "case", "kind", "rule",
		"due", "subject", "decision", "note" };
	enum outcome res;
	size_t i;

	res = put_row(out, separator, head, NFIELDS(head), why);
	for (i = 0; i < w->n_tasks && res == OUT_OK; i++)
		res = put_task(out, separator, w->tasks[i], why);
	return res == OUT_OK ? buf_ok(out, why) : res;
}
