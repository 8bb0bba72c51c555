/* SPDX-License-Identifier: EUPL-1.2 */
#include <stdlib.h>
#include <string.h>

#include "domain/trust/envelope.h"
#include "domain/form/header.h"
#include "domain/trust/job.h"
#include "domain/trust/judge.h"
#include "io/digest.h"
#include "io/record.h"
#include "validate/validate.h"

/* A message being opened. */
struct opening {
	struct unit *u;
	struct publish *pub;
	const char *dir;
	const struct parcel *p;
	Rec__Job *job;
	struct buf *sealed, *plain; /* one for each file of the manifest */
};

static bool
is_listed(const Rec__Header *h, const struct parcel *p, size_t i)
{
	return header_lists(h, p->manifest->files[i]->name) != NULL;
}

static enum outcome
open_files(struct opening *o, const Rec__Header *h, struct why *why)
{
	const Rec__Manifest *m = o->p->manifest;
	enum outcome out = OUT_OK;
	size_t i;

	for (i = 0; out == OUT_OK && i < m->n_files; i++)
		if (is_listed(h, o->p, i))
			out = parcel_file(
			    o->dir, o->p, i, o->u->seal, &o->sealed[i], why);
	if (out != OUT_OK)
		return out;
	return envelope_open_message(o->u->second, h, m->files, m->n_files,
	    m->arrived_at, o->sealed, o->plain, why);
}

static enum outcome
note_opened(Rec__Verdict *v, size_t i, const struct buf *plain, struct why *why)
{
	unsigned char digest[DIGEST_LEN];
	Rec__OpenedFile **slot;
	enum outcome out;

	if ((out = digest_sha256(plain->data, plain->len, digest, why)) !=
	    OUT_OK)
		return out;
	if ((slot = (Rec__OpenedFile **)record_add(&v->opened, &v->n_opened)) ==
	    NULL)
		return why_sys(why, "verdict");
	if ((*slot = record_new(&rec__opened_file__descriptor)) == NULL ||
	    record_set_bytes(&(*slot)->sha256, digest, sizeof(digest)) == -1) {
		if (*slot == NULL)
			v->n_opened--;
		return why_sys(why, "verdict");
	}
	(*slot)->file = (uint32_t)i;
	(*slot)->size = plain->len;
	return OUT_OK;
}

/* Put what was opened into the parcel, for record, and name it. */
static enum outcome
keep_opened(struct opening *o, Rec__Verdict *v, struct why *why)
{
	enum outcome out = OUT_OK;
	size_t i;

	for (i = 0; out == OUT_OK && i < o->p->manifest->n_files; i++)
		if (is_listed(v->header, o->p, i) &&
		    (out = note_opened(v, i, &o->plain[i], why)) == OUT_OK)
			out = parcel_keep_opened(o->pub, o->u->seal, o->dir,
			    o->p->name, i, o->plain[i].data, o->plain[i].len,
			    why);
	return out;
}

/* The judge's word on what was sealed. */
static enum outcome
judge_again(struct opening *o, Rec__Verdict **verdict, struct why *why)
{
	struct why reason = WHY_INIT;
	Rec__Verdict *next = NULL;
	enum outcome out = OUT_OK;
	size_t i;

	for (i = 0; out == OUT_OK && i < o->p->manifest->n_files; i++)
		if (is_listed((*verdict)->header, o->p, i))
			out = job_set_opened(
			    o->job, i, o->plain[i].data, o->plain[i].len, why);
	if (out != OUT_OK)
		return out;
	out = job_ask(o->job, o->u->worker, &next, &reason);
	if (out == OUT_REJECT) {
		out = job_refuse(*verdict, &reason, why);
	} else if (out == OUT_OK) {
		record_free(*verdict);
		*verdict = next;
	} else {
		*why = reason;
	}
	/* A header that was read once is there the second time. */
	return out == OUT_OK && (*verdict)->header != NULL ?
	    keep_opened(o, *verdict, why) :
	    out;
}

static enum outcome
open_message(struct opening *o, Rec__Verdict **verdict, struct why *why)
{
	size_t i, n = o->p->manifest->n_files;
	struct why reason = WHY_INIT;
	enum outcome out;

	o->sealed = calloc(n, sizeof(struct buf));
	o->plain = calloc(n, sizeof(struct buf));
	if (o->sealed == NULL || o->plain == NULL) {
		out = why_sys(why, "validate");
	} else {
		out = open_files(o, (*verdict)->header, &reason);
		if (out == OUT_OK)
			out = judge_again(o, verdict, why);
		else if (out == OUT_REJECT)
			out = job_refuse(*verdict, &reason, why);
		else
			*why = reason;
	}
	for (i = 0; i < n && o->sealed != NULL && o->plain != NULL; i++) {
		buf_free(&o->sealed[i]);
		buf_wipe(&o->plain[i]);
	}
	free(o->sealed);
	free(o->plain);
	return out;
}

/* Whether the settings let that authority send without encryption.  What is
 * not in them is told from its name elsewhere. */
static bool
may_be_plain(const struct unit *u, const char *code)
{
	const char *section;
	size_t i;

	for (i = 0; (section = config_section(u->conf, "party.", i)) != NULL;
	     i++)
		if (strcmp(section + strlen("party."), code) == 0)
			return config_yes(u->conf, section, "plain");
	return false;
}

static bool
is_sealed(const Rec__Verdict *v)
{
	return v->n_findings > 0 &&
	    strcmp(v->findings[0]->rule, JUDGE_SEALED) == 0;
}

enum outcome
validate_trust(struct unit *u, struct publish *pub, const char *dir,
    const struct parcel *p, Rec__Job *job, Rec__Verdict **verdict,
    struct why *why)
{
	struct opening o = { u, pub, dir, p, job, NULL, NULL };
	const Rec__Header *h = (*verdict)->header;
	struct why reason = WHY_INIT;

	if (h == NULL)
		return OUT_OK;
	if (p->manifest->left_out[0] != '\0') {
		(void)why_reject(&reason, p->manifest->left_out,
		    "files of it could not be taken, and lie where they came");
		return job_refuse(*verdict, &reason, why);
	}
	if (is_sealed(*verdict))
		return open_message(&o, verdict, why);
	if (strcmp(h->scheme, "is0") != 0 || h->sender == NULL ||
	    may_be_plain(u, h->sender->code))
		return OUT_OK;
	(void)why_reject(&reason, "PLAIN-REFUSED",
	    "it came without encryption, which its sender may not do");
	return job_refuse(*verdict, &reason, why);
}
