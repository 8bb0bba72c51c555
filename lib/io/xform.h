/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_XFORM_H
#define IO_XFORM_H

#include <stddef.h>

#include <libxml/tree.h>

#include "base/buf.h"
#include "base/why.h"

/*
 * xform -- a compiled stylesheet of ours, applied to documents of others, and
 * the languages filled into its result.
 *
 * The stylesheets are built from xslt/ so that each label is one character of
 * the private use area (U+E000 on) and each name of a country, language or
 * currency, and each code, a short token; the result of one transformation
 * is a skeleton, which xform_fill() turns into each language.
 */
struct xform;
struct labels;

/**
 * xform_load(path, xform, why):
 * Compile the stylesheet in the file ${path}.  Set ${xform}, which ends with
 * xform_free().  OUT_RETRY: it cannot be: our fault.
 */
MUST_CHECK enum outcome xform_load(const char *, struct xform **,
    struct why *);

/** xform_free(xform) */
void xform_free(struct xform *);

/**
 * xform_apply(xform, doc, out, why):
 * Append to ${out} the result of applying ${xform} to ${doc}.  The
 * stylesheet can neither read nor write any file or address.
 * OUT_REJECT (rule XSLT): it stopped with xsl:message terminate="yes", or
 * took more steps than a form takes.
 */
MUST_CHECK enum outcome xform_apply(struct xform *, xmlDoc *, struct buf *,
    struct why *);

/**
 * labels_load(dir, language, labels, why):
 * Read the labels and names for ${language} ("en", "de", "pt", "fr") from
 * the built tables in the directory ${dir}.  Set ${labels}, which ends with
 * labels_free().
 */
MUST_CHECK enum outcome labels_load(const char *, const char *,
    struct labels **, struct why *);

/** labels_free(labels) */
void labels_free(struct labels *);

/**
 * xform_fill(labels, skeleton, len, out, why):
 * Append to ${out} the ${len} bytes at ${skeleton} with each label and token
 * replaced by its text, escaped for HTML, in the language of ${labels}.
 * What has no translation appears in English.
 */
MUST_CHECK enum outcome xform_fill(const struct labels *, const void *,
    size_t, struct buf *, struct why *);

#endif /* !IO_XFORM_H */
