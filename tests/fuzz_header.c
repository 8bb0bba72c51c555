/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Whatever the bytes: a header or evidence is read or there is a reason; no
 * hostile name passes as a document's; what was read is written and read back
 * to the same canonical form; and nothing verifies without its files.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "domain/form/evidence.h"
#include "domain/form/header.h"
#include "io/record.h"
#include "io/xmlin.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static struct xmlin *xmlin;

static void
must(int ok)
{
	if (!ok)
		abort();
}

static void
written_and_read_back(Rec__Header *h)
{
	struct buf xml = BUF_INIT, one = BUF_INIT, two = BUF_INIT;
	struct why why = WHY_INIT;
	Rec__Header *again;
	xmlDoc *doc;

	if (header_write(h, &xml, &why) == OUT_OK) {
		must(xmlin_parse(xmlin, xml.data, xml.len, &doc, &why) ==
		    OUT_OK);
		must(header_read(doc, &again, &why) == OUT_OK);
		must(header_canonical(h, &one, &why) == OUT_OK);
		must(header_canonical(again, &two, &why) == OUT_OK);
		must(one.len == two.len &&
		    memcmp(one.data, two.data, one.len) == 0);
		record_free(again);
		xmlFreeDoc(doc);
	}
	buf_free(&xml);
	buf_free(&one);
	buf_free(&two);
}

static void
read_header(xmlDoc *doc)
{
	unsigned char token[32];
	struct why why = WHY_INIT;
	Rec__Header *h;
	size_t i;

	if (header_read(doc, &h, &why) != OUT_OK) {
		must(why.rule[0] != '\0' && why.text[0] != '\0');
		record_free(h);
		return;
	}
	for (i = 0; i < h->n_documents; i++)
		must(header_name_ok(h->documents[i]->name));
	if (h->n_documents > 0)
		must(header_verify(h, NULL, 0, &why) == OUT_REJECT);
	must(header_content_token(h, NULL, 0, token, &why) == OUT_OK);
	written_and_read_back(h);
	record_free(h);
}

static void
read_evidence(xmlDoc *doc)
{
	struct why why = WHY_INIT;
	Rec__Evidence *e;

	if (evidence_read(doc, &e, &why) == OUT_OK)
		must(evidence_rank(e->type) > 0);
	else
		must(why.text[0] != '\0');
	record_free(e);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct why why = WHY_INIT;
	xmlDoc *doc;

	if (xmlin == NULL && xmlin_open(&xmlin, &why) != OUT_OK)
		abort();
	if (xmlin_parse(xmlin, data, len, &doc, &why) != OUT_OK)
		return 0;
	read_header(doc);
	read_evidence(doc);
	xmlFreeDoc(doc);
	return 0;
}
