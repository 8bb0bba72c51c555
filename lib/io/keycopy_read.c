/* SPDX-License-Identifier: EUPL-1.2 */
/* The opened text of a copy of keys, and the keys back in their place. */
#include <errno.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "io/base64.h"
#include "io/digest.h"
#include "io/keycopy.h"
#include "io/mailkeys.h"

#define PIECE ((size_t)65536)
#define LINE_BYTES ((size_t)2 << 20) /* a file of 1 MiB in base64, and more */
#define FILES_MAX ((size_t)256)

struct text {
	int fd;
	struct buf in;
	size_t at; /* of the next line in it */
	struct digest_sum *sum;
	unsigned long long bytes; /* before the next line */
	struct keycopy *copy;
	struct buf key; /* the one at hand */
	uint64_t last;	/* id */
	char *names[FILES_MAX];
	struct buf files[FILES_MAX];
};

static enum outcome
bad(const char *what, struct why *why)
{
	return why_reject(why, "KEYCOPY",
	    "%s: it must be what openssl cms -decrypt wrote, all of it", what);
}

static enum outcome
fill(struct text *t, struct why *why)
{
	ssize_t n;

	if (t->at > 0) {
		t->in.len -= t->at;
		memmove(t->in.data, t->in.data + t->at, t->in.len);
		t->at = 0;
	}
	if (t->in.len > LINE_BYTES)
		return bad("a line is too long", why);
	if (buf_room(&t->in, PIECE) == -1)
		return buf_ok(&t->in, why);
	while ((n = read(t->fd, t->in.data + t->in.len, PIECE)) == -1 &&
	    errno == EINTR)
		;
	if (n == -1)
		return why_sys(why, "the copy of keys cannot be read");
	if (n == 0)
		return bad("the copy is cut short", why);
	t->in.len += (size_t)n;
	return OUT_OK;
}

/* The next line, its newline made NUL; it lives until the next call. */
static enum outcome
next_line(struct text *t, char **line, struct why *why)
{
	unsigned char *start = NULL, *end = NULL;
	enum outcome out;

	for (;;) {
		if (t->in.len > t->at) {
			start = t->in.data + t->at;
			end = memchr(start, '\n', t->in.len - t->at);
		}
		if (end != NULL)
			break;
		if ((out = fill(t, why)) != OUT_OK)
			return out;
	}
	*line = (char *)start;
	t->at += (size_t)(end - start) + 1;
	if (strncmp(*line, "end ", 4) != 0) {
		digest_add(t->sum, start, (size_t)(end - start) + 1);
		t->bytes += (size_t)(end - start) + 1;
	}
	*end = '\0';
	return OUT_OK;
}

/* The words of a line after its first, cut at the blank. */
static char *
word_after(char *line, const char *first)
{
	size_t n = strlen(first);

	return strncmp(line, first, n) == 0 && line[n] == ' ' ? line + n + 1 :
								NULL;
}

static char *
second_word(char *words)
{
	char *blank = words == NULL ? NULL : strchr(words, ' ');

	if (blank == NULL)
		return NULL;
	*blank = '\0';
	return blank + 1;
}

static enum outcome
read_bytes(struct text *t, const char *base64, struct why *why)
{
	buf_reset(&t->key);
	if (base64 == NULL ||
	    base64_read_exact(base64, &t->key, why) != OUT_OK ||
	    t->key.len != GCM_KEY_LEN)
		return bad("a key is none", why);
	return OUT_OK;
}

static enum outcome
read_head(struct text *t, unsigned char *master, struct why *why)
{
	char *line, *code, *at;
	enum outcome out;

	if ((out = next_line(t, &line, why)) != OUT_OK)
		return out;
	code = word_after(line, "isupport-keys 1");
	if ((at = second_word(code)) == NULL ||
	    strlen(code) >= sizeof(t->copy->code) ||
	    strlen(at) >= sizeof(t->copy->at))
		return bad("not a copy of keys", why);
	if (t->copy->code[0] != '\0' && strcmp(t->copy->code, code) != 0)
		return why_reject(
		    why, "KEYCOPY", "the copy is of another unit's keys");
	(void)strcpy(t->copy->code, code);
	(void)strcpy(t->copy->at, at);
	if ((out = next_line(t, &line, why)) != OUT_OK ||
	    (out = read_bytes(t, word_after(line, "master"), why)) != OUT_OK)
		return out;
	memcpy(master, t->key.data, GCM_KEY_LEN);
	return OUT_OK;
}

