/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/unit.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include "base/plain.h"
#include "io/epoch.h"
#include "io/foreign.h"
#include "io/stage.h"
#include "value/date.h"

const char *
unit_path(const struct unit *u, const char *rel, char *buf, size_t size)
{
	const char *set = "";

	if (strcmp(rel, "incoming") == 0) {
		set = config_get(u->conf, "folders", "incoming");
		rel = "spool/ecodex/iSupport_incoming";
	} else if (strcmp(rel, "outgoing") == 0) {
		set = config_get(u->conf, "folders", "outgoing");
		rel = "spool/ecodex/iSupport_outgoing";
	}
	if (set[0] == '/')
		(void)snprintf(buf, size, "%s", set);
	else
		(void)snprintf(
		    buf, size, "%s/%s", u->root, set[0] == '\0' ? rel : set);
	return buf;
}

void
unit_log(const struct unit *u, const char *fmt, ...)
{
	char path[PATH_MAX], line[512];
	va_list ap;
	int fd, n;

	va_start(ap, fmt);
	n = vsnprintf(line, sizeof(line) - 1, fmt, ap);
	va_end(ap);
	if (n < 0)
		return;
	plain_ascii(line);
	(void)fprintf(stderr, "%s%s: %s: %s\n",
	    isatty(STDERR_FILENO) ? "" : "<6>", u->code, u->stage, line);
	(void)snprintf(path, sizeof(path), "%s/log/%s", u->root, u->stage);
	fd = open(
	    path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0640);
	if (fd == -1)
		return; /* a full disk must not stop the work */
	(void)dprintf(fd, "%s %s\n", u->now, line);
	(void)close(fd);
}

bool
unit_stays(
    struct unit *u, const char *what, enum outcome out, const struct why *why)
{
	char line[512];

	if (out != OUT_RETRY ||
	    (strcmp(why->rule, WORKER_KILLED) != 0 &&
		strcmp(why->rule, FOREIGN_ACCESS) != 0))
		return false;
	unit_log(u, "%s stays: %s", what, why_line(why, line, sizeof(line)));
	u->stayed++;
	return true;
}

/* The time of this run: the system's, or a test's where that is allowed. */
static enum outcome
set_clock(struct unit *u, struct why *why)
{
	const char *given = getenv("ISUPPORT_NOW");
	char local[20];
	enum outcome out;
	int64_t now = (int64_t)time(NULL);

	if (config_yes(u->conf, "unit", "test_clock")) {
		if (given != NULL && !time_parse(given, &now))
			return why_reject(
			    why, "CLOCK", "ISUPPORT_NOW is no time in UTC");
	} else if (given != NULL) {
		return why_reject(why, "CLOCK",
		    "the clock is moved only where test_clock = yes");
	}
	(void)time_format(now, u->now);
	if ((out = time_local(now, config_get(u->conf, "unit", "timezone"),
		 local, why)) != OUT_OK)
		return out;
	(void)snprintf(u->today, sizeof(u->today), "%.10s", local);
	return OUT_OK;
}

/* A unit that is not there, or not for this user, is so at the next try. */
static enum outcome
no_unit(const char *path, struct why *why)
{
	if (errno == EACCES)
		return why_reject(
		    why, "PERMISSION", "%s: it belongs to another user", path);
	if (errno == ENOENT || errno == ENOTDIR)
		return why_reject(why, "CONFIG",
		    "%s: there is no unit here; isupport -r ROOT init CODE "
		    "makes one",
		    path);
	return why_sys(why, "%s", path);
}

