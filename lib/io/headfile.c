/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/headfile.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/publish.h"
#include "io/slurp.h"
#include "value/date.h"

#define TEXT_MAX ((size_t)1024)
#define SIGNATURE_MAX ((size_t)65536)
#define FORM                                                    \
	"isupport audit head 1\nunit %s\nrecords %" PRIu64 "\n" \
	"head %s\ntime %s\n"

/* ---- to write one ---- */

static enum outcome
compose(struct headfile *f, struct why *why)
{
	char hex[DIGEST_HEX];

	(void)buf_printf(&f->text, FORM, f->unit, f->head.count,
	    digest_hex(f->head.digest, hex), f->at);
	return buf_ok(&f->text, why);
}

enum outcome
headfile_make(const struct mailkeys *mk, const char *unit,
    const struct head *head, const char *at, struct headfile *f,
    struct why *why)
{
	const struct cms_key *key = NULL;
	enum outcome out;
	int64_t t;

	memset(f, 0, sizeof(*f));
	f->head = *head;
	(void)snprintf(f->unit, sizeof(f->unit), "%s", unit);
	(void)snprintf(f->at, sizeof(f->at), "%s", at);
	if (!time_parse(at, &t))
		return why_retry(why, "clock");
	if ((out = compose(f, why)) != OUT_OK)
		return out;
	if (mk != NULL)
		key = mailkeys_signer(mk, t);
	return key == NULL ? OUT_OK :
			     cms_sign_detached(key, f->text.data, f->text.len,
				 &f->signature, why);
}

/* The staging folder is within, since the folder may be on another disk; one
 * process at a time uses it. */
static enum outcome
lock_staging(const char *dir, char *tmp, size_t size, int *fd, struct why *why)
{
	if (snprintf(tmp, size, "%s/.tmp", dir) >= (int)size)
		return why_retry(why, "the path is too long");
	if ((mkdir(dir, 0700) == -1 && errno != EEXIST) ||
	    (mkdir(tmp, 0700) == -1 && errno != EEXIST) ||
	    (*fd = open(tmp, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) == -1 ||
	    flock(*fd, LOCK_EX) == -1)
		return why_sys(why, "%s", dir);
	return OUT_OK;
}

static enum outcome
publish(
    const struct headfile *f, const char *dir, const char *tmp, struct why *why)
{
	char name[64], signature[72];
	struct publish *pub;
	enum outcome out;

	/* "2026-11-21T03:00:00Z" as "20261121T030000Z". */
	(void)snprintf(name, sizeof(name),
	    "audit-head-%.4s%.2s%.2sT%.2s%.2s%.2sZ", f->at, f->at + 5,
	    f->at + 8, f->at + 11, f->at + 14, f->at + 17);
	(void)snprintf(signature, sizeof(signature), "%s.p7s", name);
	if ((out = publish_begin(tmp, &pub, why)) != OUT_OK)
		return out;
	if (f->signature.len > 0) {
		out = publish_file(pub, signature, 0440, f->signature.data,
		    f->signature.len, dir, signature, why);
		publish_by_name(pub);
	}
	if (out == OUT_OK &&
	    (out = publish_file(pub, name, 0440, f->text.data, f->text.len, dir,
		 name, why)) == OUT_OK)
		out = publish_commit(pub, why);
	publish_free(pub);
	return out;
}

enum outcome
headfile_put(const struct headfile *f, const char *dir, struct why *why)
{
	char tmp[PATH_MAX];
	enum outcome out;
	int fd = -1;

	out = lock_staging(dir, tmp, sizeof(tmp), &fd, why);
	if (out == OUT_OK)
		out = publish(f, dir, tmp, why);
	if (fd != -1)
		(void)close(fd);
	return out;
}

/* ---- to read one ---- */

/* What it says; that it is written as compose() does is seen by doing so. */
static enum outcome
parse(const char *path, struct headfile *f, struct why *why)
{
	struct headfile again = { .text = BUF_INIT };
	char hex[DIGEST_HEX] = "";
	enum outcome out;

	if (f->text.len == 0 ||
	    sscanf((const char *)f->text.data,
		"isupport audit head 1\nunit %15s\nrecords %" SCNu64
		"\nhead %64s\ntime %23s",
		f->unit, &f->head.count, hex, f->at) != 4 ||
	    !digest_read_hex(hex, f->head.digest))
		return why_reject(
		    why, "AUDIT-HEAD", "%s: no head of an audit chain", path);
	again.head = f->head;
	memcpy(again.unit, f->unit, sizeof(again.unit));
	memcpy(again.at, f->at, sizeof(again.at));
	if ((out = compose(&again, why)) == OUT_OK &&
	    (again.text.len != f->text.len ||
		memcmp(again.text.data, f->text.data, f->text.len) != 0))
		out = why_reject(
		    why, "AUDIT-HEAD", "%s: no head of an audit chain", path);
	buf_free(&again.text);
	return out;
}

static enum outcome
check_signature(const char *path, const struct mailkeys *mk, struct headfile *f,
    struct why *why)
{
	struct cms_cert *const *certs;
	char beside[PATH_MAX];
	enum outcome out;
	size_t n, which;
	int64_t t;

	if (snprintf(beside, sizeof(beside), "%s.p7s", path) >=
	    (int)sizeof(beside))
		return why_retry(why, "the path is too long");
	if (access(beside, F_OK) == -1)
		return errno == ENOENT ? OUT_OK : why_sys(why, "%s", beside);
	if ((out = slurp_file(beside, SIGNATURE_MAX, &f->signature, why)) !=
	    OUT_OK)
		return out;
	if (!time_parse(f->at, &t))
		return why_reject(why, "AUDIT-HEAD", "%s: no time", path);
	certs = mailkeys_party(mk, "", &n);
	out = cms_detached(certs, n, f->text.data, f->text.len,
	    f->signature.data, f->signature.len, t, &which, why);
	if (out == OUT_REJECT)
		why_at(why, 0, "audit head");
	return out;
}

enum outcome
headfile_read(const char *path, const struct mailkeys *mk, const char *unit,
    struct headfile *f, struct why *why)
{
	enum outcome out;

	memset(f, 0, sizeof(*f));
	if ((out = slurp_file(path, TEXT_MAX, &f->text, why)) != OUT_OK ||
	    (out = parse(path, f, why)) != OUT_OK)
		return out;
	if (strcmp(f->unit, unit) != 0)
		return why_reject(
		    why, "AUDIT-HEAD", "%s: the head of another unit", path);
	return check_signature(path, mk, f, why);
}

void
headfile_free(struct headfile *f)
{
	buf_free(&f->text);
	buf_free(&f->signature);
}
