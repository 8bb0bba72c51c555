/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_FSCK_IMPL_H
#define DOMAIN_FSCK_IMPL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/case/erased.h"
#include "domain/fsck/fsck.h"
#include "io/apart.h"
#include "io/audit_heads.h"
#include "io/digtab.h"
#include "io/unit.h"
#include "io/store.h"

/*
 * fsck_impl -- what the checks of fsck share; no one else includes it.
 */
struct fsck {
	struct apart *apart;
	struct unit *u;
	struct store_txn *txn;
	struct digtab *last; /* struct fsck_last of each key; NULL: the audit
			      * chain is broken */
	/* Read before the store: lines of sent/audit, names in sent/. */
	struct audit_heads heads;
	char **sent;
	size_t nsent;
	struct digtab *left;	   /* read where an item is missing */
	struct erased_keys erased; /* read where a key is missing */
	bool erased_read;
	Rec__Checks checks;
	unsigned int busy; /* since the last sign of life */
	bool damaged;	   /* the store, so that more will fail */
};

/* What the audit chain says of a key last. */
struct fsck_last {
	unsigned char tag[SEAL_TAG_LEN];
	uint32_t revision;
	unsigned char db;
	bool put; /* else it was removed */
	bool seen;
};

/**
 * fsck_check(fsck, why):
 * One of the checks.  It says what it finds by fsck_fault(), and returns
 * OUT_OK unless it cannot go on: with a rule that is a fault, too.
 */
typedef enum outcome fsck_check(struct fsck *, struct why *);
fsck_check fsck_keys, fsck_chain, fsck_values, fsck_gone, fsck_index,
    fsck_records, fsck_queues, fsck_ledger, fsck_money, fsck_batches,
    fsck_numbers, fsck_documents, fsck_parcels, fsck_payment_files, fsck_sent,
    fsck_room;

/** fsck_fault(fsck, rule, place, fmt, ...): something is wrong.
 * fsck_note(): the same of what a person should know, and no more. */
void fsck_fault(struct fsck *, const char *, const char *, const char *, ...)
    PRINTF_LIKE(4, 5);
void fsck_note(struct fsck *, const char *, const char *, const char *, ...)
    PRINTF_LIKE(4, 5);

/** fsck_why(fsck, place, out, reason, why): ${reason} is a fault, unless
 * ${out} is OUT_RETRY without a rule, and of a store that seems whole: then it
 * is ${why}. */
MUST_CHECK enum outcome fsck_why(struct fsck *, const char *, enum outcome,
    const struct why *, struct why *);

/** fsck_place(db, key, len, buf): "item DE-I0000001", "case 0x00000078b4a1";
 * ${buf} (FSCK_PLACE bytes). */
#define FSCK_PLACE ((size_t)120)
char *fsck_place(enum store_db, const void *, size_t, char *);

/** fsck_alive(fsck): something was done; the parent hears of it at times. */
void fsck_alive(struct fsck *);

/** fsck_each_fn(fsck, key, keylen, record, ctx, why): a record, which is
 * freed afterwards; or, of a database of bytes, NULL. */
typedef enum outcome fsck_each_fn(struct fsck *, const void *, size_t,
    ProtobufCMessage *, void *, struct why *);

/** fsck_each(fsck, db, fn, ctx, why): all records of ${db}; those that do not
 * open, which fsck_values() has said, are passed over. */
MUST_CHECK enum outcome
fsck_each(struct fsck *, enum store_db, fsck_each_fn *, void *, struct why *);

/** fsck_there(fsck, db, key, len, there, why): whether there is a record.
 * fsck_number_there(fsck, db, number, there, why): the same by its number;
 * what belongs to a case, and was removed by the program when that was erased,
 * counts as there. */
MUST_CHECK enum outcome fsck_there(
    struct fsck *, enum store_db, const void *, size_t, bool *, struct why *);
MUST_CHECK enum outcome
fsck_number_there(struct fsck *, enum store_db, uint64_t, bool *, struct why *);

/** fsck_left(fsck, item, payment, left, why): whether reconcile was told that
 * the item left before the store was put back, paid by ${payment}. */
MUST_CHECK enum outcome
fsck_left(struct fsck *, const char *, const char *, bool *, struct why *);

#endif /* !DOMAIN_FSCK_IMPL_H */
