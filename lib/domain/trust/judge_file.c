/* SPDX-License-Identifier: EUPL-1.2 */
/* The files of what is being judged. */
#include "domain/trust/judge_parts.h"

#include <string.h>

const char *
judging_name(const struct judging *g, size_t i)
{

	return g->job->manifest->files[i]->name;
}

long
judging_find(const struct judging *g, const char *name)
{
	size_t i;

	for (i = 0; i < g->job->manifest->n_files; i++)
		if (strcmp(judging_name(g, i), name) == 0)
			return (long)i;
	return -1;
}

static const void *
bytes(const struct judging *g, size_t i)
{
	const ProtobufCBinaryData *b = &g->job->files[i];

	return b->data == NULL ? (const void *)"" : b->data;
}

bool
judging_markup(const struct judging *g, size_t i)
{

	return xmlin_markup(bytes(g, i), g->job->files[i].len);
}

enum outcome
judging_ours(const struct judging *g, size_t i, bool *ours, struct why *why)
{
	enum outcome out;
	xmlDoc *doc;

	*ours = false;
	if (!judging_markup(g, i))
		return OUT_OK;
	out = xmlin_root(
	    g->judge->xmlin, bytes(g, i), g->job->files[i].len, &doc, why);
	*ours = doc != NULL && form_ours(doc);
	xmlFreeDoc(doc);
	return out;
}

enum outcome
judging_parse(
    const struct judging *g, size_t i, xmlDoc **doc, struct why *reason)
{
	enum outcome out;

	out = xmlin_parse(
	    g->judge->xmlin, bytes(g, i), g->job->files[i].len, doc, reason);
	if (out == OUT_REJECT && g->job->n_files > 1)
		why_value(reason, judging_name(g, i));
	return out;
}
