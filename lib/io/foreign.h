/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_FOREIGN_H
#define IO_FOREIGN_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include <time.h>

#include "base/buf.h"
#include "base/why.h"

/*
 * foreign -- files that somebody else put there, and may still be writing.
 *
 * Opened with openat2(RESOLVE_BENEATH | NO_SYMLINKS | NO_MAGICLINKS |
 * NO_XDEV), O_NOFOLLOW and O_NONBLOCK; then they must be regular, have one
 * link and stay below the size cap.  They are copied, never mapped.  Their
 * names are data: any bytes but '/' and NUL, so they go into no path, log or
 * reason.
 */
#define FOREIGN_NAME_MAX ((size_t)255)	  /* bytes */
#define FOREIGN_ENTRIES_MAX ((size_t)200) /* of one folder */
#define FOREIGN_ACCESS "FILE-ACCESS"	  /* rule: it may not be read */

struct foreign {
	char name[256]; /* any bytes but '/' and NUL */
	bool folder;	/* else a regular file or something else */
	bool odd;	/* neither: FIFO, symbolic link, socket ... */
	uint64_t size;	/* bytes */
	uint64_t ino;
	struct timespec ctime; /* by the file system's clock */
	uid_t uid;
	mode_t mode;
	nlink_t links;
	bool alone; /* foreign_read(): only its owner could have
				 * written it; see foreign_owner_alone() */
};

struct foreign_list {
	struct foreign *entry; /* sorted by name, bytewise */
	size_t n;
	bool cut; /* there were over ${max} */
};

/**
 * foreign_now(dir, now, why):
 * Set ${now} to the present time by the clock of the file system that holds
 * the directory ${dir} of ours, read off a file made there for it.
 */
MUST_CHECK enum outcome
foreign_now(const char *, struct timespec *, struct why *);

/**
 * foreign_list(dirfd, sub, max, list, why):
 * List the folder ${sub} (NULL: itself) of ${dirfd}; at most ${max} entries
 * (0: all), any of them if there are more.  Dot-files and names ending in
 * ".part" are left out, and so is what goes while it is looked at.  Set
 * ${list}, which the caller frees with foreign_list_free().
 * OUT_REJECT (rule FILE-KIND): ${sub} is no folder, or a symbolic link.
 * OUT_RETRY: a system call failed, or it is gone; with rule FOREIGN_ACCESS:
 * this user may not read it, which is no reason to leave the others.
 */
MUST_CHECK enum outcome
foreign_list(int, const char *, size_t, struct foreign_list *, struct why *);

/** foreign_list_free(list) */
void foreign_list_free(struct foreign_list *);

/**
 * foreign_read(dirfd, sub, name, max, out, st, why):
 * Copy the file ${name} of the folder ${sub} (NULL: itself) of ${dirfd} to
 * ${out}, and set ${st} to what it was when read.
 * OUT_REJECT: FILE-KIND (not a regular file of this file system), FILE-LINKS
 * (several names), FILE-SIZE (over ${max} bytes), FILE-CHANGED (it changed
 * while it was read: it is not quiet yet).  ${out} is then as it was.
 * OUT_RETRY: a system call failed, or it is gone.
 */
MUST_CHECK enum outcome foreign_read(int, const char *, const char *, size_t,
    struct buf *, struct foreign *, struct why *);

/**
 * foreign_readable(dirfd, sub, name):
 * Whether this user may read the file ${name} of the folder ${sub} (NULL:
 * itself) of ${dirfd}, by its mode: it is not opened, nor is a link followed.
 * True of one that is gone.
 */
bool foreign_readable(int, const char *, const char *);

/**
 * foreign_owner_alone(dirfd, sub, name):
 * Whether nobody but its owner could have written the file: no write mode
 * for group and others, no ACL that gives it, and for a sub-folder the same
 * of the folder; the folder ${dirfd} itself lets others only add (sticky) or
 * is closed to them.  Taken from descriptors; false if it cannot be told.
 */
bool foreign_owner_alone(int, const char *, const char *);

/**
 * foreign_unchanged(dirfd, sub, name, st):
 * Whether the file ${name} (NULL: the folder ${sub} itself) is still what
 * ${st} tells: the same inode with the same size, owner and time of change.
 */
bool foreign_unchanged(int, const char *, const char *, const struct foreign *);

#endif /* !IO_FOREIGN_H */
