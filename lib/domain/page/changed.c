/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/page/changed.h"

#include <stdlib.h>
#include <string.h>

#include "domain/case/journal.h"
#include "domain/case/payrow.h"
#include "io/record.h"

/* A set of case numbers that grows. */
struct numbers {
	uint64_t *n;
	size_t len, cap;
};

static int
add_number(struct numbers *s, uint64_t n)
{
	uint64_t *grown;

	if (n == 0 || (s->len > 0 && s->n[s->len - 1] == n))
		return 0;
	if (s->len == s->cap) {
		s->cap = s->cap == 0 ? 64 : s->cap * 2;
		grown = realloc(s->n, s->cap * sizeof(*s->n));
		if (grown == NULL)
			return -1;
		s->n = grown;
	}
	s->n[s->len++] = n;
	return 0;
}

static enum outcome
add_parts(const Rec__BatchRow *row, void *ctx, struct why *why)
{
	size_t i;

	for (i = 0; i < row->payment->n_parts; i++)
		if (add_number(ctx, row->payment->parts[i]->case_number) == -1)
			return why_sys(why, "changed");
	return OUT_OK;
}

/* The cases one event touches; those of a batch are in its rows. */
static enum outcome
add_event(struct store_txn *txn, const Rec__Event *ev, struct numbers *s,
    struct why *why)
{
	size_t i, j;

	if (add_number(s, ev->case_number) == -1)
		return why_sys(why, "changed");
	for (i = 0; i < ev->n_items; i++)
		if (add_number(s, ev->items[i]->case_number) == -1)
			return why_sys(why, "changed");
	for (i = 0; i < ev->n_payments; i++)
		for (j = 0; j < ev->payments[i]->n_parts; j++)
			if (add_number(s,
				ev->payments[i]->parts[j]->case_number) == -1)
				return why_sys(why, "changed");
	if (strncmp(ev->kind, "batch", 5) == 0 ||
	    strcmp(ev->kind, "approve-batch") == 0)
		return payrow_each(txn, ev->subject, add_parts, s, why);
	return OUT_OK;
}

static int
by_number(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

enum outcome
cases_changed(struct store_txn *txn, uint64_t from, uint64_t **cases,
    size_t *np, uint64_t *last, struct why *why)
{
	struct numbers s = { NULL, 0, 0 };
	enum outcome out;
	Rec__Event *ev;
	uint64_t n;
	size_t i, k = 0;

	*cases = NULL;
	*np = 0;
	out = journal_last(txn, last, why);
	for (n = from + 1; out == OUT_OK && n <= *last; n++) {
		out = journal_get(txn, n, &ev, why);
		if (out == OUT_OK && ev != NULL)
			out = add_event(txn, ev, &s, why);
		record_free(ev);
	}
	if (out != OUT_OK) {
		free(s.n);
		return out;
	}
	if (s.len > 1)
		qsort(s.n, s.len, sizeof(*s.n), by_number);
	for (i = 0; i < s.len; i++)
		if (k == 0 || s.n[k - 1] != s.n[i])
			s.n[k++] = s.n[i];
	*cases = s.n;
	*np = k;
	return OUT_OK;
}
