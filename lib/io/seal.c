/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/seal.h"

#include <assert.h>
#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "io/gcm.h"
#include "io/ring.h"

#define SEAL_VERSION 1
#define AT_ID ((size_t)1) /* places in a sealed value */
#define AT_REVISION ((size_t)9)
#define AT_NONCE ((size_t)13)
#define AT_TEXT ((size_t)25)

struct seal {
	struct gcm *gcm;
	struct ring *ring;
	struct buf ad;	/* of the value at hand */
	uint64_t spool; /* the newest key for parcels; 0: not looked for */
};

enum outcome
seal_init(const char *keys, struct why *why)
{
	struct gcm *gcm;
	enum outcome out;

	if ((gcm = gcm_new()) == NULL)
		return why_retry(why, "OpenSSL cannot be used");
	out = ring_init(keys, SEAL_UNIT, SEAL_MESSAGE, gcm, why);
	gcm_free(gcm);
	return out;
}

enum outcome
seal_open(const char *keys, struct seal **seal, struct why *why)
{
	const unsigned char *key;
	struct seal *s;
	enum outcome out;

	*seal = NULL;
	if ((s = calloc(1, sizeof(*s))) == NULL)
		return why_sys(why, "keys");
	if ((s->gcm = gcm_new()) == NULL)
		out = why_retry(why, "OpenSSL cannot be used");
	else if ((out = ring_open(keys, s->gcm, &s->ring, why)) == OUT_OK)
		out = ring_key(s->ring, SEAL_UNIT, &key, why);
	if (out != OUT_OK) {
		seal_close(s);
		return out;
	}
	*seal = s;
	return OUT_OK;
}

void
seal_close(struct seal *s)
{
	if (s == NULL)
		return;
	ring_close(s->ring);
	gcm_free(s->gcm);
	buf_free(&s->ad);
	free(s);
}

enum outcome
seal_reserve(struct seal *s, uint64_t next, uint64_t spare, struct why *why)
{
	return ring_reserve(s->ring, next, next + spare, why);
}

enum outcome
seal_spool(struct seal *s, uint64_t *id, struct why *why)
{
	uint64_t next = SEAL_SPOOLS - 1;
	enum outcome out;
	bool found;

	if (s->spool == 0) {
		s->spool = SEAL_SPOOL;
		while (
		    (out = ring_next(s->ring, &next, &found, why)) == OUT_OK &&
		    found)
			s->spool = next;
		if (out != OUT_OK) {
			s->spool = 0;
			return out;
		}
	}
	*id = s->spool;
	return OUT_OK;
}

enum outcome
seal_spool_next(struct seal *s, struct why *why)
{
	enum outcome out;
	uint64_t id;

	if ((out = seal_spool(s, &id, why)) != OUT_OK)
		return out;
	s->spool = 0;
	return ring_make(s->ring, id == SEAL_SPOOL ? SEAL_SPOOLS : id + 1, why);
}

enum outcome
seal_ids(struct seal *s, uint64_t **ids, size_t *n, struct why *why)
{
	return ring_ids(s->ring, ids, n, why);
}

enum outcome
seal_has(struct seal *s, uint64_t id, bool *has, struct why *why)
{
	uint64_t next = id - 1;
	enum outcome out;

	*has = false;
	if (id == 0)
		return OUT_OK;
	if ((out = ring_next(s->ring, &next, has, why)) == OUT_OK)
		*has = *has && next == id;
	return out;
}

enum outcome
seal_count(struct seal *s, size_t *n, struct why *why)
{
	return ring_count(s->ring, n, why);
}

enum outcome
seal_rotate(const char *keys, const uint64_t *erase, size_t n, struct why *why)
{
	struct gcm *gcm;
	enum outcome out;
	size_t i;

	for (i = 0; i < n; i++) {
		assert(i == 0 || erase[i - 1] <= erase[i]);
		if (erase[i] < SEAL_POOL && erase[i] != SEAL_SPOOL)
			return why_reject(why, "KEYS",
			    "key %llu is the unit's own, and stays",
			    (unsigned long long)erase[i]);
	}
	if ((gcm = gcm_new()) == NULL)
		return why_retry(why, "OpenSSL cannot be used");
	out = ring_rotate(keys, erase, n, gcm, why);
	gcm_free(gcm);
	return out;
}

