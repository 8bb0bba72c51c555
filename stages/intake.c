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
 */
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "domain/evidence.h"
#include "domain/header.h"
#include "domain/header_worker.h"
#include "io/parcel.h"
#include "io/pickup.h"
#include "io/publish.h"
#include "io/record.h"
#include "io/stage.h"

#define GROUP_MAX 500 /* parcels made durable together */

/* What is done once a group of parcels is durable. */
struct taken {
	char name[256];	  /* in drop/, to be removed; or "" */
	char folder[300]; /* of the connector, to be remembered */
	unsigned char digest[32];
};

struct run {
	struct unit *u;
	struct publish *pub;
	struct timespec now; /* by the clock of the source's file system */
	char received[PATH_MAX], quarantine[PATH_MAX], tmp[PATH_MAX];
	struct taken *taken;
	size_t n;
	char dir[PATH_MAX]; /* that is being looked at */
	int dirfd;
};

static enum outcome
put_seen(struct store_txn *txn, void *ctx, struct why *why)
{
	struct run *r = ctx;
	enum outcome out = OUT_OK;
	size_t i;

	for (i = 0; out == OUT_OK && i < r->n; i++)
		if (r->taken[i].folder[0] != '\0')
			out = store_put(txn, DB_SEEN, r->taken[i].folder,
			    strlen(r->taken[i].folder), SEAL_UNIT,
			    r->taken[i].digest, sizeof(r->taken[i].digest),
			    why);
	return out;
}

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
		    r->u->store, r->u->now, "intake", "seen", put_seen, r, why);
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

/* One parcel more; the group is flushed when it is full. */
static enum outcome
make_parcel(
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

/* What cannot even be copied is named, and left where it lies. */
static void
say(struct run *r, const char *what, const struct why *why)
{
	char line[512];

	if (r->u->verbose || strcmp(why->rule, "FILE-CHANGED") != 0)
		unit_log(
		    r->u, "%s: %s", what, why_line(why, line, sizeof(line)));
}

static enum outcome
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
	    make_parcel(r, &p, &t, why);
	pickup_free(&p);
	return out;
}

/* Whether the listing of that folder was seen as it is now. */
struct look {
	const char *key;
	const unsigned char *digest;
	bool same, before;
};

static enum outcome
look_up(struct store_txn *txn, void *ctx, struct why *why)
{
	struct look *l = ctx;
	struct buf b = BUF_INIT;
	enum outcome out;
	bool found;

	out = store_get(txn, DB_SEEN, l->key, strlen(l->key), &b, &found, why);
	l->before = out == OUT_OK && found;
	l->same =
	    l->before && b.len == 32 && memcmp(b.data, l->digest, 32) == 0;
	buf_free(&b);
	return out;
}

/*
 * Whether the connector has written all of it: the header parses, each
 * document it lists is there, and nobody has written for the quiet period,
 * which is longer where sizes prove nothing.
 */
static enum outcome
is_complete(struct run *r, const struct foreign_list *list,
    const struct pickup *p, bool *complete, struct why *why)
{
	const Rec__Manifest *m = p->manifest;
	struct buf answer = BUF_INIT;
	struct why reason = WHY_INIT;
	ProtobufCMessage *h = NULL;
	const char *setting = "quiet_unknown_seconds";
	enum outcome out = OUT_OK;
	size_t i;

	*complete = false;
	for (i = 0; i < m->n_files; i++)
		if (strcmp(m->files[i]->name, HEADER_FILE) == 0)
			break;
	if (i == m->n_files)
		return OUT_OK;
	out = worker_call(
	    r->u->worker, p->file[i].data, p->file[i].len, &answer, &reason);
	if (out == OUT_OK)
		out = record_unpack(
		    &rec__header__descriptor, answer.data, answer.len, &h, why);
	else if (out == OUT_REJECT)
		out = OUT_OK; /* broken, or still being written */
	if (h != NULL) {
		*complete = header_complete(RECORD_OF(Rec__Header, h), m->files,
				m->n_files, &reason) == OUT_OK;
		if (strcmp(RECORD_OF(Rec__Header, h)->scheme, "is0") == 0)
			setting = "quiet_seconds";
	}
	if (*complete)
		*complete = pickup_quiet(list->entry, list->n, &r->now,
		    config_number(r->u->conf, "unit", setting));
	record_free(h);
	buf_free(&answer);
	return out;
}

