/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * validate -- read and check what has arrived.
 *
 * Takes each parcel of received/, has a worker that holds no key read what is
 * in it, puts the worker's verdict into the parcel and moves it to valid/;
 * what our own side dropped and must be mended goes to quarantine/.  A sealed
 * message is opened between two readings, of its header and of its documents,
 * by another worker, which holds the message key and nothing else.
 *
 * Killed before a group is committed: its parcels are in received/ as they
 * were.  Within the commit: some have moved, each with its verdict; the next
 * run takes the others.  The verdict of a parcel depends on its bytes, the
 * tables and the day alone.
 *
 * A parcel at which somebody kills the worker stays for the next run; the
 * others go on.
 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/trust/envelope.h"
#include "domain/form/finding.h"
#include "domain/trust/job.h"
#include "domain/trust/judge.h"
#include "domain/rule/rule.h"
#include "io/mailkeys.h"
#include "io/parcel.h"
#include "io/publish.h"
#include "io/record.h"
#include "io/share.h"
#include "io/stage.h"
#include "io/xmlout.h"
#include "validate/validate.h"

#define GROUP_MAX ((size_t)500) /* parcels made durable together */
#define PEOPLE_MAX ((size_t)200)
#define PARTIES_MAX ((size_t)300)

struct run {
	struct unit *u;
	struct rules *rules;
	struct publish *pub;
	char received[PATH_MAX], valid[PATH_MAX], quarantine[PATH_MAX];
	size_t rejected, stayed; /* of this group */
	char last[256];		 /* name that was looked at */
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

/* Each party of the settings, and who we are: by whose connectors tokens and
 * evidences are signed. */
static size_t
connectors(const struct unit *u, struct judge_connector *all)
{
	static char path[PARTIES_MAX + 1][PATH_MAX];
	const char *section, *code = u->code;
	char rel[PATH_MAX];
	size_t i, n = 0;

	for (i = 0; n <= PARTIES_MAX && code != NULL; i++) {
		(void)snprintf(rel, sizeof(rel), "keys/connectors/%s", code);
		all[n].code = code;
		all[n].folder = unit_path(u, rel, path[n], sizeof(path[n]));
		all[n].policy = token_policy(u->conf, code);
		n++;
		section = config_section(u->conf, "party.", i);
		code = section == NULL ? NULL : section + strlen("party.");
	}
	return n;
}

/* Whoever has a certificate in [person.ID] can sign a sheet. */
static const void *
judge_argument(const struct unit *u)
{
	static struct judge_arg arg;
	static struct judge_person people[PEOPLE_MAX];
	static struct judge_connector parties[PARTIES_MAX + 1];
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
	arg.connectors = parties;
	arg.nconnectors = connectors(u, parties);
	return &arg;
}

/* Only where there is a message key. */
static const void *
envelope_argument(const struct unit *u)
{
	static char keys[PATH_MAX];

	(void)unit_path(u, "keys", keys, sizeof(keys));
	return mailkeys_there(keys) ? keys : NULL;
}

/* ---- one parcel ---- */

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
	out = job_make(
	    p->manifest, r->u->now, r->u->today, r->u->code, &job, why);
	for (i = 0; i < p->manifest->n_files && out == OUT_OK; i++) {
		buf_reset(&b);
		if ((out = parcel_file(
			 r->received, p, i, r->u->seal, &b, why)) == OUT_OK)
			out = job_add_file(job, i, b.data, b.len, why);
	}
	buf_wipe(&b);
	if (out == OUT_OK) {
		out = job_ask(job, r->u->worker, verdict, &reason);
		if (out == OUT_REJECT &&
		    p->manifest->origin != REC__MANIFEST__ORIGIN__DROP)
			out = job_unreadable(&reason, verdict, why);
		else if (out != OUT_OK)
			*why = reason;
	}
	if (out == OUT_OK &&
	    p->manifest->origin == REC__MANIFEST__ORIGIN__ECODEX)
		out = validate_trust(
		    r->u, r->pub, r->received, p, job, verdict, why);
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
		if (unit_stays(u, name, out, &reason)) {
			r->stayed++;
			out = OUT_OK;
		}
		break;
	}
	record_free(verdict);
	(void)snprintf(r->last, sizeof(r->last), "%s", name);
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
		r->rejected = r->stayed = 0;
		if ((out = queue_after(u, "spool/received", r->last, GROUP_MAX,
			 one, r, &n, why)) != OUT_OK)
			break;
		if (u->dry || n == 0)
			break;
		if ((out = publish_commit(r->pub, why)) != OUT_OK)
			break;
		u->done += (int)(n - r->stayed);
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
	if ((out = job_make(&m, u->now, u->today, u->code, &job, why)) ==
		OUT_OK &&
	    (out = job_add_file(job, 0, in->data, in->len, why)) == OUT_OK &&
	    (out = job_ask(job, u->worker, &verdict, why)) == OUT_OK &&
	    (out = xmlout_json(result, &verdict->base, why)) == OUT_OK)
		(void)buf_puts(result, "\n");
	job_free(job);
	record_free(verdict);
	return out == OUT_OK ? buf_ok(result, why) : out;
}

int
main(int argc, char *argv[])
{
	static const struct sandbox_path paths[] = { { "spool/received",
							 SANDBOX_WRITE },
		{ "spool/tmp/validate", SANDBOX_WRITE },
		{ "spool/valid", SANDBOX_ADD },
		{ "spool/quarantine", SANDBOX_ADD }, { NULL, SANDBOX_READ } };
	static const struct stage stage = {
		.name = "validate",
		.worker = &judge_worker,
		.worker_arg = judge_argument,
		.second = &envelope_worker,
		.second_arg = envelope_argument,
		.store = STAGE_NO_STORE,
		.paths = paths,
		.run = run,
		.filter = filter,
	};

	return stage_main(&stage, argc, argv);
}
