/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/case/casefile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "domain/case/caseref.h"
#include "domain/form/evidence.h"
#include "domain/case/index.h"
#include "domain/case/ledger.h"
#include "domain/case/left_events.h"
#include "domain/case/state.h"
#include "domain/case/subject.h"
#include "io/digest.h"
#include "io/record.h"

#define NAME_SIZE 21
#define ID_KEY 160 /* bytes of a key made of sender and id */

const char *
outcome_value(const Rec__Event *ev, const char *name)
{
	const Rec__Outcome *o = outcome_of(ev, name);

	return o == NULL ? "" : o->value;
}

/* Sender and id as a key; of what is too long for one, as no message of the
 * published kind is, the hash. */
static enum outcome
id_key(const char *other, const char *msg_id, char key[ID_KEY], size_t *n,
    struct why *why)
{
	unsigned char digest[DIGEST_LEN];
	struct buf b = BUF_INIT;
	enum outcome out;

	(void)buf_printf(&b, "%s|%s", other, msg_id);
	if ((out = buf_ok(&b, why)) == OUT_OK) {
		*n = b.len;
		if (b.len <= ID_KEY) {
			memcpy(key, b.data, b.len);
		} else {
			out = digest_sha256(b.data, b.len, digest, why);
			*n = strlen(digest_hex(digest, key));
		}
	}
	buf_free(&b);
	return out;
}

enum outcome
message_by_id(struct store_txn *txn, const char *other, const char *msg_id,
    uint64_t *number, struct why *why)
{
	char key[ID_KEY];
	enum outcome out;
	size_t n;

	if ((out = id_key(other, msg_id, key, &n, why)) != OUT_OK)
		return out;
	return index_get(txn, "msgid", key, n, number, why);
}

/* The case has seen that number of its thread; what could not be read may
 * say any. */
static enum outcome
note_received(struct store_txn *txn, const Rec__Message *m, struct why *why)
{
	enum outcome out;
	Rec__Case *c;

	if (m->case_number == 0 || m->readable[0] != '\0')
		return OUT_OK;
	if ((out = case_get(txn, m->case_number, &c, why)) != OUT_OK)
		return out;
	if (c != NULL && m->msg_no > c->received) {
		c->received = m->msg_no;
		out = case_put(txn, c, why);
	}
	record_free(c);
	return out;
}

enum outcome
gap_filled(struct store_txn *txn, const Rec__Event *ev, struct why *why)
{
	const Rec__Message *m = ev->message;
	char place[16];
	struct task_about a = {
		.kind = "message-gap", .rule = "MESSAGE-GAP", .place = place
	};

	if (m == NULL || m->outgoing || m->case_number == 0 ||
	    m->readable[0] != '\0')
		return OUT_OK;
	(void)snprintf(place, sizeof(place), "MSG-%02u", m->msg_no);
	a.case_number = m->case_number;
	a.subject = m->thread;
	return task_close_one(txn, ev, &a, why);
}

enum outcome
message_index(struct store_txn *txn, const Rec__Message *m, struct why *why)
{
	char name[NAME_SIZE], key[ID_KEY];
	enum outcome out;
	size_t n;

	(void)number_name(m->number, name);
	if ((out = message_put(txn, m, why)) != OUT_OK ||
	    (out = link_put(txn, "message", m->case_number, name, why)) !=
		OUT_OK)
		return out;
	if (m->outgoing)
		return index_put(txn, "sent-id", m->msg_id, strlen(m->msg_id),
		    m->number, why);
	if ((out = note_received(txn, m, why)) != OUT_OK ||
	    m->msg_id[0] == '\0')
		return out;
	if ((out = id_key(m->other, m->msg_id, key, &n, why)) != OUT_OK)
		return out;
	return index_put(txn, "msgid", key, n, m->number, why);
}

enum outcome
message_waits(struct store_txn *txn, const Rec__Message *m, const char *queue,
    struct why *why)
{
	char name[NAME_SIZE];

	if (strcmp(m->state, "sent") == 0)
		return OUT_OK;
	return queue_put(txn, queue, number_name(m->number, name), why);
}

