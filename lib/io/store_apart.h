/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_STORE_APART_H
#define IO_STORE_APART_H

#include "io/apart.h"

/*
 * store_apart -- read a store that may be damaged: LMDB dies of some bits of
 * its file, or goes round in circles.
 */
#define STORE_CRASH "STORE-CRASH"
#define STORE_HANGS "STORE-HANGS"

/**
 * store_apart(fn, ctx, hear, hctx, why):
 * As apart_run(), for ${fn} that opens and reads a store; it gives a sign of
 * life every ten minutes at the least.
 * OUT_REJECT: STORE_CRASH or STORE_HANGS in the place of APART_CRASHED and
 * APART_HANGS.
 */
MUST_CHECK enum outcome
store_apart(apart_fn *, void *, apart_hear_fn *, void *, struct why *);

#endif /* !IO_STORE_APART_H */
