/* SPDX-License-Identifier: EUPL-1.2 */
#include "intake/intake.h"

#include <stdio.h>

#include "domain/form/evidence.h"
#include "io/record.h"

static enum outcome
take_evidence(
    struct run *r, const char *folder, const struct foreign *e, struct why *why)
{
	struct taken t = { "", "", { 0 } };
	bool before, same;
	struct pickup p;
	enum outcome out;

	(void)snprintf(
	    t.folder, sizeof(t.folder), "out/%.100s/%.100s", folder, e->name);
	if ((out = pickup_digest(e, 1, t.digest, why)) != OUT_OK ||
	    (out = seen_look(r, &t, &before, &same, why)) != OUT_OK || same ||
	    !pickup_quiet(e, 1, &r->now,
		config_number(r->u->conf, "unit", "quiet_seconds")))
		return out;
	if ((out = pickup_take(r->dirfd, folder, e, 1, &p, why)) != OUT_OK)
		return out;
	p.manifest->origin = REC__MANIFEST__ORIGIN__EVIDENCE_OF;
	out = record_set(&p.manifest->folder, folder) == -1 ||
		record_set(&p.manifest->about, folder) == -1 ?
	    why_sys(why, "manifest") :
	    intake_parcel(r, &p, &t, why);
	pickup_free(&p);
	return out;
}

enum outcome
take_evidences(struct run *r, const struct foreign *e, struct why *why)
{
	struct foreign_list list;
	struct why one = WHY_INIT;
	enum outcome out;
	size_t i;

	if (!e->folder)
		return OUT_OK;
	if ((out = foreign_list(
		 r->dirfd, e->name, FOREIGN_ENTRIES_MAX, &list, why)) != OUT_OK)
		return out;
	for (i = 0; out == OUT_OK && i < list.n; i++) {
		if (evidence_type_of_file(list.entry[i].name) == NULL)
			continue;
		out = take_evidence(r, e->name, &list.entry[i], &one);
		if (out == OUT_REJECT) {
			intake_say(r, "evidence", &one);
			out = OUT_OK;
		} else if (unit_stays(r->u, "evidence", out, &one)) {
			out = OUT_OK;
		}
	}
	if (out != OUT_OK)
		*why = one;
	foreign_list_free(&list);
	return out;
}
