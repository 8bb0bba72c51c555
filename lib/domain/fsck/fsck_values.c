/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Each value against its seal and the audit chain, and the keys.
 *
 * The chain names each change of a key with revision and tag: the last one is
 * what has to lie there.  So an older version, which opens, is found as well.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "domain/fsck/fsck_impl.h"
#include "domain/case/state.h"
#include "io/record.h"
#include "io/store_scan.h"

/* ---- the keys ---- */

enum outcome
fsck_keys(struct fsck *f, struct why *why)
{
	struct why reason = WHY_INIT;
	char place[32];
	uint64_t id = 0;
	enum outcome out;
	bool found;

	for (;;) {
		out = seal_next(f->u->seal, &id, &found, &reason);
		if (out == OUT_RETRY) {
			*why = reason;
			return out;
		}
		if (!found)
			return OUT_OK;
		fsck_alive(f);
		f->checks.keys++;
		(void)snprintf(place, sizeof(place), "key %" PRIu64, id);
		if (out != OUT_OK)
			fsck_fault(f, reason.rule, place, "%s", reason.text);
	}
}

/* ---- what the chain says ---- */

/* A database was emptied. */
static void
clear(struct fsck *f, enum store_db db)
{
	struct fsck_last *last;
	size_t at = 0;

	while ((last = digtab_next(f->last, &at)) != NULL)
		if (last->db == db)
			last->put = false;
}

/* What is neither a removal nor has a tag has changed nothing. */
static enum outcome
note_write(struct fsck *f, const Rec__Write *w, struct why *why)
{
	struct fsck_last *last;
	enum outcome out;
	enum store_db db;
	void *value;

	if ((db = store_db(w->db)) == DB_COUNT ||
	    (!w->removed && w->tag.len != SEAL_TAG_LEN))
		return OUT_OK;
	if (w->key.len == 0) {
		clear(f, db);
		return OUT_OK;
	}
	if ((out = digtab_at(f->last, (int)db, w->key.data, w->key.len, true,
		 &value, why)) != OUT_OK)
		return out;
	last = value;
	last->db = (unsigned char)db;
	last->revision = w->version;
	last->put = !w->removed;
	if (!w->removed)
		memcpy(last->tag, w->tag.data, SEAL_TAG_LEN);
	return OUT_OK;
}

static enum outcome
note_entry(const Rec__AuditEntry *e, const unsigned char *digest, void *ctx,
    struct why *why)
{
	struct fsck *f = ctx;
	enum outcome out = OUT_OK;
	size_t i;

	(void)digest;
	fsck_alive(f);
	f->checks.changes++;
	for (i = 0; out == OUT_OK && i < e->n_writes; i++)
		out = note_write(f, e->writes[i], why);
	return out;
}

enum outcome
fsck_chain(struct fsck *f, struct why *why)
{
	enum outcome out;

	f->heads.also = note_entry;
	f->heads.ctx = f;
	if ((out = digtab_new(sizeof(struct fsck_last), &f->last, why)) ==
	    OUT_OK)
		out = audit_heads_verify(&f->heads, f->txn, why);
	/* A chain that is whole but ends too early still says what it says. */
	if (out != OUT_OK && strcmp(why->rule, "STORE-RESTORED") != 0 &&
	    strcmp(why->rule, "AUDIT-HEADS") != 0) {
		digtab_free(f->last);
		f->last = NULL;
	}
	return out;
}

/* ---- what lies there ---- */

struct scanning {
	struct fsck *f;
	enum store_db db;
};

static bool
is_own(const struct scanning *s, const struct store_found *found)
{
	return s->db == DB_META && found->keylen >= strlen(STORE_OWN) &&
	    memcmp(found->key, STORE_OWN, strlen(STORE_OWN)) == 0;
}

/* Against the chain; false: said what is wrong. */
static enum outcome
match(const struct scanning *s, const struct store_found *found,
    const char *place, struct why *why)
{
	struct fsck_last *last;
	enum outcome out;
	void *value;

	if (s->db == DB_AUDIT || is_own(s, found) || s->f->last == NULL)
		return OUT_OK;
	if ((out = digtab_at(s->f->last, (int)s->db, found->key, found->keylen,
		 false, &value, why)) != OUT_OK)
		return out;
	last = value;
	if (last != NULL)
		last->seen = true;
	if (found->out != OUT_OK)
		return OUT_OK;
	if (last == NULL || !last->put)
		fsck_fault(s->f, "AUDIT-ADDED", place,
		    "no change is on record that put it there");
	else if (last->revision != found->revision ||
	    memcmp(last->tag, found->tag, SEAL_TAG_LEN) != 0)
		fsck_fault(s->f, "AUDIT-OTHER", place,
		    "it is not what was put there last");
	return OUT_OK;
}

