/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_APART_H
#define IO_APART_H

#include <stddef.h>

#include "base/why.h"

/*
 * apart -- do in a process of its own what may crash, and hear what it says.
 */
struct apart;

/* The rules of an OUT_REJECT that says how it ended. */
#define APART_CRASHED "CRASHED"
#define APART_HANGS "HANGS"

/** apart_fn(apart, ctx, why): what is done there. */
typedef enum outcome apart_fn(struct apart *, void *, struct why *);

/** apart_say(apart, data, len): hand these bytes (at most APART_MAX) to the
 * parent; none: a sign of life.  Where that is gone, the process ends. */
#define APART_MAX ((size_t)1 << 20)
void apart_say(struct apart *, const void *, size_t);

/** apart_hear_fn(data, len, ctx): what was said, in the parent. */
typedef void apart_hear_fn(const void *, size_t, void *);

/**
 * apart_run(fn, ctx, hear, hctx, seconds, why):
 * Run ${fn} with ${ctx} in a child, and ${hear} with ${hctx} here for all that
 * it says; return what it returned.  The caller has no environment of LMDB,
 * which the child would share.
 * OUT_REJECT (rule APART_CRASHED): it died of a signal, or left without a
 * word; (APART_HANGS): it gave no sign of life for ${seconds}, and was ended.
 * OUT_RETRY: no process can be had, or memory is short.
 */
MUST_CHECK enum outcome apart_run(
    apart_fn *, void *, apart_hear_fn *, void *, unsigned int, struct why *);

#endif /* !IO_APART_H */
