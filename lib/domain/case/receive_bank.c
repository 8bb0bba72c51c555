/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The bank's answer (pain.002): payments accepted, settled, rejected.  What
 * cannot be matched with a payment of the file that it answers, or says two
 * things of one payment, changes nothing: a person is asked.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/case/bank_answer.h"
#include "domain/bank/bankfile.h"
#include "domain/case/casefile.h"
#include "domain/case/decide.h"
#include "domain/case/erase.h"
#include "domain/case/index.h"
#include "domain/case/payrow.h"
#include "domain/case/state.h"
#include "io/record.h"

#define DOUBTS_MAX 20 /* tasks of one answer */

static const char *
state_of(const char *status)
{
	switch (bankfile_verdict(status)) {
	case BANK_ACCEPTED:
	case BANK_PENDING:
		return "accepted";
	case BANK_SETTLED:
		return "settled";
	case BANK_REJECTED:
		return "rejected";
	case BANK_UNKNOWN:
		break;
	}
	return NULL;
}

/* How far a payment is: an answer never takes it back, but to rejected. */
static int
rank(const char *state)
{
	static const char *const order[] = { "accepted", "settled", "rejected",
		"returned" };
	size_t i;

	for (i = 0; i < sizeof(order) / sizeof(order[0]); i++)
		if (strcmp(order[i], state) == 0)
			return (int)i + 1;
	return 0;
}

/* A status code of ISO 20022; what else a bank may write is not repeated. */
static bool
is_code(const char *s)
{
	return strlen(s) == 4 &&
	    strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == 4;
}

/* Ask a person about the ${at}-th item of the answer; 0: the whole. */
static enum outcome
doubt(struct answer *k, const char *subject, const char *status, size_t at,
    const char *text, struct why *why)
{
	char place[32] = "";
	struct task_about about = { 0, NULL, "bank-answer",
		is_code(status) ? status : NULL, NULL, NULL, subject, place,
		text, "task" };

	if (k->doubts++ >= DOUBTS_MAX)
		return OUT_OK; /* who looks at these finds the others */
	if (at > 0)
		(void)snprintf(place, sizeof(place), "status %zu", at);
	return receive_alarm(k->txn, k->o, k->a, &about, NULL, why);
}

/* ---- one payment --------------------------------------------------------- */

static enum outcome
change(struct answer *k, Rec__Payment *p, const char *state, const char *reason,
    const char *info, struct why *why)
{
	Rec__Payment **slot;
	bool rejected = strcmp(state, "rejected") == 0;

	if ((slot = (Rec__Payment **)record_add(&k->payment, &k->n_payments)) ==
	    NULL) {
		record_free(p);
		return why_sys(why, "payment");
	}
	*slot = p;
	/* A rejection without a reason: MS03, "not specified". */
	if (record_set(&p->state, state) == -1 ||
	    record_set(&p->reason,
		rejected && reason[0] == '\0' ? "MS03" : reason) == -1 ||
	    record_set(&p->info, info) == -1)
		return why_sys(why, "payment");
	return rejected ? answer_reopen(k, p, why) : OUT_OK;
}

/* Of an erased case nothing is paid again, and no word of the bank's kept. */
static enum outcome
further(struct answer *k, Rec__Payment *p, const char *state,
    const char *reason, const char *info, size_t at, struct why *why)
{
	Rec__Case *c = NULL;
	enum outcome out;
	bool erased;

	if (p->case_number != 0 &&
	    (out = case_get(k->txn, p->case_number, &c, why)) != OUT_OK) {
		record_free(p);
		return out;
	}
	erased = erase_done(c);
	record_free(c);
	if (!erased || strcmp(state, "rejected") != 0)
		return change(k, p, state, reason, erased ? "" : info, why);
	out = doubt(k, p->id, "", at,
	    "the bank returns a payment of a case that was erased", why);
	record_free(p);
	return out;
}

/* Whether the other authority said that money of the payment has arrived. */
static enum outcome
has_arrived(struct answer *k, const Rec__Payment *p, bool *yes, struct why *why)
{
	enum outcome out = OUT_OK;
	Rec__Item *item;
	size_t i;

	*yes = false;
	for (i = 0; out == OUT_OK && !*yes && i < p->n_parts; i++) {
		out = item_get(k->txn, p->parts[i]->item, &item, why);
		*yes = out == OUT_OK && item != NULL &&
		    strcmp(item->state, "confirmed") == 0;
		record_free(item);
	}
	return out;
}

/* What the bank rejects is held, to be paid again; who is to release that is
 * told of the other authority's word that it has arrived. */
static enum outcome
believe(struct answer *k, Rec__Payment *p, const char *state,
    const char *reason, const char *info, size_t at, struct why *why)
{
	enum outcome out = OUT_OK;
	bool arrived = false;

	if (strcmp(state, "rejected") == 0 &&
	    (out = has_arrived(k, p, &arrived, why)) == OUT_OK && arrived)
		out = doubt(k, p->id, "", at,
		    "rejected, says the bank of a payment that the other "
		    "authority has confirmed",
		    why);
	if (out == OUT_OK)
		return further(k, p, state, reason, info, at, why);
	record_free(p);
	return out;
}

