/* SPDX-License-Identifier: EUPL-1.2 */
/* What there is of an erased case outside the store. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command/shred.h"
#include "domain/case/index.h"
#include "domain/case/state.h"
#include "io/parcel.h"
#include "io/publish.h"
#include "io/record.h"
#include "io/queue.h"

/* ---- what stands against it ---------------------------------------------- */

struct looking {
	const struct casenames *names;
	char dir[PATH_MAX];
	char parcel[64]; /* the first that names the case; "" */
};

static enum outcome
in_files(
    struct unit *u, struct looking *l, const struct parcel *p, struct why *why)
{
	struct buf b = BUF_INIT;
	enum outcome out = OUT_OK;
	size_t i;

	for (i = 0; out == OUT_OK && i < p->manifest->n_files; i++) {
		buf_reset(&b);
		out = parcel_file(l->dir, p, i, u->seal, &b, why);
		if (out == OUT_OK && casenames_in(l->names, b.data, b.len))
			(void)snprintf(
			    l->parcel, sizeof(l->parcel), "%s", p->name);
	}
	buf_wipe(&b);
	return out;
}

static enum outcome
look_in(struct unit *u, const char *name, void *ctx, struct why *why)
{
	struct looking *l = ctx;
	struct parcel p;
	enum outcome out;

	if (l->parcel[0] != '\0')
		return OUT_OK;
	if ((out = parcel_open(l->dir, name, u->seal, &p, why)) != OUT_OK)
		return out;
	out = in_files(u, l, &p, why);
	parcel_close(&p);
	return out;
}

static enum outcome
in_quarantine(struct unit *u, const struct casenames *names, struct why *why)
{
	struct looking l = { .names = names };
	enum outcome out;
	size_t n;

	(void)unit_path(u, "spool/quarantine", l.dir, sizeof(l.dir));
	out = queue_each(u, "spool/quarantine", 0, look_in, &l, &n, why);
	if (out == OUT_OK && l.parcel[0] != '\0')
		return why_reject(why, "ERASE-QUARANTINE",
		    "spool/quarantine/%s is about it: requeue it, or remove "
		    "the folder",
		    l.parcel);
	return out;
}

static enum outcome
nothing(struct unit *u, const char *name, void *ctx, struct why *why)
{
	(void)u;
	(void)name;
	(void)ctx;
	(void)why;
	return OUT_OK;
}

static enum outcome
is_empty(struct unit *u, const char *dir, struct why *why)
{
	enum outcome out;
	size_t n;

	out = queue_each(u, dir, 0, nothing, NULL, &n, why);
	if (out == OUT_OK && n > 0)
		return why_retry(why,
		    "%s: what waits there may be about it; isupport run first",
		    dir);
	return out;
}

/* The bank's transport has not taken the file of one of its payments yet. */
static enum outcome
in_bank(struct store_txn *txn, struct unit *u, const char *id, struct why *why)
{
	char rel[NAME_MAX + 16], path[PATH_MAX];
	Rec__Batch *b = NULL;
	Rec__Payment *p;
	enum outcome out;

	if ((out = payment_get(txn, id, &p, why)) == OUT_OK && p != NULL)
		out = batch_get(txn, p->batch, &b, why);
	if (out == OUT_OK && b != NULL && b->file[0] != '\0') {
		(void)snprintf(rel, sizeof(rel), "spool/bank/%s", b->file);
		if (access(unit_path(u, rel, path, sizeof(path)), F_OK) == 0)
			out = why_reject(why, "ERASE-BANK",
			    "%s holds a payment of it: have the bank take it",
			    rel);
	}
	record_free(p);
	record_free(b);
	return out;
}

enum outcome
shred_elsewhere(struct store_txn *txn, struct unit *u, const Rec__Case *c,
    const struct casenames *names, struct why *why)
{
	enum outcome out;
	char **id;
	size_t i, n;

	if ((out = is_empty(u, "spool/received", why)) != OUT_OK ||
	    (out = is_empty(u, "spool/valid", why)) != OUT_OK ||
	    (out = in_quarantine(u, names, why)) != OUT_OK ||
	    (out = link_list(txn, "payment", c->number, &id, &n, why)) !=
		OUT_OK)
		return out;
	for (i = 0; out == OUT_OK && i < n; i++)
		out = in_bank(txn, u, id[i], why);
	names_free(id, n);
	return out;
}

/* ---- what goes ----------------------------------------------------------- */

struct pages {
	const char *id;
	char **name;
	size_t n;
};

