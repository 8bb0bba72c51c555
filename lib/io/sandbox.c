/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/sandbox.h"

#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#if defined(__has_feature) && !defined(SANDBOX_RELAXED)
#if __has_feature(address_sanitizer)
#define SANDBOX_RELAXED
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) && !defined(SANDBOX_RELAXED)
#define SANDBOX_RELAXED
#endif

bool
sandbox_relaxed(void)
{
#ifdef SANDBOX_RELAXED
	return true;
#else
	return false;
#endif
}

static enum outcome
limit(int what, rlim_t max, struct why *why)
{
	struct rlimit r = { max, max };

	if (setrlimit((__rlimit_resource_t)what, &r) == -1)
		return why_sys(why, "sandbox: setrlimit");
	return OUT_OK;
}

/* Cap the address space: what is mapped now stands in statm, in pages. */
static enum outcome
limit_memory(size_t memory, struct why *why)
{
	unsigned long pages;
	FILE *f;
	int n;

	if (memory == 0 || sandbox_relaxed())
		return OUT_OK;
	if ((f = fopen("/proc/self/statm", "re")) == NULL)
		return why_sys(why, "sandbox: /proc/self/statm");
	n = fscanf(f, "%lu", &pages);
	(void)fclose(f);
	if (n != 1)
		return why_retry(why, "sandbox: /proc/self/statm");
	return limit(RLIMIT_AS,
	    (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE) + memory, why);
}

/* What all three give up. */
static enum outcome
limit_all(struct why *why)
{
	enum outcome out;

	if ((out = limit(RLIMIT_CORE, 0, why)) != OUT_OK)
		return out;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1)
		return why_sys(why, "sandbox: no_new_privs");
	if (!sandbox_relaxed() && prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == -1)
		return why_sys(why, "sandbox: dumpable");
	return OUT_OK;
}

/* Paths first; last the filter, which forbids what the rest needs. */
static enum outcome
close_in(enum sandbox_role role, const struct sandbox_path *paths, size_t n,
    bool require, struct why *why)
{
	struct why lack = WHY_INIT, first = WHY_INIT;
	enum outcome out;

	if (sandbox_landlock(paths, n, &lack) != OUT_OK)
		first = lack;
	if (role == SANDBOX_WORKER &&
	    (out = limit(RLIMIT_NOFILE, 0, why)) != OUT_OK)
		return out;
	if (sandbox_relaxed())
		(void)why_retry(&first, "sandbox: relaxed by the build");
	else if (sandbox_seccomp(role, &lack) != OUT_OK)
		first = lack;
	*why = first;
	return require && first.text[0] != '\0' ? OUT_RETRY : OUT_OK;
}

enum outcome
sandbox_keeper(
    const struct sandbox_path *paths, size_t n, bool require, struct why *why)
{
	enum outcome out;

	if ((out = limit_all(why)) != OUT_OK ||
	    /* A sanitizer looks for leaks from another thread. */
	    (!sandbox_relaxed() &&
		(out = limit(RLIMIT_NPROC, 0, why)) != OUT_OK))
		return out;
	return close_in(SANDBOX_KEEPER, paths, n, require, why);
}

enum outcome
sandbox_nursery(size_t memory, bool require, struct why *why)
{
	enum outcome out;

	if ((out = limit_memory(memory, why)) != OUT_OK ||
	    (out = limit_all(why)) != OUT_OK ||
	    (out = limit(RLIMIT_FSIZE, 0, why)) != OUT_OK)
		return out;
	return close_in(SANDBOX_NURSERY, NULL, 0, require, why);
}

enum outcome
sandbox_worker(bool require, struct why *why)
{
	enum outcome out;

	if ((out = limit(RLIMIT_NPROC, 0, why)) != OUT_OK)
		return out;
	return close_in(SANDBOX_WORKER, NULL, 0, require, why);
}
