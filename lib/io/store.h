/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_STORE_H
#define IO_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/why.h"
#include "io/seal.h"

/*
 * store -- the case store: sealed records under byte-string keys, in LMDB.
 *
 * A transaction is a function.  It is committed when the function returns
 * OUT_OK and leaves no trace when it returns anything else, so none can be
 * leaked or half done.  Each value is sealed under the key id given with it,
 * for its place and its revision, which grows by one with each write of that
 * key.  A revision never comes twice for one key: each database remembers the
 * highest one it ever removed, and what is new starts above it.
 *
 * Each outer transaction or item that changed something, or noted that it read
 * a restricted part, adds chained records (AuditEntry; one, or several where
 * the changes are very many) to the
 * database "audit" and moves its head, in the same transaction.  Head, format
 * version and highest removed revisions stand in DB_META under names that
 * begin with STORE_OWN; they are not audited, and store_each(), store_next(),
 * store_clear() pass them over, so that what these show depends on what was
 * put alone, not on how often.
 *
 * The family store*.c and mdbenv (with ring) alone know LMDB.
 */
struct store;
struct store_txn;

#define STORE_KEY_MAX ((size_t)511) /* bytes of a key */
#define STORE_OWN "store."	    /* begins the store's own names */

/* The databases.  Each has its own key form. */
enum store_db {
	DB_META,       /* name: counters, version, head of the audit chain */
	DB_JOURNAL,    /* event number (8) */
	DB_DOCUMENT,   /* document number (8) */
	DB_CASE,       /* case number (8) */
	DB_RESTRICTED, /* case number (8) */
	DB_MESSAGE,    /* message number (8) */
	DB_TASK,       /* task number (8) */
	DB_LEDGER,     /* case number (8) | entry (4) */
	DB_ITEM,       /* item id */
	DB_PAYMENT,    /* payment id, without attempt | attempt (4) */
	DB_BATCH,      /* batch id */
	DB_INDEX,      /* kind NUL, then what that kind says */
	DB_QUEUE,      /* kind NUL, then number (8): work that waits */
	DB_PAYROW,     /* batch id NUL row (4): what the file is made of */
	DB_SEEN,       /* what a stage has seen; neither dumped nor rebuilt */
	DB_AUDIT,      /* number (8) */
	DB_COUNT
};

extern const char *const store_db_name[DB_COUNT];

/** store_db(name): the database of that name; DB_COUNT: there is none. */
enum store_db store_db(const char *);

/** store_key8(n, key), store_key12(n, m, key): numbers as keys, big-endian,
 * so that they sort as numbers; store_number(key): of the first 8 bytes. */
void store_key8(uint64_t, unsigned char[8]);
void store_key12(uint64_t, uint32_t, unsigned char[12]);
uint64_t store_number(const void *);

/**
 * store_fn(txn, ctx, why):
 * The body of a transaction.  It may run more than once, so it must change
 * nothing but the store and ${ctx}, and must set rather than add to ${ctx}.
 */
typedef enum outcome store_fn(struct store_txn *, void *, struct why *);

/**
 * store_open(dir, mapsize, readonly, seal, store, why):
 * Open the store in the directory ${dir}, which exists, with a map of
 * ${mapsize} bytes that is never grown.  If there is none and ${readonly} is
 * false it is made.  ${seal} must stay open as long.  A process opens a store
 * once, and not across a fork; a ${readonly} one may be opened while another
 * process writes.  Set ${store}, which the caller ends with store_close().
 * OUT_REJECT: STORE-DISK (${dir} is on a network or FUSE file system),
 * STORE-TRUNCATED (data.mdb lacks pages in use), STORE-FORMAT (it is not of
 * LMDB, or of a later version of this program), SEAL, KEYS (other keys made
 * it).  OUT_RETRY: ${readonly} and there is none (rule STORE-NONE); the file
 * is damaged (STORE-DAMAGED); a system call failed.
 */
MUST_CHECK enum outcome store_open(
    const char *, size_t, bool, struct seal *, struct store **, struct why *);

/** store_close(store): behaves consistently with free(NULL). */
void store_close(struct store *);

/**
 * store_update(store, at, actor, what, fn, ctx, why):
 * Run ${fn} with ${ctx} in a write transaction; writers take turns.  On
 * return of OUT_OK the change is on disk (and nothing was written if ${fn}
 * changed nothing).  ${at} (UTC), ${actor} and ${what} go into the audit
 * record.  Not within another transaction of ${store}.
 * OUT_RETRY: what LMDB said (a full map and a full disk among it), also if it
 * said so within ${fn} and ${fn} went on.
 */
