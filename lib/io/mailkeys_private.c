/* SPDX-License-Identifier: EUPL-1.2 */
/* Private message keys, as they are made and as they are unsealed. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "io/mailkeys_impl.h"
#include "io/publish.h"
#include "io/slurp.h"
#include "io/wire.h"

#define UNSEAL_SECONDS 60u
#define KEY ".key"

/* Each key behind its length. */
static enum outcome
unseal_all(const char *keys, char *const *names, size_t n, struct buf *out,
    struct why *why)
{
	struct buf sealed = BUF_INIT, key = BUF_INIT;
	char path[PATH_MAX];
	struct seal *seal;
	enum outcome o;
	size_t i;

	if ((o = seal_open(keys, &seal, why)) != OUT_OK)
		return o;
	for (i = 0; o == OUT_OK && i < n; i++) {
		buf_reset(&sealed);
		buf_reset(&key);
		o = slurp_file(
		    mailkeys_path(keys, names[i], KEY, path, sizeof(path)),
		    MAILKEYS_FILE_MAX, &sealed, why);
		if (o == OUT_OK)
			o = seal_open_value(seal, MAILKEYS_PLACE, names[i],
			    strlen(names[i]), sealed.data, sealed.len, &key,
			    why);
		(void)buf_add(out, &key.len, sizeof(key.len));
		(void)buf_add(out, key.data, key.len);
	}
	buf_wipe(&key);
	buf_free(&sealed);
	seal_close(seal);
	return o == OUT_OK ? buf_ok(out, why) : o;
}

static _Noreturn void
child(int fd, const char *keys, char *const *names, size_t n)
{
	struct why why = WHY_INIT;
	struct buf out = BUF_INIT;
	struct wire_head h;
	enum outcome o = unseal_all(keys, names, n, &out, &why);

	memset(&h, 0, sizeof(h));
	h.outcome = (uint32_t)o;
	h.why = why;
	h.len = o == OUT_OK ? out.len : 0;
	(void)wire_send(fd, &h, out.data, -1); /* as long as it is read */
	buf_wipe(&out);
	_exit(0);
}

static enum outcome
take_apart(const struct buf *all, size_t n, struct buf *plain, struct why *why)
{
	size_t i, at = 0, len;

	for (i = 0; i < n; i++) {
		if (all->len - at < sizeof(len))
			return why_retry(why, "message keys: cut short");
		memcpy(&len, all->data + at, sizeof(len));
		at += sizeof(len);
		if (all->len - at < len)
			return why_retry(why, "message keys: cut short");
		if (buf_add(&plain[i], all->data + at, len) == -1)
			return buf_ok(&plain[i], why);
		at += len;
	}
	return OUT_OK;
}

enum outcome
mailkeys_unseal(const char *keys, char *const *names, size_t n,
    struct buf *plain, struct why *why)
{
	struct buf all = BUF_INIT;
	struct wire_head h;
	enum outcome out;
	pid_t pid;
	int fd[2];

	if (n == 0)
		return OUT_OK;
	if (pipe2(fd, O_CLOEXEC) == -1)
		return why_sys(why, "message keys: pipe");
	if ((pid = fork()) == 0)
		child(fd[1], keys, names, n);
	(void)close(fd[1]);
	if (pid == -1)
		out = why_sys(why, "message keys: fork");
	else if (wire_recv(fd[0], &h, MAILKEYS_FILE_MAX, &all,
		     wire_deadline(UNSEAL_SECONDS)) != 0)
		out = why_retry(why, "message keys: no answer");
	else if ((out = wire_outcome(&h, why)) == OUT_OK)
		out = take_apart(&all, n, plain, why);
	buf_wipe(&all);
	(void)close(fd[0]);
	while (pid > 0 && waitpid(pid, NULL, 0) == -1 && errno == EINTR)
		;
	return out;
}

static enum outcome
make_folder(const char *keys, const char *rel, struct why *why)
{
	char path[PATH_MAX];

	(void)snprintf(path, sizeof(path), "%s/%s", keys, rel);
	if (mkdir(path, 0700) == -1 && errno != EEXIST)
		return why_sys(why, "keys/%s", rel);
	return OUT_OK;
}

