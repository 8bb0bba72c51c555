/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/parcel.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "io/digest.h"
#include "io/parcel_file.h"
#include "io/record.h"
#include "io/slurp.h"

#define PARCEL_DB "parcel" /* the place a file is sealed for */

char *
parcel_file_name(size_t i, char *buf)
{
	(void)snprintf(buf, PARCEL_FILE_NAME, "f%03zu", i);
	return buf;
}

char *
parcel_opened_name(size_t i, char *buf)
{
	(void)snprintf(buf, PARCEL_FILE_NAME, "o%03zu", i);
	return buf;
}

/* A parcel's name and its file's are what a file is sealed for. */
static size_t
key_of(const char *name, const char *file, char *key, size_t size)
{
	int n = snprintf(key, size, "%s/%s", name, file);

	return n < 0 || (size_t)n >= size ? size - 1 : (size_t)n;
}

enum outcome
parcel_seal(struct seal *seal, const char *name, const char *file,
    const void *data, size_t len, struct buf *out, struct why *why)
{
	char key[300];
	size_t keylen = key_of(name, file, key, sizeof(key));
	enum outcome o;
	uint64_t id;

	if ((o = seal_spool(seal, &id, why)) != OUT_OK)
		return o;
	return seal_value(
	    seal, id, PARCEL_DB, key, keylen, 1, data, len, out, why);
}

enum outcome
parcel_unseal(struct seal *seal, const char *name, const char *file,
    const void *sealed, size_t len, struct buf *out, struct why *why)
{
	char key[300];
	size_t keylen = key_of(name, file, key, sizeof(key));

	return seal_open_value(
	    seal, PARCEL_DB, key, keylen, sealed, len, out, why);
}

/* Append what a file of a parcel holds; found tells whether it is there. */
static enum outcome
read_file(const char *dir, const char *name, const char *file,
    struct seal *seal, bool *found, struct buf *out, struct why *why)
{
	struct buf sealed = BUF_INIT;
	char path[4096];
	enum outcome o;
	int fd;

	*found = false;
	if (snprintf(path, sizeof(path), "%s/%s/%s", dir, name, file) >=
	    (int)sizeof(path))
		return why_retry(why, "parcel: the path is too long");
	if ((fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)) == -1)
		return errno == ENOENT ? OUT_OK : why_sys(why, "%s", path);
	*found = true;
	o = slurp_fd(fd, PARCEL_FILE_MAX + SEAL_OVERHEAD, &sealed, why);
	(void)close(fd);
	if (o == OUT_OK)
		o = parcel_unseal(
		    seal, name, file, sealed.data, sealed.len, out, why);
	else if (o == OUT_REJECT)
		o = why_reject(why, "PARCEL", "a file is too long");
	buf_free(&sealed);
	return o;
}

/* Read a record; NULL if there is no such file. */
static enum outcome
read_record(const char *dir, const char *name, const char *file,
    struct seal *seal, const ProtobufCMessageDescriptor *type,
    ProtobufCMessage **message, struct why *why)
{
	struct buf b = BUF_INIT;
	enum outcome out;
	bool found;

	*message = NULL;
	out = read_file(dir, name, file, seal, &found, &b, why);
	if (out == OUT_OK && found)
		out = record_unpack(type, b.data, b.len, message, why);
	buf_wipe(&b);
	return out;
}

enum outcome
parcel_open(const char *dir, const char *name, struct seal *seal,
    struct parcel *p, struct why *why)
{
	ProtobufCMessage *m = NULL, *v = NULL;
	enum outcome out;

