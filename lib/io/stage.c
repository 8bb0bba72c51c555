/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/stage.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sysexits.h>
#include <unistd.h>

#include "io/keeper.h"
#include "io/selftest.h"
#include "io/slurp.h"

#define STATUS_BUSY -1 /* another run of the stage holds the lock */

/* One run of a stage at a time: the lock is on the stage's own folder. */
static int
take_lock(struct unit *u, struct why *why)
{
	char path[PATH_MAX], rel[64];

	(void)snprintf(rel, sizeof(rel), "spool/tmp/%s", u->stage);
	(void)unit_path(u, rel, path, sizeof(path));
	u->lockfd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (u->lockfd == -1) {
		(void)why_sys(why, "spool/tmp/%s", u->stage);
		return EX_CONFIG;
	}
	if (flock(u->lockfd, LOCK_EX | LOCK_NB) == 0)
		return 0;
	if (errno == EWOULDBLOCK)
		return STATUS_BUSY;
	(void)why_sys(why, "spool/tmp/%s", u->stage);
	return EX_TEMPFAIL;
}

static _Noreturn void
usage(const struct stage *st, int status)
{
	(void)fprintf(status == 0 ? stdout : stderr,
	    "usage: %s [-hnv] [-r ROOT] [--selftest-sandbox]%s\n", st->name,
	    st->filter == NULL ? "" : " [-1 FILE]");
	exit(status);
}

/* -1 FILE: the plain filter; keys and store stay closed. */
static enum outcome
run_filter(
    const struct stage *st, struct unit *u, const char *file, struct why *why)
{
	struct buf in = BUF_INIT, result = BUF_INIT;
	enum outcome out;

	out = strcmp(file, "-") == 0 ?
	    slurp_fd(STDIN_FILENO, (size_t)64 << 20, &in, why) :
	    slurp_file(file, (size_t)64 << 20, &in, why);
	if (out == OUT_OK)
		out = keeper_close_in(u, st, why);
	if (out == OUT_OK)
		out = st->filter(u, &in, &result, why);
	if (out == OUT_OK && result.len > 0 &&
	    (fwrite(result.data, 1, result.len, stdout) != result.len ||
		fflush(stdout) == EOF))
		out = why_sys(why, "output");
	buf_free(&in);
	buf_free(&result);
	return out;
}

static int
finish(const struct unit *u, enum outcome out, const struct why *why)
{
	char line[512];

	if (out != OUT_OK)
		(void)fprintf(stderr, "%s%s: %s\n",
		    isatty(STDERR_FILENO) ? "" : "<3>", u->stage,
		    why_line(why, line, sizeof(line)));
	if (out == OUT_OK && u->stayed > 0)
		return EX_TEMPFAIL;
	if (out == OUT_OK && u->rejected > 0)
		return EX_DATAERR;
	return unit_status(out, why);
}

/* All is open: do the work, closed in. */
static enum outcome
work(const struct stage *st, struct unit *u, char *lacks, size_t size,
    struct why *why)
{
	enum outcome out;

	if ((st->leaves && (out = unit_may_send(u, why)) != OUT_OK) ||
	    (out = keeper_close_in(u, st, why)) != OUT_OK)
		return out;
	if (lacks[0] == '\0')
		(void)snprintf(lacks, size, "%s", why->text);
	return st->run(u, why);
}

static int
run_stage(const struct stage *st, struct unit *u, struct worker *probe,
    struct why *why)
{
	char lacks[sizeof(why->text)]; /* of a sandbox; or "" */
	enum outcome out;
	int busy;

	memcpy(lacks, why->text, sizeof(lacks));
	if ((busy = take_lock(u, why)) == STATUS_BUSY && !u->selftest)
		return 0;
	if (busy == STATUS_BUSY)
		(void)why_retry(why, "another run of the stage is under way");
	if (busy != 0)
		return finish(u, OUT_RETRY, why);
	if ((out = unit_unlock(u, st, why)) == OUT_OK && u->selftest)
		return selftest_run(u, st, probe, lacks);
	if (out == OUT_OK)
		out = work(st, u, lacks, sizeof(lacks), why);
	if (u->done > 0 && lacks[0] != '\0')
		unit_log(u, "warning: %s", lacks);
	if (u->done > 0)
		unit_log(u, "%d done, %d to quarantine", u->done, u->rejected);
	return finish(u, out, why);
}

/* What the command line says. */
struct options {
	const char *root, *file; /* file: of -1 */
	bool dry, verbose, selftest;
};

static void
read_options(const struct stage *st, int argc, char *argv[], struct options *o)
{
	static const struct option longs[] = { { "help", no_argument, NULL,
						   'h' },
		{ "version", no_argument, NULL, 'V' },
		{ "selftest-sandbox", no_argument, NULL, 'S' },
		{ NULL, 0, NULL, 0 } };
	int ch;

	while ((ch = getopt_long(argc, argv, "hr:nv1:", longs, NULL)) != -1)
		switch (ch) {
		case 'r':
			o->root = optarg;
			break;
		case 'n':
			o->dry = true;
			break;
		case 'v':
			o->verbose = true;
			break;
		case '1':
			if (st->filter == NULL)
				usage(st, EX_USAGE);
			o->file = optarg;
			break;
		case 'S':
			o->selftest = true;
			break;
		case 'h':
			usage(st, 0);
		case 'V':
			(void)printf(
			    "%s (isupport) %s\n", st->name, ISUPPORT_VERSION);
			exit(0);
		default:
			usage(st, EX_USAGE);
		}
	if (optind != argc)
		usage(st, EX_USAGE);
}

int
stage_main(const struct stage *st, int argc, char *argv[])
{
	struct options o = { .root = getenv("ISUPPORT_ROOT") };
	struct worker *probe = NULL;
	struct why why = WHY_INIT;
	enum outcome out;
	struct unit u;
	int status;

	read_options(st, argc, argv, &o);
	if (o.root == NULL || o.root[0] == '\0') {
		(void)fprintf(stderr,
		    "%s: no root: give -r ROOT or set ISUPPORT_ROOT\n",
		    st->name);
		usage(st, EX_USAGE);
	}
	if (o.file != NULL && strcmp(o.file, "-") != 0 &&
	    !slurp_readable(o.file))
		return EX_NOINPUT;

	if ((out = unit_begin(o.root, st, &u, &why)) == OUT_OK && o.selftest)
		out = selftest_start(&u, st, &probe, &why);
	u.dry = o.dry || o.selftest;
	u.verbose = o.verbose;
	u.selftest = o.selftest;
	if (out != OUT_OK)
		status = finish(&u, out, &why);
	else if (o.file != NULL)
		status = finish(&u, run_filter(st, &u, o.file, &why), &why);
	else
		status = run_stage(st, &u, probe, &why);
	worker_stop(probe);
	unit_close(&u);
	return status;
}
