/* SPDX-License-Identifier: EUPL-1.2 */
/* isupport check-payment: would a bank take this file?  Anybody's file. */
#include <fcntl.h>
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include "command/command.h"
#include "domain/bank/bankprofile.h"
#include "domain/bank/paycheck.h"
#include "io/slurp.h"
#include "value/date.h"

#define FILE_MAX ((size_t)1 << 30)
#define CHUNK ((size_t)65536)

struct checking {
	bool json;
	int32_t today;
	struct bankprofile profile;
	const struct bankprofile *use; /* NULL: any bank */
};

static void
report(void *ctx, const struct paycheck_finding *f)
{
	const struct checking *k = ctx;
	struct buf b = BUF_INIT;

	if (k->json)
		paycheck_json(f, true, &b);
	else
		paycheck_text(f, true, &b);
	if (b.data != NULL)
		(void)fwrite(b.data, 1, b.len, stdout);
	buf_free(&b);
}

static void
summary(const struct checking *k, const struct paycheck_result *r)
{
	struct buf b = BUF_INIT;

	paycheck_summary(r, k->json, &b);
	if (b.data != NULL)
		(void)fwrite(b.data, 1, b.len, stdout);
	buf_free(&b);
}

/* pain.001: streamed, so that size does not matter. */
static enum outcome
check_stream(
    int fd, struct checking *k, struct paycheck_result *r, struct why *why)
{
	static char chunk[CHUNK];
	struct paycheck *pc;
	enum outcome out;
	ssize_t n;

	if ((out = paycheck_begin(k->today, k->use, report, k, &pc, why)) !=
	    OUT_OK)
		return out;
	while (out == OUT_OK && (n = read(fd, chunk, sizeof(chunk))) != 0)
		out = n == -1 ? why_sys(why, "file") :
				paycheck_feed(pc, chunk, (size_t)n, why);
	if (out == OUT_OK)
		out = paycheck_end(pc, r, why);
	paycheck_free(pc);
	return out;
}

static enum outcome
check_csv(const char *path, struct checking *k, struct paycheck_result *r,
    struct why *why)
{
	struct buf data = BUF_INIT, control = BUF_INIT;
	char sheet[PATH_MAX];
	enum outcome out;

	(void)snprintf(sheet, sizeof(sheet), "%s.control.csv", path);
	out = slurp_file(path, FILE_MAX, &data, why);
	if (out == OUT_OK && access(sheet, R_OK) == 0)
		out = slurp_file(sheet, FILE_MAX, &control, why);
	if (out == OUT_OK)
		out = paycheck_csv(data.data, data.len, control.data,
		    control.len, k->today, k->use, report, k, r, why);
	buf_free(&data);
	buf_free(&control);
	return out;
}

static enum outcome
check(const char *path, struct checking *k, struct why *why)
{
	struct paycheck_result r;
	size_t n = strlen(path);
	enum outcome out;
	int fd = STDIN_FILENO;

	memset(&r, 0, sizeof(r));
	if (n > 4 && strcmp(path + n - 4, ".csv") == 0) {
		out = check_csv(path, k, &r, why);
	} else {
		if (strcmp(path, "-") != 0 &&
		    (fd = open(path, O_RDONLY | O_CLOEXEC)) == -1)
			return why_sys(why, "%s", path);
		out = check_stream(fd, k, &r, why);
		if (fd != STDIN_FILENO)
			(void)close(fd);
	}
	if (out != OUT_RETRY)
		summary(k, &r);
	return out;
}

static enum outcome
load_profile(const struct call *call, const char *id, struct checking *k,
    struct why *why)
{
	char path[PATH_MAX];
	struct config *conf;
	enum outcome out;

	if (call->root == NULL)
		return why_reject(
		    why, "CONFIG", "-p names a bank of a unit: give -r ROOT");
	(void)snprintf(path, sizeof(path), "%s/isupport.conf", call->root);
	if (access(path, R_OK) == -1)
		return why_reject(why, "CONFIG",
		    "%s: there is no unit here, or it is another user's", path);
	if ((out = config_load(path, &conf, why)) != OUT_OK)
		return out;
	out = bankprofile_read(conf, id, &k->profile, why);
	k->use = &k->profile;
	config_free(conf);
	return out;
}

int
command_check_payment(const struct call *call)
{
	static const char use[] = "check-payment [-d DATE] [-p PROFILE] FILE";
	struct checking k = { .json = call->json };
	struct why why = WHY_INIT;
	const char *profile = NULL;
	enum outcome out = OUT_OK;
	int ch;

	k.today = (int32_t)(time(NULL) / 86400);
	while ((ch = getopt(call->argc, call->argv, "d:p:")) != -1)
		switch (ch) {
		case 'd':
			if (!date_parse(optarg, &k.today))
				return command_usage(use);
			break;
		case 'p':
			profile = optarg;
			break;
		default:
			return command_usage(use);
		}
	if (optind + 1 != call->argc)
		return command_usage(use);
	if (strcmp(call->argv[optind], "-") != 0 &&
	    !slurp_readable(call->argv[optind]))
		return EX_NOINPUT;
	if (profile != NULL &&
	    (out = load_profile(call, profile, &k, &why)) != OUT_OK)
		return command_fail(out, &why);
	out = check(call->argv[optind], &k, &why);
	return out == OUT_REJECT ? EX_DATAERR : command_fail(out, &why);
}
