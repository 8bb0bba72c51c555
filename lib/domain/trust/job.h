/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_JOB_H
#define DOMAIN_JOB_H

#include <stddef.h>

#include "base/record.pb-c.h"
#include "base/why.h"
#include "io/worker.h"

/*
 * job -- what the keeper asks of the judge (judge.h) about one parcel.
 */

/**
 * job_make(manifest, now, today, unit, job, why):
 * Set ${job} to one about ${manifest}, which it borrows, without files; now
 * (UTC), today (legal day) and our party id as in the runner.  The caller ends
 * it with job_free().  OUT_RETRY: no memory; ${job} may be ended all the same.
 */
MUST_CHECK enum outcome job_make(Rec__Manifest *, const char *, const char *,
    const char *, Rec__Job **, struct why *);

/**
 * job_add_file(job, i, data, len, why):
 * Give it the ${len} bytes at ${data} of the manifest's file ${i}, if somebody
 * has to read them: XML, signatures, and what lies alone or with one other
 * file.  PDFs and what is over SHEET_MAX stay with the keeper.
 * OUT_RETRY: no memory.
 */
MUST_CHECK enum outcome
job_add_file(Rec__Job *, size_t, const void *, size_t, struct why *);

/**
 * job_set_opened(job, i, data, len, why):
 * The same for the ${len} bytes at ${data} that were sealed in the file ${i},
 * in place of it: the job is one about an opened message from then on.
 */
MUST_CHECK enum outcome
job_set_opened(Rec__Job *, size_t, const void *, size_t, struct why *);

/**
 * job_ask(job, worker, verdict, why):
 * Have ${worker} judge; set ${verdict}, which the caller frees with
 * record_free(), or NULL.  OUT_REJECT, OUT_RETRY: as worker_call().
 */
MUST_CHECK enum outcome
job_ask(const Rec__Job *, struct worker *, Rec__Verdict **, struct why *);

/**
 * job_refuse(verdict, reason, why):
 * Make ${verdict} one of the kind UNREADABLE for ${reason} alone; its header
 * stays.  OUT_RETRY: no memory.
 */
MUST_CHECK enum outcome
job_refuse(Rec__Verdict *, const struct why *, struct why *);

/** job_free(job): the job without its manifest; also of NULL. */
void job_free(Rec__Job *);

/**
 * job_unreadable(reason, verdict, why):
 * Set ${verdict} to one of the kind UNREADABLE for ${reason}: what no worker
 * survives is kept all the same if another authority sent it, and a person is
 * asked.  OUT_RETRY: no memory.
 */
MUST_CHECK enum outcome
job_unreadable(const struct why *, Rec__Verdict **, struct why *);

#endif /* !DOMAIN_JOB_H */
