/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/bank/paycheck_impl.h"

#include <stdlib.h>
#include <string.h>

/*
 * Sorting, not hashing: nobody can choose identifiers that make it slow, and
 * it costs the text and eight bytes for each.
 */

/* Room for want more bytes; the first growth is small, the next by half. */
static int
grow(void **data, size_t *cap, size_t len, size_t want, size_t size)
{
	size_t n = *cap + *cap / 2 + 4096;
	void *p;

	if (*cap - len >= want)
		return 0;
	if (n < len + want)
		n = len + want;
	if (n > UINT32_MAX || (p = realloc(*data, n * size)) == NULL)
		return -1;
	*data = p;
	*cap = n;
	return 0;
}

int
paycheck_ids_add(struct pay_ids *ids, int line, const char *id)
{
	size_t len = strlen(id) + 1;
	uint32_t n = (uint32_t)line;
	void *bytes = ids->bytes, *at = ids->at;
	int rc;

	rc = grow(&bytes, &ids->cap, ids->len, sizeof(n) + len, 1);
	ids->bytes = bytes;
	if (rc == -1)
		return -1;
	rc = grow(&at, &ids->n_cap, ids->n, 1, sizeof(*ids->at));
	ids->at = at;
	if (rc == -1)
		return -1;
	ids->at[ids->n++] = (uint32_t)ids->len;
	memcpy(ids->bytes + ids->len, &n, sizeof(n));
	memcpy(ids->bytes + ids->len + sizeof(n), id, len);
	ids->len += sizeof(n) + len;
	return 0;
}

/* By text, and the same text in the order of the file. */
static int
compare(const void *a, const void *b, void *bytes)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	const char *base = bytes;
	int d = strcmp(base + x + sizeof(x), base + y + sizeof(y));

	if (d != 0)
		return d;
	return x < y ? -1 : x > y;
}

bool
paycheck_ids_double(struct pay_ids *ids, size_t *i, int *line, const char **id)
{
	const char *one, *next;
	uint32_t n;

	if (*i == 0 && ids->n > 1)
		qsort_r(ids->at, ids->n, sizeof(*ids->at), compare, ids->bytes);
	while (*i + 1 < ids->n) {
		one = ids->bytes + ids->at[(*i)++];
		next = ids->bytes + ids->at[*i];
		if (strcmp(one + sizeof(n), next + sizeof(n)) != 0)
			continue;
		memcpy(&n, next, sizeof(n));
		*line = (int)n;
		*id = next + sizeof(n);
		return true;
	}
	return false;
}

void
paycheck_ids_free(struct pay_ids *ids)
{

	free(ids->bytes);
	free(ids->at);
	memset(ids, 0, sizeof(*ids));
}
