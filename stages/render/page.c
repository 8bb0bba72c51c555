/* SPDX-License-Identifier: EUPL-1.2 */
/* A page in all languages of the unit. */
#include <stdio.h>
#include <string.h>

#include "domain/page/page.h"
#include "io/record.h"
#include "io/xmlout.h"
#include "render/render.h"

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
		out = publish_replace(r->pub, file, RENDER_MODE,
		    p->pages[i]->html.data, p->pages[i]->html.len, dir, file,
		    why);
	}
	record_free(p);
	return out;
}

enum outcome
render_page(struct run *r, const char *stylesheet, const struct buf *xml,
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

enum outcome
render_record(struct run *r, const char *stylesheet, const ProtobufCMessage *m,
    const char *name, struct why *why)
{
	struct buf xml = BUF_INIT;
	enum outcome out;

	xmlout_record(&xml, m);
	if ((out = buf_ok(&xml, why)) == OUT_OK)
		out = render_page(r, stylesheet, &xml, name, why);
	buf_wipe(&xml);
	return out;
}
