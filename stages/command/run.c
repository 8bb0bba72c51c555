/* SPDX-License-Identifier: EUPL-1.2 */
/* isupport run: the stages in order, until nothing moves. */
#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "command/command.h"
#include "domain/case/journal.h"
#include "value/date.h"

#define ROUNDS_MAX 20 /* things settle in three or four */

const char *const command_stages[COMMAND_STAGES] = { "intake", "validate",
	"record", "remind", "pay", "dispatch", "render" };
#define INTAKE ((size_t)1) /* it comes first, and is one */

/* The folder that this program stands in; the stages stand beside it. */
static int
own_folder(char *buf, size_t size)
{
	ssize_t n = readlink("/proc/self/exe", buf, size - 1);
	char *slash;

	if (n <= 0)
		return -1;
	buf[n] = '\0';
	if ((slash = strrchr(buf, '/')) == NULL)
		return -1;
	*slash = '\0';
	return 0;
}

static int
run_one(const char *folder, const char *stage, const char *root)
{
	char path[PATH_MAX];
	int status;
	pid_t pid;

	if (snprintf(path, sizeof(path), "%s/%s", folder, stage) >=
	    (int)sizeof(path))
		return EX_CONFIG;
	if ((pid = fork()) == -1)
		return EX_OSERR;
	if (pid == 0) {
		(void)execl(path, stage, "-r", root, (char *)NULL);
		(void)fprintf(
		    stderr, "isupport: %s: %s\n", path, strerror(errno));
		_exit(EX_OSERR);
	}
	while (waitpid(pid, &status, 0) == -1)
		if (errno != EINTR)
			return EX_OSERR;
	if (WIFEXITED(status))
		return WEXITSTATUS(status);
	(void)fprintf(stderr, "isupport: %s ended by signal %d\n", stage,
	    WTERMSIG(status));
	return EX_SOFTWARE;
}

/* What tells whether a round moved anything. */
struct moved {
	uint64_t events;
	size_t received, valid;
};

static enum outcome
last_event(struct store_txn *txn, void *ctx, struct why *why)
{
	return journal_last(txn, ctx, why);
}

static enum outcome
count_name(struct unit *u, const char *name, void *ctx, struct why *why)
{
	(void)u;
	(void)name;
	(void)ctx;
	(void)why;
	return OUT_OK;
}

static enum outcome
look(const struct call *call, struct moved *m, struct why *why)
{
	struct unit u;
	enum outcome out;

	memset(m, 0, sizeof(*m));
	if ((out = command_open(call, STAGE_READ, &u, why)) == OUT_OK &&
	    (out = store_view(u.store, last_event, &m->events, why)) ==
		OUT_OK &&
	    (out = queue_each(&u, "spool/received", 0, count_name, NULL,
		 &m->received, why)) == OUT_OK)
		out = queue_each(
		    &u, "spool/valid", 0, count_name, NULL, &m->valid, why);
	unit_close(&u);
	return out;
}

/* The worst of what the stages said; what must be tried again comes first. */
static int
worse(int a, int b)
{
	static const int order[] = { 0, EX_DATAERR, EX_TEMPFAIL, EX_NOPERM,
		EX_CONFIG };
	size_t i, x = 99, y = 99;

	for (i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
		if (order[i] == a)
			x = i;
		if (order[i] == b)
			y = i;
	}
	return x >= y ? a : b;
}

/* Some of the stages, in order; the worst of what they and status say. */
static int
run_some(const struct call *call, const char *folder, size_t from, size_t to,
    int status)
{
	for (; from < to; from++)
		status = worse(
		    status, run_one(folder, command_stages[from], call->root));
	return status;
}

/* Each stage takes from those before it alone, and intake from outside: where
 * intake brings nothing after a round, no other would find anything to do. */
static int
run_rounds(const struct call *call, const char *folder)
{
	struct why why = WHY_INIT;
	struct moved before, after;
	enum outcome out;
	int round, status, worst = 0;

	if ((out = look(call, &before, &why)) != OUT_OK)
		return command_fail(out, &why);
	status = run_some(call, folder, 0, INTAKE, 0);
	for (round = 0; round < ROUNDS_MAX; round++) {
		status = run_some(call, folder, INTAKE, COMMAND_STAGES, status);
		worst = worse(worst, status);
		if (status != 0 && status != EX_DATAERR)
			break; /* to be tried again later, not now */
		if ((out = look(call, &after, &why)) != OUT_OK)
			return command_fail(out, &why);
		if (memcmp(&before, &after, sizeof(before)) == 0)
			break;
		before = after;
		status = run_some(call, folder, 0, INTAKE, 0);
		if ((out = look(call, &after, &why)) != OUT_OK)
			return command_fail(out, &why);
		if (status == 0 && memcmp(&before, &after, sizeof(before)) == 0)
			break;
	}
	return worst;
}

int
command_run(const struct call *call)
{
	char folder[PATH_MAX], now[32];
	int32_t day;
	int ch;

	while ((ch = getopt(call->argc, call->argv, "d:")) != -1)
		switch (ch) {
		case 'd':
			if (!date_parse(optarg, &day))
				return command_usage("run [-d YYYY-MM-DD]");
			/* The stages refuse it where test_clock is not set. */
			(void)snprintf(
			    now, sizeof(now), "%sT12:00:00Z", optarg);
			if (setenv("ISUPPORT_NOW", now, 1) == -1)
				return EX_OSERR;
			break;
		default:
			return command_usage("run [-d YYYY-MM-DD]");
		}
	if (call->root == NULL || optind != call->argc)
		return command_usage("-r ROOT run [-d DATE]");
	if (own_folder(folder, sizeof(folder)) == -1)
		return EX_OSERR;
	return run_rounds(call, folder);
}
