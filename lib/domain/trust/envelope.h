/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_ENVELOPE_H
#define DOMAIN_ENVELOPE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/record.pb-c.h"
#include "base/why.h"
#include "io/worker.h"

/*
 * envelope -- documents sealed and signed between two authorities, the scheme
 * is1 (isupport-message(5)), by a worker that holds the unit's message keys
 * and the pinned certificates, and nothing else.
 *
 * A hash code of the scheme is "is1:" and the base64 of a bare signature: of a
 * document, over its sealed bytes; of a message, over the canonical form of
 * its header.  ${party} is the code of the other authority, ${at} the time
 * ("YYYY-MM-DDThh:mm:ssZ") at which certificates must be valid.
 */
extern const struct worker_def envelope_worker; /* open() takes the path of
						 * the folder keys/ */

/**
 * envelope_seal(worker, party, at, data, len, sealed, hash, why):
 * Set ${sealed} to the ${len} bytes at ${data}, signed by us and sealed for
 * ${party}, and ${hash} to their hash code.
 * OUT_REJECT: SEAL-KEY (we have no key that is valid), CERT-NONE (nor has
 * ${party} a certificate that is).
 */
MUST_CHECK enum outcome
envelope_seal(struct worker *, const char *, const char *, const void *, size_t,
    struct buf *, struct buf *, struct why *);

/** envelope_sign(worker, at, data, len, hash, why): the hash code alone.
 * OUT_REJECT: SEAL-KEY. */
MUST_CHECK enum outcome envelope_sign(struct worker *, const char *,
    const void *, size_t, struct buf *, struct why *);

/**
 * envelope_verify(worker, party, at, data, len, hash, why):
 * Check that ${hash} is the hash code that ${party} made for these bytes.
 * OUT_REJECT: MESSAGE-SIGNATURE (it is not), CERT-NONE (no certificate of
 * ${party} is pinned), CERT-EXPIRED, CERT-REVOKED (it is, under one that is
 * worth nothing).
 */
MUST_CHECK enum outcome envelope_verify(struct worker *, const char *,
    const char *, const void *, size_t, const char *, struct why *);

/**
 * envelope_open(worker, party, at, data, len, hash, plain, why):
 * The same, then set ${plain} to what is sealed in them.
 * OUT_REJECT: as above, but FILE-SIGNATURE; SEAL-KEY, and as cms_open().
 */
MUST_CHECK enum outcome
envelope_open(struct worker *, const char *, const char *, const void *, size_t,
    const char *, struct buf *, struct why *);

/**
 * envelope_open_message(worker, header, files, n, at, sealed, plain, why):
 * Check the whole message and open it: ${sealed} and ${plain} have a buf for
 * each of the ${n} ${files} of its folder; set those of ${plain} that the
 * ${header} lists.  ${worker} is NULL where we have no key.
 * OUT_REJECT: as above, and FILE-MISSING, FILE-SIZE (what is sealed is not as
 * long as the header says); the place is then that of the document.
 */
MUST_CHECK enum outcome envelope_open_message(struct worker *,
    const Rec__Header *, Rec__ParcelFile *const *, size_t, const char *,
    const struct buf *, struct buf *, struct why *);

#endif /* !DOMAIN_ENVELOPE_H */