/* ID.LANG.html, ID-MSGID-form.LANG.html or ID-+N-form.LANG.html,
 * restricted/ID-restricted.LANG.html. */
static enum outcome
add_page(struct unit *u, const char *name, void *ctx, struct why *why)
{
	struct pages *p = ctx;
	size_t n = strlen(p->id);
	char **slot;

	(void)u;
	if (strncmp(name, p->id, n) != 0 || (name[n] != '.' && name[n] != '-'))
		return OUT_OK;
	slot = (char **)record_add(&p->name, &p->n);
	return slot == NULL || (*slot = strdup(name)) == NULL ?
	    why_sys(why, "pages") :
	    OUT_OK;
}

static enum outcome
remove_in(struct unit *u, const char *rel, char *const *names, size_t n,
    struct why *why)
{
	char path[PATH_MAX];

	(void)unit_path(u, rel, path, sizeof(path));
	return publish_remove_many(path, (const char *const *)names, n, why);
}

static enum outcome
remove_pages(struct unit *u, const char *rel, const char *id, struct why *why)
{
	struct pages p = { id, NULL, 0 };
	enum outcome out;
	size_t n;

	out = queue_each(u, rel, 0, add_page, &p, &n, why);
	if (out == OUT_OK)
		out = remove_in(u, rel, p.name, p.n, why);
	names_free(p.name, p.n);
	return out;
}

/* publish_begin() removes what a killed run of the stage has staged. */
static enum outcome
clear_staged(struct unit *u, struct why *why)
{
	static const char *const dirs[] = { "spool/tmp/render",
		"spool/tmp/dispatch", "spool/tmp/pay" };
	enum outcome out = OUT_OK;
	char path[PATH_MAX];
	struct publish *pub;
	size_t i;

	for (i = 0; out == OUT_OK && i < sizeof(dirs) / sizeof(dirs[0]); i++) {
		(void)unit_path(u, dirs[i], path, sizeof(path));
		if ((out = publish_begin(path, &pub, why)) == OUT_OK)
			publish_free(pub);
	}
	return out;
}

/* Also what a run that was killed has renamed and not removed; first, so that
 * the folder is synced after it. */
static enum outcome
remove_folders(struct unit *u, const Rec__Erasure *e, struct why *why)
{
	char path[PATH_MAX];
	enum outcome out;

	out = publish_sweep(unit_path(u, "outgoing", path, sizeof(path)), why);
	if (out != OUT_OK)
		return out;
	return remove_in(u, "outgoing", e->folders, e->n_folders, why);
}

enum outcome
shred_files(struct unit *u, const Rec__Case *c, struct why *why)
{
	const Rec__Erasure *e = c->erasure;
	enum outcome out;

	if ((out = remove_in(u, "store/files", e->files, e->n_files, why)) !=
		OUT_OK ||
	    (out = remove_folders(u, e, why)) != OUT_OK ||
	    (out = remove_pages(u, "spool/desk", c->id, why)) != OUT_OK ||
	    (out = remove_pages(u, "spool/desk/restricted", c->id, why)) !=
		OUT_OK)
		return out;
	return clear_staged(u, why);
}

/* ---- what stays, with others --------------------------------------------- */

struct theirs {
	struct unit *u;
	const Rec__Case *c;
};

static enum outcome
print_theirs(struct store_txn *txn, void *ctx, struct why *why)
{
	const struct theirs *t = ctx;
	char dir[PATH_MAX], path[PATH_MAX + 256], **names;
	enum outcome out;
	Rec__Message *m;
	size_t i, n;

	(void)unit_path(t->u, "incoming", dir, sizeof(dir));
	if ((out = link_list(txn, "message", t->c->number, &names, &n, why)) !=
	    OUT_OK)
		return out;
	for (i = 0; out == OUT_OK && i < n; i++) {
		out = message_get(txn, strtoull(names[i], NULL, 10), &m, why);
		if (out != OUT_OK || m == NULL)
			continue;
		(void)snprintf(path, sizeof(path), "%s/%.250s", dir, m->folder);
		if (!m->outgoing && m->folder[0] != '\0' &&
		    access(path, F_OK) == 0)
			(void)printf("%s still has it: the connector's, to be "
				     "removed there\n",
			    path);
		record_free(m);
	}
	names_free(names, n);
	return out;
}

enum outcome
shred_left(struct unit *u, const Rec__Case *c, struct why *why)
{
	struct theirs t = { u, c };

	return store_view(u->store, print_theirs, &t, why);
}
