/* SPDX-License-Identifier: EUPL-1.2 */
/* The bank's answer (pain.002): payments accepted, settled, rejected. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/bankfile.h"
#include "domain/casefile.h"
#include "domain/decide.h"
#include "domain/index.h"
#include "domain/payrow.h"
#include "domain/receive.h"
#include "domain/state.h"
#include "io/record.h"

/* What the answer changes, gathered for one event. */
struct answer {
	struct store_txn *txn;
	const struct office *o;
	struct arrival *a;
	const char *batch;
	Rec__Payment **payment;
	size_t n_payments;
	Rec__Item **item;
	size_t n_items;
	/* for a status that stands above the transactions */
	const char *status, *reason, *info;
};

static const char *
state_of(enum bank_verdict v)
{
	switch (v) {
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

/* A copy of a record, to be changed and freed like any other. */
static void *
copy_of(const ProtobufCMessage *m, struct why *why)
{
	ProtobufCMessage *copy = NULL;
	struct buf b = BUF_INIT;

	if (record_pack(m, &b, why) == OUT_OK &&
	    record_unpack(m->descriptor, b.data, b.len, &copy, why) != OUT_OK)
		copy = NULL;
	buf_wipe(&b);
	return copy;
}

/* A correction of the item: ${sign} -1 takes its transfer back, 1 repeats. */
static enum outcome
correct(struct answer *k, const Rec__Item *of, const char *payment, int sign,
    const char *reason, const char *state, char *id, struct why *why)
{
	Rec__Item **slot, *item;
	enum outcome out;

	if ((out = new_item_id(k->txn, k->o, id, why)) != OUT_OK)
		return out;
	if ((slot = (Rec__Item **)record_add(&k->item, &k->n_items)) == NULL ||
	    (*slot = item = copy_of(&of->base, why)) == NULL)
		return why_sys(why, "item");
	rec__conversion__free_unpacked(item->conversion, NULL);
	item->conversion = NULL;
	rec__allocation__free_unpacked(item->allocation, NULL);
	item->allocation = NULL;
	item->amount->minor = sign * llabs(item->amount->minor);
	if (record_set(&item->id, id) == -1 ||
	    record_set(&item->correction_of,
		of->correction_of[0] != '\0' ? of->correction_of : of->id) ==
		-1 ||
	    record_set(&item->payment, payment) == -1 ||
	    record_set(&item->end_to_end_id, payment) == -1 ||
	    record_set(&item->reason, reason) == -1 ||
	    record_set(&item->date, k->o->today) == -1 ||
	    record_set(&item->state, state) == -1)
		return why_sys(why, "item");
	return OUT_OK;
}

/*
 * The payment is reopened: its next attempt waits for a person, and each of
 * its items is taken back towards the other authority.
 */
static enum outcome
reopen(struct answer *k, const Rec__Payment *p, struct why *why)
{
	Rec__Payment **slot, *next;
	enum outcome out = OUT_OK;
	char id[48], item_id[32];
	size_t i;

	if ((slot = (Rec__Payment **)record_add(&k->payment, &k->n_payments)) ==
		NULL ||
	    (*slot = next = copy_of(&p->base, why)) == NULL)
		return why_sys(why, "payment");
	next->attempt = p->attempt + 1;
	(void)snprintf(id, sizeof(id), "%s-%u", p->stem, next->attempt);
	if (record_set(&next->id, id) == -1 ||
	    record_set(&next->previous, p->id) == -1 ||
	    record_set(&next->state, "held") == -1 ||
	    record_set(&next->batch, "") == -1 ||
	    record_set(&next->reason, "") == -1 ||
	    record_set(&next->info, "") == -1)
		return why_sys(why, "payment");
	for (i = 0; out == OUT_OK && i < p->n_parts; i++) {
		Rec__Item *of;

		out = item_get(k->txn, p->parts[i]->item, &of, why);
		if (out != OUT_OK || of == NULL)
			continue;
		out = correct(
		    k, of, p->id, -1, p->reason, "correction", item_id, why);
		if (out == OUT_OK)
			out = correct(
			    k, of, id, 1, "REISSUE", "reissue", item_id, why);
		if (out == OUT_OK &&
		    record_set(&next->parts[i]->item, item_id) == -1)
			out = why_sys(why, "payment");
		record_free(of);
	}
	return out;
}

static enum outcome
one(struct answer *k, const char *id, const char *status, const char *reason,
    const char *info, struct why *why)
{
	const char *state = state_of(bankfile_verdict(status));
	Rec__Payment *p, **slot;
	enum outcome out;

	if ((out = payment_get(k->txn, id, &p, why)) != OUT_OK)
		return out;
	if (p == NULL || state == NULL || rank(state) <= rank(p->state)) {
		record_free(p);
		return OUT_OK;
	}
	if ((slot = (Rec__Payment **)record_add(&k->payment, &k->n_payments)) ==
	    NULL) {
		record_free(p);
		return why_sys(why, "payment");
	}
	*slot = p;
	if (record_set(&p->state, state) == -1 ||
	    record_set(&p->reason, reason) == -1 ||
	    record_set(&p->info, info) == -1)
		return why_sys(why, "payment");
	return strcmp(state, "rejected") == 0 ? reopen(k, p, why) : OUT_OK;
}

static enum outcome
each_row(const Rec__BatchRow *row, void *ctx, struct why *why)
{
	struct answer *k = ctx;

	return one(k, row->payment->id, k->status, k->reason, k->info, why);
}

/* A status of the group, or of our one block, is that of every payment. */
static enum outcome
all(struct answer *k, const char *status, const char *reason, const char *info,
    struct why *why)
{
	k->status = status;
	k->reason = reason;
	k->info = info;
	return payrow_each(k->txn, k->batch, each_row, k, why);
}

static enum outcome
gather(struct answer *k, const Rec__BankStatus *s, struct why *why)
{
	enum outcome out = OUT_OK;
	size_t i;

	for (i = 0; out == OUT_OK && i < s->n_items; i++) {
		const Rec__BankItem *b = s->items[i];

		if (b->end_to_end_id[0] != '\0')
			out = one(k, b->end_to_end_id, b->status, b->reason,
			    b->info, why);
		else if (b->instruction_id[0] != '\0')
			out = one(k, b->instruction_id, b->status, b->reason,
			    b->info, why);
		else
			out = all(k, b->status, b->reason, b->info, why);
	}
	/* Those it does not name share what it says of the whole. */
	if (out == OUT_OK && s->group_status[0] != '\0')
		out = all(k, s->group_status, s->group_reason, "", why);
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
}

enum outcome
receive_bank(struct store_txn *txn, const struct office *o, struct arrival *a,
    struct why *why)
{
	const Rec__BankStatus *s = a->parcel->verdict->bank_status;
	struct answer k = { txn, o, a, NULL, NULL, 0, NULL, 0, "", "", "" };
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
	if ((out = gather(&k, s, why)) == OUT_OK)
		out = append(&k, why);
	answer_free(&k);
	record_free(made);
	return out;
}
