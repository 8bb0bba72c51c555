/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/manifest.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/copy.h"
#include "io/slurp.h"

#define FIRST "isupport backup 1"
#define TEXT_MAX ((size_t)1 << 30) /* bytes of a MANIFEST */

/* ---- made ----------------------------------------------------------------*/

enum outcome
manifest_add(struct manifest *m, const char *path, uint64_t size,
    const unsigned char *digest, struct why *why)
{
	struct manifest_file *grown, *f;

	if (m->n % 256 == 0) {
		grown = realloc(m->file, (m->n + 256) * sizeof(*grown));
		if (grown == NULL)
			return why_sys(why, MANIFEST_NAME);
		m->file = grown;
	}
	f = &m->file[m->n];
	if ((f->path = strdup(path)) == NULL)
		return why_sys(why, MANIFEST_NAME);
	f->size = size;
	memcpy(f->digest, digest, DIGEST_LEN);
	m->n++;
	return OUT_OK;
}

void
manifest_cut(struct manifest *m, size_t n)
{
	while (m->n > n)
		free(m->file[--m->n].path);
}

void
manifest_free(struct manifest *m)
{
	manifest_cut(m, 0);
	free(m->file);
	memset(m, 0, sizeof(*m));
}

enum outcome
manifest_write(const struct manifest *m, struct buf *b, struct why *why)
{
	unsigned char digest[DIGEST_LEN];
	char text[DIGEST_HEX];
	enum outcome out;
	size_t i;

	(void)buf_printf(b,
	    FIRST "\nunit %s\ntime %s\nhead %" PRIu64 " %s\nepoch %" PRIu64
		  "\n",
	    m->unit, m->time, m->count, digest_hex(m->head, text), m->epoch);
	for (i = 0; i < m->n; i++)
		(void)buf_printf(b, "file %" PRIu64 " %s %s\n", m->file[i].size,
		    digest_hex(m->file[i].digest, text), m->file[i].path);
	if ((out = buf_ok(b, why)) != OUT_OK ||
	    (out = digest_sha256(b->data, b->len, digest, why)) != OUT_OK)
		return out;
	(void)buf_printf(b, "end %zu %s\n", b->len, digest_hex(digest, text));
	return buf_ok(b, why);
}

/* ---- read ----------------------------------------------------------------*/

static enum outcome
damaged(struct why *why, const char *path, const char *text)
{
	(void)why_reject(why, "BACKUP-DAMAGED", "%s", text);
	why_at(why, 0, path);
	return OUT_REJECT;
}

static bool
read_hex(const char *s, unsigned char *digest)
{
	unsigned int byte;
	size_t i;

	if (!digest_hex_ok(s))
		return false;
	for (i = 0; i < DIGEST_LEN; i++) {
		(void)sscanf(s + 2 * i, "%2x", &byte);
		digest[i] = (unsigned char)byte;
	}
	return true;
}

/* The last line tells length and hash of what is before it. */
static enum outcome
check_end(struct buf *b, struct why *why)
{
	unsigned char digest[DIGEST_LEN];
	char text[DIGEST_HEX], want[128];
	enum outcome out;
	size_t at;

	if (b->len < 2 || b->data[b->len - 1] != '\n')
		return damaged(why, MANIFEST_NAME, "its end is missing");
	for (at = b->len - 1; at > 0 && b->data[at - 1] != '\n'; at--)
		continue;
	if ((out = digest_sha256(b->data, at, digest, why)) != OUT_OK)
		return out;
	(void)snprintf(
	    want, sizeof(want), "end %zu %s\n", at, digest_hex(digest, text));
	if (strcmp((const char *)b->data + at, want) != 0)
		return damaged(
		    why, MANIFEST_NAME, "it is not as it was written");
	b->data[at] = '\0';
	b->len = at;
	return OUT_OK;
}

