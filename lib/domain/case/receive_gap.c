/* SPDX-License-Identifier: EUPL-1.2 */
/* Numbers of a thread that have not come: something may have been lost. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/case/casefile.h"
#include "domain/case/index.h"
#include "domain/case/receive_parts.h"
#include "domain/case/state.h"
#include "io/record.h"

#define GAP_EACH 16U /* missing numbers that have a task each */

/* Whether a message with that number is there, though it was not readable. */
static enum outcome
came(struct store_txn *txn, char *const *names, size_t n, uint32_t msg_no,
    bool *here, struct why *why)
{
	enum outcome out = OUT_OK;
	Rec__Message *m;
	size_t i;

	*here = false;
	for (i = 0; out == OUT_OK && i < n && !*here; i++) {
		out = message_get(txn, strtoull(names[i], NULL, 10), &m, why);
		*here = out == OUT_OK && m != NULL && !m->outgoing &&
		    m->msg_no == msg_no;
		record_free(m);
	}
	return out;
}

static enum outcome
report(struct store_txn *txn, const struct office *o, const struct incoming *in,
    const char *place, struct why *why)
{
	struct task_about t = { .case_number = in->ev.case_number,
		.case_id = in->ev.subject,
		.kind = "message-gap",
		.rule = "MESSAGE-GAP",
		.subject = in->header->thread,
		.place = place };

	if (in->c != NULL) {
		t.case_number = in->c->number;
		t.case_id = in->c->id;
	}
	return receive_alarm(txn, o, in->a, &t, NULL, why);
}

enum outcome
incoming_gap(struct store_txn *txn, const struct office *o, struct incoming *in,
    struct why *why)
{
	uint32_t first = in->c == NULL ? 1 : in->c->received + 1;
	uint32_t no, end = in->header->msg_no;
	enum outcome out = OUT_OK;
	char **names = NULL;
	size_t n = 0;
	char place[40];
	bool here;

	if (end <= first)
		return OUT_OK;
	if (end - first > GAP_EACH) {
		(void)snprintf(place, sizeof(place), "MSG-%02u - MSG-%02u",
		    first, end - 1);
		return report(txn, o, in, place, why);
	}
	if (in->c != NULL)
		out = link_list(txn, "message", in->c->number, &names, &n, why);
	for (no = first; out == OUT_OK && no < end; no++) {
		(void)snprintf(place, sizeof(place), "MSG-%02u", no);
		if ((out = came(txn, names, n, no, &here, why)) == OUT_OK &&
		    !here)
			out = report(txn, o, in, place, why);
	}
	names_free(names, n);
	return out;
}
