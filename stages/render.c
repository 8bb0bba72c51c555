/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * render -- pages of what has changed, in desk/.
 *
 * Walks the journal from the event it saw last: each case that an event
 * touched gets its dossier and the pages of its forms anew, then worklist,
 * review and approval pages and sheets follow.  Pages are derived: a newer
 * one replaces an older, and one with the same bytes is left alone.
 *
 * Killed before the mark is committed: the next run makes the same pages
 * again.  The XML is turned into HTML by a worker that holds no key.
 *
 * The restricted pages stand in desk/restricted/, which is for fewer people.
 * Whose restricted parts were read is on record before any of them is there.
 *
 * A case whose pages cannot be made, which the log says, does not keep the
 * others from theirs.  If somebody killed the worker at it, the mark stays,
 * and the next run makes all pages again.
 */
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/changed.h"
#include "domain/decide.h"
#include "domain/erase.h"
#include "domain/office_open.h"
#include "domain/page.h"
#include "domain/sheet.h"
#include "domain/state.h"
#include "domain/view.h"
#include "io/publish.h"
#include "io/record.h"
#include "io/stage.h"
#include "io/xmlout.h"

#define PAGE_MODE 0640
#define SEEN "render"		/* in DB_SEEN: the last event seen */
#define GROUP_MAX ((size_t)500) /* cases made durable together */
#define PASS_MAX 100		/* cases whose pages are made kind by kind */

struct run {
	struct unit *u;
	struct office office;
	struct publish *pub;
	char desk[PATH_MAX], restricted[PATH_MAX], files[PATH_MAX];
	uint64_t from, last, at;	  /* events; the case at hand */
	Rec__Dossier *dossiers[PASS_MAX]; /* of a pass, once made */
	size_t here;			  /* the case at hand, of the pass */
	uint64_t *cases;
	size_t n;
	bool first; /* nothing was rendered before */
	const char *languages;
};

static enum outcome
read_seen(struct store_txn *txn, void *ctx, struct why *why)
{
	struct run *r = ctx;
	struct buf b = BUF_INIT;
	enum outcome out;
	bool found;

	out = store_get(txn, DB_SEEN, SEEN, strlen(SEEN), &b, &found, why);
	r->from =
	    out == OUT_OK && found && b.len == 8 ? store_number(b.data) : 0;
	r->first = !found;
	buf_free(&b);
	if (out != OUT_OK)
		return out;
	free(r->cases);
	return cases_changed(txn, r->from, &r->cases, &r->n, &r->last, why);
}

static enum outcome
write_seen(struct store_txn *txn, void *ctx, struct why *why)
{
	struct run *r = ctx;
	unsigned char value[8];

	store_key8(r->last, value);
	return store_put(txn, DB_SEEN, SEEN, strlen(SEEN), SEAL_UNIT, value,
	    sizeof(value), why);
}

/* One page in all languages: NAME.LANG.html. */
static enum outcome
put_pages(struct run *r, const struct buf *answer, const char *dir,
    const char *name, struct why *why)
{
	ProtobufCMessage *m;
	char file[128];
	Rec__Pages *p;
	enum outcome out;
	size_t i;

	if ((out = record_unpack(&rec__pages__descriptor, answer->data,
		 answer->len, &m, why)) != OUT_OK)
		return out;
	p = RECORD_OF(Rec__Pages, m);
	for (i = 0; out == OUT_OK && i < p->n_pages; i++) {
		(void)snprintf(file, sizeof(file), "%.100s.%.8s.html", name,
		    p->pages[i]->language);
		out = publish_replace(r->pub, file, PAGE_MODE,
		    p->pages[i]->html.data, p->pages[i]->html.len, dir, file,
		    why);
	}
	record_free(p);
	return out;
}

static enum outcome
make_page(struct run *r, const char *stylesheet, const struct buf *xml,
    const char *name, struct why *why)
{
	struct buf request = BUF_INIT, answer = BUF_INIT;
	enum outcome out;

	if ((out = page_request(stylesheet, r->languages, xml->data, xml->len,
		 &request, why)) == OUT_OK &&
	    (out = worker_call(r->u->worker, request.data, request.len, &answer,
		 why)) == OUT_OK)
		out = put_pages(r, &answer,
		    strcmp(stylesheet, "restricted") == 0 ? r->restricted :
							    r->desk,
		    name, why);
	buf_wipe(&request);
	buf_wipe(&answer);
	return out;
}

static enum outcome
record_page(struct run *r, const char *stylesheet, const ProtobufCMessage *m,
    const char *name, struct why *why)
{
	struct buf xml = BUF_INIT;
	enum outcome out;

	xmlout_record(&xml, m);
	if ((out = buf_ok(&xml, why)) == OUT_OK)
		out = make_page(r, stylesheet, &xml, name, why);
	buf_wipe(&xml);
	return out;
}

