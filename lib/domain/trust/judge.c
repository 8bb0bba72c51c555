/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/trust/judge.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/form/application.h"
#include "domain/form/evidence.h"
#include "domain/trust/judge_parts.h"
#include "io/csvio.h"
#include "io/record.h"
#include "io/slurp.h"

#define CERTIFICATE_MAX ((size_t)1 << 16) /* bytes of a file */

static void
judge_free(struct judge *j)
{

	if (j == NULL)
		return;
	judge_token_close(j);
	xmlin_close(j->xmlin);
	form_close(j->forms);
	rules_free(j->rules);
	profile_free(j->profile);
	signers_free(j->signers);
	free(j->unit);
	free(j);
}

static enum outcome
pin_people(struct judge *j, const struct judge_arg *arg, struct why *why)
{
	const struct judge_person *who;
	struct buf b = BUF_INIT;
	enum outcome out = OUT_OK;
	size_t i;

	for (i = 0; i < arg->npeople && out == OUT_OK; i++) {
		who = &arg->people[i];
		buf_reset(&b);
		if ((out = slurp_file(
			 who->certificate, CERTIFICATE_MAX, &b, why)) == OUT_OK)
			out = signers_pin(
			    j->signers, who->id, b.data, b.len, why);
	}
	buf_free(&b);
	return out;
}

static enum outcome
load_profile(struct judge *j, const char *share, struct why *why)
{
	struct csvio *parties, *pairs;
	enum outcome out;
	char path[4096];

	(void)snprintf(path, sizeof(path), "%s/data/parties.csv", share);
	if ((out = csvio_load(path, &parties, why)) != OUT_OK)
		return out;
	(void)snprintf(path, sizeof(path), "%s/data/pairs.csv", share);
	if ((out = csvio_load(path, &pairs, why)) != OUT_OK) {
		csvio_free(parties);
		return out;
	}
	return profile_make(parties, pairs, &j->profile, why);
}

static enum outcome
judge_open(const void *argp, void **ctx, struct why *why)
{
	const struct judge_arg *arg = argp;
	struct judge *j;
	enum outcome out;

	if ((j = calloc(1, sizeof(*j))) == NULL ||
	    (j->unit = strdup(arg->unit)) == NULL) {
		judge_free(j);
		return why_retry(why, "out of memory");
	}
	if ((out = xmlin_open(&j->xmlin, why)) == OUT_OK &&
	    (out = form_open(arg->share, &j->forms, why)) == OUT_OK &&
	    (out = rules_load(arg->share, &j->rules, why)) == OUT_OK &&
	    (out = load_profile(j, arg->share, why)) == OUT_OK &&
	    (out = signers_new(&j->signers, why)) == OUT_OK &&
	    (out = pin_people(j, arg, why)) == OUT_OK &&
	    (out = judge_token_open(
		 j, arg->connectors, arg->nconnectors, why)) == OUT_OK) {
		*ctx = j;
		return OUT_OK;
	}
	judge_free(j);
	return out;
}

enum outcome
judging_fault(struct judging *g, const struct why *reason, struct why *why)
{

	return finding_why(&g->list, g->ours ? "block" : "task", reason, why);
}

enum outcome
judging_rule(struct judging *g, const char *id, const char *place,
    const char *value, struct why *why)
{
	const struct rule *rule = rule_find(g->judge->rules, id);

	return finding_add(&g->list, id,
	    !g->ours	     ? "task" :
		rule == NULL ? "block" :
			       rule->severity,
	    place, 0, rule == NULL ? "" : rule->text, value, why);
}

/* Read the records and apply the rules; g->form and g->h1 are set. */
static enum outcome
read_and_check(struct judging *g, bool sound, struct why *why)
{
	Rec__Verdict *v = g->verdict;
	struct rule_input in;
	enum outcome out;

	if ((out = application_read(g->form, g->h1, g->ours ? "block" : "task",
		 &v->application, &v->restricted, &g->list, why)) != OUT_OK)
		return out;
	/* A form of ours that breaks its schema is mended first. */
	if (g->ours && !sound)
		return OUT_OK;
	in.app = v->application;
	in.restricted = v->restricted;
	in.doc = g->form;
	in.h1 = g->h1;
	in.files = g->files;
	in.nfiles = g->nfiles;
	in.profile = g->judge->profile;
	in.today = g->job->today;
	in.ours = g->ours;
	return rules_check(g->judge->rules, &in, &g->list, why);
}

static enum outcome
validate(struct judging *g, enum form_kind kind, xmlDoc *doc, bool *sound,
    struct why *why)
{
	struct why reason = WHY_INIT;
	enum outcome out;

