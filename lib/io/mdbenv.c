/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/mdbenv.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <unistd.h>

#define READABLE_TRIES 8

/* statfs(2) and linux/magic.h: where mmap or locks are not to be trusted. */
static const unsigned long elsewhere[] = {
	0x6969,	    /* NFS */
	0x517b,	    /* SMB */
	0xff534d42, /* CIFS */
	0xfe534d42, /* SMB2 */
	0x564c,	    /* NCP */
	0x65735546, /* FUSE */
	0x01021997, /* 9P */
	0x5346414f, /* AFS (OpenAFS) */
	0x6b414653, /* AFS (kernel) */
	0x73757245, /* CODA */
	0x00c36400, /* Ceph */
	0x47504653, /* GPFS */
	0x0bd00bd0, /* Lustre */
	0x7461636f, /* OCFS2 */
	0x01161970, /* GFS2 */
	0x786f4256, /* VirtualBox shared folder */
	0xbacbacbc, /* VMware shared folder */
};

bool
mdbenv_is_local(unsigned long type)
{
	size_t i;

	for (i = 0; i < sizeof(elsewhere) / sizeof(elsewhere[0]); i++)
		if ((type & 0xffffffff) == elsewhere[i])
			return false;
	return true;
}

/* What LMDB says of a file, and not of memory, disk or rights. */
static bool
is_damage(int rc)
{
	static const int all[] = { MDB_CORRUPTED, MDB_PAGE_NOTFOUND, MDB_PANIC,
		MDB_INVALID, MDB_VERSION_MISMATCH, MDB_CURSOR_FULL,
		MDB_PAGE_FULL, MDB_INCOMPATIBLE, MDB_BAD_VALSIZE };
	size_t i;

	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (all[i] == rc)
			return true;
	return false;
}

enum outcome
mdbenv_why(int rc, const char *what, struct why *why)
{
	if (is_damage(rc))
		(void)why_reject(
		    why, MDBENV_DAMAGED, "%s: %s", what, mdb_strerror(rc));
	else
		(void)why_retry(why, "%s: %s", what, mdb_strerror(rc));
	return OUT_RETRY;
}

static enum outcome
reject(struct why *why, const char *rule, const char *kind, const char *text)
{
	char full[sizeof(why->rule)];

	(void)snprintf(full, sizeof(full), "%s-%s", rule, kind);
	return why_reject(why, full, "%s", text);
}

static enum outcome
check_disk(const char *dir, const char *rule, struct why *why)
{
	struct statfs fs;

	if (statfs(dir, &fs) == -1)
		return why_sys(why, "%s", dir);
	if (!mdbenv_is_local((unsigned long)fs.f_type))
		return reject(
		    why, rule, "DISK", "not on a disk of this machine");
	return OUT_OK;
}

/*
 * LMDB takes an empty data.mdb for a new one.  Ours is new only while a
 * marker stands beside it, which is made before and removed when the new one
 * is durable; else it was cut.
 */
static enum outcome
check_new(const char *dir, bool readonly, const char *rule, bool *fresh,
    struct why *why)
{
	char path[PATH_MAX];
	struct stat st;
	int fd;

	(void)snprintf(path, sizeof(path), "%s/.new", dir);
	*fresh = access(path, F_OK) == 0;
	(void)snprintf(path, sizeof(path), "%s/data.mdb", dir);
	if (stat(path, &st) == 0) {
		if (st.st_size == 0 && (!*fresh || readonly))
			return reject(
			    why, rule, "TRUNCATED", "data.mdb is empty");
		return OUT_OK;
	}
	if (errno == ENOENT && readonly) {
		(void)reject(why, rule, "NONE", "it is not made yet");
		return OUT_RETRY;
	}
	if (errno != ENOENT)
		return why_sys(why, "%s", path);
	(void)snprintf(path, sizeof(path), "%s/.new", dir);
	if ((fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600)) == -1)
		return why_sys(why, "%s", path);
	(void)close(fd);
	*fresh = true;
	return OUT_OK;
}

static enum outcome
sync_path(const char *path, int flags, struct why *why)
{
	int fd;

	if ((fd = open(path, O_RDONLY | O_CLOEXEC | flags)) == -1)
		return why_sys(why, "%s", path);
	if (fsync(fd) == -1) {
		(void)why_sys(why, "%s", path);
		(void)close(fd);
		return OUT_RETRY;
	}
	(void)close(fd);
	return OUT_OK;
}

static enum outcome
settle_new(MDB_env *env, const char *dir, struct why *why)
{
	char path[PATH_MAX];
	enum outcome out;
	int rc;

	if ((rc = mdb_env_sync(env, 1)) != 0)
		return mdbenv_why(rc, dir, why);
	if ((out = sync_path(dir, O_DIRECTORY, why)) != OUT_OK)
		return out;
	(void)snprintf(path, sizeof(path), "%s/.new", dir);
	if (unlink(path) == -1 && errno != ENOENT)
		return why_sys(why, "%s", path);
	return OUT_OK;
}

/* Count the pages from first on that the free list of txn names. */
static size_t
count_free(MDB_txn *txn, size_t first)
{
	MDB_cursor *cursor;
	MDB_val key, list;
	const size_t *page;
	size_t i, n = 0;

	if (mdb_cursor_open(txn, 0, &cursor) != 0)
		return 0;
	while (mdb_cursor_get(cursor, &key, &list, MDB_NEXT) == 0) {
		page = list.mv_data;
		for (i = 1; i <= page[0]; i++)
			if (page[i] >= first)
				n++;
	}
	mdb_cursor_close(cursor);
	return n;
}

