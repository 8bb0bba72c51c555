/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_XMLOUT_H
#define IO_XMLOUT_H

#include <stdbool.h>
#include <stddef.h>

#include <protobuf-c/protobuf-c.h>

#include "base/buf.h"
#include "base/why.h"

/*
 * xmlout -- XML and JSON written by hand into a buf, in UTF-8.
 */

/** xmlout_text(b, s): append ${s} escaped for element and attribute content;
 * characters that XML 1.0 forbids become U+FFFD. */
void xmlout_text(struct buf *, const char *);

/** xmlout_open(b, name), xmlout_close(b, name): "<name>", "</name>"; ${name}
 * may carry attributes, which xmlout_close() ignores. */
void xmlout_open(struct buf *, const char *);
void xmlout_close(struct buf *, const char *);

/** xmlout_elem(b, name, s): an element with the text ${s}. */
void xmlout_elem(struct buf *, const char *, const char *);

/** xmlout_opt(b, name, s): the same, but nothing if ${s} is empty. */
void xmlout_opt(struct buf *, const char *, const char *);

/**
 * xmlout_record(b, message):
 * Append any record as XML: an element with the message's name, in it one for
 * each field that is set, with the field's name as in record.proto; a repeated
 * field as so many elements; an enum as its name; a Money additionally with
 * the attribute text="1234.50" (and currency); bytes as lower-case hex.
 */
void xmlout_record(struct buf *, const ProtobufCMessage *);

/**
 * xmlout_json(b, message):
 * Append any record as one JSON object, keys in the order of field numbers,
 * fields that are not set left out: the same record gives the same bytes.
 */
MUST_CHECK enum outcome xmlout_json(struct buf *, const ProtobufCMessage *,
    struct why *);

#endif /* !IO_XMLOUT_H */