	out = form_validate(g->judge->forms, kind, doc,
	    g->ours ? "block" : "task", &g->list, &reason);
	if (out == OUT_RETRY)
		*why = reason;
	if (out == OUT_REJECT)
		*sound = false;
	return out == OUT_RETRY ? OUT_RETRY : OUT_OK;
}

enum outcome
judging_application(struct judging *g, struct why *why)
{
	Rec__Verdict *v = g->verdict;
	struct buf cut = BUF_INIT;
	enum outcome out;
	bool sound = true;

	v->kind = REC__VERDICT__KIND__APPLICATION;
	if ((out = validate(g, g->kind, g->form, &sound, why)) != OUT_OK ||
	    (g->h1 != NULL &&
		(out = validate(g, FORM_H1, g->h1, &sound, why)) != OUT_OK))
		return out;
	if ((out = read_and_check(g, sound, why)) != OUT_OK)
		return out;
	if (record_set(&v->form_file, judging_name(g, g->form_at)) == -1 ||
	    (g->h1 != NULL &&
		record_set(&v->transmittal_file, judging_name(g, g->h1_at)) ==
		    -1))
		return why_retry(why, "out of memory");
	if ((out = form_cut_away(g->form, &cut, why)) == OUT_OK &&
	    record_set_bytes(&v->cut_form, cut.data, cut.len) == -1)
		out = why_retry(why, "out of memory");
	buf_wipe(&cut);
	return out;
}

/* An evidence file, in a folder that we sent or dropped by hand. */
enum outcome
judge_evidence(struct judging *g, struct why *why)
{
	const struct judge *j = g->judge;
	const ProtobufCBinaryData *b =
	    &g->job->files[g->form == NULL ? 0 : g->form_at];
	struct why reason = WHY_INIT;
	enum outcome out;

	out = evidence_check(j->xmlsig, j->xmlin,
	    b->data == NULL ? (const void *)"" : b->data, b->len, j->pins,
	    g->job->now, &g->verdict->evidence, &reason);
	if (out == OUT_RETRY) {
		*why = reason;
		return out;
	}
	g->verdict->kind = out == OUT_OK ? REC__VERDICT__KIND__EVIDENCE :
					   REC__VERDICT__KIND__UNREADABLE;
	return out == OUT_OK ? OUT_OK : judging_fault(g, &reason, why);
}

static enum outcome
by_origin(struct judging *g, struct why *why)
{

	switch (g->job->manifest->origin) {
	case REC__MANIFEST__ORIGIN__ECODEX:
		return judge_message(g, why);
	case REC__MANIFEST__ORIGIN__DROP:
		g->ours = true;
		return judge_drop(g, why);
	case REC__MANIFEST__ORIGIN__EVIDENCE_OF:
		return judge_evidence(g, why);
	default:
		return why_reject(why, "PARCEL", "a parcel of no origin");
	}
}

static enum outcome
judge_job(const struct judge *j, const Rec__Job *job, struct buf *out,
    struct why *why)
{
	struct judging g = { .judge = j, .job = job };
	enum outcome rc;

	if (job->manifest == NULL || job->manifest->n_files == 0 ||
	    job->manifest->n_files != job->n_files)
		return why_reject(why, "PARCEL", "files and manifest differ");
	if ((g.verdict = record_new(&rec__verdict__descriptor)) == NULL ||
	    (g.files = calloc(job->n_files, sizeof(*g.files))) == NULL)
		rc = why_retry(why, "out of memory");
	else if ((rc = by_origin(&g, why)) == OUT_OK) {
		g.verdict->findings = g.list.item;
		g.verdict->n_findings = g.list.n;
		g.list.item = NULL;
		g.list.n = 0;
		rc = record_pack(&g.verdict->base, out, why);
	}
	xmlFreeDoc(g.form);
	xmlFreeDoc(g.h1);
	free(g.files);
	findings_free(&g.list);
	record_free(g.verdict);
	return rc;
}

static enum outcome
judge_serve(void *ctx, const unsigned char *data, size_t len, struct buf *out,
    struct why *why)
{
	ProtobufCMessage *job;
	enum outcome rc;

	if ((rc = record_unpack(&rec__job__descriptor, data, len, &job, why)) !=
	    OUT_OK)
		return rc;
	rc = judge_job(ctx, RECORD_OF(Rec__Job, job), out, why);
	record_free(job);
	return rc;
}

const struct worker_def judge_worker = { "validate", (size_t)192 << 20, 20,
	judge_open, judge_serve };
