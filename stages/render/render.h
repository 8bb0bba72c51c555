/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef RENDER_H
#define RENDER_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/record.pb-c.h"
#include "base/why.h"
#include "domain/case/decide.h"
#include "io/publish.h"
#include "io/store.h"
#include "io/unit.h"

/*
 * What the parts of render share.
 */
#define RENDER_MODE 0640
#define RENDER_PASS 100 /* cases whose pages are made kind by kind */

struct run {
	struct unit *u;
	struct office office;
	struct publish *pub;
	char desk[PATH_MAX], restricted[PATH_MAX], files[PATH_MAX];
	uint64_t from, last, at;	     /* events; the case at hand */
	Rec__Dossier *dossiers[RENDER_PASS]; /* of a pass, once made */
	size_t here;			     /* the case at hand, of the pass */
	uint64_t *cases;
	size_t n;
	bool first; /* nothing was rendered before */
	const char *languages;
};

/**
 * render_page(run, stylesheet, xml, name, why):
 * Have the worker make the page of ${xml} in all languages of the unit, and
 * stage it as NAME.LANG.html for the desk; of the stylesheet "restricted", for
 * its restricted folder.
 * OUT_REJECT, OUT_RETRY: as page_worker, worker_call() and publish_replace().
 * render_record(run, stylesheet, record, name, why): the page of a record.
 */
MUST_CHECK enum outcome render_page(
    struct run *, const char *, const struct buf *, const char *, struct why *);
MUST_CHECK enum outcome render_record(struct run *, const char *,
    const ProtobufCMessage *, const char *, struct why *);

/*
 * Of the case at hand, each a store_fn whose ctx is the struct run: the
 * dossier, which is kept for the others; its forms, cut; what is restricted.
 */
store_fn render_dossier, render_forms, render_restricted;

/* The same, of the desk: worklist, review and approval, with their sheets. */
store_fn render_desk;

#endif /* !RENDER_H */
