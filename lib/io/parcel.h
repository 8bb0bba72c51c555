/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_PARCEL_H
#define IO_PARCEL_H

#include <stddef.h>

#include "base/buf.h"
#include "base/why.h"
#include "base/record.pb-c.h"
#include "io/publish.h"
#include "io/seal.h"

/*
 * parcel -- a folder of the spool with one thing that arrived.
 *
 *	manifest	Manifest: origin, times, and name, size and SHA-256 of
 *			each file
 *	f000, f001 ...	the original bytes, in the manifest's order
 *	verdict		Verdict, once validated
 *	o000 ...	of a sealed message: what was sealed in the file of
 *			that number, as the verdict says
 *	reason		in quarantine only: plain text for people (rule, place,
 *			line, what, next step), without a byte of the input
 *	value		in quarantine only: Reason, with the offending value
 *
 * All but reason are sealed under the key for parcels (seal_spool()), for the
 * parcel's name and the file's.  The name of a parcel is its source's newest
 * time ("20261121T034800Z") + "-" + 16 hex digits of HMAC(origin, folder name,
 * what it is about, file names and hashes): the same thing has the same name
 * for ever.
 *
 * The functions that take a struct publish add to its group; it happens at
 * publish_commit().  Where the destination has a parcel of that name already,
 * it is the same thing: that one stays.
 */
#define PARCEL_NAME_LEN ((size_t)33)
#define PARCEL_FILE_MAX ((size_t)64 << 20) /* bytes */
#define PARCEL_FILES_MAX ((size_t)1000)

struct parcel {
	char name[34];
	Rec__Manifest *manifest;
	Rec__Verdict *verdict; /* NULL before validate */
};

/**
 * parcel_name(seal, manifest, name, why):
 * Set ${name} (PARCEL_NAME_LEN + 1 bytes) to the name of the parcel that
 * ${manifest} (origin, folder, about, arrived_at, files) describes.
 * OUT_REJECT (rule PARCEL): arrived_at is no time.
 */
MUST_CHECK enum outcome
parcel_name(struct seal *, const Rec__Manifest *, char *, struct why *);

/**
 * parcel_create(pub, seal, name, manifest, files, destdir, why):
 * Stage the parcel ${name} with ${manifest} and the bytes ${files} (one buf
 * a file of the manifest), to appear in ${destdir} at publish_commit().
 * OUT_REJECT (rule PARCEL): more than PARCEL_FILES_MAX files, or one over
 * PARCEL_FILE_MAX.
 */
MUST_CHECK enum outcome
parcel_create(struct publish *, struct seal *, const char *,
    const Rec__Manifest *, const struct buf *, const char *, struct why *);

/**
 * parcel_open(dir, name, seal, parcel, why):
 * Read manifest and, if there, verdict of ${dir}/${name} into ${parcel},
 * which the caller ends with parcel_close().
 * OUT_REJECT (rule SEAL or PARCEL): they are not what we wrote.
 * OUT_RETRY: it is not there, or cannot be read.
 */
MUST_CHECK enum outcome parcel_open(
    const char *, const char *, struct seal *, struct parcel *, struct why *);

/**
 * parcel_file(dir, parcel, i, seal, out, why):
 * Append to ${out} the bytes of file ${i}, whose size and hash are checked.
 * OUT_REJECT, OUT_RETRY: as parcel_open().
 */
MUST_CHECK enum outcome parcel_file(const char *, const struct parcel *, size_t,
    struct seal *, struct buf *, struct why *);

/**
 * parcel_keep_opened(pub, seal, dir, name, i, data, len, why):
 * Put the ${len} bytes at ${data}, which were sealed in file ${i}, into the
 * parcel ${dir}/${name}, to be followed by parcel_judge() with a verdict that
 * names them.
 * parcel_opened(dir, parcel, opened, seal, out, why): append to ${out} those
 * that ${opened}, of the verdict, names; as parcel_file().
 */
MUST_CHECK enum outcome parcel_keep_opened(struct publish *, struct seal *,
    const char *, const char *, size_t, const void *, size_t, struct why *);
MUST_CHECK enum outcome parcel_opened(const char *, const struct parcel *,
    const Rec__OpenedFile *, struct seal *, struct buf *, struct why *);

/**
 * parcel_reason(dir, name, seal, reason, why):
 * Set ${reason}, which the caller frees with record_free(), to why the parcel
 * ${dir}/${name} is in quarantine, with the offending value.  OUT_REJECT: as
 * parcel_open().  OUT_RETRY: it has no reason, or it cannot be read.
 */
MUST_CHECK enum outcome parcel_reason(
    const char *, const char *, struct seal *, Rec__Reason **, struct why *);

/**
 * parcel_came(manifest, reason, why):
 * Add to ${reason} where what ${manifest} is of came from, when, and which
 * files.  OUT_RETRY: memory is short.
 */
MUST_CHECK enum outcome
parcel_came(const Rec__Manifest *, Rec__Reason *, struct why *);

/**
 * parcel_move(pub, dir, name, destdir, why):
 * Move the parcel ${dir}/${name} to ${destdir} as it is.
 */
MUST_CHECK enum outcome parcel_move(
    struct publish *, const char *, const char *, const char *, struct why *);

/**
 * parcel_judge(pub, seal, dir, name, verdict, destdir, why):
 * Put ${verdict} into the parcel ${dir}/${name}, durably, in place of an
 * older one, and move it to ${destdir}.
 */
MUST_CHECK enum outcome
parcel_judge(struct publish *, struct seal *, const char *, const char *,
    const Rec__Verdict *, const char *, struct why *);

/**
 * parcel_quarantine(pub, seal, dir, name, stage, at, reason, next,
 *     quarantine, why):
 * Put ${reason}, found by ${stage} ${at} that time (with what to do ${next},
 * in words), into the parcel ${dir}/${name} and move it to ${quarantine}.
 */
MUST_CHECK enum outcome parcel_quarantine(struct publish *, struct seal *,
    const char *, const char *, const char *, const char *, const struct why *,
    const char *, const char *, struct why *);

/**
 * parcel_renew(pub, seal, dir, name, why):
 * Seal the files of the parcel ${dir}/${name} anew, under the newest key, in
 * the place of the older ones.  One that does not open stays as it is.
 */
MUST_CHECK enum outcome parcel_renew(
    struct publish *, struct seal *, const char *, const char *, struct why *);

/** parcel_close(parcel): free what parcel_open() filled. */
void parcel_close(struct parcel *);

#endif /* !IO_PARCEL_H */
