/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_CMS_H
#define IO_CMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/why.h"

/*
 * cms -- certificates, signatures and sealed documents by OpenSSL.
 *
 * No chain is built: a certificate is believed because it is pinned.  Digests
 * are SHA-256 and up; keys RSA of 2048 to 8192 bits, or EC from 256 bits.
 * Times are seconds since 1970.  No file is opened and no configuration read.
 */
struct cms_cert;
struct cms_key; /* a private key and its certificate */

enum cms_state {
	CMS_VALID,
	CMS_EARLY, /* not valid yet */
	CMS_EXPIRED,
	CMS_REVOKED
};

/** cms_library(why): ready OpenSSL, before a process loses sight of files. */
MUST_CHECK enum outcome cms_library(struct why *);

/* ---- certificates ---- */

/**
 * cms_cert_read(data, len, cert, why):
 * Read the certificate (PEM or DER) in the ${len} bytes at ${data}.  Set
 * ${cert}, which ends with cms_cert_free().
 * OUT_REJECT (rule CERT-KEY): it is none, or its key is too weak.
 */
MUST_CHECK enum outcome
cms_cert_read(const void *, size_t, struct cms_cert **, struct why *);

/** cms_cert_free(cert): behaves consistently with free(NULL). */
void cms_cert_free(struct cms_cert *);

/** cms_cert_same(a, b): whether they are the same, byte for byte. */
bool cms_cert_same(const struct cms_cert *, const struct cms_cert *);

/** cms_cert_state(cert, at): what it is worth at that time. */
enum cms_state cms_cert_state(const struct cms_cert *, int64_t);

/** cms_cert_from(cert): the time from which it is valid. */
int64_t cms_cert_from(const struct cms_cert *);

/** cms_cert_seals(cert), cms_cert_signs(cert): whether its key usage, if it
 * names any, allows to seal for it, and to sign with it. */
bool cms_cert_seals(const struct cms_cert *);
bool cms_cert_signs(const struct cms_cert *);

/**
 * cms_cert_revoke(certs, n, data, len, why):
 * Mark those of the ${n} ${certs} that the revocation list (PEM or DER) in
 * the ${len} bytes at ${data} names.  If its issuer is among them, it must be
 * signed by it; else it is believed for having been put there.
 * OUT_REJECT (rule CERT-CRL): it is no list, or its signature is wrong.
 */
MUST_CHECK enum outcome cms_cert_revoke(
    struct cms_cert *const *, size_t, const void *, size_t, struct why *);

struct cms_about {
	char fingerprint[96]; /* SHA-256, "AB:CD:..." */
	char key[32];	      /* "EC 256" */
	char subject[128];    /* printable ASCII */
	int64_t from, until;
};

/** cms_cert_about(cert, about): for people. */
void cms_cert_about(const struct cms_cert *, struct cms_about *);

/* ---- keys ---- */

/**
 * cms_key_make(kind, name, from, until, key, cert, request, why):
 * Make a key pair of that ${kind} ("ec": P-256, "rsa": 3072 bits).  Append to
 * ${key} the private one (PKCS #8, DER, in clear), to ${cert} a certificate
 * that it signs itself for the common name ${name}, to ${request} a request
 * for one by somebody else (both PEM).
 * OUT_REJECT (rule CERT-KEY): no such kind.
 */
MUST_CHECK enum outcome cms_key_make(const char *, const char *, int64_t,
    int64_t, struct buf *, struct buf *, struct buf *, struct why *);

/**
 * cms_key_read(data, len, cert, key, why):
 * Read the private key (PKCS #8, DER) that belongs to ${cert}, which is the
 * key's from now on, whatever the outcome.  Set ${key}, which ends with
 * cms_key_free().
 * OUT_REJECT (rule CERT-KEY): it is none, or not that of the certificate.
 */
MUST_CHECK enum outcome cms_key_read(
    const void *, size_t, struct cms_cert *, struct cms_key **, struct why *);

/** cms_key_free(key): behaves consistently with free(NULL). */
void cms_key_free(struct cms_key *);

/** cms_key_cert(key): its certificate, which belongs to it. */
const struct cms_cert *cms_key_cert(const struct cms_key *);

/* ---- signatures ---- */