/* The page of one form of a message; one that cannot be shown is left out. */
static enum outcome
form_page(struct store_txn *txn, struct run *r, const char *id,
    const Rec__Message *msg, const Rec__Document *d, struct why *why)
{
	struct buf xml = BUF_INIT;
	Rec__Document *full;
	char name[100], line[512];
	enum outcome out;

	if ((out = document_get(txn, d->number, &full, why)) != OUT_OK ||
	    full == NULL)
		return out;
	(void)snprintf(name, sizeof(name), "%.40s-%s-%.20s", id, msg->msg_id,
	    strcmp(d->role, "transmittal") == 0 ? "transmittal" :
		strcmp(d->role, "header") == 0	? "header" :
						  "form");
	if ((out = document_bytes(&r->office, r->u->seal, full, &xml, why)) ==
	    OUT_OK)
		out = make_page(r, "", &xml, name, why);
	if (out == OUT_REJECT) {
		unit_log(
		    r->u, "%s: %s", name, why_line(why, line, sizeof(line)));
		out = OUT_OK;
	}
	buf_wipe(&xml);
	record_free(full);
	return out;
}

/* Forms are shown cut: what is restricted has a page of its own. */
static bool
shown(const Rec__Message *m, const Rec__Document *d, const Rec__Dossier *all)
{
	size_t i, j;

	if (strcmp(d->role, "cut") == 0 || strcmp(d->role, "transmittal") == 0)
		return true;
	if (strcmp(d->role, "form") != 0 || d->restricted)
		return false;
	for (i = 0; i < m->n_documents; i++)
		for (j = 0; j < all->n_documents; j++)
			if (all->documents[j]->number == m->documents[i] &&
			    strcmp(all->documents[j]->role, "cut") == 0)
				return false;
	return true;
}

static enum outcome
form_pages(struct store_txn *txn, struct run *r, const Rec__Dossier *d,
    struct why *why)
{
	enum outcome out = OUT_OK;
	size_t i, j, k;

	for (i = 0; i < d->n_messages; i++)
		for (j = 0; j < d->messages[i]->n_documents; j++)
			for (k = 0; out == OUT_OK && k < d->n_documents; k++)
				if (d->documents[k]->number ==
					d->messages[i]->documents[j] &&
				    shown(d->messages[i], d->documents[k], d))
					out = form_page(txn, r, d->case_->id,
					    d->messages[i], d->documents[k],
					    why);
	return out;
}

/* The dossier; it is kept for the pages of the forms. */
static enum outcome
dossier_page(struct store_txn *txn, void *ctx, struct why *why)
{
	struct run *r = ctx;
	Rec__Dossier *d;
	char name[64];
	enum outcome out;

	out = view_dossier(txn, &r->office, r->at, &d, why);
	if (out != OUT_OK || d == NULL)
		return out;
	if (erase_done(d->case_)) { /* it has no pages any more */
		record_free(d);
		return OUT_OK;
	}
	r->dossiers[r->here] = d;
	(void)snprintf(name, sizeof(name), "%.40s", d->case_->id);
	return record_page(r, "dossier", &d->base, name, why);
}

static enum outcome
its_form_pages(struct store_txn *txn, void *ctx, struct why *why)
{
	struct run *r = ctx;

	return form_pages(txn, r, r->dossiers[r->here], why);
}

static enum outcome
restricted_page(struct store_txn *txn, void *ctx, struct why *why)
{
	struct run *r = ctx;
	Rec__Dossier *d;
	char name[64];
	enum outcome out;

	out = view_restricted(txn, r->at, &d, why);
	if (out == OUT_OK && d != NULL) {
		(void)snprintf(
		    name, sizeof(name), "%.40s-restricted", d->case_->id);
		out = record_page(r, "restricted", &d->base, name, why);
	}
	record_free(d);
	return out;
}