/* A task with the date that was decided under ${rule}. */
static enum outcome
deadline_task(struct store_txn *txn, const Rec__Event *ev, const Rec__Case *c,
    const char *kind, const char *rule, struct why *why)
{
	const Rec__Outcome *o = outcome_of(ev, rule);
	struct task_about a = { c->number, c->id, kind, rule, NULL, NULL, NULL,
		NULL, NULL, "task" };

	if (o != NULL) {
		a.due = o->due;
		a.calendar = o->calendar;
	}
	return task_open(txn, ev, &a, why);
}

/* A task for each finding, but for what has a task of its own kind: those of
 * the rule ${apart}. */
static enum outcome
finding_tasks(struct store_txn *txn, const Rec__Event *ev, uint64_t number,
    const char *id, const char *apart, struct why *why)
{
	const Rec__Verdict *v = ev->verdict;
	enum outcome out = OUT_OK;
	size_t i;

	for (i = 0; v != NULL && out == OUT_OK && i < v->n_findings; i++) {
		const Rec__Finding *f = v->findings[i];
		struct task_about a = { number, id, "finding", f->rule, NULL,
			NULL, ev->message == NULL ? NULL : ev->message->msg_id,
			f->place, f->text, f->severity };

		if (strcmp(f->rule, apart) != 0)
			out = task_open(txn, ev, &a, why);
	}
	return out;
}

/* Let the case be found by its thread and by what either side calls it. */
static enum outcome
index_case(struct store_txn *txn, const Rec__Case *c, struct why *why)
{
	const char *refs[] = { c->id, c->reference, c->other_reference };
	enum outcome out;
	size_t i;

	if ((out = index_put(txn, "thread", c->thread, strlen(c->thread),
		 c->number, why)) != OUT_OK)
		return out;
	for (i = 0; i < sizeof(refs) / sizeof(refs[0]); i++)
		if (refs[i][0] != '\0' &&
		    (out = caseref_put(txn, refs[i], c->number, why)) != OUT_OK)
			return out;
	return OUT_OK;
}

/* The debt as the arrears document states it (R-304, R-1007). */
static enum outcome
book_arrears(
    struct store_txn *txn, const Rec__Event *ev, Rec__Case *c, struct why *why)
{
	const Rec__Arrears *r = c->application->arrears;
	Rec__LedgerEntry e = REC__LEDGER_ENTRY__INIT;

	if (r == NULL || r->total == NULL)
		return OUT_OK;
	e.account = lend("debt");
	e.minor = r->total->minor;
	e.currency = r->total->currency;
	e.kind = lend("arrears");
	e.date = r->as_of;
	e.at = ev->at;
	return ledger_add(txn, c, &e, why);
}

static const char *
currency_of(const Rec__Application *a)
{
	if (a->arrears != NULL && a->arrears->total != NULL)
		return a->arrears->total->currency;
	if (a->decision != NULL && a->decision->n_terms > 0 &&
	    a->decision->terms[0]->amount != NULL)
		return a->decision->terms[0]->amount->currency;
	return "";
}

static void
fill_case(const Rec__Event *ev, Rec__Case *c)
{
	Rec__Application *a = ev->verdict->application;

	rec__case__init(c);
	c->number = ev->case_number;
	c->id = ev->subject;
	c->other = ev->message->other;
	c->instrument = lend(outcome_value(ev, "instrument"));
	c->type = a->type;
	c->thread = ev->message->thread;
	c->application = a;
	c->non_disclosure = a->non_disclosure;
	c->currency = lend(currency_of(a));
	c->opened_on = lend(outcome_value(ev, "opened"));
	c->key = ev->key;
	c->enforceable = strcmp(outcome_value(ev, "enforceable"), "yes") == 0;
	if (ev->message->outgoing) {
		c->sent = ev->message->msg_no;
		c->role = REC__CASE__ROLE__REQUESTING;
		c->status =
		    lend(strcmp(ev->message->state, "sent") == 0 ? "sent" :
								   "complete");
		c->reference =
		    a->requesting == NULL ? c->id : a->requesting->reference;
	} else {
		c->role = REC__CASE__ROLE__REQUESTED;
		c->status = lend("registered");
		c->reference = c->id;
		c->received = ev->message->msg_no;
		if (a->requesting != NULL)
			c->other_reference = a->requesting->reference;
	}
}