	memset(p, 0, sizeof(*p));
	if (strlen(name) != PARCEL_NAME_LEN)
		return why_reject(why, "PARCEL", "not the name of a parcel");
	(void)snprintf(p->name, sizeof(p->name), "%s", name);
	out = read_record(
	    dir, name, "manifest", seal, &rec__manifest__descriptor, &m, why);
	if (out == OUT_OK && m == NULL)
		out = why_retry(why, "parcel: there is no manifest");
	if (out == OUT_OK)
		out = read_record(dir, name, "verdict", seal,
		    &rec__verdict__descriptor, &v, why);
	if (out != OUT_OK) {
		record_free(m);
		return out;
	}
	p->manifest = RECORD_OF(Rec__Manifest, m);
	p->verdict = RECORD_OF(Rec__Verdict, v);
	return OUT_OK;
}

static enum outcome
check_bytes(const Rec__ParcelFile *f, const unsigned char *data, size_t len,
    struct why *why)
{
	unsigned char digest[DIGEST_LEN];
	enum outcome out;

	if ((out = digest_sha256(data, len, digest, why)) != OUT_OK)
		return out;
	if (len != f->size || f->sha256.len != sizeof(digest) ||
	    memcmp(f->sha256.data, digest, sizeof(digest)) != 0)
		return why_reject(
		    why, "PARCEL", "a file is not what the manifest says");
	return OUT_OK;
}

enum outcome
parcel_file(const char *dir, const struct parcel *p, size_t i,
    struct seal *seal, struct buf *out, struct why *why)
{
	char file[PARCEL_FILE_NAME];
	size_t start = out->len;
	enum outcome o;
	bool found;

	if (i >= p->manifest->n_files)
		return why_reject(why, "PARCEL", "there is no such file");
	o = read_file(
	    dir, p->name, parcel_file_name(i, file), seal, &found, out, why);
	if (o != OUT_OK)
		return o;
	if (!found)
		return why_reject(why, "PARCEL", "a file is missing");
	if (out->data == NULL && buf_room(out, 0) == -1)
		return buf_ok(out, why);
	return check_bytes(
	    p->manifest->files[i], out->data + start, out->len - start, why);
}

enum outcome
parcel_opened(const char *dir, const struct parcel *p, const Rec__OpenedFile *o,
    struct seal *seal, struct buf *out, struct why *why)
{
	Rec__ParcelFile f = REC__PARCEL_FILE__INIT;
	char file[PARCEL_FILE_NAME];
	size_t start = out->len;
	enum outcome rc;
	bool found;

	f.size = o->size;
	f.sha256 = o->sha256;
	rc = read_file(dir, p->name, parcel_opened_name(o->file, file), seal,
	    &found, out, why);
	if (rc != OUT_OK)
		return rc;
	if (!found)
		return why_reject(why, "PARCEL", "a file is missing");
	if (out->data == NULL && buf_room(out, 0) == -1)
		return buf_ok(out, why);
	return check_bytes(&f, out->data + start, out->len - start, why);
}

enum outcome
parcel_reason(const char *dir, const char *name, struct seal *seal,
    Rec__Reason **reason, struct why *why)
{
	ProtobufCMessage *m;
	enum outcome out;

	*reason = NULL;
	out = read_record(
	    dir, name, "value", seal, &rec__reason__descriptor, &m, why);
	if (out == OUT_OK && m == NULL)
		out = why_retry(why, "parcel: there is no reason");
	if (out == OUT_OK)
		*reason = RECORD_OF(Rec__Reason, m);
	return out;
}

enum outcome
parcel_came(const Rec__Manifest *m, Rec__Reason *r, struct why *why)
{
	void **slot;
	size_t i;

	r->origin = m->origin;
	if (record_set(&r->folder, m->folder) == -1 ||
	    record_set(&r->arrived, m->arrived_at) == -1)
		return why_retry(why, "out of memory");
	for (i = 0; i < m->n_files; i++)
		if ((slot = record_add(&r->files, &r->n_files)) == NULL ||
		    (*slot = record_copy(&m->files[i]->base)) == NULL)
			return why_retry(why, "out of memory");
	return OUT_OK;
}

void
parcel_close(struct parcel *p)
{
	record_free(p->manifest);
	record_free(p->verdict);
	memset(p, 0, sizeof(*p));
}
