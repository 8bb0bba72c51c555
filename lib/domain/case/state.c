/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/case/state.h"

#include <stdlib.h>
#include <string.h>

#include "domain/case/index.h"
#include "io/record.h"

enum outcome
state_load(struct store_txn *txn, enum store_db db, const void *key,
    size_t keylen, const ProtobufCMessageDescriptor *desc,
    ProtobufCMessage **msg, struct why *why)
{
	struct buf b = BUF_INIT;
	enum outcome out;
	bool found;

	*msg = NULL;
	out = store_get(txn, db, key, keylen, &b, &found, why);
	if (out == OUT_OK && found)
		out = record_unpack(desc, b.data, b.len, msg, why);
	buf_wipe(&b);
	return out;
}

enum outcome
state_save(struct store_txn *txn, enum store_db db, const void *key,
    size_t keylen, uint64_t id, const ProtobufCMessage *msg, struct why *why)
{
	struct buf b = BUF_INIT;
	enum outcome out;

	if ((out = record_pack(msg, &b, why)) == OUT_OK)
		out = store_put(txn, db, key, keylen, id, b.data, b.len, why);
	buf_wipe(&b);
	return out;
}

/* What is in each database, and whether it has a number or an id. */
static const struct {
	const ProtobufCMessageDescriptor *desc;
	bool numbered;
} records[DB_COUNT] = {
	[DB_CASE] = { &rec__case__descriptor, true },
	[DB_MESSAGE] = { &rec__message__descriptor, true },
	[DB_TASK] = { &rec__task__descriptor, true },
	[DB_DOCUMENT] = { &rec__document__descriptor, true },
	[DB_RESTRICTED] = { &rec__restricted__descriptor, true },
	[DB_ITEM] = { &rec__item__descriptor, false },
	[DB_PAYMENT] = { &rec__payment__descriptor, false },
	[DB_BATCH] = { &rec__batch__descriptor, false },
	[DB_JOURNAL] = { &rec__event__descriptor, true },
	[DB_LEDGER] = { &rec__ledger_entry__descriptor, false },
	[DB_PAYROW] = { &rec__batch_row__descriptor, false },
	[DB_AUDIT] = { &rec__audit_entry__descriptor, true },
};

const ProtobufCMessageDescriptor *
state_descriptor(enum store_db db)
{
	return records[db].desc;
}

static enum outcome
by_number(struct store_txn *txn, enum store_db db, uint64_t number,
    ProtobufCMessage **m, struct why *why)
{
	unsigned char key[8];

	store_key8(number, key);
	return state_load(txn, db, key, sizeof(key), records[db].desc, m, why);
}

static enum outcome
by_id(struct store_txn *txn, enum store_db db, const char *id,
    ProtobufCMessage **m, struct why *why)
{
	size_t len = strlen(id);

	*m = NULL;
	if (len == 0 || len > STORE_KEY_MAX)
		return OUT_OK; /* nothing of ours */
	return state_load(txn, db, id, len, records[db].desc, m, why);
}

enum outcome
state_named(struct store_txn *txn, enum store_db db, const char *name,
    ProtobufCMessage **m, struct why *why)
{
	if (records[db].numbered)
		return by_number(txn, db, strtoull(name, NULL, 10), m, why);
	return by_id(txn, db, name, m, why);
}

static enum outcome
put_number(struct store_txn *txn, enum store_db db, uint64_t number,
    uint64_t key_id, const ProtobufCMessage *m, struct why *why)
{
	unsigned char key[8];

	store_key8(number, key);
	return state_save(txn, db, key, sizeof(key), key_id, m, why);
}

enum outcome
case_get(struct store_txn *txn, uint64_t number, Rec__Case **r, struct why *why)
{
	ProtobufCMessage *m;
	enum outcome out = by_number(txn, DB_CASE, number, &m, why);

	*r = RECORD_OF(Rec__Case, m);
	return out;
}

enum outcome
case_put(struct store_txn *txn, const Rec__Case *r, struct why *why)
{
	return put_number(txn, DB_CASE, r->number, r->key, &r->base, why);
}

enum outcome
message_get(
    struct store_txn *txn, uint64_t number, Rec__Message **r, struct why *why)
{
	ProtobufCMessage *m;
	enum outcome out = by_number(txn, DB_MESSAGE, number, &m, why);

	*r = RECORD_OF(Rec__Message, m);
	return out;
}

enum outcome
message_put(struct store_txn *txn, const Rec__Message *r, struct why *why)
{
	return put_number(txn, DB_MESSAGE, r->number, SEAL_UNIT, &r->base, why);
}

enum outcome
task_get(struct store_txn *txn, uint64_t number, Rec__Task **r, struct why *why)
{
	ProtobufCMessage *m;
	enum outcome out = by_number(txn, DB_TASK, number, &m, why);

	*r = RECORD_OF(Rec__Task, m);
	return out;
}

enum outcome
task_put(struct store_txn *txn, const Rec__Task *r, struct why *why)
{
	return put_number(txn, DB_TASK, r->number, SEAL_UNIT, &r->base, why);
}

