/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/parcel_check.h"

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "io/parcel_file.h"
#include "io/record.h"
#include "io/slurp.h"

#define REASON_MAX ((size_t)65536)

static bool
has(const char *dir, const char *name, const char *file)
{
	char rel[PATH_MAX];

	(void)snprintf(rel, sizeof(rel), "%s/%s", name, file);
	return slurp_there(dir, rel);
}

static enum outcome
check_files(
    const char *dir, const struct parcel *p, struct seal *seal, struct why *why)
{
	struct buf b = BUF_INIT;
	enum outcome out = OUT_OK;
	size_t i;

	for (i = 0; out == OUT_OK && i < p->manifest->n_files; i++) {
		buf_reset(&b);
		out = parcel_file(dir, p, i, seal, &b, why);
	}
	for (i = 0;
	     out == OUT_OK && p->verdict != NULL && i < p->verdict->n_opened;
	     i++) {
		buf_reset(&b);
		out =
		    parcel_opened(dir, p, p->verdict->opened[i], seal, &b, why);
	}
	buf_wipe(&b);
	return out;
}

/* The words for people are those of the sealed reason. */
static enum outcome
check_words(
    const char *dir, const char *name, const Rec__Reason *r, struct why *why)
{
	struct buf have = BUF_INIT, want = BUF_INIT;
	struct why said = WHY_INIT;
	char path[PATH_MAX];
	enum outcome out;

	if (r->finding == NULL ||
	    snprintf(path, sizeof(path), "%s/%s/reason", dir, name) >=
		(int)sizeof(path))
		return why_reject(why, "PARCEL", "it has no reason");
	(void)snprintf(said.rule, sizeof(said.rule), "%s", r->finding->rule);
	(void)snprintf(said.place, sizeof(said.place), "%s", r->finding->place);
	said.line = (int)r->finding->line;
	(void)snprintf(said.text, sizeof(said.text), "%s", r->finding->text);
	parcel_words(&want, r->stage, r->at, &said);
	if ((out = buf_ok(&want, why)) == OUT_OK &&
	    (out = slurp_file(path, REASON_MAX, &have, why)) == OUT_OK &&
	    (have.len < want.len ||
		memcmp(have.data, want.data, want.len) != 0))
		out = why_reject(
		    why, "PARCEL", "the text of reason is not the sealed one");
	buf_free(&have);
	buf_free(&want);
	return out;
}

static enum outcome
check_reason(const char *dir, const char *name, struct seal *seal, bool judged,
    struct why *why)
{
	Rec__Reason *r;
	enum outcome out;

	if (!judged && !(has(dir, name, "value") && has(dir, name, "reason")))
		return OUT_OK;
	if ((out = parcel_reason(dir, name, seal, &r, why)) != OUT_OK)
		return out;
	out = check_words(dir, name, r, why);
	record_free(r);
	return out;
}

/* Whether a file of that name may be in a parcel. */
static bool
is_known(const char *file, size_t nfiles)
{
	static const char *const names[] = { ".", "..", "manifest", "verdict",
		"reason", "value" };
	char numbered[PARCEL_FILE_NAME];
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(file, names[i]) == 0)
			return true;
	for (i = 0; i < nfiles; i++)
		if (strcmp(file, parcel_file_name(i, numbered)) == 0 ||
		    strcmp(file, parcel_opened_name(i, numbered)) == 0)
			return true;
	return false;
}

static enum outcome
count_strays(
    const char *dir, const struct parcel *p, size_t *n, struct why *why)
{
	const struct dirent *e;
	char path[PATH_MAX];
	DIR *d;

	*n = 0;
	(void)snprintf(path, sizeof(path), "%.4000s/%s", dir, p->name);
	if ((d = opendir(path)) == NULL)
		return why_sys(why, "%s", path);
	while ((e = readdir(d)) != NULL)
		*n += !is_known(e->d_name, p->manifest->n_files);
	(void)closedir(d);
	return OUT_OK;
}

enum outcome
parcel_check(const char *dir, const char *name, struct seal *seal, bool judged,
    size_t *strays, struct why *why)
{
	struct parcel p;
	enum outcome out;

	*strays = 0;
	if ((out = parcel_open(dir, name, seal, &p, why)) != OUT_OK)
		return out;
	if ((out = check_files(dir, &p, seal, why)) == OUT_OK &&
	    (out = check_reason(dir, name, seal, judged, why)) == OUT_OK)
		out = count_strays(dir, &p, strays, why);
	parcel_close(&p);
	return out;
}
