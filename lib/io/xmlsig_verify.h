/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_XMLSIG_VERIFY_H
#define IO_XMLSIG_VERIFY_H

#include "base/buf.h"
#include "base/why.h"
#include "io/xmlsig.h"
#include "io/xmlsig_form.h"

/*
 * xmlsig_verify -- libxmlsec, confined.  Of xmlsig.c alone, and the only
 * module that knows it.
 */

/** xmlsig_verify_init(why): make libxmlsec ready, once for the process. */
MUST_CHECK enum outcome xmlsig_verify_init(struct why *);

/**
 * xmlsig_verify(form, key, detached, content, why):
 * Verify the signature that ${form} was read from under ${key} and no other;
 * append the canonical bytes of what is signed to ${content} (not for
 * ${detached}).
 * OUT_REJECT: XMLSIG-DIGEST, XMLSIG-VALUE.  OUT_RETRY: memory is short.
 */
MUST_CHECK enum outcome
xmlsig_verify(const struct xmlsig_form *, struct evp_pkey_st *,
    const struct xmlsig_detached *, struct buf *, struct why *);

#endif /* !IO_XMLSIG_VERIFY_H */
