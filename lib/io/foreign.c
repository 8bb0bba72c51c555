/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/foreign.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/foreign_open.h"

static bool
left_out(const char *name)
{
	size_t len = strlen(name);

	return name[0] == '.' || len > FOREIGN_NAME_MAX ||
	    (len >= 5 && strcmp(name + len - 5, ".part") == 0);
}

void
foreign_about(const char *name, const struct stat *st, struct foreign *f)
{
	memset(f, 0, sizeof(*f));
	(void)snprintf(f->name, sizeof(f->name), "%s", name);
	f->folder = S_ISDIR(st->st_mode);
	f->odd = !f->folder && !S_ISREG(st->st_mode);
	f->size = (uint64_t)st->st_size;
	f->ino = st->st_ino;
	f->ctime = st->st_ctim;
	f->uid = st->st_uid;
	f->mode = st->st_mode;
	f->links = st->st_nlink;
}

/* Make room for one more entry. */
static struct foreign *
more(struct foreign_list *list)
{
	struct foreign *grown;

	/* A power of two, and 0, is when the room is used up. */
	if ((list->n & (list->n - 1)) != 0)
		return &list->entry[list->n];
	grown = realloc(
	    list->entry, (list->n == 0 ? 1 : list->n * 2) * sizeof(*grown));
	if (grown == NULL)
		return NULL;
	list->entry = grown;
	return &grown[list->n];
}

static enum outcome
list_entries(DIR *d, size_t max, struct foreign_list *list, struct why *why)
{
	struct foreign *f;
	struct dirent *e;
	struct stat st;

	while (errno = 0, (e = readdir(d)) != NULL) {
		if (left_out(e->d_name) ||
		    fstatat(dirfd(d), e->d_name, &st, AT_SYMLINK_NOFOLLOW) ==
			-1)
			continue;
		if (max != 0 && list->n == max) {
			list->cut = true;
			return OUT_OK;
		}
		if ((f = more(list)) == NULL)
			return why_retry(why, "folder: out of memory");
		foreign_about(e->d_name, &st, f);
		list->n++;
	}
	if (errno != 0)
		return why_sys(why, "folder: read");
	return OUT_OK;
}

static int
by_name(const void *a, const void *b)
{
	const struct foreign *fa = a, *fb = b;

	return strcmp(fa->name, fb->name);
}

enum outcome
foreign_list(int dirfd, const char *sub, size_t max, struct foreign_list *list,
    struct why *why)
{
	enum outcome out;
	DIR *d;
	int fd;

	memset(list, 0, sizeof(*list));
	if ((out = foreign_open_folder(dirfd, sub, &fd, why)) != OUT_OK)
		return out;
	if ((d = fdopendir(fd)) == NULL) {
		out = why_sys(why, "folder: open");
		(void)close(fd);
		return out;
	}
	out = list_entries(d, max, list, why);
	(void)closedir(d);
	if (out != OUT_OK)
		foreign_list_free(list);
	else if (list->n > 0)
		qsort(list->entry, list->n, sizeof(*list->entry), by_name);
	return out;
}

void
foreign_list_free(struct foreign_list *list)
{
	free(list->entry);
	memset(list, 0, sizeof(*list));
}

/* A file without a name, or where there are none, one that goes at once. */
static int
clock_file(const char *dir)
{
	char path[4096];
	int fd;

	if ((fd = open(dir, O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600)) != -1)
		return fd;
	if (snprintf(path, sizeof(path), "%s/.now.%ld", dir, (long)getpid()) >=
	    (int)sizeof(path)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	(void)unlink(path);
	fd = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
	if (fd != -1)
		(void)unlink(path);
	return fd;
}

enum outcome
foreign_now(const char *dir, struct timespec *now, struct why *why)
{
	enum outcome out = OUT_OK;
	struct stat st;
	int fd;

	if ((fd = clock_file(dir)) == -1)
		return why_sys(why, "%s", dir);
	if (fstat(fd, &st) == -1)
		out = why_sys(why, "%s", dir);
	else
		*now = st.st_ctim;
	(void)close(fd);
	return out;
}
