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
 * currency, and each code, a token: U+F8F0 kind ':' code U+F8F1, with a '?'
 * before the kind if it may lack a text.  The result of one transformation is
 * a skeleton, which xform_fill() turns into each language.  So that a document
 * cannot smuggle in either, whoever applies a stylesheet calls xform_scrub()
 * first.
 */
struct xform;
struct labels;

/**
 * xform_load(path, xform, why):
 * Compile the built stylesheet in the file ${path}; it is one file, without
 * includes.  Set ${xform}, which ends with xform_free().  From then on no
 * stylesheet in this process can read or write any file or address.
 * OUT_RETRY: it cannot be: our fault.  ${xform} is then NULL.
 */
MUST_CHECK enum outcome xform_load(const char *, struct xform **, struct why *);

/** xform_free(xform): behaves consistently with free(NULL). */
void xform_free(struct xform *);

/**
 * xform_scrub(doc, why):
 * Replace each private-use character (U+E000 to U+F8FF) in the text and the
 * attributes of ${doc} by U+FFFD.
 * OUT_RETRY: memory is short.
 */
MUST_CHECK enum outcome xform_scrub(xmlDoc *, struct why *);

/**
 * xform_apply(xform, doc, out, why):
 * Append to ${out} the result of applying ${xform} to ${doc}, which is left
 * as it was.
 * OUT_REJECT (rule PAGE-XSLT): it stopped with xsl:message terminate="yes",
 * whose words are the reason, or took more steps than a page takes.
 * OUT_RETRY: memory is short.  On failure ${out} is as it was.
 */
MUST_CHECK enum outcome
xform_apply(struct xform *, xmlDoc *, struct buf *, struct why *);

/**
 * labels_load(dir, language, labels, why):
 * Read the labels and names for ${language} ("en", "de", "pt", "fr") from
 * the built table ${language}.tab in the directory ${dir}.  Set ${labels},
 * which ends with labels_free().
 * OUT_RETRY: the table cannot be read, or is none.  ${labels} is then NULL.
 */
MUST_CHECK enum outcome
labels_load(const char *, const char *, struct labels **, struct why *);

/** labels_free(labels): behaves consistently with free(NULL). */
void labels_free(struct labels *);

/**
 * xform_fill(labels, skeleton, len, out, why):
 * Append to ${out} the ${len} bytes at ${skeleton} with each label and token
 * replaced by its text, escaped for HTML, in the language of ${labels}.
 * What has no translation appears in English; a code that is in no table, as
 * it is (or not at all, where its token says that it may lack); a label that is
 * in none, as U+FFFD.
 * OUT_RETRY: memory is short.
 */
MUST_CHECK enum outcome xform_fill(
    const struct labels *, const void *, size_t, struct buf *, struct why *);

#endif /* !IO_XFORM_H */