/**
 * cms_sign(key, data, len, out, why):
 * Append to ${out} the bare signature (RSA PKCS #1 v1.5 or ECDSA, SHA-256) of
 * the ${len} bytes at ${data}, as `openssl dgst -sha256 -sign` makes it.
 * cms_signed(cert, data, len, sig, siglen): whether ${sig} is one.
 */
MUST_CHECK enum outcome cms_sign(
    const struct cms_key *, const void *, size_t, struct buf *, struct why *);
bool
cms_signed(const struct cms_cert *, const void *, size_t, const void *, size_t);

/**
 * cms_sign_detached(key, data, len, out, why):
 * Append to ${out} a detached signature (CMS, DER, with the certificate) over
 * the ${len} bytes at ${data}.
 */
MUST_CHECK enum outcome cms_sign_detached(
    const struct cms_key *, const void *, size_t, struct buf *, struct why *);

/**
 * cms_detached(certs, n, data, len, sig, siglen, at, which, why):
 * Verify that the ${siglen} bytes at ${sig} (CMS; DER or PEM) are a detached
 * signature over the ${len} bytes at ${data} by one signer alone, under one
 * of the ${n} ${certs}, valid at that time.  Set ${which} to its index.
 * OUT_REJECT: SIGNATURE-FORM (no such CMS), SIGNER-UNKNOWN (none of them),
 * SIGNER-EXPIRED, SIGNATURE-WEAK, SIGNATURE (it does not verify).
 */
MUST_CHECK enum outcome
cms_detached(struct cms_cert *const *, size_t, const void *, size_t,
    const void *, size_t, int64_t, size_t *, struct why *);

/* ---- sealed documents ---- */

/**
 * cms_seal(key, to, data, len, out, why):
 * Append to ${out} the ${len} bytes at ${data}, signed by ${key} (SignedData)
 * and then sealed for ${to} (AuthEnvelopedData, AES-256-GCM; RSA-OAEP or
 * ECDH, both with SHA-256), in DER.
 * OUT_RETRY: OpenSSL failed.  ${out} is then as it was.
 */
MUST_CHECK enum outcome cms_seal(const struct cms_key *,
    const struct cms_cert *, const void *, size_t, struct buf *, struct why *);

/**
 * cms_open(keys, nkeys, certs, ncerts, data, len, out, why):
 * Append to ${out} what is in the sealed document of ${len} bytes at ${data},
 * if it is for one of the ${nkeys} ${keys} and signed under one of the
 * ${ncerts} ${certs}.  Whether these are still valid is for the caller.
 * OUT_REJECT: SEAL-FORM (it is no such document), SEAL-RECIPIENT (for another
 * key), SEAL-BROKEN (it does not open), SEAL-SIGNER (signed by another),
 * SIGNATURE-WEAK, SEAL-SIGNATURE (the signature inside does not verify).
 */
MUST_CHECK enum outcome
cms_open(struct cms_key *const *, size_t, struct cms_cert *const *, size_t,
    const void *, size_t, struct buf *, struct why *);

/**
 * cms_envelope_begin(to, fd, envelope, why), cms_envelope_add(envelope, data,
 * len, why), cms_envelope_end(envelope, why):
 * Write to ${fd} a document that is sealed for ${to} as by cms_seal(), but
 * not signed, of bytes that come one after the other; in BER, as their number
 * is not known before.  ${envelope} ends with cms_envelope_end(), without
 * which the document is not whole, or with cms_envelope_drop(), which takes
 * NULL; both leave ${fd} open.
 * OUT_RETRY: OpenSSL failed, or ${fd} could not be written.
 */
struct cms_envelope;
MUST_CHECK enum outcome cms_envelope_begin(
    const struct cms_cert *, int, struct cms_envelope **, struct why *);
MUST_CHECK enum outcome
cms_envelope_add(struct cms_envelope *, const void *, size_t, struct why *);
MUST_CHECK enum outcome cms_envelope_end(struct cms_envelope *, struct why *);
void cms_envelope_drop(struct cms_envelope *);

/**
 * cms_length(data, len):
 * How long the document that begins with the ${len} bytes at ${data} says it
 * is, or 0 if it does not.
 */
size_t cms_length(const void *, size_t);

#endif /* !IO_CMS_H */
