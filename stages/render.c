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

#include "domain/page/changed.h"
#include "domain/case/office_open.h"
#include "domain/page/page.h"
#include "io/record.h"
#include "io/stage.h"
#include "render/render.h"

#define SEEN "render"		/* in DB_SEEN: the last event seen */
#define GROUP_MAX ((size_t)500) /* cases made durable together */

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
	static store_fn *const kinds[] = { render_dossier, render_forms,
		render_restricted };
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
		n = r->n - i < RENDER_PASS ? r->n - i : RENDER_PASS;
		out = pass(r, r->cases + i, n, why);
		/* The last group goes with the pages of the desk. */
		if (out == OUT_OK && (i + n) % GROUP_MAX == 0 && i + n < r->n &&
		    !r->u->dry)
			out = pages_out(r, why);
	}
	if (out == OUT_OK)
		out = store_view(r->u->store, render_desk, r, why);
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