MUST_CHECK enum outcome store_update(struct store *, const char *, const char *,
    const char *, store_fn *, void *, struct why *);

/** store_view(store, fn, ctx, why): the same, but ${fn} may only read. */
MUST_CHECK enum outcome
store_view(struct store *, store_fn *, void *, struct why *);

/**
 * store_item(txn, actor, what, fn, ctx, why):
 * Run ${fn} nested in ${txn}: what it changed is undone unless it returns
 * OUT_OK, and ${txn} goes on.  Its writes get an audit record of their own.
 * ${fn} uses the transaction that it is given, never ${txn}.  Items nest.
 */
MUST_CHECK enum outcome store_item(struct store_txn *, const char *,
    const char *, store_fn *, void *, struct why *);

/**
 * store_put(txn, db, key, keylen, id, data, len, why):
 * Seal the ${len} bytes at ${data} under the key ${id} and put them under
 * the ${keylen} (1 to STORE_KEY_MAX) bytes at ${key}, with the next revision.
 * OUT_REJECT (rule KEYS): there is no key ${id}.
 */
MUST_CHECK enum outcome store_put(struct store_txn *, enum store_db,
    const void *, size_t, uint64_t, const void *, size_t, struct why *);

/**
 * store_get(txn, db, key, keylen, out, found, why):
 * Empty ${out}, then set it to the opened value under ${key}, and ${found}
 * to whether there is one.  OUT_REJECT: as seal_open_value().
 */
MUST_CHECK enum outcome store_get(struct store_txn *, enum store_db,
    const void *, size_t, struct buf *, bool *, struct why *);

/**
 * store_key_of(txn, db, key, keylen, id, found, why):
 * Set ${id} to the key id that the value under ${key} is sealed with.
 */
MUST_CHECK enum outcome store_key_of(struct store_txn *, enum store_db,
    const void *, size_t, uint64_t *, bool *, struct why *);

/** store_tag_of(txn, db, key, keylen, tag, found, why): copy its tag, which no
 * other value has, to the SEAL_TAG_LEN bytes at ${tag}. */
MUST_CHECK enum outcome store_tag_of(struct store_txn *, enum store_db,
    const void *, size_t, unsigned char *, bool *, struct why *);

/**
 * store_del(txn, db, key, keylen, why):
 * Remove the value under ${key}; OUT_OK also if there is none.
 */
MUST_CHECK enum outcome store_del(
    struct store_txn *, enum store_db, const void *, size_t, struct why *);

/**
 * store_each_fn(key, keylen, data, len, ctx, why):
 * One record, opened; the pointers live until it returns.  It may write, also
 * to the database being walked.  Anything but OUT_OK ends the walk.
 */
typedef enum outcome
store_each_fn(const void *, size_t, const void *, size_t, void *, struct why *);

/**
 * store_each(txn, db, prefix, prefixlen, fn, ctx, why):
 * Call ${fn} for each record of ${db} whose key begins with the
 * ${prefixlen} bytes at ${prefix}, in key order; return what it returned
 * last, or OUT_OK.  OUT_REJECT: as seal_open_value(), at the first such
 * record; where one that does not open must not end the walk, store_next()
 * without ${out} and store_get() do.
 */
MUST_CHECK enum outcome store_each(struct store_txn *, enum store_db,
    const void *, size_t, store_each_fn *, void *, struct why *);

/**
 * store_next(txn, db, prefix, prefixlen, key, keylen, out, found, why):
 * Go to the first record of ${db} that begins with ${prefix} and comes after
 * the ${keylen} bytes at ${key} (${keylen} 0: the first of all).  Set
 * ${found} to whether there is one and, if so, the key at ${key}, which has
 * room for STORE_KEY_MAX bytes, its ${keylen}, and ${out} to the opened value
 * (NULL: it stays shut).  Between two calls anything may be changed.
 * OUT_REJECT: as seal_open_value(); ${key} is set, so that one can go on.
 */
MUST_CHECK enum outcome store_next(struct store_txn *, enum store_db,
    const void *, size_t, void *, size_t *, struct buf *, bool *, struct why *);

