/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/payrun.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/casefile.h"
#include "domain/decide.h"
#include "domain/index.h"
#include "domain/payfile.h"
#include "domain/payrow.h"
#include "domain/receive.h"
#include "domain/state.h"
#include "io/digest.h"
#include "io/record.h"
#include "value/caseid.h"
#include "value/date.h"

/* A batch in the making. */
struct making {
	struct store_txn *txn;
	const struct office *o;
	struct bankprofile profile;
	Rec__Batch b;
	char id[32], execution[DATE_TEXT], sha256[65], payer[PAYER_SIZE];
	struct buf snapshot; /* all rows, packed: what is approved */
	Rec__Payment pool;   /* to an authority: its parts grow */
	size_t *made, held;
};

static enum outcome
begin_batch(
    struct making *k, const char *bank, const char *other, struct why *why)
{
	enum outcome out;
	uint64_t n;
	int32_t day;

	if ((out = store_count(k->txn, "batch", &n, why)) != OUT_OK)
		return out;
	rec__batch__init(&k->b);
	buf_reset(&k->snapshot);
	(void)snprintf(k->id, sizeof(k->id), "%.8s-B%06" PRIu64, k->o->code, n);
	k->b.id = k->b.msg_id = k->id;
	k->b.kind = lend(k->profile.format == BANK_CSV ? "csv" : "sepa");
	k->b.profile = lend(bank);
	k->b.format = lend(bankprofile_format(&k->profile));
	k->b.created = lend(k->o->now);
	k->b.currency = k->profile.currency;
	k->b.state = lend("prepared");
	k->b.recorder = lend(k->o->actor);
	k->b.other = lend(other);
	k->b.payer = payfile_payer(&k->profile, k->payer, sizeof(k->payer));
	if (!date_parse(k->o->today, &day))
		return why_retry(why, "no legal day");
	k->b.execution = date_format(
	    bankprofile_execution_day(&k->profile, day), k->execution);
	return OUT_OK;
}

static enum outcome
end_batch(struct making *k, struct why *why)
{
	unsigned char digest[32];
	enum outcome out;
	Rec__Event ev;

	if (k->b.count == 0)
		return OUT_OK;
	(void)buf_printf(&k->snapshot, "%s|%s|%s|%s|%s|%s|%u|%" PRId64, k->b.id,
	    k->b.profile, k->b.format, k->b.payer, k->b.created, k->b.execution,
	    k->b.count, k->b.sum);
	if ((out = buf_ok(&k->snapshot, why)) != OUT_OK ||
	    (out = digest_sha256(
		 k->snapshot.data, k->snapshot.len, digest, why)) != OUT_OK ||
	    (out = journal_begin(k->txn, k->o, "batch", &ev, why)) != OUT_OK)
		return out;
	k->b.sha256 = hex(digest, sizeof(digest), k->sha256);
	ev.subject = k->b.id;
	ev.batch = &k->b;
	(*k->made)++;
	return journal_append(k->txn, &ev, why);
}

/* An item that cannot be paid as it is: held, with the rule it breaks. */
static enum outcome
hold_item(struct making *k, Rec__Item *item, const struct why *reason,
    struct why *why)
{
	struct outcomes outs = { .n = 0 };
	enum outcome out;
	Rec__Event ev;

	if (record_set(&item->state, "held") == -1 ||
	    record_set(&item->held_for, reason->rule) == -1)
		return why_sys(why, "item");
	out = journal_begin(k->txn, k->o, "payment-held", &ev, why);
	if (out != OUT_OK)
		return out;
	ev.case_number = item->case_number;
	ev.item = item;
	ev.text = lend(reason->text);
	k->held++;
	outcome_add(&outs, "rule", reason->rule);
	outcome_add(&outs, "place", reason->place);
	outcome_lend(&outs, &ev);
	return journal_append(k->txn, &ev, why);
}

