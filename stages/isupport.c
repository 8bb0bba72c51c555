/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * isupport -- the front command: make a unit, run its stages, look into it.
 *
 * The commands stand in stages/command/.  Those that read open the store for
 * reading alone, unless the reading goes on record; hold and rebuild are one
 * transaction each.
 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "command/command.h"

static const struct {
	const char *name;
	command_fn *fn;
	const char *help;
} commands[] = {
	{ "init", command_init,
	    "init CODE            make the unit's folders,"
	    " keys, settings and store" },
	{ "run", command_run,
	    "run [-d DATE]        run the stages in order"
	    " until nothing moves" },
	{ "status", command_status,
	    "status               what waits where,"
	    " and since when" },
	{ "ls", command_ls, "ls cases|messages|tasks|payments|quarantine" },
	{ "show", command_show,
	    "show [--restricted] ID"
	    "  all about a case, message, item, payment, batch or task" },
	{ "why", command_why,
	    "why NAME|PARCEL:LINE  why a parcel is in quarantine, or a row"
	    " held, with the offending value" },
	{ "requeue", command_requeue,
	    "requeue NAME [FILE]  put a parcel back,"
	    " FILE instead of the one of its name" },
	{ "hold", command_hold,
	    "hold CASE [REASON]   stop the money of a case;"
	    " without REASON: let it go" },
	{ "resend", command_resend,
	    "resend MESSAGE [REASON]"
	    "  send a message again, as it was" },
	{ "subject", command_subject,
	    "subject find FAMILY [BORN] | export [-o REASON] CASE PERSON |\n"
	    "    defer CASE DATE REASON"
	    "  what is held on a person" },
	{ "key", command_key,
	    "key init|renew|show|export-cert|rotate|backup|restore|shred"
	    "  the unit's keys; shred CASE: erase it" },
	{ "dump", command_dump,
	    "dump [parcels|audit] all records, opened, in"
	    " the order of their keys" },
	{ "rebuild", command_rebuild,
	    "rebuild              build all state"
	    " again from the journal" },
	{ "audit", command_audit,
	    "audit verify [HEADFILE ...] | head [-o FOLDER]"
	    "  the chain of all changes" },
	{ "fsck", command_fsck,
	    "fsck                 whether all that the unit holds"
	    " is right and fits together" },
	{ "backup", command_backup,
	    "backup DIR           all but the keys, as it is now" },
	{ "restore", command_restore,
	    "restore DIR          put a backup back;"
	    " nothing leaves before reconcile" },
	{ "reconcile", command_reconcile,
	    "reconcile [--sent-lost] [REASON]"
	    "  what a restored store has forgotten" },
	{ "check-payment", command_check_payment,
	    "check-payment [-d DATE]"
	    " [-p PROFILE] FILE" },
	{ "check-container", command_check_container,
	    "check-container"
	    " [-c FOLDER] [-d DATE] [-t TOKEN] FILE" },
};
#define NCOMMANDS (sizeof(commands) / sizeof(commands[0]))

static void
help(FILE *f)
{
	size_t i;

	(void)fprintf(
	    f, "usage: isupport [-r ROOT] [--json] COMMAND [ARGUMENT ...]\n");
	for (i = 0; i < NCOMMANDS; i++)
		(void)fprintf(f, "  %s\n", commands[i].help);
}

static bool
is_help(const char *s)
{
	return strcmp(s, "-h") == 0 || strcmp(s, "--help") == 0;
}

static int
dispatch(struct call *call)
{
	size_t i;

	for (i = 0; i < NCOMMANDS; i++) {
		if (strcmp(commands[i].name, call->argv[0]) != 0)
			continue;
		if (call->argc > 1 && is_help(call->argv[1])) {
			(void)printf("isupport [-r ROOT] [--json] %s\n",
			    commands[i].help);
			return 0;
		}
		optind = 1;
		return commands[i].fn(call);
	}
	(void)fprintf(stderr, "isupport: no command \"%s\"\n", call->argv[0]);
	help(stderr);
	return EX_USAGE;
}

/* --json may stand anywhere behind the command, too. */
static void
take_json(struct call *call)
{
	int i, n = 1;

	for (i = 1; i < call->argc; i++)
		if (strcmp(call->argv[i], "--json") == 0)
			call->json = true;
		else
			call->argv[n++] = call->argv[i];
	call->argv[n] = NULL;
	call->argc = n;
}

int
main(int argc, char *argv[])
{
	static const struct option longs[] = { { "json", no_argument, NULL,
						   'j' },
		{ "help", no_argument, NULL, 'h' },
		{ "version", no_argument, NULL, 'V' }, { NULL, 0, NULL, 0 } };
	struct call call = { getenv("ISUPPORT_ROOT"), false, 0, NULL };
	int ch, status;

	while ((ch = getopt_long(argc, argv, "+hr:", longs, NULL)) != -1)
		switch (ch) {
		case 'r':
			call.root = optarg;
			break;
		case 'j':
			call.json = true;
			break;
		case 'h':
			help(stdout);
			return 0;
		case 'V':
			(void)printf("isupport %s\n", ISUPPORT_VERSION);
			return 0;
		default:
			help(stderr);
			return EX_USAGE;
		}
	call.argc = argc - optind;
	call.argv = argv + optind;
	if (call.argc == 0) {
		help(stderr);
		return EX_USAGE;
	}
	take_json(&call);
	status = dispatch(&call);
	if (fflush(stdout) == EOF && status == 0)
		status = EX_TEMPFAIL;
	return status;
}
