/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/trust/judge_parts.h"

#include <string.h>
#include <strings.h>

#include "domain/form/ack.h"
#include "domain/form/codes.h"
#include "domain/form/evidence.h"
#include "domain/form/header.h"
#include "domain/trust/judge.h"
#include "domain/form/note.h"
#include "domain/form/notice.h"
#include "io/record.h"

/* Kept as it came; a person is asked.  What ${reason} says is why. */
static enum outcome
unreadable(struct judging *g, const struct why *reason, struct why *why)
{

	g->verdict->kind = REC__VERDICT__KIND__UNREADABLE;
	return judging_fault(g, reason, why);
}

static enum outcome
unreadable_rule(
    struct judging *g, const char *rule, const char *value, struct why *why)
{

	g->verdict->kind = REC__VERDICT__KIND__UNREADABLE;
	return judging_rule(g, rule, "", value, why);
}

/* The header of the message: false if there is none that says who sent it
 * and what.  Then the verdict is complete. */
static enum outcome
read_header(struct judging *g, bool *go_on, struct why *why)
{
	struct why reason = WHY_INIT;
	xmlDoc *doc = NULL;
	enum outcome out;
	long i = judging_find(g, HEADER_FILE);

	*go_on = false;
	if (i == -1)
		return unreadable_rule(g,
		    g->job->manifest->supplement ? "SUPPLEMENT" :
						   "HEADER-MISSING",
		    NULL, why);
	if ((out = judging_parse(g, (size_t)i, &doc, &reason)) == OUT_OK)
		out = header_read(doc, &g->verdict->header, &reason);
	xmlFreeDoc(doc);
	if (out == OUT_RETRY)
		*why = reason;
	if (out != OUT_OK)
		return out == OUT_RETRY ? out : unreadable(g, &reason, why);
	*go_on = true;
	return OUT_OK;
}

/* Whether it is for us, whole, and of a scheme that is ours. */
static enum outcome
check_header(struct judging *g, bool *go_on, struct why *why)
{
	const Rec__Header *h = g->verdict->header;
	const Rec__Manifest *m = g->job->manifest;
	struct why reason = WHY_INIT;
	enum outcome out;

	*go_on = false;
	if (h->receiver == NULL ||
	    strcmp(h->receiver->code, g->judge->unit) != 0)
		return unreadable_rule(g, "FORM-RECEIVER",
		    h->receiver == NULL ? NULL : h->receiver->code, why);
	if (strcmp(h->scheme, "is1") == 0) {
		/* What the keeper opened, it has checked against the header. */
		if (!g->job->opened)
			return unreadable_rule(g, JUDGE_SEALED, NULL, why);
		*go_on = true;
		return OUT_OK;
	}
	if (strcmp(h->scheme, "is0") != 0)
		return unreadable_rule(g, "HASH-SCHEME", NULL, why);
	out = header_verify(h, m->files, m->n_files, &reason);
	if (out == OUT_RETRY)
		*why = reason;
	if (out != OUT_OK)
		return out == OUT_RETRY ? out : unreadable(g, &reason, why);
	*go_on = true;
	return OUT_OK;
}

static bool
is_message(enum form_kind kind)
{

	return kind == FORM_E6 || kind == FORM_H3 || kind == FORM_E8 ||
	    kind == FORM_H2 || kind == FORM_PN || kind == FORM_PC ||
	    kind == FORM_NOTE;
}

/* What was found among the documents. */
struct found {
	const char *second; /* name of a form too many, or NULL */
	bool broken;	    /* one that does not parse */
};

/* One whose root is in our namespace: the form, its transmittal, or one too
 * many. */
static enum outcome
take_form(struct judging *g, struct found *f, size_t i, struct why *why)
{
	struct why reason = WHY_INIT;
	enum form_kind kind;
	enum outcome out;
	xmlDoc *doc;

	if ((out = judging_parse(g, i, &doc, &reason)) == OUT_RETRY) {
		*why = reason;
		return out;
	}
	f->broken = f->broken || out == OUT_REJECT;
	if (out == OUT_REJECT)
		return judging_fault(g, &reason, why);
	kind = form_kind(doc);
	if (is_message(kind) && g->form == NULL) {
		g->form = doc;
		g->kind = kind;
		g->form_at = i;
	} else if (kind == FORM_H1 && g->h1 == NULL) {
		g->h1 = doc;
		g->h1_at = i;
	} else {
		xmlFreeDoc(doc);
		f->second = judging_name(g, i);
	}
	return OUT_OK;
}

/* Not one of ours to look at, but it may have been meant for the form. */
static enum outcome
tell_fault(struct judging *g, size_t i, struct why *why)
{
	const char *name = judging_name(g, i);
	const char *mime = header_lists(g->verdict->header, name)->mime;
	size_t n = strlen(name);
	struct why reason = WHY_INIT;
	enum outcome out;
	xmlDoc *doc;

	if (!judging_markup(g, i) && strcasecmp(mime, "application/xml") != 0 &&
	    strcasecmp(mime, "text/xml") != 0 &&
	    (n <= 4 || strcasecmp(name + n - 4, ".xml") != 0))
		return OUT_OK;
	if ((out = judging_parse(g, i, &doc, &reason)) == OUT_RETRY)
		*why = reason;
	xmlFreeDoc(doc);
	return out == OUT_REJECT ? judging_fault(g, &reason, why) : out;
}

static bool
listed(const struct judging *g, size_t i)
{

	return header_lists(g->verdict->header, judging_name(g, i)) != NULL;
}

