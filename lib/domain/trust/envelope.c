/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/trust/envelope.h"

#include <stdio.h>
#include <string.h>

#include "domain/form/header.h"
#include "io/base64.h"
#include "io/record.h"

#define SCHEME "is1:"

static enum outcome
ask(struct worker *worker, Rec__EnvelopeJob *job, struct buf *data,
    struct buf *sig, struct why *why)
{
	struct buf request = BUF_INIT, reply = BUF_INIT;
	const Rec__EnvelopeAnswer *a;
	ProtobufCMessage *m = NULL;
	enum outcome out;

	if ((out = record_pack(&job->base, &request, why)) == OUT_OK &&
	    (out = worker_call(
		 worker, request.data, request.len, &reply, why)) == OUT_OK)
		out = record_unpack(&rec__envelope_answer__descriptor,
		    reply.data, reply.len, &m, why);
	if (out == OUT_OK) {
		a = RECORD_OF(Rec__EnvelopeAnswer, m);
		if (data != NULL)
			(void)buf_add(data, a->data.data, a->data.len);
		if (sig != NULL)
			(void)buf_add(sig, a->signature.data, a->signature.len);
	}
	record_free(m);
	buf_wipe(&request);
	buf_wipe(&reply);
	return out;
}

static void
fill(Rec__EnvelopeJob *job, const char *what, const char *party, const char *at,
    const void *data, size_t len)
{
	rec__envelope_job__init(job);
	job->what = lend(what);
	job->party = lend(party);
	job->at = lend(at);
	job->data.data = (unsigned char *)(uintptr_t)data;
	job->data.len = len;
}

static enum outcome
write_hash(const struct buf *sig, struct buf *hash, struct why *why)
{
	enum outcome out;

	if ((out = buf_ok(sig, why)) != OUT_OK)
		return out;
	buf_reset(hash);
	(void)buf_puts(hash, SCHEME);
	(void)base64_write(sig->data, sig->len, hash);
	return buf_ok(hash, why);
}

/* What no hash code of the scheme is, no sender has signed. */
static enum outcome
read_hash(const char *hash, const char *rule, struct buf *sig, struct why *why)
{
	enum outcome out = OUT_REJECT;

	if (strncmp(hash, SCHEME, strlen(SCHEME)) == 0)
		out = base64_read_exact(hash + strlen(SCHEME), sig, why);
	if (out == OUT_REJECT)
		return why_reject(
		    why, rule, "the hash code is not one of the scheme is1");
	return out;
}

enum outcome
envelope_seal(struct worker *worker, const char *party, const char *at,
    const void *data, size_t len, struct buf *sealed, struct buf *hash,
    struct why *why)
{
	struct buf sig = BUF_INIT;
	Rec__EnvelopeJob job;
	enum outcome out;

	fill(&job, "seal", party, at, data, len);
	buf_reset(sealed);
	if ((out = ask(worker, &job, sealed, &sig, why)) == OUT_OK &&
	    (out = buf_ok(sealed, why)) == OUT_OK)
		out = write_hash(&sig, hash, why);
	buf_free(&sig);
	return out;
}

enum outcome
envelope_sign(struct worker *worker, const char *at, const void *data,
    size_t len, struct buf *hash, struct why *why)
{
	struct buf sig = BUF_INIT;
	Rec__EnvelopeJob job;
	enum outcome out;

	fill(&job, "sign", "", at, data, len);
	if ((out = ask(worker, &job, NULL, &sig, why)) == OUT_OK)
		out = write_hash(&sig, hash, why);
	buf_free(&sig);
	return out;
}

static enum outcome
ask_about(struct worker *worker, const char *what, const char *party,
    const char *at, const void *data, size_t len, const char *hash,
    struct buf *plain, struct why *why)
{
	struct buf sig = BUF_INIT;
	Rec__EnvelopeJob job;
	enum outcome out;

	fill(&job, what, party, at, data, len);
	if ((out = read_hash(hash,
		 plain == NULL ? "MESSAGE-SIGNATURE" : "FILE-SIGNATURE", &sig,
		 why)) == OUT_OK) {
		job.signature.data = sig.data;
		job.signature.len = sig.len;
		out = ask(worker, &job, plain, NULL, why);
	}
	buf_free(&sig);
	return out;
}

enum outcome
envelope_verify(struct worker *worker, const char *party, const char *at,
    const void *data, size_t len, const char *hash, struct why *why)
{
	return ask_about(
	    worker, "verify", party, at, data, len, hash, NULL, why);
}

enum outcome
envelope_open(struct worker *worker, const char *party, const char *at,
    const void *data, size_t len, const char *hash, struct buf *plain,
    struct why *why)
{
	enum outcome out;

	buf_reset(plain);
	out = ask_about(worker, "open", party, at, data, len, hash, plain, why);
	return out == OUT_OK ? buf_ok(plain, why) : out;
}

/* ---- a whole message ---- */

static enum outcome
verify_header(struct worker *worker, const Rec__Header *h, const char *at,
    struct why *why)
{
	struct buf b = BUF_INIT;
	enum outcome out;

	if ((out = header_canonical(h, &b, why)) == OUT_OK)
		out = envelope_verify(
		    worker, h->sender->code, at, b.data, b.len, h->hash, why);
	if (out == OUT_REJECT)
		why_at(why, 0, "transport/msgHashCode");
	buf_free(&b);
	return out;
}

static enum outcome
open_one(struct worker *worker, const Rec__Header *h,
    const Rec__HeaderDocument *d, const struct buf *sealed, const char *at,
    struct buf *plain, struct why *why)
{
	enum outcome out;

	if (sealed == NULL)
		return why_reject(why, "FILE-MISSING",
		    "a document of the header is not there");
	if ((out = envelope_open(worker, h->sender->code, at, sealed->data,
		 sealed->len, d->hash, plain, why)) != OUT_OK)
		return out;
	if (plain->len != d->size)
		return why_reject(why, "FILE-SIZE",
		    "a document has another size than the header says");
	return OUT_OK;
}

static size_t
find(Rec__ParcelFile *const *files, size_t n, const char *name)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (strcmp(files[i]->name, name) == 0)
			break;
	return i;
}

static enum outcome
open_documents(struct worker *worker, const Rec__Header *h,
    Rec__ParcelFile *const *files, size_t n, const char *at,
    const struct buf *sealed, struct buf *plain, struct why *why)
{
	enum outcome out = OUT_OK;
	char place[64];
	size_t i, k;

	for (i = 0; out == OUT_OK && i < h->n_documents; i++) {
		const Rec__HeaderDocument *d = h->documents[i];

		k = find(files, n, d->name);
		out = open_one(worker, h, d, k == n ? NULL : &sealed[k], at,
		    k == n ? NULL : &plain[k], why);
		if (out != OUT_REJECT)
			continue;
		(void)snprintf(place, sizeof(place),
		    "message/Documents/DocumentIdentification[%zu]", i + 1);
		why_at(why, 0, place);
		why_value(why, d->name);
	}
	return out;
}

enum outcome
envelope_open_message(struct worker *worker, const Rec__Header *h,
    Rec__ParcelFile *const *files, size_t n, const char *at,
    const struct buf *sealed, struct buf *plain, struct why *why)
{
	enum outcome out;

	if (worker == NULL)
		return why_reject(
		    why, "SEAL-KEY", "this authority has no message key");
	if (h->sender == NULL)
		return why_reject(why, "CERT-NONE", "nobody sent it");
	if ((out = verify_header(worker, h, at, why)) != OUT_OK)
		return out;
	return open_documents(worker, h, files, n, at, sealed, plain, why);
}
