/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_XFORM_HTML_H
#define IO_XFORM_HTML_H

#include <stdbool.h>

#include <libxml/tree.h>

#include "base/buf.h"

/**
 * xform_html(doc, out):
 * Append ${doc}, the result of a transformation, to ${out} as HTML in UTF-8,
 * with no white space of its own but a newline at the end.  Comments and
 * processing instructions are left out.
 */
void xform_html(const xmlDoc *, struct buf *);

#endif /* !IO_XFORM_HTML_H */
