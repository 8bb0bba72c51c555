/* SPDX-License-Identifier: EUPL-1.2 */
/* How the checks of fsck say what they find, and look records up. */
#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "domain/fsck/fsck_impl.h"
#include "domain/case/state.h"
#include "io/record.h"

#define SIGN_EVERY 1000u /* things done between two signs of life */

/* What to do about a rule, or all rules that begin so; the first holds. */
static const struct {
	const char *rule, *next;
} nexts[] = {
	{ "STORE-RESTORED",
	    "find out who put an older store there; nothing leaves until it "
	    "is compared with sent/" },
	{ "STORE-NONE", "restore the newest backup" },
	{ "STORE-",
	    "keep a copy of store and keys, then restore the newest backup" },
	{ "AUDIT-HEADS",
	    "find out who has cut sent/audit; nothing leaves until isupport "
	    "reconcile has compared the store with sent/" },
	{ "AUDIT-",
	    "find out who has changed the store; isupport rebuild makes "
	    "cases, messages, tasks, money and indexes again, for the rest "
	    "restore a backup" },
	{ "AUDIT",
	    "find out who has changed the store; keep a copy, and restore "
	    "the newest backup whose chain is whole" },
	{ "KEYS-ERASED",
	    "isupport reconcile: its case was erased after the backup, or one "
	    "that came with it" },
	{ "KEYS", "restore the keys from their own backup" },
	{ "NUMBER-GAP", "restore the newest backup that has it" },
	{ "DOCUMENT-STRAY", "nothing: a run that was killed left it" },
	{ "DOCUMENT-", "restore the file from a backup" },
	{ "PARCEL-STRAY", "look at what it is, and take it away" },
	{ "PARCEL", "take it away and drop its source again" },
	{ "PAYFILE-STRAY", "nothing, if the bank's transport put it there" },
	{ "PAYFILE-",
	    "let the bank not take it: find out who has changed the file" },
	{ "SENT-UNKNOWN",
	    "it has left, and the store does not know: was an older store "
	    "restored?" },
	{ "SENT-STRAY", "nothing: the next run goes on with it" },
	{ "SENT-", "restore the file from a backup of sent/" },
	{ "ROOM", "make room, or map_size larger" },
	{ "LEDGER-", "pay nothing of the case; isupport rebuild" },
	{ "MONEY-LEFT", "drop the sheet with its collection again" },
	{ "MONEY-", "pay nothing of it; isupport rebuild" },
	{ "", "isupport rebuild; if it stays, restore a backup" },
};

static const char *
next_of(const char *rule)
{
	size_t i;

	for (i = 0; strncmp(nexts[i].rule, rule, strlen(nexts[i].rule)) != 0;
	     i++)
		;
	return nexts[i].next;
}

static void PRINTF_LIKE(5, 0) tell(struct fsck *f, bool note, const char *rule,
    const char *place, const char *fmt, va_list ap)
{
	Rec__Said said = REC__SAID__INIT;
	Rec__Fault fault = REC__FAULT__INIT;
	struct buf b = BUF_INIT;
	struct why why = WHY_INIT;
	char text[240];

	(void)vsnprintf(text, sizeof(text), fmt, ap);
	fault.rule = lend(rule);
	fault.place = lend(place);
	fault.text = text;
	fault.next = lend(next_of(rule));
	fault.note = note;
	said.fault = &fault;
	f->damaged = f->damaged || strncmp(rule, "STORE-", 6) == 0;
	if (note)
		f->checks.notes++;
	else
		f->checks.faults++;
	if (record_pack(&said.base, &b, &why) == OUT_OK)
		apart_say(f->apart, b.data, b.len);
	buf_free(&b);
}

void
fsck_fault(
    struct fsck *f, const char *rule, const char *place, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	tell(f, false, rule, place, fmt, ap);
	va_end(ap);
}

void
fsck_note(
    struct fsck *f, const char *rule, const char *place, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	tell(f, true, rule, place, fmt, ap);
	va_end(ap);
}

