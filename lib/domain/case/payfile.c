/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/case/payfile.h"

#include <stdio.h>
#include <string.h>

#include "domain/case/decide.h"
#include "domain/bank/paycheck.h"
#include "domain/bank/paycsv.h"
#include "domain/case/payrow.h"
#include "domain/bank/sepa.h"
#include "domain/case/state.h"
#include "io/digest.h"
#include "io/record.h"
#include "value/date.h"

const char *
payee_kind(const Rec__Case *c)
{
	return c->application->public_body[0] != '\0' ? "body" : "creditor";
}

/* Child or dependent support, alimony, or a benefit that is refunded. */
static const char *
purpose_of(const Rec__Case *c)
{
	const Rec__Application *a = c->application;
	size_t i;

	if (a->public_body[0] != '\0')
		return "SSBE";
	for (i = 0; i < a->n_beneficiaries; i++)
		if (strcmp(a->beneficiaries[i]->basis, "parentage") == 0)
			return "DEPD";
	return "ALMY";
}

enum outcome
payee_of_case(struct store_txn *txn, const Rec__Case *c, const Rec__Item *item,
    struct payee_room *r, struct why *why)
{
	enum outcome out;

	memset(r, 0, sizeof(*r));
	rec__payee__init(&r->payee);
	rec__account__init(&r->account);
	out = restricted_get(txn, c->number, &r->restricted, why);
	if (out != OUT_OK)
		return out;
	r->payee.account =
	    r->restricted != NULL && r->restricted->payment_location != NULL ?
	    r->restricted->payment_location :
	    &r->account;
	r->payee.name = r->payee.account->holder;
	/* Both references; never a child's name (R-606, isupport 6.4). */
	(void)snprintf(r->remittance, sizeof(r->remittance),
	    "%.40s %.40s MAINTENANCE %.10s", c->other_reference, c->reference,
	    item->from[0] == '\0' ? item->date : item->from);
	r->payee.remittance = r->remittance;
	r->payee.purpose = lend(purpose_of(c));
	r->payee.case_reference = c->reference;
	return OUT_OK;
}

enum outcome
payee_of_party(const struct office *o, const char *other, const char *batch,
    struct payee_room *r, struct why *why)
{
	Rec__Account *a = &r->account;

	(void)why;
	memset(r, 0, sizeof(*r));
	rec__payee__init(&r->payee);
	rec__account__init(a);
	rec__address__init(&r->address);
	a->holder = lend(party_get(o, other, "account_holder"));
	a->iban = lend(party_get(o, other, "iban"));
	a->bic = lend(party_get(o, other, "bic"));
	a->number = lend(party_get(o, other, "account_number"));
	a->bank_code = lend(party_get(o, other, "clearing_code"));
	a->bank_code_type = lend(party_get(o, other, "clearing_code_type"));
	a->bank_name = lend(party_get(o, other, "bank_name"));
	a->bank_town = lend(party_get(o, other, "bank_town"));
	a->bank_country = lend(party_get(o, other, "bank_country"));
	a->tax_id = lend(party_get(o, other, "tax_id"));
	a->tax_id_type = lend(party_get(o, other, "tax_id_type"));
	a->address = &r->address;
	r->address.street = lend(party_get(o, other, "street"));
	r->address.building = lend(party_get(o, other, "building"));
	r->address.postcode = lend(party_get(o, other, "postcode"));
	r->address.town = lend(party_get(o, other, "town"));
	r->address.country = lend(party_get(o, other, "country"));
	(void)snprintf(r->remittance, sizeof(r->remittance),
	    "MAINTENANCE BATCH %.40s, SEE NOTIFICATION", batch);
	r->payee.account = a;
	r->payee.name = a->holder;
	r->payee.remittance = r->remittance;
	r->payee.purpose = lend("DEPD");
	r->payee.case_reference = lend(batch);
	return OUT_OK;
}

void
payee_free(struct payee_room *r)
{
	record_free(r->restricted);
	r->restricted = NULL;
}

char *
payfile_payer(const struct bankprofile *p, char *buf, size_t size)
{
	(void)snprintf(buf, size,
	    "%d|%d|%d|%c|%d|%s|%s|%s|%s|%s|%s|%s|%s|"
	    "%s|%s|%s|%d|%s|%d",
	    (int)p->format, p->notprovided, (int)p->address, p->separator,
	    p->bom, p->holder, p->iban, p->bic, p->currency, p->street,
	    p->building, p->postcode, p->town, p->country, p->language,
	    p->charges, p->batch_booking, p->category_purpose,
	    p->ultimate_debtor);
	return buf;
}

