/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * flip ROOT KIND N [SEED] -- damage the unit in ROOT N times, each time look
 * at it by fsck, and put back what was there.
 *
 *	live	one bit of a key or value that is in use: fsck finds it
 *	swap	a sealed value for another, or for an older version of itself,
 *		or it is gone: fsck finds it
 *	parcels	one bit of a file of a parcel: fsck finds it
 *	any	one bit anywhere in data.mdb: what `isupport dump` then prints
 *		is right, or it fails; and where that is not all, fsck finds it
 *	keys	one bit of a key that is in use, which puts it out of its
 *		order: the same
 *	cut	data.mdb is shorter: the same
 *
 * Each 47th time isupport fsck is run, too ($BIN), and has to say the same.
 * Printed is what was seen.  Status 1 if anything was not as it must be.
 */
#include <dirent.h>
#include <ftw.h>
#include <sys/wait.h>

#include "domain/fsck/fsck.h"
#include "io/digtab.h"
#include "io/parcel.h"
#include "io/seal.h"
#include "rawstore.h"

#define COMMAND_EVERY 47

static const char *root;
static char store_dir[PATH_MAX - 64];
static struct why why;
static size_t bad;

/* ---- to look at it ---- */

struct seen {
	uint64_t faults, room; /* room: a full disk is not our doing */
	bool crash;
	char first[200];
};

static void
hear(const Rec__Said *said, void *ctx)
{
	struct seen *s = ctx;
	const Rec__Fault *f = said->fault;

	if (said->checks != NULL)
		s->faults = said->checks->faults;
	if (f == NULL || f->note)
		return;
	s->room += strcmp(f->rule, "ROOM") == 0;
	if (s->first[0] == '\0')
		(void)snprintf(
		    s->first, sizeof(s->first), "%s %s", f->rule, f->place);
	s->crash = s->crash || strcmp(f->rule, "STORE-CRASH") == 0 ||
	    strcmp(f->rule, "STORE-HANGS") == 0;
}

