/* SPDX-License-Identifier: EUPL-1.2 */
/* What the connector proves about a message of ours. */
#include <string.h>

#include "domain/casefile.h"
#include "domain/decide.h"
#include "domain/index.h"
#include "domain/receive.h"
#include "domain/state.h"
#include "io/record.h"

enum outcome
receive_evidence(struct store_txn *txn, const struct office *o,
    struct arrival *a, struct why *why)
{
	const struct parcel *p = a->parcel;
	struct task_about t = { 0, NULL, "evidence-unknown", "EVIDENCE-ROOT",
		NULL, NULL, p->manifest->about, NULL, NULL, "task" };
	struct new_document d = { .name = p->manifest->files[0]->name,
		.role = "evidence",
		.mime = "application/xml",
		.data = a->files[0].data,
		.len = a->files[0].len };
	char subject[21];
	enum outcome out;
	Rec__Message *m;
	Rec__Event ev;
	uint64_t number;

	if ((out = index_get(txn, "folder", p->manifest->about,
		 strlen(p->manifest->about), &number, why)) != OUT_OK)
		return out;
	if (number == 0 || p->verdict->kind != REC__VERDICT__KIND__EVIDENCE)
		return receive_alarm(txn, o, a, &t, NULL, why);
	if ((out = message_get(txn, number, &m, why)) != OUT_OK || m == NULL)
		return out;
	if ((out = arrival_begin(txn, o, a, "evidence", &ev, why)) == OUT_OK) {
		ev.case_number = d.case_number = m->case_number;
		ev.subject = number_name(number, subject);
		ev.verdict = p->verdict;
		out = state_case_key(txn, m->case_number, &d.key, why);
	}
	if (out == OUT_OK &&
	    (out = document_add(txn, o, &d, &ev.document, NULL, why)) == OUT_OK)
		out = journal_append(txn, &ev, why);
	record_free(m);
	return out;
}
