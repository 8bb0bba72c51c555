/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef COMMAND_STAYS_H
#define COMMAND_STAYS_H

#include <stdbool.h>

#include "command/command.h"
#include "io/unit.h"

/**
 * stays_put(unit, json, why):
 * Print what lies in drop/, iSupport_incoming/ or iSupport_outgoing/ and
 * cannot be taken from there: where, the rule, what is wrong, what to do next;
 * with ${json} as the list "stays", a comma before it.  Names that begin with a
 * point or end in ".part" are left out, as intake(1) does.
 * OUT_RETRY: one of these cannot be looked at.
 */
MUST_CHECK enum outcome stays_put(const struct unit *, bool, struct why *);

#endif /* !COMMAND_STAYS_H */
