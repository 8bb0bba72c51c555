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
 * what it has now plus ${memory} bytes (0: no cap; sanitizers need that).
 * Where the kernel lacks a feature: OUT_OK and the fact in ${why}, or
 * OUT_RETRY if ${require}.
 */
MUST_CHECK enum outcome sandbox_worker(size_t, bool, struct why *);

#endif /* !IO_SANDBOX_H */