/* SHA-256(case | payee | obligation | period | tranche), in the unit's name. */
static enum outcome
payment_id(const struct office *o, const char *seed, Rec__Payment *p,
    char *stem, char *id, struct why *why)
{
	unsigned char digest[32];
	enum outcome out;

	if ((out = digest_sha256(seed, strlen(seed), digest, why)) != OUT_OK)
		return out;
	p->stem = e2e_base(o->code, digest, sizeof(digest), stem);
	(void)snprintf(id, 48, "%s-%u", stem, p->attempt);
	p->id = id;
	return OUT_OK;
}

static enum outcome
put_row(struct making *k, Rec__Payment *p, Rec__Payee *payee, struct why *why)
{
	Rec__BatchRow row = REC__BATCH_ROW__INIT;
	enum outcome out;

	p->state = lend("in batch");
	p->batch = k->b.id;
	row.payment = p;
	row.payee = payee;
	if ((out = payrow_put(k->txn, k->b.id, k->b.count + 1, &row, why)) !=
		OUT_OK ||
	    (out = record_pack(&row.base, &k->snapshot, why)) != OUT_OK)
		return out;
	k->b.count++;
	k->b.sum += p->amount->minor;
	return OUT_OK;
}

/* The period the money is for, as it stands in a payment's id. */
static void
period_of(const Rec__Item *item, char *buf, size_t size)
{
	(void)snprintf(buf, size, "%s/%s",
	    item->from[0] == '\0' ? item->date : item->from, item->until);
}

/* One item, one payment, straight to the creditor or the public body. */
static enum outcome
pay_directly(
    struct making *k, const Rec__Case *c, Rec__Item *item, struct why *why)
{
	char period[32], stem[24], id[48], seed[160];
	Rec__Part part = REC__PART__INIT, *parts[1] = { &part };
	Rec__Payment p = REC__PAYMENT__INIT;
	struct why reason = WHY_INIT;
	struct payee_room room;
	enum outcome out;
	uint32_t before;

	if ((out = payee_of_case(k->txn, c, item, &room, why)) != OUT_OK)
		return out;
	period_of(item, period, sizeof(period));
	if ((out = payrow_tranche(k->txn, c->number, payee_kind(c), period,
		 &before, why)) != OUT_OK)
		goto done;
	p.payee = lend(payee_kind(c));
	p.case_number = c->number;
	p.other = c->other;
	p.amount = item->amount;
	p.attempt = 1;
	p.tranche = before + 1;
	p.period = period;
	p.due_on = lend(k->o->today);
	part.item = item->id;
	part.case_number = c->number;
	part.minor = item->amount->minor;
	p.parts = parts;
	p.n_parts = 1;
	(void)snprintf(seed, sizeof(seed), "%s|%s|%s|%s|%u", c->id, p.payee,
	    "1", period, p.tranche);
	if ((out = payment_id(k->o, seed, &p, stem, id, why)) != OUT_OK)
		goto done;
	out = payfile_check_row(&k->profile, &p, &room.payee, &reason);
	if (out == OUT_REJECT) {
		out = hold_item(k, item, &reason, why);
		goto done;
	}
	if (out == OUT_OK && (out = put_row(k, &p, &room.payee, why)) == OUT_OK)
		out = payrow_note_tranche(k->txn, &p, why);
done:
	payee_free(&room);
	return out;
}

/* Money for an authority is gathered: one payment, with its parts. */
static enum outcome
pool_item(struct making *k, const Rec__Case *c, const Rec__Item *item,
    struct why *why)
{
	Rec__Part **slot, *part;

	slot = (Rec__Part **)record_add(&k->pool.parts, &k->pool.n_parts);
	if (slot == NULL || (*slot = part = malloc(sizeof(*part))) == NULL)
		return why_sys(why, "payment");
	rec__part__init(part);
	part->case_number = c->number;
	part->minor = item->amount->minor;
	return record_set(&part->item, item->id) == -1 ?
	    why_sys(why, "payment") :
	    OUT_OK;
}

static void
pool_free(struct making *k)
{
	size_t i;

	for (i = 0; i < k->pool.n_parts; i++)
		record_free(k->pool.parts[i]);
	free(k->pool.parts);
	rec__payment__init(&k->pool);
}

