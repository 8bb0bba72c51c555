/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_DIGTAB_H
#define IO_DIGTAB_H

#include <stdbool.h>
#include <stddef.h>

#include "base/why.h"

/*
 * digtab -- a table of fixed-size values under keys of any length, of which
 * it keeps only the first 16 bytes of their SHA-256.  A value takes, with room
 * to grow, 1.5 to 3 times (16 + its size) bytes.
 */
struct digtab;

/** digtab_new(size, tab, why): values of ${size} bytes.  Set ${tab}, which
 * ends with digtab_free(). */
MUST_CHECK enum outcome digtab_new(size_t, struct digtab **, struct why *);

/**
 * digtab_at(tab, kind, key, len, make, value, why):
 * Point ${value} at the value of the ${len} bytes at ${key}, of that
 * ${kind}; where there is none, at a new one, all zero, if ${make}, else
 * NULL.  It stays until the next call that makes one.
 */
MUST_CHECK enum outcome digtab_at(
    struct digtab *, int, const void *, size_t, bool, void **, struct why *);

/** digtab_next(tab, at): the value after place ${at} (at first 0), which is
 * moved on; NULL: no more. */
void *digtab_next(struct digtab *, size_t *);

/** digtab_free(tab): behaves consistently with free(NULL). */
void digtab_free(struct digtab *);

#endif /* !IO_DIGTAB_H */