/* The form is told by its root, whatever the file is called; any other file
 * is an attachment, whatever is in it. */
static enum outcome
find_forms(struct judging *g, struct found *f, struct why *why)
{
	enum outcome out = OUT_OK;
	bool ours;
	size_t i;

	for (i = 0; i < g->job->n_files && out == OUT_OK; i++)
		if (listed(g, i) &&
		    (out = judging_ours(g, i, &ours, why)) == OUT_OK && ours)
			out = take_form(g, f, i, why);
	if (g->form != NULL || f->broken)
		return out;
	for (i = 0; i < g->job->n_files && out == OUT_OK; i++)
		if (listed(g, i) &&
		    (out = judging_ours(g, i, &ours, why)) == OUT_OK && !ours)
			out = tell_fault(g, i, why);
	return out;
}

/* What the header does not list may be the connector's; anything else is not
 * the sender's word, whoever put it there. */
static enum outcome
take_documents(struct judging *g, struct why *why)
{
	struct found f = { NULL, false };
	enum outcome out = find_forms(g, &f, why);
	const char *name;
	size_t i;

	for (i = 0; i < g->job->n_files && out == OUT_OK; i++) {
		name = judging_name(g, i);
		if (!listed(g, i)) {
			if (!header_reserved(name))
				out = judging_rule(
				    g, "MESSAGE-UNLISTED", "", name, why);
		} else if ((g->form == NULL || i != g->form_at) &&
		    (g->h1 == NULL || i != g->h1_at))
			g->files[g->nfiles++] = name;
	}
	if (out == OUT_OK && g->form != NULL && f.second != NULL)
		out = judging_rule(g, "DROP-MANY", "", f.second, why);
	return out;
}

/* Read the form into its record; the record's place decides the reader. */
static enum outcome
read_form(struct judging *g, struct why *reason)
{
	Rec__Verdict *v = g->verdict;

	switch (g->kind) {
	case FORM_E8:
	case FORM_H2:
		v->kind = REC__VERDICT__KIND__ACKNOWLEDGEMENT;
		return ack_read(g->form, &v->acknowledgement, reason);
	case FORM_PN:
		v->kind = REC__VERDICT__KIND__NOTICE;
		return notice_read(g->form, &v->notice, reason);
	case FORM_PC:
		v->kind = REC__VERDICT__KIND__CONFIRMATION;
		return confirmation_read(g->form, &v->confirmation, reason);
	default:
		v->kind = REC__VERDICT__KIND__NOTE;
		return note_read(g->form, &v->note, reason);
	}
}

static enum outcome
other_form(struct judging *g, struct why *why)
{
	struct why reason = WHY_INIT;
	enum outcome out;

	out = form_validate(
	    g->judge->forms, g->kind, g->form, "task", &g->list, &reason);
	if (out != OUT_RETRY)
		out = codes_check(g->form, "task",
		    rule_text(g->judge->rules, "FORM-CODE"), &g->list, &reason);
	if (out == OUT_OK)
		out = read_form(g, &reason);
	if (out == OUT_RETRY) {
		*why = reason;
		return out;
	}
	if (record_set(&g->verdict->form_file, judging_name(g, g->form_at)) ==
	    -1)
		return why_retry(why, "out of memory");
	return out == OUT_OK ? OUT_OK : unreadable(g, &reason, why);
}

static enum outcome
party(Rec__Authority **a, const Rec__Authority *from, struct why *why)
{

	if (from == NULL ||
	    (*a == NULL &&
		(*a = record_new(&rec__authority__descriptor)) == NULL) ||
	    ((*a)->code[0] == '\0' &&
		record_set(&(*a)->code, from->code) == -1))
		return from == NULL ? OUT_OK : why_retry(why, "out of memory");
	return OUT_OK;
}

/* A form that leaves out who the parties are is completed by its header;
 * one that says something else is for a person. */
static enum outcome
compare_parties(struct judging *g, struct why *why)
{
	Rec__Application *app = g->verdict->application;
	const Rec__Header *h = g->verdict->header;
	enum outcome out;

	if ((out = party(&app->requesting, h->sender, why)) != OUT_OK ||
	    (out = party(&app->requested, h->receiver, why)) != OUT_OK)
		return out;
	if (h->sender == NULL ||
	    strcmp(app->requesting->code, h->sender->code) == 0)
		return OUT_OK;
	return judging_rule(g, "FORM-ORIGIN", "", app->requesting->code, why);
}

enum outcome
judge_message(struct judging *g, struct why *why)
{
	enum outcome out;
	bool go_on;

	if ((out = read_header(g, &go_on, why)) != OUT_OK || !go_on)
		return out;
	if ((out = check_header(g, &go_on, why)) != OUT_OK || !go_on)
		return out;
	if ((out = judge_token(g, why)) != OUT_OK ||
	    (out = take_documents(g, why)) != OUT_OK)
		return out;
	if (g->form == NULL)
		return unreadable_rule(g, "FORM-KIND", NULL, why);
	if (strcmp(g->verdict->header->form, form_code(g->kind)) != 0 &&
	    (out = judging_rule(g, "FORM-HEADER", "", NULL, why)) != OUT_OK)
		return out;
	if (g->kind != FORM_E6 && g->kind != FORM_H3)
		return other_form(g, why);
	if ((out = judging_application(g, why)) != OUT_OK)
		return out;
	return compare_parties(g, why);
}
