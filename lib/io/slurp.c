/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/slurp.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SLURP_CHUNK ((size_t)65536)

static enum outcome
too_big(size_t max, struct why *why)
{
	return why_reject(why, "FILE-SIZE", "the input is over %zu bytes", max);
}

/* How much to ask for at first: all of a regular file, and one byte more. */
static size_t
first_room(int fd)
{
	struct stat st;

	if (fstat(fd, &st) == -1 || !S_ISREG(st.st_mode) || st.st_size < 0 ||
	    (uintmax_t)st.st_size > SLURP_CHUNK * 1024)
		return SLURP_CHUNK;
	return (size_t)st.st_size + 1;
}

enum outcome
slurp_fd(int fd, size_t max, struct buf *out, struct why *why)
{
	size_t start = out->len, want = first_room(fd), room;
	ssize_t got;

	for (;;) {
		/* One byte over the cap tells that there is more. */
		room = max - (out->len - start);
		room = want < room ? want : room + 1;
		if (buf_room(out, room) == -1)
			return buf_ok(out, why);
		got = read(fd, out->data + out->len, room);
		if (got == -1 && errno == EINTR)
			continue;
		if (got == -1)
			return why_sys(why, "the input cannot be read");
		if (got == 0) {
			out->data[out->len] = '\0';
			return OUT_OK;
		}
		out->len += (size_t)got;
		out->data[out->len] = '\0';
		if (out->len - start > max)
			return too_big(max, why);
		want = SLURP_CHUNK;
	}
}

enum outcome
slurp_file(const char *path, size_t max, struct buf *out, struct why *why)
{
	enum outcome o;
	int fd;

	if ((fd = open(path, O_RDONLY | O_CLOEXEC)) == -1)
		return why_sys(why, "%s", path);
	o = slurp_fd(fd, max, out, why);
	(void)close(fd);
	return o;
}

bool
slurp_readable(const char *path)
{
	struct stat st;

	if (stat(path, &st) == 0 && access(path, R_OK) == 0) {
		if (!S_ISDIR(st.st_mode))
			return true;
		errno = EISDIR;
	}
	warn("%s", path);
	return false;
}

bool
slurp_there(const char *dir, const char *name)
{
	char path[PATH_MAX];

	return snprintf(path, sizeof(path), "%s/%s", dir, name) <
	    (int)sizeof(path) &&
	    access(path, F_OK) == 0;
}
