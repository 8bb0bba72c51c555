/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_ERASED_H
#define DOMAIN_ERASED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/record.pb-c.h"
#include "base/why.h"
#include "domain/case/office.h"
#include "io/store.h"
#include "io/unit.h"

/*
 * erased -- the note of an erasure in sent/erased, so that the store of an
 * older backup, whose keys are gone, can be told what to have instead.
 *
 * It holds the proof, and of each event, document and row of a payment file
 * that was replaced or removed the place, the key that was erased, the one that
 * it got, and what stands there now; of a document also the bytes that are a
 * file.  It is sealed under the unit's key, and in it each such value under the
 * key that it got: what was redacted names nobody; what is left of a sheet that
 * others share goes with its key when one of them is erased, and the note of
 * that erasure says what there is instead.
 *
 * Within the transaction of the erasure the list of places is kept in the
 * store, until the caller, before any key is erased, has put the note where it
 * stays.
 */
#define ERASED_DIR "sent/erased"
#define ERASED_NAME ((size_t)64) /* bytes of a name there */
#define ERASED_PLACE "erased"	 /* what it and its values are sealed for */

/**
 * erased_add(txn, note, db, key, keylen, from, to, why):
 * The record under the ${keylen} bytes at ${key}, which is sealed under the
 * key ${from}, is about to be removed (${to} SEAL_UNIT) or put again under
 * ${to}: add it to ${note}.
 */
MUST_CHECK enum outcome erased_add(struct store_txn *, Rec__Erased *,
    enum store_db, const void *, size_t, uint64_t, uint64_t, struct why *);

/** erased_keep(txn, note, why): keep the list in the store.
 * erased_drop(txn, case, why): it is not needed any more. */
MUST_CHECK enum outcome
erased_keep(struct store_txn *, const Rec__Erased *, struct why *);
MUST_CHECK enum outcome erased_drop(struct store_txn *, uint64_t, struct why *);

/** erased_name(c, buf): the name of the note on the case ${c}, which was
 * erased; ${buf}, of ERASED_NAME bytes. */
char *erased_name(const Rec__Case *, char *);

/**
 * erased_note(txn, office, c, out, why):
 * Empty ${out}, then set it to the note on the case ${c}; it stays empty if
 * no list is kept.
 */
MUST_CHECK enum outcome erased_note(struct store_txn *, const struct office *,
    const Rec__Case *, struct buf *, struct why *);

/** erased_value(seal, record, out, why): set ${out} to what stands there now;
 * OUT_REJECT (rule KEYS): that was erased later. */
MUST_CHECK enum outcome
erased_value(struct seal *, const Rec__Replaced *, struct buf *, struct why *);

/** erased_fn(note, ctx, why): anything but OUT_OK ends the walk. */
typedef enum outcome erased_fn(const Rec__Erased *, void *, struct why *);

/**
 * erased_each(unit, fn, ctx, unread, why):
 * Call ${fn} for each note of ${unit}, in the order of their names; append to
 * ${unread} a line for each that cannot be opened (NULL: say nothing).
 */
MUST_CHECK enum outcome
erased_each(struct unit *, erased_fn *, void *, struct buf *, struct why *);

/** Keys of the ring, in ascending order; it ends with free(id). */
struct erased_keys {
	uint64_t *id;
	size_t n;
};

/** erased_keys(unit, keys, why): those that the notes say were erased.
 * erased_ring(seal, keys, why): those that there are. */
MUST_CHECK enum outcome
erased_keys(struct unit *, struct erased_keys *, struct why *);
MUST_CHECK enum outcome
erased_ring(struct seal *, struct erased_keys *, struct why *);

/** erased_add_key(keys, id, why): append; erased_sort(keys): in order again. */
MUST_CHECK enum outcome
erased_add_key(struct erased_keys *, uint64_t, struct why *);
void erased_sort(struct erased_keys *);

/** erased_has(keys, id): whether ${id} is one of ${keys}. */
bool erased_has(const struct erased_keys *, uint64_t);

#endif /* !DOMAIN_ERASED_H */
