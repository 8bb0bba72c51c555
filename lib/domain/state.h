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
 * state -- records in the store, typed, and the indexes between them.
 *
 * Each getter sets its record, which the caller frees with record_free(), or
 * NULL if there is none.  Case, Item, Document and Restricted are sealed
 * under the keys of their case (state_case_key()), everything else under the
 * unit's; so the former may hold personal data, the latter not.
 */

/** state_key8(n, key), state_key12(n, m, key): big-endian, so that they sort
 * as numbers; state_number(key): of the first 8 bytes. */
void state_key8(uint64_t, unsigned char[8]);
void state_key12(uint64_t, uint32_t, unsigned char[12]);
uint64_t state_number(const void *);

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

/**
 * index_put(txn, kind, data, len, value, why):
 * Let the ${len} bytes at ${data} stand for the number ${value} in the index
 * ${kind}.  index_get() sets the value, 0 if there is none; index_del()
 * removes it.
 */
MUST_CHECK enum outcome index_put(struct store_txn *, const char *,
    const void *, size_t, uint64_t, struct why *);
MUST_CHECK enum outcome index_get(struct store_txn *, const char *,
    const void *, size_t, uint64_t *, struct why *);

MUST_CHECK enum outcome
index_del(struct store_txn *, const char *, const void *, size_t, struct why *);

/** The same with a string that may name somebody: only its token is kept. */
MUST_CHECK enum outcome index_put_token(
    struct store_txn *, const char *, const char *, uint64_t, struct why *);
MUST_CHECK enum outcome index_get_token(
    struct store_txn *, const char *, const char *, uint64_t *, struct why *);

/**
 * queue_put(txn, kind, name, why), queue_del(txn, kind, name, why):
 * Put the ${name} (an id of ours, without NUL) into the queue ${kind} of work
 * that waits, or take it out.
 */
MUST_CHECK enum outcome
queue_put(struct store_txn *, const char *, const char *, struct why *);
MUST_CHECK enum outcome
queue_del(struct store_txn *, const char *, const char *, struct why *);

/** link_put(txn, kind, case, name, why): note that ${name} belongs to a
 * case ("message", "task", "item", "payment", "document"). */
MUST_CHECK enum outcome link_put(
    struct store_txn *, const char *, uint64_t, const char *, struct why *);

/** queue_put_under(txn, kind, of, name, why): note that ${name} stands under
 * ${of} (items under the id of their transfer); queue_list_under() lists. */
MUST_CHECK enum outcome queue_put_under(
    struct store_txn *, const char *, const char *, const char *, struct why *);
MUST_CHECK enum outcome queue_list_under(struct store_txn *, const char *,
    const char *, char ***, size_t *, struct why *);

/**
 * queue_list(txn, kind, names, n, why), link_list(txn, kind, case, names, n,
 * why):
 * Set ${names} to the names there, in order, and ${n} to their number;
 * names_free() frees them.
 */
MUST_CHECK enum outcome
queue_list(struct store_txn *, const char *, char ***, size_t *, struct why *);
MUST_CHECK enum outcome link_list(struct store_txn *, const char *, uint64_t,
    char ***, size_t *, struct why *);
void names_free(char **, size_t);

/** number_name(n, buf): a number as a name that sorts; 21 bytes; ${buf}. */
char *number_name(uint64_t, char *);

#endif /* !DOMAIN_STATE_H */
