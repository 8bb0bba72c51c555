/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef COMMAND_WHY_WORDS_H
#define COMMAND_WHY_WORDS_H

#include "base/buf.h"
#include "base/record.pb-c.h"
#include "base/why.h"

/*
 * why_words -- what `isupport why` says of a parcel in quarantine, of a row
 * that is held, and of a message that is kept.
 */

/** why_put(b, label, s): a line "label: s" as plain_text() has it; none if
 * ${s} is empty. */
void why_put(struct buf *, const char *, const char *);

/** why_next(reason, why): add what to do next, by the table of rules, and what
 * is wrong where ${reason} does not say so. */
MUST_CHECK enum outcome why_next(Rec__Reason *, struct why *);

/**
 * why_came(b, reason):
 * Append for people, a line each: the value at fault, where what came lay, when
 * it arrived, and which files there were.
 */
void why_came(struct buf *, const Rec__Reason *);

#endif /* !COMMAND_WHY_WORDS_H */
