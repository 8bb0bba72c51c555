/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/state.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/record.h"

#define KEY_MAX 500 /* bytes; LMDB takes 511 */

void
state_key8(uint64_t n, unsigned char key[8])
{
	size_t i;

	for (i = 8; i-- > 0; n >>= 8)
		key[i] = n & 0xff;
}

void
state_key12(uint64_t n, uint32_t m, unsigned char key[12])
{
	size_t i;

	state_key8(n, key);
	for (i = 12; i-- > 8; m >>= 8)
		key[i] = m & 0xff;
}

uint64_t
state_number(const void *data)
{
	const unsigned char *p = data;
	uint64_t n = 0;
	size_t i;

	for (i = 0; i < 8; i++)
		n = n << 8 | p[i];
	return n;
}

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

enum outcome
case_get(struct store_txn *txn, uint64_t number, Rec__Case **c, struct why *why)
{
	ProtobufCMessage *m;
	unsigned char key[8];
	enum outcome out;

	state_key8(number, key);
	out = state_load(
	    txn, DB_CASE, key, sizeof(key), &rec__case__descriptor, &m, why);
	*c = RECORD_OF(Rec__Case, m);
	return out;
}

enum outcome
case_put(struct store_txn *txn, const Rec__Case *c, struct why *why)
{
	unsigned char key[8];

	state_key8(c->number, key);
	return state_save(
	    txn, DB_CASE, key, sizeof(key), c->key, &c->base, why);
}

enum outcome
message_get(struct store_txn *txn, uint64_t number, Rec__Message **message,
    struct why *why)
{
	ProtobufCMessage *m;
	unsigned char key[8];
	enum outcome out;

	state_key8(number, key);
	out = state_load(txn, DB_MESSAGE, key, sizeof(key),
	    &rec__message__descriptor, &m, why);
	*message = RECORD_OF(Rec__Message, m);
	return out;
}

enum outcome
message_put(struct store_txn *txn, const Rec__Message *m, struct why *why)
{
	unsigned char key[8];

	state_key8(m->number, key);
	return state_save(
	    txn, DB_MESSAGE, key, sizeof(key), SEAL_UNIT, &m->base, why);
}

enum outcome
task_get(
    struct store_txn *txn, uint64_t number, Rec__Task **task, struct why *why)
{
	ProtobufCMessage *m;
	unsigned char key[8];
	enum outcome out;

	state_key8(number, key);
	out = state_load(
	    txn, DB_TASK, key, sizeof(key), &rec__task__descriptor, &m, why);
	*task = RECORD_OF(Rec__Task, m);
	return out;
}

enum outcome
task_put(struct store_txn *txn, const Rec__Task *t, struct why *why)
{
	unsigned char key[8];

	state_key8(t->number, key);
	return state_save(
	    txn, DB_TASK, key, sizeof(key), SEAL_UNIT, &t->base, why);
}

enum outcome
item_get(
    struct store_txn *txn, const char *id, Rec__Item **item, struct why *why)
{
	ProtobufCMessage *m;
	enum outcome out;

	*item = NULL;
	if (id[0] == '\0' || strlen(id) > KEY_MAX)
		return OUT_OK;
	out = state_load(
	    txn, DB_ITEM, id, strlen(id), &rec__item__descriptor, &m, why);
	*item = RECORD_OF(Rec__Item, m);
	return out;
}

enum outcome
item_put(struct store_txn *txn, const Rec__Item *i, struct why *why)
{
	enum outcome out;
	uint64_t id;

	out = state_case_key(txn, i->case_number, &id, why);
	if (out != OUT_OK)
		return out;
	return state_save(
	    txn, DB_ITEM, i->id, strlen(i->id), id, &i->base, why);
}

/* A payment's key is its stem and attempt, so that attempts stand together. */
enum outcome
payment_get(
    struct store_txn *txn, const char *id, Rec__Payment **p, struct why *why)
{
	ProtobufCMessage *m;
	enum outcome out;

	*p = NULL;
	if (id[0] == '\0' || strlen(id) > KEY_MAX)
		return OUT_OK;
	out = state_load(txn, DB_PAYMENT, id, strlen(id),
	    &rec__payment__descriptor, &m, why);
	*p = RECORD_OF(Rec__Payment, m);
	return out;
}

enum outcome
payment_put(struct store_txn *txn, const Rec__Payment *p, struct why *why)
{
	return state_save(
	    txn, DB_PAYMENT, p->id, strlen(p->id), SEAL_UNIT, &p->base, why);
}

