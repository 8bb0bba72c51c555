/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Whatever the bytes: the parser gives a document without DOCTYPE, comments
 * and entities, within the limits of the pre-scan, or a reason with a rule.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "io/xmlin.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static unsigned int elements;

static void
check(const xmlNode *n, unsigned int depth)
{
	const xmlAttr *a;
	unsigned int attributes = 0;
	char path[40];

	if (depth > 64)
		abort();
	for (; n != NULL; n = n->next) {
		if (n->type == XML_TEXT_NODE)
			continue;
		if (n->type != XML_ELEMENT_NODE || ++elements > 200000)
			abort();
		attributes = 0;
		for (a = n->properties; a != NULL; a = a->next)
			attributes++;
		if (attributes > 64 ||
		    strlen(xmlin_path(n, path, sizeof(path))) >= sizeof(path))
			abort();
		free(xmlin_text(n, ""));
		check(n->children, depth + 1);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static struct xmlin *x;
	struct why why = WHY_INIT;
	enum outcome out;
	xmlDoc *doc;

	if (x == NULL && xmlin_open(&x, &why) != OUT_OK)
		abort();
	out = xmlin_parse(x, data, len, &doc, &why);
	if ((out == OUT_OK) != (doc != NULL))
		abort();
	if (out != OUT_OK &&
	    (why.rule[0] == '\0' || why.text[0] == '\0' ||
		why.value[0] != '\0'))
		abort();
	if (doc != NULL) {
		if (doc->intSubset != NULL || doc->extSubset != NULL)
			abort();
		elements = 0;
		check(doc->children, 1);
		xmlFreeDoc(doc);
	}
	return 0;
}
