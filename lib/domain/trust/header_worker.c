/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/trust/header_worker.h"

#include "domain/form/header.h"
#include "io/record.h"
#include "io/xmlin.h"

static enum outcome
open_parser(const void *arg, void **ctx, struct why *why)
{
	struct xmlin *x = NULL;
	enum outcome out;

	(void)arg;
	out = xmlin_open(&x, why);
	*ctx = x;
	return out;
}

static enum outcome
serve(void *ctx, const unsigned char *data, size_t len, struct buf *answer,
    struct why *why)
{
	Rec__Header *h = NULL;
	enum outcome out;
	xmlDoc *doc;

	if ((out = xmlin_parse(ctx, data, len, &doc, why)) != OUT_OK)
		return out;
	if ((out = header_read(doc, &h, why)) == OUT_OK)
		out = record_pack(&h->base, answer, why);
	record_free(h);
	xmlFreeDoc(doc);
	return out;
}

const struct worker_def header_worker = {
	.name = "intake",
	.memory = (size_t)192 << 20,
	.seconds = 2,
	.open = open_parser,
	.serve = serve,
};
