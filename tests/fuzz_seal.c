/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Whatever the bytes: a sealed value opens as it was sealed, in its own place,
 * and nothing else opens.  The first two bytes choose a value and the place
 * where it is said to lie; then it is changed, three bytes a time (where, with
 * what).  Without these the bytes themselves are the value.
 */
#include <ftw.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/seal.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

#define VALUES 8
#define PLACES 4

static struct seal *seal;
static struct buf sealed[VALUES], plain[VALUES];
static const char *const dbs[PLACES] = { "case", "case", "message", "audit" };
static const char *const keys[PLACES] = { "a", "b", "a", "\1" };

static void
must(int ok)
{
	if (!ok)
		abort();
}

static int
gone(const char *path, const struct stat *st, int kind, struct FTW *f)
{
	(void)st;
	(void)kind;
	(void)f;
	return remove(path);
}

static void
start(void)
{
	char dir[] = "/tmp/fuzz_seal.XXXXXX";
	struct why why = WHY_INIT;
	size_t i, k;

	must(mkdtemp(dir) != NULL);
	must(seal_init(dir, &why) == OUT_OK);
	must(seal_open(dir, &seal, &why) == OUT_OK);
	must(seal_reserve(seal, SEAL_POOL, 2, &why) == OUT_OK);
	(void)nftw(dir, gone, 8, FTW_DEPTH | FTW_PHYS);
	for (i = 0; i < VALUES; i++) {
		for (k = 0; k < i * i * 7; k++)
			must(buf_printf(&plain[i], "%c", (char)k) == 0);
		must(seal_value(seal, i % 2 == 0 ? SEAL_UNIT : SEAL_POOL,
			 dbs[i % PLACES], keys[i % PLACES],
			 strlen(keys[i % PLACES]), (uint32_t)i, plain[i].data,
			 plain[i].len, &sealed[i], &why) == OUT_OK);
	}
}

/* It opens only if it is a value of ours, where that one lies. */
static void
open_at(size_t place, const void *data, size_t len)
{
	struct buf out = BUF_INIT;
	struct why why = WHY_INIT;
	enum outcome got;
	size_t i;

	got = seal_open_value(seal, dbs[place], keys[place],
	    strlen(keys[place]), data, len, &out, &why);
	for (i = 0; i < VALUES; i++)
		if (i % PLACES == place && sealed[i].len == len &&
		    memcmp(sealed[i].data, data, len) == 0)
			break;
	if (i == VALUES) {
		must(got == OUT_REJECT && out.len == 0);
		must(why.rule[0] != '\0');
	} else {
		must(got == OUT_OK && out.len == plain[i].len);
		must(out.len == 0 ||
		    memcmp(out.data, plain[i].data, out.len) == 0);
	}
	buf_free(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct buf b = BUF_INIT;
	size_t at, which;

	if (seal == NULL)
		start();
	open_at(0, data, len);
	if (len < 2)
		return 0;
	which = data[0] % VALUES;
	must(buf_add(&b, sealed[which].data, sealed[which].len) == 0);
	for (at = 2; at + 3 <= len; at += 3)
		b.data[((size_t)data[at] << 8 | data[at + 1]) % b.len] ^=
		    data[at + 2];
	if (len % 3 == 0 && b.len > data[1]) /* and some cut short */
		b.len -= data[1];
	open_at(data[1] % PLACES, b.data, b.len);
	buf_free(&b);
	return 0;
}
