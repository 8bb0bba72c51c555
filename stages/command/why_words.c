/* SPDX-License-Identifier: EUPL-1.2 */
#include "command/why_words.h"

#include <limits.h>

#include "base/plain.h"
#include "domain/rule/rule.h"
#include "io/record.h"
#include "io/share.h"

void
why_put(struct buf *b, const char *label, const char *s)
{
	if (s[0] == '\0')
		return;
	(void)buf_printf(b, "%s: ", label);
	plain_text(b, s);
	(void)buf_puts(b, "\n");
}

static const char *
origin(const Rec__Reason *r)
{
	switch (r->origin) {
	case REC__MANIFEST__ORIGIN__DROP:
		return "drop/";
	case REC__MANIFEST__ORIGIN__ECODEX:
		return "iSupport_incoming/";
	case REC__MANIFEST__ORIGIN__EVIDENCE_OF:
		return "iSupport_outgoing/";
	default:
		return "";
	}
}

void
why_came(struct buf *b, const Rec__Reason *r)
{
	size_t i;

	if (r->finding != NULL)
		why_put(b, "value", r->finding->value);
	if (r->folder[0] != '\0') {
		(void)buf_printf(b, "from: %s", origin(r));
		plain_text(b, r->folder);
		(void)buf_puts(b, "\n");
	}
	why_put(b, "arrived", r->arrived);
	for (i = 0; i < r->n_files; i++) {
		if (r->files[i]->name[0] == '\0')
			continue; /* erased */
		(void)buf_puts(b, "file: ");
		plain_text(b, r->files[i]->name);
		(void)buf_printf(b, " (%llu bytes)\n",
		    (unsigned long long)r->files[i]->size);
	}
}

enum outcome
why_next(Rec__Reason *r, struct why *why)
{
	struct rules *rules;
	char share[PATH_MAX];
	enum outcome out;

	if (r->finding == NULL)
		return OUT_OK;
	out = rules_load(share_path("", share, sizeof(share)), &rules, why);
	if (out != OUT_OK)
		return out;
	if (record_set(&r->next, rule_next(rules, r->finding->rule)) == -1 ||
	    (r->finding->text[0] == '\0' &&
		record_set(&r->finding->text,
		    rule_text(rules, r->finding->rule)) == -1))
		out = why_retry(why, "out of memory");
	rules_free(rules);
	return out;
}
