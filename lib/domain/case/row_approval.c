/* SPDX-License-Identifier: EUPL-1.2 */
/* Approvers: a message may leave. */
#include <stdio.h>
#include <string.h>

#include "domain/case/casefile.h"
#include "domain/case/decide.h"
#include "domain/case/index.h"
#include "domain/case/resend.h"
#include "domain/case/row_approval.h"
#include "domain/case/sheet_rows.h"
#include "domain/case/state.h"
#include "io/record.h"
#include "io/slurp.h"

bool
approval_among(char *const *names, size_t n, const char *name)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

bool
approval_refuses(const Rec__SheetRow *row)
{
	return strcmp(row->decision, "refuse") == 0;
}

enum outcome
approval_late(struct store_txn *txn, const struct office *o, struct arrival *a,
    const Rec__SheetRow *row, struct why *why)
{
	return row_held(txn, o, a, row, "APPROVAL-LATE", "decision",
	    "refused too late: it has left, or is leaving", why);
}

const char *
approval_weigh(const struct office *o, const Rec__SheetRow *row,
    const char *actor, const char *recorder, size_t have, const char *gate,
    const char **fault)
{
	long need = config_number(o->conf, "gates", gate);

	if (approval_refuses(row))
		return "refused";
	if (strcmp(actor, recorder) == 0) {
		*fault = "who recorded it may not approve it";
		return NULL;
	}
	return (long)have + 1 >= need ? "approved" : "waiting";
}

enum outcome
approval_append(struct store_txn *txn, const struct office *o,
    struct arrival *a, const char *kind, uint64_t number, const char *subject,
    const char *state, const char *name, const char *value,
    const Rec__SheetRow *row, struct why *why)
{
	struct outcomes outs = { .n = 0 };
	enum outcome out;
	Rec__Event ev;

	if ((out = arrival_begin(txn, o, a, kind, &ev, why)) != OUT_OK)
		return out;
	ev.case_number = number;
	ev.subject = lend(subject);
	ev.state = lend(state);
	ev.sha256 = row->sha256;
	ev.text = row->reason;
	outcome_add(&outs, name, value);
	outcome_lend(&outs, &ev);
	if (number == 0 && (out = arrival_key(txn, a, &ev.key, why)) != OUT_OK)
		return out;
	return journal_append(txn, &ev, why);
}

/* Whether nothing of it is outside: neither did it leave before, nor was a run
 * killed while it left. */
static bool
is_here(const struct office *o, const Rec__Message *m)
{
	char folder[64];

	if (strcmp(m->state, "waiting") == 0)
		return true;
	return strcmp(m->state, "approved") == 0 && !m->immediate &&
	    m->resent == 0 &&
	    (o->sent == NULL ||
		!slurp_there(o->sent,
		    resend_folder(o->code, m, folder, sizeof(folder))));
}

/* The place in its thread that an approved message gets; "0": none. */
static enum outcome
thread_place(struct store_txn *txn, const Rec__Message *m, const char *state,
    char *place, size_t size, struct why *why)
{
	enum outcome out;
	Rec__Case *c;

	(void)snprintf(place, size, "0");
	if (strcmp(state, "approved") != 0)
		return OUT_OK;
	if ((out = case_get(txn, m->case_number, &c, why)) != OUT_OK)
		return out;
	(void)snprintf(place, size, "%u", c == NULL ? 1 : c->sent + 1);
	record_free(c);
	return OUT_OK;
}

static enum outcome
weigh_message(struct store_txn *txn, const struct office *o, struct arrival *a,
    const Rec__Message *m, const Rec__SheetRow *row, struct why *why)
{
	char name[21], msg_no[16];
	const char *state, *fault = "";
	enum outcome out;

	state = approval_weigh(o, row, a->actor, m->recorder, m->n_approvals,
	    "message_approvers", &fault);
	if (state == NULL)
		return row_held(
		    txn, o, a, row, "APPROVAL-PERSON", "subject", fault, why);
	out = thread_place(txn, m, state, msg_no, sizeof(msg_no), why);
	if (out != OUT_OK)
		return out;
	return approval_append(txn, o, a, "approve-message", m->case_number,
	    number_name(m->number, name), state, "msg-no", msg_no, row, why);
}

static enum outcome
approve_message(struct store_txn *txn, const struct office *o,
    struct arrival *a, const Rec__Message *m, const Rec__SheetRow *row,
    struct why *why)
{
	bool refuses = approval_refuses(row);

	if (strcmp(m->state, "refused") == 0 ||
	    strcmp(m->state, "withdrawn") == 0 ||
	    (!refuses &&
		(strcmp(m->state, "waiting") != 0 ||
		    approval_among(m->approvals, m->n_approvals, a->actor))))
		return OUT_OK; /* it was said before */
	if (strcmp(m->sha256, row->sha256) != 0)
		return row_held(txn, o, a, row, "APPROVAL-SHA256", "sha256",
		    "not what is waiting now: look at it again", why);
	if (!refuses && strcmp(row->decision, "approve") != 0)
		return row_held(txn, o, a, row, "APPROVAL-DECISION", "decision",
		    "a message is approved or refused", why);
	if (refuses && !is_here(o, m))
		return approval_late(txn, o, a, row, why);
	return weigh_message(txn, o, a, m, row, why);
}

enum outcome
row_approval(struct store_txn *txn, const struct office *o, struct arrival *a,
    const Rec__SheetRow *row, struct why *why)
{
	Rec__Message *m = NULL;
	Rec__Batch *b;
	enum outcome out;
	uint64_t number;

	if ((out = batch_get(txn, row->subject, &b, why)) != OUT_OK)
		return out;
	if (b != NULL) {
		out = row_batch(txn, o, a, b, row, why);
		record_free(b);
		return out;
	}
	if ((out = index_get(txn, "sent-id", row->subject, strlen(row->subject),
		 &number, why)) != OUT_OK ||
	    (number != 0 &&
		(out = message_get(txn, number, &m, why)) != OUT_OK))
		return out;
	if (m == NULL)
		return row_held(txn, o, a, row, "APPROVAL-SUBJECT", "subject",
		    "no message or batch of that id", why);
	out = approve_message(txn, o, a, m, row, why);
	record_free(m);
	return out;
}
