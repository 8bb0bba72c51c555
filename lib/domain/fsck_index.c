/* SPDX-License-Identifier: EUPL-1.2 */
/* Indexes and queues lead to records, and records stand in them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/casefile.h"
#include "domain/fsck_impl.h"
#include "domain/index.h"
#include "domain/state.h"
#include "io/record.h"

#define NAME_SIZE 21

/* What an entry of a kind leads to.  Kinds that are not here lead to nothing,
 * or to what this does not know. */
enum leads {
	BY_VALUE, /* its value is a number */
	BY_NAME,  /* kind NUL case (8) name */
	BY_UNDER, /* kind NUL of '|' name */
	BY_CASE	  /* kind NUL case (8) */
};

static const struct kind {
	const char *name;
	enum leads leads;
	enum store_db db;
} index_kinds[] = {
	{ "msgid", BY_VALUE, DB_MESSAGE },
	{ "sent-id", BY_VALUE, DB_MESSAGE },
	{ "folder", BY_VALUE, DB_MESSAGE },
	{ "thread", BY_VALUE, DB_CASE },
	{ "ref", BY_VALUE, DB_CASE },
	{ "open", BY_VALUE, DB_TASK },
	{ "parcel", BY_VALUE, DB_JOURNAL },
	{ "content", BY_VALUE, DB_JOURNAL },
	{ "collection", BY_VALUE, DB_JOURNAL },
	{ "receipt", BY_VALUE, DB_JOURNAL },
	{ "batch-msg", BY_VALUE, DB_JOURNAL },
	{ "rate", BY_VALUE, DB_JOURNAL },
	{ "case-key", BY_CASE, DB_CASE },
	{ "message", BY_NAME, DB_MESSAGE },
	{ "task", BY_NAME, DB_TASK },
	{ "item", BY_NAME, DB_ITEM },
	{ "payment", BY_NAME, DB_PAYMENT },
	{ "e2e", BY_UNDER, DB_ITEM },
};

static const struct kind queue_kinds[] = {
	{ "task", BY_NAME, DB_TASK },
	{ "approve-message", BY_NAME, DB_MESSAGE },
	{ "out", BY_NAME, DB_MESSAGE },
	{ "await-evidence", BY_NAME, DB_MESSAGE },
	{ "held", BY_NAME, DB_ITEM },
	{ "review", BY_NAME, DB_ITEM },
	{ "topay", BY_NAME, DB_ITEM },
	{ "announce", BY_NAME, DB_ITEM },
	{ "accept", BY_NAME, DB_ITEM },
	{ "confirm", BY_NAME, DB_ITEM },
	{ "batch", BY_NAME, DB_BATCH },
	{ "reissue", BY_NAME, DB_PAYMENT },
	{ "payment-held", BY_NAME, DB_PAYMENT },
};

static const struct kind *
kind_of(const struct kind *all, size_t n, const void *key, size_t len)
{
	size_t i;

	if (memchr(key, '\0', len) == NULL)
		return NULL;
	for (i = 0; i < n; i++)
		if (strcmp(all[i].name, key) == 0)
			return &all[i];
	return NULL;
}

/* Whether a name, id or number as number_name() writes it, has a record. */
static enum outcome
name_there(struct fsck *f, enum store_db db, const void *name, size_t len,
    bool *there, struct why *why)
{
	char text[NAME_SIZE];

	*there = false;
	if (len == 0)
		return OUT_OK;
	if (db != DB_MESSAGE && db != DB_TASK)
		return fsck_there(f, db, name, len, there, why);
	(void)snprintf(
	    text, sizeof(text), "%.*s", (int)len, (const char *)name);
	return fsck_number_there(f, db, strtoull(text, NULL, 10), there, why);
}

/* ---- from the index ---- */

static enum outcome
leads_to(struct fsck *f, const struct kind *k, const char *rest, size_t len,
    const struct buf *value, bool *there, struct why *why)
{
	const char *bar;

	*there = false;
	switch (k->leads) {
	case BY_VALUE:
		return value->len != 8 ?
		    OUT_OK :
		    fsck_number_there(
			f, k->db, store_number(value->data), there, why);
	case BY_CASE:
		return len != 8 ?
		    OUT_OK :
		    fsck_number_there(f, k->db, store_number(rest), there, why);
	case BY_UNDER:
		if ((bar = memchr(rest, '|', len)) == NULL)
			return OUT_OK;
		len -= (size_t)(bar + 1 - rest);
		return name_there(f, k->db, bar + 1, len, there, why);
	case BY_NAME:
		break;
	}
	return len <= 8 ? OUT_OK :
			  name_there(f, k->db, rest + 8, len - 8, there, why);
}