static enum outcome
take_message(struct run *r, const struct foreign *e,
    const struct foreign_list *list, struct taken *t, bool before,
    struct why *why)
{
	long hours = config_number(r->u->conf, "unit", "incomplete_hours");
	struct pickup p;
	enum outcome out;
	bool complete, late;

	if ((out = pickup_take(
		 r->dirfd, e->name, list->entry, list->n, &p, why)) != OUT_OK)
		return out;
	out = is_complete(r, list, &p, &complete, why);
	late = pickup_quiet(list->entry, list->n, &r->now, hours * 3600);
	if (out == OUT_OK && (complete || late)) {
		p.manifest->origin = REC__MANIFEST__ORIGIN__ECODEX;
		p.manifest->supplement = before;
		p.manifest->incomplete = !complete;
		out = record_set(&p.manifest->folder, e->name) == -1 ?
		    why_sys(why, "manifest") :
		    make_parcel(r, &p, t, why);
	}
	pickup_free(&p);
	return out;
}

static enum outcome
take_incoming(struct run *r, const struct foreign *e, struct why *why)
{
	struct foreign_list list;
	struct taken t = { "", "", { 0 } };
	struct look l = { t.folder, t.digest, false, false };
	enum outcome out;

	if (!e->folder)
		return OUT_OK;
	if ((out = foreign_list(
		 r->dirfd, e->name, FOREIGN_ENTRIES_MAX, &list, why)) != OUT_OK)
		return out;
	(void)snprintf(t.folder, sizeof(t.folder), "in/%s", e->name);
	if ((out = pickup_digest(list.entry, list.n, t.digest, why)) ==
		OUT_OK &&
	    list.n > 0 &&
	    (out = store_view(r->u->store, look_up, &l, why)) == OUT_OK &&
	    !l.same &&
	    pickup_quiet(list.entry, list.n, &r->now,
		config_number(r->u->conf, "unit", "quiet_seconds")))
		out = take_message(r, e, &list, &t, l.before, why);
	foreign_list_free(&list);
	return out;
}

static enum outcome
take_evidence(
    struct run *r, const char *folder, const struct foreign *e, struct why *why)
{
	struct taken t = { "", "", { 0 } };
	struct look l = { t.folder, t.digest, false, false };
	struct pickup p;
	enum outcome out;

	(void)snprintf(
	    t.folder, sizeof(t.folder), "out/%.100s/%.100s", folder, e->name);
	if ((out = pickup_digest(e, 1, t.digest, why)) != OUT_OK ||
	    (out = store_view(r->u->store, look_up, &l, why)) != OUT_OK ||
	    l.same ||
	    !pickup_quiet(e, 1, &r->now,
		config_number(r->u->conf, "unit", "quiet_seconds")))
		return out;
	if ((out = pickup_take(r->dirfd, folder, e, 1, &p, why)) != OUT_OK)
		return out;
	p.manifest->origin = REC__MANIFEST__ORIGIN__EVIDENCE_OF;
	out = record_set(&p.manifest->folder, folder) == -1 ||
		record_set(&p.manifest->about, folder) == -1 ?
	    why_sys(why, "manifest") :
	    make_parcel(r, &p, &t, why);
	pickup_free(&p);
	return out;
}

static enum outcome
take_evidences(struct run *r, const struct foreign *e, struct why *why)
{
	struct foreign_list list;
	struct why one = WHY_INIT;
	enum outcome out;
	size_t i;

	if (!e->folder)
		return OUT_OK;
	if ((out = foreign_list(
		 r->dirfd, e->name, FOREIGN_ENTRIES_MAX, &list, why)) != OUT_OK)
		return out;
	for (i = 0; out == OUT_OK && i < list.n; i++) {
		if (evidence_type_of_file(list.entry[i].name) == NULL)
			continue;
		out = take_evidence(r, e->name, &list.entry[i], &one);
		if (out == OUT_REJECT) {
			say(r, "evidence", &one);
			out = OUT_OK;
		}
	}
	if (out != OUT_OK)
		*why = one;
	foreign_list_free(&list);
	return out;
}

typedef enum outcome
take_fn(struct run *, const struct foreign *, struct why *);

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
			say(r, what, &one);
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
	static const struct stage stage = {
		.name = "intake",
		.worker = &header_worker,
		.store = STAGE_WRITE,
		.run = run,
	};

	return stage_main(&stage, argc, argv);
}
