/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_FINDING_H
#define DOMAIN_FINDING_H

#include <stddef.h>

#include "base/why.h"
#include "base/record.pb-c.h"

/*
 * finding -- what a check has found: a list that grows.  A struct findings
 * that is all zero is empty.  The texts hold no byte of the input; what is
 * wrong in the input stands in value alone.
 */
#define FINDINGS_MAX ((size_t)500) /* more than that are left out */

struct findings {
	Rec__Finding **item; /* as a repeated field of a record has it */
	size_t n;
};

/**
 * finding_add(list, rule, severity, place, line, text, value, why):
 * Append a finding to ${list} with copies of the strings (NULL: empty).
 * Beyond FINDINGS_MAX nothing is added.  OUT_RETRY: memory is short.
 */
MUST_CHECK enum outcome finding_add(struct findings *, const char *,
    const char *, const char *, int, const char *, const char *, struct why *);

/**
 * finding_why(list, severity, reason, why):
 * The same with what stands in ${reason}.
 */
MUST_CHECK enum outcome
finding_why(struct findings *, const char *, const struct why *, struct why *);

/**
 * finding_to_why(finding, why):
 * Set ${why} to what ${finding} says, as why_reject() would have; return
 * OUT_REJECT.  It is how the first blocking finding becomes the reason of a
 * quarantine.
 */
enum outcome finding_to_why(const Rec__Finding *, struct why *);

/**
 * finding_blocks(item, n):
 * The first of the ${n} findings at ${item} whose severity is "block", or
 * NULL.
 */
const Rec__Finding *finding_blocks(Rec__Finding *const *, size_t);

/** findings_free(list): the list is empty afterwards. */
void findings_free(struct findings *);

#endif /* !DOMAIN_FINDING_H */
