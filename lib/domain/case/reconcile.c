/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/case/reconcile.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "domain/case/decide.h"
#include "domain/case/journal.h"
#include "domain/case/reconcile_impl.h"
#include "io/record.h"

#define SEEN_RENDER "render" /* render's place in DB_SEEN */

/* Nothing was found, and the last that was done is that it was accepted, but
 * for cases whose erasure was finished after it: a run that was killed has done
 * it. */
static enum outcome
was_done(struct store_txn *txn, const struct reconcile *r, bool *done,
    struct why *why)
{
	enum outcome out;
	bool finished = true;
	uint64_t n;
	Rec__Event *ev;

	*done = false;
	if (r->report.len > 0)
		return OUT_OK;
	out = journal_last(txn, &n, why);
	for (; out == OUT_OK && finished && n > 0; n--) {
		finished = false;
		if ((out = journal_get(txn, n, &ev, why)) == OUT_OK &&
		    ev != NULL) {
			*done = strcmp(ev->kind, "store-accepted") == 0;
			finished = strcmp(ev->kind, "erase-finished") == 0;
		}
		record_free(ev);
	}
	return out;
}

static enum outcome
accept(
    struct store_txn *txn, struct reconcile *r, uint64_t task, struct why *why)
{
	struct outcomes outs = { .n = 0 };
	char number[24];
	enum outcome out;
	Rec__Event ev;
	uint64_t last;
	bool done;

	if ((out = was_done(txn, r, &done, why)) != OUT_OK || done ||
	    (out = journal_begin(txn, r->office, "store-accepted", &ev, why)) !=
		OUT_OK ||
	    (out = store_counter(txn, "task", &last, why)) != OUT_OK)
		return out;
	reconcile_skip(r, "task", last, task);
	(void)snprintf(number, sizeof(number), "%" PRIu64, task);
	ev.text = lend(r->reason);
	outcome_add(&outs, "task", number);
	if (r->skipped.len > 0)
		outcome_add(&outs, "skipped", (const char *)r->skipped.data);
	if (r->lost || r->doubt)
		outcome_add(&outs, "sent-lost", r->office->today);
	outcome_lend(&outs, &ev);
	return journal_append(txn, &ev, why);
}

/* Pages that were made since say what the store does not know: all of them
 * are made again. */
static enum outcome
forget_pages(struct store_txn *txn, struct why *why)
{
	return store_del(txn, DB_SEEN, SEEN_RENDER, strlen(SEEN_RENDER), why);
}

enum outcome
reconcile_store(struct store_txn *txn, void *ctx, struct why *why)
{
	struct reconcile *r = ctx;
	enum outcome out;
	uint64_t task;

	buf_reset(&r->report);
	buf_reset(&r->skipped);
	r->doubt = false;
	if ((out = reconcile_erased(txn, r, why)) != OUT_OK ||
	    (out = reconcile_see(txn, r, why)) != OUT_OK ||
	    (out = reconcile_money(txn, r, why)) != OUT_OK ||
	    (out = reconcile_waits(txn, r, why)) != OUT_OK ||
	    ((r->lost || r->doubt) &&
		(out = reconcile_lost(txn, r, why)) != OUT_OK) ||
	    (out = reconcile_numbers(txn, r, &task, why)) != OUT_OK ||
	    (out = store_raise(txn, STORE_EPOCH, r->epoch, why)) != OUT_OK ||
	    (out = forget_pages(txn, why)) != OUT_OK ||
	    (out = accept(txn, r, task, why)) != OUT_OK)
		return out;
	return buf_ok(&r->report, why);
}
