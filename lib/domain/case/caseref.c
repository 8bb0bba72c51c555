/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/case/caseref.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "domain/case/index.h"
#include "domain/case/state.h"
#include "io/record.h"
#include "value/caseid.h"

#define KIND "ref"
#define NAMED_MAX 5 /* cases that a reason names */

/* Token of the reference, number of the case.  Stores that an earlier version
 * wrote have entries without the number, too, of the last such case. */
struct key {
	unsigned char byte[SEAL_TOKEN_LEN + 8];
};

static enum outcome
make_key(struct store_txn *txn, const char *reference, uint64_t number,
    struct key *k, struct why *why)
{
	memset(k, 0, sizeof(*k));
	store_key8(number, k->byte + SEAL_TOKEN_LEN);
	return seal_token(
	    store_seal(txn), KIND, reference, strlen(reference), k->byte, why);
}

enum outcome
caseref_put(struct store_txn *txn, const char *reference, uint64_t number,
    struct why *why)
{
	enum outcome out;
	struct key k;

	if ((out = make_key(txn, reference, number, &k, why)) != OUT_OK)
		return out;
	return index_put(txn, KIND, k.byte, sizeof(k.byte), number, why);
}

enum outcome
caseref_del(struct store_txn *txn, const char *reference, uint64_t number,
    struct why *why)
{
	enum outcome out;
	uint64_t before;
	struct key k;

	if ((out = make_key(txn, reference, number, &k, why)) != OUT_OK ||
	    (out = index_del(txn, KIND, k.byte, sizeof(k.byte), why)) !=
		OUT_OK ||
	    (out = index_get(
		 txn, KIND, k.byte, SEAL_TOKEN_LEN, &before, why)) != OUT_OK ||
	    before != number)
		return out;
	return index_del(txn, KIND, k.byte, SEAL_TOKEN_LEN, why);
}

/* ---- found --------------------------------------------------------------- */

struct found {
	struct store_txn *txn;
	const char *reference;
	Rec__Case *c;	  /* the first, or the one that we call so */
	bool ours;	  /* it is */
	uint64_t last;	  /* number of the last one seen */
	size_t n;	  /* cases */
	struct buf named; /* the first few of them */
};

/* They come by number, but for one before them all that may come again. */
static enum outcome
see(const void *key, size_t keylen, const void *data, size_t len, void *ctx,
    struct why *why)
{
	struct found *f = ctx;
	uint64_t number = len == 8 ? store_number(data) : 0;
	enum outcome out;
	Rec__Case *c;

	(void)key;
	(void)keylen;
	if (number == 0 || number == f->last ||
	    (f->c != NULL && number == f->c->number))
		return OUT_OK;
	if ((out = case_get(f->txn, number, &c, why)) != OUT_OK || c == NULL)
		return out;
	f->last = number;
	if (f->n++ < NAMED_MAX)
		(void)buf_printf(
		    &f->named, "%s%s", f->n == 1 ? "" : ", ", c->id);
	if (!f->ours && (f->c == NULL || strcmp(c->id, f->reference) == 0)) {
		record_free(f->c);
		f->c = c;
		f->ours = strcmp(c->id, f->reference) == 0;
	} else {
		record_free(c);
	}
	return OUT_OK;
}

static enum outcome
find_all(struct found *f, struct why *why)
{
	enum outcome out;
	struct key k;

	if ((out = make_key(f->txn, f->reference, 0, &k, why)) != OUT_OK ||
	    (out = index_each(f->txn, KIND, k.byte, SEAL_TOKEN_LEN, see, f,
		 why)) != OUT_OK ||
	    (out = buf_ok(&f->named, why)) != OUT_OK)
		return out;
	if (f->n <= 1 || f->ours)
		return OUT_OK;
	return why_reject(why, CASE_SEVERAL,
	    "several cases have this reference: %s%s; write our number of the "
	    "case",
	    (const char *)f->named.data, f->n > NAMED_MAX ? " ..." : "");
}

enum outcome
case_find(struct store_txn *txn, const char *reference, Rec__Case **c,
    struct why *why)
{
	struct found f = { .txn = txn, .reference = reference };
	enum outcome out;

	f.named = (struct buf)BUF_INIT;
	if ((out = find_all(&f, why)) != OUT_OK) {
		record_free(f.c);
		f.c = NULL;
	}
	*c = f.c;
	buf_free(&f.named);
	return out;
}

/* ---- alike --------------------------------------------------------------- */

struct alike {
	struct store_txn *txn;
	const Rec__Case *c;
	char *id;
};

/* The first ends the walk. */
static enum outcome
see_alike(const void *key, size_t keylen, const void *data, size_t len,
    void *ctx, struct why *why)
{
	struct alike *a = ctx;
	uint64_t number = len == 8 ? store_number(data) : 0;
	enum outcome out;
	Rec__Case *c;

	(void)key;
	(void)keylen;
	if (number == 0 || number == a->c->number)
		return OUT_OK;
	if ((out = case_get(a->txn, number, &c, why)) != OUT_OK || c == NULL)
		return out;
	if (strcmp(c->other, a->c->other) == 0) {
		(void)snprintf(a->id, CASEID_TEXT, "%s", c->id);
		out = OUT_REJECT;
	}
	record_free(c);
	return out;
}

enum outcome
caseref_alike(struct store_txn *txn, const char *reference, const Rec__Case *c,
    char *id, struct why *why)
{
	struct alike a = { txn, c, id };
	enum outcome out;
	struct key k;

	id[0] = '\0';
	if (reference[0] == '\0')
		return OUT_OK;
	if ((out = make_key(txn, reference, 0, &k, why)) == OUT_OK)
		out = index_each(
		    txn, KIND, k.byte, SEAL_TOKEN_LEN, see_alike, &a, why);
	return id[0] != '\0' ? OUT_OK : out;
}

/* ---- whether it is called so --------------------------------------------- */

struct wanted {
	uint64_t number;
	bool has;
};

static enum outcome
is_it(const void *key, size_t keylen, const void *data, size_t len, void *ctx,
    struct why *why)
{
	struct wanted *w = ctx;

	(void)key;
	(void)keylen;
	(void)why;
	if (len == 8 && store_number(data) == w->number)
		w->has = true;
	return OUT_OK;
}

enum outcome
caseref_has(struct store_txn *txn, const char *reference, uint64_t number,
    bool *has, struct why *why)
{
	struct wanted w = { number, false };
	enum outcome out;
	struct key k;

	if ((out = make_key(txn, reference, number, &k, why)) == OUT_OK)
		out = index_each(
		    txn, KIND, k.byte, SEAL_TOKEN_LEN, is_it, &w, why);
	*has = w.has;
	return out;
}
