/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/copy.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/digest.h"
#include "io/dirfile.h"

#define CHUNK ((size_t)256 << 10)

/* Until the end of what is there now, as it may grow; ${to} -1: nowhere. */
static int
copy_bytes(int from, int to, struct digest_sum *sum, uint64_t *size)
{
	static unsigned char chunk[CHUNK];
	ssize_t n;

	*size = 0;
	for (;;) {
		n = read(from, chunk, sizeof(chunk));
		if (n == -1 && errno == EINTR)
			continue;
		if (n <= 0)
			return (int)n;
		digest_add(sum, chunk, (size_t)n);
		if (to != -1 && dirfile_write_all(to, chunk, (size_t)n) == -1)
			return -1;
		*size += (uint64_t)n;
	}
}

static enum outcome
sum_up(int from, int to, const char *name, uint64_t *size,
    unsigned char *digest, struct why *why)
{
	struct digest_sum *sum;
	enum outcome out;

	if ((out = digest_begin(&sum, why)) != OUT_OK)
		return out;
	if (copy_bytes(from, to, sum, size) == -1) {
		(void)why_sys(why, "%s", name);
		digest_drop(sum);
		return OUT_RETRY;
	}
	return digest_end(sum, digest, why);
}

static enum outcome
copy_open(int in, const char *to, mode_t mode, uint64_t *size,
    unsigned char *digest, struct why *why)
{
	enum outcome out;
	int fd;

	fd = open(
	    to, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd == -1)
		return why_sys(why, "%s", to);
	out = sum_up(in, fd, to, size, digest, why);
	if (out == OUT_OK && fchmod(fd, mode & 0777) == -1)
		out = why_sys(why, "%s", to);
	if (close(fd) == -1 && out == OUT_OK)
		out = why_sys(why, "%s", to);
	return out;
}

enum outcome
copy_file(const char *from, const char *to, uint64_t *size,
    unsigned char *digest, bool *gone, struct why *why)
{
	struct stat st;
	enum outcome out;
	int fd;

	fd = open(from, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	*gone = fd == -1 && errno == ENOENT;
	if (fd == -1)
		return *gone ? OUT_OK : why_sys(why, "%s", from);
	if (fstat(fd, &st) == -1)
		out = why_sys(why, "%s", from);
	else if (!S_ISREG(st.st_mode))
		out = why_retry(why, "%s: not a regular file", from);
	else
		out = copy_open(fd, to, st.st_mode, size, digest, why);
	(void)close(fd);
	return out;
}

enum outcome
copy_digest(
    const char *path, uint64_t *size, unsigned char *digest, struct why *why)
{
	enum outcome out;
	int fd;

	fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (fd == -1)
		return why_sys(why, "%s", path);
	out = sum_up(fd, -1, path, size, digest, why);
	(void)close(fd);
	return out;
}

enum outcome
copy_sync(const char *path, struct why *why)
{
	enum outcome out = OUT_OK;
	int fd;

	if ((fd = open(path, O_RDONLY | O_CLOEXEC)) == -1)
		return why_sys(why, "%s", path);
	if (fsync(fd) == -1)
		out = why_sys(why, "%s", path);
	(void)close(fd);
	return out;
}
