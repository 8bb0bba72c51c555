/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * misfit ROOT -- put into the store of the unit in ROOT, as the program would,
 * with seal and audit, what does not fit together, one thing after the other;
 * each time fsck has to name it by its rule.  What was there is put back.
 * Prints a line each, "ok RULE what" or "not RULE what"; status 1 if any is
 * not.
 */
#include "domain/fsck/fsck.h"
#include "domain/case/state.h"
#include "io/record.h"
#include "rawstore.h"

static const char *root;
static char store_dir[PATH_MAX - 64];
static struct why why;

/* What is done to one record. */
typedef void change_fn(void *);

static void
total(void *r)
{
	((Rec__Case *)r)->totals[0]->money->minor++;
}

static void
entries(void *r)
{
	((Rec__Case *)r)->entries++;
}

static void
minor(void *r)
{
	((Rec__LedgerEntry *)r)->minor++;
}

static void
entry_case(void *r)
{
	((Rec__LedgerEntry *)r)->case_number++;
}

static void
item_amount(void *r)
{
	((Rec__Item *)r)->amount->minor++;
}

static void
payment_amount(void *r)
{
	((Rec__Payment *)r)->amount->minor--;
}

static void
payment_state(void *r)
{
	Rec__Payment *p = r;

	(void)record_set(&p->state,
	    strcmp(p->state, "rejected") == 0 ? "settled" : "rejected");
}

static void
batch_sum(void *r)
{
	((Rec__Batch *)r)->sum += 100;
}

static void
task_state(void *r)
{
	Rec__Task *t = r;

	(void)record_set(
	    &t->state, strcmp(t->state, "open") == 0 ? "done" : "open");
}

static void
batch_file(void *r)
{
	Rec__Batch *b = r;

	if (b->file_sha256[0] != '\0')
		b->file_sha256[0] = b->file_sha256[0] == '0' ? '1' : '0';
}

static void
document_hash(void *r)
{
	((Rec__Document *)r)->sha256.data[3] ^= 1;
}

static void
message_document(void *r)
{
	Rec__Message *m = r;

	if (m->n_documents > 0)
		m->documents[0] = 999999;
}

static void
message_other(void *r)
{
	Rec__Message *m = r;

	(void)record_set(&m->msg_id, "4711XX");
}

static void
event_number(void *r)
{
	((Rec__Event *)r)->number += 2;
}

