/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_PARCEL_CHECK_H
#define IO_PARCEL_CHECK_H

#include <stdbool.h>
#include <stddef.h>

#include "io/parcel.h"

/**
 * parcel_check(dir, name, seal, judged, strays, why):
 * Open all of the parcel ${dir}/${name}, and compare it with its manifest, its
 * verdict and, in the text of reason down to what is to be done next, with the
 * sealed one; ${judged}: it must have these two.  Set ${strays} to how many
 * files there are of other names.
 * OUT_REJECT (rule SEAL, PARCEL, RECORD): the first that is wrong.
 * OUT_RETRY: something is not there, or cannot be read.
 */
MUST_CHECK enum outcome parcel_check(
    const char *, const char *, struct seal *, bool, size_t *, struct why *);

#endif /* !IO_PARCEL_CHECK_H */
