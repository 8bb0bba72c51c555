/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/tell.h"

#include <stdlib.h>
#include <string.h>

#include "domain/decide.h"
#include "domain/index.h"
#include "domain/notice.h"
#include "domain/receive.h"
#include "domain/sheet_rows.h"
#include "domain/state.h"
#include "io/record.h"

/* The items of a queue that belong to one case. */
struct telling {
	Rec__Case *c;
	Rec__Item **item;
	size_t n;
};

static int
by_case(const void *a, const void *b)
{
	const Rec__Item *x = *(Rec__Item *const *)a;
	const Rec__Item *y = *(Rec__Item *const *)b;

	if (x->case_number != y->case_number)
		return x->case_number < y->case_number ? -1 : 1;
	return strcmp(x->id, y->id);
}

/* All items of the queue, by case. */
static enum outcome
load(struct store_txn *txn, const char *queue, Rec__Item ***items, size_t *n,
    struct why *why)
{
	enum outcome out;
	char **names;
	size_t i, count;

	*n = 0;
	*items = NULL;
	if ((out = queue_list(txn, queue, &names, &count, why)) != OUT_OK)
		return out;
	if (count > 0 && (*items = calloc(count, sizeof(**items))) == NULL)
		out = why_sys(why, "%s", queue);
	for (i = 0; out == OUT_OK && i < count; i++) {
		out = item_get(txn, names[i], &(*items)[*n], why);
		if (out == OUT_OK && (*items)[*n] != NULL)
			(*n)++;
	}
	names_free(names, count);
	if (*n > 0)
		qsort(*items, *n, sizeof(**items), by_case);
	return out;
}

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
	struct new_document d = { .name = "form.xml",
		.role = "form",
		.mime = "application/xml",
		.data = xml->data,
		.len = xml->len };
	struct new_message n;
	enum outcome out;
	Rec__Event ev;

	if ((out = message_begin(txn, o, t->c, form, &n, why)) != OUT_OK ||
	    (out = message_add(txn, o, t->c, &n, &d, why)) != OUT_OK ||
	    (out = message_seal(txn, &n, why)) != OUT_OK ||
	    (out = arrival_begin(txn, o, a, kind, &ev, why)) != OUT_OK)
		return out;
	message_go(t->c, &n);
	ev.case_number = t->c->number;
	ev.subject = t->c->id;
	ev.message = &n.m;
	ev.items = t->item;
	ev.n_items = t->n;
	return journal_append(txn, &ev, why);
}

/* What one queue leads to. */
struct way {
	const char *queue, *kind, *form, *state;
	enum outcome (*write)(const struct office *, const struct telling *,
	    struct buf *, struct why *);
};

static enum outcome
tell_case(struct store_txn *txn, const struct office *o, struct arrival *a,
    const struct way *w, struct telling *t, struct why *why)
{
	struct buf xml = BUF_INIT;
	enum outcome out;

	out = case_get(txn, t->item[0]->case_number, &t->c, why);
	if (out == OUT_OK && t->c != NULL && t->c->hold[0] == '\0' &&
	    (out = w->write(o, t, &xml, why)) == OUT_OK) {
		if (mark(t, w->state) == -1)
			out = why_sys(why, "item");
		else
			out = send(txn, o, a, t, w->kind, w->form, &xml, why);
	}
	record_free(t->c);
	buf_free(&xml);
	return out;
}

static enum outcome
tell(struct store_txn *txn, const struct office *o, struct arrival *a,
    const struct way *w, size_t *told, struct why *why)
{
	Rec__Item **items;
	enum outcome out;
	size_t i, j, n;

	out = load(txn, w->queue, &items, &n, why);
	for (i = 0; out == OUT_OK && i < n; i = j) {
		struct telling t = { NULL, items + i, 0 };

		for (j = i;
		     j < n && items[j]->case_number == items[i]->case_number;
		     j++)
			t.n++;
		out = tell_case(txn, o, a, w, &t, why);
		(*told)++;
	}
	for (i = 0; i < n; i++)
		record_free(items[i]);
	free(items);
	return out;
}

enum outcome
tell_notices(
    struct store_txn *txn, const struct office *o, size_t *n, struct why *why)
{
	static const struct way w = { "announce", "notice-out", "PN",
		"announced", write_notice };

	return tell(txn, o, NULL, &w, n, why);
}

enum outcome
tell_confirmations(struct store_txn *txn, const struct office *o,
    struct arrival *a, struct why *why)
{
	static const struct way w = { "confirm", "confirm-out", "PC",
		"confirmed", write_confirmation };
	size_t n = 0;

	return tell(txn, o, a, &w, &n, why);
}

enum outcome
confirmations_send(struct store_txn *txn, const struct office *o,
    struct arrival *a, struct why *why)
{
	return tell_confirmations(txn, o, a, why);
}
