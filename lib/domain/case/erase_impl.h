/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_ERASE_IMPL_H
#define DOMAIN_ERASE_IMPL_H

#include "domain/case/erase.h"

/*
 * erase_impl -- what the files erase*.c share: the erasure of one case, within
 * its transaction.
 */
/* A sheet or bank answer, by the number of its first document. */
struct erase_sheet {
	uint64_t document;
	char parcel[40];
	bool tasks; /* a sheet of tasks */
};

struct erasing {
	struct store_txn *txn;
	const struct office *o;
	const Rec__Case *c;
	const struct casenames *names;
	Rec__Erasure *proof; /* its keys are those that go */
	Rec__Erased *note;   /* what is replaced or removed */

	/* Keys of what arrived about several cases: what stays of it gets
	 * another one. */
	struct {
		uint64_t from, to;
	} * moved;
	size_t n_moved;
	uint64_t shared;	    /* one for all of it; 0: none yet */
	struct erase_sheet *sheets; /* of what is moved, in order */
	size_t n_sheets;
};

/** erase_add_number(array, n, number): append; -1: no memory. */
int erase_add_number(uint64_t **, size_t *, uint64_t);

/** erase_by_number(a, b): orders them, for qsort() and bsearch(). */
int erase_by_number(const void *, const void *);

/** erase_add_key(k, key, why): the pair of keys goes.  erase_goes(k, key):
 * whether that one does. */
MUST_CHECK enum outcome erase_add_key(struct erasing *, uint64_t, struct why *);
bool erase_goes(const struct erasing *, uint64_t);

/** erase_find(k, why): find what is about the case but not under its key. */
MUST_CHECK enum outcome erase_find(struct erasing *, struct why *);

/** erase_events(k, why): redact the events.  erase_records(k, why): the other
 * records that are not rebuilt. */
MUST_CHECK enum outcome erase_events(struct erasing *, struct why *);
MUST_CHECK enum outcome erase_records(struct erasing *, struct why *);

/** erase_nothing_left(k, why): OUT_RETRY if any record is still under a key
 * that goes. */
MUST_CHECK enum outcome erase_nothing_left(struct erasing *, struct why *);

/** erase_sheet_of(ev, sheet): what the event ${ev} brought. */
void erase_sheet_of(const Rec__Event *, struct erase_sheet *);

/**
 * erase_cut(k, sheet, document, data, len, out, cut, why):
 * Append to ${out} the rows of the ${document} of ${sheet}, of ${len} bytes at
 * ${data}, that are not about the case; set ${cut} to whether any were.
 */
MUST_CHECK enum outcome erase_cut(const struct erasing *,
    const struct erase_sheet *, const Rec__Document *, const void *, size_t,
    struct buf *, bool *, struct why *);

#endif /* !DOMAIN_ERASE_IMPL_H */
