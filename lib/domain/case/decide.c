/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/case/decide.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/case/index.h"
#include "domain/case/left_events.h"
#include "domain/case/state.h"
#include "io/digest.h"
#include "io/record.h"
#include "value/caseid.h"
#include "value/date.h"

#define POOL_STEP UINT64_C(1024) /* pairs; a group takes far fewer */

char *
hex(const unsigned char *data, size_t len, char *buf)
{
	size_t i;

	for (i = 0; i < len; i++)
		(void)snprintf(buf + 2 * i, 3, "%02x", data[i]);
	return buf;
}

void
outcome_add(struct outcomes *l, const char *name, const char *value)
{
	if (l->n == OUTCOMES_MAX)
		abort(); /* a bug: no event decides that much */
	rec__outcome__init(&l->o[l->n]);
	l->o[l->n].name = lend(name);
	l->o[l->n].value = lend(value);
	l->n++;
}

void
outcome_lend(struct outcomes *l, Rec__Event *ev)
{
	size_t i;

	for (i = 0; i < l->n; i++)
		l->p[i] = &l->o[i];
	ev->n_outcomes = l->n;
	ev->outcomes = l->p;
}

enum outcome
outcome_due(const struct office *o, const char *instrument, const char *rule,
    const char *from, struct outcomes *l, struct why *why)
{
	char *due = l->due[l->n], *calendar = l->calendar[l->n];
	enum outcome out;
	int32_t day, end;

	if (!date_parse(from, &day))
		return why_reject(why, "FORM-DATE", "no day to count from");
	out =
	    deadline_due(o->calendars, config_get(o->conf, "unit", "calendar"),
		instrument, rule, day, &end, calendar, why);
	if (out != OUT_OK)
		return out;
	outcome_add(l, rule, "");
	l->o[l->n - 1].due = date_format(end, due);
	l->o[l->n - 1].calendar = calendar;
	return OUT_OK;
}

enum outcome
new_key(struct store_txn *txn, uint64_t *key, struct why *why)
{
	enum outcome out;
	uint64_t n;

	if ((out = store_count(txn, "pool", &n, why)) == OUT_OK)
		*key = SEAL_POOL + 2 * (n - 1);
	return out;
}

static enum outcome
read_pool(struct store_txn *txn, void *ctx, struct why *why)
{
	return store_counter(txn, "pool", ctx, why);
}

/* The pool is filled in steps, so that most runs find it full. */
enum outcome
reserve_keys(struct store *store, struct seal *seal, struct why *why)
{
	enum outcome out;
	uint64_t used, end;

	if ((out = store_view(store, read_pool, &used, why)) != OUT_OK)
		return out;
	end = (used / POOL_STEP + 2) * POOL_STEP;
	return seal_reserve(seal, SEAL_POOL + 2 * used, 2 * (end - used), why);
}

enum outcome
new_case(struct store_txn *txn, const struct office *o, uint64_t before,
    uint64_t *number, char *id, struct why *why)
{
	char counter[16];
	enum outcome out;
	uint64_t n;

	if (before != 0) {
		*number = before;
		(void)caseid_format(o->code, before, id);
		return OUT_OK;
	}
	(void)snprintf(counter, sizeof(counter), "case/%.4s", o->today);
	if ((out = store_count(txn, counter, &n, why)) != OUT_OK)
		return out;
	*number = strtoull(counter + 5, NULL, 10) * (CASEID_SERIAL_MAX + 1) + n;
	(void)caseid_format(o->code, *number, id);
	return OUT_OK;
}

enum outcome
new_item_id(
    struct store_txn *txn, const struct office *o, char *id, struct why *why)
{
	enum outcome out;
	uint64_t n;

	if ((out = store_count(txn, "item", &n, why)) == OUT_OK)
		(void)snprintf(id, 32, "%.8s-I%07" PRIu64, o->code, n);
	return out;
}

static const char *
or_empty(const char *s)
{
	return s == NULL ? "" : s;
}

/* The name of a blob: its number, so that it is never another document's. */
static void
blob_name(uint64_t number, char *buf, size_t size)
{
	(void)snprintf(buf, size, "%016" PRIx64, number);
}

enum outcome
document_add(struct store_txn *txn, const struct office *o,
    const struct new_document *n, uint64_t *number, unsigned char *sha256,
    struct why *why)
{
	Rec__Document d = REC__DOCUMENT__INIT;
	unsigned char key[8], digest[32];
	char file[20];
	enum outcome out;

	if ((out = store_count(txn, "document", number, why)) != OUT_OK ||
	    (out = digest_sha256(n->data, n->len, digest, why)) != OUT_OK)
		return out;
	d.number = *number;
	d.case_number = n->case_number;
	d.name = lend(or_empty(n->name));
	d.mime = lend(or_empty(n->mime));
	d.role = lend(or_empty(n->role));
	d.type = lend(or_empty(n->type));
	d.title = lend(or_empty(n->title));
	d.language = lend(or_empty(n->language));
	d.restricted = n->restricted;
	d.size = n->len;
	d.sha256.data = digest;
	d.sha256.len = sizeof(digest);
	if (n->len > BLOB_INLINE_MAX && o->blobs != NULL) {
		blob_name(*number, file, sizeof(file));
		d.file = file;
		out = blob_put(o->blobs, file, n->key, n->data, n->len, why);
		if (out != OUT_OK)
			return out;
	} else {
		d.bytes.data = (unsigned char *)(uintptr_t)n->data;
		d.bytes.len = n->len;
	}
	if (sha256 != NULL)
		memcpy(sha256, digest, sizeof(digest));
	store_key8(*number, key);
	return state_save(
	    txn, DB_DOCUMENT, key, sizeof(key), n->key, &d.base, why);
}

