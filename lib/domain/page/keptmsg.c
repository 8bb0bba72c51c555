/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/page/keptmsg.h"

#include <stdlib.h>
#include <string.h>

#include "domain/case/index.h"
#include "domain/case/state.h"
#include "io/record.h"

static enum outcome
add_file(
    struct store_txn *txn, uint64_t number, Rec__Reason *r, struct why *why)
{
	Rec__ParcelFile *f;
	Rec__Document *d;
	enum outcome out;
	void **slot;

	if ((out = document_get(txn, number, &d, why)) != OUT_OK || d == NULL)
		return out;
	if ((slot = record_add(&r->files, &r->n_files)) == NULL ||
	    (*slot = f = record_new(&rec__parcel_file__descriptor)) == NULL ||
	    record_set(&f->name, d->name) == -1 ||
	    record_set_bytes(&f->sha256, d->sha256.data, d->sha256.len) == -1)
		out = why_retry(why, "out of memory");
	else
		f->size = d->size;
	record_free(d);
	return out;
}

/* What its task says is wrong, if that is open. */
static enum outcome
add_text(struct store_txn *txn, Rec__Reason *r, struct why *why)
{
	enum outcome out;
	char **names;
	Rec__Task *t;
	size_t i, n;

	if ((out = queue_list(txn, "task", &names, &n, why)) != OUT_OK)
		return out;
	for (i = 0; out == OUT_OK && i < n; i++) {
		out = task_get(txn, strtoull(names[i], NULL, 10), &t, why);
		if (out != OUT_OK || t == NULL)
			continue;
		if (strcmp(t->kind, "unreadable") == 0 &&
		    strcmp(t->subject, r->folder) == 0 &&
		    record_set(&r->finding->text, t->text) == -1)
			out = why_retry(why, "out of memory");
		record_free(t);
	}
	names_free(names, n);
	return out;
}

static enum outcome
tell(struct store_txn *txn, const Rec__Message *m, Rec__Reason *r,
    struct why *why)
{
	enum outcome out;
	size_t i;

	r->origin = REC__MANIFEST__ORIGIN__ECODEX;
	r->finding = record_new(&rec__finding__descriptor);
	if (r->finding == NULL ||
	    record_set(&r->finding->rule, m->readable) == -1 ||
	    record_set(&r->at, m->at) == -1 ||
	    record_set(&r->stage, "record") == -1 ||
	    record_set(&r->folder, m->folder) == -1 ||
	    record_set(&r->arrived, m->arrived) == -1)
		return why_retry(why, "out of memory");
	out = add_text(txn, r, why);
	for (i = 0; out == OUT_OK && i < m->n_documents; i++)
		out = add_file(txn, m->documents[i], r, why);
	return out;
}

struct looking {
	const char *folder;
	Rec__Message *found; /* the last of that folder */
};

/* No index knows these by their folder: all messages are looked at. */
static enum outcome
look(const void *key, size_t keylen, const void *data, size_t len, void *ctx,
    struct why *why)
{
	struct looking *l = ctx;
	ProtobufCMessage *p;
	enum outcome out;
	Rec__Message *m;

	(void)key;
	(void)keylen;
	if ((out = record_unpack(
		 &rec__message__descriptor, data, len, &p, why)) != OUT_OK)
		return out;
	m = RECORD_OF(Rec__Message, p);
	if (!m->outgoing && m->readable[0] != '\0' &&
	    strcmp(m->folder, l->folder) == 0) {
		record_free(l->found);
		l->found = m;
	} else {
		record_free(m);
	}
	return OUT_OK;
}

enum outcome
keptmsg_get(struct store_txn *txn, const char *folder, Rec__Reason **reason,
    struct why *why)
{
	struct looking l = { folder, NULL };
	Rec__Reason *r = NULL;
	enum outcome out;

	*reason = NULL;
	out = store_each(txn, DB_MESSAGE, "", 0, look, &l, why);
	if (out == OUT_OK && l.found != NULL) {
		if ((r = record_new(&rec__reason__descriptor)) == NULL)
			out = why_retry(why, "out of memory");
		else
			out = tell(txn, l.found, r, why);
	}
	if (out == OUT_OK)
		*reason = r;
	else
		record_free(r);
	record_free(l.found);
	return out;
}
