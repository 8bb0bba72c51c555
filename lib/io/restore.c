/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/restore.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "io/config.h"
#include "io/epoch.h"
#include "io/restore_impl.h"

#define LOCKS_MAX 64

/* The lock of a run, and that of each stage. */
struct locks {
	int fd[LOCKS_MAX];
	size_t n;
};

static enum outcome
lock(struct locks *l, const struct restore *r, const char *rel, struct why *why)
{
	char path[PATH_MAX];
	int fd;

	if (l->n == LOCKS_MAX)
		return why_retry(why, "spool/tmp: too many folders");
	fd = open(
	    restore_path(r, rel, path), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd == -1)
		return errno == ENOTDIR ? OUT_OK : why_sys(why, "%s", rel);
	l->fd[l->n++] = fd;
	if (flock(fd, LOCK_EX | LOCK_NB) == 0)
		return OUT_OK;
	return errno == EWOULDBLOCK ?
	    why_retry(why, "%s: a stage runs; try it again later", rel) :
	    why_sys(why, "%s", rel);
}

static enum outcome
lock_all(struct locks *l, const struct restore *r, struct why *why)
{
	char path[PATH_MAX], rel[PATH_MAX];
	enum outcome out;
	struct dirent *e;
	DIR *d;

	if ((out = lock(l, r, "spool/tmp", why)) != OUT_OK)
		return out;
	if ((d = opendir(restore_path(r, "spool/tmp", path))) == NULL)
		return why_sys(why, "spool/tmp");
	while (out == OUT_OK && (e = readdir(d)) != NULL) {
		if (e->d_name[0] == '.')
			continue;
		(void)snprintf(rel, sizeof(rel), "spool/tmp/%s", e->d_name);
		out = lock(l, r, rel, why);
	}
	(void)closedir(d);
	return out;
}

static void
unlock_all(struct locks *l)
{
	while (l->n > 0)
		(void)close(l->fd[--l->n]);
}

/* The settings that are there, or else those of the backup. */
static enum outcome
read_settings(const struct restore *r, const struct manifest *m, size_t *size,
    struct why *why)
{
	struct config *conf = NULL;
	char path[PATH_MAX];
	enum outcome out;

	if (access(restore_path(r, "isupport.conf", path), F_OK) == -1)
		(void)snprintf(
		    path, sizeof(path), "%.3000s/isupport.conf", r->dir);
	if ((out = config_load(path, &conf, why)) != OUT_OK)
		return out;
	*size = (size_t)config_size(conf, "unit", "map_size");
	if (strcmp(config_get(conf, "unit", "code"), m->unit) != 0)
		out = why_reject(why, "BACKUP-UNIT",
		    "it is a backup of the unit %s", m->unit);
	config_free(conf);
	return out;
}

/*
 * Raised before anything else changes, so that there is no moment at which an
 * older store is in place and its number is the one outside.  Whether sent/
 * was lost is remembered by whichever run found it so.
 */
static enum outcome
raise_epoch(struct restore *r, const struct manifest *m, struct why *why)
{
	char path[PATH_MAX];
	struct epoch e;
	enum outcome out;

	if ((out = epoch_read(restore_path(r, "keys/epoch", path), &e, why)) !=
	    OUT_OK)
		return out;
	if (e.number < m->epoch)
		e.number = m->epoch;
	e.number++;
	if (access(restore_path(r, "sent/audit", path), F_OK) == -1)
		e.sent_lost = true;
	r->sent_lost = e.sent_lost;
	return epoch_write(restore_path(r, "keys", path), &e, why);
}

static enum outcome
put_back(struct restore *r, const struct manifest *m, struct why *why)
{
	struct seal *seal = NULL;
	char path[PATH_MAX];
	enum outcome out;
	size_t size;

	if ((out = read_settings(r, m, &size, why)) == OUT_OK &&
	    (out = seal_open(restore_path(r, "keys", path), &seal, why)) ==
		OUT_OK &&
	    (out = restore_sweep(r, why)) == OUT_OK)
		out = restore_stage(r, m, size, seal, why);
	if (out == OUT_OK && (out = raise_epoch(r, m, why)) == OUT_OK)
		out = restore_merge(r, m, seal, why);
	seal_close(seal);
	return out == OUT_OK ? restore_switch(r, why) : out;
}

enum outcome
restore_make(struct restore *r, struct why *why)
{
	struct locks locks = { .n = 0 };
	struct manifest m;
	enum outcome out;

	if (strlen(r->root) > 2000 || strlen(r->dir) > 2000)
		return why_retry(why, "restore: the path is too long");
	if ((out = manifest_load(r->dir, &m, why)) != OUT_OK)
		return out;
	if ((out = lock_all(&locks, r, why)) == OUT_OK)
		out = put_back(r, &m, why);
	unlock_all(&locks);
	manifest_free(&m);
	return out;
}
