/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_RESTORE_IMPL_H
#define IO_RESTORE_IMPL_H

#include "io/manifest.h"
#include "io/restore.h"
#include "io/seal.h"

/*
 * What the files restore*.c share; no one else includes it.
 */

/** restore_path(restore, rel, buf): ${rel} below the root, to PATH_MAX bytes;
 * ${buf}. */
char *restore_path(const struct restore *, const char *, char *);

/** restore_stage(restore, manifest, mapsize, seal, why): the store of the
 * backup, whole and durable, beside the unit's. */
MUST_CHECK enum outcome restore_stage(const struct restore *,
    const struct manifest *, size_t, struct seal *, struct why *);

/** restore_switch(restore, why): put it in its place. */
MUST_CHECK enum outcome restore_switch(struct restore *, struct why *);

/** restore_sweep(restore, why): finish, or take away, what a run that was
 * killed has left. */
MUST_CHECK enum outcome restore_sweep(struct restore *, struct why *);

/** restore_merge(restore, manifest, seal, why): everything but the store. */
MUST_CHECK enum outcome restore_merge(
    struct restore *, const struct manifest *, struct seal *, struct why *);

#endif /* !IO_RESTORE_IMPL_H */
