/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/zipin_impl.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <unicase.h>
#include <uninorm.h>
#include <zip.h>

#include "value/name.h"

#define NAME_MAX_BYTES ((size_t)255)

static bool
part_ok(const char *s, size_t n)
{
	return n > 0 && !(n == 1 && s[0] == '.') &&
	    !(n == 2 && s[0] == '.' && s[1] == '.');
}

/* A name may be of a folder ("META-INF/"). */
static bool
name_ok(const char *s)
{
	size_t n = strlen(s), i, len;

	if (n == 0 || n > NAME_MAX_BYTES)
		return false;
	if (!name_utf8_ok(s, n) || name_turns(s))
		return false;
	for (i = 0; i < n; i++)
		if (s[i] == '\\' || (s[i] >= 0 && s[i] < ' '))
			return false;
	for (i = 0; i < n; i += len + 1) {
		len = strcspn(s + i, "/");
		if (!part_ok(s + i, len))
			return false;
	}
	return true;
}

/* Whether a file system somewhere may take one for the other; -1: no
 * memory. */
static int
same_name(const char *a, const char *b)
{
	int differ;

	if (u8_casecmp((const uint8_t *)a, strlen(a), (const uint8_t *)b,
		strlen(b), NULL, UNINORM_NFC, &differ) != 0)
		return -1;
	return differ == 0;
}

static enum outcome
check_name(const struct zipin *z, const char *name, struct why *why)
{
	size_t i;
	int same;

	if (name == NULL || !name_ok(name))
		return why_reject(
		    why, "ZIP-NAME", "an entry has a name that is not safe");
	for (i = 0; i < z->n; i++) {
		if ((same = same_name(z->entry[i].name, name)) == -1)
			return why_retry(why, "out of memory");
		if (same == 1)
			return why_reject(
			    why, "ZIP-TWICE", "two entries have the same name");
	}
	return OUT_OK;
}

static enum outcome
check_sizes(const zip_stat_t *st, size_t *total, struct why *why)
{
	const zip_uint64_t need = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE |
	    ZIP_STAT_COMP_METHOD | ZIP_STAT_ENCRYPTION_METHOD;

	if ((st->valid & need) != need)
		return why_reject(why, "ZIP-FORM", "an entry is not described");
	if (st->encryption_method != ZIP_EM_NONE ||
	    (st->comp_method != ZIP_CM_STORE &&
		st->comp_method != ZIP_CM_DEFLATE))
		return why_reject(why, "ZIP-METHOD",
		    "an entry is encrypted, or compressed in an unusual way");
	if (st->size > ZIPIN_BYTES_MAX - *total)
		return why_reject(why, "ZIP-SIZE",
		    "the entries are over %zu bytes", ZIPIN_BYTES_MAX);
	/* What is short may be packed as well as it likes. */
	if (st->size > 4096 && st->size / ZIPIN_RATIO_MAX > st->comp_size)
		return why_reject(why, "ZIP-SIZE",
		    "an entry inflates to over %d times its size",
		    ZIPIN_RATIO_MAX);
	*total += (size_t)st->size;
	return OUT_OK;
}

static enum outcome
read_entry(struct zipin *z, zip_uint64_t i, size_t *total, struct why *why)
{
	struct zipin_entry *e = &z->entry[z->n];
	enum outcome out;
	zip_stat_t st;

	zip_stat_init(&st);
	if (zip_stat_index(z->archive, i, 0, &st) != 0)
		return why_reject(why, "ZIP-FORM", "an entry is not described");
	if ((out = check_name(z, st.name, why)) != OUT_OK ||
	    (out = check_sizes(&st, total, why)) != OUT_OK)
		return out;
	if ((e->name = strdup(st.name)) == NULL)
		return why_retry(why, "out of memory");
	e->size = (size_t)st.size;
	e->stored = st.comp_method == ZIP_CM_STORE;
	z->n++;
	return OUT_OK;
}

static enum outcome
open_archive(const void *data, size_t len, zip_t **zip, struct why *why)
{
	zip_source_t *source;
	zip_error_t e;
	bool memory;

	zip_error_init(&e);
	source = zip_source_buffer_create(data, len, 0, &e);
	if (source == NULL)
		return why_retry(why, "out of memory");
	*zip = zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &e);
	memory = zip_error_code_zip(&e) == ZIP_ER_MEMORY;
	zip_error_fini(&e);
	if (*zip != NULL)
		return OUT_OK;
	zip_source_free(source);
	return memory ? why_retry(why, "out of memory") :
			why_reject(why, "ZIP-FORM",
			    "no zip archive, or one that contradicts itself");
}

enum outcome
zipin_open(const void *data, size_t len, struct zipin *z, struct why *why)
{
	enum outcome out;
	size_t total = 0;
	zip_int64_t i, n;
	zip_t *zip;

	memset(z, 0, sizeof(*z));
	/* What stands before the first entry is in no directory. */
	if (len < 4 || memcmp(data, "PK\3\4", 4) != 0)
		return why_reject(why, "ZIP-FORM", "no zip archive");
	if ((out = open_archive(data, len, &zip, why)) != OUT_OK)
		return out;
	z->archive = zip;
	n = zip_get_num_entries(zip, 0);
	if (n > ZIPIN_ENTRIES_MAX)
		return why_reject(
		    why, "ZIP-SIZE", "over %d entries", ZIPIN_ENTRIES_MAX);
	for (i = 0; i < n; i++)
		if ((out = read_entry(z, (zip_uint64_t)i, &total, why)) !=
		    OUT_OK)
			return out;
	if (!zipin_whole(data, len))
		return why_reject(why, "ZIP-FORM",
		    "bytes that belong to no entry, or an encrypted one");
	return OUT_OK;
}

/* libzip compares the checksum when it comes to the end. */
static enum outcome
inflate_all(zip_file_t *f, size_t size, struct buf *out, struct why *why)
{
	size_t got = 0;
	zip_int64_t n;

	if (buf_room(out, size + 1) == -1)
		return buf_ok(out, why);
	while ((n = zip_fread(f, out->data + out->len, size + 1 - got)) > 0) {
		out->len += (size_t)n;
		got += (size_t)n;
		if (got > size)
			return why_reject(why, "ZIP-SIZE",
			    "an entry inflates to more than it says");
	}
	if (n != 0 || got != size)
		return why_reject(
		    why, "ZIP-FORM", "an entry does not inflate as it should");
	out->data[out->len] = '\0';
	return OUT_OK;
}

enum outcome
zipin_read(struct zipin *z, size_t i, struct buf *out, struct why *why)
{
	enum outcome rc;
	zip_file_t *f;

	f = zip_fopen_index(z->archive, (zip_uint64_t)i, 0);
	if (f == NULL) {
		if (zip_error_code_zip(zip_get_error(z->archive)) ==
		    ZIP_ER_MEMORY)
			return why_retry(why, "out of memory");
		return why_reject(
		    why, "ZIP-FORM", "an entry is not where it should be");
	}
	rc = inflate_all(f, z->entry[i].size, out, why);
	(void)zip_fclose(f);
	return rc;
}

long
zipin_find(const struct zipin *z, const char *name)
{
	size_t i;

	for (i = 0; i < z->n; i++)
		if (strcmp(z->entry[i].name, name) == 0)
			return (long)i;
	return -1;
}

void
zipin_close(struct zipin *z)
{
	size_t i;

	if (z->archive != NULL)
		zip_discard(z->archive);
	for (i = 0; i < z->n; i++)
		free(z->entry[i].name);
	z->archive = NULL;
	z->n = 0;
}
