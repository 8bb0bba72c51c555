/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_PICKUP_H
#define IO_PICKUP_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "base/buf.h"
#include "base/record.pb-c.h"
#include "base/why.h"
#include "io/foreign.h"

/*
 * pickup -- copy what somebody put into a folder, with a manifest of it.
 */
#define PICKUP_FILE_MAX ((size_t)32 << 20) /* bytes */
#define PICKUP_TOTAL_MAX ((size_t)96 << 20)

struct pickup {
	Rec__Manifest *manifest;
	struct buf *file; /* one for each file of the manifest */
};

/**
 * pickup_quiet(entries, n, now, seconds):
 * Whether the newest ctime among the ${n} ${entries} is at least ${seconds}
 * before ${now} (both by the file system's clock): nobody writes any more.
 */
bool
pickup_quiet(const struct foreign *, size_t, const struct timespec *, long);

/**
 * pickup_digest(entries, n, digest, why):
 * Set the 32 bytes at ${digest} to a hash of names, sizes and times of the
 * ${n} ${entries}: the same listing again has the same.
 */
MUST_CHECK enum outcome
pickup_digest(const struct foreign *, size_t, unsigned char *, struct why *);

/**
 * pickup_take(dirfd, sub, entries, n, pickup, why):
 * Copy the files among the ${n} ${entries} of the folder ${sub} (NULL: itself)
 * of ${dirfd}, and describe them: names, sizes, hashes, owner, and the newest
 * time in arrived_at.  Set ${pickup}, which ends with pickup_free(); the
 * caller adds origin and folder.
 * OUT_REJECT: FILE-KIND (something that is no regular file), FILE-LINKS,
 * FILE-SIZE, FILE-CHANGED, FILE-ENTRIES (none).
 */
MUST_CHECK enum outcome pickup_take(int, const char *, const struct foreign *,
    size_t, struct pickup *, struct why *);

/**
 * pickup_stays(dirfd, sub, entries, n):
 * The rule for which pickup_take() would leave the ${n} ${entries} where they
 * lie, by what they are, or NULL: FILE-KIND, FILE-LINKS, FILE-SIZE, or
 * FOREIGN_ACCESS.  None of them is opened.
 */
const char *pickup_stays(int, const char *, const struct foreign *, size_t);

void pickup_free(struct pickup *);

#endif /* !IO_PICKUP_H */
