/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/store_impl.h"

#include <assert.h>
#include <endian.h>
#include <string.h>

#include "io/record.h"

#define STORE_VERSION "2"
#define OWN_VERSION STORE_OWN "version"
#define OWN_STATE STORE_OWN "state" /* number, digest, kept, floors */

/* Bytes of changes in one audit record; a rebuild makes many of them. */
#define NOTED_MAX ((size_t)256 << 10)

/* The tag of field "writes", a message: number 6, wire type 2. */
#define WRITES_TAG ((unsigned char)(6 << 3 | 2))

/* protobuf-c wants a pointer without const, and does not write through it. */
static ProtobufCBinaryData
bytes(const void *data, size_t len)
{
	ProtobufCBinaryData b = { .len = len };

	memcpy(&b.data, &data, sizeof(data));
	return b;
}

static char *
text(const char *s)
{
	char *p;

	memcpy(&p, &s, sizeof(p));
	return p;
}

/* Append a length as protobuf writes it: 7 bits a byte, low ones first. */
static void
add_varint(struct buf *b, size_t n)
{
	unsigned char c;

	for (; n >= 0x80; n >>= 7) {
		c = (unsigned char)(0x80 | (n & 0x7f));
		(void)buf_add(b, &c, 1);
	}
	c = (unsigned char)n;
	(void)buf_add(b, &c, 1);
}

/* Fields of one number may stand anywhere in a packed message: so writes are
 * packed as they come and the rest of the record is put before them. */
static enum outcome
note(struct store_txn *t, const Rec__Write *w, struct why *why)
{
	static const unsigned char field = WRITES_TAG;

	(void)buf_add(&t->noted, &field, 1);
	add_varint(&t->noted, protobuf_c_message_get_packed_size(&w->base));
	return record_pack(&w->base, &t->noted, why);
}

enum outcome
store_note(struct store_txn *t, enum store_db db, const void *key,
    size_t keylen, uint32_t revision, const unsigned char *tag, struct why *why)
{
	Rec__Write w = REC__WRITE__INIT;
	enum outcome out;

	w.db = text(store_db_name[db]);
	w.key = bytes(key, keylen);
	w.version = revision;
	if (tag != NULL)
		w.tag = bytes(tag, SEAL_TAG_LEN);
	w.removed = tag == NULL;
	if ((out = note(t, &w, why)) != OUT_OK)
		return out;
	return t->noted.len > NOTED_MAX ? store_audit(t, why) : OUT_OK;
}

enum outcome
store_note_read(struct store_txn *t, enum store_db db, const void *key,
    size_t keylen, struct why *why)
{
	Rec__Write w = REC__WRITE__INIT;

	assert(!t->store->readonly);
	w.db = text(store_db_name[db]);
	w.key = bytes(key, keylen);
	w.read = 1;
	return note(t, &w, why);
}

static enum outcome
nothing(struct store_txn *t, void *ctx, struct why *why)
{
	(void)t;
	(void)ctx;
	(void)why;
	return OUT_OK;
}

enum outcome
store_reads(struct store *s, const char *at, const char *actor,
    const char *what, struct why *why)
{
	if (s->reads.len == 0)
		return OUT_OK;
	return store_update(s, at, actor, what, nothing, NULL, why);
}

static enum outcome
pack_entry(const struct store_txn *t, struct buf *b, struct why *why)
{
	Rec__AuditEntry e = REC__AUDIT_ENTRY__INIT;
	enum outcome out;

	e.number = t->state.number + 1;
	e.previous = bytes(t->state.digest, DIGEST_LEN);
	e.at = text(t->at);
	e.actor = text(t->actor);
	e.what = text(t->what);
	if ((out = record_pack(&e.base, b, why)) != OUT_OK)
		return out;
	(void)buf_add(b, t->noted.data, t->noted.len);
	return buf_ok(b, why);
}

enum outcome
store_audit(struct store_txn *t, struct why *why)
{
	struct buf b = BUF_INIT;
	enum outcome out;
	uint64_t be;

	if ((out = buf_ok(&t->noted, why)) != OUT_OK || t->noted.len == 0)
		return out;
	be = htobe64(t->state.number + 1);
	if ((out = pack_entry(t, &b, why)) == OUT_OK &&
	    (out = store_write(t, DB_AUDIT, &be, sizeof(be), SEAL_UNIT, 1,
		 b.data, b.len, why)) == OUT_OK &&
	    (out = digest_sha256(b.data, b.len, t->state.digest, why)) ==
		OUT_OK) {
		t->state.number++;
		t->state.changed = true;
		buf_reset(&t->noted);
	}
	buf_free(&b);
	return out;
}

