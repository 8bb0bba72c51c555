/* SPDX-License-Identifier: EUPL-1.2 */
/* The notes in sent/ of what has left, against what the store says has. */
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "domain/fsck/fsck_impl.h"
#include "domain/case/index.h"
#include "domain/case/left.h"
#include "domain/case/resend.h"
#include "domain/case/state.h"
#include "io/record.h"
#include "io/slurp.h"

#define WORD 128

/* Of a note: of a message the folder, of a payment file the batch and the
 * file; and the hash of what left. */
struct note {
	char batch[WORD], name[WORD], hash[WORD];
};

static void
take(const struct left *left, struct note *n)
{
	bool message = left->file[0] == '\0';

	memset(n, 0, sizeof(*n));
	(void)snprintf(
	    n->batch, sizeof(n->batch), "%s", message ? "" : left->name);
	(void)snprintf(
	    n->name, sizeof(n->name), "%s", message ? left->name : left->file);
	(void)snprintf(n->hash, sizeof(n->hash), "%s", left->sha256);
}

/* Read the note of that name; false: there is none that is right. */
static bool
read_note(struct fsck *f, const char *name, struct note *n)
{
	struct why why = WHY_INIT;
	struct buf b = BUF_INIT;
	char rel[300], path[PATH_MAX];
	struct left left;
	bool ok = false;

	(void)snprintf(rel, sizeof(rel), "sent/%.250s", name);
	if (slurp_file(unit_path(f->u, rel, path, sizeof(path)), LEFT_MAX, &b,
		&why) == OUT_OK &&
	    left_read(f->u->seal, name, &b, &left, &why) == OUT_OK) {
		take(&left, n);
		left_free(&left);
		ok = true;
	}
	buf_free(&b);
	return ok;
}

/* ---- what the store says has left ---- */

static enum outcome
one_message(struct fsck *f, const void *key, size_t len, ProtobufCMessage *r,
    void *ctx, struct why *why)
{
	const Rec__Message *m = RECORD_OF(Rec__Message, r);
	char place[FSCK_PLACE];
	struct note n;

	(void)ctx;
	(void)why;
	if (m->outgoing && m->folder[0] != '\0' &&
	    (!read_note(f, m->folder, &n) || n.batch[0] != '\0'))
		fsck_fault(f, "SENT-MISSING",
		    fsck_place(DB_MESSAGE, key, len, place),
		    "it has left, and sent/ has no right note of it");
	return OUT_OK;
}

static enum outcome
one_batch(struct fsck *f, const void *key, size_t len, ProtobufCMessage *r,
    void *ctx, struct why *why)
{
	const Rec__Batch *b = RECORD_OF(Rec__Batch, r);
	char place[FSCK_PLACE];
	struct note n;

	(void)ctx;
	(void)why;
	if (b->file[0] == '\0' || strcmp(b->state, "delivered") != 0)
		return OUT_OK;
	(void)fsck_place(DB_BATCH, key, len, place);
	if (!read_note(f, b->file, &n))
		fsck_fault(f, "SENT-MISSING", place,
		    "its file has left, and sent/ has no right note of it");
	else if (strcmp(n.batch, b->id) != 0 ||
	    strcmp(n.hash, b->file_sha256) != 0)
		fsck_fault(f, "SENT-OTHER", place,
		    "sent/ has another hash of its file");
	return OUT_OK;
}

/* ---- what sent/ says has left ---- */

/* Between the rename and the commit: the message is still in the queue. */
static enum outcome
is_leaving(struct fsck *f, const char *name, bool *is, struct why *why)
{
	const char *id = strchr(name, '_');
	char msg_id[WORD], folder[WORD];
	enum outcome out;
	Rec__Message *m;
	uint64_t number;

	*is = false;
	if (id == NULL)
		return OUT_OK;
	(void)snprintf(msg_id, sizeof(msg_id), "%s", id + 1);
	msg_id[strcspn(msg_id, "-")] = '\0';
	if (msg_id[0] == '\0')
		return OUT_OK;
	if ((out = index_get(f->txn, "sent-id", msg_id, strlen(msg_id), &number,
		 why)) != OUT_OK ||
	    (out = message_get(f->txn, number, &m, why)) != OUT_OK)
		return out;
	*is = m != NULL && strcmp(m->state, "approved") == 0 &&
	    strcmp(resend_folder(f->u->code, m, folder, sizeof(folder)),
		name) == 0;
	record_free(m);
	return OUT_OK;
}

static enum outcome
of_message(
    struct fsck *f, const struct note *n, const char *place, struct why *why)
{
	enum outcome out;
	uint64_t number;
	bool is;

	if ((out = index_get(f->txn, "folder", n->name, strlen(n->name),
		 &number, why)) != OUT_OK ||
	    number != 0 || (out = is_leaving(f, n->name, &is, why)) != OUT_OK)
		return out;
	if (is)
		fsck_note(f, "SENT-STRAY", place,
		    "the message is leaving, or a run was killed over it");
	else
		fsck_fault(f, "SENT-UNKNOWN", place,
		    "the store knows no message that left in that folder");
	return OUT_OK;
}

static enum outcome
of_batch(
    struct fsck *f, const struct note *n, const char *place, struct why *why)
{
	enum outcome out;
	bool there;

	out = fsck_there(f, DB_BATCH, n->batch, strlen(n->batch), &there, why);
	if (out == OUT_OK && !there)
		fsck_fault(f, "SENT-UNKNOWN", place,
		    "the store knows no batch that left in that file");
	return out;
}

enum outcome
fsck_sent(struct fsck *f, struct why *why)
{
	char place[FSCK_PLACE];
	enum outcome out;
	struct note n;
	size_t i;

	if ((out = fsck_each(f, DB_MESSAGE, one_message, NULL, why)) !=
		OUT_OK ||
	    (out = fsck_each(f, DB_BATCH, one_batch, NULL, why)) != OUT_OK)
		return out;
	for (i = 0; out == OUT_OK && i < f->nsent; i++) {
		fsck_alive(f);
		if (!left_here(f->sent[i]))
			continue;
		(void)snprintf(place, sizeof(place), "sent/%.100s", f->sent[i]);
		if (!read_note(f, f->sent[i], &n)) {
			fsck_fault(f, "SENT-NOTE", place,
			    "it is no note of this unit, or was changed");
			continue;
		}
		f->checks.sent++;
		out = n.batch[0] == '\0' ? of_message(f, &n, place, why) :
					   of_batch(f, &n, place, why);
	}
	return out;
}
