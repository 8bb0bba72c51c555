/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_FORM_H
#define DOMAIN_FORM_H

#include <stdbool.h>

#include <libxml/tree.h>

#include "base/buf.h"
#include "base/why.h"
#include "domain/form/finding.h"

/*
 * form -- which form a document is, whether it keeps to its schema, and the
 * form without its restricted part.
 */
#define FORM_NS "urn:isupport:2026:form"

/* Under these names a message of ours holds a form, whatever it was called. */
#define FORM_FILE "form.xml"
#define FORM_FILE_H1 "transmittal.xml"
#define FORM_FILE_CUT "form-cut.xml" /* for pages; it is not sent */

enum form_kind {
	FORM_UNKNOWN,
	FORM_E6,       /* Regulation 4/2009, Annex VI */
	FORM_H1,       /* Convention of 2007, Annex 1: transmittal */
	FORM_H3,       /* application for recognition and enforcement */
	FORM_E8,       /* Regulation 4/2009, Annex VIII: acknowledgement */
	FORM_H2,       /* Convention of 2007, Annex 2: acknowledgement */
	FORM_PN,       /* payment notification */
	FORM_PC,       /* payment confirmation */
	FORM_NOTE,     /* a plain word between authorities */
	FORM_HEADER,   /* the connector's header.xml */
	FORM_PAIN002,  /* a bank's answer */
	FORM_EVIDENCE, /* ETSI TS 102 640 */
	FORM_KINDS
};

struct forms; /* the compiled schemas */

/**
 * form_open(share, forms, why):
 * Compile the schemas that stand in ${share}/schema.  Set ${forms}, which
 * ends with form_close().  OUT_RETRY: one is not there or does not compile.
 */
MUST_CHECK enum outcome form_open(const char *, struct forms **, struct why *);

/** form_close(forms): behaves consistently with free(NULL). */
void form_close(struct forms *);

/** form_kind(doc): by the root element's name and namespace. */
enum form_kind form_kind(const xmlDoc *);

/** form_ours(doc): whether its root is in FORM_NS. */
bool form_ours(const xmlDoc *);

/** form_file_taken(name): whether it is one of the names above, or that of
 * the header, in any case of letters: no attachment of ours can have it. */
bool form_file_taken(const char *);

/** form_code(kind): "E6", "PN", "HEADER"...; "" for FORM_UNKNOWN. */
const char *form_code(enum form_kind);

/** form_of_code(code): the kind, or FORM_UNKNOWN. */
enum form_kind form_of_code(const char *);

/**
 * form_validate(forms, kind, doc, severity, list, why):
 * Validate ${doc} as a form of ${kind}, and append each fault to ${list}
 * (rule XML-SCHEMA) with ${severity}.
 * OUT_REJECT: there was a fault; ${why} is the first.  A kind without a
 * schema of ours (FORM_PAIN002, FORM_EVIDENCE) has none.
 */
MUST_CHECK enum outcome form_validate(const struct forms *, enum form_kind,
    xmlDoc *, const char *, struct findings *, struct why *);

/**
 * form_cut(doc, out, why):
 * Append to ${out} the form ${doc}, an E6 or H3, without what is restricted:
 * H3 without its element Restricted; E6 without addresses, telephones, fax
 * and e-mail of the applicant and its representative and without
 * PaymentLocation.  ${doc} is not changed.
 */
MUST_CHECK enum outcome form_cut(const xmlDoc *, struct buf *, struct why *);

/**
 * form_cut_away(doc, out, why):
 * The same, and cheaper, for a caller who needs ${doc} no more: the parts are
 * gone from it afterwards.
 */
MUST_CHECK enum outcome form_cut_away(xmlDoc *, struct buf *, struct why *);

#endif /* !DOMAIN_FORM_H */