/* What is said of the payment ${id}; of no other file than that answered. */
static enum outcome
one(struct answer *k, const char *id, const char *status, const char *reason,
    const char *info, size_t at, struct why *why)
{
	const char *state = state_of(status);
	Rec__Payment *p;
	enum outcome out;

	if ((out = payment_get(k->txn, id, &p, why)) != OUT_OK)
		return out;
	if (p != NULL && strcmp(p->batch, k->batch) == 0 && state != NULL &&
	    rank(state) > rank(p->state))
		return believe(k, p, state, reason, info, at, why);
	if (p == NULL || strcmp(p->batch, k->batch) != 0)
		out = doubt(k, k->batch, status, at,
		    "a status of a payment that is not in the file answered",
		    why);
	else if (state == NULL)
		out = doubt(k, id, status, at,
		    "no status, or one that is not known", why);
	else if (rank(p->state) >= rank("rejected") &&
	    strcmp(state, "settled") == 0)
		out = doubt(k, id, status, at,
		    "settled, says the bank of a payment that had failed", why);
	record_free(p);
	return out;
}

/* ---- what it says of each ------------------------------------------------ */

static int
by_id(const void *a, const void *b)
{
	const struct said *x = a, *y = b;
	int d = strcmp(x->id, y->id);

	if (d != 0)
		return d;
	return x->at < y->at ? -1 : x->at > y->at;
}

static int
same_id(const void *id, const void *said)
{
	return strcmp(id, ((const struct said *)said)->id);
}

static bool
rejects(const char *status)
{
	return bankfile_verdict(status) == BANK_REJECTED;
}

/* Each id once: of several the one that is farthest. */
static size_t
merge(struct said *said, size_t n)
{
	size_t i, used = 0;

	qsort(said, n, sizeof(*said), by_id);
	for (i = 0; i < n; i++) {
		struct said *last = used == 0 ? NULL : &said[used - 1];
		const char *a, *b;

		if (last == NULL || strcmp(last->id, said[i].id) != 0) {
			said[used++] = said[i];
			continue;
		}
		if ((b = state_of(said[i].item->status)) == NULL)
			continue;
		a = state_of(last->item->status);
		if (a != NULL &&
		    rejects(last->item->status) !=
			rejects(said[i].item->status))
			last->both = true;
		if (a == NULL || rank(b) > rank(a))
			last->item = said[i].item;
	}
	return used;
}

static enum outcome
sort_by_id(struct answer *k, const Rec__BankStatus *s, struct why *why)
{
	size_t i;

	if ((k->said = calloc(s->n_items + 1, sizeof(*k->said))) == NULL)
		return why_sys(why, "answer");
	for (i = 0; i < s->n_items; i++) {
		const Rec__BankItem *b = s->items[i];
		const char *id = b->end_to_end_id[0] != '\0' ?
		    b->end_to_end_id :
		    b->instruction_id;

		if (id[0] != '\0')
			k->said[k->n_said++] =
			    (struct said){ id, b, i + 1, false };
	}
	k->n_said = merge(k->said, k->n_said);
	return OUT_OK;
}

static enum outcome
each_row(const Rec__BatchRow *row, void *ctx, struct why *why)
{
	struct answer *k = ctx;
	const char *id = row->payment->id;

	if (bsearch(id, k->said, k->n_said, sizeof(*k->said), same_id) != NULL)
		return OUT_OK;
	return one(k, id, k->status, k->reason, k->info, 0, why);
}

/* A status of the file, or of its one block, is that of every payment of
 * which it says nothing by itself. */
static enum outcome
all(struct answer *k, const char *status, const char *reason, const char *info,
    size_t at, struct why *why)
{
	if (state_of(status) == NULL) {
		if (strcmp(status, "PART") == 0 && (k->n_said > 0 || k->whole))
			return OUT_OK;
		return doubt(k, k->batch, status, at,
		    "no status of any payment, or one that is not known", why);
	}
	if (k->whole)
		return OUT_OK;
	k->whole = true;
	k->status = status;
	k->reason = reason;
	k->info = info;
	return payrow_each(k->txn, k->batch, each_row, k, why);
}

static enum outcome
of_payment(struct answer *k, const struct said *d, const Rec__BankStatus *s,
    struct why *why)
{
	const Rec__BankItem *b = d->item;
	const char *state = state_of(b->status);

	if (d->both ||
	    (rejects(s->group_status) && state != NULL && !rejects(b->status)))
		return doubt(k, k->batch, b->status, d->at,
		    "the answer says two things of one payment", why);
	return one(k, d->id, b->status, b->reason, b->info, d->at, why);
}

