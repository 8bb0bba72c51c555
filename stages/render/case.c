/* SPDX-License-Identifier: EUPL-1.2 */
/* The pages of a case. */
#include <stdio.h>
#include <string.h>

#include "domain/case/erase.h"
#include "domain/case/state.h"
#include "domain/page/page.h"
#include "domain/page/view.h"
#include "io/record.h"
#include "render/render.h"

/* The page of one form of a message; one that cannot be shown is left out. */
static enum outcome
form_page(struct store_txn *txn, struct run *r, const char *id,
    const Rec__Message *msg, const Rec__Document *d, struct why *why)
{
	struct buf xml = BUF_INIT;
	Rec__Document *full;
	char name[PAGE_NAME], line[512];
	enum outcome out;

	if ((out = document_get(txn, d->number, &full, why)) != OUT_OK ||
	    full == NULL)
		return out;
	(void)page_form_name(id, msg, d, name);
	if ((out = document_bytes(&r->office, r->u->seal, full, &xml, why)) ==
	    OUT_OK)
		out = render_page(r, "", &xml, name, why);
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
enum outcome
render_dossier(struct store_txn *txn, void *ctx, struct why *why)
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
	return render_record(r, "dossier", &d->base, name, why);
}

enum outcome
render_forms(struct store_txn *txn, void *ctx, struct why *why)
{
	struct run *r = ctx;

	return form_pages(txn, r, r->dossiers[r->here], why);
}

enum outcome
render_restricted(struct store_txn *txn, void *ctx, struct why *why)
{
	struct run *r = ctx;
	Rec__Dossier *d;
	char name[64];
	enum outcome out;

	out = view_restricted(txn, r->at, &d, why);
	if (out == OUT_OK && d != NULL) {
		(void)snprintf(
		    name, sizeof(name), "%.40s-restricted", d->case_->id);
		out = render_record(r, "restricted", &d->base, name, why);
	}
	record_free(d);
	return out;
}
