/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_STORE_IMPL_H
#define IO_STORE_IMPL_H

#include <lmdb.h>

#include "io/digest.h"
#include "io/heads.h"
#include "io/store.h"

/*
 * What the files store*.c share; no one else includes it.
 */
struct store {
	MDB_env *env;
	MDB_dbi dbi[DB_COUNT];
	struct seal *seal;
	bool readonly;
	bool busy;	     /* a transaction is under way */
	struct heads *heads; /* to be appended to; or NULL */
	uint64_t kept;	     /* count of the line that it ended with */
	bool broken;	     /* that failed once, for the reason */
	struct why unkept;
	struct buf sealed; /* scratch of store_write() */
	struct buf reads;  /* noted by views, packed, for the next update */
};

/* What goes from a level of nesting to the next, and back if it is kept. */
struct store_state {
	uint64_t number;		  /* of the last audit record */
	unsigned char digest[DIGEST_LEN]; /* of its bytes; or zeros */
	uint64_t kept; /* of a head that is on disk outside the store */
	uint32_t floor[DB_COUNT]; /* highest revision ever removed */
	bool changed;		  /* against what DB_META holds */
};

struct store_txn {
	struct store *store;
	MDB_txn *txn;
	bool writes; /* not of store_view() */
	bool busy;   /* an item is nested in it */
	const char *at, *actor, *what;
	struct store_state state;
	struct buf noted; /* packed field "writes" of the next record */
};

/** store_read(txn, db, key, keylen, value, found, why): what stands there,
 * sealed, in the map. */
MUST_CHECK enum outcome store_read(struct store_txn *, enum store_db,
    const void *, size_t, MDB_val *, bool *, struct why *);

/** store_write(txn, db, key, keylen, id, revision, data, len, why): seal and
 * put; the tag is left at the end of txn->store->sealed. */
MUST_CHECK enum outcome
store_write(struct store_txn *, enum store_db, const void *, size_t, uint64_t,
    uint32_t, const void *, size_t, struct why *);

/** store_note(txn, db, key, keylen, revision, tag, why): note a change (tag
 * NULL: a removal) for the audit record. */
MUST_CHECK enum outcome store_note(struct store_txn *, enum store_db,
    const void *, size_t, uint32_t, const unsigned char *, struct why *);

/** store_audit(txn, why): add the record of what was noted, if anything. */
MUST_CHECK enum outcome store_audit(struct store_txn *, struct why *);

/** store_load(txn, why), store_save(txn, why): the state, from and to
 * DB_META. */
MUST_CHECK enum outcome store_load(struct store_txn *, struct why *);
MUST_CHECK enum outcome store_save(struct store_txn *, struct why *);

/** store_note_kept(txn, why): note in the state how far what is kept outside
 * goes, if it goes further than the state says. */
MUST_CHECK enum outcome store_note_kept(struct store_txn *, struct why *);

/** store_commit(txn, why): commit the outer transaction and append its head
 * to what is kept outside; the LMDB transaction is gone, whatever comes of
 * it.  A head that cannot be appended stops the next update. */
MUST_CHECK enum outcome store_commit(struct store_txn *, struct why *);

/** store_version(txn, found, why): check the format version, and set ${found}
 * to whether there was one; a new store gets it if ${txn} writes. */
MUST_CHECK enum outcome store_version(struct store_txn *, bool *, struct why *);

/** store_val(data, len): as LMDB wants it, without const; it does not write
 * through it. */
MDB_val store_val(const void *, size_t);

/** store_compare(a, b): in the order of keys: below, at or above 0. */
int store_compare(const MDB_val *, const MDB_val *);

/** store_raise_floor(txn, db, revision): what is removed raises the floor,
 * above which what is new begins. */
void store_raise_floor(struct store_txn *, enum store_db, uint32_t);

/** store_is_own(db, key, keylen): whether the name is one of STORE_OWN. */
bool store_is_own(enum store_db, const void *, size_t);

#endif /* !IO_STORE_IMPL_H */
