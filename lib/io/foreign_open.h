/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_FOREIGN_OPEN_H
#define IO_FOREIGN_OPEN_H

#include <sys/stat.h>

#include "io/foreign.h"

/* foreign_open -- how foreign.c and foreign_read.c open what is not ours. */

/** foreign_open_folder(dirfd, sub, fd, why): open the folder ${sub} (NULL:
 * itself) of ${dirfd}; OUT_REJECT (FILE-KIND), OUT_RETRY as foreign_list(). */
MUST_CHECK enum outcome
foreign_open_folder(int, const char *, int *, struct why *);

/** foreign_about(name, st, f): describe what has that name and state. */
void foreign_about(const char *, const struct stat *, struct foreign *);

#endif /* !IO_FOREIGN_OPEN_H */
