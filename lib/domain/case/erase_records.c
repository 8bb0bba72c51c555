/* SPDX-License-Identifier: EUPL-1.2 */
/* What no rebuild makes again: events, documents, rows of payment files. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/case/decide.h"
#include "domain/case/erase_impl.h"
#include "domain/case/erased.h"
#include "domain/case/redact.h"
#include "domain/case/state.h"
#include "io/digest.h"
#include "io/record.h"

/* The key that what was under ${from} gets; SEAL_UNIT: it goes. */
static uint64_t
moved_to(const struct erasing *k, uint64_t from)
{
	size_t i;

	for (i = 0; i < k->n_moved; i++)
		if (k->moved[i].from == from)
			return k->moved[i].to;
	return SEAL_UNIT;
}

/* Call fn for each record of a database that is under a key that goes. */
typedef enum outcome
going_fn(struct erasing *, const void *, size_t, uint64_t, struct why *);

static enum outcome
each_going(struct erasing *k, enum store_db db, going_fn *fn, struct why *why)
{
	unsigned char key[STORE_KEY_MAX];
	size_t keylen = 0;
	enum outcome out;
	uint64_t id;
	bool found;

	while ((out = store_next(k->txn, db, "", 0, key, &keylen, NULL, &found,
		    why)) == OUT_OK &&
	    found)
		if ((out = store_key_of(k->txn, db, key, keylen, &id, &found,
			 why)) != OUT_OK ||
		    (erase_goes(k, id) &&
			(out = fn(k, key, keylen, id, why)) != OUT_OK))
			break;
	return out;
}

/* ---- events -------------------------------------------------------------- */

/* File and folder names are their senders'. */
static enum outcome
drop_names(Rec__Manifest *m, struct why *why)
{
	size_t i;

	if (m == NULL)
		return OUT_OK;
	for (i = 0; i < m->n_files; i++)
		if (record_set(&m->files[i]->name, "") == -1)
			return why_sys(why, "erase");
	return record_set(&m->folder, "") == -1 ? why_sys(why, "erase") :
						  OUT_OK;
}

static enum outcome
redact_shared(struct erasing *k, Rec__Event *ev, struct why *why)
{
	enum outcome out;
	void *grown;
	bool named;

	if ((out = redact_named(
		 &ev->base, casenames_is, k->names, &named, why)) != OUT_OK ||
	    (out = drop_names(ev->manifest, why)) != OUT_OK ||
	    ev->document == 0)
		return out;
	grown = realloc(k->sheets, (k->n_sheets + 1) * sizeof(*k->sheets));
	if (grown == NULL)
		return why_sys(why, "erase");
	k->sheets = grown;
	erase_sheet_of(ev, &k->sheets[k->n_sheets++]);
	return OUT_OK;
}

static enum outcome
one_event(struct erasing *k, const void *key, size_t keylen, uint64_t id,
    struct why *why)
{
	uint64_t to = moved_to(k, id);
	enum outcome out;
	Rec__Event *ev;

	if ((out = erased_add(k->txn, k->note, DB_JOURNAL, key, keylen, id, to,
		 why)) != OUT_OK ||
	    (out = journal_get(k->txn, store_number(key), &ev, why)) != OUT_OK)
		return out;
	ev->key = to;
	out =
	    to == SEAL_UNIT ? redact_event(ev, why) : redact_shared(k, ev, why);
	if (out == OUT_OK)
		out = state_save(
		    k->txn, DB_JOURNAL, key, keylen, to, &ev->base, why);
	k->proof->events++;
	record_free(ev);
	return out;
}

enum outcome
erase_events(struct erasing *k, struct why *why)
{
	return each_going(k, DB_JOURNAL, one_event, why);
}

/* ---- documents ----------------------------------------------------------- */

static enum outcome
add_file(struct erasing *k, const char *name, struct why *why)
{
	char **slot;

	if (name[0] == '\0')
		return OUT_OK;
	slot = (char **)record_add(&k->proof->files, &k->proof->n_files);
	return slot == NULL || (*slot = strdup(name)) == NULL ?
	    why_sys(why, "erase") :
	    OUT_OK;
}

/* The bytes of a document that gets another key; a file gets another name. */
static enum outcome
set_bytes(struct erasing *k, Rec__Document *d, uint64_t key,
    const struct buf *b, struct why *why)
{
	unsigned char digest[DIGEST_LEN];
	enum outcome out;
	char file[40];

	if ((out = digest_sha256(b->data, b->len, digest, why)) != OUT_OK)
		return out;
	d->size = b->len;
	if (record_set_bytes(&d->sha256, digest, sizeof(digest)) == -1)
		return why_sys(why, "erase");
	(void)snprintf(
	    file, sizeof(file), "%016" PRIx64 "-%" PRIx64, d->number, key);
	if (b->len <= BLOB_INLINE_MAX)
		return record_set_bytes(&d->bytes, b->data, b->len) == -1 ||
			record_set(&d->file, "") == -1 ?
		    why_sys(why, "erase") :
		    OUT_OK;
	if (record_set_bytes(&d->bytes, NULL, 0) == -1 ||
	    record_set(&d->file, file) == -1)
		return why_sys(why, "erase");
	return blob_put(k->o->blobs, file, key, b->data, b->len, why);
}

/* What brought that document: the last whose first one is not after it. */
static const struct erase_sheet *
sheet_of(const struct erasing *k, uint64_t number)
{
	static const struct erase_sheet none = { 0, "", false };
	const struct erase_sheet *s = &none;
	size_t i;

	for (i = 0; i < k->n_sheets; i++)
		if (k->sheets[i].document <= number &&
		    k->sheets[i].document > s->document)
			s = &k->sheets[i];
	return s;
}

