/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The worker of envelope.h: a request is a packed EnvelopeJob, the answer a
 * packed EnvelopeAnswer.
 */
#include <stdlib.h>
#include <string.h>

#include "domain/trust/envelope.h"
#include "io/mailkeys.h"
#include "io/record.h"
#include "value/date.h"

#define MEMORY ((size_t)512 << 20)
#define SECONDS 20

static enum outcome
open_keys(const void *arg, void **ctx, struct why *why)
{
	struct mailkeys *mk;
	enum outcome out;

	if ((out = mailkeys_open(arg, true, &mk, why)) == OUT_OK)
		*ctx = mk;
	return out;
}

static enum outcome
no_key(struct why *why)
{
	return why_reject(
	    why, "SEAL-KEY", "this authority has no message key that is valid");
}

static enum outcome
seal(const struct mailkeys *mk, const Rec__EnvelopeJob *job, int64_t at,
    struct buf *data, struct buf *sig, struct why *why)
{
	const struct cms_key *key = mailkeys_signer(mk, at);
	const struct cms_cert *to = mailkeys_recipient(mk, job->party, at);
	enum outcome out;

	if (key == NULL)
		return no_key(why);
	if (to == NULL)
		return why_reject(why, "CERT-NONE",
		    "no valid certificate of the other authority is pinned");
	if ((out = cms_seal(
		 key, to, job->data.data, job->data.len, data, why)) != OUT_OK)
		return out;
	return cms_sign(key, data->data, data->len, sig, why);
}

static enum outcome
sign(const struct mailkeys *mk, const Rec__EnvelopeJob *job, int64_t at,
    struct buf *sig, struct why *why)
{
	const struct cms_key *key = mailkeys_signer(mk, at);

	if (key == NULL)
		return no_key(why);
	return cms_sign(key, job->data.data, job->data.len, sig, why);
}

static enum outcome
unworthy(enum cms_state state, struct why *why)
{
	if (state == CMS_REVOKED)
		return why_reject(why, "CERT-REVOKED",
		    "signed under a certificate that was revoked");
	return why_reject(why, "CERT-EXPIRED",
	    "signed under a certificate that was not valid then");
}

/* Signed under one that is valid?  Else say what was wrong with the one that
 * it was signed under. */
static enum outcome
verify(const struct mailkeys *mk, const Rec__EnvelopeJob *job, int64_t at,
    struct why *why)
{
	struct cms_cert *const *cert;
	enum cms_state state, seen = CMS_VALID;
	size_t i, n;

	cert = mailkeys_party(mk, job->party, &n);
	if (n == 0)
		return why_reject(
		    why, "CERT-NONE", "no certificate of the sender is pinned");
	for (i = 0; i < n; i++) {
		if (!cms_cert_signs(cert[i]) ||
		    !cms_signed(cert[i], job->data.data, job->data.len,
			job->signature.data, job->signature.len))
			continue;
		state = cms_cert_state(cert[i], at);
		if (state == CMS_VALID)
			return OUT_OK;
		seen = state;
	}
	if (seen != CMS_VALID)
		return unworthy(seen, why);
	if (strcmp(job->what, "open") == 0)
		return why_reject(why, "FILE-SIGNATURE",
		    "a document is not as the sender signed it");
	return why_reject(why, "MESSAGE-SIGNATURE",
	    "the header is not as the sender signed it");
}

static enum outcome
open_document(const struct mailkeys *mk, const Rec__EnvelopeJob *job,
    int64_t at, struct buf *data, struct why *why)
{
	struct cms_cert *const *cert;
	struct cms_cert **valid;
	struct cms_key *const *own;
	enum outcome out;
	size_t i, n, nvalid = 0, nown;

	if ((out = verify(mk, job, at, why)) != OUT_OK)
		return out;
	own = mailkeys_own(mk, &nown);
	if (nown == 0)
		return no_key(why);
	cert = mailkeys_party(mk, job->party, &n);
	if ((valid = calloc(n, sizeof(struct cms_cert *))) == NULL)
		return why_sys(why, "certificates");
	for (i = 0; i < n; i++)
		if (cms_cert_state(cert[i], at) == CMS_VALID)
			valid[nvalid++] = cert[i];
	out = cms_open(
	    own, nown, valid, nvalid, job->data.data, job->data.len, data, why);
	free(valid);
	return out;
}

static enum outcome
answer(const struct buf *data, const struct buf *sig, struct buf *out,
    struct why *why)
{
	Rec__EnvelopeAnswer a = REC__ENVELOPE_ANSWER__INIT;
	enum outcome rc;

	if ((rc = buf_ok(data, why)) != OUT_OK ||
	    (rc = buf_ok(sig, why)) != OUT_OK)
		return rc;
	a.data.data = data->data;
	a.data.len = data->len;
	a.signature.data = sig->data;
	a.signature.len = sig->len;
	return record_pack(&a.base, out, why);
}

static enum outcome
serve_job(const struct mailkeys *mk, const Rec__EnvelopeJob *job,
    struct buf *out, struct why *why)
{
	struct buf data = BUF_INIT, sig = BUF_INIT;
	enum outcome rc;
	int64_t at;

	if (!time_parse(job->at, &at))
		rc = why_reject(why, "RECORD", "a request without a time");
	else if (strcmp(job->what, "seal") == 0)
		rc = seal(mk, job, at, &data, &sig, why);
	else if (strcmp(job->what, "sign") == 0)
		rc = sign(mk, job, at, &sig, why);
	else if (strcmp(job->what, "verify") == 0)
		rc = verify(mk, job, at, why);
	else if (strcmp(job->what, "open") == 0)
		rc = open_document(mk, job, at, &data, why);
	else
		rc = why_reject(why, "RECORD", "no such request");
	if (rc == OUT_OK)
		rc = answer(&data, &sig, out, why);
	buf_wipe(&data);
	buf_free(&sig);
	return rc;
}

static enum outcome
serve(void *ctx, const unsigned char *data, size_t len, struct buf *out,
    struct why *why)
{
	ProtobufCMessage *job;
	enum outcome rc;

	if ((rc = record_unpack(&rec__envelope_job__descriptor, data, len, &job,
		 why)) != OUT_OK)
		return rc;
	rc = serve_job(ctx, RECORD_OF(Rec__EnvelopeJob, job), out, why);
	record_free(job);
	return rc;
}

const struct worker_def envelope_worker = {
	.name = "envelope",
	.memory = MEMORY,
	.seconds = SECONDS,
	.open = open_keys,
	.serve = serve,
};