enum outcome
batch_get(
    struct store_txn *txn, const char *id, Rec__Batch **b, struct why *why)
{
	ProtobufCMessage *m;
	enum outcome out;

	*b = NULL;
	if (id[0] == '\0' || strlen(id) > KEY_MAX)
		return OUT_OK;
	out = state_load(
	    txn, DB_BATCH, id, strlen(id), &rec__batch__descriptor, &m, why);
	*b = RECORD_OF(Rec__Batch, m);
	return out;
}

enum outcome
batch_put(struct store_txn *txn, const Rec__Batch *b, struct why *why)
{
	return state_save(
	    txn, DB_BATCH, b->id, strlen(b->id), SEAL_UNIT, &b->base, why);
}

enum outcome
document_get(
    struct store_txn *txn, uint64_t number, Rec__Document **d, struct why *why)
{
	ProtobufCMessage *m;
	unsigned char key[8];
	enum outcome out;

	state_key8(number, key);
	out = state_load(txn, DB_DOCUMENT, key, sizeof(key),
	    &rec__document__descriptor, &m, why);
	*d = RECORD_OF(Rec__Document, m);
	return out;
}

enum outcome
restricted_get(struct store_txn *txn, uint64_t number, Rec__Restricted **r,
    struct why *why)
{
	ProtobufCMessage *m;
	unsigned char key[8];
	enum outcome out;

	state_key8(number, key);
	out = state_load(txn, DB_RESTRICTED, key, sizeof(key),
	    &rec__restricted__descriptor, &m, why);
	*r = RECORD_OF(Rec__Restricted, m);
	return out;
}

enum outcome
restricted_put(struct store_txn *txn, uint64_t number, const Rec__Restricted *r,
    struct why *why)
{
	unsigned char key[8];
	enum outcome out;
	uint64_t id;

	if ((out = state_case_key(txn, number, &id, why)) != OUT_OK)
		return out;
	state_key8(number, key);
	return state_save(
	    txn, DB_RESTRICTED, key, sizeof(key), id + 1, &r->base, why);
}

/* An index entry: kind NUL data, for a number. */
static size_t
index_key(const char *kind, const void *data, size_t len, unsigned char *key)
{
	size_t n = strlen(kind) + 1;

	if (n + len > KEY_MAX)
		len = KEY_MAX - n; /* our own ids are far below that */
	memcpy(key, kind, n);
	memcpy(key + n, data, len);
	return n + len;
}

enum outcome
index_put(struct store_txn *txn, const char *kind, const void *data, size_t len,
    uint64_t value, struct why *why)
{
	unsigned char key[KEY_MAX], number[8];
	size_t n = index_key(kind, data, len, key);

	state_key8(value, number);
	return store_put(
	    txn, DB_INDEX, key, n, SEAL_UNIT, number, sizeof(number), why);
}

enum outcome
index_get(struct store_txn *txn, const char *kind, const void *data, size_t len,
    uint64_t *value, struct why *why)
{
	unsigned char key[KEY_MAX];
	struct buf b = BUF_INIT;
	enum outcome out;
	bool found;

	*value = 0;
	out = store_get(txn, DB_INDEX, key, index_key(kind, data, len, key), &b,
	    &found, why);
	if (out == OUT_OK && found && b.len == 8)
		*value = state_number(b.data);
	buf_free(&b);
	return out;
}

enum outcome
index_del(struct store_txn *txn, const char *kind, const void *data, size_t len,
    struct why *why)
{
	unsigned char key[KEY_MAX];

	return store_del(
	    txn, DB_INDEX, key, index_key(kind, data, len, key), why);
}

enum outcome
index_put_token(struct store_txn *txn, const char *kind, const char *s,
    uint64_t value, struct why *why)
{
	unsigned char token[SEAL_TOKEN_LEN];
	enum outcome out;

	out = seal_token(store_seal(txn), kind, s, strlen(s), token, why);
	if (out != OUT_OK)
		return out;
	return index_put(txn, kind, token, sizeof(token), value, why);
}

enum outcome
index_get_token(struct store_txn *txn, const char *kind, const char *s,
    uint64_t *value, struct why *why)
{
	unsigned char token[SEAL_TOKEN_LEN];
	enum outcome out;

	*value = 0;
	out = seal_token(store_seal(txn), kind, s, strlen(s), token, why);
	if (out != OUT_OK)
		return out;
	return index_get(txn, kind, token, sizeof(token), value, why);
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
	state_key8(number, key);
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

	state_key8(number, key);
	return index_put(txn, "case-key", key, sizeof(key), id, why);
}