/* In a child, which may die of it: is all free that the file lacks? */
static int
only_free_missing(const char *dir, size_t mapsize)
{
	char path[PATH_MAX];
	struct stat st;
	MDB_envinfo info;
	MDB_stat mst;
	MDB_env *env;
	MDB_txn *txn;
	size_t have, need, n;
	int i;

	(void)snprintf(path, sizeof(path), "%s/data.mdb", dir);
	if (mdb_env_create(&env) != 0 ||
	    mdb_env_set_mapsize(env, mapsize) != 0 ||
	    mdb_env_open(env, dir, MDB_NORDAHEAD | MDB_RDONLY, 0600) != 0)
		return 2;
	for (i = 0; i < READABLE_TRIES; i++) {
		if (mdb_txn_begin(env, NULL, MDB_RDONLY, &txn) != 0 ||
		    mdb_env_info(env, &info) != 0 ||
		    mdb_env_stat(env, &mst) != 0 || stat(path, &st) == -1)
			return 2;
		/* A writer may have committed in between. */
		if (info.me_last_txnid == mdb_txn_id(txn)) {
			have = (size_t)st.st_size / mst.ms_psize;
			need = info.me_last_pgno + 1;
			n = need > have ? count_free(txn, have) : 0;
			return need <= have || n >= need - have ? 0 : 1;
		}
		mdb_txn_abort(txn);
	}
	return 2;
}

static enum outcome
look_in_child(
    const char *dir, size_t mapsize, const char *rule, struct why *why)
{
	pid_t pid, done;
	int status;

	if ((pid = fork()) == -1)
		return why_sys(why, "fork");
	if (pid == 0) {
		(void)signal(SIGBUS, SIG_DFL);
		(void)signal(SIGSEGV, SIG_DFL);
		_exit(only_free_missing(dir, mapsize));
	}
	while ((done = waitpid(pid, &status, 0)) == -1 && errno == EINTR)
		continue;
	if (done == -1)
		return why_sys(why, "wait");
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return OUT_OK;
	if (WIFEXITED(status) && WEXITSTATUS(status) == 2)
		return why_retry(why, "%s: cannot be read", dir);
	return reject(why, rule, "TRUNCATED",
	    "data.mdb is shorter than what is in use of it");
}

/*
 * Touching a mapped page that the file lacks is SIGBUS.  A file that is
 * shorter than its last page is not always cut: pages that were taken and
 * given back in one transaction were never written; those are in the free
 * list.
 */
static enum outcome
check_length(const char *dir, size_t mapsize, const char *rule, struct why *why)
{
	char path[PATH_MAX];
	struct stat st;
	MDB_envinfo info;
	MDB_stat mst;
	MDB_env *env;
	int rc;

	(void)snprintf(path, sizeof(path), "%s/data.mdb", dir);
	if ((rc = mdb_env_create(&env)) != 0)
		return mdbenv_why(rc, dir, why);
	if ((rc = mdb_env_set_mapsize(env, mapsize)) != 0 ||
	    (rc = mdb_env_open(env, dir, MDB_NORDAHEAD | MDB_RDONLY, 0600)) !=
		0 ||
	    (rc = mdb_env_info(env, &info)) != 0 ||
	    (rc = mdb_env_stat(env, &mst)) != 0) {
		mdb_env_close(env);
		if (rc == MDB_INVALID || rc == MDB_VERSION_MISMATCH)
			return reject(why, rule, "FORMAT", mdb_strerror(rc));
		return mdbenv_why(rc, dir, why);
	}
	mdb_env_close(env);
	if (stat(path, &st) == -1)
		return why_sys(why, "%s", path);
	if ((size_t)st.st_size / mst.ms_psize > info.me_last_pgno)
		return OUT_OK;
	return look_in_child(dir, mapsize, rule, why);
}

enum outcome
mdbenv_open(const char *dir, size_t mapsize, unsigned int maxdbs, bool readonly,
    const char *rule, MDB_env **envp, struct why *why)
{
	unsigned int flags = MDB_NORDAHEAD | (readonly ? MDB_RDONLY : 0);
	MDB_env *env = NULL;
	enum outcome out;
	bool fresh;
	int dead, rc;

	*envp = NULL;
	if ((out = check_disk(dir, rule, why)) != OUT_OK ||
	    (out = check_new(dir, readonly, rule, &fresh, why)) != OUT_OK ||
	    (!fresh && (out = check_length(dir, mapsize, rule, why)) != OUT_OK))
		return out;
	if ((rc = mdb_env_create(&env)) != 0)
		return mdbenv_why(rc, dir, why);
	if ((rc = mdb_env_set_mapsize(env, mapsize)) != 0 ||
	    (rc = mdb_env_set_maxdbs(env, maxdbs)) != 0 ||
	    (rc = mdb_env_open(env, dir, flags, 0600)) != 0 ||
	    (rc = mdb_reader_check(env, &dead)) != 0) {
		out = mdbenv_why(rc, dir, why);
		goto fail;
	}
	if (fresh && !readonly && (out = settle_new(env, dir, why)) != OUT_OK)
		goto fail;
	*envp = env;
	return OUT_OK;
fail:
	mdb_env_close(env);
	return out;
}

/* LMDB does not sync what it copies. */
enum outcome
mdbenv_copy(MDB_env *env, const char *dir, struct why *why)
{
	char path[PATH_MAX];
	enum outcome out;
	int rc;

	if ((rc = mdb_env_copy2(env, dir, MDB_CP_COMPACT)) != 0)
		return mdbenv_why(rc, dir, why);
	(void)snprintf(path, sizeof(path), "%s/data.mdb", dir);
	if ((out = sync_path(path, 0, why)) != OUT_OK)
		return out;
	return sync_path(dir, O_DIRECTORY, why);
}
