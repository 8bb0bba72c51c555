/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Whatever the bytes: a token or an evidence is read or there is a reason;
 * and what is valid under the pinned certificates is, byte for byte, what was
 * signed in one of the seeds.
 */
#include <glob.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "domain/form/evidence.h"
#include "domain/trust/token.h"
#include "io/record.h"
#include "io/slurp.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

#define NOW "2026-12-01T00:00:00Z"
#define SEEDS 8

static struct xmlsig *xmlsig;
static struct xmlin *xmlin;
static struct pins *pins;
static struct buf signed_bytes[SEEDS];
static size_t nsigned;

static void
must(int ok)
{
	if (!ok)
		abort();
}

static int
known(const struct buf *b)
{
	size_t i;

	for (i = 0; i < nsigned; i++)
		if (signed_bytes[i].len == b->len &&
		    memcmp(signed_bytes[i].data, b->data, b->len) == 0)
			return 1;
	return 0;
}

static void
learn(const char *path)
{
	struct xmlsig_result r;
	struct buf b = BUF_INIT;
	struct why why = WHY_INIT;

	must(slurp_file(path, 1 << 20, &b, &why) == OUT_OK);
	must(xmlsig_check(xmlsig, b.data, b.len, NULL, pins, NOW, &r, &why) ==
	    OUT_OK);
	if (r.state == XMLSIG_VALID) {
		must(nsigned < SEEDS);
		signed_bytes[nsigned++] = r.content;
	}
	buf_free(&b);
}

static void
start(void)
{
	struct why why = WHY_INIT;
	glob_t g;
	size_t i;

	must(xmlsig_open(&xmlsig, &why) == OUT_OK);
	must(xmlin_open(&xmlin, &why) == OUT_OK);
	must(pins_new(&pins, &why) == OUT_OK);
	must(pins_add_folder(pins, "tests/data/pins", &why) == OUT_OK);
	must(glob("tests/data/fuzz_token/*.xml", 0, NULL, &g) == 0);
	for (i = 0; i < g.gl_pathc; i++)
		learn(g.gl_pathv[i]);
	globfree(&g);
	must(nsigned >= 3);
}

static void
check_signature(const uint8_t *data, size_t len)
{
	struct xmlsig_result r;
	struct why why = WHY_INIT;

	if (xmlsig_check(xmlsig, data, len, NULL, pins, NOW, &r, &why) !=
	    OUT_OK) {
		must(why.rule[0] != '\0');
		return;
	}
	if (r.state == XMLSIG_VALID)
		must(known(&r.content) && r.signer[0] != '\0');
	else
		must(r.content.len == 0);
	must((r.state == XMLSIG_UNVERIFIABLE || r.state == XMLSIG_REFUSED) ==
	    (r.why.rule[0] != '\0'));
	xmlsig_result_free(&r);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct why why = WHY_INIT;
	Rec__Token *t;
	Rec__Evidence *e;

	if (xmlsig == NULL)
		start();
	check_signature(data, len);
	if (token_check(xmlsig, xmlin, data, len, pins, NOW, &t, &why) ==
	    OUT_OK) {
		must(t->technical != 0 && t->legal != 0);
		must(strchr(t->digest, ':') != NULL);
	} else {
		must(t == NULL && why.rule[0] != '\0');
	}
	record_free(t);
	if (evidence_check(xmlsig, xmlin, data, len, pins, NOW, &e, &why) ==
	    OUT_OK)
		must(evidence_rank(e->type) > 0);
	else
		must(e == NULL && why.rule[0] != '\0');
	record_free(e);
	return 0;
}
