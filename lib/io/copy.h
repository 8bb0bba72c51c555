/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_COPY_H
#define IO_COPY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/why.h"

/**
 * copy_file(from, to, size, digest, gone, why):
 * Copy the regular file ${from} to the new file ${to}, with the same mode, not
 * yet durable; set ${size} and the 32 bytes at ${digest} (SHA-256) to what was
 * copied.  Set ${gone} to whether there is no ${from} (any more); then nothing
 * was done.
 * OUT_RETRY: a system call failed; there may be a part of ${to}.
 */
MUST_CHECK enum outcome copy_file(const char *, const char *, uint64_t *,
    unsigned char *, bool *, struct why *);

/** copy_digest(path, size, digest, why): set ${size} and ${digest} to those of
 * the regular file ${path}. */
MUST_CHECK enum outcome
copy_digest(const char *, uint64_t *, unsigned char *, struct why *);

/** copy_sync(path, why): fsync the file or folder ${path}. */
MUST_CHECK enum outcome copy_sync(const char *, struct why *);

#endif /* !IO_COPY_H */
