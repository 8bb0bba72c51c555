/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/page/page.h"

#include <assert.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/record.h"
#include "io/share.h"
#include "io/xform.h"
#include "io/xmlin.h"

#define N_STYLES (sizeof(styles) / sizeof(styles[0]))
#define N_LANGUAGES 8
#define TOKEN \
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-"
#define TOKEN_MAX ((size_t)40) /* bytes */

/* A stylesheet and the root element that is given to it unasked. */
static const struct {
	const char *name;
	const char *root;
} styles[] = {
	{ "e6", "E6" },
	{ "e8", "E8" },
	{ "h1", "H1" },
	{ "h2", "H2" },
	{ "h3", "H3" },
	{ "pn", "PaymentNotification" },
	{ "pc", "PaymentConfirmation" },
	{ "note", "Note" },
	{ "header", "StandardBusinessDocumentHeader" },
	{ "dossier", "Dossier" },
	{ "worklist", "Worklist" },
	{ "review", "Review" },
	{ "approval", "Approval" },
	{ "restricted", "" },
};

struct page {
	struct xmlin *xmlin;
	struct xform *xform[N_STYLES];
	struct labels *labels[N_LANGUAGES];
	char language[N_LANGUAGES][4];
	size_t n_languages;
	struct buf skeleton; /* kept from page to page for its memory */
};

static void
page_close(struct page *page)
{
	size_t i;

	for (i = 0; i < N_STYLES; i++)
		xform_free(page->xform[i]);
	for (i = 0; i < page->n_languages; i++)
		labels_free(page->labels[i]);
	xmlin_close(page->xmlin);
	buf_free(&page->skeleton);
	free(page);
}

/* Take the next of "en,de" off the list: 0 at its end. */
static size_t
next_language(const char **list, const char **language)
{
	size_t len;

	*list += strspn(*list, ", ");
	*language = *list;
	len = strcspn(*list, ", ");
	*list += len;
	return len;
}

static enum outcome
load_labels(struct page *page, const char *share, const char *languages,
    struct why *why)
{
	char dir[PATH_MAX + 16];
	const char *language;
	enum outcome out;
	size_t len;

	(void)snprintf(dir, sizeof(dir), "%s/labels", share);
	while ((len = next_language(&languages, &language)) > 0) {
		if (page->n_languages == N_LANGUAGES || len != 2)
			return why_retry(why,
			    "languages: two letters each, "
			    "at most %d",
			    N_LANGUAGES);
		memcpy(page->language[page->n_languages], language, len);
		if ((out = labels_load(dir, page->language[page->n_languages],
			 &page->labels[page->n_languages], why)) != OUT_OK)
			return out;
		page->n_languages++;
	}
	return OUT_OK;
}

static enum outcome
load_styles(struct page *page, const char *share, struct why *why)
{
	char path[PATH_MAX + 32];
	enum outcome out;
	size_t i;

	for (i = 0; i < N_STYLES; i++) {
		(void)snprintf(path, sizeof(path), "%s/xslt/%s.xsl", share,
		    styles[i].name);
		if ((out = xform_load(path, &page->xform[i], why)) != OUT_OK)
			return out;
	}
	return OUT_OK;
}

static enum outcome
page_open(const void *argp, void **ctx, struct why *why)
{
	const struct page_arg *arg = argp;
	const char *languages = PAGE_LANGUAGES;
	char share[PATH_MAX];
	struct page *page;
	enum outcome out;

	*ctx = NULL;
	if (arg != NULL && arg->languages != NULL)
		languages = arg->languages;
	if (arg != NULL && arg->share != NULL)
		(void)snprintf(share, sizeof(share), "%s", arg->share);
	else
		(void)share_path(".", share, sizeof(share));

	if ((page = calloc(1, sizeof(*page))) == NULL)
		return why_retry(why, "out of memory");
	out = load_styles(page, share, why);
	if (out == OUT_OK)
		out = load_labels(page, share, languages, why);
	if (out == OUT_OK)
		out = xmlin_open(&page->xmlin, why);
	if (out != OUT_OK) {
		page_close(page);
		return out;
	}
	*ctx = page;
	return OUT_OK;
}

static enum outcome
find_style(struct page *page, const char *name, xmlDoc *doc,
    struct xform **xform, struct why *why)
{
	const xmlNode *root = xmlDocGetRootElement(doc);
	size_t i;

	for (i = 0; i < N_STYLES; i++)
		if (name[0] != '\0' ?
			strcmp(name, styles[i].name) == 0 :
			strcmp((const char *)root->name, styles[i].root) == 0) {
			*xform = page->xform[i];
			return OUT_OK;
		}
	return why_reject(why, "PAGE-KIND", "there is no page for this");
}

/* Fill the skeleton in for one language, as the next of the pages. */
static enum outcome
fill(struct page *page, const char *language, size_t len, Rec__Pages *pages,
    struct why *why)
{
	struct buf html = BUF_INIT;
	enum outcome out;
	Rec__Page *one;
	void **slot;
	size_t i;

	for (i = 0; i < page->n_languages; i++)
		if (len == strlen(page->language[i]) &&
		    memcmp(page->language[i], language, len) == 0)
			break;
	if (i == page->n_languages)
		return why_reject(why, "PAGE-LANGUAGE",
		    "there are no labels for this language");

