/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_STAGE_H
#define IO_STAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/why.h"
#include "io/config.h"
#include "io/sandbox.h"
#include "io/seal.h"
#include "io/store.h"
#include "io/worker.h"

/*
 * stage -- the same face for every stage: options, root, lock, worker, keys,
 * store, and a walk of a queue in name order.
 */
struct unit {
	char *root;	   /* absolute */
	const char *stage; /* its name */
	int lockfd;	   /* -1: no lock is held */
	struct config *conf;
	const char *code;      /* our party id, "DE" */
	char now[24];	       /* UTC, fixed for the run */
	char today[12];	       /* legal day in the unit's time zone */
	struct worker *worker; /* NULL if the stage has none */
	struct worker *second; /* the same */
	struct seal *seal;
	struct store *store; /* NULL if the stage opens none */
	bool dry;	     /* -n: do it all, then undo it */
	bool verbose;
	bool selftest; /* try the sandbox, and do nothing else */
	int done;      /* items that were handled */
	int rejected;  /* items that went to quarantine */
	int stayed;    /* items that wait for another run */
	bool restored; /* the store is not the one that sent/audit knows */
};

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
 * The main() of a stage: -r ROOT (or $ISUPPORT_ROOT), -n, -v, -1 FILE, --help,
 * --version, --selftest-sandbox (selftest.h).  The worker is started before
 * keys and store are open; one flock per stage and root: if another run holds
 * it, exit 0 with nothing done (it will see what we saw).  Then all is given
 * up but what ${stage} says (keeper.h), before the first item.  A stage that
 * lets things leave does nothing where the store is not the one that
 * sent/audit knows (rule STORE-RESTORED).  Silent when there was nothing to do.
 * Return 0, 65 (something went to quarantine), 75, 77 or 78.
 */
int stage_main(const struct stage *, int, char *[]);

/**
 * unit_open(root, stage, unit, why), unit_close(unit):
 * What stage_main() does between options and run(), for isupport(1).
 */
MUST_CHECK enum outcome
unit_open(const char *, const struct stage *, struct unit *, struct why *);
void unit_close(struct unit *);

/**
 * unit_status(out, why): the exit status of an outcome: 0, 65, 75; 77 where
 * the unit is not for this user (rule PERMISSION), 78 where there is none or
 * settings, keys or clock are not as they must be (CONFIG, BANK-PROFILE, KEYS,
 * CLOCK, TIMEZONE), or the store is another (STORE-RESTORED).
 */
int unit_status(enum outcome, const struct why *);

/**
 * unit_path(unit, rel, buf, size):
 * Write the absolute path of ${rel} ("spool/drop", "store") under the unit's
 * root to ${buf}; folders that are settings ([folders] incoming, outgoing) go
 * by the setting.  Return ${buf}.
 */
const char *unit_path(const struct unit *, const char *, char *, size_t);

/**
 * unit_log(unit, fmt, ...):
 * One line to standard error and to log/STAGE: ids, never names.
 */
void unit_log(const struct unit *, const char *, ...) PRINTF_LIKE(2, 3);

/**
 * unit_stays(unit, what, out, why):
 * Whether an item that ended with ${out} and ${why} is to wait for another run
 * while the others go their way: it is OUT_RETRY with rule WORKER_KILLED
 * (worker.h).  Then it is counted, so that the stage ends with 75, and named
 * in the log as ${what}.
 */
bool unit_stays(struct unit *, const char *, enum outcome, const struct why *);

/**
 * queue_fn(unit, name, ctx, why):
 * One item of a queue.
 */
typedef enum outcome
queue_fn(struct unit *, const char *, void *, struct why *);

/**
 * queue_each(unit, dir, max, fn, ctx, n, why):
 * Call ${fn} for the first ${max} (0: all) names in the spool folder ${dir},
 * in name order, dot-names left out; set ${n} to how many there were.  An
 * OUT_REJECT of one does not stop the others.
 */
MUST_CHECK enum outcome queue_each(struct unit *, const char *, size_t,
    queue_fn *, void *, size_t *, struct why *);

/**
 * queue_after(unit, dir, after, max, fn, ctx, n, why):
 * The same for the names that come after ${after}.
 */
MUST_CHECK enum outcome queue_after(struct unit *, const char *, const char *,
    size_t, queue_fn *, void *, size_t *, struct why *);

#endif /* !IO_STAGE_H */
