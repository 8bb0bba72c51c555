/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef INTAKE_INTAKE_H
#define INTAKE_INTAKE_H

#include <limits.h>
#include <stdbool.h>
#include <time.h>

#include "io/foreign.h"
#include "io/pickup.h"
#include "io/publish.h"
#include "io/unit.h"

/*
 * intake -- one run of intake(1), as its parts share it: what lies in drop/,
 * what the connector has put down, and what it has written about ours.
 */

/* What is done once a group of parcels is durable. */
struct taken {
	char name[256];	  /* in drop/, to be removed; or "" */
	char folder[300]; /* of the connector, to be remembered */
	unsigned char digest[32];
};

struct run {
	struct unit *u;
	struct publish *pub;
	struct timespec now; /* by the clock of the source's file system */
	char received[PATH_MAX], quarantine[PATH_MAX], tmp[PATH_MAX];
	struct taken *taken;
	size_t n;
	char dir[PATH_MAX]; /* that is being looked at */
	int dirfd;
};

/**
 * intake_parcel(run, pickup, taken, why):
 * Make a parcel of what was picked up; when its group is durable, what ${taken}
 * names is removed or remembered.  OUT_RETRY: nothing is acknowledged.
 */
MUST_CHECK enum outcome intake_parcel(
    struct run *, struct pickup *, const struct taken *, struct why *);

/** intake_say(run, what, why): name what cannot even be copied; it is left
 * where it lies. */
void intake_say(const struct run *, const char *, const struct why *);

/*
 * One entry of a folder that is swept: taken if it is complete and quiet, left
 * for a later run if not.  OUT_REJECT: it cannot be copied.
 */
MUST_CHECK enum outcome
take_drop(struct run *, const struct foreign *, struct why *);
MUST_CHECK enum outcome
take_incoming(struct run *, const struct foreign *, struct why *);
MUST_CHECK enum outcome
take_evidences(struct run *, const struct foreign *, struct why *);

/**
 * seen_look(run, taken, before, same, why):
 * Whether the folder of ${taken} was seen ${before}, and the ${same} as now.
 * seen_put(txn, run, why): a store_fn that remembers those of the group.
 */
MUST_CHECK enum outcome
seen_look(struct run *, const struct taken *, bool *, bool *, struct why *);
store_fn seen_put;

#endif /* !INTAKE_INTAKE_H */
