/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_FORMXML_H
#define DOMAIN_FORMXML_H

#include <stdbool.h>
#include <stddef.h>

#include <libxml/tree.h>

#include "base/buf.h"
#include "base/why.h"
#include "base/record.pb-c.h"

/*
 * formxml -- the shared parts of messages between authorities: fields of
 * records from elements, and elements from fields.
 *
 * Reading: errors stick in a struct formxml, so that a reader is a list of
 * fields.  The first reason stays; a lack of memory outdoes it.  Text below
 * a NULL node is not there.
 */
struct formxml {
	enum outcome out; /* OUT_OK at the start */
	struct why *why;
};

/** formxml_memory(fx): memory is short. */
void formxml_memory(struct formxml *);

/** formxml_reject(fx, node, rule, text, value): ${node} is at fault; ${text}
 * is a plain string, ${value} the offending one or NULL. */
void formxml_reject(struct formxml *, const xmlNode *, const char *,
    const char *, const char *);

/** formxml_root(doc, name): the root element if it is ${name} in our
 * namespace, else NULL. */
const xmlNode *formxml_root(xmlDoc *, const char *);

/** formxml_text(fx, node, path, field): the text at ${path} below ${node},
 * blanks at both ends removed; "" if it is not there. */
void formxml_text(struct formxml *, const xmlNode *, const char *, char **);

/** formxml_attr(fx, node, name, field): the same for an attribute. */
void formxml_attr(struct formxml *, const xmlNode *, const char *, char **);

/** formxml_day(fx, node, path, field): as formxml_text() for a date that
 * need not be one: what is no "YYYY-MM-DD" becomes "". */
void formxml_day(struct formxml *, const xmlNode *, const char *, char **);

/** formxml_date(fx, node, path, must, field): a date; rejected with FORM-DATE
 * if it is none, with FORM-MISSING if it ${must} be there and is not. */
void
formxml_date(struct formxml *, const xmlNode *, const char *, bool, char **);

/** formxml_tick(fx, node, path): whether there is "true". */
bool formxml_tick(struct formxml *, const xmlNode *, const char *);

/** formxml_money(fx, node, path, must, field): an amount with the attribute
 * currency; R-1001 if it is none, FORM-MISSING as above; else NULL. */
void formxml_money(
    struct formxml *, const xmlNode *, const char *, bool, Rec__Money **);

/** formxml_minor(fx, node, path, currency, field): an amount whose currency
 * stands elsewhere; 0 if it is not there. */
void formxml_minor(
    struct formxml *, const xmlNode *, const char *, const char *, int64_t *);

/** formxml_add(fx, node, path, array, n): the texts of all elements at
 * ${path} (of the last name there may be several) as strings of a repeated
 * field; empty ones are left out. */
void formxml_add(
    struct formxml *, const xmlNode *, const char *, char ***, size_t *);

/** formxml_new(fx, array, n, descriptor): a new message at the end of a
 * repeated field whose array of pointers is at ${array}; NULL if memory is
 * short. */
void *formxml_new(
    struct formxml *, void *, size_t *, const ProtobufCMessageDescriptor *);

/** formxml_authority(fx, node, field), formxml_responsible(): by the types of
 * those names in types.xsd; NULL if there is no ${node}. */
void formxml_authority(struct formxml *, const xmlNode *, Rec__Authority **);
void
formxml_responsible(struct formxml *, const xmlNode *, Rec__Responsible **);

/** formxml_signed(fx, node, field): a Signature, likewise. */
void formxml_signed(struct formxml *, const xmlNode *, Rec__Signed **);

/*
 * Writing: into a buf, indented.  Memory is asked for at the end, with
 * buf_ok().  Line breaks within a value that has one line become blanks.
 */
struct formout {
	struct buf *buf;
	int depth;
};

/** formout_begin(o, name, language), formout_end(o, name): the document's
 * root; no attribute language if that is "". */
void formout_begin(struct formout *, const char *, const char *);
void formout_end(struct formout *, const char *);

/** formout_open(o, name), formout_close(o, name) */
void formout_open(struct formout *, const char *);
void formout_close(struct formout *, const char *);

struct formout_attr {
	const char *name;  /* NULL ends a list */
	const char *value; /* left out if "" */
};

/** formout_code(o, name, attrs): formout_open() with attributes. */
void formout_code(struct formout *, const char *, const struct formout_attr *);

/** formout_elem(o, name, attrs, s): an element with attributes; none if ${s}
 * is blank. */
void formout_elem(
    struct formout *, const char *, const struct formout_attr *, const char *);

/** formout_text(o, name, s): an element; none if ${s} is blank. */
void formout_text(struct formout *, const char *, const char *);

/** formout_lines(o, name, language, s): text of several lines, likewise. */
void formout_lines(struct formout *, const char *, const char *, const char *);

/** formout_tick(o, name, yes): "true" or "false". */
void formout_tick(struct formout *, const char *, bool);

/** formout_money(o, name, money): nothing if NULL. */
void formout_money(struct formout *, const char *, const Rec__Money *);

/** formout_contact(o, contact): the items of a contact, if any. */
void formout_contact(struct formout *, const Rec__Contact *);

/** formout_responsible(o, name, r), formout_signed(o, name, s): nothing if
 * NULL. */
void
formout_responsible(struct formout *, const char *, const Rec__Responsible *);
void formout_signed(struct formout *, const char *, const Rec__Signed *);

#endif /* !DOMAIN_FORMXML_H */
