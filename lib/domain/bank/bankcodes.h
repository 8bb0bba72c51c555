/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef DOMAIN_BANKCODES_H
#define DOMAIN_BANKCODES_H

#include <stdbool.h>

/*
 * bankcodes -- ISO 20022 external code lists that payment files use.  The
 * table is lib/data/bankcodes.csv, compiled in.
 */

/** bankcodes_purpose(code): whether in ExternalPurpose1Code. */
bool bankcodes_purpose(const char *);

/** bankcodes_category(code): whether in ExternalCategoryPurpose1Code. */
bool bankcodes_category(const char *);

/** bankcodes_clearing(code): whether in
 * ExternalClearingSystemIdentification1Code ("BRISP", "USABA"). */
bool bankcodes_clearing(const char *);

#endif /* !DOMAIN_BANKCODES_H */
