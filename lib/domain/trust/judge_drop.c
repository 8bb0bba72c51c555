/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/trust/judge_parts.h"

#include <stdio.h>
#include <string.h>

#include "domain/bank/bankfile.h"
#include "domain/form/evidence.h"
#include "domain/form/header.h"
#include "domain/form/sheet.h"
#include "io/record.h"

#define NONE ((size_t)-1)

/* What lies in a drop, by its first bytes and its names. */
struct drop {
	size_t sheet;	  /* index of the table, or NONE */
	size_t signature; /* of X.p7s, or NONE */
	size_t forms;	  /* how many */
	size_t second;	  /* index of the second of them */
	bool broken;	  /* an XML file that does not parse */
};

static bool
ends(const char *s, const char *with)
{
	size_t n = strlen(s), k = strlen(with);

	return n > k && strcmp(s + n - k, with) == 0;
}

/* Whether there is nothing in it but blanks. */
static bool
blank(const ProtobufCBinaryData *b)
{
	size_t i = 0;

	if (b->len >= 3 && memcmp(b->data, "\xef\xbb\xbf", 3) == 0)
		i = 3;
	while (i < b->len && b->data[i] != '\0' &&
	    strchr(" \t\r\n", b->data[i]) != NULL)
		i++;
	return i == b->len;
}

static enum outcome
take_xml(struct judging *g, struct drop *d, size_t i, struct why *why)
{
	struct why reason = WHY_INIT;
	enum form_kind kind;
	enum outcome out;
	xmlDoc *doc;

	out = judging_parse(g, i, &doc, &reason);
	if (out == OUT_RETRY) {
		*why = reason;
		return out;
	}
	if (out == OUT_REJECT) {
		d->broken = true;
		return judging_fault(g, &reason, why);
	}
	kind = form_kind(doc);
	if (kind == FORM_UNKNOWN && bankfile_is_status(doc))
		kind = FORM_PAIN002; /* in a namespace of the bank's own */
	if (kind == FORM_H1 && g->h1 == NULL) {
		g->h1 = doc;
		g->h1_at = i;
		return OUT_OK;
	}
	d->forms++;
	if (g->form != NULL) {
		d->second = i;
		xmlFreeDoc(doc);
		return OUT_OK;
	}
	g->form = doc;
	g->kind = kind;
	g->form_at = i;
	return OUT_OK;
}

/* A file alone, or one with its signature, that is no XML is a sheet. */
static void
note_others(const struct judging *g, struct drop *d)
{
	size_t i;

	for (i = 0; i < g->job->n_files; i++)
		if (judging_markup(g, i))
			continue;
		else if (ends(judging_name(g, i), ".p7s") &&
		    d->signature == NONE)
			d->signature = i;
		else if (d->sheet == NONE && !blank(&g->job->files[i]))
			d->sheet = i;
}

/* The XML files whose root is in our namespace, or those with another. */
static enum outcome
take_all(struct judging *g, struct drop *d, bool ours, struct why *why)
{
	enum outcome out = OUT_OK;
	bool is;
	size_t i;

	for (i = 0; i < g->job->n_files && out == OUT_OK; i++)
		if (judging_markup(g, i) &&
		    (out = judging_ours(g, i, &is, why)) == OUT_OK &&
		    is == ours)
			out = take_xml(g, d, i, why);
	return out;
}

/* With a form each other file is an attachment, whatever is in it; without
 * one each XML file is read: it is a bank's, or it is said what is wrong. */
static enum outcome
look(struct judging *g, struct drop *d, struct why *why)
{
	enum outcome out;

	note_others(g, d);
	if ((out = take_all(g, d, true, why)) != OUT_OK || g->form != NULL ||
	    d->broken)
		return out;
	return take_all(g, d, false, why);
}

/* Whether the signature in the drop is that of its i-th file, X and X.p7s. */
static bool
signs(const struct judging *g, const struct drop *d, size_t i)
{
	const char *signed_name = judging_name(g, i), *sig;

	if (d->signature == NONE)
		return false;
	sig = judging_name(g, d->signature);
	return strlen(sig) == strlen(signed_name) + 4 &&
	    strncmp(sig, signed_name, strlen(signed_name)) == 0;
}

static enum outcome
check_signature(struct judging *g, const struct drop *d, size_t i,
    struct why *reason, struct why *why)
{
	const ProtobufCBinaryData *sheet = &g->job->files[i];
	const ProtobufCBinaryData *sig = &g->job->files[d->signature];
	const char *person;
	enum outcome out;

	if ((out = signer_verify(g->judge->signers, sheet->data, sheet->len,
		 sig->data, sig->len, g->job->now, &person, reason)) != OUT_OK)
		return out;
	if (record_set(&g->verdict->approver, person) == -1)
		return why_retry(why, "out of memory");
	return OUT_OK;
}

