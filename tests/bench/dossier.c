/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * dossier [-r] ROOT CASE-NUMBER -- the XML of which render makes a dossier (-r:
 * the page Restricted Information), so that others can make it too.
 */
#include <err.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "domain/case/office_open.h"
#include "domain/page/view.h"
#include "io/record.h"
#include "io/stage.h"
#include "io/xmlout.h"

struct wanted {
	struct office office;
	uint64_t number;
	bool restricted;
};

static enum outcome
print(struct store_txn *txn, void *ctx, struct why *why)
{
	const struct wanted *w = ctx;
	struct buf xml = BUF_INIT;
	enum outcome out;
	Rec__Dossier *d;

	out = w->restricted ? view_restricted(txn, w->number, &d, why) :
			      view_dossier(txn, &w->office, w->number, &d, why);
	if (out != OUT_OK)
		return out;
	if (d == NULL)
		return why_reject(why, "CASE", "there is no such case");
	xmlout_record(&xml, &d->base);
	record_free(d);
	if ((out = buf_ok(&xml, why)) == OUT_OK &&
	    (fwrite(xml.data, 1, xml.len, stdout) != xml.len ||
		fflush(stdout) == EOF))
		out = why_sys(why, "output");
	buf_wipe(&xml);
	return out;
}

int
main(int argc, char *argv[])
{
	static const struct stage stage = { .name = "render",
		.store = STAGE_WRITE };
	struct wanted w = { .restricted = false };
	struct why why = WHY_INIT;
	char line[512];
	enum outcome out;
	struct unit u;
	int ch;

	while ((ch = getopt(argc, argv, "r")) != -1)
		w.restricted = true;
	if (argc - optind != 2)
		errx(64, "usage: dossier [-r] ROOT CASE-NUMBER");
	w.number = strtoull(argv[optind + 1], NULL, 10);
	if ((out = unit_open(argv[optind], &stage, &u, &why)) == OUT_OK &&
	    (out = office_open(&u, "render", &w.office, &why)) == OUT_OK)
		out = store_view(u.store, print, &w, &why);
	if (out != OUT_OK)
		errx(outcome_status(out), "%s",
		    why_line(&why, line, sizeof(line)));
	office_close(&w.office);
	unit_close(&u);
	return 0;
}
