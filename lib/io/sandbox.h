/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_SANDBOX_H
#define IO_SANDBOX_H

#include <stdbool.h>
#include <stddef.h>

#include "base/why.h"

/**
 * sandbox_worker(memory, require, why):
 * Give up, for good, what a process that meets foreign bytes does not need:
 * every path (Landlock), network, exec, fork and most system calls
 * (seccomp), new privileges, core dumps, files; and cap its address space at
 * what it has now plus ${memory} bytes (0: no cap).  What is left is to
 * compute, and to read and write on the descriptors that are open.
 * An attempt at exec, fork, ptrace or a socket kills the process (SIGSYS); any
 * other call that is not allowed fails with EPERM.  The only signal it can
 * send is SIGABRT, to itself.
 * Where the kernel lacks a feature: OUT_OK and the fact in ${why}, or
 * OUT_RETRY if ${require}.
 *
 * Compiled for AddressSanitizer, or with SANDBOX_RELAXED for valgrind, memory
 * cap and seccomp are left out, and ${why} says so.
 */
MUST_CHECK enum outcome sandbox_worker(size_t, bool, struct why *);

/** sandbox_relaxed(): whether this is such a build. */
bool sandbox_relaxed(void);

/* The parts, for sandbox.c alone. */

/**
 * sandbox_landlock(why), sandbox_seccomp(why):
 * Close the process in.  OUT_RETRY: the kernel cannot.
 */
MUST_CHECK enum outcome sandbox_landlock(struct why *);
MUST_CHECK enum outcome sandbox_seccomp(struct why *);

#endif /* !IO_SANDBOX_H */
