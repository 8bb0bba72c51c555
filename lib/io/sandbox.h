/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_SANDBOX_H
#define IO_SANDBOX_H

#include <stdbool.h>
#include <stddef.h>

#include "base/why.h"

/*
 * sandbox -- give up, for good, what a process does not need.
 *
 * Whoever calls keeps the descriptors that are open; what it may still open is
 * what Landlock's rules name, and what it may still do, what a filter of
 * seccomp lets through.  In each of the three a socket, exec, ptrace and the
 * like kills the process (SIGSYS); any other call that is not allowed fails
 * with EPERM.  None gains a privilege, leaves a core, or maps code.
 *
 * Where the kernel lacks a feature: OUT_OK and the fact in ${why}, whose text
 * is empty otherwise; or OUT_RETRY if ${require}.
 *
 * Compiled for AddressSanitizer, or with SANDBOX_RELAXED for valgrind, memory
 * cap and seccomp are left out, and ${why} says so.
 */

/* What may be done to what lies under a path. */
enum sandbox_use {
	SANDBOX_READ,
	SANDBOX_LOG,  /* make files, and write */
	SANDBOX_ADD,  /* read, and take in what is renamed from elsewhere */
	SANDBOX_WRITE /* all but devices, sockets, links, and to run it */
};

struct sandbox_path {
	const char *path;
	enum sandbox_use use;
};

/**
 * sandbox_keeper(paths, n, require, why):
 * For a process that holds keys: it keeps the ${n} ${paths} (one that is not
 * there is left out), forks no more, and can signal nobody but itself by
 * SIGABRT.  On a kernel that cannot allow a rename across folders (Landlock
 * before ABI 2) it keeps all paths, and ${why} says so.
 */
MUST_CHECK enum outcome
sandbox_keeper(const struct sandbox_path *, size_t, bool, struct why *);

/**
 * sandbox_nursery(memory, require, why):
 * For the parent of workers: it keeps no path, may fork, hand over
 * socketpairs, and kill; its address space, and so that of each child, is
 * capped at what it has now plus ${memory} bytes (0: no cap).
 */
MUST_CHECK enum outcome sandbox_nursery(size_t, bool, struct why *);

/**
 * sandbox_worker(require, why):
 * For a child of such a one, which meets foreign bytes: what is left is to
 * compute, and to read and write on the descriptors that are open.
 */
MUST_CHECK enum outcome sandbox_worker(bool, struct why *);

/** sandbox_relaxed(): whether this is such a build. */
bool sandbox_relaxed(void);

/* The parts, for sandbox.c alone. */

enum sandbox_role {
	SANDBOX_KEEPER,
	SANDBOX_NURSERY,
	SANDBOX_WORKER
};

/**
 * sandbox_landlock(paths, n, why), sandbox_seccomp(role, why):
 * Close the process in.  OUT_RETRY: the kernel cannot.
 */
MUST_CHECK enum outcome
sandbox_landlock(const struct sandbox_path *, size_t, struct why *);
MUST_CHECK enum outcome sandbox_seccomp(enum sandbox_role, struct why *);

#endif /* !IO_SANDBOX_H */
