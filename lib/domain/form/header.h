/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_HEADER_H
#define DOMAIN_HEADER_H

#include <stdbool.h>
#include <stddef.h>

#include <libxml/tree.h>

#include "base/buf.h"
#include "base/why.h"
#include "base/record.pb-c.h"

/*
 * header -- the connector's header.xml (e-CODEX, iSupport profile): who sends
 * which documents of which thread to whom.
 *
 * Where its values stand in a Header:
 *	Sender, Receiver	sender, receiver: Identifier is code, Contact
 *				is responsible.name, ContactTypeIdentifier is
 *				name; the rest is contact
 *	caseId			thread and msg_no; a caseId that does not end
 *				in "/MSG-" and the number (two digits at
 *				least) is all thread, msg_no 0
 *	msgCreationDateAndTime	created, as it came: "YYYY-MM-DD hh:mm:ss" in
 *				the sender's own time zone
 *	cdTypeForm, msgHashCode	form, hash
 *	DocumentIdentification	documents, in the header's order
 * An element without text and an absent one are the same.
 *
 * Hash codes of ours are "is0:sha256:" and base64 of a hash ("scheme" is0), or
 * "is1:" and base64 of a signature (is1, envelope.h).  The hash code of a
 * document is that of its bytes as they stand in the folder; the message's is
 * that of the canonical form, since the connector re-indents the header at
 * each hop.
 */
#define HEADER_FILE "header.xml"
#define HEADER_MAX ((size_t)1 << 20) /* bytes */
#define HEADER_DOCUMENTS_MAX ((size_t)200)
#define HEADER_HASH_TEXT ((size_t)56) /* bytes of a hash code + NUL */

/**
 * header_read(doc, header, why):
 * Read ${doc} leniently: what it does not know it passes over, what is absent
 * is "".  Set ${header}, which the caller frees with record_free().  To whom
 * it is addressed is for the caller to look at; hash codes are not checked
 * here.
 * OUT_REJECT: HEADER-ROOT (no such header: ${header} is NULL);
 * HEADER-TWICE (an element that is not a document is there twice),
 * HEADER-DOCUMENTS (over HEADER_DOCUMENTS_MAX, or a name twice), HEADER-NAME
 * (a document's name is not one header_name_ok() lets pass), HEADER-SIZE (a
 * fileSize is no number): ${header} is set all the same, with size 0 where it
 * is none, so that a person can see who sent it; its names are then data and
 * nothing else.
 * OUT_RETRY: memory is short; ${header} is NULL.
 */
MUST_CHECK enum outcome header_read(xmlDoc *, Rec__Header **, struct why *);

/**
 * header_name_ok(name):
 * Whether a document may have that name: 1 to 255 bytes of UTF-8 without
 * control characters, '/', '\', direction marks (U+202A to U+202E, U+2066 to
 * U+2069), a leading dot, or a blank at an end; none of "header.xml",
 * "processed", "Token.xml", "Token.pdf" and the names of evidence files,
 * which mean something else to the connector.
 */
bool header_name_ok(const char *);

/** header_reserved(name): whether it is one of these names. */
bool header_reserved(const char *);

/**
 * header_write(header, out, why):
 * Append ${header} to ${out} as the connector wants it, in the order and with
 * the indentation of the published sample.
 * OUT_REJECT: HEADER-NAME or HEADER-DOCUMENTS as above, or HEADER-FIELD (msg_id
 * or thread or a party's code is empty); ${out} is unchanged.
 */
MUST_CHECK enum outcome
header_write(const Rec__Header *, struct buf *, struct why *);

/**
 * header_file_hash(sha256, buf):
 * Write the hash code of a document with that SHA-256 to the
 * HEADER_HASH_TEXT bytes at ${buf}; return ${buf}.
 */
char *header_file_hash(const unsigned char *, char *);

/**
 * header_canonical(header, out, why):
 * Append the canonical form of ${header} to ${out}: a line "is0-header", or
 * "is1-header" if that is its scheme, then
 * for each value that is not empty, without blanks at its ends, the line
 * "NAME LENGTH:VALUE" in the published order, and for each document a line
 * "DocumentIdentification" before its values.  All elements but msgHashCode
 * are in it.
 */
MUST_CHECK enum outcome
header_canonical(const Rec__Header *, struct buf *, struct why *);

/**
 * header_hash(header, why):
 * Set ${header}'s version to "1.0", its scheme to "is0" and its hash to that
 * of its canonical form: the last thing before header_write().  The documents
 * have their hash codes already.
 */
MUST_CHECK enum outcome header_hash(Rec__Header *, struct why *);

/**
 * header_complete(header, files, n, why):
 * Whether each document of ${header} is among the ${n} ${files} (names and
 * sizes of what is there).  Where the scheme is is0 a size must be equal;
 * where a document is, or may be, encrypted, not smaller.
 * OUT_REJECT: FILE-MISSING, FILE-SIZE: not complete.
 */
MUST_CHECK enum outcome header_complete(
    const Rec__Header *, Rec__ParcelFile *const *, size_t, struct why *);

/**
 * header_verify(header, files, n, why):
 * Check a header of the scheme is0 and the ${n} ${files} (names, sizes,
 * SHA-256) that came with it.  Other files beside those listed are no fault:
 * connectors add some.
 * OUT_REJECT: HASH-SCHEME (another scheme: nothing was checked), HEADER-NAME,
 * HEADER-DOCUMENTS, HASH-MESSAGE, FILE-MISSING, FILE-SIZE, HASH-FILE.
 */
MUST_CHECK enum outcome header_verify(
    const Rec__Header *, Rec__ParcelFile *const *, size_t, struct why *);

/**
 * header_lists(header, name):
 * Return the document of ${header} that has this name, or NULL: what it does
 * not list is no part of the message.
 */
const Rec__HeaderDocument *header_lists(const Rec__Header *, const char *);

/**
 * header_content_token(header, files, n, token, why):
 * Set the 32 bytes at ${token} to the SHA-256 of the canonical form of
 * ${header}, its hash, and the names and SHA-256 of those of the ${n} ${files}
 * that it lists: the same message again has the same token whatever a
 * connector does to the header's white space.  Of the scheme is1 hash codes
 * and contacts do not count, and ${files} are what was sealed: so it has, too,
 * when it was sealed anew.
 */
MUST_CHECK enum outcome header_content_token(const Rec__Header *,
    Rec__ParcelFile *const *, size_t, unsigned char *, struct why *);

#endif /* !DOMAIN_HEADER_H */
