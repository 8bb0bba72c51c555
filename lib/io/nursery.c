/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/nursery.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "io/sandbox.h"
#include "io/wire.h"

#define FIRST_FD 3     /* of what is not standard */
#define GOING_MS 10000 /* for a process that closed its socket to be gone */

/* Die when the parent does, even if it has by now. */
static void
die_with(pid_t parent)
{
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) == -1 || getppid() != parent)
		_exit(1);
}

/* Keep of all descriptors only this one, as FIRST_FD, and standard ones that
 * lead nowhere. */
static void
keep_only(int fd, bool keep_stderr)
{
	int null;

	if (fd != FIRST_FD && dup2(fd, FIRST_FD) == -1)
		_exit(1);
	if (close_range(FIRST_FD + 1, ~0u, 0) == -1 ||
	    (null = open("/dev/null", O_RDWR | O_CLOEXEC)) == -1 ||
	    dup2(null, 0) == -1 || dup2(null, 1) == -1 ||
	    (!keep_stderr && dup2(null, 2) == -1))
		_exit(1);
	(void)close(null);
}

/* CPU time for what is done from now on; its end is the process's end. */
static void
cpu_limit(unsigned int seconds)
{
	struct itimerval t;

	memset(&t, 0, sizeof(t));
	t.it_value.tv_sec = (time_t)seconds;
	(void)setitimer(ITIMER_PROF, &t, NULL);
}

static void
answer(int fd, enum outcome out, const struct why *why, const struct buf *b)
{
	struct wire_head h;

	memset(&h, 0, sizeof(h));
	h.outcome = (uint32_t)out;
	h.why = *why;
	h.len = b != NULL && out == OUT_OK ? b->len : 0;
	if (wire_send(fd, &h, b == NULL ? NULL : b->data, -1) != 0)
		_exit(0);
}

static void
serve_one(const struct worker_def *def, void *ctx, struct buf *in,
    struct buf *answered)
{
	struct why why = WHY_INIT;
	struct wire_head h;
	enum outcome out;
	int rc;

	buf_free(in);
	buf_free(answered);
	rc = wire_recv(FIRST_FD, &h, WORKER_BYTES_MAX, in, -1);
	if (rc == -1)
		_exit(0);
	if (rc == -2)
		_exit(1); /* it is too big for this worker */
	cpu_limit(def->seconds);
	out = def->serve(ctx, in->data, in->len, answered, &why);
	if (out == OUT_OK)
		out = buf_ok(answered, &why);
	cpu_limit(0);
	answer(FIRST_FD, out, &why, answered);
}

/* Come out of the nursery as a fresh process with default signals. */
static void
be_born(const char *name, pid_t nursery)
{
	sigset_t none;

	die_with(nursery);
	(void)prctl(PR_SET_NAME, name);
	(void)signal(SIGPIPE, SIG_IGN);
	(void)signal(SIGPROF, SIG_DFL);
	(void)sigemptyset(&none);
	(void)sigprocmask(SIG_SETMASK, &none, NULL);
}

static _Noreturn void
child_run(const struct worker_def *def, void *ctx, bool require, int fd,
    pid_t nursery)
{
	struct buf in = BUF_INIT, answered = BUF_INIT;
	struct why why = WHY_INIT;
	enum outcome out;

	be_born(def->name, nursery);
	keep_only(fd, sandbox_relaxed());
	out = sandbox_worker(def->memory, require, &why);
	answer(FIRST_FD, out, &why, NULL);
	if (out != OUT_OK)
		_exit(1);
	for (;;)
		serve_one(def, ctx, &in, &answered);
}

/* Fork a child; return the keeper's end of its socket, or -1. */
static int
child_fork(const struct worker_def *def, void *ctx, bool require, pid_t *child)
{
	pid_t nursery = getpid();
	int fd[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fd) == -1)
		return -1;
	*child = fork();
	if (*child == 0)
		child_run(def, ctx, require, fd[1], nursery);
	(void)close(fd[1]);
	if (*child == -1) {
		(void)close(fd[0]);
		return -1;
	}
	return fd[0];
}

/* Wait until a process that is on its way out is gone. */
static void
let_go(pid_t child)
{
	struct pollfd p = { pidfd_open(child, 0), POLLIN, 0 };

	if (p.fd == -1)
		return;
	(void)poll(&p, 1, GOING_MS);
	(void)close(p.fd);
}

/* What no sandboxed process can send to itself, nor the kernel sends it for
 * what it does (sandbox_seccomp.c). */
static bool
from_outside(int sig)
{
	return sig == SIGKILL || sig == SIGTERM || sig == SIGINT ||
	    sig == SIGQUIT || sig == SIGHUP;
}

/* End the child if it lives; say how it ended. */
static char
child_end(pid_t child, char wish)
{
	bool ours = false;
	int status = 0;
	pid_t pid;

	if (child <= 0)
		return NURSERY_BROKE;
	if (wish == NURSERY_GONE)
		let_go(child);
	while ((pid = waitpid(child, &status, ours ? 0 : WNOHANG)) <= 0) {
		if (pid == -1 && errno != EINTR)
			return NURSERY_BROKE;
		if (pid == 0) {
			(void)kill(child, SIGKILL);
			ours = true;
		}
	}
	return !ours && WIFSIGNALED(status) && from_outside(WTERMSIG(status)) ?
	    NURSERY_KILLED :
	    NURSERY_BROKE;
}

/* The keeper's next wish; false: it has none any more. */
static bool
next_wish(char *wish)
{
	ssize_t n;

	do {
		n = read(FIRST_FD, wish, 1);
	} while (n == -1 && errno == EINTR);
	return n == 1;
}

void
nursery_run(const struct worker_def *def, const void *arg, bool require,
    int control, pid_t keeper)
{
	struct why why = WHY_INIT;
	enum outcome out;
	pid_t child = 0;
	void *ctx = NULL;
	char wish, end;
	int fd;

	be_born(def->name, keeper);
	keep_only(control, true);
	out = def->open(arg, &ctx, &why);
	answer(FIRST_FD, out, &why, NULL);
	if (out != OUT_OK)
		_exit(1);
	while (next_wish(&wish)) {
		end = child_end(child, wish);
		fd = child_fork(def, ctx, require, &child);
		if (fd == -1 || wire_send_fd(FIRST_FD, fd, end) == -1)
			break;
		(void)close(fd);
	}
	(void)child_end(child, NURSERY_NEXT);
	_exit(0);
}
