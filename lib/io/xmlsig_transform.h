/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_XMLSIG_TRANSFORM_H
#define IO_XMLSIG_TRANSFORM_H

#include <stdbool.h>

#include <libxml/tree.h>

#include "base/why.h"

/*
 * xmlsig_transform -- which algorithms and transforms a signature may have.
 * Of xmlsig_form.c and xmlsig_reference.c alone.
 */
struct xmlsig_algorithm {
	const char *uri;
	const char *digest; /* as OpenSSL names it; NULL: it signs */
	bool weak;	    /* proves nothing */
};

/** xmlsig_algorithm(node): that which the attribute Algorithm names, or
 * NULL. */
const struct xmlsig_algorithm *xmlsig_algorithm(const xmlNode *);

/** xmlsig_following(node): the element after it in the document, or NULL. */
xmlNode *xmlsig_following(xmlNode *);

/** xmlsig_element(node, ns, name): whether ${node} (or NULL) is that
 * element. */
bool xmlsig_element(const xmlNode *, const char *, const char *);

/**
 * xmlsig_canonical(method, why):
 * OUT_REJECT (XMLSIG-TRANSFORM): ${method} names no canonicalisation of those
 * allowed, or says more about it than the prefixes of xml-exc-c14n.
 */
MUST_CHECK enum outcome xmlsig_canonical(const xmlNode *, struct why *);

/**
 * xmlsig_transforms(transforms, whole, bytes, why):
 * Look at the element Transforms, or NULL.  ${whole}: one must take the
 * Signature out, then one may make canonical; ${bytes}: there must be none;
 * else one may make canonical.
 * OUT_REJECT (XMLSIG-TRANSFORM): there are others.
 */
MUST_CHECK enum outcome
xmlsig_transforms(const xmlNode *, bool, bool, struct why *);

#endif /* !IO_XMLSIG_TRANSFORM_H */
