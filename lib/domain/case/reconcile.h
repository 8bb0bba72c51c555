/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_RECONCILE_H
#define DOMAIN_RECONCILE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/why.h"
#include "domain/case/office.h"
#include "io/unit.h"

/*
 * reconcile -- a store that was put back is told what left meanwhile, so that
 * nothing leaves twice, is paid twice, or gets a number that was given.
 *
 * Cases that were erased since, whose keys are gone, are erased in it
 * (erased.h).  Then it compares the store with the notes in sent/ (left.h),
 * the connector's outgoing folders, spool/bank and spool/tmp/pay-ready.  What
 * the store had forgotten becomes events (left_events.h); what cannot be told
 * is uncertain, and for a person.  The counters go on behind the highest number
 * that sent/audit or a name shows.
 */
struct reconcile {
	struct unit *u;
	struct office *office; /* with blobs, where there is sent/erased */
	const char *reason;    /* a person's, or "" */
	uint64_t epoch;	       /* that the store takes */
	bool lost;	       /* sent/ does not tell what left since */
	bool doubt;	       /* nor what a payment file paid that is out */
	struct buf report;     /* a line for each thing that was forgotten */
	struct buf skipped;    /* numbers that stay without a record */
};

/**
 * reconcile_store(txn, ctx, why):
 * A store_fn, ${ctx} a struct reconcile: all of it, in one transaction.
 * Where sent/ is lost, each payment that may have left is uncertain or waits
 * for a person's release, and the counters leave a gap; without the gap also
 * where a payment file is out or noted, and its note cannot be believed
 * (left_read()).  To do it again
 * changes nothing but the record that it was done.
 * OUT_REJECT (ERASED-EVENT): an event is under a key that was erased, and no
 * note says what stands there now: the backup is of a store that was given up.
 */
enum outcome reconcile_store(struct store_txn *, void *, struct why *);

#endif /* !DOMAIN_RECONCILE_H */
