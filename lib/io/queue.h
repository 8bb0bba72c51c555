/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_QUEUE_H
#define IO_QUEUE_H

#include <stddef.h>

#include "io/unit.h"

/*
 * queue -- a walk of a folder of ours in name order.
 */

/**
 * queue_fn(unit, name, ctx, why):
 * One item of a queue.
 */
typedef enum outcome
queue_fn(struct unit *, const char *, void *, struct why *);

/**
 * queue_each(unit, dir, max, fn, ctx, n, why):
 * Call ${fn} for the first ${max} (0: all) names in the spool folder ${dir},
 * in name order, dot-names left out; set ${n} to how many there were.  An
 * OUT_REJECT of one does not stop the others.
 */
MUST_CHECK enum outcome queue_each(struct unit *, const char *, size_t,
    queue_fn *, void *, size_t *, struct why *);

/**
 * queue_after(unit, dir, after, max, fn, ctx, n, why):
 * The same for the names that come after ${after}.
 */
MUST_CHECK enum outcome queue_after(struct unit *, const char *, const char *,
    size_t, queue_fn *, void *, size_t *, struct why *);

#endif /* !IO_QUEUE_H */
