/* SPDX-License-Identifier: EUPL-1.2 */
/* isupport resend: a message that has left goes out again, as it was. */
#include <stdio.h>

#include "command/command.h"
#include "domain/case/resend.h"

struct resending {
	const struct unit *u;
	const char *name, *reason;
	char folder[64];
};

static enum outcome
resend(struct store_txn *txn, void *ctx, struct why *why)
{
	struct resending *r = ctx;
	struct office o = { .conf = r->u->conf,
		.code = r->u->code,
		.now = r->u->now,
		.today = r->u->today,
		.actor = command_person() };

	return resend_message(
	    txn, &o, r->name, r->reason, r->folder, sizeof(r->folder), why);
}

int
command_resend(const struct call *call)
{
	struct why why = WHY_INIT;
	struct resending r = { NULL, NULL, "", "" };
	struct unit u;
	enum outcome out;

	if (call->argc < 2 || call->argc > 3)
		return command_usage("resend MESSAGE [REASON]");
	r.u = &u;
	r.name = call->argv[1];
	if (call->argc == 3)
		r.reason = call->argv[2];
	if ((out = command_open(call, STAGE_WRITE, &u, &why)) == OUT_OK &&
	    (out = unit_may_send(&u, &why)) == OUT_OK)
		out = store_update(u.store, u.now, command_person(), "resend",
		    resend, &r, &why);
	if (out == OUT_OK)
		(void)printf("%s\n", r.folder);
	unit_close(&u);
	return command_fail(out, &why);
}
