/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * intake -- take in what people, banks and the connector have put down.
 *
 * Looks at drop/, at the connector's iSupport_incoming/ and, for evidences,
 * at our own folders in iSupport_outgoing/.  What is complete and quiet is
 * copied into a parcel in received/; what came by drop/ is then removed, the
 * connector's folders are only remembered (DB_SEEN).
 *
 * Killed before a parcel is published: nothing has happened.  Between that and
 * the removal or the memory: the next run makes the same parcel, under the
 * same name, and finds it there; or, if record(1) has consumed it meanwhile,
 * record(1) knows it by its name or content and drops it.
 *
 * A message at whose header somebody kills the worker stays for the next run;
 * the others go on.  So does what this user may not read, with all that lies
 * in the same folder.
 */
#include "intake/intake.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "domain/trust/header_worker.h"
#include "io/parcel.h"
#include "io/record.h"
#include "io/stage.h"

#define GROUP_MAX ((size_t)500) /* parcels made durable together */

typedef enum outcome
take_fn(struct run *, const struct foreign *, struct why *);

static bool
any_folder(const struct run *r)
{
	size_t i;

	for (i = 0; i < r->n; i++)
		if (r->taken[i].folder[0] != '\0')
			return true;
	return false;
}

/* Make the group durable, then acknowledge it. */
static enum outcome
flush(struct run *r, struct why *why)
{
	enum outcome out;
	const char **names;
	size_t i, n = 0;

	if (r->n == 0)
		return OUT_OK;
	if (r->u->dry) {
		r->n = 0;
		return OUT_OK;
	}
	if ((names = calloc(r->n, sizeof(*names))) == NULL)
		return why_sys(why, "intake");
	if ((out = publish_commit(r->pub, why)) == OUT_OK && any_folder(r))
		out = store_update(
		    r->u->store, r->u->now, "intake", "seen", seen_put, r, why);
	for (i = 0; i < r->n; i++)
		if (r->taken[i].name[0] != '\0')
			names[n++] = r->taken[i].name;
	if (out == OUT_OK && n > 0)
		out = publish_remove_many(r->dir, names, n, why);
	free(names);
	if (out == OUT_OK)
		r->u->done += (int)r->n;
	r->n = 0;
	return out;
}

enum outcome
intake_parcel(
    struct run *r, struct pickup *p, const struct taken *t, struct why *why)
{
	char name[PARCEL_NAME_LEN + 1];
	enum outcome out;

	if (record_set(&p->manifest->taken_at, r->u->now) == -1)
		return why_sys(why, "manifest");
	if ((out = parcel_name(r->u->seal, p->manifest, name, why)) != OUT_OK ||
	    (out = parcel_create(r->pub, r->u->seal, name, p->manifest, p->file,
		 r->received, why)) != OUT_OK)
		return out;
	r->taken[r->n++] = *t;
	return r->n == GROUP_MAX ? flush(r, why) : OUT_OK;
}

void
intake_say(const struct run *r, const char *what, const struct why *why)
{
	char line[512];

	if (r->u->verbose || strcmp(why->rule, "FILE-CHANGED") != 0)
		unit_log(
		    r->u, "%s: %s", what, why_line(why, line, sizeof(line)));
}

/* All of one folder; what is at fault there does not stop the rest. */
static enum outcome
sweep(struct run *r, const char *rel, const char *what, take_fn *take,
    struct why *why)
{
	struct foreign_list list;
	struct why one = WHY_INIT;
	enum outcome out;
	size_t i;

	(void)unit_path(r->u, rel, r->dir, sizeof(r->dir));
	r->dirfd = open(r->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (r->dirfd == -1)
		return why_sys(why, "%s", what);
	if ((out = foreign_list(r->dirfd, NULL, 0, &list, why)) != OUT_OK) {
		(void)close(r->dirfd);
		return out;
	}
	if (list.n > 0)
		out = foreign_now(r->tmp, &r->now, why);
	for (i = 0; out == OUT_OK && i < list.n; i++) {
		out = take(r, &list.entry[i], &one);
		if (out == OUT_REJECT) {
			intake_say(r, what, &one);
			out = OUT_OK;
		} else if (unit_stays(r->u, what, out, &one)) {
			out = OUT_OK;
		} else if (out == OUT_RETRY) {
			*why = one;
		}
	}
	foreign_list_free(&list);
	if (out == OUT_OK)
		out = flush(r, why);
	(void)close(r->dirfd);
	return out;
}

static enum outcome
run(struct unit *u, struct why *why)
{
	struct run r;
	enum outcome out;

	memset(&r, 0, sizeof(r));
	r.u = u;
	(void)unit_path(u, "spool/received", r.received, sizeof(r.received));
	(void)unit_path(u, "spool/tmp/intake", r.tmp, sizeof(r.tmp));
	if ((r.taken = calloc(GROUP_MAX, sizeof(*r.taken))) == NULL)
		return why_sys(why, "intake");
	/* What a killed run was removing from drop/ is removed to its end. */
	if ((out = publish_begin(r.tmp, &r.pub, why)) == OUT_OK &&
	    (out = publish_sweep(
		 unit_path(u, "spool/drop", r.dir, sizeof(r.dir)), why)) ==
		OUT_OK &&
	    (out = sweep(&r, "spool/drop", "drop", take_drop, why)) == OUT_OK &&
	    (out = sweep(&r, "incoming", "incoming", take_incoming, why)) ==
		OUT_OK)
		out = sweep(&r, "outgoing", "outgoing", take_evidences, why);
	publish_free(r.pub);
	free(r.taken);
	return out;
}

int
main(int argc, char *argv[])
{
	static const struct sandbox_path paths[] = { { "spool/drop",
							 SANDBOX_WRITE },
		{ "incoming", SANDBOX_READ }, { "outgoing", SANDBOX_READ },
		{ "spool/tmp/intake", SANDBOX_WRITE },
		{ "spool/received", SANDBOX_ADD }, { NULL, SANDBOX_READ } };
	static const struct stage stage = {
		.name = "intake",
		.worker = &header_worker,
		.store = STAGE_WRITE,
		.paths = paths,
		.run = run,
	};

	return stage_main(&stage, argc, argv);
}
