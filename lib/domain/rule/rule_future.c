/* SPDX-License-Identifier: EUPL-1.2 */
/* What has happened has not happened after the day of the form. */
#include "domain/rule/rulecheck.h"

#include <stdlib.h>
#include <string.h>

#include "io/xmlin.h"
#include "value/date.h"

/* The day that the form states, but never one that lies ahead. */
static int32_t
last_day(const struct rule_pass *p)
{
	int32_t day = rule_day(p), today;

	return date_parse(p->in->today, &today) && today < day ? today : day;
}

/* A birth, of whomever, or when the decision was given. */
static bool
happened(const xmlNode *node)
{
	const char *name = (const char *)node->name;

	return strcmp(name, "DateOfBirth") == 0 ||
	    (strcmp(name, "Date") == 0 &&
		strcmp((const char *)node->parent->name, "Decision") == 0);
}

static void
look_at(struct rule_pass *p, const xmlNode *node, int32_t last)
{
	char *s = xmlin_text(node, ""), path[128];
	int32_t day;

	if (s == NULL)
		p->out = why_retry(p->why, "out of memory");
	else if (date_parse(s, &day) && day > last)
		p->out = finding_add(p->list, p->rule->id,
		    p->in->ours ? p->rule->severity : "task",
		    xmlin_path(node, path, sizeof(path)),
		    (int)xmlGetLineNo((xmlNode *)(uintptr_t)node),
		    p->rule->text, s, p->why);
	free(s);
}

/* Depth is limited by the parser; a place is dear to tell, and told no more
 * often than the list has room for. */
static void
look_below(struct rule_pass *p, const xmlNode *parent, int32_t last)
{
	const xmlNode *node;

	for (node = parent->children;
	     node != NULL && p->out == OUT_OK && p->list->n < FINDINGS_MAX;
	     node = node->next) {
		if (node->type != XML_ELEMENT_NODE)
			continue;
		if (happened(node))
			look_at(p, node, last);
		look_below(p, node, last);
	}
}

void
check_future(struct rule_pass *p)
{

	look_below(p, xmlDocGetRootElement(p->in->doc), last_day(p));
	if (p->in->h1 != NULL)
		look_below(p, xmlDocGetRootElement(p->in->h1), last_day(p));
}
