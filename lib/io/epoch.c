/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/epoch.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "io/slurp.h"

#define EPOCH_SIZE 64 /* bytes of the file, at most */
#define LOST " sent-lost\n"

enum outcome
epoch_read(const char *path, struct epoch *e, struct why *why)
{
	struct buf b = BUF_INIT;
	enum outcome out;
	char *end;

	memset(e, 0, sizeof(*e));
	if (access(path, F_OK) == -1 && errno == ENOENT)
		return OUT_OK;
	if ((out = slurp_file(path, EPOCH_SIZE, &b, why)) != OUT_OK)
		return out;
	errno = 0;
	e->number = strtoull((const char *)b.data, &end, 10);
	e->sent_lost = strcmp(end, LOST) == 0;
	if (errno != 0 || e->number == 0 || b.data[0] == '-' ||
	    (!e->sent_lost && strcmp(end, "\n") != 0))
		out =
		    why_reject(why, "KEYS", "keys/epoch is not as it must be");
	buf_free(&b);
	return out;
}

/* A new file, whole and durable, under the name "epoch.new". */
static int
write_new(int dir, const char *text, size_t n)
{
	int fd, rc;

	(void)unlinkat(dir, "epoch.new", 0);
	fd = openat(dir, "epoch.new",
	    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd == -1)
		return -1;
	rc = write(fd, text, n) == (ssize_t)n && fsync(fd) == 0 ? 0 : -1;
	if (close(fd) == -1)
		rc = -1;
	return rc;
}

enum outcome
epoch_write(const char *keys, const struct epoch *e, struct why *why)
{
	enum outcome out = OUT_OK;
	char text[EPOCH_SIZE];
	int dir, n;

	n = snprintf(text, sizeof(text), "%" PRIu64 "%s", e->number,
	    e->sent_lost ? LOST : "\n");
	if ((dir = open(keys, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) == -1)
		return why_sys(why, "%s", keys);
	if (write_new(dir, text, (size_t)n) == -1 ||
	    renameat(dir, "epoch.new", dir, "epoch") == -1 || fsync(dir) == -1)
		out = why_sys(why, "keys/epoch");
	(void)close(dir);
	return out;
}
