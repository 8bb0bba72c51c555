/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/sandbox.h"

#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

/*
 * The kernel's interface, spelt out: the system's header may be older than
 * the kernel.  A kernel takes a longer structure than it knows if the rest of
 * it is zero.
 */
#define LL_CREATE_RULESET 444
#define LL_RESTRICT_SELF 446
#define LL_VERSION 1u /* flag: tell the version of the ABI */
#define LL_ABI_MIN 2  /* Debian 12's own kernel */

struct ll_ruleset {
	uint64_t fs;	 /* rights on files that are taken away */
	uint64_t net;	 /* TCP bind and connect, from ABI 4 */
	uint64_t scoped; /* sockets and signals outside, from ABI 6 */
};

/* All that this ABI can take away; no rule gives anything back. */
static struct ll_ruleset
ruleset_for(long abi)
{
	struct ll_ruleset r = { 0x1fff, 0, 0 };

	if (abi >= 2)
		r.fs |= UINT64_C(1) << 13; /* rename across folders */
	if (abi >= 3)
		r.fs |= UINT64_C(1) << 14; /* truncate */
	if (abi >= 5)
		r.fs |= UINT64_C(1) << 15; /* ioctl on devices */
	if (abi >= 4)
		r.net = 3;
	if (abi >= 6)
		r.scoped = 3;
	return r;
}

enum outcome
sandbox_landlock(struct why *why)
{
	struct ll_ruleset r;
	long abi, fd;
	int rc;

	abi = syscall(LL_CREATE_RULESET, NULL, 0, LL_VERSION);
	if (abi == -1)
		return why_sys(why, "sandbox: no Landlock");
	r = ruleset_for(abi);
	fd = syscall(LL_CREATE_RULESET, &r, sizeof(r), 0);
	if (fd == -1)
		return why_sys(why, "sandbox: Landlock");
	rc = (int)syscall(LL_RESTRICT_SELF, (int)fd, 0);
	(void)close((int)fd);
	if (rc == -1)
		return why_sys(why, "sandbox: Landlock");
	if (abi < LL_ABI_MIN)
		return why_retry(why, "sandbox: Landlock of ABI %ld", abi);
	return OUT_OK;
}
