/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/form/codes.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/xmlin.h"
#include "value/country.h"

/* DE, or a territorial unit, as a party is named. */
static bool
party_ok(const char *code)
{
	char state[3];

	(void)snprintf(state, sizeof(state), "%s", code);
	return country_ok(state);
}

/* What has the type Country, PartyId or Language in a schema of ours; a test
 * compares the two. */
struct coded {
	const char *name;
	bool (*ok)(const char *);
};
static const struct coded elements[] = {
	{ "Country", country_ok },
	{ "StateOfOrigin", country_ok },
	{ "BankCountry", country_ok },
	{ "Sender", party_ok },
	{ "Receiver", party_ok },
	{ "Language", language_ok },
	{ NULL, NULL },
};
static const struct coded attributes[] = {
	{ "code", party_ok },
	{ "language", language_ok },
	{ "lang", language_ok },
	{ NULL, NULL },
};

struct look {
	const char *severity, *text;
	struct findings *list;
	struct why *why;
};

static const struct coded *
named(const struct coded *table, const xmlChar *name)
{

	for (; table->name != NULL; table++)
		if (strcmp(table->name, (const char *)name) == 0)
			return table;
	return NULL;
}

/* The code, which is freed, of or in the element. */
static enum outcome
look_at(struct look *l, const struct coded *c, const xmlNode *at, char *code)
{
	enum outcome out = OUT_OK;
	char path[128];

	if (code == NULL)
		return why_retry(l->why, "out of memory");
	if (code[0] != '\0' && !c->ok(code))
		out = finding_add(l->list, "FORM-CODE", l->severity,
		    xmlin_path(at, path, sizeof(path)),
		    (int)xmlGetLineNo((xmlNode *)(uintptr_t)at), l->text, code,
		    l->why);
	free(code);
	return out;
}

static enum outcome
look_at_element(struct look *l, const xmlNode *node)
{
	const struct coded *c;
	const xmlAttr *a;
	enum outcome out = OUT_OK;

	if ((c = named(elements, node->name)) != NULL)
		out = look_at(l, c, node, xmlin_text(node, ""));
	for (a = node->properties; a != NULL && out == OUT_OK; a = a->next)
		if ((c = named(attributes, a->name)) != NULL)
			out = look_at(l, c, node, xmlin_attr(node, c->name));
	return out;
}

/* Depth is limited by the parser; a place is dear to tell, and told no more
 * often than the list has room for. */
static enum outcome
look_below(struct look *l, const xmlNode *parent)
{
	const xmlNode *node;
	enum outcome out = OUT_OK;

	for (node = parent->children;
	     node != NULL && out == OUT_OK && l->list->n < FINDINGS_MAX;
	     node = node->next)
		if (node->type == XML_ELEMENT_NODE &&
		    (out = look_at_element(l, node)) == OUT_OK)
			out = look_below(l, node);
	return out;
}

enum outcome
codes_check(const xmlDoc *doc, const char *severity, const char *text,
    struct findings *list, struct why *why)
{
	struct look l = { severity, text, list, why };

	return look_below(&l, (const xmlNode *)doc);
}
