/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Whatever the bytes, the judge answers with a verdict that can be read back;
 * and what another authority sends is never blocked.
 */
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "domain/form/finding.h"
#include "domain/form/header.h"
#include "domain/trust/judge.h"
#include "io/digest.h"
#include "io/record.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void *judge;
static struct why why;

static void
must(int ok)
{
	if (!ok)
		abort();
}

static Rec__Job *
job_of(int origin)
{
	Rec__Job *job = record_new(&rec__job__descriptor);

	job->manifest = record_new(&rec__manifest__descriptor);
	job->manifest->origin = (Rec__Manifest__Origin)origin;
	(void)record_set(&job->now, "2026-11-21T09:00:00Z");
	(void)record_set(&job->today, "2026-11-21");
	job->files = calloc(2, sizeof(*job->files));
	must(job->files != NULL);
	return job;
}

static void
add(Rec__Job *job, const char *name, const void *data, size_t len)
{
	Rec__Manifest *m = job->manifest;
	unsigned char digest[DIGEST_LEN];
	Rec__ParcelFile *f = record_new(&rec__parcel_file__descriptor);
	void **slot = record_add(&m->files, &m->n_files);

	must(slot != NULL);
	*slot = f;
	must(digest_sha256(data, len, digest, &why) == OUT_OK);
	(void)record_set(&f->name, name);
	(void)record_set_bytes(&f->sha256, digest, sizeof(digest));
	f->size = len;
	(void)record_set_bytes(&job->files[job->n_files++], data, len);
}

/* A header that vouches for the one file of the job. */
static void
add_header(Rec__Job *job)
{
	Rec__Header *h = record_new(&rec__header__descriptor);
	Rec__HeaderDocument *d = record_new(&rec__header_document__descriptor);
	const Rec__ParcelFile *f = job->manifest->files[0];
	struct buf b = BUF_INIT;
	char code[HEADER_HASH_TEXT];
	void **slot = record_add(&h->documents, &h->n_documents);

	*slot = d;
	h->sender = record_new(&rec__authority__descriptor);
	h->receiver = record_new(&rec__authority__descriptor);
	(void)record_set(&h->sender->code, "PT");
	(void)record_set(&h->receiver->code, "DE");
	(void)record_set(&h->msg_id, "1000001PT");
	(void)record_set(&h->thread, "PT-DE-2026-000001-PT");
	(void)record_set(&d->name, f->name);
	(void)record_set(&d->hash, header_file_hash(f->sha256.data, code));
	d->size = f->size;
	must(header_hash(h, &why) == OUT_OK);
	must(header_write(h, &b, &why) == OUT_OK);
	add(job, HEADER_FILE, b.data, b.len);
	record_free(h);
	buf_free(&b);
}

static void
serve(Rec__Job *job, int theirs)
{
	struct buf in = BUF_INIT, out = BUF_INIT;
	ProtobufCMessage *m;
	Rec__Verdict *v;

	must(record_pack(&job->base, &in, &why) == OUT_OK);
	must(judge_worker.serve(judge, in.data, in.len, &out, &why) == OUT_OK);
	must(record_unpack(&rec__verdict__descriptor, out.data, out.len, &m,
		 &why) == OUT_OK);
	v = RECORD_OF(Rec__Verdict, m);
	if (theirs)
		must(finding_blocks(v->findings, v->n_findings) == NULL &&
		    v->kind != REC__VERDICT__KIND__KIND_NONE);
	else
		must(v->kind != REC__VERDICT__KIND__KIND_NONE ||
		    v->n_findings > 0);
	record_free(v);
	record_free(job);
	buf_free(&in);
	buf_free(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static char share[PATH_MAX];
	struct judge_arg arg = { share, "DE", NULL, 0, NULL, 0 };
	Rec__Job *job;

	if (judge == NULL &&
	    (realpath("lib", share) == NULL ||
		judge_worker.open(&arg, &judge, &why) != OUT_OK))
		abort();
	job = job_of(REC__MANIFEST__ORIGIN__DROP);
	add(job, "form.xml", data, len);
	serve(job, 0);
	job = job_of(REC__MANIFEST__ORIGIN__ECODEX);
	add(job, "form.xml", data, len);
	add_header(job);
	serve(job, 1);
	return 0;
}
