/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef COMMAND_H
#define COMMAND_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/why.h"
#include "domain/case/office.h"
#include "io/stage.h"

/*
 * command -- what isupport(1) can be told to do.  Each gets its own arguments
 * (argv[0] is the command's name) and returns an exit status of sysexits(3).
 */
struct call {
	const char *root;
	bool json;
	int argc;
	char **argv;
};

typedef int command_fn(const struct call *);

command_fn command_init, command_run, command_status, command_ls, command_show,
    command_why, command_requeue, command_hold, command_resend, command_audit,
    command_dump, command_rebuild, command_check_payment, command_key,
    command_check_container, command_fsck, command_subject, command_backup,
    command_restore, command_reconcile;

/* The stages, in the order in which they run. */
#define COMMAND_STAGES 7
extern const char *const command_stages[COMMAND_STAGES];

/** command_shred(call): `key shred CASE`. */
command_fn command_shred;

/** command_why_row(call): `why PARCEL:LINE`, `why FOLDER`. */
command_fn command_why_row;

/** command_audit_verify(call): `audit verify`. */
command_fn command_audit_verify;

/** command_usage(text): print "usage: isupport ..." and return 64. */
int command_usage(const char *);

/** command_fail(out, why): print the reason and return the status. */
int command_fail(enum outcome, const struct why *);

/**
 * command_put(line, why):
 * Print the text in ${line} as one line for people, as plain_text() has it.
 * OUT_RETRY: memory is short.
 */
MUST_CHECK enum outcome command_put(const struct buf *, struct why *);

/** command_day(s): whether ${s}, which the caller gave, is a day.  If not, say
 * so: the status is 64. */
bool command_day(const char *);

/** command_no_root(why): OUT_REJECT: nobody has said which unit. */
enum outcome command_no_root(struct why *);

/**
 * command_open(call, store, unit, why):
 * Open the unit at the call's root: settings, keys, and the store for
 * STAGE_READ or STAGE_WRITE.  End with unit_close().
 */
MUST_CHECK enum outcome command_open(
    const struct call *, enum stage_store, struct unit *, struct why *);

/**
 * settings_make(root, code, why):
 * Write ${root}/isupport.conf for the unit ${code}, with the time zone,
 * calendar and languages that the tables have of its State; one that is there
 * stays as it is.
 */
MUST_CHECK enum outcome settings_make(const char *, const char *, struct why *);

/**
 * command_note(unit, kind, text, why):
 * Put on record that something was done which changes no state: an event of
 * that ${kind}.
 */
MUST_CHECK enum outcome
command_note(const struct unit *, const char *, const char *, struct why *);

/**
 * command_who(unit, buf, size), command_office(unit, who):
 * Who calls, as the settings know the uid of the caller: a person's ID, or
 * "uid:N"; and an office in which that person acts.
 */
const char *command_who(const struct unit *, char *, size_t);
struct office command_office(const struct unit *, const char *);

/** init_folders(root, why): lay down the folders of a unit that are missing. */
MUST_CHECK enum outcome init_folders(const char *, struct why *);

/** command_person(): who calls: the login name's uid as "uid:N". */
const char *command_person(void);

#endif /* !COMMAND_H */
