/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_NURSERY_H
#define IO_NURSERY_H

#include <stdbool.h>
#include <sys/types.h>

#include "io/worker.h"

/* What the keeper wishes, a byte each. */
#define NURSERY_NEXT 'n' /* a new child; the one before is ended */
#define NURSERY_GONE 'g' /* the same; the one before has closed its socket */

/* How the child before ended; stands beside the socket of the new one. */
#define NURSERY_BROKE 'b'     /* by what it did, or because it was to */
#define NURSERY_KILLED 'k'    /* by a signal that it cannot have sent itself */
#define NURSERY_FORBIDDEN 's' /* it broke: by SIGSYS */

/**
 * nursery_run(def, arg, require, fd, keeper):
 * Be the nursery of ${def} for the process ${keeper}, on the socket ${fd}[0]:
 * at the first wish of the keeper call open(), tell by a message (wire.h) how
 * that ended, and how the sandbox was closed, and fork a child that serves on
 * the socket ${fd}[1]; at each wish after that end the child before, fork a new
 * one and send the socket on which it serves, until the keeper closes the
 * first socket.  Does not return.
 *
 * A child's first message tells how its sandbox was closed.
 */
_Noreturn void
nursery_run(const struct worker_def *, const void *, bool, int[2], pid_t);

#endif /* !IO_NURSERY_H */