enum outcome
unit_unlock(struct unit *u, const struct stage *st, struct why *why)
{
	char path[PATH_MAX];
	enum outcome out;
	enum store_keeping kept = STORE_KEPT;
	struct epoch epoch;
	size_t size;

	(void)unit_path(u, "keys/master", path, sizeof(path));
	if (access(path, R_OK) == -1 && errno == EACCES)
		return no_unit(path, why);
	if ((out = seal_open(unit_path(u, "keys", path, sizeof(path)), &u->seal,
		 why)) != OUT_OK ||
	    st->store == STAGE_NO_STORE)
		return out;
	size = (size_t)config_size(u->conf, "unit", "map_size");
	if ((out = store_open(unit_path(u, "store", path, sizeof(path)), size,
		 st->store == STAGE_READ, u->seal, &u->store, why)) != OUT_OK ||
	    st->store == STAGE_READ || u->dry)
		return out;
	if ((out = epoch_read(unit_path(u, "keys/epoch", path, sizeof(path)),
		 &epoch, why)) == OUT_OK)
		out = store_keep(u->store,
		    unit_path(u, "sent/audit", path, sizeof(path)),
		    epoch.number, u->now, &kept, why);
	u->restored = out == OUT_OK && kept == STORE_RESTORED;
	return out;
}

static enum outcome
load_settings(
    const char *root, const struct stage *st, struct unit *u, struct why *why)
{
	char path[PATH_MAX];
	enum outcome out;

	memset(u, 0, sizeof(*u));
	u->lockfd = -1;
	u->stage = st->name;
	u->code = "";
	if ((u->root = realpath(root, NULL)) == NULL)
		return no_unit(root, why);
	(void)snprintf(path, sizeof(path), "%s/isupport.conf", u->root);
	if (access(path, R_OK) == -1)
		return no_unit(path, why);
	if ((out = config_load(path, &u->conf, why)) != OUT_OK)
		return out;
	u->code = config_get(u->conf, "unit", "code");
	return set_clock(u, why);
}

static enum outcome
start_worker(struct unit *u, const struct stage *st, struct why *why)
{
	const void *arg = NULL;
	enum outcome out;

	worker_require(config_yes(u->conf, "unit", "require_sandbox"));
	if (st->second != NULL && (arg = st->second_arg(u)) != NULL &&
	    (out = worker_start(st->second, arg, &u->second, why)) != OUT_OK)
		return out;
	arg = NULL;
	if (st->worker == NULL)
		return OUT_OK;
	if (st->worker_arg != NULL && (arg = st->worker_arg(u)) == NULL)
		return why_sys(why, "%s", st->name);
	return worker_start(st->worker, arg, &u->worker, why);
}

enum outcome
unit_begin(
    const char *root, const struct stage *st, struct unit *u, struct why *why)
{
	enum outcome out;

	(void)umask(077);
	(void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
	if ((out = load_settings(root, st, u, why)) != OUT_OK)
		return out;
	return start_worker(u, st, why);
}

enum outcome
unit_open(
    const char *root, const struct stage *st, struct unit *u, struct why *why)
{
	enum outcome out = unit_begin(root, st, u, why);

	return out == OUT_OK ? unit_unlock(u, st, why) : out;
}

void
unit_close(struct unit *u)
{
	store_close(u->store);
	seal_close(u->seal);
	worker_stop(u->worker);
	worker_stop(u->second);
	config_free(u->conf);
	if (u->lockfd != -1)
		(void)close(u->lockfd);
	free(u->root);
	memset(u, 0, sizeof(*u));
	u->lockfd = -1;
}

enum outcome
unit_may_send(const struct unit *u, struct why *why)
{
	return !u->restored ?
	    OUT_OK :
	    why_reject(why, "STORE-RESTORED",
		"the store is not the one that sent/audit knows: "
		"nothing leaves before isupport reconcile");
}

int
unit_status(enum outcome out, const struct why *why)
{
	static const char *const settings[] = { "CONFIG", "CLOCK", "TIMEZONE",
		"KEYS", "BANK-PROFILE", "STORE-RESTORED", "AUDIT-HEADS" };
	size_t i;

	if (out != OUT_REJECT)
		return outcome_status(out);
	if (strcmp(why->rule, "PERMISSION") == 0)
		return EX_NOPERM;
	for (i = 0; i < sizeof(settings) / sizeof(settings[0]); i++)
		if (strcmp(why->rule, settings[i]) == 0)
			return EX_CONFIG;
	return EX_DATAERR;
}