/**
 * store_count(txn, counter, n, why):
 * Add one to the ${counter} in DB_META and set ${n} to its new value, which
 * is therefore 1 at first.  Its value is the number, 8 bytes big-endian,
 * under SEAL_UNIT.
 */
MUST_CHECK enum outcome
store_count(struct store_txn *, const char *, uint64_t *, struct why *);

/**
 * store_head(store, number, digest, why):
 * Set ${number} and the 32 bytes at ${digest} to the last audit record's
 * number (0: none) and the SHA-256 of its bytes (0: zeros).
 */
MUST_CHECK enum outcome
store_head(struct store *, uint64_t *, unsigned char *, struct why *);

/** store_head_of(txn, number, digest, why): the same within a transaction;
 * items that ended in it count, its own changes do not yet. */
MUST_CHECK enum outcome
store_head_of(struct store_txn *, uint64_t *, unsigned char *, struct why *);

/** store_kept(txn): the number of the last head that the store knows to be on
 * disk outside it (store_keep()); 0: none. */
uint64_t store_kept(struct store_txn *);

enum store_keeping {
	STORE_KEPT,    /* what is kept outside is of this chain, now equal */
	STORE_RESTORED /* the store is older, or another: its records are not
			* those that were */
};

/**
 * store_keep(store, path, epoch, at, kept, why):
 * Compare the head of the audit chain with the last one in the file ${path}
 * (heads.h), and the store's counter STORE_EPOCH with ${epoch}, which is kept
 * elsewhere (epoch.h), and set ${kept}.  If the file is behind, as a crash
 * leaves it, the head is appended, with the time ${at}; and from now on so is
 * that of each update, with the counters as they are then.  Where ${kept} is
 * STORE_RESTORED, as where a store that has records has no such file, nothing
 * is, until store_adopt().  The same holds where the file ends before a head of
 * which an update noted that it was on disk: somebody has cut it.
 */
#define STORE_EPOCH "epoch"
MUST_CHECK enum outcome store_keep(struct store *, const char *, uint64_t,
    const char *, enum store_keeping *, struct why *);

/** store_adopt(store, path, at, why): a person says that the store is right as
 * it is: append its head to the file ${path}, whatever that holds. */
MUST_CHECK enum outcome
store_adopt(struct store *, const char *, const char *, struct why *);

/**
 * store_copy(store, dir, why):
 * Write a snapshot of the store, as it is at one moment, to the directory
 * ${dir}, which exists and is empty; writers go on meanwhile.  It is durable
 * when this returns.
 */
MUST_CHECK enum outcome store_copy(struct store *, const char *, struct why *);

/**
 * store_counter(txn, counter, n, why):
 * Set ${n} to what store_count() gave last, 0 at first.
 * store_counter_reset(txn, counter, why) starts it again;
 * store_raise(txn, counter, n, why) sees to it that the next is above ${n}.
 */
MUST_CHECK enum outcome
store_counter(struct store_txn *, const char *, uint64_t *, struct why *);
MUST_CHECK enum outcome
store_counter_reset(struct store_txn *, const char *, struct why *);
MUST_CHECK enum outcome
store_raise(struct store_txn *, const char *, uint64_t, struct why *);

/**
 * store_note_read(txn, db, key, keylen, why):
 * Note for the audit record that what stands under the ${keylen} bytes at
 * ${key} (${keylen} 0: all of ${db}) was opened to be read.  In a transaction
 * that writes it goes into its record (one, however many were read), and what
 * is undone leaves no note.  In a view it waits in memory for the record of
 * the next update, and nothing that was read may leave the process before
 * that.  ${txn} is not of a store that was opened to be read alone.
 *
 * store_reads(store, at, actor, what, why): put on record what waits, at most
 * some thousands; nothing if nothing does.
 */
MUST_CHECK enum outcome store_note_read(
    struct store_txn *, enum store_db, const void *, size_t, struct why *);
MUST_CHECK enum outcome store_reads(
    struct store *, const char *, const char *, const char *, struct why *);

/** store_seal(txn): the keys that the store is sealed with. */
struct seal *store_seal(struct store_txn *);

/**
 * store_clear(txn, db, why):
 * Remove every record of ${db}, which is not DB_AUDIT: the first step of a
 * rebuild.  In the audit record it is one write without a key.
 */
MUST_CHECK enum outcome
store_clear(struct store_txn *, enum store_db, struct why *);

#endif /* !IO_STORE_H */
