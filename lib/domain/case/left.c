/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/case/left.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "domain/case/decide.h"
#include "domain/case/payrow.h"
#include "domain/case/state.h"
#include "io/record.h"

enum outcome
left_token(struct store_txn *txn, const char *kind, const char *s, char *buf,
    struct why *why)
{
	unsigned char token[SEAL_TOKEN_LEN];
	enum outcome out;

	buf[0] = '\0';
	if (s[0] == '\0')
		return OUT_OK;
	out = seal_token(store_seal(txn), kind, s, strlen(s), token, why);
	if (out == OUT_OK)
		(void)hex(token, sizeof(token), buf);
	return out;
}

/* The last line of what ${b} holds. */
static enum outcome
put_seal(struct store_txn *txn, struct buf *b, struct why *why)
{
	unsigned char token[SEAL_TOKEN_LEN];
	char digits[DIGEST_HEX];
	enum outcome out;

	if ((out = buf_ok(b, why)) != OUT_OK ||
	    (out = seal_token(store_seal(txn), LEFT_SEAL, b->data, b->len,
		 token, why)) != OUT_OK)
		return out;
	(void)buf_printf(b, "seal %s\n", hex(token, sizeof(token), digits));
	return buf_ok(b, why);
}

static void
put(struct buf *b, const char *s)
{
	const unsigned char *p;

	(void)buf_puts(b, s[0] == '\0' ? " -" : " ");
	for (p = (const unsigned char *)s; *p != '\0'; p++)
		if (isascii(*p) && isgraph(*p) && *p != '%' &&
		    (*p != '-' || s[1] != '\0'))
			(void)buf_add(b, p, 1);
		else
			(void)buf_printf(b, "%%%02x", *p);
}

/* A correction repeats the reference of what it corrects: it is told by that
 * and by its payment instead. */
static enum outcome
put_item(struct store_txn *txn, const Rec__Item *item, struct buf *b,
    struct why *why)
{
	bool correction = item->correction_of[0] != '\0';
	char token[DIGEST_HEX];
	enum outcome out;

	if ((out = left_token(txn, LEFT_ITEM, correction ? "" : item->reference,
		 token, why)) != OUT_OK)
		return out;
	(void)buf_puts(b, "item");
	put(b, item->id);
	put(b, token);
	(void)buf_printf(
	    b, " %" PRIu64 " %" PRId64, item->case_number, item->amount->minor);
	put(b, item->amount->currency);
	put(b, item->date);
	put(b, item->mode);
	put(b, item->correction_of);
	put(b, correction ? item->payment : "");
	(void)buf_puts(b, "\n");
	return OUT_OK;
}

static enum outcome
put_item_of(
    struct store_txn *txn, const char *id, struct buf *b, struct why *why)
{
	enum outcome out;
	Rec__Item *item;

	if ((out = item_get(txn, id, &item, why)) == OUT_OK && item != NULL)
		out = put_item(txn, item, b, why);
	record_free(item);
	return out;
}

static enum outcome
put_reference(struct store_txn *txn, const Rec__Message *m, struct buf *b,
    struct why *why)
{
	char token[DIGEST_HEX];
	enum outcome out;
	Rec__Case *c;

	if ((strcmp(m->form, "E6") != 0 && strcmp(m->form, "H3") != 0) ||
	    m->case_number == 0)
		return OUT_OK;
	if ((out = case_get(txn, m->case_number, &c, why)) == OUT_OK &&
	    c != NULL &&
	    (out = left_token(txn, LEFT_CASE, c->reference, token, why)) ==
		OUT_OK &&
	    token[0] != '\0')
		(void)buf_printf(b, "reference %s\n", token);
	record_free(c);
	return out;
}

enum outcome
left_message(struct store_txn *txn, const Rec__Message *m, const char *folder,
    const char *sha256, struct buf *b, struct why *why)
{
	enum outcome out;
	size_t i;

	(void)buf_printf(b, "%s %s\nmessage", folder, sha256);
	put(b, m->sha256);
	put(b, m->form);
	put(b, m->other);
	(void)buf_printf(b, " %" PRIu64, m->case_number);
	put(b, m->thread);
	(void)buf_printf(b, " %u", m->msg_no);
	put(b, m->at);
	put(b, m->language);
	(void)buf_puts(b, "\n");
	out = put_reference(txn, m, b, why);
	for (i = 0; out == OUT_OK && i < m->n_items; i++)
		out = put_item_of(txn, m->items[i], b, why);
	return out == OUT_OK ? put_seal(txn, b, why) : out;
}

struct listing {
	struct store_txn *txn;
	struct buf *b;
};

static enum outcome
put_payment(const Rec__BatchRow *row, void *ctx, struct why *why)
{
	const Rec__Payment *p = row->payment;
	const struct listing *l = ctx;
	enum outcome out = OUT_OK;
	size_t i;

	(void)buf_puts(l->b, "payment");
	put(l->b, p->id);
	put(l->b, p->payee);
	(void)buf_printf(l->b, " %" PRIu64, p->case_number);
	put(l->b, p->other);
	(void)buf_printf(l->b, " %" PRId64, p->amount->minor);
	put(l->b, p->amount->currency);
	put(l->b, p->due_on);
	put(l->b, p->period);
	(void)buf_printf(l->b, " %u", p->tranche);
	put(l->b, p->previous);
	(void)buf_puts(l->b, "\n");
	for (i = 0; out == OUT_OK && i < p->n_parts; i++)
		out = put_item_of(l->txn, p->parts[i]->item, l->b, why);
	return out;
}

enum outcome
left_batch(struct store_txn *txn, const Rec__Batch *batch, const char *file,
    const char *sha256, struct buf *b, struct why *why)
{
	struct listing l = { txn, b };
	enum outcome out;

	(void)buf_printf(b, "%s %s %s\nbatch", batch->id, file, sha256);
	put(b, batch->sha256);
	put(b, batch->kind);
	put(b, batch->profile);
	put(b, batch->format);
	put(b, batch->created);
	put(b, batch->execution);
	put(b, batch->currency);
	(void)buf_printf(b, " %u %" PRId64, batch->count, batch->sum);
	put(b, batch->other);
	(void)buf_puts(b, "\n");
	out = payrow_each(txn, batch->id, put_payment, &l, why);
	return out == OUT_OK ? put_seal(txn, b, why) : out;
}

bool
left_here(const char *name)
{

	return strcmp(name, "audit") != 0 && strcmp(name, "heads") != 0 &&
	    strcmp(name, "erased") != 0;
}

bool
left_same(const struct buf *a, const struct buf *b)
{
	const unsigned char *end =
	    a->len == 0 ? NULL : memchr(a->data, '\n', a->len);
	size_t n = end == NULL ? 0 : (size_t)(end - a->data) + 1;

	return n > 0 && n <= b->len && memcmp(a->data, b->data, n) == 0;
}
