/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/keeper.h"

#include <assert.h>
#include <limits.h>
#include <stdio.h>

#include "io/sandbox.h"
#include "io/share.h"
#include "value/date.h"

#define PATHS_MAX 16 /* of a stage, with those of all */

/* Under the unit's root, but for what begins with a slash. */
static void
add(const struct unit *u, const struct sandbox_path *from,
    char text[][PATH_MAX], struct sandbox_path *to, size_t *n)
{
	for (; from->path != NULL; from++, (*n)++) {
		assert(*n < PATHS_MAX);
		if (from->path[0] == '/')
			(void)snprintf(text[*n], PATH_MAX, "%s", from->path);
		else
			(void)unit_path(u, from->path, text[*n], PATH_MAX);
		to[*n].path = text[*n];
		to[*n].use = from->use;
	}
}

enum outcome
keeper_close_in(const struct unit *u, const struct stage *st, struct why *why)
{
	char share[PATH_MAX], text[PATHS_MAX][PATH_MAX];
	const struct sandbox_path all[] = { { "log", SANDBOX_LOG },
		{ share_path("", share, sizeof(share)), SANDBOX_READ },
		{ TIME_ZONES, SANDBOX_READ }, { NULL, SANDBOX_READ } };
	struct sandbox_path paths[PATHS_MAX];
	size_t n = 0;

	add(u, all, text, paths, &n);
	add(u, st->paths, text, paths, &n);
	return sandbox_keeper(
	    paths, n, config_yes(u->conf, "unit", "require_sandbox"), why);
}
