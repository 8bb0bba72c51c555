/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/bankcodes.h"

#include <stdlib.h>
#include <string.h>

struct code {
	char name[16];		/* list, ' ', code */
};

/* From lib/data/bankcodes.csv, in the order of strcmp. */
static const struct code codes[] = {
#include "domain/bankcodes.inc"
};

static int
compare(const void *name, const void *code)
{

	return strcmp(name, code);
}

static bool
listed(const char *list, const char *code)
{
	char name[sizeof(codes[0].name)];
	size_t n = strlen(list);

	if (n + strlen(code) >= sizeof(name))
		return false;
	memcpy(name, list, n);
	strcpy(name + n, code);
	return bsearch(name, codes, sizeof(codes) / sizeof(codes[0]),
	    sizeof(codes[0]), compare) != NULL;
}

bool
bankcodes_purpose(const char *code)
{

	return listed("purpose ", code);
}

bool
bankcodes_category(const char *code)
{

	return listed("category ", code);
}

bool
bankcodes_clearing(const char *code)
{

	return listed("clearing ", code);
}
