/* SPDX-License-Identifier: EUPL-1.2 */
/* The pages of the desk, and the sheets that are answered. */
#include <stdio.h>

#include "domain/form/sheet.h"
#include "domain/page/view.h"
#include "io/record.h"
#include "render/render.h"

static enum outcome
put_sheet(struct run *r, const char *name, const struct buf *b, struct why *why)
{
	return publish_replace(
	    r->pub, name, RENDER_MODE, b->data, b->len, r->desk, name, why);
}

static enum outcome
review_page(
    struct store_txn *txn, struct run *r, const char *kind, struct why *why)
{
	struct buf sheet = BUF_INIT;
	Rec__Review *v;
	char name[40];
	enum outcome out;

	out = view_review(txn, &r->office, kind, VIEW_ROWS, &v, why);
	if (out != OUT_OK)
		return out;
	(void)snprintf(name, sizeof(name), "review-%.20s", kind);
	out = render_record(r, "review", &v->base, name, why);
	/* The sheet has what the page leaves out, too. */
	if (out == OUT_OK && v->more > 0) {
		record_free(v);
		out =
		    view_review(txn, &r->office, kind, SHEET_ROWS_MAX, &v, why);
	}
	if (out == OUT_OK &&
	    (out = sheet_review_write(v, ',', &sheet, why)) == OUT_OK) {
		(void)snprintf(name, sizeof(name), "review-%.20s.csv", kind);
		out = put_sheet(r, name, &sheet, why);
	}
	buf_wipe(&sheet);
	record_free(v);
	return out;
}

static enum outcome
approval_page(struct store_txn *txn, struct run *r, struct why *why)
{
	struct buf sheet = BUF_INIT;
	Rec__Approval *v;
	enum outcome out;

	out = view_approval(txn, &r->office, &v, why);
	if (out != OUT_OK)
		return out;
	out = render_record(r, "approval", &v->base, "approval", why);
	if (out == OUT_OK &&
	    (out = sheet_approval_write(v, ',', &sheet, why)) == OUT_OK)
		out = put_sheet(r, "approval.csv", &sheet, why);
	buf_wipe(&sheet);
	record_free(v);
	return out;
}

static enum outcome
work_page(struct store_txn *txn, struct run *r, struct why *why)
{
	struct buf sheet = BUF_INIT;
	Rec__Worklist *w;
	enum outcome out;

	if ((out = view_worklist(txn, &r->office, VIEW_ROWS, &w, why)) !=
	    OUT_OK)
		return out;
	out = render_record(r, "worklist", &w->base, "worklist", why);
	if (out == OUT_OK && w->more > 0) {
		record_free(w);
		out = view_worklist(txn, &r->office, SHEET_ROWS_MAX, &w, why);
	}
	if (out == OUT_OK &&
	    (out = sheet_tasks_write(w, ',', &sheet, why)) == OUT_OK)
		out = put_sheet(r, "tasks.csv", &sheet, why);
	buf_wipe(&sheet);
	record_free(w);
	return out;
}

enum outcome
render_desk(struct store_txn *txn, void *ctx, struct why *why)
{
	struct run *r = ctx;
	enum outcome out;

	if ((out = work_page(txn, r, why)) != OUT_OK ||
	    (out = review_page(txn, r, "release", why)) != OUT_OK ||
	    (out = review_page(txn, r, "accept", why)) != OUT_OK)
		return out;
	return approval_page(txn, r, why);
}
