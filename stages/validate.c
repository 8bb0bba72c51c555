/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * validate -- read and check what has arrived.
 *
 * Takes each parcel of received/, has a worker that holds no key read what is
 * in it, puts the worker's verdict into the parcel and moves it to valid/;
 * what our own side dropped and must be mended goes to quarantine/.
 *
 * Killed before a group is committed: its parcels are in received/ as they
 * were.  Within the commit: some have moved, each with its verdict; the next
 * run takes the others.  The verdict of a parcel depends on its bytes, the
 * tables and the day alone.
 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/finding.h"
#include "domain/judge.h"
#include "domain/rule.h"
#include "domain/sheet.h"
#include "io/parcel.h"
#include "io/publish.h"
#include "io/record.h"
#include "io/share.h"
#include "io/stage.h"
#include "io/xmlout.h"

#define GROUP_MAX ((size_t)500) /* parcels made durable together */
#define PEOPLE_MAX ((size_t)200)

struct run {
	struct unit *u;
	struct rules *rules;
	struct publish *pub;
	char received[PATH_MAX], valid[PATH_MAX], quarantine[PATH_MAX];
	size_t rejected; /* of this group */
};

/* ---- the worker's argument ---- */

static const char *
share_dir(void)
{
	static char path[PATH_MAX];
	char *slash;

	(void)share_path("schema", path, sizeof(path));
	if ((slash = strrchr(path, '/')) != NULL)
		*slash = '\0';
	return path;
}

/* Whoever has a certificate in [person.ID] can sign a sheet. */
static const void *
judge_argument(const struct unit *u)
{
	static struct judge_arg arg;
	static struct judge_person people[PEOPLE_MAX];
	static char path[PEOPLE_MAX][PATH_MAX];
	const char *section, *file;
	char rel[PATH_MAX];
	size_t i, n = 0;

	for (i = 0; n < PEOPLE_MAX &&
	     (section = config_section(u->conf, "person.", i)) != NULL;
	     i++) {
		file = config_get(u->conf, section, "certificate");
		if (file[0] == '\0')
			continue;
		(void)snprintf(rel, sizeof(rel), "keys/people/%s", file);
		people[n].id = section + strlen("person.");
		people[n].certificate =
		    unit_path(u, rel, path[n], sizeof(path[n]));
		n++;
	}
	arg.share = share_dir();
	arg.unit = u->code;
	arg.people = people;
	arg.npeople = n;
	return &arg;
}

/* ---- one parcel ---- */

/* Whether somebody has to read the file: XML, signatures, and whatever lies
 * alone or with one other file.  PDFs stay with the keeper. */
static bool
to_be_read(const Rec__Manifest *m, size_t i, const struct buf *b)
{
	const char *name = m->files[i]->name;
	size_t n = strlen(name), at = 0;

	if (b->len > SHEET_MAX ||
	    (b->len >= 4 && memcmp(b->data, "%PDF", 4) == 0))
		return false;
	if (m->n_files <= 2 || (n > 4 && strcmp(name + n - 4, ".p7s") == 0))
		return true;
	if (b->len >= 3 && memcmp(b->data, "\xef\xbb\xbf", 3) == 0)
		at = 3;
	while (at < b->len &&
	    (b->data[at] == ' ' || b->data[at] == '\t' || b->data[at] == '\r' ||
		b->data[at] == '\n'))
		at++;
	return at < b->len && b->data[at] == '<';
}

static enum outcome
add_file(Rec__Job *job, size_t i, const struct buf *b, struct why *why)
{

	if (b->len > 0 && to_be_read(job->manifest, i, b) &&
	    record_set_bytes(&job->files[i], b->data, b->len) == -1)
		return why_retry(why, "out of memory");
	return OUT_OK;
}

/* An empty job about that manifest, which it borrows; it ends with
 * job_free(). */
static enum outcome
job_make(const struct unit *u, Rec__Manifest *manifest, Rec__Job **jobp,
    struct why *why)
{
	Rec__Job *job;

	*jobp = NULL;
	if ((job = record_new(&rec__job__descriptor)) == NULL)
		return why_retry(why, "out of memory");
	job->manifest = manifest;
	job->files = calloc(manifest->n_files + 1, sizeof(*job->files));
	*jobp = job;
	if (job->files == NULL || record_set(&job->what, "judge") == -1 ||
	    record_set(&job->now, u->now) == -1 ||
	    record_set(&job->today, u->today) == -1 ||
	    record_set(&job->unit, u->code) == -1)
		return why_retry(why, "out of memory");
	job->n_files = manifest->n_files;
	return OUT_OK;
}

static void
job_free(Rec__Job *job)
{

	if (job != NULL)
		job->manifest = NULL;
	record_free(job);
}

static enum outcome
ask(struct unit *u, const Rec__Job *job, Rec__Verdict **verdict,
    struct why *why)
{
	struct buf request = BUF_INIT, answer = BUF_INIT;
	ProtobufCMessage *message = NULL;
	enum outcome out;

	if ((out = record_pack(&job->base, &request, why)) == OUT_OK &&
	    (out = worker_call(
		 u->worker, request.data, request.len, &answer, why)) == OUT_OK)
		out = record_unpack(&rec__verdict__descriptor, answer.data,
		    answer.len, &message, why);
	*verdict = RECORD_OF(Rec__Verdict, message);
	buf_wipe(&request);
	buf_wipe(&answer);
	return out;
}

/* What no worker survives is kept all the same, if another authority sent
 * it: a person is asked. */
