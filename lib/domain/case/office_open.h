/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_OFFICE_OPEN_H
#define DOMAIN_OFFICE_OPEN_H

#include "domain/case/office.h"
#include "io/unit.h"

/**
 * office_open(unit, actor, office, why):
 * Load the tables of States, treaty pairs and holidays, and fill ${office}
 * for ${unit}, whose strings it lends; ${actor} acts until somebody else is
 * known to.  End with office_close().
 * OUT_RETRY: a table is not there, or not as it must be: our fault.
 * OUT_REJECT (rule CONFIG): no calendar is called what [unit] calendar says.
 */
MUST_CHECK enum outcome
office_open(const struct unit *, const char *, struct office *, struct why *);

/** office_profile(profile, why): the table of States and treaty pairs alone,
 * which ends with profile_free(). */
MUST_CHECK enum outcome office_profile(struct profile **, struct why *);

/** office_close(office): free the tables. */
void office_close(struct office *);

#endif /* !DOMAIN_OFFICE_OPEN_H */
