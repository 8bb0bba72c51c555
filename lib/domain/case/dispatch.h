/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_DISPATCH_H
#define DOMAIN_DISPATCH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/record.pb-c.h"
#include "base/why.h"
#include "domain/case/office.h"
#include "io/store.h"
#include "io/worker.h"

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
	bool sealed;
	char party[16]; /* whom it goes to */
	char msg_id[32];
	char sha256[65]; /* of names and hashes of all files, before they are
			  * sealed, hex */
	struct buf note; /* for sent/ (left.h) */
};

/**
 * dispatch_build(txn, office, number, worker, out, why):
 * Make the folder of the message ${number}: header.xml with the hash codes of
 * our scheme, the form, its attachments; sealed by ${worker} (envelope.h)
 * unless the settings say that the party's are plain.  Names, sizes and
 * ${out}'s sha256 are a pure function of what is stored and, until it has left,
 * of what the settings say of both authorities; so are the bytes of a plain
 * folder, and what is sent again in plain has the header that it had.  Sealed
 * bytes differ each time.  Its note is what sent/ is to say of it.  Set
 * ${out}, which ends with dispatch_free().
 * OUT_REJECT: it cannot be sealed: SEAL-KEY (${worker} is NULL, or as
 * envelope_seal()), CERT-NONE, FILE-SIZE; ${out} then says party and msg_id.
 */
MUST_CHECK enum outcome
dispatch_build(struct store_txn *, const struct office *, uint64_t,
    struct worker *, struct outgoing *, struct why *);

void dispatch_free(struct outgoing *);

/**
 * dispatch_done(txn, office, number, folder, header, why):
 * Record that it left in that ${folder}, and keep its ${header}, the bytes of
 * header.xml; an application's acknowledgement is awaited from now on.
 */
MUST_CHECK enum outcome dispatch_done(struct store_txn *, const struct office *,
    uint64_t, const char *, const struct buf *, struct why *);

/**
 * dispatch_is_held(txn, number, reason, held, why):
 * Whether a person was told already that it cannot leave for ${reason}.
 */
MUST_CHECK enum outcome dispatch_is_held(
    struct store_txn *, uint64_t, const struct why *, bool *, struct why *);

/**
 * dispatch_held(txn, office, number, reason, why):
 * It cannot leave, for ${reason}: put that before a person, once; it is tried
 * again at each run.
 */
MUST_CHECK enum outcome dispatch_held(struct store_txn *, const struct office *,
    uint64_t, const struct why *, struct why *);

#endif /* !DOMAIN_DISPATCH_H */
