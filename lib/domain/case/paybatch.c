/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/case/paybatch.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/case/decide.h"
#include "domain/case/payrow.h"
#include "io/record.h"

static void
fill(struct paybatch *k, const char *bank)
{
	rec__batch__init(&k->b);
	k->b.id = k->b.msg_id = k->id;
	k->b.kind = lend(k->profile.format == BANK_CSV ? "csv" : "sepa");
	k->b.profile = lend(bank);
	k->b.format = lend(bankprofile_format(&k->profile));
	k->b.created = lend(k->o->now);
	k->b.execution = k->execution;
	k->b.currency = k->profile.currency;
	k->b.state = lend("prepared");
	k->b.recorder = lend(k->o->actor);
	k->b.other = lend(k->other);
	k->b.payer = payfile_payer(&k->profile, k->payer, sizeof(k->payer));
}

enum outcome
paybatch_begin(struct paybatch *k, struct store_txn *txn,
    const struct office *o, const char *bank, const char *other,
    struct why *why)
{
	enum outcome out;
	uint64_t n;
	int32_t day;

	memset(k, 0, sizeof(*k));
	k->txn = txn;
	k->o = o;
	k->other = other;
	rec__payment__init(&k->pool);
	rec__batch__init(&k->b);
	if ((out = bankprofile_read(o->conf, bank, &k->profile, why)) !=
		OUT_OK ||
	    (out = store_count(txn, "batch", &n, why)) != OUT_OK ||
	    (out = digest_begin(&k->sum, why)) != OUT_OK)
		return out;
	if (!date_parse(o->today, &day))
		return why_retry(why, "no legal day");
	(void)snprintf(k->id, sizeof(k->id), "%.8s-B%06" PRIu64, o->code, n);
	(void)date_format(
	    bankprofile_execution_day(&k->profile, day), k->execution);
	fill(k, bank);
	return OUT_OK;
}

bool
paybatch_full(const struct paybatch *k)
{
	return k->b.count >= k->profile.max_transfers;
}

enum outcome
paybatch_row(
    struct paybatch *k, Rec__Payment *p, Rec__Payee *payee, struct why *why)
{
	Rec__BatchRow row = REC__BATCH_ROW__INIT;
	struct buf packed = BUF_INIT;
	enum outcome out;

	if (record_set(&p->state, "in batch") == -1 ||
	    record_set(&p->batch, k->b.id) == -1)
		return why_sys(why, "payment");
	row.payment = p;
	row.payee = payee;
	if ((out = payrow_put(k->txn, k->b.id, k->b.count + 1, &row, why)) ==
		OUT_OK &&
	    (out = record_pack(&row.base, &packed, why)) == OUT_OK) {
		digest_add(k->sum, packed.data, packed.len);
		k->b.count++;
		k->b.sum += p->amount->minor;
	}
	buf_wipe(&packed);
	return out;
}

static enum outcome
append_held(struct paybatch *k, Rec__Event *ev, const struct why *reason,
    struct why *why)
{
	struct outcomes outs = { .n = 0 };

	k->held++;
	ev->text = lend(reason->text);
	outcome_add(&outs, "rule", reason->rule);
	outcome_add(&outs, "place", reason->place);
	outcome_lend(&outs, ev);
	return journal_append(k->txn, ev, why);
}

enum outcome
paybatch_hold_item(struct paybatch *k, Rec__Item *item,
    const struct why *reason, struct why *why)
{
	enum outcome out;
	Rec__Event ev;

	if (record_set(&item->state, "payment held") == -1 ||
	    record_set(&item->held_for, reason->rule) == -1)
		return why_sys(why, "item");
	out = journal_begin(k->txn, k->o, "payment-held", &ev, why);
	if (out != OUT_OK)
		return out;
	ev.case_number = item->case_number;
	ev.item = item;
	return append_held(k, &ev, reason, why);
}

enum outcome
paybatch_hold_payment(struct paybatch *k, Rec__Payment *p,
    const struct why *reason, struct why *why)
{
	enum outcome out;
	Rec__Event ev;

	if (record_set(&p->state, "held") == -1 ||
	    record_set(&p->reason, reason->rule) == -1)
		return why_sys(why, "payment");
	out = journal_begin(k->txn, k->o, "payment-held", &ev, why);
	if (out != OUT_OK)
		return out;
	ev.case_number = p->case_number;
	ev.payment = p;
	return append_held(k, &ev, reason, why);
}

enum outcome
paybatch_end(struct paybatch *k, struct why *why)
{
	unsigned char digest[DIGEST_LEN];
	struct buf tail = BUF_INIT;
	struct digest_sum *sum = k->sum;
	enum outcome out;
	Rec__Event ev;

	if (k->b.count == 0)
		return OUT_OK;
	(void)buf_printf(&tail, "%s|%s|%s|%s|%s|%s|%u|%" PRId64, k->b.id,
	    k->b.profile, k->b.format, k->b.payer, k->b.created, k->b.execution,
	    k->b.count, k->b.sum);
	if ((out = buf_ok(&tail, why)) != OUT_OK)
		return out;
	digest_add(sum, tail.data, tail.len);
	buf_free(&tail);
	k->sum = NULL;
	if ((out = digest_end(sum, digest, why)) != OUT_OK ||
	    (out = journal_begin(k->txn, k->o, "batch", &ev, why)) != OUT_OK)
		return out;
	k->b.sha256 = digest_hex(digest, k->sha256);
	ev.subject = k->b.id;
	ev.batch = &k->b;
	return journal_append(k->txn, &ev, why);
}

void
paybatch_drop(struct paybatch *k)
{
	size_t i;

	for (i = 0; i < k->pool.n_parts; i++)
		record_free(k->pool.parts[i]);
	free(k->pool.parts);
	rec__payment__init(&k->pool);
	digest_drop(k->sum);
	k->sum = NULL;
}
