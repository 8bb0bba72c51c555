/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Settings, certificates, parcels and notes of a backup: what is there stays.
 */
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/publish.h"
#include "io/restore_impl.h"
#include "io/slurp.h"

#define TMP "spool/tmp/restore"
#define GROUP_MAX 500 /* files of one commit */

struct merge {
	struct restore *r;
	const struct manifest *m;
	struct seal *seal;
	struct publish *pub;
	size_t n;	       /* in the group */
	char parcel[PATH_MAX]; /* "spool/valid/NAME" that is being filled */
	bool skips;	       /* which is there already, or is not to be */
};

static enum outcome
read_file(const struct merge *k, const struct manifest_file *f, struct buf *b,
    struct why *why)
{
	unsigned char digest[DIGEST_LEN];
	char path[PATH_MAX];
	enum outcome out;

	(void)snprintf(
	    path, sizeof(path), "%.2000s/%.2000s", k->r->dir, f->path);
	if ((out = slurp_file(path, SIZE_MAX / 2, b, why)) != OUT_OK ||
	    (out = digest_sha256(b->data, b->len, digest, why)) != OUT_OK)
		return out;
	return memcmp(digest, f->digest, DIGEST_LEN) == 0 ?
	    OUT_OK :
	    why_retry(why, "%s: changes while it is read", f->path);
}

static bool
is_there(const struct merge *k, const char *rel)
{
	char path[PATH_MAX];

	return access(restore_path(k->r, rel, path), F_OK) == 0;
}

/* A file of its own: its folder and its name. */
static enum outcome
add_file(struct merge *k, const struct manifest_file *f, mode_t mode,
    struct why *why)
{
	char rel[PATH_MAX], dir[PATH_MAX], staged[32], *slash;
	struct buf b = BUF_INIT;
	enum outcome out;

	if (is_there(k, f->path))
		return OUT_OK;
	(void)snprintf(rel, sizeof(rel), "%.2000s", f->path);
	if ((slash = strrchr(rel, '/')) != NULL)
		*slash = '\0';
	(void)restore_path(k->r, slash == NULL ? "." : rel, dir);
	(void)snprintf(staged, sizeof(staged), "f%zu", k->n++);
	if (slash != NULL && mkdir(dir, 0750) == -1 && errno != EEXIST)
		return why_sys(why, "%s", dir);
	if ((out = read_file(k, f, &b, why)) == OUT_OK) {
		out = publish_file(k->pub, staged, mode, b.data, b.len, dir,
		    slash == NULL ? f->path : slash + 1, why);
		publish_by_name(k->pub);
	}
	buf_wipe(&b);
	return out;
}

/* Whether the key of a file of a parcel went with a case that was erased. */
static enum outcome
is_erased(struct merge *k, const struct buf *b, bool *is, struct why *why)
{
	const unsigned char *tag;
	uint32_t revision;
	enum outcome out;
	uint64_t id;
	bool has;

	*is = false;
	if (!seal_about(b->data, b->len, &id, &revision, &tag))
		return OUT_OK;
	if ((out = seal_has(k->seal, id, &has, why)) == OUT_OK)
		*is = !has;
	return out;
}

/* The first file of the parcel ${name} of the folder ${rel}. */
static enum outcome
begin_parcel(struct merge *k, const char *rel, const char *name,
    const struct buf *b, struct why *why)
{
	char dir[PATH_MAX];
	enum outcome out;
	bool erased;

	k->skips = is_there(k, k->parcel);
	if (k->skips)
		return OUT_OK;
	if ((out = is_erased(k, b, &erased, why)) != OUT_OK)
		return out;
	if (erased) {
		k->skips = true;
		(void)buf_printf(&k->r->erased, "%s\n", name);
		return buf_ok(&k->r->erased, why);
	}
	k->n++;
	out = publish_folder(
	    k->pub, name, 0700, restore_path(k->r, rel, dir), name, why);
	publish_by_name(k->pub);
	return out;
}

/* A file of a parcel, "spool/FOLDER/NAME/FILE": the parcel comes whole. */
static enum outcome
add_parcel_file(struct merge *k, const struct manifest_file *f, struct why *why)
{
	char rel[PATH_MAX], *name, *file;
	struct buf b = BUF_INIT;
	enum outcome out;

	(void)snprintf(rel, sizeof(rel), "%.2000s", f->path);
	if ((file = strrchr(rel, '/')) == NULL)
		return OUT_OK;
	*file++ = '\0';
	if ((name = strrchr(rel, '/')) == NULL)
		return OUT_OK;
	out = read_file(k, f, &b, why);
	if (out == OUT_OK && strcmp(rel, k->parcel) != 0) {
		(void)memcpy(k->parcel, rel, sizeof(rel));
		*name = '\0';
		out = begin_parcel(k, rel, name + 1, &b, why);
	}
	if (out == OUT_OK && !k->skips)
		out = publish_into(
		    k->pub, name + 1, file, 0600, b.data, b.len, why);
	buf_wipe(&b);
	return out;
}

static bool
begins(const char *s, const char *with)
{
	return strncmp(s, with, strlen(with)) == 0;
}

static enum outcome
add(struct merge *k, const struct manifest_file *f, bool *certificates,
    struct why *why)
{
	if (begins(f->path, "spool/"))
		return add_parcel_file(k, f, why);
	k->parcel[0] = '\0';
	if (begins(f->path, "sent/"))
		return add_file(k, f,
		    strcmp(f->path, "sent/audit") == 0 ? 0600 : 0440, why);
	if (strcmp(f->path, "isupport.conf") == 0)
		return add_file(k, f, 0640, why);
	if ((begins(f->path, "keys/people/") && certificates[0]) ||
	    (begins(f->path, "keys/authorities/") && certificates[1]) ||
	    (begins(f->path, "keys/connectors/") && certificates[2]))
		return add_file(k, f, 0644, why);
	return OUT_OK;
}

/* Whether there is nothing in the folder, or no folder. */
static bool
is_empty(const struct restore *r, const char *rel)
{
	char path[PATH_MAX];
	struct dirent *e;
	bool empty = true;
	DIR *d;

	if ((d = opendir(restore_path(r, rel, path))) == NULL)
		return errno == ENOENT;
	while (empty && (e = readdir(d)) != NULL)
		empty = e->d_name[0] == '.';
	(void)closedir(d);
	return empty;
}

static enum outcome
add_all(struct merge *k, struct why *why)
{
	bool certificates[3] = { is_empty(k->r, "keys/people"),
		is_empty(k->r, "keys/authorities"),
		is_empty(k->r, "keys/connectors") };
	enum outcome out = OUT_OK;
	size_t i;

	for (i = 0; out == OUT_OK && i < k->m->n; i++) {
		out = add(k, &k->m->file[i], certificates, why);
		/* Not in the middle of a parcel. */
		if (out == OUT_OK && k->n >= GROUP_MAX &&
		    k->parcel[0] == '\0') {
			out = publish_commit(k->pub, why);
			k->n = 0;
		}
	}
	return out == OUT_OK ? publish_commit(k->pub, why) : out;
}

enum outcome
restore_merge(struct restore *r, const struct manifest *m, struct seal *seal,
    struct why *why)
{
	struct merge k = { .r = r, .m = m, .seal = seal };
	char tmp[PATH_MAX];
	enum outcome out;

	if (mkdir(restore_path(r, TMP, tmp), 0700) == -1 && errno != EEXIST)
		return why_sys(why, TMP);
	if ((out = publish_begin(tmp, &k.pub, why)) == OUT_OK)
		out = add_all(&k, why);
	publish_free(k.pub);
	return out;
}
