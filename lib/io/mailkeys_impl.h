/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_MAILKEYS_IMPL_H
#define IO_MAILKEYS_IMPL_H

#include "base/buf.h"
#include "io/mailkeys.h"

/*
 * mailkeys_impl -- what mailkeys.c and mailkeys_private.c share.
 */
#define MAILKEYS_PLACE "message" /* what a private key is sealed for */
#define MAILKEYS_FILE_MAX ((size_t)1 << 20)
#define MAILKEYS_MAX ((size_t)64) /* of one folder */

/**
 * mailkeys_unseal(keys, names, n, plain, why):
 * Set the ${n} bufs at ${plain} to the private keys of those names, by a
 * process of its own.
 */
MUST_CHECK enum outcome mailkeys_unseal(
    const char *, char *const *, size_t, struct buf *, struct why *);

#endif /* !IO_MAILKEYS_IMPL_H */
