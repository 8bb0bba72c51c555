/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/stage.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include "io/epoch.h"
#include "io/keeper.h"
#include "io/selftest.h"
#include "io/slurp.h"
#include "value/date.h"

#define STATUS_BUSY -1 /* another run of the stage holds the lock */

const char *
unit_path(const struct unit *u, const char *rel, char *buf, size_t size)
{
	const char *set = "";

	if (strcmp(rel, "incoming") == 0) {
		set = config_get(u->conf, "folders", "incoming");
		rel = "spool/ecodex/iSupport_incoming";
	} else if (strcmp(rel, "outgoing") == 0) {
		set = config_get(u->conf, "folders", "outgoing");
		rel = "spool/ecodex/iSupport_outgoing";
	}
	if (set[0] == '/')
		(void)snprintf(buf, size, "%s", set);
	else
		(void)snprintf(
		    buf, size, "%s/%s", u->root, set[0] == '\0' ? rel : set);
	return buf;
}

void
unit_log(const struct unit *u, const char *fmt, ...)
{
	char path[PATH_MAX], line[512];
	va_list ap;
	int fd, n;

	va_start(ap, fmt);
	n = vsnprintf(line, sizeof(line) - 1, fmt, ap);
	va_end(ap);
	if (n < 0)
		return;
	(void)fprintf(stderr, "%s%s: %s: %s\n",
	    isatty(STDERR_FILENO) ? "" : "<6>", u->code, u->stage, line);
	(void)snprintf(path, sizeof(path), "%s/log/%s", u->root, u->stage);
	fd = open(
	    path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0640);
	if (fd == -1)
		return; /* a full disk must not stop the work */
	(void)dprintf(fd, "%s %s\n", u->now, line);
	(void)close(fd);
}

bool
unit_stays(
    struct unit *u, const char *what, enum outcome out, const struct why *why)
{
	char line[512];

	if (out != OUT_RETRY || strcmp(why->rule, WORKER_KILLED) != 0)
		return false;
	unit_log(u, "%s stays: %s", what, why_line(why, line, sizeof(line)));
	u->stayed++;
	return true;
}

/* The time of this run: the system's, or a test's where that is allowed. */
static enum outcome
set_clock(struct unit *u, struct why *why)
{
	const char *given = getenv("ISUPPORT_NOW");
	char local[20];
	enum outcome out;
	int64_t now = (int64_t)time(NULL);

	if (config_yes(u->conf, "unit", "test_clock")) {
		if (given != NULL && !time_parse(given, &now))
			return why_reject(
			    why, "CLOCK", "ISUPPORT_NOW is no time in UTC");
	} else if (given != NULL) {
		return why_reject(why, "CLOCK",
		    "the clock is moved only where test_clock = yes");
	}
	(void)time_format(now, u->now);
	if ((out = time_local(now, config_get(u->conf, "unit", "timezone"),
		 local, why)) != OUT_OK)
		return out;
	(void)snprintf(u->today, sizeof(u->today), "%.10s", local);
	return OUT_OK;
}

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

/* A unit that is not there, or not for this user, is so at the next try. */
static enum outcome
no_unit(const char *path, struct why *why)
{
	if (errno == EACCES)
		return why_reject(
		    why, "PERMISSION", "%s: it belongs to another user", path);
	if (errno == ENOENT || errno == ENOTDIR)
		return why_reject(why, "CONFIG",
		    "%s: there is no unit here; isupport -r ROOT init CODE "
		    "makes one",
		    path);
	return why_sys(why, "%s", path);
}

static enum outcome
open_keys_and_store(struct unit *u, const struct stage *st, struct why *why)
{
	char path[PATH_MAX];
	enum outcome out;
	enum store_kept kept = STORE_KEPT;
	struct epoch epoch;
	size_t size;

	(void)unit_path(u, "keys/master", path, sizeof(path));
	if (access(path, R_OK) == -1 && errno == EACCES)
		return no_unit(path, why);
	if ((out = seal_open(unit_path(u, "keys", path, sizeof(path)), &u->seal,
		 why)) != OUT_OK ||
	    st->store == STAGE_NO_STORE)
		return out;
	size = (size_t)config_size(u->conf, "unit", "map_size");
	if ((out = store_open(unit_path(u, "store", path, sizeof(path)), size,
		 st->store == STAGE_READ, u->seal, &u->store, why)) != OUT_OK ||
	    st->store == STAGE_READ || u->dry)
		return out;
	if ((out = epoch_read(unit_path(u, "keys/epoch", path, sizeof(path)),
		 &epoch, why)) == OUT_OK)
		out = store_keep(u->store,
		    unit_path(u, "sent/audit", path, sizeof(path)),
		    epoch.number, u->now, &kept, why);
	u->restored = out == OUT_OK && kept == STORE_RESTORED;
	return out;
}

