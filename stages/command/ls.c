/* SPDX-License-Identifier: EUPL-1.2 */
/* isupport ls: cases, messages, tasks, payments, quarantine: a line each, in
 * which nothing that others wrote steers a terminal. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command/command.h"
#include "io/record.h"
#include "io/slurp.h"
#include "io/xmlout.h"
#include "value/money.h"

#define REASON_MAX ((size_t)16384) /* bytes of a reason file */

struct listing {
	const ProtobufCMessageDescriptor *desc;
	void (*line)(struct buf *, const ProtobufCMessage *);
	bool json;
};

static void
case_line(struct buf *b, const ProtobufCMessage *m)
{
	const Rec__Case *c = (const Rec__Case *)m;
	char amount[MONEY_TEXT];
	size_t i;

	(void)buf_printf(b, "%s %s %s %s %s %s", c->id,
	    c->role == REC__CASE__ROLE__REQUESTED ? "requested-by" :
						    "requesting",
	    c->other, c->instrument, c->type, c->status);
	for (i = 0; i < c->n_totals; i++)
		(void)buf_printf(b, " %s=%s%s", c->totals[i]->account,
		    money_format(c->totals[i]->money->minor,
			c->totals[i]->money->currency, amount),
		    c->totals[i]->money->currency);
}

static void
message_line(struct buf *b, const ProtobufCMessage *msg)
{
	const Rec__Message *m = (const Rec__Message *)msg;

	(void)buf_printf(b, "%s %s %s %s/MSG-%02u %s %s",
	    m->outgoing ? "out" : "in", m->msg_id[0] == '\0' ? "-" : m->msg_id,
	    m->form[0] == '\0' ? "-" : m->form,
	    m->thread[0] == '\0' ? "-" : m->thread, m->msg_no,
	    m->readable[0] == '\0' ? m->state : m->readable, m->at);
}

static void
task_line(struct buf *b, const ProtobufCMessage *m)
{
	const Rec__Task *t = (const Rec__Task *)m;

	(void)buf_printf(b, "%llu %s %s %s %s%s %s%s%s",
	    (unsigned long long)t->number,
	    t->case_id[0] == '\0' ? "-" : t->case_id, t->kind,
	    t->rule[0] == '\0' ? "-" : t->rule,
	    t->due[0] == '\0' ? "-" : t->due, t->overdue ? " OVERDUE" : "",
	    t->subject, t->place[0] == '\0' ? "" : " ", t->place);
}

static void
payment_line(struct buf *b, const ProtobufCMessage *m)
{
	const Rec__Payment *p = (const Rec__Payment *)m;
	char amount[MONEY_TEXT];

	(void)buf_printf(b, "%s %s%s %s %s %s %s", p->id,
	    money_format(p->amount->minor, p->amount->currency, amount),
	    p->amount->currency, p->payee, p->state,
	    p->batch[0] == '\0' ? "-" : p->batch, p->reason);
}

/* Tasks are listed while there is something to do. */
static bool
is_listed(const ProtobufCMessage *m)
{
	return m->descriptor != &rec__task__descriptor ||
	    strcmp(((const Rec__Task *)m)->state, "open") == 0;
}

static enum outcome
one(const void *key, size_t keylen, const void *data, size_t len, void *ctx,
    struct why *why)
{
	const struct listing *l = ctx;
	struct buf b = BUF_INIT;
	ProtobufCMessage *m;
	enum outcome out;

	(void)key;
	(void)keylen;
	if ((out = record_unpack(l->desc, data, len, &m, why)) != OUT_OK)
		return out;
	if (!is_listed(m))
		goto done;
	if (!l->json) {
		l->line(&b, m);
		out = command_put(&b, why);
	} else if ((out = xmlout_json(&b, m, why)) == OUT_OK) {
		(void)printf("%s\n", (const char *)b.data);
	}
done:
	buf_wipe(&b);
	record_free(m);
	return out;
}

static const struct {
	const char *what;
	enum store_db db;
	const ProtobufCMessageDescriptor *desc;
	void (*line)(struct buf *, const ProtobufCMessage *);
} lists[] = {
	{ "cases", DB_CASE, &rec__case__descriptor, case_line },
	{ "messages", DB_MESSAGE, &rec__message__descriptor, message_line },
	{ "tasks", DB_TASK, &rec__task__descriptor, task_line },
	{ "payments", DB_PAYMENT, &rec__payment__descriptor, payment_line },
};

struct walk {
	struct listing l;
	enum store_db db;
};

static enum outcome
walk(struct store_txn *txn, void *ctx, struct why *why)
{
	struct walk *w = ctx;

	return store_each(txn, w->db, "", 0, one, &w->l, why);
}

/* The rest of the line of a reason that begins with ${label}. */
static void
put_line(const char *text, const char *label)
{
	const char *p = strstr(text, label);

	if (p != NULL && (p == text || p[-1] == '\n')) {
		p += strlen(label);
		(void)printf(" %.*s", (int)strcspn(p, "\n"), p);
	}
}

/* A parcel in quarantine: its name, the rule, and what is wrong. */
static enum outcome
one_quarantined(struct unit *u, const char *name, void *ctx, struct why *why)
{
	const bool *json = ctx;
	char rel[160], path[PATH_MAX];
	struct buf b = BUF_INIT, esc = BUF_INIT;

	(void)snprintf(
	    rel, sizeof(rel), "spool/quarantine/%.100s/reason", name);
	if (slurp_file(unit_path(u, rel, path, sizeof(path)), REASON_MAX, &b,
		why) != OUT_OK)
		(void)buf_puts(&b, "reason missing\n");
	if (*json) {
		(void)buf_printf(&esc, "{\"name\":\"%s\",\"reason\":", name);
		xmlout_string(&esc, (const char *)b.data);
		(void)printf("%s}\n", (const char *)esc.data);
	} else {
		(void)printf("%s", name);
		put_line((const char *)b.data, "rule: ");
		put_line((const char *)b.data, "what: ");
		(void)putchar('\n');
	}
	buf_free(&b);
	buf_free(&esc);
	return OUT_OK;
}

int
command_ls(const struct call *call)
{
	struct why why = WHY_INIT;
	const char *what = call->argc == 2 ? call->argv[1] : "";
	struct walk w = { { NULL, NULL, call->json }, DB_META };
	struct unit u;
	enum outcome out;
	bool json = call->json;
	size_t i, n;

	for (i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		if (strcmp(lists[i].what, what) == 0) {
			w.db = lists[i].db;
			w.l.desc = lists[i].desc;
			w.l.line = lists[i].line;
		}
	if (w.l.desc == NULL && strcmp(what, "quarantine") != 0)
		return command_usage(
		    "ls cases|messages|tasks|payments|quarantine [--json]");
	if ((out = command_open(call, STAGE_READ, &u, &why)) == OUT_OK)
		out = w.l.desc != NULL ? store_view(u.store, walk, &w, &why) :
					 queue_each(&u, "spool/quarantine", 0,
					     one_quarantined, &json, &n, &why);
	unit_close(&u);
	return command_fail(out, &why);
}
