/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_PAYFILE_H
#define DOMAIN_PAYFILE_H

#include "base/buf.h"
#include "base/record.pb-c.h"
#include "base/why.h"
#include "domain/bank/bankprofile.h"
#include "domain/case/office.h"
#include "io/store.h"

/*
 * payfile -- whom a payment goes to, and its row in a bank's format.
 */
#define PAYER_SIZE 1600 /* bytes that hold any payfile_payer() */

struct payee_room {
	Rec__Payee payee;
	Rec__Restricted *restricted; /* what payee points into */
	Rec__Account account;
	Rec__Address address;
	char remittance[160];
};

/** payee_kind(c): "body" for a public body, else "creditor". */
const char *payee_kind(const Rec__Case *);

/**
 * payee_of_case(txn, c, item, room, why):
 * The payment location of the case's application (C 11(1)(f), R 57(2)(f)),
 * which stands in its restricted part.  End with payee_free().
 */
MUST_CHECK enum outcome payee_of_case(struct store_txn *, const Rec__Case *,
    const Rec__Item *, struct payee_room *, struct why *);

/** payee_of_party(office, other, batch, room, why): its authority's account. */
MUST_CHECK enum outcome payee_of_party(const struct office *, const char *,
    const char *, struct payee_room *, struct why *);

void payee_free(struct payee_room *);

/**
 * payfile_check_row(profile, payment, payee, why):
 * OUT_REJECT: the payment cannot stand in a file for that bank; the reason is
 * the rule of the format.
 */
MUST_CHECK enum outcome payfile_check_row(const struct bankprofile *,
    const Rec__Payment *, const Rec__Payee *, struct why *);

/**
 * payfile_write(txn, office, batch, file, control, name, why):
 * Append the bytes of the payment file of ${batch} to ${file} and of its
 * control sheet to ${control}; set ${name} (64 bytes) to the file's.  They
 * are a pure function of the batch and its rows.  The file is read back and
 * checked by paycheck, which shares nothing with the writer.
 * OUT_REJECT: a rule of the format, or of the check.
 */
MUST_CHECK enum outcome payfile_write(struct store_txn *, const struct office *,
    const Rec__Batch *, struct buf *, struct buf *, char *, struct why *);

/* A file that stands finished. */
struct batch_file {
	const char *name, *sha256, *boot;
};

/**
 * batch_state(txn, office, batch, state, file, reason, why):
 * Record that the file of ${batch} is now "written" (then ${file}, else NULL),
 * "delivered", "uncertain" or "held" (then for ${reason}, else NULL).
 * OUT_RETRY: it is to be written or held, and was refused meanwhile.
 */
MUST_CHECK enum outcome
batch_state(struct store_txn *, const struct office *, const char *,
    const char *, const struct batch_file *, const struct why *, struct why *);

/** payfile_payer(profile, buf, size): what of the ${profile} goes into a
 * file, as one line; ${buf}. */
char *payfile_payer(const struct bankprofile *, char *, size_t);

#endif /* !DOMAIN_PAYFILE_H */