/* change NULL: the record is removed, unless value says what it becomes. */
static const struct misfit {
	const char *rule, *what;
	enum store_db db;
	const char *kind; /* the key begins with it and NUL; or NULL */
	change_fn *change;
	const char *value; /* 8 bytes; or NULL */
} misfits[] = {
	{ "LEDGER-SUM", "a total", DB_CASE, NULL, total, NULL },
	{ "LEDGER-GAP", "entries counted", DB_CASE, NULL, entries, NULL },
	{ "LEDGER-SUM", "an entry's amount", DB_LEDGER, NULL, minor, NULL },
	{ "LEDGER-GAP", "an entry removed", DB_LEDGER, NULL, NULL, NULL },
	{ "LEDGER-GAP", "an entry's case", DB_LEDGER, NULL, entry_case, NULL },
	{ "MONEY-ITEM", "an item's amount", DB_ITEM, NULL, item_amount, NULL },
	{ "MONEY-PAYMENT", "a payment's amount", DB_PAYMENT, NULL,
	    payment_amount, NULL },
	{ "MONEY-PAYMENT", "a payment's state", DB_PAYMENT, NULL, payment_state,
	    NULL },
	{ "MONEY-BATCH", "a batch's sum", DB_BATCH, NULL, batch_sum, NULL },
	{ "SENT-OTHER", "the hash of a file that left", DB_BATCH, NULL,
	    batch_file, NULL },
	{ "SENT-UNKNOWN", "a folder that left", DB_INDEX, "folder", NULL,
	    NULL },
	{ "MONEY-BATCH", "a row removed", DB_PAYROW, NULL, NULL, NULL },
	{ "LEDGER-ITEM", "an item removed", DB_ITEM, NULL, NULL, NULL },
	{ "LEDGER-PAYMENT", "a payment removed", DB_PAYMENT, NULL, NULL, NULL },
	{ "QUEUE", "a task's state", DB_TASK, NULL, task_state, NULL },
	{ "QUEUE", "a task out of its queue", DB_QUEUE, "task", NULL, NULL },
	{ "INDEX", "an id of ours removed", DB_INDEX, "sent-id", NULL, NULL },
	{ "INDEX", "an id of theirs removed", DB_INDEX, "msgid", NULL, NULL },
	{ "INDEX", "a reference removed", DB_INDEX, "thread", NULL, NULL },
	{ "INDEX", "a thread that leads nowhere", DB_INDEX, "thread", NULL,
	    "\0\0\0\0\0\0\0\7" },
	{ "INDEX", "a parcel that leads nowhere", DB_INDEX, "parcel", NULL,
	    "\0\0\0\0\7\0\0\0" },
	{ "INDEX", "a parcel forgotten", DB_INDEX, "parcel", NULL, NULL },
	{ "INDEX", "a link to a message removed", DB_INDEX, "message", NULL,
	    NULL },
	{ "INDEX", "a link to a task removed", DB_INDEX, "task", NULL, NULL },
	{ "INDEX", "a link to an item removed", DB_INDEX, "item", NULL, NULL },
	{ "INDEX", "an open task removed", DB_INDEX, "open", NULL, NULL },
	{ "INDEX", "a case without a key", DB_INDEX, "case-key", NULL, NULL },
	{ "NUMBER-GAP", "a case removed", DB_CASE, NULL, NULL, NULL },
	{ "INDEX", "a message's id", DB_MESSAGE, NULL, message_other, NULL },
	{ "MESSAGE-DOCUMENT", "a message's document", DB_MESSAGE, NULL,
	    message_document, NULL },
	{ "DOCUMENT-HASH", "a document's hash", DB_DOCUMENT, NULL,
	    document_hash, NULL },
	{ "RECORD", "an event's number", DB_JOURNAL, NULL, event_number, NULL },
	{ "NUMBER-GAP", "an event too many", DB_META, "event", NULL,
	    "\0\0\0\0\0\0\1\0" },
	{ "NUMBER-GAP", "a document too many", DB_META, "document", NULL,
	    "\0\0\0\0\0\0\1\0" },
	{ "NUMBER-GAP", "a message too many", DB_META, "message", NULL,
	    "\0\0\0\0\0\0\1\0" },
	{ "NUMBER-GAP", "a case too many", DB_META, "case/2026", NULL,
	    "\0\0\0\0\0\0\1\0" },
	{ "", "", DB_COUNT, NULL, NULL, NULL },
};

struct doing {
	const struct misfit *m;
	const struct raw *r;
};

static enum outcome
put_changed(
    struct store_txn *txn, const struct doing *d, uint64_t id, struct why *w)
{
	enum store_db db = d->m->db;
	ProtobufCMessage *msg;
	enum outcome out;

	if (d->m->change == NULL)
		return d->m->value == NULL ?
		    store_del(txn, db, d->r->key, d->r->keylen, w) :
		    store_put(txn, db, d->r->key, d->r->keylen, id, d->m->value,
			8, w);
	out = state_load(
	    txn, db, d->r->key, d->r->keylen, state_descriptor(db), &msg, w);
	if (out == OUT_OK && msg != NULL) {
		d->m->change(msg);
		out = state_save(txn, db, d->r->key, d->r->keylen, id, msg, w);
	}
	record_free(msg);
	return out;
}

