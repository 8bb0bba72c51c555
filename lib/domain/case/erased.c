/* SPDX-License-Identifier: EUPL-1.2 */
/* The note of an erasure is made. */
#include "domain/case/erased.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "domain/case/decide.h"
#include "domain/case/state.h"
#include "io/record.h"

/* ---- the list, until the note is out ------------------------------------- */

/* The number of an event is given again after a restore, to another of the
 * case; what else has a number, or a key that no case has, is told by that. */
static enum outcome
add_tag(struct store_txn *txn, Rec__Replaced *r, struct why *why)
{
	unsigned char tag[SEAL_TAG_LEN];
	enum outcome out;
	bool found;

	if (store_db(r->db) != DB_JOURNAL || r->to != SEAL_UNIT)
		return OUT_OK;
	out = store_tag_of(
	    txn, DB_JOURNAL, r->key.data, r->key.len, tag, &found, why);
	if (out != OUT_OK || !found)
		return out;
	return record_set_bytes(&r->tag, tag, sizeof(tag)) == -1 ?
	    why_sys(why, "erase") :
	    OUT_OK;
}

enum outcome
erased_add(struct store_txn *txn, Rec__Erased *note, enum store_db db,
    const void *key, size_t keylen, uint64_t from, uint64_t to, struct why *why)
{
	Rec__Replaced **slot, *r;

	slot = (Rec__Replaced **)record_add(&note->records, &note->n_records);
	if (slot == NULL ||
	    (r = *slot = record_new(&rec__replaced__descriptor)) == NULL ||
	    record_set(&r->db, store_db_name[db]) == -1 ||
	    record_set_bytes(&r->key, key, keylen) == -1)
		return why_sys(why, "erase");
	r->from = from;
	r->to = to;
	return add_tag(txn, r, why);
}

/* A name that no folder has, which are the others in DB_SEEN. */
static size_t
list_key(uint64_t number, char *buf, size_t size)
{
	return (size_t)snprintf(buf, size, "erased/%" PRIu64, number);
}

enum outcome
erased_keep(struct store_txn *txn, const Rec__Erased *note, struct why *why)
{
	char key[40];
	size_t n = list_key(note->case_number, key, sizeof(key));

	return state_save(txn, DB_SEEN, key, n, SEAL_UNIT, &note->base, why);
}

enum outcome
erased_drop(struct store_txn *txn, uint64_t number, struct why *why)
{
	char key[40];
	size_t n = list_key(number, key, sizeof(key));

	return store_del(txn, DB_SEEN, key, n, why);
}

/* ---- the note ------------------------------------------------------------ */

char *
erased_name(const Rec__Case *c, char *buf)
{
	(void)snprintf(buf, ERASED_NAME, "%.32s-%" PRIu64, c->id,
	    c->erasure == NULL ? 0 : c->erasure->audit);
	return buf;
}

/* A document, with the bytes of its file. */
static enum outcome
add_file(struct store_txn *txn, const struct office *o, struct buf *b,
    struct why *why)
{
	struct buf bytes = BUF_INIT;
	ProtobufCMessage *m;
	enum outcome out;
	Rec__Document *d;

	if ((out = record_unpack(&rec__document__descriptor, b->data, b->len,
		 &m, why)) != OUT_OK)
		return out;
	d = RECORD_OF(Rec__Document, m);
	if (d->file[0] != '\0' &&
	    (out = document_bytes(o, store_seal(txn), d, &bytes, why)) ==
		OUT_OK) {
		buf_reset(b);
		out = record_set_bytes(&d->bytes, bytes.data, bytes.len) == -1 ?
		    why_sys(why, "erase") :
		    record_pack(m, b, why);
	}
	buf_wipe(&bytes);
	record_free(m);
	return out;
}

static enum outcome
set_value(
    Rec__Replaced *r, struct seal *seal, const struct buf *b, struct why *why)
{
	struct buf sealed = BUF_INIT;
	enum outcome out;

	out = seal_value(seal, r->to, ERASED_PLACE, r->key.data, r->key.len, 1,
	    b->data, b->len, &sealed, why);
	if (out == OUT_OK &&
	    record_set_bytes(&r->value, sealed.data, sealed.len) == -1)
		out = why_sys(why, "erase");
	buf_free(&sealed);
	return out;
}

static enum outcome
fill(struct store_txn *txn, const struct office *o, Rec__Replaced *r,
    struct why *why)
{
	struct buf b = BUF_INIT;
	enum store_db db = store_db(r->db);
	enum outcome out;
	bool found;

	if (db == DB_COUNT)
		return why_retry(why, "store: no such database");
	if ((out = store_get(txn, db, r->key.data, r->key.len, &b, &found,
		 why)) == OUT_OK &&
	    found) {
		if (db == DB_DOCUMENT)
			out = add_file(txn, o, &b, why);
		if (out == OUT_OK)
			out = set_value(r, store_seal(txn), &b, why);
	}
	buf_wipe(&b);
	return out;
}

static enum outcome
seal_note(struct seal *seal, const Rec__Erased *note, const char *name,
    struct buf *out, struct why *why)
{
	struct buf b = BUF_INIT;
	enum outcome o;

	if ((o = record_pack(&note->base, &b, why)) == OUT_OK)
		o = seal_value(seal, SEAL_UNIT, ERASED_PLACE, name,
		    strlen(name), 1, b.data, b.len, out, why);
	buf_wipe(&b);
	return o;
}

enum outcome
erased_note(struct store_txn *txn, const struct office *o, const Rec__Case *c,
    struct buf *b, struct why *why)
{
	char key[40], name[ERASED_NAME];
	size_t i, n = list_key(c->number, key, sizeof(key));
	ProtobufCMessage *m;
	Rec__Erased *note;
	enum outcome out;

	buf_reset(b);
	if ((out = state_load(txn, DB_SEEN, key, n, &rec__erased__descriptor,
		 &m, why)) != OUT_OK ||
	    m == NULL)
		return out;
	note = RECORD_OF(Rec__Erased, m);
	if ((note->erasure = record_copy(&c->erasure->base)) == NULL)
		out = why_sys(why, "erase");
	for (i = 0; out == OUT_OK && i < note->n_records; i++)
		out = fill(txn, o, note->records[i], why);
	if (out == OUT_OK)
		out = seal_note(
		    store_seal(txn), note, erased_name(c, name), b, why);
	record_free(m);
	return out;
}