enum outcome
seal_next(struct seal *s, uint64_t *id, bool *found, struct why *why)
{
	const unsigned char *key;
	enum outcome out;

	if ((out = ring_next(s->ring, id, found, why)) != OUT_OK || !*found)
		return out;
	return ring_key(s->ring, *id, &key, why);
}

/* Set s->ad to what a value is bound to: db NUL key, key id, revision. */
static enum outcome
bind_place(struct seal *s, const char *db, const void *key, size_t keylen,
    const unsigned char *id_and_revision, struct why *why)
{
	buf_reset(&s->ad);
	(void)buf_add(&s->ad, db, strlen(db) + 1);
	(void)buf_add(&s->ad, key, keylen);
	(void)buf_add(&s->ad, id_and_revision, AT_NONCE - AT_ID);
	return buf_ok(&s->ad, why);
}

enum outcome
seal_value(struct seal *s, uint64_t id, const char *db, const void *key,
    size_t keylen, uint32_t revision, const void *data, size_t len,
    struct buf *out, struct why *why)
{
	uint64_t be_id = htobe64(id);
	uint32_t be_revision = htobe32(revision);
	const unsigned char *with;
	unsigned char *v;
	enum outcome o;

	if ((o = ring_key(s->ring, id, &with, why)) != OUT_OK)
		return o;
	if (buf_room(out, len + SEAL_OVERHEAD) == -1)
		return buf_ok(out, why);
	v = out->data + out->len;
	v[0] = SEAL_VERSION;
	memcpy(v + AT_ID, &be_id, sizeof(be_id));
	memcpy(v + AT_REVISION, &be_revision, sizeof(be_revision));
	if ((o = bind_place(s, db, key, keylen, v + AT_ID, why)) != OUT_OK ||
	    (o = gcm_seal(s->gcm, with, s->ad.data, s->ad.len, data, len,
		 v + AT_NONCE, v + AT_TEXT, v + AT_TEXT + len, why)) !=
		OUT_OK) {
		v[0] = '\0';
		return o;
	}
	out->len += len + SEAL_OVERHEAD;
	out->data[out->len] = '\0';
	return OUT_OK;
}

bool
seal_about(const void *sealed, size_t len, uint64_t *id, uint32_t *revision,
    const unsigned char **tag)
{
	const unsigned char *v = sealed;

	if (len < SEAL_OVERHEAD || v[0] != SEAL_VERSION)
		return false;
	memcpy(id, v + AT_ID, sizeof(*id));
	memcpy(revision, v + AT_REVISION, sizeof(*revision));
	*id = be64toh(*id);
	*revision = be32toh(*revision);
	*tag = v + len - SEAL_TAG_LEN;
	return true;
}

enum outcome
seal_open_value(struct seal *s, const char *db, const void *key, size_t keylen,
    const void *sealed, size_t len, struct buf *out, struct why *why)
{
	const unsigned char *v = sealed, *with, *tag;
	uint32_t revision;
	enum outcome o;
	uint64_t id;

	if (!seal_about(sealed, len, &id, &revision, &tag) || id == 0)
		return why_reject(why, "SEAL", "not a sealed value");
	if ((o = ring_key(s->ring, id, &with, why)) != OUT_OK)
		return o;
	len -= SEAL_OVERHEAD;
	if ((o = bind_place(s, db, key, keylen, v + AT_ID, why)) != OUT_OK)
		return o;
	if (buf_room(out, len) == -1)
		return buf_ok(out, why);
	if (!gcm_open(s->gcm, with, s->ad.data, s->ad.len, v + AT_NONCE,
		v + AT_TEXT, len, tag, out->data + out->len)) {
		out->data[out->len] = '\0';
		return why_reject(why, "SEAL",
		    "a sealed value was changed, or is not of its place");
	}
	out->len += len;
	out->data[out->len] = '\0';
	return OUT_OK;
}

enum outcome
seal_token(struct seal *s, const char *kind, const void *data, size_t len,
    unsigned char *token, struct why *why)
{
	const void *parts[] = { kind, data };
	const size_t lens[] = { strlen(kind) + 1, len };
	unsigned char mac[GCM_MAC_LEN];
	const unsigned char *key;
	enum outcome out;

	if ((out = ring_key(s->ring, SEAL_TOKEN, &key, why)) != OUT_OK ||
	    (out = gcm_mac(s->gcm, key, parts, lens, 2, mac, why)) != OUT_OK)
		return out;
	memcpy(token, mac, SEAL_TOKEN_LEN);
	return OUT_OK;
}
