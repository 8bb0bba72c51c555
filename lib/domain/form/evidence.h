/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_EVIDENCE_H
#define DOMAIN_EVIDENCE_H

#include <stdbool.h>

#include <libxml/tree.h>

#include "base/why.h"
#include "base/record.pb-c.h"
#include "io/pins.h"
#include "io/xmlin.h"
#include "io/xmlsig.h"

/*
 * evidence -- what a connector proves about a message (ETSI TS 102 640-2).
 * Real ones satisfy no schema, so they are read by local name; and their
 * rsa-sha1 signatures are never trusted.
 */

/**
 * evidence_read(doc, evidence, why):
 * Set ${evidence}, which the caller frees with record_free(): type
 * ("DELIVERY"), from the root element and EventCode; event_code, the part
 * behind '#'; event_time in UTC to the second, "" where it is no time with
 * its zone; reasons as "CODE: details" (code: the part behind '#'); message,
 * the folder the sender gave it; digest as "METHOD:base64"; issuer as it
 * calls itself.
 * OUT_REJECT: EVIDENCE-ROOT (no evidence), EVIDENCE-EVENT (an event that such
 * a root cannot tell of).  Then ${evidence} is NULL.
 */
MUST_CHECK enum outcome evidence_read(xmlDoc *, Rec__Evidence **, struct why *);

/**
 * evidence_check(xmlsig, xmlin, data, len, pins, now, evidence, why):
 * The same of the ${len} bytes at ${data}, with its signature and
 * signature_rule set as xmlsig_check() says; if it is valid, of the bytes that
 * are signed.  No evidence is refused for its signature: connectors lay them
 * out anew.
 * OUT_REJECT: as xmlin_parse() and evidence_read(); OUT_RETRY likewise.
 */
MUST_CHECK enum outcome
evidence_check(struct xmlsig *, struct xmlin *, const void *, size_t,
    const struct pins *, const char *, Rec__Evidence **, struct why *);

/**
 * evidence_rank(type):
 * Return the priority of ${type}, 1 (SUBMISSION_ACCEPTANCE) to 9
 * (NON_RETRIEVAL), or 0 if there is no such type.
 */
int evidence_rank(const char *);

/**
 * evidence_highest(message, folder):
 * Return the type of the highest evidence that ${message} has of that
 * ${folder} of ours; "" if it has none.
 */
const char *evidence_highest(const Rec__Message *, const char *);

/** evidence_negative(type): whether it says that something failed. */
bool evidence_negative(const char *);

enum evidence_effect {
	EVIDENCE_NONE,	  /* the same again, or a late lower one */
	EVIDENCE_MOVES,	  /* the message's state becomes the new one */
	EVIDENCE_CONFLICT /* it contradicts: for a person */
};

/**
 * evidence_effect(have, got):
 * What evidence of the type ${got} does to a message whose highest so far is
 * ${have} ("" none).  A conflict is DELIVERY or RETRIEVAL after it was said
 * that there was none; RETRIEVAL moves the state besides.
 */
enum evidence_effect evidence_effect(const char *, const char *);

/**
 * evidence_type_of_file(name):
 * Return the type that a file of that name ("DELIVERY.xml") is evidence of,
 * or NULL.  Static.
 */
const char *evidence_type_of_file(const char *);

#endif /* !DOMAIN_EVIDENCE_H */