	if ((slot = record_add(&pages->pages, &pages->n_pages)) == NULL ||
	    (*slot = one = malloc(sizeof(*one))) == NULL)
		return why_retry(why, "out of memory");
	rec__page__init(one);
	if (record_set(&one->language, page->language[i]) == -1)
		return why_retry(why, "out of memory");
	(void)buf_puts(&html, "<!DOCTYPE html>\n");
	if ((out = xform_fill(page->labels[i], page->skeleton.data,
		 page->skeleton.len, &html, why)) != OUT_OK) {
		buf_free(&html);
		return out;
	}
	one->html.data = html.data; /* freed with the record */
	one->html.len = html.len;
	return OUT_OK;
}

static enum outcome
fill_all(struct page *page, const char *languages, struct buf *answer,
    struct why *why)
{
	Rec__Pages *pages;
	const char *language;
	enum outcome out = OUT_OK;
	size_t i, len;

	if ((pages = malloc(sizeof(*pages))) == NULL)
		return why_retry(why, "out of memory");
	rec__pages__init(pages);
	if (languages[0] == '\0')
		for (i = 0; i < page->n_languages && out == OUT_OK; i++)
			out = fill(page, page->language[i], 2, pages, why);
	while (
	    out == OUT_OK && (len = next_language(&languages, &language)) > 0)
		out = fill(page, language, len, pages, why);
	if (out == OUT_OK)
		out = record_pack(&pages->base, answer, why);
	record_free(pages);
	return out;
}

static enum outcome
make(
    struct page *page, const Rec__Job *job, struct buf *answer, struct why *why)
{
	struct xform *xform = NULL;
	xmlDoc *doc = NULL;
	enum outcome out;

	if (strcmp(job->what, "page") != 0 || job->n_files != 1)
		return why_reject(why, "RECORD", "no request for a page");
	if ((out = xmlin_parse(page->xmlin, job->files[0].data,
		 job->files[0].len, &doc, why)) != OUT_OK)
		return out;
	out = find_style(page, job->stylesheet, doc, &xform, why);
	if (out == OUT_OK)
		out = xform_scrub(doc, why);
	buf_reset(&page->skeleton);
	if (out == OUT_OK)
		out = xform_apply(xform, doc, &page->skeleton, why);
	xmlFreeDoc(doc);
	return out == OUT_OK ? fill_all(page, job->language, answer, why) : out;
}

static enum outcome
page_serve(void *ctx, const unsigned char *data, size_t len, struct buf *answer,
    struct why *why)
{
	ProtobufCMessage *job = NULL;
	enum outcome out;

	if ((out = record_unpack(
		 &rec__job__descriptor, data, len, &job, why)) != OUT_OK)
		return out;
	out = make(ctx, RECORD_OF(Rec__Job, job), answer, why);
	record_free(job);
	return out;
}

const struct worker_def page_worker = {
	.name = "page",
	.memory = (size_t)512 << 20,
	.seconds = 20,
	.open = page_open,
	.serve = page_serve,
};

/* Whether it says no more than an id does, and can stand in a file's name. */
static bool
is_token(const char *s)
{
	size_t n = strspn(s, TOKEN);

	return n > 0 && n <= TOKEN_MAX && s[n] == '\0' && s[0] != '.';
}

const char *
page_form_name(const char *id, const Rec__Message *m, const Rec__Document *d,
    char name[PAGE_NAME])
{
	const char *part = "form";
	char number[24];

	if (strcmp(d->role, "transmittal") == 0 ||
	    strcmp(d->role, "header") == 0)
		part = d->role;
	(void)snprintf(number, sizeof(number), "+%" PRIu64, m->number);
	(void)snprintf(name, PAGE_NAME, "%.40s-%s-%s", id,
	    is_token(m->msg_id) ? m->msg_id : number, part);
	return name;
}

enum outcome
page_request(const char *stylesheet, const char *languages, const void *xml,
    size_t len, struct buf *out, struct why *why)
{
	ProtobufCBinaryData file;
	char what[] = "page";
	Rec__Job job;
	enum outcome outcome = OUT_RETRY;

	rec__job__init(&job);
	file.data = malloc(len + 1);
	file.len = len;
	job.what = what;
	job.stylesheet = strdup(stylesheet);
	job.language = strdup(languages);
	job.n_files = 1;
	job.files = &file;
	if (file.data == NULL || job.stylesheet == NULL ||
	    job.language == NULL) {
		(void)why_retry(why, "out of memory");
	} else {
		memcpy(file.data, xml, len);
		outcome = record_pack(&job.base, out, why);
	}
	free(file.data);
	free(job.stylesheet);
	free(job.language);
	return outcome;
}

enum outcome
page_one(struct worker *worker, const char *stylesheet, const char *language,
    const void *xml, size_t len, struct buf *html, struct why *why)
{
	struct buf job = BUF_INIT, answer = BUF_INIT;
	ProtobufCMessage *pages = NULL;
	const Rec__Pages *p;
	enum outcome out;

	out = page_request(stylesheet, language, xml, len, &job, why);
	if (out == OUT_OK)
		out = worker_call(worker, job.data, job.len, &answer, why);
	if (out == OUT_OK)
		out = record_unpack(&rec__pages__descriptor, answer.data,
		    answer.len, &pages, why);
	if (out == OUT_OK) {
		p = RECORD_OF(Rec__Pages, pages);
		assert(p->n_pages == 1);
		if (buf_add(html, p->pages[0]->html.data,
			p->pages[0]->html.len) == -1)
			out = why_retry(why, "out of memory");
	}
	record_free(pages);
	buf_free(&answer);
	buf_free(&job);
	return out;
}
