/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_ROOM_H
#define IO_ROOM_H

#include <stdint.h>

#include "base/why.h"

/**
 * room_of(path, used, all, why):
 * Set ${used} and ${all} to the bytes of the file system of ${path} that are
 * used, and that its users have.  OUT_RETRY: it cannot be told.
 */
MUST_CHECK enum outcome
room_of(const char *, uint64_t *, uint64_t *, struct why *);

#endif /* !IO_ROOM_H */
