/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_DISPATCH_H
#define DOMAIN_DISPATCH_H

#include <stddef.h>

#include "base/buf.h"
#include "base/record.pb-c.h"
#include "base/why.h"
#include "domain/office.h"
#include "io/store.h"

/*
 * dispatch -- a message of ours as the connector's folder.
 */
#define DISPATCH_FILES_MAX ((size_t)66)

struct outgoing {
	char folder[64]; /* "PT_1000001PT", "-r1": unique for ever */
	struct {
		char name[256];
		struct buf data;
	} file[DISPATCH_FILES_MAX]; /* header.xml first */
	size_t n;
	char sha256[65]; /* of names and hashes of all files, hex */
};

/**
 * dispatch_build(txn, office, number, out, why):
 * Make the folder of the message ${number}: header.xml with the hash codes of
 * our scheme, the form, its attachments.  The bytes are a pure function of
 * what is stored and, until it has left, of what the settings say of both
 * authorities: the same folder again is the same, and what is sent again has
 * the header that it had.  Set ${out}, which ends with dispatch_free().
 */
MUST_CHECK enum outcome dispatch_build(struct store_txn *,
    const struct office *, uint64_t, struct outgoing *, struct why *);

void dispatch_free(struct outgoing *);

/**
 * dispatch_done(txn, office, number, folder, header, why):
 * Record that it left in that ${folder}, and keep its ${header}, the bytes of
 * header.xml; an application's acknowledgement is awaited from now on.
 */
MUST_CHECK enum outcome dispatch_done(struct store_txn *, const struct office *,
    uint64_t, const char *, const struct buf *, struct why *);

#endif /* !DOMAIN_DISPATCH_H */
