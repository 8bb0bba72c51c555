/* SPDX-License-Identifier: EUPL-1.2 */
/* Documents, parcels and payment files against what the store and their
 * manifests say of them. */
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "domain/fsck/fsck_impl.h"
#include "io/blob.h"
#include "io/digest.h"
#include "io/parcel_check.h"
#include "io/record.h"
#include "io/slurp.h"
#include "io/queue.h"

#define FILE_MAX ((size_t)1 << 30)

/* ---- documents ---- */

struct files {
	struct fsck *f;
	struct digtab *names; /* of the files that are named in the store */
	const char *dir;
};

static enum outcome
check_bytes(struct fsck *f, const Rec__Document *d, const void *data,
    size_t len, const char *place, struct why *why)
{
	unsigned char digest[DIGEST_LEN];
	enum outcome out;

	if ((out = digest_sha256(data, len, digest, why)) != OUT_OK)
		return out;
	if (len != d->size || d->sha256.len != DIGEST_LEN ||
	    memcmp(d->sha256.data, digest, DIGEST_LEN) != 0)
		fsck_fault(f, "DOCUMENT-HASH", place,
		    "its bytes are not those that were kept");
	return OUT_OK;
}

/* One whose bytes were erased has neither bytes nor a file. */
static enum outcome
one_document(struct fsck *f, const void *key, size_t len, ProtobufCMessage *r,
    void *ctx, struct why *why)
{
	const Rec__Document *d = RECORD_OF(Rec__Document, r);
	struct files *files = ctx;
	struct why reason = WHY_INIT;
	struct buf b = BUF_INIT;
	char place[FSCK_PLACE];
	enum outcome out;
	void *value;

	f->checks.documents++;
	(void)fsck_place(DB_DOCUMENT, key, len, place);
	if (d->file[0] == '\0')
		return d->bytes.len == 0 ?
		    OUT_OK :
		    check_bytes(f, d, d->bytes.data, d->bytes.len, place, why);
	if ((out = digtab_at(files->names, 0, d->file, strlen(d->file), true,
		 &value, why)) != OUT_OK)
		return out;
	apart_say(f->apart, NULL, 0); /* it may be long, and the disk slow */
	out = blob_get(files->dir, d->file, f->u->seal, &b, &reason);
	if (out == OUT_OK)
		out = check_bytes(f, d, b.data, b.len, place, why);
	else {
		fsck_fault(f, "DOCUMENT-FILE", place, "%s", reason.text);
		out = OUT_OK;
	}
	buf_wipe(&b);
	return out;
}

static enum outcome
one_file(struct unit *u, const char *name, void *ctx, struct why *why)
{
	struct files *files = ctx;
	enum outcome out;
	void *value;

	(void)u;
	out =
	    digtab_at(files->names, 0, name, strlen(name), false, &value, why);
	if (out == OUT_OK && value == NULL)
		fsck_note(files->f, "DOCUMENT-STRAY", name,
		    "no document is in this file");
	return out;
}

enum outcome
fsck_documents(struct fsck *f, struct why *why)
{
	struct files files = { f, NULL, NULL };
	char dir[PATH_MAX];
	enum outcome out;
	size_t n;

	files.dir = unit_path(f->u, "store/files", dir, sizeof(dir));
	if ((out = digtab_new(1, &files.names, why)) == OUT_OK &&
	    (out = fsck_each(f, DB_DOCUMENT, one_document, &files, why)) ==
		OUT_OK)
		out = queue_each(
		    f->u, "store/files", 0, one_file, &files, &n, why);
	digtab_free(files.names);
	return out;
}

/* ---- parcels ---- */

struct folder {
	struct fsck *f;
	const char *rel; /* "spool/received" */
};

static enum outcome
one_parcel(struct unit *u, const char *name, void *ctx, struct why *why)
{
	struct folder *folder = ctx;
	struct fsck *f = folder->f;
	struct why reason = WHY_INIT;
	char dir[PATH_MAX], place[FSCK_PLACE];
	enum outcome out;
	size_t strays = 0;

	(void)unit_path(u, folder->rel, dir, sizeof(dir));
	(void)snprintf(place, sizeof(place), "%.30s/%.80s", folder->rel, name);
	apart_say(f->apart, NULL, 0);
	out = parcel_check(dir, name, u->seal,
	    strcmp(folder->rel, "spool/quarantine") == 0, &strays, &reason);
	/* One that has moved on meanwhile is where it is to be. */
	if (out != OUT_OK && !slurp_there(dir, name))
		return OUT_OK;
	f->checks.parcels++;
	if (out != OUT_OK && reason.rule[0] == '\0')
		fsck_fault(f, "PARCEL", place, "%s", reason.text);
	else if (out != OUT_OK)
		return fsck_why(f, place, out, &reason, why);
	if (strays > 0)
		fsck_note(f, "PARCEL-STRAY", place,
		    "%zu files are no part of it", strays);
	return OUT_OK;
}

