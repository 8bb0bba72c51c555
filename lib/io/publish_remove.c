/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/publish.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/dirfile.h"

#define GONE ".gone." /* begins the name of what is being removed */

/* Remove a folder: unseen at once, then piece by piece. */
static int
remove_folder(int fd, const char *name, const struct stat *st)
{
	char gone[64];

	(void)snprintf(
	    gone, sizeof(gone), "%s%jx", GONE, (uintmax_t)st->st_ino);
	if (renameat2(fd, name, fd, gone, RENAME_NOREPLACE) == -1)
		return -1;
	if (dirfile_remove(fd, gone) == -1 && errno != EACCES &&
	    errno != EPERM && errno != ENOTEMPTY)
		return -1;
	return 0;
}

static int
remove_one(int fd, const char *name)
{
	struct stat st;

	if (fstatat(fd, name, &st, AT_SYMLINK_NOFOLLOW) == -1)
		return errno == ENOENT ? 0 : -1;
	if (S_ISDIR(st.st_mode))
		return remove_folder(fd, name, &st);
	return dirfile_remove(fd, name);
}

enum outcome
publish_remove_many(
    const char *dir, const char *const *names, size_t n, struct why *why)
{
	enum outcome out = OUT_OK;
	size_t i;
	int fd;

	if ((fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) == -1)
		return why_sys(why, "%s", dir);
	for (i = 0; out == OUT_OK && i < n; i++)
		if (!dirfile_name_ok(names[i]))
			out = why_reject(
			    why, "PUBLISH-NAME", "a name that is no file name");
		else if (remove_one(fd, names[i]) == -1)
			out = why_sys(why, "%s", dir);
	/* Sync even if nothing is there: an earlier run may have died. */
	if (out == OUT_OK && fsync(fd) == -1)
		out = why_sys(why, "%s", dir);
	(void)close(fd);
	return out;
}

enum outcome
publish_remove(const char *dir, const char *name, struct why *why)
{
	return publish_remove_many(dir, &name, 1, why);
}

enum outcome
publish_sweep(const char *dir, struct why *why)
{
	enum outcome out = OUT_OK;
	int fd;

	if ((fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) == -1)
		return why_sys(why, "%s", dir);
	if (dirfile_remove_all(fd, GONE) == -1 && errno != EACCES &&
	    errno != EPERM && errno != ENOTEMPTY)
		out = why_sys(why, "%s", dir);
	(void)close(fd);
	return out;
}