/* All of the pool is held together: no part of it can be paid alone. */
static enum outcome
hold_pool(struct making *k, const struct why *reason, struct why *why)
{
	enum outcome out = OUT_OK;
	Rec__Item *item;
	size_t i;

	for (i = 0; out == OUT_OK && i < k->pool.n_parts; i++) {
		out = item_get(k->txn, k->pool.parts[i]->item, &item, why);
		if (out == OUT_OK && item != NULL)
			out = hold_item(k, item, reason, why);
		record_free(item);
	}
	return out;
}

static enum outcome
pay_pool(struct making *k, const char *other, struct why *why)
{
	Rec__Money amount = REC__MONEY__INIT;
	struct why reason = WHY_INIT;
	struct payee_room room;
	char stem[24], id[48], seed[96];
	enum outcome out;
	size_t i;

	if (k->pool.n_parts == 0)
		return OUT_OK;
	for (i = 0; i < k->pool.n_parts; i++)
		amount.minor += k->pool.parts[i]->minor;
	amount.currency = k->profile.currency;
	k->pool.amount = &amount;
	k->pool.payee = lend("authority");
	k->pool.other = lend(other);
	k->pool.attempt = 1;
	k->pool.due_on = lend(k->o->today);
	(void)snprintf(seed, sizeof(seed), "%s|%s", other, k->b.id);
	if ((out = payee_of_party(k->o, other, k->b.id, &room, why)) !=
		OUT_OK ||
	    (out = payment_id(k->o, seed, &k->pool, stem, id, why)) != OUT_OK)
		return out;
	out = payfile_check_row(&k->profile, &k->pool, &room.payee, &reason);
	if (out == OUT_REJECT)
		out = hold_pool(k, &reason, why);
	else if (out == OUT_OK)
		out = put_row(k, &k->pool, &room.payee, why);
	k->pool.amount = NULL;
	payee_free(&room);
	return out;
}

/* The next attempt at a payment the bank rejected, released by a person. */
static enum outcome
pay_again(struct making *k, const char *id, const char *other, struct why *why)
{
	struct why reason = WHY_INIT;
	struct payee_room room;
	enum outcome out;
	Rec__Payment *p;
	Rec__Item *item = NULL;
	Rec__Case *c = NULL;
	bool ready;

	memset(&room, 0, sizeof(room));
	if ((out = payment_get(k->txn, id, &p, why)) != OUT_OK || p == NULL)
		return out;
	ready = strcmp(p->state, "due") == 0 && strcmp(p->other, other) == 0;
	if (ready && p->case_number == 0)
		out = payee_of_party(k->o, other, k->b.id, &room, why);
	else if (ready &&
	    (out = case_get(k->txn, p->case_number, &c, why)) == OUT_OK &&
	    (out = item_get(k->txn, p->parts[0]->item, &item, why)) == OUT_OK &&
	    c != NULL && item != NULL)
		out = payee_of_case(k->txn, c, item, &room, why);
	if (out == OUT_OK && ready)
		out = payfile_check_row(&k->profile, p, &room.payee, &reason);
	if (out == OUT_REJECT && item != NULL) {
		out = hold_item(k, item, &reason, why);
	} else if (out == OUT_OK && ready) {
		char *batch = p->batch, *state = p->state;

		out = put_row(k, p, &room.payee, why);
		p->batch = batch; /* theirs again, to be freed */
		p->state = state;
	}
	payee_free(&room);
	record_free(item);
	record_free(c);
	record_free(p);
	return out;
}

/* The items of one other authority that wait, as many as a file may hold. */
static enum outcome
fill(struct making *k, const char *other, char **item_id, size_t n, bool pooled,
    struct why *why)
{
	enum outcome out = OUT_OK;
	Rec__Item *item;
	Rec__Case *c;
	size_t i;

	for (i = 0;
	     out == OUT_OK && i < n && k->b.count < k->profile.max_transfers;
	     i++) {
		if ((out = item_get(k->txn, item_id[i], &item, why)) != OUT_OK)
			break;
		if (item == NULL || strcmp(item->other, other) != 0 ||
		    strcmp(item->state, "released") != 0 ||
		    strcmp(item->amount->currency, k->profile.currency) != 0) {
			record_free(item);
			continue;
		}
		if ((out = case_get(k->txn, item->case_number, &c, why)) ==
			OUT_OK &&
		    c != NULL && c->hold[0] == '\0')
			out = pooled ? pool_item(k, c, item, why) :
				       pay_directly(k, c, item, why);
		record_free(item);
		record_free(c);
	}
	return out;
}

