/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/trust/job.h"

#include <stdlib.h>
#include <string.h>

#include "domain/form/finding.h"
#include "domain/form/sheet.h"
#include "io/record.h"
#include "io/xmlin.h"

enum outcome
job_make(Rec__Manifest *manifest, const char *now, const char *today,
    const char *unit, Rec__Job **jobp, struct why *why)
{
	Rec__Job *job;

	*jobp = NULL;
	if ((job = record_new(&rec__job__descriptor)) == NULL)
		return why_retry(why, "out of memory");
	job->manifest = manifest;
	job->files = calloc(manifest->n_files + 1, sizeof(*job->files));
	*jobp = job;
	if (job->files == NULL || record_set(&job->what, "judge") == -1 ||
	    record_set(&job->now, now) == -1 ||
	    record_set(&job->today, today) == -1 ||
	    record_set(&job->unit, unit) == -1)
		return why_retry(why, "out of memory");
	job->n_files = manifest->n_files;
	return OUT_OK;
}

void
job_free(Rec__Job *job)
{
	if (job != NULL)
		job->manifest = NULL;
	record_free(job);
}

static bool
to_be_read(const Rec__Manifest *m, size_t i, const void *data, size_t len)
{
	const char *name = m->files[i]->name;
	size_t n = strlen(name);

	if (len > SHEET_MAX || (len >= 4 && memcmp(data, "%PDF", 4) == 0))
		return false;
	return m->n_files <= 2 ||
	    (n > 4 && strcmp(name + n - 4, ".p7s") == 0) ||
	    xmlin_markup(data, len);
}

enum outcome
job_add_file(
    Rec__Job *job, size_t i, const void *data, size_t len, struct why *why)
{
	if (len > 0 && to_be_read(job->manifest, i, data, len) &&
	    record_set_bytes(&job->files[i], data, len) == -1)
		return why_retry(why, "out of memory");
	return OUT_OK;
}

enum outcome
job_set_opened(
    Rec__Job *job, size_t i, const void *data, size_t len, struct why *why)
{
	job->opened = true;
	if (record_set_bytes(&job->files[i], NULL, 0) == -1)
		return why_retry(why, "out of memory");
	return job_add_file(job, i, data, len, why);
}

enum outcome
job_ask(const Rec__Job *job, struct worker *worker, Rec__Verdict **verdict,
    struct why *why)
{
	struct buf request = BUF_INIT, answer = BUF_INIT;
	ProtobufCMessage *message = NULL;
	enum outcome out;

	if ((out = record_pack(&job->base, &request, why)) == OUT_OK &&
	    (out = worker_call(
		 worker, request.data, request.len, &answer, why)) == OUT_OK)
		out = record_unpack(&rec__verdict__descriptor, answer.data,
		    answer.len, &message, why);
	*verdict = RECORD_OF(Rec__Verdict, message);
	buf_wipe(&request);
	buf_wipe(&answer);
	return out;
}

enum outcome
job_unreadable(
    const struct why *reason, Rec__Verdict **verdict, struct why *why)
{
	if ((*verdict = record_new(&rec__verdict__descriptor)) == NULL)
		return why_retry(why, "out of memory");
	return job_refuse(*verdict, reason, why);
}

enum outcome
job_refuse(Rec__Verdict *v, const struct why *reason, struct why *why)
{
	struct findings list = { NULL, 0 },
			old = { v->findings, v->n_findings };
	enum outcome out;

	v->kind = REC__VERDICT__KIND__UNREADABLE;
	out = finding_why(&list, "task", reason, why);
	v->findings = list.item;
	v->n_findings = list.n;
	findings_free(&old);
	return out;
}
