/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * isupport show ID: all about a case, message, item, payment, batch, task or
 * held row; with --restricted, the restricted part of a case, to who has the
 * role for it; who read it is on record before it is printed.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command/command.h"
#include "domain/case/caseref.h"
#include "domain/case/decide.h"
#include "domain/case/index.h"
#include "domain/case/state.h"
#include "domain/page/heldrow.h"
#include "domain/page/proof.h"
#include "domain/page/view.h"
#include "io/record.h"
#include "io/xmlout.h"
#include "value/caseid.h"

struct wanted {
	const struct unit *u;
	const char *id;
	ProtobufCMessage *found;
};

static enum outcome
find_case(struct store_txn *txn, struct wanted *w, struct why *why)
{
	struct office o = { .code = w->u->code, .now = w->u->now };
	Rec__Dossier *d = NULL;
	enum outcome out = OUT_OK;
	uint64_t number = 0;
	Rec__Case *c;

	if (!caseid_parse(w->id, w->u->code, &number)) {
		if ((out = case_find(txn, w->id, &c, why)) != OUT_OK)
			return out;
		number = c == NULL ? 0 : c->number;
		record_free(c);
	}
	if (number != 0)
		out = view_dossier(txn, &o, number, &d, why);
	w->found = (ProtobufCMessage *)d;
	return out;
}

/* "1000001PT" alone, where it came from PT: an id ends with its sender. */
static enum outcome
find_by_id(
    struct store_txn *txn, const char *id, uint64_t *number, struct why *why)
{
	char key[160];
	int n = snprintf(
	    key, sizeof(key), "%s|%s", id + strspn(id, "0123456789"), id);

	if (n < 0 || (size_t)n >= sizeof(key))
		return OUT_OK;
	return index_get(txn, "msgid", key, (size_t)n, number, why);
}

static enum outcome
find_message(struct store_txn *txn, struct wanted *w, struct why *why)
{
	Rec__Message *m = NULL;
	enum outcome out;
	uint64_t number;
	char *name = strdup(w->id), *us;

	if (name == NULL)
		return why_sys(why, "show");
	/* "PT_1000001PT" is a folder, "1000001PT" a message id. */
	us = strchr(name, '_');
	out = index_get(txn, "sent-id", us == NULL ? name : us + 1,
	    strlen(us == NULL ? name : us + 1), &number, why);
	if (out == OUT_OK && number == 0)
		out =
		    index_get(txn, "folder", name, strlen(name), &number, why);
	if (out == OUT_OK && number == 0 && us != NULL) {
		*us = '|';
		out = index_get(txn, "msgid", name, strlen(name), &number, why);
	}
	if (out == OUT_OK && number == 0 && us == NULL)
		out = find_by_id(txn, name, &number, why);
	if (out == OUT_OK && number != 0)
		out = message_get(txn, number, &m, why);
	if (out == OUT_OK && m != NULL)
		out = proof_of_message(txn, m, why);
	w->found = (ProtobufCMessage *)m;
	free(name);
	return out;
}

static enum outcome
find_money(struct store_txn *txn, struct wanted *w, struct why *why)
{
	Rec__Item *i = NULL;
	Rec__Payment *p = NULL;
	Rec__Batch *b = NULL;
	enum outcome out;

	if ((out = item_get(txn, w->id, &i, why)) == OUT_OK && i == NULL &&
	    (out = payment_get(txn, w->id, &p, why)) == OUT_OK && p == NULL)
		out = batch_get(txn, w->id, &b, why);
	w->found = i != NULL ? &i->base :
	    p != NULL	     ? &p->base :
			       (ProtobufCMessage *)b;
	return out;
}

/* A task by its number, done or not. */
static enum outcome
find_task(struct store_txn *txn, struct wanted *w, struct why *why)
{
	Rec__Task *t = NULL;
	enum outcome out = OUT_OK;
	size_t n = strspn(w->id, "0123456789");

	if (n > 0 && n < 19 && w->id[n] == '\0')
		out = task_get(txn, strtoull(w->id, NULL, 10), &t, why);
	w->found = (ProtobufCMessage *)t;
	return out;
}

static enum outcome
find_row(struct store_txn *txn, struct wanted *w, struct why *why)
{
	Rec__Reason *r = NULL;
	enum outcome out;

	out = heldrow_get(txn, w->id, &r, why);
	w->found = (ProtobufCMessage *)r;
	return out;
}

static enum outcome
find(struct store_txn *txn, void *ctx, struct why *why)
{
	struct wanted *w = ctx;
	enum outcome out;

	w->found = NULL;
	if ((out = find_case(txn, w, why)) != OUT_OK || w->found != NULL ||
	    (out = find_message(txn, w, why)) != OUT_OK || w->found != NULL ||
	    (out = find_money(txn, w, why)) != OUT_OK || w->found != NULL ||
	    (out = find_task(txn, w, why)) != OUT_OK || w->found != NULL)
		return out;
	return find_row(txn, w, why);
}

static enum outcome
find_restricted(struct store_txn *txn, void *ctx, struct why *why)
{
	struct wanted *w = ctx;
	Rec__Dossier *d = NULL;
	enum outcome out;
	Rec__Case *c;

	w->found = NULL;
	if ((out = case_find(txn, w->id, &c, why)) != OUT_OK || c == NULL)
		return out;
	out = view_restricted(txn, c->number, &d, why);
	record_free(c);
	w->found = (ProtobufCMessage *)d;
	return out;
}

static enum outcome
show_restricted(struct wanted *w, struct why *why)
{
	const struct unit *u = w->u;
	char who[64];
	struct office o = command_office(u, command_who(u, who, sizeof(who)));

	if (!person_may(&o, who, "restricted"))
		return why_reject(why, "PERMISSION",
		    "%s has not the role restricted (R-608)", who);
	return store_update(
	    u->store, u->now, who, "show restricted", find_restricted, w, why);
}

int
command_show(const struct call *call)
{
	struct why why = WHY_INIT;
	struct wanted w = { NULL, NULL, NULL };
	bool restricted =
	    call->argc == 3 && strcmp(call->argv[1], "--restricted") == 0;
	struct buf b = BUF_INIT;
	struct unit u;
	enum outcome out;

	if (call->argc != 2 && !restricted)
		return command_usage("show [--restricted] ID [--json]");
	w.id = call->argv[call->argc - 1];
	w.u = &u;
	if ((out = command_open(call, restricted ? STAGE_WRITE : STAGE_READ, &u,
		 &why)) == OUT_OK)
		out = restricted ? show_restricted(&w, &why) :
				   store_view(u.store, find, &w, &why);
	if (out == OUT_OK && w.found == NULL)
		out = why_reject(&why, "SHOW", "nothing of that name");
	if (out == OUT_OK && call->json)
		out = xmlout_json(&b, w.found, &why);
	else if (out == OUT_OK)
		xmlout_plain(&b, w.found);
	if (out == OUT_OK && (out = buf_ok(&b, &why)) == OUT_OK)
		(void)printf("%s\n", (const char *)b.data);
	buf_wipe(&b);
	record_free(w.found);
	unit_close(&u);
	return command_fail(out, &why);
}