static void
free_totals(Rec__Case *c)
{
	size_t i;

	for (i = 0; i < c->n_totals; i++)
		record_free(c->totals[i]);
	free(c->totals);
}

/* The tasks that an application of another authority brings. */
static enum outcome
incoming_tasks(struct store_txn *txn, const Rec__Event *ev, const Rec__Case *c,
    struct why *why)
{
	struct task_about nd = { c->number, c->id, "non-disclosure", "R-610",
		NULL, NULL, ev->message->msg_id, NULL, NULL, "task" };
	enum outcome out;

	if (c->non_disclosure && (out = task_open(txn, ev, &nd, why)) != OUT_OK)
		return out;
	return deadline_task(txn, ev, c, "acknowledge", "R-401", why);
}

/* A message of that case says that there is to be no disclosure. */
static void
told(const Rec__Event *ev, const Rec__Case *c, Rec__Disclosure *d)
{
	rec__disclosure__init(d);
	d->on = 1;
	d->at = ev->at;
	d->by = ev->message->outgoing ? ev->actor : c->other;
	d->message = ev->message->msg_id;
}

/* An application opens a case: theirs is registered, ours waits to go out. */
enum outcome
apply_application(struct store_txn *txn, const Rec__Event *ev, struct why *why)
{
	Rec__Disclosure first, *list[1] = { &first };
	enum outcome out;
	uint64_t sent;
	Rec__Case c;

	fill_case(ev, &c);
	if ((out = left_number(txn, "left-nn", c.thread, &sent, why)) != OUT_OK)
		return out;
	if (sent > c.sent)
		c.sent = (uint32_t)sent;
	if (c.non_disclosure) {
		told(ev, &c, &first);
		c.disclosures = list;
		c.n_disclosures = 1;
	}
	if ((out = state_case_key_put(txn, c.number, c.key, why)) == OUT_OK &&
	    (out = index_case(txn, &c, why)) == OUT_OK &&
	    (out = message_index(txn, ev->message, why)) == OUT_OK &&
	    (out = book_arrears(txn, ev, &c, why)) == OUT_OK &&
	    (out = case_put(txn, &c, why)) == OUT_OK)
		out = finding_tasks(txn, ev, c.number, c.id,
		    ev->message->outgoing ? "" : "R-610", why);
	if (out == OUT_OK && !ev->message->outgoing)
		out = incoming_tasks(txn, ev, &c, why);
	else if (out == OUT_OK)
		out = message_wait(txn, ev->message, why);
	free_totals(&c);
	return out;
}

static enum outcome
apply_ack_to(
    struct store_txn *txn, const Rec__Event *ev, Rec__Case *c, struct why *why)
{
	const Rec__Acknowledgement *k = ev->verdict->acknowledgement;
	Rec__Disclosure d;
	enum outcome out;

	/* Once it is set, a form that does not say so unsets nothing. */
	told(ev, c, &d);
	if (k->non_disclosure && !c->non_disclosure &&
	    (out = subject_disclosure(txn, ev, c, &d, why)) != OUT_OK)
		return out;
	if (record_set(&c->status,
		k->refuses		 ? "refused" :
		    k->further_requested ? "information requested" :
					   "acknowledged") == -1 ||
	    record_set(&c->acknowledged_on, outcome_value(ev, "day")) == -1 ||
	    (k->requested != NULL &&
		record_set(&c->other_reference, k->requested->reference) == -1))
		return why_sys(why, "case");
	if ((out = index_case(txn, c, why)) != OUT_OK ||
	    (out = task_close(txn, ev, c->number, "await-acknowledgement", NULL,
		 why)) != OUT_OK)
		return out;
	if (k->refuses)
		return deadline_task(txn, ev, c, "refused", "R-501", why);
	if (k->further_requested &&
	    (out = deadline_task(
		 txn, ev, c, "supply-information", "R-403", why)) != OUT_OK)
		return out;
	return deadline_task(txn, ev, c, "await-status-report", "R-402", why);
}

enum outcome
case_change(
    struct store_txn *txn, const Rec__Event *ev, change_fn *fn, struct why *why)
{
	enum outcome out;
	Rec__Case *c;