enum outcome
fsck_parcels(struct fsck *f, struct why *why)
{
	static const char *const dirs[] = { "spool/received", "spool/valid",
		"spool/quarantine" };
	struct folder folder = { f, NULL };
	enum outcome out;
	size_t i, n;

	for (i = 0; i < sizeof(dirs) / sizeof(dirs[0]); i++) {
		folder.rel = dirs[i];
		if ((out = queue_each(f->u, dirs[i], 0, one_parcel, &folder, &n,
			 why)) != OUT_OK)
			return out;
	}
	return OUT_OK;
}

/* ---- payment files ---- */

struct payfile {
	char sha256[DIGEST_HEX];
	bool seen;
};

struct payfiles {
	struct fsck *f;
	struct digtab *tab; /* struct payfile, by the file's name */
	const char *rel;
};

static enum outcome
note_batch(struct fsck *f, const void *key, size_t len, ProtobufCMessage *r,
    void *ctx, struct why *why)
{
	const Rec__Batch *b = RECORD_OF(Rec__Batch, r);
	struct payfiles *p = ctx;
	enum outcome out;
	void *value;

	(void)f;
	(void)key;
	(void)len;
	if (b->file[0] == '\0')
		return OUT_OK;
	if ((out = digtab_at(p->tab, 0, b->file, strlen(b->file), true, &value,
		 why)) == OUT_OK)
		(void)snprintf(((struct payfile *)value)->sha256, DIGEST_HEX,
		    "%s", b->file_sha256);
	return out;
}

/* A file that cannot be read has gone its way, or has no such hash. */
static bool
has_hash(const char *path, const char *sha256)
{
	struct why why = WHY_INIT;
	unsigned char digest[DIGEST_LEN];
	struct buf b = BUF_INIT;
	char text[DIGEST_HEX];
	bool same;

	same = slurp_file(path, FILE_MAX, &b, &why) != OUT_OK ||
	    (digest_sha256(b.data, b.len, digest, &why) == OUT_OK &&
		strcmp(digest_hex(digest, text), sha256) == 0);
	buf_wipe(&b);
	return same;
}

static bool
is_control(const char *name)
{
	static const char end[] = ".control.csv";
	size_t n = strlen(name);

	return n >= sizeof(end) &&
	    strcmp(name + n - (sizeof(end) - 1), end) == 0;
}

static enum outcome
one_payfile(struct unit *u, const char *name, void *ctx, struct why *why)
{
	struct payfiles *p = ctx;
	char rel[300], path[PATH_MAX];
	struct payfile *known;
	enum outcome out;
	void *value;

	if (is_control(name))
		return OUT_OK;
	(void)snprintf(rel, sizeof(rel), "%.30s/%.250s", p->rel, name);
	if ((out = digtab_at(
		 p->tab, 0, name, strlen(name), false, &value, why)) != OUT_OK)
		return out;
	if ((known = value) == NULL) {
		fsck_note(p->f, "PAYFILE-STRAY", rel,
		    "no batch has a file of that name");
		return OUT_OK;
	}
	known->seen = true;
	apart_say(p->f->apart, NULL, 0);
	p->f->checks.payment_files++;
	if (!has_hash(unit_path(u, rel, path, sizeof(path)), known->sha256))
		fsck_fault(p->f, "PAYFILE-HASH", rel,
		    "it is not the file that was written for its batch");
	return OUT_OK;
}

/* One that is written and not delivered stands in one of the two folders. */
static enum outcome
written(struct fsck *f, const void *key, size_t len, ProtobufCMessage *r,
    void *ctx, struct why *why)
{
	const Rec__Batch *b = RECORD_OF(Rec__Batch, r);
	struct payfiles *p = ctx;
	char place[FSCK_PLACE];
	enum outcome out;
	void *value;

	if (b->file[0] == '\0' || strcmp(b->state, "written") != 0)
		return OUT_OK;
	out =
	    digtab_at(p->tab, 0, b->file, strlen(b->file), false, &value, why);
	if (out == OUT_OK && value != NULL && !((struct payfile *)value)->seen)
		fsck_fault(f, "PAYFILE-MISSING",
		    fsck_place(DB_BATCH, key, len, place),
		    "its file is written, and stands nowhere");
	return out;
}

/* In the order in which a file moves. */
enum outcome
fsck_payment_files(struct fsck *f, struct why *why)
{
	static const char *const dirs[] = { "spool/tmp/pay-ready",
		"spool/bank" };
	struct payfiles p = { f, NULL, NULL };
	enum outcome out;
	size_t i, n;

	if ((out = digtab_new(sizeof(struct payfile), &p.tab, why)) == OUT_OK)
		out = fsck_each(f, DB_BATCH, note_batch, &p, why);
	for (i = 0; out == OUT_OK && i < sizeof(dirs) / sizeof(dirs[0]); i++) {
		p.rel = dirs[i];
		out = queue_each(f->u, dirs[i], 0, one_payfile, &p, &n, why);
	}
	if (out == OUT_OK)
		out = fsck_each(f, DB_BATCH, written, &p, why);
	digtab_free(p.tab);
	return out;
}
