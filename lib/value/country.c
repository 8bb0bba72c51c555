/* SPDX-License-Identifier: EUPL-1.2 */
#include "value/country.h"

#include <stdlib.h>
#include <string.h>

#include "value/date.h"

struct country {
	char code[3];
	char eu_from[DATE_TEXT]; /* "": never a Member State */
	char eu_to[DATE_TEXT];	 /* "": still one */
};

/* From lib/data/country.csv and language.csv, in order of code. */
static const struct country countries[] = {
#include "value/country.inc"
};

static const char languages[][3] = {
#include "value/language.inc"
};

/* Both tables begin each row with its code. */
static int
compare(const void *code, const void *row)
{

	return strcmp(code, row);
}

static const struct country *
find(const char *code)
{

	return bsearch(code, countries,
	    sizeof(countries) / sizeof(countries[0]), sizeof(countries[0]),
	    compare);
}

bool
country_ok(const char *code)
{

	return find(code) != NULL;
}

bool
country_eu(const char *code, int32_t day)
{
	const struct country *c = find(code);
	int32_t from, to;

	if (c == NULL || !date_parse(c->eu_from, &from) || day < from)
		return false;
	return !date_parse(c->eu_to, &to) || day <= to;
}

bool
language_ok(const char *code)
{

	return bsearch(code, languages,
		   sizeof(languages) / sizeof(languages[0]),
		   sizeof(languages[0]), compare) != NULL;
}
