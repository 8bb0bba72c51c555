/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef TOOLS_RAWSTORE_H
#define TOOLS_RAWSTORE_H

/*
 * rawstore -- a unit's store as somebody sees it who has the disk, for the
 * tools that damage it: what lies where in data.mdb, and how to put it there
 * past the program.  Each function opens LMDB and closes it again, so that a
 * process which looks at the store may be forked at any time.
 */
#include <err.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include <lmdb.h>

#include "io/store.h"

#define RAW_MAP ((size_t)1 << 30)

struct raw {
	int db;
	unsigned char *key, *value; /* copies */
	size_t keylen, len;
	size_t key_at, value_at; /* where they lie in data.mdb */
};

struct raws {
	struct raw *r;
	size_t n;
};

static inline void
raw_check(int rc, const char *what)
{
	if (rc != 0)
		errx(EX_SOFTWARE, "%s: %s", what, mdb_strerror(rc));
}

static inline MDB_env *
raw_open(const char *dir, bool write)
{
	MDB_env *env;

	raw_check(mdb_env_create(&env), "env");
	raw_check(mdb_env_set_mapsize(env, RAW_MAP), "map");
	raw_check(mdb_env_set_maxdbs(env, DB_COUNT), "dbs");
	raw_check(mdb_env_open(env, dir,
		      MDB_NOLOCK | MDB_NOSYNC | (write ? 0 : MDB_RDONLY), 0600),
	    dir);
	return env;
}

/* Where data.mdb is mapped. */
static inline uintptr_t
raw_base(void)
{
	FILE *f = fopen("/proc/self/maps", "r");
	char line[PATH_MAX + 200];
	uintptr_t base = 0;

	if (f == NULL)
		err(EX_OSERR, "maps");
	while (base == 0 && fgets(line, sizeof(line), f) != NULL)
		if (strstr(line, "/data.mdb\n") != NULL)
			base = (uintptr_t)strtoull(line, NULL, 16);
	(void)fclose(f);
	if (base == 0)
		errx(EX_SOFTWARE, "data.mdb is not mapped");
	return base;
}

static inline void *
raw_copy(const void *data, size_t len)
{
	char *p = malloc(len + 1);

	if (p == NULL)
		err(EX_OSERR, "memory");
	memcpy(p, data, len);
	p[len] = '\0';
	return p;
}

static inline void
raw_add(struct raws *all, int db, const MDB_val *k, const MDB_val *v,
    uintptr_t base)
{
	struct raw *r;

	all->r = realloc(all->r, (all->n + 1) * sizeof(*all->r));
	if (all->r == NULL)
		err(EX_OSERR, "memory");
	r = &all->r[all->n++];
	r->db = db;
	r->key = raw_copy(k->mv_data, k->mv_size);
	r->value = raw_copy(v->mv_data, v->mv_size);
	r->keylen = k->mv_size;
	r->len = v->mv_size;
	r->key_at = (uintptr_t)k->mv_data - base;
	r->value_at = (uintptr_t)v->mv_data - base;
}

/* All records of the store in ${dir}. */
static inline struct raws
raw_read(const char *dir)
{
	MDB_env *env = raw_open(dir, false);
	struct raws all = { NULL, 0 };
	uintptr_t base = raw_base();
	MDB_cursor *cursor;
	MDB_txn *txn;
	MDB_dbi dbi;
	MDB_val k, v;
	int db;

	raw_check(mdb_txn_begin(env, NULL, MDB_RDONLY, &txn), "txn");
	for (db = 0; db < DB_COUNT; db++) {
		raw_check(mdb_dbi_open(txn, store_db_name[db], 0, &dbi), "dbi");
		raw_check(mdb_cursor_open(txn, dbi, &cursor), "cursor");
		while (mdb_cursor_get(cursor, &k, &v, MDB_NEXT) == 0)
			raw_add(&all, db, &k, &v, base);
		mdb_cursor_close(cursor);
	}
	mdb_txn_abort(txn);
	mdb_env_close(env);
	return all;
}

/* A change past the program; value NULL: removed. */
struct raw_change {
	int db;
	const void *key, *value;
	size_t keylen, len;
};

static inline MDB_val
raw_val(const void *data, size_t len)
{
	MDB_val v = { .mv_size = len };

	memcpy(&v.mv_data, &data, sizeof(data));
	return v;
}

static inline void
raw_write(const char *dir, const struct raw_change *c, size_t n)
{
	MDB_env *env = raw_open(dir, true);
	MDB_txn *txn;
	MDB_dbi dbi;
	MDB_val k, v;
	size_t i;

	raw_check(mdb_txn_begin(env, NULL, 0, &txn), "txn");
	for (i = 0; i < n; i++) {
		raw_check(
		    mdb_dbi_open(txn, store_db_name[c[i].db], 0, &dbi), "dbi");
		k = raw_val(c[i].key, c[i].keylen);
		v = raw_val(c[i].value, c[i].len);
		raw_check(c[i].value == NULL ? mdb_del(txn, dbi, &k, NULL) :
					       mdb_put(txn, dbi, &k, &v, 0),
		    "change");
	}
	raw_check(mdb_txn_commit(txn), "commit");
	mdb_env_close(env);
}

/* A file as it was, to be put back. */
struct image {
	char path[PATH_MAX];
	unsigned char *data;
	size_t len;
};

static inline void
image_take(struct image *m, const char *path)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	(void)snprintf(m->path, sizeof(m->path), "%s", path);
	if (fd == -1 || fstat(fd, &st) == -1 ||
	    (m->data = malloc((size_t)st.st_size + 1)) == NULL)
		err(EX_NOINPUT, "%s", path);
	m->len = (size_t)st.st_size;
	if (read(fd, m->data, m->len) != (ssize_t)m->len)
		err(EX_NOINPUT, "%s", path);
	(void)close(fd);
}

static inline void
image_bytes(const struct image *m, size_t at, const void *data, size_t len)
{
	int fd = open(m->path, O_WRONLY | O_CLOEXEC);

	if (fd == -1 || pwrite(fd, data, len, (off_t)at) != (ssize_t)len)
		err(EX_IOERR, "%s", m->path);
	(void)close(fd);
}

static inline void
image_put(const struct image *m)
{
	if (truncate(m->path, (off_t)m->len) == -1)
		err(EX_IOERR, "%s", m->path);
	image_bytes(m, 0, m->data, m->len);
}

/* Flip one bit, or put it back. */
static inline void
image_flip(const struct image *m, size_t at, unsigned int bit, bool back)
{
	unsigned char c = (unsigned char)(m->data[at] ^ (back ? 0 : 1u << bit));

	image_bytes(m, at, &c, 1);
}

/* Random numbers that a seed gives again. */
static uint64_t raw_seed;

static inline size_t
raw_random(size_t below)
{
	raw_seed = raw_seed * UINT64_C(6364136223846793005) +
	    UINT64_C(1442695040888963407);
	return (size_t)((raw_seed >> 24) % below);
}

#endif /* !TOOLS_RAWSTORE_H */