enum outcome
item_get(struct store_txn *txn, const char *id, Rec__Item **r, struct why *why)
{
	ProtobufCMessage *m;
	enum outcome out = by_id(txn, DB_ITEM, id, &m, why);

	*r = RECORD_OF(Rec__Item, m);
	return out;
}

enum outcome
item_put_under(
    struct store_txn *txn, const Rec__Item *r, uint64_t key_id, struct why *why)
{
	return state_save(
	    txn, DB_ITEM, r->id, strlen(r->id), key_id, &r->base, why);
}

enum outcome
item_put(struct store_txn *txn, const Rec__Item *r, struct why *why)
{
	enum outcome out;
	uint64_t key_id;
	bool found = false;

	if (r->case_number == 0 &&
	    (out = store_key_of(txn, DB_ITEM, r->id, strlen(r->id), &key_id,
		 &found, why)) != OUT_OK)
		return out;
	if (!found &&
	    (out = state_case_key(txn, r->case_number, &key_id, why)) != OUT_OK)
		return out;
	return item_put_under(txn, r, key_id, why);
}

/* A payment's key is its stem and attempt, so that attempts stand together. */
enum outcome
payment_get(
    struct store_txn *txn, const char *id, Rec__Payment **r, struct why *why)
{
	ProtobufCMessage *m;
	enum outcome out = by_id(txn, DB_PAYMENT, id, &m, why);

	*r = RECORD_OF(Rec__Payment, m);
	return out;
}

enum outcome
payment_put(struct store_txn *txn, const Rec__Payment *r, struct why *why)
{
	enum outcome out;
	uint64_t key_id;

	out = state_case_key(txn, r->case_number, &key_id, why);
	if (out != OUT_OK)
		return out;
	return state_save(
	    txn, DB_PAYMENT, r->id, strlen(r->id), key_id, &r->base, why);
}

enum outcome
batch_get(
    struct store_txn *txn, const char *id, Rec__Batch **r, struct why *why)
{
	ProtobufCMessage *m;
	enum outcome out = by_id(txn, DB_BATCH, id, &m, why);

	*r = RECORD_OF(Rec__Batch, m);
	return out;
}

enum outcome
batch_put(struct store_txn *txn, const Rec__Batch *r, struct why *why)
{
	return state_save(
	    txn, DB_BATCH, r->id, strlen(r->id), SEAL_UNIT, &r->base, why);
}

enum outcome
document_get(
    struct store_txn *txn, uint64_t number, Rec__Document **r, struct why *why)
{
	ProtobufCMessage *m;
	enum outcome out = by_number(txn, DB_DOCUMENT, number, &m, why);

	*r = RECORD_OF(Rec__Document, m);
	/* Whoever lists documents does not read them. */
	if (*r != NULL && (*r)->restricted)
		(void)record_set_bytes(&(*r)->bytes, NULL, 0);
	return out;
}

/* What was read goes on record, with what it was read for. */
static enum outcome
note_number(
    struct store_txn *txn, enum store_db db, uint64_t number, struct why *why)
{
	unsigned char key[8];

	store_key8(number, key);
	return store_note_read(txn, db, key, sizeof(key), why);
}

enum outcome
document_read(
    struct store_txn *txn, uint64_t number, Rec__Document **r, struct why *why)
{
	ProtobufCMessage *m;
	enum outcome out = by_number(txn, DB_DOCUMENT, number, &m, why);

	*r = RECORD_OF(Rec__Document, m);
	if (out == OUT_OK && *r != NULL && (*r)->restricted)
		out = note_number(txn, DB_DOCUMENT, number, why);
	return out;
}

enum outcome
restricted_get(struct store_txn *txn, uint64_t number, Rec__Restricted **r,
    struct why *why)
{
	ProtobufCMessage *m;
	enum outcome out = by_number(txn, DB_RESTRICTED, number, &m, why);

	*r = RECORD_OF(Rec__Restricted, m);
	if (out == OUT_OK && m != NULL)
		out = note_number(txn, DB_RESTRICTED, number, why);
	return out;
}

enum outcome
restricted_put(struct store_txn *txn, uint64_t number, const Rec__Restricted *r,
    struct why *why)
{
	enum outcome out;
	uint64_t key_id;

	if ((out = state_case_key(txn, number, &key_id, why)) != OUT_OK)
		return out;
	return put_number(
	    txn, DB_RESTRICTED, number, key_id + 1, &r->base, why);
}

enum outcome
state_case_key(
    struct store_txn *txn, uint64_t number, uint64_t *id, struct why *why)
{
	unsigned char key[8];
	enum outcome out;

	*id = SEAL_UNIT;
	if (number == 0)
		return OUT_OK;
	store_key8(number, key);
	out = index_get(txn, "case-key", key, sizeof(key), id, why);
	if (out == OUT_OK && *id == 0)
		return why_retry(why, "store: case without a key");
	return out;
}

enum outcome
state_case_key_put(
    struct store_txn *txn, uint64_t number, uint64_t id, struct why *why)
{
	unsigned char key[8];

	store_key8(number, key);
	return index_put(txn, "case-key", key, sizeof(key), id, why);
}
