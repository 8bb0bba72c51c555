/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * publish-group DIR -- publish one group under DIR (tmp, in, out): what the
 * tests kill.  Says "done" when it may be acknowledged.
 */
#include <stdio.h>
#include <unistd.h>

#include "io/publish.h"

static enum outcome
fill(struct publish *pub, const char *in, const char *out, struct why *why)
{
	char m[4200];
	enum outcome o;

	if ((o = publish_file(pub, "a", 0640, "alpha", 5, out, "a", why)) !=
		OUT_OK ||
	    (o = publish_folder(pub, "f", 0750, out, "f", why)) != OUT_OK ||
	    (o = publish_into(pub, "f", "x", 0640, "xi", 2, why)) != OUT_OK ||
	    (o = publish_into(pub, "f", "y", 0640, "ypsilon", 7, why)) !=
		OUT_OK ||
	    (o = publish_replace(pub, "p", 0640, "page 2", 6, out, "p", why)) !=
		OUT_OK)
		return o;
	(void)snprintf(m, sizeof(m), "%s/m", in);
	if (access(m, F_OK) == -1)
		return OUT_OK; /* moved by an earlier run */
	o = publish_add(
	    pub, "m.v", 0640, "verdict", 7, in, "m", "verdict", why);
	return o != OUT_OK ? o : publish_move(pub, in, "m", out, "m", why);
}

int
main(int argc, char *argv[])
{
	char tmp[4096], in[4096], out[4096];
	struct publish *pub = NULL;
	struct why why = WHY_INIT;
	enum outcome o;

	if (argc != 2)
		return 64;
	(void)snprintf(tmp, sizeof(tmp), "%s/tmp", argv[1]);
	(void)snprintf(in, sizeof(in), "%s/in", argv[1]);
	(void)snprintf(out, sizeof(out), "%s/out", argv[1]);
	if ((o = publish_sweep(in, &why)) == OUT_OK &&
	    (o = publish_begin(tmp, &pub, &why)) == OUT_OK &&
	    (o = fill(pub, in, out, &why)) == OUT_OK)
		o = publish_commit(pub, &why);
	publish_free(pub);
	if (o == OUT_OK)
		o = publish_remove(in, "source", &why);
	if (o != OUT_OK)
		(void)fprintf(stderr, "publish-group: %s\n", why.text);
	else if (puts("done") == EOF || fflush(stdout) == EOF)
		return 75;
	return outcome_status(o);
}