static void
to_sepa(const Rec__Payment *p, const Rec__Payee *y, struct sepa_row *row)
{
	const Rec__Account *a = y->account;
	const Rec__Address *at = a->address;

	memset(row, 0, sizeof(*row));
	row->end_to_end = p->id;
	row->minor = p->amount->minor;
	row->currency = p->amount->currency;
	row->name = y->name;
	row->iban = a->iban;
	row->bic = a->bic;
	row->purpose = y->purpose;
	row->remittance = y->remittance;
	if (at == NULL)
		return;
	row->street = at->street;
	row->building = at->building;
	row->postcode = at->postcode;
	row->town = at->town;
	row->region = at->region;
	row->country = at->country;
}

static void
to_csv(const Rec__Payment *p, const Rec__Payee *y, struct paycsv_row *row)
{
	const Rec__Account *a = y->account;
	const Rec__Address *at = a->address;
	bool iban = a->iban[0] != '\0';

	memset(row, 0, sizeof(*row));
	row->payment_id = p->id;
	row->minor = p->amount->minor;
	row->currency = p->amount->currency;
	row->name = y->name;
	row->tax_id = a->tax_id;
	row->id_type = a->tax_id_type;
	row->account_type = iban ? "IBAN" : "OTHER";
	row->account_number = iban ? a->iban : a->number;
	row->bic = a->bic;
	row->clearing_code_type = a->bank_code_type;
	row->clearing_code = a->bank_code;
	row->bank_name = a->bank_name;
	row->bank_town = a->bank_town;
	row->bank_country = a->bank_country;
	row->purpose = y->purpose;
	row->remittance = y->remittance;
	row->case_reference = y->case_reference;
	if (at == NULL)
		return;
	row->street = at->street;
	row->building = at->building;
	row->postcode = at->postcode;
	row->town = at->town;
	row->region = at->region;
	row->country = at->country;
}

enum outcome
payfile_check_row(const struct bankprofile *profile, const Rec__Payment *p,
    const Rec__Payee *y, struct why *why)
{
	struct paycsv_row csv;
	struct sepa_row sepa;

	if (y->account == NULL)
		return why_reject(why, "R-225", "no payment location");
	if (profile->format == BANK_CSV) {
		to_csv(p, y, &csv);
		return paycsv_check_row(profile, &csv, why);
	}
	to_sepa(p, y, &sepa);
	return sepa_check_row(profile, &sepa, why);
}

/* A file in the making. */
struct writing {
	const struct bankprofile *profile;
	struct buf *out;
	struct sepa *sepa;
	struct paycsv_head head;
	struct paycontrol *control;
	uint32_t n;
	bool payer_address;
};

static enum outcome
see_row(const Rec__BatchRow *r, void *ctx, struct why *why)
{
	struct writing *w = ctx;
	struct sepa_row row;

	(void)why;
	to_sepa(r->payment, r->payee, &row);
	if (sepa_wants_payer_address(&row))
		w->payer_address = true;
	return OUT_OK;
}

static enum outcome
write_row(const Rec__BatchRow *r, void *ctx, struct why *why)
{
	struct writing *w = ctx;
	struct paycsv_row csv;
	struct sepa_row row;

	if (!paycontrol_add(w->control, r->payment->amount->currency,
		r->payment->amount->minor))
		return why_reject(why, "SEPA-SUM", "sum out of range");
	if (w->profile->format == BANK_CSV) {
		to_csv(r->payment, r->payee, &csv);
		return paycsv_row(
		    w->profile, &w->head, ++w->n, &csv, w->out, why);
	}
	to_sepa(r->payment, r->payee, &row);
	return sepa_row(w->sepa, &row, why);
}

static enum outcome
write_sepa(struct store_txn *txn, const Rec__Batch *b, struct writing *w,
    struct why *why)
{
	struct sepa_head head = { .msg_id = b->msg_id,
		.created = b->created,
		.execution = w->head.execution,
		.count = b->count,
		.minor = b->sum };
	enum outcome out;

	if ((out = payrow_each(txn, b->id, see_row, w, why)) != OUT_OK)
		return out;
	head.payer_address = w->payer_address;
	out =
	    sepa_begin(w->profile, &head, sepa_put_buf, w->out, &w->sepa, why);
	if (out == OUT_OK &&
	    (out = payrow_each(txn, b->id, write_row, w, why)) == OUT_OK)
		out = sepa_end(w->sepa, why);
	sepa_free(w->sepa);
	return out;
}

