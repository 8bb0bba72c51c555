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
 *
 * What is written is well-formed whatever the strings hold: each byte that
 * belongs to no character of UTF-8, and each character that XML 1.0 forbids
 * (in JSON: none), becomes U+FFFD.  Names of elements are the caller's own.
 * Nothing here fails; buf_ok() tells at the end whether memory sufficed.
 */

/** xmlout_text(b, s): append ${s} escaped for an element's content or an
 * attribute's in double quotes; tab, newline and return survive a parser. */
void xmlout_text(struct buf *, const char *);

/** xmlout_open(b, name), xmlout_close(b, name): "<name>", "</name>"; ${name}
 * may carry attributes (escaped already), which xmlout_close() ignores. */
void xmlout_open(struct buf *, const char *);
void xmlout_close(struct buf *, const char *);

/** xmlout_elem(b, name, s): an element with the text ${s}. */
void xmlout_elem(struct buf *, const char *, const char *);

/** xmlout_opt(b, name, s): the same, but nothing if ${s} is empty or NULL. */
void xmlout_opt(struct buf *, const char *, const char *);

/**
 * xmlout_record(b, message):
 * Append any record as XML: an element with the message's name, in it one for
 * each field that is set (not 0, false or ""), with the field's name as in
 * record.proto; a repeated field as so many elements; an enum as its name;
 * bytes as lower-case hex.  A Money has the attributes text="1234.50" and
 * currency="EUR".  Any other sint64 is an amount too; it has the attribute
 * text wherever its record, or one around it, has a currency or an amount.
 */
void xmlout_record(struct buf *, const ProtobufCMessage *);

/**
 * xmlout_json(b, message):
 * Append any record as one JSON object (RFC 8259), keys in the order of
 * field numbers, fields that are not set left out: the same record gives the
 * same bytes.  64-bit numbers are JSON numbers; bytes are lower-case hex.
 * OUT_RETRY: memory is short.
 */
MUST_CHECK enum outcome
xmlout_json(struct buf *, const ProtobufCMessage *, struct why *);

/**
 * xmlout_plain(b, message):
 * Append any record as text for people: a line "field: value" each, indented
 * within messages, Money as "1234.50 EUR"; what is not set is left out; bytes as
 * hex, cut; strings as plain_text(), so that no value makes another line.
 */
void xmlout_plain(struct buf *, const ProtobufCMessage *);

/** xmlout_string(b, s): append ${s} as a JSON string, quotes included. */
void xmlout_string(struct buf *, const char *);

#endif /* !IO_XMLOUT_H */
