/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_FIELD_H
#define IO_FIELD_H

#include <stddef.h>

#include <protobuf-c/protobuf-c.h>

#include "base/buf.h"

/*
 * field -- the fields of any record, by its descriptor: what the printers of
 * records (xmlout) share.
 */
#define FIELD_TEXT ((size_t)24) /* bytes that hold any number */

/**
 * field_count(message, field):
 * Return how many values ${field} has in ${message}: for one that is not
 * repeated 1, or 0 where it holds its default (0, false, "", nothing).
 */
size_t field_count(const ProtobufCMessage *, const ProtobufCFieldDescriptor *);

/**
 * field_at(message, field, i):
 * Return a pointer to the ${i}-th of these values: to a char *, a
 * ProtobufCMessage *, a ProtobufCBinaryData, or the number itself.
 */
const void *
field_at(const ProtobufCMessage *, const ProtobufCFieldDescriptor *, size_t);

/**
 * field_text(field, value, buf):
 * Return the ${value} of a number, boolean or enum as text: an enum's name
 * (or its number if it has none), "true", "false", or decimal digits, which
 * are written to the FIELD_TEXT bytes at ${buf}.
 */
const char *field_text(const ProtobufCFieldDescriptor *, const void *, char *);

/**
 * field_empty(message, field):
 * Free what ${field} holds in ${message}, a record of record.h, and set it to
 * its default: 0, false, "", nothing.
 */
void field_empty(ProtobufCMessage *, const ProtobufCFieldDescriptor *);

/** field_hex(b, bytes): append ${bytes} as lower-case hex. */
void field_hex(struct buf *, const ProtobufCBinaryData *);

/** field_find(message, name): the field of that name, or NULL. */
const ProtobufCFieldDescriptor *
field_find(const ProtobufCMessage *, const char *);

#endif /* !IO_FIELD_H */
