/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_KEPTMSG_H
#define DOMAIN_KEPTMSG_H

#include "base/record.pb-c.h"
#include "base/why.h"
#include "io/store.h"

/*
 * keptmsg -- a message that was kept and not taken in, by the name that its
 * task has for it: that of the folder in which it came.
 */

/**
 * keptmsg_get(txn, folder, reason, why):
 * Set ${reason}, which the caller frees with record_free(), to why the message
 * that came in ${folder} is kept: the rule, when that was, when it had arrived
 * and which files are kept of it; or to NULL if none of that name is.  The
 * words of the rule, and what to do next, are not in it.
 */
MUST_CHECK enum outcome
keptmsg_get(struct store_txn *, const char *, Rec__Reason **, struct why *);

#endif /* !DOMAIN_KEPTMSG_H */
