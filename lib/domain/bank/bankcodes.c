/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/bank/bankcodes.h"

#include <stdlib.h>
#include <string.h>

struct code {
	char list[10];
	char code[6];
};

/* In the order of list, then code. */
static const struct code codes[] = {
#include "domain/bankcodes.inc"
};

static int
compare(const void *a, const void *b)
{
	const struct code *x = a, *y = b;
	int d = strcmp(x->list, y->list);

	return d != 0 ? d : strcmp(x->code, y->code);
}

static bool
listed(const char *list, const char *code)
{
	struct code key;

	if (strlen(code) >= sizeof(key.code))
		return false;
	strcpy(key.list, list);
	strcpy(key.code, code);
	return bsearch(&key, codes, sizeof(codes) / sizeof(codes[0]),
		   sizeof(codes[0]), compare) != NULL;
}

bool
bankcodes_purpose(const char *code)
{

	return listed("purpose", code);
}

bool
bankcodes_category(const char *code)
{

	return listed("category", code);
}

bool
bankcodes_clearing(const char *code)
{

	return listed("clearing", code);
}
