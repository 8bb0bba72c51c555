/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_SIGNER_H
#define DOMAIN_SIGNER_H

#include <stddef.h>

#include "base/why.h"

/*
 * signer -- who signed a sheet: a detached CMS signature (SHEET.p7s, DER or
 * PEM) under one of the certificates pinned for the unit's people.
 *
 * No chain is built and no other certificate is believed: the signer's
 * certificate must be, byte for byte, one that is pinned.  Digest SHA-256 and
 * up; RSA from 2048 bits, or an EC key from 256 bits (P-256 and up).
 */
struct signers;

/** signers_new(signers, why), signers_free(signers) */
MUST_CHECK enum outcome signers_new(struct signers **, struct why *);
void signers_free(struct signers *);

/**
 * signers_pin(signers, person, data, len, why):
 * Pin the certificate (PEM or DER) in the ${len} bytes at ${data} for the
 * ${person}'s id.  A person may have several.
 * OUT_REJECT (rule SIGNER-KEY): it is none, its key is too weak, or it is
 * pinned for another person already.
 */
MUST_CHECK enum outcome
signers_pin(struct signers *, const char *, const void *, size_t, struct why *);

/**
 * signer_verify(signers, data, len, sig, siglen, now, person, why):
 * Verify that the ${siglen} bytes at ${sig} are a detached signature over
 * the ${len} bytes at ${data} by one signer alone, whose pinned certificate
 * is valid at ${now} ("YYYY-MM-DDThh:mm:ssZ").  Set ${person} to the id,
 * which belongs to ${signers}.
 * OUT_REJECT: SIGNATURE-FORM (no such CMS), SIGNER-UNKNOWN (not pinned),
 * SIGNER-EXPIRED, SIGNATURE-WEAK (digest or key), SIGNATURE (it does not
 * verify).
 */
MUST_CHECK enum outcome signer_verify(const struct signers *, const void *,
    size_t, const void *, size_t, const char *, const char **, struct why *);

#endif /* !DOMAIN_SIGNER_H */
