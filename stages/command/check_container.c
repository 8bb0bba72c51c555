/* SPDX-License-Identifier: EUPL-1.2 */
/* isupport check-container: is this container, or the token or evidence that
 * came beside one, signed by whom we have pinned?  Anybody's file: a worker
 * meets it. */
#include <dirent.h>
#include <fcntl.h>
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
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

static enum outcome
read_file(const char *path, struct buf *b, struct why *why)
{
	if (strcmp(path, "-") == 0)
		return slurp_fd(STDIN_FILENO, CONTAINER_MAX, b, why);
	return slurp_file(path, CONTAINER_MAX, b, why);
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
	if (k.folders == 0)
		unit_folders(call, &k);
	return command_fail(check(&k, &why), &why);
}
