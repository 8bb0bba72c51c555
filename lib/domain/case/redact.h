/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_REDACT_H
#define DOMAIN_REDACT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/record.pb-c.h"
#include "base/why.h"

/*
 * redact -- what stays of a record when its case is erased.
 *
 * Of each kind of record a list names the fields that stay: money, numbers,
 * days, ids of ours and of messages, codes, states, hashes, and who of the
 * authority acted.  Everything else is emptied, so that a field that is new
 * goes until somebody lists it; a record of a kind without a list is emptied
 * whole.  What applying an event asks for (is something there?) stays as "-".
 */

/**
 * redact_record(message, why):
 * Empty all fields of ${message}, a record of its own (record_free()), and of
 * the records in it, but for those that are listed.
 * OUT_RETRY: memory is short; then it is half done.
 */
MUST_CHECK enum outcome redact_record(ProtobufCMessage *, struct why *);

/**
 * redact_event(event, why):
 * The same for an event of an erased case; of its text only what the program
 * wrote stays (by its kind), never what a person did.
 */
MUST_CHECK enum outcome redact_event(Rec__Event *, struct why *);

/** redact_fn(s, ctx): whether the string ${s} means the case. */
typedef bool redact_fn(const char *, const void *);

/**
 * redact_named(message, named, ctx, found, why):
 * Empty, as redact_record(), each record in ${message} that is a row, an item,
 * a payment or a status of one and of which a string of its own is ${named};
 * set ${found} to whether there was one.
 */
MUST_CHECK enum outcome redact_named(
    ProtobufCMessage *, redact_fn *, const void *, bool *, struct why *);

/** redact_each_string(message, fn, ctx): call ${fn} for each string that is
 * set in ${message} and the records in it, until it returns true; return
 * whether one did. */
bool redact_each_string(const ProtobufCMessage *, redact_fn *, const void *);

#endif /* !DOMAIN_REDACT_H */
