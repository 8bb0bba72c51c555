/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/pickup.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/digest.h"
#include "io/record.h"

static bool
later(const struct timespec *a, const struct timespec *b)
{
	return a->tv_sec != b->tv_sec ? a->tv_sec > b->tv_sec :
					a->tv_nsec > b->tv_nsec;
}

static const struct timespec *
newest(const struct foreign *e, size_t n)
{
	const struct timespec *t = &e[0].ctime;
	size_t i;

	for (i = 1; i < n; i++)
		if (later(&e[i].ctime, t))
			t = &e[i].ctime;
	return t;
}

bool
pickup_quiet(
    const struct foreign *e, size_t n, const struct timespec *now, long seconds)
{
	struct timespec t;

	if (n == 0)
		return false;
	t = *newest(e, n);
	t.tv_sec += seconds;
	return !later(&t, now);
}

enum outcome
pickup_digest(
    const struct foreign *e, size_t n, unsigned char *digest, struct why *why)
{
	struct buf b = BUF_INIT;
	enum outcome out;
	size_t i;

	for (i = 0; i < n; i++) {
		(void)buf_add(&b, e[i].name, strlen(e[i].name) + 1);
		(void)buf_printf(&b, "%" PRIu64 " %lld %ld\n", e[i].size,
		    (long long)e[i].ctime.tv_sec, e[i].ctime.tv_nsec);
	}
	if ((out = buf_ok(&b, why)) == OUT_OK)
		out = digest_sha256(b.data, b.len, digest, why);
	buf_free(&b);
	return out;
}

static enum outcome
describe(
    Rec__Manifest *m, const char *name, const struct buf *data, struct why *why)
{
	Rec__ParcelFile **slot, *f;

	if ((slot = (Rec__ParcelFile **)record_add(&m->files, &m->n_files)) ==
		NULL ||
	    (*slot = f = malloc(sizeof(*f))) == NULL)
		return why_sys(why, "manifest");
	rec__parcel_file__init(f);
	f->size = data->len;
	if (record_set(&f->name, name) == -1 ||
	    (f->sha256.data = malloc(DIGEST_LEN)) == NULL)
		return why_sys(why, "manifest");
	f->sha256.len = DIGEST_LEN;
	return digest_sha256(data->data, data->len, f->sha256.data, why);
}

static enum outcome
take_one(int dirfd, const char *sub, const struct foreign *e, struct pickup *p,
    size_t *total, struct why *why)
{
	struct buf *data = &p->file[p->manifest->n_files];
	struct foreign st;
	enum outcome out;

	if (e->folder || e->odd)
		return why_reject(why, "FILE-KIND", "not a regular file");
	if ((out = foreign_read(dirfd, sub, e->name, PICKUP_FILE_MAX, data, &st,
		 why)) != OUT_OK)
		return out;
	if ((*total += data->len) > PICKUP_TOTAL_MAX)
		return why_reject(why, "FILE-SIZE",
		    "the files together are over %zu bytes", PICKUP_TOTAL_MAX);
	p->manifest->owner = (uint32_t)st.uid;
	if (!foreign_owner_alone(dirfd, sub, e->name))
		p->manifest->owner_alone = 0;
	return describe(p->manifest, e->name, data, why);
}

static enum outcome
set_time(Rec__Manifest *m, const struct timespec *t, struct why *why)
{
	char text[24];
	struct tm tm;

	if (gmtime_r(&t->tv_sec, &tm) == NULL ||
	    strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &tm) == 0 ||
	    record_set(&m->arrived_at, text) == -1)
		return why_sys(why, "manifest");
	return OUT_OK;
}

enum outcome
pickup_take(int dirfd, const char *sub, const struct foreign *e, size_t n,
    struct pickup *p, struct why *why)
{
	enum outcome out;
	size_t i, total = 0;

	memset(p, 0, sizeof(*p));
	if (n == 0)
		return why_reject(why, "FILE-ENTRIES", "nothing in it");
	p->manifest = malloc(sizeof(*p->manifest));
	p->file = calloc(n, sizeof(*p->file));
	if (p->manifest == NULL || p->file == NULL) {
		free(p->manifest);
		p->manifest = NULL;
		pickup_free(p);
		return why_sys(why, "manifest");
	}
	rec__manifest__init(p->manifest);
	p->manifest->owner_alone = 1;
	out = set_time(p->manifest, newest(e, n), why);
	for (i = 0; out == OUT_OK && i < n; i++)
		out = take_one(dirfd, sub, &e[i], p, &total, why);
	if (out != OUT_OK) {
		/* A file that was read and not described is freed too. */
		for (i = 0; i < n; i++)
			buf_free(&p->file[i]);
		pickup_free(p);
	}
	return out;
}

const char *
pickup_stays(int dirfd, const char *sub, const struct foreign *e, size_t n)
{
	uint64_t total = 0;
	size_t i;

	for (i = 0; i < n; i++) {
		if (e[i].folder || e[i].odd)
			return "FILE-KIND";
		if (e[i].links != 1)
			return "FILE-LINKS";
		if (e[i].size > PICKUP_FILE_MAX ||
		    (total += e[i].size) > PICKUP_TOTAL_MAX)
			return "FILE-SIZE";
		if (!foreign_readable(dirfd, sub, e[i].name))
			return FOREIGN_ACCESS;
	}
	return NULL;
}

void
pickup_free(struct pickup *p)
{
	size_t i;

	for (i = 0; p->manifest != NULL && i < p->manifest->n_files; i++)
		buf_wipe(&p->file[i]);
	free(p->file);
	record_free(p->manifest);
	memset(p, 0, sizeof(*p));
}
