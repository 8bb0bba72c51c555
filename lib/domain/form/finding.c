/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/form/finding.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "io/record.h"

enum outcome
finding_add(struct findings *list, const char *rule, const char *severity,
    const char *place, int line, const char *text, const char *value,
    struct why *why)
{
	Rec__Finding *f;
	void **slot;

	if (list->n >= FINDINGS_MAX)
		return OUT_OK;
	if ((f = record_new(&rec__finding__descriptor)) == NULL)
		goto err0;
	if (record_set(&f->rule, rule) == -1 ||
	    record_set(&f->severity, severity) == -1 ||
	    record_set(&f->place, place) == -1 ||
	    record_set(&f->text, text) == -1 ||
	    record_set(&f->value, value) == -1)
		goto err1;
	f->line = line > 0 ? (uint32_t)line : 0;
	if ((slot = record_add(&list->item, &list->n)) == NULL)
		goto err1;
	*slot = f;
	return OUT_OK;

err1:
	record_free(f);
err0:
	return why_retry(why, "out of memory");
}

enum outcome
finding_why(struct findings *list, const char *severity,
    const struct why *reason, struct why *why)
{

	return finding_add(list, reason->rule, severity, reason->place,
	    reason->line, reason->text, reason->value, why);
}

enum outcome
finding_to_why(const Rec__Finding *f, struct why *why)
{

	(void)why_reject(why, f->rule, "%s", f->text);
	why_at(why, f->line > INT32_MAX ? 0 : (int)f->line, f->place);
	why_value(why, f->value);
	return OUT_REJECT;
}

const Rec__Finding *
finding_blocks(Rec__Finding *const *item, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (strcmp(item[i]->severity, "block") == 0)
			return item[i];
	return NULL;
}

void
findings_free(struct findings *list)
{
	size_t i;

	for (i = 0; i < list->n; i++)
		record_free(list->item[i]);
	free(list->item);
	list->item = NULL;
	list->n = 0;
}
