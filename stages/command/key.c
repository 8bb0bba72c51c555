/* SPDX-License-Identifier: EUPL-1.2 */
/* isupport key: the unit's message keys, and what is pinned of others. */
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "command/command.h"
#include "command/keyring.h"
#include "io/mailkeys.h"
#include "io/slurp.h"
#include "io/xmlout.h"
#include "value/date.h"

#define DAY ((int64_t)86400)
#define VALID_DAYS 1096 /* three years */
#define AHEAD_DAYS 30	/* for the others to pin a new one */
#define DAYS_MAX 3660
#define CERT_MAX ((size_t)1 << 16)

/* What is asked of `key init` and `key renew`. */
struct wish {
	const char *kind;
	const char *from; /* a day, or NULL */
	long days;
	bool renew;
};

static const char *
keys_of(const struct unit *u, char *buf, size_t size)
{
	return unit_path(u, "keys", buf, size);
}

static void
date_of(int64_t at, char buf[24])
{
	(void)time_format(at, buf);
	buf[10] = '\0';
}

/* ---- to make one ---- */

static enum outcome
times(const struct unit *u, const struct wish *w, int64_t *from, int64_t *until,
    char *name, size_t size, struct why *why)
{
	char text[32];
	int64_t now;

	if (!time_parse(u->now, &now))
		return why_retry(why, "clock");
	*from = now - now % DAY + (w->renew ? AHEAD_DAYS * DAY : 0);
	(void)snprintf(
	    text, sizeof(text), "%sT00:00:00Z", w->from == NULL ? "" : w->from);
	if (w->from != NULL)
		(void)time_parse(text, from);
	*until = *from + w->days * DAY;
	/* "20261121T071439Z": the time at which it was made. */
	(void)snprintf(name, size, "%.4s%.2s%.2sT%.2s%.2s%.2sZ", u->now,
	    u->now + 5, u->now + 8, u->now + 11, u->now + 14, u->now + 17);
	return OUT_OK;
}

static enum outcome
make(const struct unit *u, const struct wish *w, struct why *why)
{
	char keys[PATH_MAX], name[32], label[64];
	int64_t from = 0, until = 0;
	enum outcome out;

	(void)keys_of(u, keys, sizeof(keys));
	if (!w->renew && mailkeys_there(keys))
		return OUT_OK;
	if ((out = times(u, w, &from, &until, name, sizeof(name), why)) !=
	    OUT_OK)
		return out;
	(void)snprintf(label, sizeof(label), "isupport %.40s", u->code);
	if ((out = command_note(u, "key-made", name, why)) != OUT_OK)
		return out;
	out = mailkeys_make(
	    keys, u->seal, w->kind, name, label, from, until, why);
	if (out == OUT_OK)
		(void)printf("keys/message/%s.pem\n", name);
	return out;
}

/* A unit that is older than message keys has no key to seal them under yet:
 * seal_init() makes what is missing. */
static enum outcome
make_all(const struct call *call, const struct wish *w, struct why *why)
{
	char keys[PATH_MAX];
	struct unit u;
	enum outcome out;

	out = command_open(call, STAGE_NO_STORE, &u, why);
	if (out == OUT_OK)
		(void)keys_of(&u, keys, sizeof(keys));
	unit_close(&u);
	if (out != OUT_OK || (out = seal_init(keys, why)) != OUT_OK)
		return out;
	if ((out = command_open(call, STAGE_WRITE, &u, why)) == OUT_OK)
		out = make(&u, w, why);
	unit_close(&u);
	return out;
}

static int
key_make(const struct call *call, bool renew)
{
	static const char text[] = "key init|renew [-t ec|rsa] [-d DAYS] "
				   "[-f YYYY-MM-DD]";
	struct wish w = { "ec", NULL, VALID_DAYS, renew };
	struct why why = WHY_INIT;
	int ch;

	while ((ch = getopt(call->argc - 1, call->argv + 1, "t:d:f:")) != -1)
		switch (ch) {
		case 't':
			w.kind = optarg;
			break;
		case 'd':
			w.days = strtol(optarg, NULL, 10);
			break;
		case 'f':
			w.from = optarg;
			break;
		default:
			return command_usage(text);
		}
	if (optind != call->argc - 1 || w.days < 1 || w.days > DAYS_MAX ||
	    (strcmp(w.kind, "ec") != 0 && strcmp(w.kind, "rsa") != 0))
		return command_usage(text);
	if (w.from != NULL && !command_day(w.from))
		return EX_USAGE;
	return command_fail(make_all(call, &w, &why), &why);
}

/* ---- to show them ---- */

static const char *
state_word(const struct cms_cert *cert, int64_t now)
{
	switch (cms_cert_state(cert, now)) {
	case CMS_EARLY:
		return "later";
	case CMS_EXPIRED:
		return "expired";
	case CMS_REVOKED:
		return "revoked";
	case CMS_VALID:
		break;
	}
	return "valid";
}

struct showing {
	int64_t now;
	bool json;
};

