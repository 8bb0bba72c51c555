/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/case/tell.h"

#include <stdlib.h>
#include <string.h>

#include "domain/case/casefile.h"
#include "domain/case/decide.h"
#include "domain/case/index.h"
#include "domain/form/form.h"
#include "domain/form/notice.h"
#include "domain/case/receive.h"
#include "domain/case/sheet_rows.h"
#include "domain/case/state.h"
#include "io/record.h"

/* Items of one case, to be told in one message. */
struct telling {
	Rec__Case *c;
	Rec__Item **item;
	size_t n;
};

static void
notice_item(const Rec__Item *item, Rec__NoticeItem *n)
{
	rec__notice_item__init(n);
	n->item_id = item->id;
	n->mode = item->mode;
	n->date = item->date;
	n->amount = item->amount;
	n->from = item->from;
	n->until = item->until;
	n->source = item->source;
	n->correction_of = item->correction_of;
	n->reason = item->reason;
	if (item->conversion == NULL) /* else it is in another currency */
		n->allocation = item->allocation;
	n->conversion = item->conversion;
	if (strcmp(item->mode, "monitored") == 0)
		return;
	n->end_to_end_id = item->end_to_end_id;
	if (item->correction_of[0] == '\0')
		n->transferred = item->amount;
}

static enum outcome
write_notice(const struct office *o, const struct telling *t, struct buf *xml,
    struct why *why)
{
	Rec__Notice n = REC__NOTICE__INIT;
	Rec__NoticeItem *room, **items;
	enum outcome out;
	size_t i;

	room = calloc(t->n, sizeof(*room));
	items = calloc(t->n, sizeof(*items));
	if (room == NULL || items == NULL) {
		free(room);
		free(items);
		return why_sys(why, "notice");
	}
	for (i = 0; i < t->n; i++) {
		notice_item(t->item[i], &room[i]);
		items[i] = &room[i];
	}
	n.sender = lend(o->code);
	n.receiver = t->c->other;
	n.sender_reference = t->c->reference;
	n.receiver_reference = t->c->other_reference;
	n.items = items;
	n.n_items = t->n;
	n.released_by = t->item[0]->released_by;
	n.released_on = lend(o->today);
	out = notice_write(&n, xml, why);
	free(room);
	free(items);
	return out;
}

static enum outcome
write_confirmation(const struct office *o, const struct telling *t,
    struct buf *xml, struct why *why)
{
	Rec__Confirmation k = REC__CONFIRMATION__INIT;
	Rec__ConfirmationItem *room, **items;
	enum outcome out;
	size_t i;

	room = calloc(t->n, sizeof(*room));
	items = calloc(t->n, sizeof(*items));
	if (room == NULL || items == NULL) {
		free(room);
		free(items);
		return why_sys(why, "confirmation");
	}
	for (i = 0; i < t->n; i++) {
		rec__confirmation_item__init(&room[i]);
		room[i].item_id = t->item[i]->id;
		room[i].end_to_end_id = t->item[i]->end_to_end_id;
		room[i].received_on = t->item[i]->received_on;
		room[i].received = t->item[i]->received;
		room[i].difference = t->item[i]->difference;
		room[i].reason = t->item[i]->difference_reason;
		items[i] = &room[i];
	}
	k.sender = lend(o->code);
	k.receiver = t->c->other;
	k.sender_reference = t->c->reference;
	k.receiver_reference = t->c->other_reference;
	k.items = items;
	k.n_items = t->n;
	out = confirmation_write(&k, xml, why);
	free(room);
	free(items);
	return out;
}

/* Who released an item is ours to know: the pages show it, not the forms. */
static int
mark(struct telling *t, const char *state)
{
	size_t i;

	for (i = 0; i < t->n; i++)
		if (record_set(&t->item[i]->state, state) == -1)
			return -1;
	return 0;
}

