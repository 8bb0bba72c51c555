/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_ZIPIN_IMPL_H
#define IO_ZIPIN_IMPL_H

#include "io/zipin.h"

/**
 * zipin_whole(data, len):
 * Whether each of the ${len} bytes at ${data} belongs to an entry, the
 * directory or its end, and no entry is encrypted.
 */
bool zipin_whole(const void *, size_t);

#endif /* !IO_ZIPIN_IMPL_H */
