/* SPDX-License-Identifier: EUPL-1.2 */
/* What waited in the backup and never left, of a case that was erased since:
 * there is nothing left of it that could be sent. */
#include <stdlib.h>
#include <string.h>

#include "domain/case/caseref.h"
#include "domain/case/decide.h"
#include "domain/case/index.h"
#include "domain/case/journal.h"
#include "domain/case/reconcile_impl.h"
#include "domain/case/state.h"
#include "io/record.h"

static enum outcome
refuse(struct store_txn *txn, struct reconcile *r, const Rec__Message *m,
    const char *name, struct why *why)
{
	enum outcome out;
	Rec__Event ev;

	out = journal_begin(txn, r->office, "approve-message", &ev, why);
	if (out != OUT_OK)
		return out;
	ev.case_number = m->case_number;
	ev.subject = lend(name);
	ev.state = lend("refused");
	(void)buf_printf(&r->report,
	    "refused: message %s of an erased case, which waited\n", m->msg_id);
	return journal_append(txn, &ev, why);
}

static enum outcome
one_case(struct store_txn *txn, struct reconcile *r, const Rec__Case *c,
    struct why *why)
{
	enum outcome out;
	Rec__Message *m;
	char **name;
	size_t i, n;

	out = link_list(txn, "message", c->number, &name, &n, why);
	for (i = 0; out == OUT_OK && i < n; i++) {
		out = message_get(txn, strtoull(name[i], NULL, 10), &m, why);
		if (out == OUT_OK && m != NULL && m->outgoing &&
		    strcmp(m->state, "waiting") == 0)
			out = refuse(txn, r, m, name[i], why);
		record_free(m);
	}
	names_free(name, n);
	return out;
}

enum outcome
reconcile_waits(struct store_txn *txn, struct reconcile *r, struct why *why)
{
	enum outcome out;
	Rec__Case *c;
	char **name;
	size_t i, n;

	out = queue_list(txn, "erase", &name, &n, why);
	for (i = 0; out == OUT_OK && i < n; i++) {
		out = case_find(txn, name[i], &c, why);
		if (out == OUT_OK && c != NULL)
			out = one_case(txn, r, c, why);
		record_free(c);
	}
	names_free(name, n);
	return out;
}
