/* SPDX-License-Identifier: EUPL-1.2 */
/* What travels beside a container: the token, the evidences. */
#include "domain/trust/container_parts.h"

#include <string.h>

#include "domain/form/evidence.h"
#include "domain/trust/token.h"
#include "io/record.h"

enum outcome
looking_settle(struct looking *l, enum outcome out, const struct why *reason,
    struct why *why)
{
	if (out == OUT_RETRY)
		*why = *reason;
	return out == OUT_REJECT ? finding_why(&l->list, "block", reason, why) :
				   out;
}

enum outcome
looking_signature(
    struct looking *l, const char *state, const char *signer, struct why *why)
{
	if (record_set(&l->checked->signature, state) == -1 ||
	    record_set(&l->checked->signer, signer) == -1)
		return why_retry(why, "out of memory");
	return OUT_OK;
}

/* Anything but a valid signature is worth a finding. */
static enum outcome
judge_signature(struct looking *l, const char *state, const char *rule,
    bool beside, struct why *why)
{
	struct why reason = WHY_INIT;
	bool forged = strcmp(state, "refused") == 0;

	if (strcmp(state, "valid") == 0)
		return OUT_OK;
	(void)why_reject(&reason, rule[0] == '\0' ? "XMLSIG-FORM" : rule, "%s",
	    forged			   ? "the signature is refused" :
		strcmp(state, "none") == 0 ? "there is no signature" :
					     "the signature is not verifiable");
	return finding_why(
	    &l->list, beside && !forged ? "warn" : "block", &reason, why);
}

/* What the sender's connector says of the document's own signature. */
static enum outcome
judge_result(struct looking *l, const Rec__Token *t, struct why *why)
{
	enum outcome out = OUT_OK;

	if (t->technical == REC__TOKEN__TECHNICAL__TECHNICAL_FAIL)
		out = finding_add(&l->list, "TOKEN-RESULT", "warn",
		    "TechnicalResult", 0,
		    "the token says that the signature on the document failed "
		    "its check",
		    NULL, why);
	if (out == OUT_OK &&
	    t->legal == REC__TOKEN__LEGAL__LEGAL_NOT_SUCCESSFUL)
		out = finding_add(&l->list, "TOKEN-RESULT", "warn",
		    "LegalResult", 0,
		    "the token says that the signature on the document is not "
		    "valid in law",
		    NULL, why);
	return out;
}

enum outcome
looking_token(struct looking *l, const void *data, size_t len, bool beside,
    struct why *why)
{
	const struct container_tools *t = l->tools;
	Rec__Token **token = &l->checked->token;
	enum outcome out;

	if ((out = token_check(t->xmlsig, t->xmlin, data, len, t->pins, t->now,
		 token, why)) != OUT_OK ||
	    (out = judge_result(l, *token, why)) != OUT_OK)
		return out;
	return judge_signature(
	    l, (*token)->signature, (*token)->signature_rule, beside, why);
}

static enum outcome
look_at_evidence(
    struct looking *l, const void *data, size_t len, struct why *why)
{
	const struct container_tools *t = l->tools;
	Rec__Evidence **e = &l->checked->evidence;
	enum outcome out;

	if ((out = evidence_check(t->xmlsig, t->xmlin, data, len, t->pins,
		 t->now, e, why)) != OUT_OK ||
	    (out = looking_signature(l, (*e)->signature, "", why)) != OUT_OK)
		return out;
	return judge_signature(
	    l, (*e)->signature, (*e)->signature_rule, false, why);
}

static enum outcome
is_token(struct looking *l, struct why *why)
{
	if (record_set(&l->checked->kind, "token") == -1)
		return why_retry(why, "out of memory");
	return looking_signature(
	    l, l->checked->token->signature, l->checked->token->signer, why);
}

enum outcome
looking_xml(struct looking *l, const void *data, size_t len, struct why *why)
{
	enum outcome out;

	if ((out = looking_token(l, data, len, false, why)) == OUT_OK)
		return is_token(l, why);
	if (out == OUT_RETRY || strcmp(why->rule, "TOKEN-ROOT") != 0)
		return out;
	if ((out = look_at_evidence(l, data, len, why)) == OUT_OK)
		return record_set(&l->checked->kind, "evidence") == -1 ?
		    why_retry(why, "out of memory") :
		    OUT_OK;
	if (out == OUT_REJECT && strcmp(why->rule, "EVIDENCE-ROOT") == 0)
		return why_reject(why, "CONTAINER-KIND",
		    "neither a container nor a token nor an evidence");
	return out;
}
