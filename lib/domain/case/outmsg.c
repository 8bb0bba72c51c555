/* SPDX-License-Identifier: EUPL-1.2 */
/* What events do to messages that go out, and to their evidences. */
#include <stdlib.h>
#include <string.h>

#include "domain/case/casefile.h"
#include "domain/form/evidence.h"
#include "domain/case/index.h"
#include "domain/case/state.h"
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

enum outcome
message_wait(struct store_txn *txn, const Rec__Message *m, struct why *why)
{
	return message_waits(
	    txn, m, m->immediate ? "out" : "approve-message", why);
}

static enum outcome
withdraw(
    struct store_txn *txn, Rec__Message *m, const char *name, struct why *why)
{
	enum outcome out;

	if (record_set(&m->state, "withdrawn") == -1)
		return why_sys(why, "message");
	if ((out = message_put(txn, m, why)) != OUT_OK)
		return out;
	return queue_del(txn, "approve-message", name, why);
}

enum outcome
message_withdraw(
    struct store_txn *txn, uint64_t number, const char *about, struct why *why)
{
	enum outcome out;
	Rec__Message *m;
	size_t i, n;
	char **name;

	out = link_list(txn, "message", number, &name, &n, why);
	for (i = 0; out == OUT_OK && i < n; i++) {
		out = message_get(txn, strtoull(name[i], NULL, 10), &m, why);
		if (out == OUT_OK && m != NULL && m->outgoing &&
		    strcmp(m->about, about) == 0 &&
		    strcmp(m->state, "waiting") == 0)
			out = withdraw(txn, m, name[i], why);
		record_free(m);
	}
	names_free(name, n);
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
	return message_wait(txn, ev->message, why);
}

/* Each name once. */
static int
add_approval(Rec__Message *m, const char *who)
{
	char **slot;
	size_t i;

	for (i = 0; i < m->n_approvals; i++)
		if (strcmp(m->approvals[i], who) == 0)
			return 0;
	slot = (char **)record_add(&m->approvals, &m->n_approvals);
	return slot == NULL || (*slot = strdup(who)) == NULL ? -1 : 0;
}

/* Refused, it goes nowhere; the place in the thread that it had, if it was
 * approved, is free again if it was the last. */
static enum outcome
stop(
    struct store_txn *txn, const Rec__Message *m, uint32_t had, struct why *why)
{
	char name[NAME_SIZE];
	enum outcome out;
	Rec__Case *c;

	(void)number_name(m->number, name);
	if ((out = queue_del(txn, "approve-message", name, why)) != OUT_OK ||
	    had == 0 || (out = queue_del(txn, "out", name, why)) != OUT_OK ||
	    (out = case_get(txn, m->case_number, &c, why)) != OUT_OK)
		return out;
	if (c != NULL && c->sent == had) {
		c->sent--;
		out = case_put(txn, c, why);
	}
	record_free(c);
	return out;
}

/* One person's word on a message; ev->state is what follows from it. */
enum outcome
apply_approve_message(
    struct store_txn *txn, const Rec__Event *ev, struct why *why)
{
	enum outcome out;
	Rec__Message *m;
	uint32_t had;

