/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/master.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/digest.h"
#include "io/gcm.h"

#define HEX_LEN (2 * GCM_KEY_LEN)

static const char *const names[] = { "master", "master.next" };
static const char *const credentials[] = { "isupport-master",
	"isupport-master.next" };

/* The path of the credential in buf; false if systemd gives none. */
static bool
given(enum master which, char *buf, size_t size)
{
	const char *dir = secure_getenv("CREDENTIALS_DIRECTORY");

	if (dir == NULL || dir[0] != '/')
		return false;
	return snprintf(buf, size, "%s/%s", dir, credentials[which]) <
	    (int)size;
}

bool
master_given(void)
{
	char path[PATH_MAX];

	return given(MASTER, path, sizeof(path)) && access(path, F_OK) == 0;
}

const char *
master_name(enum master which)
{
	static const char *const files[] = { "keys/master",
		"keys/master.next" };

	return master_given() ? credentials[which] : files[which];
}

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

static enum outcome
open_keys(const char *keys, int *dir, struct why *why)
{
	*dir = open(keys, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return *dir == -1 ? why_sys(why, "%s", keys) : OUT_OK;
}

/* Put it there unless there is one; key NULL: a new one. */
static enum outcome
put(int dir, const char *name, const unsigned char *key, struct why *why)
{
	unsigned char fresh[GCM_KEY_LEN];
	char hex[DIGEST_HEX]; /* a key is as long as a digest */
	enum outcome out = OUT_OK;

	if (faccessat(dir, name, F_OK, AT_SYMLINK_NOFOLLOW) == 0)
		return OUT_OK;
	if (key == NULL)
		out = gcm_random(fresh, sizeof(fresh), why);
	if (out != OUT_OK)
		return out;
	(void)digest_hex(key == NULL ? fresh : key, hex);
	hex[HEX_LEN] = '\n';
	if ((out = write_temporary(dir, hex, why)) == OUT_OK &&
	    renameat2(dir, ".master", dir, name, RENAME_NOREPLACE) == -1 &&
	    errno != EEXIST)
		out = why_sys(why, "keys/%s", name);
	explicit_bzero(fresh, sizeof(fresh));
	explicit_bzero(hex, sizeof(hex));
	return out;
}

static enum outcome
make(const char *keys, enum master which, const unsigned char *key,
    struct why *why)
{
	enum outcome out;
	int dir;

	if ((out = open_keys(keys, &dir, why)) != OUT_OK)
		return out;
	if (!master_given())
		out = put(dir, names[which], key, why);
	/* Also when it was there: whoever made it may have died here. */
	if (out == OUT_OK && fsync(dir) == -1)
		out = why_sys(why, "%s", keys);
	(void)close(dir);
	return out;
}

enum outcome
master_make(const char *keys, enum master which, struct why *why)
{
	return make(keys, which, NULL, why);
}

enum outcome
master_put(const char *keys, enum master which, const unsigned char *key,
    struct why *why)
{
	return make(keys, which, key, why);
}

/* A file of ours, to be overwritten; or -1.  Its mode lets nobody write. */
static int
open_to_overwrite(int dir, const char *name)
{
	struct stat st;

	if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) == -1 ||
	    !S_ISREG(st.st_mode) || fchmodat(dir, name, 0600, 0) == -1)
		return -1;
	return openat(dir, name, O_WRONLY | O_NOFOLLOW | O_CLOEXEC);
}

/* A disk may keep the old bytes elsewhere: nothing depends on this. */
static void
overwrite(int fd)
{
	static const char zeros[HEX_LEN + 1];

	if (fd != -1 && write(fd, zeros, sizeof(zeros)) > 0)
		(void)fsync(fd);
}

enum outcome
master_switch(const char *keys, struct why *why)
{
	enum outcome out;
	int dir, fd;

	if (master_given())
		return OUT_OK;
	if ((out = open_keys(keys, &dir, why)) != OUT_OK)
		return out;
	fd = open_to_overwrite(dir, names[MASTER]);
	if (fsync(dir) == -1)
		out = why_sys(why, "%s", keys);
	else if (renameat(dir, names[MASTER_NEXT], dir, names[MASTER]) == 0) {
		if (fsync(dir) == -1)
			out = why_sys(why, "%s", keys);
		else
			overwrite(fd);
	} else if (errno != ENOENT)
		out = why_sys(why, "keys/master.next");
	if (fd != -1)
		(void)close(fd);
	(void)close(dir);
	return out;
}

enum outcome
master_drop_next(const char *keys, struct why *why)
{
	static const char *const rubbish[] = { "master.next", ".master" };
	enum outcome out;
	size_t i;
	int dir, fd;

	if ((out = open_keys(keys, &dir, why)) != OUT_OK)
		return out;
	for (i = 0; i < sizeof(rubbish) / sizeof(rubbish[0]); i++) {
		if ((fd = open_to_overwrite(dir, rubbish[i])) != -1) {
			overwrite(fd);
			(void)close(fd);
		}
		if (unlinkat(dir, rubbish[i], 0) == -1 && errno != ENOENT)
			out = why_sys(why, "keys/%s", rubbish[i]);
	}
	if (fsync(dir) == -1)
		out = why_sys(why, "%s", keys);
	(void)close(dir);
	return out;
}

/* A credential is of root, with a list of who may read: the group's bits. */
static bool
ours_alone(const struct stat *st, bool credential)
{
	mode_t others = credential ? 037 : 077;

	return S_ISREG(st->st_mode) && st->st_nlink == 1 &&
	    (st->st_uid == geteuid() || (credential && st->st_uid == 0)) &&
	    (st->st_mode & others) == 0;
}

static enum outcome
read_hex(int fd, bool credential, const char *name, unsigned char *key,
    struct why *why)
{
	char hex[HEX_LEN + 2];
	struct stat st;
	ssize_t n;
	bool ok;

	if (fstat(fd, &st) == -1)
		return why_sys(why, "%s", name);
	if (!ours_alone(&st, credential))
		return why_reject(why, "KEYS",
		    "%s must be a file that its owner alone can read", name);
	if ((n = read(fd, hex, sizeof(hex))) == -1)
		return why_sys(why, "%s", name);
	ok = ((size_t)n == HEX_LEN ||
		 ((size_t)n == HEX_LEN + 1 && hex[HEX_LEN] == '\n')) &&
	    from_hex(hex, key) == 0;
	explicit_bzero(hex, sizeof(hex));
	if (!ok)
		return why_reject(
		    why, "KEYS", "%s does not hold 64 hex digits", name);
	return OUT_OK;
}

enum outcome
master_read(
    const char *keys, enum master which, unsigned char *key, struct why *why)
{
	bool credential = master_given();
	const char *name = master_name(which);
	char path[PATH_MAX];
	enum outcome out;
	int fd;

	if (!credential)
		(void)snprintf(path, sizeof(path), "%s/%s", keys, names[which]);
	else if (!given(which, path, sizeof(path)))
		return why_retry(why, "credentials");
	fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (fd == -1 && (errno == ENOENT || errno == ELOOP))
		return why_reject(why, "KEYS", "%s: %s", name, strerror(errno));
	if (fd == -1)
		return why_sys(why, "%s", name);
	out = read_hex(fd, credential, name, key, why);
	(void)close(fd);
	return out;
}
