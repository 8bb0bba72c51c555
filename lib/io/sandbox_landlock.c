/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/*
 * The kernel's interface, spelt out: the system's header may be older than
 * the kernel.  A kernel takes a longer structure than it knows if the rest of
 * it is zero.
 */
#define LL_CREATE_RULESET 444
#define LL_ADD_RULE 445
#define LL_RESTRICT_SELF 446
#define LL_VERSION 1u	  /* flag: tell the version of the ABI */
#define LL_PATH_BENEATH 1 /* kind of a rule */
#define LL_ABI_MIN 2	  /* Debian 12's own kernel */

#define FS(n) (UINT64_C(1) << (n))
#define FS_WRITE FS(1)
#define FS_READ FS(2)
#define FS_LIST FS(3)
#define FS_REMOVE (FS(4) | FS(5)) /* folders, files */
#define FS_MAKE (FS(7) | FS(8))	  /* folders, files */
#define FS_REFER FS(13)		  /* rename across folders; from ABI 2 */
#define FS_TRUNCATE FS(14)	  /* from ABI 3 */
#define FS_IOCTL FS(15)		  /* on devices, from ABI 5 */
#define FS_FIRST (FS(13) - 1)	  /* all of ABI 1 */
#define FS_OF_A_FILE (FS_WRITE | FS_READ | FS_TRUNCATE)

#define SCOPE_SOCKET 1 /* abstract sockets outside, from ABI 6 */
#define SCOPE_SIGNAL 2 /* signals to processes outside, the same */

struct ll_ruleset {
	uint64_t fs;  /* rights on files that are taken away */
	uint64_t net; /* TCP bind and connect, from ABI 4 */
	uint64_t scoped;
};

struct ll_beneath {
	uint64_t allowed;
	int32_t parent;
} __attribute__((packed));

static const uint64_t uses[] = {
	[SANDBOX_READ] = FS_READ | FS_LIST,
	[SANDBOX_LOG] = FS_WRITE | FS(8),
	[SANDBOX_ADD] = FS_READ | FS_LIST | FS_MAKE | FS_REFER,
	[SANDBOX_WRITE] = FS_READ | FS_LIST | FS_WRITE | FS_REMOVE | FS_MAKE |
	    FS_REFER | FS_TRUNCATE,
};

/* All that this ABI can take away; rules give some of it back. */
static struct ll_ruleset
ruleset_for(long abi)
{
	struct ll_ruleset r = { FS_FIRST, 0, 0 };

	if (abi >= 2)
		r.fs |= FS_REFER;
	if (abi >= 3)
		r.fs |= FS_TRUNCATE;
	if (abi >= 5)
		r.fs |= FS_IOCTL;
	if (abi >= 4)
		r.net = 3;
	if (abi >= 6)
		r.scoped = SCOPE_SOCKET | SCOPE_SIGNAL;
	return r;
}

static int
allow(int ruleset, uint64_t handled, const struct sandbox_path *p)
{
	struct ll_beneath rule = { uses[p->use] & handled, -1 };
	struct stat st;
	int rc;

	rule.parent = open(p->path, O_PATH | O_CLOEXEC);
	if (rule.parent == -1)
		return errno == ENOENT || errno == ENOTDIR ? 0 : -1;
	if (fstat(rule.parent, &st) == 0 && !S_ISDIR(st.st_mode))
		rule.allowed &= FS_OF_A_FILE;
	rc = (int)syscall(LL_ADD_RULE, ruleset, LL_PATH_BENEATH, &rule, 0);
	(void)close(rule.parent);
	return rc;
}

static enum outcome
restrict_to(const struct ll_ruleset *r, const struct sandbox_path *paths,
    size_t n, struct why *why)
{
	/* What a sanitizer reads of the process when it ends. */
	static const struct sandbox_path own = { "/proc", SANDBOX_READ };
	enum outcome out = OUT_OK;
	size_t i;
	int fd;

	if ((fd = (int)syscall(LL_CREATE_RULESET, r, sizeof(*r), 0)) == -1)
		return why_sys(why, "sandbox: Landlock");
	for (i = 0; out == OUT_OK && i < n; i++)
		if (allow(fd, r->fs, &paths[i]) == -1)
			out = why_sys(
			    why, "sandbox: Landlock: %s", paths[i].path);
	if (out == OUT_OK && n > 0 && sandbox_relaxed() &&
	    allow(fd, r->fs, &own) == -1)
		out = why_sys(why, "sandbox: Landlock");
	if (out == OUT_OK && syscall(LL_RESTRICT_SELF, fd, 0) == -1)
		out = why_sys(why, "sandbox: Landlock");
	(void)close(fd);
	return out;
}

enum outcome
sandbox_landlock(const struct sandbox_path *paths, size_t n, struct why *why)
{
	struct ll_ruleset r;
	enum outcome out;
	long abi;

	abi = syscall(LL_CREATE_RULESET, NULL, 0, LL_VERSION);
	if (abi == -1)
		return why_sys(why, "sandbox: no Landlock");
	r = ruleset_for(abi);
	/* Who keeps paths has a nursery, which is outside and has to hear that
	 * its keeper died; seccomp keeps it from other signals. */
	if (n > 0)
		r.scoped &= SCOPE_SOCKET;
	if ((n == 0 || abi >= LL_ABI_MIN) &&
	    (out = restrict_to(&r, paths, n, why)) != OUT_OK)
		return out;
	if (abi < LL_ABI_MIN)
		return why_retry(why, "sandbox: Landlock of ABI %ld", abi);
	return OUT_OK;
}
