/* SPDX-License-Identifier: EUPL-1.2 */
/* Indexes and queues lead to records. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/fsck/fsck_impl.h"

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
	{ "replaced", BY_VALUE, DB_MESSAGE },
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

/* ---- indexes ---- */

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

/* ---- queues ---- */

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
