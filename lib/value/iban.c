/* SPDX-License-Identifier: EUPL-1.2 */
#include "value/iban.h"

#include <stdlib.h>
#include <string.h>

#include "value/country.h"
#include "value/iban_national.h"

#define RF_MIN 5 /* "RF", two check digits and one character */
#define RF_MAX 25

struct country {
	char code[3];
	size_t length;
	char bban[24];	      /* "4!n16!c" */
	char sepa[4], eea[4]; /* yes, no */
	char bic_also[40];    /* other countries its BICs stand in */
};

/* From lib/data/iban.csv, in order of code. */
static const struct country countries[] = {
#include "value/iban.inc"
};

static bool
digit(char c)
{

	return c >= '0' && c <= '9';
}

static bool
upper(char c)
{

	return c >= 'A' && c <= 'Z';
}

/* Whether the first ${n} of ${s} are digits or capital letters. */
static bool
alnum(const char *s, size_t n)
{

	for (; n > 0; s++, n--)
		if (!digit(*s) && !upper(*s))
			return false;
	return true;
}

static int
compare(const void *s, const void *row)
{

	return strncmp(s, ((const struct country *)row)->code, 2);
}

static const struct country *
find(const char *s)
{

	if (s[0] == '\0' || s[1] == '\0')
		return NULL;
	return bsearch(s, countries, sizeof(countries) / sizeof(countries[0]),
	    sizeof(countries[0]), compare);
}

/* Whether ${s} is built as ${form} says: "5!n" is five digits. */
static bool
structure(const char *s, const char *form)
{
	int n;
	bool ok;

	while (*form != '\0') {
		for (n = 0; digit(*form); form++)
			n = n * 10 + (*form - '0');
		form++; /* the '!' */
		for (; n > 0; n--, s++) {
			ok = (*form != 'a' && digit(*s)) ||
			    (*form != 'n' && upper(*s));
			if (!ok)
				return false;
		}
		form++;
	}
	return *s == '\0';
}

/* ISO 7064 mod 97-10 of ${s} with its first four characters moved last. */
static unsigned int
mod97(const char *s)
{
	size_t len = strlen(s), i;
	unsigned int rest = 0;
	char c;

	for (i = 0; i < len; i++) {
		c = s[(i + 4) % len];
		if (digit(c))
			rest = (rest * 10 + (unsigned int)(c - '0')) % 97;
		else
			rest = (rest * 100 + (unsigned int)(c - 'A') + 10) % 97;
	}
	return rest;
}

/* 98 less a rest of 0 to 96 never makes 00, 01 or 99. */
static bool
check_digits(const char *s)
{
	int check = (s[2] - '0') * 10 + (s[3] - '0');

	return check >= 2 && check <= 98 && mod97(s) == 1;
}

static enum outcome
refuse(struct why *why, const char *rule, const char *text, const char *s)
{

	(void)why_reject(why, rule, "%s", text);
	why_value(why, s);
	return OUT_REJECT;
}

enum outcome
iban_check(const char *s, struct why *why)
{
	const struct country *c;
	size_t len = strlen(s);

	if (len < 5 || !upper(s[0]) || !upper(s[1]) || !digit(s[2]) ||
	    !digit(s[3]) || !alnum(s + 4, len - 4))
		return refuse(
		    why, "IBAN-FORM", "not of the form of an IBAN", s);
	if ((c = find(s)) == NULL)
		return refuse(why, "IBAN-COUNTRY",
		    "no country that has "
		    "IBANs",
		    s);
	if (len != c->length)
		return refuse(why, "IBAN-LENGTH",
		    "not as long as IBANs of "
		    "its country",
		    s);
	if (!structure(s + 4, c->bban))
		return refuse(why, "IBAN-STRUCTURE",
		    "not built as accounts "
		    "of its country",
		    s);
	if (!check_digits(s))
		return refuse(why, "IBAN-CHECK",
		    "the check digits do not "
		    "hold",
		    s);
	return OUT_OK;
}

size_t
iban_length(const char *s)
{
	const struct country *c = find(s);

	return c == NULL ? 0 : c->length;
}

bool
iban_sepa(const char *s)
{
	const struct country *c = find(s);

	return c != NULL && strcmp(c->sepa, "yes") == 0;
}

bool
iban_eea(const char *country)
{
	const struct country *c = find(country);

	return c != NULL && strcmp(c->eea, "yes") == 0;
}

bool
iban_national_ok(const char *s)
{
	const struct country *c = find(s);

	/* The rules look at fixed places. */
	if (c == NULL || strlen(s) != c->length || !structure(s + 4, c->bban))
		return true;
	return iban_national_check(c->code, s + 4);
}

enum outcome
bic_check(const char *s, struct why *why)
{
	size_t len = strlen(s);
	char country[3];

	if ((len != 8 && len != 11) || !alnum(s, len))
		return refuse(why, "BIC-FORM", "not of the form of a BIC", s);
	/* It has the form of a bank in Romania, and banks are sent it. */
	if (strcmp(s, "NOTPROVIDED") == 0)
		return refuse(why, "BIC-FORM", "the placeholder is no BIC", s);
	memcpy(country, s + 4, 2);
	country[2] = '\0';
	if (!country_ok(country) && strcmp(country, "XK") != 0)
		return refuse(
		    why, "BIC-FORM", "no country stands in the BIC", s);
	return OUT_OK;
}

bool
bic_matches(const char *bic, const char *iban)
{
	const struct country *c = find(iban);
	const char *also;

	if (strlen(bic) < 6)
		return false;
	if (strncmp(bic + 4, iban, 2) == 0)
		return true;
	if (c == NULL)
		return false;
	for (also = c->bic_also; *also != '\0'; also += also[2] == ' ' ? 3 : 2)
		if (strncmp(bic + 4, also, 2) == 0)
			return true;
	return false;
}

bool
rf_check(const char *s)
{
	size_t len = strlen(s);

	return len >= RF_MIN && len <= RF_MAX && strncmp(s, "RF", 2) == 0 &&
	    digit(s[2]) && digit(s[3]) && alnum(s + 4, len - 4) &&
	    check_digits(s);
}
