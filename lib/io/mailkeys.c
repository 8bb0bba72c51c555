/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/mailkeys.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/mailkeys_impl.h"
#include "io/slurp.h"

struct party {
	char code[16];
	struct cms_cert *cert[MAILKEYS_MAX];
	char *file[MAILKEYS_MAX];
	size_t n;
};

struct mailkeys {
	struct cms_key *own[MAILKEYS_MAX];
	size_t nown;
	struct party us; /* our certificates */
	struct party *party;
	size_t nparties;
};

/* ---- folders ---- */

static bool
ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);

	return n > m && strcmp(s + n - m, end) == 0;
}

static int
visible(const struct dirent *e)
{
	return e->d_name[0] != '.';
}

/* Names in a folder, in order; none if there is no such folder. */
static enum outcome
list(const char *path, struct dirent ***all, int *n, struct why *why)
{
	*all = NULL;
	*n = scandir(path, all, visible, alphasort);
	if (*n == -1 && errno != ENOENT)
		return why_sys(why, "%s", path);
	if (*n == -1)
		*n = 0;
	return OUT_OK;
}

static void
list_free(struct dirent **all, int n)
{
	while (n-- > 0)
		free(all[n]);
	free(all);
}

const char *
mailkeys_path(
    const char *keys, const char *name, const char *end, char *buf, size_t size)
{
	(void)snprintf(buf, size, "%s/message/%s%s", keys, name, end);
	return buf;
}

bool
mailkeys_there(const char *keys)
{
	struct why why = WHY_INIT;
	struct dirent **all;
	char path[PATH_MAX];
	bool found = false;
	int i, n;

	(void)snprintf(path, sizeof(path), "%s/message", keys);
	if (list(path, &all, &n, &why) != OUT_OK)
		return true; /* to open it will say what is wrong */
	for (i = 0; i < n; i++)
		found = found || ends_with(all[i]->d_name, ".pem");
	list_free(all, n);
	return found;
}

enum outcome
mailkeys_files(
    const char *keys, mailkeys_file_fn *fn, void *ctx, struct why *why)
{
	struct buf b = BUF_INIT;
	struct dirent **all;
	char path[PATH_MAX];
	enum outcome out;
	int i, n;

	(void)snprintf(path, sizeof(path), "%s/message", keys);
	if ((out = list(path, &all, &n, why)) != OUT_OK)
		return out;
	for (i = 0; out == OUT_OK && i < n; i++) {
		buf_reset(&b);
		if ((out = slurp_file(mailkeys_path(keys, all[i]->d_name, "",
					  path, sizeof(path)),
			 MAILKEYS_FILE_MAX, &b, why)) == OUT_OK)
			out = fn(all[i]->d_name, &b, ctx, why);
	}
	list_free(all, n);
	buf_free(&b);
	return out;
}

/* ---- certificates ---- */

/* Say which file it is; what is wrong with our own files is never a
 * message's fault. */
static enum outcome
name_file(enum outcome out, const char *dir, const char *file, struct why *why)
{
	char text[sizeof(why->text)];

	if (out != OUT_REJECT)
		return out;
	(void)snprintf(text, sizeof(text), "%s", why->text);
	return why_reject(
	    why, "KEYS", "keys/%.60s/%.80s: %.80s", dir, file, text);
}

static enum outcome
add_cert(
    struct party *p, const char *file, const struct buf *b, struct why *why)
{
	enum outcome out;

	if (p->n == MAILKEYS_MAX)
		return why_reject(why, "KEYS", "too many certificates");
	if ((out = cms_cert_read(b->data, b->len, &p->cert[p->n], why)) !=
	    OUT_OK)
		return out;
	if ((p->file[p->n] = strdup(file)) == NULL) {
		cms_cert_free(p->cert[p->n]);
		return why_sys(why, "certificates");
	}
	p->n++;
	return OUT_OK;
}

static bool
is_certificate(const char *name)
{
	return ends_with(name, ".pem") || ends_with(name, ".crt");
}

/* All files of that kind in a folder: certificates, or revocation lists. */
static enum outcome
read_folder(const char *keys, const char *dir, struct party *p, bool lists,
    struct why *why)
{
	struct buf b = BUF_INIT;
	struct dirent **all;
	char path[PATH_MAX];
	enum outcome out;
	int i, n;

	(void)snprintf(path, sizeof(path), "%s/%s", keys, dir);
	if ((out = list(path, &all, &n, why)) != OUT_OK)
		return out;
	for (i = 0; out == OUT_OK && i < n; i++) {
		const char *file = all[i]->d_name;

		if (lists ? !ends_with(file, ".crl") : !is_certificate(file))
			continue;
		buf_reset(&b);
		(void)snprintf(path, sizeof(path), "%s/%s/%s", keys, dir, file);
		out = slurp_file(path, MAILKEYS_FILE_MAX, &b, why);
		if (out == OUT_OK)
			out = lists ?
			    cms_cert_revoke(p->cert, p->n, b.data, b.len, why) :
			    add_cert(p, file, &b, why);
		out = name_file(out, dir, file, why);
	}
	list_free(all, n);
	buf_free(&b);
	return out;
}

static enum outcome
read_parties(struct mailkeys *mk, const char *keys, struct why *why)
{
	struct dirent **all;
	char path[PATH_MAX], dir[300];
	enum outcome out;
	int i, n;

	(void)snprintf(path, sizeof(path), "%s/authorities", keys);
	if ((out = list(path, &all, &n, why)) != OUT_OK)
		return out;
	if ((mk->party = calloc((size_t)n + 1, sizeof(*mk->party))) == NULL)
		out = why_sys(why, "certificates");
	for (i = 0; out == OUT_OK && i < n; i++) {
		struct party *p = &mk->party[mk->nparties];

		if (strlen(all[i]->d_name) >= sizeof(p->code))
			continue;
		(void)strcpy(p->code, all[i]->d_name);
		mk->nparties++;
		(void)snprintf(dir, sizeof(dir), "authorities/%s", p->code);
		if ((out = read_folder(keys, dir, p, false, why)) == OUT_OK)
			out = read_folder(keys, dir, p, true, why);
	}
	list_free(all, n);
	return out;
}