static int
status_of(const char *command)
{
	const char *bin = getenv("BIN");
	char line[2 * PATH_MAX];
	int status;

	(void)snprintf(line, sizeof(line),
	    "%s/isupport -r '%s' %s >/dev/null 2>&1", bin == NULL ? "." : bin,
	    root, command);
	status = system(line);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

/* By fsck; -1: it could not be looked at. */
static int64_t
look(size_t trial, struct seen *s)
{
	enum outcome out;
	int status;

	memset(s, 0, sizeof(*s));
	out = fsck_unit(root, hear, s, &why);
	if (trial % COMMAND_EVERY == 0) {
		status = status_of("fsck");
		if (status != (out != OUT_OK ? 75 : s->faults > 0 ? 65 : 0)) {
			(void)printf("# the command: status %d\n", status);
			bad++;
		}
	}
	return out != OUT_OK ? -1 : (int64_t)(s->faults - s->room);
}

static void
must_be_found(size_t trial, const char *what, size_t a, size_t b, size_t *found,
    size_t *crashes)
{
	struct seen s;
	int64_t faults = look(trial, &s);

	*found += faults > 0;
	*crashes += s.crash;
	if (faults > 0)
		return;
	(void)printf("# %s %zu %zu: %s\n", what, a, b,
	    faults == 0 ? "not found" : why.text);
	bad++;
}

/* ---- one bit of what is in use ---- */

static void
live(size_t n)
{
	struct raws all = raw_read(store_dir);
	size_t i, at, which, found = 0, crashes = 0;
	char path[PATH_MAX];
	struct image m;

	(void)snprintf(path, sizeof(path), "%s/data.mdb", store_dir);
	image_take(&m, path);
	for (i = 0; i < n; i++) {
		const struct raw *r = &all.r[raw_random(all.n)];
		unsigned int bit = (unsigned int)raw_random(8);

		/* Half of them in keys, which are far shorter. */
		at = raw_random(2) == 0 ? r->key_at + raw_random(r->keylen) :
					  r->value_at + raw_random(r->len);
		which = (size_t)(r - all.r);
		image_flip(&m, at, bit, false);
		must_be_found(i, "live", which, at, &found, &crashes);
		image_flip(&m, at, bit, true);
	}
	(void)printf("live: %zu flips, %zu found (%zu of them by a crash)\n", n,
	    found, crashes);
}

/* ---- a sealed value for another ---- */

/* Put each record again, by the program, so that all have an older version. */
static enum outcome
touch(struct store_txn *txn, void *ctx, struct why *w)
{
	const struct raws *all = ctx;
	struct buf b = BUF_INIT;
	enum outcome out = OUT_OK;
	uint64_t id;
	bool there;
	size_t i;

	for (i = 0; out == OUT_OK && i < all->n; i++) {
		const struct raw *r = &all->r[i];
		enum store_db db = (enum store_db)r->db;

		if (db == DB_AUDIT ||
		    (db == DB_META &&
			strncmp((const char *)r->key, STORE_OWN,
			    strlen(STORE_OWN)) == 0))
			continue;
		if ((out = store_key_of(txn, db, r->key, r->keylen, &id, &there,
			 w)) == OUT_OK &&
		    (out = store_get(
			 txn, db, r->key, r->keylen, &b, &there, w)) == OUT_OK)
			out = store_put(
			    txn, db, r->key, r->keylen, id, b.data, b.len, w);
	}
	buf_free(&b);
	return out;
}

static void
touch_all(struct raws *all)
{
	char path[PATH_MAX];
	struct seal *seal;
	struct store *store;
	enum store_keeping kept;
	enum outcome out;

	(void)snprintf(path, sizeof(path), "%s/keys", root);
	if ((out = seal_open(path, &seal, &why)) == OUT_OK &&
	    (out = store_open(store_dir, RAW_MAP, false, seal, &store, &why)) ==
		OUT_OK) {
		(void)snprintf(path, sizeof(path), "%s/sent/audit", root);
		if ((out = store_keep(store, path, 0, "2026-11-21T00:00:00Z",
			 &kept, &why)) == OUT_OK)
			out = store_update(store, "2026-11-21T00:00:00Z",
			    "test", "touch", touch, all, &why);
		store_close(store);
	}
	seal_close(seal);
	if (out != OUT_OK)
		errx(EX_SOFTWARE, "touch: %s", why.text);
}

static bool
same_key(const struct raw *a, const struct raw *b)
{
	return a->db == b->db && a->keylen == b->keylen &&
	    memcmp(a->key, b->key, a->keylen) == 0;
}

static const struct raw *
find(const struct raws *all, const struct raw *like)
{
	size_t i;

	for (i = 0; i < all->n; i++)
		if (same_key(&all->r[i], like))
			return &all->r[i];
	return NULL;
}

/* Another record, of the same database or of any; not that one as it was. */
static const struct raw *
other(const struct raws *all, const struct raw *r, bool same)
{
	const struct raw *o;
	size_t tries = 0;

	do {
		o = &all->r[raw_random(all->n)];
	} while (
	    same_key(o, r) || (same && o->db != r->db && tries++ < 100000));
	return o;
}

static void
change(const struct raw *at, const struct raw *value)
{
	struct raw_change c = { at->db, at->key,
		value == NULL ? NULL : value->value, at->keylen,
		value == NULL ? 0 : value->len };

	raw_write(store_dir, &c, 1);
}

/* Swap that record's value; what was done. */
static const char *
swap_one(const struct raws *all, const struct raws *old, const struct raw *r,
    size_t how)
{
	const struct raw *o;

	switch (how) {
	case 0: /* an older version of itself */
		o = find(old, r);
		if (o != NULL &&
		    (o->len != r->len ||
			memcmp(o->value, r->value, r->len) != 0)) {
			change(r, o);
			return "older";
		}
		/* FALLTHROUGH */
	case 1: /* with another of the same kind: of another case, say */
	case 2: /* with any */
		o = other(all, r, how != 2);
		change(r, o);
		change(o, r);
		return how == 2 ? "any" : "same kind";
	case 3: /* an older version of another */
		change(r, other(old, r, true));
		return "older other";
	default:
		change(r, NULL);
		return "gone";
	}
}

static void
swap(size_t n)
{
	struct raws old = raw_read(store_dir), all;
	size_t i, which, found = 0, crashes = 0;
	char path[PATH_MAX];
	const char *what;
	struct image m;
	struct seen s;

	touch_all(&old);
	if (look(0, &s) != 0)
		errx(EX_SOFTWARE, "after touch: %s", s.first);
	all = raw_read(store_dir);
	(void)snprintf(path, sizeof(path), "%s/data.mdb", store_dir);
	image_take(&m, path);
	for (i = 0; i < n; i++) {
		which = raw_random(all.n);
		what = swap_one(&all, &old, &all.r[which], i % 5);
		must_be_found(i, what, which, 0, &found, &crashes);
		image_put(&m);
	}
	(void)printf("swap: %zu swaps, %zu found (%zu of them by a crash)\n", n,
	    found, crashes);
}

/* ---- parcels ---- */

static char **files;
static size_t nfiles;

static int
add_file(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)ftw;
	if (type != FTW_F || st->st_size == 0)
		return 0;
	files = realloc(files, (nfiles + 1) * sizeof(*files));
	if (files == NULL || (files[nfiles] = strdup(path)) == NULL)
		err(EX_OSERR, "memory");
	nfiles++;
	return 0;
}

