/* SPDX-License-Identifier: EUPL-1.2 */
/* A parcel is sealed under the newest key: its older one is to be erased. */
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "io/parcel.h"
#include "io/parcel_file.h"
#include "io/slurp.h"

struct renewal {
	struct publish *pub;
	struct seal *seal;
	const char *name; /* of the parcel */
	char dir[PATH_MAX];
	uint64_t newest;
};

/* What does not open stays: nothing is lost that was not. */
static enum outcome
put_file(struct renewal *k, const char *file, const struct buf *sealed,
    struct why *why)
{
	struct buf text = BUF_INIT, anew = BUF_INIT;
	char staged[2 * NAME_MAX];
	enum outcome out;

	(void)snprintf(staged, sizeof(staged), "%.40s.%.40s", k->name, file);
	out = parcel_unseal(
	    k->seal, k->name, file, sealed->data, sealed->len, &text, why);
	if (out == OUT_OK &&
	    (out = parcel_seal(k->seal, k->name, file, text.data, text.len,
		 &anew, why)) == OUT_OK)
		out = publish_replace(k->pub, staged, 0600, anew.data, anew.len,
		    k->dir, file, why);
	buf_wipe(&text);
	buf_free(&anew);
	return out == OUT_REJECT ? OUT_OK : out;
}

static enum outcome
one_file(struct renewal *k, const char *file, struct why *why)
{
	char path[PATH_MAX + NAME_MAX + 2];
	struct buf b = BUF_INIT;
	const unsigned char *tag;
	uint32_t revision;
	enum outcome out;
	uint64_t id;

	(void)snprintf(path, sizeof(path), "%s/%s", k->dir, file);
	out = slurp_file(path, PARCEL_FILE_MAX + SEAL_OVERHEAD, &b, why);
	if (out == OUT_OK && seal_about(b.data, b.len, &id, &revision, &tag) &&
	    id != k->newest)
		out = put_file(k, file, &b, why);
	buf_free(&b);
	return out == OUT_REJECT ? OUT_OK : out;
}

enum outcome
parcel_renew(struct publish *pub, struct seal *seal, const char *dir,
    const char *name, struct why *why)
{
	struct renewal k = { .pub = pub, .seal = seal, .name = name };
	enum outcome out;
	struct dirent *e;
	DIR *d;

	if (snprintf(k.dir, sizeof(k.dir), "%s/%s", dir, name) >=
	    (int)sizeof(k.dir))
		return why_retry(why, "parcel: the path is too long");
	if ((d = opendir(k.dir)) == NULL)
		return errno == ENOTDIR ? OUT_OK : why_sys(why, "%s", k.dir);
	out = seal_spool(seal, &k.newest, why);
	while (out == OUT_OK && (e = readdir(d)) != NULL)
		if (e->d_name[0] != '.')
			out = one_file(&k, e->d_name, why);
	(void)closedir(d);
	return out;
}
