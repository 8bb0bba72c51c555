/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_PAYRUN_H
#define DOMAIN_PAYRUN_H

#include <stddef.h>

#include "base/buf.h"
#include "base/record.pb-c.h"
#include "base/why.h"
#include "domain/bankprofile.h"
#include "domain/office.h"
#include "io/store.h"

/*
 * payrun -- from money that may be paid to a payment file.
 *
 * A payment goes to the application's payment location, or to the account of
 * the other authority, as [party.XX] pays_to says.  Its id is the unit's code
 * and 16 base32 characters of SHA-256(case, payee, obligation, period,
 * tranche), "-" and the attempt: the same money keeps it for ever.  Money for
 * an authority is pooled: one payment a batch, with its parts.
 */

/**
 * payrun_prepare(txn, office, n, why):
 * Make batches of what waits in the queues "topay" and "reissue": by bank
 * profile, as large as the bank allows, their rows a snapshot of payee and
 * amount.  What breaks a rule of the format is held, alone, for a person.
 * Add the number of batches to ${n}.
 */
MUST_CHECK enum outcome payrun_prepare(
    struct store_txn *, const struct office *, size_t *, struct why *);

/**
 * payrun_file(txn, office, batch, file, control, name, why):
 * Append the bytes of the payment file of ${batch} to ${file} and of its
 * control sheet to ${control}; set ${name} (64 bytes) to the file's.  They
 * are a pure function of the batch and its rows.  The file is read back and
 * checked by paycheck, which shares nothing with the writer.
 * OUT_REJECT: a rule of the format, or of the check.
 */
MUST_CHECK enum outcome payrun_file(struct store_txn *, const struct office *,
    const Rec__Batch *, struct buf *, struct buf *, char *, struct why *);

/**
 * payrun_state(txn, office, batch, state, file, sha256, boot, why):
 * Record that the file of ${batch} is now "written" (with its name, hash and
 * the boot it was written in), "delivered", "uncertain" or "held".
 */
MUST_CHECK enum outcome
payrun_state(struct store_txn *, const struct office *, const char *,
    const char *, const char *, const char *, const char *, struct why *);

#endif /* !DOMAIN_PAYRUN_H */
