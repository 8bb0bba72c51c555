/* SPDX-License-Identifier: EUPL-1.2 */
/* What events do to messages that go out, and to their evidences. */
#include <stdlib.h>
#include <string.h>

#include "domain/casefile.h"
#include "domain/evidence.h"
#include "domain/index.h"
#include "domain/state.h"
#include "io/record.h"

#define NAME_SIZE 21

static enum outcome
get_subject(struct store_txn *txn, const Rec__Event *ev, Rec__Message **m,
    struct why *why)
{
	enum outcome out;

	out = message_get(txn, strtoull(ev->subject, NULL, 10), m, why);
	if (out == OUT_OK && *m == NULL)
		return why_retry(why, "store: message of an event is missing");
	return out;
}

/* It may go: it gets its place in the thread, and waits for dispatch. */
static enum outcome
ready(struct store_txn *txn, const Rec__Message *m, struct why *why)
{
	char name[NAME_SIZE];
	enum outcome out;
	Rec__Case *c;

	(void)number_name(m->number, name);
	if ((out = message_waits(txn, m, "out", why)) != OUT_OK ||
	    (out = queue_del(txn, "approve-message", name, why)) != OUT_OK ||
	    m->case_number == 0 ||
	    (out = case_get(txn, m->case_number, &c, why)) != OUT_OK)
		return out;
	if (c != NULL && m->msg_no > c->sent) {
		c->sent = m->msg_no;
		out = case_put(txn, c, why);
	}
	record_free(c);
	return out;
}

/* A message of ours that needs no approval: what it tells was released. */
enum outcome
apply_message_out(struct store_txn *txn, const Rec__Event *ev, struct why *why)
{
	enum outcome out;

	if ((out = message_index(txn, ev->message, why)) != OUT_OK)
		return out;
	return ready(txn, ev->message, why);
}

/* One that was made by the program, and waits for approval. */
enum outcome
apply_message_prepared(
    struct store_txn *txn, const Rec__Event *ev, struct why *why)
{
	enum outcome out;

	if ((out = message_index(txn, ev->message, why)) != OUT_OK)
		return out;
	return message_waits(txn, ev->message, "approve-message", why);
}

static int
add_approval(Rec__Message *m, const char *who)
{
	char **slot = (char **)record_add(&m->approvals, &m->n_approvals);

	return slot == NULL || (*slot = strdup(who)) == NULL ? -1 : 0;
}

/* One person's word on a message; ev->state is what follows from it. */
enum outcome
apply_approve_message(
    struct store_txn *txn, const Rec__Event *ev, struct why *why)
{
	char name[NAME_SIZE];
	enum outcome out;
	Rec__Message *m;

	if ((out = get_subject(txn, ev, &m, why)) != OUT_OK)
		return out;
	m->msg_no = (uint32_t)strtoul(outcome_value(ev, "msg-no"), NULL, 10);
	if (add_approval(m, ev->actor) == -1 ||
	    record_set(&m->state, ev->state) == -1)
		out = why_sys(why, "message");
	else
		out = message_put(txn, m, why);
	if (out == OUT_OK && strcmp(m->state, "approved") == 0)
		out = ready(txn, m, why);
	else if (out == OUT_OK && strcmp(m->state, "refused") == 0)
		out = queue_del(
		    txn, "approve-message", number_name(m->number, name), why);
	record_free(m);
	return out;
}

/* An application that left starts the clock of its acknowledgement; one that
 * is sent again starts it again. */
static enum outcome
await(struct store_txn *txn, const Rec__Event *ev, const Rec__Message *m,
    struct why *why)
{
	const Rec__Outcome *o = outcome_of(ev, "R-401");
	enum outcome out;
	Rec__Case *c;

	if (o == NULL)
		return OUT_OK;
	if ((out = case_get(txn, m->case_number, &c, why)) != OUT_OK)
		return out;
	if (c != NULL && record_set(&c->status, "sent") == 0 &&
	    record_set(&c->acknowledge_by, o->due) == 0) {
		struct task_about a = { c->number, c->id,
			"await-acknowledgement", "R-401", o->due, o->calendar,
			NULL, NULL, NULL, "task" };

		if ((out = case_put(txn, c, why)) == OUT_OK &&
		    (out = task_close(txn, ev, c->number, a.kind, NULL, why)) ==
			OUT_OK)
			out = task_open(txn, ev, &a, why);
	}
	record_free(c);
	return out;
}

static int
add_header(Rec__Message *m, uint64_t number)
{
	uint64_t *grown;

	if (number == 0)
		return 0;
	grown = realloc(m->documents, (m->n_documents + 1) * sizeof(*grown));
	if (grown == NULL)
		return -1;
	m->documents = grown;
	grown[m->n_documents++] = number;
	return 0;
}

