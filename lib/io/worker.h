/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_WORKER_H
#define IO_WORKER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/why.h"

/*
 * worker -- a process that meets foreign bytes so that its keeper need not.
 *
 *	keeper ---- nursery ---- child
 *	   \____________________/
 *
 * worker_start() forks the nursery before the keeper opens keys, store or
 * spool.  When a child is first needed, so that a run with nothing to do costs
 * nothing, the nursery loads what it takes (schemas, stylesheets, tables: files
 * of ours), gives up files, network, exec and memory beyond its limits
 * (sandbox.h), never meets a foreign byte, and forks children.  A child gives
 * up the rest, and answers requests over a socket: bytes in, bytes out.  Each
 * dies with its parent.
 *
 * Only the start of the nursery and of a second child take calls of the network
 * (socketpair, and a message with a descriptor); what goes over it is read and
 * written.
 *
 * A child that dies at a request is replaced, and the next one gets the same
 * request; how that one dies decides.  By what it did (a crash, a limit, an
 * exit): the request is refused.  By a signal that it cannot have sent itself:
 * the request is not at fault, and may be tried again later.  That may also
 * be the kernel, when the machine is out of memory; but a child's own memory
 * is bounded, and what goes over that bound is refused, so that one request
 * cannot bring this about on a machine that has what its workers may use.
 */
struct worker;

/* The rule of an OUT_RETRY that is about one request alone. */
#define WORKER_KILLED "WORKER-KILLED"

/* Stands in the text of a WORKER-DIED: SIGSYS. */
#define WORKER_FORBIDDEN "the worker tries what it may not"

#define WORKER_BYTES_MAX ((size_t)256 << 20) /* of a request or an answer */

struct worker_def {
	const char *name;     /* "validate", for messages */
	size_t memory;	      /* bytes of address space above the start;
				 * request, answer and work must fit */
	unsigned int seconds; /* of CPU time for one request; ten times as
				 * much by the clock on the wall */

	/* Load what is needed, in the nursery; set ${ctx}. */
	enum outcome (*open)(const void *arg, void **ctx, struct why *);

	/*
	 * Answer one request: append to ${out}.  OUT_REJECT goes back.  The
	 * answer depends on nothing but the request and ${ctx}: OUT_RETRY
	 * therefore means that memory was short.
	 */
	enum outcome (*serve)(void *ctx, const unsigned char *data, size_t len,
	    struct buf *out, struct why *);
};

/**
 * worker_require(require):
 * Whether workers started from now on must have a whole sandbox (setting
 * require_sandbox); at first they need not.
 */
void worker_require(bool);

/**
 * worker_start(def, arg, worker, why):
 * Start a worker for ${def} (kept, static) with ${arg} (as it is now).  Set
 * ${worker}, which ends with worker_stop().  From then on the process ignores
 * SIGPIPE.
 * OUT_RETRY: no process can be had.
 */
MUST_CHECK enum outcome worker_start(
    const struct worker_def *, const void *, struct worker **, struct why *);

/**
 * worker_ready(worker, why):
 * Have ${worker} load what it needs, if it has not yet, and wait until it may
 * be called.  Where the kernel has not all a sandbox needs, ${why} says so with
 * OUT_OK; else its text is empty then.
 * OUT_REJECT, OUT_RETRY: what open() said; it is not tried again.  OUT_RETRY:
 * no child can be had, or the sandbox is not whole and must be.
 */
MUST_CHECK enum outcome worker_ready(struct worker *, struct why *);

/**
 * worker_call(worker, data, len, out, why):
 * Let ${worker} serve the ${len} bytes at ${data}; set ${out} to its answer.
 * It need not be ready.
 * OUT_REJECT: what serve() said; or rule WORKER-DIED: it crashed, took over
 * its memory or time, or did what a worker may not.
 * OUT_RETRY: no worker can be had, for whatever reason of worker_ready(); or,
 * rule WORKER_KILLED, somebody killed
 * two in a row at this request: others may fare better.
 */
MUST_CHECK enum outcome
worker_call(struct worker *, const void *, size_t, struct buf *, struct why *);

/** worker_stop(worker): end it; behaves consistently with free(NULL). */
void worker_stop(struct worker *);

#endif /* !IO_WORKER_H */
