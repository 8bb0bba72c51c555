/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * sigcheck [-c FOLDER] [-d TIME] FILE... -- what is said of the signature in
 * each FILE: name, state, rule, microseconds of CPU time.
 *
 * FOLDER holds the certificates that are pinned.  Where there is FILE.content,
 * the signature is one over "SignedContent.zip" with those bytes.  All is read
 * before the first signature is looked at; the look itself stands, for
 * strace(1), between two calls of access(2).
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include "io/slurp.h"
#include "io/xmlsig.h"

#define FILE_MAX ((size_t)16 << 20)

struct input {
	const char *name;
	struct buf xml, content;
};

static struct pins *pins;
static struct xmlsig *xmlsig;
static const char *now = "2026-06-01T12:00:00Z";

static void
must(enum outcome out, const struct why *why)
{
	if (out != OUT_OK)
		errx(outcome_status(out), "%s: %s", why->rule, why->text);
}

static void
load(const char *name, struct input *in)
{
	struct why why = WHY_INIT;
	char path[4096];

	in->name = name;
	must(slurp_file(name, FILE_MAX, &in->xml, &why), &why);
	(void)snprintf(path, sizeof(path), "%s.content", name);
	if (access(path, R_OK) == 0)
		must(slurp_file(path, FILE_MAX, &in->content, &why), &why);
}

static long
cpu(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ts);
	return ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

static void
check(const struct input *in)
{
	struct xmlsig_detached d = { "SignedContent.zip", in->content.data,
		in->content.len };
	struct xmlsig_result r;
	struct why why = WHY_INIT;
	const char *base = strrchr(in->name, '/');
	long start = cpu();
	enum outcome out;

	out = xmlsig_check(xmlsig, in->xml.data, in->xml.len,
	    in->content.data == NULL ? NULL : &d, pins, now, &r, &why);
	if (out == OUT_RETRY)
		must(out, &why);
	(void)printf("%s\t%s\t%s\t%ld\n", base == NULL ? in->name : base + 1,
	    out == OUT_REJECT ? "refused" : xmlsig_state_name(r.state),
	    out == OUT_REJECT ? why.rule : r.why.rule, cpu() - start);
	xmlsig_result_free(&r);
}

int
main(int argc, char *argv[])
{
	static char line[1 << 16]; /* or stdio looks at the file first */
	struct why why = WHY_INIT;
	struct input *in;
	int ch, i;

	(void)setvbuf(stdout, line, _IOFBF, sizeof(line));
	must(pins_new(&pins, &why), &why);
	while ((ch = getopt(argc, argv, "c:d:")) != -1)
		if (ch == 'c')
			must(pins_add_folder(pins, optarg, &why), &why);
		else if (ch == 'd')
			now = optarg;
		else
			errx(EX_USAGE,
			    "usage: sigcheck [-c FOLDER] [-d TIME] FILE...");
	must(xmlsig_open(&xmlsig, &why), &why);
	if ((in = calloc((size_t)argc, sizeof(*in))) == NULL)
		err(EX_OSERR, "calloc");
	for (i = optind; i < argc; i++)
		load(argv[i], &in[i]);
	(void)fflush(stdout);
	(void)access("/checks-begin", F_OK);
	for (i = optind; i < argc; i++)
		check(&in[i]);
	(void)access("/checks-end", F_OK);
	for (i = optind; i < argc; i++) {
		buf_free(&in[i].xml);
		buf_free(&in[i].content);
	}
	free(in);
	xmlsig_close(xmlsig);
	pins_free(pins);
	return fflush(stdout) == 0 ? 0 : EX_IOERR;
}
