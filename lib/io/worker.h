/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_WORKER_H
#define IO_WORKER_H

#include <stddef.h>

#include "base/buf.h"
#include "base/why.h"

/*
 * worker -- a process that meets foreign bytes so that its keeper need not.
 *
 * worker_start() forks before the keeper opens keys, store or spool.  The
 * child loads what it needs (schemas, stylesheets, tables), then gives up
 * files, network, exec and memory beyond its limits (sandbox.h), and answers
 * requests over a pipe: bytes in, bytes out.  It dies with its keeper.  A
 * child that dies at a request is replaced by its nursery, a process that
 * holds nothing, and the request is refused.
 */
struct worker;

struct worker_def {
	const char *name;	/* "validate", for messages */
	size_t memory;		/* bytes of address space above the start */
	unsigned int seconds;	/* of CPU time for one request */

	/* Load what is needed, before the sandbox closes; set ${ctx}. */
	enum outcome (*open)(const void *arg, void **ctx, struct why *);

	/* Answer one request: append to ${out}.  OUT_REJECT goes back. */
	enum outcome (*serve)(void *ctx, const unsigned char *data,
	    size_t len, struct buf *out, struct why *);
};

/**
 * worker_start(def, arg, worker, why):
 * Start a worker for ${def} (kept, static) with ${arg}, and wait until its
 * open() is done.  Set ${worker}, which ends with worker_stop().
 */
MUST_CHECK enum outcome worker_start(const struct worker_def *, const void *,
    struct worker **, struct why *);

/**
 * worker_call(worker, data, len, out, why):
 * Let ${worker} serve the ${len} bytes at ${data}; set ${out} to its answer.
 * OUT_REJECT: what serve() said; or rule WORKER-DIED (it crashed, or took
 * over its memory or time).  OUT_RETRY: what serve() said; or no worker can
 * be had.
 */
MUST_CHECK enum outcome worker_call(struct worker *, const void *, size_t,
    struct buf *, struct why *);

/** worker_stop(worker): end it; behaves consistently with free(NULL). */
void worker_stop(struct worker *);

#endif /* !IO_WORKER_H */
