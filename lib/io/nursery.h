/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_NURSERY_H
#define IO_NURSERY_H

#include <stdbool.h>
#include <sys/types.h>

#include "io/worker.h"

/**
 * nursery_run(def, arg, require, control, keeper):
 * Be the nursery of ${def} for the process ${keeper}, on the socket
 * ${control}: tell by a message (wire.h) how open() ended; then for each
 * byte from the keeper end the child before, fork a new one and send the
 * socket on which it serves, until the keeper closes ${control}.  Does not
 * return.
 *
 * A child's first message tells how its sandbox was closed.
 */
_Noreturn void
nursery_run(const struct worker_def *, const void *, bool, int, pid_t);

#endif /* !IO_NURSERY_H */
