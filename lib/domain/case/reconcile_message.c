/* SPDX-License-Identifier: EUPL-1.2 */
/* A folder left: does the store know it? */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/case/decide.h"
#include "domain/case/index.h"
#include "domain/case/journal.h"
#include "domain/case/left_events.h"
#include "domain/case/reconcile_impl.h"
#include "domain/case/state.h"
#include "io/record.h"

/* Of "DE_1000005DE-r1": the id and how often it was sent again. */
static uint32_t
split_folder(
    const struct reconcile *r, const char *folder, char *id, size_t size)
{
	size_t n = strlen(r->office->code);
	const char *at;

	if (strncmp(folder, r->office->code, n) == 0 && folder[n] == '_')
		folder += n + 1;
	at = strstr(folder, "-r");
	(void)snprintf(id, size, "%.*s",
	    at == NULL ? (int)strlen(folder) : (int)(at - folder), folder);
	return at == NULL ? 0 : (uint32_t)strtoul(at + 2, NULL, 10);
}

/* What it told of, where the store does not have it. */
static enum outcome
see_items(struct store_txn *txn, struct reconcile *r, const struct left *left,
    const char *msg_id, struct why *why)
{
	enum outcome out = OUT_OK;
	Rec__Item *have;
	size_t i;

	for (i = 0; out == OUT_OK && i < left->n_items; i++) {
		out = item_get(txn, left->item[i]->id, &have, why);
		if (out == OUT_OK && have == NULL)
			out =
			    reconcile_item(txn, r, left->item[i], msg_id, why);
		record_free(have);
	}
	return out;
}

static int
add_items(Rec__Message *m, const struct left *left)
{
	char **slot;
	size_t i;

	for (i = 0; i < left->n_items; i++)
		if ((slot = (char **)record_add(&m->items, &m->n_items)) ==
			NULL ||
		    (*slot = strdup(left->item[i]->id)) == NULL)
			return -1;
	return 0;
}

/* The message of the event: as the note has it. */
static enum outcome
fill(const struct left *left, Rec__Message *m, const char *id, struct why *why)
{
	if (record_set(&m->msg_id, id) == -1 ||
	    record_set(&m->folder, left->name) == -1 ||
	    record_set(&m->sent_at, m->at) == -1 ||
	    record_set(&m->state, "sent") == -1 || add_items(m, left) == -1)
		return why_sys(why, "message");
	return OUT_OK;
}

/* A case that the store does not have: the message belongs to none. */
static enum outcome
find_case(
    struct store_txn *txn, Rec__Message *m, uint64_t *number, struct why *why)
{
	enum outcome out;
	Rec__Case *c;

	*number = m->case_number;
	if ((out = case_get(txn, m->case_number, &c, why)) == OUT_OK &&
	    c == NULL)
		m->case_number = 0;
	record_free(c);
	return out;
}

static enum outcome
append(struct store_txn *txn, struct reconcile *r, const struct left *left,
    Rec__Message *m, uint64_t number, struct why *why)
{
	struct outcomes outs = { .n = 0 };
	char of[24], subject[24];
	enum outcome out;
	Rec__Event ev;

	if ((out = journal_begin(txn, r->office, "message-left", &ev, why)) !=
	    OUT_OK)
		return out;
	(void)snprintf(of, sizeof(of), "%" PRIu64, number);
	ev.subject = number_name(m->number, subject);
	ev.message = m;
	outcome_add(&outs, "case", of);
	outcome_add(&outs, "reference", left->reference);
	outcome_lend(&outs, &ev);
	return journal_append(txn, &ev, why);
}

static enum outcome
forgotten(struct store_txn *txn, struct reconcile *r, const struct left *left,
    const char *id, uint64_t known, uint32_t resent, struct why *why)
{
	Rec__Message *m = record_copy(&left->message->base);
	uint64_t number = 0;
	enum outcome out;

	if (m == NULL)
		return why_sys(why, "message");
	m->number = known;
	m->resent = resent;
	if ((out = fill(left, m, id, why)) == OUT_OK &&
	    (out = find_case(txn, m, &number, why)) == OUT_OK && known == 0)
		out = store_count(txn, "message", &m->number, why);
	if (out == OUT_OK && (out = see_items(txn, r, left, id, why)) == OUT_OK)
		out = append(txn, r, left, m, number, why);
	(void)buf_printf(&r->report,
	    "message %s (%s to %s) has left in %s: the store did not know %s\n",
	    id, m->form, m->other, left->name, known == 0 ? "it" : "that");
	record_free(m);
	return out;
}

/* An older note says nothing of what left: its number is taken. */
static enum outcome
no_detail(struct store_txn *txn, struct reconcile *r, const struct left *left,
    uint64_t known, struct why *why)
{
	(void)buf_printf(&r->report,
	    "uncertain: message %s has left, and the note does not say what it "
	    "was%s\n",
	    left->name, known == 0 ? "" : "; the store has it still to send");
	return reconcile_name(txn, r, left->name, why);
}

enum outcome
reconcile_message(struct store_txn *txn, struct reconcile *r,
    const struct left *left, struct why *why)
{
	uint64_t number, known;
	enum outcome out;
	char id[64];
	uint32_t resent = split_folder(r, left->name, id, sizeof(id));
	Rec__Message *m = NULL;

	if ((out = index_get(txn, "folder", left->name, strlen(left->name),
		 &number, why)) != OUT_OK ||
	    number != 0 ||
	    (out = index_get(txn, "sent-id", id, strlen(id), &known, why)) !=
		OUT_OK)
		return out;
	if (left->message == NULL)
		return no_detail(txn, r, left, known, why);
	if (known != 0 && (out = message_get(txn, known, &m, why)) != OUT_OK)
		return out;
	if (m != NULL && strcmp(m->sha256, left->message->sha256) != 0) {
		(void)buf_printf(&r->report,
		    "uncertain: message %s has left, and is another than that "
		    "of the store\n",
		    id);
		record_free(m);
		return OUT_OK; /* dispatch lets it not leave */
	}
	record_free(m);
	return forgotten(txn, r, left, id, known, resent, why);
}
