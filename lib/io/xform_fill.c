/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/xform.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "io/slurp.h"

/*
 * A built table has one line for each text, a key and a TAB before it: the
 * code point of a label in hexadecimal ("E01F"), or kind and code of a token
 * ("country:DE").  The texts are escaped here, once, so that filling in only
 * copies.
 */
#define TABLE_MAX ((size_t)4 << 20) /* bytes of a table */
#define FIRST 0xe000U		    /* of the labels' code points */
#define N_LABELS 0x18f0U	    /* up to U+F8EF */
#define TOKEN_MAX ((size_t)200)	    /* bytes of kind and code */

struct text {
	const char *s; /* escaped; in the arena */
	size_t len;
};

struct slot {
	const char *key; /* in the arena, NUL-terminated */
	size_t keylen;
	struct text text;
};

struct labels {
	struct buf table; /* as read: the keys live here */
	struct buf arena; /* the escaped texts */
	struct text label[N_LABELS];
	struct slot *slots; /* open addressing */
	size_t n_slots;	    /* a power of two */
};

static size_t
hash(const char *key, size_t len)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325); /* FNV-1a */

	while (len-- > 0)
		h = (h ^ (unsigned char)*key++) * UINT64_C(0x100000001b3);
	return (size_t)(h ^ (h >> 32));
}

/* The slot of the key, or the free one where it would go. */
static struct slot *
slot_of(const struct labels *labels, const char *key, size_t len)
{
	size_t i = hash(key, len);

	for (;; i++) {
		struct slot *slot = &labels->slots[i & (labels->n_slots - 1)];

		if (slot->key == NULL ||
		    (slot->keylen == len && memcmp(slot->key, key, len) == 0))
			return slot;
	}
}

/* Append the text up to its end to the arena, escaped. */
static void
escape(struct buf *arena, const char *s, size_t len)
{
	for (; len > 0; s++, len--) {
		switch (*s) {
		case '&':
			(void)buf_puts(arena, "&amp;");
			break;
		case '<':
			(void)buf_puts(arena, "&lt;");
			break;
		case '>':
			(void)buf_puts(arena, "&gt;");
			break;
		case '"':
			(void)buf_puts(arena, "&quot;");
			break;
		default:
			(void)buf_add(arena, s, 1);
		}
	}
}

/* Take one line; the arena does not move, as it has room for all. */
static bool
take_line(struct labels *labels, char *line, size_t len)
{
	char *tab = memchr(line, '\t', len), *end;
	struct text text;
	struct slot *slot;
	unsigned long cp;

	if (tab == NULL)
		return false;
	*tab = '\0';
	text.s = (char *)labels->arena.data + labels->arena.len;
	escape(&labels->arena, tab + 1, len - (size_t)(tab + 1 - line));
	text.len =
	    labels->arena.len - (size_t)(text.s - (char *)labels->arena.data);

	if (strchr(line, ':') == NULL) {
		cp = strtoul(line, &end, 16);
		if (*end != '\0' || cp < FIRST || cp >= FIRST + N_LABELS)
			return false;
		labels->label[cp - FIRST] = text;
		return true;
	}
	slot = slot_of(labels, line, (size_t)(tab - line));
	slot->key = line;
	slot->keylen = (size_t)(tab - line);
	slot->text = text;
	return true;
}

static enum outcome
take_table(struct labels *labels, const char *path, struct why *why)
{
	char *p = (char *)labels->table.data, *end = p + labels->table.len, *nl;
	size_t lines = 1;

	for (nl = p; nl < end; nl++)
		lines += *nl == '\n';
	for (labels->n_slots = 16; labels->n_slots < lines * 2;)
		labels->n_slots *= 2;
	labels->slots = calloc(labels->n_slots, sizeof(*labels->slots));
	/* No character becomes longer than six. */
	if (labels->slots == NULL ||
	    buf_room(&labels->arena, labels->table.len * 6) == -1)
		return why_retry(why, "out of memory");

	for (; p < end; p = nl + 1) {
		if ((nl = memchr(p, '\n', (size_t)(end - p))) == NULL)
			nl = end;
		if (!take_line(labels, p, (size_t)(nl - p)))
			return why_retry(why, "%s: no table of labels", path);
	}
	return OUT_OK;
}

