/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_XMLSIG_H
#define IO_XMLSIG_H

#include <stddef.h>

#include "base/buf.h"
#include "base/why.h"
#include "io/digest.h"
#include "io/pins.h"

/*
 * xmlsig -- signatures in XML (XMLDSig, XAdES) from strangers.
 *
 * What a signature may be is a short list.  One Signature, a child of the
 * root; one SignedInfo; one reference to what is signed: the root as a whole
 * but for the Signature itself (URI "" or "#id" of the root), or, where the
 * caller asks for it, bytes that the caller has.  Other references lead to
 * elements inside the Signature.  Transforms: the removal of the Signature
 * (enveloped-signature, or its two spellings in XPath) and canonicalisation
 * without comments (Exclusive 1.0; 1.0, 1.1), of SignedInfo likewise.
 * RSA PKCS#1 and ECDSA with SHA-256, 384 or 512.  KeyInfo has X509Data alone,
 * and in it a certificate that is pinned (pins.h); its key verifies, and
 * nothing else of KeyInfo is read.
 *
 * No file, network or URI is opened: what libxmlsec would open by itself is
 * taken out of it.
 */
#define XMLSIG_MAX ((size_t)4 << 20) /* bytes of a signed document */
#define XMLSIG_REFERENCES_MAX 4

struct xmlsig;

enum xmlsig_state {
	XMLSIG_NONE,	     /* there is no signature */
	XMLSIG_VALID,	     /* signed, by one who is pinned */
	XMLSIG_UNVERIFIABLE, /* nothing is proved either way */
	XMLSIG_REFUSED	     /* forged, altered, or outside the list above */
};

/* Bytes outside the document that the signature is over. */
struct xmlsig_detached {
	const char *name; /* the reference's URI */
	const void *data;
	size_t len;
};

struct xmlsig_result {
	enum xmlsig_state state;
	struct why why;	    /* why not valid; else its text is empty */
	struct buf content; /* if valid, and not detached: the canonical bytes
			     * that are signed.  Believe these, not the
			     * document. */
	char signer[DIGEST_HEX]; /* SHA-256 of the pinned certificate, if a
				  * pinned one is named; else "" */
};

/**
 * xmlsig_open(xmlsig, why), xmlsig_close(xmlsig):
 * Make ready, before a sandbox closes; the last closing frees what is this
 * caller's, libxmlsec stays ready.
 */
MUST_CHECK enum outcome xmlsig_open(struct xmlsig **, struct why *);
void xmlsig_close(struct xmlsig *);

/**
 * xmlsig_check(xmlsig, data, len, detached, pins, now, result, why):
 * Check the signature in the ${len} bytes of XML at ${data}, over the document
 * itself or (not NULL) over ${detached}, at ${now}
 * ("YYYY-MM-DDThh:mm:ssZ").  Set ${result}, which the caller frees with
 * xmlsig_result_free() whatever the outcome.  Not valid is no failure:
 *	XMLSIG-SHA1	not verifiable: signed with SHA-1 or MD5, which prove
 *			nothing; but detached bytes with another digest are
 *			refused with XMLSIG-DIGEST even then
 *	XMLSIG-LAYOUT	not verifiable: it verifies once blanks between the
 *			elements are taken out, as a connector that indents
 *			XML puts them in
 *	XMLSIG-UNPINNED	not verifiable: no certificate at all is pinned
 *	XMLSIG-FORM, -REFERENCE, -ID, -TRANSFORM, -ALGORITHM, -KEY: refused,
 *			outside the list
 *	XMLSIG-SIGNER	refused: no certificate in it is pinned
 *	PIN-KEY, PIN-EXPIRED, PIN-REVOKED: refused, as pins_good() says
 *	XMLSIG-DIGEST	refused: what is signed was altered
 *	XMLSIG-VALUE	refused: the pinned key has not signed this
 * OUT_REJECT: the document is no XML that xmlin_parse() takes, or is over
 * XMLSIG_MAX.  OUT_RETRY: memory is short.
 */
MUST_CHECK enum outcome xmlsig_check(struct xmlsig *, const void *, size_t,
    const struct xmlsig_detached *, const struct pins *, const char *,
    struct xmlsig_result *, struct why *);

/** xmlsig_result_free(result) */
void xmlsig_result_free(struct xmlsig_result *);

/** xmlsig_state_name(state): "none", "valid", "not verifiable", "refused". */
const char *xmlsig_state_name(enum xmlsig_state);

#endif /* !IO_XMLSIG_H */
