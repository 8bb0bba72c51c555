/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * isupport dump: every record opened, a line each, in the order of the keys:
 * database, key, record as JSON.  Nonces, tags and revisions are not in it, so
 * that two stores with the same content have the same dump.  Not dumped are
 * "seen" (what a stage has looked at) and, unless asked for, "audit".
 * A dump holds restricted parts, and is on record as one read of them all.
 * isupport rebuild: the state again, from the journal.
 */
#include <ctype.h>
#include <err.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "command/command.h"
#include "domain/case/journal.h"
#include "domain/case/state.h"
#include "io/parcel.h"
#include "io/record.h"
#include "io/xmlout.h"

static void
put_bytes(const unsigned char *p, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		if (isascii(p[i]) && isgraph(p[i]) && p[i] != '%')
			(void)putchar(p[i]);
		else
			(void)printf("%%%02x", p[i]);
}

static enum outcome
put_message(const ProtobufCMessageDescriptor *desc, const void *data,
    size_t len, struct why *why)
{
	struct buf b = BUF_INIT;
	ProtobufCMessage *m;
	enum outcome out;

	if ((out = record_unpack(desc, data, len, &m, why)) != OUT_OK)
		return out;
	if ((out = xmlout_json(&b, m, why)) == OUT_OK)
		(void)fwrite(b.data, 1, b.len, stdout);
	record_free(m);
	buf_wipe(&b);
	return out;
}

static enum outcome
put_record(const void *key, size_t keylen, const void *data, size_t len,
    void *ctx, struct why *why)
{
	enum store_db db = *(enum store_db *)ctx;
	const ProtobufCMessageDescriptor *desc = state_descriptor(db);
	enum outcome out = OUT_OK;

	(void)printf("%s ", store_db_name[db]);
	put_bytes(key, keylen);
	(void)putchar(' ');
	if (desc == NULL)
		put_bytes(data, len);
	else
		out = put_message(desc, data, len, why);
	(void)putchar('\n');
	return out;
}

static enum outcome
dump_store(struct store_txn *txn, void *ctx, struct why *why)
{
	enum outcome out = OUT_OK;
	enum store_db db;

	(void)ctx;
	for (db = 0; out == OUT_OK && db < DB_COUNT; db++)
		if (db != DB_SEEN && db != DB_AUDIT)
			out = store_each(txn, db, "", 0, put_record, &db, why);
	return out;
}

static enum outcome
dump_audit(struct store_txn *txn, void *ctx, struct why *why)
{
	enum store_db db = DB_AUDIT;

	(void)ctx;
	return store_each(txn, db, "", 0, put_record, &db, why);
}

/* What was sealed in files of it. */
static enum outcome
put_opened(struct unit *u, const char *dir, const struct parcel *p,
    struct buf *b, struct why *why)
{
	enum outcome out = OUT_OK;
	size_t i;

	for (i = 0; out == OUT_OK && i < p->verdict->n_opened; i++) {
		buf_reset(b);
		out = parcel_opened(
		    dir, p, p->verdict->opened[i], u->seal, b, why);
		(void)printf("%s o%03u ", p->name, p->verdict->opened[i]->file);
		put_bytes(b->data, b->len);
		(void)putchar('\n');
	}
	return out;
}

static enum outcome
put_parcel(
    struct unit *u, const char *dir, const struct parcel *p, struct why *why)
{
	struct buf b = BUF_INIT;
	enum outcome out;
	size_t i;

	if ((out = xmlout_json(&b, &p->manifest->base, why)) == OUT_OK &&
	    p->verdict != NULL) {
		(void)buf_puts(&b, " ");
		out = xmlout_json(&b, &p->verdict->base, why);
	}
	if (out == OUT_OK)
		(void)printf("%s %s\n", p->name, (const char *)b.data);
	for (i = 0; out == OUT_OK && i < p->manifest->n_files; i++) {
		buf_reset(&b);
		out = parcel_file(dir, p, i, u->seal, &b, why);
		(void)printf("%s f%03zu ", p->name, i);
		put_bytes(b.data, b.len);
		(void)putchar('\n');
	}
	if (out == OUT_OK && p->verdict != NULL)
		out = put_opened(u, dir, p, &b, why);
	buf_wipe(&b);
	return out;
}

static enum outcome
one_parcel(struct unit *u, const char *name, void *ctx, struct why *why)
{
	const char *rel = ctx;
	char dir[PATH_MAX];
	struct parcel p;
	enum outcome out;

	out = parcel_open(
	    unit_path(u, rel, dir, sizeof(dir)), name, u->seal, &p, why);
	if (out != OUT_OK)
		return out;
	(void)printf("%s/", rel);
	out = put_parcel(u, dir, &p, why);
	parcel_close(&p);
	return out;
}

static enum outcome
dump_parcels(struct unit *u, struct why *why)
{
	static char dirs[][20] = { "spool/received", "spool/valid",
		"spool/quarantine" };
	enum outcome out = OUT_OK;
	size_t i, n;

	for (i = 0; out == OUT_OK && i < sizeof(dirs) / sizeof(dirs[0]); i++)
		out = queue_each(u, dirs[i], 0, one_parcel, dirs[i], &n, why);
	return out;
}

static enum outcome
note_read(struct store_txn *txn, void *ctx, struct why *why)
{
	(void)ctx;
	return store_note_read(txn, DB_RESTRICTED, "", 0, why);
}

/* On record as one read, before it is made: it shows restricted parts. */
static enum outcome
on_record(struct unit *u, const char *what, struct why *why)
{
	char who[64], text[24];

	if (strcmp(what, "audit") == 0)
		return OUT_OK;
	(void)snprintf(text, sizeof(text), "dump %s", what);
	return store_update(u->store, u->now, command_who(u, who, sizeof(who)),
	    text, note_read, NULL, why);
}

int
command_dump(const struct call *call)
{
	const char *what = call->argc > 1 ? call->argv[1] : "store";
	struct why why = WHY_INIT;
	struct unit u;
	enum outcome out;

	if (call->argc > 2 ||
	    (strcmp(what, "store") != 0 && strcmp(what, "parcels") != 0 &&
		strcmp(what, "audit") != 0))
		return command_usage("dump [store|parcels|audit]");
	if (call->json) {
		warnx("dump: each line has JSON in it; there is no --json");
		return EX_USAGE;
	}
	if ((out = command_open(call,
		 strcmp(what, "audit") == 0 ? STAGE_READ : STAGE_WRITE, &u,
		 &why)) == OUT_OK &&
	    (out = on_record(&u, what, &why)) == OUT_OK) {
		if (strcmp(what, "parcels") == 0)
			out = dump_parcels(&u, &why);
		else
			out = store_view(u.store,
			    strcmp(what, "audit") == 0 ? dump_audit :
							 dump_store,
			    NULL, &why);
	}
	unit_close(&u);
	return command_fail(out, &why);
}

static enum outcome
rebuild(struct store_txn *txn, void *ctx, struct why *why)
{
	(void)ctx;
	return journal_rebuild(txn, why);
}

int
command_rebuild(const struct call *call)
{
	struct why why = WHY_INIT;
	struct unit u;
	enum outcome out;

	if (call->argc != 1)
		return command_usage("rebuild");
	if ((out = command_open(call, STAGE_WRITE, &u, &why)) == OUT_OK)
		out = store_update(u.store, u.now, command_person(), "rebuild",
		    rebuild, NULL, &why);
	unit_close(&u);
	return command_fail(out, &why);
}
