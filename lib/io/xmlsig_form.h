/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_XMLSIG_FORM_H
#define IO_XMLSIG_FORM_H

#include <stdbool.h>
#include <stddef.h>

#include <libxml/tree.h>

#include "base/buf.h"
#include "base/why.h"
#include "io/xmlsig.h"

/*
 * xmlsig_form -- whether a signature has the form that xmlsig.h lists, found
 * by a walk over the tree before any of it is computed.  Of xmlsig.c alone.
 */
#define XMLSIG_CERTIFICATES_MAX 8
#define XMLSIG_WORK_MAX ((size_t)250000) /* a quarter of a second */

#define XMLSIG_NS "http://www.w3.org/2000/09/xmldsig#"
#define XMLSIG_XPATH "http://www.w3.org/TR/1999/REC-xpath-19991116"
#define XMLSIG_XPATH2 "http://www.w3.org/2002/06/xmldsig-filter2"

struct xmlsig_form {
	xmlNode *signature;
	size_t references;
	size_t content;	    /* the index of the one to what is signed */
	const char *digest; /* its method as OpenSSL names it */
	struct buf value;   /* its digest, decoded */
	struct buf cert[XMLSIG_CERTIFICATES_MAX]; /* DER */
	size_t certs;
};

/** xmlsig_signed(doc): whether there is any element Signature in it. */
bool xmlsig_signed(xmlDoc *);

/** xmlsig_weak(doc): whether any signature in it is made with SHA-1 or MD5. */
bool xmlsig_weak(xmlDoc *);

/**
 * xmlsig_bounded(doc, why):
 * OUT_REJECT (rule XMLSIG-FORM): to make ${doc} canonical would cost too much:
 * the sum, over its elements, of the namespaces around each times its
 * attributes is over XMLSIG_WORK_MAX.
 */
MUST_CHECK enum outcome xmlsig_bounded(xmlDoc *, struct why *);

/**
 * xmlsig_form_read(doc, detached, form, why):
 * Set ${form}, which the caller frees with xmlsig_form_free() whatever the
 * outcome, and make the elements that are referred to known to libxml2 by
 * their ids.  ${detached} is the URI of what is signed, or NULL.
 * OUT_REJECT: the rules of xmlsig_check().
 */
MUST_CHECK enum outcome
xmlsig_form_read(xmlDoc *, const char *, struct xmlsig_form *, struct why *);

void xmlsig_form_free(struct xmlsig_form *);

/** xmlsig_form_pack(doc): take blanks between elements out. */
void xmlsig_form_pack(xmlDoc *);

#endif /* !IO_XMLSIG_FORM_H */
