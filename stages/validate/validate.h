/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef VALIDATE_VALIDATE_H
#define VALIDATE_VALIDATE_H

#include "base/record.pb-c.h"
#include "base/why.h"
#include "io/parcel.h"
#include "io/publish.h"
#include "io/unit.h"

/**
 * validate_trust(unit, pub, dir, parcel, job, verdict, why):
 * What the judge has said (${verdict}) of the message of another authority in
 * ${dir}/${parcel}, asked with ${job}: if it is sealed, check and open it, put
 * what was sealed into the parcel, and have it judged anew; if it is plain,
 * and its sender may not send plain messages, refuse it.  What is refused is
 * UNREADABLE for that reason: it is kept, and a person is asked.
 * OUT_RETRY: no worker, or no memory.
 */
MUST_CHECK enum outcome
validate_trust(struct unit *, struct publish *, const char *,
    const struct parcel *, Rec__Job *, Rec__Verdict **, struct why *);

#endif /* !VALIDATE_VALIDATE_H */
