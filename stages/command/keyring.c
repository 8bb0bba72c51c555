/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * isupport key rotate, backup, restore: the master key and all that it opens.
 *
 * What is going to be done is on record before it is done: if we die in
 * between, the record is there and the deed may not be.  A rotation has
 * another record at its end.  The store is closed while the keys are worked
 * on: nobody may have them open then.
 */
#include "command/keyring.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "domain/case/journal.h"
#include "io/keycopy.h"
#include "io/record.h"
#include "io/slurp.h"
#include "value/date.h"

#define CERT_MAX ((size_t)1 << 16)

/* Open the unit, put that on record, and close it again. */
static enum outcome
note(const struct call *call, const char *kind, const char *text,
    char keys[PATH_MAX], struct why *why)
{
	struct unit u;
	enum outcome out;

	if ((out = command_open(call, STAGE_WRITE, &u, why)) == OUT_OK) {
		(void)unit_path(&u, "keys", keys, PATH_MAX);
		out = command_note(&u, kind, text, why);
	}
	unit_close(&u);
	return out;
}

/* ---- rotate ---- */

static enum outcome
count_keys(const char *keys, size_t *n, struct why *why)
{
	struct seal *seal;
	enum outcome out;

	if ((out = seal_open(keys, &seal, why)) == OUT_OK)
		out = seal_count(seal, n, why);
	seal_close(seal);
	return out;
}

static enum outcome
rotate(const struct call *call, struct why *why)
{
	char keys[PATH_MAX], text[64];
	enum outcome out;
	size_t n;

	if ((out = note(call, "key-rotation", "", keys, why)) != OUT_OK ||
	    (out = seal_rotate(keys, NULL, 0, why)) != OUT_OK ||
	    (out = count_keys(keys, &n, why)) != OUT_OK)
		return out;
	(void)snprintf(text, sizeof(text), "%zu keys", n);
	if ((out = note(call, "key-rotated", text, keys, why)) == OUT_OK)
		(void)printf("%s are under a new master key\n", text);
	return out;
}

int
key_rotate(const struct call *call)
{
	struct why why = WHY_INIT;

	return command_fail(rotate(call, &why), &why);
}

/* ---- backup ---- */

static enum outcome
read_cert(const char *path, struct cms_cert **cert, struct why *why)
{
	struct buf b = BUF_INIT;
	enum outcome out;

	*cert = NULL;
	if ((out = cms_library(why)) == OUT_OK &&
	    (out = slurp_file(path, CERT_MAX, &b, why)) == OUT_OK)
		out = cms_cert_read(b.data, b.len, cert, why);
	buf_free(&b);
	return out;
}

static enum outcome
may_seal(const struct unit *u, const struct cms_cert *cert, struct why *why)
{
	int64_t now;

	if (!time_parse(u->now, &now))
		return why_retry(why, "clock");
	if (cms_cert_state(cert, now) != CMS_VALID || !cms_cert_seals(cert))
		return why_reject(why, "CERT-KEY",
		    "the certificate is not valid today, or not to seal for: "
		    "give another");
	return OUT_OK;
}

/* Whose keys they are, when, and for whom: on record. */
static enum outcome
announce(const struct call *call, const struct cms_cert *cert,
    char keys[PATH_MAX], struct keycopy *copy, struct why *why)
{
	struct cms_about about;
	struct unit u;
	enum outcome out;

	cms_cert_about(cert, &about);
	if ((out = command_open(call, STAGE_WRITE, &u, why)) == OUT_OK) {
		(void)unit_path(&u, "keys", keys, PATH_MAX);
		(void)snprintf(copy->code, sizeof(copy->code), "%s", u.code);
		(void)snprintf(copy->at, sizeof(copy->at), "%s", u.now);
		if ((out = may_seal(&u, cert, why)) == OUT_OK)
			out = command_note(
			    &u, "key-backup", about.fingerprint, why);
	}
	unit_close(&u);
	return out;
}

