/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_APPREAD_H
#define DOMAIN_APPREAD_H

#include <stddef.h>

#include <libxml/tree.h>

#include "base/why.h"
#include "base/record.pb-c.h"
#include "domain/form/finding.h"

/*
 * appread -- from elements of our common types (types.xsd) to records, by
 * tables.  For application.c alone.
 *
 * A reading goes on until out is something else than OUT_OK; every function
 * here does nothing then, so that one look at the end is enough.
 */
struct reading {
	struct findings *list; /* what cannot be read */
	const char *severity;
	struct why *why;
	enum outcome out;
};

/**
 * read_fn(reading, node, field):
 * Read the element ${node} into ${field}, whose type each reader names.
 */
typedef void read_fn(struct reading *, const xmlNode *, void *);

struct read_item {
	const char *path; /* below the element being read */
	read_fn *read;
	size_t offset; /* of the field in the record */
};

/**
 * read_items(reading, node, record, items, n):
 * Apply those of the ${n} ${items} whose element is there, the first of each
 * path.
 */
void read_items(struct reading *, const xmlNode *, void *,
    const struct read_item *, size_t);

/** read_short(reading): memory is short. */
void read_short(struct reading *);

/** read_set(reading, field, s): record_set(). */
void read_set(struct reading *, char **, const char *);

/** read_make(reading, descriptor, slot): *slot = record_new(), if it is not
 * there yet; return it, or NULL. */
void *read_make(struct reading *, const ProtobufCMessageDescriptor *, void *);

/** read_copy(reading, message, slot): *slot = record_copy(message), unless
 * ${message} is NULL or *slot is set. */
void read_copy(struct reading *, const void *, void *);

/* char *: a text, a date (left empty if there is no such day), an attribute
 * "language" of the element. */
read_fn read_text, read_date, read_language;

/* size_t, then an array of char *: the element and its next ones. */
read_fn read_texts;

/* protobuf_c_boolean; uint32_t */
read_fn read_tick, read_number;

/* Rec__Money *, Rec__Person *, Rec__Address *, Rec__Contact *,
 * Rec__Authority *, Rec__Responsible *, Rec__Signed *, Rec__Account *,
 * Rec__Decision *, Rec__Arrears * */
read_fn read_money, read_person, read_address, read_contact, read_authority,
    read_responsible, read_signed, read_account, read_decision, read_arrears;

/* size_t, then an array of Rec__Attached *: the documents in the list. */
read_fn read_documents;

#endif /* !DOMAIN_APPREAD_H */
