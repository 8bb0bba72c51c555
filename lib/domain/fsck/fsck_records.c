/* SPDX-License-Identifier: EUPL-1.2 */
/* Records stand in the indexes and queues in which they are looked for. */
#include <string.h>

#include "domain/case/casefile.h"
#include "domain/case/caseref.h"
#include "domain/fsck/fsck_impl.h"
#include "domain/case/index.h"
#include "domain/case/state.h"
#include "io/record.h"

#define NAME_SIZE 21

static void
not_in(struct fsck *f, const char *place, const char *index, bool is)
{
	if (!is)
		fsck_fault(f, "INDEX", place,
		    "it does not stand in the index \"%s\"", index);
}

static enum outcome
linked(struct fsck *f, const char *kind, uint64_t number, const char *name,
    const char *place, struct why *why)
{
	enum outcome out;
	bool has;

	out = link_has(f->txn, kind, number, name, &has, why);
	if (out == OUT_OK)
		not_in(f, place, kind, has);
	return out;
}

static enum outcome
indexed(struct fsck *f, const char *kind, const char *s, const char *place,
    struct why *why)
{
	enum outcome out;
	uint64_t number;

	if (s[0] == '\0')
		return OUT_OK;
	out = index_get(f->txn, kind, s, strlen(s), &number, why);
	if (out == OUT_OK)
		not_in(f, place, kind, number != 0);
	return out;
}

static enum outcome
one_message(struct fsck *f, const void *key, size_t len, ProtobufCMessage *r,
    void *ctx, struct why *why)
{
	const Rec__Message *m = RECORD_OF(Rec__Message, r);
	char place[FSCK_PLACE], name[NAME_SIZE];
	enum outcome out;
	uint64_t number;
	bool there;
	size_t i;

	(void)ctx;
	(void)fsck_place(DB_MESSAGE, key, len, place);
	if ((out = linked(f, "message", m->case_number,
		 number_name(m->number, name), place, why)) != OUT_OK)
		return out;
	if (m->outgoing) {
		if ((out = indexed(f, "sent-id", m->msg_id, place, why)) !=
			OUT_OK ||
		    (out = indexed(f, "folder", m->folder, place, why)) !=
			OUT_OK)
			return out;
	} else if (m->msg_id[0] != '\0') {
		if ((out = message_by_id(
			 f->txn, m->other, m->msg_id, &number, why)) != OUT_OK)
			return out;
		not_in(f, place, "msgid", number != 0);
	}
	for (i = 0; out == OUT_OK && i < m->n_documents; i++) {
		out = fsck_number_there(
		    f, DB_DOCUMENT, m->documents[i], &there, why);
		if (out == OUT_OK && !there)
			fsck_fault(f, "MESSAGE-DOCUMENT", place,
			    "its document %llu is not there",
			    (unsigned long long)m->documents[i]);
	}
	return out;
}

static enum outcome
one_task(struct fsck *f, const void *key, size_t len, ProtobufCMessage *r,
    void *ctx, struct why *why)
{
	const Rec__Task *t = RECORD_OF(Rec__Task, r);
	struct task_about a = { t->case_number, t->case_id, t->kind, t->rule,
		t->due, t->calendar, t->subject, t->place, t->text,
		t->severity };
	char place[FSCK_PLACE], name[NAME_SIZE];
	bool open = strcmp(t->state, "open") == 0, is;
	enum outcome out;

	(void)ctx;
	(void)fsck_place(DB_TASK, key, len, place);
	(void)number_name(t->number, name);
	if ((out = linked(f, "task", t->case_number, name, place, why)) !=
	    OUT_OK)
		return out;
	if ((out = queue_has(f->txn, "task", name, &is, why)) != OUT_OK)
		return out;
	if (is != open)
		fsck_fault(f, "QUEUE", place,
		    open ? "it is open, and in no queue" :
			   "it is done, and in the queue");
	if (open && (out = task_is_open(f->txn, &a, &is, why)) == OUT_OK)
		not_in(f, place, "open", is);
	return out;
}

static enum outcome
one_case(struct fsck *f, const void *key, size_t len, ProtobufCMessage *r,
    void *ctx, struct why *why)
{
	const Rec__Case *c = RECORD_OF(Rec__Case, r);
	const char *refs[] = { c->id, c->reference, c->other_reference };
	char place[FSCK_PLACE];
	enum outcome out;
	uint64_t number;
	size_t i;
	bool has;

	(void)ctx;
	(void)fsck_place(DB_CASE, key, len, place);
	if ((out = indexed(f, "thread", c->thread, place, why)) != OUT_OK)
		return out;
	for (i = 0; i < sizeof(refs) / sizeof(refs[0]); i++) {
		if (refs[i][0] == '\0')
			continue;
		if ((out = caseref_has(
			 f->txn, refs[i], c->number, &has, why)) != OUT_OK)
			return out;
		not_in(f, place, "ref", has);
	}
	out = index_get(f->txn, "case-key", key, len, &number, why);
	if (out == OUT_OK)
		not_in(f, place, "case-key", number != 0);
	return out;
}

static enum outcome
one_item(struct fsck *f, const void *key, size_t len, ProtobufCMessage *r,
    void *ctx, struct why *why)
{
	const Rec__Item *item = RECORD_OF(Rec__Item, r);
	char place[FSCK_PLACE];

	(void)ctx;
	return linked(f, "item", item->case_number, item->id,
	    fsck_place(DB_ITEM, key, len, place), why);
}

static enum outcome
one_event(struct fsck *f, const void *key, size_t len, ProtobufCMessage *r,
    void *ctx, struct why *why)
{
	const Rec__Event *ev = RECORD_OF(Rec__Event, r);
	char place[FSCK_PLACE];

	(void)ctx;
	return indexed(f, "parcel", ev->parcel,
	    fsck_place(DB_JOURNAL, key, len, place), why);
}

enum outcome
fsck_records(struct fsck *f, struct why *why)
{
	static const struct {
		enum store_db db;
		fsck_each_fn *fn;
	} all[] = { { DB_MESSAGE, one_message }, { DB_TASK, one_task },
		{ DB_CASE, one_case }, { DB_ITEM, one_item },
		{ DB_JOURNAL, one_event } };
	enum outcome out;
	size_t i;

	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if ((out = fsck_each(f, all[i].db, all[i].fn, NULL, why)) !=
		    OUT_OK)
			return out;
	return OUT_OK;
}