	if ((out = get_subject(txn, ev, &m, why)) != OUT_OK)
		return out;
	had = strcmp(m->state, "approved") == 0 ? m->msg_no : 0;
	m->msg_no = (uint32_t)strtoul(outcome_value(ev, "msg-no"), NULL, 10);
	if (add_approval(m, ev->actor) == -1 ||
	    record_set(&m->state, ev->state) == -1)
		out = why_sys(why, "message");
	else
		out = message_put(txn, m, why);
	if (out == OUT_OK && strcmp(m->state, "approved") == 0)
		out = ready(txn, m, why);
	else if (out == OUT_OK && strcmp(m->state, "refused") == 0)
		out = stop(txn, m, had, why);
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

#define NPOSITIVE (sizeof(positive) / sizeof(positive[0]))

static const struct {
	const char *type, *state;
} positive[] = {
	{ "SUBMISSION_ACCEPTANCE", "submitted" },
	{ "RELAY_REMMD_ACCEPTANCE", "relayed" },
	{ "DELIVERY", "delivered" },
	{ "RETRIEVAL", "retrieved" },
};

/* The state that a kind of evidence brings; NULL: it brings none. */
static const char *
state_of(const char *type)
{
	size_t i;

	for (i = 0; i < NPOSITIVE; i++)
		if (strcmp(positive[i].type, type) == 0)
			return positive[i].state;
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

/* The evidence ev->text has not come in time; with the outcome "await" "no"
 * nothing else is waited for. */
enum outcome
apply_evidence_missing(
    struct store_txn *txn, const Rec__Event *ev, struct why *why)
{
	struct task_about a = { .kind = "evidence-missing",
		.rule = "EVIDENCE-MISSING",
		.place = ev->text,
		.severity = "task" };
	enum outcome out;
	Rec__Message *m;

	if ((out = get_subject(txn, ev, &m, why)) != OUT_OK)
		return out;
	a.case_number = m->case_number;
	a.subject = m->msg_id;
	out = record_set(&m->missing, ev->text) == -1 ?
	    why_sys(why, "message") :
	    message_put(txn, m, why);
	if (out == OUT_OK && strcmp(outcome_value(ev, "await"), "no") == 0)
		out = queue_del(txn, "await-evidence", ev->subject, why);
	if (out == OUT_OK)
		out = task_open(txn, ev, &a, why);
	record_free(m);
	return out;
}

enum outcome
message_again(struct store_txn *txn, const Rec__Event *ev, Rec__Message *m,
    struct why *why)
{
	char name[NAME_SIZE];
	enum outcome out;

	if (record_set(&m->missing, "") == -1)
		return why_sys(why, "message");
	out =
	    queue_del(txn, "await-evidence", number_name(m->number, name), why);
	if (out != OUT_OK)
		return out;
	return task_close(
	    txn, ev, m->case_number, "evidence-missing", m->msg_id, why);
}

/* What was missing up to the ${type} has come, or comes no more. */
static enum outcome
heard(struct store_txn *txn, const Rec__Event *ev, const Rec__Message *m,
    const char *type, struct why *why)
{
	struct task_about a = { .case_number = m->case_number,
		.kind = "evidence-missing",
		.rule = "EVIDENCE-MISSING",
		.subject = m->msg_id };
	enum outcome out = OUT_OK;
	char name[NAME_SIZE];
	size_t i;

	for (i = 0; out == OUT_OK && i < NPOSITIVE; i++) {
		a.place = positive[i].type;
		if (evidence_negative(type) ||
		    evidence_rank(a.place) <= evidence_rank(type))
			out = task_close_one(txn, ev, &a, why);
	}
	if (out == OUT_OK &&
	    (evidence_negative(type) ||
		strcmp(outcome_value(ev, "await"), "no") == 0))
		out = queue_del(
		    txn, "await-evidence", number_name(m->number, name), why);
	return out;
}

/* For a person: that it failed, or that one contradicts another. */
static enum outcome
evidence_task(struct store_txn *txn, const Rec__Event *ev,
    const Rec__Message *m, bool conflict, const char *type, struct why *why)
{
	struct task_about a = { .case_number = m->case_number,
		.kind = conflict ? "evidence-conflict" : "not-delivered",
		.subject = m->msg_id,
		.place = type,
		.severity = "task" };

	return task_open(txn, ev, &a, why);
}

/* The highest evidence so far decides the state; of a message that was sent
 * again, those about its last folder do. */
enum outcome
apply_evidence(struct store_txn *txn, const Rec__Event *ev, struct why *why)
{
	const Rec__Evidence *e = ev->verdict->evidence;
	const char *about = ev->manifest->about, *have;
	enum evidence_effect effect;
	enum outcome out;
	Rec__Message *m;
	bool higher;

	if ((out = get_subject(txn, ev, &m, why)) != OUT_OK)
		return out;
	have = evidence_highest(m, about);
	effect = evidence_effect(have, e->type);
	higher = evidence_rank(e->type) > evidence_rank(have);
	if (higher && state_of(e->type) != NULL &&
	    strcmp(about, m->folder) == 0 &&
	    strcmp(m->state, "approved") != 0 &&
	    record_set(&m->state, state_of(e->type)) == -1)
		out = why_sys(why, "message");
	if (out == OUT_OK && add_mark(m, ev, e) == -1)
		out = why_sys(why, "message");
	if (out == OUT_OK && higher && strcmp(about, m->folder) == 0)
		out = heard(txn, ev, m, e->type, why);
	if (out == OUT_OK)
		out = message_put(txn, m, why);
	if (out == OUT_OK &&
	    (effect == EVIDENCE_CONFLICT ||
		(higher && evidence_negative(e->type))))
		out = evidence_task(
		    txn, ev, m, effect == EVIDENCE_CONFLICT, e->type, why);
	record_free(m);
	return out;
}