/* All entries, by key and value: they are bytes, not records. */
static enum outcome
index_entry(struct fsck *f, const unsigned char *key, size_t keylen,
    const struct buf *value, struct why *why)
{
	const struct kind *k = kind_of(index_kinds,
	    sizeof(index_kinds) / sizeof(index_kinds[0]), key, keylen);
	char place[FSCK_PLACE];
	enum outcome out;
	size_t skip;
	bool there;

	if (k == NULL)
		return OUT_OK;
	skip = strlen(k->name) + 1;
	out = leads_to(
	    f, k, (const char *)key + skip, keylen - skip, value, &there, why);
	if (out == OUT_OK && !there)
		fsck_fault(f, "INDEX", fsck_place(DB_INDEX, key, keylen, place),
		    "%s: no %s is there that it could lead to", k->name,
		    store_db_name[k->db]);
	return out;
}

enum outcome
fsck_index(struct fsck *f, struct why *why)
{
	unsigned char key[STORE_KEY_MAX];
	struct buf b = BUF_INIT;
	size_t keylen = 0;
	enum outcome out;
	bool found;

	for (;;) {
		out = store_next(
		    f->txn, DB_INDEX, "", 0, key, &keylen, &b, &found, why);
		if (out == OUT_REJECT && found)
			continue; /* said before */
		if (out != OUT_OK || !found)
			break;
		fsck_alive(f);
		if ((out = index_entry(f, key, keylen, &b, why)) != OUT_OK)
			break;
	}
	buf_free(&b);
	return out;
}

/* ---- to the index ---- */

static void
not_in(struct fsck *f, const char *place, const char *index, bool is)
{
	if (!is)
		fsck_fault(f, "INDEX", place,
		    "it does not stand in the index \"%s\"", index);
}

static enum outcome
linked(struct fsck *f, const char *kind, uint64_t number, const char *name,
    const char *place, struct why *why)
{
	enum outcome out;
	bool has;

	out = link_has(f->txn, kind, number, name, &has, why);
	if (out == OUT_OK)
		not_in(f, place, kind, has);
	return out;
}

static enum outcome
indexed(struct fsck *f, const char *kind, const char *s, const char *place,
    struct why *why)
{
	enum outcome out;
	uint64_t number;

	if (s[0] == '\0')
		return OUT_OK;
	out = index_get(f->txn, kind, s, strlen(s), &number, why);
	if (out == OUT_OK)
		not_in(f, place, kind, number != 0);
	return out;
}

static enum outcome
one_message(struct fsck *f, const void *key, size_t len, ProtobufCMessage *r,
    void *ctx, struct why *why)
{
	const Rec__Message *m = RECORD_OF(Rec__Message, r);
	char place[FSCK_PLACE], name[NAME_SIZE];
	enum outcome out;
	uint64_t number;
	bool there;
	size_t i;

	(void)ctx;
	(void)fsck_place(DB_MESSAGE, key, len, place);
	if ((out = linked(f, "message", m->case_number,
		 number_name(m->number, name), place, why)) != OUT_OK)
		return out;
	if (m->outgoing) {
		if ((out = indexed(f, "sent-id", m->msg_id, place, why)) !=
			OUT_OK ||
		    (out = indexed(f, "folder", m->folder, place, why)) !=
			OUT_OK)
			return out;
	} else if (m->msg_id[0] != '\0') {
		if ((out = message_by_id(
			 f->txn, m->other, m->msg_id, &number, why)) != OUT_OK)
			return out;
		not_in(f, place, "msgid", number != 0);
	}
	for (i = 0; out == OUT_OK && i < m->n_documents; i++) {
		out = fsck_number_there(
		    f, DB_DOCUMENT, m->documents[i], &there, why);
		if (out == OUT_OK && !there)
			fsck_fault(f, "MESSAGE-DOCUMENT", place,
			    "its document %llu is not there",
			    (unsigned long long)m->documents[i]);
	}
	return out;
}

