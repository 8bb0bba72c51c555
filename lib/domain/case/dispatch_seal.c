/* SPDX-License-Identifier: EUPL-1.2 */
/* A folder sealed for the other authority, or held because it cannot be. */
#include <string.h>

#include "domain/case/casefile.h"
#include "domain/case/dispatch_impl.h"
#include "domain/trust/envelope.h"
#include "domain/case/receive.h"
#include "domain/case/state.h"
#include "io/pickup.h"
#include "io/record.h"

/* Each document signed and sealed; its hash code is of the sealed bytes. */
static enum outcome
seal_documents(const struct office *o, struct worker *worker, struct making *m,
    struct outgoing *out, struct why *why)
{
	struct buf *plain, sealed = BUF_INIT;
	enum outcome rc = OUT_OK;
	size_t i, total = 0;

	for (i = 0; rc == OUT_OK && i < m->h.n_documents; i++) {
		plain = &out->file[i + 1].data;
		rc = envelope_seal(worker, out->party, o->now, plain->data,
		    plain->len, &sealed, &m->code[i], why);
		total += sealed.len;
		if (rc == OUT_OK &&
		    (sealed.len > PICKUP_FILE_MAX || total > PICKUP_TOTAL_MAX))
			rc = why_reject(why, "FILE-SIZE",
			    "sealed it is larger than the other side takes");
		if (rc != OUT_OK)
			break;
		buf_wipe(plain);
		*plain = sealed;
		sealed = (struct buf)BUF_INIT;
		m->doc[i].hash = (char *)m->code[i].data;
	}
	buf_free(&sealed);
	return rc;
}

static enum outcome
sign_header(const struct office *o, struct worker *worker, struct making *m,
    struct outgoing *out, struct why *why)
{
	struct buf form = BUF_INIT, code = BUF_INIT;
	enum outcome rc;

	m->h.version = lend("1.0");
	m->h.scheme = lend("is1");
	if ((rc = header_canonical(&m->h, &form, why)) == OUT_OK &&
	    (rc = envelope_sign(
		 worker, o->now, form.data, form.len, &code, why)) == OUT_OK) {
		m->h.hash = (char *)code.data;
		buf_reset(&out->file[0].data);
		rc = header_write(&m->h, &out->file[0].data, why);
	}
	buf_free(&form);
	buf_free(&code);
	return rc;
}

enum outcome
dispatch_seal(const struct office *o, struct worker *worker, struct making *m,
    struct outgoing *out, struct why *why)
{
	enum outcome rc;
	size_t i;

	if (worker == NULL)
		return why_reject(
		    why, "SEAL-KEY", "this authority has no message key");
	out->sealed = true;
	if ((rc = seal_documents(o, worker, m, out, why)) == OUT_OK)
		rc = sign_header(o, worker, m, out, why);
	for (i = 0; i < m->h.n_documents; i++)
		buf_free(&m->code[i]);
	return rc;
}

static void
about(const Rec__Message *m, const struct why *reason, struct task_about *t)
{
	memset(t, 0, sizeof(*t));
	t->kind = "message-held";
	t->severity = "task";
	t->case_number = m->case_number;
	t->rule = reason->rule;
	t->subject = m->msg_id;
	t->text = reason->text;
}

enum outcome
dispatch_is_held(struct store_txn *txn, uint64_t number,
    const struct why *reason, bool *held, struct why *why)
{
	struct task_about t;
	enum outcome out;
	Rec__Message *m;

	*held = false;
	if ((out = message_get(txn, number, &m, why)) != OUT_OK)
		return out;
	if (m == NULL)
		return why_retry(why, "store: message is missing");
	about(m, reason, &t);
	out = task_is_open(txn, &t, held, why);
	record_free(m);
	return out;
}

enum outcome
dispatch_held(struct store_txn *txn, const struct office *o, uint64_t number,
    const struct why *reason, struct why *why)
{
	struct task_about t;
	enum outcome out;
	Rec__Message *m;

	if ((out = message_get(txn, number, &m, why)) != OUT_OK)
		return out;
	if (m == NULL)
		return why_retry(why, "store: message is missing");
	about(m, reason, &t);
	out = receive_alarm(txn, o, NULL, &t, NULL, why);
	record_free(m);
	return out;
}