static enum outcome
not_readable(const struct why *reason, Rec__Verdict **verdict, struct why *why)
{
	struct findings list = { NULL, 0 };
	enum outcome out;

	if ((*verdict = record_new(&rec__verdict__descriptor)) == NULL)
		return why_retry(why, "out of memory");
	(*verdict)->kind = REC__VERDICT__KIND__UNREADABLE;
	out = finding_why(&list, "task", reason, why);
	(*verdict)->findings = list.item;
	(*verdict)->n_findings = list.n;
	return out;
}

static enum outcome
judge(struct run *r, const struct parcel *p, Rec__Verdict **verdict,
    struct why *why)
{
	struct buf b = BUF_INIT;
	struct why reason = WHY_INIT;
	Rec__Job *job;
	enum outcome out;
	size_t i;

	*verdict = NULL;
	out = job_make(r->u, p->manifest, &job, why);
	for (i = 0; i < p->manifest->n_files && out == OUT_OK; i++) {
		buf_reset(&b);
		if ((out = parcel_file(
			 r->received, p, i, r->u->seal, &b, why)) == OUT_OK)
			out = add_file(job, i, &b, why);
	}
	buf_wipe(&b);
	if (out == OUT_OK) {
		out = ask(r->u, job, verdict, &reason);
		if (out == OUT_REJECT &&
		    p->manifest->origin != REC__MANIFEST__ORIGIN__DROP)
			out = not_readable(&reason, verdict, why);
		else if (out != OUT_OK)
			*why = reason;
	}
	job_free(job);
	return out;
}

static enum outcome
refuse(
    struct run *r, const char *name, const struct why *reason, struct why *why)
{

	r->rejected++;
	unit_log(r->u, "%s to quarantine: %s", name, reason->rule);
	return parcel_quarantine(r->pub, r->u->seal, r->received, name,
	    "validate", r->u->now, reason, rule_next(r->rules, reason->rule),
	    r->quarantine, why);
}

static enum outcome
one(struct unit *u, const char *name, void *ctx, struct why *why)
{
	struct run *r = ctx;
	struct why reason = WHY_INIT;
	const Rec__Finding *f;
	Rec__Verdict *verdict = NULL;
	struct parcel p;
	enum outcome out;

	if ((out = parcel_open(r->received, name, u->seal, &p, &reason)) ==
	    OUT_OK) {
		out = judge(r, &p, &verdict, &reason);
		if (out == OUT_OK &&
		    (f = finding_blocks(
			 verdict->findings, verdict->n_findings)) != NULL)
			out = finding_to_why(f, &reason);
		parcel_close(&p);
	}
	switch (out) {
	case OUT_OK:
		out = parcel_judge(
		    r->pub, u->seal, r->received, name, verdict, r->valid, why);
		break;
	case OUT_REJECT:
		out = refuse(r, name, &reason, why);
		break;
	case OUT_RETRY:
		*why = reason;
		break;
	}
	record_free(verdict);
	return out;
}

/* ---- the queue ---- */

static enum outcome
groups(struct run *r, struct why *why)
{
	struct unit *u = r->u;
	enum outcome out;
	size_t n;

	do {
		r->rejected = 0;
		if ((out = queue_each(u, "spool/received", GROUP_MAX, one, r,
			 &n, why)) != OUT_OK)
			break;
		if (u->dry || n == 0)
			break;
		if ((out = publish_commit(r->pub, why)) != OUT_OK)
			break;
		u->done += (int)n;
		u->rejected += (int)r->rejected;
	} while (n == GROUP_MAX);
	return out;
}

static enum outcome
run(struct unit *u, struct why *why)
{
	struct run r = { .u = u };
	char tmp[PATH_MAX];
	enum outcome out;

	(void)unit_path(u, "spool/received", r.received, sizeof(r.received));
	(void)unit_path(u, "spool/valid", r.valid, sizeof(r.valid));
	(void)unit_path(
	    u, "spool/quarantine", r.quarantine, sizeof(r.quarantine));
	(void)unit_path(u, "spool/tmp/validate", tmp, sizeof(tmp));
	if ((out = rules_load(share_dir(), &r.rules, why)) == OUT_OK &&
	    (out = publish_begin(tmp, &r.pub, why)) == OUT_OK)
		out = groups(&r, why);
	publish_free(r.pub);
	rules_free(r.rules);
	return out;
}

/* ---- -1 FILE: the verdict on one file as if it had been dropped ---- */

static enum outcome
filter(
    struct unit *u, const struct buf *in, struct buf *result, struct why *why)
{
	Rec__Manifest m = REC__MANIFEST__INIT;
	Rec__ParcelFile file = REC__PARCEL_FILE__INIT, *files = &file;
	char name[] = "file";
	Rec__Verdict *verdict = NULL;
	Rec__Job *job;
	enum outcome out;

	file.name = name;
	file.size = in->len;
	m.origin = REC__MANIFEST__ORIGIN__DROP;
	m.files = &files;
	m.n_files = 1;
	if ((out = job_make(u, &m, &job, why)) == OUT_OK &&
	    (out = add_file(job, 0, in, why)) == OUT_OK &&
	    (out = ask(u, job, &verdict, why)) == OUT_OK &&
	    (out = xmlout_json(result, &verdict->base, why)) == OUT_OK)
		(void)buf_puts(result, "\n");
	job_free(job);
	record_free(verdict);
	return out == OUT_OK ? buf_ok(result, why) : out;
}

int
main(int argc, char *argv[])
{
	static const struct stage stage = {
		.name = "validate",
		.worker = &judge_worker,
		.worker_arg = judge_argument,
		.store = STAGE_NO_STORE,
		.run = run,
		.filter = filter,
	};

	return stage_main(&stage, argc, argv);
}
