/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_HEADS_H
#define IO_HEADS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/why.h"
#include "io/digest.h"

/*
 * heads -- heads of the audit chain, kept outside the store: a file to which
 * each commit appends the line
 *
 *	COUNT HEX TIME NAME=NUMBER ...
 *
 * with the number of audit records, the SHA-256 of the last, the time of the
 * run and the numbers that were given so far, and behind it "accepted" where a
 * person took the store to be right whatever the lines before say.  The last
 * line tells what the store was; what a crash has cut off is no line, and
 * passed over.  The line is written before the next writer's, and is on disk
 * when the file is closed: one that a crash has lost is one behind.
 */
struct heads;

/* A line. */
struct head {
	uint64_t count; /* 0: there is none */
	unsigned char digest[DIGEST_LEN];
	bool accepted;
	const char *numbers; /* " NAME=NUMBER ..."; NULL: none.  Lent. */
};

/**
 * heads_open(path, heads, why):
 * Open the file ${path} (making it, mode 0600) to append to it.  Set
 * ${heads}, which ends with heads_close().
 */
MUST_CHECK enum outcome heads_open(const char *, struct heads **, struct why *);

/** heads_close(heads): make it durable, then behave as free(). */
void heads_close(struct heads *);

/**
 * heads_lock(heads), heads_unlock(heads):
 * One at a time, among all processes.  The rest is called with the lock held.
 */
void heads_lock(struct heads *);
void heads_unlock(struct heads *);

/** heads_last(heads, head, why): set ${head} to the last line, without its
 * numbers. */
MUST_CHECK enum outcome heads_last(struct heads *, struct head *, struct why *);

/** heads_sync(heads, why): what stands in it now, whoever wrote it, is on
 * disk. */
MUST_CHECK enum outcome heads_sync(struct heads *, struct why *);

/** heads_add(heads, head, at, why): append a line, with the time ${at}. */
MUST_CHECK enum outcome
heads_add(struct heads *, const struct head *, const char *, struct why *);

/**
 * heads_fn(head, ctx, why), heads_each(path, fn, ctx, why):
 * Call ${fn} for each line of the file ${path}, in order; none if there is no
 * such file.  Anything but OUT_OK ends it.
 */
typedef enum outcome heads_fn(const struct head *, void *, struct why *);
MUST_CHECK enum outcome
heads_each(const char *, heads_fn *, void *, struct why *);

#endif /* !IO_HEADS_H */