/* Everything that waits for one other authority, batch by batch. */
static enum outcome
prepare_for(struct making *k, const char *other, char **item, size_t n,
    char **again, size_t m, struct why *why)
{
	const char *bank = party_get(k->o, other, "bank");
	bool pooled =
	    strcmp(party_get(k->o, other, "pays_to"), "authority") == 0;
	enum outcome out;
	size_t i;

	if (bank[0] == '\0')
		return OUT_OK; /* its money waits until there is one */
	if ((out = bankprofile_read(k->o->conf, bank, &k->profile, why)) !=
		OUT_OK ||
	    (out = begin_batch(k, bank, other, why)) != OUT_OK)
		return out;
	rec__payment__init(&k->pool);
	for (i = 0;
	     out == OUT_OK && i < m && k->b.count < k->profile.max_transfers;
	     i++)
		out = pay_again(k, again[i], other, why);
	if (out == OUT_OK)
		out = fill(k, other, item, n, pooled, why);
	if (out == OUT_OK && pooled)
		out = pay_pool(k, other, why);
	pool_free(k);
	return out == OUT_OK ? end_batch(k, why) : out;
}

/* What waits, for the transaction of one other authority. */
struct waiting {
	struct making *k;
	const char *other;
	char **item, **again;
	size_t n, m;
	bool nothing;
};

/* Where nothing could be paid or held, not even a number is used up. */
static enum outcome
prepare_one(struct store_txn *txn, void *ctx, struct why *why)
{
	struct waiting *w = ctx;
	struct store_txn *outer = w->k->txn;
	enum outcome out;

	w->k->txn = txn;
	w->k->held = 0;
	rec__batch__init(&w->k->b);
	out = prepare_for(w->k, w->other, w->item, w->n, w->again, w->m, why);
	w->k->txn = outer;
	w->nothing = out == OUT_OK && w->k->b.count == 0 && w->k->held == 0;
	return w->nothing ? OUT_REJECT : out;
}

static enum outcome
prepare_all(struct making *k, char **item, size_t n, char **again, size_t m,
    struct why *why)
{
	struct waiting w = { k, NULL, item, again, n, m, false };
	const char *section;
	enum outcome out = OUT_OK;
	size_t i;

	for (i = 0; out == OUT_OK &&
	     (section = config_section(k->o->conf, "party.", i)) != NULL;
	     i++) {
		w.other = section + strlen("party.");
		out = store_item(k->txn, "pay", "batch", prepare_one, &w, why);
		if (out == OUT_REJECT && w.nothing)
			out = OUT_OK;
	}
	return out;
}

enum outcome
payrun_prepare(struct store_txn *txn, const struct office *o, size_t *made,
    struct why *why)
{
	struct making k;
	char **item = NULL, **again = NULL;
	size_t n = 0, m = 0;
	enum outcome out;

	memset(&k, 0, sizeof(k));
	k.txn = txn;
	k.o = o;
	k.made = made;
	if ((out = queue_list(txn, "topay", &item, &n, why)) == OUT_OK &&
	    (out = queue_list(txn, "reissue", &again, &m, why)) == OUT_OK &&
	    n + m > 0)
		out = prepare_all(&k, item, n, again, m, why);
	names_free(item, n);
	names_free(again, m);
	buf_wipe(&k.snapshot);
	return out;
}

enum outcome
payrun_state(struct store_txn *txn, const struct office *o, const char *batch,
    const char *state, const char *file, const char *sha256, const char *boot,
    struct why *why)
{
	enum outcome out;
	Rec__Event ev;

	if ((out = journal_begin(txn, o, "batch-state", &ev, why)) != OUT_OK)
		return out;
	ev.subject = lend(batch);
	ev.state = lend(state);
	ev.text = lend(file);
	ev.sha256 = lend(sha256);
	ev.boot = lend(boot);
	return journal_append(txn, &ev, why);
}
