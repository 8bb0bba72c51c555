/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_PARCEL_FILE_H
#define IO_PARCEL_FILE_H

#include "io/parcel.h"

/* parcel_file -- the sealed files of a parcel, for parcel.c,
 * parcel_read.c and parcel_check.c. */
#define PARCEL_FILE_NAME ((size_t)24) /* bytes */

/** parcel_file_name(i, buf): "f000" for the ${i}-th file; return ${buf}. */
char *parcel_file_name(size_t, char *);

/** parcel_opened_name(i, buf): "o000", for what was sealed in it. */
char *parcel_opened_name(size_t, char *);

/**
 * parcel_seal(seal, name, file, data, len, out, why),
 * parcel_unseal(seal, name, file, sealed, len, out, why):
 * Append to ${out} the bytes sealed for, or opened from, the ${file} of the
 * parcel ${name}; as seal_value() and seal_open_value().
 */
MUST_CHECK enum outcome parcel_seal(struct seal *, const char *, const char *,
    const void *, size_t, struct buf *, struct why *);
MUST_CHECK enum outcome parcel_unseal(struct seal *, const char *, const char *,
    const void *, size_t, struct buf *, struct why *);

/** parcel_words(b, stage, at, reason): append to ${b} the text of reason, down
 * to "next: ". */
void parcel_words(struct buf *, const char *, const char *, const struct why *);

#endif /* !IO_PARCEL_FILE_H */