enum outcome
labels_load(const char *dir, const char *language, struct labels **labelsp,
    struct why *why)
{
	struct buf path = BUF_INIT;
	struct labels *labels;
	enum outcome out;

	*labelsp = NULL;
	if ((labels = calloc(1, sizeof(*labels))) == NULL ||
	    buf_printf(&path, "%s/%s.tab", dir, language) == -1) {
		free(labels);
		return why_retry(why, "out of memory");
	}
	out = slurp_file((char *)path.data, TABLE_MAX, &labels->table, why);
	if (out == OUT_OK && labels->table.len == 0)
		out = why_retry(why, "%s: empty", (char *)path.data);
	if (out == OUT_OK)
		out = take_table(labels, (char *)path.data, why);
	buf_free(&path);
	if (out != OUT_OK) {
		labels_free(labels);
		return OUT_RETRY;
	}
	*labelsp = labels;
	return OUT_OK;
}

void
labels_free(struct labels *labels)
{
	if (labels == NULL)
		return;
	buf_free(&labels->table);
	buf_free(&labels->arena);
	free(labels->slots);
	free(labels);
}

/* Append what the token's kind and code stand for; if nothing, the code, or
 * where the kind begins with '?' nothing. */
static void
fill_token(
    const struct labels *labels, const char *key, size_t len, struct buf *out)
{
	bool may_lack = len > 0 && key[0] == '?';
	const struct slot *slot;
	const char *colon;

	if (may_lack) {
		key++;
		len--;
	}
	slot = slot_of(labels, key, len);
	if (slot->key != NULL) {
		(void)buf_add(out, slot->text.s, slot->text.len);
		return;
	}
	if (may_lack)
		return;
	if ((colon = memchr(key, ':', len)) != NULL) {
		len -= (size_t)(colon + 1 - key);
		key = colon + 1;
	}
	(void)buf_add(out, key, len);
}

/* Fill in what stands at p, a private-use character; return its end. */
static const unsigned char *
fill_one(const struct labels *labels, const unsigned char *p,
    const unsigned char *end, struct buf *out)
{
	unsigned int cp =
	    ((p[0] & 0x0fU) << 12) | ((p[1] & 0x3fU) << 6) | (p[2] & 0x3fU);
	const unsigned char *stop;

	p += 3;
	if (cp >= FIRST && cp < FIRST + N_LABELS) {
		if (labels->label[cp - FIRST].s == NULL)
			(void)buf_puts(out, "\xef\xbf\xbd");
		else
			(void)buf_add(out, labels->label[cp - FIRST].s,
			    labels->label[cp - FIRST].len);
		return p;
	}
	if ((size_t)(end - p) > TOKEN_MAX + 3)
		end = p + TOKEN_MAX + 3;
	stop = cp != 0xf8f0 ? NULL :
			      memmem(p, (size_t)(end - p), "\xef\xa3\xb1", 3);
	if (stop == NULL)
		return p; /* half a token: nothing */
	fill_token(labels, (const char *)p, (size_t)(stop - p), out);
	return stop + 3;
}

/* U+E000 to U+F8FF: EE 80 80 to EF A3 BF. */
static bool
private_use(const unsigned char *p, const unsigned char *end)
{
	return end - p >= 3 && (p[0] == 0xee || (p[0] == 0xef && p[1] <= 0xa3));
}

enum outcome
xform_fill(const struct labels *labels, const void *skeleton, size_t len,
    struct buf *out, struct why *why)
{
	const unsigned char *p = skeleton, *end = p + len, *from = p;

	/* One growth for a page of the usual kind. */
	(void)buf_room(out, len + len / 2);
	while (p < end) {
		if (*p < 0xee || !private_use(p, end)) {
			p++;
		} else {
			(void)buf_add(out, from, (size_t)(p - from));
			from = p = fill_one(labels, p, end, out);
		}
	}
	(void)buf_add(out, from, (size_t)(p - from));
	return buf_ok(out, why);
}
