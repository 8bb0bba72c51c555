/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_MANIFEST_H
#define IO_MANIFEST_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/why.h"
#include "io/digest.h"

/*
 * manifest -- what is in a backup: the text file MANIFEST of
 *
 *	isupport backup 1
 *	unit CODE
 *	time TIME
 *	head COUNT HEX			of the store's audit chain
 *	epoch NUMBER			of the store
 *	file SIZE SHA256 PATH		for each file
 *	end LENGTH SHA256		of the bytes above this line
 */
#define MANIFEST_NAME "MANIFEST"

struct manifest {
	char unit[16], time[24];
	uint64_t count; /* of audit records */
	unsigned char head[DIGEST_LEN];
	uint64_t epoch;
	struct manifest_file {
		char *path; /* below the backup; never absolute, no ".." */
		uint64_t size;
		unsigned char digest[DIGEST_LEN];
	} * file;
	size_t n;
};

/** manifest_add(m, path, size, digest, why): one more file. */
MUST_CHECK enum outcome manifest_add(struct manifest *, const char *, uint64_t,
    const unsigned char *, struct why *);

/** manifest_cut(m, n): forget all files but the first ${n}. */
void manifest_cut(struct manifest *, size_t);

/** manifest_write(m, out, why): append the text of ${m} to ${out}. */
MUST_CHECK enum outcome
manifest_write(const struct manifest *, struct buf *, struct why *);

/**
 * manifest_load(dir, m, why):
 * Read the MANIFEST of the backup ${dir} and check each file that it names.
 * Set ${m}, which ends with manifest_free().
 * OUT_REJECT: BACKUP-NONE (there is no backup, or it was not finished),
 * BACKUP-DAMAGED (the MANIFEST or a file is not as it was written; the place
 * is its path).
 */
MUST_CHECK enum outcome
manifest_load(const char *, struct manifest *, struct why *);

void manifest_free(struct manifest *);

#endif /* !IO_MANIFEST_H */