static enum outcome
load_settings(
    const char *root, const struct stage *st, struct unit *u, struct why *why)
{
	char path[PATH_MAX];
	enum outcome out;

	memset(u, 0, sizeof(*u));
	u->lockfd = -1;
	u->stage = st->name;
	u->code = "";
	if ((u->root = realpath(root, NULL)) == NULL)
		return no_unit(root, why);
	(void)snprintf(path, sizeof(path), "%s/isupport.conf", u->root);
	if (access(path, R_OK) == -1)
		return no_unit(path, why);
	if ((out = config_load(path, &u->conf, why)) != OUT_OK)
		return out;
	u->code = config_get(u->conf, "unit", "code");
	return set_clock(u, why);
}

static enum outcome
start_worker(struct unit *u, const struct stage *st, struct why *why)
{
	const void *arg = NULL;
	enum outcome out;

	worker_require(config_yes(u->conf, "unit", "require_sandbox"));
	if (st->second != NULL && (arg = st->second_arg(u)) != NULL &&
	    (out = worker_start(st->second, arg, &u->second, why)) != OUT_OK)
		return out;
	arg = NULL;
	if (st->worker == NULL)
		return OUT_OK;
	if (st->worker_arg != NULL && (arg = st->worker_arg(u)) == NULL)
		return why_sys(why, "%s", st->name);
	return worker_start(st->worker, arg, &u->worker, why);
}