static bool
path_ok(const char *path)
{
	return path[0] != '\0' && path[0] != '/' &&
	    strncmp(path, "../", 3) != 0 && strstr(path, "/../") == NULL;
}

static enum outcome
read_file_line(struct manifest *m, char *line, struct why *why)
{
	unsigned char digest[DIGEST_LEN];
	char *end;
	uint64_t size = strtoull(line + 5, &end, 10);

	if (*end != ' ' || strlen(end) < 1 + DIGEST_HEX ||
	    end[DIGEST_HEX] != ' ')
		return damaged(why, MANIFEST_NAME, "a line is not of it");
	end[DIGEST_HEX] = '\0';
	if (!read_hex(end + 1, digest) || !path_ok(end + 1 + DIGEST_HEX))
		return damaged(why, MANIFEST_NAME, "a line is not of it");
	return manifest_add(m, end + 1 + DIGEST_HEX, size, digest, why);
}

static enum outcome
read_line(struct manifest *m, char *line, struct why *why)
{
	char text[DIGEST_HEX];

	if (strncmp(line, "file ", 5) == 0)
		return read_file_line(m, line, why);
	if (strcmp(line, FIRST) == 0 ||
	    sscanf(line, "unit %15s", m->unit) == 1 ||
	    sscanf(line, "time %23s", m->time) == 1 ||
	    sscanf(line, "epoch %" SCNu64, &m->epoch) == 1 ||
	    (sscanf(line, "head %" SCNu64 " %64s", &m->count, text) == 2 &&
		read_hex(text, m->head)))
		return OUT_OK;
	return damaged(why, MANIFEST_NAME, "a line is not of it");
}

static enum outcome
read_text(struct manifest *m, struct buf *b, struct why *why)
{
	enum outcome out;
	char *save = NULL, *line;

	if ((out = check_end(b, why)) != OUT_OK)
		return out;
	if (strncmp((char *)b->data, FIRST "\n", strlen(FIRST "\n")) != 0)
		return why_reject(why, "BACKUP-NONE",
		    "this is no backup, or one of a later version");
	for (line = strtok_r((char *)b->data, "\n", &save);
	     out == OUT_OK && line != NULL; line = strtok_r(NULL, "\n", &save))
		out = read_line(m, line, why);
	return out;
}

/* Whether the file is, byte for byte, what was written. */
static enum outcome
check_file(const char *dir, const struct manifest_file *f, struct why *why)
{
	unsigned char digest[DIGEST_LEN];
	char path[PATH_MAX];
	enum outcome out;
	struct stat st;
	uint64_t size;

	(void)snprintf(path, sizeof(path), "%s/%s", dir, f->path);
	if (lstat(path, &st) == -1 || !S_ISREG(st.st_mode))
		return damaged(why, f->path, "a file is missing");
	if ((out = copy_digest(path, &size, digest, why)) == OUT_OK &&
	    (size != f->size || memcmp(digest, f->digest, DIGEST_LEN) != 0))
		out = damaged(why, f->path, "a file is not as it was written");
	return out;
}

enum outcome
manifest_load(const char *dir, struct manifest *m, struct why *why)
{
	struct buf b = BUF_INIT;
	char path[PATH_MAX];
	enum outcome out;
	size_t i;

	memset(m, 0, sizeof(*m));
	(void)snprintf(path, sizeof(path), "%s/" MANIFEST_NAME, dir);
	if (access(path, F_OK) == -1 && (errno == ENOENT || errno == ENOTDIR))
		return why_reject(why, "BACKUP-NONE",
		    "%s: no backup is here, or it was not finished", dir);
	if ((out = slurp_file(path, TEXT_MAX, &b, why)) == OUT_OK)
		out = read_text(m, &b, why);
	for (i = 0; out == OUT_OK && i < m->n; i++)
		out = check_file(dir, &m->file[i], why);
	if (out != OUT_OK)
		manifest_free(m);
	buf_free(&b);
	return out;
}