static enum outcome
cut_document(struct erasing *k, Rec__Document *d, uint64_t key, struct why *why)
{
	struct buf b = BUF_INIT, rest = BUF_INIT;
	const struct erase_sheet *from = sheet_of(k, d->number);
	bool sheet = strcmp(d->role, "sheet") == 0, cut = false;
	size_t n = strlen(d->name);
	enum outcome out;

	if ((out = document_bytes(k->o, store_seal(k->txn), d, &b, why)) ==
		OUT_OK &&
	    (out = erase_cut(k, from, d, b.data, b.len, &rest, &cut, why)) ==
		OUT_OK &&
	    (out = add_file(k, d->file, why)) == OUT_OK)
		out = set_bytes(k, d, key, &rest, why);
	k->proof->sheets += cut;
	if (out == OUT_OK && sheet &&
	    record_set(&d->name,
		n > 4 && strcmp(d->name + n - 4, ".p7s") == 0 ?
		    "sheet.p7s" :
		    "sheet.csv") == -1)
		out = why_sys(why, "erase");
	buf_wipe(&b);
	buf_wipe(&rest);
	return out;
}

static enum outcome
one_document(struct erasing *k, const void *key, size_t keylen, uint64_t id,
    struct why *why)
{
	uint64_t to = moved_to(k, id);
	enum outcome out;
	Rec__Document *d;

	if ((out = erased_add(k->txn, k->note, DB_DOCUMENT, key, keylen, id, to,
		 why)) != OUT_OK ||
	    (out = document_get(k->txn, store_number(key), &d, why)) != OUT_OK)
		return out;
	if (to != SEAL_UNIT) {
		if ((out = cut_document(k, d, to, why)) == OUT_OK)
			out = state_save(k->txn, DB_DOCUMENT, key, keylen, to,
			    &d->base, why);
	} else if ((out = add_file(k, d->file, why)) == OUT_OK) {
		k->proof->documents++;
		out = store_del(k->txn, DB_DOCUMENT, key, keylen, why);
	}
	record_free(d);
	return out;
}

/* ---- rows, and what has no link ------------------------------------------ */

static enum outcome
reseal(struct erasing *k, enum store_db db,
    const ProtobufCMessageDescriptor *desc, const void *key, size_t keylen,
    uint64_t to, struct why *why)
{
	ProtobufCMessage *m;
	enum outcome out;

	if ((out = state_load(k->txn, db, key, keylen, desc, &m, why)) !=
	    OUT_OK)
		return out;
	if (to == SEAL_UNIT)
		out = redact_record(m, why);
	if (out == OUT_OK)
		out = state_save(k->txn, db, key, keylen, to, m, why);
	record_free(m);
	return out;
}

static enum outcome
one_row(struct erasing *k, const void *key, size_t keylen, uint64_t id,
    struct why *why)
{
	enum outcome out;

	if ((out = erased_add(k->txn, k->note, DB_PAYROW, key, keylen, id,
		 SEAL_UNIT, why)) != OUT_OK)
		return out;
	k->proof->rows++;
	return reseal(k, DB_PAYROW, &rec__batch_row__descriptor, key, keylen,
	    SEAL_UNIT, why);
}

/* An attempt that no file took has no link to its case. */
static enum outcome
one_payment(struct erasing *k, const void *key, size_t keylen, uint64_t id,
    struct why *why)
{
	(void)id;
	return reseal(k, DB_PAYMENT, &rec__payment__descriptor, key, keylen,
	    SEAL_UNIT, why);
}

/* Money of no known case, from a sheet that was cut. */
static enum outcome
one_item(struct erasing *k, const void *key, size_t keylen, uint64_t id,
    struct why *why)
{
	return reseal(k, DB_ITEM, &rec__item__descriptor, key, keylen,
	    moved_to(k, id), why);
}

enum outcome
erase_records(struct erasing *k, struct why *why)
{
	unsigned char key[8];
	enum outcome out;

	store_key8(k->c->number, key);
	if ((out = each_going(k, DB_DOCUMENT, one_document, why)) != OUT_OK ||
	    (out = store_del(k->txn, DB_RESTRICTED, key, sizeof(key), why)) !=
		OUT_OK ||
	    (out = each_going(k, DB_PAYROW, one_row, why)) != OUT_OK ||
	    (out = each_going(k, DB_PAYMENT, one_payment, why)) != OUT_OK)
		return out;
	return each_going(k, DB_ITEM, one_item, why);
}

/* ---- the last look ------------------------------------------------------- */

static enum outcome
left(struct erasing *k, const void *key, size_t keylen, uint64_t id,
    struct why *why)
{
	(void)k;
	(void)key;
	(void)keylen;
	return why_retry(why,
	    "store: a record would be lost with key %" PRIu64
	    ": nothing was erased",
	    id);
}

enum outcome
erase_nothing_left(struct erasing *k, struct why *why)
{
	static const enum store_db dbs[] = { DB_JOURNAL, DB_DOCUMENT, DB_CASE,
		DB_RESTRICTED, DB_MESSAGE, DB_ITEM, DB_PAYMENT, DB_BATCH,
		DB_PAYROW };
	enum outcome out = OUT_OK;
	size_t i;

	for (i = 0; out == OUT_OK && i < sizeof(dbs) / sizeof(dbs[0]); i++)
		out = each_going(k, dbs[i], left, why);
	return out;
}
