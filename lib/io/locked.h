/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_LOCKED_H
#define IO_LOCKED_H

#include <stddef.h>

#include "base/why.h"

/**
 * locked_new(size, memory, why):
 * Set ${memory} to ${size} bytes, all zero, that are locked in memory, in no
 * core dump and in no child; they end with locked_free().
 * OUT_RETRY: there are none (RLIMIT_MEMLOCK among the reasons).
 */
MUST_CHECK enum outcome locked_new(size_t, void **, struct why *);

/** locked_free(memory, size): wipe and release; NULL does nothing. */
void locked_free(void *, size_t);

#endif /* !IO_LOCKED_H */
