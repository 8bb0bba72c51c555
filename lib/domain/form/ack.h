/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_ACK_H
#define DOMAIN_ACK_H

#include <libxml/tree.h>

#include "base/buf.h"
#include "base/why.h"
#include "base/record.pb-c.h"

/*
 * ack -- acknowledgements of receipt: E8 (Regulation 4/2009, Annex VIII, Art.
 * 58(3)) and H2 (Convention of 2007, Annex 2, Art. 12(3)), by Acknowledgement's
 * field form.
 *
 * Both hold requested and requesting (code, name, contact, reference,
 * responsible), received_on, steps, further_requested with further,
 * official, language.  H2 holds besides transmittal_date, types, the family
 * names, complete with status_attached and status_follows, refuses with
 * reasons_attached and reasons_follow, non_disclosure.  What a form does not
 * hold is not written.  acknowledged_on is the official's date.
 */

/**
 * ack_read(doc, ack, why):
 * Set ${ack}, which the caller frees with record_free().  What is absent is
 * ""; what is there is not judged.
 * OUT_REJECT (rule FORM-ROOT): neither E8 nor H2; ${ack} is NULL.
 */
MUST_CHECK enum outcome
ack_read(xmlDoc *, Rec__Acknowledgement **, struct why *);

/**
 * ack_write(ack, out, why):
 * Append ${ack} as XML to ${out}; what is read back from it is the same.
 * OUT_REJECT, ${out} unchanged: FORM-ROOT (form is neither), FORM-MISSING (a
 * field that the form must have is empty), FORM-CHOICE (H2: not exactly one of
 * complete, further_requested, refuses; complete without a status report
 * attached or to follow; refuses without exactly one of reasons attached and
 * to follow.  Both: further text asked for and none given, or the reverse).
 */
MUST_CHECK enum outcome
ack_write(const Rec__Acknowledgement *, struct buf *, struct why *);

#endif /* !DOMAIN_ACK_H */
