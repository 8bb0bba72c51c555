/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_BANK_ANSWER_H
#define DOMAIN_BANK_ANSWER_H

#include <stdbool.h>
#include <stddef.h>

#include "domain/case/receive.h"

/* bank_answer -- what the parts of receive_bank() share. */

/* What the answer says of one payment, by the id that we gave it. */
struct said {
	const char *id;
	const Rec__BankItem *item;
	size_t at; /* its place in the answer, from 1 */
	bool both; /* another place says the contrary */
};

/* What the answer changes, gathered for one event. */
struct answer {
	struct store_txn *txn;
	const struct office *o;
	struct arrival *a;
	const char *batch, *block; /* id, PmtInfId */
	size_t count;		   /* payments in the batch */
	struct said *said;	   /* in order of id, each id once */
	size_t n_said;
	Rec__Payment **payment;
	size_t n_payments;
	Rec__Item **item;
	size_t n_items;
	size_t doubts;
	bool whole; /* a status for all of them was taken */
	/* of a status that stands above the transactions */
	const char *status, *reason, *info;
};

/**
 * answer_reopen(answer, payment, why):
 * The rejected ${payment} is reopened: its next attempt waits for a person,
 * and each of its items is taken back towards the other authority.
 * OUT_REJECT (rule PAYMENT-ITEM): the payment left before the store forgot it,
 * and an item of it is not recorded again.
 */
MUST_CHECK enum outcome
answer_reopen(struct answer *, const Rec__Payment *, struct why *);

#endif /* !DOMAIN_BANK_ANSWER_H */
