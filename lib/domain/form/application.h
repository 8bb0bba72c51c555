/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_APPLICATION_H
#define DOMAIN_APPLICATION_H

#include <libxml/tree.h>

#include "base/why.h"
#include "base/record.pb-c.h"
#include "domain/form/finding.h"

/**
 * application_read(doc, h1, severity, app, restricted, list, why):
 * Read the application ${doc} (E6 or H3), and the transmittal ${h1} that came
 * with an H3 (or NULL), as far as they can be read: the form may have faults
 * against its schema.  Set ${app} and ${restricted}, which the caller frees
 * with record_free(); what identifies where the applicant lives and banks is
 * in ${restricted} alone.  What is there but cannot be read (an amount with
 * too many decimals) is left empty and appended to ${list} with ${severity}.
 * Instruments: E6 is "EU4-2009", H3 "HCCH2007".
 * OUT_REJECT (rule FORM-KIND): ${doc} is neither.  OUT_RETRY: memory.
 */
MUST_CHECK enum outcome
application_read(const xmlDoc *, const xmlDoc *, const char *,
    Rec__Application **, Rec__Restricted **, struct findings *, struct why *);

#endif /* !DOMAIN_APPLICATION_H */
