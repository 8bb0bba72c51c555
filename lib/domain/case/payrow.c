/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/case/payrow.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "domain/case/index.h"
#include "domain/case/state.h"
#include "io/record.h"

#define KEY_SIZE 96

/* batch id NUL row */
static size_t
row_key(const char *batch, uint32_t n, unsigned char key[KEY_SIZE])
{
	size_t len = strnlen(batch, KEY_SIZE - 5), i;

	memcpy(key, batch, len);
	key[len++] = '\0';
	for (i = 4; i-- > 0; n >>= 8)
		key[len + i] = (unsigned char)(n & 0xff);
	return len + 4;
}

enum outcome
payrow_put(struct store_txn *txn, const char *batch, uint32_t n,
    const Rec__BatchRow *row, struct why *why)
{
	unsigned char key[KEY_SIZE];
	enum outcome out;
	uint64_t id;

	out = state_case_key(txn, row->payment->case_number, &id, why);
	if (out != OUT_OK)
		return out;
	if (row->payment->case_number != 0)
		id++; /* the restricted key */
	return state_save(
	    txn, DB_PAYROW, key, row_key(batch, n, key), id, &row->base, why);
}

enum outcome
payrow_put_left(struct store_txn *txn, const char *batch, uint32_t n,
    const Rec__BatchRow *row, struct why *why)
{
	unsigned char key[KEY_SIZE];

	return state_save(txn, DB_PAYROW, key, row_key(batch, n, key),
	    SEAL_UNIT, &row->base, why);
}

enum outcome
payrow_get(struct store_txn *txn, const char *batch, uint32_t n,
    Rec__BatchRow **row, struct why *why)
{
	unsigned char key[KEY_SIZE];
	ProtobufCMessage *m;
	enum outcome out;

	out = state_load(txn, DB_PAYROW, key, row_key(batch, n, key),
	    &rec__batch_row__descriptor, &m, why);
	*row = RECORD_OF(Rec__BatchRow, m);
	return out;
}

enum outcome
payrow_each(struct store_txn *txn, const char *batch, payrow_fn *fn, void *ctx,
    struct why *why)
{
	Rec__BatchRow *row;
	enum outcome out;
	uint32_t n;

	/* By key, not by cursor: the function may write elsewhere. */
	for (n = 1;; n++) {
		if ((out = payrow_get(txn, batch, n, &row, why)) != OUT_OK ||
		    row == NULL)
			return out;
		out = fn(row, ctx, why);
		record_free(row);
		if (out != OUT_OK)
			return out;
	}
}

static size_t
tranche_key(
    uint64_t number, const char *payee, const char *period, char key[KEY_SIZE])
{
	int n =
	    snprintf(key, KEY_SIZE, "%" PRIu64 "|%s|%s", number, payee, period);

	return n < 0 ? 0 : n < KEY_SIZE ? (size_t)n : KEY_SIZE - 1;
}

enum outcome
payrow_tranche(struct store_txn *txn, uint64_t number, const char *payee,
    const char *period, uint32_t *tranche, struct why *why)
{
	char key[KEY_SIZE];
	enum outcome out;
	uint64_t n;

	out = index_get(txn, "tranche", key,
	    tranche_key(number, payee, period, key), &n, why);
	*tranche = (uint32_t)n;
	return out;
}

enum outcome
payrow_note_tranche(
    struct store_txn *txn, const Rec__Payment *p, struct why *why)
{
	char key[KEY_SIZE];
	enum outcome out;
	uint32_t before;

	if (p->attempt != 1 || p->case_number == 0)
		return OUT_OK;
	out = payrow_tranche(
	    txn, p->case_number, p->payee, p->period, &before, why);
	if (out != OUT_OK || before >= p->tranche)
		return out; /* it stands in a batch again */
	return index_put(txn, "tranche", key,
	    tranche_key(p->case_number, p->payee, p->period, key), p->tranche,
	    why);
}
