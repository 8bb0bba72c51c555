/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/foreign.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "io/foreign_open.h"
#include "io/slurp.h"

#define OTHERS_WRITE (S_IWGRP | S_IWOTH)

/* The system's library has no openat2(2) yet. */
static int
open_beneath(int dirfd, const char *name, unsigned int flags)
{
	struct open_how how;

	memset(&how, 0, sizeof(how));
	how.flags = flags | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
	how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS |
	    RESOLVE_NO_MAGICLINKS | RESOLVE_NO_XDEV;
	return (int)syscall(SYS_openat2, dirfd, name, &how, sizeof(how));
}

static enum outcome
open_failed(struct why *why)
{
	switch (errno) {
	case ELOOP: /* a symbolic link */
	case EXDEV: /* another file system, or a way out */
	case ENOTDIR:
	case ENXIO: /* a socket, or a device without driver */
	case ENODEV:
		return why_reject(why, "FILE-KIND",
		    "neither a file nor a folder of this place");
	case EACCES:
	case EPERM:
		(void)why_reject(why, FOREIGN_ACCESS,
		    "a file or folder that this user may not read");
		return OUT_RETRY; /* its owner may let us, any time */
	default:
		return why_sys(why, "a foreign file or folder: open");
	}
}

enum outcome
foreign_open_folder(int dirfd, const char *sub, int *fd, struct why *why)
{
	*fd = open_beneath(
	    dirfd, sub == NULL ? "." : sub, O_RDONLY | O_DIRECTORY);
	return *fd == -1 ? open_failed(why) : OUT_OK;
}

/* An entry of an ACL as the kernel gives it: little-endian, like the head. */
#define ACL_HEAD ((size_t)4)
#define ACL_ENTRY ((size_t)8) /* tag (2) | permissions (2) | id (4) */
#define ACL_WRITE 0x02
#define ACL_USER_OBJ 0x01 /* the owner */
#define ACL_MASK 0x10

/* Whether an ACL lets somebody else write, even if its mask forbids it. */
static bool
acl_lets_write(int fd)
{
	unsigned char acl[4096];
	ssize_t len;
	size_t i;

	len = fgetxattr(fd, "system.posix_acl_access", acl, sizeof(acl));
	if (len == -1)
		return errno != ENODATA && errno != EOPNOTSUPP;
	for (i = ACL_HEAD; i + ACL_ENTRY <= (size_t)len; i += ACL_ENTRY)
		if (acl[i] != ACL_USER_OBJ && acl[i] != ACL_MASK &&
		    (acl[i + 2] & ACL_WRITE) != 0)
			return true;
	return false;
}

/* Whether only uid could have written what is open as fd. */
static bool
only_owner(int fd, uid_t uid)
{
	struct stat st;

	return fstat(fd, &st) == 0 && st.st_uid == uid &&
	    (st.st_mode & OTHERS_WRITE) == 0 && !acl_lets_write(fd);
}

/* The same for a file in a folder: nobody else could have put it there. */
static bool
alone(int dirfd, const char *sub, int folder, int file)
{
	struct stat st;

	if (fstat(dirfd, &st) == -1 ||
	    ((st.st_mode & S_ISVTX) == 0 &&
		((st.st_mode & OTHERS_WRITE) != 0 || acl_lets_write(dirfd))))
		return false;
	if (fstat(file, &st) == -1 || !only_owner(file, st.st_uid))
		return false;
	return sub == NULL || only_owner(folder, st.st_uid);
}

static enum outcome
check_kind(const struct stat *st, size_t max, struct why *why)
{
	if (!S_ISREG(st->st_mode))
		return why_reject(why, "FILE-KIND", "not a regular file");
	if (st->st_nlink != 1)
		return why_reject(
		    why, "FILE-LINKS", "the file has several names");
	if (st->st_size < 0 || (uintmax_t)st->st_size > max)
		return why_reject(
		    why, "FILE-SIZE", "the file is over %zu bytes", max);
	return OUT_OK;
}

