/* SPDX-License-Identifier: EUPL-1.2 */
#include "tmpdir.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <criterion/criterion.h>

char tmpdir[64];

const char *
tmpdir_path(const char *rel)
{
	static char path[8][256];
	static int i;

	i = (i + 1) % 8;
	(void)snprintf(path[i], sizeof(path[i]), "%s/%s", tmpdir, rel);
	return path[i];
}

const char *
tmpdir_dir(const char *rel)
{
	const char *path = tmpdir_path(rel);

	cr_assert_eq(mkdir(path, 0700), 0, "%s", path);
	return path;
}

void
tmpdir_write(const char *rel, const void *data, unsigned long len)
{
	FILE *f = fopen(tmpdir_path(rel), "wb");

	cr_assert_not_null(f);
	cr_assert_eq(fwrite(data, 1, len, f), len);
	cr_assert_eq(fclose(f), 0);
}

void
tmpdir_make(void)
{
	const char *in = getenv("TMPDIR");

	(void)snprintf(tmpdir, sizeof(tmpdir), "%s/isupport-test.XXXXXX",
	    in == NULL ? "/tmp" : in);
	cr_assert_not_null(mkdtemp(tmpdir));
}

void
tmpdir_once(const char *name, void (*make)(void))
{
	const char *work = getenv("WORK");
	char kept[128], cmd[1024];

	tmpdir_make();
	if (work == NULL) {
		make();
		return;
	}
	(void)snprintf(kept, sizeof(kept), "%s/%s", work, name);
	(void)snprintf(
	    cmd, sizeof(cmd), "cp -a %s/. %s 2>/dev/null", kept, tmpdir);
	if (system(cmd) == 0)
		return;
	make();
	(void)snprintf(cmd, sizeof(cmd),
	    "mkdir -p %s.%d && cp -a %s/. %s.%d && mv -T %s.%d %s", kept,
	    getpid(), tmpdir, kept, getpid(), kept, getpid(), kept);
	cr_assert_eq(system(cmd), 0, "%s", cmd);
}

static int
remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

void
tmpdir_remove(void)
{
	(void)nftw(tmpdir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}