static enum outcome
send(struct store_txn *txn, const struct office *o, struct arrival *a,
    struct telling *t, const char *kind, const char *form,
    const struct buf *xml, struct why *why)
{
	struct new_document d = { .name = FORM_FILE,
		.role = "form",
		.mime = "application/xml",
		.data = xml->data,
		.len = xml->len };
	struct new_message n;
	enum outcome out;
	Rec__Event ev;
	size_t i;

	message_begin(o, t->c, form, &n);
	if ((out = message_add(txn, o, t->c, &n, &d, why)) != OUT_OK ||
	    (out = message_seal(txn, o, &n, why)) != OUT_OK ||
	    (out = arrival_begin(txn, o, a, kind, &ev, why)) != OUT_OK)
		return out;
	message_go(t->c, &n);
	ev.case_number = t->c->number;
	ev.subject = t->c->id;
	ev.message = &n.m;
	ev.items = t->item;
	ev.n_items = t->n;
	if ((n.m.items = calloc(t->n, sizeof(*n.m.items))) == NULL)
		return why_sys(why, "%s", form);
	for (i = 0; i < t->n; i++)
		n.m.items[n.m.n_items++] = t->item[i]->id;
	out = journal_append(txn, &ev, why);
	free(n.m.items);
	return out;
}

/* What one queue leads to. */
struct way {
	const char *queue, *kind, *form, *state;
	enum outcome (*write)(const struct office *, const struct telling *,
	    struct buf *, struct why *);
};

/* ---- what waits, and for which case -------------------------------------*/

#define TELL_ITEMS ((size_t)1000) /* of one message */
#define TELL_CASES ((size_t)500)  /* of one transaction */

struct waiting {
	uint64_t case_number;
	char *id;
};

struct tell {
	const struct office *o;
	struct arrival *a; /* or NULL */
	const struct way *way;
	struct waiting *w; /* by case */
	size_t n, at, reached, made;
};

static int
by_case(const void *a, const void *b)
{
	const struct waiting *x = a, *y = b;

	if (x->case_number != y->case_number)
		return x->case_number < y->case_number ? -1 : 1;
	return strcmp(x->id, y->id);
}

static enum outcome
add(struct store_txn *txn, struct tell *t, const char *id, struct why *why)
{
	enum outcome out;
	Rec__Item *item;

	if ((out = item_get(txn, id, &item, why)) != OUT_OK || item == NULL)
		return out;
	if ((t->w[t->n].id = strdup(id)) == NULL)
		out = why_sys(why, "%s", t->way->queue);
	else
		t->w[t->n++].case_number = item->case_number;
	record_free(item);
	return out;
}

static enum outcome
list(struct store_txn *txn, struct tell *t, struct why *why)
{
	enum outcome out;
	char **names;
	size_t i, n;

	if ((out = queue_list(txn, t->way->queue, &names, &n, why)) != OUT_OK)
		return out;
	if ((t->w = calloc(n + 1, sizeof(*t->w))) == NULL)
		out = why_sys(why, "%s", t->way->queue);
	for (i = 0; out == OUT_OK && i < n; i++)
		out = add(txn, t, names[i], why);
	names_free(names, n);
	if (out == OUT_OK)
		qsort(t->w, t->n, sizeof(*t->w), by_case);
	return out;
}

static enum outcome
open_way(struct store_txn *txn, const struct office *o, const struct way *way,
    struct tell **tp, struct why *why)
{
	struct tell *t = calloc(1, sizeof(*t));
	enum outcome out;

	*tp = NULL;
	if (t == NULL)
		return why_sys(why, "%s", way->queue);
	t->o = o;
	t->way = way;
	if ((out = list(txn, t, why)) != OUT_OK) {
		tell_close(t);
		return out;
	}
	*tp = t;
	return OUT_OK;
}

void
tell_close(struct tell *t)
{
	size_t i;

	for (i = 0; t != NULL && i < t->n; i++)
		free(t->w[i].id);
	if (t != NULL)
		free(t->w);
	free(t);
}

bool
tell_more(const struct tell *t)
{
	return t->at < t->n;
}

size_t
tell_next(struct tell *t)
{
	t->at = t->reached;
	return t->made;
}

/* ---- messages -----------------------------------------------------------*/

