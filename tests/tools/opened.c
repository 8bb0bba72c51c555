/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * opened KEYS STORE -- print the bytes of every value in the store, and in its
 * files, that the keys in KEYS open, each with a line of its place before it;
 * and at the end how many they do not open.
 */
#include <dirent.h>
#include <err.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "io/blob.h"
#include "io/seal.h"
#include "io/store.h"

#define MAP_SIZE ((size_t)1 << 30)

static size_t shut;

static enum outcome
print_db(struct store_txn *txn, enum store_db db, struct why *why)
{
	unsigned char key[STORE_KEY_MAX];
	struct buf b = BUF_INIT;
	size_t keylen = 0;
	enum outcome out;
	bool found;

	while ((out = store_next(txn, db, "", 0, key, &keylen, NULL, &found,
		    why)) == OUT_OK &&
	    found) {
		if (store_get(txn, db, key, keylen, &b, &found, why) !=
		    OUT_OK) {
			shut++;
			continue;
		}
		(void)printf("\n= %s ", store_db_name[db]);
		(void)fwrite(key, 1, keylen, stdout);
		(void)putchar('\n');
		(void)fwrite(b.data, 1, b.len, stdout);
	}
	buf_free(&b);
	return out;
}

static enum outcome
print_all(struct store_txn *txn, void *ctx, struct why *why)
{
	enum outcome out = OUT_OK;
	enum store_db db;

	(void)ctx;
	for (db = 0; out == OUT_OK && db < DB_COUNT; db++)
		out = print_db(txn, db, why);
	return out;
}

static void
print_files(const char *dir, struct seal *seal)
{
	struct buf b = BUF_INIT;
	struct dirent *d;
	struct why why;
	DIR *files;

	if ((files = opendir(dir)) == NULL)
		return;
	while ((d = readdir(files)) != NULL) {
		if (d->d_name[0] == '.')
			continue;
		buf_reset(&b);
		if (blob_get(dir, d->d_name, seal, &b, &why) != OUT_OK) {
			shut++;
			continue;
		}
		(void)printf("\n= files %s\n", d->d_name);
		(void)fwrite(b.data, 1, b.len, stdout);
	}
	(void)closedir(files);
	buf_free(&b);
}

int
main(int argc, char *argv[])
{
	struct why why = WHY_INIT;
	struct store *store = NULL;
	struct seal *seal = NULL;
	char files[4096];

	if (argc != 3)
		errx(EX_USAGE, "usage: opened KEYS STORE");
	if (seal_open(argv[1], &seal, &why) != OUT_OK ||
	    store_open(argv[2], MAP_SIZE, true, seal, &store, &why) != OUT_OK ||
	    store_view(store, print_all, NULL, &why) != OUT_OK)
		errx(EX_DATAERR, "%s: %s", why.rule, why.text);
	(void)snprintf(files, sizeof(files), "%s/files", argv[2]);
	print_files(files, seal);
	(void)printf("\n= shut %zu\n", shut);
	store_close(store);
	seal_close(seal);
	return 0;
}
