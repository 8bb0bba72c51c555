/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Cases that were erased after the backup, whose keys are gone: what stands in
 * the place of their records comes out of the notes of the erasures.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "domain/case/erase.h"
#include "domain/case/erased.h"
#include "domain/case/journal.h"
#include "domain/case/reconcile_impl.h"
#include "domain/case/state.h"
#include "io/record.h"

struct again {
	struct store_txn *txn;
	struct reconcile *r;
	struct erased_keys ring, gone; /* keys that are there; were erased */
	struct moved moved;
	bool changed;
};

/* ---- what is under a key that is gone ------------------------------------ */

/* What no rebuild makes again. */
static const enum store_db dbs[] = { DB_JOURNAL, DB_DOCUMENT, DB_RESTRICTED,
	DB_PAYROW };
#define DBS (sizeof(dbs) / sizeof(dbs[0]))

static bool
is_lasting(enum store_db db)
{
	size_t i;

	for (i = 0; i < DBS && dbs[i] != db; i++)
		;
	return i < DBS;
}

typedef enum outcome gone_fn(struct again *, enum store_db, const void *,
    size_t, uint64_t, struct why *);

static enum outcome
each_gone(struct again *k, gone_fn *fn, struct why *why)
{
	unsigned char key[STORE_KEY_MAX];
	enum outcome out = OUT_OK;
	size_t i, keylen;
	uint64_t id;
	bool found;

	for (i = 0; i < DBS; i++) {
		keylen = 0;
		while ((out = store_next(k->txn, dbs[i], "", 0, key, &keylen,
			    NULL, &found, why)) == OUT_OK &&
		    found)
			if ((out = store_key_of(k->txn, dbs[i], key, keylen,
				 &id, &found, why)) != OUT_OK ||
			    (!erased_has(&k->ring, id) &&
				(out = fn(k, dbs[i], key, keylen, id, why)) !=
				    OUT_OK))
				return out;
		if (out != OUT_OK)
			return out;
	}
	return OUT_OK;
}

static enum outcome
see_one(struct again *k, enum store_db db, const void *key, size_t keylen,
    uint64_t id, struct why *why)
{
	(void)db;
	(void)key;
	(void)keylen;
	(void)id;
	(void)why;
	k->changed = true;
	return OUT_OK;
}

/* What is not in the notes: it was removed before its case was erased. */
static enum outcome
remove_one(struct again *k, enum store_db db, const void *key, size_t keylen,
    uint64_t id, struct why *why)
{
	if (!erased_has(&k->gone, id))
		return OUT_OK;
	if (db == DB_JOURNAL)
		return why_reject(why, "ERASED-EVENT",
		    "event %" PRIu64 ": its key was erased, and no note says "
		    "what stands there now",
		    store_number(key));
	return store_del(k->txn, db, key, keylen, why);
}

/* ---- what stands there now ----------------------------------------------- */

static enum outcome
is_meant(struct again *k, enum store_db db, const Rec__Replaced *rec, bool *is,
    struct why *why)
{
	unsigned char tag[SEAL_TAG_LEN];
	enum outcome out;
	uint64_t id;

	if ((out = store_key_of(k->txn, db, rec->key.data, rec->key.len, &id,
		 is, why)) != OUT_OK ||
	    !*is)
		return out;
	*is = !erased_has(&k->ring, id) &&
	    moved_leads(&k->moved, id, rec->from) &&
	    erased_has(&k->ring, rec->to);
	if (!*is || rec->tag.len != sizeof(tag))
		return OUT_OK;
	if ((out = store_tag_of(k->txn, db, rec->key.data, rec->key.len, tag,
		 is, why)) == OUT_OK)
		*is = memcmp(tag, rec->tag.data, sizeof(tag)) == 0;
	return out;
}

/* A document with the bytes of its file, which are put where they belong. */
static enum outcome
put_file(
    struct again *k, const Rec__Replaced *rec, struct buf *b, struct why *why)
{
	ProtobufCMessage *m;
	enum outcome out;
	Rec__Document *d;

