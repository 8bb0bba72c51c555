/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_STATE_H
#define DOMAIN_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/record.pb-c.h"
#include "base/why.h"
#include "io/store.h"

/*
 * state -- records in the store, typed.
 *
 * Each getter sets its record, which the caller frees with record_free(), or
 * NULL if there is none.  Case, Item, Payment, Document and Restricted are
 * sealed under the keys of their case (state_case_key()), everything else
 * under the unit's; so the former may hold personal data, the latter not.
 */

/**
 * state_load(txn, db, key, keylen, descriptor, message, why):
 * Set ${message} to the record under the ${keylen} bytes at ${key}, or NULL.
 * state_save(txn, db, key, keylen, id, message, why) puts it, sealed under
 * the key ${id}.
 */
MUST_CHECK enum outcome
state_load(struct store_txn *, enum store_db, const void *, size_t,
    const ProtobufCMessageDescriptor *, ProtobufCMessage **, struct why *);
MUST_CHECK enum outcome state_save(struct store_txn *, enum store_db,
    const void *, size_t, uint64_t, const ProtobufCMessage *, struct why *);

/** state_descriptor(db): of what records ${db} holds; NULL: of bytes. */
const ProtobufCMessageDescriptor *state_descriptor(enum store_db);

/**
 * state_named(txn, db, name, message, why):
 * Set ${message} to the record of ${db} that ${name} means: its id, or its
 * number as number_name() writes it; NULL if there is none.
 */
MUST_CHECK enum outcome state_named(struct store_txn *, enum store_db,
    const char *, ProtobufCMessage **, struct why *);

MUST_CHECK enum outcome
case_get(struct store_txn *, uint64_t, Rec__Case **, struct why *);
MUST_CHECK enum outcome
case_put(struct store_txn *, const Rec__Case *, struct why *);
MUST_CHECK enum outcome
message_get(struct store_txn *, uint64_t, Rec__Message **, struct why *);
MUST_CHECK enum outcome
message_put(struct store_txn *, const Rec__Message *, struct why *);
MUST_CHECK enum outcome
task_get(struct store_txn *, uint64_t, Rec__Task **, struct why *);
MUST_CHECK enum outcome
task_put(struct store_txn *, const Rec__Task *, struct why *);
MUST_CHECK enum outcome
item_get(struct store_txn *, const char *, Rec__Item **, struct why *);
MUST_CHECK enum outcome
item_put(struct store_txn *, const Rec__Item *, struct why *);

/** item_put_under(txn, item, key, why): one of no known case, under the key of
 * what it came with; item_put() leaves it under that. */
MUST_CHECK enum outcome
item_put_under(struct store_txn *, const Rec__Item *, uint64_t, struct why *);
MUST_CHECK enum outcome
payment_get(struct store_txn *, const char *, Rec__Payment **, struct why *);
MUST_CHECK enum outcome
payment_put(struct store_txn *, const Rec__Payment *, struct why *);
MUST_CHECK enum outcome
batch_get(struct store_txn *, const char *, Rec__Batch **, struct why *);
MUST_CHECK enum outcome
batch_put(struct store_txn *, const Rec__Batch *, struct why *);
MUST_CHECK enum outcome
document_get(struct store_txn *, uint64_t, Rec__Document **, struct why *);
/**
 * document_read(txn, number, document, why):
 * A document to be read: document_get() leaves the bytes of a restricted one
 * out.  Who reads a restricted document, or restricted_get() a restricted
 * part, is on record (store_note_read()); who calls these is in
 * tests/layout.sh.
 */
MUST_CHECK enum outcome
document_read(struct store_txn *, uint64_t, Rec__Document **, struct why *);
MUST_CHECK enum outcome
restricted_get(struct store_txn *, uint64_t, Rec__Restricted **, struct why *);
MUST_CHECK enum outcome restricted_put(
    struct store_txn *, uint64_t, const Rec__Restricted *, struct why *);

/**
 * state_case_key(txn, number, key, why):
 * Set ${key} to the ring id of the case ${number}; its restricted part's is
 * ${key} + 1.  Case 0, which is none, has the unit's key.
 */
MUST_CHECK enum outcome
state_case_key(struct store_txn *, uint64_t, uint64_t *, struct why *);
MUST_CHECK enum outcome
state_case_key_put(struct store_txn *, uint64_t, uint64_t, struct why *);

#endif /* !DOMAIN_STATE_H */
