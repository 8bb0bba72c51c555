/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_ZIPIN_H
#define IO_ZIPIN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/why.h"

/*
 * zipin -- zip archives from strangers, in memory: nothing is ever extracted
 * to a name.
 */
#define ZIPIN_ENTRIES_MAX 100
#define ZIPIN_BYTES_MAX ((size_t)64 << 20) /* of all entries, inflated */
#define ZIPIN_RATIO_MAX 100 /* inflated to deflated bytes of an entry */

struct zipin_entry {
	char *name; /* UTF-8; foreign: data, never a path */
	size_t size;
	bool stored; /* not deflated */
};

struct zipin {
	struct zipin_entry entry[ZIPIN_ENTRIES_MAX];
	size_t n;
	void *archive;
};

/**
 * zipin_open(data, len, zip, why):
 * Read the directory of the archive in the ${len} bytes at ${data}, which
 * stay where they are until zipin_close(${zip}), due whatever the outcome.
 * OUT_REJECT: ZIP-FORM (no archive, inconsistent, or bytes before, behind or
 * between what is its), ZIP-NAME (empty, over 255 bytes, no UTF-8, absolute,
 * with a control character, a mark of direction (name_turns()), "\\", a part
 * ".." or "."; or a folder), ZIP-TWICE (two names that are one but for case and
 * the composition of letters),
 * ZIP-METHOD (encrypted, or neither stored nor deflated), ZIP-SIZE (over
 * ZIPIN_ENTRIES_MAX entries, ZIPIN_BYTES_MAX or ZIPIN_RATIO_MAX).
 */
MUST_CHECK enum outcome
zipin_open(const void *, size_t, struct zipin *, struct why *);

/**
 * zipin_read(zip, i, out, why):
 * Append the bytes of the ${i}-th entry to ${out}.
 * OUT_REJECT: ZIP-FORM (they do not inflate, to the size and checksum they
 * should), ZIP-SIZE.
 */
MUST_CHECK enum outcome
zipin_read(struct zipin *, size_t, struct buf *, struct why *);

/** zipin_find(zip, name): the entry of exactly that name, or -1. */
long zipin_find(const struct zipin *, const char *);

/** zipin_close(zip) */
void zipin_close(struct zipin *);

#endif /* !IO_ZIPIN_H */
