/* SPDX-License-Identifier: EUPL-1.2 */
/* isupport check-container: is this container, or the token or evidence that
 * came beside one, signed by whom we have pinned?  Anybody's file: a worker
 * meets it. */
#include <dirent.h>
#include <err.h>
#include <fcntl.h>
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include "command/command.h"
#include "domain/trust/container.h"
#include "domain/form/finding.h"
#include "io/record.h"
#include "io/slurp.h"
#include "io/xmlout.h"
#include "value/date.h"

#define FOLDERS_MAX 300

struct checking {
	bool json;
	const char *folder[FOLDERS_MAX];
	size_t folders;
	char path[FOLDERS_MAX][PATH_MAX];
	const char *file, *token;
	char now[TIME_TEXT];
};

static void
add_folder(struct checking *k, const char *path)
{
	if (k->folders < FOLDERS_MAX)
		k->folder[k->folders++] = path;
}

/* Those of the unit: one for each connector. */
static void
unit_folders(const struct call *call, struct checking *k)
{
	char dir[PATH_MAX - NAME_MAX - 2];
	struct dirent *e;
	DIR *d;
	char *path;

	if (call->root == NULL)
		return;
	(void)snprintf(dir, sizeof(dir), "%s/keys/connectors", call->root);
	if ((d = opendir(dir)) == NULL)
		return;
	while ((e = readdir(d)) != NULL && k->folders < FOLDERS_MAX) {
		if (e->d_name[0] == '.')
			continue;
		path = k->path[k->folders];
		(void)snprintf(path, PATH_MAX, "%s/%s", dir, e->d_name);
		add_folder(k, path);
	}
	(void)closedir(d);
}

/* Does not wait for who writes to a FIFO; "-": standard input. */
static int
open_file(const char *path)
{
	if (strcmp(path, "-") == 0)
		return dup(STDIN_FILENO);
	return open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
}

/* Whether it can be opened, and is a file of the kind that is wanted; else
 * says why. */
static bool
readable(const char *path, bool folder)
{
	struct stat st;
	int fd;

	if (!folder && strcmp(path, "-") == 0)
		return true;
	if ((fd = open_file(path)) == -1 || fstat(fd, &st) == -1) {
		warn("%s", path);
		return false;
	}
	(void)close(fd);
	if (folder ? S_ISDIR(st.st_mode) : S_ISREG(st.st_mode))
		return true;
	warnx("%s: not a %s", path, folder ? "folder" : "regular file");
	return false;
}

static bool
all_readable(const struct checking *k)
{
	size_t i;

	for (i = 0; i < k->folders; i++)
		if (!readable(k->folder[i], true))
			return false;
	return readable(k->file, false) &&
	    (k->token == NULL || readable(k->token, false));
}

static enum outcome
read_file(const char *path, struct buf *b, struct why *why)
{
	enum outcome out;
	int fd;

	if ((fd = open_file(path)) == -1)
		return why_sys(why, "%s", path);
	out = slurp_fd(fd, CONTAINER_MAX, b, why);
	(void)close(fd);
	return out;
}

static enum outcome
ask(struct worker *worker, const struct checking *k, Rec__Checked **checked,
    struct why *why)
{
	struct buf file = BUF_INIT, token = BUF_INIT, job = BUF_INIT;
	Rec__CheckJob j = REC__CHECK_JOB__INIT;
	ProtobufCMessage *m = NULL;
	enum outcome out;

	out = read_file(k->file, &file, why);
	if (out == OUT_OK && k->token != NULL)
		out = read_file(k->token, &token, why);
	j.now = lend(k->now);
	j.file.data = file.data;
	j.file.len = file.len;
	j.token.data = token.data;
	j.token.len = token.len;
	if (out == OUT_OK)
		out = record_pack(&j.base, &job, why);
	buf_free(&file);
	buf_free(&token);
	if (out == OUT_OK)
		out = worker_call(worker, job.data, job.len, &file, why);
	if (out == OUT_OK)
		out = record_unpack(
		    &rec__checked__descriptor, file.data, file.len, &m, why);
	buf_free(&file);
	buf_free(&job);
	*checked = RECORD_OF(Rec__Checked, m);
	return out;
}

static const char *
verdict(const Rec__Checked *c)
{
	if (container_good(c))
		return "accepted";
	return strcmp(c->signature, "not verifiable") == 0 ? "not verifiable" :
							     "refused";
}

/* Everything that was found; then, for people, the verdict. */
static enum outcome
report(const struct checking *k, const Rec__Checked *c, struct why *why)
{
	struct buf b = BUF_INIT;
	enum outcome out = OUT_OK;

	if (k->json)
		out = xmlout_json(&b, &c->base, why);
	else
		xmlout_plain(&b, &c->base);
	if (out == OUT_OK && (out = buf_ok(&b, why)) == OUT_OK)
		(void)printf("%s\n", (const char *)b.data);
	if (out == OUT_OK && !k->json)
		(void)printf("%s\n", verdict(c));
	buf_free(&b);
	if (out == OUT_OK && !container_good(c))
		return finding_to_why(
		    finding_blocks(c->findings, c->n_findings), why);
	return out;
}

static enum outcome
check(const struct checking *k, struct why *why)
{
	struct container_arg arg = { k->folder, k->folders };
	Rec__Checked *checked = NULL;
	struct worker *worker;
	enum outcome out;

	if ((out = worker_start(&container_worker, &arg, &worker, why)) !=
	    OUT_OK)
		return out;
	if ((out = worker_ready(worker, why)) == OUT_OK &&
	    (out = ask(worker, k, &checked, why)) == OUT_OK)
		out = report(k, checked, why);
	record_free(checked);
	worker_stop(worker);
	return out;
}

int
command_check_container(const struct call *call)
{
	static const char use[] =
	    "check-container [-c FOLDER] [-d DATE] [-t TOKEN] FILE";
	static struct checking k;
	struct why why = WHY_INIT;
	int32_t day;
	int ch;

	k.json = call->json;
	(void)time_format((int64_t)time(NULL), k.now);
	while ((ch = getopt(call->argc, call->argv, "c:d:t:")) != -1)
		switch (ch) {
		case 'c':
			add_folder(&k, optarg);
			break;
		case 'd':
			if (!date_parse(optarg, &day))
				return command_usage(use);
			(void)time_format(day * INT64_C(86400) + 43200, k.now);
			break;
		case 't':
			k.token = optarg;
			break;
		default:
			return command_usage(use);
		}
	if (optind + 1 != call->argc)
		return command_usage(use);
	k.file = call->argv[optind];
	if (!all_readable(&k))
		return EX_NOINPUT;
	if (k.folders == 0)
		unit_folders(call, &k);
	return command_fail(check(&k, &why), &why);
}