/* The number or id in a record is its key. */
static bool
is_of_key(enum store_db db, const ProtobufCMessage *m,
    const struct store_found *found)
{
	const ProtobufCMessageDescriptor *d = m->descriptor;
	const ProtobufCFieldDescriptor *n =
	    protobuf_c_message_descriptor_get_field_by_name(d, "number");
	const ProtobufCFieldDescriptor *id =
	    protobuf_c_message_descriptor_get_field_by_name(d, "id");
	const unsigned char *field = (const unsigned char *)m;
	uint64_t number;
	char *text;

	if (db == DB_LEDGER || db == DB_PAYROW)
		return true; /* the ledger's own check */
	if (n != NULL && n->type == PROTOBUF_C_TYPE_UINT64) {
		memcpy(&number, field + n->offset, sizeof(number));
		return found->keylen == 8 && store_number(found->key) == number;
	}
	if (id == NULL)
		return true;
	memcpy(&text, field + id->offset, sizeof(text));
	return strlen(text) == found->keylen &&
	    memcmp(text, found->key, found->keylen) == 0;
}

static enum outcome
decode(const struct scanning *s, const struct store_found *found,
    const char *place, struct why *why)
{
	const ProtobufCMessageDescriptor *desc = state_descriptor(s->db);
	struct why reason = WHY_INIT;
	ProtobufCMessage *m;
	enum outcome out;

	if (desc == NULL || found->out != OUT_OK)
		return OUT_OK;
	out = record_unpack(desc, found->data, found->len, &m, &reason);
	if (out != OUT_OK)
		return fsck_why(s->f, place, out, &reason, why);
	if (!is_of_key(s->db, m, found))
		fsck_fault(s->f, "RECORD", place, "it is of another key");
	record_free(m);
	return OUT_OK;
}

/* Its key may be gone since a case was erased, after the backup. */
static enum outcome
say_shut(const struct scanning *s, const struct store_found *found,
    const char *place, struct why *why)
{
	struct fsck *f = s->f;
	const char *rule = found->why.rule;
	enum outcome out;

	if (strcmp(rule, "KEYS") == 0 && !f->erased_read) {
		if ((out = erased_keys(f->u, &f->erased, why)) != OUT_OK)
			return out;
		f->erased_read = true;
	}
	if (strcmp(rule, "KEYS") == 0 && erased_has(&f->erased, found->id))
		rule = "KEYS-ERASED";
	fsck_fault(f, rule, place, "%s", found->why.text);
	return OUT_OK;
}

static enum outcome
look_at(const struct store_found *found, void *ctx, struct why *why)
{
	struct scanning *s = ctx;
	char place[FSCK_PLACE];
	enum outcome out;

	fsck_alive(s->f);
	(void)fsck_place(s->db, found->key, found->keylen, place);
	if (found->out != OUT_OK &&
	    (out = say_shut(s, found, place, why)) != OUT_OK)
		return out;
	if (found->keylen == 0)
		return OUT_OK;
	s->f->checks.records++;
	if ((out = match(s, found, place, why)) != OUT_OK)
		return out;
	return decode(s, found, place, why);
}

enum outcome
fsck_values(struct fsck *f, struct why *why)
{
	struct scanning s = { f, 0 };
	struct why reason = WHY_INIT;
	enum outcome out = OUT_OK;

	for (; out == OUT_OK && s.db < DB_COUNT; s.db++) {
		out = store_scan(f->txn, s.db, look_at, &s, &reason);
		if (out != OUT_OK)
			out =
			    fsck_why(f, store_db_name[s.db], out, &reason, why);
	}
	return out;
}

/* ---- what does not lie there any more ---- */

static bool
is_gone(const struct fsck_last *last)
{
	return last->put && !last->seen;
}

static enum outcome
say_gone(const Rec__AuditEntry *e, const unsigned char *digest, void *ctx,
    struct why *why)
{
	struct fsck *f = ctx;
	char place[FSCK_PLACE];
	enum outcome out;
	enum store_db db;
	void *value;
	size_t i;

	(void)digest;
	fsck_alive(f);
	for (i = 0; i < e->n_writes; i++) {
		const Rec__Write *w = e->writes[i];

		if ((db = store_db(w->db)) == DB_COUNT || w->key.len == 0)
			continue;
		if ((out = digtab_at(f->last, (int)db, w->key.data, w->key.len,
			 false, &value, why)) != OUT_OK)
			return out;
		if (value == NULL || !is_gone(value))
			continue;
		((struct fsck_last *)value)->seen = true;
		fsck_fault(f, "AUDIT-GONE",
		    fsck_place(db, w->key.data, w->key.len, place),
		    "it was put there, and is gone");
	}
	return OUT_OK;
}

enum outcome
fsck_gone(struct fsck *f, struct why *why)
{
	struct fsck_last *last;
	size_t at = 0;

	if (f->last == NULL)
		return OUT_OK;
	while ((last = digtab_next(f->last, &at)) != NULL)
		if (is_gone(last))
			return audit_walk(f->txn, say_gone, f, why);
	return OUT_OK;
}
