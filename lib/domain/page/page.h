/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_PAGE_H
#define DOMAIN_PAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/record.pb-c.h"
#include "base/why.h"
#include "io/worker.h"

/*
 * page -- forms and records as HTML pages, made by a worker that holds no
 * key: XML goes in, one page for each language comes out.
 *
 * A page is named by its stylesheet in xslt/:
 *	e6 e8 h1 h2 h3 pn pc note header	a form, from its XML
 *	restricted				H3's or E6's Restricted part,
 *						from the form's XML; or that
 *						of a case, from a Dossier
 *	dossier worklist review approval	from a record of that name,
 *						as xmlout_record() prints it
 * Worklist, review and dossier refer to each other by the names that they have
 * in desk/: "worklist", the case's id; then ".LANGUAGE.html".
 * All but "restricted" print "see Restricted Information page" for what
 * stands on that page, where a determination of non-disclosure was made.
 */
#define PAGE_LANGUAGES "en,de,pt,fr" /* what there are labels for */

#define PAGE_NAME 100 /* bytes of a page's name, NUL included */

struct page_arg {
	const char *share;     /* of xslt/ and labels/; NULL: share_path() */
	const char *languages; /* to load: "en,de"; NULL: all */
};

/**
 * page_worker:
 * A worker for worker_start(); its argument is a struct page_arg, or NULL for
 * the installed share and all languages.  It takes a packed Job with what =
 * "page", the stylesheet, the languages ("en,de"; "" for all it has) in
 * language, and the XML as the only one of files; and answers with packed
 * Pages, in the order of the languages asked for.  A Job without a
 * stylesheet gets the one that belongs to the root element.
 * OUT_REJECT: PAGE-KIND (no such stylesheet, or none for that root),
 * PAGE-LANGUAGE (a language it did not load), XML-* of xmlin_parse(), PAGE-XSLT
 * of xform_apply(), RECORD (no Job).
 */
extern const struct worker_def page_worker;

/**
 * page_form_name(id, message, document, name):
 * Set ${name} to what the page of the form ${document} of a ${message} of the
 * case ${id} is called, without language: "ID-MSGID-form", "-transmittal" or
 * "-header"; and return it.  The message id may be anybody's: unless it is a
 * token (A-Z, a-z, 0-9, point, underscore, hyphen; at most 40 of them, no
 * point first), our number of the message stands for it, "ID-+12-form".
 */
const char *page_form_name(
    const char *, const Rec__Message *, const Rec__Document *, char[PAGE_NAME]);

/**
 * page_request(stylesheet, languages, xml, len, out, why):
 * Append to ${out} the packed Job that asks page_worker for this page.
 * OUT_RETRY: memory is short.
 */
MUST_CHECK enum outcome page_request(const char *, const char *, const void *,
    size_t, struct buf *, struct why *);

/**
 * page_one(worker, stylesheet, language, xml, len, html, why):
 * Let ${worker}, a page_worker, make one page in one ${language}; append it to
 * ${html}.
 * OUT_REJECT, OUT_RETRY: as page_worker and worker_call() say.
 */
MUST_CHECK enum outcome page_one(struct worker *, const char *, const char *,
    const void *, size_t, struct buf *, struct why *);

#endif /* !DOMAIN_PAGE_H */
