/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_HEADER_VIEW_H
#define DOMAIN_HEADER_VIEW_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/why.h"
#include "base/record.pb-c.h"

/*
 * header_view -- what the files of header.h share: the values of a header
 * in the published order, each with the path of its element.
 */
enum {
	HEADER_VERSION,
	HEADER_SENDER, /* six values of a party */
	HEADER_RECEIVER = HEADER_SENDER + 6,
	HEADER_MSG_ID = HEADER_RECEIVER + 6,
	HEADER_CASE_ID,
	HEADER_CREDITOR,
	HEADER_DEBTOR,
	HEADER_CREATED,
	HEADER_HASH,
	HEADER_FORM,
	HEADER_FIELDS
};
enum { /* added to HEADER_SENDER and HEADER_RECEIVER */
	PARTY_CODE,
	PARTY_CONTACT,
	PARTY_EMAIL,
	PARTY_FAX,
	PARTY_TELEPHONE,
	PARTY_NAME,
	PARTY_FIELDS
};

extern const char *const header_paths[HEADER_FIELDS];

struct header_view {
	const char *value[HEADER_FIELDS]; /* none is NULL */
	struct buf case_id;
};

/**
 * header_view(header, view, why):
 * Set ${view}, whose values belong to ${header} and which ends with
 * header_view_free().  OUT_RETRY: memory is short; it needs no end then.
 */
MUST_CHECK enum outcome
header_view(const Rec__Header *, struct header_view *, struct why *);

/** header_view_free(view) */
void header_view_free(struct header_view *);

/** header_check_names(header, why): OUT_REJECT: HEADER-NAME,
 * HEADER-DOCUMENTS as header_read() says. */
MUST_CHECK enum outcome header_check_names(const Rec__Header *, struct why *);

/** header_canonical_value(out, name, s): one value of the canonical form: its
 * length says where it ends, whatever bytes are in it; none if it is blank. */
void header_canonical_value(struct buf *, const char *, const char *);

/** header_message_hash(header, hash, why): write the hash code of the canonical
 * form to the HEADER_HASH_TEXT bytes at ${hash}. */
MUST_CHECK enum outcome
header_message_hash(const Rec__Header *, char *, struct why *);

/** header_canonical_form(header, codes, out, why): header_canonical(), without
 * the documents' hash codes, and what is no content (contacts), unless
 * ${codes}. */
MUST_CHECK enum outcome
header_canonical_form(const Rec__Header *, bool, struct buf *, struct why *);

/** header_scheme(hash): the scheme of ours that a hash code is of, or "". */
const char *header_scheme(const char *);

#endif /* !DOMAIN_HEADER_VIEW_H */
