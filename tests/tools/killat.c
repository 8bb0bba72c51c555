/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * killat NAME N COMMAND... -- run it, and kill, as it enters the call, the
 * first of its processes that comes to its N-th system call of that name.  The
 * calls of other names go at full speed, which strace -e inject=...:signal=KILL
 * cannot have (with --seccomp-bpf it sends no signal).  Status 0 if one was
 * killed, 1 if nobody came so far, 2 on any failure.
 */
#include <err.h>
#include <errno.h>
#include <seccomp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#define PROCESSES 256 /* of one run; they are few */

static struct {
	pid_t pid;
	long calls;
} seen[PROCESSES];

/* Stop until traced; then only that call is told of. */
static _Noreturn void
command(int call, char *argv[])
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);

	(void)raise(SIGSTOP);
	if (filter == NULL || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1 ||
	    seccomp_rule_add(filter, SCMP_ACT_TRACE(0), call, 0) != 0 ||
	    seccomp_load(filter) != 0)
		err(2, "seccomp");
	(void)execvp(argv[0], argv);
	err(2, "%s", argv[0]);
}

static long
calls_of(pid_t pid)
{
	size_t i = 0;

	while (seen[i].pid != pid && seen[i].pid != 0)
		if (++i == PROCESSES)
			errx(2, "too many processes");
	seen[i].pid = pid;
	return ++seen[i].calls;
}

/* Let a process that has stopped go on: with the signal that it gets, if that
 * is why it stopped. */
static void
go_on(pid_t pid, int status)
{
	int sig = status >> 16 == 0 ? WSTOPSIG(status) : 0;

	if (ptrace(PTRACE_CONT, pid, NULL, (long)sig) == -1 && errno != ESRCH)
		err(2, "ptrace");
}

/* Wait for all processes to end; whether one was killed. */
static bool
watch(long n)
{
	bool killed = false;
	pid_t pid;
	int status;

	while ((pid = waitpid(-1, &status, __WALL)) != -1) {
		if (!WIFSTOPPED(status))
			continue;
		if (status >> 8 == (SIGTRAP | PTRACE_EVENT_SECCOMP << 8) &&
		    calls_of(pid) == n && !killed)
			killed = kill(pid, SIGKILL) == 0;
		else
			go_on(pid, status);
	}
	return killed;
}

int
main(int argc, char *argv[])
{
	int call, status;
	pid_t pid;

	if (argc < 4)
		errx(2, "usage: killat NAME N COMMAND...");
	if ((call = seccomp_syscall_resolve_name(argv[1])) == __NR_SCMP_ERROR)
		errx(2, "%s: no such call", argv[1]);
	if ((pid = fork()) == 0)
		command(call, argv + 3);
	if (pid == -1 || waitpid(pid, &status, WUNTRACED) == -1 ||
	    ptrace(PTRACE_SEIZE, pid, NULL,
		PTRACE_O_EXITKILL | PTRACE_O_TRACESECCOMP | PTRACE_O_TRACEFORK |
		    PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE) == -1)
		err(2, "ptrace");
	(void)kill(pid, SIGCONT);
	return watch(strtol(argv[2], NULL, 10)) ? 0 : 1;
}
