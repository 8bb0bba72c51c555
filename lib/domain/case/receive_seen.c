/* SPDX-License-Identifier: EUPL-1.2 */
/* A message that came before: again as it was, otherwise, or with more. */
#include <stdlib.h>
#include <string.h>

#include "domain/case/casefile.h"
#include "domain/case/index.h"
#include "domain/case/receive_parts.h"
#include "domain/case/resend.h"
#include "domain/case/state.h"
#include "domain/form/header.h"
#include "io/record.h"

/* What it says, whoever may have sealed it anew: the hash of its files, or of
 * what was sealed in them. */
static enum outcome
content_token(const struct incoming *in, unsigned char *token, struct why *why)
{
	const Rec__Manifest *m = in->a->parcel->manifest;
	const Rec__Verdict *v = in->a->parcel->verdict;
	Rec__ParcelFile *plain, **files;
	enum outcome out;
	size_t i;

	if (v->n_opened == 0)
		return header_content_token(
		    in->header, m->files, m->n_files, token, why);
	plain = calloc(v->n_opened, sizeof(Rec__ParcelFile));
	files = calloc(v->n_opened, sizeof(Rec__ParcelFile *));
	for (i = 0; plain != NULL && files != NULL && i < v->n_opened; i++) {
		const Rec__OpenedFile *o = v->opened[i];

		rec__parcel_file__init(&plain[i]);
		plain[i].name = m->files[o->file]->name;
		plain[i].size = o->size;
		plain[i].sha256 = o->sha256;
		files[i] = &plain[i];
	}
	out = plain == NULL || files == NULL ?
	    why_sys(why, "message") :
	    header_content_token(in->header, files, v->n_opened, token, why);
	free(plain);
	free(files);
	return out;
}

/* Whether the file is one of those that were kept with the message. */
static enum outcome
kept(struct store_txn *txn, const Rec__Message *m, const Rec__ParcelFile *f,
    bool *is, struct why *why)
{
	enum outcome out = OUT_OK;
	Rec__Document *d;
	size_t i;

	*is = false;
	for (i = 0; out == OUT_OK && !*is && i < m->n_documents; i++) {
		out = document_get(txn, m->documents[i], &d, why);
		if (out != OUT_OK || d == NULL)
			continue;
		*is = strcmp(d->name, f->name) == 0 &&
		    d->sha256.len == f->sha256.len &&
		    memcmp(d->sha256.data, f->sha256.data, f->sha256.len) == 0;
		record_free(d);
	}
	return out;
}

/* Put before a person that something is odd about a message that came. */
static enum outcome
alarm(struct store_txn *txn, const struct office *o, struct incoming *in,
    const Rec__Message *m, const char *kind, const char *rule, const char *text,
    struct why *why)
{
	struct task_about t = { m->case_number, NULL, kind, rule, NULL, NULL,
		m->msg_id, NULL, text, "task" };

	return receive_alarm(txn, o, in->a, &t, NULL, why);
}

/* A file that the header does not list, and that was not there when the
 * message was taken in.  Of an erased one nobody knows what was there. */
static enum outcome
look_for_more(struct store_txn *txn, const struct office *o,
    struct incoming *in, const Rec__Message *m, struct why *why)
{
	const Rec__Manifest *all = in->a->parcel->manifest;
	enum outcome out = OUT_OK;
	bool known = true;
	size_t i;

	for (i = 0; m->n_documents > 0 && known && i < all->n_files; i++) {
		const char *name = all->files[i]->name;

		if (header_lists(in->header, name) == NULL &&
		    !header_reserved(name) &&
		    (out = kept(txn, m, all->files[i], &known, why)) != OUT_OK)
			return out;
	}
	return known ?
	    OUT_OK :
	    alarm(txn, o, in, m, "finding", "SUPPLEMENT",
		"files came to a message after it had been taken in", why);
}

/* Other content under its id is for a person, unless it is what that one has
 * replaced: its folder may still stand there. */
static enum outcome
look_at_other(struct store_txn *txn, const struct office *o,
    struct incoming *in, const Rec__Message *m, struct why *why)
{
	enum outcome out;
	bool replaced;

	out = resend_was_replaced(txn, in->header->sender->code,
	    in->header->msg_id, in->sha256, &replaced, why);
	if (out != OUT_OK || replaced)
		return out;
	return alarm(
	    txn, o, in, m, "same-id-other-content", "MESSAGE-TWICE", NULL, why);
}

/* Whether it was kept and not taken in, and now it may be. */
static bool
may_replace(const struct incoming *in, const Rec__Message *m, const char *rule)
{

	return m->readable[0] != '\0' &&
	    (strcmp(m->sha256, in->sha256) != 0 || rule == NULL ||
		strcmp(m->readable, rule) != 0);
}

enum outcome
incoming_seen(struct store_txn *txn, const struct office *o,
    struct incoming *in, const char *rule, bool *seen, struct why *why)
{
	unsigned char token[32];
	enum outcome out;
	Rec__Message *m;
	uint64_t number;

	*seen = false;
	if ((out = content_token(in, token, why)) != OUT_OK)
		return out;
	(void)hex(token, sizeof(token), in->sha256);
	if ((out = message_by_id(txn, in->header->sender->code,
		 in->header->msg_id, &number, why)) != OUT_OK ||
	    number == 0)
		return out;
	*seen = true;
	if ((out = message_get(txn, number, &m, why)) != OUT_OK || m == NULL)
		return out;
	if (may_replace(in, m, rule)) {
		*seen = false;
		(void)number_name(number, in->replaces);
	} else if (strcmp(m->sha256, in->sha256) == 0) {
		out = look_for_more(txn, o, in, m, why);
	} else {
		out = look_at_other(txn, o, in, m, why);
	}
	record_free(m);
	return out;
}