int
key_backup(const struct call *call, const char *cert_path, const char *file)
{
	struct why why = WHY_INIT;
	struct keycopy copy;
	char keys[PATH_MAX];
	struct cms_cert *cert;
	enum outcome out;

	if (!slurp_readable(cert_path))
		return EX_NOINPUT;
	if ((out = read_cert(cert_path, &cert, &why)) == OUT_OK &&
	    (out = announce(call, cert, keys, &copy, &why)) == OUT_OK &&
	    (out = keycopy_write(keys, cert, file, &copy, &why)) == OUT_OK)
		(void)printf("%zu keys, %zu files of message keys: %s\n",
		    copy.keys, copy.files, file);
	cms_cert_free(cert);
	return command_fail(out, &why);
}

/* ---- restore ---- */

/* The unit's code, if it has settings; they have to be loaded without keys. */
static enum outcome
code_of(const char *root, char *code, size_t size, struct why *why)
{
	char path[PATH_MAX];
	struct config *conf;
	enum outcome out;

	code[0] = '\0';
	(void)snprintf(path, sizeof(path), "%s/isupport.conf", root);
	if (access(path, F_OK) == -1)
		return OUT_OK;
	if ((out = config_load(path, &conf, why)) != OUT_OK)
		return out;
	(void)snprintf(code, size, "%s", config_get(conf, "unit", "code"));
	config_free(conf);
	return OUT_OK;
}

static enum outcome
put_back(
    const char *root, const char *file, struct keycopy *copy, struct why *why)
{
	char keys[PATH_MAX];
	enum outcome out;
	int fd = STDIN_FILENO;

	(void)umask(077);
	(void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
	if ((out = code_of(root, copy->code, sizeof(copy->code), why)) !=
	    OUT_OK)
		return out;
	if (strcmp(file, "-") != 0 &&
	    (fd = open(file, O_RDONLY | O_CLOEXEC)) == -1)
		return why_sys(why, "%s", file);
	if (snprintf(keys, sizeof(keys), "%s/keys", root) >= (int)sizeof(keys))
		out = why_retry(why, "the path is too long");
	else
		out = keycopy_restore(keys, fd, copy, why);
	if (fd != STDIN_FILENO)
		(void)close(fd);
	return out;
}

/* What was erased since the copy was made: its keys are back. */
static enum outcome
say_what_is_back(struct store_txn *txn, void *ctx, struct why *why)
{
	const struct keycopy *copy = ctx;
	uint64_t last = 0, i;
	Rec__Event *ev;
	enum outcome out;

	if ((out = journal_last(txn, &last, why)) != OUT_OK)
		return out;
	for (i = 1; out == OUT_OK && i <= last; i++) {
		if ((out = journal_get(txn, i, &ev, why)) != OUT_OK ||
		    ev == NULL)
			continue;
		if (strcmp(ev->kind, "erased") == 0 &&
		    strcmp(ev->at, copy->at) > 0)
			(void)printf("case %llu was erased on %.10s: this copy "
				     "is older, and may hold its keys\n",
			    (unsigned long long)ev->case_number, ev->at);
		record_free(&ev->base);
	}
	return out;
}

static enum outcome
put_on_record(const struct call *call, struct keycopy *copy, struct why *why)
{
	char path[PATH_MAX], text[64];
	struct unit u;
	enum outcome out;

	(void)snprintf(path, sizeof(path), "%s/store/data.mdb", call->root);
	if (access(path, F_OK) == -1) {
		(void)printf("there is no store: this is not on record\n");
		return OUT_OK;
	}
	(void)snprintf(text, sizeof(text), "copy of %.24s", copy->at);
	if ((out = command_open(call, STAGE_WRITE, &u, why)) == OUT_OK &&
	    (out = command_note(&u, "key-restored", text, why)) == OUT_OK)
		out = store_view(u.store, say_what_is_back, copy, why);
	unit_close(&u);
	return out;
}

int
key_restore(const struct call *call, const char *file)
{
	static const char *const done[] = { "put in place", "there already",
		"there without master key, which is back" };
	struct why why = WHY_INIT;
	struct keycopy copy;
	enum outcome out;

	if (call->root == NULL)
		return command_usage("-r ROOT key restore FILE");
	if (strcmp(file, "-") != 0 && !slurp_readable(file))
		return EX_NOINPUT;
	if ((out = put_back(call->root, file, &copy, &why)) == OUT_OK) {
		(void)printf("keys of %s, copied %s: %zu, %s\n", copy.code,
		    copy.at, copy.keys, done[copy.how]);
		out = put_on_record(call, &copy, &why);
	}
	return command_fail(out, &why);
}
