/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_SLURP_H
#define IO_SLURP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/why.h"

/**
 * slurp_file(path, max, out, why):
 * Append the file ${path}, one of ours, to ${out}.
 * OUT_REJECT (rule FILE-SIZE): it has more than ${max} bytes.
 * OUT_RETRY: it cannot be read.
 */
MUST_CHECK enum outcome
slurp_file(const char *, size_t, struct buf *, struct why *);

/**
 * slurp_fd(fd, max, out, why):
 * Append what is left of ${fd}, as above.
 */
MUST_CHECK enum outcome slurp_fd(int, size_t, struct buf *, struct why *);

/**
 * slurp_readable(path):
 * Whether the file that a person has named on the command line is there, is no
 * folder, and may be read.  If not, say why on standard error: the status of
 * the program is then 66 (EX_NOINPUT).
 */
bool slurp_readable(const char *);

/** slurp_there(dir, name): whether something of that name stands in ${dir}. */
bool slurp_there(const char *, const char *);

#endif /* !IO_SLURP_H */
