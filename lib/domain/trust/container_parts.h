/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_CONTAINER_PARTS_H
#define DOMAIN_CONTAINER_PARTS_H

#include <stdbool.h>
#include <stddef.h>

#include "domain/trust/container.h"
#include "domain/form/finding.h"

/*
 * container_parts -- what container.c and container_beside.c share.
 */

/* One file that is being looked at. */
struct looking {
	const struct container_tools *tools;
	Rec__Checked *checked;
	struct findings list;
};

/** looking_settle(looking, out, reason, why): a refusal becomes a finding that
 * blocks; OUT_RETRY stays what it is. */
MUST_CHECK enum outcome looking_settle(
    struct looking *, enum outcome, const struct why *, struct why *);

/** looking_signature(looking, state, signer, why): say what it is. */
MUST_CHECK enum outcome
looking_signature(struct looking *, const char *, const char *, struct why *);

/** looking_token(looking, data, len, beside, why): read and check a token; one
 * that is not proved is a finding, which blocks unless it came ${beside} a
 * container and is not forged; a result in it that is negative is one that
 * does not.  OUT_REJECT: it is none. */
MUST_CHECK enum outcome
looking_token(struct looking *, const void *, size_t, bool, struct why *);

/** looking_xml(looking, data, len, why): a token or an evidence alone.
 * OUT_REJECT: neither. */
MUST_CHECK enum outcome
looking_xml(struct looking *, const void *, size_t, struct why *);

#endif /* !DOMAIN_CONTAINER_PARTS_H */
