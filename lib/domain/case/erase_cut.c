/* SPDX-License-Identifier: EUPL-1.2 */
/* Rows about a case, out of a sheet that was dropped. */
#include <stdio.h>
#include <string.h>

#include "domain/case/erase_impl.h"

#define FIELD_MAX ((size_t)128) /* references have at most 64 characters */

static bool
separates(char c)
{
	return strchr(",;\"\t\r\n", c) != NULL;
}

/* Where the row that begins at p ends: behind its line break, which does not
 * count within quotes. */
static const char *
row_end(const char *p, const char *end, unsigned int *lines)
{
	bool quoted = false;

	for (; p < end; p++) {
		quoted = quoted != (*p == '"');
		if (*p != '\n')
			continue;
		++*lines;
		if (!quoted)
			return p + 1;
	}
	return end;
}

/* Whether one of its fields is a name of the case; in a sheet of tasks also
 * the number of one. */
static bool
row_named(const struct erasing *k, const char *p, const char *end, bool tasks)
{
	char field[FIELD_MAX];
	const char *e, *t;

	for (; p < end; p = e + 1) {
		for (e = p; e < end && !separates(*e); e++)
			continue;
		while (p < e && *p == ' ')
			p++;
		for (t = e; t > p && t[-1] == ' '; t--)
			continue;
		if (t == p || (size_t)(t - p) >= sizeof(field))
			continue;
		memcpy(field, p, (size_t)(t - p));
		field[t - p] = '\0';
		if (casenames_is(field, k->names) ||
		    (tasks && casenames_task(k->names, field)))
			return true;
	}
	return false;
}

static void
cut_rows(const struct erasing *k, const struct erase_sheet *s, const char *p,
    const char *end, struct buf *out, bool *cut)
{
	unsigned int line = 1, next;
	const char *e;

	for (; p < end; p = e, line = next) {
		next = line;
		e = row_end(p, end, &next);
		if (casenames_row(k->names, s->parcel, line) ||
		    row_named(k, p, e, s->tasks))
			*cut = true;
		else
			(void)buf_add(out, p, (size_t)(e - p));
	}
}

static bool
is_signature(const Rec__Document *d)
{
	size_t n = strlen(d->name);

	return n > 4 && strcmp(d->name + n - 4, ".p7s") == 0;
}

void
erase_sheet_of(const Rec__Event *ev, struct erase_sheet *s)
{
	s->document = ev->document;
	s->tasks = strcmp(ev->subject, "tasks") == 0;
	(void)snprintf(s->parcel, sizeof(s->parcel), "%s", ev->parcel);
}

enum outcome
erase_cut(const struct erasing *k, const struct erase_sheet *s,
    const Rec__Document *d, const void *data, size_t len, struct buf *out,
    bool *cut, struct why *why)
{
	*cut = false;
	if (strcmp(d->role, "sheet") == 0 && !is_signature(d) && len > 0)
		cut_rows(k, s, data, (const char *)data + len, out, cut);
	else if (strcmp(d->role, "bank") == 0)
		*cut = casenames_in(k->names, data, len); /* nothing stays */
	if (!*cut) {
		buf_reset(out);
		(void)buf_add(out, data, len);
	}
	return buf_ok(out, why);
}