	if ((out = case_get(txn, ev->case_number, &c, why)) != OUT_OK)
		return out;
	if (c == NULL)
		return why_retry(why, "store: case of an event is missing");
	if ((out = fn(txn, ev, c, why)) == OUT_OK)
		out = case_put(txn, c, why);
	record_free(c);
	return out;
}

enum outcome
apply_ack_in(struct store_txn *txn, const Rec__Event *ev, struct why *why)
{
	enum outcome out;

	if ((out = message_index(txn, ev->message, why)) != OUT_OK ||
	    (out = finding_tasks(
		 txn, ev, ev->case_number, ev->subject, "", why)) != OUT_OK)
		return out;
	return case_change(txn, ev, apply_ack_to, why);
}

/* "Send this again", "your answer is due": a task with that name. */
enum outcome
apply_note_in(struct store_txn *txn, const Rec__Event *ev, struct why *why)
{
	const Rec__Note *n = ev->verdict->note;
	struct task_about a = { ev->case_number, ev->subject,
		strcmp(n->kind, "RESEND") == 0 ? "resend" : "reminder", n->rule,
		NULL, NULL, n->about_message, NULL, NULL, "task" };
	enum outcome out;

	if ((out = message_index(txn, ev->message, why)) != OUT_OK ||
	    (out = finding_tasks(
		 txn, ev, ev->case_number, ev->subject, "", why)) != OUT_OK)
		return out;
	return task_open(txn, ev, &a, why);
}

/* Kept as it came; a person is asked, with the deadline that may run. */
enum outcome
apply_unreadable(struct store_txn *txn, const Rec__Event *ev, struct why *why)
{
	const Rec__Outcome *o = outcome_of(ev, "R-401");
	struct task_about a = { ev->case_number, ev->subject, "unreadable",
		outcome_value(ev, "rule"), o == NULL ? NULL : o->due,
		o == NULL ? NULL : o->calendar, ev->message->folder, NULL,
		outcome_value(ev, "text"), "task" };
	enum outcome out;

	if ((out = message_index(txn, ev->message, why)) != OUT_OK ||
	    (out = finding_tasks(
		 txn, ev, ev->case_number, ev->subject, a.rule, why)) != OUT_OK)
		return out;
	return task_open(txn, ev, &a, why);
}

/* The answer sheet: we acknowledge, and say what we do and need. */
static enum outcome
apply_answer_to(
    struct store_txn *txn, const Rec__Event *ev, Rec__Case *c, struct why *why)
{
	enum outcome out;

	if (ev->message->msg_no > c->sent)
		c->sent = ev->message->msg_no;
	if (record_set(&c->status,
		ev->row->further[0] != '\0' ? "information requested" :
					      "under consideration") == -1 ||
	    record_set(&c->acknowledged_on, outcome_value(ev, "day")) == -1)
		return why_sys(why, "case");
	if ((out = message_index(txn, ev->message, why)) != OUT_OK ||
	    (out = message_wait(txn, ev->message, why)) != OUT_OK ||
	    (out = task_close(txn, ev, c->number, "acknowledge", NULL, why)) !=
		OUT_OK ||
	    (out = task_close(txn, ev, c->number, "reminder", NULL, why)) !=
		OUT_OK)
		return out;
	if (ev->row->further[0] != '\0' &&
	    (out = deadline_task(
		 txn, ev, c, "await-information", "R-403", why)) != OUT_OK)
		return out;
	return deadline_task(txn, ev, c, "status-report", "R-402", why);
}

enum outcome
apply_answer(struct store_txn *txn, const Rec__Event *ev, struct why *why)
{
	return case_change(txn, ev, apply_answer_to, why);
}

static enum outcome
apply_hold_to(
    struct store_txn *txn, const Rec__Event *ev, Rec__Case *c, struct why *why)
{
	(void)txn;
	if (record_set(&c->hold, ev->text) == -1)
		return why_sys(why, "case");
	return OUT_OK;
}

/* Money of the case stays where it is until the hold is lifted (text ""). */
enum outcome
apply_hold(struct store_txn *txn, const Rec__Event *ev, struct why *why)
{
	return case_change(txn, ev, apply_hold_to, why);
}
