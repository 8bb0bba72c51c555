/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef IO_KEEPER_H
#define IO_KEEPER_H

#include "io/stage.h"

/**
 * keeper_close_in(unit, stage, why):
 * Once settings, workers, keys and store of ${unit} are open, and before
 * ${stage} meets its first item: give up everything (sandbox.h) but the
 * stage's paths, its log, the tables in share/ and those of the time zones.
 * Where the kernel lacks a part: OUT_OK with the fact in ${why}, or OUT_RETRY
 * if the setting require_sandbox is on; else the text of ${why} is empty.
 */
MUST_CHECK enum outcome
keeper_close_in(const struct unit *, const struct stage *, struct why *);

#endif /* !IO_KEEPER_H */
