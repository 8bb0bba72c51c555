/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_STAGE_H
#define IO_STAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/why.h"
#include "io/queue.h"
#include "io/sandbox.h"
#include "io/unit.h"
#include "io/worker.h"

/*
 * stage -- the same face for every stage: options, root, lock, worker, keys,
 * store, and sandbox.
 */
enum stage_store {
	STAGE_NO_STORE,
	STAGE_READ,
	STAGE_WRITE
};

struct stage {
	const char *name;
	const struct worker_def *worker;		/* or NULL */
	const void *(*worker_arg)(const struct unit *); /* or NULL */
	const struct worker_def *second;		/* or NULL */

	/* Its argument; NULL: it is not wanted in this unit. */
	const void *(*second_arg)(const struct unit *);
	enum stage_store store;
	bool leaves; /* what it does cannot be taken back: something leaves,
		      * or gets a number that others will see */

	/* What it keeps in its sandbox: paths as unit_path() takes them, or
	 * absolute; the last is NULL. */
	const struct sandbox_path *paths;
	enum outcome (*run)(struct unit *, struct why *);

	/* -1 FILE: turn the bytes of one file into bytes; or NULL. */
	enum outcome (*filter)(
	    struct unit *, const struct buf *, struct buf *, struct why *);
};

/**
 * stage_main(stage, argc, argv):
 * The main() of a stage: -r ROOT (or $ISUPPORT_ROOT), -n, -v, -1 FILE, -h,
 * --help, --version, --selftest-sandbox (selftest.h).  The worker is started
 * before keys and store are open; one flock per stage and root: if another run
 * holds it, exit 0 with nothing done (it will see what we saw).  Then all is
 * given up but what ${stage} says (keeper.h), before the first item.  A stage
 * that lets things leave does nothing where the store is not the one that
 * sent/audit knows (rule STORE-RESTORED).  Silent when there was nothing to do.
 * Return 0, 64, 65 (something went to quarantine), 66 (-1: no such file), 75,
 * 77 or 78.
 */
int stage_main(const struct stage *, int, char *[]);

#endif /* !IO_STAGE_H */
