/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What banks send: the bytes are read as a status report and, as payment
 * files come from outside too, checked as a pain.001 and as a payment CSV.
 */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "domain/bank/bankfile.h"
#include "domain/bank/paycheck.h"
#include "io/record.h"

#define TODAY 20780 /* 2026-11-23 */

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
tell(void *ctx, const struct paycheck_finding *f)
{
	uint64_t *n = ctx;

	assert(f->rule[0] != '\0' && f->text[0] != '\0');
	++*n;
}

static void
status(const uint8_t *data, size_t size)
{
	static struct xmlin *in;
	Rec__BankStatus *s;
	struct why why = WHY_INIT;
	size_t i;

	if (in == NULL && xmlin_open(&in, &why) != OUT_OK)
		return;
	if (bankfile_status_bytes(in, data, size, &s, &why) != OUT_OK) {
		assert(s == NULL);
		return;
	}
	for (i = 0; i < s->n_items; i++)
		assert(s->items[i]->status[0] != '\0' ||
		    s->items[i]->reason[0] != '\0');
	record_free(s);
}

static void
check(const uint8_t *data, size_t size)
{
	struct paycheck_result r;
	struct why why = WHY_INIT;
	uint64_t told = 0;
	enum outcome out;

	out = paycheck_file(data, size, TODAY, NULL, tell, &told, &r, &why);
	assert(out == OUT_RETRY || (out == OUT_OK) == (r.errors == 0));
	assert(out == OUT_RETRY || told == PAYCHECK_FINDINGS_MAX ||
	    told == r.errors + r.warnings);
	told = 0;
	out = paycheck_csv(
	    data, size, data, size, TODAY, NULL, tell, &told, &r, &why);
	assert(out == OUT_RETRY || (out == OUT_OK) == (r.errors == 0));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{

	status(data, size);
	check(data, size);
	return 0;
}
