/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_NOTE_H
#define DOMAIN_NOTE_H

#include <libxml/tree.h>

#include "base/buf.h"
#include "base/why.h"
#include "base/record.pb-c.h"

/*
 * note -- a plain word between authorities: "send this again" (RESEND), "your
 * answer is due" (REMINDER).  It names no person.
 */

/**
 * note_read(doc, note, why):
 * Set ${note}, which the caller frees with record_free().
 * OUT_REJECT: FORM-ROOT (no note), FORM-MISSING (no sender, receiver or
 * kind); ${note} is NULL.
 */
MUST_CHECK enum outcome note_read(xmlDoc *, Rec__Note **, struct why *);

/**
 * note_write(note, out, why):
 * Append ${note} as XML to ${out}; what is read back from it is the same.
 * OUT_REJECT: FORM-MISSING (as above, or no language beside a text),
 * FORM-CHOICE (a kind other than these); ${out} is unchanged.
 */
MUST_CHECK enum outcome
note_write(const Rec__Note *, struct buf *, struct why *);

#endif /* !DOMAIN_NOTE_H */
