/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * pages SHARE DIR LANGUAGE... -- FILE... -- pages of forms and records, made
 * by the worker that makes them all: for each FILE ("h3=path", the stylesheet
 * before '=', or a path alone) and language DIR/N-STYLE.LANGUAGE.html, where N
 * counts the files.
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/page/page.h"
#include "io/slurp.h"
#include "io/xmlin.h"

static void
check(enum outcome out, const struct why *why, const char *what)
{
	char line[512];

	if (out != OUT_OK)
		errx(outcome_status(out), "%s: %s", what,
		    why_line(why, line, sizeof(line)));
}

static void
make(struct worker *worker, const char *dir, int n, char *file,
    const char *language)
{
	struct buf xml = BUF_INIT, html = BUF_INIT;
	struct why why = WHY_INIT;
	char *equals = strchr(file, '='), path[4096];
	const char *style = equals == NULL ? "" : file;
	FILE *f;

	if (equals != NULL) {
		*equals = '\0';
		file = equals + 1;
	}
	check(slurp_file(file, XMLIN_MAX, &xml, &why), &why, file);
	check(page_one(worker, style, language, xml.data, xml.len, &html, &why),
	    &why, file);
	(void)snprintf(path, sizeof(path), "%s/%02d-%s.%s.html", dir, n,
	    equals == NULL ? "page" : style, language);
	if ((f = fopen(path, "w")) == NULL ||
	    fwrite(html.data, 1, html.len, f) != html.len || fclose(f) == EOF)
		err(1, "%s", path);
	if (equals != NULL)
		*equals = '=';
	buf_free(&xml);
	buf_free(&html);
}

int
main(int argc, char *argv[])
{
	struct why why = WHY_INIT;
	struct page_arg arg = { NULL, NULL };
	struct worker *worker;
	int files, i, k;

	for (files = 3; files < argc && strcmp(argv[files], "--") != 0;)
		files++;
	if (files >= argc)
		errx(64, "usage: pages SHARE DIR LANGUAGE... -- FILE...");
	arg.share = argv[1];
	check(worker_start(&page_worker, &arg, &worker, &why), &why, "worker");
	for (i = files + 1; i < argc; i++)
		for (k = 3; k < files; k++)
			make(worker, argv[2], i - files, argv[i], argv[k]);
	worker_stop(worker);
	return 0;
}