/* Of reason, the words that are sealed as well. */
static size_t
bytes_of(const struct image *m)
{
	const char *slash = strrchr(m->path, '/');
	const unsigned char *next;

	if (slash == NULL || strcmp(slash, "/reason") != 0)
		return m->len;
	next = memmem(m->data, m->len, "\nnext: ", 7);
	return next == NULL ? m->len : (size_t)(next - m->data);
}

static void
parcels(size_t n)
{
	static const char *const dirs[] = { "received", "valid", "quarantine" };
	size_t i, at, which, found = 0, crashes = 0;
	char path[PATH_MAX];
	struct image m;

	for (i = 0; i < sizeof(dirs) / sizeof(dirs[0]); i++) {
		(void)snprintf(
		    path, sizeof(path), "%s/spool/%s", root, dirs[i]);
		(void)nftw(path, add_file, 16, FTW_PHYS);
	}
	if (nfiles == 0)
		errx(EX_NOINPUT, "no parcels");
	for (i = 0; i < n; i++) {
		unsigned int bit = (unsigned int)raw_random(8);

		which = raw_random(nfiles);
		image_take(&m, files[which]);
		at = raw_random(bytes_of(&m));
		image_flip(&m, at, bit, false);
		must_be_found(i, files[which], at, bit, &found, &crashes);
		image_flip(&m, at, bit, true);
		free(m.data);
	}
	(void)printf(
	    "parcels: %zu flips in %zu files, %zu found\n", n, nfiles, found);
}

/* ---- anywhere ---- */

/* Lines of the true dump, and of what is older but was true once. */
static struct digtab *lines;
static size_t nlines;
static struct image sent; /* sent/audit: that somebody reads goes on record */

struct dumped {
	size_t right, wrong, cut;
	int status;
};

static FILE *
dump_open(void)
{
	const char *bin = getenv("BIN");
	char line[2 * PATH_MAX];
	FILE *f;

	(void)snprintf(line, sizeof(line),
	    "exec timeout 60 %s/isupport -r '%s' dump 2>/dev/null",
	    bin == NULL ? "." : bin, root);
	if ((f = popen(line, "r")) == NULL)
		err(EX_OSERR, "dump");
	return f;
}

/* "database key " and nothing: the record did not open. */
static bool
is_cut(const char *line)
{
	const char *space = strchr(line, ' ');

	space = space == NULL ? NULL : strchr(space + 1, ' ');
	return space == NULL || space[1] == '\0' || space[1] == '\n';
}

static void
dump(struct dumped *d, bool learn)
{
	FILE *f = dump_open();
	char *line = NULL;
	size_t size = 0;
	void *value;
	ssize_t n;

	memset(d, 0, sizeof(*d));
	while ((n = getline(&line, &size, f)) > 0) {
		if (digtab_at(lines, 0, line, (size_t)n, learn, &value, &why) !=
		    OUT_OK)
			errx(EX_OSERR, "memory");
		if (value != NULL)
			d->right++;
		else if (line[n - 1] != '\n' || is_cut(line))
			d->cut++;
		else {
			d->wrong++;
			(void)printf("# wrong: %.70s\n", line);
		}
	}
	free(line);
	d->status = pclose(f);
	if (learn)
		nlines = d->right;
}

/* Tallies of what was seen. */
struct tally {
	size_t clean, found, crashes, hidden, stale, unread, dump_died;
};

