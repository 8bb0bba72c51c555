/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * isupport subject: what is held on a person; to whom it may be told.
 *	find	the cases that name somebody
 *	export	what is held on one person of a case, which goes on record
 *	defer	the debtor is to be told later
 */
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "command/command.h"
#include "domain/case/decide.h"
#include "domain/case/subject.h"
#include "io/record.h"
#include "io/xmlout.h"

#define USAGE                                                                  \
	"subject find FAMILY [BORN] | export [-o REASON] CASE PERSON [--json]" \
	" | defer CASE DATE REASON"

struct asked {
	struct office office;
	const char *a, *b, *reason;
	bool json;
	Rec__Subject *found;
};

static void
one(const Rec__Case *c, const char *role, void *ctx)
{
	const struct asked *a = ctx;

	(void)printf(
	    a->json ? "{\"case\":\"%s\",\"person\":\"%s\"}\n" : "%s %s\n",
	    c->id, role);
}

static enum outcome
find(struct store_txn *txn, void *ctx, struct why *why)
{
	struct asked *a = ctx;

	if (!person_has(&a->office, a->office.actor, "caseworker supervisor"))
		return why_reject(why, "PERMISSION",
		    "%s has neither the role caseworker nor supervisor",
		    a->office.actor);
	return subject_find(txn, a->a, a->b, one, a, why);
}

static enum outcome export(struct store_txn *txn, void *ctx, struct why *why) {
	struct asked *a = ctx;

	    return subject_export(
		txn, &a->office, a->a, a->b, a->reason, &a->found, why);
}

static enum outcome
defer(struct store_txn *txn, void *ctx, struct why *why)
{
	struct asked *a = ctx;

	return subject_defer(txn, &a->office, a->a, a->b, a->reason, why);
}

static enum outcome
print(struct asked *a, struct why *why)
{
	struct buf b = BUF_INIT;
	enum outcome out = OUT_OK;

	if (a->json)
		out = xmlout_json(&b, &a->found->base, why);
	else
		xmlout_plain(&b, &a->found->base);
	if (out == OUT_OK && (out = buf_ok(&b, why)) == OUT_OK)
		(void)printf("%s\n", (const char *)b.data);
	buf_wipe(&b);
	record_free(a->found);
	return out;
}

/* What is asked, and of what; NULL: it is not understood. */
static store_fn *
parse(const struct call *call, struct asked *a)
{
	const char *what = call->argc > 1 ? call->argv[1] : "";
	char **arg = call->argv + 2;
	int n = call->argc - 2;

	a->a = a->b = a->reason = "";
	if (n >= 4 && strcmp(arg[0], "-o") == 0 &&
	    strcmp(what, "export") == 0) {
		a->reason = arg[1];
		arg += 2;
		n -= 2;
	}
	if (n < 1)
		return NULL;
	a->a = arg[0];
	a->b = n > 1 ? arg[1] : "";
	if (strcmp(what, "find") == 0 && n <= 2)
		return find;
	if (strcmp(what, "export") == 0 && n == 2)
		return export;
	if (strcmp(what, "defer") != 0 || n != 3)
		return NULL;
	a->reason = arg[2];
	return defer;
}

int
command_subject(const struct call *call)
{
	struct asked a = { .json = call->json };
	store_fn *fn = parse(call, &a);
	struct why why = WHY_INIT;
	enum outcome out;
	struct unit u;
	char who[64];

	if (fn == NULL)
		return command_usage(USAGE);
	if (fn != export && a.b[0] != '\0' && !command_day(a.b))
		return EX_USAGE;
	if ((out = command_open(call, fn == find ? STAGE_READ : STAGE_WRITE, &u,
		 &why)) == OUT_OK) {
		a.office =
		    command_office(&u, command_who(&u, who, sizeof(who)));
		out = fn == find ?
		    store_view(u.store, fn, &a, &why) :
		    store_update(u.store, u.now, who,
			fn == export ? "subject export" : "subject defer", fn,
			&a, &why);
	}
	if (out == OUT_OK && a.found != NULL)
		out = print(&a, &why);
	unit_close(&u);
	return command_fail(out, &why);
}