enum outcome
document_bytes(const struct office *o, struct seal *seal,
    const Rec__Document *d, struct buf *out, struct why *why)
{
	if (d->file[0] != '\0')
		return blob_get(o->files, d->file, seal, out, why);
	(void)buf_add(out, d->bytes.data, d->bytes.len);
	return buf_ok(out, why);
}

void
message_begin(const struct office *o, const Rec__Case *c, const char *form,
    struct new_message *n)
{
	memset(n, 0, sizeof(*n));
	rec__message__init(&n->m);
	n->m.case_number = c->number;
	n->m.outgoing = 1;
	n->m.msg_id = n->msg_id;
	n->m.thread = c->thread;
	n->m.form = lend(form);
	n->m.state = lend("waiting");
	n->m.at = lend(o->now);
	n->m.other = c->other;
	n->m.recorder = lend(o->actor);
	n->m.documents = n->documents;
}

enum outcome
message_add(struct store_txn *txn, const struct office *o, const Rec__Case *c,
    struct new_message *n, const struct new_document *in, struct why *why)
{
	struct new_document d = *in;
	enum outcome out;

	if (n->m.n_documents == sizeof(n->documents) / sizeof(n->documents[0]))
		return why_reject(why, "FORM-DOCUMENTS",
		    "more documents than a message of ours can carry");
	d.case_number = c->number;
	if (d.key == 0)
		d.key = c->key + (d.restricted ? 1 : 0);
	out = document_add(
	    txn, o, &d, &n->documents[n->m.n_documents], NULL, why);
	if (out == OUT_OK)
		n->m.n_documents++;
	return out;
}

/* It may be one of those that left and of which nothing else is known. */
static enum outcome
find_left(struct store_txn *txn, struct new_message *n, struct why *why)
{
	enum outcome out;
	uint64_t number;
	Rec__Message *m;

	if ((out = left_number(txn, "left-sha", n->sha256, &number, why)) !=
		OUT_OK ||
	    number == 0 || (out = message_get(txn, number, &m, why)) != OUT_OK)
		return out;
	if (m != NULL && m->n_documents == 0) {
		(void)snprintf(n->msg_id, sizeof(n->msg_id), "%s", m->msg_id);
		(void)snprintf(n->folder, sizeof(n->folder), "%s", m->folder);
		(void)snprintf(
		    n->sent_at, sizeof(n->sent_at), "%s", m->sent_at);
		n->m.number = number;
		n->m.msg_no = m->msg_no;
		n->m.resent = m->resent;
		n->m.folder = n->folder;
		n->m.sent_at = n->sent_at;
		n->m.state = lend("sent");
	}
	record_free(m);
	return OUT_OK;
}

static enum outcome
next_number(struct store_txn *txn, const struct office *o,
    struct new_message *n, struct why *why)
{
	enum outcome out;
	uint64_t id;

	if ((out = store_count(txn, "message", &n->m.number, why)) == OUT_OK &&
	    (out = store_count(txn, "msg-id", &id, why)) == OUT_OK)
		(void)snprintf(n->msg_id, sizeof(n->msg_id), "%" PRIu64 "%s",
		    MSG_ID_BASE + id, o->code);
	return out;
}

enum outcome
message_seal(struct store_txn *txn, const struct office *o,
    struct new_message *n, struct why *why)
{
	struct buf b = BUF_INIT;
	unsigned char digest[32];
	char text[65];
	enum outcome out = OUT_OK;
	Rec__Document *d;
	size_t i;

	(void)buf_printf(&b, "%s\n%s\n", n->m.form, n->m.thread);
	for (i = 0; out == OUT_OK && i < n->m.n_documents; i++) {
		out = document_get(txn, n->documents[i], &d, why);
		if (out == OUT_OK && d != NULL)
			(void)buf_printf(&b, "%s %s\n",
			    hex(d->sha256.data, d->sha256.len, text), d->name);
		record_free(d);
	}
	if (out == OUT_OK && (out = buf_ok(&b, why)) == OUT_OK)
		out = digest_sha256(b.data, b.len, digest, why);
	if (out == OUT_OK)
		n->m.sha256 = hex(digest, sizeof(digest), n->sha256);
	buf_free(&b);
	if (out == OUT_OK)
		out = find_left(txn, n, why);
	if (out == OUT_OK && n->m.number == 0)
		out = next_number(txn, o, n, why);
	return out;
}

void
message_go(const Rec__Case *c, struct new_message *n)
{
	n->m.immediate = 1;
	if (strcmp(n->m.state, "sent") == 0)
		return;
	n->m.msg_no = c->sent + 1;
	n->m.state = lend("approved");
}

void
message_brought(
    const struct office *o, const Rec__Case *c, struct new_message *n)
{
	if (config_number(o->conf, "gates", "message_approvers") == 0)
		message_go(c, n);
}