static enum outcome
take_sheet(struct judging *g, const struct drop *d, struct why *why)
{
	const ProtobufCBinaryData *b = &g->job->files[d->sheet];
	struct why reason = WHY_INIT;
	enum outcome out = OUT_OK;

	if (d->signature != NONE)
		out = check_signature(g, d, d->sheet, &reason, why);
	if (out == OUT_OK)
		out = sheet_read(b->data, b->len, g->job->today,
		    &g->verdict->sheet, &reason);
	if (out == OUT_RETRY) {
		if (reason.text[0] != '\0')
			*why = reason;
		return out;
	}
	g->verdict->kind = REC__VERDICT__KIND__SHEET;
	return out == OUT_OK ? OUT_OK : judging_fault(g, &reason, why);
}

static enum outcome
take_bank(struct judging *g, struct why *why)
{
	struct why reason = WHY_INIT;
	enum outcome out;

	out = bankfile_status(g->form, &g->verdict->bank_status, &reason);
	if (out == OUT_RETRY) {
		*why = reason;
		return out;
	}
	g->verdict->kind = REC__VERDICT__KIND__BANK_STATUS;
	return out == OUT_OK ? OUT_OK : judging_fault(g, &reason, why);
}

/* Each file beside the form, its transmittal and the operator's signature
 * travels with it. */
static enum outcome
take_attachments(struct judging *g, const struct drop *d, struct why *why)
{
	const Rec__Manifest *m = g->job->manifest;
	enum outcome out = OUT_OK;
	size_t i;

	for (i = 0; i < m->n_files && out == OUT_OK; i++) {
		if (i == g->form_at || (g->h1 != NULL && i == g->h1_at) ||
		    (i == d->signature && signs(g, d, g->form_at)))
			continue;
		g->files[g->nfiles++] = m->files[i]->name;
		if (!header_name_ok(m->files[i]->name) ||
		    form_file_taken(m->files[i]->name))
			out = judging_rule(
			    g, "FILE-NAME", "", m->files[i]->name, why);
		else if (m->files[i]->size == 0)
			out = judging_rule(
			    g, "FILE-EMPTY", "", m->files[i]->name, why);
	}
	return out;
}

/* It must be ours to send; where the form leaves that out it is. */
static enum outcome
check_sender(struct judging *g, struct why *why)
{
	Rec__Authority *from = g->verdict->application->requesting;

	if (from != NULL && from->code[0] == '\0' &&
	    record_set(&from->code, g->judge->unit) == -1)
		return why_retry(why, "out of memory");
	if (from == NULL || strcmp(from->code, g->judge->unit) == 0)
		return OUT_OK;
	return judging_rule(g, "FORM-SENDER", "", from->code, why);
}

static enum outcome
take_form(struct judging *g, const struct drop *d, struct why *why)
{
	struct why reason = WHY_INIT;
	enum outcome out;

	if (signs(g, d, g->form_at) &&
	    (out = check_signature(g, d, g->form_at, &reason, why)) != OUT_OK) {
		if (reason.text[0] == '\0')
			return out;
		return judging_fault(g, &reason, why);
	}
	if ((out = take_attachments(g, d, why)) != OUT_OK ||
	    (out = judging_application(g, why)) != OUT_OK)
		return out;
	return check_sender(g, why);
}

/* The first file without a byte, or NONE. */
static size_t
empty(const struct judging *g)
{
	const Rec__Manifest *m = g->job->manifest;
	size_t i;

	for (i = 0; i < m->n_files; i++)
		if (m->files[i]->size == 0)
			return i;
	return NONE;
}

/* What is wrong with a drop that is none of these. */
static const char *
neither(const struct judging *g, const struct drop *d)
{
	if (d->forms == 1 && g->kind >= FORM_E8 && g->kind <= FORM_NOTE)
		return "DROP-FORM";
	if (g->job->n_files == 1 && d->signature != NONE)
		return "DROP-SIGNATURE";
	return "DROP-KIND";
}

enum outcome
judge_drop(struct judging *g, struct why *why)
{
	struct drop d = { NONE, NONE, 0, NONE, false };
	size_t n = g->job->n_files, i;
	enum outcome out;

	if ((out = look(g, &d, why)) != OUT_OK || d.broken)
		return out;
	if (d.forms > 1)
		return judging_rule(
		    g, "DROP-MANY", "", judging_name(g, d.second), why);
	if (d.forms == 1 && (g->kind == FORM_E6 || g->kind == FORM_H3))
		return take_form(g, &d, why);
	if (d.forms == 1 && n == 1 && g->kind == FORM_PAIN002)
		return take_bank(g, why);
	if (d.forms == 1 && n == 1 && g->kind == FORM_EVIDENCE)
		return judge_evidence(g, why);
	if (d.forms == 1 && g->kind == FORM_UNKNOWN)
		return judging_rule(g,
		    bankfile_is_iso(g->form) ? "BANK-KIND" : "FORM-KIND", "",
		    NULL, why);
	if (d.forms == 0 && g->h1 == NULL && (i = empty(g)) != NONE)
		return judging_rule(
		    g, "FILE-EMPTY", "", judging_name(g, i), why);
	if (d.forms == 0 && g->h1 == NULL && d.sheet != NONE &&
	    (n == 1 || (n == 2 && signs(g, &d, d.sheet))))
		return take_sheet(g, &d, why);
	return judging_rule(g, neither(g, &d), "", NULL, why);
}
