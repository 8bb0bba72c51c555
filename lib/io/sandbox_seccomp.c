/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/sandbox.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <seccomp.h>

#define END (-1000000) /* of a list: no number of a call */

/* What computing, answering and ending takes. */
static const int computes[] = { SCMP_SYS(read), SCMP_SYS(write),
	SCMP_SYS(readv), SCMP_SYS(writev), SCMP_SYS(close), SCMP_SYS(lseek),
	SCMP_SYS(fstat), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(brk),
	SCMP_SYS(madvise), SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask),
	SCMP_SYS(rt_sigreturn), SCMP_SYS(sigaltstack), SCMP_SYS(setitimer),
	SCMP_SYS(clock_gettime), SCMP_SYS(clock_getres), SCMP_SYS(gettimeofday),
	SCMP_SYS(time), SCMP_SYS(getrusage), SCMP_SYS(times), SCMP_SYS(getpid),
	SCMP_SYS(gettid), SCMP_SYS(getrandom), SCMP_SYS(futex),
	SCMP_SYS(sched_yield), SCMP_SYS(restart_syscall), SCMP_SYS(exit),
	SCMP_SYS(exit_group), END };

/* What a nursery does besides, and a child until it closes itself in. */
static const int nurses[] = { SCMP_SYS(wait4), SCMP_SYS(waitid),
	SCMP_SYS(pidfd_open), SCMP_SYS(poll), SCMP_SYS(ppoll),
	SCMP_SYS(sendmsg), SCMP_SYS(getppid), SCMP_SYS(close_range),
	SCMP_SYS(dup2), SCMP_SYS(dup3), SCMP_SYS(prctl), SCMP_SYS(seccomp),
	SCMP_SYS(setrlimit), SCMP_SYS(prlimit64), SCMP_SYS(set_robust_list),
	SCMP_SYS(rseq), SCMP_SYS(landlock_create_ruleset),
	SCMP_SYS(landlock_restrict_self), END };

/* What a keeper does: files, locks, the store, its workers. */
static const int keeps[] = { SCMP_SYS(open), SCMP_SYS(openat),
	SCMP_SYS(openat2), SCMP_SYS(stat), SCMP_SYS(lstat), SCMP_SYS(statx),
	SCMP_SYS(newfstatat), SCMP_SYS(fstatat64), SCMP_SYS(statfs),
	SCMP_SYS(fstatfs), SCMP_SYS(access), SCMP_SYS(faccessat),
	SCMP_SYS(faccessat2), SCMP_SYS(readlink), SCMP_SYS(readlinkat),
	SCMP_SYS(getdents), SCMP_SYS(getdents64), SCMP_SYS(fgetxattr),
	SCMP_SYS(getcwd), SCMP_SYS(pread64), SCMP_SYS(preadv),
	SCMP_SYS(pwrite64), SCMP_SYS(pwritev), SCMP_SYS(fcntl), SCMP_SYS(flock),
	SCMP_SYS(ftruncate), SCMP_SYS(fallocate), SCMP_SYS(fadvise64),
	SCMP_SYS(fsync), SCMP_SYS(fdatasync), SCMP_SYS(syncfs), SCMP_SYS(msync),
	SCMP_SYS(rename), SCMP_SYS(renameat), SCMP_SYS(renameat2),
	SCMP_SYS(unlink), SCMP_SYS(unlinkat), SCMP_SYS(rmdir), SCMP_SYS(mkdir),
	SCMP_SYS(mkdirat), SCMP_SYS(chmod), SCMP_SYS(fchmod),
	SCMP_SYS(fchmodat), SCMP_SYS(umask), SCMP_SYS(mlock), SCMP_SYS(mlock2),
	SCMP_SYS(munlock), SCMP_SYS(dup), SCMP_SYS(poll), SCMP_SYS(ppoll),
	SCMP_SYS(recvmsg), SCMP_SYS(wait4), SCMP_SYS(waitid),
	SCMP_SYS(nanosleep), SCMP_SYS(clock_nanosleep), SCMP_SYS(sysinfo),
	SCMP_SYS(uname), SCMP_SYS(getppid), SCMP_SYS(getuid), SCMP_SYS(geteuid),
	SCMP_SYS(getgid), SCMP_SYS(getegid), SCMP_SYS(sched_getaffinity),
	SCMP_SYS(membarrier), END };