static bool
same_state(const struct stat *a, const struct stat *b)
{
	return a->st_size == b->st_size && a->st_nlink == b->st_nlink &&
	    a->st_mode == b->st_mode && a->st_uid == b->st_uid &&
	    a->st_ctim.tv_sec == b->st_ctim.tv_sec &&
	    a->st_ctim.tv_nsec == b->st_ctim.tv_nsec;
}

/* Copy the open file, which must be as it should and stay as it is. */
static enum outcome
copy(int fd, size_t max, struct buf *out, struct stat *st, struct why *why)
{
	size_t start = out->len;
	struct stat after;
	enum outcome o;

	if (fstat(fd, st) == -1)
		return why_sys(why, "a foreign file: stat");
	if ((o = check_kind(st, max, why)) != OUT_OK ||
	    (o = slurp_fd(fd, (size_t)st->st_size, out, why)) == OUT_RETRY)
		return o;
	if (fstat(fd, &after) == -1)
		return why_sys(why, "a foreign file: stat");
	if (o != OUT_OK || out->len - start != (size_t)st->st_size ||
	    !same_state(st, &after))
		return why_reject(
		    why, "FILE-CHANGED", "the file changed while it was read");
	return OUT_OK;
}

/* Open a file and the folder it is in. */
static enum outcome
open_file(int dirfd, const char *sub, const char *name, int *folder, int *file,
    struct why *why)
{
	enum outcome out;

	*file = -1;
	if ((out = foreign_open_folder(dirfd, sub, folder, why)) != OUT_OK)
		return out;
	if ((*file = open_beneath(*folder, name, O_RDONLY)) == -1) {
		out = open_failed(why);
		(void)close(*folder);
	}
	return out;
}

enum outcome
foreign_read(int dirfd, const char *sub, const char *name, size_t max,
    struct buf *out, struct foreign *f, struct why *why)
{
	size_t start = out->len;
	struct stat st;
	enum outcome o;
	int folder, file;

	memset(f, 0, sizeof(*f));
	if ((o = open_file(dirfd, sub, name, &folder, &file, why)) != OUT_OK)
		return o;
	o = copy(file, max, out, &st, why);
	if (o == OUT_OK) {
		foreign_about(name, &st, f);
		f->alone = alone(dirfd, sub, folder, file);
	} else if (out->len > start) {
		out->len = start;
		out->data[start] = '\0';
	}
	(void)close(file);
	(void)close(folder);
	return o;
}

bool
foreign_readable(int dirfd, const char *sub, const char *name)
{
	struct why why;
	bool may;
	int fd;

	if (foreign_open_folder(dirfd, sub, &fd, &why) != OUT_OK)
		return false;
	may =
	    faccessat(fd, name, R_OK, AT_EACCESS | AT_SYMLINK_NOFOLLOW) == 0 ||
	    errno == ENOENT;
	(void)close(fd);
	return may;
}

bool
foreign_owner_alone(int dirfd, const char *sub, const char *name)
{
	struct why why;
	int folder, file;
	bool is;

	if (open_file(dirfd, sub, name, &folder, &file, &why) != OUT_OK)
		return false;
	is = alone(dirfd, sub, folder, file);
	(void)close(file);
	(void)close(folder);
	return is;
}

bool
foreign_unchanged(
    int dirfd, const char *sub, const char *name, const struct foreign *f)
{
	struct stat st;
	struct why why;
	int fd, rc;

	if (foreign_open_folder(dirfd, sub, &fd, &why) != OUT_OK)
		return false;
	rc = name == NULL ? fstat(fd, &st) :
			    fstatat(fd, name, &st, AT_SYMLINK_NOFOLLOW);
	(void)close(fd);
	return rc == 0 && st.st_ino == f->ino &&
	    (uint64_t)st.st_size == f->size && st.st_uid == f->uid &&
	    st.st_ctim.tv_sec == f->ctime.tv_sec &&
	    st.st_ctim.tv_nsec == f->ctime.tv_nsec;
}