/* What cannot be written waits, with a task; the others are told. */
static enum outcome
tell_held(struct store_txn *txn, struct tell *k, const struct telling *t,
    const struct why *reason, struct why *why)
{
	struct task_about a = { .case_number = t->c->number,
		.case_id = t->c->id,
		.kind = "message-held",
		.rule = reason->rule,
		.subject = k->way->form,
		.text = reason->text };
	enum outcome out;
	bool open;

	if ((out = task_is_open(txn, &a, &open, why)) != OUT_OK || open)
		return out;
	return receive_alarm(txn, k->o, k->a, &a, NULL, why);
}

/* Of a case whose money is stopped nothing is told until it goes on. */
static enum outcome
tell_items(
    struct store_txn *txn, struct tell *k, struct telling *t, struct why *why)
{
	struct buf xml = BUF_INIT;
	struct why reason = WHY_INIT;
	enum outcome out;

	out = case_get(txn, t->item[0]->case_number, &t->c, why);
	if (out != OUT_OK || t->c == NULL || t->c->hold[0] != '\0') {
		record_free(t->c);
		return out;
	}
	out = k->way->write(k->o, t, &xml, &reason);
	if (out == OUT_REJECT) {
		out = tell_held(txn, k, t, &reason, why);
	} else if (out != OUT_OK) {
		*why = reason;
	} else {
		if (mark(t, k->way->state) == -1)
			out = why_sys(why, "item");
		else
			out = send(txn, k->o, k->a, t, k->way->kind,
			    k->way->form, &xml, why);
		k->made++;
	}
	record_free(t->c);
	buf_free(&xml);
	return out;
}

/* One message: items from ${at} on, of one case, no more than fit. */
static enum outcome
tell_message(struct store_txn *txn, struct tell *k, size_t *at, struct why *why)
{
	uint64_t number = k->w[*at].case_number;
	struct telling t = { NULL, NULL, 0 };
	enum outcome out = OUT_OK;
	size_t i;

	if ((t.item = calloc(TELL_ITEMS, sizeof(*t.item))) == NULL)
		return why_sys(why, "%s", k->way->queue);
	while (out == OUT_OK && *at < k->n && t.n < TELL_ITEMS &&
	    k->w[*at].case_number == number) {
		out = item_get(txn, k->w[(*at)++].id, &t.item[t.n], why);
		if (out == OUT_OK && t.item[t.n] != NULL)
			t.n++;
	}
	if (out == OUT_OK && t.n > 0)
		out = tell_items(txn, k, &t, why);
	for (i = 0; i < t.n; i++)
		record_free(t.item[i]);
	free(t.item);
	return out;
}

enum outcome
tell_some(struct store_txn *txn, void *ctx, struct why *why)
{
	struct tell *k = ctx;
	enum outcome out = OUT_OK;
	size_t i, at = k->at;

	k->made = 0;
	for (i = 0; out == OUT_OK && i < TELL_CASES && at < k->n; i++)
		out = tell_message(txn, k, &at, why);
	k->reached = at;
	return out;
}

enum outcome
tell_open_notices(struct store_txn *txn, const struct office *o,
    struct tell **t, struct why *why)
{
	static const struct way w = { "announce", "notice-out", "PN",
		"announced", write_notice };

	return open_way(txn, o, &w, t, why);
}

enum outcome
tell_confirmations(struct store_txn *txn, const struct office *o,
    struct arrival *a, struct why *why)
{
	static const struct way w = { "confirm", "confirm-out", "PC",
		"confirmed", write_confirmation };
	enum outcome out;
	struct tell *t;

	if ((out = open_way(txn, o, &w, &t, why)) != OUT_OK)
		return out;
	t->a = a;
	while (out == OUT_OK && tell_more(t)) {
		out = tell_some(txn, t, why);
		(void)tell_next(t);
	}
	tell_close(t);
	return out;
}

enum outcome
confirmations_send(struct store_txn *txn, const struct office *o,
    struct arrival *a, struct why *why)
{
	return tell_confirmations(txn, o, a, why);
}
