/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/page/proof.h"

#include <string.h>

#include "domain/case/state.h"
#include "io/record.h"

/* When the message itself went its way; "" not yet. */
static const char *
time_of(const Rec__Message *m)
{
	if (m->outgoing)
		return m->sent_at;
	return m->arrived[0] != '\0' ? m->arrived : m->at;
}

enum outcome
proof_add(Rec__Message *m, const Rec__Document *d, const Rec__EvidenceMark *k,
    struct why *why)
{
	const char *what = m->outgoing ? "sent" : "received";
	Rec__Proof **slot, *p;

	/* Ours alone, for pages; and what the sender knows nothing of. */
	if (k == NULL &&
	    (strcmp(d->role, "cut") == 0 || strcmp(d->role, "unlisted") == 0 ||
		*time_of(m) == '\0'))
		return OUT_OK;
	slot = (Rec__Proof **)record_add(&m->proof, &m->n_proof);
	if (slot == NULL)
		return why_sys(why, "proof");
	if ((*slot = p = record_new(&rec__proof__descriptor)) == NULL) {
		m->n_proof--;
		return why_sys(why, "proof");
	}
	if (record_set(&p->what, k == NULL ? what : k->type) == -1 ||
	    record_set(&p->time, k == NULL ? time_of(m) : k->time) == -1 ||
	    record_set(&p->who, k == NULL ? m->other : d->title) == -1 ||
	    record_set(&p->signature, k == NULL ? "" : k->signature) == -1 ||
	    record_set(&p->file, d->name) == -1 ||
	    record_set_bytes(&p->sha256, d->sha256.data, d->sha256.len) == -1)
		return why_sys(why, "proof");
	return OUT_OK;
}

static enum outcome
add(struct store_txn *txn, Rec__Message *m, uint64_t number,
    const Rec__EvidenceMark *k, struct why *why)
{
	enum outcome out;
	Rec__Document *d;

	if ((out = document_get(txn, number, &d, why)) == OUT_OK && d != NULL)
		out = proof_add(m, d, k, why);
	record_free(d);
	return out;
}

enum outcome
proof_of_message(struct store_txn *txn, Rec__Message *m, struct why *why)
{
	enum outcome out = OUT_OK;
	size_t i;

	for (i = 0; out == OUT_OK && i < m->n_documents; i++)
		out = add(txn, m, m->documents[i], NULL, why);
	for (i = 0; out == OUT_OK && i < m->n_evidences; i++)
		out = add(
		    txn, m, m->evidences[i]->document, m->evidences[i], why);
	return out;
}
