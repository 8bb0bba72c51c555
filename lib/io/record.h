/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_RECORD_H
#define IO_RECORD_H

#include <stddef.h>
#include <stdint.h>

#include <protobuf-c/protobuf-c.h>

#include "base/buf.h"
#include "base/why.h"
#include "base/record.pb-c.h"

/*
 * record -- pack and unpack the messages of record.proto.
 *
 * A record that record_new() or record_unpack() made, and all that hangs on
 * it, is malloc'd, so that record_free() ends it whole.
 */

/** record_pack(message, out, why): append the packed ${message} to ${out}. */
MUST_CHECK enum outcome
record_pack(const ProtobufCMessage *, struct buf *, struct why *);

/**
 * record_unpack(descriptor, data, len, message, why):
 * Unpack the ${len} bytes at ${data}.  Set ${message}, which the caller frees
 * with record_free().  Strings may hold bytes that are not UTF-8.
 * OUT_REJECT (rule RECORD): they are no such message, or hold a field that
 * this program does not know: it would be lost when the record is written
 * again.  OUT_RETRY: memory is short.  On failure ${message} is NULL.
 */
MUST_CHECK enum outcome record_unpack(const ProtobufCMessageDescriptor *,
    const void *, size_t, ProtobufCMessage **, struct why *);

/**
 * record_new(descriptor):
 * Return an empty record, which the caller frees with record_free(), or NULL
 * (no memory).
 */
void *record_new(const ProtobufCMessageDescriptor *);

/**
 * record_copy(message):
 * Return a copy of ${message} with all it holds, which the caller frees with
 * record_free(), or NULL (no memory).
 */
void *record_copy(const ProtobufCMessage *);

/** record_free(message): behaves consistently with free(NULL). */
void record_free(void *);

/**
 * record_set(field, s):
 * Free the string ${field} of a record, unless it is the shared empty one,
 * and set it to a copy of ${s} (NULL: empty), which may be ${field} itself.
 * Return 0, or -1 (no memory; ${field} is as it was).
 */
int record_set(char **, const char *);

/**
 * record_set_bytes(field, data, len):
 * The same for a field of bytes.
 */
int record_set_bytes(ProtobufCBinaryData *, const void *, size_t);

/**
 * record_add(array, n):
 * Make room for one more pointer in the repeated field whose array of
 * pointers is at ${array} (cast to void *) with the count ${n}: the new slot
 * is NULL and counted.  Return a pointer to the slot, or NULL (no memory).
 * A slot must be filled before the record is packed.
 */
void **record_add(void *, size_t *);

/** lend(s): ${s} as a field of a record that is packed, and not changed or
 * freed. */
static inline char *
lend(const char *s)
{
	return (char *)(uintptr_t)s;
}

#define RECORD_OF(type, message) ((type *)(void *)(message))

#endif /* !IO_RECORD_H */