/* The staging folder below keys/, too. */
static enum outcome
begin(const char *keys, struct publish **pub, struct why *why)
{
	char tmp[PATH_MAX];
	enum outcome out;

	(void)snprintf(tmp, sizeof(tmp), "%s/.tmp", keys);
	if ((out = make_folder(keys, "message", why)) != OUT_OK ||
	    (out = make_folder(keys, ".tmp", why)) != OUT_OK)
		return out;
	return publish_begin(tmp, pub, why);
}

static enum outcome
put(struct publish *pub, const char *keys, const char *name, const char *end,
    const struct buf *b, struct why *why)
{
	mode_t mode = strcmp(end, KEY) == 0 ? 0400 : 0640;
	char file[NAME_MAX + 1], dir[PATH_MAX];

	(void)snprintf(file, sizeof(file), "%s%s", name, end);
	(void)snprintf(dir, sizeof(dir), "%s/message", keys);
	return publish_file(pub, file, mode, b->data, b->len, dir, file, why);
}

/* The key is there before its certificate, without which nobody looks. */
static enum outcome
store(const char *keys, const char *name, const struct buf *sealed,
    const struct buf *cert, const struct buf *request, struct why *why)
{
	struct publish *pub;
	enum outcome out;

	if ((out = begin(keys, &pub, why)) != OUT_OK)
		return out;
	if ((out = put(pub, keys, name, KEY, sealed, why)) == OUT_OK &&
	    (out = publish_commit(pub, why)) == OUT_OK &&
	    (out = put(pub, keys, name, ".csr", request, why)) == OUT_OK &&
	    (out = put(pub, keys, name, ".pem", cert, why)) == OUT_OK)
		out = publish_commit(pub, why);
	publish_free(pub);
	return out;
}

/* Those that are private keys, or the others. */
static enum outcome
put_files(struct publish *pub, const char *keys, bool private,
    char *const *names, const struct buf *files, size_t n, struct why *why)
{
	char name[NAME_MAX + 1];
	enum outcome out = OUT_OK;
	const char *end;
	size_t i;

	for (i = 0; out == OUT_OK && i < n; i++) {
		if ((end = strrchr(names[i], '.')) == NULL)
			end = names[i] + strlen(names[i]);
		if ((strcmp(end, KEY) == 0) != private)
			continue;
		(void)snprintf(name, sizeof(name), "%.*s",
		    (int)(end - names[i]), names[i]);
		out = put(pub, keys, name, end, &files[i], why);
	}
	return out == OUT_OK ? publish_commit(pub, why) : out;
}

enum outcome
mailkeys_put(const char *keys, char *const *names, const struct buf *files,
    size_t n, struct why *why)
{
	struct publish *pub;
	enum outcome out;

	if (n == 0)
		return OUT_OK;
	if ((out = begin(keys, &pub, why)) != OUT_OK)
		return out;
	if ((out = put_files(pub, keys, true, names, files, n, why)) == OUT_OK)
		out = put_files(pub, keys, false, names, files, n, why);
	publish_free(pub);
	return out;
}

enum outcome
mailkeys_make(const char *keys, struct seal *seal, const char *kind,
    const char *name, const char *label, int64_t from, int64_t until,
    struct why *why)
{
	struct buf key = BUF_INIT, sealed = BUF_INIT;
	struct buf cert = BUF_INIT, request = BUF_INIT;
	enum outcome out;

	if ((out = cms_library(why)) == OUT_OK &&
	    (out = cms_key_make(kind, label, from, until, &key, &cert, &request,
		 why)) == OUT_OK &&
	    (out = seal_value(seal, SEAL_MESSAGE, MAILKEYS_PLACE, name,
		 strlen(name), 1, key.data, key.len, &sealed, why)) == OUT_OK)
		out = store(keys, name, &sealed, &cert, &request, why);
	buf_wipe(&key);
	buf_free(&sealed);
	buf_free(&cert);
	buf_free(&request);
	return out;
}