/* Settings first, then the worker, which must meet no key; then the rest. */
enum outcome
unit_open(
    const char *root, const struct stage *st, struct unit *u, struct why *why)
{
	enum outcome out;

	(void)umask(077);
	(void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
	if ((out = load_settings(root, st, u, why)) == OUT_OK &&
	    (out = start_worker(u, st, why)) == OUT_OK)
		out = open_keys_and_store(u, st, why);
	return out;
}

void
unit_close(struct unit *u)
{
	store_close(u->store);
	seal_close(u->seal);
	worker_stop(u->worker);
	worker_stop(u->second);
	config_free(u->conf);
	if (u->lockfd != -1)
		(void)close(u->lockfd);
	free(u->root);
	memset(u, 0, sizeof(*u));
	u->lockfd = -1;
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The names in a folder of ours that come after that one, sorted; NULL and
 * errno on failure. */
static char **
names_of(const char *path, const char *after, size_t *np)
{
	DIR *d = opendir(path);
	struct dirent *e;
	char **names = NULL, **grown;
	size_t n = 0, cap = 0;

	*np = 0;
	if (d == NULL)
		return NULL;
	while ((e = readdir(d)) != NULL) {
		if (e->d_name[0] == '.' || strcmp(e->d_name, after) <= 0)
			continue;
		if (n + 1 >= cap) {
			cap = cap == 0 ? 64 : cap * 2;
			grown = realloc(names, cap * sizeof(*names));
			if (grown == NULL)
				break;
			names = grown;
		}
		if ((names[n] = strdup(e->d_name)) == NULL)
			break;
		n++;
	}
	(void)closedir(d);
	if (names == NULL)
		names = calloc(1, sizeof(*names));
	if (names != NULL && n > 0)
		qsort(names, n, sizeof(*names), by_name);
	*np = n;
	return names;
}

enum outcome
queue_each(struct unit *u, const char *dir, size_t max, queue_fn *fn, void *ctx,
    size_t *np, struct why *why)
{
	return queue_after(u, dir, "", max, fn, ctx, np, why);
}

enum outcome
queue_after(struct unit *u, const char *dir, const char *after, size_t max,
    queue_fn *fn, void *ctx, size_t *np, struct why *why)
{
	char path[PATH_MAX];
	enum outcome out = OUT_OK, one;
	char **names;
	size_t i, n;

	*np = 0;
	names = names_of(unit_path(u, dir, path, sizeof(path)), after, &n);
	if (names == NULL)
		return why_sys(why, "%s", dir);
	for (i = 0; i < n && (max == 0 || i < max); i++) {
		one = fn(u, names[i], ctx, why);
		if (one == OUT_RETRY) {
			out = one;
			break;
		}
		(*np)++;
	}
	for (i = 0; i < n; i++)
		free(names[i]);
	free(names);
	return out;
}

int
unit_status(enum outcome out, const struct why *why)
{
	static const char *const settings[] = { "CONFIG", "CLOCK", "TIMEZONE",
		"KEYS", "BANK-PROFILE", "STORE-RESTORED" };
	size_t i;

	if (out != OUT_REJECT)
		return outcome_status(out);
	if (strcmp(why->rule, "PERMISSION") == 0)
		return EX_NOPERM;
	for (i = 0; i < sizeof(settings) / sizeof(settings[0]); i++)
		if (strcmp(why->rule, settings[i]) == 0)
			return EX_CONFIG;
	return EX_DATAERR;
}

static _Noreturn void
usage(const struct stage *st, int status)
{
	(void)fprintf(status == 0 ? stdout : stderr,
	    "usage: %s [-nv] [-r ROOT] [--selftest-sandbox]%s\n", st->name,
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

	if (u->restored && st->leaves)
		return why_reject(why, "STORE-RESTORED",
		    "the store is not the one that sent/audit knows: "
		    "nothing leaves before isupport reconcile");
	if ((out = keeper_close_in(u, st, why)) != OUT_OK)
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
	if ((out = open_keys_and_store(u, st, why)) == OUT_OK && u->selftest)
		return selftest_run(u, st, probe, lacks);
	if (out == OUT_OK)
		out = work(st, u, lacks, sizeof(lacks), why);
	if (u->done > 0 && lacks[0] != '\0')
		unit_log(u, "warning: %s", lacks);
	if (u->done > 0)
		unit_log(u, "%d done, %d to quarantine", u->done, u->rejected);
	return finish(u, out, why);
}

int
stage_main(const struct stage *st, int argc, char *argv[])
{
	static const struct option longs[] = { { "help", no_argument, NULL,
						   'h' },
		{ "version", no_argument, NULL, 'V' },
		{ "selftest-sandbox", no_argument, NULL, 'S' },
		{ NULL, 0, NULL, 0 } };
	struct why why = WHY_INIT;
	struct unit u;
	const char *root = getenv("ISUPPORT_ROOT"), *file = NULL;
	struct worker *probe = NULL;
	enum outcome out;
	bool dry = false, verbose = false, selftest = false;
	int ch, status;

	while ((ch = getopt_long(argc, argv, "r:nv1:", longs, NULL)) != -1)
		switch (ch) {
		case 'r':
			root = optarg;
			break;
		case 'n':
			dry = true;
			break;
		case 'v':
			verbose = true;
			break;
		case '1':
			if (st->filter == NULL)
				usage(st, EX_USAGE);
			file = optarg;
			break;
		case 'S':
			selftest = true;
			break;
		case 'h':
			usage(st, 0);
		case 'V':
			(void)printf(
			    "%s (isupport) %s\n", st->name, ISUPPORT_VERSION);
			return 0;
		default:
			usage(st, EX_USAGE);
		}
	if (root == NULL || optind != argc)
		usage(st, EX_USAGE);

	(void)umask(077);
	(void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
	if ((out = load_settings(root, st, &u, &why)) == OUT_OK)
		out = start_worker(&u, st, &why);
	if (out == OUT_OK && selftest)
		out = selftest_start(&u, st, &probe, &why);
	u.dry = dry || selftest;
	u.verbose = verbose;
	u.selftest = selftest;
	if (out != OUT_OK)
		status = finish(&u, out, &why);
	else if (file != NULL)
		status = finish(&u, run_filter(st, &u, file, &why), &why);
	else
		status = run_stage(st, &u, probe, &why);
	worker_stop(probe);
	unit_close(&u);
	return status;
}
