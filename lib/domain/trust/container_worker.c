/* SPDX-License-Identifier: EUPL-1.2 */
#include <stdlib.h>

#include "domain/trust/container.h"
#include "io/record.h"

struct tools {
	struct xmlsig *xmlsig;
	struct xmlin *xmlin;
	struct pins *pins;
};

static enum outcome
make_ready(const void *argp, void **ctx, struct why *why)
{
	const struct container_arg *arg = argp;
	struct tools *t;
	enum outcome out;
	size_t i;

	if ((t = calloc(1, sizeof(*t))) == NULL)
		return why_retry(why, "out of memory");
	if ((out = xmlsig_open(&t->xmlsig, why)) == OUT_OK &&
	    (out = xmlin_open(&t->xmlin, why)) == OUT_OK)
		out = pins_new(&t->pins, why);
	for (i = 0; i < arg->n && out == OUT_OK; i++)
		out = pins_add_folder(t->pins, arg->folder[i], why);
	if (out == OUT_OK) {
		*ctx = t;
		return OUT_OK;
	}
	pins_free(t->pins);
	xmlin_close(t->xmlin);
	xmlsig_close(t->xmlsig);
	free(t);
	return out;
}

static enum outcome
check(const struct tools *t, const Rec__CheckJob *job, struct buf *answer,
    struct why *why)
{
	const struct container_tools tools = { t->xmlsig, t->xmlin, t->pins,
		job->now };
	Rec__Checked *checked;
	enum outcome out;

	if ((out = container_check(&tools, job->file.data, job->file.len,
		 job->token.data, job->token.len, &checked, why)) != OUT_OK)
		return out;
	out = record_pack(&checked->base, answer, why);
	record_free(checked);
	return out;
}

static enum outcome
serve(void *ctx, const unsigned char *data, size_t len, struct buf *answer,
    struct why *why)
{
	ProtobufCMessage *job;
	enum outcome out;

	if ((out = record_unpack(
		 &rec__check_job__descriptor, data, len, &job, why)) != OUT_OK)
		return out;
	out = check(ctx, RECORD_OF(Rec__CheckJob, job), answer, why);
	record_free(job);
	return out;
}

const struct worker_def container_worker = {
	.name = "check",
	.memory = (size_t)512 << 20,
	.seconds = 2,
	.open = make_ready,
	.serve = serve,
};
