/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/selftest.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "io/keeper.h"
#include "io/selftest_try.h"

#define UNCLOSED 255 /* status of a process whose sandbox does not close */

/* ---- in the worker ---- */

static enum outcome
open_place(const void *arg, void **ctx, struct why *why)
{
	static struct selftest_place place;

	(void)why;
	place = *(const struct selftest_place *)arg;
	*ctx = &place;
	return OUT_OK;
}

/* The request is the number of an attempt, the answer the errno. */
static enum outcome
serve_attempt(void *ctx, const unsigned char *data, size_t len, struct buf *out,
    struct why *why)
{
	unsigned char result;

	if (len != 1 || data[0] >= selftest_count)
		return why_reject(why, "SELFTEST", "no such attempt");
	errno = 0;
	result = selftest_attempts[data[0]].make(ctx) == 0 ?
	    0 :
	    (unsigned char)errno;
	(void)buf_add(out, &result, 1);
	return OUT_OK;
}

enum outcome
selftest_start(const struct unit *u, const struct stage *st, struct worker **w,
    struct why *why)
{
	static struct worker_def def = {
		.name = "selftest", .open = open_place, .serve = serve_attempt
	};
	const struct worker_def *like =
	    st->worker != NULL ? st->worker : st->second;
	struct selftest_place place = { u->root, st->name };

	*w = NULL;
	if (like == NULL)
		return OUT_OK;
	def.memory = like->memory;
	def.seconds = like->seconds;
	return worker_start(&def, &place, w, why) == OUT_OK ?
	    worker_ready(*w, why) :
	    OUT_RETRY;
}

/* ---- what came of it ---- */

/* Print a line; whether it was refused: by a right that is not there, not by
 * what the kernel made of it. */
static bool
say(const char *who, const char *what, int error)
{
	bool refused = error == EACCES || error == EPERM || error == EMFILE;

	if (error == 0)
		(void)printf("%s: %s: ALLOWED\n", who, what);
	else
		(void)printf("%s: %s: %s (%s)\n", who, what,
		    refused ? "refused" : "NOT REFUSED",
		    strerrorname_np(error));
	return refused;
}

static bool
say_killed(const char *who, const char *what)
{
	(void)printf("%s: %s: refused (SIGSYS)\n", who, what);
	return true;
}

static bool
try_in_worker(struct worker *w, size_t i)
{
	static const char who[] = "worker";
	const char *what = selftest_attempts[i].what;
	unsigned char number = (unsigned char)i;
	struct why why = WHY_INIT;
	struct buf b = BUF_INIT;
	enum outcome out;
	bool refused = false;

	out = worker_call(w, &number, 1, &b, &why);
	if (out == OUT_OK && b.len == 1)
		refused = say(who, what, b.data[0]);
	else if (strstr(why.text, WORKER_FORBIDDEN) != NULL)
		refused = say_killed(who, what);
	else
		(void)printf("%s: %s: NOT REFUSED (%s)\n", who, what, why.text);
	buf_free(&b);
	return refused;
}

/* In a process of its own that closes itself in as a keeper, or a nursery. */
static _Noreturn void
be_closed(const struct unit *u, const struct stage *st, bool nursery, size_t i)
{
	struct selftest_place place = { u->root, st->name };
	struct why why = WHY_INIT;

	errno = 0;
	if ((nursery ? sandbox_nursery(0, false, &why) :
		       keeper_close_in(u, st, &why)) != OUT_OK)
		_exit(UNCLOSED);
	_exit(selftest_attempts[i].make(&place) == 0 ? 0 : errno);
}

static bool
try_closed(const struct unit *u, const struct stage *st, bool nursery, size_t i)
{
	const char *what = selftest_attempts[i].what;
	const char *who = nursery ? "nursery" : "keeper";
	int status = 0;
	pid_t pid;

	if ((pid = fork()) == 0)
		be_closed(u, st, nursery, i);
	while (pid != -1 && waitpid(pid, &status, 0) == -1)
		if (errno != EINTR)
			pid = -1;
	if (pid != -1 && WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS)
		return say_killed(who, what);
	if (pid != -1 && WIFEXITED(status) && WEXITSTATUS(status) != UNCLOSED)
		return say(who, what, WEXITSTATUS(status));
	(void)printf("%s: %s: NOT REFUSED (it died)\n", who, what);
	return false;
}

static size_t
try_all(const struct unit *u, const struct stage *st, struct worker *w)
{
	size_t i, failed = 0;

	for (i = 0; i < selftest_count; i++) {
		failed += !try_closed(u, st, false, i);
		if (w == NULL)
			continue;
		if (selftest_attempts[i].nursery)
			failed += !try_closed(u, st, true, i);
		failed += !try_in_worker(w, i);
	}
	return failed;
}

int
selftest_run(const struct unit *u, const struct stage *st, struct worker *w,
    const char *lacks)
{
	char rel[64], path[PATH_MAX];
	struct why why = WHY_INIT;
	size_t failed;
	int fd;

	(void)snprintf(
	    rel, sizeof(rel), "spool/tmp/%s/" SELFTEST_FILE, st->name);
	(void)unit_path(u, rel, path, sizeof(path));
	if ((fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600)) != -1)
		(void)close(fd);
	failed = try_all(u, st, w);
	(void)unlink(path);
	if (keeper_close_in(u, st, &why) != OUT_OK)
		failed++;
	if (lacks[0] != '\0')
		(void)printf("missing: worker: %s\n", lacks);
	if (why.text[0] != '\0')
		(void)printf("missing: keeper: %s\n", why.text);
	if (fflush(stdout) == EOF)
		failed++;
	return failed == 0 ? 0 : EX_SOFTWARE;
}