static enum outcome
put_sheet(struct run *r, const char *name, const struct buf *b, struct why *why)
{
	return publish_replace(
	    r->pub, name, PAGE_MODE, b->data, b->len, r->desk, name, why);
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
	out = record_page(r, "review", &v->base, name, why);
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
	out = record_page(r, "approval", &v->base, "approval", why);
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
	out = record_page(r, "worklist", &w->base, "worklist", why);
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

static enum outcome
desk_pages(struct store_txn *txn, void *ctx, struct why *why)
{
	struct run *r = ctx;
	enum outcome out;

	if ((out = work_page(txn, r, why)) != OUT_OK ||
	    (out = review_page(txn, r, "release", why)) != OUT_OK ||
	    (out = review_page(txn, r, "accept", why)) != OUT_OK)
		return out;
	return approval_page(txn, r, why);
}

/* One kind of page of the case at hand: not without it, but not only for it. */
static enum outcome
one_case(struct run *r, store_fn *pages, struct why *why)
{
	char line[512];
	enum outcome out;

	out = store_view(r->u->store, pages, r, why);
	if (out == OUT_REJECT) {
		record_free(r->dossiers[r->here]);
		r->dossiers[r->here] = NULL;
		unit_log(r->u, "case %" PRIu64 ": no pages: %s", r->at,
		    why_line(why, line, sizeof(line)));
		r->u->rejected++;
		return OUT_OK;
	}
	return unit_stays(r->u, "case", out, why) ? OUT_OK : out;
}

/* What was staged goes out; whose restricted parts are in it goes on record
 * first. */
static enum outcome
pages_out(struct run *r, struct why *why)
{
	enum outcome out;

	if ((out = store_reads(r->u->store, r->u->now, "render",
		 "restricted pages", why)) != OUT_OK)
		return out;
	return publish_commit(r->pub, why);
}

/* The pages of some cases, kind by kind: a stylesheet that made the page before
 * is still in the processor's cache. */
static enum outcome
pass(struct run *r, const uint64_t *cases, size_t n, struct why *why)
{
	static store_fn *const kinds[] = { dossier_page, its_form_pages,
		restricted_page };
	enum outcome out = OUT_OK;
	size_t i, k;

	for (k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++)
		for (i = 0; out == OUT_OK && i < n; i++) {
			r->at = cases[i];
			r->here = i;
			if (k == 0 || r->dossiers[i] != NULL)
				out = one_case(r, kinds[k], why);
		}
	for (i = 0; i < n; i++) {
		record_free(r->dossiers[i]);
		r->dossiers[i] = NULL;
	}
	return out;
}

static enum outcome
render_changed(struct run *r, struct why *why)
{
	enum outcome out = OUT_OK;
	size_t i, n;

	for (i = 0; out == OUT_OK && i < r->n; i += n) {
		n = r->n - i < PASS_MAX ? r->n - i : PASS_MAX;
		out = pass(r, r->cases + i, n, why);
		/* The last group goes with the pages of the desk. */
		if (out == OUT_OK && (i + n) % GROUP_MAX == 0 && i + n < r->n &&
		    !r->u->dry)
			out = pages_out(r, why);
	}
	if (out == OUT_OK)
		out = store_view(r->u->store, desk_pages, r, why);
	if (unit_stays(r->u, "desk", out, why))
		out = OUT_OK;
	if (out == OUT_OK && !r->u->dry)
		out = pages_out(r, why);
	if (out == OUT_OK && !r->u->dry && r->u->stayed == 0)
		out = store_update(r->u->store, r->u->now, "render", "seen",
		    write_seen, r, why);
	r->u->done += (int)r->n;
	return out;
}

static enum outcome
run(struct unit *u, struct why *why)
{
	struct run r;
	char tmp[PATH_MAX];
	enum outcome out;

	memset(&r, 0, sizeof(r));
	r.u = u;
	r.languages = config_get(u->conf, "unit", "languages");
	(void)unit_path(u, "spool/desk", r.desk, sizeof(r.desk));
	(void)unit_path(
	    u, "spool/desk/restricted", r.restricted, sizeof(r.restricted));
	if ((out = store_view(u->store, read_seen, &r, why)) == OUT_OK &&
	    (r.first || r.last > r.from) &&
	    (out = office_open(u, "render", &r.office, why)) == OUT_OK &&
	    (out = publish_begin(
		 unit_path(u, "spool/tmp/render", tmp, sizeof(tmp)), &r.pub,
		 why)) == OUT_OK) {
		r.office.files =
		    unit_path(u, "store/files", r.files, sizeof(r.files));
		out = render_changed(&r, why);
	}
	publish_free(r.pub);
	office_close(&r.office);
	free(r.cases);
	return out;
}

/* -1 FILE: a form's XML in, its page in the unit's first language out. */
static enum outcome
filter(
    struct unit *u, const struct buf *in, struct buf *result, struct why *why)
{
	struct buf request = BUF_INIT, answer = BUF_INIT;
	ProtobufCMessage *m = NULL;
	char language[3];
	enum outcome out;

	(void)snprintf(language, sizeof(language), "%.2s",
	    config_get(u->conf, "unit", "languages"));
	if ((out = page_request(
		 "", language, in->data, in->len, &request, why)) == OUT_OK &&
	    (out = worker_call(u->worker, request.data, request.len, &answer,
		 why)) == OUT_OK &&
	    (out = record_unpack(&rec__pages__descriptor, answer.data,
		 answer.len, &m, why)) == OUT_OK) {
		const Rec__Pages *p = RECORD_OF(Rec__Pages, m);

		if (p->n_pages > 0)
			(void)buf_add(result, p->pages[0]->html.data,
			    p->pages[0]->html.len);
		out = buf_ok(result, why);
	}
	record_free(m);
	buf_wipe(&request);
	buf_wipe(&answer);
	return out;
}

int
main(int argc, char *argv[])
{
	static const struct sandbox_path paths[] = { { "store/files",
							 SANDBOX_READ },
		{ "spool/tmp/render", SANDBOX_WRITE },
		{ "spool/desk", SANDBOX_WRITE }, { NULL, SANDBOX_READ } };
	static const struct stage stage = {
		.name = "render",
		.worker = &page_worker,
		.store = STAGE_WRITE,
		.paths = paths,
		.run = run,
		.filter = filter,
	};

	return stage_main(&stage, argc, argv);
}
