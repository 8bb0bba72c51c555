/* SPDX-License-Identifier: EUPL-1.2 */
/* isupport init: a unit's folders, settings, keys and store. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "command/command.h"
#include "domain/case/office_open.h"

#define DIR_MODE 0750
#define DROP_MODE 01770 /* sticky: nobody removes another's drop */

static const struct {
	const char *path;
	mode_t mode;
} folders[] = {
	{ "store", 0700 },
	{ "store/files", 0700 },
	{ "store/tmp", 0700 },
	{ "sent", 0700 },
	{ "log", DIR_MODE },
	{ "spool", 0755 },
	{ "spool/drop", DROP_MODE },
	{ "spool/ecodex", 0755 },
	{ "spool/ecodex/iSupport_incoming", 02770 },
	{ "spool/ecodex/iSupport_outgoing", 02770 },
	{ "spool/received", 0700 },
	{ "spool/valid", 0700 },
	{ "spool/quarantine", DIR_MODE },
	{ "spool/bank", 02770 },
	{ "spool/desk", 02750 },
	{ "spool/desk/restricted", 0700 },
	{ "spool/national", 02770 },
	{ "spool/tmp", 0700 },
	{ "spool/tmp/intake", 0700 },
	{ "spool/tmp/validate", 0700 },
	{ "spool/tmp/record", 0700 },
	{ "spool/tmp/remind", 0700 },
	{ "spool/tmp/dispatch", 0700 },
	{ "spool/tmp/pay", 0700 },
	{ "spool/tmp/pay-ready", 0700 },
	{ "spool/tmp/render", 0700 },
	{ "spool/tmp/requeue", 0700 },
};

enum outcome
init_folders(const char *root, struct why *why)
{
	char path[PATH_MAX];
	size_t i;

	if (mkdir(root, DIR_MODE) == -1 && errno != EEXIST)
		return why_sys(why, "%s", root);
	for (i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
		(void)snprintf(
		    path, sizeof(path), "%s/%s", root, folders[i].path);
		if (mkdir(path, 0700) == 0) {
			if (chmod(path, folders[i].mode) == -1)
				return why_sys(why, "%s", folders[i].path);
		} else if (errno != EEXIST) {
			return why_sys(why, "%s", folders[i].path);
		}
	}
	return OUT_OK;
}

/* Whether a finished file can be renamed from staging to where it goes. */
static enum outcome
test_rename(
    const struct unit *u, const char *from, const char *to, struct why *why)
{
	char a[PATH_MAX], b[PATH_MAX], src[PATH_MAX], dst[PATH_MAX];
	enum outcome out = OUT_OK;
	int fd;

	if (snprintf(src, sizeof(src), "%s/.isupport-rename",
		unit_path(u, from, a, sizeof(a))) >= (int)sizeof(src) ||
	    snprintf(dst, sizeof(dst), "%s/.isupport-rename",
		unit_path(u, to, b, sizeof(b))) >= (int)sizeof(dst))
		return why_reject(why, "CONFIG", "path too long");
	if ((fd = open(src, O_WRONLY | O_CREAT | O_CLOEXEC, 0600)) == -1)
		return why_sys(why, "%s", from);
	(void)close(fd);
	if (rename(src, dst) == -1) {
		(void)why_sys(why, "%s to %s", from, to);
		out = OUT_RETRY;
		(void)unlink(src);
	}
	(void)unlink(dst);
	return out;
}

static enum outcome
test_renames(const struct unit *u, struct why *why)
{
	static const char *const pairs[][2] = {
		{ "spool/tmp/intake", "spool/received" },
		{ "spool/tmp/dispatch", "outgoing" },
		{ "spool/tmp/pay", "spool/bank" },
		{ "spool/tmp/render", "spool/desk" },
		{ "spool/tmp/record", "spool/quarantine" },
		{ "store/tmp", "store/files" },
	};
	enum outcome out;
	size_t i;

	for (i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		if ((out = test_rename(u, pairs[i][0], pairs[i][1], why)) !=
		    OUT_OK)
			return out;
	return OUT_OK;
}

static enum outcome
make_below_keys(const char *root, const char *name, struct why *why)
{
	char path[PATH_MAX];

	(void)snprintf(path, sizeof(path), "%s/keys/%s", root, name);
	if (mkdir(path, DIR_MODE) == -1 && errno != EEXIST)
		return why_sys(why, "keys/%s", name);
	return OUT_OK;
}

static enum outcome
make_unit(const struct call *call, const char *code, struct why *why)
{
	char path[PATH_MAX];
	struct office office = { .conf = NULL };
	struct unit u;
	enum outcome out;

	(void)snprintf(path, sizeof(path), "%s/keys", call->root);
	if ((out = init_folders(call->root, why)) != OUT_OK ||
	    (out = settings_make(call->root, code, why)) != OUT_OK ||
	    (out = seal_init(path, why)) != OUT_OK)
		return out;
	if ((out = make_below_keys(call->root, "people", why)) != OUT_OK ||
	    (out = make_below_keys(call->root, "authorities", why)) != OUT_OK)
		return out;
	if ((out = command_open(call, STAGE_WRITE, &u, why)) == OUT_OK) {
		if (strcmp(u.code, code) != 0)
			out = why_reject(why, "CONFIG",
			    "the settings are those of another unit");
		else if ((out = office_open(&u, "init", &office, why)) ==
		    OUT_OK)
			out = test_renames(&u, why);
		office_close(&office);
	}
	unit_close(&u);
	return out;
}

int
command_init(const struct call *call)
{
	struct why why = WHY_INIT;
	const char *code;
	size_t n;

	if (call->root == NULL || call->argc != 2)
		return command_usage("-r ROOT init CODE");
	code = call->argv[1];
	n = strspn(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-");
	if (n < 2 || n > 8 || code[n] != '\0' ||
	    strspn(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") < 2)
		return command_usage("-r ROOT init CODE: CODE is a party id, "
				     "2 letters A-Z and up to 6 of A-Z 0-9 -");
	return command_fail(make_unit(call, code, &why), &why);
}
