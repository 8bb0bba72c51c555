/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/apart.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "io/wire.h"

/* How a message's head says what it is; the outcome comes last. */
#define SAID UINT32_MAX

struct apart {
	int fd;
};

void
apart_say(struct apart *a, const void *data, size_t len)
{
	struct wire_head h;

	memset(&h, 0, sizeof(h));
	h.outcome = SAID;
	h.len = len;
	if (wire_send(a->fd, &h, data, -1) != 0)
		_exit(0);
}

static _Noreturn void
child(apart_fn *fn, void *ctx, int fd, pid_t parent)
{
	struct apart a = { fd };
	struct why why = WHY_INIT;
	struct wire_head h;

	if (prctl(PR_SET_PDEATHSIG, SIGKILL) == -1 || getppid() != parent)
		_exit(1);
	(void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
	(void)signal(SIGPIPE, SIG_IGN);
	(void)signal(SIGBUS, SIG_DFL);
	(void)signal(SIGSEGV, SIG_DFL);
	(void)signal(SIGABRT, SIG_DFL);
	memset(&h, 0, sizeof(h));
	h.outcome = (uint32_t)fn(&a, ctx, &why);
	h.why = why;
	(void)wire_send(fd, &h, NULL, -1);
	_exit(0);
}

/* Listen until it says how it ended; false: it never did. */
static bool
listen_to(int fd, apart_hear_fn *hear, void *hctx, unsigned int seconds,
    struct wire_head *last)
{
	struct buf b = BUF_INIT;
	bool heard = false;

	while (!heard &&
	    wire_recv(fd, last, APART_MAX, &b, wire_deadline(seconds)) == 0) {
		heard = last->outcome != SAID;
		if (!heard && b.len > 0)
			hear(b.data, b.len, hctx);
		buf_reset(&b);
	}
	buf_wipe(&b);
	return heard;
}

/* Why it did not say how it ended: gone by itself, or by us now. */
static enum outcome
post_mortem(pid_t pid, int fd, struct why *why)
{
	bool hangs = !wire_gone(fd);
	int status = 0;

	if (hangs)
		(void)kill(pid, SIGKILL);
	while (waitpid(pid, &status, 0) == -1 && errno == EINTR)
		;
	if (hangs)
		return why_reject(
		    why, APART_HANGS, "no sign of life of the process");
	if (WIFSIGNALED(status))
		return why_reject(why, APART_CRASHED,
		    "the process died of signal %d", WTERMSIG(status));
	return why_reject(
	    why, APART_CRASHED, "the process left without a word");
}

enum outcome
apart_run(apart_fn *fn, void *ctx, apart_hear_fn *hear, void *hctx,
    unsigned int seconds, struct why *why)
{
	pid_t pid, parent = getpid();
	struct wire_head last;
	enum outcome out;
	int fd[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fd) == -1)
		return why_sys(why, "socketpair");
	if ((pid = fork()) == 0) {
		(void)close(fd[0]);
		child(fn, ctx, fd[1], parent);
	}
	(void)close(fd[1]);
	if (pid == -1) {
		out = why_sys(why, "fork");
	} else if (listen_to(fd[0], hear, hctx, seconds, &last)) {
		out = wire_outcome(&last, why);
		while (waitpid(pid, NULL, 0) == -1 && errno == EINTR)
			;
	} else {
		out = post_mortem(pid, fd[0], why);
	}
	(void)close(fd[0]);
	return out;
}
