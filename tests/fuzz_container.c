/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Whatever the bytes: a container is looked at or there is a reason; and one
 * that is accepted under the pinned certificates holds the documents of the
 * seeds, and nothing else.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "domain/trust/container.h"
#include "domain/form/finding.h"
#include "io/record.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static struct container_tools tools;

static void
must(int ok)
{
	if (!ok)
		abort();
}

static void
start(void)
{
	struct why why = WHY_INIT;
	struct pins *pins;

	must(xmlsig_open(&tools.xmlsig, &why) == OUT_OK);
	must(xmlin_open(&tools.xmlin, &why) == OUT_OK);
	must(pins_new(&pins, &why) == OUT_OK);
	must(pins_add_folder(pins, "tests/data/pins", &why) == OUT_OK);
	must(pins_count(pins) > 0);
	tools.pins = pins;
	tools.now = "2026-12-01T00:00:00Z";
}

static void
must_be_seed(const Rec__Checked *c)
{
	if (strcmp(c->kind, "container") != 0) {
		must(strcmp(c->kind, "token") == 0);
		return;
	}
	must(c->n_files == 2);
	must(strcmp(c->files[0]->name, "a.pdf") == 0);
	must(c->files[0]->size == 4 && c->files[1]->size == 6);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct why why = WHY_INIT;
	Rec__Checked *c;

	if (tools.xmlsig == NULL)
		start();
	if (container_check(&tools, data, len, NULL, 0, &c, &why) != OUT_OK) {
		must(c == NULL && why.rule[0] != '\0');
		return 0;
	}
	if (container_good(c))
		must_be_seed(c);
	else
		must(finding_blocks(c->findings, c->n_findings) != NULL);
	record_free(c);
	return 0;
}
