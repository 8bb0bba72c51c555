/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Criterion hands its settings to each test's process in POSIX shared memory.
 * Where /dev/shm is not for everybody (a chroot, some containers) a file in
 * the folder for temporary ones serves as well: these stand before libc's.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

static const char *
place(const char *name, char *path, size_t size)
{
	const char *dir = "/dev/shm";
	int n;

	if (access(dir, R_OK | W_OK | X_OK) == -1 &&
	    (dir = getenv("TMPDIR")) == NULL)
		dir = "/tmp";
	while (*name == '/')
		name++;
	n = snprintf(path, size, "%s/%s", dir, name);
	if (n < 0 || (size_t)n >= size) {
		errno = ENAMETOOLONG;
		return NULL;
	}
	return path;
}

int
shm_open(const char *name, int flags, mode_t mode)
{
	char path[PATH_MAX];

	if (place(name, path, sizeof(path)) == NULL)
		return -1;
	return open(path, flags | O_NOFOLLOW | O_CLOEXEC, mode);
}

int
shm_unlink(const char *name)
{
	char path[PATH_MAX];

	return place(name, path, sizeof(path)) == NULL ? -1 : unlink(path);
}