/* What no library tries by itself: whoever does is not ours any more. */
static const int deadly[] = { SCMP_SYS(execve), SCMP_SYS(execveat),
	SCMP_SYS(fork), SCMP_SYS(vfork), SCMP_SYS(clone3), SCMP_SYS(ptrace),
	SCMP_SYS(process_vm_readv), SCMP_SYS(process_vm_writev),
	SCMP_SYS(pidfd_getfd), SCMP_SYS(kcmp), SCMP_SYS(socket),
	SCMP_SYS(connect), SCMP_SYS(bind), SCMP_SYS(listen), SCMP_SYS(accept),
	SCMP_SYS(accept4), SCMP_SYS(bpf), SCMP_SYS(io_uring_setup),
	SCMP_SYS(userfaultfd), SCMP_SYS(unshare), SCMP_SYS(setns),
	SCMP_SYS(mount), SCMP_SYS(umount2), SCMP_SYS(pivot_root),
	SCMP_SYS(chroot), SCMP_SYS(open_by_handle_at), SCMP_SYS(keyctl),
	SCMP_SYS(add_key), SCMP_SYS(request_key), SCMP_SYS(perf_event_open),
	SCMP_SYS(kexec_load), SCMP_SYS(kexec_file_load), SCMP_SYS(init_module),
	SCMP_SYS(finit_module), SCMP_SYS(delete_module), SCMP_SYS(reboot),
	SCMP_SYS(swapon), SCMP_SYS(swapoff), END };

static int
add_list(scmp_filter_ctx *ctx, uint32_t action, const int *calls)
{
	for (; *calls != END; calls++)
		if (seccomp_rule_add_array(ctx, action, *calls, 0, NULL) != 0)
			return -1;
	return 0;
}

/* Let a call through if one argument is as it has to be. */
static int
add_if(scmp_filter_ctx *ctx, int call, struct scmp_arg_cmp arg)
{
	return seccomp_rule_add_array(ctx, SCMP_ACT_ALLOW, call, 1, &arg);
}

static int
add_common(scmp_filter_ctx *ctx)
{
	const struct scmp_arg_cmp no_exec =
	    SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);
	const struct scmp_arg_cmp abrt = SCMP_A2(SCMP_CMP_EQ, SIGABRT, 0);
	const struct scmp_arg_cmp self =
	    SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid(), 0);

	if (add_list(ctx, SCMP_ACT_ALLOW, computes) != 0 ||
	    add_list(ctx, SCMP_ACT_KILL_PROCESS, deadly) != 0 ||
	    add_if(ctx, SCMP_SYS(mmap), no_exec) != 0 ||
	    add_if(ctx, SCMP_SYS(mprotect), no_exec) != 0)
		return -1;
	/* abort(3); no other signal, so that a death from outside is known. */
	return seccomp_rule_add(
	    ctx, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 2, self, abrt);
}

/* A fork is no thread, and has no namespace of its own. */
static int
add_nursery(scmp_filter_ctx *ctx)
{
	const scmp_datum_t fork =
	    CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID | CSIGNAL;
	const struct scmp_arg_cmp only_fork =
	    SCMP_A0(SCMP_CMP_MASKED_EQ, (scmp_datum_t)UINT32_MAX & ~fork, 0);
	const struct scmp_arg_cmp local = SCMP_A0(SCMP_CMP_EQ, AF_UNIX, 0);
	const struct scmp_arg_cmp sigkill = SCMP_A1(SCMP_CMP_EQ, SIGKILL, 0);
	/* Of its child, forked from here. */
	const struct scmp_arg_cmp abrt = SCMP_A2(SCMP_CMP_EQ, SIGABRT, 0);

	if (add_list(ctx, SCMP_ACT_ALLOW, nurses) != 0 ||
	    add_if(ctx, SCMP_SYS(clone), only_fork) != 0 ||
	    add_if(ctx, SCMP_SYS(socketpair), local) != 0 ||
	    add_if(ctx, SCMP_SYS(kill), sigkill) != 0)
		return -1;
	return add_if(ctx, SCMP_SYS(tgkill), abrt);
}

static int
add_keeper(scmp_filter_ctx *ctx)
{
	const struct scmp_arg_cmp is_tty = SCMP_A1(SCMP_CMP_EQ, TCGETS, 0);

	if (add_list(ctx, SCMP_ACT_ALLOW, keeps) != 0)
		return -1;
	return add_if(ctx, SCMP_SYS(ioctl), is_tty);
}

static int
add_rules(scmp_filter_ctx *ctx, enum sandbox_role role)
{
	static const int no_pair[] = { SCMP_SYS(clone), SCMP_SYS(socketpair),
		END };

	if (add_common(ctx) != 0)
		return -1;
	if (role == SANDBOX_NURSERY)
		return add_nursery(ctx);
	if (add_list(ctx, SCMP_ACT_KILL_PROCESS, no_pair) != 0)
		return -1;
	return role == SANDBOX_KEEPER ? add_keeper(ctx) : 0;
}

enum outcome
sandbox_seccomp(enum sandbox_role role, struct why *why)
{
	scmp_filter_ctx *ctx;
	int rc;

	if ((ctx = seccomp_init(SCMP_ACT_ERRNO(EPERM))) == NULL)
		return why_retry(why, "sandbox: no seccomp");
	rc = add_rules(ctx, role);
	if (rc == 0)
		rc = seccomp_load(ctx);
	seccomp_release(ctx);
	if (rc != 0)
		return why_retry(why, "sandbox: no seccomp");
	return OUT_OK;
}
