/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/store_apart.h"

#include <string.h>

#define SILENT_SECONDS 600u /* without a sign of life it hangs */

enum outcome
store_apart(
    apart_fn *fn, void *ctx, apart_hear_fn *hear, void *hctx, struct why *why)
{
	struct why how = WHY_INIT;
	enum outcome out;

	out = apart_run(fn, ctx, hear, hctx, SILENT_SECONDS, &how);
	if (out == OUT_REJECT && strcmp(how.rule, APART_CRASHED) == 0)
		return why_reject(why, STORE_CRASH, "%s", how.text);
	if (out == OUT_REJECT && strcmp(how.rule, APART_HANGS) == 0)
		return why_reject(why, STORE_HANGS, "%s", how.text);
	if (out != OUT_OK)
		*why = how;
	return out;
}
