/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/digtab.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "io/digest.h"

#define KEY_LEN ((size_t)16)
#define FIRST_SLOTS ((size_t)1024) /* a power of two */

struct digtab {
	unsigned char *slots; /* key, value; a key of zeros: empty */
	size_t n, cap, slot;  /* slot: bytes of one */
	struct buf scratch;
};

enum outcome
digtab_new(size_t size, struct digtab **tab, struct why *why)
{
	struct digtab *t = calloc(1, sizeof(*t));

	*tab = t;
	if (t == NULL)
		return why_sys(why, "table");
	t->slot = KEY_LEN + (size + 7) / 8 * 8;
	t->cap = FIRST_SLOTS;
	if ((t->slots = calloc(t->cap, t->slot)) == NULL) {
		digtab_free(t);
		*tab = NULL;
		return why_sys(why, "table");
	}
	return OUT_OK;
}

void
digtab_free(struct digtab *t)
{
	if (t == NULL)
		return;
	free(t->slots);
	buf_free(&t->scratch);
	free(t);
}

static bool
is_empty(const unsigned char *slot)
{
	static const unsigned char zeros[KEY_LEN];

	return memcmp(slot, zeros, KEY_LEN) == 0;
}

/* The slot of that key, or the empty one where it belongs. */
static unsigned char *
find(const struct digtab *t, const unsigned char *key)
{
	unsigned char *slot;
	uint64_t i;

	memcpy(&i, key, sizeof(i));
	for (;; i++) {
		slot = t->slots + (i & (t->cap - 1)) * t->slot;
		if (is_empty(slot) || memcmp(slot, key, KEY_LEN) == 0)
			return slot;
	}
}

static enum outcome
grow(struct digtab *t, struct why *why)
{
	struct digtab bigger = *t;
	size_t i;

	bigger.cap = 2 * t->cap;
	if ((bigger.slots = calloc(bigger.cap, t->slot)) == NULL)
		return why_sys(why, "table");
	for (i = 0; i < t->cap; i++)
		if (!is_empty(t->slots + i * t->slot))
			memcpy(find(&bigger, t->slots + i * t->slot),
			    t->slots + i * t->slot, t->slot);
	free(t->slots);
	*t = bigger;
	return OUT_OK;
}

enum outcome
digtab_at(struct digtab *t, int kind, const void *key, size_t len, bool make,
    void **value, struct why *why)
{
	unsigned char digest[DIGEST_LEN], *slot;
	enum outcome out;

	*value = NULL;
	buf_reset(&t->scratch);
	(void)buf_add(&t->scratch, &kind, sizeof(kind));
	(void)buf_add(&t->scratch, key, len);
	if ((out = buf_ok(&t->scratch, why)) != OUT_OK ||
	    (out = digest_sha256(
		 t->scratch.data, t->scratch.len, digest, why)) != OUT_OK ||
	    (make && t->n >= t->cap / 3 * 2 && (out = grow(t, why)) != OUT_OK))
		return out;
	slot = find(t, digest);
	if (is_empty(slot)) {
		if (!make)
			return OUT_OK;
		memcpy(slot, digest, KEY_LEN);
		t->n++;
	}
	*value = slot + KEY_LEN;
	return OUT_OK;
}

void *
digtab_next(struct digtab *t, size_t *at)
{
	unsigned char *slot;

	while (*at < t->cap) {
		slot = t->slots + (*at)++ * t->slot;
		if (!is_empty(slot))
			return slot + KEY_LEN;
	}
	return NULL;
}
