/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/keycopy.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "io/base64.h"
#include "io/digest.h"
#include "io/dirfile.h"
#include "io/mailkeys.h"
#include "io/ring.h"

#define PIECE ((size_t)65536) /* what is sealed at once */

/* The text as it is written. */
struct text {
	struct buf line; /* what is not sealed yet: some lines */
	struct digest_sum *sum;
	unsigned long long bytes;
	struct cms_envelope *sealed;
	struct keycopy *copy;
};

static enum outcome
flush(struct text *t, struct why *why)
{
	enum outcome out;

	if ((out = buf_ok(&t->line, why)) != OUT_OK)
		return out;
	digest_add(t->sum, t->line.data, t->line.len);
	t->bytes += t->line.len;
	out = cms_envelope_add(t->sealed, t->line.data, t->line.len, why);
	buf_reset(&t->line);
	return out;
}

static enum outcome
add_file(const char *name, const struct buf *b, void *ctx, struct why *why)
{
	struct text *t = ctx;

	t->copy->files++;
	(void)buf_printf(&t->line, "file %s ", name);
	(void)base64_write(b->data, b->len, &t->line);
	(void)buf_puts(&t->line, "\n");
	return flush(t, why);
}

static enum outcome
add_key(uint64_t id, const unsigned char *key, void *ctx, struct why *why)
{
	struct text *t = ctx;

	t->copy->keys++;
	(void)buf_printf(&t->line, "key %llu ", (unsigned long long)id);
	(void)base64_write(key, GCM_KEY_LEN, &t->line);
	(void)buf_puts(&t->line, "\n");
	return t->line.len < PIECE ? OUT_OK : flush(t, why);
}

/* The last line is not part of what it counts. */
static enum outcome
add_end(struct text *t, struct why *why)
{
	unsigned char digest[DIGEST_LEN];
	struct digest_sum *sum = t->sum;
	char hex[DIGEST_HEX];
	enum outcome out;

	if ((out = flush(t, why)) != OUT_OK)
		return out;
	t->sum = NULL;
	if ((out = digest_end(sum, digest, why)) != OUT_OK)
		return out;
	(void)buf_printf(
	    &t->line, "end %llu %s\n", t->bytes, digest_hex(digest, hex));
	if ((out = buf_ok(&t->line, why)) != OUT_OK)
		return out;
	return cms_envelope_add(t->sealed, t->line.data, t->line.len, why);
}

static enum outcome
add_all(struct text *t, const char *keys, struct ring *ring, struct why *why)
{
	unsigned char master[GCM_KEY_LEN];
	enum outcome out;

	(void)buf_printf(
	    &t->line, "isupport-keys 1 %s %s\n", t->copy->code, t->copy->at);
	ring_master(ring, master);
	(void)buf_puts(&t->line, "master ");
	(void)base64_write(master, sizeof(master), &t->line);
	(void)buf_puts(&t->line, "\n");
	explicit_bzero(master, sizeof(master));
	if ((out = mailkeys_files(keys, add_file, t, why)) == OUT_OK &&
	    (out = ring_each(ring, add_key, t, why)) == OUT_OK)
		out = add_end(t, why);
	return out;
}

static enum outcome
write_sealed(struct text *t, const char *keys, const struct cms_cert *to,
    int fd, struct ring *ring, struct why *why)
{
	enum outcome out;

	if ((out = digest_begin(&t->sum, why)) == OUT_OK &&
	    (out = cms_envelope_begin(to, fd, &t->sealed, why)) == OUT_OK) {
		if ((out = add_all(t, keys, ring, why)) == OUT_OK)
			out = cms_envelope_end(t->sealed, why);
		else
			cms_envelope_drop(t->sealed);
	}
	digest_drop(t->sum);
	buf_wipe(&t->line);
	if (out == OUT_OK && fsync(fd) == -1)
		out = why_sys(why, "sealed file");
	return out;
}

/* The folder of a path, open, and the name in it. */
static enum outcome
open_folder(const char *path, int *dir, const char **name, struct why *why)
{
	const char *slash = strrchr(path, '/');
	char folder[PATH_MAX] = ".";

	*name = slash == NULL ? path : slash + 1;
	if (slash != NULL &&
	    snprintf(folder, sizeof(folder), "%.*s", (int)(slash - path + 1),
		path) >= (int)sizeof(folder))
		return why_reject(why, "PUBLISH-NAME", "the path is too long");
	if (!dirfile_name_ok(*name) || strlen(*name) > NAME_MAX - 6)
		return why_reject(
		    why, "PUBLISH-NAME", "the path names no file");
	if ((*dir = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) == -1)
		return why_sys(why, "%s", folder);
	return OUT_OK;
}

static enum outcome
taken(struct why *why)
{
	return why_reject(
	    why, "PUBLISH-TAKEN", "there is such a file, and it stays");
}

/* With its contents on disk it gets its name, and that is on disk, too. */
static enum outcome
give_name(int dir, const char *part, const char *name, struct why *why)
{
	if (renameat2(dir, part, dir, name, RENAME_NOREPLACE) == -1)
		return errno == EEXIST ? taken(why) : why_sys(why, "%s", name);
	return fsync(dir) == -1 ? why_sys(why, "%s", name) : OUT_OK;
}

static enum outcome
write_file(int dir, const char *name, const char *keys,
    const struct cms_cert *to, struct ring *ring, struct keycopy *copy,
    struct why *why)
{
	struct text t = { .copy = copy };
	char part[NAME_MAX + 1];
	enum outcome out;
	int fd;

	if (faccessat(dir, name, F_OK, AT_SYMLINK_NOFOLLOW) == 0)
		return taken(why);
	(void)snprintf(part, sizeof(part), ".%s.part", name);
	if (unlinkat(dir, part, 0) == -1 && errno != ENOENT)
		return why_sys(why, "%s", part);
	if ((fd = openat(dir, part,
		 O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0400)) ==
	    -1)
		return why_sys(why, "%s", part);
	out = write_sealed(&t, keys, to, fd, ring, why);
	if (close(fd) == -1 && out == OUT_OK)
		out = why_sys(why, "%s", part);
	if (out == OUT_OK)
		out = give_name(dir, part, name, why);
	if (out != OUT_OK)
		(void)unlinkat(dir, part, 0);
	return out;
}

enum outcome
keycopy_write(const char *keys, const struct cms_cert *to, const char *path,
    struct keycopy *copy, struct why *why)
{
	struct gcm *gcm;
	struct ring *ring = NULL;
	const char *name;
	enum outcome out;
	int dir;

	copy->keys = copy->files = 0;
	if ((out = open_folder(path, &dir, &name, why)) != OUT_OK)
		return out;
	if ((gcm = gcm_new()) == NULL)
		out = why_retry(why, "OpenSSL cannot be used");
	else if ((out = ring_open(keys, gcm, &ring, why)) == OUT_OK)
		out = write_file(dir, name, keys, to, ring, copy, why);
	ring_close(ring);
	gcm_free(gcm);
	(void)close(dir);
	return out;
}
