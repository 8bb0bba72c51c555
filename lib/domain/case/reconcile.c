/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/case/reconcile.h"

#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "domain/case/decide.h"
#include "domain/case/index.h"
#include "domain/case/journal.h"
#include "domain/case/reconcile_impl.h"
#include "domain/case/state.h"
#include "io/record.h"
#include "io/slurp.h"
#include "io/queue.h"

#define SEEN_RENDER "render" /* render's place in DB_SEEN */

struct walk {
	struct store_txn *txn;
	struct reconcile *r;
	bool files; /* payment files; else folders */
};

/* Whether the store itself has what the payment file paid. */
static enum outcome
is_known(struct store_txn *txn, const char *file, bool *known, struct why *why)
{
	enum outcome out;
	char id[64];
	Rec__Batch *b;

	(void)snprintf(id, sizeof(id), "%.*s", (int)strcspn(file, "."), file);
	if ((out = batch_get(txn, id, &b, why)) == OUT_OK)
		*known = b != NULL && strcmp(b->state, "delivered") == 0 &&
		    strcmp(b->file, file) == 0;
	record_free(b);
	return out;
}

/* Something left, and nothing says what: its number stays taken, and whatever
 * it may have paid waits for a person. */
static enum outcome
see_unknown(const struct walk *w, const char *name, const char *what,
    const char *why_not, struct why *why)
{
	enum outcome out;
	bool known = true;

	if (w->files && (out = is_known(w->txn, name, &known, why)) != OUT_OK)
		return out;
	w->r->doubt |= !known;
	(void)buf_printf(
	    &w->r->report, "uncertain: %s%s %s\n", what, name, why_not);
	return reconcile_name(w->txn, w->r, name, why);
}

static bool
is_batch(const struct reconcile *r, const char *name)
{
	size_t n = strlen(r->office->code);

	return strncmp(name, r->office->code, n) == 0 &&
	    strncmp(name + n, "-B", 2) == 0;
}

/* A note in sent/. */
static enum outcome
see_note(struct unit *u, const char *name, void *ctx, struct why *why)
{
	const struct walk *w = ctx;
	char dir[PATH_MAX], path[PATH_MAX + NAME_MAX + 2];
	struct buf b = BUF_INIT;
	struct left left;
	enum outcome out;

	if (!left_here(name) || w->files != is_batch(w->r, name))
		return OUT_OK;
	(void)snprintf(path, sizeof(path), "%s/%s",
	    unit_path(u, "sent", dir, sizeof(dir)), name);
	if (slurp_file(path, LEFT_MAX, &b, why) != OUT_OK)
		return OUT_RETRY;
	out = left_read(u->seal, name, &b, &left, why);
	buf_free(&b);
	if (out == OUT_REJECT)
		return see_unknown(w, name, "sent/",
		    "is no note of this unit, or was changed; see what left",
		    why);
	if (out != OUT_OK)
		return out;
	out = w->files ? reconcile_batch(w->txn, w->r, &left, why) :
			 reconcile_message(w->txn, w->r, &left, why);
	left_free(&left);
	return out;
}

/* What is out, although sent/ does not say so. */
static enum outcome
see_out(struct unit *u, const char *name, void *ctx, struct why *why)
{
	const struct walk *w = ctx;
	char dir[PATH_MAX], path[PATH_MAX + NAME_MAX + 2];
	size_t n = strlen(name);

	(void)snprintf(path, sizeof(path), "%s/%s",
	    unit_path(u, "sent", dir, sizeof(dir)), name);
	if (access(path, F_OK) == 0 ||
	    (n > 12 && strcmp(name + n - 12, ".control.csv") == 0))
		return OUT_OK;
	return see_unknown(w, name,
	    w->files ? "the payment file " : "the folder ",
	    "is out, and sent/ does not say what it is", why);
}

/* Payments first: what they carry is then known where it is announced. */
static enum outcome
see_all(struct store_txn *txn, struct reconcile *r, struct why *why)
{
	struct walk w = { txn, r, true };
	enum outcome out;
	size_t n;

	if ((out = queue_each(r->u, "sent", 0, see_note, &w, &n, why)) !=
		OUT_OK ||
	    (out = queue_each(r->u, "spool/bank", 0, see_out, &w, &n, why)) !=
		OUT_OK)
		return out;
	w.files = false;
	if ((out = queue_each(r->u, "sent", 0, see_note, &w, &n, why)) !=
	    OUT_OK)
		return out;
	return queue_each(r->u, "outgoing", 0, see_out, &w, &n, why);
}

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
	    (out = see_all(txn, r, why)) != OUT_OK ||
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