enum outcome
apply_dispatched(struct store_txn *txn, const Rec__Event *ev, struct why *why)
{
	char name[NAME_SIZE];
	enum outcome out;
	Rec__Message *m;

	if ((out = get_subject(txn, ev, &m, why)) != OUT_OK)
		return out;
	if (record_set(&m->state, "sent") == -1 ||
	    record_set(&m->sent_at, ev->at) == -1 ||
	    record_set(&m->folder, ev->text) == -1 ||
	    add_header(m, ev->document) == -1)
		out = why_sys(why, "message");
	if (out == OUT_OK && (out = message_put(txn, m, why)) == OUT_OK &&
	    (out = queue_del(txn, "out", number_name(m->number, name), why)) ==
		OUT_OK &&
	    (out = queue_put(txn, "await-evidence", name, why)) == OUT_OK &&
	    (out = index_put(txn, "folder", m->folder, strlen(m->folder),
		 m->number, why)) == OUT_OK &&
	    (out = task_close(txn, ev, m->case_number, "message-held",
		 m->msg_id, why)) == OUT_OK)
		out = await(txn, ev, m, why);
	record_free(m);
	return out;
}

/* The state that a kind of evidence brings; NULL: it brings none. */
static const char *
state_of(const char *type)
{
	static const struct {
		const char *type, *state;
	} all[] = {
		{ "SUBMISSION_ACCEPTANCE", "submitted" },
		{ "RELAY_REMMD_ACCEPTANCE", "relayed" },
		{ "DELIVERY", "delivered" },
		{ "RETRIEVAL", "retrieved" },
	};
	size_t i;

	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (strcmp(all[i].type, type) == 0)
			return all[i].state;
	return evidence_rank(type) > 0 ? "failed" : NULL;
}

static int
add_mark(Rec__Message *m, const Rec__Event *ev, const Rec__Evidence *e)
{
	Rec__EvidenceMark **slot, *k;

	if ((slot = (Rec__EvidenceMark **)record_add(
		 &m->evidences, &m->n_evidences)) == NULL ||
	    (*slot = k = malloc(sizeof(*k))) == NULL)
		return -1;
	rec__evidence_mark__init(k);
	k->document = ev->document;
	return record_set(&k->folder, ev->manifest->about) == -1 ||
		record_set(&k->type, e->type) == -1 ||
		record_set(&k->time, e->event_time) == -1 ||
		record_set(&k->code, e->event_code) == -1 ||
		record_set(&k->signature, e->signature) == -1 ?
	    -1 :
	    0;
}

/* No evidence came in time. */
enum outcome
apply_evidence_missing(
    struct store_txn *txn, const Rec__Event *ev, struct why *why)
{
	enum outcome out;
	Rec__Message *m;

	if ((out = get_subject(txn, ev, &m, why)) != OUT_OK)
		return out;
	m->silent = 1;
	if ((out = message_put(txn, m, why)) == OUT_OK &&
	    (out = queue_del(txn, "await-evidence", ev->subject, why)) ==
		OUT_OK) {
		struct task_about a = { m->case_number, NULL,
			"evidence-missing", "EVIDENCE-MISSING", NULL, NULL,
			m->msg_id, NULL, NULL, "task" };

		out = task_open(txn, ev, &a, why);
	}
	record_free(m);
	return out;
}

/* The connector has spoken of it, or it goes again; ${m} is then put. */
enum outcome
message_spoken(struct store_txn *txn, const Rec__Event *ev, Rec__Message *m,
    struct why *why)
{
	char name[NAME_SIZE];

	if (!m->silent)
		return queue_del(
		    txn, "await-evidence", number_name(m->number, name), why);
	m->silent = 0;
	return task_close(
	    txn, ev, m->case_number, "evidence-missing", m->msg_id, why);
}

/* The highest evidence so far that is about this folder of the message. */
static const char *
highest(const Rec__Message *m, const char *folder)
{
	const char *have = "";
	size_t i;

	for (i = 0; i < m->n_evidences; i++)
		if (strcmp(m->evidences[i]->folder, folder) == 0 &&
		    evidence_rank(m->evidences[i]->type) > evidence_rank(have))
			have = m->evidences[i]->type;
	return have;
}

/* The highest evidence so far decides the state; of a message that was sent
 * again, those about its last folder do. */
enum outcome
apply_evidence(struct store_txn *txn, const Rec__Event *ev, struct why *why)
{
	const Rec__Evidence *e = ev->verdict->evidence;
	const char *about = ev->manifest->about;
	enum evidence_effect effect;
	enum outcome out;
	Rec__Message *m;

	if ((out = get_subject(txn, ev, &m, why)) != OUT_OK)
		return out;
	effect = evidence_effect(highest(m, about), e->type);
	if (effect == EVIDENCE_MOVES && state_of(e->type) != NULL &&
	    strcmp(about, m->folder) == 0 &&
	    strcmp(m->state, "approved") != 0 &&
	    record_set(&m->state, state_of(e->type)) == -1)
		out = why_sys(why, "message");
	if (out == OUT_OK && add_mark(m, ev, e) == -1)
		out = why_sys(why, "message");
	if (out == OUT_OK && strcmp(about, m->folder) == 0)
		out = message_spoken(txn, ev, m, why);
	if (out == OUT_OK)
		out = message_put(txn, m, why);
	if (out == OUT_OK &&
	    (effect == EVIDENCE_CONFLICT || evidence_negative(e->type))) {
		struct task_about a = { m->case_number, NULL,
			effect == EVIDENCE_CONFLICT ? "evidence-conflict" :
						      "not-delivered",
			"", NULL, NULL, m->msg_id, e->type, NULL, "task" };

		out = task_open(txn, ev, &a, why);
	}
	record_free(m);
	return out;
}