static enum outcome
write_csv(struct store_txn *txn, const Rec__Batch *b, struct writing *w,
    struct why *why)
{
	enum outcome out;

	w->head.batch = b->msg_id;
	out = paycsv_begin(w->profile, &w->head, w->out, why);
	if (out != OUT_OK)
		return out;
	return payrow_each(txn, b->id, write_row, w, why);
}

/* Read the file back as the bank would, on the day it was made. */
static enum outcome
check_back(const struct bankprofile *profile, const Rec__Batch *b,
    const struct buf *file, const struct buf *control, struct why *why)
{
	struct paycheck_result result;
	enum outcome out;
	int32_t day;
	char made[11];

	(void)snprintf(made, sizeof(made), "%.10s", b->created);
	if (!date_parse(made, &day))
		return why_retry(why, "batch without a day");
	if (profile->format == BANK_CSV)
		out = paycheck_csv(file->data, file->len, control->data,
		    control->len, day, profile, NULL, NULL, &result, why);
	else
		out = paycheck_file(file->data, file->len, day, profile, NULL,
		    NULL, &result, why);
	if (out == OUT_OK &&
	    (result.count != b->count || result.n_sums != 1 ||
		result.sums[0].minor != b->sum))
		return why_reject(
		    why, "PAY-SUM", "the file is not what the batch is");
	return out;
}

enum outcome
payfile_write(struct store_txn *txn, const struct office *o,
    const Rec__Batch *b, struct buf *file, struct buf *control, char *name,
    struct why *why)
{
	struct paycontrol sheet = { .batch = b->id,
		.file = name,
		.format = b->format,
		.execution = b->execution };
	struct bankprofile profile;
	struct writing w = { &profile, file, NULL, { NULL, 0 }, &sheet, 0,
		false };
	unsigned char digest[32];
	char sha256[65], payer[PAYER_SIZE];
	enum outcome out;

	(void)snprintf(name, 64, "%.40s.%s", b->id,
	    strcmp(b->kind, "csv") == 0 ? "csv" : "xml");
	if ((out = bankprofile_read(o->conf, b->profile, &profile, why)) !=
	    OUT_OK)
		return out;
	if (strcmp(payfile_payer(&profile, payer, sizeof(payer)), b->payer) !=
		0 ||
	    !date_parse(b->execution, &w.head.execution))
		return why_reject(why, "BANK-PROFILE",
		    "changed since the batch was approved");
	if ((out = store_note_read(
		 txn, DB_PAYROW, b->id, strlen(b->id), why)) != OUT_OK)
		return out;
	out = profile.format == BANK_CSV ? write_csv(txn, b, &w, why) :
					   write_sepa(txn, b, &w, why);
	if (out != OUT_OK ||
	    (out = digest_sha256(file->data, file->len, digest, why)) != OUT_OK)
		return out;
	sheet.sha256 = hex(digest, sizeof(digest), sha256);
	if ((out = paycontrol_write(&sheet, control, why)) != OUT_OK)
		return out;
	return check_back(&profile, b, file, control, why);
}

/* What is to be written, or held, nobody has refused meanwhile. */
static enum outcome
still_so(
    struct store_txn *txn, const char *id, const char *state, struct why *why)
{
	enum outcome out;
	Rec__Batch *b;

	if (strcmp(state, "written") != 0 && strcmp(state, "held") != 0)
		return OUT_OK;
	if ((out = batch_get(txn, id, &b, why)) == OUT_OK &&
	    (b == NULL || strcmp(b->state, "approved") != 0))
		out = why_retry(why, "the batch has changed meanwhile");
	record_free(b);
	return out;
}

enum outcome
batch_state(struct store_txn *txn, const struct office *o, const char *batch,
    const char *state, const struct batch_file *file, const struct why *reason,
    struct why *why)
{
	struct outcomes outs = { .n = 0 };
	enum outcome out;
	Rec__Event ev;

	if ((out = still_so(txn, batch, state, why)) != OUT_OK ||
	    (out = journal_begin(txn, o, "batch-state", &ev, why)) != OUT_OK)
		return out;
	ev.subject = lend(batch);
	ev.state = lend(state);
	if (file != NULL) {
		ev.text = lend(file->name);
		ev.sha256 = lend(file->sha256);
		ev.boot = lend(file->boot);
	}
	if (reason != NULL) {
		ev.text = lend(reason->text);
		outcome_add(&outs, "rule", reason->rule);
	}
	outcome_lend(&outs, &ev);
	return journal_append(txn, &ev, why);
}
