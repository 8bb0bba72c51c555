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

/* options: those that a command knows, and reads by itself; NULL: it reads them
 * with getopt(3), which refuses others. */
static const struct command {
	const char *name;
	command_fn *fn;
	const char *options;
	const char *help;
} commands[] = {
	{ "init", command_init, "",
	    "init CODE            make the unit's folders,"
	    " keys, settings and store" },
	{ "run", command_run, NULL,
	    "run [-d DATE]        run the stages in order"
	    " until nothing moves" },
	{ "status", command_status, "",
	    "status               what waits where,"
	    " since when, and what stays where it lies" },
	{ "ls", command_ls, "",
	    "ls cases|messages|tasks|payments|quarantine"
	    "  those there are" },
	{ "show", command_show, "--restricted",
	    "show [--restricted] ID"
	    "  all about a case, message, item, payment, batch or task" },
	{ "why", command_why, "",
	    "why PARCEL|PARCEL:LINE|FOLDER  why a parcel is in quarantine, a"
	    " row held, or a message kept, and what to do" },
	{ "requeue", command_requeue, "--all",
	    "requeue --all | NAME [FILE ...]"
	    "  put a parcel back, each FILE instead of the one of its name" },
	{ "hold", command_hold, "--release",
	    "hold CASE REASON | --release CASE"
	    "  stop the money of a case; let it go on" },
	{ "resend", command_resend, "",
	    "resend MESSAGE [REASON]"
	    "  send a message again, as it was" },
	{ "subject", command_subject, "-o",
	    "subject find FAMILY [BORN] | export [-o REASON] CASE PERSON |\n"
	    "    defer CASE DATE REASON"
	    "  what is held on a person" },
	{ "key", command_key, "-t -d -f",
	    "key init|renew|show|export-cert|rotate|backup|restore|shred"
	    "  the unit's keys; shred CASE: erase it" },
	{ "dump", command_dump, "",
	    "dump [store|parcels|audit]"
	    "  all records, opened, in the order of their keys" },
	{ "rebuild", command_rebuild, "",
	    "rebuild              build all state"
	    " again from the journal" },
	{ "audit", command_audit, "-o",
	    "audit verify [HEADFILE ...] | head [-o FOLDER]"
	    "  the chain of all changes" },
	{ "fsck", command_fsck, "",
	    "fsck                 whether all that the unit holds"
	    " is right and fits together" },
	{ "backup", command_backup, "",
	    "backup DIR           all but the keys, as it is now" },
	{ "restore", command_restore, "",
	    "restore DIR          put a backup back;"
	    " nothing leaves before reconcile" },
	{ "reconcile", command_reconcile, NULL,
	    "reconcile [--sent-lost] [REASON]"
	    "  what a restored store has forgotten" },
	{ "check-payment", command_check_payment, NULL,
	    "check-payment [-d DATE] [-p PROFILE] FILE"
	    "  what a bank would refuse in it" },
	{ "check-container", command_check_container, NULL,
	    "check-container [-c FOLDER] [-d DATE] [-t TOKEN] FILE"
	    "  whether its signature is good" },
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

/* Whether ${word} is one of ${options}, maybe with its argument (-dDATE). */
static bool
is_option(const char *options, const char *word)
{
	const char *o;
	size_t n;

	for (o = options; *o != '\0'; o += n + strspn(o + n, " ")) {
		n = strcspn(o, " ");
		if (strncmp(o, word, n) == 0 && (n == 2 || word[n] == '\0'))
			return true;
	}
	return false;
}

/*
 * What begins with "-" is an option or a mistake, and never an operand but for
 * "-" itself and behind "--", which is taken away: nobody who mistypes one has
 * a message sent or a store replaced.
 */
static bool
options_known(const struct command *cmd, struct call *call)
{
	int i;

	for (i = 1; cmd->options != NULL && i < call->argc; i++) {
		char *word = call->argv[i];

		if (strcmp(word, "--") == 0) {
			for (call->argc--; i <= call->argc; i++)
				call->argv[i] = call->argv[i + 1];
			return true;
		}
		if (word[0] != '-' || word[1] == '\0' ||
		    is_option(cmd->options, word))
			continue;
		(void)fprintf(stderr,
		    "isupport %s: no option \"%s\"; \"--\" goes before what "
		    "begins so and is none\n"
		    "usage: isupport %s\n",
		    cmd->name, word, cmd->help);
		return false;
	}
	return true;
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
		if (!options_known(&commands[i], call))
			return EX_USAGE;
		optind = 1;
		return commands[i].fn(call);
	}
	(void)fprintf(stderr, "isupport: no command \"%s\"\n", call->argv[0]);
	help(stderr);
	return EX_USAGE;
}

/* --json may stand anywhere behind the command, too, but not behind "--". */
static void
take_json(struct call *call)
{
	bool end = false;
	int i, n = 1;

	for (i = 1; i < call->argc; i++) {
		end = end || strcmp(call->argv[i], "--") == 0;
		if (!end && strcmp(call->argv[i], "--json") == 0)
			call->json = true;
		else
			call->argv[n++] = call->argv[i];
	}
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
	if (call.root != NULL && call.root[0] == '\0')
		call.root = NULL;
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
