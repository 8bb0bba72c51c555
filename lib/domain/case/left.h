/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_LEFT_H
#define DOMAIN_LEFT_H

#include "base/buf.h"
#include "base/record.pb-c.h"
#include "base/why.h"
#include "io/digest.h"
#include "io/seal.h"
#include "io/store.h"

/*
 * left -- what a note in sent/ says of a folder or payment file that left, so
 * that a store which has forgotten it (an older one was restored) can be told.
 * Text, a line each, blanks between the fields, '-' for an empty one, '%' and
 * two hex digits for a byte that is no printable ASCII:
 *
 *	FOLDER SHA256
 *	message SHA256 FORM OTHER CASE THREAD NN AT LANGUAGE
 *	reference TOKEN
 *	item ID TOKEN CASE MINOR CURRENCY DATE MODE CORRECTED PAYMENT
 *
 *	BATCH FILE SHA256
 *	batch SHA256 KIND PROFILE FORMAT CREATED EXECUTION CURRENCY COUNT SUM
 *	    OTHER (in one line)
 *	payment ID PAYEE CASE OTHER MINOR CURRENCY DUE PERIOD TRANCHE PREVIOUS
 *	item ...
 *
 * and as the last line of each
 *
 *	seal TOKEN
 *
 * the token of all before it, which nobody makes without the unit's keys.
 * Ids, hashes, days and amounts: nothing names anybody.  What people call a
 * case or a collection is there as its token (seal.h).
 */
#define LEFT_MAX ((size_t)256 << 20) /* bytes of a note */
#define LEFT_ITEM "collection"	     /* kind of an item's token */
#define LEFT_CASE "ref"		     /* of an application's */
#define LEFT_SEAL "left"	     /* of a note's last line */

struct left {
	char name[64];		 /* FOLDER or BATCH */
	char file[64];		 /* FILE, or "" */
	char sha256[DIGEST_HEX]; /* of what left */
	char reference[DIGEST_HEX];
	Rec__Message *message;	/* or NULL: the note does not say */
	Rec__Batch *batch;	/* or NULL */
	Rec__Payment **payment; /* its parts: items of the same place */
	size_t n_payments;
	Rec__Item **item; /* their reference is the token */
	size_t n_items;
};

/**
 * left_message(txn, message, folder, sha256, out, why):
 * Set ${out}, which is empty, to the note of the ${message}.
 */
MUST_CHECK enum outcome left_message(struct store_txn *, const Rec__Message *,
    const char *, const char *, struct buf *, struct why *);

/** left_batch(txn, batch, file, sha256, out, why): the note of a file. */
MUST_CHECK enum outcome left_batch(struct store_txn *, const Rec__Batch *,
    const char *, const char *, struct buf *, struct why *);

/** left_here(name): whether the file ${name} of sent/ is to be a note; else it
 * is the heads of the audit chain or the notes of erasures. */
bool left_here(const char *);

/**
 * left_same(a, b):
 * Whether two notes are of the same thing: their first lines are equal.
 */
bool left_same(const struct buf *, const struct buf *);

/**
 * left_read(seal, name, data, left, why):
 * Read the note in ${data}, which stands in sent/ under ${name}.  Set ${left},
 * which ends with left_free().
 * OUT_REJECT (rule SENT-NOTE): it is none, it was changed since this unit wrote
 * it, or it is that of another name.
 */
MUST_CHECK enum outcome left_read(struct seal *, const char *,
    const struct buf *, struct left *, struct why *);

void left_free(struct left *);

/** left_token(txn, kind, s, buf, why): the token of ${s} as DIGEST_HEX bytes
 * of hex at ${buf}; "" for "". */
MUST_CHECK enum outcome left_token(
    struct store_txn *, const char *, const char *, char *, struct why *);

#endif /* !DOMAIN_LEFT_H */
