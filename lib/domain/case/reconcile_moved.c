/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What is left of a sheet may have got another key with each of several
 * erasures: the key it has in an older store leads over those to the one that
 * there is.
 */
#include <stdlib.h>
#include <string.h>

#include "domain/case/reconcile_impl.h"

static enum outcome
add(struct moved *m, const Rec__Replaced *rec, struct why *why)
{
	struct move *grown;

	grown = realloc(m->move, (m->n + 1) * sizeof(*grown));
	if (grown == NULL)
		return why_sys(why, "keys");
	m->move = grown;
	grown[m->n].from = rec->from;
	grown[m->n++].to = rec->to;
	return OUT_OK;
}

enum outcome
moved_learn(const Rec__Erased *note, void *ctx, struct why *why)
{
	struct moved *m = ctx;
	enum outcome out = OUT_OK;
	size_t i, j, first = m->n;

	for (i = 0; out == OUT_OK && i < note->n_records; i++) {
		const Rec__Replaced *rec = note->records[i];

		for (j = first; j < m->n; j++)
			if (m->move[j].from == rec->from)
				break;
		if (rec->to != SEAL_UNIT && j == m->n)
			out = add(m, rec, why);
	}
	return out;
}

bool
moved_leads(const struct moved *m, uint64_t id, uint64_t from)
{
	size_t i, steps;

	for (steps = 0; id != from && steps <= m->n; steps++) {
		for (i = 0; i < m->n && m->move[i].from != id; i++)
			;
		if (i == m->n)
			return false;
		id = m->move[i].to;
	}
	return id == from;
}

void
moved_free(struct moved *m)
{

	free(m->move);
	memset(m, 0, sizeof(*m));
}
