/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Whatever the bytes: an evidence is read leniently, or there is a reason; and
 * what it does to a message is by its priority alone.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "domain/form/evidence.h"
#include "io/record.h"
#include "value/date.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static const char *const types[] = { "", "SUBMISSION_ACCEPTANCE",
	"SUBMISSION_REJECTION", "RELAY_REMMD_ACCEPTANCE", "RELAY_REMMD_FAILURE",
	"RELAY_REMMD_REJECTION", "DELIVERY", "NON_DELIVERY", "RETRIEVAL",
	"NON_RETRIEVAL" };

static void
must(int ok)
{
	if (!ok)
		abort();
}

static void
moves_by_priority(const char *got)
{
	enum evidence_effect effect;
	int i;

	for (i = 0; i < 10; i++) {
		effect = evidence_effect(types[i], got);
		must(evidence_rank(types[i]) == i);
		must(effect != EVIDENCE_MOVES || evidence_rank(got) > i);
		must(effect != EVIDENCE_NONE || evidence_rank(got) <= i);
		must(effect != EVIDENCE_CONFLICT ||
		    (evidence_negative(types[i]) && !evidence_negative(got)));
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static struct xmlsig *xmlsig;
	static struct xmlin *xmlin;
	static struct pins *pins;
	struct why why = WHY_INIT;
	struct buf b = BUF_INIT;
	Rec__Evidence *e;
	int64_t t;

	if (pins == NULL) {
		must(xmlsig_open(&xmlsig, &why) == OUT_OK);
		must(xmlin_open(&xmlin, &why) == OUT_OK);
		must(pins_new(&pins, &why) == OUT_OK);
	}
	if (evidence_check(xmlsig, xmlin, data, len, pins,
		"2026-12-01T00:00:00Z", &e, &why) != OUT_OK) {
		must(e == NULL && why.rule[0] != '\0');
		return 0;
	}
	moves_by_priority(e->type);
	must(e->event_time[0] == '\0' || time_parse(e->event_time, &t));
	/* Nobody is pinned. */
	must(strcmp(e->signature, "valid") != 0 && e->signature[0] != '\0');
	must(record_pack(&e->base, &b, &why) == OUT_OK);
	buf_free(&b);
	record_free(e);
	return 0;
}
