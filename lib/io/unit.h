/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_UNIT_H
#define IO_UNIT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/why.h"
#include "io/config.h"
#include "io/seal.h"
#include "io/store.h"
#include "io/worker.h"

struct stage;

/*
 * unit -- what one authority has on this machine: a root with settings, keys,
 * store and spool, as one program has them open.
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

/**
 * unit_begin(root, stage, unit, why):
 * Load the settings of the unit in ${root}, set its clock, and start the
 * workers of ${stage} (kept), which must meet no key.  Set ${unit}, which ends
 * with unit_close() in any case.
 * OUT_REJECT: as unit_status() has it.  OUT_RETRY: no process or file can be
 * had.
 * unit_unlock(unit, stage, why): open its keys, and its store as ${stage} says.
 * unit_open(): both.
 */
MUST_CHECK enum outcome
unit_begin(const char *, const struct stage *, struct unit *, struct why *);
MUST_CHECK enum outcome
unit_unlock(struct unit *, const struct stage *, struct why *);
MUST_CHECK enum outcome
unit_open(const char *, const struct stage *, struct unit *, struct why *);

/** unit_close(unit): end it. */
void unit_close(struct unit *);

/**
 * unit_status(out, why): the exit status of an outcome: 0, 65, 75; 77 where
 * the unit is not for this user (rule PERMISSION), 78 where there is none or
 * settings, keys or clock are not as they must be (CONFIG, BANK-PROFILE, KEYS,
 * CLOCK, TIMEZONE), or the store is another (STORE-RESTORED).
 */
int unit_status(enum outcome, const struct why *);

/** unit_may_send(unit, why): OUT_REJECT (STORE-RESTORED) where nothing may
 * leave, nor get a number, before isupport reconcile. */
MUST_CHECK enum outcome unit_may_send(const struct unit *, struct why *);

/**
 * unit_path(unit, rel, buf, size):
 * Write the absolute path of ${rel} ("spool/drop", "store") under the unit's
 * root to ${buf}; folders that are settings ([folders] incoming, outgoing) go
 * by the setting.  Return ${buf}.
 */
const char *unit_path(const struct unit *, const char *, char *, size_t);

/**
 * unit_log(unit, fmt, ...):
 * One line to standard error and to log/STAGE: ids, never names.  Whatever the
 * arguments hold, it is one line of printable ASCII (plain.h).
 */
void unit_log(const struct unit *, const char *, ...) PRINTF_LIKE(2, 3);

/**
 * unit_stays(unit, what, out, why):
 * Whether an item that ended with ${out} and ${why} is to wait for another run
 * while the others go their way: it is OUT_RETRY with rule WORKER_KILLED
 * (worker.h) or FOREIGN_ACCESS (foreign.h).  Then it is counted, so that the
 * stage ends with 75, and named in the log as ${what}.
 */
bool unit_stays(struct unit *, const char *, enum outcome, const struct why *);

#endif /* !IO_UNIT_H */
