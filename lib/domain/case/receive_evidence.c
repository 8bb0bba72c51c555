/* SPDX-License-Identifier: EUPL-1.2 */
/* What the connector proves about a message of ours. */
#include <string.h>

#include "domain/case/casefile.h"
#include "domain/case/decide.h"
#include "domain/case/index.h"
#include "domain/case/receive.h"
#include "domain/case/silence.h"
#include "domain/case/state.h"
#include "domain/form/evidence.h"
#include "io/record.h"

/* "who (why; why)", as the evidence says.  It may name somebody, so it stands
 * with the file, under the key of the case, and not with the message. */
static enum outcome
title_of(const Rec__Evidence *e, struct buf *b, struct why *why)
{
	size_t i;

	(void)buf_puts(b, e->issuer);
	for (i = 0; i < e->n_reasons; i++)
		(void)buf_printf(b, "%s%s%s",
		    i > 0	   ? "; " :
			b->len > 0 ? " (" :
				     "(",
		    e->reasons[i], i + 1 == e->n_reasons ? ")" : "");
	return buf_ok(b, why);
}

/* Whether the message has an evidence of the same bytes about that folder. */
static enum outcome
seen_before(struct store_txn *txn, const Rec__Message *m,
    const struct parcel *p, bool *seen, struct why *why)
{
	const Rec__ParcelFile *f = p->manifest->files[0];
	enum outcome out = OUT_OK;
	Rec__Document *d;
	size_t i;

	*seen = false;
	for (i = 0; out == OUT_OK && !*seen && i < m->n_evidences; i++) {
		if (strcmp(m->evidences[i]->folder, p->manifest->about) != 0)
			continue;
		out = document_get(txn, m->evidences[i]->document, &d, why);
		*seen = out == OUT_OK && d != NULL &&
		    d->sha256.len == f->sha256.len &&
		    memcmp(d->sha256.data, f->sha256.data, f->sha256.len) == 0;
		record_free(d);
	}
	return out;
}

/* Set ${rule} if it contradicts where it lies: the name of its file, or the
 * folder, when it names one of another message of ours.  What else connectors
 * call a message is not known. */
static enum outcome
misplaced(struct store_txn *txn, const struct parcel *p, uint64_t number,
    const char **rule, struct why *why)
{
	const Rec__Evidence *e = p->verdict->evidence;
	const char *type = evidence_type_of_file(p->manifest->files[0]->name);
	enum outcome out;
	uint64_t other;

	*rule = NULL;
	out = index_get(
	    txn, "folder", e->message, strlen(e->message), &other, why);
	if (out == OUT_OK && other != 0 && other != number)
		*rule = "EVIDENCE-MESSAGE";
	else if (out == OUT_OK && type != NULL && strcmp(type, e->type) != 0)
		*rule = "EVIDENCE-NAME";
	return out;
}

/* Kept with the case of the message, whose state it may move. */
static enum outcome
keep(struct store_txn *txn, const struct office *o, struct arrival *a,
    const Rec__Message *m, struct why *why)
{
	const struct parcel *p = a->parcel;
	struct new_document d = { .case_number = m->case_number,
		.name = p->manifest->files[0]->name,
		.role = "evidence",
		.mime = "application/xml",
		.data = a->files[0].data,
		.len = a->files[0].len };
	struct outcomes outs = { .n = 0 };
	struct buf title = BUF_INIT;
	char subject[21];
	enum outcome out;
	Rec__Event ev;

	if ((out = arrival_begin(txn, o, a, "evidence", &ev, why)) != OUT_OK)
		return out;
	ev.case_number = m->case_number;
	ev.subject = number_name(m->number, subject);
	ev.verdict = p->verdict;
	if (!silence_awaits(o, m, p->verdict->evidence->type))
		outcome_add(&outs, "await", "no");
	outcome_lend(&outs, &ev);
	if ((out = state_case_key(txn, m->case_number, &d.key, why)) ==
		OUT_OK &&
	    (out = title_of(p->verdict->evidence, &title, why)) == OUT_OK) {
		d.title = title.len == 0 ? NULL : (const char *)title.data;
		out = document_add(txn, o, &d, &ev.document, NULL, why);
	}
	if (out == OUT_OK)
		out = journal_append(txn, &ev, why);
	buf_free(&title);
	return out;
}

/* Not counted for any message: for a person, who is told what the reader said
 * of it, if it could not read it. */
static enum outcome
odd(struct store_txn *txn, const struct office *o, struct arrival *a,
    const char *rule, struct why *why)
{
	const Rec__Manifest *m = a->parcel->manifest;
	const Rec__Verdict *v = a->parcel->verdict;
	char text[sizeof(why->text) + 48] = "";
	struct task_about t = { 0, NULL, "evidence-unknown", rule, NULL, NULL,
		m->about, m->n_files == 0 ? NULL : m->files[0]->name, text,
		"task" };

	if (v->n_findings > 0)
		(void)snprintf(text, sizeof(text), "%s, line %u: %s",
		    v->findings[0]->rule, v->findings[0]->line,
		    v->findings[0]->text);
	return receive_alarm(txn, o, a, &t, NULL, why);
}

enum outcome
receive_evidence(struct store_txn *txn, const struct office *o,
    struct arrival *a, struct why *why)
{
	const struct parcel *p = a->parcel;
	const char *about = p->manifest->about, *rule;
	enum outcome out;
	Rec__Message *m;
	uint64_t number;
	bool seen;

	if ((out = index_get(
		 txn, "folder", about, strlen(about), &number, why)) != OUT_OK)
		return out;
	if (number == 0 || p->verdict->kind != REC__VERDICT__KIND__EVIDENCE)
		return odd(txn, o, a, "EVIDENCE-ROOT", why);
	if ((out = misplaced(txn, p, number, &rule, why)) != OUT_OK)
		return out;
	if (rule != NULL)
		return odd(txn, o, a, rule, why);
	if ((out = message_get(txn, number, &m, why)) != OUT_OK || m == NULL)
		return out;
	if ((out = seen_before(txn, m, p, &seen, why)) == OUT_OK && !seen)
		out = keep(txn, o, a, m, why);
	record_free(m);
	return out;
}