/* The names of folders and files are as somebody has chosen them. */
static void
put_json(const char *party, const char *file, const char *state,
    const char *from, const char *until, const struct cms_about *a)
{
	struct buf b = BUF_INIT;

	(void)buf_puts(&b, "{\"party\":");
	xmlout_string(&b, party);
	(void)buf_puts(&b, ",\"file\":");
	xmlout_string(&b, file);
	(void)buf_printf(&b,
	    ",\"state\":\"%s\",\"from\":\"%s\",\"until\":\"%s\","
	    "\"key\":\"%s\",\"sha256\":\"%s\"}",
	    state, from, until, a->key, a->fingerprint);
	if (b.data != NULL)
		(void)puts((const char *)b.data);
	buf_free(&b);
}

static void
show_one(
    void *ctx, const char *party, const char *file, const struct cms_cert *cert)
{
	const struct showing *s = ctx;
	const char *state = state_word(cert, s->now);
	char from[24], until[24];
	struct cms_about a;

	party = party[0] == '\0' ? "us" : party;
	cms_cert_about(cert, &a);
	date_of(a.from, from);
	date_of(a.until, until);
	if (s->json)
		put_json(party, file, state, from, until, &a);
	else
		(void)printf("%s %s %s %s..%s %s %s\n", party, file, state,
		    from, until, a.key, a.fingerprint);
}

static enum outcome
show_all(const struct unit *u, bool json, struct why *why)
{
	struct showing s = { 0, json };
	char keys[PATH_MAX];
	struct mailkeys *mk;
	enum outcome out;

	if (!time_parse(u->now, &s.now))
		return why_retry(why, "clock");
	out = mailkeys_open(keys_of(u, keys, sizeof(keys)), false, &mk, why);
	if (out == OUT_OK)
		mailkeys_each(mk, show_one, &s);
	mailkeys_close(mk);
	return out;
}

static enum outcome
show(const struct unit *u, struct why *why)
{
	return show_all(u, false, why);
}

static enum outcome
show_json(const struct unit *u, struct why *why)
{
	return show_all(u, true, why);
}

/* ---- to give one away ---- */

/* The file of our newest certificate: the others pin it before it signs. */
struct newest {
	char file[NAME_MAX + 1];
	int64_t from;
};

static void
look_for_newest(
    void *ctx, const char *party, const char *file, const struct cms_cert *cert)
{
	struct newest *n = ctx;

	if (party[0] != '\0' || cms_cert_from(cert) < n->from)
		return;
	n->from = cms_cert_from(cert);
	(void)snprintf(n->file, sizeof(n->file), "%s", file);
}

static enum outcome
export_cert(const struct unit *u, struct why *why)
{
	struct newest n = { "", INT64_MIN };
	char keys[PATH_MAX], path[PATH_MAX];
	struct buf b = BUF_INIT;
	struct mailkeys *mk;
	enum outcome out;

	out = mailkeys_open(keys_of(u, keys, sizeof(keys)), false, &mk, why);
	if (out != OUT_OK)
		return out;
	mailkeys_each(mk, look_for_newest, &n);
	mailkeys_close(mk);
	if (n.file[0] == '\0')
		return why_reject(
		    why, "KEYS", "there is no message key: isupport key init");
	if (snprintf(path, sizeof(path), "%s/message/%s", keys, n.file) >=
	    (int)sizeof(path))
		return why_retry(why, "the path is too long");
	if ((out = slurp_file(path, CERT_MAX, &b, why)) == OUT_OK &&
	    fwrite(b.data, 1, b.len, stdout) != b.len)
		out = why_sys(why, "output");
	buf_free(&b);
	return out;
}

static int
with_unit(const struct call *call,
    enum outcome (*fn)(const struct unit *, struct why *))
{
	struct why why = WHY_INIT;
	struct unit u;
	enum outcome out;

	if ((out = command_open(call, STAGE_NO_STORE, &u, &why)) == OUT_OK)
		out = fn(&u, &why);
	unit_close(&u);
	return command_fail(out, &why);
}

int
command_key(const struct call *call)
{
	const char *what = call->argc < 2 ? "" : call->argv[1];

	if (strcmp(what, "init") == 0 || strcmp(what, "renew") == 0)
		return key_make(call, what[0] == 'r');
	if (strcmp(what, "show") == 0 && call->argc == 2)
		return with_unit(call, call->json ? show_json : show);
	if (strcmp(what, "export-cert") == 0 && call->argc == 2)
		return with_unit(call, export_cert);
	if (strcmp(what, "rotate") == 0 && call->argc == 2)
		return key_rotate(call);
	if (strcmp(what, "backup") == 0 && call->argc == 4)
		return key_backup(call, call->argv[2], call->argv[3]);
	if (strcmp(what, "restore") == 0 && call->argc == 3)
		return key_restore(call, call->argv[2]);
	if (strcmp(what, "shred") == 0)
		return command_shred(call);
	return command_usage("key init|renew|show|export-cert|rotate|"
			     "backup CERT FILE|restore FILE|shred CASE");
}
