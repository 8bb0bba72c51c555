/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_XMLSCAN_H
#define IO_XMLSCAN_H

#include <stddef.h>

#include "base/why.h"

/*
 * xmlscan -- look at the bytes of an XML document before a parser does.
 *
 * One pass, no memory, time linear in the bytes.  It understands just enough
 * of XML to find the same tags as the parser will; whatever it is not sure
 * of, it refuses.
 */
#define XMLSCAN_ATTRIBUTES 64	       /* of a start tag */
#define XMLSCAN_TAG ((size_t)16 << 10) /* bytes of a start tag */
#define XMLSCAN_NAMESPACES 64	       /* declared around an element */
#define XMLSCAN_NODES 200000u
#define XMLSCAN_ALL_ATTRIBUTES 400000u
#define XMLSCAN_DEPTH 64
#define XMLSCAN_TEXT ((size_t)9 << 20) /* bytes between two tags */

/**
 * xmlscan(data, len, why):
 * OUT_REJECT with the line set: the ${len} bytes at ${data}, without a byte
 * order mark, are no document for our parser: XML-SIZE, XML-DOCTYPE,
 * XML-ATTRIBUTES, XML-ELEMENTS, XML-DEPTH, XML-ENCODING or XML-FORM, as for
 * xmlin_parse().  OUT_OK does not say that they are well-formed.
 */
MUST_CHECK enum outcome xmlscan(const unsigned char *, size_t, struct why *);

#endif /* !IO_XMLSCAN_H */
