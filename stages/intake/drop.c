/* SPDX-License-Identifier: EUPL-1.2 */
#include "intake/intake.h"

#include <stdio.h>

#include "io/record.h"

enum outcome
take_drop(struct run *r, const struct foreign *e, struct why *why)
{
	struct foreign_list list = { NULL, 0, false };
	const struct foreign *entries = e;
	struct taken t = { "", "", { 0 } };
	struct pickup p;
	enum outcome out = OUT_OK;
	size_t n = 1;

	if (e->folder) {
		out = foreign_list(
		    r->dirfd, e->name, FOREIGN_ENTRIES_MAX, &list, why);
		entries = list.entry;
		n = list.n;
	}
	if (out == OUT_OK &&
	    (n == 0 ||
		!pickup_quiet(entries, n, &r->now,
		    config_number(r->u->conf, "unit", "quiet_seconds")))) {
		foreign_list_free(&list);
		return OUT_OK;
	}
	if (out == OUT_OK && list.cut)
		out = why_reject(why, "FILE-ENTRIES", "too many files");
	if (out == OUT_OK)
		out = pickup_take(
		    r->dirfd, e->folder ? e->name : NULL, entries, n, &p, why);
	foreign_list_free(&list);
	if (out != OUT_OK)
		return out;
	p.manifest->origin = REC__MANIFEST__ORIGIN__DROP;
	(void)snprintf(t.name, sizeof(t.name), "%s", e->name);
	out = record_set(&p.manifest->folder, e->name) == -1 ?
	    why_sys(why, "manifest") :
	    intake_parcel(r, &p, &t, why);
	pickup_free(&p);
	return out;
}
