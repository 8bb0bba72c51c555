/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef VALUE_FOLD_H
#define VALUE_FOLD_H

#include "base/buf.h"
#include "base/why.h"

/*
 * fold -- text as words that compare equal however they were typed.
 */

/**
 * fold_words(s, out, why):
 * Append to ${out} the words of ${s} (UTF-8): runs of letters and digits
 * without case and marks (and o for o with a stroke, and the like), each with
 * a blank before it, and a blank at the end: " jose 2014 ".  No word: " ".
 * OUT_RETRY: memory is short.
 */
MUST_CHECK enum outcome fold_words(const char *, struct buf *, struct why *);

#endif /* !VALUE_FOLD_H */
