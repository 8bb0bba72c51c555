/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/dirfile.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define OPEN_DIR (O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
#define OPEN_READ (O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)

bool
dirfile_name_ok(const char *name)
{
	size_t len = strlen(name);

	return len >= 1 && len <= NAME_MAX && strchr(name, '/') == NULL &&
	    strcmp(name, ".") != 0 && strcmp(name, "..") != 0;
}

int
dirfile_write_all(int fd, const void *data, size_t len)
{
	const char *p = data;
	ssize_t n;

	while (len > 0) {
		n = write(fd, p, len);
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return -1;
		p += n;
		len -= (size_t)n;
	}
	return 0;
}

int
dirfile_write(
    int dirfd, const char *name, mode_t mode, const void *data, size_t len)
{
	int fd, rc, err;

	fd = openat(dirfd, name,
	    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd == -1)
		return -1;
	rc = dirfile_write_all(fd, data, len);
	if (rc == 0)
		rc = fchmod(fd, mode);
	err = errno;
	if (close(fd) == -1 && rc == 0) {
		rc = -1;
		err = errno;
	}
	if (rc == -1)
		(void)unlinkat(dirfd, name, 0);
	errno = err;
	return rc;
}

/* A regular file open for reading, or -1. */
static int
open_regular(int dirfd, const char *name, struct stat *st)
{
	int fd;

	if ((fd = openat(dirfd, name, OPEN_READ)) == -1)
		return -1;
	if (fstat(fd, st) == 0 && S_ISREG(st->st_mode))
		return fd;
	(void)close(fd);
	return -1;
}

/* As read(2), but less only at the end. */
static ssize_t
read_full(int fd, unsigned char *buf, size_t size)
{
	size_t len = 0;
	ssize_t n;

	while (len < size) {
		n = read(fd, buf + len, size - len);
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return -1;
		if (n == 0)
			break;
		len += (size_t)n;
	}
	return (ssize_t)len;
}

bool
dirfile_holds(int dirfd, const char *name, const void *data, size_t len)
{
	unsigned char chunk[16384];
	const unsigned char *p = data;
	struct stat st;
	bool same;
	ssize_t n;
	int fd;

	if ((fd = open_regular(dirfd, name, &st)) == -1)
		return false;
	same = (uintmax_t)st.st_size == len;
	while (same && len > 0) {
		n = read_full(
		    fd, chunk, len < sizeof(chunk) ? len : sizeof(chunk));
		same = n > 0 && memcmp(chunk, p, (size_t)n) == 0;
		if (same) {
			p += n;
			len -= (size_t)n;
		}
	}
	(void)close(fd);
	return same;
}

static bool
same_bytes(int a, int b)
{
	unsigned char abuf[16384], bbuf[16384];
	ssize_t na, nb;

	do {
		na = read_full(a, abuf, sizeof(abuf));
		nb = read_full(b, bbuf, sizeof(bbuf));
		if (na == -1 || na != nb || memcmp(abuf, bbuf, (size_t)na) != 0)
			return false;
	} while (na > 0);
	return true;
}

static bool
same_file(int adir, const char *a, int bdir, const char *b)
{
	struct stat st;
	bool same = false;
	int afd, bfd;

	afd = open_regular(adir, a, &st);
	bfd = open_regular(bdir, b, &st);
	if (afd != -1 && bfd != -1)
		same = same_bytes(afd, bfd);
	if (afd != -1)
		(void)close(afd);
	if (bfd != -1)
		(void)close(bfd);
	return same;
}

static bool
dots(const char *name)
{
	return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

/* Whether each file of the folder a is in the folder b. */
static bool
same_folder(int adir, const char *a, int bdir, const char *b)
{
	struct dirent *e;
	DIR *d = NULL;
	bool same = false;
	int afd, bfd;

	afd = openat(adir, a, OPEN_DIR);
	bfd = openat(bdir, b, OPEN_DIR);
	if (afd != -1 && bfd != -1 && (d = fdopendir(afd)) != NULL) {
		same = true;
		while (same && (e = readdir(d)) != NULL)
			same = dots(e->d_name) ||
			    same_file(dirfd(d), e->d_name, bfd, e->d_name);
	}
	if (d != NULL)
		(void)closedir(d);
	else if (afd != -1)
		(void)close(afd);
	if (bfd != -1)
		(void)close(bfd);
	return same;
}

bool
dirfile_same(int adir, const char *a, int bdir, const char *b)
{
	struct stat st;

	if (fstatat(adir, a, &st, AT_SYMLINK_NOFOLLOW) == -1)
		return false;
	if (S_ISDIR(st.st_mode))
		return same_folder(adir, a, bdir, b);
	return same_file(adir, a, bdir, b);
}

/* Remove what a folder holds; foreign ones may nest, not deeper than this. */
static int
remove_inside(int dirfd_, const char *name, const char *prefix, int depth)
{
	struct dirent *e;
	int fd, err = 0;
	DIR *d;

	if (depth == 0) {
		errno = ELOOP;
		return -1;
	}
	if ((fd = openat(dirfd_, name, OPEN_DIR)) == -1)
		return -1;
	if ((d = fdopendir(fd)) == NULL) {
		(void)close(fd);
		return -1;
	}
	while ((e = readdir(d)) != NULL) {
		if (dots(e->d_name) ||
		    strncmp(e->d_name, prefix, strlen(prefix)) != 0 ||
		    unlinkat(dirfd(d), e->d_name, 0) == 0)
			continue;
		if (errno != EISDIR ||
		    remove_inside(dirfd(d), e->d_name, "", depth - 1) == -1 ||
		    unlinkat(dirfd(d), e->d_name, AT_REMOVEDIR) == -1)
			err = errno;
	}
	(void)closedir(d);
	errno = err;
	return err == 0 ? 0 : -1;
}

int
dirfile_remove(int dirfd, const char *name)
{
	if (unlinkat(dirfd, name, 0) == 0 || errno == ENOENT)
		return 0;
	if (errno != EISDIR)
		return -1;
	if (remove_inside(dirfd, name, "", 64) == -1)
		return -1;
	return unlinkat(dirfd, name, AT_REMOVEDIR);
}

int
dirfile_remove_all(int dirfd, const char *prefix)
{
	return remove_inside(dirfd, ".", prefix, 64);
}
