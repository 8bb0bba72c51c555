/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/blob.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/publish.h"
#include "io/slurp.h"

#define BLOB_DB "files"		     /* the place a blob is sealed for */
#define BLOB_MAX ((size_t)128 << 20) /* bytes */

struct blobs {
	struct publish *pub;
	struct seal *seal;
	char *dir;
	size_t n;
};

enum outcome
blob_begin(const char *tmpdir, const char *dir, struct seal *seal,
    struct blobs **bp, struct why *why)
{
	struct blobs *b;
	enum outcome out;

	*bp = NULL;
	if ((b = calloc(1, sizeof(*b))) == NULL ||
	    (b->dir = strdup(dir)) == NULL) {
		free(b);
		return why_sys(why, "files");
	}
	b->seal = seal;
	if ((out = publish_begin(tmpdir, &b->pub, why)) != OUT_OK) {
		blob_free(b);
		return out;
	}
	*bp = b;
	return OUT_OK;
}

enum outcome
blob_put(struct blobs *b, const char *name, uint64_t id, const void *data,
    size_t len, struct why *why)
{
	struct buf sealed = BUF_INIT;
	enum outcome out;

	out = seal_value(b->seal, id, BLOB_DB, name, strlen(name), 1, data, len,
	    &sealed, why);
	if (out == OUT_OK)
		out = publish_replace(b->pub, name, 0600, sealed.data,
		    sealed.len, b->dir, name, why);
	if (out == OUT_OK)
		b->n++;
	buf_free(&sealed);
	return out;
}

enum outcome
blob_commit(struct blobs *b, struct why *why)
{
	if (b->n == 0)
		return OUT_OK;
	b->n = 0;
	return publish_commit(b->pub, why);
}

enum outcome
blob_get(const char *dir, const char *name, struct seal *seal, struct buf *out,
    struct why *why)
{
	struct buf sealed = BUF_INIT;
	char path[PATH_MAX];
	enum outcome o;

	(void)snprintf(path, sizeof(path), "%s/%s", dir, name);
	o = slurp_file(path, BLOB_MAX, &sealed, why);
	if (o == OUT_OK)
		o = seal_open_value(seal, BLOB_DB, name, strlen(name),
		    sealed.data, sealed.len, out, why);
	buf_free(&sealed);
	return o;
}

void
blob_free(struct blobs *b)
{
	if (b == NULL)
		return;
	publish_free(b->pub);
	free(b->dir);
	free(b);
}
