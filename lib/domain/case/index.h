/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_INDEX_H
#define DOMAIN_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/why.h"
#include "io/store.h"

/*
 * index -- how records are found: by what they are called (index), by the case
 * they belong to (link), by what they stand under, and by the work that waits
 * for them (queue).  What makes a key too long stays apart from all others by
 * its hash.
 */

#define INDEX_KEY_MAX ((size_t)500) /* bytes of a key; LMDB takes 511 */

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

/** index_each(txn, kind, data, len, fn, ctx, why): store_each() over the
 * entries of ${kind} that begin with the ${len} bytes at ${data}. */
MUST_CHECK enum outcome index_each(struct store_txn *, const char *,
    const void *, size_t, store_each_fn *, void *, struct why *);

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

/** link_has(txn, kind, case, name, found, why), queue_has(txn, kind, name,
 * found, why): whether it is noted there. */
MUST_CHECK enum outcome link_has(struct store_txn *, const char *, uint64_t,
    const char *, bool *, struct why *);
MUST_CHECK enum outcome
queue_has(struct store_txn *, const char *, const char *, bool *, struct why *);

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

/**
 * link_each(txn, case, kind, fn, why):
 * Call ${fn} with each name there, in order, as long as it returns OUT_OK.
 */
MUST_CHECK enum outcome link_each(struct store_txn *, uint64_t, const char *,
    enum outcome (*)(struct store_txn *, const char *, struct why *),
    struct why *);

/** number_name(n, buf): a number as a name that sorts; 21 bytes; ${buf}. */
char *number_name(uint64_t, char *);

#endif /* !DOMAIN_INDEX_H */