static enum outcome
get_own(struct store_txn *t, const char *name, struct buf *b, uint32_t *rev,
    bool *found, struct why *why)
{
	const unsigned char *tag;
	enum outcome out;
	uint64_t id;
	MDB_val v;

	*rev = 0;
	if ((out = store_read(
		 t, DB_META, name, strlen(name), &v, found, why)) != OUT_OK ||
	    !*found)
		return out;
	(void)seal_about(v.mv_data, v.mv_size, &id, rev, &tag);
	return seal_open_value(t->store->seal, store_db_name[DB_META], name,
	    strlen(name), v.mv_data, v.mv_size, b, why);
}

enum outcome
store_load(struct store_txn *t, struct why *why)
{
	struct store_state *st = &t->state;
	struct buf b = BUF_INIT;
	const size_t kept_at = sizeof(st->number) + DIGEST_LEN;
	size_t at = kept_at + sizeof(st->kept);
	enum outcome out;
	uint32_t be;
	bool found;
	int i;

	memset(st, 0, sizeof(*st));
	out = get_own(t, OWN_STATE, &b, &be, &found, why);
	if (out == OUT_OK && found && b.len < at)
		out = why_reject(why, "STORE-FORMAT", "no state");
	if (out == OUT_OK && found) {
		memcpy(&st->number, b.data, sizeof(st->number));
		st->number = be64toh(st->number);
		memcpy(st->digest, b.data + sizeof(st->number), DIGEST_LEN);
		memcpy(&st->kept, b.data + kept_at, sizeof(st->kept));
		st->kept = be64toh(st->kept);
		/* A database that came later has no floor yet. */
		for (i = 0; i < DB_COUNT && at + sizeof(be) <= b.len; i++) {
			memcpy(&be, b.data + at, sizeof(be));
			st->floor[i] = be32toh(be);
			at += sizeof(be);
		}
	}
	buf_free(&b);
	return out;
}

enum outcome
store_save(struct store_txn *t, struct why *why)
{
	struct buf b = BUF_INIT, old = BUF_INIT;
	uint64_t number = htobe64(t->state.number);
	uint64_t kept = htobe64(t->state.kept);
	uint32_t be, revision;
	enum outcome out;
	bool found;
	int i;

	(void)buf_add(&b, &number, sizeof(number));
	(void)buf_add(&b, t->state.digest, DIGEST_LEN);
	(void)buf_add(&b, &kept, sizeof(kept));
	for (i = 0; i < DB_COUNT; i++) {
		be = htobe32(t->state.floor[i]);
		(void)buf_add(&b, &be, sizeof(be));
	}
	if ((out = buf_ok(&b, why)) == OUT_OK &&
	    (out = get_own(t, OWN_STATE, &old, &revision, &found, why)) ==
		OUT_OK)
		out = store_write(t, DB_META, OWN_STATE, strlen(OWN_STATE),
		    SEAL_UNIT, revision + 1, b.data, b.len, why);
	buf_free(&b);
	buf_free(&old);
	return out;
}

enum outcome
store_version(struct store_txn *t, bool *found, struct why *why)
{
	struct buf b = BUF_INIT;
	uint32_t revision;
	enum outcome out;

	out = get_own(t, OWN_VERSION, &b, &revision, found, why);
	if (out == OUT_OK && *found &&
	    strcmp((const char *)b.data, STORE_VERSION) != 0)
		out = why_reject(
		    why, "STORE-FORMAT", "the store is of another version");
	buf_free(&b);
	if (out != OUT_OK || *found || !t->writes)
		return out;
	if (t->state.number > 0)
		return why_reject(why, "STORE-FORMAT", "no version");
	return store_write(t, DB_META, OWN_VERSION, strlen(OWN_VERSION),
	    SEAL_UNIT, 1, STORE_VERSION, strlen(STORE_VERSION), why);
}

enum outcome
store_head_of(struct store_txn *t, uint64_t *number, unsigned char *digest,
    struct why *why)
{
	(void)why;
	*number = t->state.number;
	memcpy(digest, t->state.digest, DIGEST_LEN);
	return OUT_OK;
}

uint64_t
store_kept(struct store_txn *t)
{
	return t->state.kept;
}

struct reading {
	uint64_t *number;
	unsigned char *digest;
};

static enum outcome
read_head(struct store_txn *t, void *ctx, struct why *why)
{
	struct reading *h = ctx;

	return store_head_of(t, h->number, h->digest, why);
}

enum outcome
store_head(
    struct store *s, uint64_t *number, unsigned char *digest, struct why *why)
{
	struct reading h = { number, digest };

	return store_view(s, read_head, &h, why);
}