static void
look_both(size_t trial, const char *what, size_t at, struct tally *t)
{
	struct dumped d;
	struct seen s;
	int64_t faults = look(trial, &s);

	dump(&d, false);
	t->clean += faults == 0;
	t->found += faults > 0;
	t->unread += faults < 0;
	if (faults < 0)
		(void)printf("# %s %zu: %s\n", what, at, why.text);
	t->crashes += s.crash;
	t->dump_died += !WIFEXITED(d.status) || WEXITSTATUS(d.status) > 128;
	t->stale += d.wrong > 0;
	if (d.wrong > 0)
		bad++;
	/* What is not all there is an error of dump, or known to fsck. */
	if (faults == 0 && (d.status != 0 || d.right != nlines)) {
		(void)printf("# %s %zu: fsck finds nothing, dump status %d, "
			     "%zu of %zu lines\n",
		    what, at, d.status, d.right, nlines);
		t->hidden++;
		bad++;
	}
}

static void
tell(const char *what, size_t n, const struct tally *t)
{
	(void)printf("%s: %zu, fsck: %zu clean, %zu found (%zu by a crash), "
		     "%zu could not look; dump: %zu wrong, %zu crashed, "
		     "%zu short unseen\n",
	    what, n, t->clean, t->found, t->crashes, t->unread, t->stale,
	    t->dump_died, t->hidden);
}

static void
as_before(const struct image *m)
{
	image_put(m);
	image_put(&sent);
}

static void
learn(struct image *m)
{
	struct dumped d;
	char path[PATH_MAX];

	(void)snprintf(path, sizeof(path), "%s/sent/audit", root);
	image_take(&sent, path);
	(void)snprintf(path, sizeof(path), "%s/data.mdb", store_dir);
	image_take(m, path);
	if (digtab_new(1, &lines, &why) != OUT_OK)
		errx(EX_OSERR, "memory");
	dump(&d, true);
	if (d.status != 0 || nlines == 0)
		errx(EX_SOFTWARE, "the true dump: status %d", d.status);
	as_before(m);
}

static void
any(size_t n)
{
	struct tally t = { 0 };
	struct image m;
	size_t i, at;

	learn(&m);
	for (i = 0; i < n; i++) {
		unsigned int bit = (unsigned int)raw_random(8);

		at = raw_random(m.len);
		image_flip(&m, at, bit, false);
		look_both(i, "any", at, &t);
		as_before(&m);
	}
	tell("any", n, &t);
}

static void
keys(size_t n)
{
	struct raws all = raw_read(store_dir);
	struct tally t = { 0 };
	struct image m;
	size_t i, at;

	learn(&m);
	for (i = 0; i < n; i++) {
		const struct raw *r = &all.r[raw_random(all.n)];
		unsigned int bit = (unsigned int)raw_random(8);

		at = r->key_at + raw_random(r->keylen);
		image_flip(&m, at, bit, false);
		look_both(i, "keys", at, &t);
		as_before(&m);
	}
	tell("keys", n, &t);
}

static void
cut(size_t n)
{
	static const size_t few[] = { 0, 1, 4095, 4096, 8191, 8192, 12288 };
	struct tally t = { 0 };
	struct image m;
	size_t i, len;

	learn(&m);
	for (i = 0; i < n; i++) {
		len = i < sizeof(few) / sizeof(few[0]) ? few[i] :
		    i % 2 == 0			       ? raw_random(m.len) :
				 m.len - 4096 * (1 + raw_random(10));
		if (truncate(m.path, (off_t)len) == -1)
			err(EX_IOERR, "%s", m.path);
		look_both(i, "cut", len, &t);
		as_before(&m);
	}
	tell("cut", n, &t);
}

int
main(int argc, char *argv[])
{
	static const struct {
		const char *name;
		void (*fn)(size_t);
	} kinds[] = { { "live", live }, { "swap", swap },
		{ "parcels", parcels }, { "any", any }, { "keys", keys },
		{ "cut", cut } };
	size_t i;

	if (argc != 4 && argc != 5)
		errx(EX_USAGE, "usage: flip ROOT KIND N [SEED]");
	root = argv[1];
	(void)snprintf(store_dir, sizeof(store_dir), "%s/store", root);
	raw_seed = argc == 5 ? strtoull(argv[4], NULL, 10) : 1;
	(void)raw_random(2);
	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kinds[i].name, argv[2]) == 0) {
			kinds[i].fn(strtoul(argv[3], NULL, 10));
			return bad > 0;
		}
	errx(EX_USAGE, "no kind \"%s\"", argv[2]);
}