static enum outcome
one_task(struct fsck *f, const void *key, size_t len, ProtobufCMessage *r,
    void *ctx, struct why *why)
{
	const Rec__Task *t = RECORD_OF(Rec__Task, r);
	struct task_about a = { t->case_number, t->case_id, t->kind, t->rule,
		t->due, t->calendar, t->subject, t->place, t->text,
		t->severity };
	char place[FSCK_PLACE], name[NAME_SIZE];
	bool open = strcmp(t->state, "open") == 0, is;
	enum outcome out;

	(void)ctx;
	(void)fsck_place(DB_TASK, key, len, place);
	(void)number_name(t->number, name);
	if ((out = linked(f, "task", t->case_number, name, place, why)) !=
	    OUT_OK)
		return out;
	if ((out = queue_has(f->txn, "task", name, &is, why)) != OUT_OK)
		return out;
	if (is != open)
		fsck_fault(f, "QUEUE", place,
		    open ? "it is open, and in no queue" :
			   "it is done, and in the queue");
	if (open && (out = task_is_open(f->txn, &a, &is, why)) == OUT_OK)
		not_in(f, place, "open", is);
	return out;
}

static enum outcome
one_case(struct fsck *f, const void *key, size_t len, ProtobufCMessage *r,
    void *ctx, struct why *why)
{
	const Rec__Case *c = RECORD_OF(Rec__Case, r);
	char place[FSCK_PLACE];
	enum outcome out;
	uint64_t number;

	(void)ctx;
	(void)fsck_place(DB_CASE, key, len, place);
	if ((out = indexed(f, "thread", c->thread, place, why)) != OUT_OK ||
	    (out = index_get_token(f->txn, "ref", c->id, &number, why)) !=
		OUT_OK)
		return out;
	not_in(f, place, "ref", number == c->number);
	out = index_get(f->txn, "case-key", key, len, &number, why);
	if (out == OUT_OK)
		not_in(f, place, "case-key", number != 0);
	return out;
}

static enum outcome
one_item(struct fsck *f, const void *key, size_t len, ProtobufCMessage *r,
    void *ctx, struct why *why)
{
	const Rec__Item *item = RECORD_OF(Rec__Item, r);
	char place[FSCK_PLACE];

	(void)ctx;
	return linked(f, "item", item->case_number, item->id,
	    fsck_place(DB_ITEM, key, len, place), why);
}

static enum outcome
one_event(struct fsck *f, const void *key, size_t len, ProtobufCMessage *r,
    void *ctx, struct why *why)
{
	const Rec__Event *ev = RECORD_OF(Rec__Event, r);
	char place[FSCK_PLACE];

	(void)ctx;
	return indexed(f, "parcel", ev->parcel,
	    fsck_place(DB_JOURNAL, key, len, place), why);
}

enum outcome
fsck_records(struct fsck *f, struct why *why)
{
	static const struct {
		enum store_db db;
		fsck_each_fn *fn;
	} all[] = { { DB_MESSAGE, one_message }, { DB_TASK, one_task },
		{ DB_CASE, one_case }, { DB_ITEM, one_item },
		{ DB_JOURNAL, one_event } };
	enum outcome out;
	size_t i;

	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if ((out = fsck_each(f, all[i].db, all[i].fn, NULL, why)) !=
		    OUT_OK)
			return out;
	return OUT_OK;
}

/* ---- the queues ---- */

static enum outcome
queue_entry(struct fsck *f, const void *key, size_t keylen,
    ProtobufCMessage *none, void *ctx, struct why *why)
{
	const struct kind *k = kind_of(queue_kinds,
	    sizeof(queue_kinds) / sizeof(queue_kinds[0]), key, keylen);
	char place[FSCK_PLACE];
	enum outcome out;
	size_t skip;
	bool there;

	(void)none;
	(void)ctx;
	if (k == NULL)
		return OUT_OK;
	skip = strlen(k->name) + 1;
	out = name_there(
	    f, k->db, (const char *)key + skip, keylen - skip, &there, why);
	if (out == OUT_OK && !there)
		fsck_fault(f, "QUEUE", fsck_place(DB_QUEUE, key, keylen, place),
		    "%s: no %s is there that waits", k->name,
		    store_db_name[k->db]);
	return out;
}

enum outcome
fsck_queues(struct fsck *f, struct why *why)
{
	return fsck_each(f, DB_QUEUE, queue_entry, NULL, why);
}
