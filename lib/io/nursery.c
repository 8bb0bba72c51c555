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
#define SECOND_FD 4    /* in the nursery, that of its first child */
#define LAST_FD 5      /* what is here goes */
#define GOING_MS 10000 /* for a process that closed its socket to be gone */

/* Die when the parent does, even if it has by now. */
static void
die_with(pid_t parent)
{
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) == -1 || getppid() != parent)
		_exit(1);
}

/* Keep of all descriptors only these, as FIRST_FD and SECOND_FD, and the
 * standard ones; the second may be -1. */
static void
keep_only(int fd, int second)
{
	int spare = fcntl(second, F_DUPFD, LAST_FD);

	if ((fd != FIRST_FD && dup2(fd, FIRST_FD) == -1) ||
	    (second != -1 && dup2(spare, SECOND_FD) == -1) ||
	    close_range(second == -1 ? SECOND_FD : LAST_FD, ~0u, 0) == -1)
		_exit(1);
}

/* Of the standard ones, the first two lead nowhere. */
static void
lead_nowhere(void)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	if (null == -1 || dup2(null, 0) == -1 || dup2(null, 1) == -1)
		_exit(1);
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

/* What children are made from. */
struct brood {
	const struct worker_def *def;
	void *ctx;
	bool require;
	struct why lack; /* of the nursery's sandbox: theirs lacks it, too */
};

static _Noreturn void
child_run(const struct brood *b, int fd, pid_t nursery)
{
	struct buf in = BUF_INIT, answered = BUF_INIT;
	struct why why = WHY_INIT;
	enum outcome out;

	be_born(b->def->name, nursery);
	keep_only(fd, -1);
	if (!sandbox_relaxed() && dup2(0, 2) == -1)
		_exit(1);
	out = sandbox_worker(b->require, &why);
	if (out == OUT_OK && why.text[0] == '\0')
		why = b->lack;
	answer(FIRST_FD, out, &why, NULL);
	if (out != OUT_OK)
		_exit(1);
	for (;;)
		serve_one(b->def, b->ctx, &in, &answered);
}

/* Fork a child that serves on ${fd}, which is closed here. */
static pid_t
child_fork(const struct brood *b, int fd)
{
	pid_t nursery = getpid(), child = fork();

	if (child == 0)
		child_run(b, fd, nursery);
	(void)close(fd);
	return child;
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
	if (ours || !WIFSIGNALED(status))
		return NURSERY_BROKE;
	return WTERMSIG(status) == SIGSYS  ? NURSERY_FORBIDDEN :
	    from_outside(WTERMSIG(status)) ? NURSERY_KILLED :
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

/* The first child serves on the socket that was made for it at the start. */
static pid_t
first_child(struct brood *b, const void *arg)
{
	enum outcome out;

	if ((out = b->def->open(arg, &b->ctx, &b->lack)) == OUT_OK)
		out = sandbox_nursery(b->def->memory, b->require, &b->lack);
	answer(FIRST_FD, out, &b->lack, NULL);
	if (out != OUT_OK)
		_exit(1);
	return child_fork(b, SECOND_FD);
}

/* Another child, in the place of that one; its socket goes to the keeper. */
static pid_t
next_child(const struct brood *b, pid_t child, char wish)
{
	char end = child_end(child, wish);
	int fd[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fd) == -1)
		return -1;
	child = child_fork(b, fd[1]);
	if (child != -1 && wire_send_fd(FIRST_FD, fd[0], end) == -1)
		_exit(0);
	(void)close(fd[0]);
	return child;
}

void
nursery_run(const struct worker_def *def, const void *arg, bool require,
    int fd[2], pid_t keeper)
{
	struct brood b = { def, NULL, require, WHY_INIT };
	pid_t child = 0;
	char wish;

	be_born(def->name, keeper);
	keep_only(fd[0], fd[1]);
	lead_nowhere();
	while (child != -1 && next_wish(&wish))
		child = child == 0 ? first_child(&b, arg) :
				     next_child(&b, child, wish);
	/* Its child, if any, dies with it. */
	_exit(0);
}