enum outcome
fsck_why(struct fsck *f, const char *place, enum outcome out,
    const struct why *reason, struct why *why)
{
	if (out == OUT_RETRY && reason->rule[0] == '\0' && !f->damaged) {
		*why = *reason;
		return OUT_RETRY;
	}
	if (out != OUT_OK)
		fsck_fault(f,
		    reason->rule[0] == '\0' ? "STORE-DAMAGED" : reason->rule,
		    place, "%s", reason->text);
	return OUT_OK;
}

/* A key of text as it is; else, or where it is too long, in hex, cut. */
char *
fsck_place(enum store_db db, const void *key, size_t len, char *buf)
{
	const unsigned char *p = key;
	size_t i, n;

	n = (size_t)snprintf(buf, FSCK_PLACE, "%s ", store_db_name[db]);
	for (i = 0; i < len && isascii(p[i]) && isgraph(p[i]); i++)
		;
	if (len > 0 && i == len && len < FSCK_PLACE - n) {
		memcpy(buf + n, key, len);
		buf[n + len] = '\0';
		return buf;
	}
	n += (size_t)snprintf(buf + n, FSCK_PLACE - n, "0x");
	for (i = 0; i < len && n + 3 < FSCK_PLACE; i++, n += 2)
		(void)snprintf(buf + n, 3, "%02x", p[i]);
	return buf;
}

void
fsck_alive(struct fsck *f)
{
	if (++f->busy < SIGN_EVERY)
		return;
	f->busy = 0;
	apart_say(f->apart, NULL, 0);
}

/* One record, for fn. */
static enum outcome
hand_over(struct fsck *f, enum store_db db, const void *key, size_t keylen,
    const struct buf *b, fsck_each_fn *fn, void *ctx, struct why *why)
{
	const ProtobufCMessageDescriptor *desc = state_descriptor(db);
	ProtobufCMessage *m = NULL;
	enum outcome out = OUT_OK;

	if (desc != NULL)
		out = record_unpack(desc, b->data, b->len, &m, why);
	if (out == OUT_REJECT)
		return OUT_OK;
	if (out == OUT_OK)
		out = fn(f, key, keylen, m, ctx, why);
	record_free(m);
	return out;
}

enum outcome
fsck_each(struct fsck *f, enum store_db db, fsck_each_fn *fn, void *ctx,
    struct why *why)
{
	unsigned char key[STORE_KEY_MAX];
	struct buf b = BUF_INIT;
	size_t keylen = 0;
	enum outcome out;
	bool found;

	while ((out = store_next(f->txn, db, "", 0, key, &keylen, NULL, &found,
		    why)) == OUT_OK &&
	    found) {
		fsck_alive(f);
		out = store_get(f->txn, db, key, keylen, &b, &found, why);
		if (out == OUT_OK && found)
			out = hand_over(f, db, key, keylen, &b, fn, ctx, why);
		else if (out == OUT_REJECT)
			out = OUT_OK;
		if (out != OUT_OK)
			break;
	}
	buf_wipe(&b);
	return out;
}

enum outcome
fsck_there(struct fsck *f, enum store_db db, const void *key, size_t len,
    bool *there, struct why *why)
{
	enum outcome out;
	uint64_t id;

	out = store_key_of(f->txn, db, key, len, &id, there, why);
	if (out == OUT_REJECT) { /* there, and said to be no sealed value */
		*there = true;
		return OUT_OK;
	}
	return out;
}

enum outcome
fsck_number_there(struct fsck *f, enum store_db db, uint64_t number,
    bool *there, struct why *why)
{
	struct fsck_last *last;
	unsigned char key[8];
	enum outcome out;
	void *value;

	store_key8(number, key);
	out = fsck_there(f, db, key, sizeof(key), there, why);
	if (out != OUT_OK || *there || f->last == NULL || db == DB_CASE ||
	    db == DB_JOURNAL)
		return out;
	out = digtab_at(f->last, (int)db, key, sizeof(key), false, &value, why);
	last = value;
	*there = last != NULL && !last->put;
	return out;
}