	if ((out = record_unpack(&rec__document__descriptor, b->data, b->len,
		 &m, why)) != OUT_OK)
		return out;
	d = RECORD_OF(Rec__Document, m);
	if (d->file[0] != '\0' &&
	    (out = blob_put(k->r->office->blobs, d->file, rec->to,
		 d->bytes.data, d->bytes.len, why)) == OUT_OK) {
		buf_reset(b);
		out = record_set_bytes(&d->bytes, NULL, 0) == -1 ?
		    why_sys(why, "erase") :
		    record_pack(m, b, why);
	}
	record_free(m);
	return out;
}

static enum outcome
put_one(struct again *k, enum store_db db, const Rec__Replaced *rec,
    struct why *why)
{
	struct buf b = BUF_INIT;
	enum outcome out;

	k->changed = true;
	if (rec->value.len == 0)
		return store_del(k->txn, db, rec->key.data, rec->key.len, why);
	if ((out = erased_value(store_seal(k->txn), rec, &b, why)) == OUT_OK &&
	    (db != DB_DOCUMENT || (out = put_file(k, rec, &b, why)) == OUT_OK))
		out = store_put(k->txn, db, rec->key.data, rec->key.len,
		    rec->to, b.data, b.len, why);
	buf_wipe(&b);
	return out;
}

static enum outcome
replace(const Rec__Erased *note, void *ctx, struct why *why)
{
	struct again *k = ctx;
	enum outcome out = OUT_OK;
	size_t i;
	bool is;

	for (i = 0; out == OUT_OK && i < note->n_records; i++) {
		const Rec__Replaced *rec = note->records[i];
		enum store_db db = store_db(rec->db);

		if (is_lasting(db) &&
		    (out = is_meant(k, db, rec, &is, why)) == OUT_OK && is)
			out = put_one(k, db, rec, why);
	}
	return out;
}

/* ---- the events ---------------------------------------------------------- */

static enum outcome
append(struct again *k, const Rec__Erased *note, const Rec__Case *c,
    struct why *why)
{
	enum outcome out;
	Rec__Event ev;

	out = journal_begin(k->txn, k->r->office, "erased", &ev, why);
	if (out != OUT_OK)
		return out;
	ev.case_number = c->number;
	ev.subject = c->id;
	ev.key = SEAL_UNIT;
	ev.erasure = note->erasure;
	(void)buf_printf(
	    &k->r->report, "erased: case %s, after the backup\n", c->id);
	return journal_append(k->txn, &ev, why);
}

/* Unless its keys came back. */
static enum outcome
erase_again(const Rec__Erased *note, void *ctx, struct why *why)
{
	const Rec__Erasure *e = note->erasure;
	struct again *k = ctx;
	enum outcome out;
	Rec__Case *c;

	if (e->n_keys == 0 || erased_has(&k->ring, e->keys[0]))
		return OUT_OK;
	if ((out = case_get(k->txn, note->case_number, &c, why)) == OUT_OK &&
	    c != NULL && !erase_done(c))
		out = append(k, note, c, why);
	record_free(c);
	return out;
}

static enum outcome
erase_all(struct again *k, struct why *why)
{
	struct unit *u = k->r->u;
	enum outcome out;

	if ((out = erased_keys(u, &k->gone, why)) != OUT_OK ||
	    (out = erased_each(u, moved_learn, &k->moved, NULL, why)) !=
		OUT_OK ||
	    (out = erased_each(u, replace, k, &k->r->report, why)) != OUT_OK ||
	    (out = each_gone(k, remove_one, why)) != OUT_OK || !k->changed ||
	    (out = journal_rebuild(k->txn, why)) != OUT_OK ||
	    (out = erased_each(u, erase_again, k, NULL, why)) != OUT_OK)
		return out;
	return blob_commit(k->r->office->blobs, why);
}

enum outcome
reconcile_erased(struct store_txn *txn, struct reconcile *r, struct why *why)
{
	struct again k = { .txn = txn, .r = r };
	enum outcome out;

	if ((out = erased_ring(store_seal(txn), &k.ring, why)) == OUT_OK &&
	    (out = each_gone(&k, see_one, why)) == OUT_OK && k.changed) {
		k.changed = false;
		out = erase_all(&k, why);
	}
	free(k.ring.id);
	free(k.gone.id);
	moved_free(&k.moved);
	return out;
}
