/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_TOKEN_H
#define DOMAIN_TOKEN_H

#include <stddef.h>

#include <libxml/tree.h>

#include "base/why.h"
#include "base/record.pb-c.h"
#include "io/config.h"
#include "io/pins.h"
#include "io/xmlin.h"
#include "io/xmlsig.h"

/*
 * token -- the Trust-OK token (e-CODEX): what the sender's connector attests
 * about the business document of a message, Token.xml beside it.
 */
#define TOKEN_FILE "Token.xml"

/**
 * token_read(doc, token, why):
 * Read ${doc}, whoever made it, by local names.  Set ${token}, which the
 * caller frees with record_free(): digest is what the document's DigestValue,
 * base64 twice, means; signature is "".
 * OUT_REJECT: TOKEN-ROOT (no token), TOKEN-DIGEST (not base64 twice, of
 * another length than its method makes, or of an unknown method),
 * TOKEN-RESULT (a TechnicalResult or LegalResult that is none of those there
 * are).  OUT_RETRY: memory is short.  Then ${token} is NULL.
 */
MUST_CHECK enum outcome token_read(xmlDoc *, Rec__Token **, struct why *);

/**
 * token_check(xmlsig, xmlin, data, len, pins, now, token, why):
 * Check the signature in the ${len} bytes at ${data}, then read the token: if
 * the signature is valid, of the bytes that are signed.  Set signature,
 * signature_rule and signer in it, too.
 * OUT_REJECT: as xmlsig_check() and token_read(); OUT_RETRY likewise.
 */
MUST_CHECK enum outcome
token_check(struct xmlsig *, struct xmlin *, const void *, size_t,
    const struct pins *, const char *, Rec__Token **, struct why *);

/**
 * token_is_of(token, data, len, why):
 * OUT_REJECT: TOKEN-WEAK (its digest is SHA-1 or MD5, which proves nothing),
 * TOKEN-DOCUMENT (the ${len} bytes at ${data} are not what it is about).
 */
MUST_CHECK enum outcome
token_is_of(const Rec__Token *, const void *, size_t, struct why *);

enum token_policy {
	TOKEN_IGNORED,	  /* not looked at */
	TOKEN_IF_PRESENT, /* what contradicts is for a person */
	TOKEN_REQUIRED	  /* so is what is not proved, or not there */
};

/**
 * token_policy(config, party):
 * The setting "token" in [party.CODE] for the party id ${party}.
 */
enum token_policy token_policy(const struct config *, const char *);

/**
 * token_fault(policy, token):
 * Return the rule by which a message with ${token} (NULL: none, or none that
 * can be read), whose document has been compared, is for a person: TOKEN-
 * MISSING, TOKEN-SIGNATURE, TOKEN-UNPROVED, TOKEN-DOCUMENT, TOKEN-RESULT; or
 * NULL.  Static.
 */
const char *token_fault(enum token_policy, const Rec__Token *);

#endif /* !DOMAIN_TOKEN_H */
