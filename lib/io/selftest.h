/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_SELFTEST_H
#define IO_SELFTEST_H

#include "io/stage.h"

/*
 * selftest -- --selftest-sandbox: try what must fail, and say what came of it.
 *
 * Each attempt is real: of the keeper and of a nursery in a process that is
 * forked from the stage once all is open and closes itself in as they do; of
 * the worker in a worker of the stage's limits, by the same nursery.
 */

/**
 * selftest_start(unit, stage, worker, why):
 * Start the worker that tries, where ${stage} has any; else set ${worker} to
 * NULL.  As worker_start(), whose words on what the kernel lacks are for
 * selftest_run().
 */
MUST_CHECK enum outcome selftest_start(
    const struct unit *, const struct stage *, struct worker **, struct why *);

/**
 * selftest_run(unit, stage, worker, lacks):
 * Make all attempts; print a line for each, and one for each part of a sandbox
 * that the kernel lacks (${lacks}, or "").  Return 0 if all were refused, or
 * 70.
 */
int selftest_run(
    const struct unit *, const struct stage *, struct worker *, const char *);

#endif /* !IO_SELFTEST_H */
