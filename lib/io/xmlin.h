/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_XMLIN_H
#define IO_XMLIN_H

#include <stdbool.h>
#include <stddef.h>

#include <libxml/tree.h>

#include "base/why.h"

/*
 * xmlin -- XML from strangers: parse and validate within limits.
 */
#define XMLIN_MAX ((size_t)16 << 20) /* bytes of one document */

struct xmlin;

/**
 * xmlin_open(xmlin, why):
 * Make a reusable parser; set ${xmlin}, which ends with xmlin_close().
 * From then on libxml2 of this process loads no external entity, no catalog
 * and, but for xmlin_files(), no file.
 */
MUST_CHECK enum outcome xmlin_open(struct xmlin **, struct why *);

/** xmlin_close(xmlin): behaves consistently with free(NULL). */
void xmlin_close(struct xmlin *);

/**
 * xmlin_parse(xmlin, buf, len, doc, why):
 * Parse the ${len} bytes at ${buf} as one XML document: no DOCTYPE, hence no
 * entities; no network; no file.  A pre-scan of the bytes refuses what would
 * cost the parser too much.  Comments and processing instructions are left
 * out, CDATA is text.  Set ${doc}, which the caller releases with
 * xmlFreeDoc().
 * OUT_REJECT: XML-SIZE (over XMLIN_MAX, or 9 MiB in one text), XML-DOCTYPE,
 * XML-ATTRIBUTES (over 64 or 16 KiB in a start tag, over 64 namespaces
 * declared around an element, or over 400 000 attributes), XML-ELEMENTS (over
 * 200 000 elements, comments and other nodes), XML-DEPTH (over 64),
 * XML-ENCODING (not UTF-8), XML-FORM (not well-formed); the line is set.
 * OUT_RETRY: memory is short.  On failure ${doc} is NULL.
 */
MUST_CHECK enum outcome
xmlin_parse(struct xmlin *, const void *, size_t, xmlDoc **, struct why *);

/**
 * xmlin_markup(buf, len):
 * Whether the first byte of the ${len} at ${buf} that is neither blank nor
 * byte order mark is '<', also of UTF-16: its reader says what is wrong with
 * that.
 */
bool xmlin_markup(const void *, size_t);

/**
 * xmlin_root(xmlin, buf, len, doc, why):
 * Parse of the ${len} bytes at ${buf} the start tag of the root alone, as an
 * element without content; nothing behind it is looked at.  Set ${doc}, which
 * the caller releases with xmlFreeDoc(), or NULL where there is no such tag:
 * anything but blanks, comments and processing instructions stands before it
 * (a DOCTYPE), or xmlin_parse() refuses it.
 * OUT_RETRY: memory is short; ${doc} is NULL.
 */
MUST_CHECK enum outcome
xmlin_root(struct xmlin *, const void *, size_t, xmlDoc **, struct why *);

/**
 * xmlin_files(allow):
 * While ${allow}, libxml2 of this process may read local files (never the
 * network): for compiling our own stylesheets and schemas, before the first
 * foreign byte is met.
 */
void xmlin_files(bool);

struct xmlin_schema;

/**
 * xmlin_schema_load(path, schema, why):
 * Compile the XSD in the file ${path} (absolute).  Set ${schema}, which ends
 * with xmlin_schema_free().  OUT_RETRY: it cannot be: our fault.
 */
MUST_CHECK enum outcome
xmlin_schema_load(const char *, struct xmlin_schema **, struct why *);

/** xmlin_schema_free(schema) */
void xmlin_schema_free(struct xmlin_schema *);

/**
 * xmlin_fault(ctx, line, path, text):
 * One fault: the ${line}, the element ${path} and what is wrong, without a
 * byte of the input's values.
 */
typedef void xmlin_fault(void *, int, const char *, const char *);

/**
 * xmlin_validate(schema, doc, fault, ctx, why):
 * Validate ${doc} against ${schema}; schemaLocation is ignored.  ${fault}
 * (or NULL) is called with ${ctx} for each fault, at most 50 of them.
 * OUT_REJECT (rule XML-SCHEMA): there was a fault; the first is the reason.
 */
MUST_CHECK enum outcome xmlin_validate(
    struct xmlin_schema *, xmlDoc *, xmlin_fault *, void *, struct why *);

/* Walking.  Names are local names; namespaces are checked by the schema. */

/** xmlin_child(node, name): first child element ${name}, or NULL. */
xmlNode *xmlin_child(const xmlNode *, const char *);

/** xmlin_next(node): next sibling element of the same name, or NULL. */
xmlNode *xmlin_next(const xmlNode *);

/** xmlin_find(node, path): as xmlin_child() along "a/b/c". */
xmlNode *xmlin_find(const xmlNode *, const char *);

/**
 * xmlin_text(node, path):
 * Return the text of the element at ${path} below ${node} ("" itself) with
 * blanks at both ends removed, malloc'd; "" if it is not there.  NULL if
 * memory is short.
 */
char *xmlin_text(const xmlNode *, const char *);

/** xmlin_attr(node, name): the attribute's value, malloc'd; "" if none. */
char *xmlin_attr(const xmlNode *, const char *);

/**
 * xmlin_path(node, buf, size):
 * Write the path of ${node}, "/a/b[2]/c", to ${buf}; if it is too long, its
 * end, "...b[2]/c".  An element's name is foreign where no schema has
 * accepted it.  Return ${buf}.
 */
char *xmlin_path(const xmlNode *, char *, size_t);

#endif /* !IO_XMLIN_H */
