/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/sandbox.h"

#include <errno.h>
#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

#include <seccomp.h>

/* What computing, answering and ending takes. */
static const int allowed[] = { SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(readv),
	SCMP_SYS(writev), SCMP_SYS(close), SCMP_SYS(lseek), SCMP_SYS(fstat),
	SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(brk), SCMP_SYS(madvise),
	SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask),
	SCMP_SYS(rt_sigreturn), SCMP_SYS(sigaltstack), SCMP_SYS(setitimer),
	SCMP_SYS(clock_gettime), SCMP_SYS(clock_getres), SCMP_SYS(gettimeofday),
	SCMP_SYS(time), SCMP_SYS(getrusage), SCMP_SYS(times), SCMP_SYS(getpid),
	SCMP_SYS(gettid), SCMP_SYS(getrandom), SCMP_SYS(futex),
	SCMP_SYS(sched_yield), SCMP_SYS(restart_syscall), SCMP_SYS(exit),
	SCMP_SYS(exit_group) };

/* What no library tries by itself: whoever does is not ours any more. */
static const int deadly[] = { SCMP_SYS(execve), SCMP_SYS(execveat),
	SCMP_SYS(fork), SCMP_SYS(vfork), SCMP_SYS(clone), SCMP_SYS(clone3),
	SCMP_SYS(ptrace), SCMP_SYS(process_vm_readv),
	SCMP_SYS(process_vm_writev), SCMP_SYS(socket), SCMP_SYS(socketpair),
	SCMP_SYS(connect), SCMP_SYS(bpf), SCMP_SYS(io_uring_setup),
	SCMP_SYS(userfaultfd), SCMP_SYS(unshare), SCMP_SYS(setns),
	SCMP_SYS(mount), SCMP_SYS(keyctl), SCMP_SYS(perf_event_open) };

static int
add_rules(scmp_filter_ctx *ctx)
{
	const struct scmp_arg_cmp no_exec =
	    SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);
	const struct scmp_arg_cmp self =
	    SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid(), 0);
	const struct scmp_arg_cmp abrt = SCMP_A2(SCMP_CMP_EQ, SIGABRT, 0);
	size_t i;

	for (i = 0; i < sizeof(allowed) / sizeof(allowed[0]); i++)
		if (seccomp_rule_add_array(
			ctx, SCMP_ACT_ALLOW, allowed[i], 0, NULL) != 0)
			return -1;
	for (i = 0; i < sizeof(deadly) / sizeof(deadly[0]); i++)
		if (seccomp_rule_add_array(
			ctx, SCMP_ACT_KILL_PROCESS, deadly[i], 0, NULL) != 0)
			return -1;
	if (seccomp_rule_add_array(
		ctx, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, &no_exec) != 0 ||
	    seccomp_rule_add_array(
		ctx, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, &no_exec) != 0)
		return -1;
	/* abort(3); no other signal, so that a death from outside is known. */
	return seccomp_rule_add(
	    ctx, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 2, self, abrt);
}

enum outcome
sandbox_seccomp(struct why *why)
{
	scmp_filter_ctx *ctx;
	int rc;

	if ((ctx = seccomp_init(SCMP_ACT_ERRNO(EPERM))) == NULL)
		return why_retry(why, "sandbox: no seccomp");
	rc = add_rules(ctx);
	if (rc == 0)
		rc = seccomp_load(ctx);
	seccomp_release(ctx);
	if (rc != 0)
		return why_retry(why, "sandbox: no seccomp");
	return OUT_OK;
}
