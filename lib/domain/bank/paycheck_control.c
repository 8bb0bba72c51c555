/* SPDX-License-Identifier: EUPL-1.2 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/bank/paycheck.h"
#include "domain/bank/paycheck_impl.h"
#include "io/csvio.h"
#include "io/digest.h"
#include "value/money.h"

static void
differ(struct paycheck *c, const struct csvio *csv, size_t row,
    const char *column, const char *is)
{
	struct paycheck_finding f;

	if (strcmp(csvio_get(csv, row, column), is) == 0)
		return;
	memset(&f, 0, sizeof(f));
	f.error = true;
	(void)snprintf(f.place, sizeof(f.place), "control sheet: %s", column);
	f.line = (int)csvio_line(csv, row);
	paycheck_tell_finding(c, &f, "PAY-CONTROL", "",
	    "not what the payment file has", csvio_get(csv, row, column));
}

static void
compare_row(
    struct paycheck *c, const struct csvio *csv, size_t row, const char *sha256)
{
	const struct paycheck_sum *s = &c->result.sums[row];
	char count[24], sum[MONEY_TEXT];

	(void)snprintf(count, sizeof(count), "%" PRIu64, s->count);
	differ(c, csv, row, "batch_id", c->result.msg_id);
	differ(c, csv, row, "format", c->result.format);
	differ(c, csv, row, "rows", count);
	differ(c, csv, row, "currency", s->currency);
	differ(c, csv, row, "sum", money_format(s->minor, s->currency, sum));
	differ(c, csv, row, "sha256", sha256);
}

enum outcome
paycheck_compare(struct paycheck *c, const void *data, size_t len,
    const void *control, size_t clen, struct why *why)
{
	unsigned char digest[DIGEST_LEN];
	char sha256[DIGEST_HEX];
	struct csvio *csv;
	enum outcome out;
	size_t i;

	if ((out = digest_sha256(data, len, digest, why)) != OUT_OK)
		return out;
	if ((out = csvio_parse(control, clen, PAYCHECK_SUMS, &csv, why)) ==
	    OUT_REJECT) {
		paycheck_tell_at(c, why->line, true, "PAY-CONTROL", "",
		    "the control sheet cannot be read", NULL);
		return OUT_OK;
	}
	if (out != OUT_OK)
		return out;
	if (csvio_rows(csv) != c->result.n_sums)
		paycheck_tell_at(c, 0, true, "PAY-CONTROL", "",
		    "the control "
		    "sheet has other currencies than the payment file",
		    NULL);
	for (i = 0; i < csvio_rows(csv) && i < c->result.n_sums; i++)
		compare_row(c, csv, i, digest_hex(digest, sha256));
	csvio_free(csv);
	return OUT_OK;
}

enum outcome
paycheck_control(const void *data, size_t len, const void *control, size_t clen,
    const struct paycheck_result *result, paycheck_fn *fn, void *ctx,
    struct why *why)
{
	struct paycheck *c;
	enum outcome out;

	if ((c = calloc(1, sizeof(*c))) == NULL)
		return why_retry(why, "paycheck: out of memory");
	c->result = *result;
	c->result.errors = c->result.warnings = 0;
	c->fn = fn;
	c->ctx = ctx;
	out = paycheck_compare(c, data, len, control, clen, why);
	if (out == OUT_OK && c->result.errors > 0) {
		*why = c->first;
		out = OUT_REJECT;
	}
	paycheck_free(c);
	return out;
}
