/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/heads.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define LINE_TEXT 640 /* bytes of a line, with its newline and NUL */
#define NAME "sent/audit"

struct heads {
	int fd;
	bool dirty; /* not durable yet */
};

enum outcome
heads_open(const char *path, struct heads **heads, struct why *why)
{
	struct heads *h;

	*heads = NULL;
	if ((h = calloc(1, sizeof(*h))) == NULL)
		return why_sys(why, NAME);
	h->fd = open(
	    path, O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (h->fd == -1) {
		free(h);
		return why_sys(why, NAME);
	}
	*heads = h;
	return OUT_OK;
}

void
heads_close(struct heads *h)
{
	if (h == NULL)
		return;
	/* If this fails the line may be lost: it is one behind then. */
	if (h->dirty)
		(void)fsync(h->fd);
	(void)close(h->fd);
	free(h);
}

void
heads_lock(struct heads *h)
{
	while (flock(h->fd, LOCK_EX) == -1 && errno == EINTR)
		;
}

void
heads_unlock(struct heads *h)
{
	(void)flock(h->fd, LOCK_UN);
}

/* Read a line, without its newline; false if it is none. */
static bool
read_line(const char *line, struct head *head)
{
	static const char accepted[] = " accepted";
	const char *p = line;
	char hex[DIGEST_HEX];
	char *end;

	if (*p < '1' || *p > '9')
		return false;
	errno = 0;
	head->count = strtoull(p, &end, 10);
	if (errno != 0 || *end != ' ' || strlen(end + 1) < DIGEST_HEX ||
	    end[DIGEST_HEX] != ' ')
		return false;
	memcpy(hex, end + 1, DIGEST_HEX - 1);
	hex[DIGEST_HEX - 1] = '\0';
	if (!digest_read_hex(hex, head->digest))
		return false;
	end += 1 + DIGEST_HEX;
	head->accepted = strlen(end) > strlen(accepted) &&
	    strcmp(end + strlen(end) - strlen(accepted), accepted) == 0;
	head->numbers = strchr(end, ' ');
	return true;
}

/* The last line that is whole; what a crash left behind it is passed over. */
enum outcome
heads_last(struct heads *h, struct head *head, struct why *why)
{
	char tail[4 * LINE_TEXT + 1], *line, *end;
	struct stat st;
	off_t from;
	ssize_t n;

	memset(head, 0, sizeof(*head));
	if (fstat(h->fd, &st) == -1)
		return why_sys(why, NAME);
	from = st.st_size < (off_t)sizeof(tail) ?
	    0 :
	    st.st_size - (off_t)sizeof(tail) + 1;
	if ((n = pread(h->fd, tail, sizeof(tail) - 1, from)) == -1)
		return why_sys(why, NAME);
	tail[n] = '\0';
	for (line = tail;
	     (end = memchr(line, '\n', (size_t)(tail + n - line))) != NULL;
	     line = end + 1) {
		struct head one;

		*end = '\0';
		if (read_line(line, &one))
			*head = one;
	}
	head->numbers = NULL; /* they stand in tail */
	return OUT_OK;
}

enum outcome
heads_sync(struct heads *h, struct why *why)
{
	return fsync(h->fd) == -1 ? why_sys(why, NAME) : OUT_OK;
}

/* Whether a crash has cut off the last line. */
static bool
is_cut(const struct heads *h)
{
	struct stat st;
	char last = '\n';

	return fstat(h->fd, &st) == 0 && st.st_size > 0 &&
	    pread(h->fd, &last, 1, st.st_size - 1) == 1 && last != '\n';
}

enum outcome
heads_add(
    struct heads *h, const struct head *head, const char *at, struct why *why)
{
	char line[LINE_TEXT], hex[DIGEST_HEX];
	ssize_t n;

	n = snprintf(line, sizeof(line), "%s%" PRIu64 " %s %.40s%.400s%s\n",
	    is_cut(h) ? "\n" : "", head->count, digest_hex(head->digest, hex),
	    at, head->numbers == NULL ? "" : head->numbers,
	    head->accepted ? " accepted" : "");
	if (write(h->fd, line, (size_t)n) != n)
		return why_sys(why, NAME);
	h->dirty = true;
	return OUT_OK;
}

enum outcome
heads_each(const char *path, heads_fn *fn, void *ctx, struct why *why)
{
	enum outcome out = OUT_OK;
	struct head head;
	char *line = NULL;
	size_t size = 0;
	ssize_t n;
	FILE *f;

	if ((f = fopen(path, "re")) == NULL)
		return errno == ENOENT ? OUT_OK : why_sys(why, NAME);
	while (out == OUT_OK && (n = getline(&line, &size, f)) > 0 &&
	    line[n - 1] == '\n') {
		line[n - 1] = '\0';
		if (read_line(line, &head))
			out = fn(&head, ctx, why);
	}
	if (out == OUT_OK && ferror(f) != 0)
		out = why_sys(why, NAME);
	free(line);
	(void)fclose(f);
	return out;
}