enum outcome
queue_put(
    struct store_txn *txn, const char *kind, const char *name, struct why *why)
{
	unsigned char key[KEY_MAX];
	size_t n = index_key(kind, name, strlen(name), key);

	return store_put(txn, DB_QUEUE, key, n, SEAL_UNIT, "", 0, why);
}

enum outcome
queue_del(
    struct store_txn *txn, const char *kind, const char *name, struct why *why)
{
	unsigned char key[KEY_MAX];

	return store_del(
	    txn, DB_QUEUE, key, index_key(kind, name, strlen(name), key), why);
}

static size_t
link_key(
    const char *kind, uint64_t number, const char *name, unsigned char *key)
{
	unsigned char n8[8];
	size_t n = strlen(kind) + 1, len = strlen(name);

	memcpy(key, kind, n);
	state_key8(number, n8);
	memcpy(key + n, n8, sizeof(n8));
	memcpy(key + n + sizeof(n8), name, len);
	return n + sizeof(n8) + len;
}

enum outcome
link_put(struct store_txn *txn, const char *kind, uint64_t number,
    const char *name, struct why *why)
{
	unsigned char key[KEY_MAX];

	return store_put(txn, DB_INDEX, key, link_key(kind, number, name, key),
	    SEAL_UNIT, "", 0, why);
}

struct names {
	char **name;
	size_t n, skip; /* skip: length of the prefix */
};

static enum outcome
add_name(const void *key, size_t keylen, const void *data, size_t len,
    void *ctx, struct why *why)
{
	struct names *a = ctx;
	char **grown;

	(void)data;
	(void)len;
	if (a->n % 64 == 0) {
		grown = realloc(a->name, (a->n + 64) * sizeof(*a->name));
		if (grown == NULL)
			return why_sys(why, "queue");
		a->name = grown;
	}
	a->name[a->n] = strndup((const char *)key + a->skip, keylen - a->skip);
	if (a->name[a->n] == NULL)
		return why_sys(why, "queue");
	a->n++;
	return OUT_OK;
}

static enum outcome
list(struct store_txn *txn, enum store_db db, const void *prefix, size_t len,
    char ***names, size_t *n, struct why *why)
{
	struct names a = { NULL, 0, len };
	enum outcome out;

	out = store_each(txn, db, prefix, len, add_name, &a, why);
	if (out != OUT_OK) {
		names_free(a.name, a.n);
		a.name = NULL;
		a.n = 0;
	}
	*names = a.name;
	*n = a.n;
	return out;
}

enum outcome
queue_list(struct store_txn *txn, const char *kind, char ***names, size_t *n,
    struct why *why)
{
	return list(txn, DB_QUEUE, kind, strlen(kind) + 1, names, n, why);
}

enum outcome
link_list(struct store_txn *txn, const char *kind, uint64_t number,
    char ***names, size_t *n, struct why *why)
{
	unsigned char key[KEY_MAX];

	return list(
	    txn, DB_INDEX, key, link_key(kind, number, "", key), names, n, why);
}

/* Under DB_INDEX: kind NUL of '|' name. */
static size_t
under_key(
    const char *kind, const char *of, const char *name, unsigned char *key)
{
	int n =
	    snprintf((char *)key, KEY_MAX, "%s%c%s|%s", kind, '\0', of, name);

	return n < 0 ? 0 : n < KEY_MAX ? (size_t)n : KEY_MAX - 1;
}

enum outcome
queue_put_under(struct store_txn *txn, const char *kind, const char *of,
    const char *name, struct why *why)
{
	unsigned char key[KEY_MAX];

	return store_put(txn, DB_INDEX, key, under_key(kind, of, name, key),
	    SEAL_UNIT, "", 0, why);
}

enum outcome
queue_list_under(struct store_txn *txn, const char *kind, const char *of,
    char ***names, size_t *n, struct why *why)
{
	unsigned char key[KEY_MAX];

	return list(
	    txn, DB_INDEX, key, under_key(kind, of, "", key), names, n, why);
}

void
names_free(char **names, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		free(names[i]);
	free(names);
}

char *
number_name(uint64_t n, char *buf)
{
	(void)snprintf(buf, 21, "%020" PRIu64, n);
	return buf;
}
