/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_DIRFILE_H
#define IO_DIRFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/*
 * dirfile -- files by folder descriptor and name, the system's way: -1 or
 * false and errno on failure.  For publish.c.
 */

/** dirfile_write_all(fd, data, len): write all of it. */
int dirfile_write_all(int, const void *, size_t);

/** dirfile_write(dirfd, name, mode, data, len): make the new file ${name}
 * with these bytes and exactly this mode; not durable; nothing on failure. */
int dirfile_write(int, const char *, mode_t, const void *, size_t);

/** dirfile_holds(dirfd, name, data, len): whether it is a regular file with
 * these bytes. */
bool dirfile_holds(int, const char *, const void *, size_t);

/** dirfile_same(adir, a, bdir, b): whether ${a}, a file or a folder of files,
 * is in ${b} byte for byte; a folder ${b} may hold more files. */
bool dirfile_same(int, const char *, int, const char *);

/** dirfile_remove(dirfd, name): remove a file, or a folder with all it
 * holds; nothing there is no failure. */
int dirfile_remove(int, const char *);

/** dirfile_remove_all(dirfd, prefix): the same for all that it holds whose
 * names begin with ${prefix}. */
int dirfile_remove_all(int, const char *);

/** dirfile_name_ok(name): whether it is a file name. */
bool dirfile_name_ok(const char *);

#endif /* !IO_DIRFILE_H */
