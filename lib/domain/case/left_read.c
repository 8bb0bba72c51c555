/* SPDX-License-Identifier: EUPL-1.2 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/case/decide.h"
#include "domain/case/left.h"
#include "io/record.h"

#define FIELDS 12 /* of a line */

/* A line, its fields decoded in place. */
struct line {
	char *field[FIELDS];
	size_t n;
	bool bad;
};

static void
decode(char *s)
{
	char two[3] = "", *to = s;

	for (; *s != '\0'; s++)
		if (*s == '%' && s[1] != '\0' && s[2] != '\0') {
			memcpy(two, s + 1, 2);
			*to++ = (char)strtoul(two, NULL, 16);
			s += 2;
		} else {
			*to++ = *s;
		}
	*to = '\0';
}

static void
split(char *s, struct line *l)
{
	char *save = NULL, *f;

	memset(l, 0, sizeof(*l));
	for (f = strtok_r(s, " ", &save); f != NULL && l->n < FIELDS;
	     f = strtok_r(NULL, " ", &save)) {
		if (strcmp(f, "-") == 0)
			*f = '\0';
		decode(f);
		l->field[l->n++] = f;
	}
	l->bad = f != NULL;
}

static uint64_t
number(struct line *l, size_t i)
{
	char *end;
	uint64_t n;

	errno = 0;
	n = strtoull(l->field[i], &end, 10);
	if (errno != 0 || end == l->field[i] || *end != '\0')
		l->bad = true;
	return n;
}

static int64_t
amount(struct line *l, size_t i)
{
	char *end;
	int64_t n;

	errno = 0;
	n = strtoll(l->field[i], &end, 10);
	if (errno != 0 || end == l->field[i] || *end != '\0')
		l->bad = true;
	return n;
}

static int
set_money(Rec__Money **m, int64_t minor, const char *currency)
{
	if ((*m = record_new(&rec__money__descriptor)) == NULL)
		return -1;
	(*m)->minor = minor;
	return record_set(&(*m)->currency, currency);
}

static int
read_message(struct left *left, struct line *l)
{
	Rec__Message *m;

	if ((m = record_new(&rec__message__descriptor)) == NULL)
		return -1;
	record_free(left->message);
	left->message = m;
	m->outgoing = 1;
	m->case_number = number(l, 4);
	m->msg_no = (uint32_t)number(l, 6);
	return record_set(&m->sha256, l->field[1]) == -1 ||
		record_set(&m->form, l->field[2]) == -1 ||
		record_set(&m->other, l->field[3]) == -1 ||
		record_set(&m->thread, l->field[5]) == -1 ||
		record_set(&m->at, l->field[7]) == -1 ||
		record_set(&m->language, l->field[8]) == -1 ?
	    -1 :
	    0;
}

static int
read_reference(struct left *left, struct line *l)
{
	(void)snprintf(
	    left->reference, sizeof(left->reference), "%.64s", l->field[1]);
	return 0;
}

static int
read_batch(struct left *left, struct line *l)
{
	Rec__Batch *b;

	if ((b = record_new(&rec__batch__descriptor)) == NULL)
		return -1;
	record_free(left->batch);
	left->batch = b;
	b->count = (uint32_t)number(l, 8);
	b->sum = amount(l, 9);
	return record_set(&b->id, left->name) == -1 ||
		record_set(&b->msg_id, left->name) == -1 ||
		record_set(&b->file, left->file) == -1 ||
		record_set(&b->file_sha256, left->sha256) == -1 ||
		record_set(&b->sha256, l->field[1]) == -1 ||
		record_set(&b->kind, l->field[2]) == -1 ||
		record_set(&b->profile, l->field[3]) == -1 ||
		record_set(&b->format, l->field[4]) == -1 ||
		record_set(&b->created, l->field[5]) == -1 ||
		record_set(&b->execution, l->field[6]) == -1 ||
		record_set(&b->currency, l->field[7]) == -1 ||
		record_set(&b->other, l->field[10]) == -1 ?
	    -1 :
	    0;
}

/* The stem and the attempt are in the id: "DEXXXX-1". */
static int
set_stem(Rec__Payment *p, struct line *l)
{
	char *dash = strrchr(p->id, '-'), *end;
	char stem[64];

	if (dash == NULL || (size_t)(dash - p->id) >= sizeof(stem)) {
		l->bad = true;
		return 0;
	}
	p->attempt = (uint32_t)strtoul(dash + 1, &end, 10);
	l->bad |= p->attempt == 0 || *end != '\0';
	(void)snprintf(stem, sizeof(stem), "%.*s", (int)(dash - p->id), p->id);
	return record_set(&p->stem, stem);
}

static int
read_payment(struct left *left, struct line *l)
{
	Rec__Payment **slot, *p;

	slot = (Rec__Payment **)record_add(&left->payment, &left->n_payments);
	if (slot == NULL ||
	    (*slot = p = record_new(&rec__payment__descriptor)) == NULL)
		return -1;
	p->case_number = number(l, 3);
	p->tranche = (uint32_t)number(l, 9);
	return record_set(&p->id, l->field[1]) == -1 || set_stem(p, l) == -1 ||
		record_set(&p->payee, l->field[2]) == -1 ||
		record_set(&p->other, l->field[4]) == -1 ||
		set_money(&p->amount, amount(l, 5), l->field[6]) == -1 ||
		record_set(&p->due_on, l->field[7]) == -1 ||
		record_set(&p->period, l->field[8]) == -1 ||
		record_set(&p->previous, l->field[10]) == -1 ||
		record_set(&p->batch, left->name) == -1 ||
		record_set(&p->state, "in batch") == -1 ?
	    -1 :
	    0;
}

