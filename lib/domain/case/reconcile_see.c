/* SPDX-License-Identifier: EUPL-1.2 */
/* What left, and what is out: the notes in sent/, bank/ and the connector's
 * folder. */
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "domain/case/reconcile_impl.h"
#include "domain/case/state.h"
#include "io/queue.h"
#include "io/record.h"
#include "io/slurp.h"

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
enum outcome
reconcile_see(struct store_txn *txn, struct reconcile *r, struct why *why)
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
