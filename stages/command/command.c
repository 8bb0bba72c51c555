/* SPDX-License-Identifier: EUPL-1.2 */
#include "command/command.h"

#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/plain.h"
#include "domain/case/decide.h"
#include "domain/case/journal.h"
#include "io/record.h"
#include "value/date.h"

int
command_usage(const char *text)
{
	(void)fprintf(stderr, "usage: isupport %s\n", text);
	return EX_USAGE;
}

int
command_fail(enum outcome out, const struct why *why)
{
	char line[512];

	if (out == OUT_OK)
		return 0;
	(void)fprintf(
	    stderr, "isupport: %s\n", why_line(why, line, sizeof(line)));
	return unit_status(out, why);
}

enum outcome
command_put(const struct buf *line, struct why *why)
{
	struct buf b = BUF_INIT;
	enum outcome out;

	if ((out = buf_ok(line, why)) != OUT_OK)
		return out;
	plain_text(&b, line->len == 0 ? "" : (const char *)line->data);
	(void)buf_puts(&b, "\n");
	if ((out = buf_ok(&b, why)) == OUT_OK)
		(void)printf("%s", (const char *)b.data);
	buf_wipe(&b);
	return out;
}

bool
command_day(const char *s)
{
	int32_t day;

	if (date_parse(s, &day))
		return true;
	warnx("%s: this is no day (YYYY-MM-DD)", s);
	return false;
}

enum outcome
command_no_root(struct why *why)
{
	return why_reject(
	    why, "CONFIG", "no root: give -r ROOT or set ISUPPORT_ROOT");
}

enum outcome
command_open(const struct call *call, enum stage_store mode, struct unit *u,
    struct why *why)
{
	struct stage st = { .name = "isupport" };

	memset(u, 0, sizeof(*u));
	u->lockfd = -1;
	if (call->root == NULL)
		return command_no_root(why);
	st.store = mode;
	return unit_open(call->root, &st, u, why);
}

struct note {
	const struct unit *u;
	const char *kind, *text;
};

static enum outcome
put_note(struct store_txn *txn, void *ctx, struct why *why)
{
	const struct note *n = ctx;
	struct office o = command_office(n->u, command_person());
	enum outcome out;
	Rec__Event ev;

	if ((out = journal_begin(txn, &o, n->kind, &ev, why)) != OUT_OK)
		return out;
	ev.text = lend(n->text);
	return journal_append(txn, &ev, why);
}

enum outcome
command_note(
    const struct unit *u, const char *kind, const char *text, struct why *why)
{
	struct note n = { u, kind, text };

	return store_update(
	    u->store, u->now, command_person(), kind, put_note, &n, why);
}

struct office
command_office(const struct unit *u, const char *who)
{
	struct office o = { .conf = u->conf,
		.code = u->code,
		.now = u->now,
		.today = u->today,
		.actor = who };

	return o;
}

const char *
command_who(const struct unit *u, char *buf, size_t size)
{
	struct office o = command_office(u, "");

	return person_of_uid(&o, (unsigned int)getuid(), buf, size);
}

const char *
command_person(void)
{
	static char buf[24];

	(void)snprintf(buf, sizeof(buf), "uid:%u", (unsigned int)getuid());
	return buf;
}