static enum outcome
read_file(struct text *t, char *words, struct why *why)
{
	char *base64 = second_word(words);
	size_t n = t->copy->files;

	if (base64 == NULL || n == FILES_MAX ||
	    base64_read_exact(base64, &t->files[n], why) != OUT_OK)
		return bad("a file is none", why);
	if ((t->names[n] = strdup(words)) == NULL)
		return why_sys(why, "copy of keys");
	t->copy->files++;
	return OUT_OK;
}

static enum outcome
read_key(struct text *t, char *words, struct ring_restore *r, struct why *why)
{
	char *base64 = second_word(words), *end;
	enum outcome out;
	uint64_t id;

	errno = 0;
	id = strtoull(words, &end, 10);
	if (base64 == NULL || errno != 0 || *end != '\0' || id <= t->last)
		return bad("a key is not in its place", why);
	if ((out = read_bytes(t, base64, why)) != OUT_OK)
		return out;
	t->last = id;
	t->copy->keys++;
	return ring_restore_put(id, t->key.data, r, why);
}

static enum outcome
read_end(struct text *t, char *words, struct why *why)
{
	unsigned char digest[DIGEST_LEN];
	char hex[DIGEST_HEX], want[DIGEST_HEX + 32];
	struct digest_sum *sum = t->sum;
	enum outcome out;

	t->sum = NULL;
	if ((out = digest_end(sum, digest, why)) != OUT_OK)
		return out;
	(void)snprintf(
	    want, sizeof(want), "%llu %s", t->bytes, digest_hex(digest, hex));
	return strcmp(words, want) == 0 ? OUT_OK :
					  bad("the copy was changed", why);
}

/* All lines after the head, to the last one. */
static enum outcome
read_rest(struct text *t, struct ring_restore *r, struct why *why)
{
	char *line, *words;
	enum outcome out;

	while ((out = next_line(t, &line, why)) == OUT_OK) {
		if ((words = word_after(line, "key")) != NULL)
			out = read_key(t, words, r, why);
		else if ((words = word_after(line, "file")) != NULL)
			out = read_file(t, words, why);
		else if ((words = word_after(line, "end")) != NULL)
			return read_end(t, words, why);
		else
			out = bad("a line is none", why);
		if (out != OUT_OK)
			break;
	}
	return out;
}

/* The message keys come first: with the ring all is there. */
static enum outcome
restore(struct text *t, const char *keys, struct gcm *gcm, struct why *why)
{
	unsigned char master[GCM_KEY_LEN];
	struct ring_restore *r = NULL;
	enum outcome out;

	if ((out = digest_begin(&t->sum, why)) == OUT_OK &&
	    (out = read_head(t, master, why)) == OUT_OK &&
	    (out = ring_restore_begin(keys, master, gcm, &r, why)) == OUT_OK &&
	    (out = read_rest(t, r, why)) == OUT_OK &&
	    (out = ring_restore_ready(r, why)) == OUT_OK &&
	    (out = mailkeys_put(
		 keys, t->names, t->files, t->copy->files, why)) == OUT_OK)
		out = ring_restore_done(r, &t->copy->how, why);
	ring_restore_free(r);
	explicit_bzero(master, sizeof(master));
	return out;
}

static void
text_free(struct text *t)
{
	size_t i;

	for (i = 0; i < t->copy->files; i++)
		free(t->names[i]);
	for (i = 0; i < FILES_MAX; i++)
		buf_free(&t->files[i]);
	digest_drop(t->sum);
	buf_wipe(&t->in);
	buf_wipe(&t->key);
	free(t);
}

enum outcome
keycopy_restore(const char *keys, int fd, struct keycopy *copy, struct why *why)
{
	struct gcm *gcm;
	struct text *t;
	enum outcome out;

	copy->keys = copy->files = 0;
	if ((t = calloc(1, sizeof(*t))) == NULL)
		return why_sys(why, "copy of keys");
	t->fd = fd;
	t->copy = copy;
	if ((gcm = gcm_new()) == NULL)
		out = why_retry(why, "OpenSSL cannot be used");
	else
		out = restore(t, keys, gcm, why);
	gcm_free(gcm);
	text_free(t);
	return out;
}
