/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_BLOB_H
#define IO_BLOB_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/why.h"
#include "io/seal.h"

/*
 * blob -- documents too large for a record: sealed files in store/files,
 * durable before the commit that names them.
 *
 * A file that a killed run left, and no record names, is replaced when its
 * name is used again; a name is used again only if that run's transaction was
 * never committed.
 */
#define BLOB_INLINE_MAX ((size_t)65536) /* bytes that still fit a record */

struct blobs;

/**
 * blob_begin(tmpdir, dir, seal, blobs, why):
 * Start a group of files that are to appear in ${dir}, staged in ${tmpdir} on
 * the same file system.  Set ${blobs}, which ends with blob_free().
 */
MUST_CHECK enum outcome blob_begin(
    const char *, const char *, struct seal *, struct blobs **, struct why *);

/**
 * blob_put(blobs, name, id, data, len, why):
 * Add the file ${name} with the ${len} bytes at ${data}, sealed under the key
 * ${id}.
 */
MUST_CHECK enum outcome blob_put(
    struct blobs *, const char *, uint64_t, const void *, size_t, struct why *);

/**
 * blob_commit(blobs, why):
 * Make the files of the group durable, in place.  Call it inside the
 * transaction that names them, as its last step.
 */
MUST_CHECK enum outcome blob_commit(struct blobs *, struct why *);

/**
 * blob_get(dir, name, seal, out, why):
 * Append the opened bytes of the file ${name} in ${dir} to ${out}.
 * OUT_REJECT: as seal_open_value().
 */
MUST_CHECK enum outcome
blob_get(const char *, const char *, struct seal *, struct buf *, struct why *);

/** blob_free(blobs): behaves consistently with free(NULL). */
void blob_free(struct blobs *);

#endif /* !IO_BLOB_H */