static enum outcome
of_block(struct answer *k, const Rec__BankItem *b, size_t at, struct why *why)
{
	if (b->transaction && k->count > 1)
		return doubt(k, k->batch, b->status, at,
		    "a status of a payment that the bank does not name", why);
	if (b->pmtinf_id[0] != '\0' && strcmp(b->pmtinf_id, k->block) != 0)
		return doubt(k, k->batch, b->status, at,
		    "a status of a block that is not in the file answered",
		    why);
	return all(k, b->status, b->reason, b->info, at, why);
}

static enum outcome
gather(struct answer *k, const Rec__BankStatus *s, struct why *why)
{
	enum outcome out;
	size_t i;

	if ((out = sort_by_id(k, s, why)) != OUT_OK)
		return out;
	for (i = 0; out == OUT_OK && i < k->n_said; i++)
		out = of_payment(k, &k->said[i], s, why);
	for (i = 0; out == OUT_OK && i < s->n_items; i++)
		if (s->items[i]->end_to_end_id[0] == '\0' &&
		    s->items[i]->instruction_id[0] == '\0')
			out = of_block(k, s->items[i], i + 1, why);
	if (out == OUT_OK && s->group_status[0] != '\0')
		out = all(
		    k, s->group_status, s->group_reason, s->group_info, 0, why);
	for (i = 0; out == OUT_OK && i < s->n_doubt; i++)
		out = doubt(k, k->batch, "", 0, s->doubt[i], why);
	return out;
}

static enum outcome
append(struct answer *k, struct why *why)
{
	struct new_document d = { .name = "pain.002.xml",
		.role = "bank",
		.mime = "application/xml",
		.data = k->a->files[0].data,
		.len = k->a->files[0].len };
	struct outcomes outs = { .n = 0 };
	enum outcome out;
	Rec__Event ev;

	if ((out = arrival_begin(
		 k->txn, k->o, k->a, "bank-status", &ev, why)) != OUT_OK ||
	    (out = new_key(k->txn, &ev.key, why)) != OUT_OK)
		return out;
	d.key = ev.key;
	if ((out = document_add(k->txn, k->o, &d, &ev.document, NULL, why)) !=
	    OUT_OK)
		return out;
	ev.subject = lend(k->batch);
	ev.verdict = k->a->parcel->verdict;
	ev.payments = k->payment;
	ev.n_payments = k->n_payments;
	ev.items = k->item;
	ev.n_items = k->n_items;
	outcome_add(&outs, "content", k->a->content);
	outcome_lend(&outs, &ev);
	return journal_append(k->txn, &ev, why);
}

static void
answer_free(struct answer *k)
{
	size_t i;

	for (i = 0; i < k->n_payments; i++)
		record_free(k->payment[i]);
	for (i = 0; i < k->n_items; i++)
		record_free(k->item[i]);
	free(k->payment);
	free(k->item);
	free(k->said);
}

/* A bank can answer what it may have; of another file nothing is believed, lest
 * a payment be called failed that is paid yet. */
static enum outcome
has_left(const struct answer *k, struct why *why)
{
	static const char *const out_there[] = { "written", "delivered",
		"uncertain" };
	enum outcome out;
	Rec__Batch *b;
	bool left = false;
	size_t i;

	if ((out = batch_get(k->txn, k->batch, &b, why)) != OUT_OK)
		return out;
	for (i = 0; i < sizeof(out_there) / sizeof(out_there[0]); i++)
		left =
		    left || (b != NULL && strcmp(b->state, out_there[i]) == 0);
	record_free(b);
	if (left)
		return OUT_OK;
	(void)why_reject(
	    why, "BANK-EARLY", "answers %s, which has not left", k->batch);
	why_at(why, 0, "OrgnlMsgId");
	return OUT_REJECT;
}

enum outcome
receive_bank(struct store_txn *txn, const struct office *o, struct arrival *a,
    struct why *why)
{
	const Rec__BankStatus *s = a->parcel->verdict->bank_status;
	struct answer k = { .txn = txn, .o = o, .a = a };
	enum outcome out;
	uint64_t number;
	Rec__Event *made;

	out = index_get(txn, "batch-msg", s->original_message_id,
	    strlen(s->original_message_id), &number, why);
	if (out != OUT_OK)
		return out;
	if (number == 0) {
		(void)why_reject(why, "BANK-STATUS",
		    "answers a payment file that we did not write");
		why_at(why, 0, "OrgnlMsgId");
		return OUT_REJECT;
	}
	if ((out = journal_get(txn, number, &made, why)) != OUT_OK)
		return out;
	if (made == NULL || made->batch == NULL) {
		record_free(made);
		return why_retry(why, "journal: batch is missing");
	}
	k.batch = made->batch->id;
	k.block = made->batch->msg_id;
	k.count = made->batch->count;
	if ((out = has_left(&k, why)) == OUT_OK &&
	    (out = gather(&k, s, why)) == OUT_OK)
		out = append(&k, why);
	answer_free(&k);
	record_free(made);
	return out;
}
