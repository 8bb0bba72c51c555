/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/queue.h"

#include <dirent.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The names in a folder of ours that come after that one, sorted; NULL and
 * errno on failure. */
static char **
names_of(const char *path, const char *after, size_t *np)
{
	DIR *d = opendir(path);
	struct dirent *e;
	char **names = NULL, **grown;
	size_t n = 0, cap = 0;

	*np = 0;
	if (d == NULL)
		return NULL;
	while ((e = readdir(d)) != NULL) {
		if (e->d_name[0] == '.' || strcmp(e->d_name, after) <= 0)
			continue;
		if (n + 1 >= cap) {
			cap = cap == 0 ? 64 : cap * 2;
			grown = realloc(names, cap * sizeof(*names));
			if (grown == NULL)
				break;
			names = grown;
		}
		if ((names[n] = strdup(e->d_name)) == NULL)
			break;
		n++;
	}
	(void)closedir(d);
	if (names == NULL)
		names = calloc(1, sizeof(*names));
	if (names != NULL && n > 0)
		qsort(names, n, sizeof(*names), by_name);
	*np = n;
	return names;
}

enum outcome
queue_each(struct unit *u, const char *dir, size_t max, queue_fn *fn, void *ctx,
    size_t *np, struct why *why)
{
	return queue_after(u, dir, "", max, fn, ctx, np, why);
}

enum outcome
queue_after(struct unit *u, const char *dir, const char *after, size_t max,
    queue_fn *fn, void *ctx, size_t *np, struct why *why)
{
	char path[PATH_MAX];
	enum outcome out = OUT_OK, one;
	char **names;
	size_t i, n;

	*np = 0;
	names = names_of(unit_path(u, dir, path, sizeof(path)), after, &n);
	if (names == NULL)
		return why_sys(why, "%s", dir);
	for (i = 0; i < n && (max == 0 || i < max); i++) {
		one = fn(u, names[i], ctx, why);
		if (one == OUT_RETRY) {
			out = one;
			break;
		}
		(*np)++;
	}
	for (i = 0; i < n; i++)
		free(names[i]);
	free(names);
	return out;
}
