/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/master.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/digest.h"
#include "io/gcm.h"

#define HEX_LEN (2 * GCM_KEY_LEN)

static int
digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

static int
from_hex(const char *hex, unsigned char *key)
{
	size_t i;
	int hi, lo;

	for (i = 0; i < GCM_KEY_LEN; i++) {
		if ((hi = digit(hex[2 * i])) == -1 ||
		    (lo = digit(hex[2 * i + 1])) == -1)
			return -1;
		key[i] = (unsigned char)(hi << 4 | lo);
	}
	return 0;
}

/* Write the file to its staging name, whole and durable. */
static enum outcome
write_temporary(int dir, const char *hex, struct why *why)
{
	size_t done = 0;
	ssize_t n;
	int fd;

	if (unlinkat(dir, ".master", 0) == -1 && errno != ENOENT)
		return why_sys(why, "keys/.master");
	if ((fd = openat(dir, ".master",
		 O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0400)) ==
	    -1)
		return why_sys(why, "keys/.master");
	while (done < HEX_LEN + 1) {
		n = write(fd, hex + done, HEX_LEN + 1 - done);
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			goto fail;
		done += (size_t)n;
	}
	if (fsync(fd) == -1)
		goto fail;
	if (close(fd) == -1)
		return why_sys(why, "keys/.master");
	return OUT_OK;
fail:
	(void)why_sys(why, "keys/.master");
	(void)close(fd);
	return OUT_RETRY;
}

enum outcome
master_make(const char *keys, struct why *why)
{
	unsigned char key[GCM_KEY_LEN];
	char hex[DIGEST_HEX]; /* a key is as long as a digest */
	enum outcome out;
	int dir;

	if ((dir = open(keys, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) == -1)
		return why_sys(why, "%s", keys);
	out = OUT_OK;
	if (faccessat(dir, "master", F_OK, AT_SYMLINK_NOFOLLOW) == 0)
		goto sync;
	if ((out = gcm_random(key, sizeof(key), why)) != OUT_OK)
		goto done;
	(void)digest_hex(key, hex);
	hex[HEX_LEN] = '\n';
	if ((out = write_temporary(dir, hex, why)) != OUT_OK)
		goto done;
	if (renameat2(dir, ".master", dir, "master", RENAME_NOREPLACE) == -1 &&
	    errno != EEXIST) {
		out = why_sys(why, "%s/master", keys);
		goto done;
	}
sync: /* Also when it was there: whoever made it may have died here. */
	if (fsync(dir) == -1)
		out = why_sys(why, "%s", keys);
done:
	explicit_bzero(key, sizeof(key));
	explicit_bzero(hex, sizeof(hex));
	(void)close(dir);
	return out;
}

enum outcome
master_read(const char *keys, unsigned char *key, struct why *why)
{
	char path[4096], hex[HEX_LEN + 2];
	struct stat st;
	ssize_t n;
	int fd, ok;

	(void)snprintf(path, sizeof(path), "%s/master", keys);
	fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (fd == -1 && (errno == ENOENT || errno == ELOOP))
		return why_reject(
		    why, "KEYS", "keys/master: %s", strerror(errno));
	if (fd == -1)
		return why_sys(why, "keys/master");
	if (fstat(fd, &st) == -1) {
		(void)why_sys(why, "keys/master");
		(void)close(fd);
		return OUT_RETRY;
	}
	if (!S_ISREG(st.st_mode) || st.st_nlink != 1 ||
	    st.st_uid != geteuid() || (st.st_mode & 077) != 0) {
		(void)close(fd);
		return why_reject(why, "KEYS",
		    "keys/master must be a file "
		    "that its owner alone can read");
	}
	n = read(fd, hex, sizeof(hex));
	if (n == -1) {
		(void)why_sys(why, "keys/master");
		(void)close(fd);
		return OUT_RETRY;
	}
	(void)close(fd);
	ok = ((size_t)n == HEX_LEN ||
		 ((size_t)n == HEX_LEN + 1 && hex[HEX_LEN] == '\n')) &&
	    from_hex(hex, key) == 0;
	explicit_bzero(hex, sizeof(hex));
	if (!ok)
		return why_reject(
		    why, "KEYS", "keys/master does not hold 64 hex digits");
	return OUT_OK;
}
