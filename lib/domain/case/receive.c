/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/case/receive.h"

#include <stdio.h>
#include <string.h>

#include "domain/case/casefile.h"
#include "domain/case/caseref.h"
#include "domain/case/decide.h"
#include "domain/case/index.h"
#include "domain/case/state.h"
#include "io/record.h"
#include "value/caseid.h"

enum outcome
arrival_begin(struct store_txn *txn, const struct office *o,
    const struct arrival *a, const char *kind, Rec__Event *ev, struct why *why)
{
	enum outcome out;

	if ((out = journal_begin(txn, o, kind, ev, why)) == OUT_OK &&
	    a != NULL) {
		ev->parcel = lend(a->parcel->name);
		ev->actor = lend(a->actor);
		ev->manifest = a->parcel->manifest;
	}
	return out;
}

enum outcome
arrival_key(
    struct store_txn *txn, struct arrival *a, uint64_t *key, struct why *why)
{
	enum outcome out = OUT_OK;

	if (a->key == 0)
		out = new_key(txn, &a->key, why);
	*key = a->key;
	return out;
}

enum outcome
receive_alarm(struct store_txn *txn, const struct office *o, struct arrival *a,
    const struct task_about *about, const Rec__SheetRow *row, struct why *why)
{
	Rec__Task t = REC__TASK__INIT, *tasks[1] = { &t };
	struct outcomes outs = { .n = 0 };
	enum outcome out;
	Rec__Event ev;

	if ((out = arrival_begin(txn, o, a, "alarm", &ev, why)) != OUT_OK)
		return out;
	t.case_id = lend(about->case_id == NULL ? "" : about->case_id);
	t.kind = lend(about->kind);
	t.rule = lend(about->rule == NULL ? "" : about->rule);
	t.due = lend(about->due == NULL ? "" : about->due);
	t.calendar = lend(about->calendar == NULL ? "" : about->calendar);
	t.subject = lend(about->subject == NULL ? "" : about->subject);
	t.place = lend(about->place == NULL ? "" : about->place);
	t.text = lend(about->text == NULL ? "" : about->text);
	t.severity = lend("task");
	ev.case_number = about->case_number;
	ev.tasks = tasks;
	ev.n_tasks = 1;
	ev.row = (Rec__SheetRow *)(uintptr_t)row;
	if (a != NULL && a->content[0] != '\0')
		outcome_add(&outs, "content", a->content);
	outcome_lend(&outs, &ev);
	/* A row and a manifest can name somebody: a key of their own. */
	if (ev.case_number == 0)
		out = a == NULL ? new_key(txn, &ev.key, why) :
				  arrival_key(txn, a, &ev.key, why);
	if (out != OUT_OK)
		return out;
	return journal_append(txn, &ev, why);
}

enum outcome
receive_alike(struct store_txn *txn, const struct office *o, struct arrival *a,
    const Rec__Case *c, const Rec__Application *app, struct why *why)
{
	char id[CASEID_TEXT], text[96];
	struct task_about t = { c->number, c->id, "finding", "CASE-TWICE", NULL,
		NULL, NULL, NULL, text, "task" };
	enum outcome out;

	out = caseref_alike(txn,
	    app->requesting == NULL ? "" : app->requesting->reference, c, id,
	    why);
	if (out != OUT_OK || id[0] == '\0')
		return out;
	(void)snprintf(text, sizeof(text),
	    "the case %s has the reference of this one", id);
	return receive_alarm(txn, o, a, &t, NULL, why);
}

/* The hash of what was dropped, and who did: the same thing again from the
 * same person has no effect; two approvers may drop the same sheet. */
static enum outcome
content_of(struct store_txn *txn, struct arrival *a, struct why *why)
{
	const Rec__Manifest *m = a->parcel->manifest;
	unsigned char token[SEAL_TOKEN_LEN];
	struct buf b = BUF_INIT;
	enum outcome out;
	size_t i, n;

	(void)buf_add(&b, a->actor, strlen(a->actor) + 1);
	for (i = 0; i < m->n_files; i++) {
		n = strlen(m->files[i]->name);
		if (n > 4 && strcmp(m->files[i]->name + n - 4, ".p7s") == 0)
			continue; /* it names the time of signing */
		(void)buf_add(
		    &b, m->files[i]->sha256.data, m->files[i]->sha256.len);
	}
	if ((out = buf_ok(&b, why)) == OUT_OK &&
	    (out = seal_token(store_seal(txn), "content", b.data, b.len, token,
		 why)) == OUT_OK)
		(void)hex(token, sizeof(token), a->content);
	buf_free(&b);
	return out;
}

/* A sheet that does nothing but set non-disclosure: what protects somebody is
 * done as often as it is said, also after it was unset. */
static bool
protects(const Rec__Verdict *v)
{
	size_t i;

	if (v->sheet == NULL || strcmp(v->sheet->kind, "disclosure") != 0)
		return false;
	for (i = 0; i < v->sheet->n_rows; i++)
		if (strcmp(v->sheet->rows[i]->decision, "yes") != 0)
			return false;
	return true;
}

static enum outcome
receive_drop(struct store_txn *txn, const struct office *o, struct arrival *a,
    struct why *why)
{
	enum outcome out;
	uint64_t before;

	if ((out = content_of(txn, a, why)) != OUT_OK ||
	    (out = index_get(txn, "content", a->content, strlen(a->content),
		 &before, why)) != OUT_OK ||
	    (before != 0 && !protects(a->parcel->verdict)))
		return out;
	switch (a->parcel->verdict->kind) {
	case REC__VERDICT__KIND__APPLICATION:
		return receive_application(txn, o, a, why);
	case REC__VERDICT__KIND__SHEET:
		return receive_sheet(txn, o, a, why);
	case REC__VERDICT__KIND__BANK_STATUS:
		return receive_bank(txn, o, a, why);
	default:
		return why_reject(
		    why, "DROP-KIND", "not a thing that can be dropped");
	}
}

enum outcome
receive_parcel(struct store_txn *txn, const struct office *o, struct arrival *a,
    struct why *why)
{
	const struct parcel *p = a->parcel;
	enum outcome out;
	uint64_t before;

	if ((out = index_get(txn, "parcel", p->name, strlen(p->name), &before,
		 why)) != OUT_OK ||
	    before != 0)
		return out;
	a->content[0] = '\0';
	(void)person_of(o, p->manifest, p->verdict, a->actor, sizeof(a->actor));
	switch (p->manifest->origin) {
	case REC__MANIFEST__ORIGIN__ECODEX:
		(void)strcpy(a->actor, "e-codex");
		return receive_message(txn, o, a, why);
	case REC__MANIFEST__ORIGIN__EVIDENCE_OF:
		(void)strcpy(a->actor, "connector");
		return receive_evidence(txn, o, a, why);
	default:
		return receive_drop(txn, o, a, why);
	}
}
