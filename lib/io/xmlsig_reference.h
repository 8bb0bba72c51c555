/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_XMLSIG_REFERENCE_H
#define IO_XMLSIG_REFERENCE_H

#include "io/xmlsig_form.h"

/*
 * xmlsig_reference -- what a signature is over.  Of xmlsig_form.c alone.
 */

/**
 * xmlsig_reference(doc, reference, detached, form, why):
 * Count the element ${reference} in ${form}, and take the digest of what is
 * signed from it, if it is that.  OUT_REJECT: as xmlsig_form_read().
 */
MUST_CHECK enum outcome xmlsig_reference(
    xmlDoc *, xmlNode *, const char *, struct xmlsig_form *, struct why *);

#endif /* !IO_XMLSIG_REFERENCE_H */