/* An item of the payment before it. */
static int
add_part(Rec__Payment *p, const Rec__Item *item)
{
	Rec__Part **slot;

	slot = (Rec__Part **)record_add(&p->parts, &p->n_parts);
	if (slot == NULL ||
	    (*slot = record_new(&rec__part__descriptor)) == NULL)
		return -1;
	(*slot)->case_number = item->case_number;
	(*slot)->minor = item->amount->minor;
	return record_set(&(*slot)->item, item->id);
}

static int
read_item(struct left *left, struct line *l)
{
	Rec__Payment *of =
	    left->n_payments == 0 ? NULL : left->payment[left->n_payments - 1];
	Rec__Item **slot, *item;

	slot = (Rec__Item **)record_add(&left->item, &left->n_items);
	if (slot == NULL ||
	    (*slot = item = record_new(&rec__item__descriptor)) == NULL)
		return -1;
	item->ours = 1;
	item->case_number = number(l, 3);
	if (record_set(&item->id, l->field[1]) == -1 ||
	    record_set(&item->reference, l->field[2]) == -1 ||
	    set_money(&item->amount, amount(l, 4), l->field[5]) == -1 ||
	    record_set(&item->date, l->field[6]) == -1 ||
	    record_set(&item->mode, l->field[7]) == -1 ||
	    record_set(&item->correction_of, l->field[8]) == -1 ||
	    record_set(&item->payment, of != NULL ? of->id : l->field[9]) == -1)
		return -1;
	return of == NULL ? 0 : add_part(of, item);
}

static const struct {
	const char *word;
	size_t fields;
	int (*read)(struct left *, struct line *);
} lines[] = {
	{ "message", 9, read_message },
	{ "reference", 2, read_reference },
	{ "batch", 11, read_batch },
	{ "payment", 11, read_payment },
	{ "item", 10, read_item },
};

/* The first line: the name, for a payment file the file's, and the hash. */
static int
read_name(struct left *left, struct line *l)
{
	if ((l->n != 2 && l->n != 3) || !digest_hex_ok(l->field[l->n - 1])) {
		l->bad = true;
		return 0;
	}
	(void)snprintf(left->name, sizeof(left->name), "%s", l->field[0]);
	if (l->n == 3)
		(void)snprintf(
		    left->file, sizeof(left->file), "%s", l->field[1]);
	(void)snprintf(
	    left->sha256, sizeof(left->sha256), "%s", l->field[l->n - 1]);
	return 0;
}

static int
read_line(struct left *left, struct line *l)
{
	size_t i;

	if (left->name[0] == '\0')
		return read_name(left, l);
	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		if (l->n == lines[i].fields &&
		    strcmp(l->field[0], lines[i].word) == 0)
			return lines[i].read(left, l);
	l->bad = true;
	return 0;
}

/* Whether the unit wrote it: its length without the last line. */
static enum outcome
check_seal(
    struct seal *seal, const struct buf *data, size_t *len, struct why *why)
{
	unsigned char token[SEAL_TOKEN_LEN];
	char line[8 + DIGEST_HEX], digits[DIGEST_HEX];
	enum outcome out;
	size_t n;

	*len = data->len;
	n = strlen("seal \n") + 2 * SEAL_TOKEN_LEN;
	if (data->len >= n) {
		*len -= n;
		if ((out = seal_token(seal, LEFT_SEAL, data->data, *len, token,
			 why)) != OUT_OK)
			return out;
		(void)snprintf(line, sizeof(line), "seal %s\n",
		    hex(token, sizeof(token), digits));
		if (memcmp(data->data + *len, line, n) == 0)
			return OUT_OK;
	}
	return why_reject(
	    why, "SENT-NOTE", "the note was changed, or another unit wrote it");
}

static enum outcome
read_all(char *text, struct left *left, struct why *why)
{
	char *save = NULL, *s;
	struct line l;

	for (s = strtok_r(text, "\n", &save); s != NULL;
	     s = strtok_r(NULL, "\n", &save)) {
		split(s, &l);
		if (l.n > 0 && read_line(left, &l) == -1)
			return why_sys(why, "sent");
		if (l.n == 0 || l.bad)
			return why_reject(
			    why, "SENT-NOTE", "a line is not as it must be");
	}
	return left->name[0] != '\0' ?
	    OUT_OK :
	    why_reject(why, "SENT-NOTE", "the note is empty");
}

static const char *
name_of(const struct left *left)
{

	return left->file[0] == '\0' ? left->name : left->file;
}

enum outcome
left_read(struct seal *seal, const char *name, const struct buf *data,
    struct left *left, struct why *why)
{
	enum outcome out;
	char *text;
	size_t len;

	memset(left, 0, sizeof(*left));
	if ((out = check_seal(seal, data, &len, why)) != OUT_OK)
		return out;
	if ((text = strndup((const char *)data->data, len)) == NULL)
		return why_sys(why, "sent");
	out = read_all(text, left, why);
	free(text);
	if (out == OUT_OK && strcmp(name_of(left), name) != 0)
		out = why_reject(
		    why, "SENT-NOTE", "the note is that of %s", name_of(left));
	if (out != OUT_OK)
		left_free(left);
	return out;
}

void
left_free(struct left *left)
{
	size_t i;

	for (i = 0; i < left->n_payments; i++)
		record_free(left->payment[i]);
	for (i = 0; i < left->n_items; i++)
		record_free(left->item[i]);
	free(left->payment);
	free(left->item);
	record_free(left->message);
	record_free(left->batch);
	memset(left, 0, sizeof(*left));
}
