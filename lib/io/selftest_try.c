/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/selftest_try.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define OUTSIDE "/tmp/.isupport-selftest"

/* ---- paths ---- */

static const char *
under(const struct selftest_place *p, const char *rel)
{
	static char path[PATH_MAX];

	(void)snprintf(path, sizeof(path), "%s/%s", p->root, rel);
	return path;
}

static int
opens(const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC | O_NONBLOCK);

	if (fd == -1)
		return -1;
	(void)close(fd);
	return 0;
}

static int
creates(const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd == -1)
		return -1;
	(void)close(fd);
	(void)unlink(path);
	return 0;
}

static int
try_passwd(const struct selftest_place *p)
{
	(void)p;
	return opens("/etc/passwd", O_RDONLY);
}

static int
try_proc(const struct selftest_place *p)
{
	(void)p;
	return opens("/proc/1/environ", O_RDONLY);
}

static int
try_memory(const struct selftest_place *p)
{
	char path[64];

	(void)p;
	(void)snprintf(path, sizeof(path), "/proc/%d/mem", (int)getppid());
	return opens(path, O_RDONLY);
}

static int
try_settings(const struct selftest_place *p)
{
	return opens(under(p, "isupport.conf"), O_RDONLY);
}

static int
try_keys(const struct selftest_place *p)
{
	return opens(under(p, "keys/master"), O_RDONLY);
}

static int
try_ring(const struct selftest_place *p)
{
	return opens(under(p, "keys/ring/data.mdb"), O_RDONLY);
}

static int
try_store(const struct selftest_place *p)
{
	return opens(under(p, "store/data.mdb"), O_RDWR);
}

static int
try_outside(const struct selftest_place *p)
{
	(void)p;
	return creates(OUTSIDE);
}

static int
try_root(const struct selftest_place *p)
{
	return creates(under(p, ".selftest-made"));
}

static int
try_heads(const struct selftest_place *p)
{
	return opens(under(p, "sent/audit"), O_WRONLY | O_APPEND);
}

static int
try_rename(const struct selftest_place *p)
{
	char from[PATH_MAX];

	(void)snprintf(from, sizeof(from), "%s/spool/tmp/%s/" SELFTEST_FILE,
	    p->root, p->stage);
	if (rename(from, under(p, SELFTEST_FILE)) == -1)
		return -1;
	(void)rename(under(p, SELFTEST_FILE), from);
	return 0;
}

static int
try_node(const struct selftest_place *p)
{
	char path[PATH_MAX];

	(void)snprintf(path, sizeof(path), "%s/spool/tmp/%s/.selftest-fifo",
	    p->root, p->stage);
	if (mknod(path, S_IFIFO | 0600, 0) == -1)
		return -1;
	(void)unlink(path);
	return 0;
}

static int
try_link(const struct selftest_place *p)
{
	char path[PATH_MAX];

	(void)snprintf(path, sizeof(path), "%s/spool/tmp/%s/.selftest-link",
	    p->root, p->stage);
	if (symlink("/etc/passwd", path) == -1)
		return -1;
	(void)unlink(path);
	return 0;
}

/* ---- other processes, and the system ---- */

static int
try_exec(const struct selftest_place *p)
{
	static char *const argv[] = { NULL };

	(void)p;
	return execv("/bin/true", argv);
}

static int
try_fork(const struct selftest_place *p)
{
	pid_t pid = fork();

	(void)p;
	if (pid == 0)
		_exit(0);
	return pid == -1 ? -1 : 0;
}

static int
try_kill(const struct selftest_place *p)
{
	(void)p;
	return kill(getppid(), SIGCONT);
}

static int
try_ptrace(const struct selftest_place *p)
{
	(void)p;
	return (int)ptrace(PTRACE_TRACEME, 0, 0, 0);
}

static int
try_vm_read(const struct selftest_place *p)
{
	char byte;
	struct iovec here = { &byte, 1 }, there = { (void *)(uintptr_t)p, 1 };

	return process_vm_readv(getppid(), &here, 1, &there, 1, 0) == -1 ? -1 :
									   0;
}

static int
try_inet(const struct selftest_place *p)
{
	(void)p;
	return socket(AF_INET, SOCK_STREAM, 0) == -1 ? -1 : 0;
}

static int
try_unix(const struct selftest_place *p)
{
	(void)p;
	return socket(AF_UNIX, SOCK_STREAM, 0) == -1 ? -1 : 0;
}

static int
try_connect(const struct selftest_place *p)
{
	(void)p;
	return connect(-1, NULL, 0);
}

static int
try_code(const struct selftest_place *p)
{
	(void)p;
	return mmap(NULL, 4096, PROT_READ | PROT_EXEC,
		   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED ?
	    -1 :
	    0;
}

static int
try_namespace(const struct selftest_place *p)
{
	(void)p;
	return unshare(CLONE_NEWUSER);
}

static int
try_mount(const struct selftest_place *p)
{
	return mount("none", under(p, "."), "tmpfs", MS_RDONLY, "none=0");
}

/* Calls without sense: the question is whether the kernel looks at them. */
#define TRY(name, call)                                                       \
	static int try_##name(const struct selftest_place *p)                 \
	{                                                                     \
		(void)p;                                                      \
		return syscall(call, -1, NULL, NULL, NULL, NULL) == -1 ? -1 : \
									 0;   \
	}
TRY(bpf, SYS_bpf)
TRY(keyctl, SYS_keyctl)
TRY(userfaultfd, SYS_userfaultfd)
TRY(io_uring, SYS_io_uring_setup)
TRY(perf, SYS_perf_event_open)
TRY(kexec, SYS_kexec_load)
TRY(module, SYS_init_module)
TRY(handle, SYS_open_by_handle_at)
TRY(setns, SYS_setns)

const struct attempt selftest_attempts[] = {
	{ "read /etc/passwd", try_passwd, 1 },
	{ "read /proc/1/environ", try_proc, 1 },
	{ "read the memory of its parent", try_memory, 1 },
	{ "read isupport.conf", try_settings, 1 },
	{ "read keys/master", try_keys, 1 },
	{ "read keys/ring", try_ring, 1 },
	{ "open the store", try_store, 1 },
	{ "write sent/audit", try_heads, 1 },
	{ "make a file in /tmp", try_outside, 1 },
	{ "make a file in the root", try_root, 1 },
	{ "rename out of spool/tmp", try_rename, 1 },
	{ "make a FIFO", try_node, 1 },
	{ "make a symbolic link", try_link, 1 },
	{ "execve", try_exec, 1 },
	{ "fork", try_fork, 0 },
	{ "signal its parent", try_kill, 1 },
	{ "ptrace", try_ptrace, 1 },
	{ "process_vm_readv", try_vm_read, 1 },
	{ "socket(AF_INET)", try_inet, 1 },
	{ "socket(AF_UNIX)", try_unix, 1 },
	{ "connect", try_connect, 1 },
	{ "map code", try_code, 1 },
	{ "mount", try_mount, 1 },
	{ "unshare", try_namespace, 1 },
	{ "setns", try_setns, 1 },
	{ "bpf", try_bpf, 1 },
	{ "keyctl", try_keyctl, 1 },
	{ "userfaultfd", try_userfaultfd, 1 },
	{ "io_uring_setup", try_io_uring, 1 },
	{ "perf_event_open", try_perf, 1 },
	{ "kexec_load", try_kexec, 1 },
	{ "init_module", try_module, 1 },
	{ "open_by_handle_at", try_handle, 1 },
};
const size_t selftest_count =
    sizeof(selftest_attempts) / sizeof(selftest_attempts[0]);
