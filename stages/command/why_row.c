/* SPDX-License-Identifier: EUPL-1.2 */
/* isupport why PARCEL:LINE: why a row of a dropped sheet is held, and what to
 * do; of what is in quarantine: quarantine.c. */
#include <limits.h>
#include <stdio.h>

#include "command/command.h"
#include "base/plain.h"
#include "domain/page/heldrow.h"
#include "domain/rule/rule.h"
#include "io/record.h"
#include "io/share.h"
#include "io/xmlout.h"

struct wanted {
	const char *name;
	Rec__Reason *found;
};

static enum outcome
find(struct store_txn *txn, void *ctx, struct why *why)
{
	struct wanted *w = ctx;

	return heldrow_get(txn, w->name, &w->found, why);
}

static void
put(struct buf *b, const char *label, const char *s)
{
	if (s[0] == '\0')
		return;
	(void)buf_printf(b, "%s: ", label);
	plain_text(b, s);
	(void)buf_puts(b, "\n");
}

static enum outcome
put_text(const Rec__Reason *r, struct why *why)
{
	const Rec__Finding *f = r->finding;
	struct buf b = BUF_INIT;
	struct rules *rules;
	char share[PATH_MAX];
	enum outcome out;

	out = rules_load(share_path("", share, sizeof(share)), &rules, why);
	if (out != OUT_OK)
		return out;
	put(&b, "file", r->file);
	(void)buf_printf(&b, "line: %u\n", f->line);
	put(&b, "at", r->at);
	put(&b, "rule", f->rule);
	put(&b, "place", f->place);
	put(&b, "what", f->text);
	put(&b, "next", rule_next(rules, f->rule));
	put(&b, "value", f->value);
	rules_free(rules);
	if ((out = buf_ok(&b, why)) == OUT_OK)
		(void)printf("%s", (const char *)b.data);
	buf_wipe(&b);
	return out;
}

static enum outcome
put_json(const Rec__Reason *r, struct why *why)
{
	struct buf b = BUF_INIT;
	enum outcome out;

	if ((out = xmlout_json(&b, &r->base, why)) == OUT_OK)
		(void)printf("%s\n", (const char *)b.data);
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
		out = why_reject(&why, "PARCEL", "no row of that name is held");
	if (out == OUT_OK)
		out = call->json ? put_json(w.found, &why) :
				   put_text(w.found, &why);
	record_free(w.found);
	return command_fail(out, &why);
}
