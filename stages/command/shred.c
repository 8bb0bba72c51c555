/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * isupport key shred CASE: a case is made unreadable, here and in every older
 * backup of the store.
 *
 * Killed before the commit: nothing has happened.  After it: the case stands
 * in the queue "erase" with the keys, files and folders that are to go, and
 * the next shred, of any case, goes on with that: the note in sent/erased, the
 * keys, the rest.  No stage runs meanwhile.
 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command/command.h"
#include "command/shred.h"
#include "domain/case/caseref.h"
#include "domain/case/decide.h"
#include "domain/case/erase.h"
#include "domain/case/office_open.h"
#include "io/publish.h"
#include "io/record.h"

struct shredding {
	struct unit u;
	struct office office;
	const char *id;
	bool locked;
	char files[PATH_MAX];
};

/* ---- open and shut ------------------------------------------------------- */

static enum outcome
begin(const struct call *call, struct shredding *s, struct why *why)
{
	char tmp[PATH_MAX];
	enum outcome out;

	if ((out = command_open(call, STAGE_WRITE, &s->u, why)) != OUT_OK ||
	    (!s->locked && (out = shred_lock(&s->u, why)) != OUT_OK))
		return out;
	s->locked = true;
	if ((out = office_open(&s->u, command_person(), &s->office, why)) !=
		OUT_OK ||
	    (out = reserve_keys(s->u.store, s->u.seal, why)) != OUT_OK)
		return out;
	s->office.files =
	    unit_path(&s->u, "store/files", s->files, sizeof(s->files));
	return blob_begin(
	    unit_path(&s->u, "spool/tmp/record", tmp, sizeof(tmp)), s->files,
	    s->u.seal, &s->office.blobs, why);
}

static void
end(struct shredding *s)
{
	blob_free(s->office.blobs);
	office_close(&s->office);
	unit_close(&s->u);
	memset(&s->office, 0, sizeof(s->office));
}

/* ---- the transaction ----------------------------------------------------- */

static enum outcome
erase(struct store_txn *txn, void *ctx, struct why *why)
{
	struct shredding *s = ctx;
	struct casenames *names = NULL;
	enum outcome out;
	Rec__Case *c;

	if ((out = case_find(txn, s->id, &c, why)) != OUT_OK)
		return out;
	if (c == NULL)
		return why_reject(why, "SHEET-CASE", "no such case");
	if (!erase_done(c) &&
	    (out = casenames_make(txn, c, &names, why)) == OUT_OK &&
	    (out = erase_allowed(txn, &s->office, c, names, why)) == OUT_OK &&
	    (out = shred_elsewhere(txn, &s->u, c, names, why)) == OUT_OK)
		out = erase_case(txn, &s->office, c, names, why);
	casenames_free(names);
	record_free(c);
	return out;
}

/* ---- what follows from it ------------------------------------------------ */

struct next {
	Rec__Case *c;
};

static enum outcome
read_next(struct store_txn *txn, void *ctx, struct why *why)
{
	struct next *n = ctx;

	record_free(n->c);
	return erase_next(txn, &n->c, why);
}

/* Keys first: what is removed after them was unreadable already. */
static enum outcome
finish(const struct call *call, struct shredding *s, const Rec__Case *c,
    struct why *why)
{
	struct erased_keys erase = { NULL, 0 };
	char keys[PATH_MAX];
	enum outcome out;

	(void)unit_path(&s->u, "keys", keys, sizeof(keys));
	if ((out = shred_note(&s->u, &s->office, c, why)) == OUT_OK &&
	    (out = shred_keys(&s->u, c, &erase, why)) == OUT_OK) {
		end(s);
		out = seal_rotate(keys, erase.id, erase.n, why);
	}
	free(erase.id);
	if (out != OUT_OK || (out = begin(call, s, why)) != OUT_OK)
		return out;
	return shred_rest(&s->u, &s->office, c, why);
}

static enum outcome
finish_all(const struct call *call, struct shredding *s, struct why *why)
{
	struct next n = { NULL };
	enum outcome out;

	while ((out = store_view(s->u.store, read_next, &n, why)) == OUT_OK &&
	    n.c != NULL)
		if ((out = finish(call, s, n.c, why)) != OUT_OK)
			break;
	record_free(n.c);
	return out;
}

int
command_shred(const struct call *call)
{
	struct why why = WHY_INIT;
	struct shredding s;
	enum outcome out;

	memset(&s, 0, sizeof(s));
	s.u.lockfd = -1;
	s.id = call->argv[2];
	if (call->argc != 3)
		return command_usage("key shred CASE");
	if ((out = begin(call, &s, &why)) == OUT_OK &&
	    (out = finish_all(call, &s, &why)) == OUT_OK &&
	    (out = store_update(s.u.store, s.u.now, command_person(), "erase",
		 erase, &s, &why)) == OUT_OK)
		out = finish_all(call, &s, &why);
	end(&s);
	return command_fail(out, &why);
}