/* ---- our own ---- */

static enum outcome
read_key(struct mailkeys *mk, const char *keys, const char *file,
    const struct buf *plain, struct why *why)
{
	struct buf b = BUF_INIT;
	struct cms_cert *cert;
	char path[PATH_MAX];
	enum outcome out;

	(void)snprintf(path, sizeof(path), "%s/message/%s", keys, file);
	out = slurp_file(path, MAILKEYS_FILE_MAX, &b, why);
	if (out == OUT_OK &&
	    (out = cms_cert_read(b.data, b.len, &cert, why)) == OUT_OK)
		out = cms_key_read(
		    plain->data, plain->len, cert, &mk->own[mk->nown], why);
	if (out == OUT_OK)
		mk->nown++;
	buf_free(&b);
	return name_file(out, "message", file, why);
}

static enum outcome
read_private(struct mailkeys *mk, const char *keys, struct why *why)
{
	struct buf plain[MAILKEYS_MAX];
	enum outcome out;
	size_t i, n = mk->us.n;
	char *name[MAILKEYS_MAX];

	memset(plain, 0, sizeof(plain));
	for (i = 0; i < n; i++) {
		if ((name[i] = strdup(mk->us.file[i])) != NULL)
			name[i][strlen(name[i]) - 4] = '\0';
		else
			n = i;
	}
	out = n < mk->us.n ? why_sys(why, "message keys") :
			     mailkeys_unseal(keys, name, n, plain, why);
	for (i = 0; out == OUT_OK && i < n; i++)
		out = read_key(mk, keys, mk->us.file[i], &plain[i], why);
	for (i = 0; i < n; i++) {
		buf_wipe(&plain[i]);
		free(name[i]);
	}
	return out;
}

enum outcome
mailkeys_open(
    const char *keys, bool with_private, struct mailkeys **mkp, struct why *why)
{
	struct mailkeys *mk;
	enum outcome out;

	*mkp = NULL;
	if ((out = cms_library(why)) != OUT_OK)
		return out;
	if ((mk = calloc(1, sizeof(*mk))) == NULL)
		return why_sys(why, "message keys");
	if ((out = read_parties(mk, keys, why)) == OUT_OK &&
	    (out = read_folder(keys, "message", &mk->us, false, why)) ==
		OUT_OK &&
	    with_private)
		out = read_private(mk, keys, why);
	if (out != OUT_OK) {
		mailkeys_close(mk);
		return out;
	}
	*mkp = mk;
	return OUT_OK;
}

static void
party_free(struct party *p)
{
	size_t i;

	for (i = 0; i < p->n; i++) {
		cms_cert_free(p->cert[i]);
		free(p->file[i]);
	}
}

void
mailkeys_close(struct mailkeys *mk)
{
	size_t i;

	if (mk == NULL)
		return;
	for (i = 0; i < mk->nown; i++)
		cms_key_free(mk->own[i]);
	for (i = 0; i < mk->nparties; i++)
		party_free(&mk->party[i]);
	party_free(&mk->us);
	free(mk->party);
	free(mk);
}

/* ---- to look them up ---- */

const struct cms_key *
mailkeys_signer(const struct mailkeys *mk, int64_t at)
{
	const struct cms_key *best = NULL;
	size_t i;

	for (i = 0; i < mk->nown; i++) {
		const struct cms_cert *c = cms_key_cert(mk->own[i]);

		if (cms_cert_state(c, at) == CMS_VALID && cms_cert_signs(c) &&
		    (best == NULL ||
			cms_cert_from(c) > cms_cert_from(cms_key_cert(best))))
			best = mk->own[i];
	}
	return best;
}

struct cms_key *const *
mailkeys_own(const struct mailkeys *mk, size_t *n)
{
	*n = mk->nown;
	return mk->own;
}

struct cms_cert *const *
mailkeys_party(const struct mailkeys *mk, const char *code, size_t *n)
{
	size_t i;

	*n = code[0] == '\0' ? mk->us.n : 0;
	if (code[0] == '\0')
		return mk->us.cert;
	for (i = 0; i < mk->nparties; i++)
		if (strcmp(mk->party[i].code, code) == 0) {
			*n = mk->party[i].n;
			return mk->party[i].cert;
		}
	return NULL;
}

const struct cms_cert *
mailkeys_recipient(const struct mailkeys *mk, const char *code, int64_t at)
{
	const struct cms_cert *best = NULL;
	struct cms_cert *const *c;
	size_t i, n;

	c = mailkeys_party(mk, code, &n);
	for (i = 0; i < n; i++)
		if (cms_cert_state(c[i], at) == CMS_VALID &&
		    cms_cert_seals(c[i]) &&
		    (best == NULL || cms_cert_from(c[i]) > cms_cert_from(best)))
			best = c[i];
	return best;
}

static void
each_of(const struct party *p, mailkeys_fn *fn, void *ctx)
{
	size_t i;

	for (i = 0; i < p->n; i++)
		fn(ctx, p->code, p->file[i], p->cert[i]);
}

void
mailkeys_each(const struct mailkeys *mk, mailkeys_fn *fn, void *ctx)
{
	size_t i;

	each_of(&mk->us, fn, ctx);
	for (i = 0; i < mk->nparties; i++)
		each_of(&mk->party[i], fn, ctx);
}
