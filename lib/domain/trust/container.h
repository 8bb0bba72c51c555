/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_CONTAINER_H
#define DOMAIN_CONTAINER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/why.h"
#include "base/record.pb-c.h"
#include "io/pins.h"
#include "io/worker.h"
#include "io/xmlin.h"
#include "io/xmlsig.h"

/*
 * container -- the ASiC-S container of a connector (ETSI EN 319 162-1):
 *	mimetype			"application/vnd.etsi.asic-s+zip", stored
 *	SignedContent.zip		the documents and TrustOkToken.pdf
 *	META-INF/signatures.xml		a XAdES signature over it
 * and what travels beside it: the token, the evidences.
 */
#define CONTAINER_MAX ((size_t)32 << 20) /* bytes of a file */

struct container_tools {
	struct xmlsig *xmlsig;
	struct xmlin *xmlin;
	const struct pins *pins;
	const char *now; /* "YYYY-MM-DDThh:mm:ssZ" */
};

/**
 * container_check(tools, data, len, token, tokenlen, checked, why):
 * Look at the ${len} bytes at ${data}: a container, beside which ${token}
 * (NULL: none) came; or a Token.xml or an evidence alone.  Set ${checked},
 * which the caller frees with record_free(): what it is, its signature, and
 * findings: "block" for what refuses it (the digest of SignedContent.zip
 * first), "warn" for what a person should know.
 *	XMLSIG-*, PIN-*, ZIP-*, TOKEN-*, EVIDENCE-*: see there
 *	TOKEN-RESULT		warn: the token says of the document's signature
 *				that it failed its check, or is not valid in law
 *	CONTAINER-ENTRY		block: a part is missing, or is one too many
 *	CONTAINER-MIMETYPE	block: another, or deflated
 *	CONTAINER-FIRST		warn: mimetype is not the first
 *	CONTAINER-TOKEN		warn: no TrustOkToken.pdf
 * OUT_REJECT: it is none of these at all.  OUT_RETRY: memory is short.
 */
MUST_CHECK enum outcome container_check(const struct container_tools *,
    const void *, size_t, const void *, size_t, Rec__Checked **, struct why *);

/** container_good(checked): whether it is signed, validly, and nothing
 * refuses it. */
bool container_good(const Rec__Checked *);

struct container_arg {
	const char *const *folder; /* of pinned certificates: absolute */
	size_t n;
};

/**
 * container_worker:
 * A request is a packed CheckJob, the answer a packed Checked.  open() takes a
 * struct container_arg.
 */
extern const struct worker_def container_worker;

#endif /* !DOMAIN_CONTAINER_H */