static enum outcome
body(struct store_txn *txn, void *ctx, struct why *w)
{
	const struct doing *d = ctx;
	enum outcome out;
	uint64_t id;
	bool found;

	out = store_key_of(
	    txn, d->m->db, d->r->key, d->r->keylen, &id, &found, w);
	return out == OUT_OK ? put_changed(txn, d, id, w) : out;
}

static void
apply(const struct doing *d)
{
	char path[PATH_MAX];
	struct store *store = NULL;
	struct seal *seal = NULL;
	enum store_keeping kept;
	enum outcome out;

	(void)snprintf(path, sizeof(path), "%s/keys", root);
	if ((out = seal_open(path, &seal, &why)) == OUT_OK &&
	    (out = store_open(store_dir, RAW_MAP, false, seal, &store, &why)) ==
		OUT_OK) {
		(void)snprintf(path, sizeof(path), "%s/sent/audit", root);
		if ((out = store_keep(store, path, 0, "2026-11-21T00:00:00Z",
			 &kept, &why)) == OUT_OK)
			out = store_update(store, "2026-11-21T00:00:00Z",
			    "test", "misfit", body, (void *)(uintptr_t)d, &why);
	}
	store_close(store);
	seal_close(seal);
	if (out != OUT_OK)
		errx(EX_SOFTWARE, "%s: %s", d->m->what, why.text);
}

struct heard {
	const char *rule;
	bool found, chain;
};

static void
hear(const Rec__Said *said, void *ctx)
{
	struct heard *h = ctx;

	if (said->fault == NULL || said->fault->note)
		return;
	h->found = h->found || strcmp(said->fault->rule, h->rule) == 0;
	h->chain = h->chain || strncmp(said->fault->rule, "AUDIT", 5) == 0 ||
	    strcmp(said->fault->rule, "SEAL") == 0;
}

/* The key is that kind alone, or begins with it and NUL. */
static bool
is_kind(const struct raw *r, const char *kind)
{
	size_t n = kind == NULL ? 0 : strlen(kind);

	return kind == NULL ||
	    (r->keylen >= n && memcmp(r->key, kind, n) == 0 &&
		(r->keylen == n || r->key[n] == '\0'));
}

/* The first record of its sort of which fsck finds it: of some, nothing else
 * would know. */
static bool
try_all(const struct raws *all, const struct misfit *m, const struct image *db,
    const struct image *sent)
{
	struct heard h = { m->rule, false, false };
	struct doing d = { m, NULL };
	size_t i;

	for (i = 0; i < all->n && !h.found; i++) {
		d.r = &all->r[i];
		if (d.r->db != (int)m->db || !is_kind(d.r, m->kind))
			continue;
		apply(&d);
		if (fsck_unit(root, hear, &h, &why) != OUT_OK)
			errx(EX_SOFTWARE, "%s: %s", m->what, why.text);
		image_put(db);
		image_put(sent);
	}
	/* It was put there by the program: neither seal nor chain tells. */
	return h.found && !h.chain;
}

int
main(int argc, char *argv[])
{
	struct image db, sent;
	char path[PATH_MAX];
	struct raws all;
	size_t i, bad = 0;
	bool ok;

	if (argc != 2)
		errx(EX_USAGE, "usage: misfit ROOT");
	root = argv[1];
	(void)snprintf(store_dir, sizeof(store_dir), "%s/store", root);
	(void)snprintf(path, sizeof(path), "%s/data.mdb", store_dir);
	image_take(&db, path);
	(void)snprintf(path, sizeof(path), "%s/sent/audit", root);
	image_take(&sent, path);
	all = raw_read(store_dir);
	for (i = 0; misfits[i].db != DB_COUNT; i++) {
		ok = try_all(&all, &misfits[i], &db, &sent);
		(void)printf("%s %s %s\n", ok ? "ok" : "not", misfits[i].rule,
		    misfits[i].what);
		bad += !ok;
	}
	return bad > 0;
}
