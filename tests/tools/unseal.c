/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * unseal ROOT FOLDER... -- print the parcels of spool folders: the name,
 * manifest and verdict as JSON, size and SHA-256 of each file's bytes, and the
 * text of reason.  Those of a folder come in the order of what is in them (the
 * part of the name after the time), so that, but for the times, two folders
 * hold the same if this prints the same.
 */
#include <dirent.h>
#include <err.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "io/digest.h"
#include "io/parcel.h"
#include "io/record.h"
#include "io/seal.h"
#include "io/slurp.h"
#include "io/xmlout.h"

static void
check(enum outcome out, const struct why *why, const char *what)
{
	if (out != OUT_OK)
		errx(EX_DATAERR, "%s: %s %s", what, why->rule, why->text);
}

static void
print_record(const char *what, const ProtobufCMessage *m)
{
	struct buf b = BUF_INIT;
	struct why why = WHY_INIT;

	if (m == NULL)
		return;
	check(xmlout_json(&b, m, &why), &why, what);
	(void)printf("%s %.*s\n", what, (int)b.len, (const char *)b.data);
	buf_free(&b);
}

static void
print_file(const char *dir, const struct parcel *p, size_t i, struct seal *seal)
{
	struct buf b = BUF_INIT;
	struct why why = WHY_INIT;
	unsigned char digest[DIGEST_LEN];
	char hex[DIGEST_HEX];

	check(parcel_file(dir, p, i, seal, &b, &why), &why, p->name);
	check(digest_sha256(b.data, b.len, digest, &why), &why, p->name);
	(void)printf("file %zu %zu %s\n", i, b.len, digest_hex(digest, hex));
	buf_free(&b);
}

static void
print_opened(const char *dir, const struct parcel *p, const Rec__OpenedFile *o,
    struct seal *seal)
{
	struct buf b = BUF_INIT;
	struct why why = WHY_INIT;

	/* Its hash stands in the verdict, and is checked. */
	check(parcel_opened(dir, p, o, seal, &b, &why), &why, p->name);
	(void)printf("opened %u %zu\n", o->file, b.len);
	buf_free(&b);
}

static void
print_reason(const char *dir, const char *name)
{
	char path[PATH_MAX], line[1024];
	FILE *f;

	if ((size_t)snprintf(path, sizeof(path), "%s/%s/reason", dir, name) >=
		sizeof(path) ||
	    (f = fopen(path, "r")) == NULL)
		return;
	while (fgets(line, sizeof(line), f) != NULL)
		(void)printf("reason %s", line);
	(void)fclose(f);
}

static void
print_parcel(const char *dir, const char *name, struct seal *seal)
{
	struct parcel p;
	struct why why = WHY_INIT;
	size_t i;

	(void)printf("parcel %s\n", name);
	check(parcel_open(dir, name, seal, &p, &why), &why, name);
	print_record("manifest", &p.manifest->base);
	if (p.verdict != NULL)
		print_record("verdict", &p.verdict->base);
	for (i = 0; i < p.manifest->n_files; i++)
		print_file(dir, &p, i, seal);
	for (i = 0; p.verdict != NULL && i < p.verdict->n_opened; i++)
		print_opened(dir, &p, p.verdict->opened[i], seal);
	print_reason(dir, name);
	parcel_close(&p);
}

static int
visible(const struct dirent *e)
{
	return e->d_name[0] != '.';
}

static int
by_content(const struct dirent **a, const struct dirent **b)
{
	const char *x = strchr((*a)->d_name, '-');
	const char *y = strchr((*b)->d_name, '-');
	int d = x == NULL || y == NULL ? 0 : strcmp(x, y);

	return d != 0 ? d : strcmp((*a)->d_name, (*b)->d_name);
}

static void
print_folder(const char *root, const char *folder, struct seal *seal)
{
	char dir[PATH_MAX];
	struct dirent **e;
	int i, n;

	(void)snprintf(dir, sizeof(dir), "%s/%s", root, folder);
	if ((n = scandir(dir, &e, visible, by_content)) == -1)
		err(EX_NOINPUT, "%s", dir);
	for (i = 0; i < n; i++) {
		print_parcel(dir, e[i]->d_name, seal);
		free(e[i]);
	}
	free(e);
}

int
main(int argc, char *argv[])
{
	char keys[PATH_MAX];
	struct seal *seal;
	struct why why = WHY_INIT;
	int i;

	if (argc < 3)
		errx(EX_USAGE, "usage: unseal ROOT FOLDER...");
	(void)snprintf(keys, sizeof(keys), "%s/keys", argv[1]);
	check(seal_open(keys, &seal, &why), &why, keys);
	for (i = 2; i < argc; i++)
		print_folder(argv[1], argv[i], seal);
	seal_close(seal);
	return fflush(stdout) == EOF ? EX_IOERR : 0;
}
