/* SPDX-License-Identifier: EUPL-1.2 */
/* isupport why PARCEL:LINE: why a row of a dropped sheet is held, and what to
 * do; why FOLDER: the same of a message that is kept; of what is in quarantine:
 * quarantine.c. */
#include <stdio.h>

#include "command/command.h"
#include "command/why_words.h"
#include "domain/page/heldrow.h"
#include "domain/page/keptmsg.h"
#include "io/record.h"
#include "io/xmlout.h"

struct wanted {
	const char *name;
	Rec__Reason *found;
};

static enum outcome
find(struct store_txn *txn, void *ctx, struct why *why)
{
	struct wanted *w = ctx;

	return heldrow_named(w->name) ?
	    heldrow_get(txn, w->name, &w->found, why) :
	    keptmsg_get(txn, w->name, &w->found, why);
}

static void
add_text(struct buf *b, const Rec__Reason *r)
{
	const Rec__Finding *f = r->finding;

	why_put(b, "file", r->file);
	if (f->line != 0)
		(void)buf_printf(b, "line: %u\n", f->line);
	why_put(b, "at", r->at);
	why_put(b, "rule", f->rule);
	why_put(b, "place", f->place);
	why_put(b, "what", f->text);
	why_put(b, "next", r->next);
	why_came(b, r);
}

static enum outcome
print(Rec__Reason *r, bool json, struct why *why)
{
	struct buf b = BUF_INIT;
	enum outcome out;

	if ((out = why_next(r, why)) != OUT_OK)
		return out;
	if (json) {
		out = xmlout_json(&b, &r->base, why);
		(void)buf_puts(&b, "\n");
	} else {
		add_text(&b, r);
	}
	if (out == OUT_OK && (out = buf_ok(&b, why)) == OUT_OK)
		(void)printf("%s", (const char *)b.data);
	buf_wipe(&b);
	return out;
}

int
command_why_row(const struct call *call)
{
	struct wanted w = { call->argv[1], NULL };
	struct why why = WHY_INIT;
	enum outcome out;
	struct unit u;

	if ((out = command_open(call, STAGE_READ, &u, &why)) == OUT_OK)
		out = store_view(u.store, find, &w, &why);
	unit_close(&u);
	if (out == OUT_OK && w.found == NULL)
		out = why_reject(&why, "PARCEL",
		    heldrow_named(w.name) ?
			"no row of that name is held" :
			"not the name of a parcel, nor is a message kept that "
			"came in a folder of that name");
	if (out == OUT_OK)
		out = print(w.found, call->json, &why);
	record_free(w.found);
	return command_fail(out, &why);
}
